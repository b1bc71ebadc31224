"""Any vector file of the analyst's own (roads, rivers, plans) as context layers with their own columns.

Knows nothing of communes or sites: nothing of it is counted.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from pyproj.exceptions import CRSError, ProjError

from layers.boundaries import project
from layers.commands import new_id
from layers.context import context_table
from layers.crs import METRIC, STORE, transformer
from layers.deltas import ChangeRows, Delta, Many
from layers.errors import BadParameter
from layers.io.boundary_crs import name_of
from layers.io.report import ImportReport, ImportRequest, Problem, Severity
from layers.io.vector_files import VectorLayer, read_layers
from layers.layer_commands import add_context

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

GeometryArray = npt.NDArray[np.object_]

LABEL = "command.add_context"
MOST_LAYERS = 12  # of one file; more are a data base, not a background
# Tried in this order where a file does not say: the first that puts its middle into the province.
_METRES = (METRIC, "EPSG:3405", "EPSG:32648", "EPSG:3857")
_PROVINCE_M = (396_000.0, 2_254_000.0, 629_000.0, 2_458_000.0)  # with 20 km around


@dataclass(frozen=True)
class _Reading:
    """What is known while the layers of one file are worked out."""

    request: ImportRequest
    snapshot: Snapshot
    crs: str | None
    at: str | None
    by: str


def prepare_context(
    request: ImportRequest,
    snapshot: Snapshot,
    crs: str | None,
    *,
    at: dt.datetime | None = None,
    by: str = "",
) -> tuple[Many, ImportReport]:
    """Read the first layer of a map file, or the one named by `request.sheet`.

    Rows without a shape, or with one that is on no map, are held back; the same file under the same name
    again changes nothing.

    Parameters
    ----------
    crs : str or None
        The system of the file, where the analyst says it.
    at : datetime, optional
        When the file is read (UTC), for `sources`; the caller holds the clock.
    by : str
        Who reads it in.

    Raises
    ------
    BadParameter
        There is no layer of that name, or the file does not say its system and none is recognised.
    AppError
        Those of `layers.io.vector_files.read_layers`.
    """
    reading = _Reading(request, snapshot, crs, _stamp(at), by)
    return _prepared(_chosen(read_layers(request.path), request), request.path.stem, reading, set())


def prepare_context_file(
    request: ImportRequest, snapshot: Snapshot, *, at: dt.datetime | None = None, by: str = ""
) -> tuple[Many, tuple[ImportReport, ...]]:
    """Read all layers of a map file, each as a context layer; one command adds them.

    Raises
    ------
    BadParameter
        More than `MOST_LAYERS` layers, or a layer whose system is not recognised.
    AppError
        Those of `layers.io.vector_files.read_layers`.
    """
    layers = read_layers(request.path)
    if len(layers) > MOST_LAYERS:
        names = tuple(layer.name for layer in layers[:MOST_LAYERS])
        raise BadParameter(name=request.path.name, value=len(layers), allowed=names)
    reading = _Reading(request, snapshot, None, _stamp(at), by)
    deltas: list[Delta] = []
    reports: list[ImportReport] = []
    taken: set[str] = set()
    for layer in layers:
        name = request.path.stem if len(layers) == 1 else f"{request.path.stem} – {layer.name}"
        command, report = _prepared(layer, name, reading, taken)
        deltas += command.deltas
        reports.append(report)
    return Many(LABEL, tuple(deltas), {"name": request.path.stem, "n": _sum(reports)}), tuple(reports)


def _sum(reports: list[ImportReport]) -> int:
    return sum(report.changed for report in reports)


def _prepared(layer: VectorLayer, name: str, reading: _Reading, taken: set[str]) -> tuple[Many, ImportReport]:
    """Work one layer out; the name of its table goes into `taken`."""
    shapes, system, is_assumed = _in_degrees(layer, reading.crs)
    problems = _problems(shapes, system if is_assumed else None)
    held = {problem.row - 1 for problem in problems if problem.severity is Severity.HELD_BACK}
    drawn = np.array([place not in held for place in range(len(shapes))], bool)
    frame = _frame(layer, shapes, drawn)
    known = reading.snapshot.frames.get(context_table(name, taken))
    same = known is not None and _equal(known, frame)
    kept = int(drawn.sum())
    report = ImportReport(
        reading.request.path.name,
        reading.request.layer,
        layer.name,
        None,
        read=len(drawn),
        kept=kept,
        mended=0,
        held_back=len(drawn) - kept,
        changed=0 if same else kept,
        unchanged=kept if same else 0,
        problems=problems,
    )
    if same or not kept:
        return Many(LABEL, (), {"name": name, "n": 0}), report
    names = {*reading.snapshot.frames, *taken}
    added = add_context(reading.snapshot, name, frame.reset_index(drop=True), taken=names)
    table = context_table(name, names)
    taken.add(table)
    source = ChangeRows.of("sources", {new_id(): (None, _source(reading, report, table, system, frame))})
    return Many(LABEL, (source, *added.deltas), added.args), report


def _frame(layer: VectorLayer, shapes: GeometryArray, drawn: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """Return the columns of the file as text with the shapes; no two columns may have one name."""
    frame = layer.attributes.loc[drawn].replace("", None).astype("str")
    names: list[str] = []
    used: set[str] = set()
    for label in frame.columns:
        first = f"{label}_" if str(label).casefold() in ("id", "geom", "fid") else str(label) or "_"
        name, number = first, 1
        while name.casefold() in used:
            number += 1
            name = f"{first}_{number}"
        names.append(name)
        used.add(name.casefold())
    frame = frame.set_axis(names, axis=1)
    frame["geom"] = shapes[drawn]
    return frame


def _problems(shapes: GeometryArray, assumed: str | None) -> tuple[Problem, ...]:
    """Return why rows are held back, and which system was assumed for the file."""
    found = [Problem(0, "", "crs_assumed", assumed)] if assumed is not None else []
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    bounds = np.abs(shapely.bounds(shapes))
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    with np.errstate(invalid="ignore"):
        outside = np.array((bounds[:, [0, 2]].max(axis=1) > 360) | (bounds[:, [1, 3]].max(axis=1) > 90), bool)
    outside[owner[~np.isfinite(points).all(axis=1)]] = True
    for place in range(len(shapes)):
        if empty[place] or outside[place]:
            name = "no_shape" if empty[place] else "shape_off_earth"
            found.append(Problem(place + 1, "", name, severity=Severity.HELD_BACK))
    return tuple(found)


def _source(
    reading: _Reading, report: ImportReport, table: str, system: str, frame: pd.DataFrame
) -> dict[str, object]:
    path = reading.request.path
    return {
        "file_name": path.name,
        "sha256": _sha256(path),
        "table_name": table,
        "sheet": report.sheet,
        "crs": system,
        "mapping": {name: name for name in frame.columns if name != "geom"},
        "read_at": reading.at,
        "read_by": reading.by or None,
        "read": report.read,
        "kept": report.kept,
        "mended": report.mended,
        "held_back": report.held_back,
    }


def _sha256(path: Path) -> str | None:
    """Return the checksum of a file, None for a folder."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(at: dt.datetime | None) -> str | None:
    return None if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _chosen(layers: list[VectorLayer], request: ImportRequest) -> VectorLayer:
    for layer in layers:
        if request.sheet in (None, layer.name):
            return layer
    raise BadParameter(name="sheet", value=request.sheet, allowed=tuple(layer.name for layer in layers))


# -- where it lies ---------------------------------------------------------------------------------------


def _in_degrees(layer: VectorLayer, crs: str | None) -> tuple[GeometryArray, str, bool]:
    """Return the shapes in EPSG:4326, the system they came in, and whether that was assumed."""
    stated = crs or (name_of(layer.crs) if layer.crs is not None else None)
    system = stated or _assumed(layer.geometry)
    if system == STORE:
        return layer.geometry, system, stated is None
    try:
        return project(layer.geometry, system, STORE), system, stated is None
    except (CRSError, ProjError) as error:
        raise BadParameter(name="crs", value=system[:60], allowed=_METRES) from error


def _assumed(shapes: GeometryArray) -> str:
    """Return the system of coordinates that do not name it: degrees, else the first that fits."""
    points = shapely.get_coordinates(shapes)
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) == 0 or np.median(np.abs(points), axis=0).max() <= 360:
        return STORE
    middle_x, middle_y = np.median(points, axis=0)
    for system in _METRES:
        x, y = transformer(system, METRIC).transform(middle_x, middle_y)
        if _PROVINCE_M[0] <= x <= _PROVINCE_M[2] and _PROVINCE_M[1] <= y <= _PROVINCE_M[3]:
            return system
    raise BadParameter(name="crs", value="–", allowed=(*_METRES, STORE))


def _equal(known: pd.DataFrame, frame: pd.DataFrame) -> bool:
    columns = [name for name in frame.columns if name != "geom"]
    if len(known) != len(frame) or set(known.columns) != set(frame.columns):
        return False
    left = known[columns].astype("str").reset_index(drop=True)
    right = frame[columns].astype("str").reset_index(drop=True)
    shapes = zip(known["geom"], frame["geom"], strict=True)
    return left.equals(right) and all(shapely.equals_exact(a, b, 1e-9) for a, b in shapes)
