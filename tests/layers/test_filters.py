from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.filters import Condition, FilterKind, Filters, start_day_for
from layers.periods import PeriodChoice, PeriodKind
from layers.vocabulary import period_kinds

MONTH = PeriodChoice(PeriodKind.MONTH, 2026, 11)
FULL = Filters(MONTH, ("i1", "i2"), ("fire",), ("active",), ("good",), ("03646",), ("g1",), "Nà Mẫu")


def test_nothing_is_empty() -> None:
    assert Filters().is_empty
    assert Filters().to_json() == {}
    assert Filters(text="   ").is_empty
    assert not FULL.is_empty


def test_order_and_repetition_mean_nothing() -> None:
    assert Filters(statuses=("b", "a", "b")) == Filters(statuses=("a", "b"))


def test_conditions_come_in_one_order_with_their_values() -> None:
    assert [condition.kind for condition in FULL.conditions()] == list(FilterKind)
    assert FULL.conditions()[0] == Condition(FilterKind.PERIOD)
    assert FULL.conditions()[1].values == ("i1", "i2")
    assert FULL.conditions()[-1].values == ("Nà Mẫu",)


def test_conditions_go_one_by_one_or_by_their_values() -> None:
    assert FULL.without(FilterKind.INITIATIVES, "i1").initiatives == ("i2",)
    assert FULL.without(FilterKind.PERIOD).period is None
    left = FULL
    for kind in FilterKind:
        left = left.without(kind)
    assert left == Filters()


def test_json_there_and_back() -> None:
    assert Filters.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*(k.value for k in FilterKind), "kind", "year", "x"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=30, deadline=None)
@given(_JSON)
def test_anything_is_read_without_an_error(value: object) -> None:
    filters = Filters.from_json(value)
    assert Filters.from_json(filters.to_json()) == filters


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "fire",
        {"status": ["active"]},
        {"statuses": "active"},
        {"statuses": [1]},
        {"statuses": ["active"], "text": 5},
        {"statuses": ["active"], "period": {"kind": "week"}},
    ],
)
def test_what_is_not_whole_is_empty(value: object) -> None:
    assert Filters.from_json(value) == Filters()


def test_periods_start_as_the_sheet_of_the_categories_does() -> None:
    kinds = period_kinds()
    assert start_day_for(Filters(), kinds) == 15
    assert start_day_for(Filters(categories=("traffic",)), kinds) == 1
    assert start_day_for(Filters(categories=("traffic", "fire")), kinds) == 15
    days = MONTH.days(start_day_for(Filters(categories=("traffic",)), kinds), dt.date(2026, 12, 1))
    assert (days.first, days.last) == (dt.date(2026, 11, 1), dt.date(2026, 11, 30))
