"""A file of rows to a `RawTable`: headings and cells as written, with the row numbers of the sheet.

Finds the heading row under titles and letterheads; knows the headings of a layer but nothing of what the
cells mean.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layers.errors import FileDamaged, FileEmpty, FormatUnknown, HeadingsUnknown, NotSpatial
from layers.io.cells import Cell, as_written, fold, is_blank
from layers.io.encodings import decode, to_nfc
from layers.io.grids import Grid, csv_grid, read_bytes, workbook_grids
from layers.io.headings import PERSONAL, SEQUENCE, field_of, template_headings
from layers.io.report import ImportLayer

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls")
MAP_ENDINGS = (".geojson", ".json")

_HEADING_ROWS = 60
# "Cộng: 03 điểm" but not "Tông Cọ" or "Cộng đồng an toàn".
_SUM_ROW = re.compile(r"(cộng|tổng số|tổng cộng|tổng|cong|tong so|tong cong)\s*(:.*|[\d.,]*)", re.DOTALL)


@dataclass(frozen=True)
class RawTable:
    """The rows of one sheet under their headings, as written.

    Parameters
    ----------
    file_name : str
        Without its folder.
    sha256 : str
        Of the bytes of the file.
    headings : tuple of str
        As written, line breaks folded; "" for a column without one.
    heading_row : int
        As counted in the sheet, from 1; 0 for a map file.
    rows : tuple of tuple of Cell
        As long as `headings`.
    row_numbers : tuple of int
        As counted in the sheet; of a map file the feature, from 1.
    skipped : tuple of (int, str)
        Rows that are no data (sums, column numbers) and why.
    remarks : tuple of (int, str, str)
        Rows of which something must be said, what, and of which value: shapes that are no points.
    points : tuple of (float, float) or None, optional
        x, y of each row of a map file, in `crs`.
    crs : str, optional
        As the map file names it.
    sheet, encoding : str, optional
    """

    file_name: str
    sha256: str
    headings: tuple[str, ...]
    heading_row: int
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    skipped: tuple[tuple[int, str], ...] = ()
    remarks: tuple[tuple[int, str, str], ...] = ()
    points: tuple[tuple[float, float] | None, ...] | None = None
    crs: str | None = None
    sheet: str | None = None
    encoding: str | None = None


def read_table(
    path: Path,
    *,
    layer: ImportLayer = ImportLayer.SITES,
    sheet: str | None = None,
    encoding: str | None = None,
    mapping: Mapping[str, str] | None = None,
) -> RawTable:
    """Read the rows of a CSV, Excel or GeoJSON file.

    Parameters
    ----------
    path : Path
    layer : ImportLayer
        Whose headings are looked for.
    sheet : str, optional
        Otherwise the visible sheet with the best heading row, the first of equals.
    encoding : str, optional
        Of a text file; recognised otherwise.
    mapping : mapping of str to str, optional
        Headings the analyst named; they count as recognised.

    Raises
    ------
    FileMissing, FileUnreadable, FileEmpty, FileDamaged, FileProtected, FileTooLarge, FormatUnknown,
    SheetMissing, HeadingsUnknown, NotSpatial, EncodingWrong
    """
    ending = path.suffix.lower()
    if ending not in (*TEXT_ENDINGS, *WORKBOOK_ENDINGS, *MAP_ENDINGS):
        read_bytes(path)
        raise FormatUnknown(path=path.name, known=("CSV", "XLSX", "XLS", "GeoJSON"))
    data = read_bytes(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if ending in MAP_ENDINGS:
        return _features(data, path.name, sha256)
    if ending in TEXT_ENDINGS:
        grids: Iterator[Grid] = iter((csv_grid(data, path=path.name, encoding=encoding),))
    else:
        grids = workbook_grids(data, path=path.name, sheet=sheet)
    wanted = {fold(heading) for heading in mapping or {}}

    def recognised(heading: str) -> str | None:
        return heading if fold(heading) in wanted else field_of(heading, layer)

    return _best_table(grids, path.name, sha256, recognised, layer)


def _best_table(
    grids: Iterator[Grid],
    file_name: str,
    sha256: str,
    recognised: Callable[[str], str | None],
    layer: ImportLayer,
) -> RawTable:
    best: tuple[int, Grid, int] | None = None
    has_cells = False
    for grid in grids:
        has_cells = has_cells or any(cell is not None for row in grid.rows for cell in row)
        place, score = _heading_row(grid, recognised)
        if score and (best is None or score > best[0]):
            best = (score, grid, place)
    if not has_cells:
        raise FileEmpty(path=file_name)
    if best is None:
        raise HeadingsUnknown(path=file_name, known=template_headings(layer))
    table = _table(best[1], best[2], file_name, sha256)
    if not table.rows:
        raise FileEmpty(path=file_name)
    return table


def _heading_row(grid: Grid, recognised: Callable[[str], str | None]) -> tuple[int, int]:
    """Return the index of the row with the most known headings and how many; one alone is not enough."""
    best, most = 0, 0
    for place, row in enumerate(grid.rows[:_HEADING_ROWS]):
        texts = [cell for cell in row if isinstance(cell, str)]
        known = {recognised(text) for text in texts} - {None, SEQUENCE, PERSONAL}
        if len(known) > most:
            best, most = place, len(known)
    return best, most if most >= 2 or (most == 1 and len(grid.rows[best]) == 1) else 0


def _table(grid: Grid, heading_place: int, file_name: str, sha256: str) -> RawTable:
    headings = tuple(" ".join(as_written(cell).split()) for cell in grid.rows[heading_place])
    below = grid.rows[heading_place + 1 :]
    width = max([len(headings), *(_used(row) for row in below)])
    headings += ("",) * (width - len(headings))
    rows: list[tuple[Cell, ...]] = []
    numbers: list[int] = []
    skipped: list[tuple[int, str]] = []
    for number, row in enumerate(below, start=heading_place + 2):
        if all(is_blank(cell) for cell in row):
            continue
        if not rows and _is_number_row(row):
            skipped.append((number, "column_numbers"))
        elif _is_sum_row(row):
            skipped.append((number, "sum_row"))
        else:
            rows.append(tuple(row[:width]) + (None,) * (width - len(row)))
            numbers.append(number)
    return RawTable(
        file_name, sha256, headings, heading_place + 1, tuple(rows), tuple(numbers), tuple(skipped),
        sheet=grid.sheet, encoding=grid.encoding,
    )  # fmt: skip


def _used(row: tuple[Cell, ...]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell is not None), default=0)


def _is_number_row(row: tuple[Cell, ...]) -> bool:
    """Say whether a row counts the columns: (1) (2) (3), 1 2 3 or A B 1 2 3."""
    marks = [fold(as_written(cell)) for cell in row if cell is not None]
    if len(marks) < 3:
        return False
    digits = [int(mark) for mark in marks if mark.isdecimal()]
    letters = [mark for mark in marks if not mark.isdecimal()]
    is_run = bool(digits) and digits == list(range(digits[0], digits[0] + len(digits))) and digits[0] <= 2
    return is_run and all(len(mark) == 1 for mark in letters) and len(digits) + len(letters) == len(marks)


def _is_sum_row(row: tuple[Cell, ...]) -> bool:
    texts = [as_written(cell) for cell in row if cell is not None]
    return bool(texts) and _SUM_ROW.fullmatch(texts[0].strip().casefold()) is not None


def _features(data: bytes, file_name: str, sha256: str) -> RawTable:
    """Read the features of a GeoJSON file; a shape that is no point stands for its middle."""
    try:
        content = json.loads(decode(data, path=file_name).text)
    except (ValueError, RecursionError, FileDamaged):
        raise FileDamaged(path=file_name, format="GeoJSON") from None
    if not isinstance(content, dict) or "type" not in content:
        raise NotSpatial(path=file_name)
    features = content.get("features") if content["type"] == "FeatureCollection" else [content]
    if not isinstance(features, list) or any(not isinstance(f, dict) for f in features):
        raise FileDamaged(path=file_name, format="GeoJSON")
    if not features:
        raise FileEmpty(path=file_name)
    if all(feature.get("type") != "Feature" for feature in features):
        raise NotSpatial(path=file_name)
    properties = [feature.get("properties") or {} for feature in features]
    headings = tuple(dict.fromkeys(str(name) for entry in properties for name in entry))
    points = tuple(_point(feature.get("geometry")) for feature in features)
    return RawTable(
        file_name,
        sha256,
        tuple(to_nfc(heading) for heading in headings),
        0,
        tuple(tuple(_property(entry.get(name)) for name in headings) for entry in properties),
        tuple(range(1, len(features) + 1)),
        remarks=_shape_remarks(features, points),
        points=points,
        crs=_named_crs(content),
        encoding="utf-8",
    )


def _shape_remarks(
    features: list[dict[str, Any]], points: tuple[tuple[float, float] | None, ...]
) -> tuple[tuple[int, str, str], ...]:
    """Return the rows whose shape is no point, or one without readable coordinates."""
    remarks = []
    for number, (feature, point) in enumerate(zip(features, points, strict=True), start=1):
        geometry = feature.get("geometry")
        if not isinstance(geometry, dict):
            continue
        kind = str(geometry.get("type", ""))
        if point is None:
            remarks.append((number, "coordinates_unreadable", kind))
        elif kind != "Point":
            remarks.append((number, "shape_as_point", kind))
    return tuple(remarks)


def _property(value: Any) -> Cell:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return to_nfc(value) if value.strip() else None
    if isinstance(value, float) and (not math.isfinite(value) or value.is_integer()):
        return int(value) if math.isfinite(value) else None
    return value if isinstance(value, (int, float)) else None


def _point(geometry: Any) -> tuple[float, float] | None:
    if not isinstance(geometry, dict):
        return None
    coordinates = geometry.get("coordinates")
    if geometry.get("type") == "Point":
        return _pair(coordinates)
    if not coordinates:
        return None
    # Only rare files bring areas where points are asked for; shapely is loaded for them alone.
    from shapely.errors import ShapelyError
    from shapely.geometry import shape

    try:
        middle = shape(geometry).representative_point()
    except (ShapelyError, ValueError, TypeError, AttributeError, IndexError):
        return None
    return None if middle.is_empty else (middle.x, middle.y)


def _pair(coordinates: Any) -> tuple[float, float] | None:
    try:
        x, y = float(coordinates[0]), float(coordinates[1])
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None


def _named_crs(content: dict[str, Any]) -> str | None:
    """Return EPSG:n of the old member `crs`; OGC:CRS84 and none at all are degrees of WGS 84."""
    try:
        name = str(content["crs"]["properties"]["name"])
    except (KeyError, TypeError):
        return None
    match = re.search(r"EPSG:{1,2}(\d+)", name)
    return f"EPSG:{match.group(1)}" if match else None
