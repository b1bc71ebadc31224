"""Finds the lines between what lies within a radius and what does not, from the gaps of a result.

Knows nothing of scale or of painting; the lines of communes themselves are left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import shapely

from exports.shading import basis

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries

FloatArray = npt.NDArray[np.float64]

# With more sites the arcs hide the map and tell no more than the shade does.
MOST_SITES = 300


def shows_reach(bundle: ResultBundle) -> bool:
    """Say whether the edge of the covered area belongs on a map of this result."""
    counting = int(bundle.sites["counts"].astype(bool).sum())
    return basis(bundle) == "radius" and bundle.coverage.gaps is not None and 0 < counting <= MOST_SITES


def reach_lines(bundle: ResultBundle) -> tuple[FloatArray, ...]:
    """Return the arcs as lines (n, 2) in metres.

    An edge of a gap that touches a corner of its commune runs along the boundary of the commune; all others
    are pieces of an arc.
    """
    if not shows_reach(bundle):
        return ()
    assert bundle.coverage.gaps is not None
    parts = shapely.get_parts(bundle.coverage.gaps.to_numpy())
    rings = shapely.get_rings(parts[shapely.get_type_id(parts) == 3])
    points, ring = shapely.get_coordinates(rings, return_index=True)
    if not len(points):
        return ()
    keys, corners = _keys(points), _corners(bundle.boundaries)
    found = corners[np.minimum(np.searchsorted(corners, keys), len(corners) - 1)] == keys
    on_arc = np.flatnonzero((ring[:-1] == ring[1:]) & ~found[:-1] & ~found[1:])
    # Edges that follow each other make one line.
    runs = np.split(on_arc, np.flatnonzero(np.diff(on_arc) != 1) + 1)
    return tuple(points[run[0] : run[-1] + 2] for run in runs if len(run))


@lru_cache(maxsize=2)
def _corners(boundaries: Boundaries) -> npt.NDArray[np.int64]:
    """Return the keys of all corners of the communes, ascending."""
    return np.unique(_keys(shapely.get_coordinates(boundaries.gdf.geometry.to_numpy())))


def _keys(points: FloatArray) -> npt.NDArray[np.int64]:
    """Return one number a point, equal for points of the same millimetre."""
    grid = np.round(points * 1000).astype(np.int64)
    keys: npt.NDArray[np.int64] = grid[:, 0] * 10_000_000_000 + grid[:, 1]
    return keys
