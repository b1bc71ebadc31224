"""Which points lie within the radius of a site, exactly (covered ⇔ d ≤ radius_m), and how far the nearest is.

Works on bare arrays in one metric CRS; knows nothing of communes, dates or which sites count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


def within_radius(points_xy: npt.ArrayLike, sites_xy: npt.ArrayLike, radius_m: npt.ArrayLike) -> BoolArray:
    """Say of each point whether at least one site has it within its radius.

    covered ⇔ min over sites of (d(point, site) ≤ radius of that site), the radius inclusive, straight lines.
    Coordinates and radii are taken in whole centimetres and compared as integers, so that a point at exactly
    the radius is covered whatever the binary fractions of its coordinates are.

    Parameters
    ----------
    points_xy : array_like of float, shape (n, 2), metres
        A point with NaN is not covered.
    sites_xy : array_like of float, shape (s, 2), metres
        A site with NaN covers nothing.
    radius_m : array_like of float, shape (s,) or scalar, metres

    Returns
    -------
    ndarray of bool, shape (n,)

    Examples
    --------
    >>> within_radius([[3.0, 4.0], [3.0, 4.01]], [[0.0, 0.0]], 5.0).tolist()
    [True, False]
    """
    points, known = _centimetres(points_xy)
    sites, placed = _centimetres(sites_xy)
    radius_cm = np.rint(np.broadcast_to(np.asarray(radius_m, float), len(sites)) * 100)
    covered = np.zeros(len(points), dtype=bool)
    for radius in np.unique(radius_cm[placed]):
        open_points = np.flatnonzero(known & ~covered)
        mine = sites[placed & (radius_cm == radius)]
        covered[open_points] = _nearest_within(points[open_points], mine, radius)
    return covered


def nearest_distance(points_xy: npt.ArrayLike, sites_xy: npt.ArrayLike) -> FloatArray:
    """Return how far each point is from the nearest site, in metres, as the crow flies.

    Coordinates are taken in whole centimetres, as in `within_radius`: a point lies within a radius in whole
    centimetres exactly when its distance is ≤ the radius.

    Parameters
    ----------
    points_xy : array_like of float, shape (n, 2), metres
    sites_xy : array_like of float, shape (s, 2), metres

    Returns
    -------
    ndarray of float64, shape (n,), metres
        NaN for a point with NaN, and everywhere where no site has a place.

    Examples
    --------
    >>> nearest_distance([[3.0, 4.0], [np.nan, 0.0]], [[0.0, 0.0], [100.0, 0.0]]).tolist()
    [5.0, nan]
    """
    points, known = _centimetres(points_xy)
    sites, placed = _centimetres(sites_xy)
    distance = np.full(len(points), np.nan)
    if not known.any() or not placed.any():
        return distance
    nearest = np.asarray(_tree(sites[placed]).query(points[known])[1], np.int64)
    # Squares of whole centimetres are exact in a float up to 900 km, and beyond it nothing overflows.
    step = points[known] - sites[placed][nearest]
    distance[known] = np.sqrt((step**2).sum(axis=1)) / 100
    return distance


def _nearest_within(points: FloatArray, sites: FloatArray, radius_cm: float) -> BoolArray:
    if not len(points) or not len(sites):
        return np.zeros(len(points), dtype=bool)
    tree = _tree(sites)
    # The bound of the search is exclusive and floating: look half a centimetre further, compare whole ones.
    answer = tree.query(points, distance_upper_bound=radius_cm + 0.5)
    distance, nearest = np.asarray(answer[0], np.float64), np.asarray(answer[1], np.int64)
    found = np.asarray(np.isfinite(distance), dtype=bool)
    step = (points[found] - sites[nearest[found]]).astype(np.int64)
    result = np.zeros(len(points), dtype=bool)
    result[found] = (step**2).sum(axis=1) <= int(radius_cm) ** 2
    return result


def _tree(sites: FloatArray) -> cKDTree:
    # Loaded with the first distance: it takes 0.3 s, and the first answer counts by unit.
    from scipy.spatial import cKDTree

    return cKDTree(sites)


def _centimetres(xy: npt.ArrayLike) -> tuple[FloatArray, BoolArray]:
    metres = np.asarray(xy, dtype=np.float64).reshape(-1, 2)
    known = np.asarray(np.isfinite(metres).all(axis=1), dtype=bool)
    return np.rint(np.where(known[:, None], metres, 0.0) * 100), known
