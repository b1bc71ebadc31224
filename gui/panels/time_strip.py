"""The line of time as a strip: how many sites there were, when incidents happened, and the day looked at.

Knows a `Timeline`; nothing of maps or of playing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.charts.look import Look
from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.timeline import Timeline

SIDE_PX = 16.0
BAR_SHARE = 0.42  # of the height that the highest bar of incidents takes
HANDLE_PX = 7.0
LABEL_ROOM_PX = 14


class TimeStrip(QWidget):
    """The strip; a drag, a click, the wheel or the keys move the day.

    Signals
    -------
    moved(int)
        Place of the day the analyst wants; the strip itself waits to be told.
    """

    moved = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = theme
        self._line: Timeline | None = None
        self._place = 0
        self._window: int | None = None
        self._is_clusters = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("time.strip"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 84)
        self.setMouseTracking(True)

    def show_line(self, line: Timeline | None, *, is_clusters: bool = False) -> None:
        """Show a line of time; the sites on it are all fire-safety clusters or not."""
        self._line, self._is_clusters = line, is_clusters
        self._place = min(self._place, len(line.days) - 1) if line is not None else 0
        self.update()

    def show_place(self, place: int, window: int | None) -> None:
        """Show which day is looked at, and how many steps of incidents with it (None: all)."""
        self._place, self._window = place, window
        self.setAccessibleDescription(self._text_of(place))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(620, 120)

    # -- moving -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the day under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is down; else say what lies under it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(event.position().x())
        elif self._line is not None:
            self.setToolTip(self._text_of(self._at(event.position().x())))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step with the arrows, to the ends with Home and End."""
        if self._line is None:
            super().keyPressEvent(event)
            return
        last = len(self._line.days) - 1
        targets = {
            Qt.Key.Key_Left: self._place - 1,
            Qt.Key.Key_Right: self._place + 1,
            Qt.Key.Key_PageUp: self._place - 12,
            Qt.Key.Key_PageDown: self._place + 12,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if Qt.Key(event.key()) not in targets:
            super().keyPressEvent(event)
            return
        self.moved.emit(min(last, max(0, targets[Qt.Key(event.key())])))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.update()

    def _ask(self, px: float) -> None:
        if self._line is not None:
            self.moved.emit(self._at(px))

    def _at(self, px: float) -> int:
        assert self._line is not None
        last = len(self._line.days) - 1
        share = (px - SIDE_PX) / max(1.0, self.width() - 2 * SIDE_PX)
        return min(last, max(0, round(share * last)))

    def _x(self, place: float) -> float:
        assert self._line is not None
        last = max(1, len(self._line.days) - 1)
        return SIDE_PX + (self.width() - 2 * SIDE_PX) * place / last

    def _text_of(self, place: int) -> str:
        line, words = self._line, self._words
        if line is None:
            return ""
        return words(
            "time.tip",
            date=words.date(line.days[place]),
            sites=words.number(int(line.sites[place])),
            incidents=words.number(int(line.incidents[place])),
        )

    # -- painting -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint window, area, bars, years and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._line is not None and len(self._line.days) > 1:
            self._paint_line(painter, self._line)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 5, 5)
        painter.end()

    def _paint_line(self, painter: QPainter, line: Timeline) -> None:
        metrics = QFontMetrics(self.font())
        base = self.height() - metrics.height() - LABEL_ROOM_PX / 2
        top = metrics.height() + 2.0
        self._paint_window(painter, line, top, base)
        look = Look.of(self._theme)
        colour = QColor(look.clusters if self._is_clusters else look.sites)
        most = max(1, int(line.sites.max()))
        heights = [base - (base - top) * int(count) / most for count in line.sites]
        outline = [QPointF(self._x(place), height) for place, height in enumerate(heights)]
        ground = QColor(colour)
        ground.setAlpha(46)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(
            QPolygonF([QPointF(outline[0].x(), base), *outline, QPointF(outline[-1].x(), base)])
        )
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(outline))
        self._paint_incidents(painter, line, top, base)
        self._paint_years(painter, line, base, metrics)
        self._paint_handle(painter, line, outline, base, metrics)

    def _paint_window(self, painter: QPainter, line: Timeline, top: float, base: float) -> None:
        if self._window is None:
            return
        first = self._x(max(0, self._place - self._window))
        painter.fillRect(
            QRectF(first, top, self._x(self._place) - first, base - top), QColor(self._theme.accent_soft)
        )

    def _paint_incidents(self, painter: QPainter, line: Timeline, top: float, base: float) -> None:
        most = max(1, int(line.incidents[1:].max(initial=0)))
        wide = max(1.0, (self._x(1) - self._x(0)) * 0.5)
        first = 0 if self._window is None else self._place - self._window + 1
        look = Look.of(self._theme)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in range(1, len(line.days)):
            count = int(line.incidents[place])
            if not count:
                continue
            colour = QColor(look.incidents.colour)
            colour.setAlpha(220 if first <= place <= self._place else 90)
            high = min(1.0, count / most) * (base - top) * BAR_SHARE
            painter.fillRect(QRectF(self._x(place) - wide / 2, base - high, wide, high), colour)

    def _paint_years(self, painter: QPainter, line: Timeline, base: float, metrics: QFontMetrics) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.drawLine(QPointF(SIDE_PX, base), QPointF(self.width() - SIDE_PX, base))
        room = metrics.horizontalAdvance("2026") + 14
        years = [
            place for place in range(1, len(line.days)) if line.days[place - 1].year != line.days[place].year
        ]
        every = max(1, math.ceil(room * len(years) / max(1.0, self.width() - 2 * SIDE_PX)))
        for place in years[::every]:
            # A step that ends in January is the first of its year; the year began right after the one before.
            x = self._x(place - 1)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(QPointF(x, base), QPointF(x, base + 4))
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(x + 3, base + metrics.ascent() + 3), str(line.days[place].year))

    def _paint_handle(
        self,
        painter: QPainter,
        line: Timeline,
        outline: list[QPointF],
        base: float,
        metrics: QFontMetrics,
    ) -> None:
        x = self._x(self._place)
        painter.setPen(QPen(QColor(self._theme.accent), 2))
        painter.drawLine(QPointF(x, metrics.height() + 2.0), QPointF(x, base))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawEllipse(outline[self._place], HANDLE_PX, HANDLE_PX)
        text = self._words.date(line.days[self._place])
        wide = metrics.horizontalAdvance(text)
        left = min(self.width() - wide - 4.0, max(4.0, x - wide / 2))
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QPointF(left, metrics.ascent()), text)
