from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QPainterPath

from gui.canvas.painter_path import begins_of, path_of


def elements(path: QPainterPath) -> list[tuple[bool, float, float]]:
    found = [path.elementAt(place) for place in range(path.elementCount())]
    return [(element.isMoveTo(), element.x, element.y) for element in found]


def test_two_lines_stay_two_lines() -> None:
    points = np.array([[0.0, 0.0], [1.5, 0.0], [5.0, 5.0], [6.0, -7.25], [6.0, 9.0]])
    path = path_of(points, begins_of([2, 3]))
    assert elements(path) == [
        (True, 0.0, 0.0),
        (False, 1.5, 0.0),
        (True, 5.0, 5.0),
        (False, 6.0, -7.25),
        (False, 6.0, 9.0),
    ]


def test_a_path_can_be_drawn_on_from_where_it_ends() -> None:
    path = path_of(np.array([[0.0, 0.0], [4.0, 0.0], [9.0, 9.0], [9.0, 5.0]]), begins_of([2, 2]))
    path.closeSubpath()
    assert elements(path)[-1] == (False, 9.0, 9.0)


def test_a_hole_is_a_hole() -> None:
    outer = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]
    inner = [(3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0), (3.0, 3.0)]
    path = path_of(np.array(outer + inner), begins_of([5, 5]))
    from PySide6.QtCore import QPointF

    assert path.contains(QPointF(1, 1))
    assert not path.contains(QPointF(4.5, 4.5))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_vertex_that_is_no_place_parts_its_line(bad: float) -> None:
    points = np.array([[bad, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, bad], [4.0, 4.0]])
    assert elements(path_of(points, begins_of([5]))) == [(True, 1, 1), (False, 2, 2), (True, 4, 4)]


def test_nothing_is_an_empty_path() -> None:
    assert path_of(np.empty((0, 2)), begins_of([])).isEmpty()
    assert path_of(np.array([[np.nan, np.nan]]), begins_of([1])).isEmpty()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 4), max_size=6))
def test_every_line_begins_once(lengths: list[int]) -> None:
    begins = begins_of(lengths)
    points = np.arange(2.0 * sum(lengths)).reshape(-1, 2)
    path = path_of(points, begins)
    assert path.elementCount() == sum(lengths)
    assert sum(is_move for is_move, _, _ in elements(path)) == sum(length > 0 for length in lengths)
