"""Keeps the picture of something that stays as it is while the map is only pulled: what comes in is added.

Knows cameras and painters; nothing of what is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from gui.canvas.camera import Bounds, Camera
from gui.canvas.items.base import Frame

NEAR_PX = 0.02  # a pull by whole device pixels, but for rounding

Paint = Callable[[QPainter, Frame, Bounds], None]


class StillPicture:
    """A picture the size of the view.

    Attributes
    ----------
    painted_px : int
        Device pixels painted so far: of a whole picture, of strips, or none for a frame like the last.
    """

    def __init__(self) -> None:
        self._picture = QPixmap()
        self._camera: Camera | None = None
        self._key: Hashable = None
        self.painted_px = 0

    def forget(self) -> None:
        """Paint everything anew in the next frame."""
        self._camera = None

    def draw(self, painter: QPainter, frame: Frame, key: Hashable, paint: Paint) -> None:
        """Draw the picture of a frame.

        Parameters
        ----------
        key : hashable
            Whatever else the picture depends on.
        paint : callable
            Paints what lies in bounds (metres) with a painter in logical pixels of the view.
        """
        width, height = (round(side * frame.dpr) for side in (frame.camera.width, frame.camera.height))
        if (self._picture.width(), self._picture.height()) != (width, height):
            self._picture = QPixmap(width, height)
            self._camera = None
        self._picture.setDevicePixelRatio(frame.dpr)
        shift = self._shift(frame, key)
        if shift is None:
            self._picture.fill(Qt.GlobalColor.transparent)
            missing = [QRect(0, 0, width, height)]
        else:
            missing = list(self._scrolled(*shift)) if shift != (0, 0) else []
        self.painted_px += sum(rect.width() * rect.height() for rect in missing)
        for rect in missing:
            self._fill(rect, frame, paint)
        self._camera, self._key = frame.camera, key
        painter.drawPixmap(0, 0, self._picture)

    def _shift(self, frame: Frame, key: Hashable) -> tuple[int, int] | None:
        """Return by how many device pixels the picture has moved, None where it is of no use any more."""
        before, camera = self._camera, frame.camera
        if before is None or key != self._key or before.m_per_px != camera.m_per_px:
            return None
        unit = frame.dpr / camera.m_per_px
        dx, dy = (before.x - camera.x) * unit, (camera.y - before.y) * unit
        if abs(dx - round(dx)) > NEAR_PX or abs(dy - round(dy)) > NEAR_PX:
            return None
        if abs(dx) >= self._picture.width() or abs(dy) >= self._picture.height():
            return None
        return round(dx), round(dy)

    def _scrolled(self, dx: int, dy: int) -> QRegion:
        """Move the picture; return the part that has to be painted."""
        whole = self._picture.rect()
        self._picture.scroll(dx, dy, whole)
        return QRegion(whole) - QRegion(whole.translated(dx, dy))

    def _fill(self, rect: QRect, frame: Frame, paint: Paint) -> None:
        camera, dpr = frame.camera, frame.dpr
        left, top = camera.to_map(rect.left() / dpr, rect.top() / dpr)
        right, bottom = camera.to_map((rect.right() + 1) / dpr, (rect.bottom() + 1) / dpr)
        seen = QRectF(rect.left() / dpr, rect.top() / dpr, rect.width() / dpr, rect.height() / dpr)
        painter = QPainter(self._picture)
        painter.setClipRect(seen)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(seen, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        paint(painter, frame, (left, bottom, right, top))
        painter.end()
