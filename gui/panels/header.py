"""The first row of the window: the name of the program, the menus, and what is open. Knows no document."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QWidget

from layers.words import Words


class Header(QWidget):
    """Name, menu bar, document."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.brand = QLabel(words("app.title"), self)
        self.brand.setObjectName("brand")
        self.menus = QMenuBar(self)
        # A menu bar that the desktop takes away would leave the row empty.
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.document = QLabel(self)
        self.document.setObjectName("document")
        self.document.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.document.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.brand)
        row.addWidget(self.menus)
        row.addWidget(self.document, 1)

    def show_document(self, text: str, *, is_sample: bool) -> None:
        """Say what is open."""
        self.document.setText(text)
        self.document.setToolTip(text)
        self.document.setProperty("sample", is_sample)
        self.document.style().unpolish(self.document)
        self.document.style().polish(self.document)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for what is open at the new width."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out the name of the program, which the window's title says too, before anything is cut."""
        parts = (self.brand, self.menus, self.document)
        wanted = sum(part.sizeHint().width() for part in parts) + 2 * self._row.spacing()
        self.brand.setVisible(wanted <= self.width())
