"""Keeps the outlines of a workspace's communes as bare arrays, to be drawn before anything else is loaded.

Knows SQLite and arrays; nothing that takes long to import (no pandas, no shapely): that is what it is for.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from layers.boundaries import Boundaries

_LOG = logging.getLogger(__name__)

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

FORMAT = "1"
ENDING = ".look"
MOST_KEPT = 12
# Those a map of the whole province is drawn with.
TOLERANCES_M = (160.0, 80.0)
_BROKEN = (OSError, ValueError, KeyError, EOFError, TypeError, IndexError, zipfile.BadZipFile, zlib.error)

_SHOWN = "SELECT count(*) FROM layers WHERE kind = 'boundaries' AND visible AND opacity >= 1"
_COMMUNES = """
SELECT code, schematic, geom FROM communes
WHERE vintage = (SELECT value FROM meta WHERE key = 'vintage') ORDER BY code
"""


@dataclass(frozen=True, eq=False)
class Outlines:
    """The rings of all communes in one degree of detail.

    Attributes
    ----------
    points : ndarray, shape (n, 2), metres (EPSG:9206)
        Vertices of all rings, one after another, commune by commune.
    rings : ndarray of int
        How many vertices each ring has.
    communes : ndarray of int
        How many rings each commune has.
    """

    points: FloatArray
    rings: IntArray
    communes: IntArray


@dataclass(frozen=True, eq=False)
class FirstLook:
    """What is drawn first.

    Attributes
    ----------
    outlines : mapping of float to Outlines
        By tolerance in metres.
    """

    outlines: Mapping[float, Outlines]

    @property
    def bounds_m(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in metres."""
        points = self.outlines[TOLERANCES_M[0]].points
        west, south = points.min(axis=0)
        east, north = points.max(axis=0)
        return float(west), float(south), float(east), float(north)


class FirstLooks:
    """First looks by the content of the communes they show.

    Parameters
    ----------
    folder : Path
        Where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def key_of(self, file: Path) -> str | None:
        """Return the name of the communes a workspace file shows; None where it shows none plainly.

        Schematic communes and those that are hidden or translucent are left to the map itself. Takes no lock
        and reports nothing: a file that cannot be read is told of by who opens it.
        """
        address = file.resolve().as_uri() + "?immutable=1"
        try:
            with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
                is_shown = connection.execute(_SHOWN).fetchone()[0] == 1
                rows = connection.execute(_COMMUNES).fetchall() if is_shown else []
        except (sqlite3.Error, OSError):
            return None
        if not rows or any(schematic or not isinstance(shape, bytes) for _, schematic, shape in rows):
            return None
        digest = hashlib.sha256(FORMAT.encode())
        for code, _, shape in rows:
            digest.update(f"{code} {len(shape)} ".encode())
            digest.update(shape)
        return digest.hexdigest()[:40]

    def load(self, key: str) -> FirstLook | None:
        """Return what is kept under a key; a file that cannot be read is removed."""
        path = self._path(key)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                look = FirstLook({tolerance: _unpacked(arrays, tolerance) for tolerance in TOLERANCES_M})
        except _BROKEN as error:
            _LOG.info("a kept first look is thrown away (%s)", type(error).__name__)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the ones used last are kept
        return look

    def keep(self, key: str, boundaries: Boundaries) -> None:
        """Write the first look of boundaries; a folder that cannot be written keeps nothing."""
        arrays: dict[str, npt.NDArray[np.generic]] = {}
        for tolerance in TOLERANCES_M:
            arrays |= _packed(boundaries, tolerance)
        path = self._path(key)
        beside = path.with_name(f"{path.stem}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as stream:
                np.savez(stream, **arrays)  # type: ignore[arg-type]
            beside.replace(path)
            kept = sorted(self._folder.glob("*" + ENDING), key=lambda file: file.stat().st_mtime)
            for file in kept[:-MOST_KEPT]:
                file.unlink()
        except OSError as error:
            _LOG.info("a first look is not kept (%s)", type(error).__name__)
            with contextlib.suppress(OSError):
                beside.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / (key + ENDING)


def _packed(boundaries: Boundaries, tolerance_m: float) -> dict[str, npt.NDArray[np.generic]]:
    import shapely

    areas = boundaries.simplified(tolerance_m).to_numpy()
    polygons, area_of = shapely.get_parts(areas, return_index=True)
    rings, polygon_of = shapely.get_rings(polygons, return_index=True)
    name = f"t{tolerance_m:g}"
    return {
        f"{name}_points": shapely.get_coordinates(rings),
        f"{name}_rings": shapely.get_num_coordinates(rings).astype(np.int64),
        f"{name}_communes": np.bincount(area_of[polygon_of], minlength=len(areas)).astype(np.int64),
    }


def _unpacked(arrays: Mapping[str, npt.NDArray[np.generic]], tolerance_m: float) -> Outlines:
    """Return the outlines of one degree of detail; a ValueError where the parts do not fit together."""
    name = f"t{tolerance_m:g}"
    points = np.asarray(arrays[f"{name}_points"], np.float64)
    rings = np.asarray(arrays[f"{name}_rings"], np.int64)
    communes = np.asarray(arrays[f"{name}_communes"], np.int64)
    is_whole = points.ndim == 2 and points.shape[1] == 2 and len(points) > 0 and np.isfinite(points).all()
    if not is_whole or (rings <= 0).any() or (communes < 0).any():
        raise ValueError("no outlines")
    if rings.sum() != len(points) or communes.sum() != len(rings):
        raise ValueError("outlines that do not fit together")
    return Outlines(points, rings, communes)
