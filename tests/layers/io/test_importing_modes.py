from __future__ import annotations

import pandas as pd

from layers.commands import change_cells
from layers.io.importing import ImportMode
from layers.workspace import Workspace
from tests.layers.io.sheets import CLUSTERS, MODEL, SITES, Import, MakeSheet, counts, found


def test_add_refuses_known_keys_and_doubles_nothing_else(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    path = xlsx("a.xlsx", [SITES[:4], ["1", None, "A", "Bình Thuận"], [None, None, "B", "Bình Thuận"]])
    take(path, "sites")
    again = take(path, "sites", mode=ImportMode.ADD)
    assert found(again, "key_known") == [(2, "Mã điểm", "1")]
    assert counts(again) == (2, 1, 0, 1, 1, 0)
    assert sorted(workspace.frame("sites")["name"]) == ["A", "B", "B"]


def test_replace_takes_away_what_is_not_listed(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    rows = [["1", MODEL, "A", "Bình Thuận", None, 3, None], ["2", MODEL, "B", "Bình Thuận", None, 4, None]]
    headings = [*SITES, "Số buổi tuyên truyền trong kỳ"]
    take(xlsx("a.xlsx", [headings, [*rows[0], 2], [*rows[1], 5]]), "sites")
    take(xlsx("c.xlsx", [CLUSTERS[1:4], ["Cụm", None, "Tô Hiệu"]]), "clusters")
    assert len(workspace.frame("activities")) == 2
    listed = xlsx("b.xlsx", [SITES, rows[1], ["3", MODEL, "C", "Chiềng Chung", None, None, None]])
    full = take(listed, "sites", full_list=True)
    assert found(full, "no_longer_listed") == [(0, "", "A"), (0, "", "Cụm")]
    assert len(workspace.frame("sites")) == 3
    replaced = take(listed, "sites", mode=ImportMode.REPLACE)
    assert found(replaced, "no_longer_listed") == [(0, "", "A")]
    assert counts(replaced) == (2, 1, 0, 1, 1, 1)
    # A went with its activity, B kept its id and its activity, the cluster is none of this sheet.
    assert sorted(workspace.frame("sites")["name"]) == ["B", "Cụm"]
    assert len(workspace.frame("activities")) == 1
    workspace.undo()
    assert len(workspace.frame("sites")) == 3
    assert len(workspace.frame("activities")) == 2


def test_a_sheet_of_which_nothing_is_kept_takes_nothing_away(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    take(xlsx("a.xlsx", [SITES[:4], ["1", MODEL, "A", "Bình Thuận"]]), "sites")
    done = take(xlsx("b.xlsx", [SITES[:4], ["2", MODEL, "B", "Không Đâu"]]), "sites", mode=ImportMode.REPLACE)
    assert (done.report.kept, done.report.changed) == (0, 0)
    assert list(workspace.frame("sites")["name"]) == ["A"]


def test_replacing_villages_cuts_the_links_to_them(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    headings = ["Mã bản", "Tên bản", "Xã"]
    take(xlsx("v.xlsx", [headings, ["1", "Nà Mẫu", "Bình Thuận"]]), "villages")
    take(xlsx("s.xlsx", [["Tên điểm", "Bản", "Xã"], ["A", "Nà Mẫu", "Bình Thuận"]]), "sites")
    assert workspace.frame("sites")["village_id"].notna().all()
    take(xlsx("w.xlsx", [headings, ["2", "Nà Thử", "Bình Thuận"]]), "villages", mode=ImportMode.REPLACE)
    assert list(workspace.frame("villages")["name"]) == ["Nà Thử"]
    assert workspace.frame("sites")["village_id"].isna().all()


def test_activities_of_a_period_are_kept_once(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    headings = ["Mã điểm", "Tên điểm", "Xã", "Ngày hoạt động gần nhất", "Buổi", "Lượt", "Tin"]
    take(
        xlsx(
            "a.xlsx",
            [
                headings,
                ["1", "A", "Bình Thuận", "28/10/2026", 6, 118, 0],
                ["2", "B", "Bình Thuận", "03/02/2026", 2, 55, None],
                ["3", "C", "Bình Thuận", None, 0, 0, 0],
            ],
        ),
        "sites",
        period="2026-11",
    )
    activities = workspace.frame("activities").set_index("attendances")
    assert list(activities.index) == [118, 55]
    assert (activities.loc[118, "held_on"], activities.loc[118, "held_precision"]) == (
        pd.Timestamp(2026, 10, 28),
        "day",
    )
    assert (activities.loc[55, "held_on"], activities.loc[55, "held_precision"]) == (
        pd.Timestamp(2026, 10, 15),
        "month",
    )
    again = xlsx("b.xlsx", [headings, ["1", "A", "Bình Thuận", "28/10/2026", 7, 118, 0]])
    assert take(again, "sites", period="2026-11").report.changed == 0
    assert sorted(workspace.frame("activities")["times"]) == [2, 7]
    take(again, "sites", period="2026-12")
    assert sorted(workspace.frame("activities")["times"]) == [2, 7, 7]


def test_a_verified_site_keeps_its_place(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    headings = ["Mã điểm", "Tên điểm", "Xã", "Vĩ độ", "Kinh độ", "Số thành viên"]
    take(xlsx("a.xlsx", [headings, ["1", "A", "Bình Thuận", 21.57, 103.61, 3]]), "sites")
    (key,) = workspace.frame("sites").index
    fixed = {"lon": 103.62, "lat": 21.58, "verified": True}
    workspace.execute(change_cells(workspace, "sites", {key: fixed}))
    take(xlsx("b.xlsx", [headings, ["1", "A", "Bình Thuận", 21.57, 103.61, 9]]), "sites")
    row = workspace.frame("sites").loc[key]
    assert (row["lon"], row["lat"], row["members"]) == (103.62, 21.58, 9)


def test_the_record_of_a_file(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    take(
        xlsx(
            "a.xlsx",
            [SITES, ["1", None, "A", "Bình Thuận", "2024", 3, None], ["2", None, "B", "?", "2024", 3, "?"]],
        ),
        "sites",
    )
    (source,) = workspace.frame("sources").itertuples()
    assert (source.file_name, source.table_name, source.sheet) == ("a.xlsx", "sites", "Sheet")
    assert (source.read, source.kept, source.mended, source.held_back) == (2, 1, 0, 1)
    assert (source.read_at, source.read_by) == ("2026-11-20T08:00:00Z", "thử")
    assert source.mapping["Mã điểm"] == "ext_key"
    (held,) = workspace.frame("quarantine").itertuples()
    assert (held.source_id, held.source_row, held.state) == (source.Index, 3, "open")
    assert held.cells["Tên điểm"] == "B"
    assert [problem["problem"] for problem in held.problems] == ["no_place"]
