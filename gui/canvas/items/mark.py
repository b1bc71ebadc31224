"""Draws the mark at a place that was searched for: a ring with four strokes, seen on any ground.

Knows metres; nothing of why the place is marked.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gui.canvas.items.base import CanvasItem, Frame
from layers.style import LIGHT

RING_PX, STROKE_PX, REACH_PX = 11.0, 2.0, 8.0


class MarkItem(CanvasItem):
    """A mark that stays until it is moved or taken away."""

    def __init__(self, z: float = 90.0) -> None:
        super().__init__(z)
        self.place: tuple[float, float] | None = None

    def set_place(self, place: tuple[float, float] | None) -> None:
        """Mark a place (metres), or none."""
        self.place = place
        self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw a light rim under the coloured strokes."""
        if self.place is None:
            return
        px, py = frame.camera.to_screen(*self.place)
        middle = QPointF(float(px), float(py))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # The communes are light in both themes: so is the ground that the mark has to stand out from.
        for colour, width in ((LIGHT.halo, STROKE_PX + 3), (LIGHT.warning, STROKE_PX)):
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawEllipse(middle, RING_PX, RING_PX)
            for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                near, far = RING_PX - 3, RING_PX + REACH_PX
                painter.drawLine(
                    QLineF(
                        middle.x() + dx * near,
                        middle.y() + dy * near,
                        middle.x() + dx * far,
                        middle.y() + dy * far,
                    )
                )
