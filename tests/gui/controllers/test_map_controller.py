"""Pairs: what is selected or pointed at on the map is told to all views, and what they tell is on the map."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.actions.ids import ActionId
from gui.controllers.map_controller import TOOL_ACTIONS, MapController
from gui.linked import Mode
from layers import commands
from layers.schema import LayerKind


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    QApplication.processEvents()
    made.window.map_view.surface.viewport().repaint()
    return made


def controller(bench) -> MapController:
    return bench.window.findChild(MapController)


def linked(bench):
    return bench.shell.linked


def a_point(bench, kind: LayerKind = LayerKind.CLUSTERS) -> tuple[str, QPoint]:
    """Return id and screen place of an exact point of a layer that stands alone and lies free of cards."""
    view = bench.window.map_view
    for layer, item in view.stack.points():
        if layer.kind is not kind:
            continue
        for place, x, y in zip(item.drawn.place, item.drawn.x, item.drawn.y, strict=True):
            spot = QPoint(round(float(x)), round(float(y)))
            hit = view.hit_at(spot.x(), spot.y())
            is_free = view.childAt(spot) is view.surface.viewport()
            if is_free and hit["id"] == item.cloud.ids[place] and hit["together"] == 1:
                return hit["id"], spot
    raise AssertionError("no such point in the sample")


def click(bench, spot: QPoint) -> None:
    QTest.mouseClick(
        bench.window.map_view.surface.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        spot,
    )


# -- map → all views -----------------------------------------------------------------------------------


def test_a_click_on_a_point_selects_its_row(bench):
    identity, spot = a_point(bench)
    click(bench, spot)
    assert linked(bench).selected("sites").tolist() == [identity]
    assert bench.window.map_view.selected["sites"].tolist() == [identity]
    assert bench.window.coverage.communes.current_code == ""


def test_what_is_pointed_at_is_told(bench):
    identity, spot = a_point(bench)
    bench.window.map_view.hover_at(spot.x(), spot.y())
    assert linked(bench).hovered == ("sites", identity)
    bench.window.map_view.end_hover()
    assert linked(bench).hovered is None


def test_select_all_and_nothing(bench):
    actions, view = bench.window.actions_of, bench.window.map_view
    actions[ActionId.SELECT_ALL_SHOWN].trigger()
    shown = sum(len(item.cloud) for _, item in view.stack.points())
    assert linked(bench).count == shown > 1000
    actions[ActionId.SELECT_NONE].trigger()
    assert linked(bench).count == 0


def test_ctrl_a_means_the_map_only_while_it_has_the_focus(bench):
    view = bench.window.map_view
    bench.window.activateWindow()
    view.setFocus()
    QTest.keyClick(view.surface, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert linked(bench).count > 1000
    linked(bench).clear()
    bench.window.coverage.initiative.lineEdit().setFocus()
    QTest.keyClick(
        bench.window.coverage.initiative.lineEdit(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier
    )
    assert linked(bench).count == 0


# -- all views → map -----------------------------------------------------------------------------------


def test_rows_selected_elsewhere_are_marked(bench):
    identity, _ = a_point(bench)
    linked(bench).select({"sites": pd.Index([identity])})
    assert bench.window.map_view.selected["sites"].tolist() == [identity]


def test_a_row_pointed_at_elsewhere_is_ringed_and_a_commune_outlined(bench):
    view = bench.window.map_view
    identity, _ = a_point(bench)
    linked(bench).hover("sites", identity, source=bench.window.status)
    assert view.pointed._hovered == ("sites", identity)
    linked(bench).hover("communes", view._content.codes[3])
    assert view.pointed._hovered is None
    assert view.highlight._hovered == 3
    linked(bench).hover(None)
    assert view.highlight._hovered is None


def test_the_list_follows_and_leads(bench):
    communes = bench.window.coverage.communes
    first, second = communes.codes()[2], communes.codes()[5]
    linked(bench).select({"communes": pd.Index([first])})
    assert communes.current_code == first
    linked(bench).select({"communes": pd.Index([second])}, mode=Mode.ADD)
    assert communes.chosen_codes() == [first, second]
    assert communes.current_code == first  # it is still among them
    linked(bench).clear()
    assert communes.chosen_codes() == []


def pressed(bench, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> str:
    """Click a row of the list and return its code."""
    communes = bench.window.coverage.communes
    spot = communes.visualRect(communes.model().index(row, 1)).center()
    QTest.mouseClick(communes.viewport(), Qt.MouseButton.LeftButton, modifier, spot)
    return communes.codes()[row]


def test_a_click_in_the_list_goes_to_the_commune_and_ctrl_outlines_several(bench):
    view = bench.window.map_view
    home = view.bounds_m
    first = pressed(bench, 0)
    assert linked(bench).selected("communes").tolist() == [first]
    near = view.bounds_m
    assert near[2] - near[0] < home[2] - home[0]
    second = pressed(bench, 1, Qt.KeyboardModifier.ControlModifier)
    assert linked(bench).selected("communes").tolist() == [first, second]
    assert view.bounds_m == near
    assert view.outlines._selected == tuple(map(view._content.codes.index, (first, second)))


def test_the_list_and_the_map_point_at_the_same_commune(bench):
    communes, view = bench.window.coverage.communes, bench.window.map_view
    for row in (0, 1):
        QTest.mouseMove(communes.viewport(), communes.visualRect(communes.model().index(row, 1)).center())
    code = communes.codes()[1]
    assert linked(bench).hovered == ("communes", code)
    assert view.highlight._hovered == view._content.codes.index(code)
    QApplication.sendEvent(communes, QEvent(QEvent.Type.Leave))
    assert view.highlight._hovered is None
    other = communes.codes()[3]
    linked(bench).hover("communes", other)
    assert communes.itemDelegate().hovered == other


def test_a_point_that_is_pointed_at_marks_the_row_of_its_commune(bench):
    communes = bench.window.coverage.communes
    identity, spot = a_point(bench)
    bench.window.map_view.hover_at(spot.x(), spot.y())
    code = bench.shell.coverage.bundle.sites.at[identity, "commune_code_at"]
    assert communes.itemDelegate().hovered == code
    linked(bench).hover("sites", "gone")
    assert communes.itemDelegate().hovered == ""


def test_rows_are_shown_on_the_map_wherever_one_is(bench):
    view = bench.window.map_view
    identity, _ = a_point(bench)
    bench.shell.view.show_home()
    assert controller(bench).show_rows({"sites": pd.Index([identity])})
    assert bench.window.is_on_map
    west, south, east, north = view.bounds_m
    row = bench.shell.document.workspace.frame("sites").loc[identity]
    assert west < row["x"] < east
    assert south < row["y"] < north
    assert east - west < 2000
    assert not controller(bench).show_rows({"sites": pd.Index(["gone"])})


def test_a_layer_is_gone_to_where_its_points_are(bench):
    view, workspace = bench.window.map_view, bench.shell.document.workspace
    (layer,) = workspace.tree.of_kind(LayerKind.CLUSTERS)
    frame = layer.rows(workspace)
    view.look(view.camera.zoomed(30.0))
    bench.window.layers.zoom_asked.emit(layer.id)
    west, south, east, north = view.bounds_m
    assert frame["x"].dropna().between(west, east).all()
    assert frame["y"].dropna().between(south, north).all()


def test_going_to_the_selection(bench):
    view = bench.window.map_view
    before = view.bounds_m
    bench.window.actions_of[ActionId.SHOW_SELECTED].trigger()
    assert view.bounds_m == before
    linked(bench).select({"communes": pd.Index([view._content.codes[3]])})
    bench.window.actions_of[ActionId.SHOW_SELECTED].trigger()
    assert view.bounds_m[2] - view.bounds_m[0] < before[2] - before[0]


# -- tools and views -----------------------------------------------------------------------------------


def test_every_tool_has_its_action_both_ways(bench):
    actions, view = bench.window.actions_of, bench.window.map_view
    for which, tool in TOOL_ACTIONS.items():
        actions[which].trigger()
        assert view.tool_name == tool
        view.set_tool("pan")
        assert actions[ActionId.PAN].isChecked()
        view.set_tool(tool)
        assert actions[which].isChecked()


def test_views_go_back_and_forth_by_actions(bench):
    view, actions = bench.window.map_view, bench.window.actions_of
    view._trail.settle()
    home = view.camera
    assert not actions[ActionId.PREVIOUS_VIEW].isEnabled()
    view.zoom_in()
    view._trail.settle()
    there = view.camera
    actions[ActionId.PREVIOUS_VIEW].trigger()
    assert view.camera == home
    assert not actions[ActionId.PREVIOUS_VIEW].isEnabled()
    actions[ActionId.NEXT_VIEW].trigger()
    assert view.camera == there
    assert not actions[ActionId.NEXT_VIEW].isEnabled()


def test_identify_brings_the_tab_of_information_to_the_front(bench):
    if "information" not in bench.window.right.names:
        bench.window.right.add("information", "Thông tin", QWidget)
    _, spot = a_point(bench)
    bench.window.map_view.set_tool("identify")
    click(bench, spot)
    assert bench.window.right.current == "information"
    assert linked(bench).count == 1


# -- the document --------------------------------------------------------------------------------------


def test_rows_that_go_are_no_longer_selected(bench):
    workspace = bench.shell.document.workspace
    sites = workspace.frame("incidents").index[:3]
    linked(bench).select({"incidents": sites})
    workspace.execute(commands.remove_rows(workspace, "incidents", [sites[0]]))
    assert linked(bench).selected("incidents").tolist() == sites[1:].tolist()


def test_another_document_begins_with_nothing_selected(bench, sample_frames, schematic):
    linked(bench).select({"communes": pd.Index([bench.window.map_view._content.codes[0]])})
    bench.open(sample_frames, schematic)
    assert linked(bench).count == 0
    assert dict(bench.window.map_view.selected) == {}


def test_a_window_in_another_language_goes_on_with_the_same_selection(bench):
    code = bench.window.map_view._content.codes[4]
    linked(bench).select({"communes": pd.Index([code])})
    bench.shell.session.choose_language("en")
    assert bench.window.map_view.selected["communes"].tolist() == [code]
    assert bench.window.coverage.communes.current_code == code
    linked(bench).clear()
    assert dict(bench.window.map_view.selected) == {}
