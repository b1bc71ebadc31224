from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.panels.commune_list import CommuneList
from gui.panels.commune_model import COLUMNS, Column, CommuneModel, CommuneRow
from layers.style import LIGHT
from layers.words import Words


def _row(code: str, name: str, part: float | None, whole: float | None, sites: float | None) -> CommuneRow:
    lacking = None if part is None or whole is None else whole - part
    return CommuneRow(code, name, f"Xã {name}", part is not None, part, whole, lacking, sites)


# villages with / all → lacking: 8, 2, 2, not reported, 0
ROWS = [
    _row("1", "Đông", 2, 10, 3),
    _row("2", "Ân", 3, 5, 4),
    _row("3", "An", 8, 10, 9),
    _row("4", "Bản", None, 7, None),
    _row("5", "Dương", 4, 4, 4),
]


@pytest.fixture
def communes(app, qtbot: QtBot, vi: Words) -> CommuneList:
    view = CommuneList(vi, LIGHT)
    qtbot.addWidget(view)
    view.resize(340, 300)
    view.show_rows(ROWS, "unit")
    view.show()
    return view


def _sort(view: CommuneList, column: Column, order: Qt.SortOrder) -> list[str]:
    view.sortByColumn(COLUMNS.index(column), order)
    return view.codes()


def test_opens_with_the_most_lacking_first_and_names_the_order(communes: CommuneList) -> None:
    # Ties (An 2, Ân 2) stand in Vietnamese order; who has not reported stands last.
    assert communes.codes() == ["1", "3", "2", "5", "4"]
    assert communes.order_text() == "số bản chưa có điểm"


def test_unknown_is_last_in_both_directions(communes: CommuneList) -> None:
    assert _sort(communes, Column.LACKING, Qt.SortOrder.AscendingOrder) == ["5", "3", "2", "1", "4"]
    assert _sort(communes, Column.SHARE, Qt.SortOrder.DescendingOrder) == ["5", "3", "2", "1", "4"]


def test_names_in_vietnamese_order(communes: CommuneList) -> None:
    # An, Ân, Bản, Dương, Đông
    assert _sort(communes, Column.NAME, Qt.SortOrder.AscendingOrder) == ["3", "2", "4", "5", "1"]


def test_texts(communes: CommuneList) -> None:
    model = communes.model()
    texts = [[model.index(row, column).data() for column in range(4)] for row in range(5)]
    assert texts == [
        ["Xã Đông", "20%", "8", "3"],
        ["Xã An", "80%", "2", "9"],
        ["Xã Ân", "60%", "2", "4"],
        ["Xã Dương", "100%", "0", "4"],
        ["Xã Bản", "Chưa nộp", "–", "–"],
    ]
    assert "20% (2/10)" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_sorting_tells_by_what(communes: CommuneList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(communes.order_changed) as told:
        communes.sortByColumn(COLUMNS.index(Column.SITES), Qt.SortOrder.DescendingOrder)
    assert told.args == ["số điểm đang hoạt động"]


def told(communes: CommuneList) -> tuple[list[list[str]], list[str], list[str]]:
    """Return what the list goes on to tell: choices, communes to show, communes under the pointer."""
    chosen, opened, hovered = [], [], []
    communes.communes_chosen.connect(chosen.append)
    communes.commune_opened.connect(opened.append)
    communes.commune_hovered.connect(hovered.append)
    return chosen, opened, hovered


def click(communes: CommuneList, row: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    where = communes.visualRect(communes.model().index(row, 0)).center()
    QTest.mouseClick(communes.viewport(), Qt.MouseButton.LeftButton, modifier, where)


def test_a_click_chooses_and_opens(communes: CommuneList) -> None:
    chosen, opened, _ = told(communes)
    click(communes, 1)
    assert (chosen, opened) == ([["3"]], ["3"])
    click(communes, 1)  # chosen already: shown once more
    assert (chosen, opened) == ([["3"]], ["3", "3"])


def test_ctrl_and_shift_choose_several_and_open_none(communes: CommuneList) -> None:
    # in the order shown: 1, 3, 2, 5, 4
    chosen, opened, _ = told(communes)
    click(communes, 0)
    click(communes, 2, Qt.KeyboardModifier.ControlModifier)
    assert chosen[-1] == ["1", "2"]
    click(communes, 4, Qt.KeyboardModifier.ShiftModifier)
    assert chosen[-1] == ["1", "2", "5", "4"]
    click(communes, 3, Qt.KeyboardModifier.ControlModifier)
    assert chosen[-1] == ["1", "2", "4"]
    assert opened == ["1"]


def test_arrow_keys_choose_and_enter_opens(communes: CommuneList, qtbot: QtBot) -> None:
    communes.select(["1"])
    chosen, opened, _ = told(communes)
    qtbot.keyClick(communes, Qt.Key.Key_Down)
    qtbot.keyClick(communes, Qt.Key.Key_Return)
    assert (chosen, opened) == ([["3"]], ["3"])


def test_keys_choose_several_all_and_none(communes: CommuneList) -> None:
    communes.select(["1"])
    chosen, _, _ = told(communes)
    QTest.keyClick(communes, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert chosen[-1] == ["1", "3"]
    QTest.keyClick(communes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert chosen[-1] == ["1", "3", "2", "5", "4"]
    QTest.keyClick(communes, Qt.Key.Key_Escape)
    assert chosen[-1] == []


def test_choosing_from_the_map_tells_nobody(communes: CommuneList) -> None:
    chosen, _, _ = told(communes)
    communes.select(["5", "3", "gone"])
    assert communes.chosen_codes() == ["3", "5"]
    assert communes.current_code == "3"
    communes.select(["5"])
    assert (communes.chosen_codes(), communes.current_code) == (["5"], "5")
    communes.select([])
    assert (communes.chosen_codes(), communes.current_code) == ([], "")
    assert chosen == []


def test_the_pointer_is_told_and_what_is_pointed_at_elsewhere_is_painted(communes: CommuneList) -> None:
    _, _, hovered = told(communes)
    first, second = (communes.visualRect(communes.model().index(row, 0)) for row in (0, 1))
    QTest.mouseMove(communes.viewport(), first.center())
    QTest.mouseMove(communes.viewport(), second.center())
    assert hovered[-1] == "3"
    QApplication.sendEvent(communes, QEvent(QEvent.Type.Leave))
    assert hovered[-1] == ""

    def ground(rect) -> str:
        return communes.viewport().grab().toImage().pixelColor(rect.left() + 4, rect.top() + 2).name()

    plain = ground(second)
    communes.show_hovered("3")
    assert ground(second) == LIGHT.hover.lower() != plain
    assert ground(first) == plain
    communes.show_hovered("")
    assert ground(second) == plain


def test_a_new_result_keeps_order_and_choice(communes: CommuneList) -> None:
    communes.sortByColumn(COLUMNS.index(Column.NAME), Qt.SortOrder.AscendingOrder)
    communes.select(["2", "1"])
    communes.show_rows(list(reversed(ROWS)), "unit")
    assert communes.codes() == ["3", "2", "4", "5", "1"]
    assert communes.chosen_codes() == ["2", "1"]


def test_all_columns_fit_and_the_name_is_not_squeezed(communes: CommuneList) -> None:
    widths = [communes.columnWidth(number) for number in range(len(COLUMNS))]
    assert sum(widths) <= communes.viewport().width()
    assert widths[0] >= communes.fontMetrics().horizontalAdvance("Phường Tô Hiệu")


def test_a_share_next_to_nothing_or_all_fits_its_column(vi: Words) -> None:
    model = CommuneModel(vi)
    model.show_rows(
        [_row("1", "A", 0.0001, 1, 1), _row("2", "B", 0.9999, 1, 1), _row("3", "C", 0, 1, 1)], "unit"
    )
    shares = [model.index(number, COLUMNS.index(Column.SHARE)).data() for number in range(3)]
    assert shares == ["<1%", ">99%", "0%"]
