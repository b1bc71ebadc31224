from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from layers.commands import add_rows
from layers.errors import BadParameter, HeadingsUnknown, NameUnknown
from layers.io.importing import ImportRequest, prepare_import
from layers.io.report import ImportLayer
from layers.registers import Register
from layers.words import Words
from layers.workspace import Workspace
from tests.layers.io.sheets import CLUSTERS, MODEL, SITES, Import, MakeSheet, counts, found


def content(workspace: Workspace, table: str = "sites") -> list[str]:
    """Return what the rows say, without what tells when and as what they came."""
    frame = workspace.frame(table)
    names = dict(workspace.frame("initiatives")["name"])
    own = frame.drop(columns=["source_id", "source_row", "changed_at", "changed_by", "rev"], errors="ignore")
    if "initiative_id" in own.columns:
        own = own.assign(initiative_id=own["initiative_id"].map(names))
    return sorted(repr(row) for row in own.astype(object).itertuples(index=False))


def test_the_clusters_as_they_really_arrive(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    path = xlsx(
        "cum.xlsx",
        [
            ["BIỂU 02"],
            ["Kỳ: 11/2026"],
            CLUSTERS,
            [
                1,
                "Cụm Tiểu khu 91",
                "Tiểu khu 91",
                "Xã Thuận Châu",
                2371572,
                468024,
                "19/12/2022",
                15,
                11,
                15,
                18,
                1,
                2,
                "06/10/2026",
                "Đang hoạt động",
            ],
            [
                2,
                "Cụm Tổ 95",
                "Tổ dân phố 95",
                "Phường Tô Hiệu",
                "2.359.388,0",
                "490.904,0",
                "04/08/2023",
                27,
                22,
                25,
                31,
                2,
                1,
                "14/05/2026",
                "Đang hoạt động",
            ],
            [
                3,
                "Cụm chợ Cò Thử",
                "Tiểu khu 92",
                "Xã Mai Sơn (Cò Nòi cũ)",
                517514,
                2337242,
                "11/2024",
                "09 hộ",
                9,
                None,
                6,
                "không",
                None,
                "chưa",
                "Tạm dừng",
            ],
            ["Cộng:", None, None, None, None, None, None, 51],
        ],
    )
    first = take(path, "clusters")
    assert counts(first) == (3, 3, 1, 0, 3, 0)
    assert found(first, "coordinates_swapped") == [(6, "X (m)", "X=517514; Y=2337242 (EPSG:9206)")]
    assert found(first, "read_as_zero") == [(6, "Điểm CC", "không")]
    assert found(first, "read_as_empty") == [(6, "Lần cuối", "chưa")]
    assert found(first, "sum_row") == [(7, "", "")]
    sites = workspace.frame("sites").set_index("name")
    assert list(sites["commune_code"]) == ["03721", "03646", "04105"]
    assert list(sites["x"]) == [468024.0, 490904.0, 517514.0]
    assert list(sites["y"]) == [2371572.0, 2359388.0, 2337242.0]
    third = sites.loc["Cụm chợ Cò Thử"]
    assert (third["households_enrolled"], third["public_fire_points"], third["status"]) == (9, 0, "paused")
    assert pd.isna(third["last_drill_on"])
    assert pd.isna(third["drills"])
    assert (third["founded_on"], third["founded_precision"]) == (pd.Timestamp(2024, 11, 1), "month")
    assert (third["source_row"], third["extra"]) == (6, {"Địa bàn": "Tiểu khu 92"})
    (initiative,) = workspace.frame("initiatives").itertuples()
    assert (initiative.name, initiative.short_name, initiative.layer) == (
        "Cụm dân cư an toàn phòng cháy chữa cháy",
        "Cụm dân cư an toàn PCCC",
        "cluster",
    )
    assert set(sites["initiative_id"]) == {initiative.Index}


def test_the_same_file_again_changes_nothing(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    path = xlsx(
        "a.xlsx",
        [
            SITES,
            ["007", MODEL, "A", "Bình Thuận", "12/05/2023", 3, "Đang hoạt động"],
            [None, MODEL, "B", "Bình Thuận", "2024", None, "Tạm dừng"],
            [None, MODEL, "C", "Chiềng Chung", "2024", None, "Tạm dừng"],
        ],
    )
    assert counts(take(path, "sites")) == (3, 2, 0, 1, 2, 0)
    revision, sources = workspace.revision("sites"), len(workspace.frame("sources"))
    again = take(path, "sites")
    assert counts(again) == (3, 2, 0, 1, 0, 2)
    assert again.command.deltas == ()
    assert (workspace.revision("sites"), len(workspace.frame("sources"))) == (revision, sources)
    assert len(workspace.frame("quarantine")) == 1
    assert list(workspace.frame("sites")["ext_key"].dropna()) == ["007"]


def test_undo_takes_an_import_back_whole(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    path = xlsx("a.xlsx", [SITES, ["1", MODEL, "A", "Bình Thuận", "2024", 3, None]])
    take(path, "sites")
    assert workspace.frame("sites")["status"].tolist() == ["unknown"]
    assert workspace.undo() == "command.import_rows"
    for table in ("sites", "initiatives", "sources"):
        assert workspace.frame(table).empty
    workspace.redo()
    assert len(workspace.frame("sites")) == 1


def test_a_dry_run_is_only_a_report(xlsx: MakeSheet, workspace: Workspace, register: Register) -> None:
    path = xlsx("a.xlsx", [SITES, ["1", MODEL, "A", "Bình Thuận", "2024", 3, None]])
    prepared = prepare_import(ImportRequest(path, ImportLayer.SITES), workspace.snapshot(), register)
    assert prepared.report.kept == 1
    assert workspace.frame("sites").empty
    assert not workspace.can_undo


def test_a_changed_row_is_changed_and_an_empty_cell_erases_nothing(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    take(xlsx("a.xlsx", [SITES, ["1", MODEL, "A", "Bình Thuận", "2024", 3, "Đang hoạt động"]]), "sites")
    (key,) = workspace.frame("sites").index
    second = take(xlsx("b.xlsx", [SITES, ["1", MODEL, "A", "Bình Thuận", None, 5, "Tạm dừng"]]), "sites")
    assert counts(second) == (1, 1, 0, 0, 1, 0)
    row = workspace.frame("sites").loc[key]
    assert (row["members"], row["status"], row["founded_precision"], row["rev"]) == (5, "paused", "year", 2)
    assert row["founded_on"] == pd.Timestamp(2024, 1, 1)
    assert row["source_id"] == workspace.frame("sources").index[-1]


def test_the_order_of_the_rows_does_not_matter(xlsx: MakeSheet, register: Register) -> None:
    body: list[list[object]] = [
        ["1", MODEL, "A", "Bình Thuận", "2024", 3, None],
        ["2", "Tiếng kẻng bản em", "B", "xa muong leo", "05/2024", "03", None],
        [None, None, "C", "Tô Hiệu", None, None, None],
        [None, None, "C", "Tô Hiệu", "2025", None, None],
        ["5", MODEL, "D", "Chiềng Chung", None, None, None],
        ["6", MODEL, "E", "Bình Thuận", "32/01/2024", None, None],
        ["7", MODEL, "F", "Bình Thuận", None, 1.5, None],
        ["8", MODEL, "G", "Bình Thuận", None, 1, None],
        ["8", MODEL, "H", "Bình Thuận", None, 1, None],
        [None, None, "I", "Bình Thuận", None, 1, None],
        [None, None, "I", "Bình Thuận", None, 1, None],
    ]
    results = []
    for seed in range(4):
        mixed = list(body)
        random.Random(seed).shuffle(mixed)
        workspace = Workspace.new("x")
        path = xlsx(f"{seed}.xlsx", [SITES, *(mixed if seed else body)])
        prepared = prepare_import(ImportRequest(path, ImportLayer.SITES), workspace.snapshot(), register)
        workspace.execute(prepared.command)
        again = prepare_import(ImportRequest(path, ImportLayer.SITES), workspace.snapshot(), register)
        assert again.report.changed == 0
        held = sorted(str(row["Tên điểm"]) for row in workspace.frame("quarantine")["cells"])
        results.append((counts(prepared), content(workspace), held))
    assert results[0][2] == ["D", "E", "F", "G", "H", "I"]
    # Kept: A, B, both C, one I. Mended: B for its name without tones.
    assert results[0][0] == (11, 5, 1, 6, 5, 0)
    assert all(result == results[0] for result in results)


def test_names_of_initiatives(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    known = pd.DataFrame({"name": [MODEL], "short_name": ["HTQ"]}, index=["i1"])
    workspace.execute(add_rows(workspace, "initiatives", known))
    rows = [
        ["1", MODEL, "A", "Bình Thuận"],
        ["2", "htq", "B", "Bình Thuận"],
        ["3", "ho tu quan, ban an toan", "C", "Bình Thuận"],
        ["4", "Hộ tự quản, bản an tòan 1", "D", "Bình Thuận"],
        ["5", "Camera đầu bản", "E", "Bình Thuận"],
        ["6", "Camera đầu bản", "F", "Bình Thuận"],
        ["7", None, "G", "Bình Thuận"],
    ]
    done = take(xlsx("a.xlsx", [SITES[:4], *rows]), "sites")
    assert found(done, "initiative_unsure") == [(5, "Tên mô hình", "Hộ tự quản, bản an tòan 1")]
    assert found(done, "initiative_founded") == [(6, "Tên mô hình", "Camera đầu bản")]
    assert found(done, "name_without_tones") == [(4, "Tên mô hình", "ho tu quan, ban an toan")]
    sites = workspace.frame("sites").set_index("name")
    assert list(sites.loc[["A", "B", "C"], "initiative_id"]) == ["i1"] * 3
    assert len(workspace.frame("initiatives")) == 2
    assert pd.isna(sites.loc["G", "initiative_id"])


def test_the_initiative_named_in_the_request(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    workspace.execute(add_rows(workspace, "initiatives", pd.DataFrame({"name": [MODEL]}, index=["i1"])))
    path = xlsx("a.xlsx", [["Tên điểm", "Xã"], ["A", "Bình Thuận"]])
    take(path, "sites", initiative=MODEL)
    assert list(workspace.frame("sites")["initiative_id"]) == ["i1"]
    with pytest.raises(NameUnknown) as error:
        take(path, "sites", initiative="Hộ tự quản, bản an toan 1")
    assert error.value.fields["nearest"] == (MODEL,)
    with pytest.raises(NameUnknown):
        take(path, "sites", initiative="tự quản")
    with pytest.raises(BadParameter):
        take(path, "villages", initiative=MODEL)
    assert len(workspace.frame("initiatives")) == 1


def test_a_new_initiative_named_in_the_request_is_founded_and_said(
    xlsx: MakeSheet, take: Import, workspace: Workspace
) -> None:
    workspace.execute(add_rows(workspace, "initiatives", pd.DataFrame({"name": [MODEL]}, index=["i1"])))
    path = xlsx("a.xlsx", [["Tên điểm", "Xã"], ["A", "Bình Thuận"], ["B", "Bình Thuận"]])
    done = take(path, "sites", initiative="Tiếng kẻng vùng biên")
    assert found(done, "initiative_founded") == [(0, "", "Tiếng kẻng vùng biên")]
    assert sorted(workspace.frame("initiatives")["name"]) == sorted([MODEL, "Tiếng kẻng vùng biên"])
    assert workspace.frame("sites")["initiative_id"].nunique() == 1
    assert take(path, "sites", initiative="Tiếng kẻng vùng biên").report.changed == 0


def test_a_csv_in_windows_1258_is_the_same_as_in_utf8(
    tmp_path: Path, register: Register, to_cp1258: Callable[[str], bytes]
) -> None:
    text = "Mã;Tên điểm;Xã, phường\n007;Bản Tô;Xã Mường Lèo\n"
    seen = []
    for place, encoded in enumerate((text.encode(), to_cp1258(text), text.encode("utf-16"))):
        path = tmp_path / f"{place}.csv"
        path.write_bytes(encoded)
        workspace = Workspace.new("x")
        prepared = prepare_import(ImportRequest(path, ImportLayer.SITES), workspace.snapshot(), register)
        workspace.execute(prepared.command)
        assert counts(prepared) == (1, 1, 0, 0, 1, 0)
        seen.append(content(workspace))
        assert workspace.frame("sites").iloc[0]["ext_key"] == "007"
    assert seen[0] == seen[1] == seen[2]


def test_mapping_crs_and_period_must_fit(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    path = xlsx("a.xlsx", [["Khu", "Cột lạ"], ["Bình Thuận", "A"]])
    with pytest.raises(HeadingsUnknown):
        take(path, "sites")
    done = take(path, "sites", mapping={"Khu": "commune", "Cột lạ": "name"})
    assert done.report.kept == 1
    good = xlsx("b.xlsx", [SITES[2:4], ["A", "Bình Thuận"]])
    for wrong in ({"crs": "hệ lạ"}, {"period": "tháng 11"}, {"mapping": {"Không": "name"}}):
        with pytest.raises(BadParameter):
            take(good, "sites", **wrong)
    assert len(workspace.frame("sites")) == 1


def test_every_problem_has_its_words(vi: Words, en: Words, root: Path) -> None:
    told = re.compile(
        r'(?:mended|problem)="(\w+)"'
        r'|append\(\((?:"\w+"|\w+), "(\w+)",'
        r'|row\.find\(\s*Severity\.\w+, \w+, "(\w+)"'
        r'|Problem\([^,]+, [^,]+, "(\w+)"'
    )
    written: set[str] = set()
    for path in sorted((root / "layers" / "io").glob("*.py")):
        for groups in told.findall(path.read_text(encoding="utf-8")):
            written |= {name for name in groups if name}
    assert {"read_as_empty", "required", "personal_column", "no_longer_listed"} <= written
    written |= {"coordinates_swapped", "metres_as_degrees", "doubled_row", "doubled_key"}
    for name in written:
        for words in (vi, en):
            assert words(f"import.problem.{name}", value="x", candidates="y")


def test_dates_in_the_report_are_dates(xlsx: MakeSheet, take: Import, workspace: Workspace) -> None:
    rows = [["A", "Bình Thuận", dt.datetime(2024, 1, 5), 45000]]
    done = take(xlsx("a.xlsx", [["Tên điểm", "Xã", "Ngày thành lập", "Ngày ra mắt"], *rows]), "sites")
    assert found(done, "excel_day_number") == [(2, "Ngày ra mắt", "45000")]
    row = workspace.frame("sites").iloc[0]
    assert (row["founded_on"], row["launched_on"]) == (pd.Timestamp(2024, 1, 5), pd.Timestamp(2023, 3, 15))
    assert done.report.mended == 1
