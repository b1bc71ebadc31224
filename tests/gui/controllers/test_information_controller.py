"""Pairs: what is selected has its card; what the card offers is done."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from gui.actions.ids import ActionId
from gui.controllers.information_controller import InformationController
from gui.information.card import Offer
from gui.settings import ThemeChoice
from layers import commands
from layers.filters import Filters
from layers.schema import LayerKind


@pytest.fixture
def bench(make_window, sample_frames, schematic, qtbot):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    qtbot.waitExposed(made.window)
    return made


@pytest.fixture
def panel(bench):
    bench.window.findChild(InformationController).show()
    return bench.window.right.panel("information")


def _select(bench, table: str, *ids: str) -> None:
    bench.shell.linked.select({table: pd.Index(ids, dtype="str")})


def _a_site(bench, **wanted) -> str:
    sites = bench.shell.document.workspace.frame("sites")
    for column, value in wanted.items():
        sites = sites[(sites[column] == value).to_numpy(bool)]
    return str(sites.index[0])


def _page(panel) -> str:
    return panel.body.toPlainText()


# -- selected → card -----------------------------------------------------------------------------------


def test_nothing_selected_says_how_to_select(panel, bench) -> None:
    assert panel.pages.currentWidget() is panel._empty_page
    assert bench.words("information.empty") == panel.empty.text()


def test_one_row_has_its_card_and_follows_changes(bench, panel) -> None:
    site = _a_site(bench, status="active", position="exact")
    _select(bench, "sites", site)
    workspace = bench.shell.document.workspace
    assert panel.card.id == site
    assert panel.title.text() == workspace.frame("sites").at[site, "name"]
    workspace.execute(commands.change_cells(workspace, "sites", {site: {"name": "Tên mới", "teams": 77}}))
    assert panel.title.text() == "Tên mới"
    assert "77" in _page(panel)
    workspace.undo()
    assert panel.title.text() != "Tên mới"


def test_a_commune_tells_the_figures_of_the_result(bench, panel) -> None:
    _select(bench, "communes", "03724")
    figures = bench.shell.coverage.bundle.coverage.communes.loc["03724"]
    assert panel.title.text() == "Xã Bình Thuận"
    page = _page(panel)
    assert "xã Chiềng Pha, xã Phổng Lái" in page
    assert f"{figures['active_sites']}/{figures['sites']}" in page
    assert bench.words.share(figures["villages_with"], figures["villages"]) in page
    assert not panel.to_table.isVisible()
    assert not panel.move_point.isVisible()
    light = panel.body.toHtml()
    bench.shell.session.choose_theme(ThemeChoice.DARK)
    assert panel.body.toHtml() != light
    bench.shell.session.choose_theme(ThemeChoice.LIGHT)


def test_several_are_listed_and_one_of_them_opened_and_left(bench, panel) -> None:
    ids = [str(one) for one in bench.shell.document.workspace.frame("sites").index[:3]]
    _select(bench, "sites", *ids)
    assert panel.list_title.text() == "Đã chọn 3 mục"
    rows = panel.list.rows.rows
    assert rows[0].title == "Điểm mô hình (3)"
    assert [row.value.id for row in rows[1:]] == ids
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert panel.card.id == ids[0]
    assert bench.shell.linked.count == 3
    panel.back.click()
    assert panel.card is None
    assert panel.list.isVisible()


def test_no_work_is_done_while_it_is_not_seen(bench) -> None:
    controller = bench.window.findChild(InformationController)
    bench.window.right.show_panel("coverage")
    _select(bench, "communes", "03724")
    assert controller._panel is None
    controller.show()
    assert bench.window.right.panel("information").card.id == "03724"


def test_descriptions_are_hidden_until_asked_for_and_again_with_the_next_card(bench, panel) -> None:
    workspace = bench.shell.document.workspace
    first, second = (str(one) for one in workspace.frame("incidents").index[:2])
    secret = {first: {"description": "chuyện riêng"}, second: {"description": "chuyện khác"}}
    workspace.execute(commands.change_cells(workspace, "incidents", secret))
    _select(bench, "incidents", first)
    assert "chuyện riêng" not in _page(panel)
    panel.copy.click()
    assert "chuyện riêng" not in QGuiApplication.clipboard().text()
    QTest.mouseClick(panel.private, Qt.MouseButton.LeftButton)
    assert "chuyện riêng" in _page(panel)
    assert not panel.private.isVisible()
    panel.copy.click()
    assert "chuyện riêng" in QGuiApplication.clipboard().text()
    _select(bench, "incidents", second)
    assert "chuyện khác" not in _page(panel)
    _select(bench, "incidents", first)
    assert "chuyện riêng" not in _page(panel)


def test_the_identify_tool_brings_the_tab_to_the_front(bench) -> None:
    bench.window.right.show_panel("coverage")
    bench.window.map_view.set_tool("identify")
    _select(bench, "communes", "03724")
    assert bench.window.right.current == "information"


# -- card → window -------------------------------------------------------------------------------------


def test_zoom_to(bench, panel) -> None:
    _select(bench, "sites", _a_site(bench, position="exact"))
    panel.zoom.click()
    assert round(bench.window.map_view.scale_denominator) == 25_000
    _select(bench, "communes", "03724")
    panel.zoom.click()
    assert bench.window.map_view.scale_denominator > 50_000


def test_open_in_the_table(bench, panel) -> None:
    told = []
    bench.window.findChild(InformationController).table_asked.connect(lambda *row: told.append(row))
    site = _a_site(bench)
    _select(bench, "sites", site)
    panel.to_table.click()
    assert told == [("sites", site)]
    if "table" in bench.window.bottom.names:
        assert bench.window.bottom.current == "table"


def test_a_hidden_layer_is_told_and_shown(bench, panel) -> None:
    workspace = bench.shell.document.workspace
    layer = workspace.tree.of_kind(LayerKind.VILLAGES)[0]
    assert not layer.visible
    _select(bench, "villages", str(workspace.frame("villages").index[0]))
    assert [remark.offer for remark in panel.card.remarks] == [Offer.SHOW_LAYER]
    panel._remarks.itemAt(0).widget().button.click()
    assert workspace.tree.of_kind(LayerKind.VILLAGES)[0].visible
    assert panel.card.remarks == ()


def test_what_filters_leave_out_is_told_and_brought_back(bench, panel) -> None:
    site = _a_site(bench, status="active", position="exact")
    bench.shell.coverage.set_filters(Filters(text="zzzz"))
    _select(bench, "sites", site)
    assert [remark.offer for remark in panel.card.remarks] == [Offer.CLEAR_FILTERS]
    panel._remarks.itemAt(0).widget().button.click()
    assert bench.shell.coverage.filters.is_empty
    assert panel.card.remarks == ()


# -- moving a point ------------------------------------------------------------------------------------


def _click_map(bench, place: QPoint) -> None:
    QTest.mouseClick(bench.window.map_view.surface.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_next_click_moves_the_point_and_undo_brings_it_back(bench, panel) -> None:
    workspace, view = bench.shell.document.workspace, bench.window.map_view
    site = _a_site(bench, status="active", position="village")
    _select(bench, "sites", site)
    before = workspace.frame("sites").loc[site]
    place = QPoint(view.surface.width() // 2 + 40, view.surface.height() // 2 + 30)
    x, y = view.camera.to_map(place.x(), place.y())
    panel.move_point.click()
    assert view.tool_name == "move_point"
    _click_map(bench, place)
    after = workspace.frame("sites").loc[site]
    assert (after["x"], after["y"]) == (pytest.approx(x, abs=0.1), pytest.approx(y, abs=0.1))
    assert after["position"] == "exact"
    assert view.tool_name == "pan"
    distance = ((after["x"] - before["x"]) ** 2 + (after["y"] - before["y"]) ** 2) ** 0.5
    said = bench.words("information.moved", distance=bench.words.length(distance))
    assert said in bench.notices
    assert panel.card.remarks[0].text == said
    workspace.undo()
    assert workspace.frame("sites").at[site, "x"] == before["x"]
    assert said not in [remark.text for remark in panel.card.remarks]


def test_escape_gives_up_and_the_tool_before_comes_back(bench, panel) -> None:
    workspace, view = bench.shell.document.workspace, bench.window.map_view
    site = _a_site(bench, position="exact")
    _select(bench, "sites", site)
    view.set_tool("identify")
    panel.move_point.click()
    QTest.keyClick(view.surface, Qt.Key.Key_Escape)
    assert view.tool_name == "identify"
    assert not workspace.can_undo
    panel.move_point.click()
    bench.window.actions_of[ActionId.ZOOM_BOX].trigger()  # another tool ends the waiting as well
    assert view.tool_name == "zoom_box"


def test_a_verified_point_is_not_moved(bench, panel) -> None:
    workspace = bench.shell.document.workspace
    site = _a_site(bench, position="exact")
    workspace.execute(commands.change_cells(workspace, "sites", {site: {"verified": True}}))
    _select(bench, "sites", site)
    assert not panel.move_point.isEnabled()
    assert panel.move_point.toolTip() == bench.words("information.verified")
    bench.window.findChild(InformationController).begin_move()
    assert bench.window.map_view.tool_name == "pan"
    assert bench.notices[-1] == bench.words("information.verified")
