"""A boundary file through the door of every other import: read, compared, one command, one report.

Knows nothing of how areas are read; `layers.io.boundary_files` does that.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from layers.commands import set_boundaries
from layers.deltas import Many
from layers.io.boundary_files import read_boundaries, source_row
from layers.io.report import ImportReport, ImportRequest
from layers.progress import Progress

if TYPE_CHECKING:
    from layers.registers import Register
    from layers.snapshot import Snapshot


def prepare_boundaries(
    request: ImportRequest,
    snapshot: Snapshot,
    register: Register,
    progress: Progress,
    *,
    at: dt.datetime | None = None,
    by: str = "",
) -> tuple[Many, ImportReport]:
    """Read a boundary file in the vintage of the document; the same areas again change nothing.

    Raises
    ------
    AppError
        Those of `layers.io.boundary_files.read_boundaries`.
    """
    boundaries = read_boundaries(request.path, register, vintage=snapshot.vintage, progress=progress)
    after = boundaries.to_communes()
    communes = snapshot.frame("communes")
    before = communes[communes["vintage"] == boundaries.vintage]
    same = len(before) == len(after) and _same_areas(before, after)
    number = len(after)
    report = ImportReport(
        request.path.name,
        request.layer,
        None,
        None,
        read=number,
        kept=number,
        mended=0,
        held_back=0,
        changed=0 if same else number,
        unchanged=number if same else 0,
        problems=(),
    )
    if same:
        return Many("command.set_boundaries", (), {"n": 0, "vintage": boundaries.vintage}), report
    source = source_row(boundaries, request.path, at=at, by=by)
    return set_boundaries(snapshot, after, boundaries.vintage, source=source), report


def _same_areas(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    left, right = before.sort_values("code"), after.sort_values("code")
    if list(left["code"]) != list(right["code"]) or left["geom"].isna().any():
        return False
    return all(
        one.equals_exact(other, 1e-9) for one, other in zip(left["geom"], right["geom"], strict=True)
    ) and bool((left["schematic"].fillna(False) == right["schematic"].fillna(False)).all())
