"""Draws the communes: their shade and outlines, and on top the one pointed at and those selected.

Knows outlines by scale and fills by code; never a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from exports.legend import uncertain_pen
from exports.point_looks import commune_circles
from exports.symbols import hatch_brush
from gui.canvas.camera import Bounds
from gui.canvas.content import MapContent
from gui.canvas.geometry_levels import GeometryLevels, Level
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from gui.canvas.items.still_picture import StillPicture
from gui.canvas.items.symbols import Fragments, atlas_of
from layers.layer import Layer
from layers.style import BOUNDARIES, Fill, Pattern, Style, Symbol, Theme

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

TILES = 48  # of a hatch in each direction of its texture
STILL_WIDTH_PX = 1.2
MOVING_WIDTH_PX = 1.0  # wider pens cost five times as much
HOVERED_WIDTH_PX = 2.0
SELECTED_WIDTH_PX = 2.6
RIM_WIDTH_PX = 2.4
_HATCHES = (Pattern.HATCH, Pattern.BACK_HATCH)
_INK = "#1B2430"  # on the light ramp in both themes
_ORDER = {Pattern.NONE: 0, Pattern.SOLID: 0, Pattern.BACK_HATCH: 1, Pattern.HATCH: 2}


def plain_fill(theme: Theme) -> Fill:
    """Return the fill of communes that are not shaded."""
    return Fill(Pattern.SOLID, colour=theme.panel, stroke=theme.muted, stroke_pt=0.5)


@lru_cache(maxsize=32)
def _texture(fill: Fill, dpr: float) -> tuple[QBrush, float]:
    """Return the brush of a hatch and the side of its tile in logical pixels.

    Many small tiles make one large opaque one: filling with it costs a third.
    """
    tile = hatch_brush(fill, UNIT_PT * dpr)
    side = tile.textureImage().width()
    sheet = QImage(side * TILES, side * TILES, QImage.Format.Format_RGB32)
    painter = QPainter(sheet)
    painter.fillRect(sheet.rect(), tile)
    painter.end()
    return QBrush(sheet), side / dpr


@dataclass(frozen=True, eq=False)
class CommuneCircles:
    """Counts of communes as circles: a symbol a place, the largest first; places in metres, shape (n, 2)."""

    symbols: tuple[Symbol, ...]
    places: npt.NDArray[np.float64]

    @classmethod
    def of(cls, bundle: ResultBundle, style: Style) -> CommuneCircles | None:
        """Return the circles that a style of the communes asks for, or None."""
        found = commune_circles(bundle, style)
        if found is None or found[1].sizes_pt is None:
            return None
        group = found[1]
        symbols = tuple(replace(group.symbol, size_pt=round(size, 1)) for size in group.sizes_pt.tolist())
        return cls(symbols, group.places)


class BoundariesItem(CanvasItem):
    """Fills and outlines of all communes."""

    def __init__(self, z: float = 0.0) -> None:
        super().__init__(z)
        self._levels: GeometryLevels | None = None
        self._codes: tuple[str, ...] = ()
        self._fills: Mapping[str, Fill] = {}
        self._base: Fill | None = None
        self._style = BOUNDARIES
        self._content: MapContent | None = None
        self._circles: CommuneCircles | None = None
        self._fragments = Fragments()
        self._version = 0
        self.picture = StillPicture()

    def set_geometry(self, levels: GeometryLevels | None, codes: tuple[str, ...]) -> None:
        """Take the outlines and the codes in the same order."""
        self._levels, self._codes = levels, codes
        self._version += 1
        self.update()

    def set_fills(self, fills: Mapping[str, Fill] | None, base: Fill | None = None) -> None:
        """Take the fill of each code; `base` (else that of the theme) for all others."""
        self._fills, self._base = fills or {}, base
        self._version += 1
        self.update()

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take outlines, shade and the counts that are drawn as circles."""
        self._content = content
        self.set_geometry(content.levels, content.codes)
        self.set_fills(content.fills, self._base)
        self._take_circles()

    def take_style(self, layer: Layer) -> None:
        """Take the fill of communes that are not shaded, where the analyst has set one."""
        own = layer.style.fill
        self._style = layer.style
        self.set_fills(self._fills, own if own is not None and own != Fill() else None)
        self._take_circles()

    def _take_circles(self) -> None:
        bundle = self._content.bundle if self._content is not None else None
        self._circles = None if bundle is None else CommuneCircles.of(bundle, self._style)

    def fill_of(self, code: str) -> Fill:
        """Return how a commune is filled."""
        return self._fills.get(code) or self._base or plain_fill(self.theme)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the shaded communes, from the picture of the last frame as far as it goes, then circles."""
        if self._levels is None:
            return
        level = self._levels.at(frame.camera.m_per_px)
        key = (id(level), self._version, self.theme.name, frame.moving)
        self.picture.draw(painter, frame, key, partial(self._paint, level))
        if self._circles is not None:
            self._draw_circles(painter, frame, self._circles)

    def _paint(self, level: Level, painter: QPainter, frame: Frame, bounds: Bounds) -> None:
        """Paint grounds first, then outlines: hatched communes last, for theirs are coloured."""
        assert self._levels is not None
        spare = STILL_WIDTH_PX * 2 * frame.camera.m_per_px
        seen = self._levels.visible(
            (bounds[0] - spare, bounds[1] - spare, bounds[2] + spare, bounds[3] + spare)
        )
        shown = [(int(i), self.fill_of(self._codes[i])) for i in seen]
        shown.sort(key=lambda pair: _ORDER[pair[1].pattern])
        transform = frame.transform
        # The outline covers the edge of the ground: smoothing that too would cost three times the fill.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._draw_grounds(painter, level, shown, transform, frame.dpr)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(transform, True)
        # Cosmetic pens count device pixels.
        width = MOVING_WIDTH_PX if frame.moving else STILL_WIDTH_PX * frame.dpr
        for place, fill in shown:
            if fill.stroke_pt > 0:
                painter.strokePath(level.paths[place], _pen(fill.stroke, width))
        if not level.uncertain.isEmpty():
            broken = uncertain_pen(UNIT_PT * frame.dpr)
            broken.setCosmetic(True)
            painter.strokePath(level.uncertain, broken)

    def _draw_circles(self, painter: QPainter, frame: Frame, circles: CommuneCircles) -> None:
        """Draw counts of communes over their shade, the largest first."""
        x, y = frame.camera.to_screen(circles.places[:, 0], circles.places[:, 1])
        painter.scale(1 / frame.dpr, 1 / frame.dpr)
        atlas = atlas_of(circles.symbols, frame.dpr)
        filled, look = np.zeros(len(x), bool), np.arange(len(x), dtype=np.int16)
        self._fragments.draw_looks(painter, atlas, x * frame.dpr, y * frame.dpr, filled, look)

    def _draw_grounds(
        self,
        painter: QPainter,
        level: Level,
        shown: list[tuple[int, Fill]],
        transform: QTransform,
        dpr: float,
    ) -> None:
        # Textures stay in pixels but are tied to the ground, so that they move with the map.
        shift = (round(transform.dx() * dpr) / dpr, round(transform.dy() * dpr) / dpr)
        for place, fill in shown:
            if fill.pattern in _HATCHES:
                brush, tile = _texture(fill, dpr)
                local = QTransform.fromTranslate(shift[0] % tile, shift[1] % tile).scale(1 / dpr, 1 / dpr)
                brush.setTransform(local)
                painter.fillPath(transform.map(level.paths[place]), brush)
            elif fill.pattern is Pattern.SOLID:
                painter.setTransform(transform, True)
                painter.fillPath(level.paths[place], QColor(fill.colour))
                painter.resetTransform()


class HighlightItem(CanvasItem):
    """Strong outlines: of the communes that are selected, or (live) of the one that is pointed at."""

    def __init__(self, z: float = 0.0, *, is_live: bool = False) -> None:
        super().__init__(z)
        self.is_live = is_live
        self._levels: GeometryLevels | None = None
        self._hovered: int | None = None
        self._selected: tuple[int, ...] = ()

    def set_geometry(self, levels: GeometryLevels | None) -> None:
        """Take the outlines; what was outlined before is forgotten."""
        self._levels, self._hovered, self._selected = levels, None, ()
        self.update()

    def set_hovered(self, place: int | None) -> None:
        """Outline the commune at this place of the boundaries as pointed at."""
        if place != self._hovered:
            self._hovered = place
            self.update()

    def set_selected(self, places: tuple[int, ...]) -> None:
        """Outline the communes at these places of the boundaries; the live one leaves them as they are."""
        if places != self._selected:
            self._selected = places
            self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw a light rim and a dark line, which reads on any fill."""
        if self._levels is None:
            return
        level = self._levels.at(frame.camera.m_per_px)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(frame.transform, True)
        seen = set(self._levels.visible(frame.camera.bounds).tolist())
        if not self.is_live:
            marks = [(place, SELECTED_WIDTH_PX) for place in self._selected if place in seen]
        elif self._hovered is not None and self._hovered not in self._selected:
            marks = [(self._hovered, HOVERED_WIDTH_PX)]
        else:
            marks = []  # one that is selected has the stronger outline already
        # All rims first: the line of one must not vanish under the rim of its neighbour.
        for colour, rim in ((self.theme.halo, RIM_WIDTH_PX), (_INK, 0.0)):
            for place, width in marks:
                painter.strokePath(level.paths[place], _pen(colour, (width + rim) * frame.dpr))


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
