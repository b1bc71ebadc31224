"""The whole window while a row is pointed at or selected: map, ranking, attribute table, charts and cards.

Knows how a window is put together as far as `gui.application` shows it; nothing of how anything is drawn.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.ground import boundaries, points_inside
from benchmarks.harness import Case, Unavailable
from layers.crs import to_store
from layers.io.sample import sample_workspace
from layers.layer_commands import set_layer_visible
from layers.registers import Register
from layers.schema import LayerKind, normalise
from layers.workspace import Workspace

SIZE = (1600, 1000)
LOWER_PX = 300
# Which tabs stand in front: the lower one, and the right one.
ABOVE = {"the table": ("table", "information"), "the charts": ("charts", "coverage")}


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield pointing at rows and selecting them, with the table in front and with the charts."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    if isinstance(QApplication.instance() or QApplication([]), QApplication) is False:
        raise Unavailable("another kind of Qt application is running")
    rows = max(int(100_000 * scale), 10)
    shell = _shell(rows, max(int(30_000 * scale), 10))
    pointed = {"goal_s": 0.010, "goal_on": "p95", "runs": 200, "warmups": 20, "traced": False}
    for what, tabs in ABOVE.items():
        _bring(shell, *tabs)
        seen = f"map, {what} and the {tabs[1]} in view"
        for table in ("incidents", "sites", "communes"):
            name = f"pointing at one of the {table} elsewhere, {rows:,} incidents: {seen}"
            yield Case(name, _pointing(shell, table), **pointed)
        name = f"moving the pointer over the map, {rows:,} incidents: {seen}"
        yield Case(name, _moving(shell), **pointed)
        yield Case(
            f"selecting one of {rows:,} rows: {seen}",
            _choosing(shell),
            goal_s=0.050,
            goal_on="p95",
            runs=50,
            warmups=5,
            traced=False,
        )
        yield Case(
            f"selecting among {rows:,} rows by polygon: {seen}",
            _circling(shell),
            goal_s=0.200,
            goal_on="p95",
            runs=20,
            warmups=2,
            traced=False,
        )
    shell.close()


def _shell(incidents: int, sites: int) -> Any:
    from PySide6.QtCore import Qt

    from gui.application import Opening, Session, Settings, Shell, dress, make_application
    from gui.controllers.opening import Opened
    from gui.controllers.table_controller import TableController
    from gui.jobs import InstantRunner
    from gui.settings import Key

    make_application()
    settings = Settings(None)
    settings[Key.TOUR_SEEN] = True
    session = Session(settings, InstantRunner())
    dress(session.theme)
    shell = Shell(session, Opening(Register.load, Path(tempfile.mkdtemp(prefix="bench-linked-"))))
    window = shell.make_window()
    workspace = Workspace(_frames(incidents, sites))
    shell.document.adopt(Opened(workspace, boundaries()))
    for layer in list(workspace.tree):
        shell.document.execute(set_layer_visible(workspace, layer.id, True))
    incident_layer = next(layer.id for layer in workspace.tree if layer.kind is LayerKind.INCIDENTS)
    window.show()
    _paint()
    window.resize(*SIZE)  # only now: at first it fits itself to the screen, which offscreen is small
    window.bottom.show()
    window.right.show()
    window.resizeDocks([window.bottom], [LOWER_PX], Qt.Orientation.Vertical)
    _paint()
    window.findChild(TableController).show_layer(incident_layer)
    return shell


def _frames(incidents: int, sites: int) -> Mapping[str, pd.DataFrame]:
    """Return the tables of the sample with as many incidents and sites, each at a place of its own."""
    frames = dict(sample_workspace(boundaries(), Register.load()).snapshot().frames)
    for table, count in (("incidents", incidents), ("sites", sites)):
        frame = frames[table]
        rows = frame.take(np.arange(count) % len(frame))
        rows.index = pd.Index([f"{table[0]}{number:031x}" for number in range(count)], name="id")
        x, y = points_inside(count, seed=len(table)).T
        lon, lat = to_store(x, y)
        rows = rows.assign(lon=lon, lat=lat, position="exact", ext_key=None)
        frames[table] = normalise(table, rows.drop(columns=["x", "y"], errors="ignore"))
    return frames


def _bring(shell: Any, lower: str, right: str) -> None:
    from PySide6.QtWidgets import QApplication

    window = shell.window
    window.bottom.show()
    window.bottom.show_panel(lower)
    window.right.show()
    window.right.show_panel(right)
    shell.linked.clear()
    for _ in range(3):
        QApplication.processEvents()


def _paint() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def _pointing(shell: Any, table: str) -> Callable[[], None]:
    bundle = shell.coverage.bundle
    ids = {"incidents": bundle.incidents, "sites": bundle.sites, "communes": bundle.coverage.communes}[
        table
    ].index
    some = itertools.cycle(np.random.default_rng(3).choice(ids.to_numpy(object), 220).tolist())

    def point() -> None:
        shell.linked.hover(table, str(next(some)))
        _paint()

    return point


def _moving(shell: Any) -> Callable[[], None]:
    view = shell.window.map_view
    size = (view.surface.width(), view.surface.height())
    places = itertools.cycle(np.random.default_rng(7).uniform((0, 0), size, (200, 2)).tolist())

    def move() -> None:
        view.hover_at(*next(places))
        _paint()

    return move


def _choosing(shell: Any) -> Callable[[], None]:
    ids = shell.coverage.bundle.incidents.index
    some = itertools.cycle(np.random.default_rng(5).integers(0, len(ids), 50).tolist())

    def choose() -> None:
        place = next(some)
        shell.linked.select({"incidents": ids[place : place + 1]})
        _paint()

    return choose


def _circling(shell: Any) -> Callable[[], None]:
    view = shell.window.map_view
    west, south, east, north = view.bounds_m
    middle = (west + east) / 2
    # Two polygons in turn: the same selection again would be no work at all.
    rings = itertools.cycle(
        [
            [(west, south), (east, south), (east, north), (middle, (south + north) / 2.5), (west, north)],
            [(west, south), (east, south), (middle, north)],
        ]
    )

    def circle() -> None:
        view.select_in(next(rings))
        _paint()

    return circle
