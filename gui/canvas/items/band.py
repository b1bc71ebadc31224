"""Draws the rectangle that is being pulled open with the mouse; knows nothing of what it is for."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from gui.canvas.items.base import CanvasItem, Frame


class BandItem(CanvasItem):
    """A translucent rectangle in logical pixels."""

    def __init__(self, z: float = 100.0) -> None:
        super().__init__(z)
        self.rect: QRectF | None = None

    def set_rect(self, rect: QRectF | None) -> None:
        """Show a rectangle, or nothing."""
        self.rect = rect
        self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the rectangle."""
        if self.rect is None:
            return
        ground = QColor(self.theme.accent)
        ground.setAlpha(40)
        painter.fillRect(self.rect, ground)
        painter.setPen(QPen(QColor(self.theme.accent), 1.5))
        painter.drawRect(self.rect)
