"""Background pictures from an address the analyst typed ({z}/{x}/{y}), fetched only while switched on.

Bounded in number, bytes and time. Knows nothing of the window; it is never asked by papers.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import math
import os
import re
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from layers.crs import METRIC, transformer
from layers.errors import AppError, BadAnswer, BadParameter, NoNetwork
from layers.io.raster_colours import Picture
from layers.io.raster_files import Bounds, warped
from layers.progress import SILENT, Progress
from layers.reasons import reason_of

WEB_CRS = "EPSG:3857"
TILE_PX = 256
FINEST_ZOOM = 19
MOST_TILES = 80  # of one picture: a 4K view with its margin needs about so many at two thirds of its detail
LARGEST_TILE_BYTES = 2 * 1024**2
LARGEST_TILE_PX = 1024
TIMEOUT_S = 5.0
LONGEST_S = 15.0  # for all tiles of one picture
MEMORY_BYTES = 64 * 1024**2
DISK_BYTES = 200 * 1024**2
TRIM_EVERY = 100  # tiles fetched between two looks at how large the folder has become
FAILURES_AT_MOST = 2  # then the rest of the picture is not asked for
_HALF_WORLD_M = math.pi * 6_378_137.0
_PARTS = ("{z}", "{x}", "{y}")
_AGENT = "sonla-coverage-map"

Tile = tuple[int, int, int]


@dataclass(frozen=True)
class TilePicture:
    """A picture, and the first thing that went wrong while its tiles were fetched, if anything did."""

    rgba: Picture
    error: AppError | None


def checked_address(url: str) -> str:
    """Return an address that can be asked for tiles, without blanks at its ends.

    Raises
    ------
    BadParameter
        It is neither http nor https, names no machine, carries a name or password, or lacks {z}, {x} or {y}.

    Examples
    --------
    >>> checked_address(" https://tiles.example.vn/{z}/{x}/{y}.png ")
    'https://tiles.example.vn/{z}/{x}/{y}.png'
    """
    address = url.strip()
    wrong = BadParameter(name="url", value=address or "–", allowed="https://…/{z}/{x}/{y}.png")
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise wrong
    where = parts.path + "?" + parts.query
    if any(where.count(part) != 1 for part in _PARTS) or re.search(r"[\s\x00-\x1f]", address):
        raise wrong
    if "{" in address.replace("{z}", "").replace("{x}", "").replace("{y}", "") or any(
        part in parts.netloc for part in _PARTS
    ):
        raise wrong
    return address


def host_of(url: str) -> str:
    """Return the machine an address asks."""
    return urlsplit(url).hostname or ""


class _OneMachine(urllib.request.HTTPRedirectHandler):
    """Follows an answer that sends elsewhere on the same machine only: no other was agreed to."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        if urlsplit(newurl).scheme not in ("http", "https") or host_of(newurl) != host_of(req.full_url):
            raise urllib.error.HTTPError(req.full_url, code, msg, headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class TileSource:
    """Tiles of one address, with what was fetched kept in memory and in a folder.

    Parameters
    ----------
    url : str
        As `checked_address` gives it.
    folder : Path or None
        Where tiles are kept between sessions (at most `DISK_BYTES`); None keeps none.
    """

    url: str
    folder: Path | None = None
    timeout_s: float = TIMEOUT_S
    _memory: OrderedDict[Tile, bytes] = field(default_factory=OrderedDict, repr=False)
    _bytes: int = 0
    _fetched_since: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def read_window(
        self,
        bounds_m: Bounds,
        width_px: int,
        height_px: int,
        *,
        progress: Progress = SILENT,
    ) -> TilePicture:
        """Fetch the tiles of a part of the map and put them together in the metric system.

        Parameters
        ----------
        bounds_m : tuple of float
            min x, min y, max x, max y in metres of EPSG:9206.

        Returns
        -------
        TilePicture
            Tiles that did not come are clear; after `FAILURES_AT_MOST` failures no more are asked for.
        """
        from rasterio.transform import Affine

        tiles = tiles_of(bounds_m, width_px)
        clear = np.zeros((height_px, width_px, 4), np.uint8)
        if not tiles:
            return TilePicture(clear, None)
        zoom, left, top = tiles[0][0], min(t[1] for t in tiles), min(t[2] for t in tiles)
        columns, rows = max(t[1] for t in tiles) - left + 1, max(t[2] for t in tiles) - top + 1
        mosaic = np.zeros((rows * TILE_PX, columns * TILE_PX, 4), np.uint8)
        failed: list[AppError] = []
        end_s = time.monotonic() + LONGEST_S
        for done, tile in enumerate(tiles):
            progress.report(done / len(tiles), "progress.downloading")
            if len(failed) >= FAILURES_AT_MOST or time.monotonic() > end_s:
                break
            try:
                picture = self._picture(tile)
            except AppError as error:
                failed.append(error)
                continue
            if picture is not None:
                y, x = (tile[2] - top) * TILE_PX, (tile[1] - left) * TILE_PX
                mosaic[y : y + TILE_PX, x : x + TILE_PX] = picture
        side_m = 2 * _HALF_WORLD_M / 2**zoom
        transform = Affine(
            side_m / TILE_PX,
            0,
            left * side_m - _HALF_WORLD_M,
            0,
            -side_m / TILE_PX,
            _HALF_WORLD_M - top * side_m,
        )
        if self.folder is not None and self._fetched_since >= TRIM_EVERY:
            self._fetched_since = 0
            trim(self.folder)
        rgba = warped(mosaic, transform, WEB_CRS, bounds_m, width_px, height_px)
        return TilePicture(rgba, failed[0] if failed else None)

    def _picture(self, tile: Tile) -> Picture | None:
        """Return the pixels of a tile, None for one the address does not have."""
        content = self._kept(tile)
        if content is None:
            content = self._fetched(tile)
            self._fetched_since += 1
            picture = decoded(content, self.url) if content else None
            self._keep(tile, content)
            return picture
        return decoded(content, self.url) if content else None

    # -- fetching --------------------------------------------------------------------------------

    def _fetched(self, tile: Tile) -> bytes:
        """Return what the address answers, b"" where it has no such tile."""
        address = self.url
        for part, value in zip(_PARTS, tile, strict=True):
            address = address.replace(part, str(value))
        request = urllib.request.Request(address, headers={"User-Agent": _AGENT})
        opener = urllib.request.build_opener(_OneMachine)
        try:
            with opener.open(request, timeout=self.timeout_s) as answer:
                content: bytes = answer.read(LARGEST_TILE_BYTES + 1)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (204, 404, 410):
                return b""
            raise BadAnswer(url=host_of(self.url), reason=f"HTTP {error.code}") from error
        except TimeoutError as error:
            raise NoNetwork(url=host_of(self.url), reason=f"> {self.timeout_s:g} s") from error
        except urllib.error.URLError as error:
            raise NoNetwork(url=host_of(self.url), reason=_told(error.reason)) from error
        except (http.client.HTTPException, ValueError) as error:
            raise BadAnswer(url=host_of(self.url), reason=type(error).__name__) from error
        except OSError as error:
            raise NoNetwork(url=host_of(self.url), reason=_told(error)) from error
        if len(content) > LARGEST_TILE_BYTES:
            raise BadAnswer(url=host_of(self.url), reason=f"> {LARGEST_TILE_BYTES // 1024**2} MB")
        return content

    # -- keeping ---------------------------------------------------------------------------------

    def _kept(self, tile: Tile) -> bytes | None:
        with self._lock:
            if tile in self._memory:
                self._memory.move_to_end(tile)
                return self._memory[tile]
        path = self._path(tile)
        if path is None:
            return None
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the cache lets go of what was used longest ago
        self._remember(tile, content)
        return content

    def _keep(self, tile: Tile, content: bytes) -> None:
        self._remember(tile, content)
        path = self._path(tile)
        if path is None or not content:
            return
        with contextlib.suppress(OSError):  # a full disk is no reason not to show a map
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.tmp")
            unfinished.write_bytes(content)
            unfinished.replace(path)

    def _remember(self, tile: Tile, content: bytes) -> None:
        with self._lock:
            self._bytes += len(content) - len(self._memory.pop(tile, b""))
            self._memory[tile] = content
            while self._bytes > MEMORY_BYTES:
                _, gone = self._memory.popitem(last=False)
                self._bytes -= len(gone)

    def _path(self, tile: Tile) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(self.url.encode()).hexdigest()[:16]
        return self.folder / name / f"{tile[0]}-{tile[1]}-{tile[2]}.tile"


def trim(folder: Path, most_bytes: int = DISK_BYTES) -> None:
    """Remove the tiles used longest ago until the folder holds at most `most_bytes`."""
    found = []
    with contextlib.suppress(OSError):
        for path in folder.glob("*/*"):
            with contextlib.suppress(OSError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
    size = sum(bytes_ for _, bytes_, _ in found)
    for _, bytes_, path in sorted(found, key=lambda one: (one[0], str(one[2]))):
        if size <= most_bytes:
            return
        with contextlib.suppress(OSError):
            path.unlink()
            size -= bytes_


def tiles_of(bounds_m: Bounds, width_px: int) -> tuple[Tile, ...]:
    """Return the tiles (zoom, column, row from the north) a picture needs, at most `MOST_TILES`.

    Their pixels are as fine as those of the picture or, where that would be too many, half, a quarter ….
    """
    sides = np.linspace(0.0, 1.0, 8)
    mesh_x, mesh_y = np.meshgrid(
        bounds_m[0] + sides * (bounds_m[2] - bounds_m[0]), bounds_m[1] + sides * (bounds_m[3] - bounds_m[1])
    )
    x, y = (
        np.asarray(part) for part in transformer(METRIC, WEB_CRS).transform(mesh_x.ravel(), mesh_y.ravel())
    )
    seen = np.isfinite(x) & np.isfinite(y)
    if not seen.any():
        return ()
    low_x, low_y, high_x, high_y = x[seen].min(), y[seen].min(), x[seen].max(), y[seen].max()
    pixel = max((high_x - low_x) / width_px, 1e-3)
    finest = round(math.log2(2 * _HALF_WORLD_M / (TILE_PX * pixel)))
    for zoom in range(min(FINEST_ZOOM, max(0, finest)), -1, -1):
        side = 2 * _HALF_WORLD_M / 2**zoom
        last = 2**zoom - 1
        columns = _span(low_x + _HALF_WORLD_M, high_x + _HALF_WORLD_M, side, last)
        rows = _span(_HALF_WORLD_M - high_y, _HALF_WORLD_M - low_y, side, last)
        if len(columns) * len(rows) <= MOST_TILES:
            return tuple(_from_the_middle(zoom, columns, rows))
    return ()


def _span(low: float, high: float, side: float, last: int) -> range:
    return range(min(last, max(0, int(low // side))), min(last, max(0, int(high // side))) + 1)


def _from_the_middle(zoom: int, columns: range, rows: range) -> Iterator[Tile]:
    """Yield tiles, those in the middle of the view first: should time run out, they are there."""
    middle_x, middle_y = (columns[0] + columns[-1]) / 2, (rows[0] + rows[-1]) / 2
    every = [(zoom, column, row) for row in rows for column in columns]
    yield from sorted(every, key=lambda t: (t[1] - middle_x) ** 2 + (t[2] - middle_y) ** 2)


def decoded(content: bytes, url: str) -> Picture:
    """Return the pixels of a PNG, JPEG or WebP tile as `TILE_PX` squares of red, green, blue, alpha.

    Raises
    ------
    BadAnswer
        It is something else, or unreasonably large.
    """
    from rasterio.errors import RasterioError
    from rasterio.io import MemoryFile
    from rasterio.windows import Window

    from layers.io.raster_colours import read_rgba
    from layers.io.raster_opening import quiet

    wrong = BadAnswer(url=host_of(url), reason="?")
    kind = next((name for start, name in _KINDS if content.startswith(start)), None)
    if kind is None:
        raise wrong
    try:
        with warnings.catch_warnings(), quiet(), MemoryFile(content) as memory:
            warnings.simplefilter("ignore")
            with memory.open(driver=kind) as source:
                if max(source.width, source.height) > LARGEST_TILE_PX:
                    raise wrong
                whole = Window(0, 0, source.width, source.height)
                return read_rgba(source, whole, (TILE_PX, TILE_PX), None)
    except (RasterioError, ValueError, IndexError, MemoryError) as error:
        raise wrong from error


_KINDS = ((b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"RIFF", "WEBP"))


def _told(reason: object) -> str:
    return reason_of(reason) if isinstance(reason, OSError) else str(reason)
