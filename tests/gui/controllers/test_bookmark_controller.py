"""Pairs: saved views of the document are in the list, and what is done in the list is in the document."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.actions.ids import ActionId
from gui.controllers.bookmark_controller import BookmarkController
from layers.bookmarks import add_bookmark, bookmarks_of
from layers.commands import set_filters
from layers.filters import Filters
from layers.layer_commands import set_layer_visible
from layers.schema import LayerKind

HERE = (480_000.0, 2_330_000.0, 500_000.0, 2_345_000.0)


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    return made


def controller(bench) -> BookmarkController:
    return bench.window.findChild(BookmarkController)


def saved(bench):
    return bookmarks_of(bench.shell.document.workspace.documents)


def shown(bench) -> list[str]:
    rows = controller(bench).panel.list
    return [rows.item(number).text() for number in range(rows.count())]


def test_a_saved_view_appears_in_the_list_and_goes_with_undo(bench):
    workspace = bench.shell.document.workspace
    workspace.execute(add_bookmark(workspace, "Long hồ", HERE))
    assert shown(bench) == ["Toàn tỉnh", "Long hồ"]
    bench.window.actions_of[ActionId.UNDO].trigger()
    assert shown(bench) == ["Toàn tỉnh"]


def test_the_present_view_is_saved_under_the_name_of_the_commune_in_the_middle(bench):
    view, panel = bench.window.map_view, controller(bench).panel
    view.zoom_to_commune("03646" if "03646" in view._content.codes else view._content.codes[7])
    bounds = view.bounds_m
    bench.window.actions_of[ActionId.ADD_BOOKMARK].trigger()
    place = view.commune_in_middle()
    suggestion = bench.shell.document.boundaries.gdf.iloc[place]["full_name"]
    assert panel.name.text() == suggestion
    QTest.keyClick(panel.name, Qt.Key.Key_Return)
    assert [(one.name, one.bounds) for one in saved(bench)] == [(suggestion, bounds)]
    assert shown(bench) == ["Toàn tỉnh", suggestion]
    bench.window.actions_of[ActionId.ADD_BOOKMARK].trigger()
    assert panel.name.text() == f"{suggestion} (2)"


def test_where_all_is_seen_no_single_commune_gives_the_name(bench):
    bench.window.map_view.home()
    controller(bench).ask_name()
    assert controller(bench).panel.name.text() == "Toàn tỉnh (2)"


def test_beside_the_province_a_number_is_suggested(bench):
    view, boundaries = bench.window.map_view, bench.shell.document.boundaries
    west, _, _, north = boundaries.bounds_m
    view.zoom_to((west, north - 100, west + 100, north))
    controller(bench).ask_name()
    assert controller(bench).panel.name.text() == "Khung nhìn 1"


def test_the_map_flies_there_and_back(bench):
    view, workspace = bench.window.map_view, bench.shell.document.workspace
    home = view.camera
    workspace.execute(add_bookmark(workspace, "Long hồ", HERE))
    panel = controller(bench).panel
    panel.list.setFocus()
    panel.list.setCurrentRow(1)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    west, south, east, north = view.bounds_m
    assert west <= HERE[0] + 1
    assert south <= HERE[1] + 1
    assert east >= HERE[2] - 1
    assert north >= HERE[3] - 1
    assert (east - west) * 0.99 <= 20_000 or (north - south) * 0.99 <= 15_000
    panel.view_chosen.emit("")
    assert view.camera == home


def test_a_click_shows_layers_and_filters_and_undo_gives_them_back(bench, qtbot):
    workspace, panel = bench.shell.document.workspace, controller(bench).panel
    (sites,) = workspace.tree.of_kind(LayerKind.SITES)
    workspace.execute(set_layer_visible(workspace, sites.id, False))
    workspace.execute(set_filters(workspace, Filters(statuses=("active",))))
    workspace.execute(add_bookmark(workspace, "Đang hoạt động", HERE))
    workspace.execute(set_layer_visible(workspace, sites.id, True))
    workspace.execute(set_filters(workspace, Filters()))
    where = panel.list.visualItemRect(panel.list.item(1)).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    assert not sites.visible
    assert bench.shell.coverage.filters == Filters(statuses=("active",))
    QTest.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    bench.window.actions_of[ActionId.UNDO].trigger()  # one step, however often it was clicked
    assert sites.visible
    assert bench.shell.coverage.filters.is_empty
    panel.place_chosen.emit(saved(bench)[0].id)
    assert sites.visible


def test_the_tip_tells_what_a_view_shows(bench):
    workspace, panel = bench.shell.document.workspace, controller(bench).panel
    for layer in workspace.tree:
        if layer.kind is not LayerKind.BOUNDARIES:
            workspace.execute(set_layer_visible(workspace, layer.id, False))
    workspace.execute(set_filters(workspace, Filters(text="Nà Mẫu")))
    workspace.execute(add_bookmark(workspace, "Một", HERE))
    workspace.execute(add_bookmark(workspace, "Hai", HERE, place_alone=True))
    assert panel.list.item(1).toolTip() == "Một\nLớp: Ranh giới xã, phường\nBộ lọc: “Nà Mẫu”"
    assert panel.list.item(2).toolTip() == "Hai\nChỉ vị trí: giữ nguyên lớp và bộ lọc"


def test_an_update_takes_what_is_seen_now(bench):
    workspace, view, panel = bench.shell.document.workspace, bench.window.map_view, controller(bench).panel
    workspace.execute(add_bookmark(workspace, "Long hồ", HERE, place_alone=True))
    view.zoom_in()
    workspace.execute(set_filters(workspace, Filters(text="Nà")))
    panel.list.setCurrentRow(1)
    panel.list.actions()[1].trigger()
    (one,) = saved(bench)
    assert (one.name, one.bounds, one.filters) == ("Long hồ", view.bounds_m, Filters(text="Nà"))


def test_a_presentation_gives_back_what_its_views_changed(bench):
    workspace, one = bench.shell.document.workspace, controller(bench)
    workspace.execute(set_filters(workspace, Filters(text="Nà")))
    workspace.execute(add_bookmark(workspace, "Nà", HERE))
    workspace.execute(set_filters(workspace, Filters(text="Mai")))
    one.begin()
    one.go(1)
    assert bench.shell.coverage.filters == Filters(text="Nà")
    one.go(0)  # the whole province is that of the beginning
    assert bench.shell.coverage.filters == Filters(text="Mai")
    one.go(1)
    one.end()
    assert bench.shell.coverage.filters == Filters(text="Mai")
    one.end()  # what came before is left alone
    assert workspace.undo_label_key == "command.set_filters"


def test_renaming_removing_and_moving_by_the_list(bench):
    workspace, panel = bench.shell.document.workspace, controller(bench).panel
    for name in ("Một", "Hai"):
        workspace.execute(add_bookmark(workspace, name, HERE))
    first, second = (one.id for one in saved(bench))
    panel.rename_asked.emit(first, "Nhất")
    panel.move_asked.emit(second, -1)
    assert shown(bench) == ["Toàn tỉnh", "Hai", "Nhất"]
    panel.move_asked.emit(second, -1)  # it is the first already
    panel.rename_asked.emit(second, "")
    assert shown(bench) == ["Toàn tỉnh", "Hai", "Nhất"]
    panel.remove_asked.emit(second)
    assert shown(bench) == ["Toàn tỉnh", "Nhất"]
    for _ in range(3):
        bench.window.actions_of[ActionId.UNDO].trigger()
    assert shown(bench) == ["Toàn tỉnh", "Một", "Hai"]


def test_views_for_a_presentation(bench):
    workspace, one = bench.shell.document.workspace, controller(bench)
    workspace.execute(add_bookmark(workspace, "Long hồ", HERE))
    assert one.views() == ("Toàn tỉnh", "Long hồ")
    home = bench.window.map_view.camera
    one.go(1)
    there = bench.window.map_view.camera
    assert there != home
    one.go(7)
    one.go(-1)
    assert bench.window.map_view.camera == there
    one.go(0)
    assert bench.window.map_view.camera == home


def test_without_a_document_nothing_is_asked(make_window):
    bench = make_window()
    controller(bench).ask_name()
    controller(bench).go(0)
    assert controller(bench).views() == ("Toàn tỉnh",)
    assert not controller(bench).panel.name.isVisible()


def test_a_window_in_another_language_shows_the_same_views(bench):
    workspace = bench.shell.document.workspace
    workspace.execute(add_bookmark(workspace, "Long hồ", HERE))
    bench.shell.session.choose_language("en")
    assert shown(bench) == ["Whole province", "Long hồ"]
    bench.window.actions_of[ActionId.UNDO].trigger()
    assert shown(bench) == ["Whole province"]
