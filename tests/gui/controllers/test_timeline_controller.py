"""The time line: the day that is looked at rules map and figures, and the panel shows what they say."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt

from exports.points import rows_of
from gui.actions.ids import ActionId
from gui.controllers.coverage_controller import CLUSTERS
from gui.controllers.timeline_controller import TimelineController


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 900)
    made.window.show()
    made.shell.coverage.choose_selection(CLUSTERS)
    made.window.bottom.show()
    made.window.bottom.show_panel("time")
    return made


def _parts(bench):
    controller = bench.window.findChild(TimelineController)
    return controller, bench.window.bottom.panel("time")


def _drawn(bench) -> int:
    return len(rows_of(bench.shell.coverage.bundle, "clusters"))


def test_the_line_ends_with_the_day_of_the_figures(bench) -> None:
    _controller, panel = _parts(bench)
    bundle = bench.shell.coverage.bundle
    assert panel.day.text() == f"Tại ngày {bundle.as_of:%d/%m/%Y}"
    assert panel.counts.text().startswith(f"{_drawn(bench)} cụm đang hoạt động · ")
    assert not panel.present.isEnabled()


# -- view → model --------------------------------------------------------------------------------------


def test_a_click_on_the_strip_looks_at_that_day_and_the_button_comes_back(bench, qtbot) -> None:
    _controller, panel = _parts(bench)
    coverage, strip, whole = bench.shell.coverage, panel.strip, _drawn(bench)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 3, 40))
    assert coverage.moment is not None
    assert coverage.bundle.as_of == coverage.moment.as_of
    assert 0 < _drawn(bench) < whole
    assert panel.counts.text().startswith(f"{_drawn(bench)} cụm")
    qtbot.mouseClick(panel.present, Qt.MouseButton.LeftButton)
    assert coverage.moment is None
    assert _drawn(bench) == whole


def test_keys_step_and_the_ends_hold(bench, qtbot) -> None:
    _controller, panel = _parts(bench)
    coverage = bench.shell.coverage
    panel.strip.setFocus()
    qtbot.keyClick(panel.strip, Qt.Key.Key_Home)
    first = coverage.moment.as_of
    qtbot.keyClick(panel.strip, Qt.Key.Key_Left)
    assert coverage.moment.as_of == first
    qtbot.keyClick(panel.strip, Qt.Key.Key_Right)
    assert first < coverage.moment.as_of <= first + dt.timedelta(days=31)


def test_a_window_restricts_the_incidents_to_its_steps(bench, qtbot) -> None:
    controller, panel = _parts(bench)
    coverage = bench.shell.coverage
    controller.jump(len(controller._line.days) - 2)
    everything = len(coverage.bundle.incidents)
    controller.choose_window(3)
    happened = coverage.bundle.incidents["happened_on"]
    assert 0 < len(happened) < everything
    assert happened.min().date() >= coverage.moment.incidents_from
    assert f"· {len(happened)} vụ" in panel.counts.text()
    controller.choose_window(None)
    assert len(coverage.bundle.incidents) == everything


def test_playing_goes_from_the_first_day_to_the_last_and_stops(bench, qtbot) -> None:
    controller, panel = _parts(bench)
    controller.choose_unit("year")
    bench.window.actions_of[ActionId.TIME_PLAY].trigger()
    assert controller.is_playing
    assert panel.play.accessibleName() == "Tạm dừng chạy"
    seen = []
    for _ in range(12):
        seen.append(_drawn(bench))
        controller._timer.timeout.emit()
    assert seen == sorted(seen)
    assert not controller.is_playing
    assert bench.shell.coverage.bundle.as_of == bench.shell.document.workspace.snapshot().as_of


def test_another_unit_keeps_the_day_as_near_as_it_can(bench) -> None:
    controller, _panel = _parts(bench)
    controller.jump(20)
    day = bench.shell.coverage.moment.as_of
    controller.choose_unit("quarter")
    later = bench.shell.coverage.moment.as_of
    assert dt.timedelta(0) <= day - later < dt.timedelta(days=92)


# -- model → view --------------------------------------------------------------------------------------


def test_another_question_makes_another_line(bench) -> None:
    controller, panel = _parts(bench)
    before = controller._line.sites[-1]
    bench.shell.coverage.choose_selection("")
    assert controller._line.sites[-1] > before
    assert "điểm đang hoạt động" in panel.counts.text()


def test_another_document_is_looked_at_on_its_own_day(bench, sample_frames, schematic) -> None:
    controller, _panel = _parts(bench)
    controller.jump(0)
    bench.open(sample_frames, schematic)
    assert bench.shell.coverage.moment is None


@pytest.mark.parametrize("action", [ActionId.COMPARE, ActionId.HOME])
def test_playing_ends_at_the_day_of_the_figures_where_the_map_is_left(bench, action: ActionId) -> None:
    controller, panel = _parts(bench)
    controller.play(True)
    assert controller.is_playing
    assert bench.shell.coverage.moment is not None
    bench.window.actions_of[action].trigger()
    assert not controller.is_playing
    assert bench.shell.coverage.moment is None
    assert panel.play.accessibleName() == bench.words("time.play")


def test_another_document_ends_the_playing(bench, sample_frames, schematic) -> None:
    controller, panel = _parts(bench)
    controller.play(True)
    bench.open(sample_frames, schematic)
    assert not controller.is_playing
    assert panel.play.accessibleName() == bench.words("time.play")


def test_without_days_it_says_what_is_missing(make_window, sample_frames, schematic) -> None:
    bench = make_window()
    frames = {
        name: frame.iloc[:0] if name in ("sites", "incidents") else frame
        for name, frame in sample_frames.items()
    }
    for name in ("activities", "results"):
        frames[name] = frames[name].iloc[:0]
    bench.open(frames, schematic)
    bench.window.show()
    bench.window.bottom.show()
    panel = bench.window.bottom.show_panel("time")
    assert panel.day.text() == "Chưa có dòng thời gian"
    assert not panel.play.isEnabled()
