"""Which commune each of 1,000,000 points is in: ours with and without building, beside a spatial join.

Knows nothing of how the locator works.
"""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd

from analysis.locate import Locator, locate
from benchmarks.ground import boundaries, points_in_box
from benchmarks.harness import Case


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield ours at full size, at a tenth (cost is linear) and the join of geopandas at a tenth."""
    gdf = boundaries().gdf
    many, tenth = int(1_000_000 * scale), int(100_000 * scale)
    points, fewer = points_in_box(many), points_in_box(tenth)
    locator = Locator(gdf)
    yield Case(f"{many:,} points, with building", lambda: locate(points, gdf), goal_s=0.3)
    yield Case(f"{many:,} points, locator built before", lambda: locator.locate(points))
    ours = f"{tenth:,} points, with building"
    yield Case(ours, lambda: locate(fewer, gdf))
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*fewer.T), crs=gdf.crs)
    # Polygons of its own: ours have been prepared above, and prepared polygons are not what one hands in.
    unprepared = gpd.GeoDataFrame(
        gdf[["code"]], geometry=gpd.GeoSeries.from_wkb(gdf.to_wkb().geometry), crs=gdf.crs
    )
    yield Case(
        f"{tenth:,} points, geopandas.sjoin",
        lambda: gpd.sjoin(frame, unprepared, how="left", predicate="intersects"),
        runs=2,
        warmups=0,
        peer_of=ours,
    )
