from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.boundaries import Boundaries
from layers.io.sample_ground import Ground, split_whole
from layers.registers import Register


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=40), st.integers(0, 3), st.integers(0, 5_000))
@settings(max_examples=50, deadline=None)
def test_parts_are_whole_and_add_up(weights: list[float], least: int, more: int) -> None:
    total = least * len(weights) + more
    parts = split_whole(total, weights, least)
    assert sum(parts) == total
    assert min(parts) >= least
    whole = sum(weights)
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - least - more * weight / whole) <= 1 + 1e-6 * total


def test_too_little_for_each_is_refused() -> None:
    with pytest.raises(ValueError, match="less than 2 for each of 3"):
        split_whole(5, [1.0, 1.0, 1.0], least=2)


@pytest.fixture(scope="module")
def ground(squares: Boundaries, register: Register) -> Ground:
    return Ground(squares, register, 1)


def test_communes_know_what_is_drawn(ground: Ground) -> None:
    ward = ground.communes[0]
    assert (ward.code, ward.town, ward.population) == ("03646", 1.0, 30_000)
    # A square of 144 km² has the area of a circle of 6,770 m.
    assert ward.radius_m == pytest.approx(6770.3, abs=0.1)
    # The centre in the register lies in none of these squares: the middle of each stands for it.
    for commune in ground.communes:
        assert ground.inside(commune.row, np.array([commune.centre[0]]), np.array([commune.centre[1]]))[0]
    assert ground.commune_of("03820").code == "03820"
    assert ground.commune_of("99999") is ground.communes[0]


def test_the_border_is_not_inside(ground: Ground) -> None:
    x = np.array([460_000.0, 460_001.0, 472_000.0, 473_000.0])
    y = np.full(4, 2_345_000.0)
    assert ground.inside(0, x, y).tolist() == [False, True, False, False]


def test_points_keep_within_reach_and_inside(ground: Ground) -> None:
    chance = ground.chance("test")
    for at in ((460_010.0, 2_345_000.0), (466_000.0, 2_345_000.0)):
        for _ in range(50):
            found = ground.around(0, at, 300.0, chance)
            assert math.dist(found, at) <= 300.02
            assert ground.inside(0, np.array([found[0]]), np.array([found[1]]))[0]
    x, y = ground.scattered(ground.communes[2], 40, chance)
    assert len(x) >= 40
    assert ground.inside(2, x, y).all()


def test_valleys_are_a_share(ground: Ground) -> None:
    x, y = np.meshgrid(np.linspace(380_000, 600_000, 60), np.linspace(2_280_000, 2_440_000, 60))
    valley = ground.valley(x, y)
    assert valley.min() >= 0
    assert valley.max() <= 1
    assert 0.1 < valley.mean() < 0.6
