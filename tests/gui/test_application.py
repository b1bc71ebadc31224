"""The program from its start: the first window, jobs that run on, and leaving while they do."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.application import Shell, dress, make_application
from gui.controllers.opening import Opening
from gui.controllers.session import Session
from gui.jobs import JobRunner
from gui.settings import Settings
from layers.style import LIGHT


@pytest.fixture
def threaded(app, register, tmp_path: Path):
    """Return a shell whose jobs run in threads, as in the program."""
    shell = Shell(Session(Settings(None), JobRunner()), Opening(lambda: register, tmp_path))
    shell.make_window()
    yield shell
    shell.close()


def test_the_window_opens_before_pandas_is_loaded(root: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from gui.application import *; make_application();"
        "session = Session(Settings(None), JobRunner());"
        "shell = Shell(session, Opening(lambda: None, Path('.'))); shell.make_window().show();"
        "print(sorted({'pandas', 'geopandas', 'pyqtgraph', 'pyproj', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_first_question_comes_from_a_thread(threaded: Shell, qtbot: QtBot) -> None:
    with qtbot.waitSignal(threaded.document.question_needed, timeout=5000):
        threaded.document.start(None)


def test_leaving_while_a_job_runs_is_safe(threaded: Shell, qtbot: QtBot) -> None:
    started, ended = threading.Event(), threading.Event()
    results: list[object] = []

    def work(progress) -> None:
        started.set()
        try:
            while True:
                progress.report(0.5)
        finally:
            ended.set()

    threaded.session.jobs.start(work, label_key="job.coverage", done=results.append)
    assert started.wait(5)
    threaded.window.show()
    assert threaded.window.close()
    assert ended.is_set()
    qtbot.waitUntil(lambda: not threaded.session.jobs.running, timeout=3000)
    assert results == []


def test_a_real_file_opens_through_threads(threaded: Shell, qtbot: QtBot, real_data: Path) -> None:
    coverage = threaded.coverage
    with qtbot.waitSignal(
        coverage.answered, timeout=20_000, check_params_cb=lambda bundle, _: bundle is not None
    ):
        threaded.document.load_boundaries(real_data / "sonla_communes_2025.gpkg")
    assert coverage.bundle.coverage.communes["area_km2"].sum() == pytest.approx(14_109.33, abs=0.01)
    qtbot.waitUntil(lambda: not threaded.session.jobs.running, timeout=10_000)


def test_the_application_has_the_font_of_the_house(app) -> None:
    make_application()
    dress(LIGHT)
    assert app.font().family() == "Roboto"
