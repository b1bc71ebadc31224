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
Record = Mapping[str, Any] | pd.Series  # column → value of one row of a table

MOST_COLUMNS = 8  # of a row of the analyst's own; the rest is counted
NAME_COLUMNS = frozenset({"tên", "ten", "name", "tên gọi", "tên_gọi", "ten_goi", "tengoi"})


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
    district = text_of(facts.get("district"))
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
    active, every = number_of(figures, "active_sites"), number_of(figures, "sites")
    rows: list[Row] = [(words("hover.active_sites"), _of_all(active, every, words))]
    by = bundle.params.by
    villages = number_of(figures, "villages")
    if by is By.RADIUS:
        area, covered = number_of(figures, "area_km2"), number_of(figures, "covered_km2")
        rows.append((words("hover.area_covered"), _share_km2(covered, area, words)))
        if villages:
            covered_villages = number_of(figures, "villages_covered")
            rows.append((words("hover.villages_covered"), words.share(covered_villages, villages)))
    elif villages:
        with_site = number_of(figures, "villages_with")
        rows.append((words("hover.villages_with"), words.share(with_site, villages)))
    households = number_of(figures, "households")
    if by is By.HOUSEHOLDS and households:
        covered_households = number_of(figures, "households_covered")
        rows.append((words("hover.households_covered"), words.share(covered_households, households)))
    rows.append((words("hover.incidents"), words.number(number_of(figures, "incidents"))))
    return rows


def point_text(
    layer: Layer, row: pd.Series, source: Frames, hit: Mapping[str, Any], words: Words
) -> HoverText:
    """Return the text of a point: name, kind, initiative, status, and how well its place is known."""
    kind = layer.title(words)
    rows: list[Row] = []
    if layer.kind is LayerKind.CONTEXT:
        return context_text(kind, row, words)
    if layer.kind in (LayerKind.SITES, LayerKind.CLUSTERS):
        rows.append((words("hover.initiative"), initiative_of(row, source, words)))
        rows.append((words("hover.status"), words(f"site_status.{text_of(row.get('status')) or 'unknown'}")))
        if not pd.isna(row.get("founded_on")):
            founded = words.date(row["founded_on"], text_of(row.get("founded_precision")) or "day")
            rows.append((words("hover.founded"), founded))
    elif layer.kind is LayerKind.INCIDENTS:
        happened = words.date(row.get("happened_on"), text_of(row.get("happened_precision")) or "day")
        rows.append((words("hover.happened"), happened))
    elif layer.kind is LayerKind.VILLAGES:
        rows.append((words("hover.households"), words.number(number_of(row, "households"))))
        rows.append((words("hover.villager_population"), words.number(number_of(row, "population"))))
    rows += _place_rows(row, hit, words)
    title = text_of(row.get("name"))
    if layer.kind is LayerKind.INCIDENTS:
        title = category_of(row, source, words)
    return HoverText(title or words("hover.unnamed"), kind, tuple(rows))


def context_text(title: str, row: pd.Series, words: Words) -> HoverText:
    """Return the text of a row of the analyst's own layer: its columns as they came, without empty ones."""
    values = [(str(name), str(value)) for name, value in row.items() if name != "geom" and not pd.isna(value)]
    values = [(name, value) for name, value in values if value]
    named = next((pair for pair in values if pair[0].strip().casefold() in NAME_COLUMNS), None)
    rest = [pair for pair in values if pair is not named]
    rows = rest[:MOST_COLUMNS]
    if len(rest) > len(rows):
        rows.append(("", words("hover.more_columns", n=words.number(len(rest) - len(rows)))))
    return HoverText(named[1] if named else title, title if named else "", tuple(rows))


def density_text(layer: Layer, count: int, words: Words) -> HoverText:
    """Return the text of a square in which points are only counted."""
    rows = (("", words("hover.density", n=words.number(count))), ("", words("hover.density_hint")))
    return HoverText(layer.title(words), "", rows)


def _place_rows(row: pd.Series, hit: Mapping[str, Any], words: Words) -> list[Row]:
    position = text_of(row.get("position"))
    rows: list[Row] = []
    if position and position != "exact":
        rows.append((words("hover.position"), words(f"position.{position}")))
    together = int(hit.get("together", 1))
    if together > 1:
        rows.append(("", words("hover.together", n=words.number(together))))
    return rows


def initiative_of(row: Record, source: Frames, words: Words, *, is_short: bool = True) -> str:
    """Return the name of the initiative of a site, in short where it has a short one and it is wanted."""
    known, identity = source.frame("initiatives"), text_of(row.get("initiative_id"))
    if identity not in known.index:
        return words("hover.initiative_unknown")
    short = text_of(known.at[identity, "short_name"]) if is_short else ""
    return short or text_of(known.at[identity, "name"])


def category_of(row: Record, source: Frames, words: Words) -> str:
    """Return the name of the category of an incident."""
    code = text_of(row.get("category"))
    terms, key = source.frame("vocabulary"), f"incident_category/{code}"
    if key in terms.index:
        return text_of(terms.at[key, words.language]) or text_of(terms.at[key, "vi"])
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


def number_of(values: Mapping[str, Any] | pd.Series, name: str) -> float | None:
    """Return a value as a finite number, None for an unknown one."""
    value = values.get(name)
    if value is None or pd.isna(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def text_of(value: object) -> str:
    """Return a text, '' for an unknown one."""
    return value if isinstance(value, str) else ""
