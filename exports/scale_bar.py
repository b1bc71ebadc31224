"""Chooses a scale bar of round length and draws it.

Knows nothing of the map: it is handed metres a logical unit and the room there is.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from exports import fonts
from layers.words import Words

HEIGHT_PT = 14.0
_STEPS = (1.0, 2.0, 5.0)


@dataclass(frozen=True, slots=True)
class ScaleBar:
    """A bar of `length_m` metres that is `length` logical units long, in `parts` equal parts."""

    length_m: float
    length: float
    parts: int

    @classmethod
    def fit(cls, metres_per_unit: float, room: float) -> ScaleBar:
        """Return the longest bar of 1, 2 or 5 times a power of ten metres that fits into `room` units.

        Examples
        --------
        >>> ScaleBar.fit(100.0, 250.0)
        ScaleBar(length_m=20000.0, length=200.0, parts=4)
        """
        most = metres_per_unit * room
        best = 1.0
        power = 1.0
        while power <= most:
            for step in _STEPS:
                if step * power <= most * (1 + 1e-9):
                    best = step * power
            power *= 10
        lead = int(str(f"{best:.0e}")[0])
        return cls(best, best / metres_per_unit, 4 if lead == 2 else 5)

    def text(self, words: Words) -> str:
        """Return the length as text: 20 km, 500 m."""
        if self.length_m < 1000:
            return f"{words.number(self.length_m)} m"
        return f"{words.number(self.length_m / 1000)} km"


def draw_scale_bar(
    painter: QPainter,
    bar: ScaleBar,
    x: float,
    y: float,
    unit_pt: float,
    words: Words,
    *,
    colour: str = "#1B2430",
    ground: str = "#FFFFFF",
    size_pt: float = 7.0,
) -> None:
    """Draw a bar of alternating parts with its left end at x and its base at y (logical units).

    Zero, half and whole length are written above it; the half only where there is room.
    """
    height = 2.6 * unit_pt
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    part = bar.length / bar.parts
    for number in range(bar.parts):
        rect = QRectF(x + number * part, y - height, part, height)
        painter.fillRect(rect, QColor(colour if number % 2 == 0 else ground))
    painter.setPen(QPen(QColor(colour), 0.5 * unit_pt))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(x, y - height, bar.length, height))
    painter.setFont(fonts.font(size_pt, unit_pt=unit_pt))
    marks = [(0.0, "0"), (bar.length, bar.text(words))]
    for at, text in marks:
        width = fonts.text_width(text, size_pt) * unit_pt
        painter.drawText(QPointF(x + at - width / 2, y - height - 2.2 * unit_pt), text)
    painter.restore()
