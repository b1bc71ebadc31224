"""The tool that waits for a new place, and the mark of a place searched for; clicks on the toy province."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gui.canvas.items.mark import MarkItem
from gui.canvas.tools.move_point import MovePointTool

from .conftest import middle
from .hands import click, colour_at, double_click, drag, move, pixel


@pytest.fixture
def told(view) -> list[object]:
    """Return what the tool tells, the tool being taken."""
    made: list[object] = []
    view.surface.tool = MovePointTool(
        view, middle("00004"), lambda x, y: made.append((x, y)), lambda: made.append("given up")
    )
    return made


def test_a_click_is_the_place_and_only_the_first(view, told) -> None:
    x, y = middle("00000")
    click(view, pixel(view, x, y))
    click(view, pixel(view, x, y) + QPoint(50, 0))
    assert len(told) == 1
    assert told[0] == (pytest.approx(x, abs=view.camera.m_per_px), pytest.approx(y, abs=view.camera.m_per_px))


def test_a_double_click_places_the_point_and_leaves_the_view_to_the_next_tool(view) -> None:
    placed: list[object] = []

    def place(x: float, y: float) -> None:
        placed.append((x, y))
        view.set_tool("pan")

    view.surface.tool = MovePointTool(view, middle("00004"), place, lambda: placed.append("given up"))
    before = view.camera
    double_click(view, pixel(view, *middle("00000")))
    assert len(placed) == 1
    assert view.camera == before
    double_click(view, pixel(view, *middle("00000")))
    assert view.camera.m_per_px < before.m_per_px


def test_dragging_moves_the_map_and_places_nothing(view, told) -> None:
    before = view.camera
    drag(view, QPoint(300, 300), QPoint(380, 340))
    assert told == []
    assert view.camera.x == pytest.approx(before.x - 80 * before.m_per_px)


def test_escape_gives_up_once(view, told) -> None:
    QTest.keyClick(view.surface, Qt.Key.Key_Escape)
    QTest.keyClick(view.surface, Qt.Key.Key_Escape)
    assert told == ["given up"]


def test_the_line_from_the_old_place_says_how_far(view, told) -> None:
    x, y = middle("00005")  # 10 km to the east
    move(view, pixel(view, x, y))
    sketch = view._sketch.sketch
    assert sketch.corners == (middle("00004"),)
    assert sketch.notes[0].text in {view.words.length(10_000 + step) for step in (-50, -25, 0, 25, 50)}


def test_a_mark_is_seen_until_it_is_taken_away(view) -> None:
    x, y = middle("00006")
    place = (x + 11.0 * view.camera.m_per_px, y)  # on the ring
    before = colour_at(view, *place)
    mark = MarkItem()
    view.surface.add(mark)
    assert colour_at(view, *place) == before
    mark.set_place((x, y))
    assert colour_at(view, *place) == view.surface.theme.warning.upper()
    mark.set_place(None)
    assert colour_at(view, *place) == before
