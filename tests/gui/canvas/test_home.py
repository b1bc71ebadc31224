"""The whole province: what lies together is shown, what a mistake has put far away is not."""

from __future__ import annotations

import numpy as np

from gui.canvas.home import bounds_together

NONE = [np.nan] * 4


def test_what_lies_together_is_shown_without_areas_that_are_none() -> None:
    each = np.array([[0.0, 0.0, 10.0, 20.0], NONE, [5.0, -5.0, 30.0, 10.0]])
    assert bounds_together(each) == (0.0, -5.0, 30.0, 20.0)


def test_a_commune_on_another_continent_does_not_make_the_province_a_dot() -> None:
    near = [[1000.0 * n, 0.0, 1000.0 * n + 1000.0, 1000.0] for n in range(5)]
    each = np.array([*near, [1.5e6, 9.5e6, 1.6e6, 9.6e6]])
    assert bounds_together(each) == (0.0, 0.0, 5000.0, 1000.0)


def test_two_that_lie_apart_are_both_shown_and_nothing_is_none() -> None:
    apart = np.array([[0.0, 0.0, 1.0, 1.0], [9e6, 0.0, 9e6 + 1, 1.0]])
    assert bounds_together(apart) == (0.0, 0.0, 9e6 + 1, 1.0)
    assert bounds_together(np.array([NONE])) is None
    assert bounds_together(np.empty((0, 4))) is None
