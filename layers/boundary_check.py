"""What is right and wrong with a boundary file, held against the register: the report of `boundaries check`.

Reports, decides usable or not, and changes nothing. Knows nothing of wording.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.boundaries import GeometryArray, multipart, overlapping_pairs, repaired
from layers.io.boundary_files import BoundaryFile, joined_by_code, open_boundary_file
from layers.progress import SILENT, Progress
from layers.registers import Register

# Reported from 0.01 m² on: the real file of 2025 has pinholes of 0.2 m², arithmetic makes slivers far below.
LEAST_SLIVER_KM2 = 1e-8
# Declared areas are rounded to 0.01 km²; the public file has eight communes beyond this difference.
AREA_DIFFERENCE_KM2 = 0.5


@dataclass(frozen=True, slots=True)
class InvalidArea:
    """A row whose rings are wrong: what is wrong and whether making it valid left an area."""

    name: str
    reason: str
    repaired: bool


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two units that share an area."""

    a: str
    b: str
    km2: float


@dataclass(frozen=True, slots=True)
class Hole:
    """An area inside the whole that belongs to no unit; `near` names the units around it."""

    km2: float
    near: str


@dataclass(frozen=True, slots=True)
class AreaDifference:
    """A unit drawn larger or smaller than declared, by more than `AREA_DIFFERENCE_KM2`."""

    code: str
    name: str
    declared_km2: float
    drawn_km2: float


@dataclass(frozen=True)
class BoundaryCheck:
    """Findings on one file.

    Attributes
    ----------
    usable : bool
        Every unit of the vintage is there with an area. Findings alone do not make a file unusable.
    vintage : str
    expected, matched : int
        Units of the register, and of those the units found.
    missing : tuple of str
        Full names of units that are not there, or have no area left.
    doubled : tuple of str
        Full names of units with several rows: they are read as parts of one.
    unknown : tuple of str
        Names in the file that are no unit of the vintage, or not for certain one.
    invalid : tuple of InvalidArea
    overlaps : tuple of Overlap
        Largest first; reported from `LEAST_SLIVER_KM2` on.
    holes : tuple of Hole
        Largest first; reported from `LEAST_SLIVER_KM2` on.
    area_differences : tuple of AreaDifference
        Largest difference first.
    disagreeing : tuple of str
        Rows whose code and name mean different units.
    drawn_km2 : float
        Sum of the areas as drawn, EPSG:9206.
    crs : str
    crs_guessed : bool
    code_column, name_column : str or None
    ignored : int
        Rows outside the province.
    """

    usable: bool
    vintage: str
    expected: int
    matched: int
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: tuple[str, ...]
    invalid: tuple[InvalidArea, ...]
    overlaps: tuple[Overlap, ...]
    holes: tuple[Hole, ...]
    area_differences: tuple[AreaDifference, ...]
    disagreeing: tuple[str, ...]
    drawn_km2: float
    crs: str
    crs_guessed: bool
    code_column: str | None
    name_column: str | None
    ignored: int

    def to_json(self) -> dict[str, Any]:
        """Return plain values for `boundaries check --json`."""
        return asdict(self)


def check_boundaries(path: Path, register: Register, progress: Progress = SILENT) -> BoundaryCheck:
    """Hold a boundary file against the register.

    Raises
    ------
    AppError
        Those of `layers.io.boundary_files.open_boundary_file`, when there is nothing to hold against it.

    Examples
    --------
    >>> check = check_boundaries(Path("xa_2025.shp"), Register.load())  # doctest: +SKIP
    >>> check.usable, check.matched, [(o.a, o.b, round(o.km2, 3)) for o in check.overlaps]  # doctest: +SKIP
    (True, 75, [('Xã Tân Phong', 'Xã Đoàn Kết', 0.088), ('Xã Tân Yên', 'Xã Đoàn Kết', 0.067)])
    """
    progress.report(0.0, "progress.reading")
    file = open_boundary_file(path, register)
    progress.report(0.3, "progress.checking")
    joined = joined_by_code(file)
    names = {unit.code: unit.full_name for unit in register.units(file.vintage)}
    drawn = {code: area for code, area in sorted(joined.items()) if shapely.area(area) > 0}
    areas = np.array([*drawn.values(), None], dtype=object)[:-1]  # an array of objects even for one area
    titles = [names[code] for code in drawn]
    missing = tuple(name for code, name in names.items() if code not in drawn)
    progress.report(0.6, "progress.checking")
    return BoundaryCheck(
        usable=not missing,
        vintage=file.vintage,
        expected=len(names),
        matched=len(drawn),
        missing=missing,
        doubled=_doubled(file, names),
        unknown=tuple(
            label for label, codes in zip(file.labels, file.meanings, strict=True) if len(codes) != 1
        ),
        invalid=_invalid(file),
        overlaps=_overlaps(areas, titles),
        holes=_holes(areas, titles),
        area_differences=_area_differences(drawn, file.vintage, register),
        disagreeing=file.disagreeing,
        drawn_km2=float(shapely.area(areas).sum() / 1e6),
        crs=file.crs,
        crs_guessed=file.crs_guessed,
        code_column=file.code_column,
        name_column=file.name_column,
        ignored=file.ignored,
    )


def _doubled(file: BoundaryFile, names: dict[str, str]) -> tuple[str, ...]:
    counts = Counter(code for code in file.codes if code)
    return tuple(names[code] for code, rows in sorted(counts.items()) if rows > 1)


def _invalid(file: BoundaryFile) -> tuple[InvalidArea, ...]:
    """Tell what is wrong with each ring, and whether repairing it leaves an area."""
    geometry = file.geometry
    blank = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    broken = np.flatnonzero(blank | ~shapely.is_valid(geometry))
    found = []
    for row in broken:
        if blank[row]:
            found.append(InvalidArea(file.labels[row], "Empty", repaired=False))
            continue
        left = shapely.area(multipart(repaired(geometry[[row]])))[0]
        found.append(
            InvalidArea(file.labels[row], str(shapely.is_valid_reason(geometry[row])), bool(left > 0))
        )
    return tuple(found)


def _overlaps(areas: GeometryArray, titles: list[str]) -> tuple[Overlap, ...]:
    pairs = overlapping_pairs(areas, LEAST_SLIVER_KM2)
    return tuple(Overlap(titles[i], titles[j], km2) for i, j, km2 in sorted(pairs, key=lambda p: -p[2]))


def _holes(areas: GeometryArray, titles: list[str]) -> tuple[Hole, ...]:
    """Return what the union of all units leaves out inside its outline."""
    union = shapely.get_parts(shapely.union_all(areas))
    rings = [ring for part in union for ring in part.interiors]
    holes = shapely.polygons(rings) if rings else np.empty(0, dtype=object)
    km2 = shapely.area(holes) / 1e6
    tree = shapely.STRtree(areas)
    found = []
    for row in np.argsort(-km2, kind="stable"):
        if km2[row] < LEAST_SLIVER_KM2:
            break
        around = sorted(tree.query(holes[row], predicate="dwithin", distance=0.01))
        found.append(Hole(float(km2[row]), ", ".join(titles[unit] for unit in around)))
    return tuple(found)


def _area_differences(
    drawn: dict[str, shapely.Geometry], vintage: str, register: Register
) -> tuple[AreaDifference, ...]:
    found = []
    for code, area in drawn.items():
        unit = register.unit(code, vintage)
        if unit is None or unit.area_km2 is None:
            continue
        drawn_km2 = float(shapely.area(area)) / 1e6
        if abs(drawn_km2 - unit.area_km2) > AREA_DIFFERENCE_KM2:
            found.append(AreaDifference(code, unit.full_name, unit.area_km2, drawn_km2))
    return tuple(sorted(found, key=lambda one: -abs(one.drawn_km2 - one.declared_km2)))
