"""Points of one layer as arrays: where they are drawn and which of them stand at one place.

Knows frames and metres; nothing of symbols, painters or widgets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from exports.points import place_points
from gui.canvas.camera import PROVINCE_BOUNDS, Bounds
from gui.canvas.density import DensityGrid, count_cells

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

MOST_FANNED = 400  # points of one place that are spread out; a larger crowd would fill the view

_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
_FAR_M = 1_000_000.0  # what lies farther from the province can never come into view
_KEY_ROOM = 1 << 31  # twice the centimetres of any northing that is left, and more


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
        0 for the first of the points at one place, then 1, 2, …; exact and approximate ones apart.
    together : ndarray of int, shape (n,)
        How many points stand at the place of this one, itself among them.
    first : ndarray of int, shape (n,)
        Where in the cloud the point of rank 0 at the same place is.
    row : ndarray of int, shape (n,)
        Which row of the frame each point was taken from.
    from_west : ndarray of int, shape (n,)
        The places of the points from west to east; those that stand together follow each other.
    eastings : ndarray of float64, shape (n,), metres
        x in that order.
    unplaced : int
        Rows without a usable position.
    """

    ids: npt.NDArray[np.object_]
    x: FloatArray
    y: FloatArray
    approximate: BoolArray
    rank: IntArray
    together: IntArray
    first: IntArray
    row: IntArray
    from_west: IntArray
    eastings: FloatArray
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
        ids = np.asarray(rows.index.astype(object), dtype=object)[placed]
        return cls._made(ids, x, y, approximate, np.flatnonzero(placed), int((~placed).sum()))

    @classmethod
    def _made(
        cls,
        ids: npt.NDArray[np.object_],
        x: FloatArray,
        y: FloatArray,
        approximate: BoolArray,
        row: IntArray,
        unplaced: int,
    ) -> PointCloud:
        order, begins = _in_order(x, y, approximate)
        sizes = np.diff(np.append(begins, len(order)))
        rank, together, first = (np.empty(len(x), np.int64) for _ in range(3))
        rank[order] = np.arange(len(order)) - np.repeat(begins, sizes)
        together[order] = np.repeat(sizes, sizes)
        first[order] = np.repeat(order[begins], sizes)
        return cls(ids, x, y, approximate, rank, together, first, row, order, x[order], unplaced)

    def as_exact(self) -> PointCloud:
        """Return the cloud with no point known only roughly; those at one place are gathered all the same."""
        exact = np.zeros(len(self), bool)
        return self._made(self.ids, self.x, self.y, exact, self.row, self.unplaced)

    @cached_property
    def index(self) -> pd.Index:
        """The ids as an index; looking up many of them is quick from the second time on."""
        return pd.Index(self.ids, dtype="str")

    @cached_property
    def _places(self) -> tuple[FloatArray, FloatArray, IntArray | None]:
        """What is counted by cells: a crowd at one place as one place, once and not in every new scale.

        Where most points stand alone, all of them without numbers: that is counted faster.
        """
        lead = np.flatnonzero(self.rank == 0)
        if 2 * len(lead) > len(self):
            return self.x, self.y, None
        return self.x[lead], self.y[lead], self.together[lead]

    def places_of(self, ids: pd.Index) -> IntArray:
        """Return the places (ascending) of the points of these ids; those that are not here are left out.

        Examples
        --------
        >>> rows = pd.DataFrame({"x": [5e5, 5e5], "y": [2.3e6, 2.4e6]}, index=["a", "b"])
        >>> PointCloud.of(rows).places_of(pd.Index(["b", "z"])).tolist()
        [1]
        """
        if len(ids) == 0 or len(self) == 0:
            return np.empty(0, np.int64)
        found = self.index.get_indexer(ids.astype("str"))
        return np.sort(found[found >= 0]).astype(np.int64)

    def at_place_of(self, place: int) -> IntArray:
        """Return the places of all points that stand where this one stands, itself among them."""
        if self.together[place] == 1:
            return np.array([place], np.int64)
        return np.flatnonzero(self.first == self.first[place])

    def only_place_near(self, x: float, y: float, reach_m: float) -> int | None:
        """Return the first point at the one place within reach (metres), None for no place or several."""
        west, east = np.searchsorted(self.eastings, [x - reach_m, x + reach_m])
        near = self.from_west[west:east]
        near = near[np.abs(self.y[near] - y) <= reach_m]
        firsts = self.first[near]
        return int(firsts[0]) if len(firsts) and (firsts == firsts[0]).all() else None

    def __len__(self) -> int:
        return len(self.x)

    def fan_px(self, spacing: float, place: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return by how many pixels points are moved so that those of one place lie side by side.

        A sunflower spiral: the first stays, the others surround it at about `spacing` pixels.
        """
        rank = np.where(self.together[place] <= MOST_FANNED, self.rank[place], 0)
        radius = spacing * np.sqrt(rank)
        angle = rank * _GOLDEN_ANGLE
        return radius * np.cos(angle), radius * np.sin(angle)

    def apart(self, place: IntArray, *, is_fanned: bool) -> IntArray:
        """Return those of some places whose point has a symbol of its own; the first stands for all others.

        Parameters
        ----------
        is_fanned : bool
            Whether points of one place are spread out at this scale. More than `MOST_FANNED` never are.
        """
        apart: IntArray = place[(self.rank[place] == 0) | ~self.gathered(place, is_fanned=is_fanned)]
        return apart

    def gathered(self, place: IntArray, *, is_fanned: bool) -> BoolArray:
        """Say of each place whether its point and others share one symbol at this scale."""
        together = self.together[place]
        return together > (MOST_FANNED if is_fanned else 1)

    def is_spread(self, place: int) -> bool:
        """Say whether a point has a symbol of its own once points of one place are spread out."""
        return bool(self.together[place] <= MOST_FANNED)

    def widest_fan_px(self, spacing: float) -> float:
        """Return how far from its place a symbol can be spread at the most, in pixels."""
        several = self.together[self.together <= MOST_FANNED]
        most = int(several.max(initial=1))
        return float(spacing * np.sqrt(most - 1))

    def inside(self, bounds: Bounds) -> IntArray:
        """Return the places (ascending) of the points within bounds."""
        hit = (self.x >= bounds[0]) & (self.x <= bounds[2]) & (self.y >= bounds[1]) & (self.y <= bounds[3])
        return np.flatnonzero(hit)

    def grid(self, cell_m: float) -> DensityGrid:
        """Return (and keep) the number of points a cell for a cell size; see `count_cells`."""
        known = self._grids.get(cell_m)
        if known is None:
            known = self._grids[cell_m] = count_cells(*self._places[:2], cell_m, self._places[2])
        return known


def _in_order(x: FloatArray, y: FloatArray, approximate: BoolArray) -> tuple[IntArray, IntArray]:
    """Return the order of points from west to east, those of one place together, and where places begin.

    Places are the same within a centimetre; a point known roughly is never at the place of an exact one.
    """
    # One whole number a place: sorting a million of them costs a quarter of sorting pairs.
    key = np.rint(x * 100).astype(np.int64) * _KEY_ROOM + np.rint(y * 100).astype(np.int64) * 2 + approximate
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    begins = np.flatnonzero(np.append(True, sorted_key[1:] != sorted_key[:-1])) if len(key) else order
    return order, begins
