"""The line of time: its days, and counts that a question about the same day gives."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.counting import counting_at
from analysis.timeline import MOST_YEARS, Step, timeline_of

AS_OF = dt.date(2026, 11, 14)
NOTHING = pd.DataFrame({"happened_on": pd.Series([], dtype="datetime64[s]")})


def _sites(*founded: str | None, **more: object) -> pd.DataFrame:
    return pd.DataFrame({"founded_on": list(founded), "status": "active", **more})


def test_steps_end_with_calendar_months_and_the_last_with_the_figures() -> None:
    line = timeline_of(_sites("2026-08-31"), NOTHING, AS_OF)
    assert [day.isoformat() for day in line.days] == ["2026-08-31", "2026-09-30", "2026-10-31", "2026-11-14"]
    quarters = timeline_of(_sites("2026-01-02"), NOTHING, AS_OF, Step.QUARTER)
    assert [day.isoformat() for day in quarters.days] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-11-14",
    ]
    years = timeline_of(_sites("2024-02-29"), NOTHING, AS_OF, Step.YEAR)
    assert [day.year for day in years.days] == [2024, 2025, 2026]


def test_sites_come_when_founded_go_when_closed_and_the_undated_are_always_there() -> None:
    sites = _sites("2026-08-10", "2026-09-30", None, "2026-10-01", closed_on=["2026-10-15", None, None, None])
    line = timeline_of(sites, NOTHING, AS_OF)
    assert line.sites.tolist() == [2, 3, 3, 3]
    assert line.sites_undated == 1


def test_incidents_lie_in_the_step_of_their_day_and_early_ones_in_the_first() -> None:
    happened = ["2020-05-05", "2026-08-31", "2026-09-01", "2026-11-14", "2026-11-15", None]
    line = timeline_of(_sites("2026-08-10"), pd.DataFrame({"happened_on": happened}), AS_OF)
    assert line.incidents.tolist() == [2, 1, 0, 1]
    assert line.incidents_undated == 1
    assert line.incidents_in(3, None) == 4
    assert line.incidents_in(3, 2) == 1
    assert line.window_start(3, 2) == dt.date(2026, 10, 1)
    assert line.window_start(1, 2) is None


def test_a_founding_year_typed_wrongly_does_not_stretch_the_line() -> None:
    line = timeline_of(_sites("1203-01-01", "2026-10-01"), NOTHING, AS_OF)
    assert len(line.days) == MOST_YEARS * 12 + 1
    assert line.sites[0] == 1


def test_without_any_day_the_line_is_the_day_of_the_figures() -> None:
    line = timeline_of(_sites(None), NOTHING, AS_OF)
    assert line.days == (AS_OF,)
    assert line.place_of(dt.date(2020, 1, 1)) == 0


def test_the_place_of_a_day_is_that_of_the_last_step_before_it() -> None:
    line = timeline_of(_sites("2026-08-31"), NOTHING, AS_OF)
    assert [line.place_of(dt.date(2026, m, d)) for m, d in ((8, 1), (8, 31), (9, 29), (9, 30), (12, 1))] == [
        0,
        0,
        0,
        1,
        3,
    ]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.none() | st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31)), min_size=1, max_size=20),
    st.sampled_from(list(Step)),
)
def test_each_count_is_that_of_a_question_about_the_day(founded: list[dt.date | None], step: Step) -> None:
    sites = pd.DataFrame({"founded_on": pd.to_datetime(pd.Series(founded)), "status": "active"})
    line = timeline_of(sites, NOTHING, AS_OF, step)
    asked = [int(counting_at(sites, day).counts.sum()) for day in line.days]
    assert line.sites.tolist() == asked
    assert line.days[-1] == AS_OF
    assert np.all(np.diff(np.array(line.days, "datetime64[D]")) > np.timedelta64(0, "D"))
