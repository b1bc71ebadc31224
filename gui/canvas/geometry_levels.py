"""The outlines of the communes as painter paths, in several degrees of detail for several scales.

Knows geometry and the painter path; nothing of fills, layers or widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely
from PySide6.QtGui import QPainterPath

from gui.canvas.camera import Bounds
from gui.canvas.painter_path import begins_of, path_of

if TYPE_CHECKING:
    from layers.boundaries import Boundaries

FloatArray = npt.NDArray[np.float64]

TOLERANCES_M: tuple[float, ...] = (160.0, 80.0, 40.0, 16.0, 6.0, 0.0)
MOST_PLACES = 1000
WEIGHT_OF_MIDDLE = 4  # a commune whose name is hidden is worse off than one whose edge is
MOST_ERROR_PX = 0.6  # an outline may be off by this much on the screen


@dataclass(frozen=True)
class Level:
    """All communes in one degree of detail.

    Attributes
    ----------
    tolerance_m : float
    paths : tuple of QPainterPath
        One a commune, in metres, in the order of the boundaries.
    uncertain : QPainterPath
        Lines between communes whose boundary is not agreed.
    """

    tolerance_m: float
    paths: tuple[QPainterPath, ...]
    uncertain: QPainterPath


@dataclass(frozen=True)
class Anchors:
    """Where the name of each commune belongs: the middle of its largest circle, and how wide it is there.

    Attributes
    ----------
    x, y, radius_m : ndarray, shape (n,), metres
    bounds : ndarray, shape (n, 4), metres
        Bounds of each commune; NaN for an empty geometry.
    """

    x: FloatArray
    y: FloatArray
    radius_m: FloatArray
    bounds: FloatArray


def tolerance_for(m_per_px: float) -> float:
    """Return the coarsest tolerance that cannot be seen at this scale."""
    for tolerance in TOLERANCES_M:
        if tolerance <= MOST_ERROR_PX * m_per_px:
            return tolerance
    return 0.0


def outline_path(geometry: shapely.Geometry | None) -> QPainterPath:
    """Return all rings of a polygon or multipolygon as one path; anything else is an empty path."""
    if geometry is None or shapely.is_empty(geometry):
        return QPainterPath()
    parts = shapely.get_parts(geometry)
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == 3])
    if len(rings) == 0:
        return QPainterPath()
    return line_path([shapely.get_coordinates(ring) for ring in rings])


@dataclass(frozen=True)
class Shapes:
    """What a level is made from: an area a commune, and the lines that are not agreed."""

    areas: npt.NDArray[np.object_]
    lines: list[FloatArray]


class GeometryLevels:
    """Gives the outlines for a scale; detail that is not ready yet is asked for, and the nearest is given.

    Attributes
    ----------
    anchors : Anchors
    places : ndarray, shape (n, 2), metres
        About a thousand places along the outlines, and the middle of each commune several times.

    Parameters
    ----------
    boundaries : Boundaries
    request : callable
        Called with work (no argument, may take 0.2 s, runs anywhere) and what to do with its outcome
        (on the main thread). It may do both at once.
    on_ready : callable
        Called when a level has arrived.
    """

    def __init__(
        self,
        boundaries: Boundaries,
        request: Callable[[Callable[[], object], Callable[[object], None]], None],
        on_ready: Callable[[], None],
    ) -> None:
        self._boundaries = boundaries
        self._request = request
        self._on_ready = on_ready
        self._levels: dict[float, Level] = {}
        self._asked: set[float] = set()
        coarse = self._shapes(TOLERANCES_M[0])
        self._take(TOLERANCES_M[0], coarse)
        self.anchors = anchors_of(coarse.areas)
        middles = np.column_stack([self.anchors.x, self.anchors.y])
        middles = middles[np.isfinite(middles[:, 0])]
        self.places = np.vstack([places_along(coarse.areas), *[middles] * WEIGHT_OF_MIDDLE])
        self._areas = coarse.areas

    def at(self, m_per_px: float) -> Level:
        """Return the level for a scale, or the nearest that is ready while the right one is being made."""
        wanted = tolerance_for(m_per_px)
        if wanted in self._levels:
            return self._levels[wanted]
        if wanted not in self._asked:
            self._asked.add(wanted)
            self._request(lambda: self._shapes(wanted), lambda found: self._arrived(wanted, found))
            if wanted in self._levels:
                return self._levels[wanted]
        return self._levels[min(self._levels, key=lambda known: abs(known - wanted))]

    def places_of(self, place: int) -> FloatArray:
        """Return places (n, 2) along the outline of one commune, metres."""
        return places_along(self._areas[place : place + 1])

    def visible(self, bounds: Bounds) -> npt.NDArray[np.intp]:
        """Return the places of the communes whose bounds meet `bounds`."""
        own = self.anchors.bounds
        with np.errstate(invalid="ignore"):
            meets = (
                (own[:, 0] <= bounds[2])
                & (own[:, 2] >= bounds[0])
                & (own[:, 1] <= bounds[3])
                & (own[:, 3] >= bounds[1])
            )
        return np.flatnonzero(meets)

    def middle_in(self, place: int, bounds: Bounds) -> tuple[float, float, float] | None:
        """Return the middle of the part of a commune within bounds, and the radius there, in metres.

        From the coarsest outline: good for a name, for nothing else. None where the part is empty.
        """
        part = shapely.clip_by_rect(self._areas[place], *bounds)
        found = anchors_of(np.array([part], dtype=object))
        if not np.isfinite(found.x[0]):
            return None
        return float(found.x[0]), float(found.y[0]), float(found.radius_m[0])

    def _shapes(self, tolerance_m: float) -> Shapes:
        source = self._boundaries
        gdf = source.simplified(tolerance_m) if tolerance_m > 0 else source.gdf
        areas = np.asarray(gdf.geometry.to_numpy(), dtype=object)
        in_doubt = source.gdf["uncertain"].fillna(False).to_numpy(bool)
        return Shapes(areas, shared_lines(areas[in_doubt]))

    def _arrived(self, tolerance_m: float, found: object) -> None:
        if isinstance(found, Shapes):
            self._take(tolerance_m, found)
            self._on_ready()

    def _take(self, tolerance_m: float, shapes: Shapes) -> None:
        paths = tuple(outline_path(shape) for shape in shapes.areas)
        self._levels[tolerance_m] = Level(tolerance_m, paths, line_path(shapes.lines))


def places_along(areas: npt.NDArray[np.object_]) -> FloatArray:
    """Return about `MOST_PLACES` places, shape (n, 2), along the outlines of areas."""
    corners = shapely.get_coordinates(areas)
    return corners[:: max(1, len(corners) // MOST_PLACES)]


def shared_lines(areas: npt.NDArray[np.object_]) -> list[FloatArray]:
    """Return the lines (k, 2) that two of the areas have in common."""
    lines: list[FloatArray] = []
    edges = shapely.boundary(areas)
    for number, one in enumerate(edges):
        for other in edges[number + 1 :]:
            shared = shapely.line_merge(shapely.intersection(one, other, grid_size=0.01))
            parts = shapely.get_parts(shared)
            lines += [shapely.get_coordinates(part) for part in parts[shapely.get_type_id(parts) == 1]]
    return lines


def line_path(lines: list[FloatArray]) -> QPainterPath:
    """Return lines as one path."""
    if not lines:
        return QPainterPath()
    return path_of(np.concatenate(lines), begins_of([len(line) for line in lines]))


def anchors_of(geometries: npt.NDArray[np.object_]) -> Anchors:
    """Return where names belong; NaN where a geometry is missing or empty."""
    count = len(geometries)
    x, y, radius = (np.full(count, np.nan) for _ in range(3))
    for place, geometry in enumerate(geometries):
        if geometry is None or geometry.is_empty or geometry.area == 0:
            continue
        largest = max(shapely.get_parts(geometry), key=shapely.area)
        if largest.area == 0:
            continue
        line = shapely.maximum_inscribed_circle(largest, tolerance=max(1.0, largest.area**0.5 / 50))
        middle = shapely.get_coordinates(line)[0]
        x[place], y[place], radius[place] = middle[0], middle[1], shapely.length(line)
    return Anchors(x, y, radius, shapely.bounds(geometries))
