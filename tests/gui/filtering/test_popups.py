"""The small windows of conditions by mouse and keys, and the section with its chips by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from gui.filtering.chip import ChipText
from gui.filtering.flow import flowing
from gui.filtering.panel import FilterPanel
from gui.filtering.period import PeriodPopup
from gui.filtering.text import TextPopup
from gui.filtering.ticks import TickEntry, TickPopup
from layers.periods import PeriodChoice, PeriodKind
from layers.style import LIGHT
from layers.words import Words

DAY = dt.date(2026, 11, 20)
ENTRIES = (
    TickEntry("fire", "Cháy", "29"),
    TickEntry("fire.forest", "Cháy rừng", "9", "Cháy"),
    TickEntry("fire.market", "Cháy chợ", "1", "Cháy"),
    TickEntry("drugs", "Tội phạm về ma túy", "12"),
    TickEntry("", "Huyện cũ"),
    TickEntry("g1", "Huyện Mộc Châu (cũ)", "8", "Huyện cũ"),
    TickEntry("g2", "Huyện Yên Châu (cũ)", "5", "Huyện cũ"),
)


class Sized(QWidget):
    """A widget of a given width that may be made narrower."""

    def __init__(self, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._width = width
        self.show()

    def sizeHint(self) -> QSize:
        return QSize(self._width, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 20)


@pytest.fixture
def place(app, qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    return made


def _ticks(place: QWidget, words: Words, ticked: tuple[str, ...] = ()) -> tuple[TickPopup, list[object]]:
    popup = TickPopup("Loại vụ việc", ENTRIES, ticked, words, place)
    told: list[object] = []
    popup.applied.connect(told.append)
    popup.open_at(place)
    return popup, told


def _item(popup: TickPopup, text: str):
    return next(item for item in popup.items() if item.text(0) == text)


def test_a_press_on_a_line_ticks_it_and_apply_tells(place, vi: Words) -> None:
    popup, told = _ticks(place, vi)
    _item(popup, "Cháy").setExpanded(True)
    rect = popup.list.visualItemRect(_item(popup, "Cháy rừng"))
    QTest.mouseClick(
        popup.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.topLeft() + QPoint(10, rect.height() // 2)
    )
    assert popup.answer() == ("fire.forest",)
    assert popup.note.text() == "Đã chọn 1"
    assert _item(popup, "Cháy").checkState(0) is Qt.CheckState.PartiallyChecked
    QTest.mouseClick(popup.apply_button, Qt.MouseButton.LeftButton)
    assert told == [("fire.forest",)]


def test_a_line_of_the_first_level_stands_for_all_under_it(place, vi: Words) -> None:
    popup, _ = _ticks(place, vi, ("fire", "g1"))
    assert _item(popup, "Cháy chợ").checkState(0) is Qt.CheckState.Checked
    assert popup.answer() == ("fire", "g1")
    _item(popup, "Cháy chợ").setCheckState(0, Qt.CheckState.Unchecked)
    # A heading is no value of its own: it stands for the keys under it.
    _item(popup, "Huyện cũ").setCheckState(0, Qt.CheckState.Checked)
    assert popup.answer() == ("fire.forest", "g1", "g2")
    popup.close()


def test_searched_without_tones_at_both_levels(place, vi: Words) -> None:
    popup, _ = _ticks(place, vi)

    def left() -> list[str]:
        return [
            item.text(0)
            for item in popup.items()
            if not item.isHidden() and (item.parent() is None or not item.parent().isHidden())
        ]

    QTest.keyClicks(popup.search, "chau")
    assert left() == ["Huyện cũ", "Huyện Mộc Châu (cũ)", "Huyện Yên Châu (cũ)"]
    popup.search.setText("mộc")
    assert left() == ["Huyện cũ", "Huyện Mộc Châu (cũ)"]
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert (popup.answer(), popup.search.text()) == (("g1",), "")
    popup.search.setText("khong co")
    assert left() == []
    assert not popup.nothing.isHidden()
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert popup.isVisible()
    popup.close()


def test_arrows_go_to_the_list_where_space_ticks_and_enter_applies(place, vi: Words) -> None:
    popup, told = _ticks(place, vi)
    place.window().activateWindow()
    QTest.keyClick(popup.search, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(popup.list, key)
    assert told == [("drugs",)]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_all_and_none_mean_the_lines_that_are_shown(place, vi: Words) -> None:
    popup, _ = _ticks(place, vi, ("drugs",))
    popup.search.setText("huyen")
    _press(popup.all)
    assert popup.answer() == ("drugs", "g1", "g2")
    popup.search.setText("moc chau")
    _press(popup.none)
    assert popup.answer() == ("drugs", "g2")
    popup.search.clear()
    _press(popup.none)
    assert popup.answer() == ()
    _press(popup.all)
    assert popup.answer() == ("fire", "drugs", "g1", "g2")
    popup.close()


def test_enter_on_a_button_presses_that_one(place, vi: Words) -> None:
    popup, told = _ticks(place, vi, ("drugs",))
    popup.activateWindow()
    popup.all.setFocus()
    QTest.keyClick(popup.all, Qt.Key.Key_Return)
    assert (popup.answer(), popup.isVisible()) == (("fire", "drugs", "g1", "g2"), True)
    popup.cancel_button.setFocus()
    QTest.keyClick(popup.cancel_button, Qt.Key.Key_Return)
    assert told == []
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_no_line_is_cut(place, vi: Words) -> None:
    long = "Tội phạm về kinh tế, tham nhũng, chức vụ và các tội phạm khác"
    popup = TickPopup("Loại vụ việc", [TickEntry("a", long, "1.204"), *ENTRIES], (), vi, place)
    popup.open_at(place)
    QApplication.processEvents()
    rect = popup.list.visualItemRect(popup.items()[0])
    room = popup.list.columnWidth(0) - popup.list.indentation() - 15 - 12  # the branch, the box, its rooms
    assert popup.list.fontMetrics().horizontalAdvance(long) <= room
    assert rect.width() <= popup.list.viewport().width()
    popup.close()


def test_a_list_without_lines_says_so(place, vi: Words) -> None:
    popup = TickPopup("Nhóm địa bàn", [], (), vi, place)
    popup.open_at(place)
    assert popup.nothing.text() == "Chưa có mục nào để chọn: dữ liệu chưa có nhóm địa bàn."
    assert not popup.nothing.isHidden()
    assert popup.list.isHidden()
    assert not popup.apply_button.isEnabled()
    popup.close()


def _period(place: QWidget, words: Words, choice: PeriodChoice | None = None) -> tuple[PeriodPopup, list]:
    popup = PeriodPopup("Kỳ báo cáo", choice, DAY, 15, words, LIGHT, place)
    told: list = []
    popup.applied.connect(told.append)
    popup.open_at(place)
    return popup, told


def test_the_latest_month_that_has_ended_comes_first(place, vi: Words) -> None:
    popup, told = _period(place, vi)
    assert popup.name.text() == "Kỳ 11/2026 (15/10–14/11)"
    assert popup.compared.text() == "Cùng kỳ năm trước: 15/10/2025 – 14/11/2025"
    assert popup.days.isHidden()
    QTest.mouseClick(popup.earlier, Qt.MouseButton.LeftButton)
    assert popup.name.text() == "Kỳ 10/2026 (15/09–14/10)"
    QTest.mouseClick(popup.later, Qt.MouseButton.LeftButton)
    QTest.mouseClick(popup.apply_button, Qt.MouseButton.LeftButton)
    assert told == [PeriodChoice(PeriodKind.MONTH, 2026, 11)]


def test_a_period_that_needs_more_room_stays_on_the_screen(place, vi: Words) -> None:
    popup, _told = _period(place, vi)
    room = popup.screen().availableGeometry()
    popup.move(room.left(), room.bottom() - popup.height() + 1)
    popup.kind.setCurrentIndex(popup.kind.findData(PeriodKind.FREE.value))
    popup.kind.activated.emit(popup.kind.currentIndex())
    QApplication.processEvents()
    assert room.contains(popup.geometry())
    popup.close()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_name_of_no_period_is_cut_and_the_arrows_stay(place, language: str) -> None:
    popup, _told = _period(place, Words.load(language))
    before = 0
    for number in range(popup.kind.count()):
        popup.kind.setCurrentIndex(number)
        popup.kind.activated.emit(number)
        QApplication.processEvents()
        assert popup.name.width() >= popup.name.sizeHint().width(), popup.name.text()
        assert popup.width() >= before
        before = popup.width()
    popup.close()


def test_kinds_are_chosen_by_key(place, vi: Words) -> None:
    popup, told = _period(place, vi)
    QTest.keyClick(popup.kind, Qt.Key.Key_Down)
    assert popup.name.text() == "Quý III/2026 (15/06–14/09)"
    QTest.keyClick(popup.kind, Qt.Key.Key_End)
    assert not popup.days.isHidden()
    assert popup.first.text() == "15/06/2026"
    popup.kind.setCurrentIndex(popup.kind.findData("last_12_months"))
    popup.kind.activated.emit(popup.kind.currentIndex())
    assert (popup.earlier.isEnabled(), popup.later.isEnabled()) == (False, False)
    assert popup.name.text() == "12 tháng qua (21/11/2025–20/11/2026)"
    popup.apply()
    assert told == [PeriodChoice(PeriodKind.LAST_12_MONTHS)]


def test_days_are_typed(place, vi: Words) -> None:
    free = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 3, 1), last=dt.date(2026, 5, 31))
    popup, told = _period(place, vi, free)
    assert popup.first.text() == "01/03/2026"
    popup.first.selectAll()
    QTest.keyClicks(popup.first, "15/4/2026")
    QTest.mouseClick(popup.apply_button, Qt.MouseButton.LeftButton)
    assert told == [PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 4, 15), last=dt.date(2026, 5, 31))]


def test_what_is_no_day_is_not_applied(place, vi: Words) -> None:
    popup, told = _period(place, vi, PeriodChoice(PeriodKind.FREE, first=DAY, last=DAY))
    popup.last.selectAll()
    QTest.keyClicks(popup.last, "31/02/2026")
    QTest.keyClick(popup.last, Qt.Key.Key_Return)
    assert (told, popup.isVisible()) == ([], True)
    assert popup.note.text() == vi("filters.period.no_day")
    QTest.keyClicks(popup.last, "28022027")
    QTest.keyClick(popup.last, Qt.Key.Key_Return)
    assert told == [PeriodChoice(PeriodKind.FREE, first=DAY, last=dt.date(2027, 2, 28))]


def test_a_day_is_chosen_in_the_calendar(place, vi: Words) -> None:
    popup, _ = _period(place, vi, PeriodChoice(PeriodKind.FREE, first=DAY, last=DAY))
    QTest.keyClick(popup.first, Qt.Key.Key_F4)
    calendar = popup.first.calendar
    assert calendar.selectedDate() == QDate(2026, 11, 20)
    assert calendar.locale().name() == "vi_VN"
    calendar.setSelectedDate(QDate(2026, 11, 3))
    QTest.keyClick(calendar.findChild(QTableView), Qt.Key.Key_Return)
    assert popup.first.text() == "03/11/2026"
    assert popup.choice == PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 11, 3), last=DAY)
    popup.close()


def test_a_first_day_after_the_last_takes_it_along(place, vi: Words) -> None:
    free = PeriodChoice(PeriodKind.FREE, first=dt.date(2026, 3, 1), last=dt.date(2026, 5, 31))
    popup, _ = _period(place, vi, free)
    popup.first.setText("01/07/2026")
    assert popup.first.take()
    assert (popup.choice.first, popup.choice.last) == (dt.date(2026, 7, 1), dt.date(2026, 7, 1))
    popup.last.setText("1.2.2026")
    assert popup.last.take()
    assert (popup.choice.first, popup.choice.last) == (dt.date(2026, 2, 1), dt.date(2026, 2, 1))
    popup.close()


def test_text_is_typed_and_applied_by_enter(place, vi: Words) -> None:
    popup = TextPopup("Chữ trong dữ liệu", "nà", vi, place)
    told: list[object] = []
    popup.applied.connect(told.append)
    popup.open_at(place)
    QTest.keyClicks(popup.field, "12/BC")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert told == ["12/BC"]


def test_a_small_window_stays_on_the_screen(place, vi: Words) -> None:
    room = place.screen().availableGeometry()
    place.move(room.right() - 40, room.bottom() - 40)
    popup, _ = _ticks(place, vi)
    assert room.contains(QRect(popup.pos(), popup.size()))
    popup.close()


def test_chips_flow_into_lines_and_none_is_wider_than_the_section(place) -> None:
    flow = flowing(place)
    for width in (90, 90, 90, 500):
        flow.addWidget(Sized(width, place))
    flow.setGeometry(QRect(0, 0, 200, 100))
    places = [flow.itemAt(number).geometry() for number in range(flow.count())]
    assert [(rect.x(), rect.y()) for rect in places] == [(0, 0), (96, 0), (0, 26), (0, 52)]
    assert places[3].width() == 200
    assert flow.heightForWidth(200) == 72
    assert flow.heightForWidth(1000) == 20


def test_what_is_pressed_in_the_section_is_told(app, qtbot, vi: Words) -> None:
    panel = FilterPanel(vi, LIGHT)
    qtbot.addWidget(panel)
    panel.resize(260, 200)
    panel.show()
    told: list[tuple] = []
    panel.removed.connect(lambda kind, value: told.append(("removed", kind, value)))
    panel.asked.connect(lambda kind: told.append(("asked", kind)))
    panel.cleared.connect(lambda: told.append(("cleared",)))
    panel.show_chips([ChipText("statuses", "active", "Đang hoạt động & vui", "Trạng thái: Đang hoạt động")])
    (chip,) = panel.chips
    QTest.keyClick(chip, Qt.Key.Key_Backspace)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    QTest.keyClick(chip, Qt.Key.Key_Space)
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton, pos=chip.cross_rect.center())
    QTest.mouseClick(panel.clear, Qt.MouseButton.LeftButton)
    assert told == [
        ("removed", "statuses", "active"),
        ("asked", "statuses"),
        ("asked", "statuses"),
        ("removed", "statuses", "active"),
        ("cleared",),
    ]
    assert chip.accessibleName().startswith("Điều kiện lọc Trạng thái: Đang hoạt động")
    for part in (panel.add, panel.clear, chip):
        assert part.focusPolicy() == Qt.FocusPolicy.StrongFocus
        assert part.toolTip()
