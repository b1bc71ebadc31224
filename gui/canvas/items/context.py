"""Draws a context layer: points as symbols; lines and areas as they are, or as a picture where they are many.

Knows the layer and its rows; nothing of files, commands or selection beyond the rows it is told to mark.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from PySide6.QtGui import QImage, QPainter

from gui.canvas.camera import Camera
from gui.canvas.content import MapContent
from gui.canvas.items.base import UNIT_PT, Frame
from gui.canvas.items.looks import is_plain
from gui.canvas.items.picture import Maker, PictureItem
from gui.canvas.items.points import Drawn, FloatArray, PointsItem
from gui.canvas.items.shape_looks import Dressed, Named, ShapeLooks
from gui.canvas.items.symbols import INK
from gui.canvas.pictures import Part
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
from layers.looks import Fill, Pattern
from layers.progress import Progress
from layers.style import Style, Theme
from layers.words import Words

MOST_CORNERS = 8_000  # in view, that are painted anew in each frame; more become a picture
MOST_MARKED = 4_000  # rows of a selection that are outlined
MARK_PT, RIM_PT = 2.4, 2.0
_NOTHING = np.empty(0, np.int64)


class _Points(PointsItem):
    """The points of a context layer; drawn by its item, so it is in no scene of its own."""

    tells_position = False

    def show(self, named: Named | None, words: Words) -> None:
        """Take points, and the words for their counts."""
        self._words = words
        if named is None:
            self.set_cloud(None)
        else:
            self.set_cloud(named.cloud, named.looks, named.names)

    def sizes_of(self, ids: npt.NDArray[np.object_]) -> FloatArray:
        """Return the diameter of the symbol of each id in logical pixels; that of the layer where unknown."""
        sizes = np.full(len(ids), self.symbol_px)
        if self.looks is not None and self.cloud is not None:
            place = pd.Index(self.cloud.ids[self.cloud.first]).unique().get_indexer(pd.Index(ids))
            known = place >= 0
            symbols = np.array([symbol.size_pt * UNIT_PT for symbol in self.looks.symbols])
            sizes[known] = symbols[self.looks.gathered[place[known]]]
        return sizes


class _Anchors(_Points):
    """Where the names of lines and areas stand: nothing is drawn there but the name itself."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Say where the names stand in this picture."""
        is_named = self.cloud is not None and self.names is not None and self.names.is_seen(frame.camera)
        self.drawn = self._placed(frame) if is_named else None

    def sizes_px(self, drawn: Drawn) -> FloatArray:
        """Return no size: a name stands on its place, not beside it."""
        return np.zeros(len(drawn.x))


class ContextItem(PictureItem):
    """The rows of one context layer.

    Attributes
    ----------
    shapes : ContextShapes or None
        What is drawn, in metres; None until it has been projected, once for each revision of the rows.
    selected_rows : ndarray of int
        Places of the rows that are outlined as selected.
    """

    def __init__(self, z: float = 10.0) -> None:
        super().__init__(z)
        self.shapes: ContextShapes | None = None
        self._points = _Points(z)
        self._anchors = _Anchors(z)
        self._style = Style()
        self._looks: ShapeLooks | None = None
        self._words: Words | None = None
        self._frame_read: pd.DataFrame | None = None
        self._in_view: tuple[Camera, IntArray, IntArray] | None = None
        self._heavy: Camera | None = None
        self.selected_rows: IntArray = _NOTHING
        self._selected_ids: pd.Index | None = None
        self._index: pd.Index | None = None  # of the rows of `shapes`, once it was asked for

    # -- what is there ---------------------------------------------------------------------------

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take the rows that the layer shows; the same rows again are not projected again."""
        self.use(content)
        self._words = content.words
        rows = content.rows_of(layer)
        if rows is None or rows is self._frame_read:
            return
        self._frame_read = rows
        self._dress()

    def _dress(self) -> None:
        """Project the rows and sort them into looks, beside the window."""
        rows, style = self._frame_read, self._style
        if rows is None:
            return

        def work(progress: Progress) -> Dressed:
            return Dressed.of(rows, style, progress)

        def done(found: object) -> None:
            # The symbol of all points may have changed meanwhile: that needs no sorting.
            if self._frame_read is rows and isinstance(found, Dressed):
                self._take(found)

        self._start(work, done, f"{self._channel}:shapes")

    def _take(self, found: Dressed) -> None:
        assert self._words is not None
        shapes = found.shapes
        self.shapes, self.whole, self._index = shapes, shapes.bounds, None
        self._looks = found.looks
        self._points.show(found.points, self._words)
        self._anchors.show(found.anchors, self._words)
        self._in_view = self._heavy = None
        self.set_selected(self._selected_ids)
        self.begin_anew()

    def take_style(self, layer: Layer) -> None:
        """Take the look of the layer; rows are sorted anew where more than the base symbol has changed."""
        before, self._style = self._style, layer.style
        self._points.take_style(layer)
        is_same = replace(before, symbol=None) == replace(layer.style, symbol=None)
        if not (is_same and is_plain(before)):
            self._dress()
        self.update()

    @property
    def named(self) -> tuple[PointsItem, ...]:
        """What carries names: the points, and the places in lines and areas."""
        return (self._points, self._anchors)

    def set_frame(self, frame: Frame) -> None:
        """Take the camera of the next picture."""
        self._points.set_frame(frame)
        self._anchors.set_frame(frame)
        super().set_frame(frame)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._points.theme = theme
        super().set_theme(theme)

    # -- many or few -----------------------------------------------------------------------------

    def maker(self) -> Maker | None:
        """Return how a picture of lines and areas is made; None while there are few enough to paint."""
        shapes, looks, frame = self.shapes, self._looks, self.frame
        if shapes is None or looks is None or frame is None or self._light(frame) is not None:
            return None
        dpr = frame.dpr

        def make(part: Part, progress: Progress) -> QImage:
            return picture_of(shapes, part, looks, dpr, progress)

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
        shapes, looks = self.shapes, self._looks
        if shapes is None or looks is None:
            return
        light = self._light(frame)
        if light is None:
            super().draw(painter, frame)
        else:
            ground = Ground.of_camera(frame.camera)
            for fill, some in looks.grouped(shapes.areas.row[light[1]], looks.areas):
                paint_areas(painter, shapes.areas.shapes[light[1][some]], ground, fill, UNIT_PT)
            for fill, some in looks.grouped(shapes.lines.row[light[0]], looks.lines):
                paint_lines(painter, shapes.lines.shapes[light[0][some]], ground, fill, UNIT_PT)
        if len(shapes.points):
            self._points.draw(painter, frame)
        self._anchors.draw(painter, frame)
        self._outline(painter, frame, shapes, self.selected_rows[:MOST_MARKED], INK)

    def draw_pointed(self, painter: QPainter, frame: Frame, identity: str) -> None:
        """Outline one row as pointed at; whoever draws what is live asks for it."""
        if self.shapes is not None:
            rows = self._rows_of(pd.Index([identity], dtype="str"))
            self._outline(painter, frame, self.shapes, rows, self.theme.accent)

    def _outline(
        self, painter: QPainter, frame: Frame, shapes: ContextShapes, rows: IntArray, colour: str
    ) -> None:
        """Outline rows: a light rim and a strong line."""
        if len(rows) == 0:
            return
        ground = Ground.of_camera(frame.camera)
        lines = shapes.lines.shapes[np.isin(shapes.lines.row, rows)]
        areas = shapes.areas.shapes[np.isin(shapes.areas.row, rows)]
        chosen = np.isin(shapes.point_row, rows)
        points = shapes.points[chosen]
        around = self._points.sizes_of(shapes.ids[shapes.point_row[chosen]])
        for tint, width in ((self.theme.halo, MARK_PT + RIM_PT), (colour, MARK_PT)):
            look = Fill(Pattern.NONE, stroke=tint, stroke_pt=width)
            paint_areas(painter, areas, ground, look, UNIT_PT)
            paint_lines(painter, lines, ground, look, UNIT_PT)
        paint_rings(painter, points, ground, around, colour, self.theme.halo)

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
        is_drawn = row is not None and self._looks is not None and not self._looks.is_hidden(row)
        return str(shapes.ids[row]) if is_drawn else None

    def set_selected(self, ids: pd.Index | None) -> None:
        """Outline these rows."""
        before, self._selected_ids = self.selected_rows, ids
        self.selected_rows = _NOTHING if ids is None else self._rows_of(ids)
        if not np.array_equal(before, self.selected_rows):
            self.update()

    def _rows_of(self, ids: pd.Index) -> IntArray:
        if self.shapes is None or len(ids) == 0:
            return _NOTHING
        if self._index is None:
            self._index = pd.Index(self.shapes.ids, dtype="str")
        found = self._index.get_indexer(ids.astype("str"))
        return np.sort(found[found >= 0]).astype(np.int64)
