"""What people bring by mistake is named in one line, and no workspace changes by it."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from layers.words import Words
from tests.cli import bad_files

CLUSTERS = [
    ["STT", "Tên cụm", "Xã, phường", "Kinh độ", "Vĩ độ"],
    [1, "Cụm bản Hụm", "Chiềng Cơi", 103.9, 21.3],
]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def bad(tmp_path: Path) -> dict[str, Path]:
    """Return a file of each kind of mistake."""
    folder = tmp_path / "bad"
    folder.mkdir()
    good = bad_files.workbook(folder / "good.xlsx", CLUSTERS)
    files = {
        "missing": folder / "missing.xlsx",
        "empty": folder / "empty.xlsx",
        "empty_csv": folder / "empty.csv",
        "truncated": bad_files.truncated(good, folder / "truncated.xlsx"),
        "picture": folder / "picture.xlsx",
        "unknown_kind": folder / "song.mp3",
        "protected": bad_files.protected_workbook(folder / "protected.xlsx"),
        "only_heads": bad_files.workbook(folder / "heads.xlsx", CLUSTERS[:1]),
        "other_sheet": bad_files.workbook(folder / "other.xlsx", [["Mua", "Bán"], [1, 2]]),
        "broken_json": folder / "broken.geojson",
    }
    files["empty"].write_bytes(b"")
    files["empty_csv"].write_bytes(b"")
    files["picture"].write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    files["unknown_kind"].write_bytes(b"ID3" + bytes(500))
    files["broken_json"].write_text('{"type": "FeatureCollection", "features": [', "utf-8")
    return files


TABLE_MISTAKES = {
    "missing": "file_missing", "empty": "file_empty", "empty_csv": "file_empty", "truncated": "file_damaged",
    "picture": "file_damaged", "unknown_kind": "format_unknown", "protected": "file_protected",
    "only_heads": None, "other_sheet": None, "broken_json": "file_damaged",
}  # fmt: skip


@pytest.mark.parametrize("mistake", TABLE_MISTAKES)
def test_a_bad_table_changes_nothing(
    run, sample: Path, bad: dict[str, Path], mistake: str, vi: Words
) -> None:
    before = _digest(sample)
    done = run("import", sample, bad[mistake], "--layer", "clusters")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert bad[mistake].name in done.err
    assert "chưa lường trước" not in done.err
    key = TABLE_MISTAKES[mistake]
    if key is not None:
        start = vi.texts[f"error.{key}"].format_map(_Named(bad[mistake].name)).split("\0")[0]
        assert done.err.startswith(start)
    assert _digest(sample) == before
    assert [path.name for path in sample.parent.iterdir() if path.name != "bad"] == [sample.name]


class _Named(dict[str, str]):
    """Fills {path} and cuts a sentence at the first other value."""

    def __init__(self, name: str) -> None:
        super().__init__(path=name)

    def __missing__(self, key: str) -> str:
        return "\0"


@pytest.fixture
def bad_boundaries(tmp_path: Path, sample_file: Path) -> dict[str, Path]:
    folder = tmp_path / "bad"
    folder.mkdir()
    far = bad_files.elsewhere(folder / "far.gpkg")
    files = {
        "missing": folder / "missing.gpkg",
        "empty": folder / "empty.gpkg",
        "truncated": bad_files.truncated(far, folder / "truncated.gpkg"),
        "garbage": folder / "garbage.gpkg",
        "not_spatial": folder / "list.csv",
        "wrong_province": far,
        "wrong_province_json": bad_files.elsewhere(folder / "far.geojson", "GeoJSON"),
        "protected": bad_files.protected_zip(folder / "protected.zip"),
        "text": folder / "text.txt",
    }
    files["empty"].write_bytes(b"")
    files["garbage"].write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 20)
    files["not_spatial"].write_text("ma,ten\n03646,Tô Hiệu\n", "utf-8")
    files["text"].write_text("không phải bản đồ", "utf-8")
    return files


BOUNDARY_MISTAKES = (
    "missing", "empty", "truncated", "garbage", "not_spatial", "wrong_province", "wrong_province_json",
    "protected", "text",
)  # fmt: skip


@pytest.mark.parametrize("mistake", BOUNDARY_MISTAKES)
def test_bad_boundaries_make_no_workspace(
    run, tmp_path: Path, bad_boundaries: dict[str, Path], mistake: str
) -> None:
    out = tmp_path / "new.gpkg"
    for line in (
        ["new", out, "--boundaries", bad_boundaries[mistake]],
        ["boundaries", "check", bad_boundaries[mistake]],
    ):
        done = run(*line)
        assert (done.code, done.out) == (1, "")
        assert bad_boundaries[mistake].name in done.last_line
        assert "chưa lường trước" not in done.err
    assert not out.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


@pytest.mark.parametrize("mistake", BOUNDARY_MISTAKES)
def test_bad_boundaries_do_not_replace_those_of_a_workspace(
    run, sample: Path, bad_boundaries: dict[str, Path], mistake: str
) -> None:
    before = _digest(sample)
    done = run("import", sample, bad_boundaries[mistake], "--layer", "boundaries")
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    assert "chưa lường trước" not in done.err
    assert _digest(sample) == before


@pytest.fixture
def damaged(tmp_path: Path, sample_file: Path) -> dict[str, Path]:
    """Return workspaces that are damaged in different ways, and files that are none."""
    folder = tmp_path / "damaged"
    folder.mkdir()
    files = {
        name: folder / f"{name}.gpkg"
        for name in ("missing", "empty", "garbage", "no_table", "no_meta", "zeros", "foreign", "too_new")
    }
    files["truncated"] = bad_files.truncated(sample_file, folder / "truncated.gpkg")
    files["empty"].write_bytes(b"")
    files["garbage"].write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 20)
    data = bytearray(sample_file.read_bytes())
    data[4096 : 4096 * 40] = bytes(4096 * 39)
    files["zeros"].write_bytes(bytes(data))
    for name, statement in (
        ("no_table", "DROP TABLE sites"),
        ("no_meta", "DELETE FROM meta"),
        ("too_new", "UPDATE meta SET value = '99' WHERE key = 'schema_version'"),
    ):
        shutil.copy(sample_file, files[name])
        with sqlite3.connect(files[name]) as connection:
            connection.execute("DROP VIEW IF EXISTS clusters")
            connection.execute(statement)
        connection.close()
    bad_files.elsewhere(files["foreign"])
    return files


DAMAGE = {
    "missing": "file_missing", "empty": "file_empty", "garbage": "workspace_damaged",
    "truncated": "workspace_damaged", "zeros": "workspace_damaged", "no_table": "table_damaged",
    "no_meta": None, "foreign": "not_a_workspace", "too_new": "workspace_too_new",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_workspace_is_named_and_never_overwritten(
    run, damaged: dict[str, Path], tmp_path: Path, damage: str, vi: Words
) -> None:
    path = damaged[damage]
    before = _digest(path) if path.exists() else None
    clusters = bad_files.workbook(tmp_path / "clusters.xlsx", CLUSTERS)
    for line in (
        ["coverage", path],
        ["import", path, clusters, "--layer", "clusters"],
        ["export", path, "--to", tmp_path / "map.xlsx"],
        ["new", path],
    ):
        if line[0] == "new" and before is None:
            continue
        done = run(*line)
        assert (done.code, done.out) == (1, ""), line
        assert len(done.err.splitlines()) == 1
        assert path.name in done.err
        assert "chưa lường trước" not in done.err
        key = DAMAGE[damage]
        if key is not None and line[0] != "new":
            assert done.err.startswith(vi.texts[f"error.{key}"].format_map(_Named(path.name)).split("\0")[0])
        assert (_digest(path) if path.exists() else None) == before
    assert {found.name for found in tmp_path.iterdir()} == {"damaged", "clusters.xlsx"}
    assert len(list(path.parent.iterdir())) == len(DAMAGE) - 1


def test_new_does_not_overwrite(run, sample: Path, vi: Words) -> None:
    before = _digest(sample)
    done = run("new", sample)
    assert (done.code, done.out) == (1, "")
    assert done.err == vi("error.file_exists", path=sample.name) + "\n"
    assert _digest(sample) == before


@pytest.mark.parametrize("verb", ["new", "import"])
def test_ctrl_c_while_saving_leaves_everything_as_it_was(
    run, sample: Path, tmp_path: Path, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import layers.io.workspace_file as workspace_file

    def interrupted(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    before = _digest(sample)
    clusters = bad_files.workbook(tmp_path / "clusters.xlsx", CLUSTERS)
    monkeypatch.setattr(workspace_file, "save_workspace", interrupted)
    line = (
        ["new", tmp_path / "other.gpkg"]
        if verb == "new"
        else ["import", sample, clusters, "--layer", "clusters"]
    )
    done = run(*line)
    assert (done.code, done.out) == (130, "")
    assert _digest(sample) == before
    assert {path.name for path in tmp_path.iterdir()} == {"w.gpkg", "clusters.xlsx"}
