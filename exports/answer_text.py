"""The answer to a quick question in words: one sentence to read out, and what it leaves open.

Words what `analysis.answer` found, for window, paper and command line alike; computes no figure.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from analysis.unit_rows import CLUSTERS
from layers.filter_names import FilterNames
from layers.filters import FilterKind
from layers.incidents import FIRE
from layers.periods import Period
from layers.questions import Clause, IncidentsAsked, Question, SitesAsked, SiteState, VillagesAsked
from layers.words import Words, collation_key

if TYPE_CHECKING:
    from analysis.answer import Answer


def condition_text(clause: Clause, names: FilterNames, words: Words) -> str:
    """Return how one condition reads: "chưa có Cụm dân cư an toàn PCCC đang hoạt động".

    Parameters
    ----------
    clause : Clause
    names : FilterNames
        Of the document: initiatives, categories and ratings.
    words : Words
    """
    subject = clause.subject
    kind = {SitesAsked: "sites", IncidentsAsked: "incidents", VillagesAsked: "villages"}[type(subject)]
    what = _what(subject, names, words)
    return words(f"question.{kind}.{clause.compare.value}", what=what, n=words.count(clause.number))


def question_text(question: Question, days: Period | None, names: FilterNames, words: Words) -> str:
    """Return the conditions of a question joined by "and", with the days where incidents are asked about."""
    conditions = words("question.and").join(condition_text(one, names, words) for one in question.clauses)
    has_incidents = any(isinstance(one.subject, IncidentsAsked) for one in question.clauses)
    return f"{conditions} {_days(days, words)}" if has_incidents and days is not None else conditions


def sentence(answer: Answer, names: FilterNames, words: Words) -> str:
    """Return the answer as it is read out: how many of how many units, which, and of which nobody can say.

    Names are in Vietnamese order. A unit that has not reported is named as such, never as one without.

    Examples
    --------
    "Có 01/75 xã, phường chưa có Cụm dân cư an toàn PCCC đang hoạt động và có từ 01 vụ cháy từ 01/01/2026 đến
    14/11/2026: xã Mường Lèo."
    """
    unit = words(f"question.level.{answer.question.level.value}")
    asked = question_text(answer.question, answer.days, names, words)
    if not len(answer.ids):
        return words("question.no_units", unit=unit)
    if not answer.has_begun:
        return words("question.not_begun", date=words.date(answer.as_of))
    found = _listed(answer, answer.holds, words)
    told = words(
        "question.found" if found else "question.found_none",
        n=words.count(int(answer.holds.sum())),
        all=words.number(len(answer.ids)),
        unit=unit,
        asked=asked,
        names=found,
    )
    if answer.unknown.any():
        open_ones = words(
            "question.unknown",
            n=words.count(int(answer.unknown.sum())),
            unit=unit,
            names=_listed(answer, answer.unknown, words),
        )
        return f"{told} {open_ones}"
    return told


def as_of_text(as_of: dt.date, words: Words) -> str:
    """Return the line that says of which day the sites are."""
    return words("question.as_of", date=words.date(as_of))


def _listed(answer: Answer, chosen: object, words: Words) -> str:
    names = [name for name, is_it in zip(answer.names, chosen, strict=True) if is_it]  # type: ignore[call-overload]
    return words.listing(sorted(names, key=collation_key))


def _what(subject: SitesAsked | IncidentsAsked | VillagesAsked, names: FilterNames, words: Words) -> str:
    if isinstance(subject, VillagesAsked):
        return words(f"question.column.{subject.column}")
    if isinstance(subject, IncidentsAsked):
        return _incidents(subject, names, words)
    if subject.initiative == CLUSTERS:
        what = words("question.clusters")
    elif subject.initiative:
        name = names.initiatives.get(subject.initiative, subject.name)
        what = words("question.sites_of", name=name)
    else:
        what = words("question.any_sites")
    if subject.state is not SiteState.ANY:
        what = words(f"question.state.{subject.state.value}", what=what)
    if subject.ratings:
        ratings = [names.value(FilterKind.RATINGS, one, words) for one in subject.ratings]
        what = words("question.rated", what=what, ratings=words.listing(ratings))
    return what


def _incidents(subject: IncidentsAsked, names: FilterNames, words: Words) -> str:
    if not subject.category:
        what = words("question.any_incidents")
    elif subject.category.split(".", 1)[0] == FIRE:
        name = names.value(FilterKind.CATEGORIES, subject.category, words)
        what = words("question.fires", name=name[:1].lower() + name[1:])
    else:
        what = words(
            "question.incidents_of", name=names.value(FilterKind.CATEGORIES, subject.category, words)
        )
    if subject.category in ("", FIRE):
        if not subject.with_forest:
            what = words("question.without_forest", what=what)
        if subject.with_minor:
            what = words("question.with_minor", what=what)
    return what


def _days(days: Period | None, words: Words) -> str:
    assert days is not None
    return words("question.days", first=words.date(days.first), last=words.date(days.last))
