"""The ground of a chart: axes around a view, drawings in it, and the slots that stand in its units.

Knows where a slot is and which is beside it; nothing of what it stands for or of what is done with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from analysis.series import NOWHERE
from gui.charts.axes import Axis
from gui.charts.drawing import Drawing, FloatArray
from gui.charts.look import Look
from layers.style import LIGHT

SMALL_PT = 8.0
LEAST_HEIGHT = 84


class Plot(pg.GraphicsLayoutWidget):
    """A view with an axis at the left, the right and below; nothing in it moves by itself.

    Attributes
    ----------
    left, right, bottom : Axis
    look : Look
    cells : ndarray, shape (slots, 4)
        left, right, low, high of the place of each slot in units of the axes: where it is clicked.
    small_font : QFont
        Of what is written inside.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._box: pg.ViewBox | None = None
        super().__init__(parent)
        self.look = Look.of(LIGHT)
        self.cells: FloatArray = np.empty((0, 4))
        self._extent = QRectF(0, 0, 1, 1)
        self._drawings: list[Drawing] = []
        self._over: Drawing | None = None
        self._kept: QPixmap | None = None  # all but what is over it, as long as it stays as it is
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self._lay_out()
        self.dress_axes()
        self.scene().changed.connect(self.forget)

    def add_drawing(self, drawing: Any) -> Any:
        """Put a drawing into the view and return it."""
        assert self._box is not None
        self._box.addItem(drawing, ignoreBounds=True)
        self._drawings.append(drawing)
        return drawing

    def add_over(self, drawing: Any) -> Any:
        """Put a drawing over all others, which changes so often that the others are kept as a picture."""
        self._over = self.add_drawing(drawing)
        return drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the kept picture of the chart, and over it what follows the pointer."""
        if self._over is None:
            super().paintEvent(event)
            return
        self.scene().prepareForPaint()
        viewport, dpr = self.viewport(), self.viewport().devicePixelRatioF()
        size = viewport.size() * dpr
        if self._kept is None or self._kept.size() != size:
            self._kept = QPixmap(size)
            self._kept.setDevicePixelRatio(dpr)
            self._kept.fill(self.look.theme.panel)
            painter = QPainter(self._kept)
            self.render(painter, QRectF(viewport.rect()), viewport.rect())
            painter.end()
        painter = QPainter(viewport)
        painter.drawPixmap(0, 0, self._kept)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._over.draw(painter, self._over.deviceTransform(self.viewportTransform()))
        painter.end()

    def forget(self, _regions: object = None) -> None:
        """Draw the chart anew: something of it has changed. The scene says so too, but later."""
        self._kept = None
        self.viewport().update()

    def look_at(self, left: float, right: float, low: float, high: float) -> None:
        """Set what part of the axes is seen."""
        assert self._box is not None
        self._extent = QRectF(left, low, max(right - left, 1e-9), max(high - low, 1e-9))
        self._box.setRange(self._extent, padding=0.0, disableAutoRange=True)
        for drawing in self._drawings:
            drawing.set_extent(self._extent)

    @property
    def height_px(self) -> float:
        """Height of the part where the bars stand."""
        assert self._box is not None
        return float(self._box.height())

    def dress_axes(self) -> None:
        """Give the axes the colours of the look."""
        self.small_font = QFont(self.font())
        self.small_font.setPointSizeF(SMALL_PT)
        for axis in (self.left, self.right, self.bottom):
            axis.dress(self.small_font, self.look.theme.muted, self.look.theme.line)

    def fit_axes(self) -> None:
        """Give each axis the room its texts need."""
        for axis in (self.left, self.right):
            axis.setVisible(bool(axis.ticks))
            axis.setWidth(round(axis.width_needed()) if axis.ticks else 6)
        self.bottom.setHeight(round(self.bottom.height_needed()) if self.bottom.ticks else 4)

    def drawn(self, scale: float) -> QPixmap:
        """Return the chart as it stands, drawn anew at a scale: crisp, however large."""
        pixmap = QPixmap(self.size() * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(self.look.theme.panel)
        painter = QPainter(pixmap)
        self.render(painter, QRectF(self.rect()), self.viewport().rect())
        painter.end()
        return pixmap

    # -- slots -----------------------------------------------------------------------------------------

    def slot_at(self, place: QPointF | QPoint) -> int:
        """Return the slot under a place of the chart, −1 none."""
        x, y = self.in_axes(QPointF(place))
        left, right, low, high = self.cells.T
        hit = (left <= x) & (x < right) & (low <= y) & (y < high)
        found = np.flatnonzero(hit)
        return int(found[0]) if len(found) else NOWHERE

    def place_of(self, slot: int) -> QPoint:
        """Return the middle of a slot, in pixels of the chart."""
        left, right, low, high = self.cells[slot]
        assert self._box is not None
        scene = self._box.mapViewToScene(QPointF((left + right) / 2, (low + high) / 2))
        return self.mapFromScene(scene)

    def in_axes(self, place: QPointF) -> tuple[float, float]:
        """Return a place of the chart, given in pixels, in units of the axes."""
        assert self._box is not None
        point = self._box.mapSceneToView(self.mapToScene(place.toPoint()))
        return float(point.x()), float(point.y())

    def hull(self, slots: Sequence[int]) -> FloatArray | None:
        """Return left, right, low, high around some slots, None around none."""
        if not slots:
            return None
        boxes = self.cells[list(slots)]
        return np.array([boxes[:, 0].min(), boxes[:, 1].max(), boxes[:, 2].min(), boxes[:, 3].max()])

    def order(self) -> npt.NDArray[np.int64]:
        """Return the slots as they are read: from left to right, from top to bottom."""
        left, _, low, _ = self.cells.T
        return np.lexsort((left, -low))

    def neighbour(self, cursor: int, dx: int, dy: int) -> int:
        """Return the next slot in a direction; in a single row or column, either pair of keys goes along."""
        order = self.order()
        if cursor < 0:
            return int(order[0] if dx + -dy > 0 else order[-1])
        centre = np.column_stack([self.cells[:, :2].mean(axis=1), self.cells[:, 2:].mean(axis=1)])
        along, across = (0, 1) if dx else (1, 0)
        size = np.ptp(self.cells[:, 2:] if dx else self.cells[:, :2], axis=1)
        mates = np.abs(centre[:, across] - centre[cursor, across]) < size[cursor] / 2
        if mates.sum() == 1:
            place = int(np.flatnonzero(order == cursor)[0]) + (dx - dy)
            return int(order[min(max(place, 0), len(order) - 1)])
        ahead = (centre[:, along] - centre[cursor, along]) * (dx + dy)
        nearest = np.flatnonzero(mates & (ahead > 0))
        return int(nearest[np.argmin(ahead[nearest])]) if len(nearest) else cursor

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what the chart stands in: nothing zooms here."""
        event.ignore()

    def _lay_out(self) -> None:
        self.ci.layout.setSpacing(0)
        self.ci.layout.setContentsMargins(6, 4, 6, 2)
        self.left, self.right, self.bottom = Axis("left"), Axis("right"), Axis("bottom")
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        self._box.disableAutoRange()
        self._box.setAcceptHoverEvents(False)
        self.ci.addItem(self.left, 0, 0)
        self.ci.addItem(self._box, 0, 1)
        self.ci.addItem(self.right, 0, 2)
        self.ci.addItem(self.bottom, 1, 1)
        for axis in (self.left, self.right, self.bottom):
            axis.linkToView(self._box)
