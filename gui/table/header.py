"""The headings of the table of rows: dragged to reorder, clicked to sort, with a sign of how it is sorted.

Knows numbers of columns only; does not sort.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from layers.style import Theme

SIGN_PX = 4.0


class RowHeader(QHeaderView):
    """Headings.

    Signals
    -------
    sort_asked(int, bool)
        A heading was clicked; the flag says that Shift was held: sort by it as well.
    """

    sort_asked = Signal(int, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.theme = theme
        self._signs: Mapping[int, tuple[int, bool]] = {}
        self._has_shift = False
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.sectionClicked.connect(self._on_clicked)

    def show_sorts(self, signs: Mapping[int, tuple[int, bool]]) -> None:
        """Show by which columns is sorted: number of the column → its rank (from 1), large to small."""
        self._signs = signs
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Remember whether Shift was held when a heading is clicked."""
        self._has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        super().mouseReleaseEvent(event)

    def sizeHint(self) -> QSize:
        """Return the height that headings need with their marks below and above the letters."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.fontMetrics().height() + 14))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint a heading and, over its text, the sign of sorting."""
        painter.save()
        super().paintSection(painter, rect, section)
        painter.restore()
        if section not in self._signs:
            return
        rank, is_down = self._signs[section]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(rect.center().x() + 0.5, rect.top() + 5.5)
        tip = SIGN_PX * (0.6 if is_down else -0.6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.accent))
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(middle.x() - SIGN_PX, middle.y() - tip),
                    QPointF(middle.x() + SIGN_PX, middle.y() - tip),
                    QPointF(middle.x(), middle.y() + tip),
                ]
            )
        )
        if len(self._signs) > 1:
            font = QFont(self.font())
            font.setPointSizeF(font.pointSizeF() * 0.72)
            painter.setFont(font)
            painter.setPen(QColor(self.theme.accent))
            painter.drawText(QPointF(middle.x() + SIGN_PX + 3, middle.y() + 4), str(rank))
        painter.restore()

    def _on_clicked(self, section: int) -> None:
        self.sort_asked.emit(section, self._has_shift)
