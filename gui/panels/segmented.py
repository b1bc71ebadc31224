"""A row of buttons of which one is chosen. Knows only its choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

AROUND_PX = 20  # of white around a text, at both sides together, where there is room for it


class Segmented(QWidget):
    """One of a few choices, all of them visible.

    Signals
    -------
    chosen(str)
        The analyst chose another one; not sent by `choose`.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._keys = [key for key, _ in choices]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, (_key, text) in enumerate(choices):
            button = QPushButton(text, self)
            button.setObjectName("segment")
            place = "first" if number == 0 else "last" if number == len(choices) - 1 else "middle"
            button.setProperty("place", place)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {text}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, number)
            # A longer text has a wider button, so that the white around all of them is the same.
            row.addWidget(button, button.fontMetrics().horizontalAdvance(text) + AROUND_PX)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._keys[number]))

    def sizeHint(self) -> QSize:
        """Return the room in which no text touches its edges; it can do with less."""
        return super().sizeHint() + QSize(AROUND_PX // 2 * len(self._keys), 0)

    @property
    def current(self) -> str:
        """Key of the chosen one."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def choose(self, key: str) -> None:
        """Show a choice without telling anybody."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def button(self, key: str) -> QPushButton:
        """Return the button of a choice."""
        found = self._group.button(self._keys.index(key))
        assert isinstance(found, QPushButton)
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the choice with the arrow keys, as in a row of radio buttons."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        number = self._group.checkedId() + step
        if step and 0 <= number < len(self._keys):
            self._group.button(number).setFocus(Qt.FocusReason.TabFocusReason)
            self._group.button(number).click()
            return
        super().keyPressEvent(event)
