"""A boundary file as `Boundaries`: columns recognised by content, coordinate system found, rings repaired.

`layers.boundary_check` and `layers.dissolve` read through `open_boundary_file`. Knows nothing of documents.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.boundaries import Boundaries, GeometryArray, ReadNotes, multipart, repaired
from layers.crs import METRIC, STORE, FloatArray, to_metric, transformer
from layers.errors import BoundariesIncomplete, BoundariesUnrecognised, NoAreas, VintageDiffers, WrongPlace
from layers.io.boundary_columns import Codes, Recognised, recognise
from layers.io.boundary_crs import FARTHEST_M, name_of, place
from layers.io.vector_files import ARCHIVES, FORMATS, VectorLayer, read_layers
from layers.progress import SILENT, Progress
from layers.registers import CURRENT, Register

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "shapefiles"

# Around the centres of the register: the communes on the edge reach beyond theirs.
_MARGIN_M = 30_000.0
_PREFERRED = (".gpkg", ".shp", ".zip", ".geojson", ".json", ".kml", ".kmz")


@dataclass(frozen=True, eq=False)
class BoundaryFile:
    """A boundary file as it is, before anything is repaired or refused.

    Attributes
    ----------
    name : str
        Of the file, without its folder.
    vintage : str
    meanings : tuple of frozenset of str
        Units each row can be: one as a rule, none where it was not recognised, several where its name
        fits several units and its place does not tell them apart.
    labels : tuple of str
        What each row is called in the file.
    geometry : ndarray of shapely geometry, aligned, EPSG:9206
        As drawn: perhaps invalid, missing or of several rows a unit.
    ignored : int
        Rows outside the province, left out.
    """

    name: str
    vintage: str
    meanings: tuple[Codes, ...]
    labels: tuple[str, ...]
    geometry: GeometryArray
    crs: str
    crs_guessed: bool
    code_column: str | None
    name_column: str | None
    disagreeing: tuple[str, ...] = ()
    ignored: int = 0

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the unit of each row, "" where it is not known for certain."""
        return tuple(min(codes) if len(codes) == 1 else "" for codes in self.meanings)

    def missing(self, register: Register) -> tuple[str, ...]:
        """Return the full names of the units of which there is no row."""
        there = set(self.codes)
        return tuple(unit.full_name for unit in register.units(self.vintage) if unit.code not in there)


def find_boundary_file(folder: Path = FOLDER) -> Path | None:
    """Return the boundary file the analyst put into a folder, or None.

    Of several the GeoPackage comes first, then shapefile, zip, GeoJSON, KML, each in the order of names; a
    folder with one GeoJSON file a commune is itself the file.
    """
    if not folder.is_dir():
        return None
    known = {*FORMATS, *ARCHIVES}
    found = [p for p in folder.iterdir() if p.suffix.lower() in known and not p.name.startswith((".", "~"))]
    found = [p for p in found if p.is_file()]
    if not found:
        return None
    found.sort(key=lambda p: (_PREFERRED.index(p.suffix.lower()), p.name))
    first = found[0]
    several = [p for p in found if p.suffix.lower() == first.suffix.lower()]
    return folder if len(several) > 1 and first.suffix.lower() in (".geojson", ".json") else first


def source_row(
    boundaries: Boundaries, path: Path, *, at: dt.datetime | None = None, by: str = ""
) -> dict[str, object]:
    """Return the row of the table `sources` that papers name as the source of the boundaries.

    Parameters
    ----------
    boundaries : Boundaries
        As `read_boundaries` made them of `path`.
    path : Path
        A file, or a folder with one file a commune; its name is kept, never where it lies.
    at : datetime, optional
        When it was read (UTC); the caller holds the clock.
    by : str
        Who read it.

    Returns
    -------
    dict
        For ``layers.commands.set_boundaries(..., source=)``; the same file has the same ``id`` again.

    Raises
    ------
    OSError
        Where the file cannot be read.
    """
    notes = boundaries.notes
    sha256 = None
    if path.is_file():
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_OID, sha256 or path.name)),
        "file_name": path.name,
        "sha256": sha256,
        "table_name": "communes",
        "crs": notes.crs if notes else None,
        "read_at": None if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "read_by": by or None,
        "read": len(boundaries.codes),
        "kept": len(boundaries.codes),
        "mended": len(notes.repaired) if notes else 0,
        "held_back": 0,
    }


def read_boundaries(
    path: Path, register: Register, *, vintage: str | None = None, progress: Progress = SILENT
) -> Boundaries:
    """Read a complete boundary file of one vintage.

    Rings are made valid and rows of one unit joined; `Boundaries.notes` tells what was done.

    Parameters
    ----------
    path : Path
        shp, zipped shp, gpkg, GeoJSON, KML in any system, or a folder or zip with one file a commune.
    vintage : str, optional
        Refuse to recognise another one.

    Raises
    ------
    BoundariesIncomplete
        When a unit of the vintage is missing.
    VintageDiffers
        When the file is complete in another vintage than the one asked for.
    AppError
        Those of `open_boundary_file`.

    Examples
    --------
    >>> boundaries = read_boundaries(Path("xa_2025.shp"), Register.load())  # doctest: +SKIP
    >>> len(boundaries.codes), boundaries.vintage, boundaries.notes.crs  # doctest: +SKIP
    (75, '2025-07', 'EPSG:9206')
    """
    progress.report(0.0, "progress.reading")
    file = _opened(path, register, vintage)
    progress.report(0.4, "progress.checking")
    joined = joined_by_code(file)
    expected = register.count(file.vintage)
    missing = file.missing(register) + tuple(
        unit.full_name
        for unit in register.units(file.vintage)
        if unit.code in joined and not joined[unit.code]
    )
    if missing:
        there = expected - len(missing)
        raise BoundariesIncomplete(path=file.name, matched=there, expected=expected, missing=missing)
    codes = sorted(joined)
    facts = register.communes(file.vintage).loc[codes].reset_index()
    facts = facts.rename(columns={"area_km2": "area_declared_km2"})
    built = Boundaries.build(
        facts, [joined[code] for code in codes], vintage=file.vintage, source=file.name, notes=_notes(file)
    )
    progress.report(1.0, "progress.checking")
    return built


def _opened(path: Path, register: Register, vintage: str | None) -> BoundaryFile:
    """Open a file; one of another vintage than asked is named as that.

    Units of today carry codes of old ones: asked for today's, a file of the old units would do, with the
    wrong areas. So the file says first what it is by itself.
    """
    free = open_boundary_file(path, register)
    if vintage is None or vintage == free.vintage:
        return free
    asked = open_boundary_file(path, register, vintage=vintage) if free.missing(register) else None
    if asked is not None and len(set(asked.codes) - {""}) >= len(set(free.codes) - {""}):
        return asked
    raise VintageDiffers(
        path=free.name,
        found=free.vintage,
        found_units=register.count(free.vintage),
        vintage=vintage,
        units=register.count(vintage),
    )


def joined_by_code(file: BoundaryFile) -> dict[str, shapely.Geometry]:
    """Return one valid MultiPolygon a unit, empty where nothing is left; rows of one unit are its parts."""
    valid = multipart(repaired(file.geometry))
    rows: dict[str, list[int]] = {}
    for row, code in enumerate(file.codes):
        if code:
            rows.setdefault(code, []).append(row)
    return {
        code: valid[at[0]] if len(at) == 1 else multipart(np.array([shapely.union_all(valid[at])]))[0]
        for code, at in rows.items()
    }


def open_boundary_file(path: Path, register: Register, *, vintage: str | None = None) -> BoundaryFile:
    """Read a file and recognise its columns, vintage and coordinate system; repair and refuse no unit.

    Raises
    ------
    NoAreas
        When there are only points or lines.
    BoundariesUnrecognised
        When no column holds codes or names.
    WrongPlace
        When the areas lie outside the province in every known system.
    AppError
        Those of `layers.io.vector_files.read_layers`.
    """
    layers = [_within_reach(layer, register) for layer in read_layers(path) if _has_areas(layer)]
    if not layers:
        raise NoAreas(path=path.name)
    readings = [(recognise(layer.attributes, register, vintage), layer, left) for layer, left in layers]
    best, layer, ignored = max(readings, key=lambda found: found[0].matched if found[0] else 0)
    if best is None:
        if not any(_in_province(layer, register) for layer, _ in layers):
            raise WrongPlace(path=path.name)
        expected = register.count(vintage or CURRENT)
        raise BoundariesUnrecognised(path=path.name, matched=0, expected=expected)
    lon, lat = _expected(best, register)
    placed = place(layer.geometry, layer.crs, lon, lat)
    if placed is None:
        raise WrongPlace(path=path.name)
    return BoundaryFile(
        name=path.name,
        vintage=best.vintage,
        meanings=_decided(best, placed.geometry, register),
        labels=best.labels,
        geometry=placed.geometry,
        crs=placed.crs,
        crs_guessed=placed.guessed,
        code_column=best.code_column,
        name_column=best.name_column,
        disagreeing=best.disagreeing,
        ignored=ignored,
    )


def _notes(file: BoundaryFile) -> ReadNotes:
    broken = ~shapely.is_valid(file.geometry)
    counts = pd.Series([code for code in file.codes if code]).value_counts()
    doubled = frozenset(counts.index[counts > 1])
    rows = list(zip(file.codes, file.labels, strict=True))
    return ReadNotes(
        crs=file.crs,
        crs_guessed=file.crs_guessed,
        code_column=file.code_column,
        name_column=file.name_column,
        repaired=tuple(label for (_, label), bad in zip(rows, broken, strict=True) if bad),
        joined=tuple(dict.fromkeys(label for code, label in rows if code in doubled)),
        unknown=tuple(label for code, label in rows if not code),
        ignored=file.ignored,
    )


# -- where it lies --------------------------------------------------------------------------------------


def _has_areas(layer: VectorLayer) -> bool:
    kinds = shapely.get_type_id(layer.geometry)
    areas = (
        shapely.GeometryType.POLYGON,
        shapely.GeometryType.MULTIPOLYGON,
        shapely.GeometryType.GEOMETRYCOLLECTION,
    )
    return bool(np.isin(kinds, areas).any())


def _within_reach(layer: VectorLayer, register: Register) -> tuple[VectorLayer, int]:
    """Leave the rest of the country out of a file that holds all of it; return the rows left out."""
    largest = max(register.count(vintage) for vintage in register.vintages)
    if layer.crs is None or len(layer.geometry) <= 2 * largest:
        return layer, 0
    near = _near(layer, register)
    if not near.any() or near.all():
        return layer, 0
    kept = layer.attributes[near].reset_index(drop=True)
    return VectorLayer(layer.name, kept, layer.geometry[near], layer.crs), int((~near).sum())


def _in_province(layer: VectorLayer, register: Register) -> bool:
    return bool(_near(layer, register).any())


def _near(layer: VectorLayer, register: Register) -> npt.NDArray[np.bool_]:
    """Say of each row whether its middle lies in or just beside the province."""
    middles = shapely.centroid(layer.geometry)
    x, y = shapely.get_x(middles), shapely.get_y(middles)
    in_degrees = bool(np.nanmax(np.abs([x, y]), initial=0.0) <= 180)
    name = name_of(layer.crs) if layer.crs is not None else STORE if in_degrees else METRIC
    x, y = transformer(name, METRIC).transform(x, y)
    centres = register.communes()
    east, north = to_metric(centres["lon"], centres["lat"])
    inside_x = (x > east.min() - _MARGIN_M) & (x < east.max() + _MARGIN_M)
    inside: npt.NDArray[np.bool_] = inside_x & (y > north.min() - _MARGIN_M) & (y < north.max() + _MARGIN_M)
    return inside


def _expected(best: Recognised, register: Register) -> tuple[FloatArray, FloatArray]:
    """Return where the register expects each row: the centre of the commune it is in today."""
    lon = np.full(len(best.meanings), np.nan)
    lat = lon.copy()
    for row, codes in enumerate(best.meanings):
        if len(codes) == 1:
            lon[row], lat[row] = register.centre(min(codes), best.vintage)
    return lon, lat


def _decided(best: Recognised, geometry: GeometryArray, register: Register) -> tuple[Codes, ...]:
    """Settle by place what the name alone does not: two units of one name lie in different districts."""
    middles = shapely.get_coordinates(shapely.centroid(geometry[~_blank(geometry)]))
    points = np.full((len(geometry), 2), np.nan)
    points[~_blank(geometry)] = middles
    units = register.units()
    centres = np.column_stack(to_metric(*np.array([register.centre(unit.code) for unit in units]).T))
    decided: list[Codes] = []
    for codes, label, point in zip(best.meanings, best.labels, points, strict=True):
        if len(codes) > 1:
            codes = _nearest(codes, point, best.vintage, register)
        elif best.code_column is None and _miss_m(codes, point, best.vintage, register) > FARTHEST_M:
            # A name far from its place: perhaps an older spelling of a unit in the district it lies in.
            here = units[int(np.argmin(np.hypot(*(centres - point).T)))]
            found = register.resolve(label, vintage=best.vintage, district=here.district.split(",")[0])
            codes = codes if found.contradicted else frozenset(match.code for match in found.matches)
        decided.append(codes)
    return tuple(decided)


def _blank(geometry: GeometryArray) -> npt.NDArray[np.bool_]:
    blank: npt.NDArray[np.bool_] = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    return blank


def _miss_m(codes: Codes, point: FloatArray, vintage: str, register: Register) -> float:
    if not codes or not np.isfinite(point).all():
        return 0.0
    x, y = to_metric(*np.array([register.centre(min(codes), vintage)]).T)
    return float(np.hypot(x[0] - point[0], y[0] - point[1]))


def _nearest(codes: Codes, point: FloatArray, vintage: str, register: Register) -> Codes:
    """Return the unit whose expected place is clearly nearest, or all when two are about as near."""
    if not np.isfinite(point).all():
        return codes
    ordered = sorted(codes)
    x, y = to_metric(*np.array([register.centre(code, vintage) for code in ordered]).T)
    distances = np.hypot(x - point[0], y - point[1])
    first, second = np.argsort(distances)[:2]
    return frozenset({ordered[first]}) if 2 * distances[first] < distances[second] else codes
