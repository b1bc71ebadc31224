"""Keeps the pictures of what stays while the map is at rest, so that a mark under the pointer costs a moment.

Knows items and their order; nothing of what they show.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from gui.canvas.items.base import CanvasItem, Frame


class KeptPictures:
    """One picture of each row of items that follow each other and are not live; the lowest has the ground.

    Attributes
    ----------
    made : int
        How many pictures have been drawn so far.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[Hashable, QPixmap]] = []
        self.made = 0

    def forget(self) -> None:
        """Draw everything anew in the next picture."""
        self._kept.clear()

    def draw(self, painter: QPainter, frame: Frame, items: Iterable[CanvasItem], ground: str) -> None:
        """Draw the map.

        Parameters
        ----------
        painter : QPainter
            In logical pixels of the view.
        items : iterable of CanvasItem
            Those that are seen, the lowest first.
        ground : str
            Colour below all items.
        """
        key: tuple[Hashable, ...] = (frame, ground)
        number = 0
        for is_live, row in groupby(items, lambda item: item.is_live):
            if is_live:
                _paint(painter, row)
                continue
            run = list(row)
            # What lies higher may depend on what lies lower: names keep clear of symbols.
            key = (*key, *((id(item), item.version, item.effectiveOpacity()) for item in run))
            painter.drawPixmap(0, 0, self._picture(number, key, run, frame, ground))
            number += 1
        if number == 0:
            painter.fillRect(painter.viewport(), QColor(ground))
        del self._kept[number:]

    def _picture(
        self, number: int, key: Hashable, run: list[CanvasItem], frame: Frame, ground: str
    ) -> QPixmap:
        if number < len(self._kept) and self._kept[number][0] == key:
            return self._kept[number][1]
        camera, dpr = frame.camera, frame.dpr
        picture = QPixmap(round(camera.width * dpr), round(camera.height * dpr))
        picture.setDevicePixelRatio(dpr)
        picture.fill(QColor(ground) if number == 0 else Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        try:
            _paint(painter, run)
        finally:
            painter.end()
        self._kept[number:] = [(key, picture)]
        self.made += 1
        return picture


def _paint(painter: QPainter, items: Iterable[CanvasItem]) -> None:
    for item in items:
        painter.setOpacity(item.effectiveOpacity())
        item.paint(painter)
    painter.setOpacity(1.0)
