"""Counting points by cells and squares."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.canvas.density import count_cells, gather

METRES = st.floats(-5e4, 5e4)


def test_cells_begin_at_multiples_of_their_side():
    grid = count_cells(np.array([-1.0, 1.0, 19.0]), np.array([5.0, 5.0, 25.0]), 10.0)
    # columns −1, 0, 1; rows 0, 1, 2
    assert grid.counts.tolist() == [[1, 1, 0], [0, 0, 0], [0, 0, 1]]
    assert grid.bounds == (-10.0, 0.0, 20.0, 30.0)


def test_window_is_the_cells_that_meet_the_bounds():
    grid = count_cells(np.array([5.0, 15.0, 25.0]), np.array([5.0, 5.0, 5.0]), 10.0)
    assert grid.window((12.0, 0.0, 18.0, 9.0)).counts.tolist() == [[1]]
    assert grid.window((500.0, 0.0, 600.0, 9.0)).total == 0


def test_no_points_are_no_cells():
    grid = count_cells(np.empty(0), np.empty(0), 10.0)
    assert grid.total == 0
    assert gather(grid, 4).counts.size == 0


def test_points_strewn_too_widely_get_larger_cells():
    grid = count_cells(np.array([0.0, 1e7]), np.array([0.0, 1e7]), 1.0)
    assert grid.counts.size <= 4_000_000
    assert grid.total == 2


def test_squares_do_not_depend_on_the_window():
    x = np.arange(0.5, 64.0)
    grid = count_cells(x, np.full(64, 0.5), 1.0)
    whole, part = gather(grid, 16), gather(grid.window((20.0, 0.0, 64.0, 1.0)), 16)
    assert whole.counts.tolist() == [[16, 16, 16, 16]]
    assert part.counts.tolist() == [[12, 16, 16]]
    assert part.column0 == whole.column0 + 1
    assert whole.count_at(33.0, 0.5) == part.count_at(33.0, 0.5) == 16
    assert whole.count_at(-5.0, 0.5) == 0


def test_a_count_stands_on_its_points():
    grid = count_cells(np.array([0.5, 0.5, 9.5]), np.array([0.5, 0.5, 0.5]), 1.0)
    squares = gather(grid, 16)
    assert squares.counts.tolist() == [[3]]
    assert np.allclose(squares.x, (0.5 + 0.5 + 9.5) / 3)


@given(st.lists(st.tuples(METRES, METRES), min_size=1, max_size=60), st.sampled_from([32.0, 512.0, 8192.0]))
@settings(max_examples=50, deadline=None)
def test_every_point_is_counted_once(points, cell_m):
    x, y = np.array(points, float).T
    grid = count_cells(x, y, cell_m)
    assert grid.total == len(points)
    assert gather(grid, 16).counts.sum() == len(points)


def test_places_are_counted_by_how_many_points_stand_there():
    grid = count_cells(np.array([1.0, 9.0, 11.0]), np.full(3, 5.0), 10.0, np.array([3, 1, 1_000_000]))
    assert grid.counts.tolist() == [[4, 1_000_000]]
    assert grid.counts.dtype == np.int64
