"""Pairs: a change of the document is seen in the window, what is done in the window reaches the document."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.actions.ids import ActionId
from gui.controllers.coverage_controller import CLUSTERS
from gui.linked import Mode
from layers import layer_commands
from layers.schema import empty


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    return made


def _tiles(bench) -> list[str]:
    return [tile.accessibleName() for tile in bench.window.coverage.tiles.tiles if not tile.isHidden()]


# -- document → window ---------------------------------------------------------------------------------


def test_a_sample_document_opens_on_the_map_and_says_what_it_is(bench) -> None:
    assert bench.window.is_on_map
    assert "Dữ liệu MINH HỌA" in bench.window.header.document.text()
    assert "72/75" in bench.window.header.document.text()
    assert bench.window.coverage.communes.codes()


def test_tiles_have_the_numbers_of_the_result(bench) -> None:
    bundle, words = bench.shell.coverage.bundle, bench.words
    unit = bundle.coverage.by_unit
    first = f"{unit['communes_with']}/{unit['communes_total']}"
    assert _tiles(bench)[0].startswith(first)
    assert f"{words.number(bundle.coverage.province['villages_with'])}/" in _tiles(bench)[1]
    assert len(_tiles(bench)) == 4


def test_who_has_not_reported_is_named(bench) -> None:
    text = bench.window.coverage.reported.text()
    assert text.startswith("72/75 xã, phường đã nộp. Chưa nộp: ")
    assert all(name in text for name in bench.shell.coverage.bundle.not_reported)


def test_where_nobody_keeps_who_has_reported_no_number_is_invented(
    make_window, sample_frames, schematic
) -> None:
    bench = make_window()
    bench.open({**sample_frames, "submissions": empty("submissions")}, schematic)
    assert "/75" not in bench.window.header.document.text()
    assert bench.window.coverage.reported.text().startswith(bench.words("figure.reporting_not_kept"))


def test_the_history_is_seen_in_the_actions_and_the_title(bench) -> None:
    window, workspace = bench.window, bench.shell.document.workspace
    undo, redo = window.actions_of[ActionId.UNDO], window.actions_of[ActionId.REDO]
    assert (undo.isEnabled(), redo.isEnabled(), window.isWindowModified()) == (False, False, False)
    layer = next(iter(workspace.tree))
    workspace.execute(layer_commands.set_layer_opacity(workspace, layer.id, 0.5))
    assert (undo.isEnabled(), redo.isEnabled(), window.isWindowModified()) == (True, False, True)
    assert undo.text().startswith("Hoàn tác: ")
    assert window.status.saved.text().endswith("Có thay đổi chưa lưu")
    undo.trigger()
    assert (undo.isEnabled(), redo.isEnabled(), window.isWindowModified()) == (False, True, False)
    assert layer.opacity == 1.0


def test_a_document_without_sites_says_what_to_do_and_leads_to_the_sample(
    make_window, sample_frames, schematic, qtbot: QtBot
) -> None:
    bench = make_window()
    bench.open({**sample_frames, **{t: empty(t) for t in ("sites", "activities", "results")}}, schematic)
    bench.window.resize(1366, 768)
    bench.window.show()
    panel, asked = bench.window.coverage, []
    panel.sample_asked.connect(lambda: asked.append(1))
    assert panel.empty.isVisible()
    assert panel.empty.text() == bench.words("coverage.empty")
    assert panel.to_sample.isVisible()
    qtbot.mouseClick(panel.to_sample, Qt.MouseButton.LeftButton)
    assert asked == [1]


def test_where_there_are_sites_nothing_is_offered(bench) -> None:
    assert bench.window.coverage.empty.isHidden()
    assert bench.window.coverage.to_sample.isHidden()


def test_actions_wait_for_what_they_need(make_window) -> None:
    actions = make_window().window.actions_of
    assert not actions[ActionId.SAVE].isEnabled()
    assert not actions[ActionId.EXPORT_PDF].isEnabled()
    assert actions[ActionId.OPEN].isEnabled()


# -- window → document ---------------------------------------------------------------------------------


def test_the_tick_of_a_layer_is_a_command(bench, qtbot: QtBot) -> None:
    window, workspace = bench.window, bench.shell.document.workspace
    layer = window.layers.model.layers()[0]
    window.layers.view.setCurrentIndex(window.layers.model.index(0))
    qtbot.keyClick(window.layers.view, Qt.Key.Key_Space)
    assert not layer.visible
    assert workspace.can_undo
    workspace.undo()
    assert layer.visible


def test_the_panel_asks_and_menu_and_panel_agree(bench) -> None:
    window, coverage = bench.window, bench.shell.coverage
    window.coverage.by.button("radius").click()
    assert coverage.question.by == "radius"
    assert window.actions_of[ActionId.BY_RADIUS].isChecked()
    assert not window.coverage.radius.isHidden()
    window.actions_of[ActionId.BY_UNIT].trigger()
    assert window.coverage.by.current == "unit"
    assert window.coverage.radius.isHidden()
    window.coverage.count_to_check.click()
    assert not coverage.question.counts_to_check
    assert not window.actions_of[ActionId.COUNT_TO_CHECK].isChecked()


def test_figures_of_a_moving_slider_are_marked(bench) -> None:
    window = bench.window
    window.coverage.by.button("radius").click()
    slider = window.coverage.radius.slider
    slider.setSliderDown(True)
    slider.setValue(70)
    assert all("≈" in text for text in _tiles(bench))
    slider.setSliderDown(False)
    assert not any("≈" in text for text in _tiles(bench))
    assert bench.shell.coverage.bundle.params.radius_m == 7000


def test_clusters_alone_are_named_clusters(bench) -> None:
    bench.shell.coverage.choose_selection(CLUSTERS)
    assert "cụm" in _tiles(bench)[0]
    assert bench.window.coverage.heading.text() == "Xếp theo số bản chưa có cụm"
    assert bench.window.coverage.initiative.lineEdit().text() == "Cụm dân cư an toàn PCCC"


# -- list ↔ map ----------------------------------------------------------------------------------------


def test_a_click_beside_the_province_clears_the_list_too(bench) -> None:
    communes = bench.window.coverage.communes
    communes.communes_chosen.emit([communes.codes()[3]])
    bench.window.map_view.select_asked.emit({}, Mode.REPLACE)
    assert communes.current_code == ""


def test_a_commune_of_the_list_is_selected_and_shown_on_the_map(bench, qtbot: QtBot) -> None:
    communes, view = bench.window.coverage.communes, bench.window.map_view
    before = view.bounds_m
    where = communes.visualRect(communes.model().index(0, 0)).center()
    qtbot.mouseClick(communes.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert view.selected["communes"].tolist() == [communes.codes()[0]]
    after = view.bounds_m
    assert after[2] - after[0] < before[2] - before[0]


def test_a_commune_of_the_map_is_chosen_in_the_list(bench) -> None:
    code = bench.window.coverage.communes.codes()[-1]
    bench.window.map_view.select_asked.emit({"communes": pd.Index([code])}, Mode.REPLACE)
    assert bench.window.coverage.communes.current_code == code


def test_the_pointer_is_told_in_both_systems(bench) -> None:
    bench.window.map_view.pointer_moved.emit(500_000.0, 2_350_000.0)
    # The point of the example in layers.crs.to_metric.
    assert bench.window.status.degrees.text() == "21,2443° B  104,0019° Đ"
    assert "X 2\u2009350\u2009000  Y 500\u2009000" in bench.window.status.metres.text()


# -- pages and docks -----------------------------------------------------------------------------------


def test_the_start_page_hides_the_panels_and_the_map_brings_them_back(bench) -> None:
    window = bench.window
    window.actions_of[ActionId.HOME].trigger()
    assert (window.left.isVisible(), window.right.isVisible(), window.is_on_map) == (False, False, False)
    window.actions_of[ActionId.MAP].trigger()
    assert (window.left.isVisible(), window.right.isVisible(), window.is_on_map) == (True, True, True)


def test_a_closed_dock_is_off_in_the_menu_and_comes_back(bench) -> None:
    window = bench.window
    window.right.close_button.click()
    action = window.actions_of[ActionId.SHOW_COVERAGE]
    assert not action.isChecked()
    assert window.left.isVisible()
    action.trigger()
    assert window.right.isVisible()
