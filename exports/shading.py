"""Sorts communes into the classes of a rate, with none and unknown kept apart, and gives each its fill.

Rates are shaded, never counts. Knows nothing of painting or of layout.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from analysis.classify import graduate
from layers.palettes import palette
from layers.renderers import Graduated
from layers.style import NO_DATA, NOT_COVERED, RAMP, Fill, Pattern, Style

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

BREAKS: tuple[float, ...] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
STROKE = "#FFFFFF"
_PRESENT = Fill(Pattern.SOLID, colour=RAMP[1], stroke=STROKE)
_UNRATED = Fill(Pattern.SOLID, colour="#E3E7EC", stroke=STROKE)
LEFT_OUT = Fill(Pattern.SOLID, colour="#F5F6F8", stroke="#D3D9E0")
"""Of communes that a filter leaves out: the ground the others lie on."""
RATE_FILLS: tuple[Fill, ...] = tuple(Fill(Pattern.SOLID, colour=colour, stroke=STROKE) for colour in RAMP)


class Measure(StrEnum):
    """What the shade of a commune says; all but PRESENCE are rates between 0 and 1."""

    VILLAGES = "villages"
    HOUSEHOLDS = "households"
    AREA = "area"
    POPULATION = "population"
    INCIDENTS = "incidents"
    PRESENCE = "presence"


class ClassKind(StrEnum):
    """Kind of a class: a range of the rate, sites but no rate, no site at all, or nothing known."""

    RATE = "rate"
    PRESENT = "present"
    UNRATED = "unrated"
    NONE = "none"
    NO_DATA = "no_data"
    ZERO = "zero"  # a rate of 0, where a graduated look keeps it apart


@dataclass(frozen=True, slots=True)
class ShadeClass:
    """A class of communes: its fill, the range of the rate (low ≤ rate < high) and how many there are."""

    kind: ClassKind
    fill: Fill
    count: int
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Shading:
    """The shade of every commune for one measure.

    Attributes
    ----------
    measure : Measure
    classes : tuple of ShadeClass
        The ranges of the rate first (also empty ones), then those of the other kinds that occur.
    class_of : mapping of str to int
        Commune code → index into `classes`.
    values : mapping of str to (float or None)
        Commune code → the rate, None where there is none.
    decimals : int
        Figures after the comma of the percentages that bound a range.
    """

    measure: Measure
    classes: tuple[ShadeClass, ...]
    class_of: Mapping[str, int]
    values: Mapping[str, float | None]
    decimals: int = 0

    @cached_property
    def fills(self) -> dict[str, Fill]:
        """Return commune code → fill."""
        return {code: self.classes[place].fill for code, place in self.class_of.items()}

    def count(self, kind: ClassKind) -> int:
        """Return the number of communes in all classes of a kind."""
        return sum(entry.count for entry in self.classes if entry.kind is kind)


# measure → (numerator, denominator): columns of `CoverageResult.communes`
_PARTS: dict[Measure, tuple[str, str]] = {
    Measure.VILLAGES: ("villages_with", "villages"),
    Measure.HOUSEHOLDS: ("households_covered", "households"),
    Measure.AREA: ("covered_km2", "area_km2"),
    Measure.POPULATION: ("population_covered", "population"),
    Measure.INCIDENTS: ("incidents_covered", "incidents_measured"),
}


#: Columns by which a graduated look of the communes names a rate.
SHARES: Mapping[str, Measure] = {f"{measure.value}_share": measure for measure in _PARTS}


def basis(bundle: ResultBundle) -> str:
    """Return the one way a paper speaks of: unit, households or radius.

    Where each initiative counts in its own way, it is theirs if all agree, else by unit: never a mixture.
    """
    by = str(bundle.params.by)
    if by != "own":
        return by
    kinds = set(bundle.initiatives["cover_by"].dropna().astype("str")) & {"households", "radius"}
    others = set(bundle.initiatives["cover_by"].dropna().astype("str")) - kinds - {"none"}
    return kinds.pop() if len(kinds) == 1 and not others else "unit"


def parts_of(measure: Measure, bundle: ResultBundle) -> tuple[str, str] | None:
    """Return the columns of numerator and denominator, or None where the result has no such figure.

    By distance, villages are those within the radius; figures of another way than the `basis` are not shown.
    """
    by = basis(bundle)
    if measure is Measure.VILLAGES:
        return ("villages_covered", "villages_measured") if by == "radius" else _PARTS[measure]
    if measure is Measure.PRESENCE or str(bundle.coverage.covered_by) != by:
        return None
    if measure is Measure.AREA and by != "radius":
        return None
    return _PARTS[measure]


def default_measure(bundle: ResultBundle) -> Measure:
    """Return the measure a map opens with: villages, else by distance the area, else presence alone."""
    communes = bundle.coverage.communes
    by = basis(bundle)
    if by == "households" and _total(communes, "households_covered") > 0:
        return Measure.HOUSEHOLDS
    if _total(communes, "villages") > 0:
        return Measure.VILLAGES
    return Measure.AREA if by == "radius" and _total(communes, "covered_km2") > 0 else Measure.PRESENCE


def only_clusters(bundle: ResultBundle) -> bool:
    """Say whether everything that is counted is a fire-safety cluster."""
    counted = bundle.sites
    if str(bundle.params.layer) == "clusters":
        return True
    return len(counted) > 0 and bool(counted["is_cluster"].all())


def rates(bundle: ResultBundle, measure: Measure) -> dict[str, float | None]:
    """Return commune code → rate of the measure; None where the denominator is zero or unknown."""
    communes = bundle.coverage.communes
    parts = parts_of(measure, bundle)
    if parts is None:
        return dict.fromkeys(communes.index.astype(str))
    top, bottom = parts
    above, below = _column(communes, top), _column(communes, bottom)
    share = (above / below.where(below > 0)).clip(0.0, 1.0)
    return {
        str(code): None if math.isnan(value) else float(value)
        for code, value in zip(communes.index, share, strict=True)
    }


def shade(bundle: ResultBundle, measure: Measure | None = None, style: Style | None = None) -> Shading:
    """Put every commune of a result into a class.

    Order of the questions: nothing reported (or no site known in the whole workspace) → NO_DATA; no counting
    site and nothing covered → NONE; a rate → its range; sites without a rate → PRESENT or UNRATED. A commune
    whose sites are known only by commune is therefore never shown as one without sites.

    Parameters
    ----------
    measure : Measure, optional
        What is shaded; by default that of a graduated `style`, else the one the result opens with.
    style : Style, optional
        Of the layer of communes. A graduated look by a rate brings its own ranges and colours.
    """
    look = graduated_rate(style)
    if look is not None and measure in (None, SHARES[look.column]):
        measure = SHARES[look.column]
    else:
        measure, look = measure or default_measure(bundle), None
    communes = bundle.coverage.communes
    values = rates(bundle, measure)
    ranges = (
        _RANGES if look is None else _ranges(look, [rate for rate in values.values() if rate is not None])
    )
    nothing_known = len(bundle.sites) == 0 and bundle.filters.is_empty
    # By distance a site next door covers too; otherwise a commune without a site has none, whatever its
    # villages say (a site may stand across the border from its village): as in the key figures.
    reaches = basis(bundle) == "radius"
    reported = communes["reported"].fillna(True).astype(bool)
    active = _column(communes, "active_sites").fillna(0)
    enough = active >= bundle.params.min_sites
    slots: dict[str, tuple[ClassKind, int]] = {}
    for code, is_reported, has_sites in zip(communes.index, reported, enough, strict=True):
        rate = values[str(code)]
        if nothing_known or not is_reported:
            slots[str(code)] = (ClassKind.NO_DATA, 0)
        elif not has_sites and not (reaches and rate):
            slots[str(code)] = (ClassKind.NONE, 0)
        elif measure is Measure.PRESENCE:
            slots[str(code)] = (ClassKind.PRESENT, 0)
        else:
            slots[str(code)] = ranges.slot(rate)
    return _shading(measure, slots, values, ranges)


@dataclass(frozen=True)
class _Ranges:
    """Edges of the ranges of a rate with their fills; whether a rate of 0 is kept apart."""

    edges: tuple[float, ...]
    fills: tuple[Fill, ...]
    zero_apart: bool = False
    no_data: Fill = NO_DATA
    decimals: int = 0

    def slot(self, rate: float | None) -> tuple[ClassKind, int]:
        """Return the class of a rate of a commune with sites."""
        if rate is None:
            return (ClassKind.UNRATED, 0)
        if self.zero_apart and rate == 0:
            return (ClassKind.ZERO, 0)
        return (ClassKind.RATE, min(sum(rate >= low for low in self.edges[1:-1]), len(self.fills) - 1))


_RANGES = _Ranges(BREAKS, RATE_FILLS)


def graduated_rate(style: Style | None) -> Graduated | None:
    """Return the graduated look of communes by a rate, or None: counts are never shaded."""
    renderer = style.renderer if style is not None else None
    return renderer if isinstance(renderer, Graduated) and renderer.column in SHARES else None


def _ranges(look: Graduated, known: list[float]) -> _Ranges:
    edges = graduate(look, known).edges or (0.0, 1.0)
    colours = palette(look.palette, len(edges) - 1, reverse=look.reverse)
    fills = tuple(Fill(Pattern.SOLID, colour=colour, stroke=STROKE) for colour in colours)
    decimals = look.decimals if look.decimals is not None else percent_decimals(edges)
    return _Ranges(edges, fills, look.zero_apart, look.no_data.fill or NO_DATA, decimals)


def percent_decimals(edges: Sequence[float]) -> int:
    """Return how many figures after the comma tell the edges apart as percentages, two at most.

    Examples
    --------
    >>> percent_decimals((0.1, 0.25, 1.0)), percent_decimals((0.501, 0.504, 0.6))
    (0, 1)
    """
    different = len(set(edges))
    for decimals in range(2):
        if len({round(edge * 100, decimals) for edge in edges}) == different:
            return decimals
    return 2


def range_of(rate: float) -> int:
    """Return the range 0 to 4 of a rate: low ≤ rate < high, and 100% belongs to the last.

    Examples
    --------
    >>> [range_of(rate) for rate in (0.0, 0.2, 0.399, 0.8, 1.0)]
    [0, 1, 1, 4, 4]
    """
    return min(sum(rate >= low for low in BREAKS[1:-1]), len(RATE_FILLS) - 1)


_ZERO = Fill(Pattern.SOLID, colour="#F4F5F7", stroke=STROKE)
_SINGLE: tuple[tuple[ClassKind, Fill], ...] = (
    (ClassKind.ZERO, _ZERO),
    (ClassKind.PRESENT, _PRESENT),
    (ClassKind.UNRATED, _UNRATED),
    (ClassKind.NONE, NOT_COVERED),
    (ClassKind.NO_DATA, NO_DATA),
)


def _shading(
    measure: Measure,
    slots: Mapping[str, tuple[ClassKind, int]],
    values: Mapping[str, float | None],
    ranges: _Ranges,
) -> Shading:
    classes: list[ShadeClass] = []
    place: dict[tuple[ClassKind, int], int] = {}
    tally = pd.Series(list(slots.values()), dtype=object).value_counts()
    if measure is not Measure.PRESENCE:
        for number, fill in enumerate(ranges.fills):
            key = (ClassKind.RATE, number)
            place[key] = len(classes)
            low, high = ranges.edges[number], ranges.edges[number + 1]
            classes.append(ShadeClass(ClassKind.RATE, fill, int(tally.get(key, 0)), low, high))
    for kind, fill in _SINGLE:
        count = int(tally.get((kind, 0), 0))
        if count:
            place[(kind, 0)] = len(classes)
            classes.append(ShadeClass(kind, ranges.no_data if kind is ClassKind.NO_DATA else fill, count))
    class_of = {code: place[slot] for code, slot in slots.items()}
    return Shading(measure, tuple(classes), class_of, values, ranges.decimals)


def _column(frame: pd.DataFrame, name: str) -> pd.Series[float]:
    if name not in frame.columns:
        return pd.Series(math.nan, index=frame.index, dtype="float64")
    return frame[name].astype("Float64").astype("float64")


def _total(frame: pd.DataFrame, name: str) -> float:
    return float(_column(frame, name).sum())
