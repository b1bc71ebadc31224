from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.actions.ids import ActionId
from gui.controllers.presentation_controller import PresentationController
from gui.panels.offer import Offer
from layers.deltas import SetDocument

FIRST = [440_000.0, 2_310_000.0, 480_000.0, 2_340_000.0]
SECOND = [520_000.0, 2_320_000.0, 560_000.0, 2_350_000.0]


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    QApplication.processEvents()
    return made


@pytest.fixture
def presentation(bench) -> PresentationController:
    return bench.window.findChild(PresentationController)


def _save_views(bench, *views: tuple[str, list[float]]) -> None:
    document = [
        {"id": str(number), "name": name, "bounds": bounds} for number, (name, bounds) in enumerate(views)
    ]
    bench.shell.document.execute(SetDocument("bookmarks", None, document))


def _press(bench, key: Qt.Key) -> None:
    QTest.keyClick(bench.window.map_view.surface, key)
    QApplication.processEvents()


def _middle(bench) -> tuple[float, float]:
    west, south, east, north = bench.window.map_view.bounds_m
    return (west + east) / 2, (south + north) / 2


def test_f11_shows_the_map_alone_and_escape_gives_everything_back(bench, presentation) -> None:
    window = bench.window
    view = window.map_view
    window.actions_of[ActionId.SHOW_BOTTOM].trigger()
    view.zoom_in()
    camera, shown, tool = view.camera, window.docks_are_on, view.tool_name
    sizes = [dock.width() for dock in window.docks]
    _press(bench, Qt.Key.Key_F11)
    assert presentation.is_presenting
    assert window.isFullScreen()
    seen = (window.header, window.toolbar, window.status, *window.docks, view.overlays.navigation)
    assert not any(part.isVisible() for part in seen)
    _press(bench, Qt.Key.Key_Escape)
    assert not presentation.is_presenting
    assert not window.isFullScreen()
    assert all(part.isVisible() for part in (window.header, window.toolbar, window.status))
    assert window.docks_are_on == shown
    assert [dock.isVisible() for dock in window.docks] == list(shown)
    assert [dock.width() for dock in window.docks] == sizes
    assert view.tool_name == tool
    assert (view.camera.m_per_px, view.camera.width) == (camera.m_per_px, camera.width)
    assert _middle(bench) == pytest.approx(
        ((camera.bounds[0] + camera.bounds[2]) / 2, (camera.bounds[1] + camera.bounds[3]) / 2)
    )
    assert view.overlays.navigation.isVisible()
    assert view.overlays.legend.isVisible()


def test_the_strip_says_what_is_shown_of_which_day_and_that_it_is_sample_data(bench, presentation) -> None:
    presentation.enter()
    strip = presentation._strip
    assert strip.title.text()
    assert "Số liệu" in strip.subtitle.text() or "ngày" in strip.subtitle.text()
    assert strip.sample.text() == bench.words("sample.mark")
    assert strip.facts.text().startswith("đã nộp ")
    assert strip.facts.text().endswith("/75")
    assert strip.title.font().pointSizeF() > 18


def test_sample_data_are_named_once_while_presenting(bench, presentation) -> None:
    on_map = bench.window.map_view.overlays.sample
    assert on_map.isVisible()
    presentation.enter()
    assert not presentation._strip.sample.isHidden()
    bench.window.map_view.set_bundle(bench.shell.coverage.bundle)  # a new answer brings no second mark
    assert not on_map.isVisible()
    presentation.leave()
    assert on_map.isVisible()


def test_a_notice_that_waits_for_an_answer_is_there_again_afterwards(bench, presentation) -> None:
    offer = Offer("Hỏi?", "Có", "Không", bench.window.map_place)
    unasked = Offer("Chưa hỏi?", "Có", "Không", bench.window.map_place)
    offer.offer()
    presentation.enter()
    assert not offer.isVisible()
    presentation.leave()
    assert offer.isVisible()
    assert not unasked.isVisible()


@pytest.mark.parametrize(
    ("forward", "back"),
    [
        (Qt.Key.Key_Right, Qt.Key.Key_Left),
        (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp),
        (Qt.Key.Key_Space, Qt.Key.Key_Backspace),
    ],
)
def test_arrows_and_remotes_step_through_the_saved_views(
    bench, presentation, forward: Qt.Key, back: Qt.Key
) -> None:
    _save_views(bench, ("Vùng biên giới Sốp Cộp", FIRST), ("Lòng hồ Sông Đà", SECOND))
    _press(bench, Qt.Key.Key_F11)
    first, second = ((box[0] + box[2]) / 2 for box in (FIRST, SECOND))
    _press(bench, forward)
    assert (presentation.place, presentation._note.text()) == (1, "2/3  Vùng biên giới Sốp Cộp")
    assert _middle(bench)[0] == pytest.approx(first, abs=1.0)
    _press(bench, forward)
    _press(bench, forward)  # it stays at the last
    assert (presentation.place, presentation._note.text()) == (2, "3/3  Lòng hồ Sông Đà")
    assert _middle(bench)[0] == pytest.approx(second, abs=1.0)
    _press(bench, back)
    assert presentation.place == 1
    _press(bench, Qt.Key.Key_Home)
    assert bench.window.map_view.is_home
    assert presentation._note.text() == "1/3  Toàn tỉnh"


@pytest.mark.parametrize("key", [Qt.Key.Key_B, Qt.Key.Key_Period])
def test_the_screen_is_darkened_and_any_key_brings_it_back(bench, presentation, key: Qt.Key) -> None:
    _press(bench, Qt.Key.Key_F11)
    _press(bench, key)
    assert presentation.is_dark
    assert presentation._dark.size() == bench.window.size()
    _press(bench, Qt.Key.Key_Escape)
    assert not presentation.is_dark
    assert presentation.is_presenting  # that key only brought the light back


def test_nothing_that_shows_incidents_can_be_reached(bench, presentation) -> None:
    window = bench.window
    triggered: list[str] = []
    for which in (ActionId.SHOW_BOTTOM, ActionId.SHOW_COVERAGE, ActionId.SAVE, ActionId.HOME):
        window.actions_of[which].triggered.connect(lambda _=False, which=which: triggered.append(which))
    _press(bench, Qt.Key.Key_F11)
    surface = window.map_view.surface
    for key in (Qt.Key.Key_F8, Qt.Key.Key_F9, Qt.Key.Key_F1, Qt.Key.Key_Tab):
        QTest.keyClick(surface, key)
    for letter in ("K", "S", "F"):
        QTest.keyClick(surface, letter, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(surface, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    QApplication.processEvents()
    assert triggered == []
    assert window.is_on_map
    assert not any(dock.isVisible() for dock in window.docks)
    assert QApplication.activeModalWidget() is None
    assert window.focusWidget() is surface


def test_a_click_selects_nothing_but_a_drag_moves_the_map(bench, presentation) -> None:
    view = bench.window.map_view
    clicked: list[object] = []
    view.commune_clicked.connect(clicked.append)
    view.point_clicked.connect(lambda *what: clicked.append(what))
    _press(bench, Qt.Key.Key_F11)
    viewport = view.surface.viewport()
    middle = QPoint(viewport.width() // 2, viewport.height() // 2)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert clicked == []
    before = _middle(bench)
    view.zoom_in()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseMove(viewport, middle + QPoint(60, 0))
    QTest.mouseRelease(
        viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(60, 0)
    )
    assert _middle(bench)[0] < before[0] - 1000
    presentation.leave()
    view.home()
    QApplication.processEvents()
    viewport = view.surface.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=viewport.rect().center())
    assert clicked != []


def test_the_card_of_an_incident_says_only_what_it_is(bench, presentation) -> None:
    view, workspace = bench.window.map_view, bench.shell.document.workspace
    layer = next(layer for layer in workspace.tree if layer.table == "incidents")
    row = workspace.frame("incidents").iloc[0]
    hit = {
        "kind": "point",
        "layer_id": layer.id,
        "layer_kind": "incidents",
        "table": "incidents",
        "id": str(row.name),
        "together": 1,
        "x": float(row["x"]),
        "y": float(row["y"]),
    }
    assert len(view.pointing._text(hit).rows) > 0
    presentation.enter()
    text = view.pointing._text(hit)
    assert (text.title, text.subtitle, text.rows) == ("Vụ việc", "", ())
    crowd = {"kind": "density", "layer_id": layer.id, "table": "incidents", "count": 9, "x": 0.0, "y": 0.0}
    assert view.pointing._text(crowd).rows == ()
    commune = {"kind": "commune", "code": "", "index": 0, "x": 0.0, "y": 0.0}
    assert view.pointing._text(commune).rows != ()
    presentation.leave()
    assert len(view.pointing._text(hit).rows) > 0


def test_the_pointer_hides_when_it_is_still_and_comes_back(bench, presentation) -> None:
    presentation.enter()
    view = bench.window.map_view
    viewport = view.surface.viewport()
    presentation._still.timeout.emit()
    assert viewport.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseMove(viewport, QPoint(300, 300))
    QTest.mouseMove(viewport, QPoint(310, 300))
    QApplication.processEvents()
    assert viewport.cursor().shape() == view.surface.tool.cursor


def test_names_are_larger_and_the_legend_stands_beside_the_map(bench, presentation) -> None:
    view = bench.window.map_view
    desk = view.labels._sizes
    presentation.enter()
    QApplication.processEvents()
    assert view.labels._sizes[0] > 1.3 * desk[0]
    assert not view.overlays.legend.isVisible()
    legend = presentation._legend
    assert legend.isVisible()
    assert legend.geometry().left() > view.geometry().right() - 1
    presentation.leave()
    assert view.labels._sizes == desk


def test_what_is_seen_while_presenting_is_not_remembered(bench, presentation) -> None:
    presentation.enter()
    settings = bench.shell.session.settings
    before = settings["window_layout"]
    assert before["shown"] == list(presentation._before.shown)
    bench.window.keep_layout()
    assert settings["window_layout"] == before


def test_the_start_page_comes_back_where_it_was(bench, presentation) -> None:
    bench.window.show_home()
    presentation.enter()
    assert bench.window.is_on_map
    presentation.leave()
    assert not bench.window.is_on_map
    assert not any(dock.isVisible() for dock in bench.window.docks)


def test_without_boundaries_there_is_nothing_to_present(make_window) -> None:
    bench = make_window()
    bench.window.show()
    controller = bench.window.findChild(PresentationController)
    controller.enter()
    assert not controller.is_presenting
    assert not bench.window.actions_of[ActionId.PRESENT].isEnabled()


def test_the_strip_takes_no_more_of_a_high_screen_than_its_words_need(bench, presentation) -> None:
    bench.window.resize(1920, 1400)
    presentation.enter()
    QApplication.processEvents()
    strip = presentation._strip
    lines = strip.title.sizeHint().height() + strip.subtitle.sizeHint().height()
    assert strip.height() <= 2 * lines
    presentation.leave()
