"""Points of one layer as arrays: where they are drawn and which of them stand at one place.

Knows frames and metres; nothing of symbols, painters or widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from exports.points import place_points
from gui.canvas.camera import PROVINCE_BOUNDS, Bounds
from gui.canvas.density import DensityGrid, count_cells

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_FAR_M = 1_000_000.0  # what lies farther from the province can never come into view


@dataclass(frozen=True)
class PointCloud:
    """Points that can be drawn; rows without any place are left out and counted.

    Attributes
    ----------
    ids : ndarray of object, shape (n,)
    x, y : ndarray of float64, shape (n,), metres
    approximate : ndarray of bool, shape (n,)
        Known only by village or commune.
    rank : ndarray of int, shape (n,)
        0 for the first of the points at one approximate place, then 1, 2, …; 0 for exact points.
    together : ndarray of int, shape (n,)
        How many approximate points stand at the place of this one; 1 for exact points.
    unplaced : int
        Rows without a usable position.
    """

    ids: npt.NDArray[np.object_]
    x: FloatArray
    y: FloatArray
    approximate: BoolArray
    rank: IntArray
    together: IntArray
    unplaced: int = 0
    _grids: dict[float, DensityGrid] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, rows: pd.DataFrame, anchors: Mapping[str, tuple[float, float]] | None = None) -> PointCloud:
        """Take the rows of a layer.

        Parameters
        ----------
        rows : DataFrame
            Index id; columns x, y (metres), and where there are any position and commune_code.
        anchors : mapping of str to (float, float), optional
            Commune code → where points known only by commune are drawn, metres.
        """
        x, y, approximate = place_points(rows, anchors or {})
        min_x, min_y, max_x, max_y = PROVINCE_BOUNDS
        with np.errstate(invalid="ignore"):
            placed = np.isfinite(x) & np.isfinite(y)
            placed &= (
                (x > min_x - _FAR_M) & (x < max_x + _FAR_M) & (y > min_y - _FAR_M) & (y < max_y + _FAR_M)
            )
        x, y, approximate = x[placed], y[placed], approximate[placed]
        rank, together = _ranks(x, y, approximate)
        ids = np.asarray(rows.index.astype(object), dtype=object)[placed]
        return cls(ids, x, y, approximate, rank, together, unplaced=int((~placed).sum()))

    def as_exact(self) -> PointCloud:
        """Return the cloud with every point drawn where it stands."""
        nothing = np.zeros(len(self), np.int64)
        return replace(self, approximate=nothing.astype(bool), rank=nothing, together=nothing + 1)

    def __len__(self) -> int:
        return len(self.x)

    def fan_px(self, spacing: float, place: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return by how many pixels points are moved so that those of one place lie side by side.

        A sunflower spiral: the first stays, the others surround it at about `spacing` pixels.
        """
        rank = self.rank[place]
        radius = spacing * np.sqrt(rank)
        angle = rank * _GOLDEN_ANGLE
        return radius * np.cos(angle), radius * np.sin(angle)

    def inside(self, bounds: Bounds) -> IntArray:
        """Return the places (ascending) of the points within bounds."""
        hit = (self.x >= bounds[0]) & (self.x <= bounds[2]) & (self.y >= bounds[1]) & (self.y <= bounds[3])
        return np.flatnonzero(hit)

    def grid(self, cell_m: float) -> DensityGrid:
        """Return (and keep) the number of points a cell for a cell size; see `count_cells`."""
        known = self._grids.get(cell_m)
        if known is None:
            known = self._grids[cell_m] = count_cells(self.x, self.y, cell_m)
        return known


def _ranks(x: FloatArray, y: FloatArray, approximate: BoolArray) -> tuple[IntArray, IntArray]:
    rank, together = np.zeros(len(x), np.int64), np.ones(len(x), np.int64)
    chosen = np.flatnonzero(approximate)
    if len(chosen) == 0:
        return rank, together
    order = np.lexsort((y[chosen], x[chosen]))
    sorted_x, sorted_y = x[chosen][order], y[chosen][order]
    begins = np.ones(len(order), bool)
    begins[1:] = (sorted_x[1:] != sorted_x[:-1]) | (sorted_y[1:] != sorted_y[:-1])
    starts = np.flatnonzero(begins)
    sizes = np.diff(np.append(starts, len(order)))
    rank[chosen[order]] = np.arange(len(order)) - np.repeat(starts, sizes)
    together[chosen[order]] = np.repeat(sizes, sizes)
    return rank, together
