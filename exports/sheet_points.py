"""What points become on a sheet: places in millimetres with their symbols, and squares with their counts.

Knows how metres become millimetres; nothing of communes, names or of what stands around the map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from exports.point_looks import PointGroup, PointLooks, cell_side, cells_of, density_colours
from layers.renderers import Density
from layers.style import Symbol

FloatArray = npt.NDArray[np.float64]

PT_PER_MM = 72 / 25.4
SIMPLIFY_MM = 0.11  # below the width of the thinnest line on paper
GRID_PER_MM = 20 * 72 / 25.4  # twentieths of a point: finer than any eye, and short to write


@dataclass(frozen=True)
class MapView:
    """How metres become millimetres of the page.

    Attributes
    ----------
    scale : int
        Denominator of the scale: 250000 for 1:250.000.
    frame_mm : (left, top, width, height)
    centre_m : (x, y)
        The point of the metric system in the middle of the frame.
    """

    scale: int
    frame_mm: tuple[float, float, float, float]
    centre_m: tuple[float, float]

    def to_mm(self, points_m: FloatArray) -> FloatArray:
        """Return page millimetres (y down) of metres (n, 2)."""
        left, top, width, height = self.frame_mm
        factor = 1000.0 / self.scale
        points = np.asarray(points_m, float).reshape(-1, 2)
        x = left + width / 2 + (points[:, 0] - self.centre_m[0]) * factor
        y = top + height / 2 - (points[:, 1] - self.centre_m[1]) * factor
        return np.column_stack([x, y])

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """Return min x, min y, max x, max y of the frame in metres."""
        (x, y), metres = self.centre_m, self.scale / 2000.0
        across, up = self.frame_mm[2] * metres, self.frame_mm[3] * metres
        return (x - across, y - up, x + across, y + up)


@dataclass(frozen=True)
class PointSet:
    """Places of one symbol in millimetres; `counts` are written beside those that stand for several.

    With `sizes_pt` each has its own diameter, the largest first.
    """

    symbol: Symbol
    places: FloatArray
    counts: tuple[int, ...] = ()
    sizes_pt: tuple[float, ...] = ()
    opacity: float = 1.0


@dataclass(frozen=True)
class CellSet:
    """Squares in which points are counted, in millimetres: upper left corners, side, colours, numbers."""

    corners: FloatArray
    side: float
    colours: tuple[str, ...]
    counts: tuple[int, ...]
    opacity: float = 1.0


def rings_mm(geometry: shapely.Geometry, view: MapView) -> tuple[FloatArray, ...]:
    """Return all rings of a (multi)polygon in page millimetres, on the grid of a twentieth of a point."""
    parts = shapely.get_parts(geometry)
    rings = []
    for part in parts[shapely.get_type_id(parts) == 3]:
        for ring in (part.exterior, *part.interiors):
            grid = np.round(view.to_mm(shapely.get_coordinates(ring)) * GRID_PER_MM)
            moved = np.any(np.diff(grid, axis=0) != 0, axis=1)
            rings.append(grid[np.concatenate([[True], moved])] / GRID_PER_MM)
    return tuple(rings)


def looks_sets(looks: PointLooks, view: MapView, opacity: float = 1.0) -> list[PointSet | CellSet]:
    """Return what is drawn of points, from bottom to top."""
    if looks.density is not None:
        return [_cell_set(looks, looks.density, view, opacity)]
    return [point_set(group, view, opacity) for group in looks.groups]


def point_set(group: PointGroup, view: MapView, opacity: float = 1.0) -> PointSet:
    """Return the places of one look on the sheet."""
    counts = tuple(group.counts.tolist()) if (group.counts > 1).any() or group.symbol.hollow else ()
    sizes = () if group.sizes_pt is None else tuple(group.sizes_pt.tolist())
    return PointSet(group.symbol, view.to_mm(group.places), counts, sizes, opacity)


def _cell_set(looks: PointLooks, density: Density, view: MapView, opacity: float) -> CellSet:
    side_m = cell_side(density.cell_pt / PT_PER_MM / 1000 * view.scale)
    cells = cells_of(looks.places, side_m)
    colours, place = density_colours(density, cells.counts, int(cells.counts.max(initial=0)))
    corners = view.to_mm(cells.places + np.array([0.0, side_m]))
    counts = tuple(cells.counts.tolist()) if density.counts else ()
    return CellSet(corners, side_m / view.scale * 1000, tuple(colours[at] for at in place), counts, opacity)


def count_places(group: PointSet) -> FloatArray:
    """Return where the figures of a set stand, in millimetres: right above each place for several points."""
    several = np.array([count > 1 for count in group.counts], bool)
    if not several.any():
        return np.empty((0, 2))
    size = np.array(group.sizes_pt)[several] if group.sizes_pt else group.symbol.size_pt
    # Beside a small symbol, at the upper right of a large circle.
    shift = (np.minimum(size * 0.5, size * 0.36 + 1.4) + 2.4) / PT_PER_MM
    places: FloatArray = (
        group.places[several]
        + np.column_stack(np.broadcast_arrays(shift, -shift * 0.6, np.zeros(int(several.sum()))))[:, :2]
    )
    return places
