"""The button that stands for several tools."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from gui.actions.choice_button import ChoiceButton


@pytest.fixture
def bench(qtbot):
    """Give a button for three of the four actions of a group, and the group."""
    window = QMainWindow()
    qtbot.addWidget(window)
    group = QActionGroup(window)
    for name in ("pan", "click", "box", "ring"):
        action = QAction(name, window)
        action.setCheckable(True)
        group.addAction(action)
    group.actions()[0].setChecked(True)
    button = ChoiceButton("Chọn", group.actions()[1:], window)
    window.setCentralWidget(button)
    window.show()
    yield button, group.actions()
    assert window.centralWidget() is button  # it lives as long as its window


def test_a_click_takes_the_first_and_then_the_last_taken(bench):
    button, (pan, first, box, _) = bench
    assert not button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert first.isChecked()
    assert button.isChecked()
    box.trigger()
    pan.trigger()
    assert not button.isChecked()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert box.isChecked()


def test_a_second_click_keeps_it_pressed(bench):
    button, (_, first, *_rest) = bench
    for _ in range(2):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert first.isChecked()
    assert button.isChecked()


def test_the_keyboard_takes_it_too_and_the_menu_has_all(bench):
    button, actions = bench
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert actions[1].isChecked()
    assert button.menu().actions() == actions[1:]
    assert button.accessibleName() == button.text() == "Chọn"


def test_it_is_off_while_its_actions_are(bench):
    button, actions = bench
    for action in actions:
        action.setEnabled(False)
    assert not button.isEnabled()
