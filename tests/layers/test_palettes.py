"""Palettes are told apart by most eyes and on grey paper; the known colours stay."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from layers import palettes, style
from layers.errors import BadParameter
from layers.palettes import (
    BLINDNESS,
    DIVERGING,
    MOST_STEPS,
    PALETTES,
    QUALITATIVE,
    SEQUENTIAL,
    from_oklab,
    greyscale_steps,
    is_safe_in_greyscale,
    least_distance,
    palette,
    qualitative,
    to_oklab,
)


@pytest.mark.parametrize("steps", range(2, MOST_STEPS + 1))
@pytest.mark.parametrize("name", SEQUENTIAL)
def test_sequential_palettes_survive_grey_print_and_colour_blindness(name: str, steps: int) -> None:
    colours = palette(name, steps)
    assert len(set(colours)) == steps
    assert is_safe_in_greyscale(colours)
    greys = greyscale_steps(colours)
    assert all(light > dark for light, dark in pairwise(greys))
    for blindness in (None, *BLINDNESS):
        assert least_distance(colours, blindness) > 0.04


@pytest.mark.parametrize("steps", [3, 5, 7, 9])
@pytest.mark.parametrize("name", DIVERGING)
def test_diverging_palettes_are_lightest_in_the_middle(name: str, steps: int) -> None:
    colours = palette(name, steps)
    greys = greyscale_steps(colours)
    middle = steps // 2
    assert all(one < other for one, other in pairwise(greys[: middle + 1]))
    assert all(one > other for one, other in pairwise(greys[middle:]))
    for blindness in (None, *BLINDNESS):
        assert least_distance(colours, blindness) > 0.04


def test_categories_differ_for_every_eye_and_by_shape() -> None:
    for blindness in (None, *BLINDNESS):
        assert least_distance(QUALITATIVE, blindness) > 0.06
    made = [qualitative(place) for place in range(24)]
    assert len(set(made)) == 24
    assert len({shape for _, shape in made[:5]}) == 5


def test_the_first_palette_keeps_the_ramp() -> None:
    assert palette("green", 5) == style.RAMP
    assert palette("green", 5, reverse=True) == style.RAMP[::-1]


def test_an_unknown_palette_is_the_first_where_it_is_drawn_and_named_where_it_is_asked_for() -> None:
    assert palette("of a newer program", 4) == palette(PALETTES[0], 4)
    with pytest.raises(BadParameter):
        palettes.palette_kind("rainbow")


def test_oklab_there_and_back() -> None:
    for colour in (*QUALITATIVE, "#000000", "#FFFFFF"):
        assert from_oklab(to_oklab(colour)) == colour
    # Ottosson's own example values of white and pure red.
    assert to_oklab("#FFFFFF") == pytest.approx([1.0, 0.0, 0.0], abs=1e-3)
    assert to_oklab("#FF0000") == pytest.approx([0.628, 0.225, 0.126], abs=1e-3)


def test_simulated_blindness_leaves_greys_as_they_are() -> None:
    for blindness, matrix in BLINDNESS.items():
        assert matrix.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5), blindness
        assert palettes.seen_by("#808080", blindness) == "#808080"
    # Red and green of one lightness are hard to tell apart for a deuteranope.
    pair = ["#C83737", "#6E7A00"]
    assert least_distance(pair, "deuteranopia") < least_distance(pair) / 3
