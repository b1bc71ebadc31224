"""Any file of points, lines or areas as plain layers: shp, gpkg, GeoJSON, KML …, a folder or zip of several.

Damaged, protected, oversized and non-spatial files are told apart here. Knows nothing of communes.
"""

from __future__ import annotations

import codecs
import shutil
import sqlite3
import struct
import unicodedata
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio.raw
import shapely
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from pyproj import CRS
from pyproj.exceptions import CRSError

from layers.errors import (
    ArchiveProtected,
    FileDamaged,
    FileEmpty,
    FileMissing,
    FilePartMissing,
    FileTooLarge,
    FileUnreadable,
    FormatUnknown,
    NotSpatial,
)
from layers.io.leftovers import private_folder
from layers.reasons import reason_of

FORMATS = {
    ".shp": "Shapefile",
    ".gpkg": "GeoPackage",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".kml": "KML",
    ".gpx": "GPX",
    ".fgb": "FlatGeobuf",
    ".tab": "MapInfo",
    ".mif": "MapInfo",
    ".dxf": "DXF",
}
ARCHIVES = {".zip": "ZIP", ".kmz": "KMZ"}
KNOWN = tuple(sorted({*FORMATS, *ARCHIVES}))

# A shapefile is several files, and so is one of MapInfo; they go along when it is taken out of an archive.
_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".dat", ".map", ".id", ".ind", ".mid")
# The most detailed file of the 75 communes seen has 3.4 MB; a zip bomb has gigabytes.
LARGEST_BYTES = 512 * 1024**2
MOST_MEMBERS = 5000
_LIMIT = f"{LARGEST_BYTES // 1024**2} MB"

GeometryArray = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class VectorLayer:
    """One layer of a file.

    Attributes
    ----------
    name : str
    attributes : DataFrame
        All columns as text, missing as "", whole numbers without a point; RangeIndex.
    geometry : ndarray of shapely geometry or None, aligned with `attributes`
    crs : CRS or None
        None when the file does not say.
    """

    name: str
    attributes: pd.DataFrame
    geometry: GeometryArray
    crs: CRS | None


def read_layers(path: Path) -> list[VectorLayer]:
    """Read every layer with geometry of a file, a zip or a folder.

    Several GeoJSON files of one folder or zip become one layer with a column ``file``.

    Raises
    ------
    FileMissing, FileEmpty, FormatUnknown, FileDamaged, FilePartMissing, FileTooLarge, ArchiveProtected,
    FileUnreadable
    NotSpatial
        When there is a table but no geometry.

    Examples
    --------
    >>> read_layers(Path("missing.gpkg"))
    Traceback (most recent call last):
    ...
    layers.errors.FileMissing: file_missing: {'path': 'missing.gpkg'}
    """
    if not path.exists():
        raise FileMissing(path=path.name)
    try:
        with _members(path) as members:
            layers = [layer for member in members for layer in _read_member(member, shown_as=path.name)]
    except OSError as error:
        raise FileUnreadable(path=path.name, reason=reason_of(error)) from error
    if not layers:
        raise NotSpatial(path=path.name)
    filled = [layer for layer in layers if len(layer.geometry)]
    if not filled:
        raise FileEmpty(path=path.name)
    return _joined(filled)


# -- which files ----------------------------------------------------------------------------------------


@contextmanager
def _members(path: Path) -> Iterator[list[Path]]:
    """Yield the files to read; those of an archive lie in a temporary folder meanwhile."""
    suffix = path.suffix.lower()
    if path.is_dir():
        yield _readable(path.iterdir(), shown_as=path.name)
    elif suffix in ARCHIVES:
        _check_size(path.stat().st_size, path.name)
        folder = private_folder()
        try:
            _unpack(path, folder)
            yield _readable(folder.rglob("*"), shown_as=path.name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    elif suffix in FORMATS:
        yield [path]
    else:
        raise FormatUnknown(path=path.name, known=KNOWN)


def _readable(paths: Iterable[Path], *, shown_as: str) -> list[Path]:
    files = [path for path in paths if path.suffix.lower() in FORMATS and path.is_file()]
    found = sorted(path for path in files if not path.name.startswith("."))
    if not found:
        raise FormatUnknown(path=shown_as, known=KNOWN)
    return found


def _unpack(archive: Path, folder: Path) -> None:
    """Take what can be read out of an archive: bounded, never outside `folder`, one level of folders."""
    name = archive.name
    if not archive.stat().st_size:
        raise FileEmpty(path=name)
    wanted = {*FORMATS, *_PARTS}
    try:
        with zipfile.ZipFile(archive) as opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
            # A Mac adds a hidden file beside each file.
            infos = [info for info in infos if not _inside(info).name.startswith(".")]
            infos = [info for info in infos if _inside(info).suffix.lower() in wanted]
            if any(info.flag_bits & 0x1 for info in infos):
                raise ArchiveProtected(path=name)
            if len(infos) > MOST_MEMBERS:
                raise FileTooLarge(path=name, limit=_LIMIT)
            _check_size(sum(info.file_size for info in infos), name)
            left = LARGEST_BYTES
            parents = sorted({_inside(info).parent for info in infos})
            for info in infos:
                target = folder / str(parents.index(_inside(info).parent)) / _inside(info).name
                target.parent.mkdir(exist_ok=True)
                left -= _extract(opened, info, target, left, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise FileDamaged(path=name, format=ARCHIVES[archive.suffix.lower()]) from error


def _inside(info: zipfile.ZipInfo) -> PurePosixPath:
    """Return the path of a member; some programs write it the Windows way."""
    return PurePosixPath(info.filename.replace("\\", "/"))


def _extract(
    opened: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, most_bytes: int, shown_as: str
) -> int:
    """Write one member and return its bytes: what an archive says of its sizes need not be true."""
    with opened.open(info) as source, target.open("wb") as file:
        written = 0
        while block := source.read(1 << 20):
            written += len(block)
            if written > most_bytes:
                raise FileTooLarge(path=shown_as, limit=_LIMIT)
            file.write(block)
    return written


def _check_size(size: int, name: str) -> None:
    if size > LARGEST_BYTES:
        raise FileTooLarge(path=name, limit=_LIMIT)


# -- is it whole ----------------------------------------------------------------------------------------


def _read_member(path: Path, *, shown_as: str) -> list[VectorLayer]:
    size = path.stat().st_size
    if not size:
        raise FileEmpty(path=shown_as)
    _check_size(size, shown_as)
    suffix = path.suffix.lower()
    if suffix == ".shp":
        _check_shapefile(path, shown_as)
    elif suffix == ".gpkg":
        _check_geopackage(path, shown_as)
    elif suffix in (".kml", ".gpx"):
        _check_xml(path, shown_as)
    damaged = FileDamaged(path=shown_as, format=FORMATS[suffix])
    try:
        with warnings.catch_warnings():
            # GDAL warns of ring order, duplicate ids and the like; what matters is checked afterwards.
            warnings.simplefilter("ignore")
            names = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
            return [_read_layer(path, name) for name in names]
    except (RuntimeError, ValueError, LookupError, MemoryError) as error:
        raise damaged from error


def _check_shapefile(path: Path, shown_as: str) -> None:
    """Refuse a shapefile with a part missing or cut off: GDAL would read what is left of it."""
    for suffix in (".shx", ".dbf"):
        if _part(path, suffix) is None:
            raise FilePartMissing(path=shown_as, part=path.stem + suffix)
    damaged = FileDamaged(path=shown_as, format=FORMATS[".shp"])
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) < 100 or struct.unpack(">i", header[:4])[0] != 9994:
        raise damaged
    if path.stat().st_size < struct.unpack(">i", header[24:28])[0] * 2:
        raise damaged
    table = _part(path, ".dbf")
    assert table is not None
    with table.open("rb") as file:
        header = file.read(12)
    if len(header) < 12:
        raise damaged
    rows, start, width = struct.unpack("<IHH", header[4:12])
    if table.stat().st_size < start + rows * width:
        raise damaged


def _part(path: Path, suffix: str) -> Path | None:
    """Return the part of a shapefile, whatever the case of its ending."""
    for candidate in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
        if candidate.is_file():
            return candidate
    return None


def _check_geopackage(path: Path, shown_as: str) -> None:
    damaged = FileDamaged(path=shown_as, format=FORMATS[".gpkg"])
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise damaged from error
    try:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise damaged from error
    finally:
        connection.close()
    if "gpkg_geometry_columns" not in tables:
        raise NotSpatial(path=shown_as)


def _check_xml(path: Path, shown_as: str) -> None:
    """Refuse XML that is cut off (GDAL reads the first half of it) or that grows when it is read."""
    try:
        for _, element in iterparse(str(path), forbid_dtd=True):
            element.clear()
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FileDamaged(path=shown_as, format=FORMATS[path.suffix.lower()]) from error


# -- reading --------------------------------------------------------------------------------------------


def _read_layer(path: Path, layer: str) -> VectorLayer:
    is_shapefile = path.suffix.lower() == ".shp"
    # GDAL drops the last letter of every value when it honours a CP1258 .cpg: take bytes, decode here.
    options: dict[str, Any] = {"encoding": "ISO-8859-1"} if is_shapefile else {}
    meta, _, wkb, fields = pyogrio.raw.read(path, layer=layer, force_2d=True, **options)
    geometry = shapely.from_wkb(wkb, on_invalid="fix")
    names = [str(name) for name in meta["fields"]]
    texts = [[_text(value) for value in column] for column in fields]
    if is_shapefile:
        names, texts = _decoded(names, texts, _stated_encoding(path))
    columns = {
        _clean(name): [_clean(cell) for cell in column] for name, column in zip(names, texts, strict=True)
    }
    attributes = pd.DataFrame(columns, index=pd.RangeIndex(len(geometry)), dtype="str")
    return VectorLayer(layer, attributes, np.asarray(geometry, dtype=object), _crs(meta.get("crs")))


def _text(value: object) -> str:
    """Return an attribute as text; whole numbers without a point, missing as ""."""
    if value is None or value != value:  # NaN and NaT are not equal to themselves
        return ""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    return str(value)


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _stated_encoding(path: Path) -> str | None:
    """Return the Python name of the encoding in the .cpg, None where there is none or it is unknown."""
    part = _part(path, ".cpg")
    if part is None:
        return None
    stated = part.read_text("ascii", errors="ignore").strip().lower().removeprefix("ansi").strip(" -_")
    for name in (stated, f"cp{stated}", {"65001": "utf-8", "88591": "latin-1"}.get(stated, "")):
        try:
            return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def _decoded(
    names: list[str], columns: list[list[str]], stated: str | None
) -> tuple[list[str], list[list[str]]]:
    """Decode texts that were read as Latin-1 bytes: as stated, else UTF-8, else windows-1258.

    A long text or heading may be cut in the middle of a letter by the fixed width of its column.
    """
    cells = [cell.encode("latin-1") for column in columns for cell in column if not cell.isascii()]
    order = dict.fromkeys((stated or "utf-8", "utf-8", "cp1258"))
    encoding = next((name for name in order if _fits(cells, name)), "cp1258")

    def decode(text: str) -> str:
        return text.encode("latin-1").decode(encoding, errors="ignore")

    return [decode(name) for name in names], [[decode(cell) for cell in column] for column in columns]


def _fits(cells: list[bytes], encoding: str) -> bool:
    failed = 0
    for cell in cells:
        try:
            cell.decode(encoding)
        except UnicodeError:
            failed += 1
    return failed <= 0.02 * len(cells)


def _crs(stated: str | None) -> CRS | None:
    if not stated:
        return None
    try:
        return CRS.from_user_input(stated)
    except CRSError:
        return None


def _joined(layers: Sequence[VectorLayer]) -> list[VectorLayer]:
    """Join layers that say the same of different places: one commune a file, or a folder of KML each."""
    groups: dict[object, list[VectorLayer]] = {}
    for layer in layers:
        groups.setdefault((tuple(layer.attributes.columns), str(layer.crs)), []).append(layer)
    return [_one(group) for group in groups.values()]


def _one(group: list[VectorLayer]) -> VectorLayer:
    if len(group) == 1:
        return group[0]
    frames = [layer.attributes.assign(file=layer.name) for layer in group]
    return VectorLayer(
        group[0].name,
        pd.concat(frames, ignore_index=True),
        np.concatenate([layer.geometry for layer in group]),
        group[0].crs,
    )
