"""The camera as a value: every figure here is worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.canvas.camera import METRES_PER_LOGICAL_PX, Camera, Limits, usable_bounds

CAMERA = Camera(1000.0, 500.0, 10.0, 200.0, 100.0)
PLACES = st.floats(-500, 500)


def test_bounds_are_half_the_view_on_each_side():
    assert CAMERA.bounds == (0.0, 0.0, 2000.0, 1000.0)


def test_screen_y_points_down():
    x, y = CAMERA.to_screen([0.0, 2000.0], [1000.0, 0.0])
    assert x.tolist() == [0.0, 200.0]
    assert y.tolist() == [0.0, 100.0]


def test_pulling_the_map_to_the_right_looks_farther_west():
    assert CAMERA.panned(10.0, 5.0).bounds == (-100.0, 50.0, 1900.0, 1050.0)


@given(px=PLACES, py=PLACES, factor=st.floats(0.1, 10))
@settings(max_examples=50, deadline=None)
def test_zoom_keeps_the_place_under_the_pointer(px, py, factor):
    before, after = CAMERA.to_map(px, py), CAMERA.zoomed(factor, px, py).to_map(px, py)
    assert np.allclose(before, after, atol=1e-6)


def test_fitted_shows_all_and_wastes_nothing_on_one_axis():
    fitted = CAMERA.fitted((0.0, 0.0, 400.0, 100.0))
    assert (fitted.x, fitted.y, fitted.m_per_px) == (200.0, 50.0, 2.0)
    with_margin = CAMERA.fitted((0.0, 0.0, 400.0, 100.0), margin=0.25)
    assert with_margin.m_per_px == 4.0


def test_scale_is_that_of_96_dots_an_inch():
    assert Camera(0, 0, 0.0254 / 96 * 50_000, 10, 10).denominator == pytest.approx(50_000)


def test_limits_hold_the_nearest_scale_and_the_place_under_the_pointer():
    limits = Limits((0.0, 0.0, 100_000.0, 100_000.0))
    camera = Camera(50_000.0, 50_000.0, 0.001, 100.0, 100.0)
    held = limits.held(camera, 0.0, 0.0)
    assert held.denominator == pytest.approx(2000)
    assert np.allclose(held.to_map(0, 0), camera.to_map(0, 0))


def test_limits_hold_the_widest_scale_at_four_provinces():
    limits = Limits((0.0, 0.0, 100_000.0, 100_000.0))
    held = limits.held(Camera(50_000.0, 50_000.0, 1e9, 100.0, 100.0))
    assert held.m_per_px == pytest.approx(4 * 1000.0)


def test_limits_keep_the_province_within_reach():
    limits = Limits((0.0, 0.0, 1000.0, 2000.0))
    held = limits.held(Camera(-1e7, 5e7, METRES_PER_LOGICAL_PX * 3000, 100.0, 100.0))
    assert (held.x, held.y) == (0.0, 2000.0)


@pytest.mark.parametrize(
    "bounds", [(math.nan, 0, 1, 1), (0, 0, math.inf, 1), (2, 0, 1, 1), (0, 0, 1), (0, 3, 1, 2)]
)
def test_bounds_that_are_no_place(bounds):
    assert usable_bounds(bounds) is None
