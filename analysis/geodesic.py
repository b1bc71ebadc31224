"""Lengths and areas on the ground, measured on the ellipsoid and not on the map.

Works on bare coordinates in the metric CRS; knows nothing of layers or of who asks.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import Geod

from layers.crs import METRIC, to_store

FloatArray = npt.NDArray[np.float64]


@lru_cache(maxsize=1)
def _ellipsoid() -> Geod:
    return Geod(ellps="WGS84")


def leg_lengths(corners_xy: npt.ArrayLike, metric: str = METRIC) -> FloatArray:
    """Return the length of each leg of a line, as the crow flies over WGS84.

    Parameters
    ----------
    corners_xy : array_like of float, shape (n, 2), metres of `metric`

    Returns
    -------
    ndarray of float64, shape (max(n − 1, 0),), metres

    Examples
    --------
    >>> leg_lengths([[500000.0, 2350000.0], [500000.0, 2360000.0]]).round(0).tolist()
    [10001.0]
    """
    corners = np.asarray(corners_xy, float).reshape(-1, 2)
    if len(corners) < 2:
        return np.empty(0)
    lon, lat = to_store(corners[:, 0], corners[:, 1], metric)
    _, _, metres = _ellipsoid().inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return np.asarray(metres, np.float64)


def area_and_perimeter(corners_xy: npt.ArrayLike, metric: str = METRIC) -> tuple[float, float]:
    """Return the area (m²) and the perimeter (m) of a ring over WGS84; it closes itself, either way round.

    Parameters
    ----------
    corners_xy : array_like of float, shape (n, 2), metres of `metric`
        Fewer than three corners have no area.

    Examples
    --------
    >>> area, perimeter = area_and_perimeter([[5e5, 2.35e6], [5.1e5, 2.35e6], [5.1e5, 2.36e6], [5e5, 2.36e6]])
    >>> round(area / 1e6, 2), round(perimeter / 1e3, 2)
    (100.02, 40.0)
    """
    corners = np.asarray(corners_xy, float).reshape(-1, 2)
    if len(corners) < 2:
        return 0.0, 0.0
    lon, lat = to_store(corners[:, 0], corners[:, 1], metric)
    area, perimeter = _ellipsoid().polygon_area_perimeter(lon, lat)
    return abs(float(area)), float(perimeter)
