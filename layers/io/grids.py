"""The cells of a sheet as they are stored, row by row from row 1: CSV text and Excel workbooks.

Knows nothing of headings or meaning. Every size is bounded before memory is taken: zip and XML can be bombs.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import python_calamine as calamine

from layers.errors import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FileProtected,
    FileTooLarge,
    FileUnreadable,
    SheetMissing,
    TooManyCells,
)
from layers.io.cells import Cell
from layers.io.encodings import decode, to_nfc
from layers.reasons import Reason, reason_of

MOST_BYTES = 256 * 1024 * 1024
# Uncompressed; the sheets of 30,000 sites are under 40 MB.
MOST_UNZIPPED_BYTES = 1024 * 1024 * 1024
MOST_CELLS = 20_000_000
MOST_CSV_COLUMNS = 4_096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE_LINES = 40
_CELL_NAME = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_CHUNK_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Grid:
    """All cells of one sheet; `rows[0]` is row 1. `encoding` is of text files, `sheet` of workbooks."""

    rows: tuple[tuple[Cell, ...], ...]
    sheet: str | None = None
    encoding: str | None = None


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or raise the error that tells what is wrong with it."""
    try:
        if path.is_dir():
            raise FileUnreadable(path=path.name, reason=Reason.IS_FOLDER)
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileTooLarge(path=path.name, limit=f"{MOST_BYTES // 1024**2} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileMissing(path=path.name) from None
    except OSError as error:
        raise FileUnreadable(path=path.name, reason=reason_of(error)) from None
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileEmpty(path=path.name)
    return data


def csv_grid(data: bytes, *, path: str, encoding: str | None = None) -> Grid:
    """Read delimited text; the delimiter is the one that makes the most columns.

    Raises
    ------
    FileDamaged, EncodingWrong, FileTooLarge
    """
    if data.startswith((_OLE, _ZIP + b"\x03\x04")):
        raise FileDamaged(path=path, format="CSV")
    decoded = decode(data, path=path, encoding=encoding)
    text, delimiter = _delimiter(decoded.text)
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            cells += len(row)
            if cells > MOST_CELLS or len(row) > MOST_CSV_COLUMNS:
                raise TooManyCells(path=path, limit=MOST_CELLS)
            rows.append(tuple(cell if cell.strip() else None for cell in row))
    except csv.Error:
        raise FileDamaged(path=path, format="CSV") from None
    return Grid(tuple(rows), encoding=decoded.encoding)


def workbook_grids(data: bytes, *, path: str, sheet: str | None = None) -> Iterator[Grid]:
    """Yield the visible sheets of a workbook, or only the one named `sheet` (also when it is hidden).

    Raises
    ------
    FileProtected, FileDamaged, FileTooLarge, SheetMissing
    """
    _check_container(data, path)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = book.sheets_metadata
    except calamine.PasswordError:
        raise FileProtected(path=path) from None
    except BaseException as error:
        raise _damaged(error, path) from None
    names = [to_nfc(entry.name) for entry in sheets if entry.typ == calamine.SheetTypeEnum.WorkSheet]
    if sheet is not None and to_nfc(sheet).casefold() not in {name.casefold() for name in names}:
        raise SheetMissing(path=path, sheet=sheet, sheets=tuple(names))
    for entry in sheets:
        if entry.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        is_named = sheet is not None and to_nfc(entry.name).casefold() == to_nfc(sheet).casefold()
        is_visible = entry.visible == calamine.SheetVisibleEnum.Visible
        if is_named or (sheet is None and is_visible):
            yield _sheet_grid(book, entry.name, path)


def _sheet_grid(book: calamine.CalamineWorkbook, name: str, path: str) -> Grid:
    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except BaseException as error:
        raise _damaged(error, path) from None
    return Grid(tuple(tuple(_cell(value) for value in row) for row in rows), sheet=to_nfc(name))


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return to_nfc(value) if value.strip() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value  # type: ignore[return-value]


def _damaged(error: BaseException, path: str) -> BaseException:
    """Word what the reader says; its own panics come as BaseException and must not end the program."""
    if isinstance(error, (calamine.CalamineError, OSError, ValueError)):
        return FileDamaged(path=path, format="Excel")
    if type(error).__name__ == "PanicException":
        return FileDamaged(path=path, format="Excel")
    return error


def _check_container(data: bytes, path: str) -> None:
    """Refuse what is encrypted, no workbook at all, or far larger inside than outside."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise FileProtected(path=path)
        return
    if not data.startswith(_ZIP):
        raise FileDamaged(path=path, format="Excel")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise FileProtected(path=path)
            if sum(entry.file_size for entry in entries) > MOST_UNZIPPED_BYTES:
                raise FileTooLarge(path=path, limit=f"{MOST_UNZIPPED_BYTES // 1024**2} MB")
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _check_extent(archive, entry, path)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
        raise FileDamaged(path=path, format="Excel") from error


def _check_extent(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> None:
    """Refuse a sheet whose used rectangle would not fit in memory: one cell in the last row is enough."""
    last_row, last_column, cells, rest = 0, 0, 0, b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            block = rest + chunk
            for letters, digits in set(_CELL_NAME.findall(block)):
                column = 0
                for letter in letters:
                    column = column * 26 + letter - 64
                last_row, last_column = max(last_row, int(digits)), max(last_column, column)
            rest = block[block.rfind(b"<") :]
            # Cells need not be named; then they are counted.
            cells += block.count(b"<c>") + block.count(b"<c ") - rest.count(b"<c ")
            if max(last_row * last_column, cells) > MOST_CELLS:
                raise TooManyCells(path=path, limit=MOST_CELLS)


def _delimiter(text: str) -> tuple[str, str]:
    """Return the text without the hint ``sep=;`` of Excel, and the delimiter."""
    first, _, rest = text.partition("\n")
    hint = re.fullmatch(r'"?sep=(.)"?\r?', first.strip("\r"))
    if hint:
        return rest, hint.group(1)
    lines = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        # The widest row counts: titles above the headings have one cell, and decimal commas only a few.
        width = max((len(row) for row in rows), default=0)
        if width > most:
            best, most = delimiter, width
    return text, best
