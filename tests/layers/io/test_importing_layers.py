from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from layers.boundaries import Boundaries
from layers.commands import set_boundaries
from layers.crs import to_store
from layers.workspace import Workspace
from tests.layers.io.sheets import Import, MakeSheet, counts, found


def test_incidents_dates_and_names_that_are_asked(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    headings = [
        "Mã vụ",
        "Ngày xảy ra",
        "Giờ",
        "Loại vụ việc",
        "Chi tiết loại",
        "Bản",
        "Xã, phường",
        "ha",
        "TK",
        "Họ tên",
    ]
    rows = [
        [None, "14/01/2026", "05h30", "Cháy", "Nhà ở", "Huổi Mẫu", "Xã Mường Lèo", None, "có", "(MẪU)"],
        [None, "02/03/2026", "23h45", "Cháy", "Rừng", "Pá Mẫu", "Chiềng Chung", "2,5", "có", "(MẪU)"],
        [None, "20/11/2026", None, "Trộm cắp tài sản", None, "Tổ 95", "Phường Tô Hiệu", None, "có", None],
        [None, None, None, "Cháy", None, None, "Phường Tô Hiệu", None, None, None],
        [None, "20/10/2026", None, "Bay", None, None, "Phường Tô Hiệu", None, None, None],
        [None, "21/10/2026", None, "Cháy", "lều nương", None, "Phường Tô Hiệu", None, None, None],
    ]
    done = take(xlsx("a.xlsx", [headings, *rows]), "incidents", period="2026-11")
    assert counts(done)[:4] == (6, 3, 0, 3)
    assert found(done, "personal_column") == [(1, "Họ tên", "")]
    assert found(done, "commune_ambiguous") == [(3, "Xã, phường", "Chiềng Chung")]
    assert found(done, "required") == [(5, "Ngày xảy ra", "")]
    assert found(done, "not_in_list") == [(6, "Loại vụ việc", "Bay")]
    # The period of November is 15/10 to 14/11 for incidents.
    assert found(done, "outside_period") == [
        (2, "Ngày xảy ra", "2026-01-14"),
        (4, "Ngày xảy ra", "2026-11-20"),
    ]
    incidents = workspace.frame("incidents").set_index("source_row")
    assert list(incidents["category"]) == ["fire.dwelling", "social_order.theft", "fire"]
    assert incidents.loc[2, "happened_time"] == "05:30"
    assert incidents.loc[7, "extra"] == {"Chi tiết loại": "lều nương"}
    everything = json.dumps(
        [list(workspace.frame("quarantine")["cells"]), list(incidents["extra"]), done.report.to_json()],
        ensure_ascii=False,
        default=str,
    )
    assert "(MẪU)" not in everything
    states = workspace.frame("submissions").set_index("commune_code")["state"]
    assert dict(states) == {"04240": "submitted", "03646": "partial"}


def test_villages_and_the_number_excel_made_small(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    headings = [
        "Tên",
        "Loại",
        "Xã, phường",
        "Xã cũ",
        "Sáp nhập từ",
        "Hộ",
        "Khẩu",
        "SXKD",
        "Đội dân phòng",
        "Vĩ độ",
        "Kinh độ",
        "Ghi chú",
    ]
    rows = [
        [
            "Nà Mẫu 1",
            "bản",
            "Xã Bình Thuận",
            "Phổng Lái",
            None,
            112,
            498,
            0,
            "có",
            "21,5712",
            "103,6188",
            "ghi",
        ],
        [
            "Huổi Mẫu",
            "bản",
            "Mường Lèo",
            None,
            "Huổi Mẫu A; Huổi Mẫu B (20/07/2023)",
            54,
            None,
            None,
            "không",
            None,
            None,
            None,
        ],
        [
            "Tổ dân phố 95",
            "tổ dân phố",
            "Phường Tô Hiệu",
            "Quyết Thắng",
            None,
            1.04,
            3.655,
            212,
            None,
            "21,3291",
            "103,9142",
            None,
        ],
    ]
    done = take(xlsx("a.xlsx", [headings, *rows]), "villages")
    assert counts(done)[:4] == (3, 2, 0, 1)
    held = [p for p in done.report.problems if p.problem == "not_whole"]
    assert [(p.row, p.column, p.candidates) for p in held] == [(4, "Hộ", ("1040",)), (4, "Khẩu", ("3655",))]
    villages = workspace.frame("villages").set_index("name")
    first, second = villages.loc["Nà Mẫu 1"], villages.loc["Huổi Mẫu"]
    assert (first["households_business"], first["civil_fire_team"], first["extra"]) == (
        0,
        True,
        {"Ghi chú": "ghi"},
    )
    assert (second["merged_from"], second["merged_on"]) == (
        ["Huổi Mẫu A", "Huổi Mẫu B"],
        pd.Timestamp(2023, 7, 20),
    )
    assert pd.isna(second["population"])
    assert pd.isna(second["households_business"])
    assert (second["position"], bool(second["civil_fire_team"])) == ("commune", False)
    # Once the villages are known, sites without coordinates stand at theirs.
    sheet = xlsx("s.xlsx", [["Tên điểm", "Bản", "Xã"], ["A", "Bản Nà Mẫu I", "Bình Thuận"]])
    take(sheet, "sites")
    site = workspace.frame("sites").iloc[0]
    assert (site["position"], site["lon"], site["lat"]) == ("village", 103.6188, 21.5712)
    assert site["village_id"] == workspace.frame("villages").index[0]


def test_places_against_the_boundaries(
    xlsx: MakeSheet, take: Import, workspace: Workspace, squares: Boundaries
) -> None:
    workspace.execute(set_boundaries(workspace, squares.to_communes(), "2025-07"))
    lon, lat = to_store([461_000.0, 473_000.0, 300_000.0], [2_345_000.0] * 3)
    rows = [
        ["A", "Tô Hiệu", lat[0], lon[0]],
        ["B", "Tô Hiệu", lat[1], lon[1]],
        ["C", "Tô Hiệu", lat[2], lon[2]],
        ["D", None, lat[1], lon[1]],
        ["E", None, None, None],
    ]
    done = take(xlsx("a.xlsx", [["Tên điểm", "Xã", "Vĩ độ", "Kinh độ"], *rows]), "sites")
    told = [(p.row, p.problem, p.candidates) for p in done.report.problems]
    assert told == [
        (3, "other_commune", ("03724 Bình Thuận",)),
        (4, "outside_province", ()),
        (6, "no_place", ()),
    ]
    assert done.report.kept == 4
    # What was written stays written: the commune of an exact point is looked up, never stored.
    codes = workspace.frame("sites").set_index("name")["commune_code"]
    assert codes["B"] == "03646"
    assert pd.isna(codes["D"])


def test_a_map_file_brings_points(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"name": "A", "commune_code": "03724", "khác": 5},
            "geometry": {"type": "Point", "coordinates": [103.6188, 21.5712]},
        },
        {
            "type": "Feature",
            "properties": {"name": "B", "commune_code": "03724", "khác": None},
            "geometry": None,
        },
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    done = take(path, "sites")
    assert counts(done) == (2, 2, 0, 0, 2, 0)
    sites = workspace.frame("sites").set_index("name")
    assert list(sites["position"]) == ["exact", "commune"]
    assert (sites.loc["A", "lon"], sites.loc["A", "commune_code"]) == (103.6188, "03724")
    assert sites.loc["A", "extra"] == {"khác": 5}
    assert found(done, "column_kept_as_extra") == [(0, "khác", "")]


def test_an_area_taken_as_a_point_is_told(tmp_path: Path, take: Import, workspace: Workspace) -> None:
    ring = [[103.61, 21.57], [103.62, 21.57], [103.62, 21.58], [103.61, 21.57]]
    area = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "A", "commune_code": "03724"}, "geometry": area}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    done = take(path, "sites")
    assert found(done, "shape_as_point") == [(1, "", "Polygon")]
    assert 103.61 < workspace.frame("sites")["lon"].iloc[0] < 103.62


def test_boundaries_come_through_the_same_door(
    tmp_path: Path, squares: Boundaries, schematic: Boundaries, take: Import, workspace: Workspace
) -> None:
    path = tmp_path / "b.geojson"
    schematic.gdf[["code", "name", "geometry"]].to_crs(4326).to_file(path, driver="GeoJSON")
    done = take(path, "boundaries")
    assert counts(done) == (75, 75, 0, 0, 75, 0)
    assert len(workspace.frame("communes")) == 75
    again = take(path, "boundaries")
    assert (again.report.changed, again.command.deltas) == (0, ())
