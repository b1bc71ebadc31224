"""Which sites count at a date, after "What counts" of the schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from analysis.counting import counting_at, last_activity

AS_OF = dt.date(2026, 8, 31)
Maker = Callable[..., pd.DataFrame]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"status": "active"}, True),
        ({"status": "unknown"}, True),
        ({"status": None}, True),
        ({"status": "planned"}, False),
        ({"status": "decided"}, False),
        ({"status": "paused"}, False),
        ({"status": "ended"}, False),
        ({"status": "active", "founded_on": "2026-08-31"}, True),
        ({"status": "active", "founded_on": "2026-09-01"}, False),
        ({"status": "active", "closed_on": "2026-09-01"}, True),
        ({"status": "active", "closed_on": "2026-08-31"}, False),
    ],
)
def test_counts(rows: Maker, row: dict, counts: bool) -> None:
    assert counting_at(rows(row), AS_OF).counts.tolist() == [counts]


def test_what_counts_only_because_something_is_unknown(rows: Maker) -> None:
    sites = rows(
        {"status": "active", "founded_on": "2024-01-01"},
        {"status": "unknown", "founded_on": "2024-01-01"},
        {"status": "active", "founded_on": None},
        {"status": "paused", "founded_on": None},
    )
    result = counting_at(sites, AS_OF)
    assert result.status_unknown.tolist() == [False, True, False, False]
    assert result.founded_unknown.tolist() == [False, False, True, False]
    assert result.unknown.tolist() == [False, True, True, False]


def test_to_check_after_six_months_without_activity(rows: Maker) -> None:
    """Six months before 31 August is 28 February 2026: that very day is recent."""
    days = ["2026-02-27", "2026-02-28", None, "2026-09-30"]
    sites = rows(*({"status": "active", "last_activity_on": day} for day in days))
    kept, left_out = counting_at(sites, AS_OF), counting_at(sites, AS_OF, exclude_to_check=True)
    assert kept.to_check.tolist() == [True, False, True, False]
    assert kept.counts.tolist() == [True] * 4
    assert left_out.counts.tolist() == [False, True, False, True]
    assert left_out.to_check.tolist() == kept.to_check.tolist()


def test_a_paused_site_is_not_to_be_checked(rows: Maker) -> None:
    assert counting_at(rows({"status": "paused"}), AS_OF).to_check.tolist() == [False]


def test_last_activity_is_the_later_of_column_and_log(rows: Maker) -> None:
    sites = rows(
        {"last_activity_on": "2026-01-05"}, {"last_activity_on": None}, {"last_activity_on": "2026-06-01"}
    )
    log = pd.DataFrame(
        {
            "site_id": ["r0", "r0", "r1", "r2"],
            "held_on": pd.to_datetime(["2026-03-01", "2027-01-01", "2027-01-01", "2026-05-01"]),
        },
        index=["a", "b", "c", "d"],
    )
    latest = last_activity(sites, log, AS_OF)
    assert latest.index.equals(sites.index)
    assert latest.dt.strftime("%Y-%m-%d").fillna("–").tolist() == ["2026-03-01", "–", "2026-06-01"]
    assert last_activity(sites, log.iloc[:0], AS_OF).notna().tolist() == [True, False, True]
