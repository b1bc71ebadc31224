"""Short texts that stand over the map: schematic boundaries, MINH HỌA, nothing loaded yet.

Knows no reason, only texts.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from exports import fonts
from gui.canvas.card import Card
from gui.canvas.items.base import UNIT_PT

TEXT_PT = 7.6
TITLE_PT = 10.0
PADDING_PX = 12.0
LEADING = 1.15


class NoteCard(Card):
    """A centred text, with or without a title; warns in the colours of a warning."""

    def __init__(self, parent: QWidget, *, warns: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._warns = warns
        self._lines: list[tuple[str, float, bool]] = []
        self.hide()

    def set_text(self, text: str, title: str = "", *, room_px: float = 520.0) -> None:
        """Say something, in lines no wider than `room_px`; an empty text hides the card."""
        room_pt = max(60.0, room_px - 2 * PADDING_PX) / UNIT_PT
        self._lines = [(line, TITLE_PT, True) for line in fonts.wrap(title, room_pt, TITLE_PT, bold=True)]
        self._lines += [
            (line, TEXT_PT, self._warns) for line in fonts.wrap(text, room_pt, TEXT_PT, bold=self._warns)
        ]
        self.setAccessibleName(f"{title}. {text}" if title else text)
        self.setVisible(bool(self._lines))
        wide = max((fonts.text_width(line, size, bold=bold) for line, size, bold in self._lines), default=0)
        high = sum(fonts.line_height(size, LEADING) for _, size, _ in self._lines)
        self.setFixedSize(math.ceil(wide * UNIT_PT + 2 * PADDING_PX), math.ceil(high * UNIT_PT + PADDING_PX))
        self.update()

    def ground(self) -> tuple[str, str, int]:
        """Return the colours of a warning, or of a panel."""
        if self._warns:
            return self.theme.warning_soft, self.theme.warning, 240
        return self.theme.panel, self.theme.line, 240

    def paint_content(self, painter: QPainter) -> None:
        """Write the lines."""
        y = PADDING_PX / 2
        for line, size, bold in self._lines:
            wide = fonts.text_width(line, size, bold=bold) * UNIT_PT
            base = y + (fonts.line_height(size, LEADING) - fonts.descent(size)) * UNIT_PT
            painter.setFont(fonts.font(size, bold=bold, unit_pt=UNIT_PT))
            colour = self.theme.warning if self._warns else self.theme.text
            painter.setPen(QColor(colour if bold or self._warns else self.theme.muted))
            painter.drawText(QPointF((self.width() - wide) / 2, base), line)
            y += fonts.line_height(size, LEADING) * UNIT_PT
