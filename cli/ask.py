"""``ask``: which communes, villages or groups satisfy a few conditions, and the rows behind the answer.

Turns words into a `Question`; finds and computes nothing itself.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.context import Answer, Context
from cli.document import boundaries_of, open_document, workspace_origin
from cli.filters import find_category
from cli.output import table
from cli.parser import Parser, UsageError, a_date
from layers.errors import BadParameter, NameAmbiguous, NameUnknown
from layers.words import Words

if TYPE_CHECKING:
    from analysis.answer import Answer as Found
    from layers.filter_names import FilterNames
    from layers.periods import PeriodChoice
    from layers.questions import Clause, Compare, SiteState
    from layers.snapshot import Snapshot

LEVELS = ("commune", "village", "group")
INCIDENTS = "incidents"


def arguments(parser: Parser) -> None:
    """Add what ``ask`` takes."""
    words = parser.words
    parser.add_argument("workspace", type=Path, metavar="W", help=words("argument.workspace"))
    for name in ("without", "with"):
        parser.add_argument(
            f"--{name}",
            dest=f"{name}_",
            nargs="+",
            action="extend",
            default=[],
            metavar="X",
            help=words(f"argument.ask.{name}"),
        )
    parser.add_argument("--from", dest="start", type=a_date(words), help=words("filter.from"))
    parser.add_argument("--to", dest="end", type=a_date(words), help=words("filter.to"))
    parser.add_argument("--level", choices=LEVELS, default=LEVELS[0], help=words("argument.ask.level"))
    parser.add_argument("--no-forest", action="store_true", help=words("argument.ask.no_forest"))
    parser.add_argument("--with-minor", action="store_true", help=words("argument.ask.with_minor"))


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Answer the question that the conditions make."""
    words = context.words
    if not options.without_ and not options.with_:
        raise UsageError(words("usage.ask.nothing"))
    snapshot = open_document(options.workspace).snapshot()
    boundaries = boundaries_of(snapshot)
    from analysis.answer import answer
    from analysis.locate import Locator
    from analysis.tally import Tally
    from exports.answer_text import as_of_text, sentence
    from layers.filter_names import FilterNames
    from layers.questions import Compare, Question
    from layers.unit_columns import Level

    try:
        clauses = [_clause(text, Compare.NONE, options, snapshot, words) for text in options.without_]
        clauses += [_clause(text, Compare.AT_LEAST, options, snapshot, words) for text in options.with_]
        question = Question(Level(options.level), tuple(clauses), _period(options, snapshot))
    except (BadParameter, NameAmbiguous, NameUnknown) as error:
        raise UsageError(words.error(error)) from error
    found = answer(snapshot, Tally.of(snapshot, Locator(boundaries.gdf)), question)
    names = FilterNames.of(snapshot, boundaries.gdf)
    told = sentence(found, names, words)
    origin = workspace_origin(options.workspace, snapshot)
    data = {
        **origin.to_json(),
        "stamp": found.stamp,
        "sentence": told,
        **_data(found, snapshot, names),
    }
    lines = [told, as_of_text(found.as_of, words), *([words("sample.mark")] if snapshot.sample else [])]
    return Answer(data, (*lines, *_details(data, words)))


def _clause(
    text: str, compare: Compare, options: argparse.Namespace, snapshot: Snapshot, words: Words
) -> Clause:
    """Return the condition that a word names: ``clusters``, an initiative or ``incidents:CATEGORY``."""
    from analysis.selection import resolve_initiatives
    from analysis.unit_rows import CLUSTERS
    from layers.questions import Clause, IncidentsAsked, SitesAsked

    what, _, detail = text.partition(":")
    if what == INCIDENTS:
        category = find_category(detail, snapshot.frame("vocabulary"), words.language) if detail else ""
        return Clause(IncidentsAsked(category, not options.no_forest, options.with_minor), compare)
    what, state = _state(text)
    if what == CLUSTERS:
        return Clause(SitesAsked(CLUSTERS, state=state), compare)
    initiatives = snapshot.frame("initiatives")
    identity = resolve_initiatives([what], initiatives)[0]
    return Clause(SitesAsked(identity, str(initiatives.at[identity, "name"]), state), compare)


def _state(text: str) -> tuple[str, SiteState]:
    """Return what is asked for and in which state; a colon may also be part of a name."""
    from layers.questions import SiteState

    what, colon, state = text.rpartition(":")
    if colon and state in {one.value for one in SiteState}:
        return what, SiteState(state)
    return text, SiteState.ACTIVE


def _period(options: argparse.Namespace, snapshot: Snapshot) -> PeriodChoice | None:
    from layers.periods import FIRST_YEAR, PeriodChoice, PeriodKind

    if options.start is None and options.end is None:
        return None
    first = options.start or dt.date(FIRST_YEAR, 1, 1)
    return PeriodChoice(PeriodKind.FREE, first=first, last=options.end or max(snapshot.as_of, first))


def _data(found: Found, snapshot: Snapshot, names: FilterNames) -> dict[str, Any]:
    incidents = snapshot.frame("incidents")
    villages, communes = snapshot.frame("villages")["name"].to_dict(), names.communes
    units = []
    for place in found.holds.nonzero()[0].tolist():
        rows = sorted({row for i in range(len(found.counted)) for row in _incidents(found, i, place)})
        units.append(
            {
                "code": str(found.ids[place]),
                "name": found.names[place],
                "counts": [one.number[place] for one in found.counted],
                "incidents": [
                    {
                        "happened_on": row["happened_on"],
                        "category": row["category"],
                        "village": villages.get(row["village_id"]),
                        "commune": communes.get(str(row["commune_code"])),
                    }
                    for row in incidents.iloc[rows].to_dict("records")
                ],
            }
        )
    return {
        "as_of": found.as_of,
        "question": found.question.to_json(),
        "units": units,
        "not_reported": [name for name, unknown in zip(found.names, found.unknown, strict=True) if unknown],
        "counts": {
            "units": int(found.holds.sum()),
            "not_reported": int(found.unknown.sum()),
            "total": len(found.ids),
        },
    }


def _incidents(found: Found, place: int, unit: int) -> list[int]:
    rows: list[int] = found.rows_of(place, unit).tolist()
    return rows if found.counted[place].table == INCIDENTS else []


def _details(data: Mapping[str, Any], words: Words) -> list[str]:
    """Return the incidents of the units that were found, one a line."""
    rows = [
        [unit["name"], words.date(one["happened_on"]), _place(one, words)]
        for unit in data["units"]
        for one in unit["incidents"]
    ]
    head = [words(f"cli.ask.{name}") for name in ("unit", "date", "place")]
    return ["", *table(head, rows, left=3)] if rows else []


def _place(incident: Mapping[str, Any], words: Words) -> str:
    return str(incident["village"] or incident["commune"] or words("value.no_data"))
