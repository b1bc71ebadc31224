from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.application import Shell
from gui.controllers.asker import Keep, NewWorkspace
from gui.controllers.opening import Opening
from gui.controllers.session import Session
from gui.jobs import JobRunner
from gui.settings import Settings
from layers.deltas import SetDocument
from layers.io.workspace_writer import Saving
from tests.gui.conftest import ScriptedAsker


@pytest.fixture
def shell(app, register, schematic, tmp_path: Path, monkeypatch, qtbot: QtBot):
    """Return a shell whose jobs run in threads, over a saved document."""
    monkeypatch.setattr("layers.schematic.schematic_boundaries", lambda _register: schematic)
    made = Shell(Session(Settings(None), JobRunner()), Opening(lambda: register, tmp_path))
    made.make_window()
    made.document.asker = ScriptedAsker(path=tmp_path / "a.gpkg")
    made.document.make(NewWorkspace("Thử", None))
    qtbot.waitUntil(lambda: made.document.boundaries is not None, timeout=10_000)
    made.document.save()
    qtbot.waitUntil(lambda: made.document.path is not None, timeout=10_000)
    yield made
    made.close()


@pytest.fixture
def gate(monkeypatch):
    """Hold every save until the gate is opened; note how many came."""
    opened, came, write = threading.Event(), [], Saving.write

    def held(self, path, **named) -> None:
        came.append(path)
        assert opened.wait(10)
        write(self, path, **named)

    monkeypatch.setattr(Saving, "write", held)
    opened.came = came
    yield opened
    opened.set()


def _edit(shell: Shell, value: int) -> None:
    before = shell.document.workspace.documents.get("analysis")
    shell.document.execute(SetDocument("analysis", before, {"n": value}))


def _stored(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        row = connection.execute("SELECT value FROM documents WHERE key = 'analysis'").fetchone()
    connection.close()
    return "" if row is None else row[0]


def test_the_window_stays_usable_and_edits_made_meanwhile_stay_unsaved(
    shell: Shell, gate, qtbot: QtBot
) -> None:
    document = shell.document
    _edit(shell, 1)
    document.save()
    assert document.is_saving
    _edit(shell, 2)  # the main thread is free
    gate.set()
    qtbot.waitUntil(lambda: not document.is_saving, timeout=10_000)
    assert '"n": 1' in _stored(document.path).replace('":1', '": 1')
    assert document.is_modified
    document.undo()
    assert not document.is_modified


def test_saving_twice_is_one_save_and_edits_in_between_are_another(shell: Shell, gate, qtbot: QtBot) -> None:
    document = shell.document
    _edit(shell, 1)
    document.save()
    document.save()
    _edit(shell, 2)
    document.save()
    document.save()
    gate.set()
    qtbot.waitUntil(lambda: not document.is_saving, timeout=10_000)
    assert len(gate.came) == 2
    assert not document.is_modified


def test_leaving_waits_for_the_save_and_asks_for_what_came_after(shell: Shell, gate, qtbot: QtBot) -> None:
    document = shell.document
    _edit(shell, 1)
    document.save()
    threading.Timer(0.15, gate.set).start()
    assert document.may_leave()
    assert document.asker.asked == ["save_as .gpkg"]  # nothing to ask: all is saved
    assert not document.is_modified


def test_leaving_with_save_ends_saved(shell: Shell) -> None:
    document = shell.document
    _edit(shell, 3)
    document.asker.keep = Keep.SAVE
    assert document.may_leave()
    assert not document.is_modified
    assert "3" in _stored(document.path)


def test_a_save_that_fails_is_told_and_loses_nothing(
    shell: Shell, monkeypatch, qtbot: QtBot, tmp_path: Path
) -> None:
    document, notices = shell.document, []
    shell.session.notifier.noticed.connect(lambda notice: notices.append(notice.text))
    before = document.path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("layers.io.workspace_writer._sync", fail)
    _edit(shell, 4)
    document.asker.keep = Keep.SAVE
    assert not document.may_leave()
    assert len(notices) == 1
    assert "a.gpkg" in notices[0]
    assert document.is_modified
    assert document.path.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg"]
    monkeypatch.undo()
    document.save()
    qtbot.waitUntil(lambda: not document.is_modified, timeout=10_000)


def test_a_cancelled_save_leaves_the_file_and_the_mark(shell: Shell, gate, qtbot: QtBot) -> None:
    document = shell.document
    before = document.path.read_bytes()
    _edit(shell, 5)
    document.save()
    next(job for job in shell.session.jobs.running if job.channel == "saving").cancel()
    gate.set()
    qtbot.waitUntil(lambda: not document.is_saving, timeout=10_000)
    assert document.is_modified
    assert document.path.read_bytes() == before


def test_another_document_waits_for_the_save(shell: Shell, gate, qtbot: QtBot) -> None:
    document, old = shell.document, shell.document.workspace
    path = document.path
    _edit(shell, 6)
    document.save()
    threading.Timer(0.15, gate.set).start()
    document.open(path)
    qtbot.waitUntil(lambda: document.workspace is not old, timeout=10_000)
    assert document.workspace.documents["analysis"] == {"n": 6}


def test_what_is_edited_while_another_file_is_read_is_asked_about(shell: Shell, qtbot: QtBot) -> None:
    document, old = shell.document, shell.document.workspace
    document.asker.keep = Keep.CANCEL
    document.open(document.path)
    _edit(shell, 7)
    qtbot.waitUntil(lambda: not shell.session.jobs.running, timeout=10_000)
    assert "keep_changes" in document.asker.asked
    assert document.workspace is old
    assert document.is_modified


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_a_kill_in_the_middle_leaves_the_old_file_whole(shell: Shell, root: Path, tmp_path: Path) -> None:
    path = shell.document.path
    before = path.read_bytes()
    script = (
        "import os, signal, sys; from pathlib import Path\n"
        "from layers.deltas import SetDocument\n"
        "from layers.io import workspace_writer\n"
        "from layers.io.workspace_file import begin_save, open_workspace\n"
        "workspace = open_workspace(Path(sys.argv[1]))\n"
        "workspace.execute(SetDocument('analysis', None, {'n': 9}))\n"
        "workspace_writer._sync = lambda path: os.kill(os.getpid(), signal.SIGKILL)\n"
        "begin_save(workspace).write(Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], cwd=root, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2  # the unfinished one is beside it, and goes with the next save
    shell.document.save_as()
    shell.document.may_leave()
    assert [file.name for file in tmp_path.iterdir()] == ["a.gpkg"]
