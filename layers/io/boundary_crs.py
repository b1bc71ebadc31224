"""In which coordinate system a boundary file is: as it says, or as puts its communes where they lie.

A missing .prj is normal in Vietnam, and one without a datum loses 223 m. Knows nothing of columns or files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError, ProjError

from layers.boundaries import GeometryArray, project
from layers.crs import METRIC, STORE, FloatArray, to_metric, transformer

# Zones of VN-2000 / TM-3 by central meridian.
_TM3_ZONES = {
    103.0: "EPSG:9205",
    104.0: "EPSG:9206",
    104.5: "EPSG:9207",
    104.75: "EPSG:9208",
    105.5: "EPSG:9209",
    105.75: "EPSG:9210",
    106.0: "EPSG:9211",
}
# Tried in this order; VN-2000 before WGS 84 of the same shape, which lies only 223 m beside it.
_METRES = (METRIC, "EPSG:3405", "EPSG:9205", "EPSG:9207", "EPSG:9208", "EPSG:9209", "EPSG:32648", "EPSG:3857")
_DEGREES = (STORE,)

# Half of the communes must lie this near to where the register has their centre. The centre of a polygon is
# 2 km from it as a rule; the next zone of VN-2000 is 26 km away.
FARTHEST_M = 20_000.0
_AS_GOOD_M = 500.0


@dataclass(frozen=True, eq=False)
class Placed:
    """Geometry in EPSG:9206, the system it came in ("EPSG:3405") and whether that was guessed."""

    geometry: GeometryArray
    crs: str
    guessed: bool


def place(geometry: GeometryArray, stated: CRS | None, lon: FloatArray, lat: FloatArray) -> Placed | None:
    """Bring areas to EPSG:9206, or return None when no known system puts them where they belong.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
    stated : CRS or None
        What the file says; believed when it puts the areas in their place.
    lon, lat : ndarray of float, shape (n,), degrees
        Where each area is expected, NaN where unknown.
    """
    expected = np.column_stack(to_metric(lon, lat))
    known = np.isfinite(expected).all(axis=1) & ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    if not known.any():
        return None
    middles = shapely.get_coordinates(shapely.centroid(geometry[known]))
    if stated is not None:
        name = name_of(stated)
        if _miss_m(middles, name, expected[known]) <= FARTHEST_M:
            return Placed(_project(geometry, name), name, guessed=False)
    best, miss, swapped = "", FARTHEST_M, False
    for candidate, exchange in _candidates(middles):
        found = _miss_m(middles[:, ::-1] if exchange else middles, candidate, expected[known])
        if found < miss - (_AS_GOOD_M if best else 0.0):
            best, miss, swapped = candidate, found, exchange
    if not best:
        return None
    turned = shapely.transform(geometry, lambda points: points[:, ::-1]) if swapped else geometry
    return Placed(_project(turned, best), best, guessed=True)


def name_of(crs: CRS) -> str:
    """Return the name a system is projected by, with the datum put back that a bad .prj has lost.

    Examples
    --------
    >>> name_of(CRS("+proj=tmerc +lat_0=0 +lon_0=104 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"))
    'EPSG:9206'
    """
    # Without a datum the registry offers whatever has the same numbers, an Indonesian system for one.
    if not _datum_is_unknown(crs) and (code := crs.to_epsg(min_confidence=70)) is not None:
        return f"EPSG:{code}"
    operation = crs.coordinate_operation if crs.is_projected else None
    if operation is not None:
        values = {param.name: float(param.value) for param in operation.params}
        meridian = round(values.get("Longitude of natural origin", 0.0), 4)
        scale = round(values.get("Scale factor at natural origin", 1.0), 6)
        if scale == 0.9999 and meridian in _TM3_ZONES:
            return _TM3_ZONES[meridian]
        if scale == 0.9996 and meridian == 105.0 and "wgs" not in crs.name.lower():
            return "EPSG:3405"
    return crs.to_wkt()


def _datum_is_unknown(crs: CRS) -> bool:
    datum = crs.geodetic_crs.datum if crs.geodetic_crs is not None else None
    return datum is None or any(word in datum.name.lower() for word in ("unknown", "not specified"))


def _candidates(middles: npt.NDArray[np.float64]) -> Iterator[tuple[str, bool]]:
    in_degrees = bool((np.abs(middles) <= 180).all())
    for exchange in (False, True):
        for name in _DEGREES if in_degrees else _METRES:
            yield name, exchange


def _miss_m(middles: npt.NDArray[np.float64], crs: str, expected: npt.NDArray[np.float64]) -> float:
    """Return the median distance between where areas lie and where they are expected."""
    try:
        x, y = transformer(crs, METRIC).transform(middles[:, 0], middles[:, 1])
    except (CRSError, ProjError):
        return float("inf")
    distances = np.hypot(x - expected[:, 0], y - expected[:, 1])
    return float(np.median(np.where(np.isfinite(distances), distances, np.inf)))


def _project(geometry: GeometryArray, crs: str) -> GeometryArray:
    return geometry if crs == METRIC else project(geometry, crs, METRIC)
