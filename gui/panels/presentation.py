"""What stands around the map while it is presented: title strip, large legend, a passing note, a dark screen.

Knows texts and a legend as they are handed over; nothing of the document or of keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from layers.style import DARK, Theme

if TYPE_CHECKING:
    from exports.legend import Legend

LEGEND_PT = 168.0
LEGEND_SHARE = 0.24  # of the width of the screen
NOTE_STAYS_MS, NOTE_FADES_MS = 2600, 700
MARGIN_PX = 18


class TitleStrip(QFrame):
    """The first row: what is shown, and beside it of which day, from whom, and whether it is sample data."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presentTitle")
        self.title = QLabel(self)
        self.title.setObjectName("presentName")
        self.title.setWordWrap(True)
        self.subtitle = QLabel(self)
        self.subtitle.setObjectName("presentText")
        self.subtitle.setWordWrap(True)
        self.facts = QLabel(self)
        self.facts.setObjectName("presentText")
        self.facts.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sample = QLabel(self)
        self.sample.setObjectName("presentMark")
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self.title)
        left.addWidget(self.subtitle)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.sample, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self.facts, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(26, 14, 26, 14)
        row.setSpacing(28)
        row.addLayout(left, 1)
        row.addLayout(right)

    def show_texts(self, title: str, subtitle: str, facts: str, sample: str) -> None:
        """Show the texts; one that is empty takes no room."""
        texts = ((self.title, title), (self.subtitle, subtitle), (self.facts, facts), (self.sample, sample))
        for label, text in texts:
            label.setText(text)
            label.setVisible(bool(text))


class LargeLegend(QWidget):
    """The legend of the map in type that is read across a room; as large as its place allows."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presentLegend")
        self._theme = theme
        self._legend: Legend | None = None

    def show_legend(self, legend: Legend | None) -> None:
        """Show a legend, or nothing."""
        self._legend = legend
        self.setVisible(legend is not None)
        self.setAccessibleName(legend.title if legend is not None else "")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the legend of the papers at the largest unit at which it is seen whole."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        painter.fillRect(0, 0, 1, self.height(), QColor(self._theme.line))
        if self._legend is not None:
            from exports.legend import draw_legend, legend_size

            _, high = legend_size(self._legend, LEGEND_PT)
            unit = min((self.width() - 2 * MARGIN_PX) / LEGEND_PT, (self.height() - 2 * MARGIN_PX) / high)
            draw_legend(painter, self._legend, MARGIN_PX, MARGIN_PX, unit, self._theme, width_pt=LEGEND_PT)
        painter.end()


class PassingNote(QLabel):
    """A quiet line at the foot of the map that fades away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("presentNote")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._effect = QGraphicsOpacityEffect(self)
        self.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(NOTE_FADES_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._fade.finished.connect(self.hide)
        self._stay = QTimer(self)
        self._stay.setSingleShot(True)
        self._stay.timeout.connect(self._fade.start)
        self.hide()

    def say(self, text: str, *, stays_ms: int = NOTE_STAYS_MS) -> None:
        """Show a line for a while."""
        self._fade.stop()
        self._effect.setOpacity(1.0)
        self.setText(text)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._stay.start(stays_ms)

    def place(self) -> None:
        """Stand at the foot of the parent, in its middle."""
        over = self.parentWidget()
        if over is not None:
            self.move((over.width() - self.width()) // 2, over.height() - self.height() - 2 * MARGIN_PX)


class DarkScreen(QWidget):
    """Covers everything: the speaker wants to be looked at. Dark in both themes, as a room expects."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing but the ground."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.ground).darker(200))
        painter.end()
