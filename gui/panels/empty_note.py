"""What stands where there are no rows: a sentence, and the one button that leads on.

Knows a text and an action; not why there is nothing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class EmptyNote(QWidget):
    """A sentence in the middle, and below it a button for an action, where there is one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._action: QAction | None = None
        self._label = QLabel(self)
        self._label.setObjectName("muted")
        self._label.setProperty("muted", True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._label.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setObjectName("flat")
        self.button.clicked.connect(self._go_on)
        self.button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 6)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self._label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def text(self) -> str:
        """Return the sentence."""
        return self._label.text()

    def setText(self, text: str) -> None:
        """Say another sentence."""
        self._label.setText(text)

    def show_way(self, action: QAction | None) -> None:
        """Offer an action of the window; None: no button."""
        self._action = action
        self.button.setVisible(action is not None)
        if action is not None:
            self.button.setText(action.text().replace("&", ""))
            self.button.setToolTip(action.toolTip())
            self.button.setAccessibleName(self.button.text())

    def offer_way(self, is_wanted: bool) -> None:
        """Hide the button where the sentence itself says what to switch off."""
        self.button.setVisible(is_wanted and self._action is not None)

    def _go_on(self) -> None:
        if self._action is not None:
            self._action.trigger()
