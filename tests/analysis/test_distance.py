"""Covered ⇔ d ≤ radius_m, the radius inclusive to the centimetre."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.distance import nearest_distance, within_radius


def test_exactly_the_radius_is_covered_and_a_centimetre_more_is_not() -> None:
    # 3-4-5 triangle; the coordinates have no exact binary form, and 0.1 + 0.2 ≠ 0.3.
    site = [[417_827.1 + 0.2, 2_275_923.7]]
    points = [[417_827.3 + 1800, 2_275_923.7 + 2400], [417_827.3 + 1800, 2_275_923.71 + 2400]]
    assert within_radius(points, site, 3000).tolist() == [True, False]


def test_each_site_has_its_own_radius() -> None:
    sites, radius = [[0.0, 0.0], [10_000.0, 0.0]], [1000.0, 4000.0]
    points = [[1000.0, 0.0], [2000.0, 0.0], [6000.0, 0.0], [5999.99, 0.0], [14_000.0, 0.0]]
    assert within_radius(points, sites, radius).tolist() == [True, False, True, False, True]


def test_unknown_places_cover_and_are_covered_by_nothing() -> None:
    assert within_radius([[np.nan, 0.0], [0.0, 0.0]], [[np.nan, 0.0]], 1e5).tolist() == [False, False]
    assert within_radius([[np.nan, 0.0], [0.0, 0.0]], [[0.0, 0.0]], 1.0).tolist() == [False, True]
    assert within_radius(np.empty((0, 2)), [[0.0, 0.0]], 1.0).tolist() == []
    assert within_radius([[0.0, 0.0]], np.empty((0, 2)), 1.0).tolist() == [False]


_cm = st.integers(-500_000, 500_000)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(_cm, _cm), min_size=1, max_size=12),
    st.lists(st.tuples(_cm, _cm, st.sampled_from([100, 50_000, 300_000])), min_size=1, max_size=8),
)
def test_whole_centimetres_agree_with_integers(points: list, sites: list) -> None:
    expected = [any((x - a) ** 2 + (y - b) ** 2 <= r * r for a, b, r in sites) for x, y in points]
    places, radius = np.array([s[:2] for s in sites]) / 100, np.array([s[2] for s in sites]) / 100
    assert within_radius(np.array(points) / 100, places, radius).tolist() == expected


def test_the_nearest_site_is_as_far_as_every_pair_says() -> None:
    generator = np.random.default_rng(3)
    places = np.round(generator.uniform((417_000, 2_275_000), (600_000, 2_450_000), (400, 2)), 2)
    sites = np.round(generator.uniform((417_000, 2_275_000), (600_000, 2_450_000), (60, 2)), 2)
    every_pair = shapely.distance(shapely.points(places)[:, None], shapely.points(sites)[None, :])
    assert np.allclose(nearest_distance(places, sites), every_pair.min(axis=1), rtol=0, atol=1e-6)


def test_the_nearest_of_nothing_is_not_known() -> None:
    assert np.isnan(nearest_distance([[0.0, 0.0]], np.empty((0, 2)))).all()
    assert np.isnan(nearest_distance([[0.0, 0.0]], [[np.nan, 0.0]])).all()
    assert nearest_distance(np.empty((0, 2)), [[0.0, 0.0]]).tolist() == []
    assert nearest_distance([[0.0, np.inf], [3.0, 4.0]], [[np.nan, 0.0], [0.0, 0.0]])[1] == 5.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(_cm, _cm), min_size=1, max_size=12), st.sampled_from([100, 50_000, 300_000]))
def test_the_distance_agrees_with_the_radius(points: list, radius: int) -> None:
    places, site = np.array(points) / 100, [[12.34, -56.78]]
    inside = nearest_distance(places, site) <= radius / 100
    assert inside.tolist() == within_radius(places, site, radius / 100).tolist()
