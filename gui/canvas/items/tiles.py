"""Draws the online background while it is switched on, and a note on the map that it is.

Knows a source of tiles; it is never on paper and never in a workspace.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from exports import fonts
from gui.canvas.content import Start
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from gui.canvas.items.picture import Maker, PictureItem
from gui.canvas.pictures import Part, image_of
from layers.errors import AppError
from layers.io.tile_source import TileSource
from layers.progress import Progress

NOTE_PT = 7.4
MARGIN_PX = 8.0
REST_S = 30.0


class TilesItem(PictureItem):
    """Pictures of the ground from one address, below everything else.

    Parameters
    ----------
    source : TileSource
    start : callable
        See `MapContent.start`.
    tell : callable
        Told what went wrong, in the main thread; once for each kind of trouble.
    """

    def __init__(self, source: TileSource, start: Start, tell: Callable[[AppError], None], z: float) -> None:
        super().__init__(z)
        self._source = source
        self._start = start
        self._tell = tell
        self._told: set[str] = set()
        self._trouble: list[AppError] = []
        self._rests_until_s = 0.0

    def maker(self) -> Maker | None:
        """Return how tiles are fetched and put together; None for a while after trouble."""
        if time.monotonic() < self._rests_until_s:
            return None
        source, trouble = self._source, self._trouble

        def make(part: Part, progress: Progress) -> QImage:
            found = source.read_window(part.bounds, part.width, part.height, progress=progress)
            if found.error is not None:
                trouble.append(found.error)
            return image_of(found.rgba)

        return make

    def made(self) -> None:
        """Tell what went wrong with the picture that has just come, unless it was told before."""
        while self._trouble:
            self.failed(self._trouble.pop())

    def failed(self, error: AppError) -> None:
        """Tell a trouble once, and leave the network alone for a while."""
        self._rests_until_s = time.monotonic() + REST_S
        if error.key not in self._told:
            self._told.add(error.key)
            self._tell(error)


class TilesNoteItem(CanvasItem):
    """Says at the top of the map, over everything, that the ground comes from the network."""

    def __init__(self, note: str, z: float) -> None:
        super().__init__(z)
        self._note = note

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Write it on a ground of its own."""
        face = fonts.font(NOTE_PT, unit_pt=UNIT_PT)
        metrics = QFontMetricsF(face)
        wide, high = metrics.horizontalAdvance(self._note) + 16, metrics.height() + 6
        box = QRectF((frame.camera.width - wide) / 2, MARGIN_PX, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.line))
        painter.setBrush(QColor(self.theme.panel))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(self.theme.text))
        painter.setFont(face)
        painter.drawText(QPointF(box.left() + 8, box.top() + 3 + metrics.ascent()), self._note)
