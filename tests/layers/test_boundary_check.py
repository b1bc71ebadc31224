from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from layers.boundaries import METRIC, STORE, project
from layers.boundary_check import LEAST_SLIVER_KM2, check_boundaries
from layers.errors import WrongPlace
from layers.registers import CURRENT, Register

KEYS = [
    "usable",
    "vintage",
    "expected",
    "matched",
    "missing",
    "doubled",
    "unknown",
    "invalid",
    "overlaps",
    "holes",
    "area_differences",
]


def written(gdf: gpd.GeoDataFrame, path: Path) -> Path:
    gdf.to_file(path)
    return path


def test_a_whole_file_has_no_findings(communes: gpd.GeoDataFrame, register: Register, tmp_path: Path) -> None:
    check = check_boundaries(written(communes, tmp_path / "a.gpkg"), register)
    assert check.usable
    assert (check.vintage, check.expected, check.matched) == (CURRENT, 75, 75)
    findings = (check.missing, check.doubled, check.unknown, check.invalid, check.overlaps, check.holes)
    assert findings == ((),) * 6
    # Schematic areas are far from the declared ones, and that is said.
    assert len(check.area_differences) > 50
    data = json.loads(json.dumps(check.to_json()))
    assert [key for key in KEYS if key in data] == KEYS
    assert set(data["area_differences"][0]) == {"code", "name", "declared_km2", "drawn_km2"}


def test_missing_doubled_and_unknown_are_named(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    gdf = communes[["name", "geometry"]].copy()
    gdf.loc[5, "name"] = "Hồ Sơn La"
    gdf.loc[7, "name"] = gdf.loc[6, "name"]
    check = check_boundaries(written(gdf, tmp_path / "a.gpkg"), register)
    assert not check.usable
    assert check.matched == 73
    assert check.missing == ("Xã Mường Giôn", "Xã Mường Sại")
    assert check.doubled == ("Xã Quỳnh Nhai",)
    assert check.unknown == ("Hồ Sơn La",)


def test_overlap_hole_and_ring_have_their_areas(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    metric = project(communes.geometry.to_numpy(), STORE, METRIC)
    index = communes.index[communes["name"] == "Chiềng Sung"][0]
    centre = metric[index].representative_point()
    hole = shapely.box(centre.x, centre.y, centre.x + 300, centre.y + 100)  # 0.03 km²
    other = communes.index[communes["name"] == "Mường Lèo"][0]
    inner = metric[other].representative_point()
    extra = shapely.box(inner.x, inner.y, inner.x + 200, inner.y + 200)  # 0.04 km² drawn twice
    metric[index] = shapely.MultiPolygon([*shapely.get_parts(metric[index].difference(hole)), extra])
    gdf = communes.set_geometry(gpd.GeoSeries(metric, index=communes.index, crs=METRIC))
    check = check_boundaries(written(gdf, tmp_path / "a.gpkg"), register)
    assert check.usable
    assert [(o.a, o.b) for o in check.overlaps] == [("Xã Chiềng Sung", "Xã Mường Lèo")]
    assert check.overlaps[0].km2 == pytest.approx(0.04)
    assert [h.near for h in check.holes] == ["Xã Chiềng Sung"]
    assert check.holes[0].km2 == pytest.approx(0.03)


def test_invalid_rings_and_empty_rows(communes: gpd.GeoDataFrame, register: Register, tmp_path: Path) -> None:
    gdf = communes.copy()
    west, south, east, north = gdf.geometry.iloc[0].bounds
    bow = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    gdf.geometry = [bow, None, *gdf.geometry.iloc[2:]]
    check = check_boundaries(written(gdf, tmp_path / "a.gpkg"), register)
    assert [(one.name, one.repaired) for one in check.invalid] == [("Tô Hiệu", True), ("Chiềng An", False)]
    assert "Self-intersection" in check.invalid[0].reason
    assert check.missing == ("Phường Chiềng An",)
    assert not check.usable


def test_another_province_is_an_error(communes: gpd.GeoDataFrame, register: Register, tmp_path: Path) -> None:
    moved = communes.set_geometry(communes.translate(2, 0))
    with pytest.raises(WrongPlace):
        check_boundaries(written(moved, tmp_path / "a.gpkg"), register)


@pytest.mark.real_data
def test_the_public_file_of_2025(real_data: Path, register: Register) -> None:
    check = check_boundaries(real_data / "sonla_communes_2025.gpkg", register)
    assert check.usable
    assert check.drawn_km2 == pytest.approx(14_109.33, abs=0.01)
    found = [(o.a, o.b, round(o.km2, 3)) for o in check.overlaps]
    assert found[:2] == [("Xã Tân Phong", "Xã Đoàn Kết", 0.088), ("Xã Tân Yên", "Xã Đoàn Kết", 0.067)]
    assert [(o.a, o.b) for o in check.overlaps[2:]] == [("Xã Suối Tọ", "Xã Mường Cơi")]
    assert check.overlaps[2].km2 * 1e6 == pytest.approx(4, abs=0.5)
    assert sum(hole.km2 for hole in check.holes) * 1e6 == pytest.approx(1.3, abs=0.1)
    assert all(LEAST_SLIVER_KM2 <= hole.km2 < 1e-6 for hole in check.holes)
    assert {d.name: (d.declared_km2, round(d.drawn_km2, 2)) for d in check.area_differences} == {
        "Phường Mộc Châu": (167.62, 215.15),
        "Xã Chiềng Sơn": (204.90, 175.03),
        "Xã Lóng Sập": (211.30, 193.60),
        "Xã Thuận Châu": (132.83, 135.45),
        "Xã Nậm Lầu": (247.63, 245.01),
        "Xã Quỳnh Nhai": (244.31, 243.50),
        "Xã Bình Thuận": (121.78, 121.18),
        "Xã Mường É": (139.91, 140.53),
    }


@pytest.mark.real_data
def test_the_older_file(real_data: Path, register: Register) -> None:
    check = check_boundaries(real_data / "sonla_communes_2009.gpkg", register)
    assert (check.usable, check.vintage, check.matched) == (True, "2024-12", 204)
    assert sum(o.km2 for o in check.overlaps) == pytest.approx(29, abs=1)
    assert sum(h.km2 for h in check.holes) == pytest.approx(29, abs=1)
