"""Draws a context layer: points as symbols; lines and areas as they are, or as a picture where they are many.

Knows the layer and its rows; nothing of files, commands or selection beyond the rows it is told to mark.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from PySide6.QtGui import QImage, QPainter

from gui.canvas.camera import Camera
from gui.canvas.content import MapContent
from gui.canvas.items.base import UNIT_PT, Frame
from gui.canvas.items.picture import Maker, PictureItem
from gui.canvas.items.points import PointsItem
from gui.canvas.items.symbols import INK
from gui.canvas.pictures import Part
from gui.canvas.point_cloud import PointCloud
from gui.canvas.shape_painting import (
    Ground,
    corners_inside,
    paint_areas,
    paint_lines,
    paint_rings,
    picture_of,
)
from layers.context import ContextShapes, IntArray
from layers.layer import Layer
from layers.looks import Fill, Pattern, Symbol
from layers.progress import Progress
from layers.style import Theme
from layers.words import Words

MOST_CORNERS = 8_000  # in view, that are painted anew in each frame; more become a picture
MOST_MARKED = 4_000  # rows of a selection that are outlined
MARK_PT, RIM_PT = 2.4, 2.0
_NOTHING = np.empty(0, np.int64)


class _Points(PointsItem):
    """The points of a context layer; drawn by its item, so it is in no scene of its own."""

    def show_cloud(self, cloud: PointCloud | None, words: Words) -> None:
        """Take points, and the words for their counts."""
        self._words = words
        self.set_cloud(cloud)


class ContextItem(PictureItem):
    """The rows of one context layer.

    Attributes
    ----------
    shapes : ContextShapes or None
        What is drawn, in metres; None until it has been projected, once for each revision of the rows.
    selected_rows : ndarray of int
        Places of the rows that are outlined as selected.
    hovered_row : str or None
        Id of the row outlined as pointed at elsewhere.
    """

    def __init__(self, z: float = 10.0) -> None:
        super().__init__(z)
        self.shapes: ContextShapes | None = None
        self._points = _Points(z)
        self._fill = Fill(Pattern.NONE)
        self._frame_read: pd.DataFrame | None = None
        self._in_view: tuple[Camera, IntArray, IntArray] | None = None
        self._heavy: Camera | None = None
        self.selected_rows: IntArray = _NOTHING
        self._selected_ids: pd.Index | None = None
        self.hovered_row: str | None = None

    # -- what is there ---------------------------------------------------------------------------

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take the rows that the layer shows; the same rows again are not projected again."""
        self.use(content)
        words = content.words
        rows = content.rows_of(layer)
        if rows is None or rows is self._frame_read:
            return
        self._frame_read = rows

        def work(progress: Progress) -> tuple[ContextShapes, PointCloud]:
            shapes = ContextShapes.of(rows, progress)
            return shapes, _cloud(shapes)

        def done(found: object) -> None:
            if self._frame_read is rows and isinstance(found, tuple):
                self._take(*found, words)

        self._start(work, done, f"{self._channel}:shapes")

    def _take(self, shapes: ContextShapes, cloud: PointCloud, words: Words) -> None:
        self.shapes, self.whole = shapes, shapes.bounds
        self._points.show_cloud(cloud, words)
        self._in_view = self._heavy = None
        self.set_selected(self._selected_ids)
        self.begin_anew()

    def take_style(self, layer: Layer) -> None:
        """Take symbol, stroke and fill of the layer."""
        self._points.set_symbol(layer.style.symbol or Symbol())
        fill = layer.style.fill or Fill(Pattern.NONE)
        if fill != self._fill:
            self._fill = fill
            self.refresh()
        self.update()

    def set_frame(self, frame: Frame) -> None:
        """Take the camera of the next picture."""
        self._points.set_frame(frame)
        super().set_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._points.theme = theme
        super().set_theme(theme)

    # -- many or few -----------------------------------------------------------------------------

    def maker(self) -> Maker | None:
        """Return how a picture of lines and areas is made; None while there are few enough to paint."""
        shapes, fill, frame = self.shapes, self._fill, self.frame
        if shapes is None or frame is None or self._light(frame) is not None:
            return None
        dpr = frame.dpr

        def make(part: Part, progress: Progress) -> QImage:
            return picture_of(shapes, part, fill, dpr, progress)

        return make

    def _light(self, frame: Frame) -> tuple[IntArray, IntArray] | None:
        """Return lines and areas in view where they are few enough to be painted in each frame."""
        shapes, camera = self.shapes, frame.camera
        if shapes is None:
            return _NOTHING, _NOTHING
        if self._in_view is not None and self._in_view[0] is camera:
            return self._in_view[1], self._in_view[2]
        # Looking up what is in view costs when that is much: while moving, what was too much stays so.
        if self._heavy is camera or (frame.moving and self._heavy is not None and self._is_covered(frame)):
            return None
        lines, areas, corners = corners_inside(shapes, camera.bounds)
        if corners > MOST_CORNERS:
            self._heavy, self._in_view = camera, None
            return None
        self._in_view, self._heavy = (camera, lines, areas), None
        return lines, areas

    # -- drawing ---------------------------------------------------------------------------------

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw areas, lines, points, then what is marked."""
        shapes = self.shapes
        if shapes is None:
            return
        light = self._light(frame)
        if light is None:
            super().draw(painter, frame)
        else:
            ground = Ground.of_camera(frame.camera)
            paint_areas(painter, shapes.areas.shapes[light[1]], ground, self._fill, UNIT_PT)
            paint_lines(painter, shapes.lines.shapes[light[0]], ground, self._fill, UNIT_PT)
        if len(shapes.points):
            self._points.draw(painter, frame)
        self._draw_marks(painter, frame, shapes)

    def _draw_marks(self, painter: QPainter, frame: Frame, shapes: ContextShapes) -> None:
        """Outline what is selected and what is pointed at: a light rim and a strong line."""
        rows = self.selected_rows[:MOST_MARKED]
        for some, colour in ((rows, INK), (self._hovered_rows(shapes), self.theme.accent)):
            if len(some) == 0:
                continue
            ground = Ground.of_camera(frame.camera)
            lines = shapes.lines.shapes[np.isin(shapes.lines.row, some)]
            areas = shapes.areas.shapes[np.isin(shapes.areas.row, some)]
            points = shapes.points[np.isin(shapes.point_row, some)]
            for tint, width in ((self.theme.halo, MARK_PT + RIM_PT), (colour, MARK_PT)):
                look = Fill(Pattern.NONE, stroke=tint, stroke_pt=width)
                paint_areas(painter, areas, ground, look, UNIT_PT)
                paint_lines(painter, lines, ground, look, UNIT_PT)
            paint_rings(painter, points, ground, self._points.symbol_px, colour, self.theme.halo)

    # -- hits and marks --------------------------------------------------------------------------

    def row_at(self, px: float, py: float, reach_px: float) -> str | None:
        """Return the id of the row at logical pixels: of a point, else the nearest line, else the area."""
        frame, shapes = self.frame, self.shapes
        if frame is None or shapes is None:
            return None
        found = self._points.point_at(px, py, reach_px)
        if found is not None and self._points.cloud is not None:
            return str(self._points.cloud.ids[found[0]])
        x, y = frame.camera.to_map(px, py)
        row = shapes.row_near(x, y, reach_px * frame.camera.m_per_px)
        return None if row is None else str(shapes.ids[row])

    def set_selected(self, ids: pd.Index | None) -> None:
        """Outline these rows."""
        self._selected_ids = ids
        self.selected_rows = self._rows_of(() if ids is None else ids)
        self.update()

    def set_hovered(self, identity: str | None) -> None:
        """Outline one row as pointed at; None: none."""
        if identity != self.hovered_row:
            self.hovered_row = identity
            self.update()

    def _hovered_rows(self, shapes: ContextShapes) -> IntArray:
        return _NOTHING if self.hovered_row is None else self._rows_of((self.hovered_row,))

    def _rows_of(self, ids: Iterable[str]) -> IntArray:
        if self.shapes is None:
            return _NOTHING
        wanted = list(ids)
        return np.flatnonzero(np.isin(self.shapes.ids, wanted)) if wanted else _NOTHING


def _cloud(shapes: ContextShapes) -> PointCloud:
    """Return the points of a layer; a row of several points has its id at each of them."""
    places = pd.DataFrame({"x": shapes.points[:, 0], "y": shapes.points[:, 1]})
    return PointCloud.of(places.set_index(pd.Index(shapes.ids[shapes.point_row], dtype="str"))).as_exact()
