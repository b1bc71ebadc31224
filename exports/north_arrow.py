"""Draws a slim north arrow with its letter; knows nothing of the map."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from exports import fonts
from layers.words import Words


def draw_north_arrow(
    painter: QPainter,
    x: float,
    y: float,
    unit_pt: float,
    words: Words,
    *,
    height_pt: float = 26.0,
    colour: str = "#1B2430",
    ground: str = "#FFFFFF",
) -> None:
    """Draw the arrow with its middle at x and its top at y (logical units); the letter stands on top."""
    size_pt = height_pt * 0.36
    letter = words("map.north_letter")
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(colour))
    painter.setFont(fonts.font(size_pt, bold=True, unit_pt=unit_pt))
    width = fonts.text_width(letter, size_pt, bold=True) * unit_pt
    painter.drawText(QPointF(x - width / 2, y + size_pt * 0.8 * unit_pt), letter)
    top, bottom = y + size_pt * 1.05 * unit_pt, y + height_pt * unit_pt
    half, notch = height_pt * 0.2 * unit_pt, bottom - height_pt * 0.14 * unit_pt
    painter.setPen(QPen(QColor(colour), 0.5 * unit_pt))
    for side, shade in ((-half, colour), (half, ground)):
        painter.setBrush(QColor(shade))
        painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + side, bottom), QPointF(x, notch)]))
    painter.restore()
