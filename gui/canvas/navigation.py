"""The buttons at the upper right of the map: closer, farther, whole province, and where north is.

Knows signals only.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from exports.north_arrow import draw_north_arrow
from gui.canvas.card import Card, button_style
from gui.canvas.items.base import UNIT_PT
from gui.icons import Icon, icon
from layers.style import LIGHT, Theme
from layers.words import Words

BUTTON_PX = 32


class NorthMark(QWidget):
    """Says that north is up."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self.theme: Theme = LIGHT
        self.setFixedSize(BUTTON_PX, BUTTON_PX + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow of the papers."""
        painter = QPainter(self)
        draw_north_arrow(
            painter,
            self.width() / 2,
            3.0,
            UNIT_PT,
            self.words,
            height_pt=19.0,
            colour=self.theme.text,
            ground=self.theme.panel,
        )
        painter.end()


class NavigationCard(Card):
    """Buttons under each other.

    Signals
    -------
    zoom_in(), zoom_out(), home()
    """

    zoom_in = Signal()
    zoom_out = Signal()
    home = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 2, 2, 2)
        column.setSpacing(1)
        self._icons = {
            "zoom_in": Icon.ZOOM_IN,
            "zoom_out": Icon.ZOOM_OUT,
            "home": Icon.PROVINCE,
        }
        self.buttons: dict[str, QToolButton] = {}
        for name in self._icons:
            button = QToolButton(self)
            button.setObjectName(name)
            button.setFixedSize(BUTTON_PX, BUTTON_PX)
            button.setIconSize(QSize(18, 18))
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.setAutoRepeat(name != "home")
            button.clicked.connect(getattr(self, name))
            column.addWidget(button)
            self.buttons[name] = button
        self.north = NorthMark(words, self)
        column.addWidget(self.north)
        self.set_words(words)
        self.adjustSize()

    def set_words(self, words: Words) -> None:
        """Name the buttons."""
        names = {"zoom_in": "action.zoom_in", "zoom_out": "action.zoom_out", "home": "action.whole_province"}
        for name, button in self.buttons.items():
            button.setAccessibleName(words(names[name]))
            button.setToolTip(words(f"canvas.{name}.tip"))
        self.north.words = words
        self.north.setToolTip(words("canvas.north"))
        self.north.setAccessibleName(words("canvas.north"))
        self.north.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.north.theme = theme
        for name, button in self.buttons.items():
            button.setIcon(icon(self._icons[name], theme.text, theme.muted))
            button.setStyleSheet(button_style(theme))

    def paint_content(self, painter: QPainter) -> None:
        """Draw hair lines between the buttons."""
        painter.setPen(self.theme.line)
        for button in self.buttons.values():
            y = button.geometry().bottom() + 1
            painter.drawLine(6, y, self.width() - 7, y)
