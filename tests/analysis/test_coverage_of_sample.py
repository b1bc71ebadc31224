"""The sample workspace as a whole, against group-bys and overlays written without the analysis package."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from analysis.bundle import ResultBundle, build
from analysis.params import By, CoverageParams
from analysis.selection import resolve_initiatives
from layers.boundaries import Boundaries
from layers.io.boundary_files import read_boundaries
from layers.io.sample import sample_workspace
from layers.registers import Register
from layers.schematic import schematic_boundaries
from layers.snapshot import Snapshot

CLUSTERS = "Cụm dân cư an toàn phòng cháy chữa cháy"


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    return schematic_boundaries(Register.load())


@pytest.fixture(scope="module")
def snapshot(boundaries: Boundaries) -> Snapshot:
    return sample_workspace(boundaries, Register.load()).snapshot()


@pytest.fixture(scope="module")
def by_unit(snapshot: Snapshot, boundaries: Boundaries) -> ResultBundle:
    chosen = resolve_initiatives([CLUSTERS], snapshot.frame("initiatives"))
    return build(snapshot, boundaries, CoverageParams(snapshot.as_of, By.UNIT, initiatives=chosen))


def counting_clusters(snapshot: Snapshot) -> pd.DataFrame:
    """Return the clusters that count, by plain filters."""
    sites, initiatives = snapshot.frame("sites"), snapshot.frame("initiatives")
    mine = sites[sites["initiative_id"].isin(initiatives.index[initiatives["name"] == CLUSTERS])]
    day = pd.Timestamp(snapshot.as_of)
    begun = mine["founded_on"].isna() | (mine["founded_on"] <= day)
    lasting = mine["closed_on"].isna() | (mine["closed_on"] > day)
    return mine[begun & lasting & mine["status"].isin(["active", "unknown"])]


def not_reported(snapshot: Snapshot) -> set[str]:
    table = snapshot.frame("submissions")
    last = table[table["period_from"] == table["period_from"].max()]
    missing = last[(last["state"] == "missing") & last["kind"].isin(["sites", "clusters"])]
    return set(missing["commune_code"])


def test_clusters_by_unit_equal_a_group_by(
    snapshot: Snapshot, boundaries: Boundaries, by_unit: ResultBundle
) -> None:
    clusters, silent = counting_clusters(snapshot), not_reported(snapshot)
    areas = boundaries.gdf.set_index("code").geometry
    exact = clusters["position"] == "exact"
    holders = [areas.index[areas.intersects(p)].min() for p in shapely.points(clusters[["x", "y"]][exact])]
    clusters["commune"] = clusters["commune_code"].astype(object)
    clusters.loc[exact, "commune"] = holders
    by_commune = clusters.groupby("commune").size().drop(list(silent), errors="ignore")
    result = by_unit.coverage
    assert len(silent) == result.by_unit["communes_not_reported"] == 3
    assert result.by_unit["communes_with"] == len(by_commune)
    assert result.by_unit["communes_without"] == 75 - 3 - len(by_commune)
    active = result.communes["active_sites"].dropna()
    assert active[active > 0].to_dict() == by_commune.to_dict()
    villages = snapshot.frame("villages")
    told = villages.loc[villages.index.isin(clusters["village_id"]) & ~villages["commune_code"].isin(silent)]
    assert result.by_unit["villages_with"] == len(told)
    assert result.communes["villages_with"].sum() == len(told)
    with_villages = result.communes["villages_with"].dropna()
    assert with_villages[with_villages > 0].to_dict() == told.groupby("commune_code").size().to_dict()


def test_all_148_are_accounted_for(by_unit: ResultBundle) -> None:
    assert by_unit.coverage.counted["sites_selected"] == len(by_unit.sites) == 148
    assert by_unit.sample
    silent = by_unit.sites["commune_code_at"].isin(by_unit.coverage.not_reported["sites"])
    assert by_unit.coverage.province["sites"] + int(silent.sum()) == 148


@pytest.mark.real_data
def test_three_kilometres_equal_an_independent_computation(real_data: Path) -> None:
    """The main job: 75 communes, covered + gap = area, covered area as shapely has it with fine circles."""
    register = Register.load()
    boundaries = read_boundaries(real_data / "sonla_communes_2025.gpkg", register)
    snapshot = sample_workspace(boundaries, register).snapshot()
    result = build(snapshot, boundaries, CoverageParams(snapshot.as_of, radius_m=3000)).coverage
    sites, initiatives = snapshot.frame("sites"), snapshot.frame("initiatives")
    never = initiatives.index[initiatives["cover_by"] == "none"]
    day = pd.Timestamp(snapshot.as_of)
    counts = sites["status"].isin(["active", "unknown"]) & ~sites["initiative_id"].isin(never)
    counts &= sites["founded_on"].isna() | (sites["founded_on"] <= day)
    counts &= sites["closed_on"].isna() | (sites["closed_on"] > day)
    places = sites.loc[counts, ["x", "y"]].dropna().to_numpy()
    cover = shapely.union_all(shapely.buffer(shapely.points(places), 3000.0, quad_segs=128))
    fine_km2 = shapely.area(shapely.intersection(boundaries.gdf.geometry.to_numpy(), cover)) / 1e6
    table = result.communes
    assert len(table) == 75
    assert table["area_km2"].sum() == pytest.approx(14_109.33, abs=0.01)
    assert np.allclose(table["covered_km2"] + table["gap_km2"], table["area_km2"], rtol=1e-12)
    assert table["covered_km2"].to_numpy() == pytest.approx(fine_km2, rel=5e-4)
