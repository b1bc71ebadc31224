from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from layers.io.headings import map_headings
from layers.io.readers import read_table
from layers.io.report import ImportLayer
from layers.io.row_checks import hold_doubles
from layers.io.rows import RowReader, TypedRow, file_findings
from layers.vocabulary import seed

Write = Callable[..., Path]


def read(path: Path, layer: ImportLayer) -> list[TypedRow]:
    """Read rows without places: what a cell means does not depend on where the row lies."""
    raw = read_table(path, layer=layer)
    mapped = map_headings(raw.headings, layer)
    reader = RowReader(layer, raw, mapped, seed(), None)
    return [reader.read(place) for place in range(len(raw.rows))]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Đang hoạt động", "active"),
        ("active", "active"),
        ("Dự kiến", "planned"),
        ("có quyết định", "decided"),
        ("TẠM DỪNG", "paused"),
        ("đã kết thúc", "ended"),
        ("chưa rõ", "unknown"),
    ],
)
def test_status_in_both_languages(csv_file: Write, words: str, status: str) -> None:
    (row,) = read(csv_file(f"Tên điểm;Trạng thái\nA;{words}\n"), ImportLayer.SITES)
    assert row.values["status"] == status


def test_words_that_are_in_no_list_hold_the_row_back(csv_file: Write) -> None:
    (row,) = read(csv_file("Tên điểm;Trạng thái;Xếp loại\nA;ngủ;xuất sắc\n"), ImportLayer.SITES)
    assert row.is_held
    assert {problem.column for problem in row.problems} == {"Trạng thái", "Xếp loại"}
    assert "active" in row.problems[0].candidates


@pytest.mark.parametrize(
    ("category", "detail", "code"),
    [
        ("Cháy", "Nhà ở", "fire.dwelling"),
        ("Cháy", "nhà ở kết hợp sản xuất, kinh doanh", "fire.dwelling_business"),
        ("Cháy", "Rừng", "fire.forest"),
        ("Cháy rừng", "", "fire.forest"),
        ("Cháy", "", "fire"),
        ("Trộm cắp tài sản", "", "social_order.theft"),
        ("fire.market", "", "fire.market"),
        ("Tai nạn giao thông", "", "traffic"),
    ],
)
def test_categories_of_two_levels(csv_file: Write, category: str, detail: str, code: str) -> None:
    text = f"Ngày xảy ra;Loại vụ việc;Chi tiết loại\n01/02/2026;{category};{detail}\n"
    (row,) = read(csv_file(text), ImportLayer.INCIDENTS)
    assert row.values["category"] == code
    assert not row.problems


def test_precision_goes_beside_the_date(csv_file: Write) -> None:
    (row,) = read(csv_file("Tên mô hình;Ngày thành lập\nA;10/2023\n"), ImportLayer.INITIATIVES)
    assert (str(row.values["founded_on"]), row.values["founded_precision"]) == ("2023-10-01", "month")
    assert not row.is_mended


def test_what_the_sheet_does_not_speak_of_is_not_in_the_values(csv_file: Write) -> None:
    (row,) = read(csv_file("Tên điểm;Số thành viên;Màu cờ\nA;;đỏ\n"), ImportLayer.SITES)
    assert row.values["members"] is None
    assert "teams" not in row.values
    assert row.extra == {"Màu cờ": "đỏ"}


def test_lists_and_days_of_mergers(csv_file: Write) -> None:
    text = 'Tên bản;Tên khác;Sáp nhập từ\nA;"B; C";"D; E (20/07/2023)"\n'
    (row,) = read(csv_file(text), ImportLayer.VILLAGES)
    assert row.values["aliases"] == ["B", "C"]
    assert row.values["merged_from"] == ["D", "E"]
    assert str(row.values["merged_on"]) == "2023-07-20"


def test_what_is_said_of_the_sheet_as_a_whole(csv_file: Write) -> None:
    raw = read_table(csv_file("Tên điểm;Xã;Xã;SĐT;Màu;Trống\nA;B;C;0;đỏ;\nCộng: 1;;;;;\n"))
    mapped = map_headings(raw.headings, ImportLayer.SITES)
    told = [(problem.row, problem.column, problem.problem) for problem in file_findings(raw, mapped)]
    assert told == [
        (3, "", "sum_row"),
        (1, "Xã", "column_doubled"),
        (1, "SĐT", "personal_column"),
        (1, "Màu", "column_kept_as_extra"),
    ]


def test_doubles_in_one_sheet(csv_file: Write) -> None:
    path = csv_file("Mã điểm;Tên điểm\n1;A\n1;A\n2;B\n2;C\n;D\n;D\n;E\n")
    rows = read(path, ImportLayer.SITES)
    hold_doubles(rows, map_headings(["Mã điểm", "Tên điểm"], ImportLayer.SITES))
    assert [row.number for row in rows if not row.is_held] == [2, 6, 8]
    told = [(p.row, p.problem, p.candidates) for row in rows for p in row.problems]
    assert told == [
        (3, "doubled_row", ("2",)),
        (4, "doubled_key", ("5",)),
        (5, "doubled_key", ("4",)),
        (7, "doubled_row", ("6",)),
    ]
