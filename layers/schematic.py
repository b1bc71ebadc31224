"""Boundaries to work with before a real file is there: Thiessen polygons of the commune centres, cut round.

They are no administrative boundaries and carry `schematic`. Drawn from the centres and declared areas of the
register alone; knows nothing of any published line.
"""

from __future__ import annotations

import numpy as np
import shapely

from layers.boundaries import Boundaries, GeometryArray, multipart
from layers.crs import FloatArray, to_metric
from layers.registers import CURRENT, Register

# Width that is closed between discs of neighbouring communes, and the rounding of the outline.
_CLOSING_M = 14_000.0
_ROUNDING_M = 3_000.0
_GRID_M = 0.01


def schematic_boundaries(register: Register, vintage: str = CURRENT) -> Boundaries:
    """Draw schematic communes: one polygon around each centre, no overlap, no hole.

    Each commune is the ground nearer to its centre than to any other, within an outline around discs of the
    declared areas whose size is chosen so that the whole has the declared area of the province.

    Returns
    -------
    Boundaries
        EPSG:9206, `schematic` True, `uncertain` False throughout.

    Examples
    --------
    >>> drawn = schematic_boundaries(Register.load())
    >>> len(drawn.codes), drawn.schematic, round(float(drawn.areas_km2.sum()), -1)
    (75, True, 14110.0)
    """
    facts = register.communes(vintage).reset_index().rename(columns={"area_km2": "area_declared_km2"})
    x, y = to_metric(facts["lon"], facts["lat"])
    areas_m2 = facts["area_declared_km2"].to_numpy(np.float64) * 1e6
    cells = thiessen(x, y, outline(x, y, areas_m2))
    return Boundaries.build(facts, cells, vintage=vintage, schematic=True)


def outline(x: FloatArray, y: FloatArray, areas_m2: FloatArray) -> shapely.Polygon:
    """Return a rounded outline around points whose area is, within 0.1 %, the sum of `areas_m2`.

    Parameters
    ----------
    x, y : ndarray of float, shape (n,), metres
    areas_m2 : ndarray of float, shape (n,)
        Each point gets a disc of this area, scaled by one factor for all.
    """
    points = _points(x, y)
    radii = np.sqrt(areas_m2 / np.pi)
    wanted = float(areas_m2.sum())
    low, high = 0.1, 4.0
    for _ in range(20):  # bisection: the area grows with the factor, in small steps where a gap closes
        factor = (low + high) / 2
        if _around(points, radii * factor).area < wanted:
            low = factor
        else:
            high = factor
    return _around(points, radii * high)


def _points(x: FloatArray, y: FloatArray) -> GeometryArray:
    points: GeometryArray = np.asarray(shapely.points(x, y), dtype=object)
    return points


def _around(points: GeometryArray, radii: FloatArray) -> shapely.Polygon:
    discs = shapely.union_all(shapely.buffer(points, radii, quad_segs=8))
    closed = discs.buffer(_CLOSING_M, quad_segs=8).buffer(-_CLOSING_M - _ROUNDING_M, quad_segs=8)
    parts = shapely.get_parts(closed.buffer(_ROUNDING_M, quad_segs=8))
    largest = parts[int(np.argmax(shapely.area(parts)))]
    return shapely.Polygon(largest.exterior)


def thiessen(x: FloatArray, y: FloatArray, within: shapely.Polygon) -> GeometryArray:
    """Return the Thiessen polygons of points, cut to `within`, aligned with the points.

    All lines are noded on a grid of 1 cm and polygonised together, so that neighbours share their borders.
    """
    points = _points(x, y)
    raw = shapely.voronoi_polygons(shapely.multipoints(points), extend_to=within.envelope, only_edges=True)
    lines = shapely.union_all(np.array([raw, within.exterior], dtype=object), grid_size=_GRID_M)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.point_on_surface(faces)
    faces, inside = faces[shapely.covers(within, inside)], inside[shapely.covers(within, inside)]
    owners = shapely.STRtree(points).nearest(inside)
    cells = [shapely.union_all(faces[owners == row]) for row in range(len(points))]
    return multipart(np.array(cells, dtype=object))
