"""Chips and the document in step, both ways: a press becomes a command, a change becomes a chip."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.actions.ids import ActionId
from gui.controllers.filter_controller import FilterController
from layers import commands
from layers.filters import FilterKind, Filters
from layers.periods import PeriodChoice, PeriodKind

LEFT = Qt.MouseButton.LeftButton
FIRES = Filters(
    period=PeriodChoice(PeriodKind.YEAR_TO_DATE, 2026, 11), categories=("fire",), statuses=("active",)
)


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    return made


@pytest.fixture
def shown(bench):
    bench.window.resize(1366, 768)
    bench.window.show()
    bench.shell.view.show_map()
    bench.window.activateWindow()
    return bench


def _filters(bench) -> FilterController:
    return bench.window.findChild(FilterController)


def _texts(bench) -> list[str]:
    return [chip.text() for chip in _filters(bench).panel.chips]


def _settle() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def test_each_condition_has_a_chip(bench) -> None:
    bench.shell.coverage.set_filters(FIRES)
    assert _texts(bench) == ["Kỳ 11/2026, lũy kế năm", "Cháy", "Đang hoạt động"]
    panel = _filters(bench).panel
    assert "Kỳ báo cáo: Kỳ 11/2026, lũy kế năm (15/12/2025–14/11/2026)" in panel.chips[0].toolTip()
    assert not panel.clear.isHidden()
    bundle = bench.shell.coverage.bundle
    words = bench.words
    assert panel.left_over.text() == words(
        "filters.left_over",
        sites=words.number(len(bundle.sites)),
        all_sites="1.248",
        incidents=words.number(len(bundle.incidents)),
        all_incidents="1.200",
    )
    assert set(bundle.sites["status"]) == {"active"}
    assert (bundle.params.period_to, bundle.as_of) == (dt.date(2026, 11, 14),) * 2


def test_the_cross_of_a_chip_takes_its_condition_away(bench) -> None:
    bench.shell.coverage.set_filters(FIRES)
    chip = _filters(bench).panel.chips[1]
    QTest.mouseClick(chip, LEFT, pos=chip.cross_rect.center())
    assert bench.shell.coverage.filters == FIRES.without(FilterKind.CATEGORIES)
    assert _texts(bench) == ["Kỳ 11/2026, lũy kế năm", "Đang hoạt động"]
    bench.shell.document.undo()
    assert _texts(bench) == ["Kỳ 11/2026, lũy kế năm", "Cháy", "Đang hoạt động"]
    bench.shell.document.redo()
    assert len(_texts(bench)) == 2


def test_delete_takes_one_after_the_other_and_the_focus_goes_on(shown) -> None:
    shown.shell.coverage.set_filters(FIRES)
    panel = _filters(shown).panel
    panel.chips[0].setFocus()
    for left in (2, 1, 0):
        near = QApplication.focusWidget()
        assert near in panel.chips
        QTest.keyClick(near, Qt.Key.Key_Delete)
        assert len(panel.chips) == left
    assert QApplication.focusWidget() is panel.add
    assert panel.clear.isHidden()
    assert shown.shell.coverage.filters.is_empty


def test_one_press_clears_all_and_is_there_only_then(bench) -> None:
    panel = _filters(bench).panel
    assert panel.clear.isHidden()
    bench.shell.coverage.set_filters(FIRES)
    QTest.mouseClick(panel.clear, LEFT)
    assert (bench.shell.coverage.filters.is_empty, panel.clear.isHidden()) == (True, True)
    assert panel.left_over.isHidden()
    assert len(bench.shell.coverage.bundle.sites) == 1248


def test_the_keys_of_the_window_clear_and_add(shown) -> None:
    shown.shell.coverage.set_filters(FIRES)
    actions = shown.window.actions_of
    assert actions[ActionId.FILTER_CLEAR].shortcut().toString() == "Ctrl+Shift+L"
    QTest.keyClick(
        shown.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert shown.shell.coverage.filters.is_empty
    actions[ActionId.FILTER_ADD].trigger()
    menu = _filters(shown).panel.menu
    assert menu.isVisible()
    assert [action.text() for action in menu.actions()][:3] == ["Kỳ báo cáo", "Mô hình", "Loại vụ việc"]
    menu.close()


def test_a_condition_is_added_by_mouse_and_keys(shown) -> None:
    control = _filters(shown)
    QTest.mouseClick(control.panel.add, LEFT)
    menu = control.panel.menu
    QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(menu.actions()[3]).center())
    popup = control.popup
    assert popup is not None
    QTest.keyClicks(popup.search, "tam d")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)  # ticks the first found
    QTest.keyClick(popup.search, Qt.Key.Key_Return)  # and, the field empty again, applies
    assert shown.shell.coverage.filters == Filters(statuses=("paused",))
    assert _texts(shown) == ["Tạm dừng"]
    _settle()
    assert control.popup is None


def test_esc_and_cancel_change_nothing(bench) -> None:
    control = _filters(bench)
    for leave in ("key", "button"):
        control._open("statuses")
        item = control.popup.list.topLevelItem(0)
        item.setCheckState(0, Qt.CheckState.Checked)
        if leave == "key":
            QTest.keyClick(control.popup.search, Qt.Key.Key_Escape)
        else:
            QTest.mouseClick(control.popup.cancel_button, LEFT)
        _settle()
    assert bench.shell.coverage.filters.is_empty
    assert not bench.shell.document.workspace.can_undo


def test_a_press_on_a_chip_changes_its_condition(bench) -> None:
    bench.shell.coverage.set_filters(Filters(text="nà"))
    control = _filters(bench)
    chip = control.panel.chips[0]
    assert chip.text() == "“nà”"
    QTest.mouseClick(chip, LEFT, pos=QPoint(12, chip.height() // 2))
    QTest.keyClicks(control.popup.field, "mau")  # what was there is marked, and goes
    QTest.keyClick(control.popup.field, Qt.Key.Key_Return)
    assert bench.shell.coverage.filters.text == "mau"


def test_many_values_share_a_chip(bench) -> None:
    codes = tuple(bench.shell.document.boundaries.codes[:5])
    bench.shell.coverage.set_filters(Filters(communes=codes, ratings=("good", "fair")))
    assert _texts(bench) == ["Tốt", "Khá", "Xã, phường: 5"]
    assert _filters(bench).panel.chips[2].toolTip().count(",") >= 4
    assert len(bench.shell.coverage.bundle.coverage.communes) == 5


def test_nothing_left_says_so_and_offers_to_clear(bench) -> None:
    bench.shell.coverage.set_filters(Filters(text="không có gì như vậy"))
    panel = _filters(bench).panel
    assert panel.left_over.text() == bench.words("filters.nothing_left")
    assert not panel.clear.isHidden()
    assert bench.window.coverage.filtered.text().startswith("Theo bộ lọc: “không")


def test_groups_and_initiatives_are_offered_with_numbers(bench) -> None:
    control = _filters(bench)
    control._open("groups")
    lines = {item.text(0): item.text(1) for item in control.popup.items()}
    assert lines["Huyện Yên Châu (cũ)"] == "5"
    control.popup.close()
    control._open("initiatives")
    assert len(control.popup.items()) == 80
    assert sum(int(item.text(1)) for item in control.popup.items()) == 1248
    control.popup.close()
    control._open("communes")
    assert control.popup.items()[0].text(0) == "Xã Bắc Yên"
    control.popup.close()


def test_without_groups_it_is_said_how_they_come_in(make_window, sample_frames, schematic) -> None:
    bench = make_window()
    without = {name: sample_frames[name].iloc[:0] for name in ("commune_groups", "commune_group_members")}
    bench.open(dict(sample_frames) | without, schematic)
    control = _filters(bench)
    control._open("groups")
    assert "app.py import" in control.popup.nothing.text()
    assert "--layer groups" in control.popup.nothing.text()


def test_chips_survive_another_language_and_another_file(bench, sample_frames, schematic) -> None:
    bench.shell.coverage.set_filters(FIRES)
    bench.shell.session.choose_language("en")
    assert _texts(bench) == ["Period 11/2026, year to date", "Fire", "Active"]
    bench.open(sample_frames, schematic)
    assert _texts(bench) == []
    workspace = bench.shell.document.workspace
    workspace.execute(commands.set_filters(workspace, FIRES))
    assert len(_texts(bench)) == 3
    bench.shell.document.undo()
    assert _texts(bench) == []


def test_the_header_says_of_which_communes_it_speaks(bench, schematic) -> None:
    header = bench.window.header.document
    assert "đã nộp 72/75 ·" in header.text()
    reported = bench.shell.coverage.bundle.coverage.communes["reported"]
    codes = tuple(reported.index[reported.astype(bool)][:3])
    bench.shell.coverage.set_filters(Filters(communes=codes))
    assert "đã nộp 3/3 (xã, phường trong bộ lọc) ·" in header.text()


def test_a_tile_explains_why_the_layer_counts_more_incidents(bench) -> None:
    bundle = bench.shell.coverage.bundle
    counted, everything = int(bundle.coverage.province["incidents"]), len(bundle.incidents)
    assert counted < everything
    tile = next(one for one in bench.window.coverage.tiles.tiles if "vụ việc" in one.text.text())
    numbers = bench.words.number(everything), bench.words.number(everything - counted)
    assert "có {} vụ; {} vụ không tính ở đây".format(*numbers) in tile.toolTip()
    assert tile.accessibleDescription() in tile.toolTip()


def test_a_renamed_initiative_is_renamed_on_its_chip(bench) -> None:
    workspace = bench.shell.document.workspace
    one = workspace.frame("initiatives").index[0]
    bench.shell.coverage.set_filters(Filters(initiatives=(one,)))
    workspace.execute(commands.change_cells(workspace, "initiatives", {one: {"short_name": "Bản mới & vui"}}))
    assert _texts(bench) == ["Bản mới & vui"]


def test_an_open_small_window_goes_with_its_document(bench, sample_frames, schematic) -> None:
    control = _filters(bench)
    control._open("period")
    bench.open(sample_frames, schematic)
    _settle()
    assert control.popup is None


def test_nothing_of_a_chip_is_cut(shown) -> None:
    longest = max(
        shown.shell.document.workspace.frame("initiatives")["name"].items(), key=lambda p: len(p[1])
    )
    shown.shell.coverage.set_filters(Filters(initiatives=(longest[0],), statuses=("active",)))
    QApplication.processEvents()
    panel = _filters(shown).panel
    for chip in panel.chips:
        assert chip.height() >= chip.fontMetrics().height() + 8
        assert chip.mapTo(panel, chip.rect().bottomRight()).x() <= panel.width()
    assert panel.chips[0].toolTip().startswith(f"Mô hình: {longest[1]}")
