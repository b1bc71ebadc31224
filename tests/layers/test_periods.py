from __future__ import annotations

import datetime as dt

import pytest

from layers.errors import BadParameter
from layers.periods import read_period


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
