"""Saving when somebody else was faster or something goes wrong: the target is whole, old or new."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from layers import commands
from layers.errors import (
    AppError,
    Cancelled,
    FileBusy,
    FileExists,
    FileNotWritable,
    WorkspaceChanged,
    WorkspaceDamaged,
)
from layers.io import workspace_writer
from layers.io.leftovers import unfinished
from layers.io.workspace_file import (
    is_workspace,
    open_workspace,
    save_workspace,
)
from tests.layers.io.workspace_files import assert_same, change_file, make

# -- two hands on one file ------------------------------------------------------------------------------


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(saved: Path) -> None:
    mine, theirs = open_workspace(saved), open_workspace(saved)
    theirs.execute(commands.set_meta(theirs, title="của họ"))
    save_workspace(theirs, saved)
    mine.execute(commands.set_meta(mine, title="của tôi"))
    with pytest.raises(WorkspaceChanged):
        save_workspace(mine, saved)
    assert open_workspace(saved).meta["title"] == "của họ"
    assert mine.modified
    save_workspace(mine, saved, force=True)
    assert open_workspace(saved).meta["title"] == "của tôi"


def test_an_edit_of_another_program_is_not_overwritten_but_a_mere_look_does_not_matter(saved: Path) -> None:
    workspace = open_workspace(saved)
    change_file(saved, "PRAGMA user_version = 10300", "VACUUM")
    save_workspace(workspace, saved)
    change_file(saved, "UPDATE sites SET teams = 9 WHERE id = 's'")
    with pytest.raises(WorkspaceChanged):
        save_workspace(workspace, saved)


def test_another_file_is_not_overwritten_unless_asked(saved: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    other.write_text("ghi chú")
    with pytest.raises(FileExists):
        save_workspace(make(), other)
    with pytest.raises(FileExists):
        save_workspace(make(), saved)
    assert other.read_text() == "ghi chú"
    save_workspace(make(), other, force=True)
    assert is_workspace(other)


def test_its_own_file_damaged_meanwhile_is_named_and_left(saved: Path) -> None:
    workspace = open_workspace(saved)
    half = saved.read_bytes()[:5000]
    saved.write_bytes(half)
    with pytest.raises(WorkspaceDamaged):
        save_workspace(workspace, saved)
    assert saved.read_bytes() == half


# -- when something goes wrong --------------------------------------------------------------------------


class _Stop:
    """A progress that cancels half way."""

    def report(self, done: float, key: str = "") -> None:
        if done > 0.3:
            raise Cancelled


@pytest.mark.parametrize("step", ["_sync", "_verify", "_swap"])
def test_an_end_in_the_middle_leaves_the_old_file_and_no_rest(
    saved: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    workspace, before = open_workspace(saved), saved.read_bytes()
    workspace.execute(commands.set_meta(workspace, title="B"))
    monkeypatch.setattr(workspace_writer, step, end)
    with pytest.raises(KeyboardInterrupt):
        save_workspace(workspace, saved)
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
    assert workspace.modified
    monkeypatch.undo()
    save_workspace(workspace, saved)
    assert open_workspace(saved).meta["title"] == "B"


def test_cancelling_leaves_the_old_file(saved: Path) -> None:
    workspace, before = open_workspace(saved), saved.read_bytes()
    with pytest.raises(Cancelled):
        save_workspace(workspace, saved, progress=_Stop())
    assert saved.read_bytes() == before
    assert len(list(saved.parent.iterdir())) == 1


def test_the_rest_of_a_killed_program_is_no_hindrance(saved: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    rest = unfinished(saved)
    rest = rest.with_name(rest.name.replace(f"-{os.getpid()}-", f"-{gone.pid}-"))
    rest.write_bytes(saved.read_bytes()[:9000])
    workspace = open_workspace(saved)
    save_workspace(workspace, saved)
    assert_same(workspace, open_workspace(saved))
    assert list(saved.parent.iterdir()) == [saved]


def test_who_saves_while_another_save_is_written_wins(saved: Path) -> None:
    slow, quick = open_workspace(saved), open_workspace(saved)

    class Overtaken:
        """Lets the other one save while this one writes."""

        done = False

        def report(self, done: float, key: str = "") -> None:
            if not self.done:
                self.done = True
                save_workspace(quick, saved)

    with pytest.raises(WorkspaceChanged):
        save_workspace(slow, saved, progress=Overtaken())
    assert open_workspace(saved).meta["save_id"] == quick.meta["save_id"]
    assert list(saved.parent.iterdir()) == [saved]


def test_a_name_as_long_as_the_file_system_takes(saved: Path) -> None:
    workspace, path = open_workspace(saved), saved.with_name("m" * 250 + ".gpkg")
    save_workspace(workspace, path)
    assert_same(workspace, open_workspace(path))


def test_a_target_in_use_is_tried_again_and_then_told(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    really = Path.replace

    def busy(self: Path, target: Path) -> Path:
        tries.append(1)
        if len(tries) < 3 or workspace_writer.SWAP_TRIES == 2:
            raise PermissionError(13, "in use")
        return really(self, target)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(workspace_writer, "SWAP_PAUSE_S", 0.0)
    workspace = open_workspace(saved)
    save_workspace(workspace, saved)
    assert len(tries) == 3
    monkeypatch.setattr(workspace_writer, "SWAP_TRIES", 2)
    before = saved.read_bytes()
    with pytest.raises(FileBusy):
        save_workspace(workspace, saved)
    assert saved.read_bytes() == before


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritable):
        save_workspace(make(), tmp_path / "no such folder" / "w.gpkg")
    (tmp_path / "a file").write_text("x")
    with pytest.raises(AppError):
        save_workspace(make(), tmp_path / "a file" / "w.gpkg")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_read_only_folder_is_told_and_left_as_it_was(saved: Path) -> None:
    workspace, before = open_workspace(saved), saved.read_bytes()
    saved.parent.chmod(0o500)
    try:
        with pytest.raises(FileNotWritable):
            save_workspace(workspace, saved)
    finally:
        saved.parent.chmod(0o700)
    assert saved.read_bytes() == before


def test_rows_that_break_the_rules_never_reach_the_target(saved: Path) -> None:
    workspace, before = open_workspace(saved), saved.read_bytes()
    broken = workspace.frame("sites").assign(status="sleeping")
    workspace.mark_saved(records={"sites": broken.astype({"status": "str"})})
    with pytest.raises(FileNotWritable, match="not_as_written"):
        save_workspace(workspace, saved)
    assert saved.read_bytes() == before


def test_a_file_somebody_is_just_writing_is_busy_not_damaged(saved: Path) -> None:
    workspace = open_workspace(saved)
    os.utime(saved, (1, 1))
    connection = sqlite3.connect(saved)
    connection.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FileBusy):
        save_workspace(workspace, saved)
    connection.rollback()
    connection.close()
    save_workspace(workspace, saved)


def test_a_file_that_may_only_be_read_is_not_replaced(saved: Path) -> None:
    workspace, before = open_workspace(saved), saved.read_bytes()
    saved.chmod(0o444)
    with pytest.raises(FileNotWritable, match="read_only"):
        save_workspace(workspace, saved, force=True)
    assert saved.read_bytes() == before


def test_a_folder_too_deep_for_the_database_is_told(saved: Path) -> None:
    folder = saved.parent.joinpath(*["thư mục sâu " * 10] * 5)
    folder.mkdir(parents=True)
    with pytest.raises(FileNotWritable, match="name_too_long"):
        save_workspace(open_workspace(saved), folder / "a.gpkg")
    assert not list(folder.iterdir())
