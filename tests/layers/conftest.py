"""The registers, and communes to make boundary files of: schematic ones, so that no real file is needed."""

from __future__ import annotations

import geopandas as gpd
import pytest

from layers.boundaries import Boundaries, project
from layers.crs import METRIC, STORE
from layers.registers import Register
from layers.schematic import schematic_boundaries


@pytest.fixture(scope="session")
def register() -> Register:
    return Register.load()


@pytest.fixture(scope="session")
def schematic(register: Register) -> Boundaries:
    return schematic_boundaries(register)


@pytest.fixture(scope="session")
def communes(schematic: Boundaries) -> gpd.GeoDataFrame:
    """Return code, name, kind and area of the 75 in EPSG:4326. Never change it in place."""
    gdf = schematic.gdf
    areas = project(gdf.geometry.to_numpy(), METRIC, STORE)
    return gpd.GeoDataFrame(gdf[["code", "name", "unit_type"]], geometry=areas, crs=STORE)
