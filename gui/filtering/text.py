"""The small window in which the text is typed that rows have to contain. Knows nothing of rows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gui.filtering.popup import FilterPopup
from layers.words import Words

WIDTH_PX = 320


class TextPopup(FilterPopup):
    """The window; `answer` is the text."""

    def __init__(self, title: str, text: str, words: Words, parent: QWidget) -> None:
        super().__init__(title, words, parent)
        self.field = QLineEdit(text, self)
        self.field.setPlaceholderText(words("filters.text.hint"))
        self.field.setAccessibleName(title)
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumWidth(WIDTH_PX)
        self.field.selectAll()
        explained = QLabel(words("filters.text.where"), self)
        explained.setProperty("muted", True)
        explained.setWordWrap(True)
        self.body.addWidget(self.field)
        self.body.addWidget(explained)
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def answer(self) -> str:
        """Return what is typed."""
        return self.field.text()
