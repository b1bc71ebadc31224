"""Layers the analyst brings along: any vector data with its own columns, in a table `context_<slug>`.

Knows nothing of files or of drawing; the table's types are read off its frame.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.crs import METRIC, STORE, transformer
from layers.layer import Layer, layer_class
from layers.progress import SILENT, Progress
from layers.schema import CONTEXT_PREFIX, LayerKind
from layers.words import without_tones

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
GeometryArray = npt.NDArray[np.object_]
Bounds = tuple[float, float, float, float]

# Twice round the Earth: what a projection throws farther than this is no place.
FARTHEST_M = 8e7
_SIMPLIFY_AT_ONCE = 20_000  # parts between two looks at whether the work is still wanted


@layer_class(LayerKind.CONTEXT)
class ContextLayer(Layer):
    """Rows of one context table."""


def context_table(name: str, taken: Container[str] = ()) -> str:
    """Return a table name for a context layer called `name` that is not among `taken`.

    Examples
    --------
    >>> context_table("Đường tỉnh 2026"), context_table("Đường", {"context_duong"})
    ('context_duong_tinh_2026', 'context_duong_2')
    """
    slug = re.sub(r"[^a-z0-9]+", "_", without_tones(name)).strip("_")[:40] or "1"
    table, number = CONTEXT_PREFIX + slug, 1
    while table in taken:
        number += 1
        table = f"{CONTEXT_PREFIX}{slug}_{number}"
    return table


@dataclass(frozen=True, eq=False)
class Parts:
    """Lines, or areas, of a context layer: simple shapes in metres, each with the row it belongs to.

    Attributes
    ----------
    shapes : ndarray of LineString or of Polygon, shape (n,), metres of EPSG:9206
    row : ndarray of int, shape (n,)
        Place of the row in the frame.
    corners : ndarray of int, shape (n,)
        Number of vertices.
    tree : STRtree of `shapes`
    """

    shapes: GeometryArray
    row: IntArray
    corners: IntArray
    tree: shapely.STRtree
    _simple: dict[float, GeometryArray] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, shapes: GeometryArray, row: IntArray) -> Parts:
        """Index shapes."""
        return cls(shapes, row, shapely.get_num_coordinates(shapes).astype(np.int64), shapely.STRtree(shapes))

    def __len__(self) -> int:
        return len(self.shapes)

    def inside(self, bounds: Bounds) -> IntArray:
        """Return the places (ascending) of the shapes whose bounds meet `bounds`."""
        found: IntArray = np.sort(self.tree.query(shapely.box(*bounds))).astype(np.int64)
        return found

    def simplified(self, tolerance_m: float, progress: Progress = SILENT) -> GeometryArray:
        """Return all shapes off by at most `tolerance_m`; kept for the next time. May take a while.

        Shapes that shrink to nothing are left as a straight line, so that nothing vanishes.
        """
        if tolerance_m not in self._simple:
            done: list[GeometryArray] = []
            for start in range(0, len(self.shapes), _SIMPLIFY_AT_ONCE):
                progress.report(start / len(self.shapes))
                some = self.shapes[start : start + _SIMPLIFY_AT_ONCE]
                done.append(shapely.simplify(some, tolerance_m, preserve_topology=False))
            joined = np.concatenate(done) if done else self.shapes
            gone = shapely.is_empty(joined)
            joined[gone] = self.shapes[gone]
            self._simple[tolerance_m] = joined
        return self._simple[tolerance_m]


@dataclass(frozen=True, eq=False)
class ContextShapes:
    """The rows of a context layer in metres, ready to be drawn and hit.

    Attributes
    ----------
    ids : ndarray of str, shape (n,)
        Of all rows of the frame.
    points : ndarray of float, shape (p, 2), metres
    point_row : ndarray of int, shape (p,)
    lines, areas : Parts
    left_out : int
        Rows that have a shape of which no part can be put on the map: not finite, or outside the projection.
    """

    ids: npt.NDArray[np.object_]
    points: FloatArray
    point_row: IntArray
    lines: Parts
    areas: Parts
    left_out: int

    @classmethod
    def of(cls, frame: pd.DataFrame, progress: Progress = SILENT) -> ContextShapes:
        """Project the column `geom` (degrees of EPSG:4326) once, and take collections apart.

        Parameters
        ----------
        frame : DataFrame
            Index id; column geom with shapely shapes of any kind, None or empty for rows without a shape.

        Examples
        --------
        >>> frame = pd.DataFrame({"geom": [shapely.Point(104.001889, 21.2443257)]}, index=["a"])
        >>> made = ContextShapes.of(frame)
        >>> made.points.round().tolist(), len(made.lines), made.left_out
        ([[500000.0, 2350000.0]], 0, 0)
        """
        progress.report(0.05)
        shapes = (
            np.asarray(frame["geom"].to_numpy(), dtype=object) if "geom" in frame else np.empty(0, object)
        )
        shapes = shapes.copy()
        shapes[~shapely.is_geometry(shapes)] = None
        simple, row = _taken_apart(shapes)
        progress.report(0.2)
        projected = _projected(simple)
        progress.report(0.6)
        usable = _is_on_map(projected)
        shown = np.zeros(len(shapes), bool)
        shown[row[usable]] = True
        has_shape = np.zeros(len(shapes), bool)
        has_shape[row] = True
        projected, row = projected[usable], row[usable]
        kind = shapely.get_type_id(projected)
        is_point, is_area = kind == 0, kind == 3
        areas = projected[is_area]
        broken = ~shapely.is_valid(areas)
        if broken.any():
            areas, owner = _mended(areas, row[is_area], broken)
        else:
            owner = row[is_area]
        progress.report(0.9)
        return cls(
            ids=np.asarray(frame.index.astype(str), dtype=object),
            points=shapely.get_coordinates(projected[is_point]),
            point_row=row[is_point],
            lines=Parts.of(projected[~is_point & ~is_area], row[~is_point & ~is_area]),
            areas=Parts.of(areas, owner),
            left_out=int((has_shape & ~shown).sum()),
        )

    @property
    def bounds(self) -> Bounds | None:
        """Return the bounds of all of it in metres, None where there is nothing."""
        every = [self.points.min(axis=0), self.points.max(axis=0)] if len(self.points) else []
        for parts in (self.lines, self.areas):
            if len(parts):
                whole = shapely.total_bounds(parts.shapes)
                every += [whole[:2], whole[2:]]
        if not every:
            return None
        low, high = np.min(every, axis=0), np.max(every, axis=0)
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def row_near(self, x: float, y: float, reach_m: float) -> int | None:
        """Return the place of the row of the nearest line within reach, else of the smallest area around.

        Parameters
        ----------
        x, y, reach_m : float, metres
        """
        place = shapely.Point(x, y)
        near = self.lines.tree.query(place, predicate="dwithin", distance=reach_m) if len(self.lines) else ()
        if len(near):
            distances = shapely.distance(self.lines.shapes[near], place)
            return int(self.lines.row[near[int(np.argmin(distances))]])
        around = self.areas.tree.query(place, predicate="intersects") if len(self.areas) else ()
        if len(around):
            return int(self.areas.row[around[int(np.argmin(shapely.area(self.areas.shapes[around])))]])
        return None

    def rows_within(self, polygon: shapely.Geometry) -> IntArray:
        """Return the places (ascending) of the rows with any part within or across a polygon (metres)."""
        found = [self.areas.row[self.areas.tree.query(polygon, predicate="intersects")]] if self.areas else []
        if len(self.lines):
            found.append(self.lines.row[self.lines.tree.query(polygon, predicate="intersects")])
        if len(self.points):
            shapely.prepare(polygon)
            found.append(self.point_row[shapely.intersects_xy(polygon, self.points[:, 0], self.points[:, 1])])
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def _taken_apart(shapes: GeometryArray) -> tuple[GeometryArray, IntArray]:
    """Return points, lines and polygons, with the place each came from; collections may hold collections."""
    parts, row = shapes, np.arange(len(shapes))
    while True:
        drawn = ~(shapely.is_missing(parts) | shapely.is_empty(parts))
        parts, row = parts[drawn], row[drawn]
        if not (shapely.get_type_id(parts) > 3).any():
            return parts, row
        parts, came_from = shapely.get_parts(parts, return_index=True)
        row = row[came_from]


def _projected(shapes: GeometryArray) -> GeometryArray:
    change = transformer(STORE, METRIC)

    def shift(points: FloatArray) -> FloatArray:
        return np.column_stack(change.transform(points[:, 0], points[:, 1]))

    return np.asarray(shapely.transform(shapely.force_2d(shapes), shift), dtype=object)


def _is_on_map(shapes: GeometryArray) -> npt.NDArray[np.bool_]:
    """Say which shapes have only finite places: one vertex at infinity would draw a line across the map."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    with np.errstate(invalid="ignore"):
        good = (np.abs(points) <= FARTHEST_M).all(axis=1)
    usable = np.ones(len(shapes), bool)
    usable[owner[~good]] = False
    return usable


def _mended(
    areas: GeometryArray, row: IntArray, broken: npt.NDArray[np.bool_]
) -> tuple[GeometryArray, IntArray]:
    """Return areas whose rings cross themselves as valid ones, which may be several."""
    mended = areas.copy()
    mended[broken] = shapely.make_valid(areas[broken])
    parts, owner = _taken_apart(mended)
    is_area = shapely.get_type_id(parts) == 3
    return parts[is_area], row[owner[is_area]]
