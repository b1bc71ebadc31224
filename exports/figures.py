"""Puts the key figures and the manner of counting of a result into words, once for all papers.

Knows nothing of layout. Every percentage comes with its numerator and denominator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.params import DEFAULT_RADIUS_M
from exports.points import point_groups
from exports.shading import Measure, basis, default_measure, only_clusters, parts_of, rates
from layers.schema import Status
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
    """Return the figures of the province: what there is, communes and villages alike, weighted by people.

    A figure whose denominator is zero or unknown is left out rather than shown as 0%.
    """
    figures: list[Figure] = []
    if len(bundle.sites):
        figures += [_stock(bundle, words), _communes(bundle, words)]
    for measure in (Measure.VILLAGES, Measure.HOUSEHOLDS, Measure.POPULATION, Measure.AREA):
        figure = _share(bundle, measure, words)
        if figure is not None:
            figures.append(figure)
    inside, measured = numbers_of(bundle, Measure.INCIDENTS)
    if inside is not None and measured:
        text = words(
            "figure.incidents_uncovered",
            part=words.count(measured - inside),
            whole=words.number(measured),
        )
        figures.append(Figure(words.percent((measured - inside) / measured), text))
    return tuple(figures)


def _stock(bundle: ResultBundle, words: Words) -> Figure:
    """Return how many initiatives or sites there are at all, in parts that add up."""
    sites = len(bundle.sites)
    active = int(bundle.sites["counts"].astype(bool).sum())
    parts = {
        "sites": words.count(sites),
        "active": words.count(active),
        "other": words.count(sites - active),
    }
    if len(bundle.initiatives) > 1:
        value = words.count(len(bundle.initiatives))
        return Figure(value, words("figure.stock.initiatives", **parts))
    return Figure(words.count(sites), words(f"figure.stock.{whom(bundle)}", **parts))


def _communes(bundle: ResultBundle, words: Words) -> Figure:
    unit: Mapping[str, Any] = bundle.coverage.by_unit
    value = f"{words.count(_number(unit['communes_with']))}/{words.number(_number(unit['communes_total']))}"
    others = [
        words(f"figure.communes.{name}", n=words.count(number))
        for name in ("without", "not_reported")
        if (number := _number(unit[f"communes_{name}"]))
    ]
    text = words(f"figure.communes.{whom(bundle)}")
    return Figure(value, f"{text} ({', '.join(others)})" if others else text)


def numbers_of(bundle: ResultBundle, measure: Measure) -> tuple[float | None, float | None]:
    """Return numerator and denominator of a rate of the province, None where not known.

    The denominator is that of the communes that have reported, not of the whole province.
    """
    parts = parts_of(measure, bundle)
    if parts is None:
        return None, None
    top, bottom = parts
    province: Mapping[str, Any] = bundle.coverage.province
    return _number(province.get(top)), _number(province.get(f"{top}_counted", province.get(bottom)))


def _share(bundle: ResultBundle, measure: Measure, words: Words) -> Figure | None:
    part, whole = numbers_of(bundle, measure)
    if part is None or not whole or not len(bundle.sites):
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
        sentences += _how_radius(bundle, words)
    else:
        sentences.append(words(f"how.{by}", n=words.count(params.min_sites)))
    if by == "households":
        sentences += _how_households(bundle, words)
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


def _how_radius(bundle: ResultBundle, words: Words) -> list[str]:
    """Return the radius, in a straight line, and who gave it: never a distance without a giver."""
    if bundle.params.radius_m:
        return [words("how.radius", distance=distance_text(bundle.params.radius_m, words))]
    sentences = [words("how.radius.own")]
    stated = bundle.initiatives[bundle.initiatives["radius_m"].notna()]
    unknown = words("how.radius.giver_unknown")
    givers = [giver if isinstance(giver, str) and giver else unknown for giver in stated["radius_given_by"]]
    if len(stated) == 1:
        distance = distance_text(float(stated["radius_m"].iloc[0]), words)
        sentences.append(words("how.radius.given", distance=distance, giver=givers[0]))
    elif givers:
        names = words.listing(list(dict.fromkeys(givers)), most=3)
        sentences.append(words("how.radius.givers", n=words.count(len(givers)), givers=names))
    default = distance_text(DEFAULT_RADIUS_M, words)
    if defaulted := _number(bundle.coverage.counted.get("radius_defaulted")):
        sentences.append(words("how.radius.defaulted", n=words.count(defaulted), distance=default))
    return sentences


def _how_households(bundle: ResultBundle, words: Words) -> list[str]:
    """Return what is written in the sheets and what of it counts: a village is covered to 100% at most."""
    figures = bundle.coverage.by_households
    sentences = []
    if excess := _number(figures.get("excess")):
        sentences.append(
            words(
                "how.households.excess",
                enrolled=words.number(_number(figures["enrolled"])),
                counted=words.number(_number(figures["counted"])),
                excess=words.number(excess),
            )
        )
    if unknown := _number(figures.get("sites_unknown")):
        sentences.append(words("how.households.unknown", n=words.count(unknown)))
    return sentences


def distance_text(metres: float, words: Words) -> str:
    """Return a radius as it was given: 3 km, 2,5 km, 800 m; no decimal that nobody stated.

    Examples
    --------
    >>> distance_text(3000.0, Words.load("vi")), distance_text(2500.0, Words.load("vi"))
    ('3 km', '2,5 km')
    """
    if metres < 1000:
        return f"{words.number(metres)} m"
    decimals = next(n for n in (0, 1, 2, 3) if n == 3 or abs(metres / 1000 * 10**n % 1) < 1e-9)
    return f"{words.number(metres / 1000, decimals)} km"


def manner_text(bundle: ResultBundle, words: Words) -> str:
    """Return in a few words in which way coverage is counted, for the line below a title."""
    by = basis(bundle)
    if by == "radius" and bundle.params.radius_m:
        return words("sheet.manner.radius", distance=distance_text(bundle.params.radius_m, words))
    return words("sheet.manner.radius_own" if by == "radius" else f"sheet.manner.{by}")


def stock_text(bundle: ResultBundle, words: Words) -> str:
    """Return all sites asked about by status, and why active ones are left out: the parts add up."""
    if not len(bundle.sites):
        return ""
    status = bundle.sites["status"].astype("object").where(bundle.sites["status"].notna(), Status.UNKNOWN)
    tally = status.astype("str").value_counts()
    order = (Status.ACTIVE, Status.UNKNOWN, Status.DECIDED, Status.PLANNED, Status.PAUSED, Status.ENDED)
    parts = [
        words(
            "stock.part",
            name=words(f"site_status.{kind.value}").lower(),
            n=words.count(int(tally[kind.value])),
        )
        for kind in order
        if tally.get(kind.value, 0)
    ]
    text = words("stock.parts", n=words.count(len(bundle.sites)), parts=words.listing(parts, most=len(parts)))
    alive = status.isin([Status.ACTIVE.value, Status.UNKNOWN.value])
    left_out = int((alive & ~bundle.sites["counts"].astype(bool)).sum())
    return text + (" " + words("stock.left_out", n=words.count(left_out)) if left_out else "")


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
    if len(bundle.sites) + len(bundle.incidents) == 0 and bundle.filters.is_empty:
        return words("figure.nothing_yet")
    if not bundle.submissions_kept:
        return words("figure.reporting_not_kept")
    total = len(bundle.coverage.communes)
    missing = bundle.not_reported
    text = words("figure.reported", n=words.number(total - len(missing)), total=words.number(total))
    if missing:
        text += " " + words("figure.not_reported", names=words.listing(missing, most=most))
    return text


def filters_text(bundle: ResultBundle, words: Words, most: int = 12) -> str:
    """Return by which filters the figures are, '' where nothing is filtered; `most` values of each kind."""
    line = bundle.names.line(bundle.filters, words, most)
    if not line:
        return ""
    shown, total = len(bundle.coverage.communes), len(bundle.boundaries.gdf)
    if shown == total:
        return words("remark.filters", filters=line)
    return words("remark.filters.communes", filters=line, n=words.number(shown), total=words.number(total))


def remarks(bundle: ResultBundle, words: Words) -> tuple[str, ...]:
    """Return what else a reader must know: filters, points without a place or outside, area drawn twice."""
    lines = [line] if (line := filters_text(bundle, words)) else []
    for kind in ("clusters", "sites", "incidents"):
        unplaced = point_groups(bundle, kind).unplaced
        if unplaced:
            name = words(f"legend.{kind}")
            lines.append(words("remark.unplaced", name=name, n=words.count(unplaced)))
    lines += about_rates(bundle, words)
    outside = _number(bundle.coverage.outside.get("sites")) or 0
    if outside:
        lines.append(words("remark.outside", n=words.count(outside)))
    if bundle.overlap_km2 >= 0.001 and not bundle.schematic:
        lines.append(words("remark.overlap", km2=words.number(bundle.overlap_km2, 3)))
    return tuple(lines)


def about_rates(bundle: ResultBundle, words: Words) -> list[str]:
    """Return why denominators are smaller than known totals, and which areas lie beside a site."""
    communes = bundle.coverage.communes
    reported = communes["reported"].fillna(True).astype(bool)
    silent = set(reported.index[~reported])
    lines = []
    if silent and len(bundle.villages):
        within = ~bundle.villages["commune_code_at"].isin(silent)
        lines.append(
            words(
                "remark.rates",
                n=words.number(int(reported.sum())),
                total=words.number(len(communes)),
                villages=words.number(int(within.sum())),
                all=words.number(len(within)),
            )
        )
    drawn = int((bundle.sites["commune_code_at"].isin(silent) & bundle.sites["counts"].astype(bool)).sum())
    if drawn:
        lines.append(words("remark.silent", n=words.count(drawn)))
    if basis(bundle) == "radius" and len(bundle.sites):
        if silent:
            lines.append(words("remark.area", total=words.number(len(communes))))
        shares = rates(bundle, default_measure(bundle))
        active = communes["active_sites"].astype("Float64").fillna(0.0)
        beside = sum(
            bool(reported[code]) and active[code] < bundle.params.min_sites and bool(shares[str(code)])
            for code in communes.index
        )
        if beside:
            lines.append(words(f"remark.beside.{whom(bundle)}", n=words.count(beside)))
    return lines


def vintage_text(bundle: ResultBundle, words: Words) -> str:
    """Return which units the boundaries are of, also where a filter leaves some of them out."""
    return words(f"vintage.{bundle.vintage}", n=words.number(len(bundle.boundaries.gdf)))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if number != number else number
