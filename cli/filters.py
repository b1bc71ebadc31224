"""The filters that every counting verb shares: which initiatives, kinds, dates and rule of coverage.

Turns words into `CoverageParams`; knows nothing of how anything is counted.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cli.parser import Parser, UsageError, a_date, a_positive_number, nearest
from layers.errors import BadParameter, NameAmbiguous, NameUnknown
from layers.words import Words, without_tones

if TYPE_CHECKING:
    import pandas as pd

    from analysis.params import CoverageParams
    from layers.filters import Filters
    from layers.workspace import Snapshot

LAYERS = ("all", "sites", "clusters")
MEASURES = ("unit", "households", "radius")


def add_filters(parser: Parser, *, to_is_date: bool = True) -> None:
    """Add the shared filters to the parser of a verb.

    Parameters
    ----------
    parser : Parser
    to_is_date : bool
        False for the verbs whose ``--to`` names a file as well; they sort out its values themselves.
    """
    words = parser.words
    parser.set_defaults(end=None)
    group = parser.add_argument_group(words("filter.title"))
    group.add_argument(
        "--initiative", nargs="+", action="extend", default=[], help=words("filter.initiative")
    )
    group.add_argument("--layer", choices=LAYERS, default="all", help=words("filter.layer"))
    group.add_argument("--exclude-to-check", action="store_true", help=words("filter.exclude_to_check"))
    group.add_argument("--as-of", type=a_date(words), help=words("filter.as_of"))
    group.add_argument("--from", dest="start", type=a_date(words), help=words("filter.from"))
    if to_is_date:
        group.add_argument("--to", dest="end", type=a_date(words), help=words("filter.to"))
    group.add_argument("--category", nargs="+", action="extend", default=[], help=words("filter.category"))
    group.add_argument("--vintage", help=words("filter.vintage"))
    group.add_argument("--no-filters", action="store_true", help=words("filter.no_filters"))
    group.add_argument("--by", choices=MEASURES, help=words("filter.by"))
    group.add_argument("--radius-m", type=a_positive_number(words), help=words("filter.radius_m"))


def params_of(options: argparse.Namespace, snapshot: Snapshot, words: Words) -> CoverageParams:
    """Return the parameters that the filters ask for.

    Raises
    ------
    UsageError
        Where filters contradict each other or name something that the workspace does not have.
    """
    from analysis.params import By, CoverageParams, SiteKind
    from analysis.selection import resolve_initiatives

    check_together(options, words)
    by = "radius" if options.radius_m is not None else options.by
    initiatives, vocabulary = snapshot.frame("initiatives"), snapshot.frame("vocabulary")
    try:
        return CoverageParams(
            as_of=options.as_of or snapshot.as_of,
            by=By(by) if by else By.OWN,
            radius_m=options.radius_m,
            initiatives=resolve_initiatives(options.initiative, initiatives),
            layer=SiteKind(options.layer),
            exclude_to_check=options.exclude_to_check,
            check_after_months=snapshot.check_after_months,
            period_from=options.start,
            period_to=options.end,
            categories=tuple(find_category(code, vocabulary, words.language) for code in options.category),
        )
    except (NameAmbiguous, NameUnknown, BadParameter) as error:
        raise UsageError(words.error(error)) from error


def filters_of(options: argparse.Namespace, snapshot: Snapshot) -> Filters:
    """Return the filters of the document, so that a verb and the window tell the same figures.

    What is asked for on the command line stands in place of a condition of its kind; with ``--no-filters``
    there are none.
    """
    from layers.filters import FilterKind, Filters

    if options.no_filters:
        return Filters()
    filters = Filters.from_json(snapshot.documents.get("filters"))
    asked = {
        FilterKind.INITIATIVES: options.initiative,
        FilterKind.CATEGORIES: options.category,
        FilterKind.PERIOD: options.start or options.end,
    }
    for kind, is_asked in asked.items():
        if is_asked:
            filters = filters.without(kind)
    return filters


def check_together(options: argparse.Namespace, words: Words) -> None:
    """Raise UsageError where two filters contradict each other; needs no workspace."""
    if options.radius_m is not None and options.by not in (None, "radius"):
        raise UsageError(words("usage.radius_with_other"))
    start, end = options.start, options.end
    if start is not None and end is not None and start > end:
        raise UsageError(words("usage.dates_reversed", start=words.date(start), end=words.date(end)))


def find_category(code: str, vocabulary: pd.DataFrame, language: str) -> str:
    """Return the code of a category of incidents, given its code or its Vietnamese or English name.

    Raises
    ------
    NameAmbiguous, NameUnknown
        With names in `language`.
    """
    listed = vocabulary[vocabulary["list"] == "incident_category"]
    if (listed["code"] == code).any():
        return code
    wanted = without_tones(code)
    fits = [
        str(found)
        for found, *names in listed[["code", "vi", "en"]].itertuples(index=False)
        if any(isinstance(text, str) and without_tones(text) == wanted for text in names)
    ]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise NameAmbiguous(name=code, candidates=tuple(fits))
    names = list(listed[language].fillna(listed["code"]))
    raise NameUnknown(name=code, nearest=tuple(nearest(code, names, most=3)))
