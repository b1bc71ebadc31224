"""The program from its start: the first window, jobs that run on, and leaving while they do."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pandas as pd
import pytest
from pytestqt.qtbot import QtBot
from shapely import box

from gui.application import Shell, dress, make_application
from gui.controllers.opening import Opening
from gui.controllers.session import Session
from gui.jobs import JobRunner
from gui.settings import Settings
from layers.boundaries import Boundaries
from layers.commands import set_boundaries
from layers.io.workspace_file import save_workspace
from layers.style import LIGHT
from layers.workspace import Workspace


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


def test_the_first_map_needs_no_pandas(root: Path) -> None:
    # What the way from the start to communes on the screen may load; the test above is about the window.
    script = (
        "import sys, gui.application, gui.canvas.first_map, layers.io.first_look;"
        "heavy = {'pandas', 'geopandas', 'shapely', 'pyproj', 'pyogrio', 'scipy', 'pyqtgraph', 'rasterio'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_map_needs_no_library_of_charts_nor_of_distances(root: Path) -> None:
    script = (
        "import sys, gui.canvas.map_view, analysis.bundle;"
        "print(sorted({'pyqtgraph', 'scipy', 'rasterio', 'pyogrio'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.fixture
def plain_file(register, tmp_path: Path) -> Path:
    """Return a workspace of two communes, not schematic ones."""
    codes = ("03646", "03724")
    units = [register.unit(code) for code in codes]
    facts = pd.DataFrame(
        {"code": codes, "name": [one.name for one in units], "unit_type": [one.unit_type for one in units]}
    )
    shapes = [box(460_000 + 9_000 * i, 2_340_000, 469_000 + 9_000 * i, 2_349_000) for i in range(2)]
    boundaries = Boundaries.build(facts, shapes, vintage="2025-07")
    workspace = Workspace.new("Thử")
    workspace.execute(set_boundaries(workspace, boundaries.to_communes(), boundaries.vintage))
    save_workspace(workspace, tmp_path / "w.gpkg")
    return tmp_path / "w.gpkg"


@pytest.fixture
def start(app, register, tmp_path: Path):
    """Return starts of the program: shells, one after another, that keep what they make in one place."""
    made: list[Shell] = []

    def again() -> Shell:
        opening = Opening(lambda: register, tmp_path / "boundaries", tmp_path / "kept")
        shell = Shell(Session(Settings(None), JobRunner()), opening)
        shell.make_window().show()
        made.append(shell)
        return shell

    yield again
    for shell in made:
        shell.close()


def _is_open(shell: Shell) -> bool:
    return shell.document.workspace is not None and not shell.session.jobs.running


def test_a_file_seen_before_shows_its_communes_first(start, plain_file: Path, qtbot: QtBot) -> None:
    first = start()
    looked: list[object] = []
    first.document.looked_ahead.connect(looked.append)
    first.document.start(plain_file)
    qtbot.waitUntil(lambda: _is_open(first), timeout=20_000)
    assert looked == []  # nothing was kept yet
    again = start()
    again.document.looked_ahead.connect(looked.append)
    with qtbot.waitSignal(again.document.looked_ahead, timeout=20_000):
        again.document.start(plain_file)
    window = again.window
    assert again.document.workspace is None
    assert window.is_on_map
    assert window.map_view is None
    window.first_map.zoom_in()
    moved = window.first_map.moved_to
    qtbot.waitUntil(lambda: _is_open(again), timeout=20_000)
    assert len(looked) == 1
    assert window.first_map is None
    camera = window.map_view.camera
    assert (camera.x, camera.y, camera.m_per_px) == pytest.approx((moved.x, moved.y, moved.m_per_px))


def test_a_first_map_that_was_left_alone_gives_way_to_the_whole_province(
    start, plain_file: Path, qtbot: QtBot
) -> None:
    for shell in (start(), start()):
        shell.document.start(plain_file)
        qtbot.waitUntil(lambda shell=shell: _is_open(shell), timeout=20_000)
        assert shell.window.first_map is None
        assert shell.window.map_view.is_home


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_a_file_that_is_not_opened_after_all_leaves_the_start_page(
    start, plain_file: Path, qtbot: QtBot, is_cancelled: bool
) -> None:
    first = start()
    first.document.start(plain_file)
    qtbot.waitUntil(lambda: _is_open(first), timeout=20_000)
    again = start()
    if not is_cancelled:
        with sqlite3.connect(plain_file) as connection:
            connection.execute("DROP TABLE incidents")
        connection.close()
    with qtbot.waitSignal(again.document.looked_ahead, timeout=20_000):
        again.document.start(plain_file)
    assert again.window.first_map is not None
    if is_cancelled:
        again.session.jobs.cancel("opening")
    qtbot.waitUntil(lambda: not again.session.jobs.running, timeout=20_000)
    assert again.document.workspace is None
    assert again.window.first_map is None
    assert not again.window.is_on_map


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


def test_another_document_finds_nothing_selected(make_window, sample_frames, schematic) -> None:
    """A background of the document before is no table of the next; nobody may look for its rows there."""
    bench = make_window()
    bench.open(sample_frames, schematic)
    linked, document = bench.shell.linked, bench.shell.document
    linked.select({"context_duong": pd.Index(["1"], dtype="str"), "sites": pd.Index(["s"], dtype="str")})
    linked.hover("context_duong", "1")
    seen: list[object] = []
    bench.shell.coverage.answered.connect(lambda *_answer: seen.append(dict(linked.selection)))
    document.replaced.connect(lambda: seen.append(linked.hovered))
    bench.open(sample_frames, schematic)
    assert {} in seen
    assert None in seen
    assert all(not one for one in seen)
