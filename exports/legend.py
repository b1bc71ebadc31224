"""States what is drawn on a map, with its counts, and paints it as a card or as a column of a sheet.

Knows nothing of where the map is: canvas, paper and web map hand in what they show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from exports import fonts
from exports.points import point_groups
from exports.shading import ClassKind, Measure, Shading, basis, only_clusters
from exports.symbols import draw_swatch, draw_symbol
from layers.style import CANDIDATES, CLUSTERS, INCIDENTS, SITES, VILLAGES, Fill, Style, Symbol, Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

DEFAULT_STYLES: Mapping[str, Style] = {
    "clusters": CLUSTERS,
    "sites": SITES,
    "incidents": INCIDENTS,
    "villages": VILLAGES,
    "candidates": CANDIDATES,
}
# Order of the entries, top to bottom; the reverse is the order of drawing.
POINT_KINDS: tuple[str, ...] = ("clusters", "sites", "incidents", "villages")

TEXT_PT = 7.5
TITLE_PT = 8.0
ROW_PT = 12.0
SWATCH_PT = (17.0, 8.5)
GAP_PT = 5.0
PADDING_PT = 9.0


@dataclass(frozen=True, slots=True)
class SymbolEntry:
    """A point symbol and what it stands for."""

    symbol: Symbol
    text: str


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """A fill and what it stands for."""

    fill: Fill
    text: str


@dataclass(frozen=True, slots=True)
class RampEntry:
    """Ranges of a rate side by side: fills, the breaks between them as text."""

    fills: tuple[Fill, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A broken line and what it stands for."""

    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A heading or remark inside the legend."""

    text: str
    bold: bool = False


Entry = SymbolEntry | AreaEntry | RampEntry | LineEntry | NoteEntry

UNCERTAIN_COLOUR = "#3B4654"
UNCERTAIN_DASH_PT = (3.0, 2.2)


@dataclass(frozen=True, slots=True)
class Legend:
    """What is drawn, from top to bottom, in the words of one language."""

    title: str
    entries: tuple[Entry, ...]


def legend_of(
    bundle: ResultBundle,
    shading: Shading | None,
    visible: Iterable[str],
    words: Words,
    *,
    styles: Mapping[str, Style] | None = None,
    compact: bool = False,
) -> Legend:
    """Return the legend of a map that shows `shading` and the layers of the kinds in `visible`.

    Parameters
    ----------
    visible : iterable of str
        Values of `LayerKind`; kinds without a point to draw get no entry.
    styles : mapping of str to Style, optional
        Look of each kind where it is not the default.
    compact : bool
        Draw the ranges of the rate as one ramp (screen) and not as a list with counts (paper).
    """
    looks = {**DEFAULT_STYLES, **(styles or {})}
    shown = set(visible)
    points: list[Entry] = []
    for kind in POINT_KINDS:
        if kind in shown:
            points += _point_entries(bundle, kind, looks[kind].symbol or Symbol(), words)
    areas = _area_entries(bundle, shading, words, compact) if shading is not None else []
    if bool(bundle.boundaries.gdf["uncertain"].any()):
        areas.append(LineEntry(UNCERTAIN_COLOUR, words("legend.uncertain")))
    return Legend(words("legend.title"), tuple(areas + points))


def measure_title(bundle: ResultBundle, measure: Measure, words: Words) -> str:
    """Return what the shade says, naming the clusters where only they are counted."""
    by = basis(bundle)
    whom = "cluster" if only_clusters(bundle) else "site"
    key = f"measure.{measure.value}.{by}.{whom}"
    if not words.has(key):
        key = f"measure.{measure.value}"
    return words(key)


def _point_entries(bundle: ResultBundle, kind: str, symbol: Symbol, words: Words) -> list[Entry]:
    groups = point_groups(bundle, kind)
    if groups.total == 0:
        return []
    name = words(f"legend.{kind}")
    text = words("legend.counted", name=name, n=words.number(groups.total))
    if kind in ("sites", "clusters"):
        cluster = bundle.sites["is_cluster"].astype(bool)
        everything = int((cluster if kind == "clusters" else ~cluster).sum())
        text = words("legend.active", name=name, n=words.number(groups.total), all=words.number(everything))
    entries: list[Entry] = [SymbolEntry(symbol, text)]
    if groups.approximate_total and kind != "villages":
        hollow = Symbol(symbol.shape, symbol.colour, symbol.size_pt, hollow=True)
        text = words("legend.approximate", n=words.number(groups.approximate_total))
        entries.append(SymbolEntry(hollow, text))
    return entries


def _area_entries(bundle: ResultBundle, shading: Shading, words: Words, compact: bool) -> list[Entry]:
    entries: list[Entry] = [NoteEntry(measure_title(bundle, shading.measure, words), bold=True)]
    ranges = [entry for entry in shading.classes if entry.kind is ClassKind.RATE]
    if ranges and compact:
        marks = [words.number(entry.low * 100) for entry in ranges] + ["100%"]
        entries.append(RampEntry(tuple(entry.fill for entry in ranges), tuple(marks)))
    elif ranges:
        for entry in reversed(ranges):
            span = words(
                "legend.range", low=words.number(entry.low * 100), high=words.number(entry.high * 100)
            )
            entries.append(AreaEntry(entry.fill, _with_count(span, entry.count, words)))
    whom = "cluster" if only_clusters(bundle) else "site"
    for entry in shading.classes:
        if entry.kind is ClassKind.RATE:
            continue
        key = f"legend.{entry.kind.value}"
        name = words(f"{key}.{whom}" if words.has(f"{key}.{whom}") else key)
        entries.append(AreaEntry(entry.fill, _with_count(name, entry.count, words)))
    return entries


def _with_count(text: str, count: int, words: Words) -> str:
    return words("legend.with_communes", name=text, n=words.number(count))


# -- drawing ----------------------------------------------------------------------------------------


def legend_size(legend: Legend, width_pt: float = 150.0, *, card: bool = False) -> tuple[float, float]:
    """Return width and height in points; on a card the width shrinks to the longest line, with padding."""
    inner = width_pt - (2 * PADDING_PT if card else 0)
    height = sum(_entry_height(entry, inner) for entry in legend.entries)
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
        top += _entry_height(entry, inner)
    painter.restore()
    return width, height


def _text_of(entry: SymbolEntry | AreaEntry | LineEntry | NoteEntry) -> tuple[float, float, bool]:
    if isinstance(entry, NoteEntry):
        return 0.0, TITLE_PT if entry.bold else TEXT_PT, entry.bold
    return SWATCH_PT[0] + GAP_PT, TEXT_PT, False


def _entry_height(entry: Entry, width_pt: float) -> float:
    if isinstance(entry, RampEntry):
        return 25.0
    indent, size, bold = _text_of(entry)
    lines = fonts.wrap(entry.text, width_pt - indent, size, bold=bold)
    extra = 5.0 if isinstance(entry, NoteEntry) else 3.2
    return max(ROW_PT, len(lines) * fonts.line_height(size, 0.95) + extra)


def _entry_width(entry: Entry, width_pt: float) -> float:
    if isinstance(entry, RampEntry):
        return 26.0 * len(entry.fills) + 8.0
    indent, size, bold = _text_of(entry)
    lines = fonts.wrap(entry.text, width_pt - indent, size, bold=bold)
    return indent + max((fonts.text_width(line, size, bold=bold) for line in lines), default=0.0)


def _draw_entry(
    painter: QPainter, entry: Entry, x: float, y: float, width_pt: float, unit_pt: float, theme: Theme
) -> None:
    if isinstance(entry, RampEntry):
        _draw_ramp(painter, entry, x, y, unit_pt, theme)
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
        painter.setPen(uncertain_pen(unit_pt, entry.colour))
        painter.drawLine(QLineF(x, middle, x + SWATCH_PT[0] * unit_pt, middle))
    painter.setFont(fonts.font(size, bold=bold, unit_pt=unit_pt))
    painter.setPen(QColor(theme.text))
    for number, line in enumerate(lines):
        painter.drawText(QPointF(x + indent * unit_pt, base + number * step * unit_pt), line)


def _draw_ramp(painter: QPainter, entry: RampEntry, x: float, y: float, unit_pt: float, theme: Theme) -> None:
    part, high = 26.0 * unit_pt, 8.5 * unit_pt
    for number, fill in enumerate(entry.fills):
        painter.fillRect(QRectF(x + number * part, y + 2 * unit_pt, part, high), QColor(fill.colour))
    painter.setFont(fonts.font(6.8, unit_pt=unit_pt))
    painter.setPen(QColor(theme.muted))
    for number, mark in enumerate(entry.breaks):
        width = fonts.text_width(mark, 6.8) * unit_pt
        shift = 0.0 if number == 0 else width / 2
        painter.drawText(QPointF(x + number * part - shift, y + 2 * unit_pt + high + 8.5 * unit_pt), mark)
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
