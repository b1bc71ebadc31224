"""The coordinate systems of the house and the one place where points change between them.

Store: EPSG:4326 (lon, lat). Metric: EPSG:9206, VN-2000 / TM-3 104-00, easting x and northing y in metres.
Knows nothing of layers or files.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import CRS, Transformer

from layers.errors import GeographicCrs

STORE = "EPSG:4326"
METRIC = "EPSG:9206"

FloatArray = npt.NDArray[np.float64]


@lru_cache(maxsize=32)
def transformer(source: str, target: str) -> Transformer:
    """Return the (cached) transformer between two systems, always in x (east), y (north) order."""
    return Transformer.from_crs(source, target, always_xy=True)


def to_metric(lon: npt.ArrayLike, lat: npt.ArrayLike, metric: str = METRIC) -> tuple[FloatArray, FloatArray]:
    """Project degrees of EPSG:4326 to metres of the metric system, rounded to 1 cm.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,), degrees
        NaN where the position is unknown.

    Returns
    -------
    x, y : ndarray of float64, shape (n,), metres
        Easting and northing; NaN where the input was NaN or cannot be projected.

    Examples
    --------
    >>> x, y = to_metric([104.0018890], [21.2443257])
    >>> float(x[0]), float(y[0])
    (500000.0, 2350000.0)
    """
    x, y = transformer(STORE, metric).transform(np.asarray(lon, float), np.asarray(lat, float))
    return _clean(x, 2), _clean(y, 2)


def to_store(x: npt.ArrayLike, y: npt.ArrayLike, metric: str = METRIC) -> tuple[FloatArray, FloatArray]:
    """Turn metres of the metric system into degrees of EPSG:4326, rounded to 8 decimals (about 1 mm)."""
    lon, lat = transformer(metric, STORE).transform(np.asarray(x, float), np.asarray(y, float))
    return _clean(lon, 8), _clean(lat, 8)


def require_metric(crs: object) -> CRS:
    """Return `crs` as a pyproj CRS, or raise `GeographicCrs` when it is missing or in degrees."""
    if crs is None:
        raise GeographicCrs(crs="?")
    known = CRS.from_user_input(crs)
    if not known.is_projected:
        raise GeographicCrs(crs=known.name)
    return known


def _clean(values: object, decimals: int) -> FloatArray:
    array = np.round(np.asarray(values, float), decimals)
    array[~np.isfinite(array)] = np.nan
    return array
