"""Rows sorted into bars, checked by hand on eleven incidents, five villages and six sites of two communes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analysis.bundle import ResultBundle, build
from analysis.category_series import incidents_by_category
from analysis.commune_series import commune_rates
from analysis.distance_series import MOST_BARS, distances, round_edges
from analysis.hour_series import incidents_by_hour
from analysis.month_series import growth_of_sites, incidents_a_year_before, incidents_by_month
from analysis.params import By, CoverageParams
from analysis.series import NOWHERE, Binned
from layers.boundaries import Boundaries
from layers.crs import to_store
from layers.schema import TABLES, empty, normalise
from layers.snapshot import Snapshot

DAY = dt.date(2026, 11, 14)
EAST, NORTH = 500_000.0, 2_350_000.0
WEST_CODE, EAST_CODE = "03646", "03649"
META = {"title": "Thử", "vintage": "2025-07", "as_of": DAY.isoformat(), "sample": "1"}

Ask = Callable[..., ResultBundle]


def at(x: float, y: float, **more: Any) -> dict[str, Any]:
    """Return the place of a row, in metres from the south-west corner."""
    lon, lat = to_store([EAST + x], [NORTH + y])
    return {"lon": lon[0], "lat": lat[0], "position": "exact", **more}


def table(name: str, rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    return normalise(name, pd.DataFrame.from_dict(rows, orient="index"))


INCIDENTS: dict[str, dict[str, Any]] = {
    "mon": {"happened_on": "2026-11-02", "happened_time": "12:05", "category": "fire.forest"},
    "last": {"happened_on": "2026-11-14", "happened_time": "23:59", "category": "fire"},
    "oct": {"happened_on": "2026-10-15", "category": "social_order.theft"},
    "then": {"happened_on": "2025-11-14", "happened_time": "00:00", "category": "fire.dwelling"},
    "after": {"happened_on": "2025-11-15"},
    "first": {"happened_on": "2025-12-01"},
    "then_first": {"happened_on": "2024-12-01"},
    "old": {"happened_on": "2024-11-30"},
    "month": {"happened_on": "2026-03-01", "happened_precision": "month", "happened_time": "08:00"},
    "year": {"happened_on": "2026-01-01", "happened_precision": "year"},
    "never": {},
}
SITES: dict[str, dict[str, Any]] = {
    "a": at(1000, 1000, founded_on="2024-05-01", founded_precision="month"),
    "b": at(9000, 1000, founded_on="2024-07-20"),
    "unplaced": {"position": "commune", "commune_code": WEST_CODE},
    "planned": at(5000, 5000, status="planned", founded_on="2020-01-01"),
    "by_year": at(1000, 1000, founded_on="2025-01-01", founded_precision="year"),
}
VILLAGES: dict[str, dict[str, Any]] = {
    "at_it": at(1000, 1000, name="A", households=10),
    "edge": at(1000, 4000, name="B", households=20),
    "beyond": at(1000, 4000.01, name="C"),
    "far": at(5000, 1000, name="D", households=30),
    "unplaced": {"name": "E", "position": "commune", "commune_code": WEST_CODE, "households": 5},
}


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    """Two communes of 10 km side by side."""
    facts = pd.DataFrame({"code": [WEST_CODE, EAST_CODE], "name": ["Ăn", "An"], "unit_type": ["xa", "xa"]})
    corners = (EAST, EAST + 10_000)
    areas = [box(x, NORTH, x + 10_000, NORTH + 10_000) for x in corners]
    return Boundaries.build(facts, areas, vintage="2025-07")


def snapshot_of(**tables: dict[str, dict[str, Any]]) -> Snapshot:
    frames = {name: empty(name) for name in TABLES}
    frames["initiatives"] = table("initiatives", {"ban": {"name": "Bản an toàn", "layer": "site"}})
    for name, rows in tables.items():
        frames[name] = table(name, rows)
    return Snapshot(frames, {}, META, {})


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    sites = {key: {"initiative_id": "ban", "status": "active", **row} for key, row in SITES.items()}
    incidents = {key: {**at(2000, 2000), **row} for key, row in INCIDENTS.items()}
    return snapshot_of(sites=sites, villages=VILLAGES, incidents=incidents)


@pytest.fixture(scope="module")
def ask(snapshot: Snapshot, boundaries: Boundaries) -> Ask:
    def answer(**params: Any) -> ResultBundle:
        return build(snapshot, boundaries, CoverageParams(DAY, **{"by": By.UNIT, **params}))

    return answer


# -- bars and their rows ------------------------------------------------------------------------------


def test_a_bar_knows_its_rows_and_a_row_its_bar() -> None:
    rows = pd.Index(["a", "b", "c", "d"], dtype="str")
    binned = Binned("sites", rows, np.array([1, NOWHERE, 1, 0]), 3)
    assert binned.totals.tolist() == [1, 2, 0]
    assert binned.rows_in([1]).tolist() == ["a", "c"]
    assert binned.rows_in([]).tolist() == []
    assert [binned.slot_of(identity) for identity in ("d", "b", "gone")] == [0, NOWHERE, NOWHERE]
    assert binned.sums(np.array([0, 1])).tolist() == [0, 1, 0]


def test_weights_that_are_not_known_count_for_nothing() -> None:
    binned = Binned("villages", pd.Index(["a", "b"]), np.array([0, 0]), 1, np.array([np.nan, 7.0]))
    assert binned.totals.tolist() == [7.0]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(NOWHERE, 4), max_size=30), st.data())
def test_selected_parts_add_up_to_the_bars(slots: list[int], data: st.DataObject) -> None:
    rows = pd.Index([f"r{place}" for place in range(len(slots))], dtype="str")
    binned = Binned("incidents", rows, np.array(slots, dtype=np.int64), 5)
    chosen = np.array(
        data.draw(st.lists(st.booleans(), min_size=len(slots), max_size=len(slots))), dtype=bool
    )
    parts = binned.sums(np.flatnonzero(chosen)) + binned.sums(np.flatnonzero(~chosen))
    assert parts.tolist() == binned.totals.tolist()
    for slot in range(5):
        assert len(binned.rows_in([slot])) == binned.totals[slot] == slots.count(slot)


# -- months -------------------------------------------------------------------------------------------


def by_name(months: Sequence[dt.date], figures: np.ndarray) -> dict[str, int]:
    return {f"{m:%m/%Y}": int(n) for m, n in zip(months, figures, strict=True) if n}


def test_without_a_first_day_the_last_twelve_months_are_shown(ask: Ask) -> None:
    series = incidents_by_month(ask())
    assert (series.first, series.last, len(series.months)) == (dt.date(2025, 12, 1), DAY, 12)
    assert by_name(series.months, series.now) == {"12/2025": 1, "03/2026": 1, "10/2026": 1, "11/2026": 2}
    # 15/11/2025 is later in the month than the last day of the figures: it is not compared.
    assert by_name(series.months, series.before) == {"12/2025": 1, "11/2026": 1}
    assert (series.undated, series.not_shown) == (2, 2)
    assert series.binned.rows_in([11]).tolist() == ["mon", "last"]
    assert series.binned.rows_in([12 + 11]).tolist() == ["then"]
    assert series.days_of(11) == (dt.date(2026, 11, 1), DAY)
    assert series.binned.totals.sum() + series.undated + series.not_shown == len(INCIDENTS)


def test_a_reporting_period_starts_on_its_day(ask: Ask) -> None:
    series = incidents_by_month(ask(), start_day=15)
    assert (series.first, series.last) == (dt.date(2025, 11, 15), DAY)
    assert by_name(series.months, series.now) == {"12/2025": 2, "11/2026": 3}
    assert by_name(series.months, series.before) == {"12/2025": 2, "11/2026": 1}
    assert (series.undated, series.not_shown) == (3, 0)  # a month is no longer enough
    assert series.days_of(11) == (dt.date(2026, 10, 15), DAY)


def test_the_year_before_of_a_question_with_a_first_day_is_asked_for(ask: Ask, snapshot: Snapshot) -> None:
    bundle = ask(period_from=dt.date(2026, 10, 1))
    before = incidents_a_year_before(bundle, snapshot.frame("incidents"))
    assert before.index.tolist() == ["then"]
    series = incidents_by_month(bundle, before=before)
    assert by_name(series.months, series.now) == {"10/2026": 1, "11/2026": 2}
    assert by_name(series.months, series.before) == {"11/2026": 1}
    assert (series.undated, series.not_shown) == (0, 0)


def test_the_year_before_obeys_the_other_filters(ask: Ask, snapshot: Snapshot) -> None:
    incidents = snapshot.frame("incidents")
    first = dt.date(2026, 10, 1)
    for asked, expected in [
        ({"communes": (WEST_CODE,)}, ["then"]),
        ({"communes": (EAST_CODE,)}, []),
        ({"categories": ("social_order",)}, []),
    ]:
        bundle = ask(period_from=first, **asked)
        assert incidents_a_year_before(bundle, incidents).index.tolist() == expected


def test_a_question_that_starts_after_the_figures_has_one_empty_month(ask: Ask, snapshot: Snapshot) -> None:
    bundle = ask(period_from=dt.date(2027, 1, 5))
    series = incidents_by_month(bundle, before=incidents_a_year_before(bundle, snapshot.frame("incidents")))
    assert (series.months, series.binned.totals.sum()) == ((dt.date(2027, 1, 1),), 0)


def test_a_span_of_more_than_a_year_has_no_year_before(ask: Ask) -> None:
    series = incidents_by_month(ask(period_from=dt.date(2024, 11, 1)))
    assert not series.has_year_before
    assert len(series.months) == 25
    assert series.before.sum() == 0
    assert by_name(series.months, series.now)["11/2025"] == 2


def test_exactly_a_year_touches_thirteen_months_and_has_a_year_before(ask: Ask, snapshot: Snapshot) -> None:
    bundle = ask(period_from=dt.date(2025, 11, 15))
    series = incidents_by_month(bundle, before=incidents_a_year_before(bundle, snapshot.frame("incidents")))
    assert len(series.months) == 13
    # November stands twice: from the 15th on at the start, up to the 14th at the end.
    assert by_name(series.months, series.now) == {
        "11/2025": 1, "12/2025": 1, "03/2026": 1, "10/2026": 1, "11/2026": 2,
    }  # fmt: skip
    assert by_name(series.months, series.before) == {"11/2025": 1, "12/2025": 1, "11/2026": 1}


@pytest.mark.parametrize("start_day", [1, 15, 31])
def test_every_day_of_a_year_is_in_one_month(ask: Ask, start_day: int) -> None:
    bundle = ask()
    days = pd.date_range("2024-11-15", DAY)
    frame = pd.DataFrame({"happened_on": days, "happened_precision": "day"}, index=days.strftime("%Y%m%d"))
    series = incidents_by_month(replace(bundle, incidents=frame), start_day=start_day)
    for place in range(12):
        first, last = series.days_of(place)
        assert series.now[place] == (last - first).days + 1
        inside = series.binned.rows_in([place])
        assert (inside[0], inside[-1]) == (f"{first:%Y%m%d}", f"{last:%Y%m%d}")


# -- hours and categories -----------------------------------------------------------------------------


def test_hours_stand_under_their_weekday(ask: Ask) -> None:
    series = incidents_by_hour(ask())
    found = {(int(day), int(hour)): int(series.matrix[day, hour]) for day, hour in np.argwhere(series.matrix)}
    assert found == {(0, 12): 1, (5, 23): 1, (4, 0): 1}  # a Monday, a Saturday, a Friday
    assert (series.undated, series.without_time) == (3, 5)


@pytest.mark.parametrize("written", ["24:00", "7", "", "mm:ss", "07:60"])
def test_what_is_no_time_of_day_is_without_time(ask: Ask, written: str) -> None:
    bundle = ask()
    incidents = bundle.incidents.assign(happened_time=pd.array([written] * len(INCIDENTS), dtype="str"))
    series = incidents_by_hour(replace(bundle, incidents=incidents))
    assert (series.matrix.sum(), series.without_time) == (0, 8)


def test_categories_come_in_the_order_of_reports_and_open_into_details(ask: Ask) -> None:
    order = ("social_order", "social_order.theft", "fire", "fire.dwelling", "fire.forest")
    top = incidents_by_category(ask(), order=order)
    assert (top.codes, top.binned.totals.tolist()) == (("social_order", "fire"), [1, 3])
    assert (top.has_details, top.uncategorised) == ((True, True), 7)
    fires = incidents_by_category(ask(), within="fire", order=order)
    assert fires.codes == ("fire", "fire.dwelling", "fire.forest")
    assert [fires.binned.rows_in([slot]).tolist() for slot in range(3)] == [["last"], ["then"], ["mon"]]
    assert (fires.has_details, fires.uncategorised) == ((False,) * 3, 0)


def test_a_code_that_no_list_knows_comes_last(ask: Ask) -> None:
    assert incidents_by_category(ask(), order=("fire",)).codes == ("fire", "social_order")


# -- distances ----------------------------------------------------------------------------------------


def test_a_village_at_the_radius_is_in_the_bar_that_ends_there(ask: Ask) -> None:
    series = distances(ask(radius_m=3000, by=By.RADIUS), "villages")
    assert series.edges_m.tolist() == [200.0 * step for step in range(21)]
    expected = {0: ["at_it"], 14: ["edge"], 15: ["beyond"], 19: ["far"]}
    assert {slot: series.binned.rows_in([slot]).tolist() for slot in expected} == expected
    assert series.covered[[0, 14, 15, 19]].tolist() == [1, 1, 0, 0]
    assert series.cumulative_share[[13, 14, 15, 19]].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert (series.radius_m, series.sites, series.sites_without_position) == (3000, 3, 1)
    assert series.without_position == 1


def test_households_weigh_the_villages(ask: Ask) -> None:
    series = distances(ask(radius_m=3000, by=By.RADIUS), "villages", by_households=True)
    assert series.binned.totals[[0, 14, 19]].tolist() == [10, 20, 30]
    assert series.covered.sum() == 30
    assert (series.without_position, series.without_households) == (1, 1)


def test_by_unit_there_is_no_radius_to_draw(ask: Ask) -> None:
    series = distances(ask(), "incidents")
    assert series.radius_m is None
    assert series.binned.totals.sum() == len(INCIDENTS)
    assert series.distance_m[0] == pytest.approx(1000 * 2**0.5, abs=0.01)


def test_without_a_site_nothing_is_measured(boundaries: Boundaries) -> None:
    bundle = build(snapshot_of(villages=VILLAGES), boundaries, CoverageParams(DAY))
    series = distances(bundle, "villages")
    assert (series.sites, series.binned.totals.sum(), series.binned.slots) == (0, 0, 0)


def test_communes_that_have_not_reported_are_left_out(boundaries: Boundaries) -> None:
    sent = {"kind": "sites", "state": "missing", "commune_code": EAST_CODE}
    period = {"period_from": "2026-10-15", "period_to": "2026-11-14"}
    villages = {"here": at(1000, 1000, name="A"), "silent": at(15_000, 1000, name="B")}
    site = at(1000, 1000, initiative_id="ban", status="active")
    snapshot = snapshot_of(villages=villages, sites={"a": site}, submissions={"s": {**sent, **period}})
    bundle = build(snapshot, boundaries, CoverageParams(DAY, by=By.UNIT))
    series = distances(bundle, "villages")
    assert (series.binned.rows_in(range(series.binned.slots)).tolist(), series.not_reported) == (["here"], 1)
    rates = commune_rates(bundle, "villages_with", "villages", order=[EAST_CODE])
    assert rates.codes == (EAST_CODE, WEST_CODE)
    assert rates.is_reported.tolist() == [False, True]
    assert np.isnan(rates.rate[0])  # not reported is not zero
    assert (rates.rate[1], rates.whole[1]) == (0.0, 1.0)
    assert rates.binned.rows_in([1]).tolist() == [WEST_CODE]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 3_000_000_000).map(lambda cm: cm / 100), min_size=1, max_size=20),
    st.none() | st.sampled_from([500.0, 1500.0, 3000.0, 20_000.0]),
)
def test_steps_hold_every_distance_and_the_radius(found: list[float], radius_m: float | None) -> None:
    edges = round_edges(np.array(found), radius_m)
    assert len(edges) - 1 <= MOST_BARS
    assert edges[-1] >= max(*found, radius_m or 0.0)
    assert np.allclose(np.diff(edges), edges[1])


# -- sites and communes -------------------------------------------------------------------------------


def test_sites_add_up_month_by_month(ask: Ask) -> None:
    series = growth_of_sites(ask())
    assert (series.months[0], series.months[-1]) == (dt.date(2024, 5, 1), dt.date(2026, 11, 1))
    assert series.cumulative[[0, 1, 2, 7, 8, 30]].tolist() == [1, 1, 2, 2, 3, 3]
    assert (series.total, series.unknown, series.by_year) == (4, 1, 1)
    assert series.binned.rows_in([2]).tolist() == ["b"]


def test_sites_of_asked_statuses_are_shown_instead(ask: Ask) -> None:
    series = growth_of_sites(ask(statuses=("planned",)))
    assert (series.total, series.months[0]) == (1, dt.date(2020, 1, 1))


def test_without_a_founding_day_there_is_no_month(boundaries: Boundaries) -> None:
    site = {"a": at(1, 1, status="active")}
    series = growth_of_sites(build(snapshot_of(sites=site), boundaries, CoverageParams(DAY)))
    assert (series.months, series.total, series.unknown) == ((), 1, 1)
