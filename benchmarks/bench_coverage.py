"""Covered part and gap polygons of every commune by radius: ours beside geopandas, and QGIS where it is.

Knows nothing of how ours works.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.coverage import coverage
from analysis.disks import disk_coverage
from analysis.locate import Locator
from analysis.params import CoverageParams
from benchmarks.ground import boundaries, points_inside
from benchmarks.harness import Case

RADIUS_M = 3000.0


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield 228 and 30,000 sites, the whole answer, and the same polygons by others."""
    gdf = boundaries().gdf
    locator = Locator(gdf)
    few, many = points_inside(max(int(228 * scale), 1)), points_inside(max(int(30_000 * scale), 1))
    ours = f"{len(few):,} sites, 3 km: covered part and gap polygons"
    yield Case(ours, lambda: disk_coverage(locator.geometries, few, RADIUS_M), goal_s=0.12, runs=15)
    yield Case(
        f"{len(many):,} sites, 3 km: covered part and gap polygons",
        lambda: disk_coverage(locator.geometries, many, RADIUS_M),
        goal_s=3.0,
        runs=3,
    )
    yield _whole_answer(locator, few, scale)
    yield Case(
        f"{len(few):,} sites, 3 km: geopandas buffer, union_all, overlay twice",
        lambda: _by_geopandas(gdf, few),
        runs=3,
        peer_of=ours,
    )
    if importlib.util.find_spec("qgis") is not None:
        yield Case(
            f"{len(few):,} sites, 3 km: QGIS buffer, intersection and difference",
            _by_qgis(gdf, few),
            runs=3,
            peer_of=ours,
        )


def _whole_answer(locator: Locator, xy: np.ndarray, scale: float) -> Case:
    """Return the case of a whole `coverage`: areas, villages, incidents, table and stamp."""
    sites = pd.DataFrame(xy, columns=["x", "y"]).assign(status="active")
    villages = pd.DataFrame(points_inside(int(2230 * scale), 1), columns=["x", "y"]).assign(population=100)
    incidents = pd.DataFrame(points_inside(int(1200 * scale), 2), columns=["x", "y"])
    params = CoverageParams(dt.date(2026, 1, 1), radius_m=RADIUS_M)
    return Case(
        f"{len(sites):,} sites, {len(villages):,} villages, {len(incidents):,} incidents: the whole answer",
        lambda: coverage(locator.gdf, sites, params, villages=villages, incidents=incidents, locator=locator),
        runs=7,
    )


def _by_geopandas(gdf: gpd.GeoDataFrame, xy: np.ndarray) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    disks = gpd.GeoSeries(gpd.points_from_xy(*xy.T), crs=gdf.crs).buffer(RADIUS_M)
    covered = gpd.GeoDataFrame(geometry=[disks.union_all()], crs=gdf.crs)
    return (
        gpd.overlay(gdf, covered, how="intersection", keep_geom_type=True),
        gpd.overlay(gdf, covered, how="difference", keep_geom_type=True),
    )


def _by_qgis(gdf: gpd.GeoDataFrame, xy: np.ndarray):
    """Return the work of QGIS: its own geometry classes, prepared outside the timed part."""
    from qgis.core import QgsGeometry

    def geometry(shape: shapely.Geometry) -> QgsGeometry:
        result = QgsGeometry()
        result.fromWkb(shapely.to_wkb(shape))
        return result

    communes = [geometry(shape) for shape in gdf.geometry]
    points = [geometry(shape) for shape in shapely.points(xy)]

    def work() -> list[float]:
        cover = QgsGeometry.unaryUnion([point.buffer(RADIUS_M, 32) for point in points])
        return [commune.intersection(cover).area() + commune.difference(cover).area() for commune in communes]

    return work
