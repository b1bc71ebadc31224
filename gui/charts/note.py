"""The line below a chart: what is counted apart, cut where there is no room and whole in its tip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

NOTE_PT = 8.0


class Note(QLabel):
    """One muted line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: list[str] = []
        font = QFont(self.font())
        font.setPointSizeF(NOTE_PT)
        self.setFont(font)
        self.setProperty("muted", True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(14, 0, 14, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_notes(self, notes: Sequence[str]) -> None:
        """Write other notes."""
        self._notes = list(notes)
        self.setToolTip("\n".join(notes))
        self.setAccessibleName(". ".join(notes))
        self.setVisible(bool(notes))
        self._cut()

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes, uncut."""
        return tuple(self._notes)

    def sizeHint(self) -> QSize:
        """Return a line high enough for all marks."""
        return QSize(100, self.fontMetrics().height() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = self.contentsRect().width()
        whole = " · ".join(self._notes)
        self.setText(self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, max(0, room)))
