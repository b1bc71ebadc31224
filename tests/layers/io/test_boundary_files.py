from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.boundaries import Boundaries
from layers.errors import (
    AppError,
    BoundariesIncomplete,
    BoundariesUnrecognised,
    FileDamaged,
    NoAreas,
    VintageDiffers,
    WrongPlace,
)
from layers.io.boundary_files import find_boundary_file, open_boundary_file, read_boundaries
from layers.registers import CURRENT, Register
from layers.words import Words


def written(gdf: gpd.GeoDataFrame, path: Path) -> Path:
    gdf.to_file(path, **({"encoding": "UTF-8"} if path.suffix == ".shp" else {}))
    return path


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "kml"])
def test_a_file_of_the_75_is_read_in_every_format(
    communes: gpd.GeoDataFrame, schematic: Boundaries, register: Register, tmp_path: Path, ending: str
) -> None:
    shuffled = communes.sample(frac=1, random_state=1)[["name", "geometry"]]
    read = read_boundaries(written(shuffled, tmp_path / f"a.{ending}"), register)
    assert read.vintage == CURRENT
    assert read.codes == schematic.codes
    assert not read.schematic
    assert read.source == f"a.{ending}"
    np.testing.assert_allclose(read.areas_km2, schematic.areas_km2, rtol=1e-6)
    assert read.gdf["population"].sum() == 1_404_587
    assert read.notes is not None
    assert read.notes.code_column is None
    assert read.notes.name_column in ("name", "Name")


def test_metres_without_a_prj_are_read_and_told(
    communes: gpd.GeoDataFrame, schematic: Boundaries, register: Register, tmp_path: Path
) -> None:
    path = written(communes.to_crs(3405), tmp_path / "a.shp")
    path.with_suffix(".prj").unlink()
    read = read_boundaries(path, register)
    assert read.notes is not None
    assert (read.notes.crs, read.notes.crs_guessed) == ("EPSG:3405", True)
    np.testing.assert_allclose(read.areas_km2, schematic.areas_km2, rtol=1e-6)


def test_parts_in_several_rows_are_joined_and_rings_repaired(
    communes: gpd.GeoDataFrame, schematic: Boundaries, register: Register, tmp_path: Path
) -> None:
    gdf = communes[["code", "name", "geometry"]].copy()
    first = gdf.geometry.iloc[0]
    west, south, east, north = first.bounds
    middle = (west + east) / 2
    halves = [
        first.intersection(shapely.box(west, south, middle, north)),
        first.intersection(shapely.box(middle, south, east, north)),
    ]
    row = gdf.iloc[[0, 0]].set_geometry(gpd.GeoSeries(halves, index=gdf.index[[0, 0]], crs=4326))
    # A spike out and back makes the second commune invalid without changing its area.
    ring = shapely.get_coordinates(gdf.geometry.iloc[1].geoms[0].exterior)
    spike = np.vstack([ring[:2], ring[1] + [0.001, 0.001], ring[1:]])
    gdf.geometry = [gdf.geometry.iloc[0], shapely.Polygon(spike), *gdf.geometry.iloc[2:]]
    broken = gpd.GeoDataFrame(gpd.pd.concat([row, gdf.iloc[1:]]), crs=4326)
    read = read_boundaries(written(broken, tmp_path / "a.gpkg"), register)
    assert read.notes is not None
    assert read.notes.joined == ("Tô Hiệu",)
    assert read.notes.repaired == ("Chiềng An",)
    assert read.gdf.geometry.is_valid.all()
    # The cut adds vertices in degrees to long straight lines, which are no straight lines in metres.
    np.testing.assert_allclose(read.areas_km2, schematic.areas_km2, rtol=2e-4)


def test_an_incomplete_file_is_refused_and_the_missing_named(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path, vi: Words
) -> None:
    path = written(communes.drop(index=[3, 7]), tmp_path / "a.gpkg")
    with pytest.raises(BoundariesIncomplete) as caught:
        read_boundaries(path, register)
    assert caught.value.fields["missing"] == ("Phường Chiềng Sinh", "Xã Mường Sại")
    assert "73/75" in vi.error(caught.value)
    assert open_boundary_file(path, register).missing(register) == ("Phường Chiềng Sinh", "Xã Mường Sại")


def test_an_empty_area_counts_as_missing(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    gdf = communes.copy()
    gdf.geometry = [None, *gdf.geometry.iloc[1:]]
    with pytest.raises(BoundariesIncomplete) as caught:
        read_boundaries(written(gdf, tmp_path / "a.gpkg"), register)
    assert caught.value.fields["missing"] == ("Phường Tô Hiệu",)


def test_points_another_province_and_no_names_are_told_apart(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    points = communes.set_geometry(communes.representative_point())
    with pytest.raises(NoAreas):
        read_boundaries(written(points, tmp_path / "points.gpkg"), register)
    moved = communes.set_geometry(communes.translate(3, -2))
    with pytest.raises(WrongPlace):
        read_boundaries(written(moved, tmp_path / "moved.gpkg"), register)
    with pytest.raises(WrongPlace):
        read_boundaries(written(moved[["unit_type", "geometry"]], tmp_path / "moved.geojson"), register)
    with pytest.raises(BoundariesUnrecognised):
        read_boundaries(written(communes[["unit_type", "geometry"]], tmp_path / "bare.gpkg"), register)


def test_the_rest_of_the_country_is_left_out(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path
) -> None:
    elsewhere = gpd.GeoDataFrame(
        {"name": [f"Bình Thuận {n}" for n in range(499)] + ["Bình Thuận"]},
        geometry=[shapely.box(107 + n / 500, 11, 107.001 + n / 500, 11.1) for n in range(500)],
        crs=4326,
    )
    whole = gpd.pd.concat([elsewhere, communes[["name", "geometry"]]], ignore_index=True)
    read = read_boundaries(written(whole, tmp_path / "nước.gpkg"), register)
    assert len(read.codes) == 75
    assert read.notes is not None
    assert read.notes.ignored == 500
    assert read.notes.unknown == ()


def test_another_vintage_than_asked_for_is_named(
    communes: gpd.GeoDataFrame, register: Register, tmp_path: Path, vi: Words
) -> None:
    with pytest.raises(VintageDiffers) as caught:
        read_boundaries(written(communes, tmp_path / "a.gpkg"), register, vintage="2024-12")
    fields = caught.value.fields
    assert (fields["found"], fields["found_units"]) == ("2025-07", 75)
    assert (fields["vintage"], fields["units"]) == ("2024-12", 204)
    assert "2025-07" in vi.error(caught.value)
    some = written(communes.iloc[:70], tmp_path / "b.gpkg")
    with pytest.raises(VintageDiffers):
        read_boundaries(some, register, vintage="2024-12")
    with pytest.raises(BoundariesIncomplete):
        read_boundaries(some, register, vintage=CURRENT)


def test_a_damaged_file_is_named(register: Register, tmp_path: Path, vi: Words, en: Words) -> None:
    (tmp_path / "hỏng.gpkg").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(FileDamaged) as caught:
        read_boundaries(tmp_path / "hỏng.gpkg", register)
    assert "hỏng.gpkg" in vi.error(caught.value)
    assert "hỏng.gpkg" in en.error(caught.value)


@pytest.mark.parametrize(
    "error",
    [
        NoAreas(path="a.shp"),
        BoundariesUnrecognised(path="a.shp", matched=0, expected=75),
        BoundariesIncomplete(path="a.shp", matched=73, expected=75, missing=("Xã Mường É",)),
    ],
)
def test_every_error_has_its_sentence(error: AppError, vi: Words, en: Words) -> None:
    assert "a.shp" in vi.error(error)
    assert "a.shp" in en.error(error)


# -- the folder -----------------------------------------------------------------------------------------


def test_the_file_in_the_folder_is_found(tmp_path: Path) -> None:
    assert find_boundary_file(tmp_path / "none") is None
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "~$a.shp").write_text("x")
    (tmp_path / "a.dbf").write_text("x")
    assert find_boundary_file(tmp_path) is None
    for name in ("b.kml", "b.zip", "b.shp", "a.shp", "z.gpkg"):
        (tmp_path / name).write_text("x")
    assert find_boundary_file(tmp_path) == tmp_path / "z.gpkg"
    (tmp_path / "z.gpkg").unlink()
    assert find_boundary_file(tmp_path) == tmp_path / "a.shp"


def test_a_folder_of_one_file_a_commune_is_the_file(
    communes: gpd.GeoDataFrame, schematic: Boundaries, register: Register, tmp_path: Path
) -> None:
    for row in range(75):
        written(communes.iloc[[row]][["name", "geometry"]], tmp_path / f"{communes['code'][row]}.geojson")
    found = find_boundary_file(tmp_path)
    assert found == tmp_path
    read = read_boundaries(found, register)
    assert read.codes == schematic.codes


# -- real files -----------------------------------------------------------------------------------------


@pytest.mark.real_data
def test_the_public_file_of_2025(real_data: Path, register: Register) -> None:
    read = read_boundaries(real_data / "sonla_communes_2025.gpkg", register)
    assert (read.vintage, len(read.codes)) == (CURRENT, 75)
    assert read.areas_km2.sum() == pytest.approx(14_109.33, abs=0.01)
    again = Boundaries.from_communes(read.to_communes(), CURRENT)
    assert again.areas_km2.sum() == pytest.approx(14_109.33, abs=0.01)


@pytest.mark.real_data
@pytest.mark.parametrize("column", ["code_name", "full_name", "code"])
def test_the_public_file_by_any_of_its_columns(
    real_data: Path, register: Register, tmp_path: Path, column: str
) -> None:
    gdf = gpd.read_file(real_data / "sonla_communes_2025.gpkg").to_crs(9206)
    path = written(gdf[[column, "geometry"]], tmp_path / "a.shp")
    path.with_suffix(".prj").unlink()
    read = read_boundaries(path, register)
    assert read.areas_km2.sum() == pytest.approx(14_109.33, abs=0.01)
    assert read.notes is not None
    assert read.notes.crs == "EPSG:9206"


@pytest.mark.parametrize("units", [204, 180])
def test_old_areas_are_not_taken_for_those_of_today(
    real_data: Path, register: Register, tmp_path: Path, units: int
) -> None:
    """All 75 codes of today are reused old ones, so that every one of them is in the older file."""
    old = gpd.read_file(real_data / "sonla_communes_2009.gpkg")
    ours = {unit.code for unit in register.units(CURRENT)}
    first = old[[str(code).zfill(5) in ours for code in old[_code_column(old, ours)]]]
    rest = old.drop(index=first.index).head(units - len(first))
    path = written(gpd.GeoDataFrame(pd.concat([first, rest]), crs=old.crs), tmp_path / "a.gpkg")
    with pytest.raises(VintageDiffers) as caught:
        read_boundaries(path, register, vintage=CURRENT)
    assert caught.value.fields["found"] == "2024-12"


def _code_column(gdf: gpd.GeoDataFrame, codes: set[str]) -> str:
    return max(
        gdf.columns.drop("geometry"), key=lambda name: len(set(gdf[name].astype(str).str.zfill(5)) & codes)
    )


@pytest.mark.real_data
@pytest.mark.parametrize("columns", [["gso_code"], ["name"], ["name", "district"]])
def test_the_older_file_by_code_and_by_name(
    real_data: Path, register: Register, tmp_path: Path, columns: list[str]
) -> None:
    gdf = gpd.read_file(real_data / "sonla_communes_2009.gpkg")
    read = read_boundaries(written(gdf[[*columns, "geometry"]], tmp_path / "a.gpkg"), register)
    assert (read.vintage, len(read.codes)) == ("2024-12", 204)
