"""The list of saved views: what is done in it is asked for, with real keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from gui.panels.bookmark_panel import BookmarkPanel, SavedView
from layers.words import Words

VIEWS = [SavedView("", "Toàn tỉnh"), SavedView("a", "Vùng biên giới Sốp Cộp"), SavedView("b", "Long hồ")]


@pytest.fixture
def panel(app, qtbot) -> BookmarkPanel:
    words = Words.load("vi")
    made = BookmarkPanel(words, QAction(words("action.add_bookmark")))
    qtbot.addWidget(made)
    made.show_views(VIEWS)
    made.resize(260, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


def row(panel, number: int) -> None:
    panel.list.setFocus()
    panel.list.setCurrentRow(number)


def test_a_click_and_enter_go_there(panel, qtbot):
    with qtbot.waitSignal(panel.view_chosen) as told:
        where = panel.list.visualItemRect(panel.list.item(1)).center()
        QTest.mouseClick(
            panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
        )
    assert told.args == ["a"]
    row(panel, 0)
    with qtbot.waitSignal(panel.view_chosen) as told:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert told.args == [""]


@pytest.mark.parametrize(
    ("pressed", "modifier", "signal", "args"),
    [
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier, "remove_asked", ["a"]),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier, "place_chosen", ["a"]),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier, "move_asked", ["a", -1]),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, "move_asked", ["a", 1]),
    ],
)
def test_keys_ask_for_changes_but_never_of_the_whole_province(panel, qtbot, pressed, modifier, signal, args):
    row(panel, 0)
    with qtbot.assertNotEmitted(getattr(panel, signal)):
        QTest.keyClick(panel.list, pressed, modifier)
    row(panel, 1)
    with qtbot.waitSignal(getattr(panel, signal)) as told:
        QTest.keyClick(panel.list, pressed, modifier)
    assert told.args == args


def test_f2_renames_in_place(panel, qtbot):
    row(panel, 2)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    editor = next(child for child in panel.list.viewport().children() if child.inherits("QLineEdit"))
    editor.selectAll()
    with qtbot.waitSignal(panel.rename_asked) as told:
        QTest.keyClicks(editor, "Long ho Song Da")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["b", "Long ho Song Da"]


def test_the_whole_province_cannot_be_renamed(panel):
    row(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    assert not any(child.inherits("QLineEdit") for child in panel.list.viewport().children())


def test_a_new_name_is_asked_in_the_panel(panel, qtbot):
    panel.ask_name("Xã Phù Yên")
    assert panel.name.isVisible()
    assert panel.name.selectedText() == "Xã Phù Yên"
    with qtbot.waitSignal(panel.save_asked) as told:
        QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert told.args == ["Xã Phù Yên", False]
    assert not panel.name.isVisible()


def test_a_place_may_be_saved_alone(panel, qtbot):
    panel.ask_name("Xã Phù Yên")
    QTest.keyClick(panel.name, Qt.Key.Key_Tab)
    assert panel.form.with_state.hasFocus()
    QTest.keyClick(panel.form.with_state, Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.save_asked) as told:
        QTest.keyClick(panel.form.with_state, Qt.Key.Key_Return)
    assert told.args == ["Xã Phù Yên", True]
    panel.ask_name("Xã Vân Hồ")
    assert panel.form.with_state.isChecked()
    QTest.keyClick(panel.form.with_state, Qt.Key.Key_Escape)
    assert not panel.form.isVisible()


def test_the_same_views_are_not_made_anew(panel):
    row(panel, 1)
    item = panel.list.item(1)
    panel.show_views(VIEWS)
    assert panel.list.item(1) is item
    item.setText("Tên khác")
    panel.restore()
    assert panel.list.item(1).text() == "Vùng biên giới Sốp Cộp"


def test_nothing_is_offered_for_the_whole_province(panel):
    row(panel, 0)
    assert not any(action.isEnabled() for action in panel.list.actions())
    row(panel, 1)
    assert all(action.isEnabled() for action in panel.list.actions())


def test_a_view_says_what_it_shows(panel):
    panel.show_views([*VIEWS, SavedView("c", "Cháy", "Lớp: Vụ việc")])
    assert panel.list.item(3).toolTip() == "Cháy\nLớp: Vụ việc"


def test_escape_and_an_empty_name_save_nothing(panel, qtbot):
    panel.ask_name("Xã Phù Yên")
    with qtbot.assertNotEmitted(panel.save_asked):
        QTest.keyClick(panel.name, Qt.Key.Key_Escape)
        assert not panel.name.isVisible()
        panel.ask_name("   ")
        QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert panel.name.isVisible()


def test_an_empty_list_says_what_to_do(panel):
    assert not panel.empty.isVisible()
    panel.show_views(VIEWS[:1])
    assert panel.empty.isVisible()
    assert "Ctrl+B" in panel.empty.text()


def test_all_rows_are_seen_and_no_mark_is_cut(panel):
    panel.show_views([*VIEWS, *(SavedView(str(n), "Ặ Ỹ Đ") for n in range(12))])
    panel.adjustSize()
    assert panel.list.viewport().height() >= panel.list.sizeHintForRow(0) * 15
    assert panel.list.sizeHintForRow(0) >= panel.list.fontMetrics().height() + 8


def test_every_control_has_a_name(panel):
    for part in (panel.list, panel.name, panel.add):
        assert part.accessibleName()
    assert [action.text() for action in panel.list.actions()] == [
        "Chỉ phóng tới",
        "Lưu lại theo bản đồ đang xem",
        "Đổi tên",
        "Xóa",
        "Lên trên",
        "Xuống dưới",
    ]
