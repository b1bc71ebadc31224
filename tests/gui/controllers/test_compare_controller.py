"""Two periods compared: each map shows the answer about its own, both from the same place."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from analysis.comparison import changes
from gui.actions.ids import ActionId
from gui.compare.map_pair import Manner
from gui.controllers.compare_controller import CompareController
from layers.filters import Filters
from layers.periods import PeriodChoice, PeriodKind


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.actions_of[ActionId.COMPARE].trigger()
    return made


@pytest.fixture
def controller(bench) -> CompareController:
    found = bench.window.findChild(CompareController)
    assert found.page is not None
    return found


def test_it_opens_with_the_year_to_date_and_the_same_a_year_before(bench, controller) -> None:
    first, second = (button.text() for button in controller.page.periods)
    assert second.startswith("Kỳ ")
    assert "lũy kế" in second
    assert int(second[second.index("/") + 1 :][:4]) == int(first[first.index("/") + 1 :][:4]) + 1
    captions = [label.text() for label in controller.page.pair.captions]
    assert [text.split(" (")[0] for text in captions] == [first, second]
    assert all("/" in text.split(" (")[1] for text in captions)


def test_each_map_shows_its_own_period_and_the_line_says_the_change(bench, controller) -> None:
    before, after = controller._bundles
    assert before.as_of < after.as_of
    assert before.params.period_to < after.params.period_from
    happened = before.incidents["happened_on"]
    assert happened.max().date() <= before.params.period_to
    text = controller.page.figures.text()
    incidents = changes(before, after)[-1]
    assert incidents.key == "incidents"
    assert f"Vụ việc trong kỳ: {incidents.before} → {incidents.after}" in text
    # The answer of the window itself is untouched.
    assert bench.shell.coverage.bundle.params.period_from is None


def test_another_period_is_asked_and_shown(bench, controller) -> None:
    choice = PeriodChoice(PeriodKind.YEAR, 2024)
    controller.set_period(0, choice)
    assert controller.page.periods[0].text().startswith("Năm 2024")
    assert controller._bundles[0].params.period_from <= dt.date(2024, 1, 1)


def test_the_filter_holds_on_both_sides(bench, controller) -> None:
    everything = [len(bundle.incidents) for bundle in controller._bundles]
    bench.shell.coverage.set_filters(Filters(categories=("fire",)))
    fires = [len(bundle.incidents) for bundle in controller._bundles]
    assert all(0 < few < many for few, many in zip(fires, everything, strict=True))
    assert "không tính tỷ lệ" in controller.page.figures.text() or min(fires) >= 10


# -- the two maps ----------------------------------------------------------------------------------


def test_both_maps_are_looked_at_from_the_same_place(controller) -> None:
    first, second = controller.page.pair.views
    first.zoom_in()
    first.look(first.camera.panned(60, 20))
    assert (second.camera.x, second.camera.y) == (first.camera.x, first.camera.y)
    assert second.camera.m_per_px == first.camera.m_per_px
    second.zoom_out()
    assert first.camera.m_per_px == second.camera.m_per_px


def test_swiping_moves_the_line_by_mouse_and_by_key(controller, qtbot) -> None:
    pair = controller.page.pair
    qtbot.mouseClick(controller.page.manner.button(Manner.SWIPE.value), Qt.MouseButton.LeftButton)
    assert pair.manner is Manner.SWIPE
    assert pair.views[0].geometry() == pair.views[1].geometry()
    assert pair.views[0].width() == pair.width()
    # The names of the periods stand above the maps: they cover neither a map nor what is written on it.
    assert all(label.geometry().bottom() < pair.views[0].y() for label in pair.captions)
    line = pair.divider
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(13, 100))
    qtbot.mouseMove(line, QPoint(13 - 200, 100))
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(13, 100))
    pair.set_share(0.3)
    assert pair.views[1].mask().boundingRect().left() == round(pair.width() * 0.3)
    qtbot.keyClick(line, Qt.Key.Key_Right)
    assert pair.share == pytest.approx(0.32)
    qtbot.mouseClick(controller.page.manner.button(Manner.BESIDE.value), Qt.MouseButton.LeftButton)
    assert pair.views[1].mask().isEmpty()


# -- leaving ---------------------------------------------------------------------------------------


def test_closing_goes_back_to_the_map_and_leaves_nothing(bench, controller, qtbot) -> None:
    qtbot.mouseClick(controller.page.close_button, Qt.MouseButton.LeftButton)
    assert controller.page is None
    assert bench.window.is_on_map
    bench.window.actions_of[ActionId.COMPARE].trigger()
    assert controller.page is not None


def test_another_document_or_page_ends_the_comparison(bench, controller, sample_frames, schematic) -> None:
    bench.window.actions_of[ActionId.HOME].trigger()
    assert controller.page is None
    bench.window.actions_of[ActionId.COMPARE].trigger()
    bench.open(sample_frames, schematic)
    assert controller.page is None


def test_it_follows_the_theme_and_ends_with_the_window(bench, controller) -> None:
    bench.window.actions_of[ActionId.THEME_DARK].trigger()
    assert controller.page.pair.theme.name == "dark"
    bench.window.actions_of[ActionId.LANGUAGE_EN].trigger()
    assert bench.shell.window is not bench


@pytest.mark.parametrize("language", ["vi", "en"])
def test_above_each_map_its_days_are_said_whole(make_window, sample_frames, schematic, language: str) -> None:
    bench = make_window(language)
    bench.open(sample_frames, schematic)
    bench.window.setWindowState(Qt.WindowState.WindowNoState)
    bench.window.resize(1366, 768)
    bench.window.show()
    bench.window.actions_of[ActionId.COMPARE].trigger()
    QApplication.processEvents()
    pair = bench.window.findChild(CompareController).page.pair
    pair.set_manner(Manner.SWIPE)
    for label, view in zip(pair.captions, pair.views, strict=True):
        assert label.height() >= label.heightForWidth(label.width())
        assert label.geometry().bottom() < view.geometry().top()
