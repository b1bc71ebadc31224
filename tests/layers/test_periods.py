from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.errors import BadParameter
from layers.periods import (
    Period,
    PeriodChoice,
    PeriodKind,
    latest,
    read_period,
    same_period_last_year,
    start_day_of,
)
from layers.vocabulary import period_kinds
from layers.words import Words


@pytest.mark.parametrize(
    ("text", "start_day", "first", "last"),
    [
        ("2026-11", 15, dt.date(2026, 10, 15), dt.date(2026, 11, 14)),
        ("2026-1", 15, dt.date(2025, 12, 15), dt.date(2026, 1, 14)),
        ("2026-11", 1, dt.date(2026, 11, 1), dt.date(2026, 11, 30)),
        ("2024-02", 1, dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2026-Q4", 15, dt.date(2026, 9, 15), dt.date(2026, 12, 14)),
        ("2026-q1", 1, dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        ("2026-H2", 1, dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
        ("2026-9M", 15, dt.date(2025, 12, 15), dt.date(2026, 9, 14)),
        ("2026", 15, dt.date(2025, 12, 15), dt.date(2026, 12, 14)),
        ("2026", 1, dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ],
)
def test_first_and_last_day(text: str, start_day: int, first: dt.date, last: dt.date) -> None:
    period = read_period(text, start_day)
    assert (period.first, period.last) == (first, last)
    assert first in period
    assert last in period
    assert last + dt.timedelta(days=1) not in period


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "tháng 11", "11/2026", "2026-Q5", "1500"])
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(BadParameter):
        read_period(text)


# -- choices --------------------------------------------------------------------------------------------

DAY = dt.date(2026, 11, 20)
ONE_DAY = dt.timedelta(days=1)
START_DAYS = st.integers(1, 31)
YEARS = st.integers(1950, 2050)
COUNTED = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF)


@settings(max_examples=30, deadline=None)
@given(YEARS, START_DAYS, st.sampled_from(COUNTED))
def test_the_parts_of_a_year_tile_it(year: int, start_day: int, kind: PeriodKind) -> None:
    """Also for the start days 29 to 31, which February and short months do not have."""
    whole = PeriodChoice(PeriodKind.YEAR, year).days(start_day, DAY)
    first = PeriodChoice(kind, year)
    parts = [first.step(by) for by in range(12) if first.step(by).year == year]
    days = [part.days(start_day, DAY) for part in parts]
    assert len(parts) == {PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2}[kind]
    assert (days[0].first, days[-1].last) == (whole.first, whole.last)
    assert all(one.last + ONE_DAY == other.first for one, other in pairwise(days))
    assert all(part.first <= part.last for part in days)


@settings(max_examples=20, deadline=None)
@given(YEARS, START_DAYS)
def test_years_follow_each_other(year: int, start_day: int) -> None:
    one, other = (PeriodChoice(PeriodKind.YEAR, y).days(start_day, DAY) for y in (year, year + 1))
    assert one.last + ONE_DAY == other.first


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (3, dt.date(2026, 2, 28), dt.date(2026, 3, 30)),  # February has no 31st: it starts on its last day
        (5, dt.date(2026, 4, 30), dt.date(2026, 5, 30)),
        (1, dt.date(2025, 12, 31), dt.date(2026, 1, 30)),
    ],
)
def test_a_month_without_the_start_day_starts_on_its_last(month: int, first: dt.date, last: dt.date) -> None:
    assert PeriodChoice(PeriodKind.MONTH, 2026, month).days(31, DAY) == Period(first, last)


@pytest.mark.parametrize("start_day", [0, 32])
def test_what_is_no_start_day(start_day: int) -> None:
    with pytest.raises(BadParameter):
        PeriodChoice(PeriodKind.MONTH, 2026, 1).days(start_day, DAY)


def test_the_year_to_date_ends_with_its_month() -> None:
    choice = PeriodChoice(PeriodKind.YEAR_TO_DATE, 2026, 11)
    assert choice.days(15, DAY) == Period(dt.date(2025, 12, 15), dt.date(2026, 11, 14))
    assert choice.step(2) == PeriodChoice(PeriodKind.YEAR_TO_DATE, 2027, 1)


def test_twelve_months_end_with_the_day_of_the_figures() -> None:
    choice = PeriodChoice(PeriodKind.LAST_12_MONTHS)
    assert choice.days(15, DAY) == Period(dt.date(2025, 11, 21), DAY)
    assert choice.days(15, dt.date(2024, 2, 29)).first == dt.date(2023, 3, 1)
    assert choice.step(1) == choice
    assert not choice.has_neighbours


def test_free_days_move_by_their_own_length() -> None:
    choice = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 3, 1), last=dt.date(2026, 3, 10))
    assert choice.step(1).days(15, DAY) == Period(dt.date(2026, 3, 11), dt.date(2026, 3, 20))
    assert choice.step(-1).last == dt.date(2026, 2, 28)


@settings(max_examples=30, deadline=None)
@given(st.dates(dt.date(1960, 1, 1), dt.date(2050, 1, 1)), START_DAYS, st.sampled_from(list(PeriodKind)[:6]))
def test_the_latest_has_ended_and_the_next_has_not(day: dt.date, start_day: int, kind: PeriodKind) -> None:
    choice = latest(kind, day, start_day)
    assert choice.days(start_day, day).last <= day < choice.step(1).days(start_day, day).last


@settings(max_examples=30, deadline=None)
@given(YEARS, st.integers(1, 12), st.integers(-40, 40))
def test_steps_there_and_back(year: int, month: int, by: int) -> None:
    choice = PeriodChoice(PeriodKind.MONTH, year, month)
    assert choice.step(by).step(-by) == choice


def test_there_is_nothing_beyond_the_calendar() -> None:
    last = PeriodChoice(PeriodKind.QUARTER, 2100, 4)
    assert last.step(1) == last
    with pytest.raises(BadParameter):
        PeriodChoice(PeriodKind.QUARTER, 2026, 5)
    with pytest.raises(BadParameter):
        PeriodChoice(PeriodKind.FREE, first=DAY, last=DAY - ONE_DAY)


@pytest.mark.parametrize(
    ("period", "before"),
    [
        ((2026, 10, 15, 2026, 11, 14), (2025, 10, 15, 2025, 11, 14)),
        ((2025, 2, 1, 2025, 2, 28), (2024, 2, 1, 2024, 2, 29)),
        ((2024, 2, 1, 2024, 2, 29), (2023, 2, 1, 2023, 2, 28)),
        ((2024, 2, 29, 2024, 3, 14), (2023, 2, 28, 2023, 3, 14)),
        ((2024, 2, 1, 2024, 2, 28), (2023, 2, 1, 2023, 2, 28)),
        ((2026, 1, 1, 2026, 12, 31), (2025, 1, 1, 2025, 12, 31)),
    ],
)
def test_the_same_period_last_year(period: tuple[int, ...], before: tuple[int, ...]) -> None:
    days, expected = (Period(dt.date(*d[:3]), dt.date(*d[3:])) for d in (period, before))
    assert same_period_last_year(days) == expected


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (PeriodChoice(PeriodKind.MONTH, 2026, 11), "Kỳ 11/2026 (15/10–14/11)"),
        (PeriodChoice(PeriodKind.MONTH, 2026, 1), "Kỳ 01/2026 (15/12/2025–14/01/2026)"),
        (PeriodChoice(PeriodKind.QUARTER, 2026, 4), "Quý IV/2026 (15/09–14/12)"),
        (PeriodChoice(PeriodKind.HALF, 2026, 2), "6 tháng cuối năm 2026 (15/06–14/12)"),
        (
            PeriodChoice(PeriodKind.YEAR_TO_DATE, 2026, 11),
            "Kỳ 11/2026, lũy kế năm (15/12/2025–14/11/2026)",
        ),
        (PeriodChoice(PeriodKind.LAST_12_MONTHS), "12 tháng qua (21/11/2025–20/11/2026)"),
        (
            PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 3, 1), last=dt.date(2026, 5, 31)),
            "01/03/2026 – 31/05/2026",
        ),
    ],
)
def test_names_with_days(choice: PeriodChoice, text: str) -> None:
    words = Words.load("vi")
    assert choice.name_with_days(choice.days(15, DAY), words) == text
    assert text.startswith(choice.name(words))


@pytest.mark.parametrize("kind", list(PeriodKind))
def test_json_there_and_back(kind: PeriodKind) -> None:
    choice = latest(kind, DAY, 15)
    assert PeriodChoice.from_json(choice.to_json()) == choice


@pytest.mark.parametrize(
    "value",
    [
        None,
        "month",
        {},
        {"kind": "week", "year": 2026, "number": 1},
        {"kind": "month", "year": 2026, "number": 13},
        {"kind": "month", "year": "x", "number": 1},
        {"kind": "month", "year": 2026},
        {"kind": "free", "first": "2026-02-30", "last": "2026-03-01"},
        {"kind": "free", "first": "2026-03-02", "last": "2026-03-01"},
        {"kind": "free", "first": 1, "last": 2},
    ],
)
def test_what_is_no_choice(value: object) -> None:
    assert PeriodChoice.from_json(value) is None


def test_the_start_day_of_a_kind_of_sheet() -> None:
    kinds = period_kinds()
    assert (start_day_of(kinds, "incidents"), start_day_of(kinds, "traffic")) == (15, 1)
    assert start_day_of(kinds, "weather") == 1
