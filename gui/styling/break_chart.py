"""The histogram of a number with the breaks between its classes, which can be pulled.

Knows numbers, edges and colours; nothing of layers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from analysis.classify import Histogram
from layers.style import Theme
from layers.words import Words

SIDE_PX = 8.0
REACH_PX = 7.0
KEY_SHARE = 0.01  # of the width that an arrow key moves a break by, never less than one round number


class BreakChart(QWidget):
    """Bars in the colours of their classes, and a line for each break.

    Signals
    -------
    breaks_moved(list of float)
        All edges, when a break was let go or moved by a key.
    """

    breaks_moved = Signal(list)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.theme = theme
        self._histogram = Histogram((), ())
        self._edges: list[float] = []
        self._colours: Sequence[str] = ()
        self._is_whole = False
        self._chosen = 1
        self._is_pulled = False
        self.setAccessibleName(words("style.breaks.chart"))
        self.setToolTip(words("style.breaks.chart"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(320, 96)

    def show_classes(
        self, histogram: Histogram, edges: Sequence[float], colours: Sequence[str], *, is_whole: bool = False
    ) -> None:
        """Show the numbers, the edges of the classes and the colour of each.

        Where the numbers are whole, breaks are, and stand between the bars.
        """
        self._histogram, self._edges, self._colours = histogram, list(edges), colours
        self._is_whole = is_whole
        self._chosen = min(max(1, self._chosen), max(1, len(self._edges) - 2))
        self.update()

    # -- moving -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the break under the pointer."""
        place = self._break_at(event.position().x())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._chosen, self._is_pulled = place, True
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull the break."""
        x = event.position().x()
        if self._is_pulled:
            self._move(self._chosen, self._value(x) + self._before_break)
            return
        over = self._break_at(x) is not None
        self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the break go."""
        if self._is_pulled:
            self._is_pulled = False
            self.breaks_moved.emit(list(self._edges))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a break with up and down, move it with left and right."""
        inner = len(self._edges) - 2
        key = Qt.Key(event.key())
        if inner < 1 or key not in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._chosen = min(inner, max(1, self._chosen + (1 if key == Qt.Key.Key_Up else -1)))
            self.update()
            return
        step = max(self._round_to, (self._high - self._low) * KEY_SHARE)
        self._move(self._chosen, self._edges[self._chosen] + (step if key == Qt.Key.Key_Right else -step))
        self.breaks_moved.emit(list(self._edges))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.update()

    def _move(self, place: int, value: float) -> None:
        low, high, unit = self._edges[place - 1], self._edges[place + 1], self._round_to
        # Through its decimals: 7 × 0,1 is not what 0,7 is.
        figures = max(0, -math.floor(math.log10(unit)))
        self._edges[place] = min(high, max(low, round(round(value / unit) * unit, figures)))
        self.update()

    def _break_at(self, px: float) -> int | None:
        near = [
            (abs(self._x_of_break(edge) - px), place)
            for place, edge in enumerate(self._edges)
            if 0 < place < len(self._edges) - 1
        ]
        return min(near)[1] if near and min(near)[0] <= REACH_PX else None

    # -- painting -----------------------------------------------------------------------------------

    @property
    def _low(self) -> float:
        edges = self._histogram.edges
        return min(edges[0], self._edges[0]) if edges and self._edges else 0.0

    @property
    def _high(self) -> float:
        edges = self._histogram.edges
        return max(edges[-1], self._edges[-1]) if edges and self._edges else 1.0

    @property
    def _round_to(self) -> float:
        """What a moved break is a multiple of: a power of ten that a hundredth of the width holds."""
        span = (self._high - self._low) or 1.0
        unit = 10.0 ** math.floor(math.log10(span * KEY_SHARE))
        return max(1.0, unit) if self._is_whole else unit

    @property
    def _before_break(self) -> float:
        """How far left of its value a break stands: a bar of whole numbers begins half of one before them."""
        return 0.5 if self._is_whole else 0.0

    def _x_of_break(self, edge: float) -> float:
        return self._x(edge - self._before_break)

    def _x(self, value: float) -> float:
        span = (self._high - self._low) or 1.0
        return SIDE_PX + (self.width() - 2 * SIDE_PX) * (value - self._low) / span

    def _value(self, px: float) -> float:
        share = (px - SIDE_PX) / max(1.0, self.width() - 2 * SIDE_PX)
        return self._low + (self._high - self._low) * min(1.0, max(0.0, share))

    def _class_of(self, value: float) -> int:
        inner = self._edges[1:-1]
        return sum(1 for edge in inner if value >= edge)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bars and breaks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base = self.height() - 10.0
        histogram = self._histogram
        if histogram.counts and self._edges:
            most = max(histogram.counts)
            for number, count in enumerate(histogram.counts):
                left, right = self._x(histogram.edges[number]), self._x(histogram.edges[number + 1])
                high = (base - 6.0) * count / most
                if count:
                    high = max(high, 1.5)  # a few are not none
                self._paint_bar(painter, left, right, base, high, number)
            self._paint_breaks(painter, base)
        painter.setPen(QPen(QColor(self.theme.line), 1))
        painter.drawLine(QPointF(SIDE_PX, base), QPointF(self.width() - SIDE_PX, base))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_bar(
        self, painter: QPainter, left: float, right: float, base: float, high: float, number: int
    ) -> None:
        middle = (self._histogram.edges[number] + self._histogram.edges[number + 1]) / 2
        place = min(self._class_of(middle), len(self._colours) - 1)
        painter.setPen(QPen(QColor(self.theme.muted), 0.6))
        painter.setBrush(QColor(self._colours[place] if place >= 0 else self.theme.muted))
        painter.drawRect(QRectF(left + 0.5, base - high, max(1.0, right - left - 1), high))

    def _paint_breaks(self, painter: QPainter, base: float) -> None:
        for place, edge in enumerate(self._edges):
            if not 0 < place < len(self._edges) - 1:
                continue
            is_chosen = place == self._chosen and (self.hasFocus() or self._is_pulled)
            painter.setPen(QPen(QColor(self.theme.accent if is_chosen else self.theme.text), 2))
            x = self._x_of_break(edge)
            painter.drawLine(QPointF(x, 2), QPointF(x, base + 3))
            painter.setBrush(QColor(self.theme.panel))
            painter.drawEllipse(QPointF(x, base + 4), 4, 4)
