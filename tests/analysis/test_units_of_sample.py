"""The commune table of the sample workspace against plain pandas group-bys: communes = groups = province."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from analysis.bundle import build
from analysis.locate import Locator
from analysis.params import CoverageParams
from analysis.tally import Tally
from analysis.unit_rows import Groups, UnitRows
from analysis.unit_table import UnitTable, group_table, unit_table
from layers.boundaries import Boundaries
from layers.io.sample import sample_workspace
from layers.period_days import PeriodDays
from layers.periods import PeriodChoice, PeriodKind
from layers.registers import Register
from layers.schematic import schematic_boundaries
from layers.snapshot import Snapshot
from layers.unit_columns import Level, UnitColumn

KEYS = (
    "sites",
    "sites_active",
    "sites_active:clusters",
    "sites_to_check",
    "villages",
    "villages_with",
    "households",
    "households_business",
    "incidents",
    "incidents:fire",
    "incidents:fire.forest",
    "incidents:traffic",
    "incidents_before",
    "incidents_by_month",
)
CHOICE = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31))


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return schematic_boundaries(Register.load())


@pytest.fixture(scope="module")
def snapshot(boundaries: Boundaries) -> Snapshot:
    return sample_workspace(boundaries, Register.load()).snapshot()


@pytest.fixture(scope="module")
def rows(snapshot: Snapshot, boundaries: Boundaries) -> UnitRows:
    tally = Tally.of(snapshot, Locator(boundaries.gdf))
    periods = PeriodDays.read(CHOICE, snapshot.as_of, snapshot.frame("period_kinds"))
    bundle = build(snapshot, boundaries, CoverageParams(snapshot.as_of))
    return UnitRows(Level.COMMUNE, bundle, tally, periods, snapshot)


@pytest.fixture(scope="module")
def table(rows: UnitRows) -> UnitTable:
    return unit_table(rows, [UnitColumn.read(key) for key in KEYS])


def known(table: UnitTable, key: str) -> pd.Series:
    """Return a column of the table without what is NULL."""
    return pd.Series(table.values[UnitColumn.read(key)], index=table.ids).dropna()


def placed(frame: pd.DataFrame, boundaries: Boundaries) -> pd.Series:
    """Return the commune of each row: by a spatial join where its point is exact, else as it is written."""
    import geopandas as gpd

    exact = frame["position"].eq("exact") & frame["lon"].notna()
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(frame.loc[exact, "lon"], frame.loc[exact, "lat"], crs="EPSG:4326"),
        index=frame.index[exact],
    ).to_crs(boundaries.gdf.crs)
    joined = gpd.sjoin(points, boundaries.gdf[["code", "geometry"]], predicate="intersects")
    lowest = joined.groupby(level=0)["code"].min().reindex(frame.index[exact])
    codes = frame["commune_code"].astype(object)
    codes[exact] = lowest
    return codes


def test_incidents_are_those_of_a_group_by(
    snapshot: Snapshot, boundaries: Boundaries, table: UnitTable
) -> None:
    incidents = snapshot.frame("incidents")
    codes = placed(incidents, boundaries)
    last = pd.Timestamp(snapshot.as_of)
    counted = incidents["counts_in_statistics"].astype("boolean").fillna(True).astype(bool)
    for year, key in ((2026, "incidents"), (2025, "incidents_before")):
        end = last.replace(year=year)
        during = incidents["happened_on"].between(pd.Timestamp(year, 1, 1), end) & counted
        expected = codes[during].value_counts()
        column = known(table, key)
        assert column.to_dict() == {code: expected.get(code, 0) for code in column.index}
    fires = counted & incidents["category"].fillna("").str.split(".").str[0].eq("fire")
    fires &= incidents["happened_on"].between(pd.Timestamp(2026, 1, 1), last)
    column = known(table, "incidents:fire")
    expected = codes[fires].value_counts()
    assert column.sum() > 0
    assert column.to_dict() == {code: expected.get(code, 0) for code in column.index}


def test_sites_are_those_of_a_group_by(snapshot: Snapshot, boundaries: Boundaries, table: UnitTable) -> None:
    sites, initiatives = snapshot.frame("sites"), snapshot.frame("initiatives")
    codes = placed(sites, boundaries)
    day = pd.Timestamp(snapshot.as_of)
    there = (sites["founded_on"].isna() | (sites["founded_on"] <= day)) & (
        sites["closed_on"].isna() | (sites["closed_on"] > day)
    )
    active = there & (sites["status"].isna() | sites["status"].isin(["active", "unknown"]))
    clusters = sites["initiative_id"].isin(initiatives.index[initiatives["layer"] == "cluster"])
    for key, chosen in (
        ("sites", pd.Series(True, sites.index)),
        ("sites_active", active),
        ("sites_active:clusters", active & clusters),
    ):
        expected, column = codes[chosen].value_counts(), known(table, key)
        assert len(column) < 75  # some have not reported
        assert column.to_dict() == {code: expected.get(code, 0) for code in column.index}


def test_villages_and_households_are_those_of_a_group_by(
    snapshot: Snapshot, boundaries: Boundaries, table: UnitTable
) -> None:
    villages = snapshot.frame("villages")
    codes = placed(villages, boundaries)
    assert known(table, "villages").astype(int).to_dict() == codes.value_counts().to_dict()
    business = villages["households_business"].astype(float).groupby(codes.to_numpy()).sum(min_count=1)
    assert known(table, "households_business").to_dict() == business.dropna().to_dict()


@pytest.mark.parametrize("key", KEYS)
def test_communes_groups_and_province_are_the_same_sum(rows: UnitRows, table: UnitTable, key: str) -> None:
    """Former districts part the province where they do not overlap; here every commune is put into one."""
    column = UnitColumn.read(key)
    half = np.arange(len(rows.communes)) % 3
    has = np.array([half == one for one in range(3)])
    groups = Groups(pd.Index(["a", "b", "c"]), ("a", "b", "c"), has)
    grouped = group_table(rows, [column], groups)
    assert np.nansum(table.values[column]) == table.total[column]
    assert np.nansum(grouped.values[column]) == table.total[column]
    assert grouped.elsewhere[column] == 0


@pytest.mark.parametrize("key", KEYS)
def test_villages_and_what_lies_in_none_make_the_province(rows: UnitRows, table: UnitTable, key: str) -> None:
    column = UnitColumn.read(key)
    of_villages = UnitRows(Level.VILLAGE, rows.bundle, rows.tally, rows.periods, rows.snapshot)
    by_village = unit_table(of_villages, [column])
    assert by_village.total[column] == table.total[column]
    assert np.nansum(by_village.values[column]) + by_village.elsewhere[column] == table.total[column]


def test_months_add_up_to_the_period(table: UnitTable) -> None:
    months = table.months[UnitColumn.read("incidents_by_month")]
    np.testing.assert_array_equal(months.sum(axis=1), table.values[UnitColumn.read("incidents")])


def test_the_bundle_and_the_table_agree(rows: UnitRows, table: UnitTable) -> None:
    """Tile and table must not say different numbers."""
    province = rows.bundle.coverage.province
    for key, name in (("sites", "sites"), ("sites_active", "active_sites"), ("villages", "villages")):
        assert table.total[UnitColumn.read(key)] == province[name]
