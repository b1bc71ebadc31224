"""Paints lines and areas of a context layer: onto the screen, or onto a picture made beside the window.

Knows shapes in metres and one look; nothing of layers, items or threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen

from exports.symbols import hatch_brush
from gui.canvas.camera import Bounds, Camera
from gui.canvas.items.base import UNIT_PT
from gui.canvas.items.shape_looks import ShapeLooks
from gui.canvas.painter_path import path_of
from gui.canvas.pictures import Part
from layers.context import ContextShapes, GeometryArray, IntArray
from layers.looks import Fill, Pattern
from layers.progress import SILENT, Progress

FloatArray = npt.NDArray[np.float64]

CORNERS_A_CALL = 4_000  # so that the main thread gets its turn between two calls of the painter
FARTHEST_PX = 20_000.0  # the painter of Qt loses its way beyond 32,767
MOST_ERROR_PX = 0.5
THINNEST_PX = 1.0
RING_PX, RING_ROOM_PX = 2.0, 3.0


@dataclass(frozen=True, slots=True)
class Ground:
    """How metres become pixels: the place of the upper left corner, metres a pixel, and the size."""

    left: float
    top: float
    m_per_px: float
    width: float
    height: float

    @classmethod
    def of_part(cls, part: Part) -> Ground:
        """Return the ground of a picture."""
        return cls(part.bounds[0], part.bounds[3], part.m_per_px, part.width, part.height)

    @classmethod
    def of_camera(cls, camera: Camera) -> Ground:
        """Return the ground of a view, in logical pixels."""
        min_x, _, _, max_y = camera.bounds
        return cls(min_x, max_y, camera.m_per_px, camera.width, camera.height)

    @property
    def bounds(self) -> Bounds:
        """Return min x, min y, max x, max y in metres."""
        return (
            self.left,
            self.top - self.height * self.m_per_px,
            self.left + self.width * self.m_per_px,
            self.top,
        )

    def pixels(self, points: FloatArray) -> FloatArray:
        """Return points (n, 2) of metres as pixels, y down."""
        return np.column_stack(
            [(points[:, 0] - self.left) / self.m_per_px, (self.top - points[:, 1]) / self.m_per_px]
        )


def picture_of(
    shapes: ContextShapes, part: Part, looks: ShapeLooks, dpr: float, progress: Progress
) -> QImage:
    """Return lines and areas of a part of the map as a picture; runs in any thread."""
    image = QImage(part.width, part.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    tolerance = _tolerance(part.m_per_px)
    ground = Ground.of_part(part)
    areas = shapes.areas.simplified(tolerance, progress) if len(shapes.areas) else shapes.areas.shapes
    lines = shapes.lines.simplified(tolerance, progress) if len(shapes.lines) else shapes.lines.shapes
    painter = QPainter(image)
    try:
        seen = shapes.areas.inside(ground.bounds)
        for fill, some in looks.grouped(shapes.areas.row[seen], looks.areas):
            paint_areas(painter, areas[seen[some]], ground, fill, UNIT_PT * dpr, progress)
        seen = shapes.lines.inside(ground.bounds)
        for fill, some in looks.grouped(shapes.lines.row[seen], looks.lines):
            paint_lines(painter, lines[seen[some]], ground, fill, UNIT_PT * dpr, progress)
    finally:
        painter.end()
    return image


def _tolerance(m_per_px: float) -> float:
    """Return by how much shapes may be off at a scale: one of few values, so that each is made once."""
    return float(2.0 ** np.floor(np.log2(MOST_ERROR_PX * m_per_px)))


def paint_lines(
    painter: QPainter,
    lines: GeometryArray,
    ground: Ground,
    fill: Fill,
    unit_pt: float,
    progress: Progress = SILENT,
) -> None:
    """Stroke lines; `unit_pt` is pixels a typographic point."""
    if fill.stroke_pt <= 0 or len(lines) == 0:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = stroke_pen(fill.stroke, fill.stroke_pt * unit_pt)
    for some in _bunches(_clipped(lines, ground), progress):
        painter.strokePath(_path(some, ground), pen)


def paint_areas(
    painter: QPainter,
    areas: GeometryArray,
    ground: Ground,
    fill: Fill,
    unit_pt: float,
    progress: Progress = SILENT,
) -> None:
    """Fill areas and stroke their outlines."""
    if len(areas) == 0:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    brush = _brush(fill, unit_pt)
    pen = stroke_pen(fill.stroke, fill.stroke_pt * unit_pt) if fill.stroke_pt > 0 else None
    # Holes run against their rings: then one path of many areas that overlap has no false holes.
    for some in _bunches(shapely.orient_polygons(_clipped(areas, ground)), progress):
        path = _path(shapely.get_rings(some), ground)
        path.setFillRule(Qt.FillRule.WindingFill)
        if brush is not None:
            painter.fillPath(path, brush)
        if pen is not None:
            painter.strokePath(path, pen)


def paint_rings(
    painter: QPainter, points: FloatArray, ground: Ground, around_px: FloatArray, colour: str, rim: str
) -> None:
    """Draw a ring about each point (metres) of its own diameter: a line between two light rims."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radii = (around_px / 2 + RING_ROOM_PX).tolist()
    for tint, width in ((rim, RING_PX + 2.4), (colour, RING_PX)):
        painter.setPen(QPen(QColor(tint), width))
        for (x, y), radius in zip(ground.pixels(points).tolist(), radii, strict=True):
            painter.drawEllipse(QPointF(x, y), radius, radius)


def stroke_pen(colour: str, width_px: float) -> QPen:
    """Return a pen with round joins, never thinner than a pixel."""
    pen = QPen(QColor(colour), max(THINNEST_PX, width_px))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen


def _brush(fill: Fill, unit_pt: float) -> QBrush | None:
    if fill.pattern is Pattern.NONE:
        return None
    return QBrush(QColor(fill.colour)) if fill.pattern is Pattern.SOLID else hatch_brush(fill, unit_pt)


def _bunches(shapes: GeometryArray, progress: Progress) -> Iterator[GeometryArray]:
    """Yield shapes in bunches of about `CORNERS_A_CALL` vertices."""
    if len(shapes) == 0:
        return
    seen = np.cumsum(shapely.get_num_coordinates(shapes))
    start = 0
    while start < len(shapes):
        before = int(seen[start - 1]) if start else 0
        end = max(start + 1, int(np.searchsorted(seen, before + CORNERS_A_CALL, side="right")))
        progress.report(start / len(shapes))
        yield shapes[start:end]
        start = end


def _path(lines: GeometryArray, ground: Ground) -> QPainterPath:
    """Return lines or rings as one path of pixels."""
    points, owner = shapely.get_coordinates(lines, return_index=True)
    begins = np.ones(len(points), bool)
    begins[1:] = owner[1:] != owner[:-1]
    return path_of(ground.pixels(points), begins)


def _clipped(shapes: GeometryArray, ground: Ground) -> GeometryArray:
    """Return shapes without what lies so far out that the painter could not bear it."""
    min_x, min_y, max_x, max_y = ground.bounds
    room = FARTHEST_PX / 2 * ground.m_per_px
    outer = (min_x - room, min_y - room, max_x + room, max_y + room)
    own = shapely.bounds(shapes)
    far = (own[:, 0] < outer[0]) | (own[:, 1] < outer[1]) | (own[:, 2] > outer[2]) | (own[:, 3] > outer[3])
    if not far.any():
        return shapes
    kind = shapely.get_type_id(shapes[0])
    parts = shapely.get_parts(shapely.clip_by_rect(shapes[far], *outer))
    is_same = (shapely.get_type_id(parts) == kind) & ~shapely.is_empty(parts)
    kept: GeometryArray = np.concatenate([shapes[~far], parts[is_same]])
    return kept


def corners_inside(shapes: ContextShapes, bounds: Bounds) -> tuple[IntArray, IntArray, int]:
    """Return the places of lines and areas that meet bounds, and how many vertices they have."""
    lines, areas = shapes.lines.inside(bounds), shapes.areas.inside(bounds)
    return lines, areas, int(shapes.lines.corners[lines].sum() + shapes.areas.corners[areas].sum())
