"""``coverage``: the coverage of each commune and of the province, as a table or as the bundle's JSON.

Reads every figure from the bundle and computes none.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.context import Answer, Context
from cli.document import boundaries_of, open_document
from cli.filters import add_filters, check_together, filters_of, params_of
from cli.output import table
from cli.parser import Parser, UsageError
from layers.errors import BadParameter
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from analysis.params import CoverageParams
    from analysis.result import CoverageResult
    from layers.filters import Filters
    from layers.workspace import Workspace

Cell = Callable[[Mapping[str, Any], Words], str]


def arguments(parser: Parser) -> None:
    """Add what ``coverage`` takes."""
    parser.add_argument("workspace", type=Path, metavar="W", help=parser.words("argument.workspace"))
    add_filters(parser)


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Compute the coverage that the filters ask for."""
    bundle = bundle_of(options, context)
    return Answer(bundle.to_json(), tuple(_lines(bundle, context.words)))


def bundle_of(
    options: argparse.Namespace, context: Context, document: Workspace | None = None
) -> ResultBundle:
    """Return the result set of a workspace (opened here where it is not yet).

    The filters are those of the document and, before these, those of the command line.

    Raises
    ------
    UsageError
        Where a filter names what the workspace does not have.
    """
    check_together(options, context.words)
    snapshot = (document or open_document(options.workspace)).snapshot()
    from analysis.bundle import build
    from analysis.selection import with_filters

    filters = filters_of(options, snapshot)
    params = params_of(options, snapshot, context.words)
    stated = None
    if not filters.is_empty:
        params = with_filters(params, filters, snapshot)
        stated = _with_options(filters, params)
    try:
        boundaries = boundaries_of(snapshot, options.vintage)
    except BadParameter as error:
        raise UsageError(context.words.error(error)) from error
    return build(snapshot, boundaries, params, register=context.load_register(), filters=stated)


def _with_options(filters: Filters, params: CoverageParams) -> Filters:
    """Return the filters of the document with the categories that the command line put in their place."""
    return replace(filters, categories=params.categories)


# -- the table ----------------------------------------------------------------------------------------


def _count_of(part: str, whole: str) -> Cell:
    """Return a cell with a part and its whole, without a share: 53/65."""
    return lambda row, words: _parts(row[part], row[whole], words)


def _share(part: str, whole: str, decimals: int = 0) -> Cell:
    """Return a cell with a share; for the province of what has been reported on only."""

    def cell(row: Mapping[str, Any], words: Words) -> str:
        return words.share(row[part], row.get(f"{part}_counted", row[whole]), part_decimals=decimals)

    return cell


def _parts(part: float | None, whole: float | None, words: Words) -> str:
    if part is None or whole is None:
        return words("value.no_data")
    return f"{words.number(part)}/{words.number(whole)}"


_SITES = ("cli.column.active_sites", _count_of("active_sites", "sites"))
_VILLAGES_WITH = ("cli.column.villages_with", _share("villages_with", "villages"))
_AREA = ("cli.column.covered_km2", _share("covered_km2", "area_km2", 1))
_PEOPLE = ("cli.column.population_covered", _share("population_covered", "population"))
_INCIDENTS = ("cli.column.incidents_covered", _share("incidents_covered", "incidents"))
_VILLAGES = ("cli.column.villages_covered", _share("villages_covered", "villages"))
_HOUSEHOLDS = ("cli.column.households_covered", _share("households_covered", "households"))
# Of each way to cover: heading and cell. Six columns at most: a line then fits into 120 letters.
_COLUMNS: Mapping[str, tuple[tuple[str, Cell], ...]] = {
    "unit": (_SITES, _VILLAGES_WITH),
    "households": (_SITES, _VILLAGES_WITH, _HOUSEHOLDS),
    "radius": (_SITES, _AREA, _VILLAGES, _PEOPLE, _INCIDENTS),
    "own": (_SITES, _VILLAGES_WITH),
    "own_with_radius": (_SITES, _VILLAGES_WITH, _AREA, _PEOPLE, _INCIDENTS),
}


def _lines(bundle: ResultBundle, words: Words) -> list[str]:
    coverage = bundle.coverage
    columns = _COLUMNS[_way(bundle)]
    full_names = dict(zip(bundle.boundaries.codes, bundle.boundaries.gdf["full_name"], strict=True))
    head = [words("cli.column.commune"), *[words(heading) for heading, _ in columns]]
    rows = [
        [full_names[row["code"]], *[_told(cell(row, words), row, words) for _, cell in columns]]
        for row in coverage.to_json()["communes"]
    ]
    total = [words("cli.column.province"), *[cell(coverage.province, words) for _, cell in columns]]
    return [
        *_heading(bundle, words),
        "",
        *table(head, [*rows, total]),
        "",
        *_notes(bundle, words),
    ]


def _told(cell: str, row: Mapping[str, Any], words: Words) -> str:
    """Say why there is no figure where it is because nobody reported."""
    unknown = cell == words("value.no_data") and not row["reported"]
    return words("cli.coverage.silent") if unknown else cell


def _way(bundle: ResultBundle) -> str:
    """Return how is counted; the initiatives' own ways include the distance only where one covers by it."""
    if bundle.params.by != "own":
        return str(bundle.coverage.covered_by)
    chosen = bundle.initiatives["cover_by"]
    return "own_with_radius" if (chosen == "radius").any() else "own"


def _heading(bundle: ResultBundle, words: Words) -> list[str]:
    lines = [bundle.title, words("cli.coverage.as_of", date=words.date(bundle.as_of))]
    if bundle.sample:
        lines.append(words("sample.mark"))
    if bundle.schematic:
        lines.append(words("boundaries.schematic"))
    lines.append(words(f"cli.coverage.by_{_way(bundle)}"))
    if bundle.params.radius_m is not None:
        lines.append(words("cli.coverage.radius", radius=words.length(bundle.params.radius_m)))
    if filtered := bundle.names.line(bundle.filters, words, 12):
        lines.append(words("remark.filters", filters=filtered))
    return lines


def _notes(bundle: ResultBundle, words: Words) -> list[str]:
    """Return what a reader must know of the table: units with and without, and what is not in it."""
    coverage = bundle.coverage
    unit = coverage.by_unit
    notes = [
        words(
            "cli.coverage.units",
            communes=f"{words.number(unit['communes_with'])}/{words.number(unit['communes_total'])}",
            villages=words.share(
                coverage.province["villages_with"], coverage.province.get("villages_with_counted")
            ),
        )
    ]
    if bundle.not_reported:
        notes.append(
            words(
                "cli.coverage.not_reported",
                n=words.count(len(bundle.not_reported)),
                names=words.listing(bundle.not_reported),
            )
        )
    left_out = _left_out(coverage)
    if left_out:
        selected = words.number(coverage.counted["sites_selected"])
        notes.append(words("cli.coverage.left_out", n=words.number(left_out), all=selected))
    for name in ("outside", "no_position"):
        missing: Mapping[str, int | None] = getattr(coverage, name)
        if any(missing.values()):
            counts = {kind: words.number(missing.get(kind)) for kind in ("sites", "incidents", "villages")}
            notes.append(words(f"cli.coverage.{name}", **counts))
    for name in ("counted_unknown", "counted_to_check"):
        if count := getattr(coverage, name):
            notes.append(words(f"cli.coverage.{name}", n=words.number(count)))
    if defaults := coverage.counted.get("radius_defaulted"):
        notes.append(words("cli.coverage.default_radius", n=words.number(defaults)))
    if bundle.overlap_km2:
        notes.append(words("cli.coverage.overlap", km2=words.number(bundle.overlap_km2, 3)))
    return notes


def _left_out(coverage: CoverageResult) -> int:
    """Return how many selected sites lie in communes that have not reported: no column counts them."""
    selected, counted = coverage.counted.get("sites_selected"), coverage.province["sites"]
    if selected is None or counted is None:
        return 0
    return int(selected - counted - (coverage.outside["sites"] or 0) - (coverage.no_position["sites"] or 0))
