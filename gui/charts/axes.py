"""The axes of the charts: places named by texts that never overlap, and counts in round steps.

Knows how texts are laid out; nothing of what they say beyond numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

Tick = tuple[float, str]
GAP_PX = 9.0
LEAST_STEP_PX = 24.0
TICK_PX = 4.0
OUTSIDE_PX = 4.0


class Axis(pg.AxisItem):
    """An axis that writes the ticks it is given, leaving out what has no room.

    Parameters
    ----------
    side : {"left", "right", "bottom"}
    """

    def __init__(self, side: str) -> None:
        super().__init__(side, maxTickLength=0)
        self._ticks: Sequence[Tick] = ()
        self._strides: Sequence[int] = ()
        self._font = QFont()
        self._text_colour = QColor()
        self._line_colour = QColor()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def dress(self, font: QFont, text_colour: str, line_colour: str) -> None:
        """Take font and colours."""
        self._font, self._text_colour, self._line_colour = font, QColor(text_colour), QColor(line_colour)
        self._redraw()

    def show_ticks(self, ticks: Sequence[Tick], strides: Sequence[int] = ()) -> None:
        """Write other ticks: place on the axis and text, in the order of the places.

        Where there is no room for all, every n-th is written, with the first n of `strides` that has room, or
        any n where none is given.
        """
        self._ticks, self._strides = ticks, strides
        self._redraw()

    @property
    def ticks(self) -> Sequence[Tick]:
        """All ticks, whether or not there is room for them."""
        return self._ticks

    def ticks_with_room(self) -> list[Tick]:
        """Return every n-th tick, with the first n whose texts do not touch each other."""
        if not self._ticks:
            return []
        spans = [self._span(place, text) for place, text in self._ticks]
        if spans[0] > spans[-1]:  # at the sides, pixels run down while figures grow
            spans = [(-end, -start) for start, end in spans]
        for stride in self._strides or range(1, len(spans) + 1):
            kept = range(0, len(spans), stride)
            if all(spans[b][0] - spans[a][1] >= self._gap for a, b in pairwise(kept)):
                return [self._ticks[place] for place in kept]
        return [self._ticks[0]]

    def width_needed(self) -> float:
        """Return how wide the texts are at a side, with their distance from the bars."""
        metrics = QFontMetricsF(self._font)
        return max((metrics.horizontalAdvance(text) for _, text in self._ticks), default=0.0) + TICK_PX + 4

    def height_needed(self) -> float:
        """Return how high one line below the bars is."""
        return QFontMetricsF(self._font).height() + TICK_PX

    def paint(self, painter: QPainter, option: object, widget: object = None) -> None:
        """Write the ticks, and draw the line below the bars."""
        bounds = self.mapRectFromParent(self.geometry())
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setFont(self._font)
        if self.orientation == "bottom":
            painter.setPen(QPen(self._line_colour, 1.0))
            painter.drawLine(QPointF(bounds.left(), 0.5), QPointF(bounds.right(), 0.5))
        painter.setPen(self._text_colour)
        for place, text in self.ticks_with_room():
            self._write(painter, bounds, place, text)

    def _span(self, place: float, text: str) -> tuple[float, float]:
        """Return where a text starts and ends along the axis, in pixels; at the ends it is moved inside."""
        metrics, at = QFontMetricsF(self._font), self._pixel(place)
        if self.orientation != "bottom":
            return at - metrics.height() / 2 + 2, at + metrics.height() / 2 - 2
        wide = metrics.horizontalAdvance(text)
        start = min(max(at - wide / 2, -OUTSIDE_PX), self.geometry().width() + OUTSIDE_PX - wide)
        return start, start + wide

    def _write(self, painter: QPainter, bounds: QRectF, place: float, text: str) -> None:
        metrics = QFontMetricsF(self._font)
        centred = Qt.AlignmentFlag.AlignVCenter
        if self.orientation == "bottom":
            start, _ = self._span(place, text)
            painter.drawText(QPointF(start, TICK_PX + metrics.ascent()), text)
            return
        half = metrics.height() / 2
        is_left = self.orientation == "left"
        side = Qt.AlignmentFlag.AlignRight if is_left else Qt.AlignmentFlag.AlignLeft
        left, right = (bounds.left(), bounds.right() - TICK_PX) if is_left else (TICK_PX, bounds.right())
        painter.drawText(
            QRectF(left, self._pixel(place) - half, right - left, metrics.height()), side | centred, text
        )

    def _pixel(self, place: float) -> float:
        low, high = self.range
        size = self.geometry().width() if self.orientation == "bottom" else self.geometry().height()
        share = (place - low) / (high - low) if high > low else 0.0
        return size * share if self.orientation == "bottom" else size * (1 - share)

    @property
    def _gap(self) -> float:
        return GAP_PX if self.orientation == "bottom" else 0.0

    def _redraw(self) -> None:
        self.picture = None
        self.update()


def round_ticks(most: float, height_px: float, write: Callable[[float], str]) -> list[Tick]:
    """Return ticks from 0 up to a count, in steps of 1, 2 or 5 times a power of ten, never below 1.

    Examples
    --------
    >>> [place for place, _ in round_ticks(7, 60, str)]
    [0.0, 5.0]
    >>> [place for place, _ in round_ticks(1, 500, str)]
    [0.0, 1.0]
    """
    if most <= 0:
        return [(0.0, write(0.0))]
    wanted = max(1.0, most / max(1.0, height_px / LEAST_STEP_PX))
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= wanted * 0.999)
    count = int(most / step + 1e-9)
    return [(place * step, write(place * step)) for place in range(count + 1)]
