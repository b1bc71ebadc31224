from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers.commands import add_rows
from layers.filter_names import FilterNames
from layers.filters import Condition, FilterKind, Filters
from layers.periods import Period, PeriodChoice, PeriodKind
from layers.words import Words
from layers.workspace import Workspace

VI, EN = Words.load("vi"), Words.load("en")
DAYS = Period(dt.date(2026, 10, 15), dt.date(2026, 11, 14))


@pytest.fixture(scope="module")
def names() -> FilterNames:
    workspace = Workspace.new("Thử")
    one = pd.DataFrame({"name": ["Bản an toàn"]}, index=["i"])
    workspace.execute(add_rows(workspace, "initiatives", one))
    communes = pd.DataFrame(
        {"code": ["1", "2"], "name": ["Đông", "Ăn"], "full_name": ["Xã Đông", "Phường Ăn"]}
    )
    return FilterNames.of(workspace, communes, DAYS)


def test_all_conditions_in_one_line(names: FilterNames) -> None:
    filters = Filters(
        PeriodChoice(PeriodKind.MONTH, 2026, 11),
        initiatives=("i",),
        categories=("fire.forest",),
        statuses=("paused", "active"),
        communes=("1", "2"),
        text="Nà",
    )
    assert names.line(filters, VI) == (
        "Kỳ 11/2026 (15/10–14/11) · Bản an toàn · Cháy rừng · Đang hoạt động, Tạm dừng · "
        "Phường Ăn, Xã Đông · “Nà”"
    )
    assert names.line(filters, EN, most=1).startswith("Period 11/2026 (15/10–14/11) · Bản an toàn · Forest")
    assert names.line(Filters(), VI) == ""


def test_lists_keep_their_own_order(names: FilterNames) -> None:
    ratings = Condition(FilterKind.RATINGS, ("average", "fair", "good"))
    assert [text for _, text in names.values(ratings, VI)] == ["Tốt", "Khá", "Trung bình"]


def test_what_has_gone_is_said_to_be_gone(names: FilterNames) -> None:
    for kind in (FilterKind.INITIATIVES, FilterKind.COMMUNES, FilterKind.GROUPS):
        assert names.value(kind, "gone", VI) == VI("filters.gone")
    assert names.value(FilterKind.CATEGORIES, "gone", VI) == "gone"


def test_without_boundaries_there_are_no_communes() -> None:
    assert FilterNames.of(Workspace.new("Thử"), None).communes == {}
