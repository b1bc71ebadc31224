import openpyxl
import pytest

from exports import workbook
from exports.sheet_options import SheetOptions


@pytest.fixture(scope="module")
def book(bundle, vi, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "coverage.xlsx"
    workbook.write(bundle, path, SheetOptions(), vi)
    return openpyxl.load_workbook(path)


def rows(sheet):
    """Return the rows below the heading as dicts by heading."""
    lines = list(sheet.iter_rows(min_row=workbook.HEAD_ROW))
    heads = [cell.value for cell in lines[0]]
    return [dict(zip(heads, line, strict=True)) for line in lines[1:]]


def test_communes_in_vietnamese_order_with_codes_as_text(book, vi):
    table = rows(book.worksheets[0])
    assert [row["Xã, phường"].value for row in table[:4]] == [
        "Phường Tô Hiệu", "Xã Mường Lèo", "Xã Phù Yên", "Xã Sốp Cộp",
    ]  # fmt: skip
    assert table[0]["Mã"].value == "03646"
    assert table[0]["Mã"].number_format == "@"


def test_not_reported_is_no_number(book, vi):
    silent = rows(book.worksheets[0])[2]
    assert silent["Nộp số liệu"].value == "Chưa nộp số liệu"
    assert silent["Điểm đang hoạt động"].value == vi("value.no_data")
    assert silent["Bản đã bao phủ"].value == vi("value.no_data")


def test_shares_are_formulas_of_the_numbers_beside_them(book):
    first = rows(book.worksheets[0])[0]
    part, whole, share = first["Bản đã bao phủ"], first["Tổng số bản"], first["Tỷ lệ bản"]
    assert (part.value, whole.value) == (3, 4)
    assert share.value.startswith("=IF(")
    assert f"{part.coordinate}/{whole.coordinate}" in share.value
    assert share.number_format == "0%"


def test_totals_follow_the_filter(book):
    sheet = book.worksheets[0]
    total = rows(sheet)[4]
    assert total["Mã"].value == "Tổng"
    assert total["Tổng số bản"].value == "=SUBTOTAL(109,G6:G9)"
    assert sheet.auto_filter.ref.startswith("A5:")
    assert sheet.freeze_panes == "C6"


def test_text_of_a_sender_is_never_a_formula(book):
    cells = [row["Điểm"] for row in rows(book.worksheets[2])]
    (cell,) = [cell for cell in cells if cell.value == "=1+1"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_villages_without_a_site_leave_out_the_silent_commune(book):
    names = {row["Xã, phường"].value for row in rows(book.worksheets[1])}
    # Tô Hiệu has one village without, Mường Lèo five; nobody knows about Phù Yên.
    assert "Xã Phù Yên" not in names
    assert len([1 for row in rows(book.worksheets[1]) if row["Xã, phường"].value]) == 6


def test_every_sheet_is_marked_as_sample(book, toy, vi, tmp_path):
    assert all(sheet["A3"].value == vi("sample.mark") for sheet in book.worksheets)
    workbook.write(toy.toy_bundle(sample=False), tmp_path / "real.xlsx", SheetOptions(), vi)
    real = openpyxl.load_workbook(tmp_path / "real.xlsx")
    assert all(sheet["A3"].value is None for sheet in real.worksheets)


def test_notes_say_source_rule_date_and_fingerprint(book, bundle, vi):
    text = "\n".join(str(cell.value) for line in book.worksheets[3].iter_rows() for cell in line)
    for wanted in ("14/11/2026", bundle.stamp, "EPSG:9206", "toy.gpkg", "3/4 xã, phường", "theo địa bàn"):
        assert wanted in text


def test_english_and_empty(toy, en, tmp_path):
    bare = toy.toy_bundle(without=("sites", "incidents", "villages", "submissions"))
    workbook.write(bare, tmp_path / "e.xlsx", SheetOptions(), en)
    book = openpyxl.load_workbook(tmp_path / "e.xlsx")
    assert book.sheetnames == ["Communes", "Villages without a site", "Sites", "Sources and rules"]


def test_nobody_is_said_to_have_reported_where_nobody_keeps_it(toy, vi, tmp_path):
    workbook.write(toy.toy_bundle(without=("submissions",)), tmp_path / "u.xlsx", SheetOptions(), vi)
    table = rows(openpyxl.load_workbook(tmp_path / "u.xlsx").worksheets[0])
    assert {row["Nộp số liệu"].value for row in table[:4]} == {"Không theo dõi"}


def test_schematic_boundaries_and_handling_are_named_on_every_sheet(toy, vi, tmp_path):
    workbook.write(toy.toy_bundle(schematic=True), tmp_path / "s.xlsx", SheetOptions(), vi)
    for sheet in openpyxl.load_workbook(tmp_path / "s.xlsx").worksheets:
        assert vi("boundaries.schematic") in sheet["A3"].value
        assert vi("sheet.handling") in sheet["A2"].value
        assert sheet.oddFooter.center.text == vi("sheet.handling")


def test_totals_smaller_than_those_a_leader_knows_are_explained(book):
    notes = " ".join(str(line[0].value) for line in book.worksheets[0].iter_rows(min_row=10))
    assert "3/4 xã, phường đã nộp số liệu, gồm 9/11 bản" in notes
