"""The ground of everything that lies over the map: a rounded panel in the colours of the theme.

Knows nothing of what a card says.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from layers.style import LIGHT, Theme

RADIUS_PX = 7.0


class Card(QWidget):
    """A panel over the map; subclasses paint into it with `paint_content`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme: Theme = LIGHT
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.update()

    def ground(self) -> tuple[str, str, int]:
        """Return colour, colour of the rim and opacity (0 to 255) of the panel."""
        return self.theme.panel, self.theme.line, 255

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the panel, then what it holds."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, rim, opacity = self.ground()
        colour = QColor(fill)
        colour.setAlpha(opacity)
        painter.setBrush(colour)
        painter.setPen(QPen(QColor(rim), 1.0))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        self.paint_content(painter)
        painter.end()

    def paint_content(self, painter: QPainter) -> None:
        """Paint what the card holds, in logical pixels."""


def button_style(theme: Theme) -> str:
    """Return the style sheet of the flat buttons on cards."""
    return (
        f"QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px;"
        f" color: {theme.text}; padding: 2px; }}"
        f"QToolButton:hover {{ background: {theme.hover}; }}"
        f"QToolButton:pressed {{ background: {theme.accent_soft}; }}"
        f"QToolButton:focus {{ border: 2px solid {theme.accent}; }}"
    )
