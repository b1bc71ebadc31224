"""Pairs: what is typed is found and gone to; what changes in the document is found."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.actions.ids import ActionId
from gui.controllers.search_controller import SearchController
from gui.settings import Key
from layers import commands
from layers.filters import Filters
from layers.schema import LayerKind
from layers.search.folding import Query


@pytest.fixture
def bench(make_window, sample_frames, schematic, qtbot):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.resize(1366, 768)
    made.window.show()
    qtbot.waitExposed(made.window)
    made.window.activateWindow()
    return made


@pytest.fixture
def search(bench) -> SearchController:
    made = bench.window.findChild(SearchController)
    assert made is not None
    return made


@pytest.fixture
def cluster(sample_frames) -> str:
    """Return the name of a cluster that no other site has."""
    sites, initiatives = sample_frames["sites"], sample_frames["initiatives"]
    ids = initiatives.index[initiatives["layer"] == "cluster"]
    names = sites["name"].drop_duplicates(keep=False)
    own = sites.loc[names.index, "initiative_id"].isin(ids) & sites.loc[names.index, "position"].eq("exact")
    return str(names[own].iloc[0])


def _type(search: SearchController, text: str) -> list[str]:
    """Press Ctrl+K and type; return the rows as they are read out."""
    QTest.keyClick(search.field.window(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    search.field.clear()
    if text.isascii():
        QTest.keyClicks(search.field, text)
    else:
        search.field.setText(text)
    return [row.spoken for row in search._list.model.rows]


def _enter(search: SearchController) -> None:
    QTest.keyClick(search.field, Qt.Key.Key_Return)


# -- typed → window ------------------------------------------------------------------------------------


def test_an_old_name_and_enter_zoom_to_the_commune_of_today(bench, search: SearchController) -> None:
    rows = _type(search, "phong lai")
    assert rows[0] == "Xã Bình Thuận, tên cũ: Phổng Lái · huyện Thuận Châu (cũ)"
    before = bench.window.map_view.scale_denominator
    _enter(search)
    assert bench.shell.linked.selected("communes").tolist() == ["03724"]
    assert bench.window.coverage.communes.current_code == "03724"
    assert bench.window.map_view.scale_denominator < before / 2
    assert search.field.text() == ""
    assert not search._list.isVisible()


def test_ctrl_k_works_from_the_map_and_escape_goes_back(bench, search: SearchController) -> None:
    view = bench.window.map_view
    view.setFocus()
    _type(search, "muong")
    assert search.field.hasFocus()
    assert search._list.isVisible()
    QTest.keyClick(search.field, Qt.Key.Key_Escape)
    assert not search._list.isVisible()
    assert search.field.text() == ""
    assert view.surface.hasFocus()


def test_arrows_pages_and_the_mouse_choose(bench, search: SearchController) -> None:
    rows = _type(search, "muong")
    view = search._list.view
    assert view.currentIndex().row() == 0
    QTest.keyClick(search.field, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 0
    QTest.keyClick(search.field, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 1
    QTest.keyClick(search.field, Qt.Key.Key_PageDown)
    assert view.currentIndex().row() > 5
    for _ in range(len(rows)):
        QTest.keyClick(search.field, Qt.Key.Key_PageDown)
    assert view.currentIndex().row() == len(rows) - 1
    _type(search, "binh thuan")
    place = view.visualRect(search._list.model.index(0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.shell.linked.selected("communes").tolist() == ["03724"]


def test_a_site_is_selected_and_its_card_shown(bench, search: SearchController, cluster: str) -> None:
    rows = _type(search, cluster)
    assert rows[0].startswith(f"{cluster}, điểm · Cụm dân cư an toàn PCCC · ")
    symbol = search._list.model.rows[0].symbol
    assert symbol == bench.shell.document.workspace.tree.of_kind(LayerKind.CLUSTERS)[0].style.symbol
    _enter(search)
    assert bench.shell.linked.count == 1
    assert bench.window.right.current == "information"
    assert bench.window.right.panel("information").card.title == cluster
    assert round(bench.window.map_view.scale_denominator) == 25_000
    bench.shell.coverage.set_filters(Filters(text="zzzz"))
    assert _type(search, cluster)[0].endswith(" · bộ lọc đang ẩn")


def test_an_incident_of_a_hidden_layer_says_so_and_is_marked(bench, search: SearchController) -> None:
    rows = _type(search, "vv-00012")
    assert "vụ việc số VV-00012" in rows[0]
    assert rows[0].endswith("lớp đang tắt")
    _enter(search)
    assert bench.shell.linked.selected("incidents").size == 1
    assert search._goer._mark.place is not None
    _type(search, "phong lai")
    _enter(search)
    assert search._goer._mark.place is None  # until the next search


def test_a_coordinate_is_flown_to_and_marked(bench, search: SearchController) -> None:
    rows = _type(search, "21.3256, 103.9188")
    assert rows[0].startswith("21,32560° B, 103,91880° Đ, độ thập phân, WGS 84 · ")
    _enter(search)
    camera = bench.window.map_view.camera
    x, y = search._goer._mark.place
    assert (camera.x, camera.y) == (pytest.approx(x), pytest.approx(y))
    assert _type(search, "10.762622, 106.660172")[0].endswith("ngoài địa bàn tỉnh")
    _enter(search)
    assert bench.words("search.outside_told") in bench.notices


@pytest.mark.parametrize("way", ["home", "escape", "selected", "given up"])
def test_the_mark_goes_with_what_comes_next(bench, search: SearchController, way: str) -> None:
    _type(search, "21.3256, 103.9188")
    _enter(search)
    view = bench.window.map_view
    assert search._goer.has_mark
    if way == "home":
        QTest.keyClick(view, Qt.Key.Key_Home)
    elif way == "escape":
        QTest.keyClick(view, Qt.Key.Key_Escape)
    elif way == "selected":
        bench.shell.linked.select({"communes": pd.Index(["03724"])})
    else:
        _type(search, "muong")
        QTest.keyClick(search.field, Qt.Key.Key_Escape)
    assert not search._goer.has_mark


def test_no_incident_is_found_while_the_map_is_presented(bench, search: SearchController) -> None:
    _type(search, "vv-00012")
    assert len(search._found(Query("vv-00012"))[0]) == 1
    bench.window.actions_of[ActionId.PRESENT].trigger()
    assert search._found(Query("vv-00012"))[0] == []
    bench.window.actions_of[ActionId.PRESENT].trigger()
    assert len(search._found(Query("vv-00012"))[0]) == 1


def test_the_reason_stands_before_what_may_be_cut(bench, search: SearchController, sample_frames) -> None:
    number = str(sample_frames["sites"]["decision_no"].dropna().iloc[0])
    row = next(row for row in _type(search, number) if number in row)
    assert row.split(", ", 1)[1].startswith(bench.words("search.why.decision", text=number))


def test_a_former_district_selects_its_communes_an_initiative_its_sites(
    bench, search: SearchController
) -> None:
    _type(search, "huyen thuan chau")
    _enter(search)
    codes = bench.shell.linked.selected("communes")
    assert len(codes) > 5
    assert "03724" in codes
    _type(search, "cum dan cu an toan phong chay")
    _enter(search)
    assert bench.shell.linked.selected("sites").size == 148
    assert bench.window.right.panel("information").list.isVisible()


def test_a_command_is_triggered_and_a_disabled_one_is_not(bench, search: SearchController) -> None:
    assert bench.window.actions_of[ActionId.SHOW_LAYERS].isChecked()
    rows = _type(search, "lop ban do")
    assert rows[0] == "Lớp bản đồ, lệnh, F7"
    _enter(search)
    assert not bench.window.actions_of[ActionId.SHOW_LAYERS].isChecked()
    bench.window.actions_of[ActionId.UNDO].setEnabled(False)
    rows = _type(search, "hoan tac")
    assert rows[0] == "Hoàn tác, lệnh · chưa dùng được lúc này, Ctrl+Z"
    assert search._list.current is None
    _enter(search)  # nothing to choose
    assert search._list.isVisible()


def test_nothing_found_says_what_to_do(search: SearchController) -> None:
    assert _type(search, "zzzzzz") == []
    assert "zzzzzz" in search._list.note.text()
    assert search._list.isVisible()
    search.include_incidents = False  # in front of a room
    assert _type(search, "vv-00012") == []


# -- recent searches -----------------------------------------------------------------------------------


def test_recent_searches_are_offered_but_no_incident_and_no_command(
    bench, search: SearchController, cluster: str
) -> None:
    assert _type(search, "") == []
    assert search._list.note.text() == bench.words("search.empty")
    for text in ("phong lai", "vv-00012", "lop ban do", cluster):
        _type(search, text)
        _enter(search)
    settings = bench.shell.session.settings
    assert settings[Key.RECENT_SEARCHES] == [cluster, "Xã Bình Thuận"]
    assert _type(search, "")[1] == "Xã Bình Thuận, tìm gần đây"
    QTest.keyClick(search.field, Qt.Key.Key_Down)
    _enter(search)
    assert search.field.text() == "Xã Bình Thuận"
    assert search._list.model.rows[0].title == "Xã Bình Thuận"
    for name in ("mai son", "moc chau", "to hieu", "yen chau", "song ma", "sop cop", "van ho", "bac yen"):
        _type(search, name)
        _enter(search)
    assert len(settings[Key.RECENT_SEARCHES]) == 8


# -- document → found ----------------------------------------------------------------------------------


def test_a_renamed_village_is_found_by_its_new_name(bench, search: SearchController) -> None:
    workspace = bench.shell.document.workspace
    identity = str(workspace.frame("villages").index[0])
    assert _type(search, "lan quyt") == []
    search.give_up()
    workspace.execute(commands.change_cells(workspace, "villages", {identity: {"name": "Lán Quýt"}}))
    assert _type(search, "lan quyt")[0].startswith("Lán Quýt")
    search.give_up()
    workspace.undo()
    assert _type(search, "lan quyt") == []


def test_another_document_has_other_names(bench, search: SearchController, schematic, cluster: str) -> None:
    assert _type(search, cluster)
    search.give_up()
    bench.open({}, schematic)
    assert _type(search, cluster) == []
    assert _type(search, "phong lai")


def test_a_context_feature_is_gone_to(bench, search: SearchController) -> None:
    from shapely import Point

    from layers.layer_commands import add_context

    workspace = bench.shell.document.workspace
    rows = pd.DataFrame({"ten": ["Suối Nậm Thử"], "geom": [Point(103.9, 21.3)]})
    workspace.execute(add_context(workspace, "Suối", rows))
    assert _type(search, "suoi nam thu")[0] == "Suối Nậm Thử, Suối"
    _enter(search)
    (table,) = bench.shell.linked.selection
    assert table == "context_suoi"
    assert bench.window.right.panel("information").card.title == "Suối Nậm Thử"


# -- the field -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_fits_the_toolbar_at_1366(make_window, sample_frames, schematic, language: str) -> None:
    bench = make_window(language)
    bench.open(sample_frames, schematic)
    bench.window.resize(1366, 768)
    bench.window.show()
    field = bench.window.findChild(SearchController).field
    assert field.width() >= 200
    shown = [
        button for button in bench.window.toolbar.findChildren(type(field).__mro__[0]) if button.isVisible()
    ]
    assert shown
    extension = [
        child for child in bench.window.toolbar.children() if child.objectName() == "qt_toolbar_ext_button"
    ]
    assert not [button for button in extension if button.isVisible()]
    bench.window.resize(1024, 600)
    assert field.isVisible()


def test_another_language_finds_in_the_new_window(bench, qtbot) -> None:
    bench.shell.session.choose_language("en")
    made = bench.window.findChild(SearchController)
    bench.window.activateWindow()
    qtbot.waitUntil(bench.window.isActiveWindow)
    assert _type(made, "phong lai")[0].startswith("Xã Bình Thuận, former name: Phổng Lái")
