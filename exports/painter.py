"""Paints a composed sheet with any QPainter: PDF, picture, SVG or printer.

Knows nothing of results; it works in twentieths of a point, so that type has its exact size on every device.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QPolygonF,
)
from PySide6.QtSvg import QSvgGenerator

from exports import fonts
from exports.context_map import Drawn, PictureSet, ShapeSet
from exports.elements import (
    BoxElement,
    LegendElement,
    NorthElement,
    Rule,
    ScaleBarElement,
    Text,
)
from exports.labels import draw_label, draw_leader
from exports.legend import REACH_COLOUR, REACH_PT, draw_legend, uncertain_pen
from exports.north_arrow import draw_north_arrow
from exports.pdf_dates import fix_dates
from exports.scale_bar import ScaleBar, draw_scale_bar
from exports.sheet import SMALLEST_PT, MapSheet
from exports.sheet_map import SheetMap
from exports.sheet_points import CellSet, PointSet, count_places
from exports.svg_text import fix_widths
from exports.symbols import area_pen, draw_hatch, draw_sized, draw_symbols, ink_on
from layers.errors import FileUnreadable
from layers.style import LIGHT, Pattern
from layers.words import Words

UNIT_PT = 20.0  # logical units a point
UNIT_MM = UNIT_PT * 72 / 25.4
PDF_DPI = 1200
OUTLINE, OUTLINE_PT = "#7D8997", 1.8
HATCHES = (Pattern.HATCH, Pattern.BACK_HATCH)

FloatArray = npt.NDArray[np.float64]


def paint(sheet: MapSheet, painter: QPainter, units_per_mm: float) -> None:
    """Paint a sheet; `units_per_mm` is how many units of the painter make a millimetre of paper."""
    fonts.register_fonts()
    painter.save()
    factor = units_per_mm / UNIT_MM
    painter.scale(factor, factor)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    paint_map(sheet.map, painter, sheet.words)
    for element in sheet.elements:
        _paint(element, painter, sheet.words)
    painter.restore()


# -- the map ----------------------------------------------------------------------------------------


def paint_map(sheet_map: SheetMap, painter: QPainter, words: Words) -> None:
    """Paint the map in its frame: ground, what lies under the communes, these, what lies over them, names."""
    left, top, width, height = (value * UNIT_MM for value in sheet_map.view.frame_mm)
    frame = QRectF(left, top, width, height)
    painter.fillRect(frame, QColor(LIGHT.map_ground))
    for one in sheet_map.under:
        _paint_drawn(one, painter, words)
    painter.setOpacity(sheet_map.commune_opacity)
    _paint_areas(sheet_map, painter)
    painter.setOpacity(1.0)
    for line in sheet_map.uncertain:
        path = QPainterPath()
        path.addPolygon(_polygon(line * UNIT_MM))
        painter.strokePath(path, uncertain_pen(UNIT_PT))
    _paint_reach(sheet_map, painter)
    for one in sheet_map.points:
        _paint_drawn(one, painter, words)
    for label in sheet_map.labels.labels:
        draw_leader(painter, label, UNIT_PT)
    for label in sheet_map.labels.labels:
        x, y = label.x * UNIT_PT, label.y * UNIT_PT
        draw_label(painter, label.lines, x, y, UNIT_PT, size_pt=label.size_pt)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(LIGHT.line), 0.6 * UNIT_PT))
    painter.drawRect(frame)


def _paint_reach(sheet_map: SheetMap, painter: QPainter) -> None:
    path = QPainterPath()
    for line in sheet_map.reach:
        path.addPolygon(_polygon(np.round(line * UNIT_MM)))
    # White beneath: the arcs must show on the darkest class too.
    for colour, width_pt in (("#FFFFFF", REACH_PT + 0.9), (REACH_COLOUR, REACH_PT)):
        painter.strokePath(path, QPen(QColor(colour), width_pt * UNIT_PT))


def _polygon(points: FloatArray) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def _path(rings: Iterable[FloatArray]) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(_polygon(np.round(ring * UNIT_MM)))
        path.closeSubpath()
    return path


def _paint_areas(sheet_map: SheetMap, painter: QPainter) -> None:
    # A wide stroke beneath all areas leaves an outline around the province only.
    outline = QPen(QColor(OUTLINE), OUTLINE_PT * UNIT_PT)
    outline.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(outline)
    edges = np.round(sheet_map.outline * UNIT_MM).tolist()
    painter.drawLines([QLineF(*edge) for edge in edges])
    # Hatched areas last: white outlines of their neighbours must not cover their coloured ones. Ground and
    # outline go in one stroke of the path, which halves the size of a PDF.
    for area in sorted(sheet_map.areas, key=lambda area: area.fill.pattern in HATCHES):
        solid = area.fill.pattern is not Pattern.NONE
        painter.setBrush(QColor(area.fill.colour) if solid else QBrush())
        painter.setPen(area_pen(area.fill, UNIT_PT))
        painter.drawPath(_path(area.rings))
        draw_hatch(painter, [np.round(ring * UNIT_MM) for ring in area.rings], area.fill, UNIT_PT)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_drawn(drawn: Drawn, painter: QPainter, words: Words) -> None:
    painter.setOpacity(drawn.opacity)
    if isinstance(drawn, CellSet):
        _paint_cells(drawn, painter, words)
    elif isinstance(drawn, PointSet):
        _paint_points(drawn, painter, words)
    elif isinstance(drawn, ShapeSet):
        _paint_shapes(drawn, painter)
    else:
        _paint_picture(drawn, painter)
    painter.setOpacity(1.0)


def _paint_shapes(shapes: ShapeSet, painter: QPainter) -> None:
    fill = shapes.fill
    if shapes.rings and fill.pattern is not Pattern.NONE:
        # Holes run against their rings: areas that overlap have no false holes.
        path = _path(shapes.rings)
        path.setFillRule(Qt.FillRule.WindingFill)
        painter.fillPath(path, QColor(fill.colour))
        draw_hatch(painter, [np.round(ring * UNIT_MM) for ring in shapes.rings], fill, UNIT_PT)
    if fill.stroke_pt <= 0:
        return
    lines = QPainterPath()
    for line in shapes.lines:
        lines.addPolygon(_polygon(np.round(line * UNIT_MM)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(lines, area_pen(fill, UNIT_PT))


def _paint_picture(picture: PictureSet, painter: QPainter) -> None:
    high, wide, _ = picture.rgba.shape
    pixels = np.ascontiguousarray(picture.rgba)
    image = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_RGBA8888)
    if bool((pixels[..., 3] == 255).all()):
        image = image.convertToFormat(QImage.Format.Format_RGB32)  # without alpha a PDF is far smaller
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(*(value * UNIT_MM for value in picture.box_mm)), image)


def _paint_cells(cells: CellSet, painter: QPainter, words: Words) -> None:
    side = cells.side * UNIT_MM
    corners = (cells.corners * UNIT_MM).tolist()
    painter.setPen(Qt.PenStyle.NoPen)
    for (x, y), colour in zip(corners, cells.colours, strict=True):
        painter.fillRect(QRectF(x, y, side, side), QColor(colour))
    for (x, y), colour, count in zip(corners, cells.colours, cells.counts, strict=False):
        ink = ink_on(colour)
        middle = (x + side / 2, y + side / 2)
        draw_label(painter, words.number(count), *middle, UNIT_PT, size_pt=SMALLEST_PT, colour=ink, halo=None)


def _paint_points(group: PointSet, painter: QPainter, words: Words) -> None:
    if group.sizes_pt:
        draw_sized(painter, group.symbol, group.places * UNIT_MM, group.sizes_pt, UNIT_PT)
    else:
        draw_symbols(painter, group.symbol, group.places * UNIT_MM, UNIT_PT)
    several = [count for count in group.counts if count > 1]
    for (x, y), count in zip((count_places(group) * UNIT_MM).tolist(), several, strict=True):
        text = words.number(count)
        draw_label(painter, text, x, y, UNIT_PT, size_pt=SMALLEST_PT, colour=group.symbol.colour)


# -- what stands around it --------------------------------------------------------------------------


@singledispatch
def _paint(element: object, painter: QPainter, words: Words) -> None:
    raise TypeError(type(element).__name__)


@_paint.register
def _(element: Text, painter: QPainter, words: Words) -> None:
    painter.setFont(fonts.font(element.size_pt, bold=element.bold, unit_pt=UNIT_PT))
    painter.setPen(QColor(element.colour))
    width = fonts.text_width(element.text, element.size_pt, bold=element.bold) * UNIT_PT
    shift = {"left": 0.0, "centre": width / 2, "right": width}[element.align]
    painter.drawText(QPointF(element.x_mm * UNIT_MM - shift, element.y_mm * UNIT_MM), element.text)


@_paint.register
def _(element: Rule, painter: QPainter, words: Words) -> None:
    painter.setPen(QPen(QColor(element.colour), element.width_pt * UNIT_PT))
    ends = (element.x1_mm, element.y1_mm, element.x2_mm, element.y2_mm)
    painter.drawLine(QLineF(*(value * UNIT_MM for value in ends)))


@_paint.register
def _(element: BoxElement, painter: QPainter, words: Words) -> None:
    painter.setPen(QPen(QColor(element.stroke), element.stroke_pt * UNIT_PT))
    painter.setBrush(QColor(element.ground))
    box = (element.x_mm, element.y_mm, element.width_mm, element.height_mm)
    radius = element.radius_mm * UNIT_MM
    painter.drawRoundedRect(QRectF(*(value * UNIT_MM for value in box)), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


@_paint.register
def _(element: LegendElement, painter: QPainter, words: Words) -> None:
    unit_pt = UNIT_PT * element.size
    width_pt = element.width_mm * UNIT_MM / unit_pt
    x, y = element.x_mm * UNIT_MM, element.y_mm * UNIT_MM
    draw_legend(painter, element.legend, x, y, unit_pt, LIGHT, width_pt=width_pt)


@_paint.register
def _(element: ScaleBarElement, painter: QPainter, words: Words) -> None:
    bar = ScaleBar(element.bar.length_m, element.bar.length * UNIT_MM, element.bar.parts)
    x, y = element.x_mm * UNIT_MM, element.y_mm * UNIT_MM
    draw_scale_bar(painter, bar, x, y, UNIT_PT, words, size_pt=element.size_pt)


@_paint.register
def _(element: NorthElement, painter: QPainter, words: Words) -> None:
    x, y = element.x_mm * UNIT_MM, element.y_mm * UNIT_MM
    draw_north_arrow(painter, x, y, UNIT_PT, words, height_pt=element.height_pt)


# -- devices ----------------------------------------------------------------------------------------


def write_pdf(sheet: MapSheet, path: Path) -> None:
    """Write a sheet as PDF: vector, text searchable, fonts embedded, the same bytes for the same sheet."""
    writer = QPdfWriter(str(path))
    writer.setResolution(PDF_DPI)
    page = QPageSize(QSizeF(sheet.width_mm, sheet.height_mm), QPageSize.Unit.Millimeter)
    writer.setPageLayout(
        QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(), QPageLayout.Unit.Millimeter)
    )
    writer.setTitle(sheet.title)
    writer.setCreator(sheet.words("app.title"))
    if sheet.author:
        writer.setAuthor(sheet.author)
    painter = QPainter()
    if not painter.begin(writer):
        raise FileUnreadable(path=path, reason="PDF")
    paint(sheet, painter, PDF_DPI / 25.4)
    painter.end()
    del painter, writer
    fix_dates(path, sheet.as_of)


def to_image(sheet: MapSheet, dpi: int) -> QImage:
    """Return a sheet as a picture of `dpi` dots an inch on white ground."""
    dots = dpi / 25.4
    size = QSize(round(sheet.width_mm * dots), round(sheet.height_mm * dots))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dots * 1000))
    image.setDotsPerMeterY(round(dots * 1000))
    image.fill(QColor("#FFFFFF"))
    painter = QPainter(image)
    paint(sheet, painter, dots)
    painter.end()
    return image


def write_png(sheet: MapSheet, path: Path, dpi: int) -> None:
    """Write a sheet as PNG."""
    if not to_image(sheet, dpi).save(str(path), "PNG"):  # type: ignore[call-overload]
        raise FileUnreadable(path=path, reason="PNG")


def write_svg(sheet: MapSheet, path: Path) -> None:
    """Write a sheet as SVG 1.1 with text as text."""
    dots = 96 / 25.4
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setFileName(str(path))
    generator.setResolution(96)
    generator.setSize(QSize(round(sheet.width_mm * dots), round(sheet.height_mm * dots)))
    generator.setViewBox(QRectF(0, 0, sheet.width_mm * dots, sheet.height_mm * dots))
    generator.setTitle(sheet.title)
    painter = QPainter()
    if not painter.begin(generator):
        raise FileUnreadable(path=path, reason="SVG")
    painter.fillRect(QRectF(0, 0, sheet.width_mm * dots, sheet.height_mm * dots), QColor("#FFFFFF"))
    paint(sheet, painter, dots)
    painter.end()
    fix_widths(path)
