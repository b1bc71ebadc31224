from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.jobs import InstantRunner, JobRunner
from gui.notify import Notice, Tone
from gui.panels.banner import Banner
from gui.panels.initiative_box import InitiativeBox
from gui.panels.radius_control import RadiusControl
from gui.panels.segmented import Segmented
from gui.panels.status_bar import StatusBar
from layers.style import LIGHT
from layers.words import Words

CHOICES = [("", "Tất cả"), ("a", "Tổ xe ôm Hoa hướng dương"), ("b", "Đèo dốc an toàn")]


@pytest.fixture
def shown(app, qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    def show(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        return widget

    return show


def test_segments_are_chosen_by_click_and_arrow_key(shown, qtbot: QtBot) -> None:
    row = shown(Segmented([("a", "A"), ("b", "B"), ("c", "C")], "Cách"))
    told: list[str] = []
    row.chosen.connect(told.append)
    row.choose("a")
    assert (row.current, told) == ("a", [])
    row.button("b").click()
    qtbot.keyClick(row, Qt.Key.Key_Right)
    qtbot.keyClick(row, Qt.Key.Key_Right)
    assert (row.current, told) == ("c", ["b", "c"])


def test_the_radius_is_the_same_in_slider_and_field(shown, vi: Words) -> None:
    control = shown(RadiusControl(vi))
    control.show_radius(3500)
    assert control.field.text() == "3,5 km"
    assert control.slider.value() == 35
    assert control.radius_m == 3500


def test_a_held_slider_moves_and_letting_go_chooses_once(shown, vi: Words) -> None:
    control = shown(RadiusControl(vi))
    control.show_radius(3000)
    moving: list[int] = []
    chosen: list[int] = []
    control.moving.connect(moving.append)
    control.chosen.connect(chosen.append)
    control.slider.setSliderDown(True)
    control.slider.setValue(40)
    control.slider.setValue(50)
    assert (moving, chosen) == ([4000, 5000], [])
    control.slider.setSliderDown(False)
    assert chosen == [5000]


def test_a_typed_radius_is_chosen_and_limited(shown, vi: Words, qtbot: QtBot) -> None:
    control = shown(RadiusControl(vi))
    control.show_radius(3000)
    chosen: list[int] = []
    control.chosen.connect(chosen.append)
    control.field.selectAll()
    qtbot.keyClicks(control.field, "7,5")
    qtbot.keyClick(control.field, Qt.Key.Key_Return)
    assert chosen == [7500]
    control.field.setValue(99)
    assert control.radius_m == 20_000


@pytest.mark.parametrize(
    ("typed", "found"), [("to xe", "a"), ("ĐÈO", "b"), ("deo doc", "b"), ("an toan", "b")]
)
def test_initiatives_are_found_without_tones(shown, vi: Words, typed: str, found: str) -> None:
    box = shown(InitiativeBox(vi))
    box.show_choices(CHOICES)
    completer = box.completer()
    completer.setCompletionPrefix(typed)
    assert completer.completionCount() == 1
    assert completer.currentIndex().data(Qt.ItemDataRole.UserRole) == found


def test_a_choice_is_told_once_and_kept_over_new_choices(shown, vi: Words) -> None:
    box = shown(InitiativeBox(vi))
    box.show_choices(CHOICES)
    told: list[str] = []
    box.selection_chosen.connect(told.append)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    box.activated.emit(1)
    box.show_choices([*CHOICES, ("c", "Mới")])
    assert (told, box.current) == (["a"], "a")
    box.show_choices(CHOICES[:1])
    assert box.current == ""


@pytest.mark.parametrize(("typed", "found"), [("xe om", "a"), ("deo", "b"), ("khong co", "")])
def test_a_click_then_typing_and_enter_find_an_initiative(
    shown, qtbot: QtBot, vi: Words, typed: str, found: str
) -> None:
    box = shown(InitiativeBox(vi))
    box.resize(300, 30)
    box.show_choices(CHOICES)
    told: list[str] = []
    box.selection_chosen.connect(told.append)
    qtbot.mouseClick(box.lineEdit(), Qt.MouseButton.LeftButton)
    assert box.lineEdit().selectedText() == "Tất cả"
    qtbot.keyClicks(box.lineEdit(), typed)
    assert box.lineEdit().text() == typed
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert (box.current, told) == (found, [found] if found else [])
    assert box.lineEdit().text() == dict(CHOICES)[found]


def test_what_was_typed_and_left_is_put_back(shown, vi: Words) -> None:
    box = shown(InitiativeBox(vi))
    box.show_choices(CHOICES)
    box.choose("b")
    box.lineEdit().setText("không có thật")
    box.lineEdit().editingFinished.emit()
    assert (box.lineEdit().text(), box.current) == ("Đèo dốc an toàn", "b")


def test_a_warning_stays_and_information_goes(shown, vi: Words) -> None:
    banner = shown(Banner(vi, LIGHT))
    banner.show_notice(Notice("Cảnh báo", Tone.WARNING))
    assert banner.label.text() == "Cảnh báo"
    assert not banner._timer.isActive()
    banner.show_notice(Notice("Xong"))
    assert banner._timer.isActive()
    banner.close_button.click()
    assert not banner.isVisible()


def test_coordinates_are_written_as_the_house_writes_them(shown, vi: Words) -> None:
    bar = shown(StatusBar(vi, InstantRunner()))
    bar.show_pointer(103.91884, 21.32557, 491_381.4, 2_359_000.2)
    assert bar.degrees.text() == "21,3256° B  103,9188° Đ"
    # X is the northing in VN-2000.
    assert bar.metres.text() == "VN-2000  X 2\u2009359\u2009000  Y 491\u2009381"
    bar.clear_pointer()
    assert bar.degrees.text() == bar.metres.text() == ""


@pytest.mark.parametrize(
    ("scale", "text"), [(748_211, "1:750.000"), (9_870, "1:9.900"), (1_049_000, "1:1.000.000")]
)
def test_the_scale_is_rounded(shown, vi: Words, scale: float, text: str) -> None:
    bar = shown(StatusBar(vi, InstantRunner()))
    bar.show_scale(scale)
    assert bar.scale.text() == text


def test_a_running_job_is_shown_and_can_be_cancelled(shown, vi: Words, qtbot: QtBot) -> None:
    runner = JobRunner()
    bar = shown(StatusBar(vi, runner))
    assert not bar.job_cancel.isVisible()

    def work(progress) -> None:
        while True:
            progress.report(0.5)

    runner.start(work, label_key="job.coverage")
    qtbot.waitUntil(bar.job_cancel.isVisible, timeout=3000)
    assert bar.job_label.text() == "Đang tính…"
    bar.job_cancel.click()
    qtbot.waitUntil(lambda: not runner.running and not bar.job_cancel.isVisible(), timeout=3000)
    assert runner.shut_down()


def test_a_notice_moves_nothing_and_lies_within_what_it_is_shown_over(qtbot, vi: Words) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.resize(700, 500)
    banner = Banner(vi, LIGHT, place)
    place.show()
    banner.show_notice(Notice("Xong"))
    short = banner.geometry()
    assert place.rect().contains(short)
    banner.show_notice(Notice("Một câu rất dài không vừa một dòng. " * 8, Tone.WARNING))
    assert banner.height() > short.height()
    assert place.rect().contains(banner.geometry())
    place.resize(400, 300)
    assert place.rect().contains(banner.geometry())


def test_a_longer_text_has_a_wider_segment(shown) -> None:
    texts = ("Theo địa bàn", "Theo hộ tham gia", "Năm")
    row = shown(Segmented([(text, text) for text in texts], "Cách"))
    assert row.sizeHint().width() > row.minimumSizeHint().width()
    row.resize(360, row.height())
    row.layout().activate()
    white = [
        row.button(text).width() - row.button(text).fontMetrics().horizontalAdvance(text) for text in texts
    ]
    assert min(white) >= 12
    assert max(white) - min(white) <= 30  # 78 with buttons of one width


def test_without_a_pointer_on_the_map_the_status_bar_begins_with_the_scale(shown, vi: Words) -> None:
    bar = shown(StatusBar(vi, InstantRunner()))
    bar.show_scale(750_000)
    bar.show_boundaries("Ranh giới: 75 xã, phường (07/2025)")
    QApplication.processEvents()
    assert bar.scale.x() < bar.boundaries.x() < bar.degrees.x() < bar.metres.x()
    assert bar.scale.x() < 20
    before = bar.boundaries.x()
    bar.show_pointer(103.91884, 21.32557, 491_381.4, 2_359_000.2)
    QApplication.processEvents()
    assert bar.boundaries.x() == before
