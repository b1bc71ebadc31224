"""Questions, columns and days of periods as values: what is written is read back, what is odd is refused."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import BadParameter
from layers.period_days import PeriodDays
from layers.periods import Period, PeriodChoice, PeriodKind
from layers.questions import (
    VILLAGE_FACTS,
    VILLAGE_NUMBERS,
    Clause,
    Compare,
    IncidentsAsked,
    Question,
    SitesAsked,
    SiteState,
    VillagesAsked,
)
from layers.unit_columns import (
    DEFAULT_COLUMNS,
    ColumnKind,
    Level,
    UnitColumn,
    columns_from_json,
    columns_to_json,
)

SUBJECTS = st.one_of(
    st.builds(SitesAsked, st.text(max_size=5), st.text(max_size=5), st.sampled_from(SiteState)),
    st.builds(IncidentsAsked, st.text(max_size=5), st.booleans(), st.booleans()),
    st.builds(VillagesAsked, st.sampled_from(VILLAGE_NUMBERS + VILLAGE_FACTS)),
)
CLAUSES = st.builds(Clause, SUBJECTS, st.sampled_from(Compare), st.integers(1, 99))
PERIODS = st.sampled_from(
    [None, PeriodChoice(PeriodKind.YEAR, 2026), PeriodChoice(PeriodKind.LAST_12_MONTHS)]
)


SITES = {"of": "sites", "compare": "none", "number": 1}


@settings(max_examples=30, deadline=None)
@given(
    st.builds(Question, st.sampled_from(Level), st.lists(CLAUSES, min_size=1, max_size=3).map(tuple), PERIODS)
)
def test_questions_are_read_back(question: Question) -> None:
    assert Question.from_json(question.to_json()) == question


@pytest.mark.parametrize(
    "written",
    [
        None,
        [],
        {"level": "commune"},
        {"level": "street", "clauses": []},
        {"level": "commune", "clauses": []},
        {"level": "commune", "clauses": [{"of": "roads", "compare": "none", "number": 1}]},
        {"level": "commune", "clauses": [{"of": "sites", "compare": "none", "number": 0}]},
        {"level": "commune", "clauses": [{"of": "sites", "compare": "none", "number": 1, "odd": 1}]},
        {
            "level": "commune",
            "clauses": [{"of": "sites", "compare": "none", "number": 1}],
            "period": {"kind": "x"},
        },
    ],
)
def test_what_is_no_question_is_none(written: object) -> None:
    assert Question.from_json(written) is None


def test_a_fourth_condition_is_refused() -> None:
    with pytest.raises(BadParameter):
        Question(Level.COMMUNE, (Clause(SitesAsked()),) * 4)


def test_columns_are_read_back_each_once() -> None:
    columns = (*DEFAULT_COLUMNS, UnitColumn(ColumnKind.INCIDENTS, "fire.forest"))
    assert columns_from_json([*columns_to_json(columns), "incidents:fire.forest", "no_such", 7]) == columns
    assert columns_from_json("sites") == ()


def test_a_column_of_nothing_to_choose_from_has_nothing_chosen() -> None:
    assert UnitColumn(ColumnKind.POPULATION, "fire") == UnitColumn(ColumnKind.POPULATION)


# -- the days of a period for each kind of data ---------------------------------------------------------

STARTS = {"incidents": 15, "traffic": 1, "sites": 15}


def days(choice: PeriodChoice | None, as_of: str = "2026-11-14") -> PeriodDays:
    return PeriodDays(choice, dt.date.fromisoformat(as_of), STARTS)


def test_details_of_a_category_follow_its_first_level() -> None:
    november = days(PeriodChoice(PeriodKind.MONTH, 2026, 11), "2026-12-31")
    assert november.of("traffic.motorbike") == Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))
    assert november.of("fire.forest") == november.of() == Period(dt.date(2026, 10, 15), dt.date(2026, 11, 14))
    assert november.differing == ("traffic",)


def test_a_period_that_is_not_over_ends_with_the_day_of_the_figures_in_both_years() -> None:
    year = days(PeriodChoice(PeriodKind.YEAR, 2026))
    assert year.of("traffic") == Period(dt.date(2026, 1, 1), dt.date(2026, 11, 14))
    assert year.before("traffic") == Period(dt.date(2025, 1, 1), dt.date(2025, 11, 14))


def test_a_month_that_starts_on_the_31st_has_no_gap_to_the_next() -> None:
    months = [
        PeriodDays(PeriodChoice(PeriodKind.MONTH, 2026, month), dt.date(2026, 12, 31), {"incidents": 31}).of()
        for month in range(1, 13)
    ]
    for one, following in itertools.pairwise(months):
        assert one is not None
        assert following is not None
        assert following.first == one.last + dt.timedelta(days=1)


def test_without_a_period_there_are_no_days_and_nothing_to_compare() -> None:
    assert days(None).of() is None
    assert days(None).before() is None
    assert days(None).has_begun()


def test_a_period_to_come_has_not_begun() -> None:
    assert not days(PeriodChoice(PeriodKind.YEAR, 2027)).has_begun()
