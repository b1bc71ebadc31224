"""The style window: what is set there is a command, and what undo makes of the layer is shown there."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
import shapely
from PySide6.QtCore import QPoint, Qt

from gui.actions.ids import ActionId
from gui.controllers.style_controller import StyleController
from layers.layer_commands import add_context, set_layer_style
from layers.renderers import Categorised, ClassMethod, Density, Graduated, Proportional, RendererKind, Single
from layers.schema import LayerKind
from layers.style import Shape


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    return made


@pytest.fixture
def controller(bench) -> StyleController:
    return bench.window.findChild(StyleController)


def _open(bench, controller, kind: LayerKind):
    (layer,) = bench.shell.document.workspace.tree.of_kind(kind)
    bench.window.layers.style_asked.emit(layer.id)
    return layer, controller.dialog


def _choose(box, data: str) -> None:
    """Choose as the mouse would: the box shows it, then says so."""
    number = box.findData(data)
    assert number >= 0, (data, [box.itemData(n) for n in range(box.count())])
    box.setCurrentIndex(number)
    box.activated.emit(number)


# -- view → model --------------------------------------------------------------------------------------


def test_another_shape_is_one_command_that_can_be_undone(bench, controller) -> None:
    layer, dialog = _open(bench, controller, LayerKind.SITES)
    page = dialog.pages[RendererKind.SINGLE]
    before = layer.style
    _choose(page.shape, Shape.SQUARE.value)
    assert layer.style.symbol.shape is Shape.SQUARE
    assert layer.style == replace(before, symbol=replace(before.symbol, shape=Shape.SQUARE))
    bench.window.actions_of[ActionId.UNDO].trigger()
    assert layer.style == before
    assert page.shape.currentData() == before.symbol.shape.value


def test_by_category_has_a_class_for_each_value_and_a_tick_hides_one(bench, controller, qtbot) -> None:
    layer, dialog = _open(bench, controller, LayerKind.SITES)
    _choose(dialog.kind, RendererKind.CATEGORISED.value)
    page = dialog.pages[RendererKind.CATEGORISED]
    _choose(page.column, "rating")
    renderer = layer.style.renderer
    assert isinstance(renderer, Categorised)
    names = [page.table.item(row, 0).text() for row in range(page.table.rowCount())]
    assert names[:3] == ["Tốt", "Khá", "Trung bình"]
    counts = [page.table.item(row, 3).text().replace(".", "") for row in range(page.table.rowCount())]
    bundle = bench.shell.coverage.bundle
    shown = bundle.sites[~bundle.sites["is_cluster"] & bundle.sites["counts"]]
    assert sum(map(int, counts)) == len(shown)
    page.table.item(1, 0).setCheckState(Qt.CheckState.Unchecked)
    assert not layer.style.renderer.classes[1].shown
    page.table.item(0, 0).setText("Rất tốt")
    assert layer.style.renderer.classes[0].label == "Rất tốt"


def test_ranges_keep_their_breaks_and_are_set_by_hand(bench, controller, qtbot) -> None:
    layer, dialog = _open(bench, controller, LayerKind.VILLAGES)
    _choose(dialog.kind, RendererKind.GRADUATED.value)
    page = dialog.pages[RendererKind.GRADUATED]
    _choose(page.column, "households")
    renderer = layer.style.renderer
    assert isinstance(renderer, Graduated)
    assert len(renderer.breaks) == renderer.classes + 1
    _choose(page.method, ClassMethod.EQUAL.value)
    steps = layer.style.renderer.breaks
    assert steps[2] - steps[1] == pytest.approx(steps[1] - steps[0])
    page.breaks.setText("1; 50; 100; 1.000")
    page.breaks.editingFinished.emit()
    assert layer.style.renderer.breaks == (1.0, 50.0, 100.0, 1000.0)
    assert layer.style.renderer.method is ClassMethod.GIVEN
    page.breaks.setText("9; 3; x")
    page.breaks.editingFinished.emit()
    assert layer.style.renderer.breaks == (1.0, 50.0, 100.0, 1000.0)
    assert "ba số tăng dần" in page.apart.text()


def test_a_break_is_pulled_with_the_mouse_and_moved_by_key(bench, controller, qtbot) -> None:
    layer, dialog = _open(bench, controller, LayerKind.VILLAGES)
    _choose(dialog.kind, RendererKind.GRADUATED.value)
    chart = dialog.pages[RendererKind.GRADUATED].chart
    before = layer.style.renderer.breaks
    x = round(chart._x_of_break(before[2]))
    qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=QPoint(x, 40))
    qtbot.mouseMove(chart, QPoint(x + 6, 40))
    qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(x + 6, 40))
    pulled = layer.style.renderer.breaks
    assert before[2] < pulled[2] <= before[3]
    assert (pulled[:2], pulled[3:]) == (before[:2], before[3:])
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert layer.style.renderer.breaks[2] < pulled[2]


def _by_groups(bench, controller):
    """Sites by their number of teams, a whole number from 1 to 5 in the sample data."""
    layer, dialog = _open(bench, controller, LayerKind.SITES)
    _choose(dialog.kind, RendererKind.GRADUATED.value)
    page = dialog.pages[RendererKind.GRADUATED]
    _choose(page.column, "teams")
    page.count.setValue(5)
    assert layer.style.renderer.breaks == (1.0, 2.0, 3.0, 4.0, 5.0, 5.0)
    return layer, dialog, page


def test_breaks_that_were_found_are_never_called_wrong(bench, controller, qtbot) -> None:
    layer, _dialog, page = _by_groups(bench, controller)
    before = layer.style
    page.breaks.setFocus()
    page.breaks.editingFinished.emit()
    assert page.apart.text() == ""
    assert layer.style == before
    page.breaks.setText("1; 3; 4; 5; 5")
    page.breaks.editingFinished.emit()
    assert layer.style.renderer.breaks == (1.0, 3.0, 4.0, 5.0, 5.0)


def test_breaks_of_whole_numbers_stay_whole_and_one_pulled_onto_another_goes(
    bench, controller, qtbot
) -> None:
    layer, _dialog, page = _by_groups(bench, controller)
    chart = page.chart

    def pull(value: float, to: float) -> None:
        start, end = (QPoint(round(chart._x_of_break(x)), 40) for x in (value, to))
        qtbot.mousePress(chart, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(chart, end)
        qtbot.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=end)

    pull(3.0, 3.4)
    assert layer.style.renderer.breaks == (1.0, 2.0, 3.0, 4.0, 5.0, 5.0)
    pull(3.0, 3.8)
    assert layer.style.renderer.breaks == (1.0, 2.0, 4.0, 5.0, 5.0)
    assert page.breaks.text() == "1; 2; 4; 5; 5"
    pull(2.0, 2.9)
    assert layer.style.renderer.breaks == (1.0, 3.0, 4.0, 5.0, 5.0)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert layer.style.renderer.breaks == (1.0, 2.0, 4.0, 5.0, 5.0)


def test_esc_drops_breaks_half_written_and_then_closes(bench, controller, qtbot) -> None:
    layer, dialog, page = _by_groups(bench, controller)
    before = layer.style
    dialog.activateWindow()
    page.breaks.setFocus()
    qtbot.waitUntil(page.breaks.hasFocus)
    page.breaks.selectAll()
    qtbot.keyClicks(page.breaks, "1; 2; 5")
    qtbot.keyClick(page.breaks, Qt.Key.Key_Escape)
    assert controller.dialog is dialog
    assert page.breaks.text() == "1; 2; 3; 4; 5; 5"
    qtbot.keyClick(page.breaks, Qt.Key.Key_Escape)
    assert controller.dialog is None
    assert layer.style == before


def test_all_that_was_changed_since_the_window_opened_is_dropped_at_once(bench, controller, qtbot) -> None:
    layer, dialog = _open(bench, controller, LayerKind.SITES)
    before = layer.style
    assert not dialog.restore.isEnabled()
    dialog.pages[RendererKind.SINGLE].size.setValue(12.0)
    _choose(dialog.kind, RendererKind.DENSITY.value)
    assert dialog.restore.isEnabled()
    qtbot.mouseClick(dialog.restore, Qt.MouseButton.LeftButton)
    assert layer.style == before
    assert not dialog.restore.isEnabled()
    bench.window.actions_of[ActionId.UNDO].trigger()  # as one step
    assert isinstance(layer.style.renderer, Density)


def test_sizes_and_density_are_offered_where_they_make_sense(bench, controller) -> None:
    layer, dialog = _open(bench, controller, LayerKind.VILLAGES)
    _choose(dialog.kind, RendererKind.PROPORTIONAL.value)
    assert isinstance(layer.style.renderer, Proportional)
    _choose(dialog.kind, RendererKind.DENSITY.value)
    assert isinstance(layer.style.renderer, Density)
    _choose(dialog.kind, RendererKind.SINGLE.value)
    assert isinstance(layer.style.renderer, Single)


def test_counts_of_communes_are_circles_never_shades(bench, controller, qtbot) -> None:
    layer, dialog = _open(bench, controller, LayerKind.BOUNDARIES)
    offered = [dialog.kind.itemData(number) for number in range(dialog.kind.count())]
    assert offered == ["single", "graduated"]
    graduated = dialog.pages[RendererKind.GRADUATED]
    _choose(dialog.kind, RendererKind.GRADUATED.value)
    assert all(graduated.column.itemData(n).endswith("_share") for n in range(graduated.column.count()))
    qtbot.mouseClick(dialog.has_circles, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert layer.style.circles is not None
    assert layer.style.circles.column == "incidents"
    assert isinstance(layer.style.renderer, Graduated)


def test_the_default_look_comes_back(bench, controller, qtbot) -> None:
    layer, dialog = _open(bench, controller, LayerKind.CLUSTERS)
    before = layer.style
    dialog.pages[RendererKind.SINGLE].size.setValue(12.0)
    assert layer.style.symbol.size_pt == 12.0
    qtbot.mouseClick(dialog.default, Qt.MouseButton.LeftButton)
    assert layer.style == before


# -- model → view --------------------------------------------------------------------------------------


def test_a_command_from_elsewhere_is_shown(bench, controller) -> None:
    layer, dialog = _open(bench, controller, LayerKind.SITES)
    workspace = bench.shell.document.workspace
    workspace.execute(set_layer_style(workspace, layer.id, layer.style.with_symbol(size_pt=9.0)))
    assert dialog.pages[RendererKind.SINGLE].size.value() == 9.0


def test_classes_that_grey_print_cannot_tell_are_warned_of(bench, controller) -> None:
    _layer, dialog = _open(bench, controller, LayerKind.SITES)
    _choose(dialog.kind, RendererKind.GRADUATED.value)
    assert dialog.warning.isHidden()
    page = dialog.pages[RendererKind.GRADUATED]
    page.count.setValue(9)
    _choose(page.palette_box, "blue_orange")
    assert not dialog.warning.isHidden()
    assert dialog.grey.isVisible()


def test_it_closes_with_the_document_and_the_language(bench, controller, sample_frames, schematic) -> None:
    _open(bench, controller, LayerKind.SITES)
    bench.open(sample_frames, schematic)
    assert controller.dialog is None
    _open(bench, controller, LayerKind.SITES)
    bench.window.actions_of[ActionId.LANGUAGE_EN].trigger()
    assert bench.shell.window.findChild(StyleController).dialog is None


def test_a_layer_of_lines_offers_its_columns_but_neither_size_nor_density(bench, controller) -> None:
    workspace = bench.shell.document.workspace
    roads = pd.Series([shapely.LineString([(104.0, 21.0), (104.2, 21.2)])], dtype=object)
    frame = pd.DataFrame({"road": ["QL 6"], "lanes": [4], "geom": roads})
    bench.shell.document.execute(add_context(workspace, "Đường", frame))
    layer, dialog = _open(bench, controller, LayerKind.CONTEXT)
    kinds = {dialog.kind.itemData(number) for number in range(dialog.kind.count())}
    assert kinds == {"single", "categorised", "graduated"}
    single = dialog.pages[RendererKind.SINGLE]
    assert not single.stroke.isHidden()
    assert single.shape.isHidden()
    single.width.setValue(3.0)
    assert layer.style.fill.stroke_pt == 3.0
    _choose(dialog.kind, "categorised")
    assert isinstance(layer.style.renderer, Categorised)
    texts = [
        entry.text for entry in bench.window.map_view.overlays.legend.legend.entries if hasattr(entry, "text")
    ]
    assert any("Đường" in text for text in texts)


def test_the_window_is_as_high_as_the_page_in_front_needs(bench, controller) -> None:
    _layer, dialog = _open(bench, controller, LayerKind.BOUNDARIES)
    page = dialog.stack.currentWidget()
    assert page.sizeHint().height() <= dialog.stack.height() <= page.sizeHint().height() + 40
