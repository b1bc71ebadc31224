"""The set-up looks before it acts, and says in one line what it cannot do."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

import bootstrap
from cli.selfcheck import LIBRARIES
from layers.words import Words


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record the commands that would be run, and run none."""
    made: list[list[str]] = []

    def note(command: list[str], *, quiet: bool = False, environment: dict[str, str] | None = None) -> int:
        made.append(command)
        return 0

    monkeypatch.setattr(bootstrap, "_run", note)
    return made


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that looks like a working environment of this interpreter."""
    folder = tmp_path / ".venv"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / bootstrap._pip_folders(sys.version_info[:2])[0]).mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "VENV", folder)
    return folder


def test_the_second_time_nothing_is_installed(calls: list[list[str]], venv: Path, vi: Words) -> None:
    setup = bootstrap.Setup(vi)
    setup.prepare(dev=False)
    assert calls[0][1:4] == ["-m", "pip", "install"]
    setup.prepare(dev=False)
    assert len(calls) == 1


def test_what_the_developers_have_is_enough_to_run(calls: list[list[str]], venv: Path, vi: Words) -> None:
    setup = bootstrap.Setup(vi)
    setup.prepare(dev=True)
    setup.prepare(dev=False)
    assert len(calls) == 1
    setup.prepare(dev=True)
    assert len(calls) == 1


def test_what_is_needed_to_run_is_not_enough_for_developers(
    calls: list[list[str]], venv: Path, vi: Words
) -> None:
    setup = bootstrap.Setup(vi)
    setup.prepare(dev=False)
    setup.prepare(dev=True)
    assert len(calls) == 2


def test_a_changed_requirement_is_installed(
    calls: list[list[str]], venv: Path, vi: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = bootstrap.Setup(vi)
    setup.prepare(dev=False)
    monkeypatch.setattr(bootstrap, "_requirements", lambda *, dev: ["another>=1"])
    setup.prepare(dev=False)
    assert len(calls) == 2


def test_an_install_that_failed_is_tried_again(
    venv: Path, vi: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_run", lambda command, **options: 1)
    for _ in range(2):
        with pytest.raises(bootstrap.Stopped, match="kho gói"):
            bootstrap.Setup(vi).prepare(dev=False)


def test_the_requirements_are_those_of_setup_cfg(root: Path) -> None:
    config = configparser.ConfigParser(interpolation=None)
    config.read(root / "setup.cfg", encoding="utf-8")
    wanted = bootstrap._requirements(dev=False)
    assert all(not line.startswith("#") for line in wanted)
    assert any(line.startswith("numpy") for line in wanted)
    assert set(wanted) < set(bootstrap._requirements(dev=True))
    named = {line.split(">")[0] for line in wanted}
    assert set(LIBRARIES) <= named


def test_missing_libraries_are_named_where_they_cannot_be_installed(
    vi: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "_missing_libraries", lambda: ["libEGL.so.1", "libxcb-cursor.so.0"])
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.Stopped) as stop:
        bootstrap.Setup(vi).prepare(dev=False)
    assert str(stop.value).endswith("apt-get install libegl1 libxcb-cursor0")
    assert "\n" not in str(stop.value)


def test_a_library_that_is_not_there_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libnot-there.so.99": "nothing"})
    assert bootstrap._missing_libraries() == ["libnot-there.so.99"]


def test_without_a_suitable_python_the_versions_are_said(
    venv: Path, vi: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_works", lambda python: False)
    monkeypatch.setattr(bootstrap, "_qt_libraries", lambda self: None, raising=False)
    monkeypatch.setattr(bootstrap, "_version_of", lambda python: (3, 9))
    with pytest.raises(bootstrap.Stopped, match=r"3\.11 .* 3\.13"):
        bootstrap.Setup(vi).prepare(dev=False)


def test_a_moved_environment_does_not_count(tmp_path: Path) -> None:
    assert not bootstrap._works(tmp_path / "bin" / "python")
    broken = tmp_path / "python"
    broken.symlink_to(tmp_path / "gone")
    assert not bootstrap._works(broken)


@pytest.mark.parametrize("display", [True, False])
def test_run_makes_the_sample_once_and_then_shows_or_writes(
    display: bool,
    calls: list[list[str]],
    venv: Path,
    vi: Words,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sample = tmp_path / "out" / "sample.gpkg"
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "OUT", sample.parent)
    monkeypatch.setattr(bootstrap, "SAMPLE", sample)
    monkeypatch.setattr(bootstrap.Setup, "prepare", lambda self, *, dev: None)
    monkeypatch.setattr(bootstrap, "has_display", lambda: display)
    setup = bootstrap.Setup(vi)
    setup.run()
    assert calls[0][2:5] == ["new", str(sample), "--sample"]
    sample.write_bytes(b"there")
    setup.run()
    assert len(calls) == 3
    last = calls[-1]
    if display:
        assert last[-1] == str(sample)
        assert "export" not in last
    else:
        assert last[2:4] == ["export", str(sample)]
        assert [Path(word).name for word in last if "coverage" in word] == list(bootstrap.PAPERS)


def test_the_set_up_starts_without_any_package(root: Path) -> None:
    """A fresh machine has only the standard library: `-S` leaves site-packages out."""
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", f"import sys; sys.path[:0] = [{str(root)!r}]; import bootstrap"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
