"""A command line that can be run in this process, and workspaces to run it on."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import cli.main
from cli.context import Context
from layers.registers import Register
from layers.words import Words


@dataclass(frozen=True)
class Done:
    """What one run left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def last_line(self) -> str:
        return self.err.rstrip("\n").rpartition("\n")[2]


Run = Callable[..., Done]


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: object) -> None:
    """Have the one application of this process with widgets: ``export`` would make one without.

    Tests of the window may run in the same process after these.
    """


@pytest.fixture(scope="session")
def register() -> Register:
    return Register.load()


@pytest.fixture(scope="session")
def make_run(register: Register, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return a function that runs a command line as `app.py` does and returns what it left."""
    folder = tmp_path_factory.mktemp("cli")

    def run(*arguments: object) -> Done:
        out, err = io.StringIO(), io.StringIO()
        context = Context(
            boundary_folder=folder / "no-boundaries",
            log_file=folder / "log" / "errors.log",
            stdout=out,
            stderr=err,
            load_register=lambda: register,
            load_words=Words.load,
            words=Words.load("vi"),
            user="người thử",
        )
        code = cli.main.run([str(argument) for argument in arguments], context)
        return Done(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session")
def sample_file(make_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sample workspace within schematic boundaries, made once; tests must not change it."""
    path = tmp_path_factory.mktemp("sample") / "sample.gpkg"
    done = make_run("new", path, "--sample")
    assert done.code == 0, done.err
    return path


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> Path:
    """Return a sample workspace of the test's own."""
    return Path(shutil.copy(sample_file, tmp_path / "w.gpkg"))


@pytest.fixture
def run(make_run: Run) -> Run:
    return make_run
