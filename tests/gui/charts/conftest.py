"""Charts in a dock over the sample, driven by the real controller, and the ways of a hand over a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from analysis.bundle import ResultBundle, build
from analysis.params import By, CoverageParams
from gui.actions.ids import ActionId
from gui.charts.chart import Chart
from gui.charts.kinds import ChartKind
from gui.controllers.chart_controller import ChartController
from gui.controllers.session import Session
from gui.jobs import InstantRunner
from gui.linked import Linked
from gui.panels.commune_list import CommuneList
from gui.panels.commune_model import rows_of
from gui.panels.tabbed_dock import TabbedDock
from gui.settings import Key, Settings, ThemeChoice
from layers.boundaries import Boundaries
from layers.filters import Filters
from layers.workspace import Workspace


class Answers(QObject):
    """Stands for the controller of the question: has an answer and tells of it."""

    answered = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.bundle: ResultBundle | None = None
        self.filters = Filters()


class Desk:
    """A window with nothing but the charts and the list of communes, and a hand."""

    def __init__(self, session: Session, workspace: Workspace, boundaries: Boundaries) -> None:
        self.session, self.workspace, self.boundaries = session, workspace, boundaries
        self.linked, self.answers = Linked(), Answers()
        self.window: Any = QMainWindow()
        self.window.bottom = TabbedDock("rows", "rows", session.words, self.window)
        self.communes = CommuneList(session.words, session.theme, self.window)
        self.window.actions_of = {which: QAction(which.value, self.window) for which in ActionId}
        self.window.coverage = SimpleNamespace(communes=self.communes)
        self.window.setCentralWidget(self.communes)
        self.window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.window.bottom)
        parts: Any = SimpleNamespace(
            window=self.window,
            session=session,
            document=SimpleNamespace(workspace=workspace),
            coverage=self.answers,
            linked=self.linked,
        )
        self.controller = ChartController(parts)
        self.window.resize(1366, 500)
        self.window.show()
        QApplication.processEvents()

    @property
    def panel(self):
        return self.window.bottom.panel("charts")

    @property
    def bundle(self) -> ResultBundle:
        assert self.answers.bundle is not None
        return self.answers.bundle

    def ask(self, **params: Any) -> None:
        """Answer a question as the window does: the list first, then everybody else."""
        snapshot = self.workspace.snapshot()
        asked = CoverageParams(snapshot.as_of, **({} if "radius_m" in params else {"by": By.UNIT}), **params)
        self.show(build(snapshot, self.boundaries, asked))

    def show(self, bundle: ResultBundle | None) -> None:
        self.answers.bundle = bundle
        if bundle is not None:
            self.communes.show_rows(rows_of(bundle), str(bundle.coverage.covered_by))
        self.answers.answered.emit(bundle, False)
        QApplication.processEvents()

    def chart(self, kind: ChartKind) -> Chart:
        """Return the chart of a kind, which one of the panes shows."""
        return next(pane.chart for pane in self.panel.panes if pane.kind is kind)

    def click(self, chart: Chart, slot: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Click into the middle of a bar's place."""
        QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, modifier, chart.place_of(slot))

    def drag(
        self, chart: Chart, first: QPoint, last: QPoint, modifier=Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press, pull and let go."""
        QTest.mousePress(chart.viewport(), Qt.MouseButton.LeftButton, modifier, first)
        self.move(chart, (first + last) / 2)
        self.move(chart, last)
        QTest.mouseRelease(chart.viewport(), Qt.MouseButton.LeftButton, modifier, last)

    def move(self, chart: Chart, place: QPoint) -> None:
        """Move the pointer; sent, because a platform without a screen keeps no pointer."""
        none, at = Qt.MouseButton.NoButton, QPointF(place)
        globally = chart.viewport().mapToGlobal(at)
        kind, modifier = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(chart.viewport(), QMouseEvent(kind, at, globally, none, none, modifier))

    def selected(self, table: str) -> set[str]:
        return set(self.linked.selected(table))


@pytest.fixture(scope="session")
def answer(sample_frames: Mapping[str, pd.DataFrame], schematic: Boundaries) -> ResultBundle:
    """Return the answer to the first question about the sample."""
    snapshot = Workspace(sample_frames).snapshot()
    return build(snapshot, schematic, CoverageParams(snapshot.as_of, by=By.UNIT))


@pytest.fixture
def desk(
    app: QApplication,
    sample_frames: Mapping[str, pd.DataFrame],
    schematic: Boundaries,
    answer: ResultBundle,
) -> Iterator[Callable[..., Desk]]:
    """Return a maker of windows that show three kinds of chart."""
    made: list[Desk] = []

    def make(
        *kinds: ChartKind, language: str = "vi", frames: Mapping[str, pd.DataFrame] | None = None
    ) -> Desk:
        settings = Settings(None)
        settings[Key.CHARTS] = [kind.value for kind in kinds]
        settings[Key.LANGUAGE], settings[Key.THEME] = language, ThemeChoice.LIGHT.value
        session = Session(settings, InstantRunner())
        it = Desk(session, Workspace(frames or sample_frames), schematic)
        made.append(it)
        if frames is None:
            it.show(answer)
        else:
            it.ask()
        return it

    yield make
    for it in made:
        it.session.jobs.shut_down()
        it.window.close()
        it.window.deleteLater()
