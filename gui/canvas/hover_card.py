"""The card beside the pointer that says what is there.

Knows a text; never where it comes from.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from exports import fonts
from gui.canvas.card import Card
from gui.canvas.hover_text import HoverText
from gui.canvas.items.base import UNIT_PT

TITLE_PT, TEXT_PT = 8.2, 7.4
LEADING = 1.18
PADDING_PX = 11.0
GAP_PX = 18.0
MOST_PX = 320.0
AWAY_PX = 16


class HoverCard(Card):
    """Title, kind, and lines of label and value; lets the pointer through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text: HoverText | None = None
        self._lines: list[tuple[str, str, float, bool, str]] = []
        self.hide()

    def show_text(self, text: HoverText | None, px: float, py: float) -> None:
        """Show a text beside a place of the map, or nothing."""
        if text is None:
            self.text = None
            self.hide()
            return
        if text != self.text:
            self.text = text
            self._lay_out(text)
            self.setAccessibleName(text.title)
            self.setAccessibleDescription("; ".join(f"{label}: {value}" for label, value in text.rows))
            self.update()
        self._stand_beside(px, py)
        self.show()
        self.raise_()

    def _lay_out(self, text: HoverText) -> None:
        """Choose the width, break what is longer, and note each line: left, right, size, bold, colour."""
        widest = fonts.text_width(text.title, TITLE_PT, bold=True) * UNIT_PT
        widest = max(widest, fonts.text_width(text.subtitle, TEXT_PT) * UNIT_PT)
        for label, value in text.rows:
            wide = fonts.text_width(label, TEXT_PT) + fonts.text_width(value, TEXT_PT, bold=bool(label))
            widest = max(widest, wide * UNIT_PT + (GAP_PX if label else 0))
        inner = min(widest, MOST_PX) + 1
        room_pt = inner / UNIT_PT
        lines = [
            (part, "", TITLE_PT, True, "text")
            for part in fonts.wrap(text.title, room_pt, TITLE_PT, bold=True)
        ]
        lines += [(part, "", TEXT_PT, False, "muted") for part in fonts.wrap(text.subtitle, room_pt, TEXT_PT)]
        for label, value in text.rows:
            left = fonts.text_width(label, TEXT_PT) + GAP_PX / UNIT_PT
            if label and left + fonts.text_width(value, TEXT_PT, bold=True) <= room_pt:
                lines.append((label, value, TEXT_PT, False, "muted"))
                continue
            if label:
                lines.append((label, "", TEXT_PT, False, "muted"))
            lines += [
                (part, "", TEXT_PT, bool(label), "text") for part in fonts.wrap(value, room_pt, TEXT_PT)
            ]
        self._lines = lines
        height = sum(fonts.line_height(size, LEADING) * UNIT_PT for _, _, size, _, _ in lines)
        self.setFixedSize(round(inner + 2 * PADDING_PX), round(height + 2 * PADDING_PX - 3))

    def _stand_beside(self, px: float, py: float) -> None:
        """Stand right below the pointer, or on the other side where the map ends."""
        room = self.parentWidget().size()
        x = px + AWAY_PX if px + AWAY_PX + self.width() <= room.width() - 4 else px - AWAY_PX - self.width()
        y = (
            py + AWAY_PX
            if py + AWAY_PX + self.height() <= room.height() - 4
            else py - AWAY_PX - self.height()
        )
        self.move(max(4, round(x)), max(4, round(y)))

    def paint_content(self, painter: QPainter) -> None:
        """Write the lines."""
        y = PADDING_PX - 2
        right = self.width() - PADDING_PX
        for left_text, right_text, size, is_bold, colour in self._lines:
            base = y + (fonts.line_height(size, LEADING) - fonts.descent(size)) * UNIT_PT
            self._write(painter, left_text, PADDING_PX, base, size, is_bold, colour)
            if right_text:
                wide = fonts.text_width(right_text, size, bold=True) * UNIT_PT
                self._write(painter, right_text, right - wide, base, size, True, "text")
            y += fonts.line_height(size, LEADING) * UNIT_PT

    def _write(
        self, painter: QPainter, text: str, x: float, y: float, size: float, bold: bool, colour: str
    ) -> None:
        painter.setFont(fonts.font(size, bold=bold, unit_pt=UNIT_PT))
        painter.setPen(QColor(getattr(self.theme, colour)))
        painter.drawText(QPointF(x, y), text)

    def box(self) -> QRectF:
        """Return where the card stands, logical pixels of the map."""
        return QRectF(self.geometry())
