"""The dialog of the online background: it says what leaves the machine and refuses wrong addresses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from gui.controllers.asker import OnlineWish
from gui.dialogs.context_tiles import OnlineTilesDialog
from layers.words import Words


@pytest.fixture
def dialog(app, qtbot) -> OnlineTilesDialog:
    made = OnlineTilesDialog(Words.load("vi"), OnlineWish())
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_begins_empty_and_off_and_says_what_leaves_the_machine(dialog: OnlineTilesDialog) -> None:
    assert (dialog.address.text(), dialog.switch.isChecked()) == ("", False)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "phần bản đồ đang xem" in said
    assert "biên giới" in said
    assert "luôn tắt" in said


def test_an_address_is_typed_and_switched_on_by_keys(dialog: OnlineTilesDialog) -> None:
    QTest.keyClicks(dialog.address, "https://a.vn/{z}/{x}/{y}.png")
    dialog.switch.setFocus()
    QTest.keyClick(dialog.switch, Qt.Key.Key_Space)
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert dialog.answer() == OnlineWish("https://a.vn/{z}/{x}/{y}.png", True)


def test_a_wrong_address_keeps_it_open_and_says_what_is_missing(dialog: OnlineTilesDialog) -> None:
    QTest.keyClicks(dialog.address, "https://a.vn/tiles")
    dialog.switch.setChecked(True)
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "{z}" in dialog.fault.text()
    assert dialog.fault.isVisible()


def test_switched_off_any_text_may_stay(dialog: OnlineTilesDialog) -> None:
    QTest.keyClicks(dialog.address, "later")
    QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert dialog.answer() == OnlineWish("later", False)
