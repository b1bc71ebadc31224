"""The lines below a chart: what is counted apart; two at most, the rest cut and whole in the tip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

NOTE_PT = 8.0
MOST_LINES = 2


class Note(QLabel):
    """Muted lines that are as few as their width allows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: list[str] = []
        self._lines = 1
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
        self._fit()

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes, uncut."""
        return tuple(self._notes)

    def sizeHint(self) -> QSize:
        """Return lines high enough for all marks."""
        return QSize(100, self._lines * self.fontMetrics().lineSpacing() + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break and cut to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        lines = self._broken(" · ".join(self._notes), max(0, self.contentsRect().width()))
        self.setText("\n".join(lines))
        if self._lines != max(1, len(lines)):
            self._lines = max(1, len(lines))
            self.updateGeometry()

    def _broken(self, text: str, room_px: int) -> list[str]:
        """Return the text in lines of a width; what has no room in the last one is cut."""
        layout = QTextLayout(text, self.font())
        layout.beginLayout()
        lines: list[str] = []
        start = 0
        while start < len(text) and len(lines) < MOST_LINES:
            line = layout.createLine()
            line.setLineWidth(room_px)
            is_last = len(lines) == MOST_LINES - 1
            rest = text[start:] if is_last else text[start : start + line.textLength()]
            lines.append(self.fontMetrics().elidedText(rest.strip(), Qt.TextElideMode.ElideRight, room_px))
            start += line.textLength()
        layout.endLayout()
        return lines
