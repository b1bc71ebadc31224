"""Coordinates as they are written in sheets to degrees of WGS 84 with a note of what was mended.

Knows nothing of rows or communes. In VN-2000 tables X is the northing and Y the easting, and what really
arrives is sometimes the other way round: the order that lies in the province is taken, and said.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from layers.crs import METRIC, STORE, transformer
from layers.errors import BadParameter
from layers.io.cells import Cell, as_written, fold, is_blank, parse_number

# Degrees around the province, wide enough for a point just outside to be told as outside and not as swapped.
PROVINCE_DEGREES = (102.5, 20.2, 105.5, 22.5)

_ABSENT = frozenset({"chua co", "chua", "khong", "khong co", "chua ro", "chua xac dinh"})
_PAIR = re.compile(r"\(?\s*(-?\d+[.,]\d+)\s*[,;\s]\s*(-?\d+[.,]\d+)\s*\)?")
_DMS_PART = (
    r"(\d{1,3})\s*[°º]\s*(?:(\d{1,2})\s*['’′]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''))?\s*([A-Za-zđĐ]*)"
)
_DMS_PAIR = re.compile(_DMS_PART + r"[\s,;]*" + _DMS_PART)
_DMS = re.compile(_DMS_PART)


@dataclass(frozen=True)
class Located:
    """A position in degrees of EPSG:4326 (None = not given), as it was written, and what was found.

    `problem` is "" or says why nothing could be made of what was written; `outside` is True when the point
    lies far from the province in every reading.
    """

    lon: float | None = None
    lat: float | None = None
    text: str | None = None
    mended: str = ""
    problem: str = ""
    outside: bool = False


NOWHERE = Located()


def known_crs(text: str | None) -> str | None:
    """Return ``EPSG:n`` of a system as it was named, or raise `BadParameter`.

    Examples
    --------
    >>> known_crs("9206"), known_crs("epsg:4326"), known_crs(None)
    ('EPSG:9206', 'EPSG:4326', None)
    """
    if text is None or not text.strip():
        return None
    name = f"EPSG:{text.strip()}" if text.strip().isdecimal() else text.strip()
    try:
        code = CRS.from_user_input(name).to_epsg()
    except CRSError:
        code = None
    if code is None:
        raise BadParameter(name="crs", value=text, allowed="EPSG:4326, EPSG:9206, EPSG:3405, EPSG:32648")
    return f"EPSG:{code}"


def locate_degrees(lat: Cell, lon: Cell) -> Located:
    """Read latitude and longitude: decimal degrees with point or comma, or degrees, minutes and seconds.

    Examples
    --------
    >>> found = locate_degrees("21,5712", "103,6188")
    >>> (found.lon, found.lat, found.mended)
    (103.6188, 21.5712, '')
    """
    if _absent(lat) and _absent(lon):
        return NOWHERE
    text = f"{as_written(lat)}; {as_written(lon)}"
    y, x = _degrees(lat), _degrees(lon)
    if x is None or y is None:
        return Located(text=text, problem="coordinates_unreadable")
    return _choose(x, y, None, text)


def locate_metres(northing: Cell, easting: Cell, crs: str | None = None) -> Located:
    """Read X (northing) and Y (easting) in metres of `crs`, VN-2000 of the province where none is named.

    Examples
    --------
    >>> found = locate_metres("2.359.388,0", 490904)
    >>> (round(found.lon, 4), round(found.lat, 4), found.mended)
    (103.9142, 21.3291, '')
    >>> locate_metres(517514, 2337242).mended
    'coordinates_swapped'
    """
    if _absent(northing) and _absent(easting):
        return NOWHERE
    system = crs or METRIC
    text = f"X={as_written(northing)}; Y={as_written(easting)} ({system})"
    y, x = _metres(northing), _metres(easting)
    if x is None or y is None:
        return Located(text=text, problem="coordinates_unreadable")
    return _choose(x, y, system, text)


def locate_pair(cell: Cell) -> Located:
    """Read both coordinates of one cell, as copied from a map page: ``21.5712, 103.6188`` or in degrees."""
    if _absent(cell):
        return NOWHERE
    text = as_written(cell)
    pair = _PAIR.fullmatch(text.strip())
    if pair:
        first, second = (parse_number(part.replace(",", ".")) for part in pair.groups())
    else:
        sexagesimal = _DMS_PAIR.fullmatch(text.strip())
        if not sexagesimal:
            return Located(text=text, problem="coordinates_unreadable")
        first = _sexagesimal(sexagesimal.groups()[:4])
        second = _sexagesimal(sexagesimal.groups()[4:])
    if first is None or second is None:
        return Located(text=text, problem="coordinates_unreadable")
    return _choose(second, first, None, text)


def locate_point(x: float, y: float, crs: str | None) -> Located:
    """Read the point of a map file in x, y order; with no system big numbers are metres."""
    text = f"{x}, {y} ({crs or STORE})"
    return _choose(x, y, crs, text)


def _choose(x: float, y: float, crs: str | None, text: str) -> Located:
    """Take the order that lies near the province; metres in columns of degrees are taken as VN-2000."""
    system, mended = crs or STORE, ""
    if crs is None and max(abs(x), abs(y)) > 360:
        system, mended = METRIC, "metres_as_degrees"
    elif crs is not None and max(abs(x), abs(y)) <= 360 and not _is_geographic(crs):
        system, mended = STORE, "degrees_as_metres"
    plain = _to_degrees(x, y, system)
    if plain and _is_near(*plain):
        return Located(*plain, text, mended)
    swapped = _to_degrees(y, x, system)
    if swapped and _is_near(*swapped):
        return Located(*swapped, text, "coordinates_swapped")
    if plain is None or (plain[0] == 0 and plain[1] == 0):
        return Located(text=text, problem="coordinates_unreadable")
    return Located(*plain, text, mended, outside=True)


def _to_degrees(x: float, y: float, crs: str) -> tuple[float, float] | None:
    lon, lat = (x, y) if crs == STORE else transformer(crs, STORE).transform(x, y)
    if not (math.isfinite(lon) and math.isfinite(lat)) or abs(lon) > 180 or abs(lat) > 90:
        return None
    return round(lon, 8), round(lat, 8)


@lru_cache(maxsize=32)
def _is_geographic(crs: str) -> bool:
    return bool(CRS.from_user_input(crs).is_geographic)


def _is_near(lon: float, lat: float) -> bool:
    west, south, east, north = PROVINCE_DEGREES
    return west <= lon <= east and south <= lat <= north


def _absent(cell: Cell) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and fold(cell) in _ABSENT)


def _degrees(cell: Cell) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return float(cell)
    if not isinstance(cell, str):
        return None
    text = cell.strip().rstrip("°º").strip()
    match = _DMS.fullmatch(cell.strip())
    if match and (match.group(2) or match.group(4)):
        return _sexagesimal(match.groups())
    # 21.571 are degrees, never twenty-one thousand; with two marks it is a number of metres.
    if text.count(".") + text.count(",") <= 1:
        text = text.replace(",", ".")
        try:
            return float(text)
        except ValueError:
            return None
    return parse_number(text)


def _metres(cell: Cell) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return float(cell)
    if not isinstance(cell, str):
        return None
    return parse_number(re.sub(r"\s*m$", "", cell.strip()))


def _sexagesimal(parts: tuple[str | None, ...]) -> float | None:
    degrees, minutes, seconds = (float((part or "0").replace(",", ".")) for part in parts[:3])
    if minutes >= 60 or seconds >= 60:
        return None
    return degrees + minutes / 60 + seconds / 3600
