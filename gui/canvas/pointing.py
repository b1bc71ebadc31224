"""What is under the pointer and what was clicked; shows the card of it.

Knows hits and results to read texts from; nothing of tools, of what is selected or how anything is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from PySide6.QtCore import QObject, Signal

from analysis.locate import Locator
from gui.canvas.content import MapContent
from gui.canvas.hover_card import HoverCard
from gui.canvas.hover_text import HoverText, commune_text, density_text, point_text
from gui.canvas.items.boundaries import HighlightItem
from gui.canvas.items.pointed import PointedItem
from gui.canvas.layer_stack import LayerStack
from gui.canvas.surface import Surface

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries

Hit = Mapping[str, Any]
HoverTextOf = Callable[[Hit], HoverText | None]

MANY_ROWS = 50_000  # of more rows, finding the first id takes so long that one would notice
_IDENTITY = ("kind", "code", "layer_id", "id", "count")


class Pointing(QObject):
    """Hits, hover card and selection of one map.

    Attributes
    ----------
    bundle : ResultBundle or None
        Where the figures of cards are read.
    text_of : callable or None
        Writes the cards instead.

    Signals: as those of `MapView` of the same names.
    """

    hovered = Signal(object)
    commune_clicked = Signal(str)
    point_clicked = Signal(str, str)
    ground_clicked = Signal()
    identify_asked = Signal(object)

    def __init__(
        self,
        surface: Surface,
        stack: LayerStack,
        content: MapContent,
        highlight: HighlightItem,
        pointed: PointedItem,
        card: HoverCard,
    ) -> None:
        super().__init__(surface)
        self._surface = surface
        self._stack = stack
        self._content = content
        self._highlight = highlight
        self._pointed = pointed
        self._card = card
        self._boundaries: Boundaries | None = None
        self._locator: Locator | None = None
        self._hit: Hit | None = None
        self._is_pinned = False
        self._at = (0.0, 0.0)
        self._looked_up: dict[str, pd.Index] = {}  # table → index whose ids are found at once
        self.bundle: ResultBundle | None = None
        self.text_of: HoverTextOf | None = None

    def set_boundaries(self, boundaries: Boundaries | None, locator: Locator | None) -> None:
        """Take other communes; without a locator none is hit until `set_locator`."""
        self.end_hover()
        self._boundaries, self._locator = boundaries, locator

    def set_locator(self, locator: object) -> None:
        """Take the locator of the communes."""
        if isinstance(locator, Locator):
            self._locator = locator

    # -- what is there ---------------------------------------------------------------------------

    def hit_at(self, px: float, py: float) -> dict[str, Any] | None:
        """Return the topmost point, else the commune at logical pixels."""
        return self._stack.hit(px, py) or self.commune_at(px, py)

    def commune_at(self, px: float, py: float) -> dict[str, Any] | None:
        """Return the commune at logical pixels as a hit."""
        if self._locator is None or not self._stack.communes_are_shown:
            return None
        x, y = self._surface.camera.to_map(px, py)
        index = int(self._locator.locate(np.array([[x, y]]))[0])
        if index < 0:
            return None
        return {"kind": "commune", "code": self._content.codes[index], "index": index, "x": x, "y": y}

    # -- hover -----------------------------------------------------------------------------------

    def hover_at(self, px: float, py: float) -> None:
        """Tell and show what is under the pointer."""
        self._at = (px, py)
        hit = self.hit_at(px, py)
        if _same(hit, self._hit):
            if hit is not None and not self._is_pinned:
                self._card.show_text(self._card.text, px, py)
            return
        self._hit = hit
        commune = hit if hit is None or hit["kind"] == "commune" else self.commune_at(px, py)
        self._highlight.set_hovered(commune["index"] if commune is not None else None)
        self._pointed.point_at(hit)
        if not self._is_pinned:
            self._card.show_text(self._text(hit), px, py)
        self.hovered.emit(hit)

    def end_hover(self) -> None:
        """Forget what was under the pointer, and close the card."""
        self.unpin()
        self._highlight.set_hovered(None)
        self._pointed.point_at(None)
        if self._hit is not None:
            self._hit = None
            self.hovered.emit(None)

    # -- click -----------------------------------------------------------------------------------

    def click_at(self, px: float, py: float) -> Hit | None:
        """Tell what was clicked, and return it: a point, else the commune, else nothing."""
        self.unpin()
        hit: Hit | None = self.hit_at(px, py)
        if hit is not None and hit["kind"] == "density":
            hit = self.commune_at(px, py)
        if hit is None:
            self.ground_clicked.emit()
        elif hit["kind"] == "point":
            self.point_clicked.emit(hit["table"], hit["id"])
        else:
            self.commune_clicked.emit(hit["code"])
        return hit

    def identify_at(self, px: float, py: float) -> None:
        """Show the card of what is there and keep it."""
        hit = self.hit_at(px, py)
        text = self._text(hit)
        self._card.show_text(text, px, py)
        self._is_pinned = text is not None
        self.identify_asked.emit(hit)

    def unpin(self) -> bool:
        """Close the card; say whether it had been kept."""
        was_pinned, self._is_pinned = self._is_pinned, False
        self._card.show_text(None, 0, 0)
        return was_pinned

    # -- text ------------------------------------------------------------------------------------

    def _text(self, hit: Hit | None) -> HoverText | None:
        if hit is None:
            return None
        return self.own_text(hit) if self.text_of is None else self.text_of(hit)

    def own_text(self, hit: Hit) -> HoverText | None:
        """Return the text made from the result and the rows, whoever writes the cards."""
        words = self._content.words
        if hit["kind"] == "commune":
            known = self._boundaries
            return commune_text(known, hit["index"], self.bundle, words) if known is not None else None
        layer = self._stack.layer(hit["layer_id"])
        source = self._content.source or (layer.source if layer is not None else None)
        if layer is None or source is None:
            return None
        if hit["kind"] == "density":
            return density_text(layer, hit["count"], words)
        rows = source.frame(layer.table)
        if not self._is_quick(layer.table, rows.index) or hit["id"] not in rows.index:
            return None
        return point_text(layer, rows.loc[hit["id"]], source, hit, words)

    def _is_quick(self, table: str, ids: pd.Index) -> bool:
        """Say whether an id is found at once; where it is not yet, that is prepared beside the window."""
        if len(ids) < MANY_ROWS or self._looked_up.get(table) is ids:
            return True

        def prepared(_: object) -> None:
            self._looked_up[table] = ids
            if self._hit is not None and not self._is_pinned:
                self._card.show_text(self._text(self._hit), *self._at)

        self._content.start(lambda progress: ids.get_indexer(ids[:1]), prepared, f"ids of {table}")
        return self._looked_up.get(table) is ids


def _same(one: Hit | None, other: Hit | None) -> bool:
    """Say whether two hits are of the same thing; the pointer may be elsewhere on it."""
    if one is None or other is None:
        return one is other
    return all(one.get(key) == other.get(key) for key in _IDENTITY)
