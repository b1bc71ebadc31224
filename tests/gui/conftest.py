"""Fixtures for the window: an application dressed as the real one, and windows that must leave no trace."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from gui.application import Shell, dress, make_application
from gui.controllers.asker import Keep, NewWorkspace, OnlineWish, SheetWish
from gui.controllers.opening import Opened, Opening
from gui.controllers.session import Session
from gui.jobs import InstantRunner
from gui.settings import Key, Settings, ThemeChoice
from layers.boundaries import Boundaries
from layers.io.sample import sample_workspace
from layers.registers import Register
from layers.schematic import schematic_boundaries
from layers.style import LIGHT
from layers.workspace import Workspace


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ignore what the offscreen platform says about itself; every other Qt warning fails the test.

    The long session takes minutes: begun first, it runs while other processes do all the rest.
    """
    items.sort(key=lambda item: item.path.name != "test_long_session.py")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    """Return the application with the fonts, style and style sheet of the program."""
    make_application()
    dress(LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def _as_dressed_before(qapp: QApplication) -> Iterator[None]:
    """Give the application back its look: a test in dark must not colour the next one."""
    sheet, palette = qapp.styleSheet(), qapp.palette()
    yield
    if qapp.styleSheet() != sheet:
        qapp.setPalette(palette)
        qapp.setStyleSheet(sheet)


@pytest.fixture(scope="session")
def register() -> Register:
    return Register.load()


@pytest.fixture(scope="session")
def schematic(register: Register) -> Boundaries:
    """Return the boundaries that need no file."""
    return schematic_boundaries(register)


@pytest.fixture(scope="session")
def sample_frames(schematic: Boundaries, register: Register) -> Mapping[str, pd.DataFrame]:
    """Return the tables of the sample workspace; a test makes its own workspace of them."""
    return sample_workspace(schematic, register).snapshot().frames


@dataclass
class ScriptedAsker:
    """Answers what the analyst would be asked, and notes what was asked."""

    path: Path | None = None
    keep: Keep = Keep.CANCEL
    wish: NewWorkspace | None = None
    sheet_wish: SheetWish | None = None
    online_wish: OnlineWish | None = None
    asked: list[str] = field(default_factory=list)

    def open_workspace(self) -> Path | None:
        self.asked.append("open_workspace")
        return self.path

    def open_boundaries(self) -> Path | None:
        self.asked.append("open_boundaries")
        return self.path

    def save_as(self, suggestion: str, ending: str) -> Path | None:
        self.asked.append(f"save_as {ending}")
        return self.path

    def keep_changes(self, title: str) -> Keep:
        self.asked.append("keep_changes")
        return self.keep

    def new_workspace(self, boundaries: Path | None) -> NewWorkspace | None:
        self.asked.append("new_workspace")
        return self.wish

    def sheet(self, ending: str, first: SheetWish) -> SheetWish | None:
        self.asked.append(f"sheet {ending}")
        return self.sheet_wish

    def open_background(self) -> Path | None:
        self.asked.append("open_background")
        return self.path

    def find_picture(self, name: str) -> Path | None:
        self.asked.append(f"find_picture {name}")
        return self.path

    def online_tiles(self, first: OnlineWish) -> OnlineWish | None:
        self.asked.append(f"online_tiles {first.is_on}")
        return self.online_wish


@dataclass
class Bench:
    """A window with everything behind it, driven without waiting."""

    shell: Shell
    asker: ScriptedAsker
    notices: list[str]

    @property
    def window(self):
        return self.shell.window

    @property
    def words(self):
        return self.shell.session.words

    def open(self, frames: Mapping[str, pd.DataFrame], boundaries: Boundaries) -> Workspace:
        """Open a workspace of these tables and return it."""
        workspace = Workspace(frames)
        self.shell.document.adopt(Opened(workspace, boundaries))
        return workspace


@pytest.fixture
def make_window(
    app: QApplication,
    register: Register,
    schematic: Boundaries,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Bench]]:
    """Return a factory of windows; afterwards each is closed and no widget may be left."""
    # They come out the same each time, and half a second later.
    monkeypatch.setattr("layers.schematic.schematic_boundaries", lambda _register: schematic)
    before = set(map(id, QApplication.topLevelWidgets()))
    made: list[Bench] = []

    def make(language: str = "vi", settings: Settings | None = None) -> Bench:
        if settings is None:
            settings = Settings(None)
            settings[Key.TOUR_SEEN] = True  # nothing is offered over the map unless a test asks for it
        settings[Key.LANGUAGE] = language
        settings[Key.THEME] = ThemeChoice.LIGHT.value
        session = Session(settings, InstantRunner())
        shell = Shell(session, Opening(lambda: register, tmp_path))
        shell.make_window()
        bench = Bench(shell, ScriptedAsker(), [])
        shell.document.asker = bench.asker
        session.notifier.noticed.connect(lambda notice: bench.notices.append(notice.text))
        made.append(bench)
        return bench

    yield make
    for bench in made:
        bench.shell.close()
    made.clear()
    left = _left(app, before)
    if left:
        gc.collect()  # slow over so many rows, so only where it can matter
        left = _left(app, before)
    assert left == []


def _left(app: QApplication, before: set[int]) -> list[str]:
    """Return the windows that are there and were not before, once all that is to be deleted is."""
    for _ in range(3):
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        app.processEvents()
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in before and not _is_qts_own(widget)
    ]


def _is_qts_own(widget: QWidget) -> bool:
    """Say whether Qt keeps this widget itself, as it does with its tool tip."""
    return widget.metaObject().className() in {"QTipLabel", "QComboBoxPrivateContainer"}
