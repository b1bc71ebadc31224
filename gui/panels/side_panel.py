"""The left side of the window: sections under each other, each with a quiet heading.

Knows names and widgets; nothing of what a section shows.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget


class SidePanel(QScrollArea):
    """Sections in the order they are added; the whole is scrolled where it is too high for the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sections: list[QWidget] = []
        inner = QWidget(self)
        inner.setObjectName("panel")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(inner)

    def add(self, title: str, content: QWidget) -> None:
        """Add a section at the end; '' as title: without a heading."""
        place = self._column.count() - 1  # before the stretch
        if title:
            heading = QLabel(title.upper(), self.widget())
            heading.setObjectName("heading")
            heading.setContentsMargins(14, 14, 14, 4)
            self._column.insertWidget(place, heading)
            place += 1
        self._column.insertWidget(place, content)
        self._sections.append(content)

    def section(self, number: int) -> QWidget | None:
        """Return the content of a section, from 0; None where there are not so many."""
        return self._sections[number] if number < len(self._sections) else None
