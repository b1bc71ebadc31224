from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from layers.errors import (
    FileDamaged,
    FileEmpty,
    FileMissing,
    FormatUnknown,
    HeadingsUnknown,
    NotSpatial,
)
from layers.io.readers import read_table
from layers.io.report import ImportLayer

MakeSheet = Callable[[str, Sequence[Sequence[object]]], Path]


def geojson(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_the_heading_row_under_titles_is_found(xlsx: MakeSheet) -> None:
    path = xlsx(
        "b.xlsx",
        [
            ["BIỂU TỔNG HỢP ĐIỂM MÔ HÌNH"],
            ["Kỳ: 11/2026 · Xã, phường: Bình Thuận (mã 03724)"],
            ["STT", "Tên điểm", "Xã, phường*", "Số\nthành viên"],
            ["(1)", "(2)", "(3)", "(4)"],
            [1, "A", "Bình Thuận", 3],
            [None, None, None, None],
            ["-", "", None, None],
            [2, "Tổng Cọ", "Bình Thuận", None],
            ["Cộng:", None, None, 3],
        ],
    )
    table = read_table(path)
    assert table.heading_row == 3
    assert table.headings == ("STT", "Tên điểm", "Xã, phường*", "Số thành viên")
    assert table.row_numbers == (5, 8)
    assert table.rows[0] == (1, "A", "Bình Thuận", 3)
    assert table.skipped == ((4, "column_numbers"), (9, "sum_row"))
    assert len(table.sha256) == 64


def test_names_that_begin_like_sums_are_rows(xlsx: MakeSheet) -> None:
    rows = [
        ["Tên điểm", "Xã"],
        ["Tông Cọ", "A"],
        ["Cộng đồng an toàn", "B"],
        ["Tổng số", 2],
        ["CỘNG: 2 điểm", None],
    ]
    table = read_table(xlsx("b.xlsx", rows))
    assert [row[0] for row in table.rows] == ["Tông Cọ", "Cộng đồng an toàn"]


def test_the_sheet_with_headings_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    guide = book.worksheets[0]
    guide.title = "HƯỚNG DẪN"
    guide.append(["Không ghi họ tên, số CCCD."])
    for name in ("Tháng 11", "Tháng 10"):
        sheet = book.create_sheet(name)
        sheet.append(["Tên điểm", "Xã, phường"])
        sheet.append([name, "Bình Thuận"])
    book.save(tmp_path / "b.xlsx")
    book.close()
    assert read_table(tmp_path / "b.xlsx").sheet == "Tháng 11"
    assert read_table(tmp_path / "b.xlsx", sheet="Tháng 10").rows == (("Tháng 10", "Bình Thuận"),)


def test_columns_beside_the_headings_are_kept(csv_file: Callable[..., Path]) -> None:
    table = read_table(csv_file("Tên điểm;Xã\nA;B;thừa\nC\n"))
    assert table.headings == ("Tên điểm", "Xã", "")
    assert table.rows == (("A", "B", "thừa"), ("C", None, None))


def test_a_heading_the_analyst_named_counts(csv_file: Callable[..., Path]) -> None:
    path = csv_file("tiêu đề\nKhu;Chỗ\nA;B\n")
    with pytest.raises(HeadingsUnknown):
        read_table(path)
    assert read_table(path, mapping={"khu": "commune", "Chỗ": "name"}).heading_row == 2


def test_features_of_a_map_file(tmp_path: Path) -> None:
    square = [[[103.0, 21.0], [103.2, 21.0], [103.2, 21.2], [103.0, 21.2], [103.0, 21.0]]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "A", "mã": "03724"},
            "geometry": {"type": "Point", "coordinates": [103.6, 21.5]},
        },
        {
            "type": "Feature",
            "properties": {"name": "B", "tags": ["x"]},
            "geometry": {"type": "Polygon", "coordinates": square},
        },
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {"name": "D"}, "geometry": {"type": "Point", "coordinates": ["x"]}},
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9206"}}
    table = read_table(
        geojson(tmp_path / "a.geojson", {"type": "FeatureCollection", "crs": crs, "features": features})
    )
    assert table.headings == ("name", "mã", "tags")
    assert table.rows[0] == ("A", "03724", None)
    assert table.rows[1] == ("B", None, '["x"]')
    assert table.row_numbers == (1, 2, 3, 4)
    assert table.crs == "EPSG:9206"
    assert table.points is not None
    assert table.points[0] == (103.6, 21.5)
    assert table.points[1] == pytest.approx((103.1, 21.1))
    assert table.points[2:] == (None, None)
    assert table.remarks == ((2, "shape_as_point", "Polygon"), (4, "coordinates_unreadable", "Point"))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"type": "FeatureCollection", "features": []}, FileEmpty),
        ({"rows": [1, 2]}, NotSpatial),
        ([1, 2], NotSpatial),
        ({"type": "FeatureCollection", "features": [1]}, FileDamaged),
        ({"type": "Topology"}, NotSpatial),
    ],
)
def test_map_files_without_features(tmp_path: Path, content: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_table(geojson(tmp_path / "a.geojson", content))


def test_bad_files(tmp_path: Path, csv_file: Callable[..., Path], xlsx: MakeSheet) -> None:
    with pytest.raises(FileMissing):
        read_table(tmp_path / "a.csv")
    truncated = tmp_path / "t.geojson"
    truncated.write_text('{"type": "FeatureCollection", "features": [{"ty', encoding="utf-8")
    with pytest.raises(FileDamaged):
        read_table(truncated)
    deep = tmp_path / "deep.json"
    deep.write_text("[" * 200_000, encoding="utf-8")
    with pytest.raises(FileDamaged):
        read_table(deep)
    with pytest.raises(FileEmpty):
        read_table(csv_file("Tên điểm;Xã\n\n;;\n"))
    with pytest.raises(FileEmpty):
        read_table(xlsx("nothing.xlsx", []))
    with pytest.raises(HeadingsUnknown) as unknown:
        read_table(csv_file("a;b\n1;2\n", "other.csv"), layer=ImportLayer.VILLAGES)
    assert "Tên bản, tiểu khu, tổ dân phố" in unknown.value.fields["known"]  # type: ignore[operator]
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n")
    with pytest.raises(FormatUnknown):
        read_table(picture)
    with pytest.raises(FileMissing):
        read_table(tmp_path / "b.png")
