"""The charts of the sample workspace, against plain pandas over its tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.bundle import ResultBundle, build
from analysis.category_series import incidents_by_category
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
