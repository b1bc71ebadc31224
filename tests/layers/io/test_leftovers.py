"""What a killed program left goes with the next save or opening; what somebody still writes stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from layers.io.leftovers import STALE_S, clear_beside, is_running, private_folder, unfinished


@pytest.fixture(scope="module")
def gone() -> int:
    """Return the number of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_processes(gone: int) -> None:
    assert is_running(os.getpid())
    assert not is_running(gone)


def test_unfinished_files(tmp_path: Path, gone: int) -> None:
    path = tmp_path / ("Sơn La " + "rất " * 40 + "dài.gpkg")
    own = unfinished(path)
    assert len(own.name.encode()) < 120
    machine, _, rest = own.name.rpartition(".tmp")[0].rpartition(".")[2].partition("-")
    own.touch()
    dead = own.with_name(own.name.replace(f"-{os.getpid()}-", f"-{gone}-"))
    elsewhere = own.with_name(dead.name.replace(machine, "00000000"))
    strangers = [tmp_path / ".other.tmp", tmp_path / f"{own.name[:10]}.tmp", tmp_path / "a.gpkg"]
    for file in (dead, elsewhere, *strangers):
        file.touch()
    clear_beside(path)
    assert sorted(tmp_path.iterdir()) == sorted([own, elsewhere, *strangers])
    clear_beside(path, now_s=time.time() + STALE_S + 60)
    assert sorted(tmp_path.iterdir()) == sorted(strangers)
    assert rest.startswith(f"{os.getpid()}-")
    clear_beside(tmp_path / "no folder" / "a.gpkg")


def test_private_folders(tmp_path: Path, gone: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / f"sonla-{gone}-abc").mkdir()
    (tmp_path / f"sonla-{gone}-abc" / "base.gpkg").touch()
    others = [tmp_path / "sonla-reports", tmp_path / f"sonla-{os.getpid()}-xyz"]
    for folder in others:
        folder.mkdir()
    made = private_folder()
    assert sorted(tmp_path.iterdir()) == sorted([made, *others])
