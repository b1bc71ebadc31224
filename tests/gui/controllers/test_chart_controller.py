"""The tab of the charts in the whole window: what it follows, and that it works only while it is seen."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import gui.controllers.chart_controller as module
from gui.charts.kinds import FIRST, ChartKind
from gui.settings import Key, Settings
from layers.filters import Filters


def seen(bench: Any, frames: Any, boundaries: Any) -> Any:
    """Open the tab over a document and return its panel."""
    bench.window.setWindowState(Qt.WindowState.WindowNoState)
    bench.window.resize(1366, 768)
    bench.window.show()
    bench.open(frames, boundaries)
    bench.shell.view.show_map()
    bench.window.bottom.show()
    bench.window.bottom.choose("charts")
    QApplication.processEvents()
    return bench.window.bottom.panel("charts")


def test_charts_are_made_late_and_rest_while_nobody_looks(make_window, sample_frames, schematic) -> None:
    bench = make_window()
    bench.open(sample_frames, schematic)
    assert not bench.window.bottom.is_made("charts")
    panel = seen(bench, sample_frames, schematic)
    drawn = panel.panes[0].chart.series
    bench.window.bottom.hide()
    bench.shell.coverage.choose_selection("layer:clusters")
    bench.shell.linked.select({"sites": bench.shell.coverage.bundle.sites.index[:5]})
    assert panel.panes[0].chart.series is drawn
    bench.window.bottom.show()
    bench.window.bottom.choose("charts")
    QApplication.processEvents()
    assert panel.panes[0].chart.series is not drawn
    assert panel.panes[2].chart._chosen_sums.sum() > 0


def test_filters_act_on_the_charts(make_window, sample_frames, schematic) -> None:
    bench = make_window()
    panel = seen(bench, sample_frames, schematic)
    everything = panel.panes[0].chart.series.now.sum()
    bench.shell.coverage.set_filters(Filters(categories=("fire",)))
    series = panel.panes[0].chart.series
    assert 0 < series.now.sum() < everything
    assert panel.panes[0].heading.text_shown.startswith("VỤ CHÁY THEO THÁNG")
    QTest.mouseClick(
        panel.panes[0].chart.viewport(), Qt.MouseButton.LeftButton, pos=panel.panes[0].chart.place_of(5)
    )
    chosen = bench.shell.linked.selected("incidents")
    assert set(bench.shell.coverage.bundle.incidents.loc[chosen, "category"].str[:4]) == {"fire"}


def test_the_choice_of_charts_is_remembered_and_outlives_the_language(
    make_window, sample_frames, schematic
) -> None:
    settings = Settings(None)
    bench = make_window(settings=settings)
    panel = seen(bench, sample_frames, schematic)
    assert panel.kinds == list(FIRST)
    menu = panel.panes[1].heading.menu()
    next(action for action in menu.actions() if action.data() == ChartKind.HOURS).trigger()
    assert settings[Key.CHARTS] == ["months", "hours", "growth"]
    assert panel.panes[1].chart.series.matrix.sum() > 0
    bench.shell.session.choose_language("en")
    QApplication.processEvents()
    bench.window.bottom.show()
    bench.window.bottom.choose("charts")
    QApplication.processEvents()
    there = bench.window.bottom.panel("charts")
    assert there is not panel
    assert there.kinds == [ChartKind.MONTHS, ChartKind.HOURS, ChartKind.GROWTH]
    assert there.panes[1].heading.text_shown.startswith("INCIDENTS BY WEEKDAY AND HOUR")


def test_many_rows_are_sorted_into_bars_in_a_job(make_window, sample_frames, schematic, monkeypatch) -> None:
    monkeypatch.setattr(module, "MANY_ROWS", 10)
    bench = make_window()
    started: list[str] = []
    bench.shell.session.jobs.started.connect(lambda job: started.append(job.channel))
    panel = seen(bench, sample_frames, schematic)
    assert {"charts0", "charts1", "charts2"} <= set(started)
    assert all(pane.chart.series is not None for pane in panel.panes)


@pytest.mark.parametrize("name", ["answer", "kind"])
def test_what_comes_too_late_is_dropped(make_window, sample_frames, schematic, name) -> None:
    bench = make_window()
    panel = seen(bench, sample_frames, schematic)
    controller = bench.window.findChild(module.ChartController)
    pane, subject = panel.panes[0], panel.panes[0].chart.subject
    late = (0, pane.kind, subject, type(pane.chart).series_of(subject))
    if name == "answer":
        bench.shell.coverage.choose_by("radius")
    else:
        pane.show_kind(ChartKind.HOURS)
    before = pane.chart.series
    controller._show(late)
    assert pane.chart.series is before
