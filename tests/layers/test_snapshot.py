"""What a snapshot says of its document, above all its date."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers import commands
from layers.errors import BadParameter, NameUnknown
from layers.workspace import Snapshot, Workspace


def _made(day: dt.date, **options: object) -> Workspace:
    moment = dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC)
    return Workspace.new("Thử", clock=lambda: moment, **options)  # type: ignore[arg-type]


def test_the_stated_day_counts() -> None:
    snapshot = _made(dt.date(2026, 11, 23), as_of=dt.date(2026, 10, 31), sample=True).snapshot()
    assert snapshot.as_of == dt.date(2026, 10, 31)
    assert snapshot.sample
    assert (snapshot.vintage, snapshot.check_after_months) == ("2025-07", 6)


def test_else_the_latest_date_not_after_the_day_of_reading() -> None:
    workspace = _made(dt.date(2026, 11, 23))
    assert workspace.snapshot().as_of == dt.date(2026, 11, 23)  # no data yet: the day itself
    rows = pd.DataFrame({"happened_on": ["2026-03-02", "2027-01-01", None]}, index=["a", "b", "c"])
    workspace.execute(commands.add_rows(workspace, "incidents", rows))
    assert workspace.snapshot().as_of == dt.date(2026, 3, 2)
    sites = pd.DataFrame({"founded_on": ["2026-05-06"]}, index=["s"])
    workspace.execute(commands.add_rows(workspace, "sites", sites))
    assert workspace.snapshot().as_of == dt.date(2026, 5, 6)


def test_a_document_without_any_date_is_asked_for_one() -> None:
    with pytest.raises(BadParameter):
        _ = Snapshot({}, {}, {"as_of": None}, {}).as_of


def test_a_snapshot_stays_when_the_workspace_moves_on() -> None:
    workspace = _made(dt.date(2026, 11, 23))
    snapshot = workspace.snapshot()
    workspace.execute(commands.set_meta(workspace, title="B"))
    workspace.execute(commands.set_document(workspace, "filters", {"a": 1}))
    assert (snapshot.meta["title"], dict(snapshot.documents)) == ("Thử", {})
    assert (snapshot.revision("meta"), workspace.snapshot().revision("meta")) == (0, 1)
    with pytest.raises(NameUnknown):
        snapshot.frame("nothing")
