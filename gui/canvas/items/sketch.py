"""Draws what a tool sketches: corners, lines between them, lengths and areas with a halo.

Knows a sketch as a value; never which tool made it.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from exports.labels import block_size, draw_label
from gui.canvas.camera import Camera
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from gui.canvas.items.symbols import INK
from gui.canvas.sketch import Note, Place, Sketch

TOTAL_PT, LEG_PT, MORE_PT = 10.0, 7.5, 7.5
LINE_PX, RIM_PX = 2.0, 2.4
CORNER_PX, FIRST_PX = 4.0, 6.5
BESIDE_PX = 14.0
GROUND_ALPHA = 46
PLATE_PX = 5.0
PLATE_ALPHA = 225
LEG_ROOM = 1.15  # a leg is as long as its text and a little more


class SketchItem(CanvasItem):
    """The sketch of the tool in use."""

    def __init__(self, z: float = 95.0) -> None:
        super().__init__(z)
        self.sketch: Sketch | None = None

    def set_sketch(self, sketch: Sketch | None) -> None:
        """Show a sketch, or nothing."""
        self.sketch = sketch
        self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw ground, lines, corners, then texts."""
        sketch = self.sketch
        if sketch is None or not sketch.corners:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        corners = [_on_screen(frame.camera, corner) for corner in sketch.corners]
        loose = None if sketch.loose is None else _on_screen(frame.camera, sketch.loose)
        self._draw_lines(painter, sketch, corners, loose)
        self._draw_corners(painter, sketch, corners)
        for note in sketch.notes:
            self._draw_note(painter, frame.camera, sketch, note)

    def _draw_lines(
        self, painter: QPainter, sketch: Sketch, corners: list[QPointF], loose: QPointF | None
    ) -> None:
        all_corners = corners if loose is None else [*corners, loose]
        if sketch.is_area and len(all_corners) > 2:
            ground = QColor(self.theme.accent)
            ground.setAlpha(GROUND_ALPHA)
            area = QPainterPath()
            area.addPolygon(QPolygonF(all_corners))
            painter.fillPath(area, ground)
        fixed = [*corners, corners[0]] if sketch.is_area and sketch.is_done else corners
        _stroke(painter, fixed, self.theme.halo, LINE_PX + RIM_PX)
        open_ends = [] if loose is None else [corners[-1], loose]
        if loose is not None and sketch.is_area and len(corners) > 1:
            open_ends.append(corners[0])
        _stroke(painter, open_ends, self.theme.halo, LINE_PX + RIM_PX)
        _stroke(painter, fixed, INK, LINE_PX)
        _stroke(painter, open_ends, INK, LINE_PX, is_broken=True)

    def _draw_corners(self, painter: QPainter, sketch: Sketch, corners: list[QPointF]) -> None:
        painter.setPen(QPen(QColor(INK), 1.6))
        painter.setBrush(QColor(self.theme.halo))
        for corner in corners[1:]:
            painter.drawEllipse(corner, CORNER_PX, CORNER_PX)
        is_target = sketch.is_area and not sketch.is_done and len(corners) > 2
        radius = FIRST_PX if is_target else CORNER_PX
        if sketch.snaps:
            painter.setBrush(QColor(self.theme.accent))
        painter.drawEllipse(corners[0], radius, radius)

    def _draw_note(self, painter: QPainter, camera: Camera, sketch: Sketch, note: Note) -> None:
        size = TOTAL_PT if note.is_total else LEG_PT
        place = _on_screen(camera, (note.x, note.y))
        wide = block_size((note.text,), size)[0] * UNIT_PT
        if note.leg is not None:
            one, other = (_on_screen(camera, end) for end in note.leg)
            if math.hypot(other.x() - one.x(), other.y() - one.y()) < wide * LEG_ROOM:
                return
        wide += 2 * PLATE_PX
        x, y = place.x(), place.y()
        if note.is_total and not (sketch.is_area and note.more):
            # Beside the end of the line, on the side where there is room.
            has_room = x + BESIDE_PX + wide <= camera.width
            x += (BESIDE_PX + wide / 2) * (1 if has_room else -1)
            y = max(BESIDE_PX, min(camera.height - BESIDE_PX, y))
        lines = [(note.text, size, y)]
        if note.more:
            lines.append((note.more, MORE_PT, y + (size + MORE_PT) * 0.72 * UNIT_PT))
        self._draw_plate(painter, x, lines)
        for text, size_pt, at in lines:
            draw_label(painter, text, x, at, UNIT_PT, size_pt=size_pt, colour=INK, halo=self.theme.halo)

    def _draw_plate(self, painter: QPainter, x: float, lines: list[tuple[str, float, float]]) -> None:
        """Lay a light ground under a text: a halo alone is lost among many symbols."""
        boxes = []
        for text, size_pt, at in lines:
            wide, high = (part * UNIT_PT for part in block_size((text,), size_pt))
            boxes.append(QRectF(x - wide / 2, at - high / 2, wide, high))
        plate = boxes[0] if len(boxes) == 1 else boxes[0].united(boxes[-1])
        ground = QColor(self.theme.halo)
        ground.setAlpha(PLATE_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(plate.adjusted(-PLATE_PX, -1.0, PLATE_PX, 1.0), 5.0, 5.0)


def _on_screen(camera: Camera, place: Place) -> QPointF:
    px, py = camera.to_screen(*place)
    return QPointF(float(px), float(py))


def _stroke(
    painter: QPainter, line: list[QPointF], colour: str, width: float, *, is_broken: bool = False
) -> None:
    if len(line) < 2:
        return
    pen = QPen(QColor(colour), width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if is_broken:
        pen.setDashPattern([3.0, 3.0])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(line))
