"""States what is drawn on a map, with its counts, in the words of one language.

Knows nothing of where the map is: canvas, paper and web map hand in what they show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from exports.context import Context, context_entries
from exports.legend_drawing import PADDING_PT, TEXT_PT, draw_legend, legend_size, outlined, uncertain_pen
from exports.legend_entries import (
    REACH_COLOUR,
    REACH_PT,
    UNCERTAIN_COLOUR,
    AreaEntry,
    CirclesEntry,
    DensityEntry,
    Entry,
    Legend,
    LineEntry,
    NoteEntry,
    PictureEntry,
    PointEntry,
    RampEntry,
    SymbolEntry,
)
from exports.legend_looks import circles_entry, look_text
from exports.point_looks import PointLooks, commune_circles, density_ramp, point_looks
from exports.points import POINT_KINDS
from exports.reach import shows_reach
from exports.render import Role, ValueNames
from exports.shading import ClassKind, Measure, Shading, basis, only_clusters
from exports.style_columns import COUNTS, choice_title
from layers.renderers import Proportional
from layers.schema import LayerKind
from layers.style import BOUNDARIES, CANDIDATES, CLUSTERS, INCIDENTS, SITES, VILLAGES, Style, Symbol
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

__all__ = [
    "DEFAULT_STYLES",
    "PADDING_PT",
    "REACH_COLOUR",
    "REACH_PT",
    "TEXT_PT",
    "UNCERTAIN_COLOUR",
    "AreaEntry",
    "CirclesEntry",
    "DensityEntry",
    "Entry",
    "Legend",
    "LineEntry",
    "NoteEntry",
    "PictureEntry",
    "RampEntry",
    "SymbolEntry",
    "draw_legend",
    "legend_of",
    "legend_size",
    "measure_title",
    "outlined",
    "uncertain_pen",
]

DEFAULT_STYLES: Mapping[str, Style] = {
    "clusters": CLUSTERS,
    "sites": SITES,
    "incidents": INCIDENTS,
    "villages": VILLAGES,
    "candidates": CANDIDATES,
    "boundaries": BOUNDARIES,
}


def legend_of(
    bundle: ResultBundle,
    shading: Shading | None,
    visible: Iterable[str],
    words: Words,
    *,
    styles: Mapping[str, Style] | None = None,
    names: Mapping[str, str] | None = None,
    context: Iterable[Context] = (),
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
    context : iterable of Context, optional
        Context layers that are shown, from bottom to top; they follow the points.
    compact : bool
        For a card on the screen: the ranges of the rate as one ramp and not as a list with counts, and one
        line for all positions known by village or commune.
    """
    styled = {**DEFAULT_STYLES, **(styles or {})}
    shown = set(visible)
    drawn = {kind: point_looks(bundle, kind, styled[kind]) for kind in POINT_KINDS if kind in shown}
    points: list[Entry] = []
    for kind, looks in drawn.items():
        # Where clusters have a line of their own, the sites below it are the others: the two add up.
        others = kind == "sites" and "clusters" in drawn and bool(bundle.sites["is_cluster"].any())
        name = (names or {}).get(kind) or words("legend.sites.other" if others else f"legend.{kind}")
        made = _point_entries(bundle, kind, looks, styled[kind], words, name, compact)
        points += [replace(entry, layer=kind) for entry in made]
    if compact:
        if points and {"sites", "clusters"} & set(drawn):
            points.insert(0, NoteEntry(words("legend.active_of_all")))
        points += _approximate_entries(drawn, styled, words)
    has_communes = LayerKind.BOUNDARIES.value in shown
    areas = _area_entries(bundle, shading, words, compact) if shading is not None and has_communes else []
    areas += _circle_entries(bundle, styled["boundaries"], words) if has_communes else []
    if has_communes and bool(bundle.boundaries.gdf["uncertain"].any()):
        areas.append(LineEntry(UNCERTAIN_COLOUR, words("legend.uncertain")))
    if not compact and shows_reach(bundle):
        areas.append(LineEntry(REACH_COLOUR, words("legend.reach"), dashed=False))
    own = context_entries(context, words)
    return Legend(words("legend.title"), (*areas, *points, *own), compact)


def measure_title(bundle: ResultBundle, measure: Measure, words: Words) -> str:
    """Return what the shade says, naming the clusters where only they are counted."""
    by = basis(bundle)
    whom = "cluster" if only_clusters(bundle) else "site"
    key = f"measure.{measure.value}.{by}.{whom}"
    if not words.has(key):
        key = f"measure.{measure.value}"
    return words(key)


# -- points -----------------------------------------------------------------------------------------


def _point_entries(
    bundle: ResultBundle,
    kind: str,
    looks: PointLooks,
    style: Style,
    words: Words,
    name: str,
    compact: bool,
) -> list[PointEntry]:
    if looks.total == 0:
        return []
    text = words("legend.counted", name=name, n=words.number(looks.total))
    if kind in ("sites", "clusters"):
        cluster = bundle.sites["is_cluster"].astype(bool)
        everything = int((cluster if kind == "clusters" else ~cluster).sum())
        key = "legend.counted_of" if compact else "legend.active"
        text = words(key, name=name, n=words.number(looks.total), all=words.number(everything))
    if looks.density is not None:
        ends = words("legend.density.few"), words("legend.density.many")
        return [DensityEntry(density_ramp(looks.density), *ends, text)]
    entries: list[PointEntry] = []
    if looks.column:
        frame = {"incidents": bundle.incidents, "villages": bundle.villages}.get(kind, bundle.sites)
        title = choice_title(kind, looks.column, frame, words)
        entries.append(NoteEntry(words("legend.by", name=text, column=title)))
        entries += _look_entries(bundle, looks, style, words)
    else:
        entries.append(SymbolEntry(looks.looks[0].symbol, text))
    if looks.approximate and not compact:
        text = words("legend.approximate", n=words.number(looks.approximate))
        if looks.at_one_place:
            text += "; " + words("legend.same_place")
        entries.append(SymbolEntry(_hollow(style.symbol or Symbol()), text))
    return entries


def _look_entries(bundle: ResultBundle, looks: PointLooks, style: Style, words: Words) -> list[PointEntry]:
    """Return a line for each look that is drawn: categories, ranges, circles, zero, no data."""
    entries: list[PointEntry] = []
    names = ValueNames.of_bundle(bundle)
    for look in looks.looks:
        if look.role is Role.SIZE:
            assert isinstance(style.renderer, Proportional)
            whole = looks.is_whole
            entries.append(circles_entry(style.renderer, look, words, looks.column, is_whole=whole))
            continue
        text = look_text(look, looks, style, names, words)
        entries.append(
            SymbolEntry(look.symbol, words("legend.counted", name=text, n=words.number(look.count)))
        )
    return entries


def _approximate_entries(
    drawn: Mapping[str, PointLooks], styled: Mapping[str, Style], words: Words
) -> list[Entry]:
    """Return one line for all hollow symbols, drawn like the kind that has most of them."""
    totals = {kind: looks.approximate for kind, looks in drawn.items() if looks.density is None}
    most = max(totals, key=lambda kind: totals[kind], default="")
    if not totals.get(most):
        return []
    text = words("legend.approximate_all", n=words.number(sum(totals.values())))
    return [SymbolEntry(_hollow(styled[most].symbol or Symbol()), text)]


def _hollow(symbol: Symbol) -> Symbol:
    return replace(symbol, hollow=True)


# -- communes ---------------------------------------------------------------------------------------


def _circle_entries(bundle: ResultBundle, style: Style, words: Words) -> list[Entry]:
    circles = commune_circles(bundle, style)
    if circles is None or style.circles is None:
        return []
    title = words("legend.circles", name=words(COUNTS[style.circles.column]))
    entry = circles_entry(style.circles, circles[0], words, style.circles.column)
    return [NoteEntry(title, bold=True), entry]


def _area_entries(bundle: ResultBundle, shading: Shading, words: Words, compact: bool) -> list[Entry]:
    entries: list[Entry] = [NoteEntry(measure_title(bundle, shading.measure, words), bold=True)]
    ranges = [entry for entry in shading.classes if entry.kind is ClassKind.RATE]
    if ranges and compact:
        figures = shading.decimals
        marks = [words.number(entry.low * 100, figures) for entry in ranges]
        marks.append(words.number(ranges[-1].high * 100, figures) + "%")
        entries.append(RampEntry(tuple(entry.fill for entry in ranges), tuple(marks)))
    elif ranges:
        for entry in reversed(ranges):
            key = "legend.range.first" if entry is ranges[0] else "legend.range"
            key = "legend.range.last" if entry is ranges[-1] else key
            low, high = (words.number(edge * 100, shading.decimals) for edge in (entry.low, entry.high))
            span = words(key, low=low, high=high)
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
