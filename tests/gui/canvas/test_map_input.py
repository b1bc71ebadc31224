"""From mouse and keys on the map to the model: what is done is what is told."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from .conftest import middle, redraw
from .hands import chosen, click, drag, follow, move, off_middle, pixel, turn


def test_dragging_pulls_the_map(view, qtbot):
    before = view.camera
    with qtbot.waitSignal(view.view_changed):
        drag(view, QPoint(400, 300), QPoint(460, 280))
    assert view.camera.x == pytest.approx(before.x - 60 * before.m_per_px)
    assert view.camera.y == pytest.approx(before.y - 20 * before.m_per_px)


def test_dragging_selects_nothing(view, qtbot):
    with qtbot.assertNotEmitted(view.commune_clicked):
        drag(view, pixel(view, *off_middle("00004")), pixel(view, *off_middle("00005")))


def test_the_wheel_zooms_about_the_pointer(view, qtbot):
    place = QPoint(250, 200)
    before = view.camera.to_map(250, 200)
    with qtbot.waitSignal(view.scale_changed) as told:
        turn(view, place, 2)
    assert np.allclose(view.camera.to_map(250, 200), before, atol=1e-6)
    assert told.args[0] == pytest.approx(view.scale_denominator)


def test_the_wheel_stops_at_the_limits(view):
    for _ in range(40):
        turn(view, QPoint(400, 300), 3)
    assert view.scale_denominator == pytest.approx(2000)
    for _ in range(60):
        turn(view, QPoint(400, 300), -3)
    assert view.camera.m_per_px <= view.surface.limits.widest(view.camera) * 1.0001


def test_a_double_click_comes_closer(view):
    before = view.camera.m_per_px
    QTest.mouseDClick(
        view.surface.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(300, 300),
    )
    assert view.camera.m_per_px == pytest.approx(before / 2)


def test_shift_and_drag_zooms_to_the_rectangle(view):
    x, y = middle("00001")
    start, end = pixel(view, x - 5000, y + 5000), pixel(view, x + 5000, y - 5000)
    drag(view, start, end, Qt.KeyboardModifier.ShiftModifier)
    assert (view.camera.x, view.camera.y) == (pytest.approx(x, abs=300), pytest.approx(y, abs=300))
    assert view.bounds_m[3] - view.bounds_m[1] == pytest.approx(10_000, rel=0.05)


def test_the_zoom_box_is_a_tool_too(view, qtbot):
    with qtbot.waitSignal(view.tool_changed) as told:
        view.set_tool("zoom_box")
    assert told.args == ["zoom_box"]
    before = view.camera.m_per_px
    drag(view, QPoint(300, 200), QPoint(500, 350))
    assert view.camera.m_per_px == pytest.approx(before / 4, rel=0.02)


def test_keys_pan_and_zoom(view):
    view.surface.setFocus()
    start = view.camera
    QTest.keyClick(view.surface, Qt.Key.Key_Right)
    assert view.camera.x > start.x
    QTest.keyClick(view.surface, Qt.Key.Key_Up)
    assert view.camera.y > start.y
    QTest.keyClick(view.surface, Qt.Key.Key_Plus)
    assert view.camera.m_per_px == pytest.approx(start.m_per_px / 1.5)
    QTest.keyClick(view.surface, Qt.Key.Key_Minus)
    assert view.camera.m_per_px == pytest.approx(start.m_per_px)
    QTest.keyClick(view.surface, Qt.Key.Key_Home)
    assert view.camera == start


def test_buttons_do_the_same_and_have_names(view):
    start = view.camera
    buttons = view.overlays.navigation.buttons
    QTest.mouseClick(buttons["zoom_in"], Qt.MouseButton.LeftButton)
    assert view.camera.m_per_px < start.m_per_px
    buttons["home"].setFocus()
    QTest.keyClick(buttons["home"], Qt.Key.Key_Space)
    assert view.camera == start
    assert [button.accessibleName() for button in buttons.values()] == ["Phóng to", "Thu nhỏ", "Toàn tỉnh"]
    assert all(button.toolTip() for button in buttons.values())


def test_a_click_tells_the_commune(view, qtbot):
    with qtbot.waitSignal(view.commune_clicked) as told:
        click(view, pixel(view, *off_middle("00007")))
    assert told.args == ["00007"]


def test_a_click_beside_the_province_clears_the_selection(view, qtbot):
    linked = follow(view)
    click(view, pixel(view, *off_middle("00007")))
    assert chosen(linked) == {"communes": ["00007"]}
    with qtbot.waitSignal(view.ground_clicked):
        click(view, QPoint(5, 300))
    assert chosen(linked) == {}


def test_a_click_on_a_point_tells_table_and_id(view, qtbot):
    x, y = middle("00004")
    with qtbot.waitSignal(view.point_clicked) as told:
        click(view, pixel(view, x + 2000, y))
    assert told.args == ["sites", "cluster"]


def test_the_pointer_tells_metres_and_what_is_under_it(view, qtbot):
    x, y = off_middle("00003")
    with qtbot.waitSignals([view.pointer_moved, view.hovered]):
        move(view, pixel(view, x, y))
    card = view.overlays.hover
    assert card.isVisible()
    assert card.text.title == "Xã Ô 03"
    with qtbot.waitSignal(view.hovered) as told:
        move(view, QPoint(5, 300))
    assert told.args == [None]
    assert not card.isVisible()


def test_hover_is_told_once_a_thing(view):
    told = []
    view.hovered.connect(told.append)
    start = pixel(view, *off_middle("00003"))
    for step in range(5):
        move(view, start + QPoint(step, 0))
    assert [hit["code"] for hit in told] == ["00003"]


def test_the_card_of_a_point(view):
    x, y = middle("00000")
    move(view, pixel(view, x + 2000, y))
    text = view.overlays.hover.text
    assert text.title == "Điểm B"
    assert ("Trạng thái", "Dự kiến") in text.rows
    assert ("Mô hình", "Tự quản") in text.rows


def test_the_card_of_an_imprecise_point_says_so(view):
    move(view, pixel(view, *middle("00008")))
    rows = view.overlays.hover.text.rows
    assert ("Vị trí", "Theo xã") in rows
    assert ("", "2 điểm ở vị trí này") in rows


def test_a_provider_may_write_the_card(view):
    from gui.canvas.hover_text import HoverText

    view.set_hover_text(lambda hit: HoverText(f"đây là {hit['code']}"))
    move(view, pixel(view, *off_middle("00005")))
    assert view.overlays.hover.text.title == "đây là 00005"


def test_identify_keeps_the_card_until_escape(view):
    view.set_tool("identify")
    click(view, pixel(view, *off_middle("00005")))
    move(view, pixel(view, *off_middle("00000")))
    assert view.overlays.hover.text.title == "Xã Ô 05"
    view.surface.setFocus()
    QTest.keyClick(view.surface, Qt.Key.Key_Escape)
    assert not view.overlays.hover.isVisible()


def test_escape_gives_up_a_rectangle(view):
    view.set_tool("zoom_box")
    before = view.camera
    QTest.mousePress(
        view.surface.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(100, 100)
    )
    move(view, QPoint(300, 300), Qt.MouseButton.LeftButton)
    QTest.keyClick(view.surface, Qt.Key.Key_Escape)
    QTest.mouseRelease(
        view.surface.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 300)
    )
    assert view.camera == before


def test_unknown_tools_are_refused(view):
    with pytest.raises(KeyError):
        view.set_tool("no such tool")


def test_language_is_changed_in_place(view, en):
    view.set_words(en)
    redraw(view)
    assert view.overlays.navigation.buttons["home"].accessibleName() == en("action.whole_province")
    x, y = middle("00000")
    move(view, pixel(view, x + 2000, y))
    assert ("Status", "Planned") in view.overlays.hover.text.rows


@pytest.mark.parametrize("by", ["wheel", "middle button", "space"])
def test_a_view_reached_by_hand_stays_when_the_window_changes_its_size(view, by) -> None:
    view.home()
    start, end = QPoint(300, 300), QPoint(350, 330)
    if by == "wheel":
        turn(view, start, 2)
    else:
        button = Qt.MouseButton.LeftButton if by == "space" else Qt.MouseButton.MiddleButton
        if by == "space":
            view.surface.grab_by_space(True)
        QTest.mousePress(view.surface.viewport(), button, Qt.KeyboardModifier.NoModifier, start)
        move(view, end, button)
        QTest.mouseRelease(view.surface.viewport(), button, Qt.KeyboardModifier.NoModifier, end)
        view.surface.grab_by_space(False)
    assert not view.is_home
    before = view.camera
    view.resize(view.width() - 120, view.height() - 80)
    QApplication.processEvents()
    assert (view.camera.x, view.camera.y, view.camera.m_per_px) == (before.x, before.y, before.m_per_px)
