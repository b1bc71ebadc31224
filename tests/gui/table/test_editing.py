"""Columns and cells of the table with real mouse and keys, on the sites of `toy_rows`."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMessageBox
from pytestqt.qtbot import QtBot

from gui.table.columns import ColumnsDialog
from gui.table.layout import RowLayout
from gui.table.table import RowTable
from layers.schema import LayerKind
from layers.words import Words
from layers.workspace import Workspace

from .hands import CONTROL, begin, click, field, key, make_table, record_changes
from .toy_rows import rows_of, toy_workspace


@pytest.fixture
def workspace() -> Workspace:
    return toy_workspace()


@pytest.fixture
def panel(app, qtbot: QtBot, workspace: Workspace, vi: Words) -> RowTable:
    return make_table(qtbot, workspace, vi)


# -- columns -------------------------------------------------------------------------------------------


def names(panel: RowTable) -> list[str]:
    return [column.name for column in panel.shown_columns()]


def test_a_heading_that_is_dragged_is_remembered(panel: RowTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.layout_changed, timeout=2000) as told:
        panel.view.header.moveSection(0, 2)
    assert names(panel)[:3] == ["initiative_id", "commune_code_at", "name"]
    key_, layout = told.args
    assert key_ == "sites"
    assert layout.order[:3] == ("initiative_id", "commune_code_at", "name")
    assert panel.view.first_column == panel.model.column_number("initiative_id")


def test_a_width_that_is_set_is_remembered(panel: RowTable, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.layout_changed, timeout=2000) as told:
        panel.view.header.resizeSection(panel.model.column_number("status"), 177)
    assert told.args[1].widths == {"status": 177}


def test_what_is_dragged_just_before_another_layer_is_kept_for_its_own(
    panel: RowTable, workspace: Workspace, vi: Words
) -> None:
    told: list[tuple[str, RowLayout]] = []
    panel.layout_changed.connect(lambda table, layout: told.append((table, layout)))
    panel.view.header.moveSection(0, 2)
    other = rows_of(workspace, LayerKind.INCIDENTS, vi)
    panel.show_source(other, RowLayout.first(other.columns))
    ((table, layout),) = told
    assert table == "sites"
    assert layout.order[2] == "name"
    assert names(panel)[0] == "number"


def test_the_list_of_columns_finds_without_tones_and_ticks(panel: RowTable, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.bar.columns, Qt.MouseButton.LeftButton)
    dialog = panel.findChild(ColumnsDialog)
    QTest.keyClicks(dialog.search, "vi do")
    seen = [dialog.list.item(n) for n in range(dialog.list.count()) if not dialog.list.item(n).isHidden()]
    assert [item.text() for item in seen] == ["Vĩ độ"]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert "lat" in names(panel)
    qtbot.mouseClick(dialog.reset, Qt.MouseButton.LeftButton)
    assert "lat" not in names(panel)
    dialog.search.clear()
    dialog.list.setCurrentRow(1)
    qtbot.mouseClick(dialog.up, Qt.MouseButton.LeftButton)
    assert names(panel)[:2] == ["initiative_id", "name"]
    dialog.accept()


def test_the_last_column_cannot_be_hidden(panel: RowTable) -> None:
    panel.keeper.choose(RowLayout.first(panel.model.columns).with_shown({"name"}))
    panel.keeper.hide("name")
    assert names(panel) == ["name"]


# -- editing -------------------------------------------------------------------------------------------


def test_f2_and_enter_change_a_cell(panel: RowTable) -> None:
    made = record_changes(panel)
    editor = begin(panel, 0, "teams")
    editor.setText("1.040")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made == [(["a"], {"teams": 1040})]


def test_typing_replaces_the_value(panel: RowTable) -> None:
    made = record_changes(panel)
    click(panel, 0, name="founded_on")
    key(panel, Qt.Key.Key_1)
    editor = field(panel)
    assert editor.text() == "1"
    QTest.keyClicks(editor, "0/2023")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    ((ids, values),) = made
    assert ids == ["a"]
    assert values["founded_precision"] == "month"
    assert str(values["founded_on"]) == "2023-10-01"


def test_a_wrong_value_keeps_the_field_open_and_says_why(panel: RowTable) -> None:
    made = record_changes(panel)
    editor = begin(panel, 0, "teams")
    editor.setText("ba")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made == []
    assert field(panel) is editor
    assert editor.property("invalid") is True
    assert panel.view.note.isVisible()
    assert panel.view.note.text() == "Không phải là số: “ba”"
    assert editor.accessibleDescription() == panel.view.note.text()
    editor.setText("4")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made == [(["a"], {"teams": 4})]
    assert not panel.view.note.isVisible()


def test_what_the_document_refuses_is_said_in_the_cell(panel: RowTable) -> None:
    record_changes(panel, "Không được.")
    editor = begin(panel, 0, "teams")
    editor.setText("4")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert panel.view.note.text() == "Không được."
    assert editor.property("invalid") is True


def test_an_answer_that_comes_while_one_types_changes_nothing(
    panel: RowTable, workspace: Workspace, vi: Words
) -> None:
    made = record_changes(panel)
    editor = begin(panel, 0, "teams")
    editor.setText("41")
    panel.show_source(rows_of(workspace, LayerKind.SITES, vi))
    assert editor.text() == "41"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made == [(["a"], {"teams": 41})]


def test_leaving_a_field_sets_its_value_or_keeps_the_old_one(panel: RowTable) -> None:
    made = record_changes(panel)
    editor = begin(panel, 0, "teams")
    editor.setText("6")
    click(panel, 2)
    assert made == [(["a"], {"teams": 6})]
    editor = begin(panel, 0, "teams")
    editor.setText("sáu")
    panel.bar.layers.setFocus()
    assert len(made) == 1
    assert panel.view.note.text().endswith("Giá trị cũ giữ nguyên.")


def test_escape_and_an_unchanged_value_change_nothing(panel: RowTable) -> None:
    made = record_changes(panel)
    editor = begin(panel, 0, "teams")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editor = begin(panel, 0, "teams")
    editor.setText("9")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    assert made == []


def test_a_list_is_chosen_from(panel: RowTable) -> None:
    made = record_changes(panel)
    editor = begin(panel, 0, "rating", QComboBox)
    assert [editor.itemText(number) for number in range(3)] == ["–", "Tốt", "Khá"]
    assert editor.currentText() == "Yếu"
    editor.setCurrentIndex(1)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    editor = begin(panel, 0, "rating", QComboBox)
    editor.setCurrentIndex(0)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made == [(["a"], {"rating": "good"}), (["a"], {"rating": None})]


def test_a_verified_row_is_locked_and_says_why(panel: RowTable) -> None:
    made = record_changes(panel)
    assert begin(panel, 4, "teams") is None
    assert "đã xác minh" in panel.view.note.text()
    assert panel.view.note.isVisible()
    panel.keeper.choose(RowLayout.first(panel.model.columns).with_shown({"name", "verified"}))
    editor = begin(panel, 4, "verified", QComboBox)
    editor.setCurrentIndex(editor.findText("Không"))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert made == [(["f"], {"verified": False})]


def test_what_is_computed_is_not_edited(panel: RowTable) -> None:
    record_changes(panel)
    assert begin(panel, 0, "commune_code_at", QComboBox) is None
    assert begin(panel, 0, "position", QComboBox) is None


def test_ctrl_enter_asks_and_sets_all_selected_rows_but_the_locked(panel: RowTable) -> None:
    made = record_changes(panel)
    key(panel, Qt.Key.Key_A, CONTROL)
    panel.view.put_current(0, panel.model.column_number("teams"))
    panel.view.scrollTo(panel.view.currentIndex())
    key(panel, Qt.Key.Key_F2)
    editor = field(panel)
    editor.setText("2")
    QTest.keyClick(editor, Qt.Key.Key_Return, CONTROL)
    assert made == []
    box = panel.findChild(QMessageBox)
    assert "4 dòng" in box.text()
    assert "1 dòng đã xác minh" in box.text()
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Apply), Qt.MouseButton.LeftButton)
    assert made == [(["a", "b", "d", "e"], {"teams": 2})]
