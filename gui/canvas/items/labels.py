"""Writes the names of the communes: placed once a scale, drawn from pictures that hold the halo.

Knows names and places; never a figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from exports.labels import Box, Label, LabelRequest, block_size, place_labels
from gui.canvas.camera import Camera
from gui.canvas.geometry_levels import GeometryLevels
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from gui.canvas.items.label_pictures import label_picture
from gui.canvas.items.point_names import PointNames
from gui.canvas.items.points import PointsItem
from layers.layer import Layer

Points = Callable[[], Iterable[tuple[Layer, PointsItem]]]

SIZES_PT = (7.8, 7.2)
BELOW_PX = 10.0  # points known only by commune stand at the place itself
NEW_PLACES_FROM = 1.12  # the scale may change by this factor while moving before names are placed anew
MOST_GUESTS = 24  # communes in view; with more of them most middles are in view anyhow
INSET_PX = 70.0
_EVERYWHERE = (-1e12, -1e12, 1e12, 1e12)


@dataclass(frozen=True)
class Named:
    """A name that found its place, and the metres it stands at."""

    label: Label
    x: float
    y: float


class LabelsItem(CanvasItem):
    """Names of communes without overlaps; the same names stay while the map is only moved.

    A commune whose middle is out of view is named in the part that is seen, once the map is at rest.
    """

    def __init__(self, is_wanted: Callable[[], bool] = lambda: True, z: float = 80.0) -> None:
        super().__init__(z)
        self._is_wanted = is_wanted
        self._names: tuple[str, ...] = ()
        self._levels: GeometryLevels | None = None
        self._named: tuple[Named, ...] = ()
        self._guests: tuple[Named, ...] = ()
        self._placed_for: float | None = None
        self._guests_for: Camera | None = None
        self._sizes = SIZES_PT
        self._points: Points = tuple
        self.point_names = PointNames()

    def follow(self, points: Points) -> None:
        """Name the points of these layers too: `points` returns those that are shown, topmost first."""
        self._points = points

    def set_scale(self, scale: float) -> None:
        """Write the names larger (1: as at a desk), as for a room."""
        self._sizes = tuple(size * scale for size in SIZES_PT)
        self._placed_for = self._guests_for = None
        self.update()

    def set_names(self, names: tuple[str, ...], levels: GeometryLevels | None) -> None:
        """Take the name of each commune and the places."""
        self._names, self._levels = names, levels
        self._named = self._guests = ()
        self._placed_for = self._guests_for = None
        self.update()

    @property
    def placed(self) -> tuple[Label, ...]:
        """Return the names that found a place at the last scale, and those only for the view at hand."""
        return tuple(named.label for named in (*self._named, *self._guests))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the names that lie in the view."""
        taken: list[Box] = []
        if self._levels is not None and self._names and self._is_wanted():
            self._place(self._levels, frame)
            self._place_guests(self._levels, frame)
            taken = self._draw_communes(painter, frame)
        items = [item for _, item in self._points()]
        self.point_names.draw(painter, frame, items, taken, self.theme.halo, self._sizes[0] / SIZES_PT[0])

    def _draw_communes(self, painter: QPainter, frame: Frame) -> list[Box]:
        """Draw the names of communes; return the room they take, in logical pixels."""
        camera, taken = frame.camera, []
        for named in (*self._named, *self._guests):
            x, y = (float(value) for value in camera.to_screen(named.x, named.y))
            picture = label_picture(named.label.lines, named.label.size_pt, self.theme.halo, frame.dpr)
            wide, high = picture.width() / frame.dpr, picture.height() / frame.dpr
            if x + wide < 0 or y + high < 0 or x - wide > camera.width or y - high > camera.height:
                continue
            left = round((x - wide / 2) * frame.dpr) / frame.dpr
            top = round((y + BELOW_PX - high / 2) * frame.dpr) / frame.dpr
            painter.drawPixmap(QPointF(left, top), picture)
            across, up = (side * UNIT_PT / 2 for side in block_size(named.label.lines, named.label.size_pt))
            taken.append((x - across, y + BELOW_PX - up, x + across, y + BELOW_PX + up))
        return taken

    def _place(self, levels: GeometryLevels, frame: Frame) -> None:
        """Choose the names for a scale, wherever one looks: panning changes nothing."""
        scale = frame.camera.m_per_px
        if self._placed_for is not None:
            ratio = max(scale / self._placed_for, self._placed_for / scale)
            if ratio == 1.0 or (frame.moving and ratio < NEW_PLACES_FROM):
                return
        own, unit = levels.anchors, scale * UNIT_PT
        wishes = []
        for place in np.flatnonzero(np.isfinite(own.x)).tolist():
            west, south, east, north = own.bounds[place].tolist()
            if not self._is_too_large(place, (east - west) / unit, (north - south) / unit):
                wishes.append((place, own.x[place], own.y[place], own.radius_m[place], east - west))
        self._named = self._chosen(wishes, unit, ())
        self._placed_for, self._guests_for = scale, None

    def _place_guests(self, levels: GeometryLevels, frame: Frame) -> None:
        """Name the communes in view whose middle is not, where there is room."""
        camera = frame.camera
        if frame.moving or camera is self._guests_for:
            return
        self._guests_for, self._guests = camera, ()
        min_x, min_y, max_x, max_y = camera.bounds
        inset = INSET_PX * camera.m_per_px
        inner = (min_x + inset, min_y + inset, max_x - inset, max_y - inset)
        seen = levels.visible(camera.bounds)
        if len(seen) > MOST_GUESTS or inner[0] >= inner[2] or inner[1] >= inner[3]:
            return
        own, unit, wishes = levels.anchors, camera.m_per_px * UNIT_PT, []
        for place in seen.tolist():
            if min_x < own.x[place] < max_x and min_y < own.y[place] < max_y:
                continue
            middle = levels.middle_in(place, inner)
            if middle is not None and not self._is_too_large(place, middle[2] / unit, middle[2] / unit):
                wishes.append((place, *middle, middle[2] * 2))
        self._guests = self._chosen(wishes, unit, [named.label.box for named in self._named])

    def _chosen(
        self, wishes: Sequence[tuple[int, float, float, float, float]], unit: float, taken: Iterable[Box]
    ) -> tuple[Named, ...]:
        """Place names that want to stand at metres; wishes: place, x, y, radius, width; the wider first."""
        requests = [
            LabelRequest(str(place), self._names[place], x / unit, -y / unit, radius, width / unit)
            for place, x, y, radius, width in wishes
        ]
        labels = place_labels(requests, _EVERYWHERE, sizes_pt=self._sizes, obstacles=taken).labels
        where = {str(place): (x, y) for place, x, y, _, _ in wishes}
        return tuple(Named(label, *where[label.key]) for label in labels)

    def _is_too_large(self, place: int, room_pt: float, tall_pt: float) -> bool:
        """Say whether a name would hide its commune more than name it."""
        width, height = block_size((self._names[place],), self._sizes[-1])
        return width * 0.5 > room_pt or height > tall_pt
