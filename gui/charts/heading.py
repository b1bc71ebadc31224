"""The heading of a pane: what is counted, in capitals, the figures beside it, and the choice of the chart.

Knows two texts and a menu; nothing of charts.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QWidget

from layers.style import LIGHT, Theme

TITLE_PT, REST_PT = 8.3, 8.6
SIDE_PX, ARROW_PX = 6.0, 16.0
SPACING_PERCENT = 104.0


class Heading(QToolButton):
    """A button that reads as a heading; pressed, it offers the other charts."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = self._rest = ""
        self._theme = LIGHT
        self.setMenu(menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_texts(self, title: str, rest: str, tip: str) -> None:
        """Write another heading; what has no room is cut and stands in the tip."""
        self._title, self._rest = title.upper(), rest
        whole = " · ".join(part for part in (title, rest) if part)
        self.setAccessibleName(whole)
        self.setAccessibleDescription(tip)
        self.setToolTip(f"{whole}\n{tip}")
        self.update()

    @property
    def text_shown(self) -> str:
        """Title and figures as they would stand there with enough room."""
        return " · ".join(part for part in (self._title, self._rest) if part)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line with its marks, and some width."""
        return QSize(200, round(QFontMetricsF(self._font(TITLE_PT, is_bold=True)).height()) + 10)

    def minimumSizeHint(self) -> QSize:
        """Return the size a heading can shrink to."""
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write title and figures, then the arrow of the choice."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.hover))
            painter.drawRoundedRect(box, 4, 4)
        room = box.width() - 2 * SIDE_PX - ARROW_PX
        x = self._write(painter, self._title, SIDE_PX, room, self._font(TITLE_PT, is_bold=True))
        if self._rest:
            self._write(painter, "· " + self._rest, x + 4, room + SIDE_PX - x - 4, self._font(REST_PT))
        self._draw_arrow(painter, QPointF(box.right() - SIDE_PX - 4, box.center().y()))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 4, 4)
        painter.end()

    def _write(self, painter: QPainter, text: str, x: float, room: float, font: QFont) -> float:
        """Write a text, cut to its room, and return where it ends."""
        if room < 24:
            return x
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        baseline = (self.height() - metrics.height()) / 2 + metrics.ascent()
        painter.drawText(QPointF(x, baseline), shown)
        return x + metrics.horizontalAdvance(shown)

    def _draw_arrow(self, painter: QPainter, centre: QPointF) -> None:
        painter.setPen(QPen(QColor(self._theme.muted), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        steps = ((-3.5, -1.8), (0.0, 1.8), (3.5, -1.8))
        painter.drawPolyline(QPolygonF([centre + QPointF(dx, dy) for dx, dy in steps]))

    def _font(self, size_pt: float, *, is_bold: bool = False) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(size_pt)
        font.setBold(is_bold)
        if is_bold:
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, SPACING_PERCENT)
        return font
