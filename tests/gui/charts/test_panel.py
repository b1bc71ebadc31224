"""Charts and the selection of the window, both ways, with a real mouse and keyboard over the sample."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from analysis.params import SiteKind
from exports.figures import numbers_of
from exports.shading import Measure
from gui.charts.category_chart import CategoryChart
from gui.charts.kinds import ChartKind
from gui.linked import Mode
from layers.style import DARK

MONTHS, GROWTH, COMMUNES = ChartKind.MONTHS, ChartKind.GROWTH, ChartKind.COMMUNES
VILLAGES, CATEGORIES, HOURS = ChartKind.VILLAGE_DISTANCE, ChartKind.CATEGORIES, ChartKind.HOURS
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def of_month(desk, month: dt.date) -> set[str]:
    """Return the incidents of a calendar month up to the day of the figures, found another way."""
    rows = desk.bundle.incidents
    happened = pd.to_datetime(rows["happened_on"])
    is_it = (happened.dt.year == month.year) & (happened.dt.month == month.month)
    is_it &= rows["happened_precision"] != "year"
    return set(rows.index[is_it])


# -- from the chart to the selection --------------------------------------------------------------------


def test_a_click_on_a_bar_selects_its_rows(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    it.click(chart, 3)
    expected = of_month(it, chart.series.months[3])
    assert expected
    assert it.selected("incidents") == expected
    assert list(it.linked.selection) == ["incidents"]


def test_ctrl_toggles_and_shift_adds(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    third, fourth = (of_month(it, chart.series.months[slot]) for slot in (3, 4))
    it.click(chart, 3)
    it.click(chart, 4, SHIFT)
    assert it.selected("incidents") == third | fourth
    it.click(chart, 3, CTRL)
    assert it.selected("incidents") == fourth
    it.click(chart, 3, CTRL)
    assert it.selected("incidents") == third | fourth


def test_other_tables_stay_selected_only_where_rows_are_added(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    it.linked.select({"sites": it.bundle.sites.index[:2]})
    it.click(it.chart(MONTHS), 3, SHIFT)
    assert len(it.selected("sites")) == 2
    it.click(it.chart(MONTHS), 3)
    assert not it.selected("sites")


def test_the_pale_bar_selects_the_year_before(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    it.click(chart, len(chart.series.months) + 3)
    month = chart.series.months[3]
    assert it.selected("incidents") == of_month(it, month.replace(year=month.year - 1))


def test_a_dragged_range_selects_the_months_in_it(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    it.drag(chart, chart.place_of(2), chart.place_of(5))
    months = chart.series.months[2:6]
    assert it.selected("incidents") == set().union(*(of_month(it, month) for month in months))
    it.drag(chart, chart.place_of(8), chart.place_of(7), SHIFT)
    assert it.selected("incidents") >= of_month(it, chart.series.months[7]) | of_month(it, months[0])


def test_a_range_of_distances_selects_the_villages_in_it(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(VILLAGES)
    it.drag(chart, chart.place_of(1), chart.place_of(3))
    distance, edges = chart.series.distance_m, chart.series.edges_m
    rows = chart.binned.rows[(distance > edges[1]) & (distance <= edges[4])]
    is_told = chart.binned.slot[chart.binned.rows.get_indexer(rows)] >= 0
    assert it.selected("villages") == set(rows[is_told])


def test_a_click_beside_the_bars_selects_nothing(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    it.click(chart, 3)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, chart.height() // 2))
    assert it.linked.count == 0


def test_the_right_button_selects_nothing(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    QTest.mouseClick(chart.viewport(), Qt.MouseButton.RightButton, pos=chart.place_of(3))
    assert it.linked.count == 0


def test_a_box_of_hours_selects_its_incidents(desk) -> None:
    it = desk(HOURS, VILLAGES, GROWTH)
    chart = it.chart(HOURS)
    it.drag(chart, chart.place_of(8), chart.place_of(24 + 10))  # Monday and Tuesday, 8 to 10 h
    rows = it.bundle.incidents
    day = pd.to_datetime(rows["happened_on"]).dt.day_of_week
    hour = pd.to_numeric(rows["happened_time"].str[:2])
    is_it = day.isin([0, 1]) & hour.between(8, 10) & (rows["happened_precision"] == "day")
    assert it.selected("incidents") == set(rows.index[is_it])


def test_bars_are_walked_and_chosen_by_keyboard(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(VILLAGES)
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chart.cursor == 1
    assert it.selected("villages") == set(chart.binned.rows_in([1]))
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Space, CTRL)
    assert it.selected("villages") == set(chart.binned.rows_in([0, 1]))
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.cursor == chart.binned.slots - 1
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.cursor == -1
    assert chart.accessibleDescription() == ""


def test_the_keyboard_is_seen_on_a_chart(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    it.window.activateWindow()
    it.panel.panes[0].heading.setFocus(Qt.FocusReason.TabFocusReason)
    before = chart.grab().toImage()
    QTest.keyClick(it.panel.panes[0].heading, Qt.Key.Key_Tab)
    assert chart.hasFocus()
    assert chart.grab().toImage() != before
    chart.clearFocus()
    assert chart.grab().toImage() == before


def test_arrows_go_in_both_directions_of_a_matrix(desk) -> None:
    it = desk(HOURS, VILLAGES, GROWTH)
    chart = it.chart(HOURS)
    for key, slot in [
        (Qt.Key.Key_Right, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_Down, 25), (Qt.Key.Key_Left, 24),
        (Qt.Key.Key_Left, 24), (Qt.Key.Key_Up, 0),
    ]:  # fmt: skip
        QTest.keyClick(chart, key)
        assert chart.cursor == slot


# -- from the selection to the chart --------------------------------------------------------------------


def test_what_is_selected_elsewhere_stands_inside_every_bar(desk) -> None:
    it = desk(MONTHS, CATEGORIES, GROWTH)
    chosen = it.bundle.incidents.index[::4]
    it.linked.select({"incidents": chosen}, source=it)
    for chart in (it.chart(MONTHS), it.chart(CATEGORIES)):
        slots = [chart.binned.slot_of(identity) for identity in chosen]
        for slot in range(chart.binned.slots):
            assert chart.chosen_of(slot) == slots.count(slot)
    assert it.chart(GROWTH).chosen_of(0) == 0
    it.linked.clear()
    assert it.chart(MONTHS).chosen_of(3) == 0


def test_a_selection_stands_when_the_filters_change(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    it.click(it.chart(GROWTH), 0)
    count = it.chart(GROWTH).chosen_of(0)
    assert count > 0
    it.ask(radius_m=3000)
    assert it.chart(GROWTH).chosen_of(0) == count
    assert it.chart(VILLAGES).series.radius_m == 3000


def test_the_inner_bar_is_drawn(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(VILLAGES)
    before = chart.grab().toImage()
    it.linked.select({"villages": it.bundle.villages.index})
    assert chart.grab().toImage() != before


# -- pointing -------------------------------------------------------------------------------------------


def test_the_card_says_the_exact_figures(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(MONTHS)
    place = chart.place_of(11)
    it.move(chart, place)
    month, words = chart.series.months[11], it.session.words
    assert it.panel.card.isVisible()
    assert it.panel.card.text.title == f"T{month.month}/{month.year}"
    assert words.count(chart.series.now[11]) in dict(it.panel.card.text.rows)["Trong kỳ"]
    assert words.count(chart.series.before[11]) in dict(it.panel.card.text.rows)["Cùng kỳ năm trước"]
    assert it.panel.card.text.title in chart.accessibleDescription()
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert not it.panel.card.isVisible()


def test_pointing_at_a_commune_points_at_it_everywhere(desk) -> None:
    it = desk(COMMUNES, VILLAGES, GROWTH)
    chart = it.chart(COMMUNES)
    it.move(chart, chart.place_of(5))
    assert it.linked.hovered == ("communes", chart.series.codes[5])
    it.linked.hover("communes", chart.series.codes[9])
    assert chart.cursor == 9
    it.linked.hover(None)
    assert chart.cursor == -1


def test_pointing_at_a_row_elsewhere_marks_its_bar(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    chart = it.chart(GROWTH)
    identity = str(chart.binned.rows_in([4])[0]) if chart.binned.totals[4] else str(chart.binned.rows[0])
    it.linked.hover("sites", identity)
    assert chart.cursor == chart.binned.slot_of(identity)
    assert it.chart(MONTHS).cursor == -1


# -- what the charts say --------------------------------------------------------------------------------


def test_communes_stand_in_the_order_of_the_list_beside_the_map(desk) -> None:
    it = desk(COMMUNES, VILLAGES, GROWTH)
    communes = it.communes
    assert list(it.chart(COMMUNES).series.codes) == communes.codes()
    communes.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert list(it.chart(COMMUNES).series.codes) == communes.codes()
    assert communes.order_text() in " ".join(it.panel.panes[0].note.notes)


def test_a_category_opens_into_its_details_and_back(desk) -> None:
    it = desk(MONTHS, CATEGORIES, GROWTH)
    pane, chart = it.panel.panes[1], it.chart(CATEGORIES)
    assert isinstance(chart, CategoryChart)
    slot = chart.series.codes.index("fire")
    fires = set(chart.binned.rows_in([slot]))
    it.click(chart, slot, CTRL)
    assert not chart.can_go_back  # adding to a selection opens nothing
    it.click(chart, slot)
    assert it.selected("incidents") == fires
    assert set(chart.series.codes) == {
        code for code in it.bundle.incidents["category"].dropna() if code.split(".")[0] == "fire"
    }
    assert [chart.chosen_of(s) for s in range(chart.binned.slots)] == chart.binned.totals.tolist()
    assert pane.back.isVisible()
    QTest.mouseClick(pane.back, Qt.MouseButton.LeftButton)
    assert "fire" in chart.series.codes
    assert not pane.back.isVisible()
    assert it.selected("incidents") == fires


def test_few_incidents_carry_their_warning(desk) -> None:
    it = desk(MONTHS, HOURS, CATEGORIES)
    words = it.session.words
    assert all(words("charts.few") not in pane.note.notes for pane in it.panel.panes)
    keep = it.bundle.incidents.index[:4]
    frames = dict(it.workspace.snapshot().frames)
    frames["incidents"] = frames["incidents"].loc[keep].assign(happened_on=pd.Timestamp("2026-11-02"))
    few = desk(MONTHS, HOURS, CATEGORIES, frames=frames)
    assert words("charts.few") in few.panel.panes[0].note.notes
    assert "lũy kế 04, cùng kỳ 00" in few.panel.panes[0].heading.text_shown


def test_rows_that_the_tiles_leave_out_are_said_beside_the_bars(desk) -> None:
    it = desk(MONTHS, CATEGORIES, GROWTH)
    bundle, words = it.bundle, it.session.words
    assert bundle.not_reported
    left_out = len(bundle.incidents) - int(bundle.coverage.province["incidents"])
    assert left_out > 10
    said = words("charts.with_silent.incidents", n=words.count(left_out))
    assert said in it.panel.panes[1].note.notes
    lacking = {code for codes in bundle.coverage.not_reported.values() for code in codes}
    of_sites = bundle.sites[bundle.sites["counts"] & bundle.sites["commune_code_at"].isin(lacking)]
    said = words("charts.with_silent.sites", n=words.count(len(of_sites)))
    assert said in it.panel.panes[2].note.notes
    month, series = it.panel.panes[0], it.chart(MONTHS).series
    days = pd.to_datetime(bundle.incidents["happened_on"].astype("string"))
    shown = days.between(pd.Timestamp(series.first), pd.Timestamp(series.last))
    shown &= bundle.incidents["commune_code_at"].isin(lacking)
    assert words("charts.with_silent.incidents", n=words.count(int(shown.sum()))) in month.note.notes


def test_headings_say_what_is_counted(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    it.ask(layer=SiteKind.CLUSTERS)
    sites = it.bundle.sites
    number = int(sites["counts"].sum())
    shown = [pane.heading.text_shown for pane in it.panel.panes]
    assert shown[0].startswith("VỤ VIỆC THEO THÁNG · lũy kế ")
    assert shown[1] == "BẢN THEO KHOẢNG CÁCH ĐẾN CỤM GẦN NHẤT · đường chim bay"
    assert shown[2].startswith(f"{number} CỤM DÂN CƯ AN TOÀN PCCC TỪ ")


def test_the_rate_of_the_notes_is_that_of_the_panel(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    it.ask(radius_m=3000)
    part, whole = numbers_of(it.bundle, Measure.VILLAGES)
    assert f"{it.session.words.share(part, whole)} bản" in " ".join(it.panel.panes[1].note.notes)


def test_without_rows_it_is_said_what_to_do(desk, sample_frames) -> None:
    frames = {name: frame.iloc[:0] if name in {"incidents", "sites", "villages"} else frame
              for name, frame in sample_frames.items()}  # fmt: skip
    for kinds in ((MONTHS, VILLAGES, GROWTH), (HOURS, CATEGORIES, COMMUNES)):
        it = desk(*kinds, frames=frames)
        for pane in it.panel.panes:
            assert pane.empty.isVisible(), pane.kind
            assert len(pane.empty.text()) > 20
            assert "đang lọc" not in pane.empty.text()
            assert pane.empty.button.text() == "home"  # names of actions, here
            assert pane.note.notes == ()
        QTest.keyClick(it.panel.panes[0].chart, Qt.Key.Key_Right)
        assert it.linked.count == 0


# -- copying, looks ---------------------------------------------------------------------------------------


def test_figures_are_copied_as_a_table(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    it.panel.panes[0].copy_figures()
    rows = [line.split("\t") for line in QApplication.clipboard().text().splitlines()]
    series = it.chart(MONTHS).series
    assert rows[0] == ["Tháng", "Trong kỳ", "Cùng kỳ năm trước"]
    assert [[int(now), int(before)] for _, now, before in rows[1:]] == [
        [int(now), int(before)] for now, before in zip(series.now, series.before, strict=True)
    ]


def test_the_picture_carries_heading_and_notes(desk) -> None:
    it = desk(MONTHS, VILLAGES, GROWTH)
    pane = it.panel.panes[2]
    pane.copy_picture()
    image = QApplication.clipboard().image()
    assert image.width() > 2 * pane.chart.width()
    assert image.height() > 2 * (pane.chart.height() + 40)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "kinds", [tuple(ChartKind)[:3], tuple(ChartKind)[3:6], tuple(ChartKind)[6:]], ids=["1", "2", "3"]
)
def test_every_chart_is_drawn_and_speaks(desk, language, kinds) -> None:
    it = desk(*kinds, language=language)
    it.ask(radius_m=3000)
    for table in ("incidents", "villages", "sites"):
        it.linked.select({table: getattr(it.bundle, table).index[::2]}, mode=Mode.ADD)
    for pane in it.panel.panes:
        chart = pane.chart
        assert pane.empty.text() == "", pane.kind
        assert chart.accessibleName()
        assert len(set(map(len, chart.table()))) == 1
        for slot in (0, chart.binned.slots - 1):
            assert chart.card(slot).title
        assert len(_colours(chart)) > 4, pane.kind
    light = [_colours(pane.chart) for pane in it.panel.panes]
    it.session.theme_changed.emit(DARK)
    assert all(_colours(pane.chart) != before for pane, before in zip(it.panel.panes, light, strict=True))


def _colours(chart) -> set[int]:
    image = chart.grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
