"""Raster files as GDAL hands them over: which are opened at all, held to this machine, and where they lie.

Opens no network and nothing but GeoTIFF and MBTiles. Knows nothing of colours or of pictures.
"""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from pyproj import CRS
from pyproj.exceptions import CRSError

from layers.crs import METRIC, STORE
from layers.errors import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileUnreadable,
    FormatUnknown,
    NotSpatial,
    RasterRefused,
)
from layers.reasons import reason_of

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

FloatArray = npt.NDArray[np.float64]

FORMATS = {".tif": "GeoTIFF", ".tiff": "GeoTIFF", ".gtiff": "GeoTIFF", ".mbtiles": "MBTiles"}
KNOWN = tuple(sorted(FORMATS))
_DRIVERS = {"GeoTIFF": "GTiff", "MBTiles": "MBTiles"}
_TIFF_STARTS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_TILE_STARTS = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF")
_EDGE = 24  # places along each side of a raster: projected edges are curved

# GDAL reads what lies beside a file and what a file names. It may look at this machine only, may write
# nothing, and may not take more than this memory for blocks.
_GDAL: dict[str, Any] = {
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_CACHEMAX": 128,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_PROXY": "http://127.0.0.1:1",
    "GDAL_MAX_DATASET_POOL_SIZE": "16",
    "OPENJPEG_MAX_TILE_SIZE": "0",
}


def is_raster(path: Path) -> bool:
    """Say whether a file is to be read as a raster: by its ending, or by its first bytes where it has none.

    What other kinds of raster there are (.vrt, .jp2, .ecw …) is told by `read_info`.
    """
    return path.suffix.lower() in FORMATS or path.suffix.lower() in _OTHER_RASTERS


# Names of rasters that are refused by name instead of being taken for a damaged map file.
_OTHER_RASTERS = frozenset({".vrt", ".wms", ".jp2", ".ecw", ".sid", ".img", ".asc", ".png", ".jpg", ".jpeg"})


def checked(path: Path) -> str:
    """Return the format of a file that may be opened."""
    if not path.is_file():
        raise FileMissing(path=path.name)
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise FormatUnknown(path=path.name, known=KNOWN)
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise FileUnreadable(path=path.name, reason=reason_of(error)) from error
    if not start:
        raise FileEmpty(path=path.name)
    if kind == "MBTiles":
        if not start.startswith(b"SQLite format 3\0"):
            raise FileDamaged(path=path.name, format=kind)
        _check_tiles(path)
    else:
        if not start.startswith(_TIFF_STARTS):
            raise FileDamaged(path=path.name, format=kind)
        _check_companions(path)
    return kind


def _check_tiles(path: Path) -> None:
    """Refuse tiles that are not pictures: vector tiles would need a style that nobody has given."""
    damaged = FileDamaged(path=path.name, format="MBTiles")
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            stated = dict(connection.execute("SELECT name, value FROM metadata WHERE name = 'format'"))
            tile = connection.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise damaged from error
    if tile is None:
        raise FileEmpty(path=path.name)
    first = tile[0] if isinstance(tile[0], bytes) else b""
    if str(stated.get("format", "")).lower() in ("pbf", "mvt") or first.startswith(b"\x1f\x8b"):
        raise RasterRefused(path=path.name, reason="vector_tiles")
    if not first.startswith(_TILE_STARTS):
        raise damaged


def _check_companions(path: Path) -> None:
    """Refuse overviews or masks beside a TIFF that are something else: GDAL would follow them anywhere."""
    for suffix in (".ovr", ".msk", ".OVR", ".MSK"):
        beside = path.with_name(path.name + suffix)
        if beside.is_file():
            with beside.open("rb") as file:
                if not file.read(4).startswith(_TIFF_STARTS):
                    raise FileDamaged(path=beside.name, format="GeoTIFF")


@contextmanager
def quiet() -> Iterator[None]:
    """Hold GDAL to this machine, and keep its own warnings out of the way: what matters is checked here."""
    import rasterio

    with warnings.catch_warnings(), rasterio.Env(**_GDAL):
        warnings.simplefilter("ignore")
        yield


@contextmanager
def opened(path: Path, kind: str) -> Iterator[DatasetReader]:
    """Open a raster that `checked` has let through, for the time of a ``with``."""
    import rasterio
    from rasterio.errors import RasterioError

    damaged = FileDamaged(path=path.name, format=kind)
    try:
        with quiet(), rasterio.open(str(path.resolve()), driver=_DRIVERS[kind]) as source:
            if source.count == 0:
                raise damaged
            yield source
    except (RasterioError, ValueError, IndexError, MemoryError) as error:
        raise damaged from error


@dataclass(frozen=True)
class Place:
    """Where a raster lies: column and row → coordinates of `crs` ("EPSG:n" or WKT), as it says or assumed."""

    transform: Any
    crs: str
    is_assumed: bool


def placed(source: DatasetReader, path: Path) -> Place:
    """Return where a raster lies: as it says, by control points, or in the system that its numbers fit."""
    from rasterio.transform import from_gcps

    transform, stated = source.transform, source.crs
    if transform.is_identity and source.gcps[0]:
        transform, stated = from_gcps(source.gcps[0]), source.gcps[1]
    if transform.is_identity or transform.determinant == 0:
        raise NotSpatial(path=path.name)
    if stated:
        try:
            known = CRS.from_wkt(stated.to_wkt())
        except CRSError as error:
            raise NotSpatial(path=path.name) from error
        number = known.to_epsg(min_confidence=90)
        return Place(transform, f"EPSG:{number}" if number else known.to_wkt(), is_assumed=False)
    x, y = outline(transform, 0.0, 0.0, source.width, source.height)
    assumed = assumed_crs(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
    if assumed is None:
        raise NotSpatial(path=path.name)
    return Place(transform, assumed, is_assumed=True)


def assumed_crs(min_x: float, min_y: float, max_x: float, max_y: float) -> str | None:
    """Return the system that coordinates without one are taken to be in, None where none fits.

    Degrees, else VN-2000 metres of the province, else web tiles.

    Examples
    --------
    >>> assumed_crs(103.9, 21.0, 104.1, 21.2), assumed_crs(0.0, 0.0, 900.0, 900.0)
    ('EPSG:4326', None)
    """
    corners = {STORE: (100.0, 7.0, 118.0, 24.5), METRIC: (200_000.0, 2_000_000.0, 900_000.0, 2_700_000.0)}
    corners["EPSG:3857"] = (11_100_000.0, 780_000.0, 13_200_000.0, 2_830_000.0)
    for name, (low_x, low_y, high_x, high_y) in corners.items():
        if low_x <= min_x and max_x <= high_x and low_y <= min_y and max_y <= high_y:
            return name
    return None


def outline(
    transform: Any, left: float, top: float, columns: float, rows: float
) -> tuple[FloatArray, FloatArray]:
    """Return coordinates along the edge of a part of a file: projected edges are curved."""
    along = np.linspace(0.0, 1.0, _EDGE)
    zero, one = np.zeros(_EDGE), np.ones(_EDGE)
    column = left + columns * np.concatenate([along, one, along, zero])
    row = top + rows * np.concatenate([zero, along, one, along])
    return applied(transform, column, row)


def applied(transform: Any, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return where an affine transform puts places; its own operators are other ones in each version."""
    first, second = np.asarray(x, float), np.asarray(y, float)
    return (
        transform.a * first + transform.b * second + transform.c,
        transform.d * first + transform.e * second + transform.f,
    )
