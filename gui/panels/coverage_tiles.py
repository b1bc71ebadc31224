"""Which figures of the province the tiles show, in short words; numerators and denominators of the result.

Reads a result; all it adds up are rows of its communes, all it divides is written beside the quotient.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from exports.figures import how_counted, numbers_of, whom
from exports.shading import Measure
from gui.panels.tiles import TileText
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

# How is counted → the shares shown after one another; the incidents follow, and the communes go before.
SHARES: dict[str, tuple[Measure, ...]] = {
    "unit": (Measure.VILLAGES, Measure.HOUSEHOLDS),
    "households": (Measure.HOUSEHOLDS, Measure.VILLAGES),
    "radius": (Measure.AREA, Measure.VILLAGES, Measure.POPULATION),
}


def tile_texts(bundle: ResultBundle, words: Words, *, is_preliminary: bool = False) -> list[TileText]:
    """Return the tiles of a result; a figure without a known denominator is left out, never 0%."""
    if len(bundle.sites) == 0:
        return []
    about = "≈ " if is_preliminary else ""
    by, who = str(bundle.coverage.covered_by), whom(bundle)
    unit = bundle.coverage.by_unit
    tiles = []
    total, number_with = _known(unit.get("communes_total")), _known(unit.get("communes_with"))
    if by != "radius" and total and number_with is not None:
        text = words(f"tile.communes.{who}")
        tiles.append(TileText(about + words.number(number_with), "/" + words.number(total), text))
    for measure in SHARES[by]:
        part, whole = numbers_of(bundle, measure)
        if part is None or not whole:
            continue
        values = {"part": words.number(part), "whole": words.number(whole)}
        key = f"tile.{measure.value}.{by}"
        text = words(f"{key}.{who}" if words.has(f"{key}.{who}") else key, **values)
        tiles.append(TileText(about + words.percent(part / whole), "", text))
    lacking, incidents = _incidents(bundle, by)
    if incidents and lacking is not None:
        text = words("tile.incidents.radius" if by == "radius" else f"tile.incidents.{who}")
        value = words.count(lacking) if lacking else words.number(0)
        more = _left_out(len(bundle.incidents), incidents, words)
        tiles.append(TileText(about + value, "/" + words.number(incidents), text, more))
    return tiles


def reported_text(bundle: ResultBundle, words: Words, *, names_unknown: bool = True) -> str:
    """Return who has reported, and how many sites count only because something about them is not known."""
    total, missing = len(bundle.coverage.communes), len(bundle.not_reported)
    if bundle.submissions_kept:
        text = words("coverage.reported", n=words.number(total - missing), total=words.number(total))
    else:
        text = words("figure.reporting_not_kept")
    if missing:
        text += " " + words("coverage.not_reported", names=words.listing(bundle.not_reported, most=4))
    if names_unknown and bundle.coverage.counted_unknown:
        text += " " + words("coverage.counted_unknown", n=words.number(bundle.coverage.counted_unknown))
    return text


def how_text(bundle: ResultBundle, words: Words) -> str:
    """Return how is counted, in full sentences."""
    return " ".join(how_counted(bundle, words))


def _incidents(bundle: ResultBundle, by: str) -> tuple[float | None, float | None]:
    """Return the incidents outside the radius, or in communes without a site, and all that are known."""
    if by == "radius":
        inside, measured = numbers_of(bundle, Measure.INCIDENTS)
        return (None if inside is None or measured is None else measured - inside), measured
    communes = bundle.coverage.communes
    is_without = communes["with_sites"].eq(False).fillna(False).astype(bool)
    lacking = communes.loc[is_without, "incidents"].sum(min_count=0)
    return _known(lacking), _known(bundle.coverage.province.get("incidents"))


def _left_out(everything: int, counted: float, words: Words) -> str:
    """Return why the list of layers speaks of more incidents than a tile, '' where it does not."""
    left = everything - round(counted)
    if left <= 0:
        return ""
    return words("tile.incidents.left_out", all=words.number(everything), left=words.number(left))


def _known(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return None if number != number else number
