from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.actions.ids import ActionId
from gui.settings import Key, Settings
from gui.window_layout import LEAST_MAP, LEFT_WIDTH, RIGHT_WIDTH, VERSION


def _shown(
    make_window,
    frames,
    boundaries,
    settings: Settings | None = None,
):
    bench = make_window(settings=settings)
    bench.open(frames, boundaries)
    bench.window.setWindowState(Qt.WindowState.WindowNoState)  # the screen of the platform is smaller
    bench.window.resize(QSize(1366, 768))
    bench.window.show()
    bench.shell.view.show_map()
    QApplication.processEvents()
    return bench


def test_the_map_is_large_on_a_small_laptop(make_window, sample_frames, schematic) -> None:
    window = _shown(make_window, sample_frames, schematic).window
    assert window.docks_are_on == (True, True, False)
    assert abs(window.left.width() - LEFT_WIDTH) <= 2
    assert abs(window.right.width() - RIGHT_WIDTH) <= 2
    assert window.map_view.width() >= 700
    assert window.map_view.height() >= 600


def test_docks_tabs_and_sizes_are_remembered(make_window, sample_frames, schematic) -> None:
    first = _shown(make_window, sample_frames, schematic)
    window = first.window
    window.actions_of[ActionId.SHOW_BOTTOM].trigger()
    window.actions_of[ActionId.SHOW_LAYERS].trigger()
    window.bottom.choose(window.bottom.names[-1])
    window.resizeDocks([window.right], [420], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    width, height = window.right.width(), window.bottom.height()
    assert width == 420
    window.close()
    settings = first.shell.session.settings
    second = _shown(make_window, sample_frames, schematic, settings).window
    assert second.docks_are_on == (False, True, True)
    assert [dock.isVisible() for dock in second.docks] == [False, True, True]
    assert second.right.width() == width
    assert abs(second.bottom.height() - height) <= 2
    assert second.bottom.current == second.bottom.names[-1]
    assert not settings.is_broken


def test_the_lower_dock_first_shows_six_rows_and_leaves_the_map_half(
    make_window, sample_frames, schematic
) -> None:
    window = _shown(make_window, sample_frames, schematic).window
    window.bottom.choose("table")
    window.actions_of[ActionId.SHOW_BOTTOM].trigger()
    QTest.qWait(30)  # the dock takes its size once it is seen
    view = window.bottom.panel("table").view
    assert view.viewport().height() >= 6 * view.verticalHeader().defaultSectionSize()
    assert window.map_view.height() >= (window.map_view.height() + window.bottom.height()) / 2


def test_a_height_that_was_dragged_stays_when_the_dock_is_switched_off_before_leaving(
    make_window, sample_frames, schematic
) -> None:
    first = _shown(make_window, sample_frames, schematic)
    switch = first.window.actions_of[ActionId.SHOW_BOTTOM]
    switch.trigger()
    QTest.qWait(30)
    first.window.resizeDocks([first.window.bottom], [250], Qt.Orientation.Vertical)
    QApplication.processEvents()
    switch.trigger()
    first.window.close()
    second = _shown(make_window, sample_frames, schematic, first.shell.session.settings).window
    assert not second.bottom.isVisible()
    second.actions_of[ActionId.SHOW_BOTTOM].trigger()
    QTest.qWait(30)
    assert abs(second.bottom.height() - 250) <= 2


def test_reset_gives_the_first_arrangement_back(make_window, sample_frames, schematic) -> None:
    window = _shown(make_window, sample_frames, schematic).window
    window.switch_docks((False, False, True))
    window.right.setFloating(True)
    window.right.hide()
    window.actions_of[ActionId.DEFAULT_LAYOUT].trigger()
    QApplication.processEvents()
    assert window.docks_are_on == (True, True, False)
    assert not window.right.isFloating()
    assert abs(window.right.width() - RIGHT_WIDTH) <= 2
    assert window.right.current == "coverage"


@pytest.mark.parametrize(
    "change",
    [
        {"state": "bm90aGluZw=="},
        {"state": "???"},
        {"version": VERSION + 1},
    ],
)
def test_a_foreign_arrangement_falls_back_and_says_so(make_window, sample_frames, schematic, change) -> None:
    first = _shown(make_window, sample_frames, schematic)
    first.window.close()
    settings = first.shell.session.settings
    settings[Key.WINDOW_LAYOUT] = settings[Key.WINDOW_LAYOUT] | change
    second = _shown(make_window, sample_frames, schematic, settings).window
    assert settings.is_broken
    assert second.docks_are_on == (True, True, False)
    assert second.map_view.width() >= 700


def test_a_broken_geometry_falls_back_and_says_so(make_window) -> None:
    settings = Settings(None)
    settings[Key.WINDOW_GEOMETRY] = bytes(QByteArray(b"nothing").toBase64().data()).decode()
    window = make_window(settings=settings).window
    assert settings.is_broken
    assert settings[Key.WINDOW_GEOMETRY] == ""
    assert window.isMaximized()  # the screen of the platform is small


def test_an_arrangement_of_a_large_screen_leaves_room_for_the_map(
    make_window, sample_frames, schematic
) -> None:
    first = _shown(make_window, sample_frames, schematic)
    first.window.close()
    settings = first.shell.session.settings
    settings[Key.WINDOW_LAYOUT] = settings[Key.WINDOW_LAYOUT] | {
        "sizes": [900, 1200, 1100],
        "shown": [True, True, True],
    }
    window = _shown(make_window, sample_frames, schematic, settings).window
    assert window.map_view.width() >= min(LEAST_MAP.width(), 300)
    assert window.map_view.height() >= LEAST_MAP.height() - 20


def test_a_window_of_a_screen_that_is_gone_comes_back(make_window) -> None:
    first = make_window()
    first.window.show()
    first.window.move(9000, 7000)
    QApplication.processEvents()
    first.window.close()
    second = make_window(settings=first.shell.session.settings).window
    second.show()
    assert second.screen().availableGeometry().intersects(second.frameGeometry())


def test_the_language_keeps_the_arrangement(make_window, sample_frames, schematic) -> None:
    bench = _shown(make_window, sample_frames, schematic)
    bench.window.actions_of[ActionId.SHOW_LAYERS].trigger()
    bench.window.actions_of[ActionId.LANGUAGE_EN].trigger()
    QApplication.processEvents()
    assert bench.window.docks_are_on == (False, True, False)
    assert not bench.window.left.isVisible()
