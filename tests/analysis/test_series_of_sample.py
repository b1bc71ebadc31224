"""The charts of the sample workspace, against plain pandas over its tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.spatial import cKDTree

from analysis.bundle import ResultBundle, build
from analysis.category_series import incidents_by_category
from analysis.commune_series import commune_rates
from analysis.distance_series import distances
from analysis.hour_series import incidents_by_hour
from analysis.month_series import growth_of_sites, incidents_by_month
from analysis.params import By, CoverageParams
from analysis.series import Binned
from layers.io.sample import sample_workspace
from layers.registers import Register
from layers.schematic import schematic_boundaries
from layers.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return sample_workspace(schematic_boundaries(Register.load()), Register.load()).snapshot()


@pytest.fixture(scope="module")
def bundle(snapshot: Snapshot) -> ResultBundle:
    boundaries = schematic_boundaries(Register.load())
    return build(snapshot, boundaries, CoverageParams(snapshot.as_of, By.UNIT))


@pytest.fixture(scope="module")
def incidents(snapshot: Snapshot) -> pd.DataFrame:
    """Return the incidents that statistics count, until the day of the figures."""
    rows = snapshot.frame("incidents")
    days = pd.to_datetime(rows["happened_on"].astype("string"))
    rows = rows.assign(day=days)[rows["counts_in_statistics"].to_numpy(bool)]
    return rows[rows["day"].isna() | (rows["day"] <= pd.Timestamp(snapshot.as_of))]


@pytest.fixture(scope="module")
def counting(snapshot: Snapshot) -> pd.DataFrame:
    """Return the sites that count on the day of the figures."""
    sites, day = snapshot.frame("sites"), pd.Timestamp(snapshot.as_of)
    founded, closed = (pd.to_datetime(sites[name].astype("string")) for name in ("founded_on", "closed_on"))
    counts = (founded.isna() | (founded <= day)) & (closed.isna() | (closed > day))
    return sites[counts & sites["status"].astype("string").isin(["active", "unknown"])]


@pytest.fixture(scope="module")
def silent(snapshot: Snapshot) -> set[str]:
    """Return the communes that lack a sheet of the last period."""
    rows = snapshot.frame("submissions")
    return set(rows.loc[rows["state"].astype("string") == "missing", "commune_code"].astype(str))


def points(rows: pd.DataFrame) -> np.ndarray:
    """Return easting and northing of rows whose point is exact or that of their village."""
    placed = rows["position"].astype("string").isin(["exact", "village"]) & rows["x"].notna()
    return rows.loc[placed, ["x", "y"]].to_numpy(float)


def communes_of(rows: pd.DataFrame) -> pd.Series:
    """Return the commune in whose outline each row lies; without a place of its own, the one it names."""
    gdf = schematic_boundaries(Register.load()).gdf
    tree = shapely.STRtree(gdf.geometry.to_numpy())
    placed = rows.index[rows["position"].astype("string").isin(["exact", "village"]) & rows["x"].notna()]
    found, outline = tree.query(shapely.points(rows.loc[placed, ["x", "y"]].to_numpy(float)), "within")
    codes = rows["commune_code"].astype("string").copy()
    codes.loc[placed[found]] = gdf["code"].astype(str).to_numpy()[outline]
    return codes


def total(binned: Binned) -> float:
    return float(binned.sums(np.arange(len(binned.rows))).sum())


def test_the_months_are_those_of_a_group_by(bundle: ResultBundle, incidents: pd.DataFrame) -> None:
    series = incidents_by_month(bundle, start_day=1)
    inside = incidents["day"].between(pd.Timestamp(series.first), pd.Timestamp(series.last))
    by_month = incidents.loc[inside, "day"].dt.to_period("M").value_counts()
    sums = series.binned.sums(np.arange(len(series.binned.rows)))
    found = sums[: len(series.months)]  # those of the year before follow
    expected = [by_month.get(pd.Period(month, "M"), 0) for month in series.months]
    assert sum(expected) > 100
    assert found.tolist() == expected


def test_the_hours_and_the_categories_leave_none_out(bundle: ResultBundle, incidents: pd.DataFrame) -> None:
    hours, kinds = incidents_by_hour(bundle), incidents_by_category(bundle)
    exact = incidents["happened_time"].notna() & incidents["day"].notna()
    exact &= incidents["happened_precision"].astype("string") == "day"
    assert total(hours.binned) == int(exact.sum()) > 100
    assert total(kinds.binned) == len(incidents)


def test_the_growth_ends_with_the_sites_that_count(bundle: ResultBundle, snapshot: Snapshot) -> None:
    sites, day = snapshot.frame("sites"), pd.Timestamp(snapshot.as_of)
    founded, closed = (pd.to_datetime(sites[name].astype("string")) for name in ("founded_on", "closed_on"))
    counts = (founded.isna() | (founded <= day)) & (closed.isna() | (closed > day))
    counts &= sites["status"].astype("string").isin(["active", "unknown"])
    assert growth_of_sites(bundle).total == int(counts.sum()) > 500


@pytest.mark.parametrize("table", ["villages", "incidents"])
def test_the_distances_are_those_of_a_tree_of_points(
    bundle: ResultBundle,
    counting: pd.DataFrame,
    silent: set[str],
    snapshot: Snapshot,
    incidents: pd.DataFrame,
    table: str,
) -> None:
    rows = incidents if table == "incidents" else snapshot.frame("villages")
    told = rows[~communes_of(rows).isin(silent).to_numpy(bool)]
    distance_m = cKDTree(points(counting)).query(points(told))[0]
    series = distances(bundle, table)  # type: ignore[arg-type]
    expected = [int((distance_m <= edge).sum()) for edge in series.edges_m[1:]]
    assert expected[-1] == len(distance_m) > 500
    assert np.cumsum(series.binned.totals).astype(int).tolist() == expected
    assert series.cumulative_share.tolist() == pytest.approx([n / len(distance_m) for n in expected])
    assert series.not_reported == len(rows) - len(told) > 10


def test_the_households_are_those_of_their_villages(
    bundle: ResultBundle, counting: pd.DataFrame, silent: set[str], snapshot: Snapshot
) -> None:
    villages = snapshot.frame("villages")
    told = villages[~communes_of(villages).isin(silent).to_numpy(bool)]
    distance_m = cKDTree(points(counting)).query(points(told))[0]
    households = told["households"].astype("Float64").fillna(0).to_numpy(float)
    series = distances(bundle, "villages", by_households=True)
    expected = [float(households[distance_m <= edge].sum()) for edge in series.edges_m[1:]]
    assert expected[-1] > 100_000
    assert np.cumsum(series.binned.totals).tolist() == expected


def test_the_rates_of_the_communes_are_those_of_a_group_by(
    bundle: ResultBundle, counting: pd.DataFrame, silent: set[str], snapshot: Snapshot
) -> None:
    villages = snapshot.frame("villages")
    has_site = pd.Series(villages.index.isin(counting["village_id"].dropna()), index=villages.index)
    share = has_site.groupby(villages["commune_code"].astype(str)).mean()
    series = commune_rates(bundle, "villages_with", "villages")
    found = dict(zip(series.codes, series.rate, strict=True))
    assert {code for code, rate in found.items() if np.isnan(rate)} == silent
    told = share[~share.index.isin(silent)]
    assert len(told) > 60
    assert {code: found[code] for code in told.index} == pytest.approx(told.to_dict())
