"""What a hover card says, as a value, and the lines made for it from a result and the rows of layers.

Knows words, frames and results; never a widget, and computes no figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.params import By
from layers.schema import LayerKind
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries
    from layers.layer import Frames, Layer

Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class HoverText:
    """Text of a hover card.

    Attributes
    ----------
    title : str
        First line, strong: the full name of a commune, the name of a point.
    subtitle : str
        Second line, muted: the kind of thing.
    rows : tuple of (str, str)
        Label and value; a row with an empty label is a sentence over the whole width.
    """

    title: str
    subtitle: str = ""
    rows: tuple[Row, ...] = ()


def commune_text(boundaries: Boundaries, index: int, bundle: ResultBundle | None, words: Words) -> HoverText:
    """Return the text of a commune: its name, and its figures as the result states them.

    Parameters
    ----------
    index : int
        Row of the commune in `boundaries`.
    bundle : ResultBundle or None
        Without one, only what the register knows.
    """
    facts = boundaries.gdf.iloc[index]
    district = _text(facts.get("district"))
    subtitle = words("hover.former_district", name=district) if district else ""
    rows: list[Row] = []
    figures = _figures(bundle, str(facts["code"]))
    if figures is not None and bundle is not None:
        rows += _figure_rows(figures, bundle, words)
    else:
        people = facts.get("population")
        if not pd.isna(people):
            rows.append((words("hover.population"), words.number(people)))
    if bool(facts.get("uncertain", False)):
        rows.append(("", words("hover.boundary_uncertain")))
    return HoverText(str(facts["full_name"]), subtitle, tuple(rows))


def _figures(bundle: ResultBundle | None, code: str) -> Mapping[str, Any] | None:
    if bundle is None or code not in bundle.coverage.communes.index:
        return None
    figures: Mapping[str, Any] = bundle.coverage.communes.loc[code].to_dict()
    return figures


def _figure_rows(figures: Mapping[str, Any], bundle: ResultBundle, words: Words) -> list[Row]:
    reported = figures.get("reported")
    if reported is not None and not pd.isna(reported) and not bool(reported):
        return [("", words("value.no_data"))]
    active, every = _number(figures, "active_sites"), _number(figures, "sites")
    rows: list[Row] = [(words("hover.active_sites"), _of_all(active, every, words))]
    by = bundle.params.by
    villages = _number(figures, "villages")
    if by is By.RADIUS:
        area, covered = _number(figures, "area_km2"), _number(figures, "covered_km2")
        rows.append((words("hover.area_covered"), _share_km2(covered, area, words)))
        if villages:
            covered_villages = _number(figures, "villages_covered")
            rows.append((words("hover.villages_covered"), words.share(covered_villages, villages)))
    elif villages:
        with_site = _number(figures, "villages_with")
        rows.append((words("hover.villages_with"), words.share(with_site, villages)))
    households = _number(figures, "households")
    if by is By.HOUSEHOLDS and households:
        covered_households = _number(figures, "households_covered")
        rows.append((words("hover.households_covered"), words.share(covered_households, households)))
    rows.append((words("hover.incidents"), words.number(_number(figures, "incidents"))))
    return rows


def point_text(
    layer: Layer, row: pd.Series, source: Frames, hit: Mapping[str, Any], words: Words
) -> HoverText:
    """Return the text of a point: name, kind, initiative, status, and how well its place is known."""
    kind = layer.title(words)
    rows: list[Row] = []
    if layer.kind in (LayerKind.SITES, LayerKind.CLUSTERS):
        rows.append((words("hover.initiative"), _initiative(row, source, words)))
        rows.append((words("hover.status"), words(f"site_status.{_text(row.get('status')) or 'unknown'}")))
        if not pd.isna(row.get("founded_on")):
            founded = words.date(row["founded_on"], _text(row.get("founded_precision")) or "day")
            rows.append((words("hover.founded"), founded))
    elif layer.kind is LayerKind.INCIDENTS:
        happened = words.date(row.get("happened_on"), _text(row.get("happened_precision")) or "day")
        rows.append((words("hover.happened"), happened))
    elif layer.kind is LayerKind.VILLAGES:
        rows.append((words("hover.households"), words.number(_number(row, "households"))))
        rows.append((words("hover.villager_population"), words.number(_number(row, "population"))))
    rows += _place_rows(row, hit, words)
    title = _text(row.get("name"))
    if layer.kind is LayerKind.INCIDENTS:
        title = _category(row, source, words)
    return HoverText(title or words("hover.unnamed"), kind, tuple(rows))


def density_text(layer: Layer, count: int, words: Words) -> HoverText:
    """Return the text of a square in which points are only counted."""
    rows = (("", words("hover.density", n=words.number(count))), ("", words("hover.density_hint")))
    return HoverText(layer.title(words), "", rows)


def _place_rows(row: pd.Series, hit: Mapping[str, Any], words: Words) -> list[Row]:
    position = _text(row.get("position"))
    rows: list[Row] = []
    if position and position != "exact":
        rows.append((words("hover.position"), words(f"position.{position}")))
    together = int(hit.get("together", 1))
    if together > 1:
        rows.append(("", words("hover.together", n=words.number(together))))
    return rows


def _initiative(row: pd.Series, source: Frames, words: Words) -> str:
    known, identity = source.frame("initiatives"), _text(row.get("initiative_id"))
    if identity not in known.index:
        return words("hover.initiative_unknown")
    return _text(known.at[identity, "short_name"]) or _text(known.at[identity, "name"])


def _category(row: pd.Series, source: Frames, words: Words) -> str:
    code = _text(row.get("category"))
    terms, key = source.frame("vocabulary"), f"incident_category/{code}"
    if key in terms.index:
        return _text(terms.at[key, words.language]) or _text(terms.at[key, "vi"])
    return code


def _of_all(active: float | None, every: float | None, words: Words) -> str:
    if active is None or every is None:
        return words.number(active)
    return words("hover.active_of_all", active=words.number(active), all=words.number(every))


def _share_km2(part: float | None, whole: float | None, words: Words) -> str:
    if part is None or not whole:
        return words("value.no_data")
    return words(
        "hover.share_km2",
        share=words.percent(part / whole),
        part=words.number(part, 1),
        whole=words.number(whole, 1),
    )


def _number(values: Mapping[str, Any] | pd.Series, name: str) -> float | None:
    value = values.get(name)
    if value is None or pd.isna(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
