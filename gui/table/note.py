"""A sentence beside a cell: why what was typed is not taken, or why the cell cannot be changed.

Knows the text and where the cell is.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QWidget

WIDEST_PX = 420


class CellNote(QLabel):
    """One note over the table; hidden until there is something to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cellNote")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.hide()

    def tell(self, text: str, cell: QRect) -> None:
        """Say a sentence under a cell, or above it where there is no room below."""
        room = self.parentWidget().rect()
        self.setText(text)
        self.setAccessibleName(text)
        width = min(WIDEST_PX, self.fontMetrics().horizontalAdvance(text) + 26, max(160, room.width() - 8))
        self.setFixedWidth(width)
        self.setFixedHeight(max(self.sizeHint().height(), self.heightForWidth(width)))
        left = max(room.left() + 4, min(cell.left(), room.right() - width - 4))
        below = cell.bottom() + 3
        top = below if below + self.height() <= room.bottom() else cell.top() - self.height() - 3
        if top < room.top():
            top = below if room.bottom() - below > cell.top() else room.top() + 2
        self.move(QPoint(left, top))
        self.show()
        self.raise_()
