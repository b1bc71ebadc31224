"""Marks what is selected: rings about points, a density of those only counted.

Knows the items that draw points and the places in their clouds; never what a point stands for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gui.canvas.density import DensityGrid, Squares, count_cells, gather
from gui.canvas.items.base import CanvasItem, Frame
from gui.canvas.items.points import CELL_PX, CELLS_A_COUNT, Drawn, PointsItem, density_image, is_fanned
from gui.canvas.items.symbols import INK, Fragments, Stamp, badge, draw_badges
from gui.canvas.point_cloud import PointCloud
from layers.layer import Layer
from layers.words import Words

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]
Shown = Iterable[tuple[Layer, PointsItem]]

ROOM_PX = 1.6  # between a symbol and its ring
LINE_PX = 2.0
RIM_PX = 1.2
COUNT_GAP_PX = 2.0  # the count of the selected stands below that of all


@dataclass(frozen=True)
class Marked:
    """The selected points of one cloud.

    Attributes
    ----------
    cloud : PointCloud
    mask : ndarray of bool, shape (n,)
        Which points of the cloud are selected.
    counts : ndarray of int64, shape (n,)
        At the first point of each place how many selected ones stand there, 0 at all others.
    leads : ndarray of int64
        Where `counts` is not 0.
    grids : dict of float to DensityGrid
        Selected points a cell, by the side of a cell in metres.
    """

    cloud: PointCloud
    mask: BoolArray
    counts: IntArray
    leads: IntArray
    grids: dict[float, DensityGrid]


class MarksItem(CanvasItem):
    """Rings about the selected points.

    Parameters
    ----------
    shown : callable
        Returns the layers of points that are shown, with their items, topmost first.
    words : callable
        Returns the texts of the language at hand.
    """

    def __init__(self, shown: Callable[[], Shown], words: Callable[[], Words], z: float = 70.0) -> None:
        super().__init__(z)
        self._shown = shown
        self._words = words
        self._selected: Mapping[str, pd.Index] = {}
        self._marked: dict[str, Marked] = {}
        self._fragments = Fragments()

    def set_selected(self, rows: Mapping[str, pd.Index]) -> None:
        """Ring these rows: table → ids."""
        self._selected = rows
        self._marked.clear()
        self.update()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw the rings where the points were drawn in this very picture."""
        for layer, item in reversed(list(self._shown())):
            if item.cloud is None:
                continue
            marked = self._marked_of(layer, item.cloud)
            if marked is not None and isinstance(item.drawn, Drawn):
                self._draw_rings(painter, frame, item, item.drawn, marked)
            elif marked is not None and item.drawn is not None:
                self._draw_density(painter, frame, item, item.drawn, marked)

    # -- selected --------------------------------------------------------------------------------

    def _marked_of(self, layer: Layer, cloud: PointCloud) -> Marked | None:
        """Return the selected points of a layer, looked up once a selection and cloud."""
        ids = self._selected.get(layer.table)
        if ids is None or len(ids) == 0:
            return None
        kept = self._marked.get(layer.id)
        if kept is None or kept.cloud is not cloud:
            places = cloud.places_of(ids)
            mask = np.zeros(len(cloud), bool)
            mask[places] = True
            counts = np.bincount(cloud.first[places], minlength=len(cloud))
            kept = self._marked[layer.id] = Marked(cloud, mask, counts, np.flatnonzero(counts), {})
        return kept if len(kept.leads) else None

    def _draw_rings(
        self, painter: QPainter, frame: Frame, item: PointsItem, drawn: Drawn, marked: Marked
    ) -> None:
        fanned = is_fanned(frame.camera.m_per_px)
        cloud, mask = marked.cloud, marked.mask
        is_marked = mask[drawn.place]
        gathered = cloud.gathered(drawn.place, is_fanned=fanned)
        if gathered.any():
            # One symbol stands for many: it is ringed when any of them is selected.
            is_marked = np.where(gathered, marked.counts[drawn.place] > 0, is_marked)
        look = None if drawn.look is None else drawn.look[is_marked]
        ringed = Drawn(drawn.x[is_marked], drawn.y[is_marked], drawn.place[is_marked], look)
        sizes = item.sizes_px(ringed)
        painter.save()
        painter.scale(1 / frame.dpr, 1 / frame.dpr)
        for size in np.unique(sizes).tolist():
            same = sizes == size
            stamp = ring(size, LINE_PX, INK, self.theme.halo, frame.dpr)
            x, y = ringed.x[same] * frame.dpr, ringed.y[same] * frame.dpr
            self._fragments.draw(painter, stamp, x, y, np.zeros(len(x), bool))
        painter.restore()
        # Once more, on top: no symbol may vanish under the ring of its neighbour.
        item.draw_points(painter, frame, ringed)

    def _draw_density(
        self, painter: QPainter, frame: Frame, item: PointsItem, squares: Squares, marked: Marked
    ) -> None:
        """Draw the selected as a density of their own in the accent colour, with their counts."""
        cell_m = 2.0 ** math.ceil(math.log2(CELL_PX * frame.camera.m_per_px))
        grid = marked.grids.get(cell_m)
        if grid is None:
            x, y = marked.cloud.x[marked.leads], marked.cloud.y[marked.leads]
            grid = marked.grids[cell_m] = count_cells(x, y, cell_m, marked.counts[marked.leads])
        window = grid.window(frame.camera.bounds)
        if window.total == 0:
            return
        (left, right), (bottom, top) = frame.camera.to_screen(window.bounds[0::2], window.bounds[1::2])
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        target = QRectF(float(left), float(top), float(right - left), float(bottom - top))
        painter.drawImage(target, density_image(window.counts, self.theme.accent))
        # Once more, on top: no count may vanish under the cells of the selected.
        item.draw_square_counts(painter, frame, squares)
        chosen = gather(window, CELLS_A_COUNT)
        full = chosen.counts > 0
        px, py = frame.camera.to_screen(chosen.x[full], chosen.y[full])
        words = self._words()
        pixmaps = [
            badge(
                words("canvas.selected_count", n=words.number(count)),
                self.theme.halo,
                self.theme.accent,
                frame.dpr,
            )
            for count in chosen.counts[full].tolist()
        ]
        below = pixmaps[0].deviceIndependentSize().height() + COUNT_GAP_PX
        draw_badges(painter, pixmaps, px, py + below, frame.dpr)


@lru_cache(maxsize=64)
def ring(around_px: float, line_px: float, colour: str, rim: str, dpr: float) -> Stamp:
    """Draw a ring about a symbol: a line between two light rims, which reads on any ground."""
    radius = (around_px / 2 + ROOM_PX) * dpr
    widest = (line_px + 2 * RIM_PX) * dpr
    side = 2 * math.ceil(radius + widest / 2) + 1
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    middle = QPointF(side / 2, side / 2)
    for tint, width in ((rim, widest), (colour, line_px * dpr)):
        painter.setPen(QPen(QColor(tint), width))
        painter.drawEllipse(middle, radius, radius)
    painter.end()
    return Stamp(pixmap, side)
