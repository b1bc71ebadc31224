"""The commune table on a toy province, every figure counted by hand; NULL where a sheet was not sent."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pytest

from analysis.bundle import build
from analysis.comparison import Change
from analysis.locate import Locator
from analysis.params import CoverageParams
from analysis.tally import Tally
from analysis.unit_rows import Groups, UnitRows
from analysis.unit_table import UnitTable, group_table, unit_table
from layers.period_days import PeriodDays
from layers.periods import Period, PeriodChoice, PeriodKind
from layers.snapshot import Snapshot
from layers.unit_columns import Level, UnitColumn

from .toy_province import toy_boundaries, toy_snapshot

NULL = math.nan
YEAR = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))
TO_AUGUST = PeriodChoice(PeriodKind.YEAR_TO_DATE, 2026, 8)
JUNE = PeriodChoice(PeriodKind.MONTH, 2026, 6)


def rows_of(snapshot: Snapshot, level: Level, choice: PeriodChoice | None, **asked: object) -> UnitRows:
    boundaries = toy_boundaries()
    params = CoverageParams(snapshot.as_of, **asked)  # type: ignore[arg-type]
    tally = Tally.of(snapshot, Locator(boundaries.gdf))
    periods = PeriodDays.read(choice, params.as_of, snapshot.frame("period_kinds"))
    return UnitRows(level, build(snapshot, boundaries, params), tally, periods, snapshot)


def values(table: UnitTable, key: str) -> list[float]:
    return table.values[UnitColumn.read(key)].tolist()


def table_of(level: Level, choice: PeriodChoice | None, *keys: str, **asked: object) -> UnitTable:
    return unit_table(rows_of(toy_snapshot(), level, choice, **asked), [UnitColumn.read(key) for key in keys])


# Columns of Ăn, An, Bản, and the total. Bản has sent no sheet of sites and none of incidents in August.
BY_HAND = {
    "sites": ([3, 2, NULL], 5),
    "sites:clusters": ([1, 1, NULL], 2),
    "sites_active": ([2, 2, NULL], 4),
    "sites_active:ban": ([2, 1, NULL], 3),
    "sites_active:pccc": ([0, 1, NULL], 1),
    "sites_active:clusters": ([0, 1, NULL], 1),
    "sites_to_check": ([0, 1, NULL], 1),
    "villages": ([2, 1, 1], 4),
    "villages_with": ([1, 1, NULL], 2),
    "villages_with:ban": ([1, 0, NULL], 1),
    "households_enrolled:ban": ([60, NULL, NULL], 60),  # 50 + 20 in a village of 60; An's site says nothing
    "households": ([100, 2000, 300], 2400),
    "population": ([500, 9000, NULL], 9500),
    "households_business": ([10, NULL, 0], 10),
    "incidents": ([2, 12, NULL], 14),
    "incidents:fire": ([2, 0, NULL], 2),
    "incidents:fire.forest": ([1, 0, NULL], 1),
    "incidents:minor_fire": ([1, 0, NULL], 1),  # asked for by name, in no other column
    "incidents_before": ([1, 10, 0], 11),
    "incidents_change": ([1, 2, NULL], 3),
    "incidents_change:fire": ([1, 0, NULL], 1),
    "incidents_per_1000": ([NULL, 12 / 9, NULL], 14 / 9.5),  # Ăn: fewer than ten; Bản: people not known
    "reported": ([1, 1, 0], 2),
}


@pytest.mark.parametrize("key", BY_HAND)
def test_columns_by_hand(key: str) -> None:
    expected, total = BY_HAND[key]
    table = table_of(Level.COMMUNE, YEAR, key)
    np.testing.assert_array_equal(values(table, key), expected)
    assert table.total[UnitColumn.read(key)] == pytest.approx(total)
    assert table.names == ("Xã Ăn", "Phường An", "Xã Bản")


def test_many_columns_are_the_same_as_each_alone() -> None:
    table = table_of(Level.COMMUNE, YEAR, *BY_HAND)
    for key, (expected, _) in BY_HAND.items():
        np.testing.assert_array_equal(values(table, key), expected)


def test_a_period_that_is_not_over_is_compared_up_to_the_same_day() -> None:
    rows = rows_of(toy_snapshot(), Level.COMMUNE, YEAR)
    assert rows.periods.of() == Period(dt.date(2026, 1, 1), dt.date(2026, 8, 31))
    assert rows.periods.before() == Period(dt.date(2025, 1, 1), dt.date(2025, 8, 31))


def test_each_kind_of_data_has_its_own_days() -> None:
    """January to August starts on 15/12 for incidents, on 01/01 for traffic: the accident of 31/12 is out."""
    table = table_of(Level.COMMUNE, TO_AUGUST, "incidents", "incidents:traffic")
    assert values(table, "incidents")[:2] == [2, 13]
    assert values(table, "incidents:traffic")[:2] == [0, 0]
    assert table.days[UnitColumn.read("incidents:traffic")] == Period(
        dt.date(2026, 1, 1), dt.date(2026, 8, 31)
    )


def test_change_is_said_without_share_from_few() -> None:
    table = table_of(Level.COMMUNE, YEAR, "incidents_change", "incidents_change:fire")
    every, fire = (UnitColumn.read(key) for key in ("incidents_change", "incidents_change:fire"))
    assert table.change(every, 1) == Change("incidents", 10, 12)
    assert table.change(every, 1).share == pytest.approx(0.2)
    assert table.change(fire, 0).share is None
    assert table.change(every, 2) == Change("incidents", None, None)
    assert table.change(every) == Change("incidents", 11, 14)  # of the two communes known both times


def test_a_period_without_data_and_one_to_come() -> None:
    empty = table_of(Level.COMMUNE, PeriodChoice(PeriodKind.MONTH, 2020, 1), "incidents", "incidents_change")
    assert values(empty, "incidents") == [0, 0, 0]
    to_come = table_of(Level.COMMUNE, PeriodChoice(PeriodKind.YEAR, 2027), "incidents", "incidents_before")
    assert np.isnan(values(to_come, "incidents")).all()
    assert np.isnan(values(to_come, "incidents_before")).all()
    assert math.isnan(to_come.total[UnitColumn.read("incidents")])


def test_without_a_period_everything_counts_and_nothing_is_compared() -> None:
    table = table_of(Level.COMMUNE, None, "incidents", "incidents_change", "incidents_before")
    assert values(table, "incidents")[:2] == [3, 23]
    assert np.isnan(values(table, "incidents_change")).all()


def test_months_of_a_year_add_up() -> None:
    table = table_of(Level.COMMUNE, YEAR, "incidents_by_month")
    months = table.months[UnitColumn.read("incidents_by_month")]
    assert months.shape == (3, 8)
    assert months[0].tolist() == [0, 0, 1, 1, 0, 0, 0, 0]
    assert months[1].sum() == 12
    assert np.isnan(months[2]).all()


def test_villages_and_what_lies_in_none() -> None:
    table = table_of(Level.VILLAGE, YEAR, "sites_active", "incidents", "incidents:fire", "population")
    assert table.names == ("Nà Mẫu", "Huổi Mẫu", "Tiểu khu 1", "Pá Mẫu")
    np.testing.assert_array_equal(values(table, "sites_active"), [2, 0, 1, NULL])
    np.testing.assert_array_equal(values(table, "incidents"), [1, 0, 0, NULL])
    sites, incidents = UnitColumn.read("sites_active"), UnitColumn.read("incidents")
    assert (table.total[sites], table.elsewhere[sites]) == (4, 1)  # one site is known to the commune only
    assert (table.total[incidents], table.elsewhere[incidents]) == (14, 13)
    assert values(table, "population") == [300, 200, 4000, 250]


def test_groups_overlap_and_the_total_stays_that_of_the_province() -> None:
    snapshot = toy_snapshot()
    rows = rows_of(snapshot, Level.COMMUNE, YEAR)
    groups = Groups.of(snapshot, rows.communes)
    keys = ("sites_active", "incidents", "incidents_change", "incidents_per_1000", "reported")
    table = group_table(rows, [UnitColumn.read(key) for key in keys], groups)
    assert table.names == ("Phía bắc", "Biên giới")
    assert values(table, "sites_active") == [4, 2]  # of the border group one commune has not reported
    assert values(table, "reported") == [1, 0]
    assert values(table, "incidents") == [14, 12]
    assert values(table, "incidents_per_1000") == pytest.approx([14 / 9.5, 12 / 9])
    assert table.change(UnitColumn.read("incidents_change"), 1) == Change("incidents", 10, 12)
    assert table.total[UnitColumn.read("incidents")] == 14
    assert table.elsewhere[UnitColumn.read("incidents")] == -12  # An is in both
    assert groups.in_several.tolist() == [False, True, False]
    assert not groups.in_none.any()


def test_groups_that_part_the_province_add_up_to_it() -> None:
    snapshot = toy_snapshot()
    rows = rows_of(snapshot, Level.COMMUNE, YEAR)
    groups = Groups.of(snapshot, rows.communes, ("địa bàn",))
    assert groups.names == ("Phía bắc",)
    assert groups.in_none.tolist() == [False, False, True]
    table = group_table(rows, [UnitColumn.read("population")], groups)
    assert table.elsewhere[UnitColumn.read("population")] == 0


def test_communes_that_are_asked_for_are_the_rows() -> None:
    table = table_of(Level.COMMUNE, YEAR, "incidents", "sites_active", communes=("03649",))
    assert table.names == ("Phường An",)
    assert values(table, "incidents") == [12]
    assert values(table, "sites_active") == [2]


def test_an_empty_register_of_villages_is_unknown() -> None:
    from layers.schema import empty

    snapshot = toy_snapshot(villages=empty("villages"))
    table = unit_table(
        rows_of(snapshot, Level.COMMUNE, YEAR),
        [UnitColumn.read("villages"), UnitColumn.read("villages_with")],
    )
    assert np.isnan(values(table, "villages")).all()
    assert np.isnan(values(table, "villages_with")).all()
