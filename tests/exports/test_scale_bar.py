import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.scale_bar import ScaleBar


@pytest.mark.parametrize(
    ("metres_per_unit", "room", "length_m"),
    [(100, 250, 20_000), (1, 99, 50), (700, 70, 20_000), (0.01, 60, 1)],
)
def test_longest_round_length_that_fits(metres_per_unit, room, length_m):
    bar = ScaleBar.fit(metres_per_unit, room)
    assert bar.length_m == length_m
    assert bar.length == pytest.approx(bar.length_m / metres_per_unit)


@given(st.floats(0.1, 5000), st.floats(20, 500))
def test_uses_at_least_two_fifths_of_the_room(metres_per_unit, room):
    bar = ScaleBar.fit(metres_per_unit, room)
    assert 0.4 * room * (1 - 1e-9) <= bar.length <= room * (1 + 1e-6)


def test_text(vi, en):
    assert ScaleBar(20_000, 1, 4).text(vi) == "20 km"
    assert ScaleBar(500, 1, 5).text(en) == "500 m"
    assert ScaleBar(1_000_000, 1, 5).text(vi) == "1.000 km"
