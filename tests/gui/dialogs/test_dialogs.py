from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.controllers.asker import NewWorkspace, SheetWish
from gui.dialogs.information import about_dialog
from gui.dialogs.new_workspace import NewWorkspaceDialog
from gui.dialogs.sheet_dialog import SheetDialog
from layers.words import Words


@pytest.fixture
def parent(app, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_new_workspace_opens_with_the_file_at_hand(parent: QWidget, vi: Words) -> None:
    dialog = NewWorkspaceDialog(vi, Path("/x/ranh-gioi.gpkg"), lambda: None, parent)
    assert dialog.from_file.isChecked()
    assert dialog.file_name.text() == "ranh-gioi.gpkg"
    dialog.title.setText("  Quý IV ")
    assert dialog.answer() == NewWorkspace("Quý IV", Path("/x/ranh-gioi.gpkg"))
    dialog.schematic.setChecked(True)
    assert dialog.answer().boundaries is None


def test_a_new_workspace_needs_a_title_and_a_place(parent: QWidget, vi: Words) -> None:
    dialog = NewWorkspaceDialog(vi, None, lambda: Path("/x/b.shp"), parent)
    assert dialog.ok.isEnabled()
    dialog.from_file.setChecked(True)
    assert not dialog.ok.isEnabled()
    dialog._choose()
    assert dialog.ok.isEnabled()
    assert dialog.answer().boundaries == Path("/x/b.shp")
    dialog.title.setText("   ")
    assert not dialog.ok.isEnabled()


def test_thinking_better_of_choosing_a_file_changes_nothing(parent: QWidget, vi: Words) -> None:
    dialog = NewWorkspaceDialog(vi, None, lambda: None, parent)
    dialog._choose()
    assert dialog.schematic.isChecked()


@pytest.mark.parametrize(("ending", "asks_dpi"), [(".pdf", False), (".png", True), (".svg", False)])
def test_a_sheet_hands_back_what_is_entered(parent: QWidget, vi: Words, ending: str, asks_dpi: bool) -> None:
    first = SheetWish("Bản đồ", "", "PV01", "A4", False, 150)
    dialog = SheetDialog(vi, ending, first, parent)
    assert dialog.answer() == first
    assert dialog.dpi.isVisibleTo(dialog) is asks_dpi
    dialog.title.setText(" Khác ")
    dialog.paper.setCurrentIndex(dialog.paper.findText("A3, ngang"))
    assert dialog.answer() == SheetWish("Khác", "", "PV01", "A3", True, 150)


def _seen(dialog: QDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel)]


def test_about_names_program_and_version(parent: QWidget, vi: Words) -> None:
    dialog = about_dialog(vi, "0.1.0", parent)
    assert vi("app.title") in _seen(dialog)
    assert "Phiên bản 0.1.0" in _seen(dialog)
    box = dialog.findChild(QDialogButtonBox)
    assert [button.text() for button in box.buttons()] == ["Đóng"]
