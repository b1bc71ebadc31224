"""Steps from version to version: in order, each whole or not at all, after a backup."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from layers.errors import WorkspaceDamaged, WorkspaceTooNew
from layers.io.migrations import STEPS, file_version, migrate
from layers.io.workspace_file import save_workspace
from layers.schema import VERSION
from layers.workspace import Workspace


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return an original of version 1 and its private copy."""
    original, copy = tmp_path / "w.gpkg", tmp_path / "copy.gpkg"
    save_workspace(Workspace.new("Thử"), original)
    copy.write_bytes(original.read_bytes())
    return original, copy


def _rename(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE meta SET value = value || ' 2' WHERE key = 'title'")


def _add(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE sites ADD COLUMN village_group TEXT")
    connection.execute("UPDATE meta SET value = value || ' 3' WHERE key = 'title'")


def _fail(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE rules")
    raise RuntimeError("half way")


def _read(path: Path) -> tuple[int, str]:
    connection = sqlite3.connect(path)
    title = connection.execute("SELECT value FROM meta WHERE key = 'title'").fetchone()[0]
    version = file_version(connection)
    connection.close()
    return version, title


def test_there_is_a_step_for_every_version_but_the_first() -> None:
    assert sorted(STEPS) == list(range(1, VERSION))


def test_a_file_of_the_present_version_is_left_alone(files: tuple[Path, Path]) -> None:
    original, copy = files
    before = copy.read_bytes()
    assert migrate(copy, original) is None
    assert copy.read_bytes() == before
    assert len(list(original.parent.iterdir())) == 2


def test_steps_run_in_order_after_a_backup(files: tuple[Path, Path]) -> None:
    original, copy = files
    before = original.read_bytes()
    backup = migrate(copy, original, steps={1: _rename, 2: _add}, target=3)
    assert backup == original.with_name("w.gpkg.v1.bak")
    assert backup.read_bytes() == before
    assert original.read_bytes() == before
    assert _read(copy) == (3, "Thử 2 3")


def test_a_step_that_fails_is_taken_back_and_told(files: tuple[Path, Path]) -> None:
    original, copy = files
    with pytest.raises(WorkspaceDamaged) as told:
        migrate(copy, original, steps={1: _rename, 2: _fail}, target=3)
    assert told.value.fields["path"] == original
    assert _read(copy) == (2, "Thử 2")
    connection = sqlite3.connect(copy)
    assert connection.execute("SELECT count(*) FROM rules").fetchone() == (0,)
    connection.close()


def test_a_missing_step_and_a_newer_file_are_refused(files: tuple[Path, Path]) -> None:
    original, copy = files
    with pytest.raises(WorkspaceDamaged):
        migrate(copy, original, steps={}, target=2)
    connection = sqlite3.connect(copy)
    connection.execute("UPDATE meta SET value = '7' WHERE key = 'schema_version'")
    connection.commit()
    connection.close()
    with pytest.raises(WorkspaceTooNew) as told:
        migrate(copy, original)
    assert told.value.fields["version"] == 7
