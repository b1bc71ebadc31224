"""Marks the row that is pointed at here or in another view: a ring about a point, an outline of a shape.

Knows the items that draw rows; never what a row stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.canvas.items.base import CanvasItem, Frame
from gui.canvas.items.context import ContextItem
from gui.canvas.items.marks import ring
from gui.canvas.items.points import PointsItem, is_fanned
from gui.canvas.point_cloud import PointCloud
from layers.layer import Layer

LINE_PX = 3.0


class PointedItem(CanvasItem):
    """The mark of one row; drawn anew in each picture, over the kept picture of all the rest.

    Parameters
    ----------
    points, shapes : callable
        Return the layers of points, and the context layers, that are shown, with their items.
    """

    is_live = True

    def __init__(
        self,
        points: Callable[[], Iterable[tuple[Layer, PointsItem]]],
        shapes: Callable[[], Iterable[tuple[Layer, ContextItem]]],
        z: float = 75.0,
    ) -> None:
        super().__init__(z)
        self._points = points
        self._shapes = shapes
        self._hovered: tuple[str, str] | None = None
        self._pointed: Mapping[str, Any] | None = None

    def set_hovered(self, table: str | None, identity: str = "") -> None:
        """Mark one row as pointed at in another view; None: none."""
        hovered = None if table is None else (table, identity)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def point_at(self, hit: Mapping[str, Any] | None) -> None:
        """Mark the row of a hit under the pointer; anything else: none."""
        pointed = hit if hit is not None and hit["kind"] == "point" else None
        if pointed is not self._pointed:
            self._pointed = pointed
            self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the mark where the row was drawn in this very picture."""
        if self._hovered is None and self._pointed is None:
            return
        for layer, shape in self._shapes():
            identity = self._id_in(layer)
            if identity is not None:
                shape.draw_pointed(painter, frame, identity)
        for layer, item in self._points():
            if item.cloud is not None:
                for place in self._places(layer, item.cloud):
                    self._draw_ring(painter, frame, item, place)

    def _id_in(self, layer: Layer) -> str | None:
        """Return the id of the row of a layer that is pointed at here, else in another view."""
        pointed, hovered = self._pointed, self._hovered
        if pointed is not None and pointed["layer_id"] == layer.id:
            return str(pointed["id"])
        return hovered[1] if hovered is not None and hovered[0] == layer.table else None

    def _places(self, layer: Layer, cloud: PointCloud) -> list[int]:
        pointed = self._pointed
        if pointed is not None and pointed["layer_id"] == layer.id and pointed["place"] < len(cloud):
            return [int(pointed["place"])]
        identity = self._id_in(layer)
        return [] if identity is None else cloud.places_of(pd.Index([identity], dtype="str")).tolist()

    def _draw_ring(self, painter: QPainter, frame: Frame, item: PointsItem, place: int) -> None:
        assert item.cloud is not None
        cloud, found = item.cloud, np.array([place])
        px, py = (float(value[0]) for value in frame.camera.to_screen(cloud.x[found], cloud.y[found]))
        if is_fanned(frame.camera.m_per_px):
            dx, dy = cloud.fan_px(item.fan_px, found)
            px, py = px + float(dx[0]), py + float(dy[0])
        stamp = ring(item.size_px_at(place) + 3.0, LINE_PX, self.theme.accent, self.theme.halo, frame.dpr)
        side = stamp.side / frame.dpr
        painter.drawPixmap(
            QRectF(px - side / 2, py - side / 2, side, side),
            stamp.pixmap,
            QRectF(0, 0, stamp.side, stamp.side),
        )
