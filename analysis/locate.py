"""Which commune each point is in: exactly one (the lower code on borders and overlaps) or none.

Works on bare arrays and polygons in one metric CRS; knows nothing of layers' columns, filters or dates.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from analysis.stamp import boundaries_content
from layers.crs import require_metric

__all__ = ["HasGdf", "Locator", "locate"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

CELLS = 340_000
"""How many cells the label grid has: for Sơn La about 300 m a side, a tenth of them on a border."""

NOWHERE = np.int32(-1)
_TEST = np.int32(-2)
# An edge that runs along a cell's side belongs to both cells, whatever the rounding of the division.
_SLACK_M = 1e-3


class HasGdf(Protocol):
    """Anything that carries its communes as a GeoDataFrame, as `layers.boundaries.Boundaries` does."""

    @property
    def gdf(self) -> gpd.GeoDataFrame:
        """Communes, one row each, in a metric CRS."""


def locate(points_xy: npt.ArrayLike, boundaries: gpd.GeoDataFrame | HasGdf) -> IntArray:
    """Return the row of the commune of each point: the one-shot form of `Locator`.

    Parameters
    ----------
    points_xy : array_like of float, shape (n, 2), metres
        Easting and northing in the CRS of `boundaries`.
    boundaries : GeoDataFrame or object with `gdf`
        Communes in a metric CRS; their order of codes decides on borders and overlaps.

    Returns
    -------
    ndarray of int64, shape (n,)
        Position in `boundaries` (not the code), −1 outside all and for NaN or infinite points.

    Raises
    ------
    GeographicCrs
        The CRS is missing or in degrees.

    Examples
    --------
    >>> from shapely import box
    >>> areas = [box(0, 0, 9, 9), box(9, 0, 18, 9)]
    >>> squares = gpd.GeoDataFrame({"code": ["1", "2"]}, geometry=areas, crs=9206)
    >>> locate([[5, 5], [9, 5], [17, 5], [40, 5]], squares).tolist()
    [0, 0, 1, -1]
    """
    return Locator(boundaries).locate(points_xy)


class Locator:
    """Communes prepared for many points; built once per revision of the boundaries.

    A point belongs to a commune when the closed polygon (border included) holds it; of several, the one with
    the lowest code. A label grid answers for cells no border passes through; points in the other cells are
    tested against the polygons by GEOS, so that the answer is exact. Building costs O(vertices + cells),
    a point O(1) plus, in border cells, one or two tests of O(log vertices).

    Parameters
    ----------
    boundaries : GeoDataFrame or object with `gdf`
        Communes in a metric CRS; the column `code`, where there is one, gives the order, else the rows do.

    Attributes
    ----------
    gdf : GeoDataFrame
    geometries : ndarray of Geometry, shape (k,)
        In the order of the rows, prepared.
    area_m2 : ndarray of float64, shape (k,)
        Area of each polygon as drawn.

    Raises
    ------
    GeographicCrs
        The CRS is missing or in degrees.
    """

    def __init__(self, boundaries: gpd.GeoDataFrame | HasGdf) -> None:
        gdf = boundaries if isinstance(boundaries, gpd.GeoDataFrame) else boundaries.gdf
        require_metric(gdf.crs)
        self.gdf = gdf
        self.geometries = np.array(gdf.geometry.to_numpy(), dtype=object)
        shapely.prepare(self.geometries)
        self.area_m2: FloatArray = np.nan_to_num(shapely.area(self.geometries))
        codes = gdf["code"].astype(str).to_numpy() if "code" in gdf else np.arange(len(gdf))
        # Everything inside works on ranks, so that "lower code" is "smaller number".
        self._row_of_rank: IntArray = np.argsort(codes, kind="stable").astype(np.int64)
        self._ranked = self.geometries[self._row_of_rank]
        self._build()

    @cached_property
    def content(self) -> str:
        """Return the sha-256 of codes, facts and polygons, for stamps."""
        return boundaries_content(self.gdf)

    # -- asking -------------------------------------------------------------------------------------

    def locate(self, points_xy: npt.ArrayLike) -> IntArray:
        """Return the row of the commune of each point, −1 for none; see `locate`."""
        points = _points(points_xy)
        cell = self._cell_of(points)
        rank = self._label[cell].astype(np.int64)
        tested = np.flatnonzero(rank == _TEST)
        rank[tested] = self._first_holder(points[tested], cell[tested])
        found = rank >= 0
        rank[found] = self._row_of_rank[rank[found]]
        return rank

    def in_several(self, points_xy: npt.ArrayLike) -> BoolArray:
        """Return which points lie in more than one commune: on a border or where polygons overlap.

        They belong to the lower code all the same; this is what is reported beside it.
        """
        points = _points(points_xy)
        cell = self._cell_of(points)
        holders = np.zeros(len(points), np.int64)
        tested = np.flatnonzero(self._label[cell] == _TEST)
        xy, slot = points[tested], self._slot[cell[tested]]
        for candidates in self._candidates.T:
            for rank, which in _groups(candidates[slot]):
                held = shapely.intersects_xy(self._ranked[rank], xy[which, 0], xy[which, 1])
                holders[tested[which]] += held
        return holders > 1

    # -- building -----------------------------------------------------------------------------------

    def _build(self) -> None:
        bounds = shapely.bounds(self._ranked)
        known = np.isfinite(bounds).all(axis=1)
        if not known.any():
            bounds, known = np.zeros((1, 4)), np.array([True])
        self._x0, self._y0 = bounds[known][:, :2].min(axis=0)
        width, height = bounds[known][:, 2:].max(axis=0) - (self._x0, self._y0)
        self._cell_m = float(max(np.sqrt(width * height / CELLS), max(width, height) / CELLS, 1e-6))
        # A rim of empty cells catches every point outside.
        self._x0, self._y0 = self._x0 - self._cell_m, self._y0 - self._cell_m
        self._columns = int(width / self._cell_m) + 4
        self._rows = int(height / self._cell_m) + 4
        on_border, inside = self._rasterise()
        self._merge(on_border, inside)

    def _rasterise(self) -> tuple[list[IntArray], list[IntArray]]:
        """Return of each polygon the cells its border may touch and those whose centre it holds."""
        coordinates, part = shapely.get_coordinates(self._rings(), return_index=True)
        rank = self._rank_of_ring[part[:-1]]
        same = part[1:] == part[:-1]
        start, end, rank = coordinates[:-1][same], coordinates[1:][same], rank[same]
        border = self._border_cells(start, end, rank)
        inside = self._centres_inside(start, end, rank)
        return border, inside

    def _rings(self) -> npt.NDArray[np.object_]:
        polygons, owner = shapely.get_parts(self._ranked, return_index=True)
        rings, of_polygon = shapely.get_rings(polygons, return_index=True)
        self._rank_of_ring: IntArray = owner[of_polygon].astype(np.int64)
        return np.asarray(rings, dtype=object)

    def _border_cells(self, start: FloatArray, end: FloatArray, rank: IntArray) -> list[IntArray]:
        # Long edges are cut so that no piece spans more than two cells a way; marking the whole box of a
        # piece may mark a cell too many, which costs a test and never an answer.
        pieces = np.maximum(np.ceil(np.abs(end - start).max(axis=1) / (self._cell_m / 2)), 1).astype(np.int64)
        which = np.repeat(np.arange(len(start)), pieces)
        step = np.arange(len(which)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        share = (step / pieces[which])[:, None], ((step + 1) / pieces[which])[:, None]
        span = (end - start)[which]
        one, two = start[which] + span * share[0], start[which] + span * share[1]
        low = np.minimum(one, two) - _SLACK_M
        high = np.maximum(one, two) + _SLACK_M
        c0, r0 = self._column_row(low)
        c1, r1 = self._column_row(high)
        owner = rank[which]
        cells = []
        for rows, columns in ((r0, c0), (r0, c1), (r1, c0), (r1, c1)):
            key = owner * (self._rows * self._columns) + rows * self._columns + columns
            cells.append(key[np.r_[True, key[1:] != key[:-1]]] if len(key) else key)
        keys = np.unique(np.concatenate(cells))
        borders = np.searchsorted(keys, np.arange(len(self._ranked) + 1) * (self._rows * self._columns))
        return [
            keys[borders[i] : borders[i + 1]] - i * (self._rows * self._columns)
            for i in range(len(self._ranked))
        ]

    def _centres_inside(self, start: FloatArray, end: FloatArray, rank: IntArray) -> list[IntArray]:
        """Scan rows of cell centres: a centre is inside when an odd number of edges lies to its left."""
        low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
        first = np.ceil((low - self._y0) / self._cell_m - 0.5).astype(np.int64)
        after = np.ceil((high - self._y0) / self._cell_m - 0.5).astype(np.int64)
        crossed = np.maximum(after - first, 0)
        which = np.repeat(np.arange(len(start)), crossed)
        row = first[which] + np.arange(len(which)) - np.repeat(np.cumsum(crossed) - crossed, crossed)
        y = self._y0 + (row + 0.5) * self._cell_m
        (xa, ya), (xb, yb) = start[which].T, end[which].T
        x = xa + (y - ya) * (xb - xa) / (yb - ya)
        column = np.ceil((x - self._x0) / self._cell_m - 0.5).astype(np.int64)
        owner = rank[which]
        result = []
        order = np.argsort(owner, kind="stable")
        limits = np.searchsorted(owner[order], np.arange(len(self._ranked) + 1))
        for i in range(len(self._ranked)):
            mine = order[limits[i] : limits[i + 1]]
            result.append(self._filled(row[mine], column[mine]))
        return result

    def _filled(self, row: IntArray, column: IntArray) -> IntArray:
        if not len(row):
            return np.empty(0, np.int64)
        r0, c0 = row.min(), column.min()
        rows, columns = row.max() - r0 + 1, column.max() - c0 + 1
        toggles = np.bincount((row - r0) * columns + column - c0, minlength=rows * columns)
        odd = np.cumsum(toggles.reshape(rows, columns), axis=1) & 1
        r, c = np.nonzero(odd)
        return np.asarray((r + r0) * self._columns + c + c0, np.int64)

    def _merge(self, on_border: list[IntArray], inside: list[IntArray]) -> None:
        cells = self._rows * self._columns
        label = np.full(cells, NOWHERE, np.int32)
        holders = np.zeros(cells, np.int16)
        for rank, mine in enumerate(inside):
            free = mine[label[mine] == NOWHERE]
            label[free] = rank
            holders[mine] += 1
        # Cells inside two polygons have a certain label too, but are tested so that overlaps can be reported.
        label[holders > 1] = _TEST
        for mine in on_border:
            label[mine] = _TEST
        self._label = label
        self._candidates_of_cells(on_border, inside)

    def _candidates_of_cells(self, on_border: list[IntArray], inside: list[IntArray]) -> None:
        """Keep for each cell that is tested the ranks that may hold its points, ascending, padded by −1."""
        held = [mine[self._label[mine] == _TEST] for mine in inside]
        pairs = [np.concatenate(both) for both in zip(on_border, held, strict=True)]
        rank = np.repeat(np.arange(len(pairs)), [len(pair) for pair in pairs])
        cell = np.concatenate(pairs) if pairs else np.empty(0, np.int64)
        key = np.unique(cell * max(len(pairs), 1) + rank)
        cell, rank = np.divmod(key, max(len(pairs), 1))
        tested, slot, many = np.unique(cell, return_inverse=True, return_counts=True)
        self._slot = np.zeros(len(self._label), np.int32)
        self._slot[tested] = np.arange(len(tested))
        self._candidates = np.full((len(tested), many.max(initial=1)), -1, np.int16)
        place = np.arange(len(cell)) - np.repeat(np.cumsum(many) - many, many)
        self._candidates[slot, place] = rank

    # -- small steps --------------------------------------------------------------------------------

    def _column_row(self, xy: FloatArray) -> tuple[IntArray, IntArray]:
        column = np.floor((xy[:, 0] - self._x0) / self._cell_m).astype(np.int64)
        row = np.floor((xy[:, 1] - self._y0) / self._cell_m).astype(np.int64)
        return column, row

    def _cell_of(self, points: FloatArray) -> IntArray:
        """Return the cell of each point; what is outside or not finite falls into the empty rim."""
        column = (points[:, 0] - self._x0) / self._cell_m
        row = (points[:, 1] - self._y0) / self._cell_m
        on_grid = (column >= 0) & (column < self._columns) & (row >= 0) & (row < self._rows)
        if not on_grid.all():
            column, row = np.where(on_grid, column, 0), np.where(on_grid, row, 0)
        # Not negative here, so that cutting off the decimals is the floor.
        return np.asarray(row.astype(np.int64) * self._columns + column.astype(np.int64), np.int64)

    def _first_holder(self, points: FloatArray, cell: IntArray) -> IntArray:
        holder = np.full(len(points), -1, np.int64)
        open_points = np.arange(len(points))
        slot = self._slot[cell]
        for candidates in self._candidates.T:
            for rank, which in _groups(candidates[slot[open_points]]):
                points_now = open_points[which]
                held = shapely.intersects_xy(self._ranked[rank], points[points_now, 0], points[points_now, 1])
                holder[points_now[held]] = rank
            open_points = open_points[holder[open_points] < 0]
            if not len(open_points):
                break
        return holder


def _groups(ranks: npt.NDArray[np.int16]) -> list[tuple[int, IntArray]]:
    """Return the positions of every rank ≥ 0, one group a rank."""
    order = np.argsort(ranks, kind="stable")
    values, first = np.unique(ranks[order], return_index=True)
    groups = np.split(order, first[1:])
    return [(int(v), g) for v, g in zip(values, groups, strict=True) if v >= 0] if len(order) else []


def _points(points_xy: npt.ArrayLike) -> FloatArray:
    points = np.asarray(points_xy, dtype=np.float64)
    return points.reshape(-1, 2)
