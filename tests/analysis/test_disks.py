"""Areas within a radius against π r² by hand and against fine circles by shapely."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import box

from analysis.disks import disk_coverage, disks
from analysis.locate import Locator

WEST_EAST = np.array([box(0, 0, 10_000, 10_000), box(10_000, 0, 20_000, 10_000)])


def test_one_site_covers_pi_r_squared() -> None:
    result = disk_coverage(WEST_EAST, [[5000.0, 5000.0]], 3000.0)
    assert result.covered_m2[0] == pytest.approx(math.pi * 3000**2, rel=1e-9)
    assert result.covered_m2[1] == 0.0
    assert result.gaps[1] is WEST_EAST[1]


def test_site_on_the_border_covers_half_a_circle_on_both_sides() -> None:
    result = disk_coverage(WEST_EAST, [[10_000.0, 5000.0]], 2000.0)
    assert result.covered_m2 == pytest.approx([math.pi * 2000**2 / 2] * 2, rel=1e-9)


def test_two_overlapping_circles_by_the_lens_formula() -> None:
    # Centres 2 km apart, r = 2 km: lens = 2 r² acos(d / 2r) − d/2 √(4r² − d²).
    r, d = 2000.0, 2000.0
    lens = 2 * r**2 * math.acos(d / (2 * r)) - d / 2 * math.sqrt(4 * r**2 - d**2)
    result = disk_coverage(WEST_EAST, [[4000.0, 5000.0], [6000.0, 5000.0]], r)
    assert result.covered_m2[0] == pytest.approx(2 * math.pi * r**2 - lens, rel=2e-4)


def test_same_place_twice_is_once_and_a_wider_radius_wins() -> None:
    once = disk_coverage(WEST_EAST, [[5000.0, 5000.0]], 3000.0).covered_m2
    twice = disk_coverage(WEST_EAST, [[5000.0, 5000.0]] * 2, [3000.0, 3000.0]).covered_m2
    wider = disk_coverage(WEST_EAST, [[5000.0, 5000.0]] * 2, [1000.0, 3000.0]).covered_m2
    assert once.tolist() == twice.tolist()
    assert wider == pytest.approx(once, rel=1e-9)


def test_all_covered_leaves_an_empty_gap() -> None:
    result = disk_coverage(WEST_EAST, [[10_000.0, 5000.0]], 50_000.0)
    assert result.gap_m2.tolist() == [0.0, 0.0]
    assert result.covered_m2.tolist() == [1e8, 1e8]
    assert shapely.is_empty(result.gaps).all()


def test_nothing_covers_where_there_is_no_place() -> None:
    for sites in (np.empty((0, 2)), [[np.nan, np.nan]], [[900_000.0, 0.0]]):
        result = disk_coverage(WEST_EAST, sites, 3000.0)
        assert result.covered_m2.tolist() == [0.0, 0.0]
        assert result.gap_m2.tolist() == [1e8, 1e8]


def test_a_disk_has_the_area_of_its_circle() -> None:
    assert shapely.area(disks([[0.0, 0.0]], 1000.0))[0] == pytest.approx(math.pi * 1e6, rel=1e-9)


_sites = st.lists(
    st.tuples(st.integers(-2000, 22_000), st.integers(-2000, 12_000), st.sampled_from([500, 2000, 6000])),
    min_size=1,
    max_size=10,
)


@settings(max_examples=40, deadline=None)
@given(_sites, st.tuples(st.integers(-2000, 22_000), st.integers(-2000, 12_000)), st.randoms())
def test_a_new_site_never_lowers_coverage_and_order_never_matters(sites: list, new: tuple, random) -> None:  # type: ignore[no-untyped-def]
    xy, radius = np.array([s[:2] for s in sites], float), np.array([s[2] for s in sites], float)
    before = disk_coverage(WEST_EAST, xy, radius)
    order = list(range(len(sites)))
    random.shuffle(order)
    assert (
        disk_coverage(WEST_EAST, xy[order], radius[order]).covered_m2.tolist() == before.covered_m2.tolist()
    )
    after = disk_coverage(WEST_EAST, np.vstack([xy, [new]]), np.append(radius, 2000.0))
    assert (after.covered_m2 >= before.covered_m2 - 1e-3).all()
    assert np.allclose(after.covered_m2 + after.gap_m2, 1e8, rtol=0, atol=1e-6)


@pytest.mark.real_data
def test_real_communes_within_half_a_thousandth(
    real_locator: Locator, real_communes: gpd.GeoDataFrame
) -> None:
    """228 sites, 3 km, against circles of 1,024 corners clipped by shapely commune by commune."""
    random = np.random.default_rng(228)
    west, south, east, north = real_communes.total_bounds
    points = np.column_stack([random.uniform(west, east, 600), random.uniform(south, north, 600)])
    sites = points[real_locator.locate(points) >= 0][:228]
    result = disk_coverage(real_locator.geometries, sites, 3000.0)
    cover = shapely.union_all(shapely.buffer(shapely.points(sites), 3000.0, quad_segs=256))
    fine_m2 = shapely.area(shapely.intersection(real_communes.geometry.to_numpy(), cover))
    assert result.covered_m2 == pytest.approx(fine_m2, rel=5e-4, abs=500)
    assert result.covered_m2.sum() == pytest.approx(fine_m2.sum(), rel=5e-5)
    assert np.allclose(shapely.area(result.gaps) + result.covered_m2, result.area_m2, rtol=1e-12)
    # The gap polygons themselves: nothing of them lies under the disks.
    under = shapely.area(shapely.intersection(result.gaps, cover))
    assert under.max() < 5e-4 * fine_m2.max()
    assert result.area_m2.sum() / 1e6 == pytest.approx(14_109.33, abs=0.01)
