"""Hands for the table of rows in tests: real clicks and keys on the cells of six toy sites."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.linked import Linked
from gui.table.layout import RowLayout
from gui.table.table import RowTable
from layers.schema import LayerKind
from layers.style import LIGHT
from layers.words import Words
from layers.workspace import Workspace

from .toy_rows import rows_of

SHIFT, CONTROL, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)

NO_BUTTON = Qt.MouseButton.NoButton


def make_table(qtbot: QtBot, workspace: Workspace, words: Words) -> RowTable:
    """Return a shown table of the sites, joined to a selection of its own (`panel.linked`)."""
    panel = RowTable(words, LIGHT)
    qtbot.addWidget(panel)
    linked = Linked(panel)
    panel.chosen.connect(lambda ids, mode: linked.select({"sites": ids}, mode=mode, source=panel))
    linked.selection_changed.connect(
        lambda source: panel.show_chosen(linked.selected("sites"), is_own=source is panel)
    )
    panel.linked = linked
    source = rows_of(workspace, LayerKind.SITES, words)
    panel.show_source(source, RowLayout.first(source.columns))
    panel.resize(900, 320)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def shown(panel: RowTable) -> str:
    return "".join(panel.source.ids(panel.model.places))


def chosen(panel: RowTable) -> str:
    return "".join(sorted(panel.linked.selected("sites")))


def cell(panel: RowTable, row: int, name: str = "name") -> QPoint:
    index = panel.model.index(row, panel.model.column_number(name))
    panel.view.scrollTo(index)
    return panel.view.visualRect(index).center()


def click(panel: RowTable, row: int, modifiers=NONE, name: str = "name") -> None:
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, modifiers, cell(panel, row, name))


def click_heading(panel: RowTable, name: str, modifiers=NONE) -> None:
    header = panel.view.header
    number = panel.model.column_number(name)
    panel.view.scrollTo(panel.model.index(0, number))
    place = QPoint(header.sectionViewportPosition(number) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def key(panel: RowTable, which, modifiers=NONE) -> None:
    QTest.keyClick(panel.view, which, modifiers)


def field(panel: RowTable, kind=QLineEdit):
    return next(
        (
            w
            for w in panel.view.viewport().findChildren(kind)
            if w.objectName() == "cellEditor" and w.isVisible()
        ),
        None,
    )


def begin(panel: RowTable, row: int, name: str, kind=QLineEdit):
    click(panel, row, name=name)
    key(panel, Qt.Key.Key_F2)
    return field(panel, kind)


def record_changes(panel: RowTable, answer: str = "") -> list[tuple[list[str], dict]]:
    made: list[tuple[list[str], dict]] = []

    def change(ids, values) -> str:
        made.append((list(ids), dict(values)))
        return answer

    panel.editing.change = change
    return made
