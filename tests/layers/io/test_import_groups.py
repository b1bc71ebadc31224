from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from layers.io.importing import Prepared
from layers.workspace import Workspace


def test_groups_are_founded_and_filled_once(
    csv_file: Callable[..., Path], take: Callable[..., Prepared], workspace: Workspace
) -> None:
    text = (
        "STT;Bộ nhóm;Nhóm địa bàn;Xã, phường\n"
        "1;Khu vực PCCC;Khu vực 1;Tô Hiệu\n"
        "2;Khu vực PCCC;Khu vực 1;xã Bình Thuận\n"
        "3;Khu vực PCCC;Khu vực 2;Mường Lèo\n"
        "4;;Biên giới;Mường Lèo\n"
        "5;Khu vực PCCC;Khu vực 2;Chiềng Chung\n"
        "6;Khu vực PCCC;;Mường Lèo\n"
        "7;Khu vực PCCC;KHU VỰC 1;Tô Hiệu\n"
    )
    done = take(csv_file(text), "groups")
    report = done.report
    assert (report.read, report.kept, report.held_back, report.changed, report.unchanged) == (7, 5, 2, 4, 1)
    assert [(p.row, p.problem) for p in report.problems] == [(6, "commune_ambiguous"), (7, "required")]
    groups = workspace.frame("commune_groups")
    assert groups[["set_name", "name"]].values.tolist() == [
        ["Khu vực PCCC", "Khu vực 1"], ["Khu vực PCCC", "Khu vực 2"], ["Nhóm địa bàn", "Biên giới"],
    ]  # fmt: skip
    members = workspace.frame("commune_group_members")
    assert sorted(members["code"]) == ["03646", "03724", "04240", "04240"]
    assert set(members["vintage"]) == {"2025-07"}
    (source,) = workspace.frame("sources").to_dict("records")
    assert (source["table_name"], source["read"], source["kept"], source["held_back"]) == (
        "commune_groups",
        7,
        5,
        2,
    )
    assert (source["read_by"], len(source["sha256"])) == ("thử", 64)
    assert source["mapping"]["Bộ nhóm"] == "set_name"
    again = take(csv_file(text), "groups")
    assert (again.report.changed, again.command.deltas) == (0, ())
    workspace.undo()
    assert workspace.frame("commune_groups").empty
