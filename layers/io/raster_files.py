"""Background pictures from GeoTIFF and MBTiles files, reprojected to the metric system of the map.

Knows files and places; nothing of layers, of the window or of drawing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from layers.crs import METRIC, transformer
from layers.errors import FileMissing, FileUnreadable, NotSpatial
from layers.io.raster_colours import (
    Picture,
    Stretch,
    premultiplied,
    read_rgba,
    straight,
    stretch_of,
)
from layers.io.raster_opening import KNOWN, Place, applied, checked, is_raster, opened, outline, placed, quiet
from layers.progress import SILENT, Progress
from layers.reasons import reason_of

if TYPE_CHECKING:
    from rasterio.io import DatasetReader

__all__ = ["KNOWN", "RasterInfo", "is_raster", "read_info", "read_window", "sha256_of", "warped"]

Bounds = tuple[float, float, float, float]
FloatArray = npt.NDArray[np.float64]

LARGEST_SIDE_PX = 20_000  # of a picture that is asked for
_MESH = 24  # places along each side of a window that decide which part of the file is read
FINER = 1.5  # pixels that are read for one of the picture
MOST_PIXELS = 48_000_000  # that are held at once
PIXELS_AT_ONCE = 64_000_000  # of the file, between two looks at whether the picture is still wanted
_ROWS_AT_ONCE = 512  # of the picture, between two looks at whether it is still wanted


@dataclass(frozen=True)
class RasterInfo:
    """What a raster file is.

    Attributes
    ----------
    format : str
        GeoTIFF or MBTiles.
    width, height : int
        Pixels of the finest level.
    crs : str
        As `EPSG:n` where it has a number, else WKT.
    is_crs_assumed : bool
        The file does not say; its coordinates fit this one.
    bounds_m : tuple of float
        min x, min y, max x, max y in metres of EPSG:9206.
    """

    format: str
    width: int
    height: int
    crs: str
    is_crs_assumed: bool
    bounds_m: Bounds


def read_info(path: Path) -> RasterInfo:
    """Look into a raster file.

    Raises
    ------
    FileMissing, FileEmpty, FileUnreadable, FileDamaged
    FormatUnknown
        Neither GeoTIFF nor MBTiles. A .vrt is refused as well: it may name files of the network.
    NotSpatial
        The file does not say where on the Earth it lies.
    RasterRefused
        The tiles of an MBTiles file are vectors, not pictures.

    Examples
    --------
    >>> read_info(Path("missing.tif"))
    Traceback (most recent call last):
    ...
    layers.errors.FileMissing: file_missing: {'path': 'missing.tif'}
    """
    kind = checked(path)
    with opened(path, kind) as source:
        place = placed(source, path)
        x, y = outline(place.transform, 0.0, 0.0, source.width, source.height)
        bounds = _bounds_of(*transformer(place.crs, METRIC).transform(x, y))
        if bounds is None:
            raise NotSpatial(path=path.name)
        return RasterInfo(kind, source.width, source.height, place.crs, place.is_assumed, bounds)


def read_window(
    path: Path,
    bounds_m: Bounds,
    width_px: int,
    height_px: int,
    *,
    progress: Progress = SILENT,
) -> Picture:
    """Read a part of a raster as a picture in the metric system.

    Overviews of the file are used: what is read is about as large as what is asked for.

    Parameters
    ----------
    path : Path
    bounds_m : tuple of float
        min x, min y, max x, max y in metres of EPSG:9206; the outer edges of the picture.
    width_px, height_px : int
        Size of the picture.
    progress : Progress
        Asked between strips, so that a picture that is no longer wanted is given up.

    Returns
    -------
    ndarray of uint8, shape (height_px, width_px, 4)
        Red, green, blue, alpha (not premultiplied), north at the top; alpha 0 where the file says nothing.
        Grey values are stretched from the 2nd to the 98th percentile of the whole file.

    Raises
    ------
    ValueError
        A size below 1 or above `LARGEST_SIDE_PX`, or bounds that are no place.
    AppError
        As `read_info`.

    Examples
    --------
    ``read_window(Path("nen.tif"), (500_000, 2_340_000, 510_000, 2_350_000), 1000, 1000)[0, 0]`` is the pixel
    whose middle lies 5 m east and south of the north-western corner.
    """
    if not (1 <= width_px <= LARGEST_SIDE_PX and 1 <= height_px <= LARGEST_SIDE_PX):
        raise ValueError(f"size {width_px} × {height_px}")
    if not (np.isfinite(bounds_m).all() and bounds_m[0] < bounds_m[2] and bounds_m[1] < bounds_m[3]):
        raise ValueError(f"bounds {bounds_m}")
    kind = checked(path)
    picture = np.zeros((height_px, width_px, 4), np.uint8)
    stretch = stretch_of(path, kind)
    with opened(path, kind) as source:
        place = placed(source, path)
        step_m = (bounds_m[3] - bounds_m[1]) / height_px
        for top in range(0, height_px, _ROWS_AT_ONCE):
            progress.report(top / height_px)
            rows = min(_ROWS_AT_ONCE, height_px - top)
            north = bounds_m[3] - top * step_m
            strip = (bounds_m[0], north - rows * step_m, bounds_m[2], north)
            picture[top : top + rows] = _strip(source, place, strip, width_px, rows, stretch, progress)
    return picture


def warped(
    rgba: Picture, transform: Any, crs: str, bounds_m: Bounds, width_px: int, height_px: int
) -> Picture:
    """Reproject a picture to the metric system, bilinear.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (rows, columns, 4), not premultiplied
    transform : Affine
        Column and row (from the outer corner of the first pixel) → coordinates of `crs`.
    crs : str
    bounds_m : tuple of float
        Of the picture wanted, metres of EPSG:9206.
    width_px, height_px : int
    """
    from rasterio.enums import Resampling
    from rasterio.transform import from_bounds
    from rasterio.warp import reproject

    target = np.zeros((4, height_px, width_px), np.uint8)
    with quiet():
        reproject(
            np.ascontiguousarray(np.moveaxis(premultiplied(rgba), 2, 0)),
            target,
            src_transform=transform,
            src_crs=crs,
            dst_transform=from_bounds(*bounds_m, width_px, height_px),
            dst_crs=METRIC,
            resampling=Resampling.bilinear,
            init_dest_nodata=False,
        )
    return straight(np.moveaxis(target, 0, 2))


def sha256_of(path: Path, progress: Progress = SILENT) -> str:
    """Return the checksum of a file; a large one takes a second a gigabyte.

    Raises
    ------
    FileMissing, FileUnreadable
    """
    try:
        size, done, digest = max(1, path.stat().st_size), 0, hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 22):
                digest.update(block)
                done += len(block)
                progress.report(done / size, "progress.reading")
    except FileNotFoundError as error:
        raise FileMissing(path=path.name) from error
    except OSError as error:
        raise FileUnreadable(path=path.name, reason=reason_of(error)) from error
    return digest.hexdigest()


# -- reading --------------------------------------------------------------------------------------------


def _strip(
    source: DatasetReader,
    place: Place,
    bounds_m: Bounds,
    width: int,
    height: int,
    stretch: Stretch | None,
    progress: Progress,
) -> Picture:
    """Return one strip of a picture: the part of the file under it, read at its scale, then reprojected."""
    from rasterio.transform import Affine
    from rasterio.windows import Window
    from rasterio.windows import transform as window_transform

    window = _window(source, place, bounds_m)
    if window is None:
        return np.zeros((height, width, 4), np.uint8)
    left, top, columns, rows = window
    # A little finer than the picture, so that reprojecting it loses nothing.
    share = min(1.0, FINER * _scale(place, bounds_m, width), (MOST_PIXELS / (columns * rows)) ** 0.5)
    shape = (max(1, round(rows * share)), max(1, round(columns * share)))
    part = Window(left, top, columns, rows)
    rgba = _read_in_bands(source, part, shape, stretch, progress)
    transform = window_transform(part, place.transform)
    wide, high = columns / shape[1], rows / shape[0]
    transform = Affine(
        transform.a * wide, transform.b * high, transform.c,
        transform.d * wide, transform.e * high, transform.f,
    )  # fmt: skip
    return warped(rgba, transform, place.crs, bounds_m, width, height)


def _read_in_bands(
    source: DatasetReader, part: Any, shape: tuple[int, int], stretch: Stretch | None, progress: Progress
) -> Picture:
    """Read a part at a scale; a large one in bands, so that one that is no longer wanted is given up."""
    from rasterio.windows import Window

    bands = min(shape[0], -(-int(part.width * part.height) // PIXELS_AT_ONCE))
    edges = np.linspace(0, shape[0], max(1, bands) + 1).round().astype(int).tolist()
    step = part.height / shape[0]
    pieces = []
    for first, last in pairwise(edges):
        progress.report(0.5)
        band = Window(part.col_off, part.row_off + first * step, part.width, (last - first) * step)
        pieces.append(read_rgba(source, band, (last - first, shape[1]), stretch))
    return np.concatenate(pieces)


def _window(source: DatasetReader, place: Place, bounds_m: Bounds) -> tuple[int, int, int, int] | None:
    """Return left, top, columns and rows of the part of the file that bounds need, None for no part."""
    sides = np.linspace(0.0, 1.0, _MESH)
    x = bounds_m[0] + sides * (bounds_m[2] - bounds_m[0])
    y = bounds_m[1] + sides * (bounds_m[3] - bounds_m[1])
    mesh_x, mesh_y = np.meshgrid(x, y)
    east, north = transformer(METRIC, place.crs).transform(mesh_x.ravel(), mesh_y.ravel())
    column, row = applied(~place.transform, east, north)
    seen = np.isfinite(column) & np.isfinite(row)
    if not seen.any():
        return None
    # The edge is curved between the places of the mesh, and smoothing looks at neighbours.
    room_x = 2 + (column[seen].max() - column[seen].min()) / (2 * _MESH)
    room_y = 2 + (row[seen].max() - row[seen].min()) / (2 * _MESH)
    left = int(np.clip(np.floor(column[seen].min() - room_x), 0, source.width))
    right = int(np.clip(np.ceil(column[seen].max() + room_x), 0, source.width))
    top = int(np.clip(np.floor(row[seen].min() - room_y), 0, source.height))
    bottom = int(np.clip(np.ceil(row[seen].max() + room_y), 0, source.height))
    if left >= right or top >= bottom:
        return None
    return left, top, right - left, bottom - top


def _scale(place: Place, bounds_m: Bounds, width: int) -> float:
    """Return how many pixels of the picture a pixel of the file is wide, in the middle of the bounds."""
    x, y = (bounds_m[0] + bounds_m[2]) / 2, (bounds_m[1] + bounds_m[3]) / 2
    step = (bounds_m[2] - bounds_m[0]) / width
    east, north = transformer(METRIC, place.crs).transform([x, x + step, x], [y, y, y + step])
    column, row = applied(~place.transform, east, north)
    steps = [np.hypot(column[i] - column[0], row[i] - row[0]) for i in (1, 2)]
    finest = min(steps)
    return float(1.0 / finest) if np.isfinite(finest) and finest > 0 else 1.0


def _bounds_of(x: FloatArray, y: FloatArray) -> Bounds | None:
    x, y = np.asarray(x, float), np.asarray(y, float)
    seen = np.isfinite(x) & np.isfinite(y)
    if not seen.any():
        return None
    return (float(x[seen].min()), float(y[seen].min()), float(x[seen].max()), float(y[seen].max()))
