"""Outputs are swapped in whole, never over a workspace, and their faults are worded."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from layers.errors import FileBusy, FileNotWritable, WorkspaceInTheWay
from layers.io.outputs import swap_in, writing
from layers.io.workspace_file import save_workspace
from layers.workspace import Workspace


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (PermissionError(errno.EACCES, "x"), FileBusy),
        (OSError(errno.ENOSPC, "x"), FileNotWritable),
    ],
)
def test_a_fault_while_writing_is_worded(tmp_path: Path, fault: OSError, error: type) -> None:
    with pytest.raises(error), writing(tmp_path / "a.pdf"):
        raise fault


def test_no_target_is_touched_when_one_is_a_workspace(tmp_path: Path) -> None:
    workspace, other, made = tmp_path / "w.gpkg", tmp_path / "a.txt", tmp_path / "made"
    save_workspace(Workspace.new("w"), workspace)
    before = workspace.read_bytes()
    other.write_text("old")
    made.mkdir()
    for name in ("a.txt", "w.gpkg"):
        (made / name).write_text("new")
    with pytest.raises(WorkspaceInTheWay):
        swap_in([(made / "a.txt", other), (made / "w.gpkg", workspace)])
    assert other.read_text() == "old"
    assert workspace.read_bytes() == before
    assert swap_in([(made / "a.txt", other)]) == [other]
    assert other.read_text() == "new"
