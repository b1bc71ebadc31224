"""``import`` into a sample workspace: every row counted, the same file again changes nothing."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from layers.words import Words
from tests.cli import bad_files
from tests.cli.answers import digest, json_of


@pytest.fixture
def clusters(tmp_path: Path) -> Path:
    rows = [
        ["Tên cụm", "Xã, phường", "Kinh độ", "Vĩ độ", "Ngày thành lập"],
        ["Cụm dân cư tiểu khu 3", "Xã Mường Lèo", 103.30, 20.85, "15/03/2026"],
        ["Cụm dân cư bản Púng", "Mường Lạn", 103.45, 20.80, "16/03/2026"],
        ["Cụm dân cư chưa rõ nơi", "Chiềng Chung", None, None, "17/03/2026"],
    ]
    return bad_files.workbook(tmp_path / "clusters.xlsx", rows)


def test_import_notes_when_and_by_whom(run, sample: Path, clusters: Path) -> None:
    json_of(run, "import", sample, clusters, "--layer", "clusters")
    with sqlite3.connect(sample) as connection:
        rows = connection.execute(
            "SELECT s.read_by, s.read_at, c.changed_by FROM sources s JOIN sites c ON c.source_id = s.id "
            "WHERE s.file_name = ?",
            (clusters.name,),
        ).fetchall()
        history = connection.execute("SELECT by FROM history ORDER BY seq DESC LIMIT 1").fetchone()
    connection.close()
    assert len(rows) == 2
    for by, at, changed_by in rows:
        assert (by, changed_by) == ("người thử", "người thử")
        assert at.endswith("Z")
    assert history == ("người thử",)


@pytest.mark.parametrize(
    ("layer", "name", "text", "table"),
    [
        (
            "groups",
            "nhóm.csv",
            "Bộ nhóm;Nhóm địa bàn;Xã, phường\nvùng;Biên giới;Mường Lèo\nvùng;Biên giới;Mường Lạn\n",
            "commune_group_members",
        ),
        (
            "context",
            "duong.geojson",
            '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"QL6"},'
            '"geometry":{"type":"LineString","coordinates":[[103.9,21.3],[104,21.2]]}}]}',
            "context_duong",
        ),
        (
            "initiatives",
            "mo hinh.csv",
            "Tên mô hình;Cách tính bao phủ\nTiếng khèn gọi bạn;theo bản\n",
            "initiatives",
        ),
    ],
)
def test_import_of_the_other_layers(
    run, sample: Path, tmp_path: Path, layer: str, name: str, text: str, table: str
) -> None:
    source = tmp_path / name
    source.write_text(text, encoding="utf-8")
    first = json_of(run, "import", sample, source, "--layer", layer)
    assert (first["kept"], first["held_back"]) == (first["read"], 0)
    assert first["changed"] == first["kept"] > 0
    with sqlite3.connect(sample) as connection:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= first["kept"]
    connection.close()
    before = digest(sample)
    assert json_of(run, "import", sample, source, "--layer", layer)["changed"] == 0
    assert digest(sample) == before


def test_import_names_the_vintage_that_differs(run, sample: Path, real_data: Path, vi: Words) -> None:
    with sqlite3.connect(sample) as connection:
        connection.execute("UPDATE meta SET value = '2024-12' WHERE key = 'vintage'")
    connection.close()
    file = real_data / "sonla_communes_2025.gpkg"
    done = run("import", sample, file, "--layer", "boundaries")
    assert (done.code, done.out) == (1, "")
    assert "2025-07 (75 " in done.err
    assert "2024-12 (204)" in done.err


def test_an_initiative_of_the_command_line_is_known_or_said(run, sample: Path, tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("Tên điểm;Xã, phường\nBản Tô;Mường Lèo\n", encoding="utf-8")
    line = ("import", sample, source, "--layer", "sites", "--dry-run", "--initiative")
    for wrong in ("tự quản", "Hộ tự quản, bản an tòan 1"):
        done = run(*line, wrong)
        assert (done.code, done.out) == (2, "")
        assert "Hộ tự quản, bản an toàn" in done.err
    new = json_of(run, *line, "Tiếng khèn gọi bạn xuống chợ")
    assert [found["problem"] for found in new["problems"]] == ["initiative_founded"]
    assert new["kept"] == 1


def test_import_takes_in_new_rows_once(run, sample: Path, clusters: Path) -> None:
    line = ("import", sample, clusters, "--layer", "clusters")
    before = digest(sample)
    tried = json_of(run, *line, "--dry-run")
    assert digest(sample) == before
    first = json_of(run, *line)
    assert {key: first[key] for key in ("read", "kept", "changed")} == {
        key: tried[key] for key in ("read", "kept", "changed")
    }
    assert first["read"] == first["kept"] + first["held_back"] == 3
    assert first["changed"] == 2
    held = [found for found in first["problems"] if found["row"] == 4 and found["candidates"]]
    assert len(held[0]["candidates"]) >= 2
    after = digest(sample)
    again = json_of(run, *line)
    assert again["changed"] == 0
    assert digest(sample) == after


@pytest.mark.parametrize(
    "line",
    [
        ["--initiative", "Hộ tự"],
        ["--crs", "EPSG:99999"],
        ["--period", "2026-99"],
        ["--map", "Tên cụm=nothing"],
    ],
)
def test_what_an_import_names_must_exist(run, sample: Path, clusters: Path, line: list[str]) -> None:
    before = digest(sample)
    done = run("import", sample, clusters, "--layer", "clusters", *line)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert digest(sample) == before


def test_import_writes_its_report(run, sample: Path, clusters: Path, tmp_path: Path) -> None:
    import openpyxl

    report = tmp_path / "report.xlsx"
    done = run("import", sample, clusters, "--layer", "clusters", "--report", report)
    assert done.code == 0
    rows = list(openpyxl.load_workbook(report).active.values)
    assert any(row[0] == 4 for row in rows)


def test_the_report_runs_no_formula(run, sample: Path, tmp_path: Path) -> None:
    import openpyxl

    source = tmp_path / "trap.csv"
    source.write_text('Tên cụm,"Xã, phường"\nCụm A,Mường Lèo\nCụm B,=SUM(A1)\n', "utf-8")
    report = tmp_path / "report.xlsx"
    run("import", sample, source, "--layer", "clusters", "--report", report)
    cells = [cell for row in openpyxl.load_workbook(report).active.iter_rows() for cell in row]
    assert any("=SUM(A1)" in str(cell.value) for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_import_of_boundaries_replaces_the_schematic_ones(run, sample: Path, real_data: Path) -> None:
    data = json_of(run, "import", sample, real_data / "sonla_communes_2025.gpkg", "--layer", "boundaries")
    assert data["kept"] == 75
    assert data["boundaries"]["schematic"] is False
    assert data["boundaries"]["overlap_km2"] == pytest.approx(0.1552, abs=5e-4)
