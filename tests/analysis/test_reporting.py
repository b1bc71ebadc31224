"""Who has not sent a sheet."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.params import CoverageParams
from analysis.reporting import not_reported_incidents, not_reported_sites

# period_from, period_to, kind, commune, state
ROWS = [
    ("2026-07-01", "2026-07-31", "sites", "00001", "missing"),
    ("2026-08-01", "2026-08-31", "sites", "00001", "submitted"),
    ("2026-08-01", "2026-08-31", "sites", "00002", "missing"),
    ("2026-08-01", "2026-08-31", "clusters", "00001", "partial"),
    ("2026-07-01", "2026-07-31", "incidents", "00001", "missing"),
    ("2026-08-01", "2026-08-31", "incidents", "00001", "submitted"),
    ("2026-09-01", "2026-09-30", "sites", "00001", "missing"),
]
TABLE = pd.DataFrame(ROWS, columns=["period_from", "period_to", "kind", "commune_code", "state"])


def test_the_last_sheet_of_sites_begun_by_the_day_decides() -> None:
    assert not_reported_sites(TABLE, {"sites"}, dt.date(2026, 8, 31)) == {"00002"}
    assert not_reported_sites(TABLE, {"sites"}, dt.date(2026, 7, 15)) == {"00001"}
    assert not_reported_sites(TABLE, {"sites", "clusters"}, dt.date(2026, 8, 31)) == {"00002"}
    assert not_reported_sites(TABLE, {"clusters"}, dt.date(2026, 8, 31)) == set()
    assert not_reported_sites(TABLE, {"sites"}, dt.date(2025, 1, 1)) == set()


def test_every_sheet_of_incidents_of_the_period_must_be_there() -> None:
    def missing(first: dt.date | None, last: dt.date) -> set[str]:
        return set(not_reported_incidents(TABLE, CoverageParams(last, period_from=first, period_to=last)))

    assert missing(dt.date(2026, 8, 1), dt.date(2026, 8, 31)) == set()
    assert missing(dt.date(2026, 7, 31), dt.date(2026, 8, 31)) == {"00001"}
    assert missing(None, dt.date(2026, 8, 31)) == set()
    assert missing(None, dt.date(2026, 7, 31)) == {"00001"}
