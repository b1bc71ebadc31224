"""Draws the symbols of points and the fills of areas, the same on screen, paper and in the legend.

Knows nothing of layers: it is handed a painter, a look and the number of logical units a point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from layers.palettes import greyscale_steps
from layers.style import Fill, Pattern, Shape, Symbol

FloatArray = npt.NDArray[np.float64]

HATCH_SPACING_PT = 4.2
HATCH_WIDTH_PT = 0.8
OUTLINE_PT = 0.5
OUTLINE = "#FFFFFF"
INK = "#1B2430"

# -- points -----------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def symbol_path(shape: Shape, size: float) -> QPainterPath:
    """Return the outline of a symbol about the origin, `size` logical units across (y points down)."""
    path = QPainterPath()
    half = size / 2
    if shape in (Shape.CIRCLE, Shape.DOT):
        path.addEllipse(QPointF(0, 0), half, half)
        return path
    for subpath in unit_outline(shape):
        polygon = QPolygonF([QPointF(x * half, y * half) for x, y in subpath])
        path.addPolygon(polygon)
        if shape is not Shape.CROSS:
            path.closeSubpath()
    return path


def unit_outline(shape: Shape) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the corners of a symbol for half width 1, y down; a circle as 24 corners. For web and tests."""
    if shape is Shape.TRIANGLE:
        return (((0.0, -1.05), (1.0, 0.75), (-1.0, 0.75)),)
    if shape is Shape.SQUARE:
        return (((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),)
    if shape is Shape.DIAMOND:
        return (((0.0, -1.1), (1.0, 0.0), (0.0, 1.1), (-1.0, 0.0)),)
    if shape is Shape.CROSS:
        return (((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8)))
    if shape is Shape.STAR:
        corners = []
        for step in range(10):
            radius = 1.1 if step % 2 == 0 else 0.46
            angle = math.pi * step / 5
            corners.append((radius * math.sin(angle), -radius * math.cos(angle)))
        return (tuple(corners),)
    turn = [2 * math.pi * step / 24 for step in range(24)]
    return (tuple((math.sin(angle), -math.cos(angle)) for angle in turn),)


def symbol_pen(symbol: Symbol, unit_pt: float) -> QPen:
    """Return the pen of a symbol: white rim around a filled one, its own colour when hollow or a cross."""
    if symbol.shape is Shape.CROSS:
        pen = QPen(QColor(symbol.colour), symbol.size_pt * unit_pt * 0.24)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    elif symbol.hollow:
        pen = QPen(QColor(symbol.colour), max(0.7, symbol.size_pt * 0.16) * unit_pt)
    elif symbol.shape is Shape.DOT:
        return QPen(Qt.PenStyle.NoPen)
    else:
        pen = QPen(QColor(OUTLINE), OUTLINE_PT * unit_pt)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def symbol_brush(symbol: Symbol) -> QBrush:
    """Return the brush of a symbol; a hollow one is white inside so that it stays readable on any ground."""
    if symbol.shape is Shape.CROSS:
        return QBrush(Qt.BrushStyle.NoBrush)
    return QBrush(QColor(OUTLINE if symbol.hollow else symbol.colour))


def draw_symbol(painter: QPainter, symbol: Symbol, x: float, y: float, unit_pt: float) -> None:
    """Draw one symbol centred at (x, y) of the painter; `unit_pt` is logical units a point."""
    draw_symbols(painter, symbol, [(x, y)], unit_pt)


def draw_symbols(
    painter: QPainter, symbol: Symbol, points: Iterable[Sequence[float]] | FloatArray, unit_pt: float
) -> None:
    """Draw the same symbol at many places in their order; a later one lies over an earlier one."""
    path = symbol_path(symbol.shape, symbol.size_pt * unit_pt)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if symbol.shape is Shape.CROSS:
        # A white stroke beneath keeps crosses readable on dark areas.
        halo = symbol_pen(symbol, unit_pt)
        halo.setColor(QColor(OUTLINE))
        halo.setWidthF(halo.widthF() + 2 * OUTLINE_PT * unit_pt)
        _stamp(painter, path, points, halo, symbol_brush(symbol))
    _stamp(painter, path, points, symbol_pen(symbol, unit_pt), symbol_brush(symbol))
    if symbol.shape is Shape.CROSS and symbol.hollow:
        core = symbol_pen(symbol, unit_pt)
        core.setColor(QColor(OUTLINE))
        core.setWidthF(core.widthF() * 0.42)
        _stamp(painter, path, points, core, symbol_brush(symbol))
    painter.restore()


def draw_sized(
    painter: QPainter,
    symbol: Symbol,
    points: Iterable[Sequence[float]] | FloatArray,
    sizes_pt: Iterable[float],
    unit_pt: float,
) -> None:
    """Draw one symbol at many places, each with its own diameter in points, in their order."""
    for place, size in zip(points, sizes_pt, strict=True):
        draw_symbols(painter, replace(symbol, size_pt=size), [place], unit_pt)


def ink_on(colour: str) -> str:
    """Return the ink, dark or white, that reads best on a ground."""
    ground, dark = greyscale_steps([colour, INK])
    return INK if (ground + 0.05) / (dark + 0.05) >= 1.05 / (ground + 0.05) else OUTLINE


def _stamp(
    painter: QPainter,
    path: QPainterPath,
    points: Iterable[Sequence[float]] | FloatArray,
    pen: QPen,
    brush: QBrush,
) -> None:
    painter.setPen(pen)
    painter.setBrush(brush)
    for place in points:
        painter.drawPath(path.translated(float(place[0]), float(place[1])))


# -- areas ------------------------------------------------------------------------------------------


def hatch_lines(
    rings: Sequence[FloatArray], spacing: float, *, rising: bool = True, origin: tuple[float, float] = (0, 0)
) -> FloatArray:
    """Return the strokes of a 45° hatch inside rings, cut exactly at the outline (even-odd rule).

    Parameters
    ----------
    rings : sequence of ndarray, shape (k, 2)
        Outer rings and holes alike, closed or not, in any planar unit; y may point up or down.
    spacing : float
        Distance between two strokes, at right angles, in the unit of the rings.
    rising : bool
        Strokes rise to the right on a painter (y down); otherwise they fall.
    origin : (float, float)
        A point that lies on a stroke; neighbours with the same origin continue each other's strokes.

    Returns
    -------
    ndarray, shape (n, 4)
        x1, y1, x2, y2 of each stroke.

    Examples
    --------
    >>> import numpy as np
    >>> square = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
    >>> hatch_lines([square], 2 ** 0.5, origin=(0.0, 2.0)).round(3).tolist()
    [[0.0, 2.0, 2.0, 0.0]]
    """
    starts, ends = _edges(rings)
    if len(starts) == 0 or spacing <= 0:
        return np.empty((0, 4))
    root = math.sqrt(0.5)
    sign = 1.0 if rising else -1.0
    # u runs across the strokes, v along them; u is measured in spacings from the origin.
    shift = np.asarray(origin, float)
    (u1, v1), (u2, v2) = (_turn(points - shift, sign, root, spacing) for points in (starts, ends))
    low, high = np.minimum(u1, u2), np.maximum(u1, u2)
    # Half open, so that a stroke through a corner meets one of its two edges only.
    first, last = np.ceil(low).astype(int), np.ceil(high).astype(int) - 1
    times = np.maximum(last - first + 1, 0)
    edge = np.repeat(np.arange(len(u1)), times)
    if len(edge) == 0:
        return np.empty((0, 4))
    step = np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    stroke = first[edge] + step
    along = v1[edge] + (stroke - u1[edge]) / (u2[edge] - u1[edge]) * (v2[edge] - v1[edge])
    order = np.lexsort((along, stroke))
    across, along = stroke[order] * spacing, along[order]
    # Even-odd: crossings of one stroke come in pairs because every ring is closed.
    x = (across + along) * root
    y = sign * (across - along) * root
    lines = np.column_stack([x[0::2], y[0::2], x[1::2], y[1::2]])
    drawn = along[1::2] - along[0::2] > spacing * 1e-9  # a stroke that only touches a corner has no length
    kept: FloatArray = lines[drawn] + np.concatenate([shift, shift])
    return kept


def _turn(points: FloatArray, sign: float, root: float, spacing: float) -> tuple[FloatArray, FloatArray]:
    x, y = points[:, 0], points[:, 1] * sign
    return (x + y) * root / spacing, (x - y) * root


def _edges(rings: Sequence[FloatArray]) -> tuple[FloatArray, FloatArray]:
    starts, ends = [], []
    for ring in rings:
        points = np.asarray(ring, float)
        if len(points) > 2:
            starts.append(points)
            ends.append(np.roll(points, -1, axis=0))
    if not starts:
        return np.empty((0, 2)), np.empty((0, 2))
    return np.concatenate(starts), np.concatenate(ends)


def rings_of(path: QPainterPath) -> list[FloatArray]:
    """Return the rings of a painter path as arrays (k, 2)."""
    return [corners_of(polygon) for polygon in path.toSubpathPolygons()]


def corners_of(polygon: QPolygonF) -> FloatArray:
    """Return the corners of a polygon as an array (k, 2)."""
    return np.array([(corner.x(), corner.y()) for corner in polygon.toList()], dtype=np.float64)


def draw_hatch(
    painter: QPainter,
    rings: Sequence[FloatArray],
    fill: Fill,
    unit_pt: float,
    origin: tuple[float, float] = (0, 0),
) -> None:
    """Draw the hatch of a fill inside rings given in logical units: vector strokes, crisp at any zoom."""
    if fill.pattern not in (Pattern.HATCH, Pattern.BACK_HATCH):
        return
    rising = fill.pattern is Pattern.HATCH
    lines = hatch_lines(rings, HATCH_SPACING_PT * unit_pt, rising=rising, origin=origin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(fill.hatch_colour), HATCH_WIDTH_PT * unit_pt)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLines([QLineF(*line) for line in np.round(lines, 1).tolist()])
    painter.restore()


def draw_area(
    painter: QPainter,
    path: QPainterPath,
    fill: Fill,
    unit_pt: float,
    *,
    origin: tuple[float, float] = (0, 0),
    stroke: bool = True,
) -> None:
    """Draw ground, hatch and outline of an area whose path is in logical units of the painter."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if fill.pattern is not Pattern.NONE:
        painter.fillPath(path, QColor(fill.colour))
    if fill.pattern in (Pattern.HATCH, Pattern.BACK_HATCH):
        draw_hatch(painter, rings_of(path), fill, unit_pt, origin)
    if stroke and fill.stroke_pt > 0:
        painter.strokePath(path, area_pen(fill, unit_pt))
    painter.restore()


def area_pen(fill: Fill, unit_pt: float) -> QPen:
    """Return the pen of the outline of an area."""
    pen = QPen(QColor(fill.stroke), fill.stroke_pt * unit_pt)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def draw_swatch(painter: QPainter, rect: QRectF, fill: Fill, unit_pt: float) -> None:
    """Draw a small rectangle of a fill for the legend, its hatch starting at its own corner."""
    path = QPainterPath()
    path.addRect(rect)
    draw_area(painter, path, fill, unit_pt, origin=(rect.left(), rect.bottom()))


def hatch_brush(fill: Fill, unit_pt: float) -> QBrush:
    """Return a seamless texture of a fill for frames in motion; at rest `draw_hatch` is the truth."""
    if fill.pattern is Pattern.NONE:
        return QBrush(Qt.BrushStyle.NoBrush)
    if fill.pattern is Pattern.SOLID:
        return QBrush(QColor(fill.colour))
    side = max(3, round(HATCH_SPACING_PT * unit_pt * math.sqrt(2)))
    tile = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(QColor(fill.colour))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(fill.hatch_colour), HATCH_WIDTH_PT * unit_pt))
    for shift in (-side, 0, side):
        if fill.pattern is Pattern.HATCH:
            painter.drawLine(QLineF(shift, side, shift + side, 0))
        else:
            painter.drawLine(QLineF(shift, 0, shift + side, side))
    painter.end()
    return QBrush(tile)
