"""Selecting by a ring drawn corner by corner, and what all tools of corners have in common."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.canvas.conftest import middle
from tests.gui.canvas.hands import chosen, click, double_click, drag, follow, key, move, pixel, turn


@pytest.fixture
def ring(view):
    """Return the screen places of a triangle about the middle of 00004, its cluster in it; tool in hand."""
    view.set_tool("select_polygon")
    view.surface.setFocus()
    x, y = middle("00004")
    return [
        pixel(view, *place) for place in ((x - 4500, y - 3000), (x + 4800, y - 3000), (x + 1500, y + 4500))
    ]


def corners(view) -> int:
    return len(view.surface.tool.corners)


def test_a_double_click_closes_the_ring(view, ring):
    linked = follow(view)
    click(view, ring[0])
    click(view, ring[1])
    double_click(view, ring[2])
    assert chosen(linked) == {"sites": ["cluster"]}
    assert corners(view) == 0
    assert view._sketch.sketch is None


def test_enter_closes_the_ring_and_held_keys_count(view, ring):
    linked = follow(view)
    x, y = middle("00000")
    click(view, pixel(view, x + 2000, y))  # a corner, for the tool of corners is in hand
    key(view, Qt.Key.Key_Escape)
    view.set_tool("select")
    click(view, pixel(view, x + 2000, y))
    view.set_tool("select_polygon")
    for place in ring:
        click(view, place)
    key(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(linked) == {"sites": ["cluster", "exact"]}


def test_the_first_corner_closes_the_ring(view, ring):
    linked = follow(view)
    for place in ring:
        click(view, place)
    move(view, ring[0] + QPoint(6, 4))
    assert view._sketch.sketch.snaps
    click(view, ring[0] + QPoint(6, 4))
    assert chosen(linked) == {"sites": ["cluster"]}


def test_backspace_takes_the_last_corner_back(view, ring):
    for place in ring:
        click(view, place)
    key(view, Qt.Key.Key_Backspace)
    assert corners(view) == 2
    key(view, Qt.Key.Key_Backspace)
    key(view, Qt.Key.Key_Backspace)
    assert corners(view) == 0
    assert view._sketch.sketch is None


def test_escape_gives_up_the_corners_but_not_the_selection(view, ring):
    linked = follow(view)
    view.zoom_to_commune("00004")
    click(view, QPoint(300, 300))
    key(view, Qt.Key.Key_Escape)
    assert corners(view) == 0
    assert chosen(linked) == {"communes": ["00004"]}


def test_two_corners_are_no_ring(view, ring):
    linked = follow(view)
    click(view, ring[0])
    double_click(view, ring[1])
    assert corners(view) == 2
    key(view, Qt.Key.Key_Return)
    assert corners(view) == 2
    assert chosen(linked) == {}


def test_corners_stay_on_the_ground_while_the_map_zooms_and_moves(view, ring):
    click(view, ring[0])
    click(view, ring[1])
    before = list(view.surface.tool.corners)
    turn(view, QPoint(200, 200), 2)
    drag(view, QPoint(300, 300), QPoint(380, 330))
    viewport = view.surface.viewport()
    start = view.camera
    QTest.mousePress(viewport, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300))
    move(view, QPoint(250, 280), Qt.MouseButton.MiddleButton)
    QTest.mouseRelease(
        viewport, Qt.MouseButton.MiddleButton, Qt.KeyboardModifier.NoModifier, QPoint(250, 280)
    )
    assert view.camera.x == pytest.approx(start.x + 50 * start.m_per_px)
    assert view.surface.tool.corners == before


def test_space_and_drag_pan_past_the_tool(view):
    view.set_tool("select_box")
    view.surface.setFocus()
    start = view.camera
    QTest.keyPress(view.surface, Qt.Key.Key_Space)
    drag(view, QPoint(300, 300), QPoint(360, 300))
    QTest.keyRelease(view.surface, Qt.Key.Key_Space)
    assert view.camera.x == pytest.approx(start.x - 60 * start.m_per_px)
    moved = view.camera
    drag(view, QPoint(300, 300), QPoint(360, 360))
    assert view.camera == moved


def test_another_tool_takes_the_corners_away(view, ring):
    click(view, ring[0])
    view.set_tool("pan")
    assert view._sketch.sketch is None
