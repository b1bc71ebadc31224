"""A coverage whose answer is known beforehand: one site in the middle of a square. Knows no real place."""

from __future__ import annotations

import datetime as dt

SIDE_M = 10_000.0
RADIUS_M = 3_000.0
EASTING_M, NORTHING_M = 500_000.0, 2_350_000.0


def covered_km2() -> float:
    """Return the area that one site with a radius of 3 km covers of a square of 10 km, as the program counts.

    Returns
    -------
    float
        Should be π · 3² = 28.2743 km².
    """
    import geopandas as gpd
    import pandas as pd
    from shapely import box

    from analysis.coverage import coverage
    from analysis.params import CoverageParams
    from layers.crs import METRIC

    half = SIDE_M / 2
    square = gpd.GeoDataFrame(
        {"code": ["1"], "name": ["□"]},
        geometry=[box(EASTING_M - half, NORTHING_M - half, EASTING_M + half, NORTHING_M + half)],
        crs=METRIC,
    )
    site = pd.DataFrame({"x": [EASTING_M], "y": [NORTHING_M], "status": ["active"], "position": ["exact"]})
    result = coverage(square, site, CoverageParams(dt.date(2026, 1, 1), radius_m=RADIUS_M))
    return float(result.province["covered_km2"])
