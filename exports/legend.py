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
from exports.points import POINT_KINDS, point_groups
from exports.reach import shows_reach
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

TEXT_PT = 7.5
TITLE_PT = 8.0
ROW_PT, CLOSE_ROW_PT = 12.0, 10.4
RAMP_PT, CLOSE_RAMP_PT = 25.0, 21.5
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
    """A line and what it stands for."""

    colour: str
    text: str
    dashed: bool = True


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A heading or remark inside the legend."""

    text: str
    bold: bool = False


Entry = SymbolEntry | AreaEntry | RampEntry | LineEntry | NoteEntry

UNCERTAIN_COLOUR = "#3B4654"
UNCERTAIN_DASH_PT = (3.0, 2.2)
REACH_COLOUR, REACH_PT = "#A03A00", 0.6


@dataclass(frozen=True, slots=True)
class Legend:
    """What is drawn, from top to bottom, in the words of one language; `compact` sets the lines closer."""

    title: str
    entries: tuple[Entry, ...]
    compact: bool = False


def legend_of(
    bundle: ResultBundle,
    shading: Shading | None,
    visible: Iterable[str],
    words: Words,
    *,
    styles: Mapping[str, Style] | None = None,
    names: Mapping[str, str] | None = None,
    compact: bool = False,
) -> Legend:
    """Return the legend of a map that shows `shading` and the layers of the kinds in `visible`.

    Parameters
    ----------
    visible : iterable of str
        Values of `LayerKind`; kinds without a point to draw get no entry.
    styles : mapping of str to Style, optional
        Look of each kind where it is not the default.
    names : mapping of str to str, optional
        Name the analyst gave to a kind, where it is not its own.
    compact : bool
        For a card on the screen: the ranges of the rate as one ramp and not as a list with counts, and one
        line for all positions known by village or commune.
    """
    looks = {**DEFAULT_STYLES, **(styles or {})}
    shown = set(visible)
    symbols = {kind: looks[kind].symbol or Symbol() for kind in POINT_KINDS if kind in shown}
    points: list[Entry] = []
    for kind, symbol in symbols.items():
        # Where clusters have a line of their own, the sites below it are the others: the two add up.
        others = kind == "sites" and "clusters" in symbols and bool(bundle.sites["is_cluster"].any())
        name = (names or {}).get(kind) or words("legend.sites.other" if others else f"legend.{kind}")
        points += _point_entries(bundle, kind, symbol, words, name, compact)
    if compact:
        if points and {"sites", "clusters"} & set(symbols):
            points.insert(0, NoteEntry(words("legend.active_of_all")))
        points += _approximate_entries(bundle, symbols, words)
    areas = _area_entries(bundle, shading, words, compact) if shading is not None else []
    if bool(bundle.boundaries.gdf["uncertain"].any()):
        areas.append(LineEntry(UNCERTAIN_COLOUR, words("legend.uncertain")))
    if not compact and shows_reach(bundle):
        areas.append(LineEntry(REACH_COLOUR, words("legend.reach"), dashed=False))
    return Legend(words("legend.title"), tuple(areas + points), compact)


def measure_title(bundle: ResultBundle, measure: Measure, words: Words) -> str:
    """Return what the shade says, naming the clusters where only they are counted."""
    by = basis(bundle)
    whom = "cluster" if only_clusters(bundle) else "site"
    key = f"measure.{measure.value}.{by}.{whom}"
    if not words.has(key):
        key = f"measure.{measure.value}"
    return words(key)


def _point_entries(
    bundle: ResultBundle, kind: str, symbol: Symbol, words: Words, name: str, compact: bool
) -> list[Entry]:
    groups = point_groups(bundle, kind)
    if groups.total == 0:
        return []
    text = words("legend.counted", name=name, n=words.number(groups.total))
    if kind in ("sites", "clusters"):
        cluster = bundle.sites["is_cluster"].astype(bool)
        everything = int((cluster if kind == "clusters" else ~cluster).sum())
        key = "legend.counted_of" if compact else "legend.active"
        text = words(key, name=name, n=words.number(groups.total), all=words.number(everything))
    entries: list[Entry] = [SymbolEntry(symbol, text)]
    if groups.approximate_total and kind != "villages" and not compact:
        text = words("legend.approximate", n=words.number(groups.approximate_total))
        if bool((groups.counts > 1).any()):
            text += "; " + words("legend.same_place")
        entries.append(SymbolEntry(_hollow(symbol), text))
    return entries


def _approximate_entries(bundle: ResultBundle, symbols: Mapping[str, Symbol], words: Words) -> list[Entry]:
    """Return one line for all hollow symbols, drawn like the kind that has most of them."""
    totals = {kind: point_groups(bundle, kind).approximate_total for kind in symbols if kind != "villages"}
    most = max(totals, key=lambda kind: totals[kind], default="")
    if not totals.get(most):
        return []
    text = words("legend.approximate_all", n=words.number(sum(totals.values())))
    return [SymbolEntry(_hollow(symbols[most]), text)]


def _hollow(symbol: Symbol) -> Symbol:
    return Symbol(symbol.shape, symbol.colour, symbol.size_pt, hollow=True)


def _area_entries(bundle: ResultBundle, shading: Shading, words: Words, compact: bool) -> list[Entry]:
    entries: list[Entry] = [NoteEntry(measure_title(bundle, shading.measure, words), bold=True)]
    ranges = [entry for entry in shading.classes if entry.kind is ClassKind.RATE]
    if ranges and compact:
        marks = [words.number(entry.low * 100) for entry in ranges] + ["100%"]
        entries.append(RampEntry(tuple(entry.fill for entry in ranges), tuple(marks)))
    elif ranges:
        for entry in reversed(ranges):
            key = "legend.range.first" if entry is ranges[0] else "legend.range"
            key = "legend.range.last" if entry is ranges[-1] else key
            span = words(key, low=words.number(entry.low * 100), high=words.number(entry.high * 100))
            entries.append(AreaEntry(entry.fill, _with_count(span, entry.count, words)))
    whom = "cluster" if only_clusters(bundle) else "site"
    for entry in shading.classes:
        if entry.kind is ClassKind.RATE:
            continue
        stem = f"legend.{entry.kind.value}"
        # By distance a commune without a site is shaded where one next to it reaches in: the hatch says both.
        keys = (f"{stem}.{whom}.{basis(bundle)}", f"{stem}.{whom}")
        name = words(next((key for key in keys if words.has(key)), stem))
        entries.append(AreaEntry(entry.fill, _with_count(name, entry.count, words)))
    return entries


def _with_count(text: str, count: int, words: Words) -> str:
    return words("legend.with_communes", name=text, n=words.number(count))


# -- drawing ----------------------------------------------------------------------------------------


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


def _text_of(entry: SymbolEntry | AreaEntry | LineEntry | NoteEntry) -> tuple[float, float, bool]:
    if isinstance(entry, NoteEntry):
        return 0.0, TITLE_PT if entry.bold else TEXT_PT, entry.bold
    return SWATCH_PT[0] + GAP_PT, TEXT_PT, False


def _entry_height(entry: Entry, width_pt: float, compact: bool) -> float:
    if isinstance(entry, RampEntry):
        return CLOSE_RAMP_PT if compact else RAMP_PT
    indent, size, bold = _text_of(entry)
    lines = fonts.wrap(entry.text, width_pt - indent, size, bold=bold)
    extra = 5.0 if isinstance(entry, NoteEntry) else 3.2
    if compact:
        extra -= 1.6
    return max(CLOSE_ROW_PT if compact else ROW_PT, len(lines) * fonts.line_height(size, 0.95) + extra)


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
        # Lines are dark, for they lie on light fills; on a dark card they would not be seen.
        colour = entry.colour if theme.name == "light" else theme.text
        solid = QPen(QColor(colour), REACH_PT * unit_pt)
        painter.setPen(uncertain_pen(unit_pt, colour) if entry.dashed else solid)
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
