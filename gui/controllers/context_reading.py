"""What is read of a background before anything changes: what a file is, its rows, whether it is still there.

Runs inside jobs; knows no Qt and changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from layers.errors import (
    AppError,
    BoundariesIncomplete,
    BoundariesUnrecognised,
    Cancelled,
    FileMissing,
    FormatUnknown,
    NoAreas,
    NotSpatial,
    WrongPlace,
)
from layers.progress import Progress

if TYPE_CHECKING:
    from layers.deltas import Delta
    from layers.io.report import ImportReport
    from layers.rasters import Fault
    from layers.registers import Register
    from layers.snapshot import Snapshot

Bounds = tuple[float, float, float, float]


class FileKind(StrEnum):
    """What a dropped file is, by what is in it."""

    BOUNDARIES = "boundaries"
    BACKGROUND = "background"


@dataclass(frozen=True)
class Background:
    """A file that has been read and can be added.

    Attributes
    ----------
    name : str
    command : Delta or None
        Adds the rows of a map file; None for a picture.
    reports : tuple of ImportReport
        Of a map file, one a layer.
    sha256 : str
        Of a picture.
    bounds_m : tuple of float or None
        Where it lies, metres; None where there is nothing of it.
    assumed_crs : str
        The system that was assumed, "" where the file says it.
    """

    name: str
    command: Delta | None = None
    reports: tuple[ImportReport, ...] = ()
    sha256: str = ""
    bounds_m: Bounds | None = None
    assumed_crs: str = ""

    @property
    def kept(self) -> int:
        """Return how many rows are taken in."""
        return sum(report.kept for report in self.reports)

    @property
    def is_known(self) -> bool:
        """Whether the same rows are in the document already."""
        return self.kept > 0 and all(report.changed == 0 for report in self.reports)

    @property
    def left_out(self) -> Counter[str]:
        """Return how many rows are left out, by the name of the problem."""
        return Counter(
            problem.problem
            for report in self.reports
            for problem in report.problems
            if problem.severity == "held_back"
        )


def kind_of(path: Path, register: Register, progress: Progress) -> FileKind:
    """Say what a dropped file is: areas that match the register are boundaries, all else a background.

    Raises
    ------
    AppError
        The file cannot be read at all.
    """
    from layers.io.boundary_files import read_boundaries
    from layers.io.raster_files import is_raster

    if is_raster(path):
        return FileKind.BACKGROUND
    try:
        read_boundaries(path, register, progress=progress)
    except BoundariesIncomplete as error:
        matched, expected = error.fields.get("matched", 0), error.fields.get("expected", 0)
        is_most = isinstance(matched, int) and isinstance(expected, int) and 2 * matched >= expected
        return FileKind.BOUNDARIES if is_most else FileKind.BACKGROUND
    except (BoundariesUnrecognised, NoAreas, NotSpatial, WrongPlace):
        return FileKind.BACKGROUND
    return FileKind.BOUNDARIES


def read_background(path: Path, snapshot: Snapshot, progress: Progress, *, at: dt.datetime) -> Background:
    """Read a map file or look into a picture.

    Raises
    ------
    AppError
        The file cannot be used.
    """
    from layers.io import raster_files, vector_files

    progress.report(0.05, "job.background")
    if raster_files.is_raster(path):
        info = raster_files.read_info(path)
        sha256 = raster_files.sha256_of(path, progress)
        assumed = info.crs if info.is_crs_assumed else ""
        return Background(path.stem, sha256=sha256, bounds_m=info.bounds_m, assumed_crs=assumed)
    try:
        return _read_rows(path, snapshot, progress, at)
    except FormatUnknown as error:
        raise FormatUnknown(path=path.name, known=(*vector_files.KNOWN, *raster_files.KNOWN)) from error


def _read_rows(path: Path, snapshot: Snapshot, progress: Progress, at: dt.datetime) -> Background:
    from layers.context import ContextShapes
    from layers.deltas import ChangeRows, leaves
    from layers.io.import_context import prepare_context_file
    from layers.io.report import ImportLayer, ImportRequest

    request = ImportRequest(path, ImportLayer.CONTEXT)
    command, reports = prepare_context_file(request, snapshot, at=at)
    progress.report(0.7, "job.background")
    boxes: list[Bounds] = []
    for leaf in leaves(command):
        if isinstance(leaf, ChangeRows) and "geom" in leaf.after.columns:
            box = ContextShapes.of(leaf.after).bounds
            boxes += [box] if box is not None else []
    assumed = {p.value for report in reports for p in report.problems if p.problem == "crs_assumed"}
    return Background(
        path.stem, command, reports, bounds_m=_around(boxes), assumed_crs=", ".join(sorted(assumed))
    )


def _around(boxes: list[Bounds]) -> Bounds | None:
    if not boxes:
        return None
    lows, highs = [box[:2] for box in boxes], [box[2:] for box in boxes]
    return (
        min(low[0] for low in lows),
        min(low[1] for low in lows),
        max(high[0] for high in highs),
        max(high[1] for high in highs),
    )


@dataclass(frozen=True)
class Picture:
    """A picture as a document states it: id of its layer, where its file should be, and its checksum."""

    id: str
    file: Path
    sha256: str


def check_pictures(pictures: Iterable[Picture], progress: Progress) -> dict[Picture, Fault | None]:
    """Look whether the files of pictures are there and still what they were."""
    from layers.io.raster_files import read_info, sha256_of
    from layers.rasters import Fault

    found: dict[Picture, Fault | None] = {}
    for picture in pictures:
        try:
            read_info(picture.file)
            now = sha256_of(picture.file, progress)
            found[picture] = None if picture.sha256 in ("", now) else Fault.CHANGED
        except Cancelled:
            raise
        except FileMissing:
            found[picture] = Fault.MISSING
        except AppError:
            found[picture] = Fault.UNREADABLE
    return found
