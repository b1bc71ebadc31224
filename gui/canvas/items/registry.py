"""Which item draws which class of layer, and the thread between one layer and its item.

Knows layers and items; nothing of widgets.
"""

from __future__ import annotations

from typing import Protocol

from gui.canvas.content import MapContent
from gui.canvas.items.base import CanvasItem
from gui.canvas.items.boundaries import BoundariesItem
from gui.canvas.items.context import ContextItem
from gui.canvas.items.points import PointsItem, VillagesItem
from gui.canvas.items.raster import RasterItem
from layers.boundaries import BoundariesLayer
from layers.context import ContextLayer
from layers.incidents import IncidentsLayer
from layers.layer import Layer
from layers.rasters import RasterLayer
from layers.sites import ClustersLayer, SitesLayer
from layers.villages import VillagesLayer


class LayerItem(Protocol):
    """What an item that draws a layer can be told."""

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Read what the layer shows anew."""

    def take_style(self, layer: Layer) -> None:
        """Read how the layer looks anew."""


ITEMS: dict[type[Layer], type[CanvasItem]] = {
    BoundariesLayer: BoundariesItem,
    SitesLayer: PointsItem,
    ClustersLayer: PointsItem,
    IncidentsLayer: PointsItem,
    VillagesLayer: VillagesItem,
    ContextLayer: ContextItem,
    RasterLayer: RasterItem,
}


def item_class(layer: Layer) -> type[CanvasItem] | None:
    """Return the item class for a layer: that of its own class, else of the nearest class it comes from."""
    for known in type(layer).__mro__:
        if known in ITEMS:
            return ITEMS[known]
    return None


class Thread:
    """Keeps one item in step with one layer: it redraws on the events of its own layer only."""

    def __init__(self, layer: Layer, item: CanvasItem, content: MapContent) -> None:
        self.layer = layer
        self.item = item
        self._content = content
        self._is_stale = True
        layer.data_changed.connect(self.take_rows)
        layer.style_changed.connect(self.take_style)
        layer.visible_changed.connect(self.take_visible)
        self.take_style()
        self.take_visible()

    def take_rows(self) -> None:
        """Read the rows again, or remember to when the layer is next seen."""
        self._is_stale = not self.layer.is_shown
        if self.layer.is_shown:
            self.item.take_rows(self.layer, self._content)

    def take_style(self) -> None:
        """Read look and opacity again."""
        self.item.setOpacity(self.layer.shown_opacity)
        self.item.take_style(self.layer)

    def take_visible(self) -> None:
        """Show or hide the item; rows that changed while it was hidden are read now."""
        self.item.setVisible(self.layer.is_shown)
        if self.layer.is_shown and self._is_stale:
            self.take_rows()

    def cut(self) -> None:
        """Stop listening."""
        self.layer.data_changed.disconnect(self.take_rows, missing_ok=True)
        self.layer.style_changed.disconnect(self.take_style, missing_ok=True)
        self.layer.visible_changed.disconnect(self.take_visible, missing_ok=True)
