"""Draws the points of a layer: one symbol each while they can be told apart, numbers a cell when they cannot.

Knows arrays of metres and a symbol; never what a point stands for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from gui.canvas.camera import Bounds
from gui.canvas.content import MapContent
from gui.canvas.density import DensityGrid, Squares, gather
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from gui.canvas.items.symbols import Fragments, badge, draw_badges, stamp_of
from gui.canvas.point_cloud import PointCloud
from layers.layer import Layer
from layers.style import Symbol
from layers.words import Words

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MOST_SYMBOLS = 20_000  # beyond this in view, points are counted by cells
FAN_FROM_M_PER_PX = 40.0  # about 1:150,000: closer than this, points of one place are spread out
MARGIN_PX = 24.0
CELL_PX = 6.0
CELLS_A_COUNT = 16  # side of the square whose count is written, in cells: a power of two
BADGE_ROOM_PX = 44.0  # of the counts in a square of this side only the largest is written


@dataclass(frozen=True)
class Drawn:
    """Where symbols stand in the last picture, for hits: logical pixels and places in the cloud."""

    x: FloatArray
    y: FloatArray
    place: IntArray


class PointsItem(CanvasItem):
    """The points of one layer."""

    #: Whether points known only by village or commune are hollow and gathered with a count.
    tells_position: ClassVar[bool] = True

    def __init__(self, z: float = 10.0) -> None:
        super().__init__(z)
        self.symbol = Symbol()
        self._words: Words | None = None
        self.cloud: PointCloud | None = None
        self.drawn: Drawn | Squares | None = None
        self._fragments = Fragments()

    def set_cloud(self, cloud: PointCloud | None) -> None:
        """Take other points."""
        self.cloud, self.drawn = cloud, None
        self.update()

    def set_symbol(self, symbol: Symbol) -> None:
        """Take another look."""
        self.symbol = symbol
        self.update()

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take the rows that the layer shows."""
        self._words = content.words
        rows = content.rows_of(layer)
        has_places = rows is not None and {"x", "y"} <= set(rows.columns)
        cloud = PointCloud.of(rows, content.anchors) if rows is not None and has_places else None
        self.set_cloud(cloud if cloud is None or self.tells_position else cloud.as_exact())

    def take_style(self, layer: Layer) -> None:
        """Take the symbol of the layer."""
        self.set_symbol(layer.style.symbol or Symbol())

    @property
    def symbol_px(self) -> float:
        """Return the diameter of the symbol in logical pixels."""
        return self.symbol.size_pt * UNIT_PT

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw one picture and remember where everything stands."""
        self.drawn = None
        if self.cloud is None or len(self.cloud) == 0:
            return
        if len(self.cloud) > MOST_SYMBOLS:
            grid = self._counted(frame)
            if grid is not None:
                self.drawn = self._draw_density(painter, frame, grid)
                return
        self.drawn = self._placed(frame)
        self._draw_symbols(painter, frame, self.drawn)
        self._draw_counts(painter, frame, self.drawn)

    # -- single symbols --------------------------------------------------------------------------

    def _placed(self, frame: Frame) -> Drawn:
        cloud, camera = self.cloud, frame.camera
        assert cloud is not None
        place = cloud.inside(_grown(camera.bounds, MARGIN_PX * camera.m_per_px))
        fanned = camera.m_per_px <= FAN_FROM_M_PER_PX
        if not fanned:
            place = place[cloud.rank[place] == 0]
        x, y = camera.to_screen(cloud.x[place], cloud.y[place])
        if fanned:
            dx, dy = cloud.fan_px(self.symbol_px * 1.15, place)
            x, y = x + dx, y + dy
        return Drawn(x, y, place)

    def _draw_symbols(self, painter: QPainter, frame: Frame, drawn: Drawn) -> None:
        assert self.cloud is not None
        painter.save()
        painter.scale(1 / frame.dpr, 1 / frame.dpr)
        stamp = stamp_of(self.symbol, frame.dpr)
        hollow = self.cloud.approximate[drawn.place]
        self._fragments.draw(painter, stamp, drawn.x * frame.dpr, drawn.y * frame.dpr, hollow)
        painter.restore()

    def _draw_counts(self, painter: QPainter, frame: Frame, drawn: Drawn) -> None:
        """Write how many points one hollow symbol stands for."""
        assert self.cloud is not None
        together = self.cloud.together[drawn.place]
        several = np.flatnonzero((together > 1) & (self.cloud.rank[drawn.place] == 0))
        if len(several) == 0:
            return
        several = several[_not_crowded(drawn.x[several], drawn.y[several], together[several])]
        pixmaps = [self._badge(count, frame.dpr) for count in together[several].tolist()]
        lift = self.symbol_px * 0.5 + 5.0
        draw_badges(painter, pixmaps, drawn.x[several] + lift, drawn.y[several] - lift, frame.dpr)

    # -- density ---------------------------------------------------------------------------------

    def _counted(self, frame: Frame) -> DensityGrid | None:
        """Return the cells of the view when it holds too many points for single symbols."""
        assert self.cloud is not None
        cell_m = 2.0 ** math.ceil(math.log2(CELL_PX * frame.camera.m_per_px))
        grid = self.cloud.grid(cell_m).window(frame.camera.bounds)
        return grid if grid.total > MOST_SYMBOLS else None

    def _draw_density(self, painter: QPainter, frame: Frame, grid: DensityGrid) -> Squares:
        (left, right), (bottom, top) = frame.camera.to_screen(grid.bounds[0::2], grid.bounds[1::2])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        target = QRectF(float(left), float(top), float(right - left), float(bottom - top))
        painter.drawImage(target, density_image(grid.counts, self.symbol.colour))
        squares = gather(grid, CELLS_A_COUNT)
        full = squares.counts > 0
        px, py = frame.camera.to_screen(squares.x[full], squares.y[full])
        pixmaps = [self._badge(count, frame.dpr) for count in squares.counts[full].tolist()]
        draw_badges(painter, pixmaps, px, py, frame.dpr)
        return squares

    def _badge(self, count: int, dpr: float) -> QPixmap:
        text = self._words.number(count) if self._words is not None else str(count)
        return badge(text, self.theme.halo, self.symbol.colour, dpr)

    # -- hits ------------------------------------------------------------------------------------

    def point_at(self, px: float, py: float, reach_px: float) -> tuple[int, float] | None:
        """Return the place in the cloud of the nearest symbol within reach, and its distance in pixels."""
        if not isinstance(self.drawn, Drawn) or len(self.drawn.x) == 0:
            return None
        reach = reach_px + self.symbol_px / 2
        close = np.flatnonzero((np.abs(self.drawn.x - px) <= reach) & (np.abs(self.drawn.y - py) <= reach))
        if len(close) == 0:
            return None
        away = np.hypot(self.drawn.x[close] - px, self.drawn.y[close] - py)
        nearest = len(close) - 1 - int(np.argmin(away[::-1]))  # of equals the last drawn, which lies on top
        if away[nearest] > reach:
            return None
        return int(self.drawn.place[close[nearest]]), float(away[nearest])

    def count_at(self, x: float, y: float) -> int:
        """Return how many points the square around a place (metres) holds, where points are only counted."""
        return self.drawn.count_at(x, y) if isinstance(self.drawn, Squares) else 0


class VillagesItem(PointsItem):
    """Villages: the place of a village is the village itself, however well it is known."""

    tells_position = False


def density_image(counts: IntArray, colour: str) -> QImage:
    """Return a picture of one pixel a cell: the more points, the denser the colour; empty cells are clear.

    The scale is logarithmic, for one full cell must not make all the others vanish; north is up.
    """
    rows, columns = counts.shape
    base = QColor(colour)
    most = max(1, int(counts.max(initial=0)))
    share = np.log1p(counts[::-1]) / np.log1p(most)
    alpha = np.where(counts[::-1] > 0, 70 + 175 * share, 0).astype(np.uint32)
    pixels = alpha << 24
    for shift, part in ((16, base.red()), (8, base.green()), (0, base.blue())):
        pixels |= (alpha * part // 255) << shift
    pixels = np.ascontiguousarray(pixels.astype(np.uint32))
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # Qt does not keep the array alive


def _not_crowded(x: FloatArray, y: FloatArray, counts: IntArray) -> npt.NDArray[np.intp]:
    """Return the places of the largest count of each square of the screen."""
    order = np.argsort(-counts, kind="stable")
    square = np.floor(x[order] / BADGE_ROOM_PX) * 100_000 + np.floor(y[order] / BADGE_ROOM_PX)
    _, first = np.unique(square, return_index=True)
    return order[np.sort(first)]


def _grown(bounds: Bounds, by: float) -> Bounds:
    return (bounds[0] - by, bounds[1] - by, bounds[2] + by, bounds[3] + by)
