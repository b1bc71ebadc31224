from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from gui.canvas.first_map import FirstMap
from layers.io.first_look import FirstLooks
from layers.style import DARK, LIGHT
from layers.words import Words

from .conftest import SIDE_M, middle
from .hands import drag, turn


@pytest.fixture
def first(app, qtbot, squares, vi: Words, tmp_path: Path) -> FirstMap:
    looks = FirstLooks(tmp_path)
    looks.keep("squares", squares)
    look = looks.load("squares")
    assert look is not None
    made = FirstMap(look, vi, LIGHT)
    qtbot.addWidget(made)
    made.resize(600, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


def _colours(first: FirstMap, x: float, y: float) -> set[str]:
    """Return the colours about a place in metres, two pixels each way."""
    image = first.surface.grab().toImage()
    px, py = first.surface.camera.to_screen(x, y)
    around = [(round(float(px)) + dx, round(float(py)) + dy) for dx in range(-2, 3) for dy in range(-2, 3)]
    return {QColor(image.pixel(*place)).name().upper() for place in around}


def test_all_communes_are_in_view_filled_and_outlined(first: FirstMap) -> None:
    west, south, east, north = first.surface.camera.bounds
    for code in (f"{number:05d}" for number in range(9)):
        x, y = middle(code)
        assert west < x - SIDE_M / 2
        assert x + SIDE_M / 2 < east
        assert south < y - SIDE_M / 2
        assert y + SIDE_M / 2 < north
        assert _colours(first, x, y) == {LIGHT.panel.upper()}
    x, y = middle("00004")
    assert len(_colours(first, x + SIDE_M / 2, y)) > 1  # the line between two
    assert _colours(first, *first.surface.camera.to_map(5, 300)) == {LIGHT.map_ground.upper()}


def test_the_whole_province_stays_in_view_at_every_size(first: FirstMap) -> None:
    first.resize(900, 400)
    assert first.moved_to is None
    _, south, _, north = first.surface.camera.bounds
    assert north - south == pytest.approx(3 * SIDE_M / 0.96, rel=0.01)


def test_the_left_button_pulls_the_map_along(first: FirstMap) -> None:
    before = first.surface.camera
    drag(first, QPoint(300, 300), QPoint(360, 270))
    after = first.moved_to
    assert after is not None
    assert (after.x, after.y) == pytest.approx(
        (before.x - 60 * before.m_per_px, before.y - 30 * before.m_per_px)
    )
    drag(first, QPoint(360, 270), QPoint(330, 285))
    assert first.surface.camera.x > after.x


def test_the_wheel_comes_closer_and_stays_there(first: FirstMap) -> None:
    before = first.surface.camera.m_per_px
    turn(first, QPoint(300, 300), 2)
    assert first.surface.camera.m_per_px == pytest.approx(before / 2)
    kept = first.moved_to
    first.resize(500, 500)
    assert first.moved_to is not None
    assert kept is not None
    assert first.moved_to.m_per_px == kept.m_per_px


def test_it_is_drawn_in_the_dark_too(first: FirstMap) -> None:
    first.surface.set_theme(DARK)
    assert _colours(first, *middle("00004")) == {DARK.panel.upper()}


def test_it_has_a_name(first: FirstMap, vi: Words) -> None:
    assert first.accessibleName() == first.surface.accessibleName() == vi("canvas.name")
