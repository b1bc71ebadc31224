"""The table with real mouse and keys: six toy sites, of which `c` is a cluster and not among the five shown.

In the order of the document they are a Em, b Ăn, d Đông, e (no name), f Dương (verified).
"""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.linked import Mode
from gui.table.layout import RowLayout
from gui.table.table import RowTable
from layers import commands
from layers.schema import LayerKind
from layers.style import LIGHT
from layers.words import Words
from layers.workspace import Workspace

from .hands import (
    CONTROL,
    NO_BUTTON,
    NONE,
    SHIFT,
    cell,
    chosen,
    click,
    click_heading,
    field,
    key,
    make_table,
    shown,
)
from .toy_rows import rows_of, toy_workspace


@pytest.fixture
def workspace() -> Workspace:
    return toy_workspace()


@pytest.fixture
def panel(app, qtbot: QtBot, workspace: Workspace, vi: Words) -> RowTable:
    return make_table(qtbot, workspace, vi)


# -- what is shown -------------------------------------------------------------------------------------


def test_the_rows_of_the_layer_are_shown_and_counted(panel: RowTable) -> None:
    assert shown(panel) == "abdef"
    assert panel.bar.count.text() == "5/5 dòng"
    assert panel.model.index(1, panel.model.column_number("teams")).data() == ""
    assert panel.model.index(2, panel.model.column_number("teams")).data() == "0"


def test_headings_are_those_of_the_language(app, qtbot: QtBot, workspace: Workspace, en: Words) -> None:
    panel = make_table(qtbot, workspace, en)
    assert panel.model.headerData(0, Qt.Orientation.Horizontal) == "Name of the site"
    assert panel.bar.count.text() == "5/5 rows"


def test_without_a_document_it_says_what_to_do(panel: RowTable) -> None:
    panel.show_source(None)
    panel.show_empty("rows.empty.incidents")
    assert panel.pages.currentWidget() is panel.empty
    assert panel.empty.text().startswith("Chưa có vụ việc nào.")
    assert panel.model.source is None


# -- sorting -------------------------------------------------------------------------------------------


def test_a_click_on_a_heading_sorts_up_then_down_then_not(panel: RowTable) -> None:
    click_heading(panel, "name")
    assert shown(panel) == "bfdae"  # Ăn Dương Đông Em –
    click_heading(panel, "name")
    assert shown(panel) == "adfbe"
    click_heading(panel, "name")
    assert shown(panel) == "abdef"
    assert panel.model.sorts == ()


def test_shift_sorts_by_a_second_column_as_well(panel: RowTable) -> None:
    click_heading(panel, "rating")
    click_heading(panel, "name", SHIFT)
    assert shown(panel) == "bfdea"  # Tốt: Ăn Dương Đông; Khá: –; Yếu: Em
    click_heading(panel, "name", SHIFT)
    assert shown(panel) == "dfbea"
    tip = panel.model.headerData(
        panel.model.column_number("name"), Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole
    )
    assert "giảm dần" in tip
    assert "2" in tip


def test_many_rows_are_sorted_in_a_job(panel: RowTable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gui.table.table.MOST_SORTED_AT_ONCE", 2)
    asked = []
    panel.run = lambda work, label, done: asked.append((work, label, done))
    click_heading(panel, "name")
    assert shown(panel) == "abdef"
    work, label, done = asked.pop()
    assert label == "job.sort_rows"
    done(work(None))
    assert shown(panel) == "bfdae"


def test_the_current_row_stays_current_when_sorted_and_the_top_is_seen(panel: RowTable) -> None:
    panel.resize(900, 150)
    click(panel, 0)
    click_heading(panel, "name")
    assert panel.view.verticalScrollBar().value() == 0
    assert panel.view.current_place == 0
    assert panel.view.currentIndex().row() == 3


# -- selecting: view → selection -----------------------------------------------------------------------


def test_clicks_select_one_a_range_and_one_more(panel: RowTable) -> None:
    click(panel, 1)
    assert chosen(panel) == "b"
    click(panel, 3, SHIFT)
    assert chosen(panel) == "bde"
    click(panel, 2, CONTROL)
    assert chosen(panel) == "be"
    click(panel, 4, SHIFT | CONTROL)
    assert chosen(panel) == "bdef"
    assert panel.bar.count.text() == "5/5 dòng · chọn 4"


def test_a_range_is_one_of_what_is_seen(panel: RowTable) -> None:
    click_heading(panel, "name")
    click(panel, 0)
    click(panel, 2, SHIFT)
    assert chosen(panel) == "bdf"


def test_the_pointer_stretches_a_range(panel: RowTable) -> None:
    viewport = panel.view.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, cell(panel, 1))
    place = QPointF(cell(panel, 3))
    held = Qt.MouseButton.LeftButton
    QApplication.sendEvent(
        viewport,
        QMouseEvent(QEvent.Type.MouseMove, place, viewport.mapToGlobal(place), NO_BUTTON, held, NONE),
    )
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, cell(panel, 3))
    assert chosen(panel) == "bde"


def test_keys_select_and_clear(panel: RowTable) -> None:
    click(panel, 0)
    key(panel, Qt.Key.Key_Down)
    assert chosen(panel) == "b"
    key(panel, Qt.Key.Key_Down, SHIFT)
    key(panel, Qt.Key.Key_Down, SHIFT)
    assert chosen(panel) == "bde"
    key(panel, Qt.Key.Key_Up, SHIFT)
    assert chosen(panel) == "bd"
    key(panel, Qt.Key.Key_A, CONTROL)
    assert chosen(panel) == "abdef"
    key(panel, Qt.Key.Key_Escape)
    assert chosen(panel) == ""
    key(panel, Qt.Key.Key_Down, CONTROL)
    key(panel, Qt.Key.Key_Space, CONTROL)
    assert chosen(panel) == "e"


def test_pointing_at_a_row_is_told_and_leaving_it_too(panel: RowTable, qtbot: QtBot) -> None:
    told: list[str] = []
    panel.hovered.connect(told.append)
    panel.hovered.connect(panel.show_hovered)
    qtbot.mouseMove(panel.view.viewport(), cell(panel, 2))
    QApplication.processEvents()
    assert told[-1] == "d"
    QApplication.sendEvent(panel.view, QEvent(QEvent.Type.Leave))
    assert told[-1] == ""


# -- selecting: selection → view -----------------------------------------------------------------------


def ground(panel: RowTable, row: int) -> str:
    QApplication.processEvents()
    rect = panel.view.visualRect(panel.model.index(row, panel.model.column_number("name")))
    image = panel.view.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(int((rect.right() - 3) * ratio), int((rect.top() + 3) * ratio)).name().upper()


def test_what_is_selected_elsewhere_is_painted_with_a_bar(panel: RowTable) -> None:
    panel.linked.select({"sites": pd.Index(["d", "nobody"])})
    assert ground(panel, 2) == LIGHT.accent_soft.upper()
    assert ground(panel, 1) == LIGHT.panel.upper()
    rect = panel.view.visualRect(panel.model.index(2, panel.view.first_column))
    image = panel.view.viewport().grab().toImage()
    assert image.pixelColor(rect.left() + 1, rect.center().y()).name().upper() == LIGHT.accent.upper()


def test_what_is_pointed_at_elsewhere_is_painted(panel: RowTable) -> None:
    panel.show_hovered("b")
    assert ground(panel, 1) == LIGHT.hover.upper()
    panel.show_hovered("")
    assert ground(panel, 1) == LIGHT.panel.upper()


def test_the_table_scrolls_to_a_selection_from_elsewhere(panel: RowTable) -> None:
    panel.resize(900, 130)
    QApplication.processEvents()
    panel.linked.select({"sites": pd.Index(["f"])})
    top, bottom = panel.view.rows_seen()
    assert top <= 4 <= bottom
    assert panel.view.current_place == 5


def test_only_selected_rows_stay_until_others_are_selected_elsewhere(panel: RowTable) -> None:
    panel.linked.select({"sites": pd.Index(["d", "a"])})
    panel.bar.only_chosen.click()
    assert shown(panel) == "ad"
    click(panel, 0)  # a click inside the table does not take the others away
    assert shown(panel) == "ad"
    panel.linked.select({"sites": pd.Index(["f"])})
    assert shown(panel) == "f"
    panel.linked.clear()
    assert panel.pages.currentWidget() is panel.empty
    assert panel.empty.text().startswith("Chưa chọn dòng nào.")
    panel.bar.only_chosen.click()
    assert shown(panel) == "abdef"


# -- jumping -------------------------------------------------------------------------------------------


def test_a_double_click_or_enter_jumps_to_the_map(panel: RowTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.jump_asked) as asked:
        QTest.mouseDClick(panel.view.viewport(), Qt.MouseButton.LeftButton, NONE, cell(panel, 1))
    assert {table: list(ids) for table, ids in asked.args[0].items()} == {"sites": ["b"]}
    assert field(panel) is None
    click(panel, 2)
    with qtbot.waitSignal(panel.jump_asked) as asked:
        key(panel, Qt.Key.Key_Return)
    assert list(asked.args[0]["sites"]) == ["d"]


# -- copying -------------------------------------------------------------------------------------------


def test_ctrl_c_copies_the_selected_rows_as_they_stand(panel: RowTable) -> None:
    panel.keeper.choose(RowLayout.first(panel.model.columns).with_shown({"name", "teams"}))
    click_heading(panel, "name")
    panel.linked.select({"sites": pd.Index(["a", "b"])})
    key(panel, Qt.Key.Key_C, CONTROL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.text().replace("\r", "") == "Tên điểm\tSố tổ, nhóm\nĂn\t\nEm\t3\n"
    assert "mso-number-format" in data.html()


def test_without_selected_rows_the_cell_is_copied(panel: RowTable) -> None:
    panel.view.put_current(3, panel.model.column_number("teams"))
    key(panel, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().mimeData().text().strip() == "0"


# -- following the document ----------------------------------------------------------------------------


def test_a_changed_row_keeps_its_place_until_sorted_anew(panel: RowTable, workspace, vi: Words) -> None:
    click_heading(panel, "name")
    assert shown(panel) == "bfdae"
    workspace.execute(commands.change_cells(workspace, "sites", {"b": {"name": "Ưng"}}))
    panel.show_source(rows_of(workspace, LayerKind.SITES, vi))
    assert shown(panel) == "bfdae"
    assert panel.model.index(0, 0).data() == "Ưng"
    panel.sort((("name", False),))
    assert shown(panel) == "fdabe"


def test_new_and_removed_rows_are_followed_in_order(panel: RowTable, workspace, vi: Words) -> None:
    click_heading(panel, "name")
    click(panel, 3)
    workspace.execute(commands.remove_rows(workspace, "sites", ["b"]))
    panel.show_source(rows_of(workspace, LayerKind.SITES, vi))
    assert shown(panel) == "fdae"
    assert panel.source.ids([panel.view.current_place]).tolist() == ["a"]
    new = pd.DataFrame({"name": ["Bản"]}, index=pd.Index(["n"], name="id"))
    workspace.execute(commands.add_rows(workspace, "sites", new))
    panel.show_source(rows_of(workspace, LayerKind.SITES, vi))
    assert shown(panel) == "nfdae"
    assert chosen(panel) == "a"
    assert panel.model.is_chosen(3)


def test_what_was_ranked_once_is_not_ranked_again_for_the_same_rows(
    panel: RowTable, workspace: Workspace, vi: Words
) -> None:
    columns = {column.name: column for column in panel.model.columns}
    before = {name: panel.source.reader(column) for name, column in columns.items()}
    panel.show_source(rows_of(workspace, LayerKind.SITES, vi))
    assert panel.source.reader(columns["name"]) is before["name"]
    assert panel.source.reader(columns["initiative_id"]) is not before["initiative_id"]
    workspace.execute(commands.change_cells(workspace, "sites", {"b": {"name": "Ưng"}}))
    panel.show_source(rows_of(workspace, LayerKind.SITES, vi))
    assert panel.source.reader(columns["name"]) is not before["name"]


def test_typing_letters_over_a_closed_cell_searches_nothing(panel: RowTable) -> None:
    click(panel, 0, name="position")
    key(panel, Qt.Key.Key_X)
    assert panel.view.current_place == 0
    assert field(panel) is None


def test_the_mode_of_a_click_is_told(panel: RowTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.chosen) as told:
        click(panel, 1, CONTROL)
    assert told.args[1] is Mode.TOGGLE
