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

from exports.point_looks import density_colours
from gui.canvas.camera import Bounds
from gui.canvas.content import MapContent
from gui.canvas.density import DensityGrid, Squares, gather
from gui.canvas.items.base import UNIT_PT, CanvasItem, Frame
from gui.canvas.items.looks import CloudLooks, CloudNames, is_plain, styled_cloud
from gui.canvas.items.symbols import Fragments, atlas_of, badge, draw_badges, stamp_of
from gui.canvas.point_cloud import PointCloud
from layers.layer import Layer
from layers.renderers import Density
from layers.style import Style, Symbol
from layers.words import Words

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
LookArray = npt.NDArray[np.int16]

MOST_SYMBOLS = 20_000  # beyond this in view, points are counted by cells
FAN_FROM_M_PER_PX = 40.0  # about 1:150,000: closer than this, points of one place are spread out
MARGIN_PX = 24.0
CELL_PX = 6.0
CELLS_A_COUNT = 16  # side of the square whose count is written, in cells: a power of two
COUNT_ROOM_PX = 64.0  # side of the square of a density whose count is written
BADGE_ROOM_PX = 44.0  # of the counts in a square of this side only the largest is written


@dataclass(frozen=True)
class Drawn:
    """Where symbols stand in the last picture: logical pixels, places in the cloud, which symbol."""

    x: FloatArray
    y: FloatArray
    place: IntArray
    look: LookArray | None = None


def is_fanned(m_per_px: float) -> bool:
    """Say whether points of one place are spread out at this scale."""
    return m_per_px <= FAN_FROM_M_PER_PX


class PointsItem(CanvasItem):
    """The points of one layer."""

    #: Whether points known only by village or commune are hollow and gathered with a count.
    tells_position: ClassVar[bool] = True

    def __init__(self, z: float = 10.0) -> None:
        super().__init__(z)
        self.symbol = Symbol()
        self.looks: CloudLooks | None = None
        self.names: CloudNames | None = None
        self._density: Density | None = None
        self._style = Style()
        self._content: MapContent | None = None
        self._words: Words | None = None
        self.cloud: PointCloud | None = None
        self.drawn: Drawn | Squares | None = None
        self._fragments = Fragments()

    def set_cloud(
        self, cloud: PointCloud | None, looks: CloudLooks | None = None, names: CloudNames | None = None
    ) -> None:
        """Take other points, their looks where they do not all look alike, and their names, if any."""
        self.cloud, self.looks, self.names, self.drawn = cloud, looks, names, None
        self.update()

    def set_symbol(self, symbol: Symbol) -> None:
        """Take another look."""
        self.symbol = symbol
        self.update()

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take the rows that the layer shows."""
        self._words, self._content = content.words, content
        rows = content.rows_of(layer)
        if rows is None or not {"x", "y"} <= set(rows.columns):
            self.set_cloud(None)
        else:
            self.set_cloud(*styled_cloud(layer, content, rows, tells_position=self.tells_position))

    def take_style(self, layer: Layer) -> None:
        """Take symbol and classes of the layer; rows are sorted anew only where these changed."""
        before, style = self._style, layer.style
        self._style = style
        self._density = style.renderer if isinstance(style.renderer, Density) else None
        self.set_symbol(style.symbol or Symbol())
        is_same = before == style or (is_plain(before) and is_plain(style) and before.labels == style.labels)
        if self._content is not None and not is_same:
            self.take_rows(layer, self._content)

    @property
    def symbol_px(self) -> float:
        """Return the diameter of the symbol in logical pixels."""
        return self.symbol.size_pt * UNIT_PT

    @property
    def fan_px(self) -> float:
        """Return how far apart points of one place are spread, in logical pixels."""
        return self.symbol_px * 1.15

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw one picture and remember where everything stands."""
        self.drawn = None
        if self.cloud is None or len(self.cloud) == 0:
            return
        if self._density is not None or len(self.cloud) > MOST_SYMBOLS:
            grid = self._counted(frame)
            if grid is not None:
                self.drawn = self._draw_density(painter, frame, grid)
                return
        self.drawn = self._placed(frame)
        self.draw_points(painter, frame, self.drawn)

    # -- single symbols --------------------------------------------------------------------------

    def _placed(self, frame: Frame) -> Drawn:
        cloud, camera = self.cloud, frame.camera
        assert cloud is not None
        place = cloud.inside(_grown(camera.bounds, MARGIN_PX * camera.m_per_px))
        fanned = is_fanned(camera.m_per_px)
        place = cloud.apart(place, is_fanned=fanned)
        x, y = camera.to_screen(cloud.x[place], cloud.y[place])
        if fanned:
            dx, dy = cloud.fan_px(self.fan_px, place)
            x, y = x + dx, y + dy
        if self.looks is None:
            return Drawn(x, y, place)
        gathered = cloud.gathered(place, is_fanned=fanned)
        look = np.where(gathered, self.looks.gathered[place], self.looks.own[place])
        order = np.argsort(look, kind="stable")
        return Drawn(x[order], y[order], place[order], look[order])

    def draw_points(self, painter: QPainter, frame: Frame, drawn: Drawn) -> None:
        """Draw symbols, with the counts of those that stand for several points."""
        self._draw_symbols(painter, frame, drawn)
        self._draw_counts(painter, frame, drawn)

    def _draw_symbols(self, painter: QPainter, frame: Frame, drawn: Drawn) -> None:
        assert self.cloud is not None
        painter.save()
        painter.scale(1 / frame.dpr, 1 / frame.dpr)
        hollow = self.cloud.approximate[drawn.place]
        x, y = drawn.x * frame.dpr, drawn.y * frame.dpr
        if drawn.look is None or self.looks is None:
            self._fragments.draw(painter, stamp_of(self.symbol, frame.dpr), x, y, hollow)
        else:
            atlas = atlas_of(self.looks.symbols, frame.dpr)
            self._fragments.draw_looks(painter, atlas, x, y, hollow, drawn.look)
        painter.restore()

    def stands_for_many(self, drawn: Drawn) -> npt.NDArray[np.bool_]:
        """Say of each symbol of the last picture whether it stands for several points."""
        assert self.cloud is not None
        assert self.frame is not None
        return self.cloud.gathered(drawn.place, is_fanned=is_fanned(self.frame.camera.m_per_px))

    def sizes_px(self, drawn: Drawn) -> FloatArray:
        """Return the diameter of each symbol of the last picture in logical pixels."""
        if drawn.look is None or self.looks is None:
            return np.full(len(drawn.x), self.symbol_px)
        return np.array([symbol.size_pt * UNIT_PT for symbol in self.looks.symbols])[drawn.look]

    def size_px_at(self, place: int) -> float:
        """Return the diameter of the symbol that shows a point of the cloud: of circles, that of its own."""
        assert self.cloud is not None
        if self.looks is None or self.frame is None:
            return self.symbol_px
        one = np.array([place])
        is_fan = is_fanned(self.frame.camera.m_per_px)
        is_gathered = bool(self.cloud.gathered(one, is_fanned=is_fan)[0])
        look = (self.looks.gathered if is_gathered else self.looks.own)[place]
        return self.looks.symbols[look].size_pt * UNIT_PT

    def _draw_counts(self, painter: QPainter, frame: Frame, drawn: Drawn) -> None:
        """Write how many points one hollow symbol stands for."""
        assert self.cloud is not None
        together = self.cloud.together[drawn.place]
        several = np.flatnonzero((together > 1) & (self.cloud.rank[drawn.place] == 0))
        if len(several) == 0:
            return
        several = several[_not_crowded(drawn.x[several], drawn.y[several], together[several])]
        pixmaps = [self._badge(count, frame.dpr) for count in together[several].tolist()]
        # Beside a small symbol, at the upper right of a large circle.
        size = self.sizes_px(drawn)[several]
        lift = np.minimum(size * 0.5, size * 0.36 + 2.0) + 5.0
        draw_badges(painter, pixmaps, drawn.x[several] + lift, drawn.y[several] - lift, frame.dpr)

    # -- density ---------------------------------------------------------------------------------

    def _counted(self, frame: Frame) -> DensityGrid | None:
        """Return the cells of the view of a density, or where it holds too many points for single symbols."""
        assert self.cloud is not None
        cell_m = 2.0 ** math.ceil(math.log2(self._least_cell_px * frame.camera.m_per_px))
        grid = self.cloud.grid(cell_m).window(frame.camera.bounds)
        return grid if self._density is not None or grid.total > MOST_SYMBOLS else None

    @property
    def _least_cell_px(self) -> float:
        return CELL_PX if self._density is None else max(3.0, self._density.cell_pt * UNIT_PT)

    def _draw_density(self, painter: QPainter, frame: Frame, grid: DensityGrid) -> Squares:
        (left, right), (bottom, top) = frame.camera.to_screen(grid.bounds[0::2], grid.bounds[1::2])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        target = QRectF(float(left), float(top), float(right - left), float(bottom - top))
        density, cells = self._density, CELLS_A_COUNT
        if density is None or self.cloud is None:
            image = density_image(grid.counts, self.symbol.colour)
        else:
            # Colours mean the same wherever one looks: the scale is that of all cells, not of those in view.
            largest = int(self.cloud.grid(grid.cell_m).counts.max(initial=1))
            image = palette_image(grid.counts, density, largest)
            cells = max(1, 2 ** round(math.log2(COUNT_ROOM_PX * frame.camera.m_per_px / grid.cell_m)))
        painter.drawImage(target, image)
        squares = gather(grid, cells)
        self.draw_square_counts(painter, frame, squares)
        return squares

    def draw_square_counts(self, painter: QPainter, frame: Frame, squares: Squares) -> None:
        """Write how many points each square holds, where the density is to carry numbers."""
        if self._density is not None and not self._density.counts:
            return
        full = squares.counts > 0
        px, py = frame.camera.to_screen(squares.x[full], squares.y[full])
        pixmaps = [self._badge(count, frame.dpr) for count in squares.counts[full].tolist()]
        draw_badges(painter, pixmaps, px, py, frame.dpr)

    def _badge(self, count: int, dpr: float) -> QPixmap:
        text = self._words.number(count) if self._words is not None else str(count)
        return badge(text, self.theme.halo, self.symbol.colour, dpr)

    # -- hits ------------------------------------------------------------------------------------

    def point_at(self, px: float, py: float, reach_px: float) -> tuple[int, float] | None:
        """Return the place in the cloud of the nearest symbol within reach, and its distance in pixels."""
        if not isinstance(self.drawn, Drawn) or len(self.drawn.x) == 0:
            return None
        reach = reach_px + self.sizes_px(self.drawn) / 2
        close = np.flatnonzero((np.abs(self.drawn.x - px) <= reach) & (np.abs(self.drawn.y - py) <= reach))
        if len(close) == 0:
            return None
        away = np.hypot(self.drawn.x[close] - px, self.drawn.y[close] - py)
        nearest = len(close) - 1 - int(np.argmin(away[::-1]))  # of equals the last drawn, which lies on top
        if away[nearest] > reach[close[nearest]]:
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


def palette_image(counts: IntArray, density: Density, largest: int) -> QImage:
    """Return a picture of one pixel a cell in the colours of a density; empty cells are clear."""
    rows, columns = counts.shape
    colours, place = density_colours(density, counts[::-1], largest)
    table = np.array([0, *(QColor(colour).rgba() for colour in colours)], np.uint32)
    pixels = np.ascontiguousarray(table[place + 1])
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
