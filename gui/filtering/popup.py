"""The frame of the small windows in which a condition is put: a title, what is asked, apply and cancel.

Knows nothing of what is asked; Esc or a press beside it changes nothing.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from layers.words import Words


class FilterPopup(QFrame):
    """The frame; it goes away for good once it is closed.

    Signals
    -------
    applied(object)
        What was asked, as `answer` returns it.
    """

    applied = Signal(object)

    def __init__(self, title: str, words: Words, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("popup")
        self.setAccessibleName(title)
        self._words = words
        heading = QLabel(title, self)
        heading.setObjectName("popupTitle")
        self.apply_button = QPushButton(words("filters.apply"), self)
        self.apply_button.setObjectName("primary")
        self.cancel_button = QPushButton(words("filters.cancel"), self)
        for button in (self.apply_button, self.cancel_button):
            button.setAutoDefault(False)
        self.apply_button.clicked.connect(self.apply)
        self.cancel_button.clicked.connect(self.close)
        self.body = QVBoxLayout()
        self.body.setSpacing(7)
        self.note = QLabel(self)
        self.note.setProperty("muted", True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.apply_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(9)
        column.addWidget(heading)
        column.addLayout(self.body, 1)
        column.addLayout(buttons)

    def answer(self) -> object:
        """Return what is asked."""
        raise NotImplementedError

    def is_whole(self) -> bool:
        """Say whether there is an answer; if not, it is said what is missing."""
        return True

    def apply(self) -> None:
        """Tell what is asked, and close."""
        if not self.is_whole():
            return
        answer = self.answer()
        self.close()
        self.applied.emit(answer)

    def open_at(self, anchor: QWidget) -> None:
        """Open below a widget, moved so that all of it is on the screen."""
        self.adjustSize()
        self._move_near(anchor)
        self.show()
        self._move_near(anchor)  # its style may have made it wider

    def keep_on_screen(self) -> None:
        """Move up and left as far as all of it is on the screen, as where it has grown."""
        if self.isVisible():
            room = self.screen().availableGeometry()
            right, bottom = room.right() - self.width() + 1, room.bottom() - self.height() + 1
            self.move(max(room.left(), min(self.x(), right)), max(room.top(), min(self.y(), bottom)))

    def _move_near(self, anchor: QWidget) -> None:
        room = anchor.screen().availableGeometry()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 3))
        right, bottom = room.right() - self.width() + 1, room.bottom() - self.height() + 1
        x, y = place.x(), place.y()
        if y > bottom:  # no room below: beside it
            x, y = x + anchor.width() + 6, bottom
        self.move(max(room.left(), min(x, right)), max(room.top(), y))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply by Enter, leave by Esc; Enter on a button presses that one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QPushButton):
                focused.click()
            else:
                self.apply()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
