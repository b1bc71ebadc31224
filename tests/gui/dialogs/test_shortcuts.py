from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.actions.registry import ActionRegistry
from gui.actions.tables import ACTIONS
from gui.dialogs.shortcuts import GESTURES, ShortcutsDialog, gestures
from layers.words import Words

GROUPS = [
    ("Tệp", [("Lưu", "Ctrl+S"), ("Mở tệp", "Ctrl+O")]),
    ("Xem", [("Phóng to", "Ctrl++"), ("Trình chiếu", "F11")]),
]


@pytest.fixture
def parent(app, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(parent: QWidget, vi: Words, qtbot: QtBot) -> ShortcutsDialog:
    made = ShortcutsDialog(vi, GROUPS, parent)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("luu", ["Lưu"]),
        ("trinh chieu", ["Trình chiếu"]),
        ("ctrl+o", ["Mở tệp"]),
        ("f11", ["Trình chiếu"]),
        ("xem", ["Phóng to", "Trình chiếu"]),
        ("", ["Lưu", "Mở tệp", "Phóng to", "Trình chiếu"]),
    ],
)
def test_it_is_searched_without_tones_by_text_keys_and_menu(
    dialog: ShortcutsDialog, typed: str, found: list[str]
) -> None:
    QTest.keyClicks(dialog.search, typed)
    assert [what for _, rows in dialog.shown() for what, _ in rows] == found
    assert dialog.tree.isVisible()


def test_where_nothing_is_found_it_says_what_to_do(dialog: ShortcutsDialog) -> None:
    QTest.keyClicks(dialog.search, "zzz")
    assert dialog.nothing.isVisible()
    assert not dialog.tree.isVisible()


def test_what_is_seen_is_copied_and_printed(dialog: ShortcutsDialog) -> None:
    QTest.keyClicks(dialog.search, "luu")
    QTest.mouseClick(dialog.copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "Tệp\nLưu\tCtrl+S"
    page = dialog.document().toPlainText()
    assert "Lưu" in page
    assert "Ctrl+S" in page
    assert "Trình chiếu" not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_with_keys_and_every_gesture_is_listed(parent: QWidget, language: str) -> None:
    words = Words.load(language)
    listed = ActionRegistry(words, parent).shortcuts()
    assert sum(len(rows) for _, rows in listed) == sum(1 for spec in ACTIONS if spec.shortcuts)
    assert all(keys and "&" not in what for _, rows in listed for what, keys in rows)
    assert [len(rows) for _, rows in gestures(words)] == [len(names) for _, names in GESTURES]
