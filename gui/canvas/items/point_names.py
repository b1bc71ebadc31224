"""Writes names beside points once the map is close enough: the most important first, none over another.

Knows clouds, their names and where their symbols stand; nothing of communes beyond the room their names take.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from exports.labels import Box, block_size
from gui.canvas.items.base import UNIT_PT, Frame
from gui.canvas.items.label_pictures import label_picture
from gui.canvas.items.points import Drawn, PointsItem
from layers.renderers import Labels

MOST_NAMES = 300  # in one view
MOST_TRIED = 900  # points in view that are asked for room, the most important first
NEW_A_FRAME = 24  # names that get a place while the map moves: a frame stays short
GAP_PX = 3.0  # between a symbol and its name
ROOM_PX = 2.0  # between two names


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in its place: middle relative to its point, and half its size, in logical pixels."""

    text: str
    size_pt: float
    dx: float
    dy: float
    half_width: float
    half_height: float

    def box(self, x: float, y: float) -> Box:
        """Return the box for a point at (x, y)."""
        x, y = x + self.dx, y + self.dy
        return (x - self.half_width, y - self.half_height, x + self.half_width, y + self.half_height)


_Key = tuple[int, int]  # place of the layer among those shown, place of the point in its cloud


class PointNames:
    """Names of points that keep their places while the map is only moved.

    Attributes
    ----------
    boxes : list of Box
        Of the names of the last picture, in logical pixels: no two of them overlap.
    """

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self._names: dict[_Key, _Name] = {}
        self._clouds: tuple[int, ...] = ()
        self._scale: float = 0.0

    def draw(
        self,
        painter: QPainter,
        frame: Frame,
        items: Iterable[PointsItem],
        taken: Sequence[Box],
        halo: str,
        enlarged: float = 1.0,
    ) -> None:
        """Draw names of what `items` (topmost first) have just drawn; `taken` is the room of other names."""
        shown = [
            item
            for item in items
            if item.names is not None and isinstance(item.drawn, Drawn) and item.names.is_seen(frame.camera)
        ]
        clouds = tuple(id(item.cloud) for item in shown)
        if clouds != self._clouds:
            self._names, self._clouds = {}, clouds
        is_same_scale = frame.camera.m_per_px == self._scale
        if not is_same_scale and not frame.moving:
            self._names = {}
        self._scale = frame.camera.m_per_px
        room = _Room(taken)
        kept = self._keep(shown, room, frame)
        if is_same_scale or not frame.moving:
            self._add(shown, room, frame, kept, enlarged)
        self.boxes = [name.box(x, y) for name, x, y in kept]
        for name, x, y in kept:
            picture = label_picture((name.text,), name.size_pt, halo, frame.dpr)
            wide, high = picture.width() / frame.dpr, picture.height() / frame.dpr
            left = round((x + name.dx - wide / 2) * frame.dpr) / frame.dpr
            top = round((y + name.dy - high / 2) * frame.dpr) / frame.dpr
            painter.drawPixmap(QPointF(left, top), picture)

    def _keep(
        self, shown: Sequence[PointsItem], room: _Room, frame: Frame
    ) -> list[tuple[_Name, float, float]]:
        """Return the names that have a place already and are in view, and fill the room they take."""
        where = [_where(item) for item in shown]
        kept = []
        for key, name in tuple(self._names.items()):
            drawn = shown[key[0]].drawn
            at = where[key[0]][key[1]]
            if at < 0 or not isinstance(drawn, Drawn):
                del self._names[key]  # out of view, or gathered with others
                continue
            x, y = float(drawn.x[at]), float(drawn.y[at])
            if room.take(name.box(x, y), frame):
                kept.append((name, x, y))
            else:
                del self._names[key]
        return kept

    def _add(
        self,
        shown: Sequence[PointsItem],
        room: _Room,
        frame: Frame,
        kept: list[tuple[_Name, float, float]],
        enlarged: float,
    ) -> None:
        """Give names a place where there is room: layer by layer, the most important points first."""
        most = NEW_A_FRAME if frame.moving else MOST_NAMES
        tried = 0
        for number, item in enumerate(shown):
            drawn, names = item.drawn, item.names
            if not isinstance(drawn, Drawn) or names is None:
                continue
            sizes = item.sizes_px(drawn)
            at = _where(item)
            for place in names.order[at[names.order] >= 0].tolist():
                if tried >= MOST_TRIED or len(kept) >= MOST_NAMES or most == 0:
                    return
                if (number, place) in self._names or not names.texts[place]:
                    continue
                tried += 1
                index = at[place]
                x, y = float(drawn.x[index]), float(drawn.y[index])
                name = _placed(
                    names.texts[place], names.labels, x, y, float(sizes[index]), room, frame, enlarged
                )
                if name is not None:
                    self._names[number, place] = name
                    kept.append((name, x, y))
                    most -= 1


def _where(item: PointsItem) -> npt.NDArray[np.int64]:
    """Return for each point of a cloud its place in the last picture, −1 where it has no symbol alone."""
    assert item.cloud is not None
    assert isinstance(item.drawn, Drawn)
    at = np.full(len(item.cloud), -1, np.int64)
    at[item.drawn.place] = np.arange(len(item.drawn.place))
    at[item.drawn.place[item.stands_for_many(item.drawn)]] = -1
    return at


def _placed(
    text: str,
    labels: Labels,
    x: float,
    y: float,
    symbol_px: float,
    room: _Room,
    frame: Frame,
    enlarged: float,
) -> _Name | None:
    """Return a name at the first free side of its point: right, left, above, below."""
    size_pt = labels.size_pt * enlarged
    width, height = (side * UNIT_PT / 2 for side in block_size((text,), size_pt))
    across, up = symbol_px / 2 + GAP_PX + width, symbol_px / 2 + GAP_PX + height
    beside = ((across, 0.0), (-across, 0.0), (0.0, -up), (0.0, up))
    # Without a symbol the name stands on the place itself: in the middle of an area, on a line.
    for dx, dy in beside if symbol_px > 0 else ((0.0, 0.0), (0.0, -up), (0.0, up)):
        name = _Name(text, size_pt, dx, dy, width, height)
        if room.take(name.box(x, y), frame):
            return name
    return None


class _Room:
    """Boxes already taken in a picture."""

    def __init__(self, taken: Sequence[Box]) -> None:
        self._boxes = np.empty((len(taken) + MOST_NAMES + 1, 4))
        self._count = len(taken)
        if taken:
            self._boxes[: len(taken)] = taken

    def take(self, box: Box, frame: Frame) -> bool:
        """Take a box if it lies in the view and over no other; say whether it did."""
        left, top, right, bottom = box
        if left < 0 or top < 0 or right > frame.camera.width or bottom > frame.camera.height:
            return False
        known = self._boxes[: self._count]
        hits = (known[:, 0] < right + ROOM_PX) & (known[:, 2] > left - ROOM_PX)
        if bool((hits & (known[:, 1] < bottom) & (known[:, 3] > top)).any()):
            return False
        if self._count < len(self._boxes):
            self._boxes[self._count] = box
            self._count += 1
            return True
        return False
