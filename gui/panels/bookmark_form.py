"""The lines in which a view is named that is to be saved, and whether it keeps more than the place.

Asks by signals; knows no map, no list and no command.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from layers.words import Words

LONGEST_NAME = 80


class BookmarkForm(QWidget):
    """Enter saves and Escape gives up, wherever in it the keyboard is.

    Signals
    -------
    named(str, bool)
        Save under a name; whether the place alone is kept, without layers and filters.
    given_up()
    """

    named = Signal(str, bool)
    given_up = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = QLineEdit(self)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(words("bookmarks.name"))
        self.name.setPlaceholderText(words("bookmarks.name"))
        self.name.setToolTip(words("bookmarks.name.tip"))
        self.with_state = QCheckBox(words("bookmarks.with_state"), self)
        self.with_state.setToolTip(words("bookmarks.with_state.tip"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.with_state)
        self.hide()

    def ask(self, suggestion: str) -> None:
        """Show the lines with a name to begin with; layers and filters are kept unless told otherwise."""
        self.name.setText(suggestion)
        self.with_state.setChecked(True)
        self.show()
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer what the line and the box leave alone."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.given_up.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        name = self.name.text().strip()
        if name:
            self.hide()
            self.named.emit(name, not self.with_state.isChecked())
