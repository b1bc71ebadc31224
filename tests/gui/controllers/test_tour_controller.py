from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.actions.ids import ActionId
from gui.controllers.asker import NewWorkspace
from gui.controllers.tour_controller import TourController
from gui.settings import Key, Settings
from gui.tour.steps import STEPS


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    QApplication.processEvents()
    return made


@pytest.fixture
def tour(bench) -> TourController:
    return bench.window.findChild(TourController)


def _settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def _press(tour: TourController, key: Qt.Key) -> None:
    QTest.keyClick(tour._overlay.focusWidget(), key)
    _settle()


def test_there_are_five_steps() -> None:
    assert [step.key for step in STEPS] == ["layers", "map", "filters", "coverage", "search"]


def test_each_step_points_at_the_real_widget_and_hides_nothing_of_it(bench, tour) -> None:
    window = bench.window
    window.actions_of[ActionId.TOUR].trigger()
    _settle()
    seen = []
    for number in range(5):
        overlay = tour._overlay
        hole, balloon = overlay.hole, overlay.balloon.geometry()
        assert overlay.balloon.number.text() == f"Bước {number + 1}/5"
        assert window.rect().contains(balloon)
        assert not hole.isEmpty()
        target = tour._target
        assert hole.intersects(QRect(target.mapTo(window, QPoint(0, 0)), target.size()))
        if target is not window.map_view:
            assert not hole.intersects(balloon)
        seen.append(tour._target)
        _press(tour, Qt.Key.Key_Right)
    assert seen[0] is window.layers
    assert seen[1] is window.map_view
    assert seen[3] is window.coverage
    assert seen[4] is window.toolbar
    assert not tour.is_running


def test_keys_go_on_back_and_out(bench, tour) -> None:
    tour.begin()
    _settle()
    _press(tour, Qt.Key.Key_Return)  # the focus is on "Tiếp"
    assert tour.place == 1
    _press(tour, Qt.Key.Key_Left)
    assert tour.place == 0
    _press(tour, Qt.Key.Key_Left)
    assert tour.place == 0
    _press(tour, Qt.Key.Key_Tab)  # "Quay lại" is off on the first step: on to "Bỏ qua"
    assert tour._overlay.focusWidget() is tour._overlay.balloon.skip
    _press(tour, Qt.Key.Key_Escape)
    assert not tour.is_running
    assert bench.window.focusWidget() is bench.window.map_view.surface


def test_keys_that_come_after_the_end_find_nothing_to_do(bench, tour) -> None:
    """The buttons are deleted a moment after the tour has ended; a key may still be on its way to one."""
    tour.begin()
    _settle()
    button = tour._overlay.balloon.next
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not tour.is_running
    QTest.keyClick(button, Qt.Key.Key_Tab)
    QTest.keyClick(button, Qt.Key.Key_Right)
    _settle()
    assert not tour.is_running


def test_what_lies_behind_takes_neither_clicks_nor_shortcuts(bench, tour) -> None:
    window = bench.window
    tour.begin()
    _settle()
    shown = window.docks_are_on
    _press(tour, Qt.Key.Key_F7)
    assert window.docks_are_on == shown
    view = window.layers.view
    place = view.viewport().mapTo(window, QPoint(20, 20))
    assert window.childAt(place) is tour._overlay
    QTest.mouseClick(tour._overlay, Qt.MouseButton.LeftButton, pos=place)
    assert tour.is_running


def test_a_hidden_panel_is_shown_for_its_step_and_hidden_again_at_the_end(bench, tour) -> None:
    window = bench.window
    window.switch_docks((False, False, False))
    _settle()
    tour.begin()
    _settle()
    assert window.left.isVisible()
    for _ in range(3):
        _press(tour, Qt.Key.Key_Right)
    assert window.right.isVisible()
    assert not tour._overlay.hole.isEmpty()
    QTest.mouseClick(tour._overlay.balloon.skip, Qt.MouseButton.LeftButton)
    _settle()
    assert [dock.isVisible() for dock in window.docks] == [False] * 3


def test_the_balloon_follows_the_size_of_the_window(bench, tour) -> None:
    window = bench.window
    tour.begin()
    _settle()
    for _ in range(3):
        _press(tour, Qt.Key.Key_Right)
    before = tour._overlay.hole
    window.resize(1100, 640)
    _settle()
    overlay = tour._overlay
    assert overlay.size() == window.size()
    assert overlay.hole != before
    assert overlay.hole.left() == window.coverage.mapTo(window, QPoint(0, 0)).x()
    assert window.rect().contains(overlay.balloon.geometry())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_in_the_balloon_is_cut(make_window, sample_frames, schematic, language: str) -> None:
    bench = make_window(language)
    bench.open(sample_frames, schematic)
    bench.window.resize(1024, 600)
    bench.window.show()
    tour = bench.window.findChild(TourController)
    tour.begin()
    _settle()
    for _ in STEPS:
        balloon = tour._overlay.balloon
        assert balloon.text.height() >= balloon.text.heightForWidth(balloon.text.width())
        for part in (balloon.title, balloon.number, balloon.skip, balloon.back, balloon.next):
            assert part.isHidden() or part.width() >= part.sizeHint().width()
        _press(tour, Qt.Key.Key_Right)


def test_it_is_offered_once_on_the_sample(make_window, sample_frames, schematic) -> None:
    settings = Settings(None)
    bench = make_window(settings=settings)
    bench.open(sample_frames, schematic)
    bench.window.show()
    bench.shell.view.show_map()
    bench.shell.coverage.ask()
    tour = bench.window.findChild(TourController)
    assert tour.offer.isVisible()
    assert not tour.is_running
    QTest.mouseClick(tour.offer.decline_button, Qt.MouseButton.LeftButton)
    assert settings[Key.TOUR_SEEN]
    bench.shell.coverage.ask()
    assert not tour.offer.isVisible()


def test_taking_the_offer_begins_and_remembers(make_window, sample_frames, schematic) -> None:
    settings = Settings(None)
    bench = make_window(settings=settings)
    bench.open(sample_frames, schematic)
    bench.window.show()
    bench.shell.view.show_map()
    bench.shell.coverage.ask()
    tour = bench.window.findChild(TourController)
    QTest.mouseClick(tour.offer.accept_button, Qt.MouseButton.LeftButton)
    assert tour.is_running
    assert settings[Key.TOUR_SEEN]
    assert not tour.offer.isVisible()


def test_a_document_without_sites_leads_to_the_sample(make_window) -> None:
    bench = make_window()
    bench.shell.document.make(NewWorkspace("Thử", None))
    bench.window.show()
    bench.window.actions_of[ActionId.TOUR].trigger()
    _settle()
    assert bench.shell.document.is_sample
    tour = bench.window.findChild(TourController)
    assert tour.is_running
    assert bench.window.is_on_map
