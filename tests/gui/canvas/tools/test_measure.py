"""Measuring on the map, with real mouse events: what is written, copied and taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from analysis.geodesic import area_and_perimeter, leg_lengths
from tests.gui.canvas.conftest import middle, redraw
from tests.gui.canvas.hands import click, colour_at, double_click, key, move, pixel


def places(view, *codes: str) -> list[QPoint]:
    return [pixel(view, *middle(code)) for code in codes]


def notes(view) -> list[str]:
    return [note.text for note in view._sketch.sketch.notes]


@pytest.fixture
def ground(view):
    """Return the map at 50 m a pixel: the middles of the squares lie on whole pixels."""
    x, y = middle("00004")
    view.look(replace(view.camera, x=x, y=y, m_per_px=50.0))
    return view


@pytest.fixture
def length(ground):
    view = ground
    view.set_tool("measure_length")
    view.surface.setFocus()
    return view


@pytest.fixture
def area(ground):
    view = ground
    view.set_tool("measure_area")
    view.surface.setFocus()
    return view


def test_each_leg_and_the_total_are_written_while_one_goes_on(length):
    one, two, three = places(length, "00000", "00001", "00004")
    click(length, one)
    move(length, two)
    assert notes(length) == ["10,00 km"]
    click(length, two)
    move(length, three)
    assert notes(length) == ["10,00 km", "10,00 km", "20,00 km"]
    double_click(length, three)
    assert length.surface.tool.is_done
    assert notes(length) == ["10,00 km", "10,00 km", "20,00 km"]
    redraw(length)


def test_the_figures_are_those_of_the_ground(length):
    one, two = places(length, "00000", "00005")
    click(length, one)
    double_click(length, two)
    corners = length.surface.tool.corners
    metres = leg_lengths(corners).sum()
    assert notes(length) == [f"{metres / 1000:.2f}".replace(".", ",") + " km"]


def test_the_result_is_copied_with_tabs_and_then_cleared(length):
    one, two, three = places(length, "00000", "00001", "00004")
    click(length, one)
    click(length, two)
    double_click(length, three)
    key(length, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text == "Đoạn 1\t10,00 km\nĐoạn 2\t10,00 km\nTổng cộng\t20,00 km"
    assert length.overlays.hint.accessibleName() == "Đã sao chép kết quả đo"
    key(length, Qt.Key.Key_Escape)
    assert length._sketch.sketch is None
    assert length.surface.tool.result_text == ""


def test_after_the_end_a_click_begins_anew(length):
    one, two, three = places(length, "00000", "00001", "00004")
    click(length, one)
    double_click(length, two)
    click(length, three)
    assert len(length.surface.tool.corners) == 1
    assert not length.surface.tool.is_done


def test_a_click_while_measuring_selects_nothing(length, qtbot):
    with qtbot.assertNotEmitted(length.select_asked):
        click(length, places(length, "00000")[0])


def test_area_and_perimeter_of_a_square(area):
    for place in places(area, "00000", "00001", "00004"):
        click(area, place)
    double_click(area, places(area, "00003")[0])
    note = area._sketch.sketch.notes[0]
    metres2, metres = area_and_perimeter(area.surface.tool.corners)
    # 10 km by 10 km on the map, whose scale is 0.9999
    assert metres2 == pytest.approx(100e6 / 0.9999**2, rel=1e-4)
    assert note.text == "100,0 km²"
    assert note.more == f"Chu vi {metres / 1e3:.2f}".replace(".", ",") + " km"
    key(area, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("Diện tích\t")
    redraw(area)


def test_a_ring_that_crosses_itself_has_no_figure(area):
    for place in places(area, "00000", "00004", "00001"):
        click(area, place)
    double_click(area, places(area, "00003")[0])
    assert notes(area) == ["Đường bao tự cắt"]
    assert area.surface.tool.result_text == ""


def test_the_line_is_seen_on_the_map(length):
    one, two = places(length, "00003", "00005")
    x, y = middle("00004")
    place = (x - 2600, y)
    plain = colour_at(length, *place)
    click(length, one)
    double_click(length, two)
    assert colour_at(length, *place) != plain
