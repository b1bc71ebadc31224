"""What a person without a mouse, or with a reader of the screen, needs: names, order, a visible focus."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QToolButton, QWidget

from gui.actions.ids import ActionId
from gui.actions.registry import ActionRegistry
from gui.application import dress
from layers.style import DARK, LIGHT
from layers.words import Words

MOST_STEPS = 400


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    window = made.window
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 900)
    window.switch_docks((True, True, True))
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    return made


def _controls(root: QWidget) -> list[QWidget]:
    """Return what takes the focus by Tab and is seen and enabled now."""
    return [
        part
        for part in root.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and not part.visibleRegion().isEmpty()
        and not part.objectName().startswith("qt_")
    ]


def _told(part: QWidget) -> str:
    """Return what a reader says: the name, the text, or that of the field around it."""
    text = part.text() if isinstance(part, (QAbstractButton, QLabel)) else ""
    around = part.parentWidget()
    inside = around.accessibleName() if isinstance(around, QComboBox) else ""
    return part.accessibleName() or text or inside


def _where(part: QWidget) -> str:
    return f"{type(part).__name__} {part.objectName()} {_told(part)}".strip()


def test_everything_that_takes_the_focus_has_a_name(bench) -> None:
    assert [_where(part) for part in _controls(bench.window) if not _told(part)] == []


def test_tab_goes_through_everything_and_comes_back(bench) -> None:
    window = bench.window
    first = next(button for button in window.toolbar.findChildren(QAbstractButton) if button.isEnabled())
    first.setFocus(Qt.FocusReason.TabFocusReason)
    order: list[QWidget] = []
    for _ in range(MOST_STEPS):
        part = QApplication.focusWidget()
        if part is None or (order and part is order[0]):
            break
        order.append(part)
        QTest.keyClick(part, Qt.Key.Key_Tab)
    reached = set(map(id, order))
    missed = [_where(part) for part in _controls(window) if id(part) not in reached]
    # One of several buttons that exclude each other stands for all: arrows move between them.
    assert missed == [] or all(name.startswith("QPushButton segment") for name in missed)
    places = [window.toolbar, window.left, window.map_view, window.right, window.bottom]
    visited = [
        next((number for number, part in enumerate(order) if place.isAncestorOf(part)), -1)
        for place in places
    ]
    assert min(visited) >= 0, visited
    assert QApplication.focusWidget() is order[0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_focus_is_seen_on_everything(bench, theme) -> None:
    window = bench.window
    try:
        dress(theme)
        window.set_theme(theme)
        QApplication.processEvents()
        unseen, tried = [], 0
        for part in _controls(window):
            window.header.setFocus(Qt.FocusReason.OtherFocusReason)
            part.clearFocus()
            QApplication.processEvents()
            before = part.grab().toImage()
            part.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            tried += part.hasFocus()
            if part.hasFocus() and part.grab().toImage() == before:
                unseen.append(_where(part))
        assert unseen == []
        assert tried > 20
    finally:
        dress(LIGHT)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_action_has_a_text_and_a_tip_of_its_own(app, qtbot, language: str) -> None:
    words, parent = Words.load(language), QWidget()
    qtbot.addWidget(parent)
    registry = ActionRegistry(words, parent)
    without = [which for which in ActionId if not words.has(f"action.{which}.tip")]
    assert without == []
    for which in ActionId:
        action = registry[which]
        assert action.text()
        keys = action.shortcut().toString()
        assert not keys or action.toolTip().endswith(f"({action.shortcut().toString()})")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width", [1024, 1366])
def test_nothing_of_the_toolbar_is_cut_or_pushed_out(
    make_window, sample_frames, schematic, language: str, width: int
) -> None:
    bench = make_window(language)
    bench.open(sample_frames, schematic)
    window = bench.window
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(width, 768)
    window.show()
    QApplication.processEvents()
    extension = window.toolbar.findChild(QWidget, "qt_toolbar_ext_button")
    assert extension is None or not extension.isVisible()
    buttons = [part for part in window.toolbar.findChildren(QAbstractButton) if part.text()]
    for button in buttons:
        if not button.objectName().startswith("qt_"):
            assert button.isVisible(), button.text()
            assert button.width() >= button.sizeHint().width() - 1, button.text()
    menus = window.header.menus
    assert menus.width() >= menus.sizeHint().width()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_four_tabs_have_room_in_the_right_dock(make_window, sample_frames, schematic, language: str) -> None:
    bench = make_window(language)
    bench.open(sample_frames, schematic)
    window = bench.window
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(1366, 768)
    later = ("Địa bàn trống", "Nhân rộng") if language == "vi" else ("Gaps", "Replicate")
    for title in later:
        window.right.add(title, title, QLabel)
    window.show()
    QApplication.processEvents()
    bar = window.right.tabs
    bold = bar.font()
    bold.setBold(True)
    for place in range(bar.count()):
        bar.setCurrentIndex(place)
        QApplication.processEvents()
        assert bar.tabRect(place).width() >= QFontMetrics(bold).horizontalAdvance(bar.tabText(place))
        assert bar.tabRect(bar.count() - 1).right() <= bar.width()
        assert not [part for part in bar.findChildren(QToolButton) if part.isVisible()]


def _is_whole(part: QWidget) -> bool:
    """Say whether all of a text is seen, or a tip says it where room is short."""
    text = part.text().replace("&", "")
    if not text or (isinstance(part, QLabel) and part.textFormat() is Qt.TextFormat.RichText):
        return True
    if isinstance(part, QToolButton) and part.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
        return bool(part.toolTip())
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() >= part.heightForWidth(part.width())
    tip = part.toolTip() if text.endswith("…") or text in part.toolTip() else ""
    return bool(tip) or part.width() >= part.minimumSizeHint().width() >= _advance(part, text)


def _advance(part: QWidget, text: str) -> int:
    return max(part.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1024, 600)], ids=str)
def test_no_text_of_any_panel_is_cut(
    make_window, sample_frames, schematic, language: str, size: tuple[int, int]
) -> None:
    bench = make_window(language)
    bench.open(sample_frames, schematic)
    window = bench.window
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*size)
    window.show()
    cut: list[str] = []
    for dock in (window.right, window.bottom):
        for name in dock.names:
            window.switch_docks((True, True, dock is window.bottom))
            dock.show_panel(name)
            for _ in range(3):
                QApplication.processEvents()
            parts = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
            seen = [part for part in parts if part.isVisible() and not part.objectName().startswith("qt_")]
            cut += [f"{name}: {_where(part)}" for part in seen if not _is_whole(part)]
    assert sorted(set(cut)) == []


def test_a_switch_tells_its_state_by_a_tick_and_not_by_the_colour_of_an_icon(app, qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    registry = ActionRegistry(Words.load("vi"), parent)
    for which in (ActionId.SHOW_LAYERS, ActionId.SHOW_COVERAGE, ActionId.SHOW_BOTTOM):
        assert registry[which].isCheckable()
        assert not registry[which].isIconVisibleInMenu()
    assert registry[ActionId.SAVE].isIconVisibleInMenu()
