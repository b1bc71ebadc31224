"""Two communes of 10 km × 10 km side by side, and rows to put on them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from analysis.locate import Locator

CRS = "EPSG:9206"


@pytest.fixture(scope="session")
def squares() -> gpd.GeoDataFrame:
    """West (00001): x 0…10 km, East (00002): x 10…20 km; 100 km² each; 1,000 people in the west only."""
    return gpd.GeoDataFrame(
        {
            "code": ["00001", "00002"],
            "name": ["Tây", "Đông"],
            "population": pd.array([1000, None], dtype="Int64"),
            "households": pd.array([None, None], dtype="Int64"),
        },
        geometry=[box(0, 0, 10_000, 10_000), box(10_000, 0, 20_000, 10_000)],
        crs=CRS,
    )


@pytest.fixture(scope="session")
def locator(squares: gpd.GeoDataFrame) -> Locator:
    return Locator(squares)


@pytest.fixture(scope="session")
def rows() -> Callable[..., pd.DataFrame]:
    """Return a maker of frames: one dict a row, index "r0", "r1", …; dates as written."""

    def make(*dicts: dict[str, Any], prefix: str = "r") -> pd.DataFrame:
        frame = pd.DataFrame(list(dicts))
        frame.index = pd.Index([f"{prefix}{i}" for i in range(len(frame))], name="id", dtype=object)
        for name in ("x", "y"):
            if name not in frame:
                frame[name] = float("nan")
        return frame

    return make


@pytest.fixture(scope="session")
def real_communes(real_data: Path) -> gpd.GeoDataFrame:
    """Return the 75 communes of the reference data in metres, in the order of codes."""
    gdf = gpd.read_file(real_data / "sonla_communes_2025.gpkg").to_crs(CRS)
    return gdf.sort_values("code", ignore_index=True)


@pytest.fixture(scope="session")
def real_locator(real_communes: gpd.GeoDataFrame) -> Locator:
    return Locator(real_communes)
