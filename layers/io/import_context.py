"""Any vector file of the analyst's own (roads, rivers, plans) as a context layer with its own columns.

Knows nothing of communes or sites: nothing of it is counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from layers.boundaries import project
from layers.context import context_table
from layers.crs import STORE
from layers.deltas import Many
from layers.errors import BadParameter
from layers.io.report import ImportReport, ImportRequest, Problem, Severity
from layers.io.vector_files import VectorLayer, read_layers
from layers.layer_commands import add_context

if TYPE_CHECKING:
    from layers.snapshot import Snapshot


def prepare_context(request: ImportRequest, snapshot: Snapshot, crs: str | None) -> tuple[Many, ImportReport]:
    """Read the first layer of a map file, or the one named by `request.sheet`.

    Rows without a shape are held back; the same file under the same name again changes nothing.

    Raises
    ------
    BadParameter
        There is no layer of that name, or the file does not say its system and holds no degrees.
    AppError
        Those of `layers.io.vector_files.read_layers`.
    """
    layer = _chosen(read_layers(request.path), request)
    shapes = _in_degrees(layer, crs)
    drawn = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    frame = layer.attributes.loc[drawn].replace("", None).astype("str")
    frame = frame.rename(columns={name: f"{name}_" for name in frame.columns if name in ("id", "geom")})
    frame["geom"] = shapes[drawn]
    name = request.path.stem
    known = snapshot.frames.get(context_table(name))
    same = known is not None and _equal(known, frame)
    problems = tuple(
        Problem(int(row) + 1, "", "no_shape", severity=Severity.HELD_BACK) for row in np.flatnonzero(~drawn)
    )
    kept = int(drawn.sum())
    report = ImportReport(
        request.path.name,
        request.layer,
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
        return Many("command.add_context", (), {"name": name, "n": 0}), report
    return add_context(snapshot, name, frame.reset_index(drop=True), taken=tuple(snapshot.frames)), report


def _chosen(layers: list[VectorLayer], request: ImportRequest) -> VectorLayer:
    for layer in layers:
        if request.sheet in (None, layer.name):
            return layer
    raise BadParameter(name="sheet", value=request.sheet, allowed=tuple(layer.name for layer in layers))


def _in_degrees(layer: VectorLayer, crs: str | None) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    shapes = layer.geometry
    system = crs or (layer.crs.to_wkt() if layer.crs is not None else None)
    if system is None:
        if np.nanmax(np.abs(shapely.total_bounds(shapes))) > 360:
            raise BadParameter(name="crs", value="–", allowed="EPSG:9206, EPSG:4326, EPSG:32648")
        return shapes
    if CRS.from_user_input(system) == CRS.from_user_input(STORE):
        return shapes
    return project(shapes, system, STORE)


def _equal(known: pd.DataFrame, frame: pd.DataFrame) -> bool:
    columns = [name for name in frame.columns if name != "geom"]
    if len(known) != len(frame) or set(known.columns) != set(frame.columns):
        return False
    left = known[columns].astype("str").reset_index(drop=True)
    right = frame[columns].astype("str").reset_index(drop=True)
    shapes = zip(known["geom"], frame["geom"], strict=True)
    return left.equals(right) and all(shapely.equals_exact(a, b, 1e-9) for a, b in shapes)
