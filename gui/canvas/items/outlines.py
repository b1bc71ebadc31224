"""Draws communes from their bare outlines, all alike: the map before anything is known of them.

Knows rings and the look of communes that are not shaded; nothing of layers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from gui.canvas.items.base import CanvasItem, Frame
from gui.canvas.painter_path import begins_of, path_of
from layers.io.first_look import FirstLook, Outlines

MOST_ERROR_PX = 0.6  # an outline may be off by this much on the screen
WIDTH_PX = 1.0


@dataclass(frozen=True)
class _Level:
    """All communes in one degree of detail, in metres."""

    tolerance_m: float
    paths: tuple[QPainterPath, ...]


class OutlinesItem(CanvasItem):
    """Plain communes."""

    def __init__(self, look: FirstLook, z: float = 0.0) -> None:
        super().__init__(z)
        finest_first = sorted(look.outlines)
        self._levels = tuple(
            _Level(tolerance, _paths(look.outlines[tolerance])) for tolerance in finest_first
        )

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Fill and outline every commune."""
        allowed = MOST_ERROR_PX * frame.camera.m_per_px
        fine_enough = [level for level in self._levels if level.tolerance_m <= allowed]
        level = fine_enough[-1] if fine_enough else self._levels[0]
        painter.setTransform(frame.transform, True)
        ground = QColor(self.theme.panel)
        for path in level.paths:
            painter.fillPath(path, ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self.theme.muted), WIDTH_PX)
        pen.setCosmetic(True)
        for path in level.paths:
            painter.strokePath(path, pen)


def _paths(outlines: Outlines) -> tuple[QPainterPath, ...]:
    """Return one path a commune."""
    ring_ends = np.cumsum(outlines.rings)
    commune_ends = np.cumsum(outlines.communes)
    paths = []
    for first, end in zip((commune_ends - outlines.communes).tolist(), commune_ends.tolist(), strict=True):
        start = int(ring_ends[first - 1]) if first else 0
        stop = int(ring_ends[end - 1]) if end else 0
        paths.append(path_of(outlines.points[start:stop], begins_of(outlines.rings[first:end])))
    return tuple(paths)
