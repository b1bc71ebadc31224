"""Puts the key figures and the manner of counting of a result into words, once for all papers.

Knows nothing of layout. Every percentage comes with its numerator and denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exports.points import point_groups
from exports.shading import Measure, basis, only_clusters, parts_of
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to read out: the number in large type and what it counts, with numerator and denominator."""

    value: str
    text: str


def whom(bundle: ResultBundle) -> str:
    """Return "cluster" where only fire-safety clusters are counted, else "site": the ending of word keys."""
    return "cluster" if only_clusters(bundle) else "site"


def key_figures(bundle: ResultBundle, words: Words) -> tuple[Figure, ...]:
    """Return the figures of the province: communes and villages counted alike, then weighted by people.

    A figure whose denominator is zero or unknown is left out rather than shown as 0%.
    """
    unit: Mapping[str, Any] = bundle.coverage.by_unit
    province: Mapping[str, Any] = bundle.coverage.province
    figures: list[Figure] = []
    total = _number(unit.get("communes_total"))
    if total and len(bundle.sites):
        value = f"{words.number(_number(unit.get('communes_with')))}/{words.number(total)}"
        text = words(f"figure.communes.{whom(bundle)}")
        figures.append(Figure(value, text))
    for measure in (Measure.VILLAGES, Measure.HOUSEHOLDS, Measure.POPULATION, Measure.AREA):
        figure = _share(bundle, province, measure, words)
        if figure is not None:
            figures.append(figure)
    parts = parts_of(Measure.INCIDENTS, bundle)
    inside = _number(province.get("incidents_covered"))
    measured = _number(province.get("incidents_covered_counted"))
    if parts and inside is not None and measured:
        value = f"{words.count(measured - inside)}/{words.number(measured)}"
        figures.append(Figure(value, words("figure.incidents_uncovered")))
    return tuple(figures)


def _share(
    bundle: ResultBundle, province: Mapping[str, Any], measure: Measure, words: Words
) -> Figure | None:
    parts = parts_of(measure, bundle)
    if parts is None or not len(bundle.sites):
        return None
    top, bottom = parts
    # Of the communes that have reported: their own denominators, not those of the whole province.
    part, whole = _number(province.get(top)), _number(province.get(f"{top}_counted", province.get(bottom)))
    if part is None or not whole:
        return None
    decimals = 1 if measure is Measure.AREA else 0
    key = f"figure.{measure.value}.{basis(bundle)}"
    text = words(
        f"{key}.cluster" if whom(bundle) == "cluster" and words.has(f"{key}.cluster") else key,
        part=words.number(part, decimals),
        whole=words.number(whole, decimals),
    )
    return Figure(words.percent(part / whole), text)


def how_counted(bundle: ResultBundle, words: Words) -> tuple[str, ...]:
    """Return sentences on how coverage is counted: the kind, threshold, switch, dates."""
    params = bundle.params
    by = basis(bundle)
    sentences = []
    if by == "radius":
        distance = words.length(params.radius_m) if params.radius_m else words("how.radius.own")
        sentences.append(words("how.radius", distance=distance))
    else:
        sentences.append(words(f"how.{by}", n=words.count(params.min_sites)))
    switch = "how.without_to_check" if params.exclude_to_check else "how.with_to_check"
    to_check = _number(bundle.coverage.counted_to_check) or 0
    if params.exclude_to_check or to_check:
        sentences.append(
            words(switch, n=words.count(to_check), months=words.number(params.check_after_months))
        )
    unknown = _number(bundle.coverage.counted_unknown) or 0
    if unknown:
        sentences.append(words("how.counted_unknown", n=words.count(unknown)))
    return tuple(sentences)


def initiatives_text(bundle: ResultBundle, words: Words, most: int = 3) -> str:
    """Return the names of the initiatives that are counted, or that it is all of them."""
    wanted = bundle.params.initiatives
    if not wanted:
        layer = str(bundle.params.layer)
        return words(f"initiatives.{layer}", n=words.number(len(bundle.initiatives)))
    names = bundle.initiatives["name"]
    return words.listing([str(names.get(key, key)) for key in wanted], most=most)


def period_text(bundle: ResultBundle, words: Words) -> str:
    """Return the period of the incidents; open at its start, it says only until when."""
    first, last = bundle.params.period_from, words.date(bundle.params.incidents_to)
    if first is None:
        return words("period.until", last=last)
    return words("period.range", first=words.date(first), last=last)


def reported_text(bundle: ResultBundle, words: Words, most: int = 12) -> str:
    """Return how many communes have reported, and the names of those that have not."""
    if len(bundle.sites) + len(bundle.incidents) == 0:
        return words("figure.nothing_yet")
    total = len(bundle.coverage.communes)
    missing = bundle.not_reported
    text = words("figure.reported", n=words.number(total - len(missing)), total=words.number(total))
    if missing:
        text += " " + words("figure.not_reported", names=words.listing(missing, most=most))
    return text


def remarks(bundle: ResultBundle, words: Words) -> tuple[str, ...]:
    """Return what else a reader must know: points without a place or outside, area drawn twice."""
    lines = []
    for kind in ("clusters", "sites", "incidents"):
        unplaced = point_groups(bundle, kind).unplaced
        if unplaced:
            name = words(f"legend.{kind}")
            lines.append(words("remark.unplaced", name=name, n=words.count(unplaced)))
    silent = _drawn_in_silent_communes(bundle)
    if silent:
        lines.append(words("remark.silent", n=words.count(silent)))
    outside = _number(bundle.coverage.outside.get("sites")) or 0
    if outside:
        lines.append(words("remark.outside", n=words.count(outside)))
    if bundle.overlap_km2 >= 0.001 and not bundle.schematic:
        lines.append(words("remark.overlap", km2=words.number(bundle.overlap_km2, 3)))
    return tuple(lines)


def _drawn_in_silent_communes(bundle: ResultBundle) -> int:
    reported = bundle.coverage.communes["reported"].fillna(True).astype(bool)
    silent = set(reported.index[~reported])
    at = bundle.sites["commune_code_at"].isin(silent)
    return int((at & bundle.sites["counts"].astype(bool)).sum())


def vintage_text(bundle: ResultBundle, words: Words) -> str:
    """Return which units the figures are about."""
    return words(f"vintage.{bundle.vintage}", n=words.number(len(bundle.coverage.communes)))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if number != number else number
