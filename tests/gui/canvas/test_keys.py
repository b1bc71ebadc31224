"""What keys mean to the map."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from .conftest import middle
from .hands import chosen, click, follow, key, off_middle, pixel


@pytest.fixture
def focused(view):
    view.surface.setFocus()
    return view


def test_escape_gives_up_one_thing_after_the_other(focused):
    linked = follow(focused)
    click(focused, pixel(focused, *off_middle("00005")))
    focused.set_tool("measure_length")
    click(focused, pixel(focused, *middle("00000")))
    key(focused, Qt.Key.Key_Escape)
    assert focused.surface.tool.corners == []
    assert chosen(linked) == {"communes": ["00005"]}
    key(focused, Qt.Key.Key_Escape)
    assert chosen(linked) == {}


def test_copy_without_a_measure_leaves_the_clipboard_alone(focused):
    QGuiApplication.clipboard().setText("giữ nguyên")
    key(focused, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "giữ nguyên"


def test_space_is_let_go_with_the_focus(focused):
    QTest.keyPress(focused.surface, Qt.Key.Key_Space)
    assert focused.surface.viewport().cursor().shape() == Qt.CursorShape.OpenHandCursor
    focused.surface.clearFocus()
    focused.set_tool("select_box")
    assert focused.surface.viewport().cursor().shape() == Qt.CursorShape.CrossCursor
    QTest.keyRelease(focused.surface, Qt.Key.Key_Space)


def test_keys_that_mean_nothing_change_nothing(focused):
    before = focused.camera
    for which in (Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_F5, Qt.Key.Key_A):
        key(focused, which)
    assert focused.camera == before
