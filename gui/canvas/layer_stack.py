"""The items of all layers of a tree in their order, and what lies under a place of the map.

Knows layers and items; nothing of cards, tools or selection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gui.canvas.content import MapContent
from gui.canvas.items.base import CanvasItem
from gui.canvas.items.context import ContextItem
from gui.canvas.items.points import CELL_PX, PointsItem
from gui.canvas.items.registry import Thread, item_class
from gui.canvas.surface import Surface
from layers.boundaries import BoundariesLayer
from layers.schema import LayerKind

if TYPE_CHECKING:
    import pandas as pd

    from layers.layer import Layer
    from layers.tree import LayerTree

HIT_REACH_PX = 4.0
FIRST_Z = 10.0


class LayerStack:
    """Draws a tree of layers; without a tree, the communes alone."""

    def __init__(self, surface: Surface, content: MapContent) -> None:
        self._surface = surface
        self._content = content
        self._tree: LayerTree | None = None
        self._threads: list[Thread] = []
        self.is_cut = False
        self._selected: Mapping[str, pd.Index] = {}
        self._add(BoundariesLayer("", LayerKind.BOUNDARIES, "communes"))

    @property
    def threads(self) -> tuple[Thread, ...]:
        """Return layers with their items, bottom first."""
        return tuple(self._threads)

    def cut(self) -> None:
        """Stop listening for good: the map is gone, its layers live on."""
        self.is_cut = True
        self._leave_tree()
        for thread in self._threads:
            thread.cut()
        self._threads.clear()

    def set_tree(self, tree: LayerTree | None) -> None:
        """Draw the layers of a tree and follow its changes."""
        self._leave_tree()
        for thread in tuple(self._threads):
            self._take_out(thread)
        self._tree = tree
        if tree is None:
            self._add(BoundariesLayer("", LayerKind.BOUNDARIES, "communes"))
            return
        tree.inserted.connect(self._inserted)
        tree.removed.connect(self._removed)
        tree.moved.connect(self._sort)
        for layer in tree:
            self._add(layer)
        self._sort()

    def refresh(self, kinds: Iterable[str] | None = None) -> None:
        """Let the items of some kinds of layer (None: of all) read their rows again."""
        wanted = None if kinds is None else set(kinds)
        for thread in self._threads:
            if wanted is None or thread.layer.kind.value in wanted:
                thread.take_rows()

    def show_opacity(self, identity: str, opacity: float) -> None:
        """Draw a layer, or all in a group, as if it had this opacity; its own is left as it is."""
        for thread in self._threads:
            share, one = 1.0, thread.layer
            while one is not None:
                share *= opacity if one.id == identity else one.opacity
                one = one.parent
            thread.item.setOpacity(share)

    @property
    def communes_are_shown(self) -> bool:
        """Whether the communes are seen."""
        return any(layer.is_shown for layer in self._commune_layers)

    @property
    def names_are_shown(self) -> bool:
        """Whether the communes are seen and carry their names."""
        return any(layer.is_shown and layer.style.labels for layer in self._commune_layers)

    @property
    def _commune_layers(self) -> list[Layer]:
        return [thread.layer for thread in self._threads if isinstance(thread.layer, BoundariesLayer)]

    # -- what is there ---------------------------------------------------------------------------

    def hit(self, px: float, py: float) -> dict[str, Any] | None:
        """Return the topmost point, or the count of a square of points, at logical pixels."""
        x, y = self._surface.camera.to_map(px, py)
        counted: dict[str, Any] | None = None
        for layer, item in self.points():
            if item.cloud is None:
                continue
            found = item.point_at(px, py, HIT_REACH_PX)
            place = found[0] if found is not None else None
            count = item.count_at(x, y) if place is None else 0
            if count:
                # All that is counted here may stand at one place: then it is a point as any other.
                place = item.cloud.only_place_near(x, y, CELL_PX * self._surface.camera.m_per_px)
            if place is not None:
                return {
                    "kind": "point",
                    **_of(layer),
                    "id": str(item.cloud.ids[place]),
                    "place": place,
                    "together": int(item.cloud.together[place]),
                    "x": x,
                    "y": y,
                }
            if count and counted is None:
                counted = {"kind": "density", **_of(layer), "count": count, "x": x, "y": y}
        return counted or self._shape_at(px, py, x, y)

    def _shape_at(self, px: float, py: float, x: float, y: float) -> dict[str, Any] | None:
        """Return the topmost row of a context layer; what lies under the communes is not reached."""
        for thread in reversed(self._threads):
            if isinstance(thread.layer, BoundariesLayer) and thread.layer.is_shown:
                return None
            if isinstance(thread.item, ContextItem) and thread.layer.is_shown:
                found = thread.item.row_at(px, py, HIT_REACH_PX)
                if found is not None:
                    row = {"id": found, "place": -1, "together": 1}
                    return {"kind": "point", **_of(thread.layer), **row, "x": x, "y": y}
        return None

    def layer(self, identity: str) -> Layer | None:
        """Return the layer of an id."""
        return next((thread.layer for thread in self._threads if thread.layer.id == identity), None)

    def item(self, identity: str) -> CanvasItem | None:
        """Return the item that draws the layer of an id."""
        return next((thread.item for thread in self._threads if thread.layer.id == identity), None)

    def points(self) -> Iterator[tuple[Layer, PointsItem]]:
        """Return the layers of points that are shown, with their items, topmost first."""
        for thread in reversed(self._threads):
            if isinstance(thread.item, PointsItem) and thread.layer.is_shown:
                yield thread.layer, thread.item

    def named(self) -> Iterator[tuple[Layer, PointsItem]]:
        """Return what may carry names besides the communes, topmost first: points, lines and areas."""
        for thread in reversed(self._threads):
            if isinstance(thread.item, PointsItem) and thread.layer.is_shown:
                yield thread.layer, thread.item
            elif isinstance(thread.item, ContextItem) and thread.layer.is_shown:
                for item in thread.item.named:
                    yield thread.layer, item

    def shapes(self) -> Iterator[tuple[Layer, ContextItem]]:
        """Return the context layers that are shown, with their items, bottom first."""
        for thread in self._threads:
            if isinstance(thread.item, ContextItem) and thread.layer.is_shown:
                yield thread.layer, thread.item

    def mark_selected(self, rows: Mapping[str, pd.Index]) -> None:
        """Outline these rows of context layers, now and when their layer comes."""
        self._selected = rows
        for thread in self._threads:
            if isinstance(thread.item, ContextItem):
                thread.item.set_selected(rows.get(thread.layer.table))

    # -- following the tree ----------------------------------------------------------------------

    def _leave_tree(self) -> None:
        if self._tree is not None:
            self._tree.inserted.disconnect(self._inserted, missing_ok=True)
            self._tree.removed.disconnect(self._removed, missing_ok=True)
            self._tree.moved.disconnect(self._sort, missing_ok=True)
            self._tree = None

    def _add(self, layer: Layer) -> None:
        kind = item_class(layer)
        if kind is None:
            return
        item = kind(FIRST_Z)
        self._surface.add(item)
        self._threads.append(Thread(layer, item, self._content))
        if isinstance(item, ContextItem):
            item.set_selected(self._selected.get(layer.table))

    def _inserted(self, layer: Layer, index: int) -> None:
        self._add(layer)
        self._sort()

    def _removed(self, layer: Layer) -> None:
        for thread in tuple(self._threads):
            if thread.layer is layer:
                self._take_out(thread)

    def _take_out(self, thread: Thread) -> None:
        thread.cut()
        self._surface.drop(thread.item)
        self._threads.remove(thread)

    def _sort(self) -> None:
        if self._tree is None:
            return
        order = {layer.id: place for place, layer in enumerate(self._tree)}
        self._threads.sort(key=lambda thread: order.get(thread.layer.id, 0))
        for place, thread in enumerate(self._threads):
            thread.item.setZValue(FIRST_Z + place / 1000)


def _of(layer: Layer) -> Mapping[str, str]:
    return {"layer_id": layer.id, "layer_kind": layer.kind.value, "table": layer.table}
