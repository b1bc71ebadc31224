"""Pictures of parts of the map, made beside the window and kept within a bound of memory.

Knows metres, pixels and bytes; nothing of files, layers or of what a picture shows.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QRegion

from gui.canvas.camera import Bounds, Camera
from gui.canvas.items.base import Frame

KEPT_BYTES = 128 * 1024**2  # of all pictures of one item: eight views of a full HD screen, two of a 4K one
LARGEST_SIDE_PX = 6000
MARGIN_SHARE = 0.15  # of the view on each side, so that a short pull shows no gap
WHOLE_PX = 1024  # longer side of the coarse picture of the whole that stands behind all others
_STEPS_A_DOUBLING = 64  # scales so near to each other share a picture


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the map as a picture is asked for.

    Attributes
    ----------
    bounds : tuple of float
        Metres of EPSG:9206, the outer edges of the picture.
    width, height : int
        Device pixels.
    """

    bounds: Bounds
    width: int
    height: int

    @property
    def m_per_px(self) -> float:
        """Return metres a device pixel."""
        return (self.bounds[2] - self.bounds[0]) / self.width


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of the map and what it looks like."""

    part: Part
    image: QImage

    @property
    def bytes(self) -> int:
        """Return how much memory it takes."""
        return self.image.sizeInBytes()

    def place(self, camera: Camera) -> QRectF:
        """Return where it belongs, in logical pixels of a view."""
        left, top = camera.to_screen(self.part.bounds[0], self.part.bounds[3])
        right, bottom = camera.to_screen(self.part.bounds[2], self.part.bounds[1])
        return QRectF(float(left), float(top), float(right - left), float(bottom - top))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw it where it belongs, stretched where it was made for another scale: roughly while moving."""
        target = self.place(frame.camera)
        is_stretched = abs(target.width() * frame.dpr - self.part.width) > 0.5
        is_smooth = is_stretched and not frame.moving
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(target, self.image)


@dataclass
class PictureStore:
    """The pictures of one item; those drawn longest ago go first when there are too many bytes.

    Attributes
    ----------
    base : Picture or None
        The coarse picture of the whole: it stays.
    """

    most_bytes: int = KEPT_BYTES
    base: Picture | None = None
    _kept: OrderedDict[Part, Picture] = field(default_factory=OrderedDict)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self.base = None

    @property
    def bytes(self) -> int:
        """Return how much memory the pictures take, without the coarse one."""
        return sum(picture.bytes for picture in self._kept.values())

    def put(self, picture: Picture) -> None:
        """Keep a picture, and let go of others where it is too much."""
        self._kept[picture.part] = picture
        self._kept.move_to_end(picture.part)
        while len(self._kept) > 1 and self.bytes > self.most_bytes:
            self._kept.popitem(last=False)

    def sharp(self, camera: Camera, dpr: float, whole: Bounds | None = None) -> Picture | None:
        """Return a picture that covers the view (what there is of it) at its scale, None for none."""
        needed = common(camera.bounds, whole)
        for part in reversed(self._kept):
            is_fit = is_same_scale(part.m_per_px, camera.m_per_px / dpr)
            if is_fit and (needed is None or covers(part.bounds, needed)):
                self._kept.move_to_end(part)
                return self._kept[part]
        return None

    def stand_ins(self, camera: Camera) -> list[Picture]:
        """Return what can be shown until a sharp picture is there, the nearest scale first."""
        every = [*([self.base] if self.base is not None else []), *self._kept.values()]
        # A picture far too fine for the scale would only cost.
        meeting = [
            one
            for one in every
            if meets(one.part.bounds, camera.bounds) and one.part.m_per_px > camera.m_per_px / 8
        ]
        return sorted(meeting, key=lambda one: abs(math.log2(one.part.m_per_px / camera.m_per_px)))


def draw_beside(painter: QPainter, pictures: Sequence[Picture], frame: Frame) -> None:
    """Draw pictures side by side, never one over another: they show the same things at several scales."""
    camera = frame.camera
    left = QRegion(0, 0, math.ceil(camera.width), math.ceil(camera.height))
    painter.save()
    for picture in pictures:
        if left.isEmpty():
            break
        painter.setClipRegion(left)
        picture.draw(painter, frame)
        left -= QRegion(picture.place(camera).toAlignedRect())
    painter.restore()


def part_of_view(camera: Camera, dpr: float, whole: Bounds | None = None) -> Part | None:
    """Return what to ask for: the view and a margin, on whole pixels of one grid for each scale.

    Parameters
    ----------
    whole : tuple of float, optional
        Bounds of what there is; nothing beyond is asked for. None is returned where that is nothing.
    """
    step = camera.m_per_px / dpr
    min_x, min_y, max_x, max_y = camera.bounds
    room_x, room_y = (max_x - min_x) * MARGIN_SHARE, (max_y - min_y) * MARGIN_SHARE
    wanted = (min_x - room_x, min_y - room_y, max_x + room_x, max_y + room_y)
    found = common(wanted, whole)
    if found is None:
        return None
    # A pixel more on each side, so that what was cut off to whole pixels is still covered.
    wanted = (found[0] - step, found[1] - step, found[2] + step, found[3] + step)
    width = min(LARGEST_SIDE_PX, math.ceil((wanted[2] - wanted[0]) / step) + 1)
    height = min(LARGEST_SIDE_PX, math.ceil((wanted[3] - wanted[1]) / step) + 1)
    # Pixels of the picture lie on pixels of the screen: drawn at its own scale it is not smoothed.
    left = min_x + math.floor((wanted[0] - min_x) / step) * step
    top = max_y + math.ceil((wanted[3] - max_y) / step) * step
    return Part((left, top - height * step, left + width * step, top), width, height)


def part_of_whole(bounds: Bounds) -> Part:
    """Return a coarse part that shows all there is."""
    wide, high = max(bounds[2] - bounds[0], 1e-3), max(bounds[3] - bounds[1], 1e-3)
    step = max(wide, high) / WHOLE_PX
    width, height = max(1, math.ceil(wide / step)), max(1, math.ceil(high / step))
    return Part((bounds[0], bounds[3] - height * step, bounds[0] + width * step, bounds[3]), width, height)


def is_same_scale(one: float, other: float) -> bool:
    """Say whether two scales are so near that one picture does for both."""
    return abs(math.log2(one / other)) < 1 / _STEPS_A_DOUBLING


def covers(outer: Bounds, inner: Bounds) -> bool:
    """Say whether one part lies in another."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def common(one: Bounds, other: Bounds | None) -> Bounds | None:
    """Return what two parts have in common (None: everything), None for nothing."""
    if other is None:
        return one
    low_x, low_y = max(one[0], other[0]), max(one[1], other[1])
    high_x, high_y = min(one[2], other[2]), min(one[3], other[3])
    return (low_x, low_y, high_x, high_y) if low_x < high_x and low_y < high_y else None


def meets(one: Bounds, other: Bounds) -> bool:
    """Say whether two parts have anything in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def image_of(rgba: npt.NDArray[np.uint8]) -> QImage:
    """Return pixels (rows, columns, 4: red, green, blue, alpha, not premultiplied) as a picture of Qt."""
    rows, columns = rgba.shape[:2]
    pixels = np.ascontiguousarray(rgba)
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
