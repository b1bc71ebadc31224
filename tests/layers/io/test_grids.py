from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

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
from layers.io import grids
from layers.io.grids import csv_grid, read_bytes, workbook_grids

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(*sheets: tuple[str, list[list[object]]], hidden: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == hidden:
            sheet.sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    book.close()
    return buffer.getvalue()


def with_sheet_xml(data: bytes, xml: str) -> bytes:
    """Return a workbook whose first sheet holds `xml`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            is_sheet = entry.filename == "xl/worksheets/sheet1.xml"
            new.writestr(entry.filename, xml if is_sheet else old.read(entry.filename))
    return buffer.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    text = delimiter.join(["Tên", "Xã", "Số hộ"]) + "\n" + delimiter.join(["A", "B", "3"]) + "\n"
    grid = csv_grid(text.encode(), path="a.csv")
    assert grid.rows == (("Tên", "Xã", "Số hộ"), ("A", "B", "3"))


def test_decimal_commas_and_titles_do_not_mislead() -> None:
    text = "BIỂU 01, KỲ 11/2026\nTên;Vĩ độ;Kinh độ\nA;21,5712;103,6188\n"
    assert csv_grid(text.encode(), path="a.csv").rows[2] == ("A", "21,5712", "103,6188")


def test_rows_are_counted_as_in_the_sheet() -> None:
    text = 'sep=;\nTên;Xã\n"hai\ndòng";B\n\nC;D\n'
    assert csv_grid(text.encode(), path="a.csv").rows == (("Tên", "Xã"), ("hai\ndòng", "B"), (), ("C", "D"))


def test_codes_keep_their_zeros_and_whole_numbers_are_whole() -> None:
    data = workbook(("A", [["Mã", "Số", "Lẻ"], ["03724", 12.0, 2.5]]))
    (grid,) = workbook_grids(data, path="a.xlsx")
    assert grid.rows[1] == ("03724", 12, 2.5)
    assert isinstance(grid.rows[1][1], int)
    assert grid.sheet == "A"


def test_sheets_by_name_and_hidden_ones() -> None:
    data = workbook(("Một", [["a"]]), ("Hai", [["b"]]), hidden="Hai")
    assert [grid.sheet for grid in workbook_grids(data, path="a.xlsx")] == ["Một"]
    assert [grid.rows[0][0] for grid in workbook_grids(data, path="a.xlsx", sheet="hai")] == ["b"]
    with pytest.raises(SheetMissing) as error:
        list(workbook_grids(data, path="a.xlsx", sheet="Ba"))
    assert error.value.fields["sheets"] == ("Một", "Hai")


def test_damaged_and_protected_workbooks() -> None:
    good = workbook(("A", [["a", 1]] * 200))
    for bad in (good[: len(good) // 2], b"PK\x03\x04 not a zip", b"<html></html>", OLE + b"\0" * 600):
        with pytest.raises(FileDamaged):
            list(workbook_grids(bad, path="a.xlsx"))
    with pytest.raises(FileProtected):
        list(workbook_grids(OLE + "EncryptedPackage".encode("utf-16-le"), path="a.xlsx"))


def test_a_zip_that_is_no_workbook() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("note.txt", "x")
    with pytest.raises(FileDamaged):
        list(workbook_grids(buffer.getvalue(), path="a.xlsx"))


def test_one_cell_in_the_last_corner_does_not_take_the_memory() -> None:
    xml = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )
    with pytest.raises(FileTooLarge):
        list(workbook_grids(with_sheet_xml(workbook(("A", [[1]])), xml), path="a.xlsx"))


def test_cells_without_names_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_CELLS", 1_000)
    row = "<row>" + "<c><v>1</v></c>" * 10 + '<c t="n"><v>1</v></c></row>'
    frame = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
    one = workbook(("A", [[1]]))
    assert list(workbook_grids(with_sheet_xml(one, frame.format(row * 80)), path="a.xlsx"))
    with pytest.raises(TooManyCells):
        list(workbook_grids(with_sheet_xml(one, frame.format(row * 100)), path="a.xlsx"))


def test_an_archive_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_UNZIPPED_BYTES", 50_000)
    with pytest.raises(FileTooLarge):
        list(workbook_grids(workbook(("A", [["a" * 50, number] for number in range(2_000)])), path="a.xlsx"))


def test_bytes_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileMissing) as missing:
        read_bytes(tmp_path / "không có.csv")
    assert missing.value.fields["path"] == "không có.csv"
    with pytest.raises(FileUnreadable):
        read_bytes(tmp_path)
    path = tmp_path / "a.csv"
    for nothing in (b"", b"\xef\xbb\xbf", b"\0" * 100, b" \r\n\t"):
        path.write_bytes(nothing)
        with pytest.raises(FileEmpty):
            read_bytes(path)
    monkeypatch.setattr(grids, "MOST_BYTES", 10)
    path.write_bytes(b"x" * 11)
    with pytest.raises(FileTooLarge):
        read_bytes(path)


def test_a_workbook_named_csv_and_a_row_without_end() -> None:
    with pytest.raises(FileDamaged):
        csv_grid(workbook(("A", [["a"]])), path="a.csv")
    with pytest.raises(FileTooLarge):
        csv_grid(("a;" * 5_000).encode(), path="a.csv")
