"""The dialogs that only tell: about the program, and the list of shortcuts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from layers.words import Words


def about_dialog(words: Words, version: str, parent: QWidget) -> QDialog:
    """Return the dialog about the program."""
    dialog, column = _dialog(words, words("action.about").replace("&", ""), parent)
    title = QLabel(words("app.title"), dialog)
    title.setObjectName("cardTitle")
    column.addWidget(title)
    column.addWidget(QLabel(words("about.version", version=version), dialog))
    text = QLabel(words("about.text"), dialog)
    text.setWordWrap(True)
    column.addWidget(text)
    _add_close(dialog, column, words)
    return dialog


def shortcuts_dialog(words: Words, shortcuts: Sequence[tuple[str, str]], parent: QWidget) -> QDialog:
    """Return the dialog with all shortcuts; `shortcuts` are (what, keys)."""
    dialog, column = _dialog(words, words("action.shortcuts").replace("&", ""), parent)
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(5)
    for row, (what, keys) in enumerate(shortcuts):
        label, key = QLabel(what.rstrip("…"), dialog), QLabel(keys, dialog)
        key.setProperty("muted", True)
        grid.addWidget(label, row, 0)
        grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    _add_close(dialog, column, words)
    return dialog


def _dialog(words: Words, title: str, parent: QWidget) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setMinimumWidth(420)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 18, 20, 16)
    column.setSpacing(10)
    return dialog, column


def _add_close(dialog: QDialog, column: QVBoxLayout, words: Words) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(words("qt.close"))
    buttons.rejected.connect(dialog.reject)
    column.addSpacing(6)
    column.addWidget(buttons)
