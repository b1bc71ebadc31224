"""Each point is in exactly one commune, as an independent computation by shapely says."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from analysis.locate import Locator, locate
from layers.errors import GeographicCrs


def lowest_holder(points: np.ndarray, polygons: np.ndarray) -> np.ndarray:
    """Return the lowest polygon that holds each point, by a spatial index over the points."""
    finite = np.isfinite(points).all(axis=1)
    shapes = shapely.points(np.where(finite[:, None], points, 0.0))
    polygon, point = shapely.STRtree(shapes).query(polygons, predicate="intersects")
    holder = np.full(len(points), len(polygons))
    np.minimum.at(holder, point, polygon)
    return np.where((holder < len(polygons)) & finite, holder, -1)


def test_inside_border_corner_and_outside(squares: gpd.GeoDataFrame) -> None:
    points = [[5000, 5000], [15000, 5000], [10000, 5000], [10000, 10000], [20000, 0], [20000.01, 0], [-1, -1]]
    assert locate(points, squares).tolist() == [0, 1, 0, 0, 1, -1, -1]


def test_not_finite_and_far_away_are_nowhere(locator: Locator) -> None:
    points = [[np.nan, 1], [1, np.nan], [np.inf, 1], [1, -np.inf], [1e300, 1], [-1e15, 1e15]]
    assert locator.locate(points).tolist() == [-1] * 6
    assert locator.locate(np.empty((0, 2))).tolist() == []


def test_lower_code_wins_whatever_the_order_of_rows(squares: gpd.GeoDataFrame) -> None:
    turned = squares.iloc[::-1].reset_index(drop=True)
    # On the shared border the commune 00001 wins: row 0 as given, row 1 when turned round.
    assert locate([[10000, 5000]], squares).tolist() == [0]
    assert locate([[10000, 5000]], turned).tolist() == [1]


def test_overlap_belongs_to_the_lower_code_and_is_told() -> None:
    areas = [box(0, 0, 6000, 10000), box(4000, 0, 10000, 10000)]
    frame = gpd.GeoDataFrame({"code": ["b", "a"]}, geometry=areas, crs=9206)
    locator = Locator(frame)
    points = [[1000, 5000], [5000, 5000], [9000, 5000], [6000, 5000], [6000.5, 5000], [11000, 0]]
    assert locator.locate(points).tolist() == [0, 1, 1, 1, 1, -1]
    assert locator.in_several(points).tolist() == [False, True, False, True, False, False]


def test_holes_and_parts() -> None:
    ring = Polygon(box(0, 0, 9000, 9000).exterior, [box(3000, 3000, 6000, 6000).exterior])
    two = shapely.union_all([box(3500, 3500, 4000, 4000), box(20000, 0, 21000, 1000)])
    frame = gpd.GeoDataFrame({"code": ["1", "2"]}, geometry=[ring, two], crs=9206)
    points = [[1000, 1000], [4500, 5000], [3700, 3700], [20500, 500], [3000, 4000]]
    assert locate(points, frame).tolist() == [0, -1, 1, 1, 0]


def test_empty_geometry_holds_nothing() -> None:
    frame = gpd.GeoDataFrame({"code": ["1", "2"]}, geometry=[Polygon(), box(0, 0, 10, 10)], crs=9206)
    assert locate([[5, 5], [50, 5]], frame).tolist() == [1, -1]


@pytest.mark.parametrize("crs", [4326, None])
def test_degrees_are_an_error(squares: gpd.GeoDataFrame, crs: int | None) -> None:
    with pytest.raises(GeographicCrs):
        Locator(gpd.GeoDataFrame(squares[["code"]], geometry=squares.geometry.to_numpy(), crs=crs))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 12))
def test_random_stars_agree_with_shapely(seed: int, spikes: int) -> None:
    """Thin, concave, overlapping polygons: every cell of the grid is a border somewhere."""
    random = np.random.default_rng(seed)
    stars = []
    for centre in random.uniform(0, 1000, (5, 2)):
        angle = np.sort(random.uniform(0, 2 * np.pi, 2 * spikes + 1))
        reach = random.uniform(5, 600, len(angle))
        ring = centre + reach[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        stars.append(shapely.make_valid(Polygon(ring)))
    polygons = np.array([shapely.buffer(star, 0) for star in stars])
    frame = gpd.GeoDataFrame({"code": list("abcde")}, geometry=polygons, crs=9206)
    corners = shapely.get_coordinates(polygons)
    points = np.vstack([random.uniform(-200, 1200, (400, 2)), corners, np.round(corners)])
    assert locate(points, frame).tolist() == lowest_holder(points, polygons).tolist()


@pytest.mark.real_data
def test_real_communes_exactly(real_communes: gpd.GeoDataFrame, real_locator: Locator) -> None:
    """300,000 random points, every vertex, every midpoint of an edge, and points a hair beside them."""
    polygons = real_communes.geometry.to_numpy()
    random = np.random.default_rng(9206)
    west, south, east, north = real_communes.total_bounds
    inside_box = np.column_stack([random.uniform(west, east, 300_000), random.uniform(south, north, 300_000)])
    vertices = shapely.get_coordinates(polygons)
    midpoints = (vertices[1:] + vertices[:-1]) / 2
    beside = vertices + random.normal(0, 1e-6, vertices.shape)
    strange = np.array([[np.nan, 0.0], [np.inf, 0.0], [0.0, 0.0], [1e12, -1e12]])
    points = np.vstack([inside_box, vertices, midpoints, beside, strange])
    found = real_locator.locate(points)
    assert np.array_equal(found, lowest_holder(points, polygons))
    assert set(np.unique(found)) == set(range(-1, 75))


@pytest.mark.real_data
def test_real_overlaps(real_communes: gpd.GeoDataFrame, real_locator: Locator) -> None:
    """Tân Phong and Tân Yên overlap Đoàn Kết; points there belong to the lower code and are told."""
    by_name = real_communes.set_index("name").geometry
    random = np.random.default_rng(1)
    for name in ("Tân Phong", "Tân Yên"):
        overlap = by_name[name].intersection(by_name["Đoàn Kết"])
        west, south, east, north = overlap.bounds
        points = np.column_stack([random.uniform(west, east, 200_000), random.uniform(south, north, 200_000)])
        points = points[shapely.contains_xy(overlap, points)]
        pair = real_communes.index[real_communes["name"].isin([name, "Đoàn Kết"])]
        assert len(points) > 50
        assert set(real_locator.locate(points)) == {pair.min()}
        assert real_locator.in_several(points).all()
