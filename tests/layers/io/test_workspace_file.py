"""The workspace as a file: what goes in comes back, and other programs read it and are respected."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layers import commands, layer_commands, schema
from layers.errors import (
    AppError,
    FileEmpty,
    FileMissing,
    NotAWorkspace,
    WorkspaceDamaged,
    WorkspaceTooNew,
)
from layers.io.workspace_file import (
    begin_save,
    finish_save,
    is_workspace,
    open_workspace,
    save_workspace,
)
from layers.schema import TABLES, LayerKind
from layers.workspace import Workspace
from tests.layers.io.workspace_files import assert_same, change_file, make
from tests.layers.strategies import documents

# -- round trip -----------------------------------------------------------------------------------------


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(st.data())
def test_every_table_comes_back_equal(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    workspace = Workspace(data.draw(documents()))
    path = tmp_path_factory.mktemp("file") / "w.gpkg"
    save_workspace(workspace, path)
    again = open_workspace(path)
    assert_same(workspace, again)
    for name in ("sites", "scenario_sites"):
        pd.testing.assert_frame_equal(workspace.frame(name)[["x", "y"]], again.frame(name)[["x", "y"]])
    save_workspace(again, path)
    assert_same(again, open_workspace(path))


def test_a_new_workspace_without_rows_comes_back(tmp_path: Path) -> None:
    workspace = Workspace.new("Trống")
    save_workspace(workspace, tmp_path / "w.gpkg")
    again = open_workspace(tmp_path / "w.gpkg")
    assert_same(workspace, again)
    assert again.meta == workspace.meta
    assert [layer.kind for layer in again.tree] == [layer.kind for layer in workspace.tree]


def test_codes_numbers_and_nothing_stay_what_they_are(saved: Path) -> None:
    row = open_workspace(saved).frame("sites").loc["s"]
    assert row["commune_code"] == "03724"
    assert row["extra"] == {"Nhà sàn": [1, None]}
    assert row["founded_on"] == pd.Timestamp("2023-05-12")
    empty_row = open_workspace(saved).frame("sites").loc["u"]
    assert empty_row[["name", "teams", "leader_trained", "founded_on", "lon"]].isna().all()


def test_a_context_layer_comes_back_with_its_own_columns(tmp_path: Path) -> None:
    workspace = make()
    rows = pd.DataFrame(
        {
            "name": ["QL6", None],
            "lanes": pd.array([2, None], dtype="Int64"),
            "paved": pd.array([True, None], dtype="boolean"),
            "built": [dt.date(2001, 5, 1), None],
            "geom": [shapely.LineString([(103, 21), (104, 21.5)]), None],
        },
        index=["r", "q"],
    )
    workspace.execute(layer_commands.add_context(workspace, "Đường", rows))
    save_workspace(workspace, tmp_path / "w.gpkg")
    again = open_workspace(tmp_path / "w.gpkg")
    assert_same(workspace, again)
    assert next(reversed(list(again.tree))).counts == (1, 2)
    assert pyogrio.read_info(tmp_path / "w.gpkg", layer="context_duong")["geometry_type"] == "LineString"


# -- what the workspace knows after saving --------------------------------------------------------------


def test_saving_gives_a_new_save_id_and_keeps_its_parent(saved: Path) -> None:
    first = open_workspace(saved)
    assert first.path == saved
    assert not first.modified
    assert first.meta["parent_save_id"] is None
    first.execute(commands.set_meta(first, title="B"))
    assert first.modified
    save_workspace(first, saved)
    assert not first.modified
    second = open_workspace(saved)
    assert second.meta["title"] == "B"
    assert second.meta["save_id"] == first.meta["save_id"]
    assert second.meta["parent_save_id"] is not None
    assert second.meta["parent_save_id"] != second.meta["save_id"]
    assert second.meta["workspace_id"] == first.meta["workspace_id"]


def test_undo_goes_on_after_a_save_and_is_written_into_the_history(tmp_path: Path) -> None:
    workspace, path = make(), tmp_path / "w.gpkg"
    save_workspace(workspace, path)
    lines = len(workspace.frame("history"))
    assert workspace.undo() == "command.set_boundaries"
    assert workspace.modified
    save_workspace(workspace, path)
    history = open_workspace(path).frame("history")
    assert len(history) == lines + 1
    assert history["seq"].tolist() == list(range(1, lines + 2))
    last, undone = history.iloc[-1], history[history["label_key"] == "command.set_boundaries"].iloc[0]
    assert last["undoes"] == undone["seq"]
    assert history["by"].unique().tolist() == ["HQ"]
    save_workspace(workspace, path)
    assert len(open_workspace(path).frame("history")) == lines + 1


def test_changes_made_while_a_save_is_written_are_still_unsaved(tmp_path: Path) -> None:
    workspace, path = make(), tmp_path / "w.gpkg"
    saving = begin_save(workspace)
    workspace.execute(commands.set_meta(workspace, title="later"))
    saving.write(path)
    finish_save(workspace, saving)
    assert workspace.modified
    assert workspace.meta["title"] == "later"
    assert open_workspace(path).meta["title"] == "Thử"
    save_workspace(workspace, path)
    history = open_workspace(path).frame("history")
    assert history["label_key"].tolist().count("command.set_meta") == 1


# -- other programs -------------------------------------------------------------------------------------


def test_geopandas_reads_types_and_missing_values(saved: Path) -> None:
    sites = gpd.read_file(saved, layer="sites", engine="pyogrio")
    assert sites.crs.to_epsg() == 4326
    assert sites.geometry.iloc[0].equals(shapely.Point(103.6188, 21.5712))
    assert sites.geometry.isna().tolist() == [False, False, True]
    assert sites["commune_code"].tolist()[:2] == ["03724", "03646"]
    fields = dict(
        zip(*(pyogrio.read_info(saved, layer="sites")[k] for k in ("fields", "dtypes")), strict=True)
    )
    assert fields["founded_on"] == "datetime64[D]"
    assert fields["verified"] == "bool"
    clusters = gpd.read_file(saved, layer="clusters", engine="pyogrio")
    assert clusters["id"].tolist() == ["t"]
    communes = gpd.read_file(saved, layer="communes", engine="pyogrio")
    assert communes.total_bounds.tolist() == [103.5, 21.0, 104.0, 21.5]


@pytest.mark.heavy
def test_ogrinfo_lists_every_layer_with_its_rows_and_types(saved: Path) -> None:
    program = shutil.which("ogrinfo")
    if program is None:
        pytest.skip("ogrinfo (GDAL) is not installed")
    told = subprocess.run([program, "-al", "-so", str(saved)], capture_output=True, text=True, check=True)
    assert "Warning" not in told.stderr
    assert "ERROR" not in told.stderr
    parts = told.stdout.split("Layer name: ")[1:]
    counts = {p.splitlines()[0]: int(p.split("Feature Count: ")[1].split()[0]) for p in parts}
    workspace = open_workspace(saved)
    expected = {name: len(workspace.frame(name)) for name in workspace.tables}
    assert counts == {**expected, "clusters": 1, "layer_styles": 5}
    sites = next(part for part in parts if part.startswith("sites"))
    for line in (
        "founded_on: Date",
        "verified: Integer(Boolean)",
        "teams: Integer64",
        "commune_code: String (5.0)",
    ):
        assert line in sites
    assert "Geometry: Point" in sites
    assert 'ID["EPSG",4326]' in sites


def test_the_file_says_what_it_is_and_keeps_the_rules(saved: Path) -> None:
    connection = sqlite3.connect(saved)
    assert connection.execute("PRAGMA application_id").fetchone()[0] == 0x47504B47
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 10300
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    registered = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
    assert registered == {*TABLES, "clusters", "layer_styles"}
    bounds = connection.execute(
        "SELECT min_x, max_y FROM gpkg_contents WHERE table_name = 'sites'"
    ).fetchone()
    assert bounds == (103.6188, 21.5712)
    columns = {row[1] for row in connection.execute("PRAGMA table_info(sites)")}
    assert not {"x", "y", "lon", "lat"} & columns
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("UPDATE sites SET status = 'sleeping'")
    connection.close()


def test_styles_of_the_layers_are_written_for_qgis(saved: Path) -> None:
    connection = sqlite3.connect(saved)
    rows = connection.execute("SELECT f_table_name, styleQML, useAsDefault FROM layer_styles").fetchall()
    connection.close()
    assert [row[0] for row in rows] == ["communes", "villages", "incidents", "sites", "clusters"]
    assert all(row[2] == 1 for row in rows)
    assert 'value="triangle"' in rows[-1][1]
    assert 'value="213,94,0,255"' in rows[-1][1]


def test_what_other_programs_keep_in_the_file_survives_a_save(saved: Path) -> None:
    change_file(
        saved,
        "CREATE TABLE ghi_chu (fid INTEGER PRIMARY KEY, loi TEXT)",
        "CREATE INDEX ghi_chu_loi ON ghi_chu (loi)",
        "INSERT INTO ghi_chu (loi) VALUES ('giữ lại')",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
        "VALUES ('ghi_chu', 'attributes', 'ghi_chu', '2026-01-01T00:00:00.000Z')",
        "CREATE VIEW bien AS SELECT loi FROM ghi_chu",
        "ALTER TABLE sites ADD COLUMN qgis_mau TEXT",
        "UPDATE sites SET qgis_mau = 'đỏ' WHERE id = 's'",
        "INSERT INTO layer_styles (f_table_name, styleName, styleQML, useAsDefault, owner) "
        "VALUES ('sites', 'của tôi', '<qgis/>', 1, '')",
    )
    workspace = open_workspace(saved)
    assert workspace.frame("sites").at["s", "extra"] == {"Nhà sàn": [1, None], "qgis_mau": "đỏ"}
    workspace.execute(commands.set_meta(workspace, title="B"))
    save_workspace(workspace, saved)
    save_workspace(workspace, saved)  # and once more, from the new private copy
    connection = sqlite3.connect(saved)
    assert connection.execute("SELECT loi FROM bien").fetchall() == [("giữ lại",)]
    contents = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
    assert "ghi_chu" in contents
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'ghi_chu_loi'").fetchone() == (
        1,
    )
    defaults = connection.execute(
        "SELECT styleName FROM layer_styles WHERE f_table_name = 'sites' AND useAsDefault"
    ).fetchall()
    connection.close()
    assert defaults == [("của tôi",)]
    assert open_workspace(saved).frame("sites").at["s", "extra"]["qgis_mau"] == "đỏ"


def test_rows_another_program_added_get_what_they_lack(saved: Path) -> None:
    decomposed = "Ba\u0309n Hua\u0323"
    change_file(
        saved,
        f"INSERT INTO villages (name, geom) SELECT '{decomposed}', geom FROM sites WHERE id = 's'",
        "INSERT INTO villages (name, commune_code) VALUES ('B', '03646')",
    )
    villages = open_workspace(saved).frame("villages")
    assert villages["name"].tolist() == ["Bản Huạ", "B"]
    assert villages["position"].tolist() == ["exact", "commune"]
    assert villages.index.is_unique
    assert not np.isnan(villages["x"].iloc[0])


def test_opening_neither_locks_nor_changes_the_file(saved: Path) -> None:
    before = saved.read_bytes()
    workspace = open_workspace(saved)
    connection = sqlite3.connect(saved, timeout=0)
    connection.execute("BEGIN EXCLUSIVE")
    connection.close()
    assert saved.read_bytes() == before
    saved.unlink()
    assert len(workspace.frame("sites")) == 3
    save_workspace(workspace, saved)
    assert_same(workspace, open_workspace(saved))


def test_a_file_another_program_is_writing_is_read_with_what_it_wrote(saved: Path) -> None:
    connection = sqlite3.connect(saved)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("UPDATE initiatives SET short_name = 'mới' WHERE id = 'i'")
    connection.commit()
    assert open_workspace(saved).frame("initiatives").at["i", "short_name"] == "mới"
    connection.close()


# -- files that are no workspace ------------------------------------------------------------------------


def _refused(path: Path, error: type[AppError]) -> None:
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(error):
        open_workspace(path)
    assert (path.read_bytes() if path.exists() else None) == before


def test_files_that_are_no_workspace_are_named_for_what_they_are(saved: Path, tmp_path: Path) -> None:
    _refused(tmp_path / "gone.gpkg", FileMissing)
    assert not is_workspace(tmp_path / "gone.gpkg")
    cases: list[tuple[str, bytes, type[AppError]]] = [
        ("empty.gpkg", b"", FileEmpty),
        ("text.gpkg", b"PK\x03\x04 something else", WorkspaceDamaged),
        ("text.txt", b"ghi ch\xc3\xba", NotAWorkspace),
        ("header.gpkg", saved.read_bytes()[:60], WorkspaceDamaged),
        ("half.gpkg", saved.read_bytes()[: saved.stat().st_size // 2], WorkspaceDamaged),
    ]
    for name, content, error in cases:
        (tmp_path / name).write_bytes(content)
        _refused(tmp_path / name, error)
        assert not is_workspace(tmp_path / name)
    other = tmp_path / "other.gpkg"
    point = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(104, 21)], crs="EPSG:4326")
    point.to_file(other, driver="GPKG", engine="pyogrio")
    _refused(other, NotAWorkspace)
    assert not is_workspace(other)
    assert is_workspace(saved)


def test_a_page_overwritten_in_the_middle_is_found(saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    for page in range(8, 40):
        content[page * 4096 : page * 4096 + 200] = os.urandom(200)
    saved.write_bytes(content)
    _refused(saved, WorkspaceDamaged)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("UPDATE meta SET value = '99' WHERE key = 'schema_version'", WorkspaceTooNew),
        ("UPDATE meta SET value = 'x' WHERE key = 'schema_version'", WorkspaceDamaged),
        ("UPDATE meta SET value = '0' WHERE key = 'schema_version'", WorkspaceDamaged),
        ("DELETE FROM meta WHERE key = 'schema_version'", WorkspaceDamaged),
        ("DELETE FROM meta WHERE key = 'workspace_id'", NotAWorkspace),
        ("DROP TABLE rules", WorkspaceDamaged),
        ("ALTER TABLE sites DROP COLUMN note", WorkspaceDamaged),
        ("UPDATE sites SET teams = 'bốn' WHERE id = 's'", WorkspaceDamaged),
        ("UPDATE sites SET founded_on = '12/05/2023' WHERE id = 's'", WorkspaceDamaged),
        ("UPDATE sites SET extra = '{' WHERE id = 's'", WorkspaceDamaged),
        ("UPDATE sites SET geom = x'00' WHERE id = 's'", WorkspaceDamaged),
        ("UPDATE communes SET geom = x'47500001E6100000'", WorkspaceDamaged),
    ],
)
def test_a_file_that_does_not_fit_is_named_and_left(
    saved: Path, statement: str, error: type[AppError]
) -> None:
    change_file(saved, "PRAGMA ignore_check_constraints = ON", "DROP VIEW clusters", statement)
    _refused(saved, error)


def test_the_private_copy_goes_with_the_workspace(saved: Path) -> None:
    workspace = open_workspace(saved)
    base = workspace.origin.base.file  # type: ignore[attr-defined]
    assert base.exists()
    assert base.parent != saved.parent
    del workspace
    import gc

    gc.collect()
    assert not base.exists()


def test_history_is_json_another_program_can_read(saved: Path) -> None:
    connection = sqlite3.connect(saved)
    row = connection.execute(
        "SELECT after, args FROM history WHERE table_name = 'sites' AND row_id = 's'"
    ).fetchone()
    connection.close()
    assert json.loads(row[0])["name"] == "Bản Nà Mẫu 1"
    assert json.loads(row[1]) == {"table": "sites", "n": 3}


def test_the_layers_of_the_file_are_those_of_the_tree(saved: Path) -> None:
    workspace = open_workspace(saved)
    assert workspace.tree.of_kind(LayerKind.CLUSTERS)[0].counts == (1, 1)
    assert workspace.tree.of_kind(LayerKind.BOUNDARIES)[0].counts == (1, 1)
    assert schema.VERSION == 1
