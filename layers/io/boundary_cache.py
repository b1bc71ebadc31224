"""Keeps what takes long to make of boundaries beside the user's other caches, named by their content.

Knows files and areas; a kept file that is damaged, foreign or of another version is thrown away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from layers.boundaries import (
    COLUMNS,
    Boundaries,
    GeometryArray,
    PreparedAreas,
    ReadNotes,
    boundaries_of,
    communes_of,
)
from layers.layer import Frames
from layers.units import FOLDER as REGISTERS

_LOG = logging.getLogger(__name__)

FORMAT = "1"
MOST_KEPT = 6
# Those that a map of the whole province is drawn with; finer ones are made when somebody comes closer.
TOLERANCES_M = (160.0, 80.0)
ENDING = ".npz"
ONE_FILE = frozenset({".gpkg", ".geojson", ".json", ".kml", ".zip"})
_BROKEN = (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error)


class BoundaryCache:
    """Prepared areas by content.

    Parameters
    ----------
    folder : Path or None
        Where they are kept; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def of_document(self, source: Frames) -> Boundaries | None:
        """Return the boundaries of a workspace or snapshot; None while there are none."""
        rows = communes_of(source)
        if self._folder is None or rows.empty:
            return boundaries_of(source)
        shapes = rows.sort_values("code")["geom"]
        # A commune may have lost its area to another program: it is told apart from all others as nothing.
        contents = [content or b"" for content in shapely.to_wkb(shapes.to_numpy())]
        key = _key(rows["vintage"].iloc[0].encode(), *contents)
        kept = self._load(key, len(rows))
        if kept is not None:
            return boundaries_of(source, _prepared(kept))
        made = boundaries_of(source)
        if made is not None:
            self._keep(key, made)
        return made

    def of_file(self, path: Path, read: Callable[[], Boundaries]) -> Boundaries:
        """Return the boundaries of a file, read by `read` where its content was not read before.

        Raises
        ------
        OSError
            The file cannot be read, or what `read` raises.
        """
        if self._folder is None or not _is_whole(path):
            return read()
        registers = (file.read_bytes() for file in sorted(REGISTERS.glob("*.csv")))
        key = _key(path.read_bytes(), *registers)
        kept = self._load(key, None)
        if kept is not None and "facts" in kept:
            with contextlib.suppress(*_BROKEN):
                return _read_back(kept, path.name)
        made = read()
        if made.notes is not None:
            self._keep(key, made, facts=_facts(made))
        return made

    # -- files --------------------------------------------------------------------------------------

    def _path(self, key: str) -> Path:
        assert self._folder is not None
        return self._folder / (key + ENDING)

    def _load(self, key: str, count: int | None) -> dict[str, Any] | None:
        """Return the arrays that are kept under a key; a file that cannot be read is removed."""
        path = self._path(key)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
                kept = {name: arrays[name] for name in arrays.files}  # reads all, so that all is checked
            areas = _unpacked(kept, "areas")
            thinner = {tolerance: _unpacked(kept, f"t{tolerance:g}") for tolerance in TOLERANCES_M}
            sizes = {len(areas), *(len(shapes) for shapes in thinner.values())}
            if len(sizes) != 1 or (count is not None and count not in sizes):
                raise ValueError("another number of areas")
            kept["prepared"] = PreparedAreas(areas, float(kept["overlap_km2"]), thinner)
        except (*_BROKEN, shapely.errors.ShapelyError) as error:
            _LOG.info("a kept boundary file is thrown away (%s)", type(error).__name__)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the ones used last are kept
        return kept

    def _keep(self, key: str, made: Boundaries, facts: str | None = None) -> None:
        """Write what was made, whole or not at all; a cache that cannot be written is none."""
        prepared = made.prepared(TOLERANCES_M)
        arrays: dict[str, Any] = {"overlap_km2": np.float64(prepared.overlap_km2)}
        arrays |= _packed("areas", prepared.areas)
        for tolerance, shapes in prepared.simplified.items():
            arrays |= _packed(f"t{tolerance:g}", shapes)
        if facts is not None:
            arrays["facts"] = np.frombuffer(facts.encode(), np.uint8)
        path = self._path(key)
        beside = path.with_name(f"{path.stem}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as stream:
                np.savez(stream, **arrays)
            beside.replace(path)
            self._clear(path.parent)
        except OSError as error:
            _LOG.info("boundaries are not kept (%s)", type(error).__name__)
            with contextlib.suppress(OSError):
                beside.unlink()

    def _clear(self, folder: Path) -> None:
        """Keep the files used last, and no leftovers of runs that were killed."""
        files = sorted(folder.glob("*" + ENDING), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in (*files[MOST_KEPT:], *folder.glob("*.part")):
            with contextlib.suppress(OSError):
                file.unlink()


def _key(*contents: bytes) -> str:
    """Return the name of some content, for this form and this GEOS: another one may cut otherwise."""
    digest = hashlib.sha256(f"{FORMAT} {shapely.geos_version_string} ".encode())
    for content in contents:
        digest.update(len(content).to_bytes(8, "little"))
        digest.update(content)
    return digest.hexdigest()[:40]


def _is_whole(path: Path) -> bool:
    """Say whether all content lies in this file: a shapefile has others beside it, an open database too."""
    beside = path.with_name(path.name + "-wal")
    return path.is_file() and path.suffix.lower() in ONE_FILE and not beside.exists()


def _prepared(kept: dict[str, Any]) -> PreparedAreas:
    prepared: PreparedAreas = kept["prepared"]
    return prepared


def _packed(name: str, shapes: GeometryArray) -> dict[str, Any]:
    """Return areas as plain arrays: coordinates, and where rings, polygons and areas begin."""
    kind, coordinates, offsets = shapely.to_ragged_array(shapes)
    if kind is not shapely.GeometryType.MULTIPOLYGON:  # one polygon each: still told apart from nothing
        kind, coordinates, offsets = shapely.to_ragged_array(
            [shapely.MultiPolygon([shape]) if shape.geom_type == "Polygon" else shape for shape in shapes]
        )
    packed = {f"{name}_xy": coordinates}
    return packed | {f"{name}_{level}": starts for level, starts in enumerate(offsets)}


def _unpacked(kept: dict[str, Any], name: str) -> GeometryArray:
    offsets = tuple(kept[f"{name}_{level}"] for level in range(3))
    shapes: GeometryArray = shapely.from_ragged_array(
        shapely.GeometryType.MULTIPOLYGON, kept[f"{name}_xy"], offsets
    )
    return shapes


# -- what is known of each commune ------------------------------------------------------------------------


def _facts(made: Boundaries) -> str:
    """Return everything of boundaries but their areas, as JSON."""
    frame = made.gdf[list(COLUMNS)].astype(object)
    columns = {name: [_plain(value) for value in frame[name]] for name in COLUMNS}
    assert made.notes is not None
    return json.dumps(
        {"vintage": made.vintage, "notes": asdict(made.notes), "columns": columns}, ensure_ascii=False
    )


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value


def _read_back(kept: dict[str, Any], file_name: str) -> Boundaries:
    facts = json.loads(kept["facts"].tobytes().decode())
    notes: dict[str, Any] = facts["notes"]
    notes |= {name: tuple(value) for name, value in notes.items() if isinstance(value, list)}
    frame = pd.DataFrame(facts["columns"], columns=list(COLUMNS))
    return Boundaries.of_prepared(
        frame, _prepared(kept), vintage=facts["vintage"], source=file_name, notes=ReadNotes(**notes)
    )
