"""Many points as numbers a cell: cells that stay where they are on the ground, squares with readable counts.

Knows arrays and metres; nothing of painters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from gui.canvas.camera import Bounds

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class DensityGrid:
    """Number of points a square cell.

    Attributes
    ----------
    counts : ndarray of int64, shape (rows, columns)
        Row 0 is the southernmost.
    row0, column0 : int
        Cell (r, c) covers y from ``(row0 + r)·cell_m`` and x from ``(column0 + c)·cell_m``, one cell each.
    cell_m : float
        Side of a cell in metres.
    """

    counts: IntArray
    row0: int
    column0: int
    cell_m: float

    @property
    def bounds(self) -> Bounds:
        """Return min x, min y, max x, max y in metres."""
        rows, columns = self.counts.shape
        return (
            self.column0 * self.cell_m,
            self.row0 * self.cell_m,
            (self.column0 + columns) * self.cell_m,
            (self.row0 + rows) * self.cell_m,
        )

    @property
    def total(self) -> int:
        """Return the number of points in all cells."""
        return int(self.counts.sum())

    def window(self, bounds: Bounds) -> DensityGrid:
        """Return the cells that meet `bounds`."""
        rows, columns = self.counts.shape
        low_c, high_c = _span(bounds[0], bounds[2], self.cell_m, self.column0, columns)
        low_r, high_r = _span(bounds[1], bounds[3], self.cell_m, self.row0, rows)
        return DensityGrid(
            self.counts[low_r:high_r, low_c:high_c], self.row0 + low_r, self.column0 + low_c, self.cell_m
        )


@dataclass(frozen=True)
class Squares:
    """Cells gathered into larger squares, for numbers that can be read.

    Attributes
    ----------
    counts : ndarray of int64, shape (rows, columns)
    x, y : ndarray of float64, shape (rows, columns), metres
        Middle of the points of each square (by cell), NaN where there are none.
    row0, column0 : int
        Number of the first square, counted from the origin of the system.
    side_m : float
    """

    counts: IntArray
    x: FloatArray
    y: FloatArray
    row0: int
    column0: int
    side_m: float

    def count_at(self, x: float, y: float) -> int:
        """Return how many points the square around a place (metres) holds."""
        row, column = math.floor(y / self.side_m) - self.row0, math.floor(x / self.side_m) - self.column0
        rows, columns = self.counts.shape
        return int(self.counts[row, column]) if 0 <= row < rows and 0 <= column < columns else 0


def count_cells(x: FloatArray, y: FloatArray, cell_m: float, together: IntArray | None = None) -> DensityGrid:
    """Count points by cells whose edges are multiples of `cell_m`.

    Points strewn too widely for four million cells get cells twice as large, and so on.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,), metres
    cell_m : float
        Side of a cell in metres.
    together : ndarray of int64, shape (n,), optional
        How many points stand at each place; one where it is left out.

    Examples
    --------
    >>> import numpy as np
    >>> grid = count_cells(np.array([1.0, 9.0, 11.0]), np.array([5.0, 5.0, 5.0]), 10.0)
    >>> grid.counts.tolist(), grid.row0, grid.column0
    ([[2, 1]], 0, 0)
    """
    if len(x) == 0:
        return DensityGrid(np.zeros((0, 0), np.int64), 0, 0, cell_m)
    while True:
        column0, row0 = math.floor(x.min() / cell_m), math.floor(y.min() / cell_m)
        columns = math.floor(x.max() / cell_m) - column0 + 1
        rows = math.floor(y.max() / cell_m) - row0 + 1
        if rows * columns <= MOST_CELLS:
            break
        cell_m *= 2
    column = np.floor(x / cell_m).astype(np.int64) - column0
    row = np.floor(y / cell_m).astype(np.int64) - row0
    cell = row * columns + column
    counts = np.bincount(cell, together, minlength=rows * columns).reshape(rows, columns)
    return DensityGrid(counts.astype(np.int64, copy=False), row0, column0, cell_m)


def gather(grid: DensityGrid, cells: int) -> Squares:
    """Gather cells into squares of `cells` × `cells` whose edges do not depend on the window."""
    rows, columns = grid.counts.shape
    side = grid.cell_m * cells
    if rows == 0 or columns == 0:
        nothing = np.zeros((0, 0))
        return Squares(nothing.astype(np.int64), nothing, nothing, 0, 0, side)
    starts_r, first_r = _starts(grid.row0, rows, cells)
    starts_c, first_c = _starts(grid.column0, columns, cells)

    def summed(values: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        half = np.add.reduceat(values, starts_r, axis=0)
        return np.add.reduceat(half, starts_c, axis=1)

    counts = summed(grid.counts)
    middle_x = (grid.column0 + np.arange(columns) + 0.5) * grid.cell_m
    middle_y = (grid.row0 + np.arange(rows) + 0.5) * grid.cell_m
    with np.errstate(invalid="ignore", divide="ignore"):
        x = summed(grid.counts * middle_x[None, :]) / counts
        y = summed(grid.counts * middle_y[:, None]) / counts
    return Squares(counts, x, y, first_r, first_c, side)


def _starts(first: int, count: int, cells: int) -> tuple[npt.NDArray[np.intp], int]:
    square = (first + np.arange(count)) // cells
    return np.flatnonzero(np.diff(square, prepend=square[0] - 1)), int(square[0])


def _span(low: float, high: float, cell_m: float, first: int, count: int) -> tuple[int, int]:
    begin = min(max(math.floor(low / cell_m) - first, 0), count)
    end = min(max(math.ceil(high / cell_m) - first, begin), count)
    return begin, end
