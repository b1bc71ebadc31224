from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS

from layers.boundaries import Boundaries, project
from layers.crs import METRIC
from layers.io.boundary_crs import name_of, place
from layers.registers import Register

BAD_PRJ = (
    'PROJCS["x",GEOGCS["x",DATUM["unknown",SPHEROID["WGS84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",{meridian}],PARAMETER["scale_factor",{scale}],'
    'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)


@pytest.fixture(scope="module")
def expected(register: Register) -> tuple[np.ndarray, np.ndarray]:
    communes = register.communes()
    return communes["lon"].to_numpy(), communes["lat"].to_numpy()


@pytest.mark.parametrize(
    "crs", ["EPSG:4326", "EPSG:9206", "EPSG:3405", "EPSG:9205", "EPSG:9207", "EPSG:9208", "EPSG:3857"]
)
@pytest.mark.parametrize("swapped", [False, True])
def test_what_the_file_does_not_say_is_found(
    schematic: Boundaries, expected: tuple[np.ndarray, np.ndarray], crs: str, swapped: bool
) -> None:
    areas = schematic.gdf.geometry.to_numpy()
    given = areas if crs == METRIC else project(areas, METRIC, crs)
    if swapped:
        given = shapely.transform(given, lambda points: points[:, ::-1])
    placed = place(given, None, *expected)
    assert placed is not None
    assert (placed.crs, placed.guessed) == (crs, True)
    np.testing.assert_allclose(
        shapely.get_coordinates(placed.geometry), shapely.get_coordinates(areas), atol=0.01
    )


def test_what_the_file_says_is_believed_when_it_can_be(
    schematic: Boundaries, expected: tuple[np.ndarray, np.ndarray]
) -> None:
    areas = schematic.gdf.geometry.to_numpy()
    utm = project(areas, METRIC, "EPSG:32648")
    placed = place(utm, CRS(32648), *expected)
    assert placed is not None
    assert (placed.crs, placed.guessed) == ("EPSG:32648", False)


def test_a_zone_that_is_wrong_is_not_believed(
    schematic: Boundaries, expected: tuple[np.ndarray, np.ndarray]
) -> None:
    placed = place(schematic.gdf.geometry.to_numpy(), CRS(9207), *expected)
    assert placed is not None
    assert (placed.crs, placed.guessed) == ("EPSG:9206", True)


def test_another_province_is_placed_nowhere(
    schematic: Boundaries, expected: tuple[np.ndarray, np.ndarray]
) -> None:
    areas = project(schematic.gdf.geometry.to_numpy(), METRIC, "EPSG:4326")
    moved = shapely.transform(areas, lambda points: points + np.array([3.0, -2.0]))
    assert place(moved, CRS(4326), *expected) is None
    nowhere = np.full(75, np.nan)
    assert place(areas, CRS(4326), nowhere, nowhere) is None


@pytest.mark.parametrize(
    ("meridian", "scale", "name"),
    [(104, 0.9999, "EPSG:9206"), (104.5, 0.9999, "EPSG:9207"), (105, 0.9996, "EPSG:3405")],
)
def test_a_lost_datum_is_put_back(meridian: float, scale: float, name: str) -> None:
    assert name_of(CRS(BAD_PRJ.format(meridian=meridian, scale=scale))) == name


def test_a_known_system_keeps_its_name() -> None:
    assert name_of(CRS(32648)) == "EPSG:32648"
    assert name_of(CRS(9206)) == "EPSG:9206"
    assert CRS(name_of(CRS("+proj=laea +lat_0=21 +lon_0=104"))).is_projected
