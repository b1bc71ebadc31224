"""The dialog that only tells what the program is, for whom and of which version. Knows no document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

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
