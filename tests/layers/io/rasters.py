"""Small rasters made for tests: marks at known places, in any system and any kind of pixel."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import rasterio
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from layers.crs import METRIC, transformer
from layers.io.raster_opening import applied

# Places in the province, metres of EPSG:9206: the four marks of every test picture.
MARKS = (
    (488_000.0, 2_342_000.0),
    (512_000.0, 2_341_500.0),
    (491_500.0, 2_358_000.0),
    (505_250.0, 2_352_750.0),
)
CENTRE = (500_000.0, 2_350_000.0)
SIDE_M = 32_000.0
PLAIN, MARK = (40, 90, 160), (250, 220, 30)


def marked(crs: str, size: int = 1600) -> tuple[np.ndarray, Affine, float]:
    """Return a picture (bands, rows, columns) with four marks of 5 × 5 pixels, its place and pixel in metres.

    Each mark is centred on the pixel that holds the place of `MARKS`, as pyproj says.
    """
    change = transformer(METRIC, crs)
    half = SIDE_M / 2
    corners = [(CENTRE[0] + dx, CENTRE[1] + dy) for dx in (-half, half) for dy in (-half, half)]
    x, y = change.transform([c[0] for c in corners], [c[1] for c in corners])
    step = max(max(x) - min(x), max(y) - min(y)) / size
    transform = Affine(step, 0, min(x), 0, -step, max(y))
    picture = np.empty((3, size, size), np.uint8)
    picture[:] = np.array(PLAIN, np.uint8)[:, None, None]
    for place in MARKS:
        column, row = applied(~transform, *change.transform(*place))
        top, left = int(row) - 2, int(column) - 2
        picture[:, top : top + 5, left : left + 5] = np.array(MARK, np.uint8)[:, None, None]
    return picture, transform, SIDE_M / size


def write_tiff(
    path: Path, bands: np.ndarray, transform: Affine | None = None, crs: str | None = METRIC, **given: object
) -> Path:
    """Write a GeoTIFF; `overviews`, `colormap` and `colorinterp` as keywords, the rest goes to GDAL."""
    overviews = given.pop("overviews", ())
    colormap = given.pop("colormap", None)
    colours = given.pop("colorinterp", None)
    count, height, width = bands.shape
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(
            path, "w", driver="GTiff", count=count, height=height, width=width, dtype=bands.dtype,
            crs=crs, transform=transform, **given,
        ) as target:  # fmt: skip
            if colours is not None:
                target.colorinterp = colours
            target.write(bands)
            if colormap is not None:
                target.write_colormap(1, colormap)
            if overviews:
                target.build_overviews(list(overviews))
    return path


def square_at(x: float, y: float, size: int, pixel_m: float) -> Affine:
    """Return the place of a picture in EPSG:9206 whose north-western corner is at x, y."""
    return Affine(pixel_m, 0, x, 0, -pixel_m, y + size * pixel_m)


def png(rgb: Sequence[int], size: int = 256, kind: str = "PNG") -> bytes:
    """Return a picture of one colour."""
    pixels = np.empty((len(rgb), size, size), np.uint8)
    pixels[:] = np.array(rgb, np.uint8)[:, None, None]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with MemoryFile() as memory:
            with memory.open(driver=kind, count=len(rgb), height=size, width=size, dtype="uint8") as target:
                target.write(pixels)
            return bytes(memory.read())


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    """Return column and row (from the north) of the web tile that holds a place."""
    count = 2**zoom
    column = (lon + 180) / 360 * count
    row = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * count
    return int(column), int(row)


def write_mbtiles(path: Path, tiles: dict[tuple[int, int, int], bytes], kind: str = "png") -> Path:
    """Write tiles (zoom, column, row from the north) as MBTiles."""
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        connection.execute(
            "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        zooms = [zoom for zoom, _, _ in tiles]
        facts = {"name": "nền", "format": kind, "minzoom": str(min(zooms)), "maxzoom": str(max(zooms))}
        connection.executemany("INSERT INTO metadata VALUES (?, ?)", facts.items())
        rows = [(z, x, 2**z - 1 - y, data) for (z, x, y), data in tiles.items()]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    connection.close()
    return path
