"""Going back and forth among the views one has looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.canvas.camera import Camera
from gui.canvas.view_trail import MOST_VIEWS, Views

from .hands import drag

ONE = Camera(0.0, 0.0, 10.0, 800.0, 600.0)
TWO = replace(ONE, x=5000.0)
THREE = replace(ONE, m_per_px=40.0)


def test_back_and_forth():
    views = Views()
    for camera in (ONE, TWO, THREE):
        views.add(camera)
    assert views.step(-1) == TWO
    assert views.step(-1) == ONE
    assert views.step(-1) is None
    assert views.step(1) == TWO


def test_a_new_view_cuts_off_what_was_ahead():
    views = Views()
    views.add(ONE)
    views.add(TWO)
    views.step(-1)
    views.add(THREE)
    assert views.step(1) is None
    assert views.step(-1) == ONE


def test_the_same_view_is_remembered_once_whatever_the_size_of_the_window():
    views = Views()
    views.add(ONE)
    views.add(ONE.resized(300, 200))
    views.add(replace(ONE, x=3.0))  # less than a pixel away
    assert not views.can_step(-1)


def test_the_line_of_views_has_an_end():
    views = Views()
    for number in range(MOST_VIEWS + 20):
        views.add(replace(ONE, x=1000.0 * number))
    steps = 0
    while views.step(-1) is not None:
        steps += 1
    assert steps == MOST_VIEWS - 1


@pytest.fixture
def trail(view):
    view._trail.settle()
    return view


def rest(view) -> None:
    """Let half a second pass."""
    view._trail.settle()


def test_views_at_rest_are_remembered(trail, qtbot):
    home = trail.camera
    drag(trail, QPoint(400, 300), QPoint(450, 300))
    drag(trail, QPoint(400, 300), QPoint(400, 350))  # no rest between: one view
    with qtbot.waitSignal(trail.trail_changed, timeout=2000):
        pass
    there = trail.camera
    assert trail.can_step(-1)
    assert not trail.can_step(1)
    trail.previous_view()
    assert trail.camera == home
    trail.next_view()
    assert trail.camera == there


def test_going_back_at_once_remembers_where_one_was(trail):
    home = trail.camera
    trail.zoom_in()
    there = trail.camera
    trail.previous_view()
    assert trail.camera == home
    trail.next_view()
    assert trail.camera == there


def test_the_side_buttons_of_the_mouse(trail):
    home, viewport = trail.camera, trail.surface.viewport()
    trail.zoom_in()
    there = trail.camera
    QTest.mouseClick(viewport, Qt.MouseButton.BackButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    assert trail.camera == home
    QTest.mouseClick(viewport, Qt.MouseButton.ForwardButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    assert trail.camera == there


def test_another_size_of_the_window_is_no_view(trail):
    trail.resize(640, 480)
    QApplication.processEvents()
    rest(trail)
    trail.resize(500, 500)
    QApplication.processEvents()
    rest(trail)
    assert not trail.can_step(-1)


def test_other_boundaries_begin_anew(trail, squares):
    trail.zoom_in()
    rest(trail)
    trail.set_boundaries(squares)
    assert not trail.can_step(-1)
