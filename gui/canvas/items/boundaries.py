"""Draws the communes: their shade and outlines, and on top the one pointed at and the one selected.

Knows outlines by scale and fills by code; never a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QTransform

from exports.legend import uncertain_pen
from exports.symbols import hatch_brush
from gui.canvas.content import MapContent
from gui.canvas.geometry_levels import GeometryLevels, Level
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from layers.layer import Layer
from layers.style import Fill, Pattern, Theme

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


class BoundariesItem(CanvasItem):
    """Fills and outlines of all communes."""

    def __init__(self, z: float = 0.0) -> None:
        super().__init__(z)
        self._levels: GeometryLevels | None = None
        self._codes: tuple[str, ...] = ()
        self._fills: Mapping[str, Fill] = {}
        self._base: Fill | None = None

    def set_geometry(self, levels: GeometryLevels | None, codes: tuple[str, ...]) -> None:
        """Take the outlines and the codes in the same order."""
        self._levels, self._codes = levels, codes
        self.update()

    def set_fills(self, fills: Mapping[str, Fill] | None, base: Fill | None = None) -> None:
        """Take the fill of each code; `base` (else that of the theme) for all others."""
        self._fills, self._base = fills or {}, base
        self.update()

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take outlines and shade."""
        self.set_geometry(content.levels, content.codes)
        self.set_fills(content.fills, self._base)

    def take_style(self, layer: Layer) -> None:
        """Take the fill of communes that are not shaded, where the analyst has set one."""
        own = layer.style.fill
        self.set_fills(self._fills, own if own is not None and own != Fill() else None)

    def fill_of(self, code: str) -> Fill:
        """Return how a commune is filled."""
        return self._fills.get(code) or self._base or plain_fill(self.theme)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw grounds first, then outlines: hatched communes last, for theirs are coloured."""
        if self._levels is None:
            return
        level = self._levels.at(frame.camera.m_per_px)
        shown = [(int(i), self.fill_of(self._codes[i])) for i in self._levels.visible(frame.camera.bounds)]
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
    """Strong outlines of the commune pointed at and of the one selected."""

    def __init__(self, z: float = 0.0) -> None:
        super().__init__(z)
        self._levels: GeometryLevels | None = None
        self._hovered: int | None = None
        self._selected: int | None = None

    def set_geometry(self, levels: GeometryLevels | None) -> None:
        """Take the outlines; what was outlined before is forgotten."""
        self._levels, self._hovered, self._selected = levels, None, None
        self.update()

    def set_hovered(self, place: int | None) -> None:
        """Outline the commune at this place of the boundaries as pointed at."""
        if place != self._hovered:
            self._hovered = place
            self.update()

    def set_selected(self, place: int | None) -> None:
        """Outline the commune at this place of the boundaries as selected."""
        if place != self._selected:
            self._selected = place
            self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw a light rim and a dark line, which reads on any fill."""
        if self._levels is None:
            return
        level = self._levels.at(frame.camera.m_per_px)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(frame.transform, True)
        marks = [(self._hovered, HOVERED_WIDTH_PX)] if self._hovered != self._selected else []
        for place, width in (*marks, (self._selected, SELECTED_WIDTH_PX)):
            if place is not None:
                path = level.paths[place]
                painter.strokePath(path, _pen(self.theme.halo, (width + RIM_WIDTH_PX) * frame.dpr))
                painter.strokePath(path, _pen(_INK, width * frame.dpr))


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
