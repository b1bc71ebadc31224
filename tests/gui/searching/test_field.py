"""The field and its list by themselves: keys, input methods, sizes and what is painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QWidget

from gui.icons import Icon
from gui.searching.field import NARROWEST_PX, ROOM_FOR_HINT_PX, SearchField
from gui.searching.popup import MOST_ROWS, SearchPopup
from gui.searching.row import SearchRow
from layers.style import CLUSTERS, DARK, LIGHT


@pytest.fixture
def place(app, qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def field(place: QWidget, vi) -> SearchField:
    made = SearchField(vi, LIGHT, place)
    made.setGeometry(100, 5, 420, 30)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def popup(place: QWidget, vi) -> SearchPopup:
    return SearchPopup(vi, LIGHT, place)


def _rows(count: int) -> list[SearchRow]:
    return [SearchRow(f"Nà {number}", value=number) for number in range(count)]


@pytest.mark.parametrize(
    ("key", "signal", "told"),
    [
        (Qt.Key.Key_Up, "stepped", [-1]),
        (Qt.Key.Key_Down, "stepped", [1]),
        (Qt.Key.Key_PageUp, "paged", [-1]),
        (Qt.Key.Key_PageDown, "paged", [1]),
        (Qt.Key.Key_Return, "chosen", []),
        (Qt.Key.Key_Enter, "chosen", []),
        (Qt.Key.Key_Escape, "given_up", []),
    ],
)
def test_keys_of_the_list_are_handed_on(
    field: SearchField, key: Qt.Key, signal: str, told: list[int]
) -> None:
    spy = QSignalSpy(getattr(field, signal))
    QTest.keyClick(field, key)
    assert spy.count() == 1
    assert spy.at(0) == told


def test_what_an_input_method_composes_is_searched(field: SearchField) -> None:
    spy = QSignalSpy(field.typed)
    QTest.keyClicks(field, "mu")
    QCoreApplication.sendEvent(field, QInputMethodEvent("ờng", []))
    assert [spy.at(number)[0] for number in range(spy.count())] == ["m", "mu", "muờng"]


def test_the_hint_of_the_keys_goes_where_there_is_no_room_or_a_text(field: SearchField) -> None:
    assert field._hint.isVisible()
    field.resize(ROOM_FOR_HINT_PX - 10, 30)
    assert not field._hint.isVisible()
    field.resize(420, 30)
    assert field._hint.isVisible()
    QTest.keyClicks(field, "a")
    assert not field._hint.isVisible()
    assert field.minimumWidth() == NARROWEST_PX
    assert field.sizeHint().height() >= field.fontMetrics().height() + 8


def test_the_list_stands_under_the_field_within_the_window(field, popup: SearchPopup, place: QWidget) -> None:
    popup.show_rows(_rows(40), "", field)
    assert popup.geometry().top() > field.geometry().bottom()
    assert place.rect().contains(popup.geometry())
    row = popup.view.sizeHintForRow(0)
    assert row >= popup.fontMetrics().height() + 8
    assert popup.height() == row * MOST_ROWS + 2
    field.move(700, 5)
    popup.place(field)
    assert place.rect().contains(popup.geometry())


def test_one_row_needs_no_scroll_bar_and_none_only_its_note(field, popup: SearchPopup) -> None:
    popup.show_rows(_rows(1), "", field)
    assert not popup.view.verticalScrollBar().isVisible()
    popup.show_rows([], "Không có", field)
    assert popup.note.isVisible()
    assert not popup.view.isVisible()
    assert popup.current is None
    popup.show_rows([], "", field)
    assert not popup.isVisible()


def test_what_cannot_be_chosen_is_passed_over(field, popup: SearchPopup) -> None:
    rows = [SearchRow("Nhóm", is_heading=True), SearchRow("a", is_enabled=False), *_rows(2)]
    rows[0] = SearchRow("x", is_enabled=False)
    popup.show_rows(rows, "", field)
    assert popup.current.value == 0
    popup.step(-1)
    assert popup.current.value == 0
    popup.step(5)
    assert popup.current.value == 1


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_rows_of_every_sort_are_painted(field, popup: SearchPopup, theme) -> None:
    popup.set_theme(theme)
    rows = [
        SearchRow("Xã Bình Thuận", note="tên cũ: Phổng Lái", note_spans=((8, 9),), icon=Icon.BOUNDARIES),
        SearchRow("Cụm " + "rất dài " * 40, ((0, 3),), "ghi chú " * 30, symbol=CLUSTERS.symbol),
        SearchRow("Lưu", keys="Ctrl+S", is_enabled=False, icon=Icon.COMMAND),
        SearchRow("Điểm (3)", is_heading=True),
    ]
    popup.show_rows(rows, "Còn kết quả khác", field)
    image = popup.grab().toImage()
    colours = {
        image.pixelColor(x, y).name().upper()
        for x in range(0, image.width(), 3)
        for y in range(image.height())
    }
    assert theme.accent_soft.upper() in colours
    assert theme.accent.upper() in colours
    assert popup.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Xã Bình Thuận, tên cũ: Phổng Lái"
