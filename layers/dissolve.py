"""The communes of today built from a file of the 200 or 204 former units by the crosswalk of the register.

A split unit goes whole to the commune that kept its code; the communes concerned are named as approximate.
Knows nothing of wording or of where the result is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from layers.boundaries import Boundaries, GeometryArray, multipart, repaired
from layers.errors import BoundariesIncomplete
from layers.io.boundary_files import BoundaryFile, open_boundary_file
from layers.progress import SILENT, Progress
from layers.registers import CURRENT, Register


@dataclass(frozen=True)
class DissolveReport:
    """What was built from what.

    Attributes
    ----------
    units : int
        Communes built.
    approximate : tuple of str
        Full names of communes whose line is not known from this file: parts of split units.
    vintage : str
        Of the file that was read.
    unknown : tuple of str
        Names in the file that are no unit of that vintage; their area was left out.
    filled_km2 : float
        Slivers between units of the same commune that were closed.
    """

    units: int
    approximate: tuple[str, ...]
    vintage: str
    unknown: tuple[str, ...] = ()
    filled_km2: float = 0.0

    def to_json(self) -> dict[str, object]:
        """Return plain values for `boundaries dissolve --json`."""
        return {
            "units": self.units,
            "approximate": list(self.approximate),
            "vintage_read": self.vintage,
            "unknown": list(self.unknown),
            "filled_km2": self.filled_km2,
        }


def dissolve(
    path: Path, register: Register, progress: Progress = SILENT
) -> tuple[Boundaries, DissolveReport]:
    """Build the communes of 2025-07 from a file of an older vintage.

    Parameters
    ----------
    path : Path
        A file of the 200 or 204 units, recognised by code or by name and district. A file of the communes of
        today comes back as it is.

    Returns
    -------
    boundaries : Boundaries
        Communes concerned by a split are marked `uncertain`, as are those far from their declared area.
    report : DissolveReport

    Raises
    ------
    BoundariesIncomplete
        When former units are missing: a commune without one of its parts would look complete.
    AppError
        Those of `layers.io.boundary_files.open_boundary_file`.
    """
    progress.report(0.0, "progress.reading")
    file = open_boundary_file(path, register)
    progress.report(0.3, "progress.joining")
    commune_of_row = _communes(file, register)
    _require_all(file, register)
    drawn = multipart(repaired(file.geometry))
    codes = sorted(set(filter(None, commune_of_row)))
    joined = [
        shapely.union_all(drawn[[i for i, c in enumerate(commune_of_row) if c == code]]) for code in codes
    ]
    areas, filled_km2 = _without_slivers(multipart(np.array(joined, dtype=object)))
    progress.report(0.7, "progress.joining")
    concerned = _concerned(file.vintage, register)
    facts = register.communes().loc[codes].reset_index().rename(columns={"area_km2": "area_declared_km2"})
    # What is not concerned by a split is judged like any other file, by its declared area.
    facts["uncertain"] = pd.array([code in concerned or None for code in codes], dtype="boolean")
    boundaries = Boundaries.build(facts, areas, vintage=CURRENT, source=file.name)
    report = DissolveReport(
        units=len(codes),
        approximate=tuple(unit.full_name for unit in register.units() if unit.code in concerned),
        vintage=file.vintage,
        unknown=tuple(label for label, code in zip(file.labels, commune_of_row, strict=True) if not code),
        filled_km2=filled_km2,
    )
    progress.report(1.0, "progress.joining")
    return boundaries, report


def _communes(file: BoundaryFile, register: Register) -> tuple[str, ...]:
    """Return the commune each row goes to; a doubtful name does where all its meanings became one commune."""
    found = []
    for codes in file.meanings:
        today = {register.successors(code, file.vintage)[0] for code in codes}
        found.append(today.pop() if len(today) == 1 else "")
    return tuple(found)


def _require_all(file: BoundaryFile, register: Register) -> None:
    there = frozenset().union(*file.meanings)
    drawn = {
        code
        for codes, area in zip(file.meanings, shapely.area(file.geometry), strict=True)
        for code in codes
        if np.isfinite(area)
    }
    units = register.units(file.vintage)
    missing = tuple(unit.full_name for unit in units if unit.code not in there & drawn)
    if missing:
        matched = len(units) - len(missing)
        raise BoundariesIncomplete(path=file.name, matched=matched, expected=len(units), missing=missing)


def _concerned(vintage: str, register: Register) -> frozenset[str]:
    """Return the communes of today that parts of split units of a vintage lie in."""
    return frozenset(code for unit in register.units(vintage) if unit.split for code in unit.successors)


def _without_slivers(areas: GeometryArray) -> tuple[GeometryArray, float]:
    """Close holes inside a commune that no other commune lies in; return the km² closed."""
    tree = shapely.STRtree(areas)
    out = areas.copy()
    filled_km2 = 0.0
    for row, area in enumerate(areas):
        rings = [ring for part in shapely.get_parts(area) for ring in part.interiors]
        holes = [shapely.Polygon(ring) for ring in rings]
        closed = [hole for hole in holes if _is_empty_inside(hole, row, areas, tree)]
        if closed:
            filled_km2 += float(shapely.area(closed).sum()) / 1e6
            out[row] = multipart(np.array([shapely.union_all([area, *closed])], dtype=object))[0]
    return out, filled_km2


def _is_empty_inside(hole: shapely.Polygon, row: int, areas: GeometryArray, tree: shapely.STRtree) -> bool:
    others = [unit for unit in tree.query(hole, predicate="intersects") if unit != row]
    within = shapely.area(shapely.intersection(areas[others], hole)).sum() if others else 0.0
    return bool(within < 0.5 * hole.area)
