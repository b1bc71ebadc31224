"""What a chart is drawn of: bars with hatches, circles, an area, a curve, and the marks over them.

Places are in the units of the axes, strokes and patterns in pixels, so that all is crisp at any scaling.
Knows nothing of what the figures mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from exports.symbols import draw_hatch
from gui.canvas.items.base import UNIT_PT
from layers.style import Fill, Pattern

FloatArray = npt.NDArray[np.float64]

LEAST_PX = 2.0
ROUND_PX = 2.0
INNER_SHARE = 0.44
INNER_LEAST_PX = 2.0


def cells(left: npt.ArrayLike, right: npt.ArrayLike, low: npt.ArrayLike, high: npt.ArrayLike) -> FloatArray:
    """Return rectangles as rows (left, right, low, high), shape (k, 4)."""
    columns = np.broadcast_arrays(left, right, low, high)
    return np.column_stack([np.asarray(column, dtype=np.float64) for column in columns])


class Drawing(pg.GraphicsObject):
    """Base: fills the view and draws in pixels of it."""

    def __init__(self, z: float = 0.0) -> None:
        super().__init__()
        self._extent = QRectF()
        self.setZValue(z)

    def set_extent(self, extent: QRectF) -> None:
        """Take the part of the axes that is seen."""
        self.prepareGeometryChange()
        self._extent = extent

    def boundingRect(self) -> QRectF:
        """Return what is drawn over, in units of the axes."""
        return self._extent

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw in pixels."""
        to_pixels = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, to_pixels)
        painter.restore()

    def draw(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Draw; `to_pixels` turns units of the axes into pixels."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Part:
    """Bars of one look.

    Attributes
    ----------
    boxes : ndarray, shape (n, 4)
        left, right, low, high in units of the axes; without height nothing is drawn.
    fill : Fill
    """

    boxes: FloatArray
    fill: Fill


class Bars(Drawing):
    """Bars in parts, and inside each a stronger one for what is selected of it."""

    def __init__(self, *, is_lying: bool = False) -> None:
        super().__init__()
        self._is_lying = is_lying
        self.parts: tuple[Part, ...] = ()
        self.inner = np.empty((0, 4))
        self.inner_colour = ""
        self.halo_colour = ""

    def show_parts(self, parts: tuple[Part, ...], inner_colour: str, halo_colour: str) -> None:
        """Show other bars."""
        self.parts, self.inner_colour, self.halo_colour = parts, inner_colour, halo_colour
        self.update()

    def show_inner(self, boxes: FloatArray) -> None:
        """Show what is selected: boxes as wide as their bars."""
        self.inner = boxes
        self.update()

    def draw(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Draw the bars, then the inner ones."""
        for part in self.parts:
            for rect in self._rects(part.boxes, to_pixels):
                _draw_bar(painter, rect, part.fill)
        painter.setPen(QPen(QColor(self.halo_colour), 1.0))
        painter.setBrush(QColor(self.inner_colour))
        for rect in self._rects(self.inner, to_pixels):
            painter.drawRect(self._narrowed(rect))

    def _rects(self, boxes: FloatArray, to_pixels: QTransform) -> list[QRectF]:
        along = (2, 3) if not self._is_lying else (0, 1)
        drawn = boxes[boxes[:, along[1]] > boxes[:, along[0]]]
        return [_rect(box, to_pixels, is_lying=self._is_lying) for box in drawn.tolist()]

    def _narrowed(self, rect: QRectF) -> QRectF:
        across = rect.height() if self._is_lying else rect.width()
        off = max(0.0, across - max(INNER_LEAST_PX, across * INNER_SHARE)) / 2
        return rect.adjusted(0, off, 0, -off) if self._is_lying else rect.adjusted(off, 0, -off, 0)


def _rect(box: list[float], to_pixels: QTransform, *, is_lying: bool) -> QRectF:
    """Return a box on whole pixels, at least 2 px in the direction that is its figure."""
    left, right, low, high = box
    start, end = to_pixels.map(QPointF(left, low)), to_pixels.map(QPointF(right, high))
    x0, x1, bottom, top = round(start.x()), round(end.x()), round(start.y()), round(end.y())
    if is_lying:
        x1 = max(x1, x0 + LEAST_PX)
    else:
        top = min(top, bottom - LEAST_PX)
    return QRectF(x0, top, max(1.0, x1 - x0), max(1.0, bottom - top))


def _draw_bar(painter: QPainter, rect: QRectF, fill: Fill) -> None:
    is_plain = fill.pattern is Pattern.SOLID
    has_edge = not is_plain or fill.stroke != fill.colour
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill.colour))
    if is_plain and not has_edge and min(rect.width(), rect.height()) > 2 * ROUND_PX + 1:
        painter.drawRoundedRect(rect, ROUND_PX, ROUND_PX)
        return
    painter.drawRect(rect)
    if not is_plain:
        ring = np.array([(p.x(), p.y()) for p in QPolygonF(rect).toList()])
        draw_hatch(painter, [ring], fill, UNIT_PT)
    if rect.width() > 3 and rect.height() > 3:
        painter.setPen(QPen(QColor(fill.stroke), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


class Circles(Drawing):
    """Circles whose area is the figure, one a cell, and inside each one for what is selected of it."""

    def __init__(self) -> None:
        super().__init__()
        self._cells = np.empty((0, 4))
        self._figures = np.empty(0)
        self._inner = np.empty(0)
        self._fill = Fill()
        self._colours = ("", "", "")

    def show_figures(
        self, boxes: FloatArray, figures: FloatArray, fill: Fill, inner: str, halo: str, empty: str
    ) -> None:
        """Show figures in cells, the largest fills its own; with the colours of what is selected, of the
        ring around that, and of empty cells.
        """
        self._cells, self._figures, self._fill = boxes, figures, fill
        self._colours = (inner, halo, empty)
        self._inner = np.zeros(len(figures))
        self.update()

    def show_inner(self, figures: FloatArray) -> None:
        """Show what is selected of each figure."""
        self._inner = figures
        self.update()

    def draw(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Draw a quiet dot in empty cells, so that nothing is told from not known."""
        most = float(self._figures.max()) if len(self._figures) else 0.0
        inner_colour, halo_colour, empty_colour = map(QColor, self._colours)
        for box, figure, chosen in zip(self._cells.tolist(), self._figures, self._inner, strict=True):
            rect = QRectF(
                to_pixels.map(QPointF(box[0], box[3])), to_pixels.map(QPointF(box[1], box[2]))
            ).normalized()
            half = (min(rect.width(), rect.height()) - 1) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            if not figure:
                painter.setBrush(empty_colour)
                painter.drawEllipse(rect.center(), 1.0, 1.0)
                continue
            painter.setBrush(QColor(self._fill.colour))
            radius = max(1.8, half * (figure / most) ** 0.5)
            painter.drawEllipse(rect.center(), radius, radius)
            if chosen:
                inner = max(1.5, radius * (chosen / figure) ** 0.5 - 1.0)
                painter.setPen(QPen(halo_colour, 1.0))
                painter.setBrush(inner_colour)
                painter.drawEllipse(rect.center(), inner, inner)


class Area(Drawing):
    """A curve with the area below it filled."""

    def __init__(self, z: float = 0.0) -> None:
        super().__init__(z)
        self._x = self._y = np.empty(0)
        self._colour, self._opacity = "", 40

    def show_curve(self, x: FloatArray, y: FloatArray, colour: str, opacity: int) -> None:
        """Show a curve through points; `opacity` (0 to 255) is that of the area."""
        self._x, self._y, self._colour, self._opacity = x, y, colour, opacity
        self.update()

    def draw(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Draw the area, then its edge."""
        if not len(self._x):
            return
        edge = [to_pixels.map(QPointF(x, y)) for x, y in zip(self._x.tolist(), self._y.tolist(), strict=True)]
        ground = to_pixels.map(QPointF(0.0, 0.0)).y()
        if self._opacity:
            inside = QColor(self._colour)
            inside.setAlpha(self._opacity)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(inside))
            ends = [QPointF(edge[-1].x(), ground), QPointF(edge[0].x(), ground)]
            painter.drawPolygon(QPolygonF([*edge, *ends]))
        pen = QPen(QColor(self._colour), 2.0)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(edge))


class Rule(Drawing):
    """A dashed line across the axis of slots, with its value written beside it."""

    def __init__(self) -> None:
        super().__init__(z=5.0)
        self._x: float | None = None
        self._text, self._colour, self._halo = "", "", ""
        self._font = QFont()

    def show_rule(self, x: float | None, text: str, font: QFont, colour: str, halo: str) -> None:
        """Show the line at a place of the axis, or none."""
        self._x, self._text, self._font, self._colour, self._halo = x, text, font, colour, halo
        self.update()

    def draw(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Draw the line and its value, on the side that has room."""
        if self._x is None:
            return
        at = round(to_pixels.map(QPointF(self._x, 0.0)).x()) + 0.5
        top = to_pixels.map(self._extent.bottomLeft()).y()
        ends = (top, to_pixels.map(self._extent.topLeft()).y())
        pen = QPen(QColor(self._colour), 1.3, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QLineF(at, min(ends), at, max(ends)))
        metrics = QFontMetricsF(self._font)
        wide = metrics.horizontalAdvance(self._text)
        right = to_pixels.map(self._extent.topRight()).x()
        x = at + 4 if at + 8 + wide <= right else at - 4 - wide
        ground = QRectF(x - 2, min(ends), wide + 4, metrics.height())
        painter.fillRect(ground, QColor(self._halo))
        painter.setFont(self._font)
        painter.drawText(QPointF(x, min(ends) + metrics.ascent()), self._text)


class Marks(Drawing):
    """What is pointed at, the range that is being dragged, and the keyboard; over everything else.

    They follow the pointer: the chart draws them over the kept picture of all the rest, by `draw`.

    Parameters
    ----------
    changed : callable
        Is told when they have to be drawn again.
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__(z=10.0)
        self._changed = changed
        self._pointed: list[float] | None = None
        self._band: list[float] | None = None
        self._has_focus = False
        self._colour = ""

    def show_pointed(self, cell: FloatArray | None, colour: str) -> None:
        """Outline a cell, or none."""
        pointed = None if cell is None else cell.tolist()
        if (pointed, colour) != (self._pointed, self._colour):
            self._pointed, self._colour = pointed, colour
            self._changed()

    def show_band(self, cell: FloatArray | None, colour: str) -> None:
        """Shade a range, or none."""
        self._band, self._colour = (None if cell is None else cell.tolist()), colour
        self._changed()

    def show_focus(self, has_focus: bool, colour: str) -> None:
        """Show that the keys go here."""
        self._has_focus, self._colour = has_focus, colour
        self._changed()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw nothing with the rest."""

    def draw(self, painter: QPainter, to_pixels: QTransform) -> None:
        """Draw the frame of the keyboard, the range, then the outline."""
        colour = QColor(self._colour)
        if self._has_focus:
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(to_pixels.mapRect(self._extent).adjusted(0.8, 0.8, -0.8, -0.8), 3.0, 3.0)
        if self._band is not None:
            shade = QColor(colour)
            shade.setAlpha(46)
            painter.setPen(QPen(colour, 1.0))
            painter.setBrush(shade)
            painter.drawRect(self._box(self._band, to_pixels))
        if self._pointed is not None:
            painter.setPen(QPen(colour, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._box(self._pointed, to_pixels), 2.0, 2.0)

    @staticmethod
    def _box(cell: list[float], to_pixels: QTransform) -> QRectF:
        first = to_pixels.map(QPointF(cell[0], cell[3]))
        last = to_pixels.map(QPointF(cell[1], cell[2]))
        return QRectF(first, last).normalized().adjusted(0.5, 0.5, -0.5, -0.5)
