"""Paints a legend as a card or as a column of a sheet.

Knows the entries; nothing of results, layers or where the map is.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from exports import fonts
from exports.legend_entries import (
    REACH_PT,
    UNCERTAIN_COLOUR,
    UNCERTAIN_DASH_PT,
    AreaEntry,
    CirclesEntry,
    DensityEntry,
    Entry,
    Legend,
    LineEntry,
    NoteEntry,
    PictureEntry,
    RampEntry,
    SymbolEntry,
)
from exports.symbols import draw_swatch, draw_symbol
from layers.style import Fill, Symbol, Theme

TEXT_PT = 7.5
TITLE_PT = 8.0
ROW_PT, CLOSE_ROW_PT = 12.0, 10.4
RAMP_PT, CLOSE_RAMP_PT = 25.0, 21.5
SWATCH_PT = (17.0, 8.5)
GAP_PT = 5.0
PADDING_PT = 9.0
MARK_PT = 6.8  # type beside circles and below ramps
CIRCLE_GAP_PT = 8.6  # between the numbers of nested circles: their type stays apart
PART_PT = 26.0  # width of one colour of a ramp
DENSITY_PART_PT = 17.0


def legend_size(legend: Legend, width_pt: float = 150.0, *, card: bool = False) -> tuple[float, float]:
    """Return width and height in points; on a card the width shrinks to the longest line, with padding."""
    inner = width_pt - (2 * PADDING_PT if card else 0)
    height = sum(_entry_height(entry, inner, legend.compact) for entry in legend.entries)
    if not card:
        return width_pt, height
    widest = max((_entry_width(entry, inner) for entry in legend.entries), default=0.0)
    return widest + 2 * PADDING_PT, height + 2 * PADDING_PT - 3.0


def draw_legend(
    painter: QPainter,
    legend: Legend,
    x: float,
    y: float,
    unit_pt: float,
    theme: Theme,
    *,
    width_pt: float = 150.0,
    card: bool = False,
) -> tuple[float, float]:
    """Draw a legend with its top left corner at (x, y) logical units; return its size in points.

    With `card` it stands on a rounded panel of the theme; otherwise its entries fill `width_pt`.
    """
    width, height = legend_size(legend, width_pt, card=card)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top = 0.0, 0.0
    inner = width_pt
    if card:
        painter.setPen(QPen(QColor(theme.line), 0.75 * unit_pt))
        painter.setBrush(QColor(theme.panel))
        rect = QRectF(x, y, width * unit_pt, height * unit_pt)
        painter.drawRoundedRect(rect, 6 * unit_pt, 6 * unit_pt)
        left, top = PADDING_PT, PADDING_PT - 1.5
        inner = width_pt - 2 * PADDING_PT
    for entry in legend.entries:
        _draw_entry(painter, entry, x + left * unit_pt, y + top * unit_pt, inner, unit_pt, theme)
        top += _entry_height(entry, inner, legend.compact)
    painter.restore()
    return width, height


def _text_of(
    entry: SymbolEntry | AreaEntry | LineEntry | NoteEntry | DensityEntry | PictureEntry,
) -> tuple[float, float, bool]:
    if isinstance(entry, NoteEntry):
        return 0.0, TITLE_PT if entry.bold else TEXT_PT, entry.bold
    return SWATCH_PT[0] + GAP_PT, TEXT_PT, False


def _entry_height(entry: Entry, width_pt: float, compact: bool) -> float:
    if isinstance(entry, RampEntry):
        return CLOSE_RAMP_PT if compact else RAMP_PT
    if isinstance(entry, CirclesEntry):
        return _circles_height(entry) + (4.0 if compact else 5.5)
    if isinstance(entry, DensityEntry):
        note = _entry_height(NoteEntry(entry.text), width_pt, compact)
        return note + (CLOSE_RAMP_PT if compact else RAMP_PT)
    indent, size, bold = _text_of(entry)
    lines = fonts.wrap(entry.text, width_pt - indent, size, bold=bold)
    extra = 5.0 if isinstance(entry, NoteEntry) else 3.2
    if compact:
        extra -= 1.6
    return max(CLOSE_ROW_PT if compact else ROW_PT, len(lines) * fonts.line_height(size, 0.95) + extra)


def _entry_width(entry: Entry, width_pt: float) -> float:
    if isinstance(entry, RampEntry):
        return PART_PT * len(entry.fills) + 8.0
    if isinstance(entry, CirclesEntry):
        marks = max((fonts.text_width(mark, MARK_PT) for mark in entry.marks), default=0.0)
        return max(entry.sizes_pt, default=0.0) + 14.0 + marks
    if isinstance(entry, DensityEntry):
        return max(DENSITY_PART_PT * len(entry.colours), _entry_width(NoteEntry(entry.text), width_pt))
    indent, size, bold = _text_of(entry)
    lines = fonts.wrap(entry.text, width_pt - indent, size, bold=bold)
    return indent + max((fonts.text_width(line, size, bold=bold) for line in lines), default=0.0)


def _draw_entry(
    painter: QPainter, entry: Entry, x: float, y: float, width_pt: float, unit_pt: float, theme: Theme
) -> None:
    if isinstance(entry, RampEntry):
        _draw_ramp(painter, entry, x, y, unit_pt, theme)
        return
    if isinstance(entry, CirclesEntry):
        _draw_circles(painter, entry, x, y, unit_pt, theme)
        return
    if isinstance(entry, DensityEntry):
        _draw_density(painter, entry, x, y, width_pt, unit_pt, theme)
        return
    indent, size, bold = _text_of(entry)
    lines = fonts.wrap(entry.text, width_pt - indent, size, bold=bold)
    step = fonts.line_height(size, 0.95)
    base = y + (fonts.ascent(size) + 1.2) * unit_pt
    middle = base - 0.36 * size * unit_pt
    if isinstance(entry, SymbolEntry):
        draw_symbol(painter, entry.symbol, x + SWATCH_PT[0] / 2 * unit_pt, middle, unit_pt)
    elif isinstance(entry, AreaEntry):
        wide, high = SWATCH_PT[0] * unit_pt, SWATCH_PT[1] * unit_pt
        draw_swatch(painter, QRectF(x, middle - high / 2, wide, high), outlined(entry.fill), unit_pt)
    elif isinstance(entry, LineEntry):
        painter.setPen(_line_pen(entry, unit_pt, theme))
        painter.drawLine(QLineF(x, middle, x + SWATCH_PT[0] * unit_pt, middle))
    elif isinstance(entry, PictureEntry):
        _draw_picture(painter, x, middle, unit_pt, theme)
    painter.setFont(fonts.font(size, bold=bold, unit_pt=unit_pt))
    painter.setPen(QColor(theme.text))
    for number, line in enumerate(lines):
        painter.drawText(QPointF(x + indent * unit_pt, base + number * step * unit_pt), line)


def _line_pen(entry: LineEntry, unit_pt: float, theme: Theme) -> QPen:
    if entry.width_pt:
        return QPen(QColor(entry.colour), min(entry.width_pt, SWATCH_PT[1] / 2) * unit_pt)
    # Lines of the map are dark, for they lie on light fills; on a dark card they would not be seen.
    colour = entry.colour if theme.name == "light" else theme.text
    return uncertain_pen(unit_pt, colour) if entry.dashed else QPen(QColor(colour), REACH_PT * unit_pt)


def _draw_picture(painter: QPainter, x: float, middle: float, unit_pt: float, theme: Theme) -> None:
    """Draw a small picture: a frame with two hills, for a photograph has no one colour."""
    wide, high = (side * unit_pt for side in SWATCH_PT)
    ground = middle + high / 2
    hills = [(0, 1), (0.3, 0.35), (0.5, 0.75), (0.7, 0.5), (1, 1)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.muted))
    painter.drawPolygon(QPolygonF([QPointF(x + at * wide, ground - high * (1 - y)) for at, y in hills]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.muted), 0.5 * unit_pt))
    painter.drawRect(QRectF(x, middle - high / 2, wide, high))


def _draw_ramp(painter: QPainter, entry: RampEntry, x: float, y: float, unit_pt: float, theme: Theme) -> None:
    part, high = PART_PT * unit_pt, 8.5 * unit_pt
    for number, fill in enumerate(entry.fills):
        painter.fillRect(QRectF(x + number * part, y + 2 * unit_pt, part, high), QColor(fill.colour))
    painter.setFont(fonts.font(MARK_PT, unit_pt=unit_pt))
    painter.setPen(QColor(theme.muted))
    for number, mark in enumerate(entry.breaks):
        width = fonts.text_width(mark, MARK_PT) * unit_pt
        shift = 0.0 if number == 0 else width / 2
        painter.drawText(QPointF(x + number * part - shift, y + 2 * unit_pt + high + 8.5 * unit_pt), mark)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _circles_height(entry: CirclesEntry) -> float:
    """Return the height of nested circles: that of the largest, or what their numbers need."""
    largest = max(entry.sizes_pt, default=0.0)
    return max(largest + 1.5, CIRCLE_GAP_PT * len(entry.marks))


def _draw_circles(
    painter: QPainter, entry: CirclesEntry, x: float, y: float, unit_pt: float, theme: Theme
) -> None:
    """Draw circles that stand on one ground, each with a line from its top to its number."""
    largest = max(entry.sizes_pt, default=0.0)
    ground = y + (_circles_height(entry) + 1.0) * unit_pt
    middle = x + (largest / 2 + 1.0) * unit_pt
    right = x + (largest + 6.0) * unit_pt
    base_of = _mark_heights(entry)
    for size, mark, height in zip(entry.sizes_pt, entry.marks, base_of, strict=True):
        symbol = Symbol(entry.symbol.shape, entry.symbol.colour, size)
        draw_symbol(painter, symbol, middle, ground - size / 2 * unit_pt, unit_pt)
        painter.setPen(QPen(QColor(theme.muted), 0.5 * unit_pt))
        top, level = ground - size * unit_pt, ground - height * unit_pt
        painter.drawLine(QLineF(middle, top, right, level))
        painter.setFont(fonts.font(MARK_PT, unit_pt=unit_pt))
        painter.setPen(QColor(theme.text))
        painter.drawText(QPointF(right + 3.0 * unit_pt, level + 0.36 * MARK_PT * unit_pt), mark)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _mark_heights(entry: CirclesEntry) -> list[float]:
    """Return how high each number stands above the ground: beside the top of its circle if there is room."""
    heights: list[float] = []
    lowest = CIRCLE_GAP_PT / 2
    for size in reversed(entry.sizes_pt):
        heights.append(max(size, lowest))
        lowest = heights[-1] + CIRCLE_GAP_PT
    over = heights[-1] - (_circles_height(entry) - CIRCLE_GAP_PT / 2) if heights else 0.0
    if over > 0:  # pushed up beyond the top: back down as far as the others allow
        for place in range(len(heights) - 1, -1, -1):
            roof = heights[place + 1] - CIRCLE_GAP_PT if place + 1 < len(heights) else heights[-1] - over
            heights[place] = min(heights[place], roof)
    return heights[::-1]


def _draw_density(
    painter: QPainter, entry: DensityEntry, x: float, y: float, width_pt: float, unit_pt: float, theme: Theme
) -> None:
    note = NoteEntry(entry.text)
    _draw_entry(painter, note, x, y, width_pt, unit_pt, theme)
    top = y + _entry_height(note, width_pt, False) * unit_pt
    part, high = DENSITY_PART_PT * unit_pt, 8.5 * unit_pt
    for number, colour in enumerate(entry.colours):
        painter.fillRect(QRectF(x + number * part, top, part, high), QColor(colour))
    painter.setFont(fonts.font(MARK_PT, unit_pt=unit_pt))
    painter.setPen(QColor(theme.muted))
    base = top + high + 8.5 * unit_pt
    painter.drawText(QPointF(x, base), entry.low)
    end = x + len(entry.colours) * part - fonts.text_width(entry.high, MARK_PT) * unit_pt
    painter.drawText(QPointF(end, base), entry.high)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def uncertain_pen(unit_pt: float, colour: str = UNCERTAIN_COLOUR) -> QPen:
    """Return the broken pen of a boundary that is not agreed."""
    width = 0.8
    pen = QPen(QColor(colour), width * unit_pt)
    pen.setDashPattern([part / width for part in UNCERTAIN_DASH_PT])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def outlined(fill: Fill) -> Fill:
    """Return the fill with an outline that shows on a white ground, for swatches."""
    stroke = "#B9C2CC" if fill.stroke.upper() == "#FFFFFF" else fill.stroke
    return Fill(fill.pattern, fill.colour, stroke, 0.5, fill.hatch_colour)
