"""The first column stays at the left while one scrolls sideways, and answers as the table itself does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gui.table.table import RowTable
from layers.style import DARK, LIGHT
from layers.words import Words

from .hands import CONTROL, NONE, SHIFT, chosen, make_table, shown
from .toy_rows import toy_workspace


@pytest.fixture
def panel(app, qtbot: QtBot, vi: Words) -> RowTable:
    made = make_table(qtbot, toy_workspace(), vi)
    made.resize(520, 320)
    scroll(made, 300)
    return made


def scroll(panel: RowTable, across: int) -> None:
    panel.view.horizontalScrollBar().setValue(across)
    QApplication.processEvents()


def press(panel: RowTable, row: int, modifiers=NONE) -> None:
    QTest.mouseClick(panel.view.frozen.viewport(), Qt.MouseButton.LeftButton, modifiers, spot(panel, row))


def spot(panel: RowTable, row: int) -> QPoint:
    return QPoint(20, panel.view.rowViewportPosition(row) + 8)


# -- where it stands -----------------------------------------------------------------------------------


def test_it_is_there_only_while_the_table_is_scrolled_sideways(panel: RowTable) -> None:
    view, frozen = panel.view, panel.view.frozen
    name = panel.model.column_number("name")
    assert frozen.isVisible()
    shown_columns = [n for n in range(panel.model.columnCount()) if not frozen.isColumnHidden(n)]
    assert shown_columns == [name]
    assert frozen.columnWidth(name) == view.columnWidth(name)
    scroll(panel, 0)
    assert not frozen.isVisible()


def test_its_rows_and_heading_lie_beside_those_of_the_table(panel: RowTable) -> None:
    view, frozen = panel.view, panel.view.frozen
    panel.resize(520, 150)  # fewer rows than there are
    QApplication.processEvents()
    for down in (0, 40):
        view.verticalScrollBar().setValue(down)
        for row in range(5):
            theirs = view.viewport().mapTo(view, QPoint(0, view.rowViewportPosition(row)))
            ours = frozen.viewport().mapTo(view, QPoint(0, frozen.rowViewportPosition(row)))
            assert ours == theirs, (down, row)
    assert frozen.header.mapTo(view, QPoint(0, 0)) == view.header.mapTo(view, QPoint(0, 0))
    assert frozen.header.height() == view.header.height()


def test_a_column_that_would_leave_no_room_is_not_held(panel: RowTable) -> None:
    panel.view.header.resizeSection(panel.model.column_number("name"), 400)
    scroll(panel, 300)
    assert not panel.view.frozen.isVisible()


def test_the_wheel_over_it_scrolls_the_table(panel: RowTable) -> None:
    panel.resize(520, 150)
    QApplication.processEvents()
    frozen = panel.view.frozen
    place = QPointF(20, 20)
    event = QWheelEvent(
        place,
        frozen.mapToGlobal(place),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(frozen.viewport(), event)
    assert panel.view.verticalScrollBar().value() == frozen.verticalScrollBar().value() > 0


# -- pointer and keys ----------------------------------------------------------------------------------


def test_clicks_select_as_in_the_table(panel: RowTable) -> None:
    press(panel, 1)
    assert chosen(panel) == "b"
    press(panel, 3, SHIFT)
    assert chosen(panel) == "bde"
    press(panel, 2, CONTROL)
    assert chosen(panel) == "be"
    assert panel.view.currentIndex().column() == panel.view.first_column
    assert panel.view.horizontalScrollBar().value() == 300


def test_pointing_and_a_double_click_tell_the_row(panel: RowTable) -> None:
    pointed, asked = [], []
    panel.hovered.connect(pointed.append)
    panel.jump_asked.connect(asked.append)
    frozen = panel.view.frozen
    QTest.mouseMove(frozen.viewport(), spot(panel, 1))
    QTest.mouseMove(frozen.viewport(), spot(panel, 2))
    assert pointed[-1] == "d"
    panel.show_hovered("d")
    QApplication.sendEvent(frozen, QEvent(QEvent.Type.Leave))
    assert pointed[-1] == ""
    QTest.mouseDClick(frozen.viewport(), Qt.MouseButton.LeftButton, NONE, spot(panel, 2))
    assert asked[-1]["sites"].tolist() == ["d"]


def test_its_heading_sorts_and_its_edge_widens_the_column(panel: RowTable) -> None:
    frozen, name = panel.view.frozen, panel.model.column_number("name")
    QTest.mouseClick(
        frozen.header.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(20, frozen.header.height() // 2)
    )
    assert shown(panel) == "bfdae"  # Ăn, Dương, Đông, Em, and no name last
    frozen.header.resizeSection(name, 133)
    assert panel.view.columnWidth(name) == 133
    assert frozen.isVisible()


def test_it_is_typed_into_where_it_really_is(panel: RowTable) -> None:
    press(panel, 1)
    QTest.keyClick(panel.view, Qt.Key.Key_F2)
    assert panel.view.horizontalScrollBar().value() == 0
    assert not panel.view.frozen.isVisible()
    field = panel.view.findChild(QLineEdit, "cellEditor")
    assert field is not None
    assert field.text() == "Ăn"


# -- the look ------------------------------------------------------------------------------------------


def colour(panel: RowTable, row: int) -> str:
    image = panel.view.frozen.viewport().grab().toImage()
    return image.pixelColor(spot(panel, row) + QPoint(40, -6)).name().upper()


def test_selected_and_pointed_at_rows_are_painted_in_both_themes(panel: RowTable) -> None:
    press(panel, 1)
    panel.show_hovered("d")
    assert (colour(panel, 1), colour(panel, 2)) == (LIGHT.accent_soft.upper(), LIGHT.hover.upper())
    panel.set_theme(DARK)
    assert (colour(panel, 1), colour(panel, 2)) == (DARK.accent_soft.upper(), DARK.hover.upper())


def test_another_column_at_the_left_is_the_one_that_is_held(panel: RowTable) -> None:
    panel.keeper.hide("name")
    scroll(panel, 200)
    frozen, first = panel.view.frozen, panel.view.first_column
    assert first == panel.keeper.shown()[0] != panel.model.column_number("name")
    assert frozen.isVisible()
    assert not frozen.isColumnHidden(first)
    assert frozen.isColumnHidden(panel.model.column_number("name"))
