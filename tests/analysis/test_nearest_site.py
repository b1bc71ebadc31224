"""The nearest counting site to the middle of a commune."""

from __future__ import annotations

from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import box

from analysis.nearest_site import NearestSite, nearest_site


def _bundle(sites: list[tuple[str, float, float, bool]]) -> SimpleNamespace:
    squares = gpd.GeoDataFrame(
        {"code": ["01", "02"]}, geometry=[box(0, 0, 1000, 1000), box(1000, 0, 2000, 1000)]
    )
    names, x, y, counts = zip(*sites, strict=True) if sites else ((), (), (), ())
    frame = pd.DataFrame(
        {"x": np.array(x, float), "y": np.array(y, float), "counts": np.array(counts, bool)},
        index=list(names),
    )
    return SimpleNamespace(boundaries=SimpleNamespace(gdf=squares), sites=frame)


def test_the_nearest_that_counts() -> None:
    bundle = _bundle([("ended", 500, 500, False), ("far", 500, 4500, True), ("near", 500, 3500, True)])
    assert nearest_site(bundle, "01") == NearestSite("near", 3000.0)


def test_sites_without_a_place_are_passed_over() -> None:
    bundle = _bundle([("nowhere", np.nan, np.nan, True), ("there", 1500, 4500, True)])
    assert nearest_site(bundle, "02") == NearestSite("there", 4000.0)


def test_none_where_there_is_none() -> None:
    assert nearest_site(_bundle([]), "01") is None
    assert nearest_site(_bundle([("nowhere", np.nan, 1.0, True)]), "01") is None
    assert nearest_site(_bundle([("a", 1.0, 1.0, True)]), "99") is None
