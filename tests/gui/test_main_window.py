"""The window as a whole: languages, themes, sizes, and what a person with a keyboard or a reader needs."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLabel, QWidget

from gui.actions.ids import ActionId
from gui.application import dress
from gui.panels.home_page import TaskButton
from gui.settings import ThemeChoice
from layers.style import DARK, LIGHT

VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1EA0-\u1EF9]")


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    made = make_window()
    made.open(sample_frames, schematic)
    made.window.setWindowState(Qt.WindowState.WindowNoState)  # the screen of the platform is smaller
    made.window.resize(1366, 768)
    made.window.show()
    return made


def _texts(root: QWidget) -> list[str]:
    """Return the texts of the labels and buttons that are seen."""
    seen = [part for part in root.findChildren(QWidget) if part.isVisible()]
    return [part.text() for part in seen if isinstance(part, (QLabel, QAbstractButton)) and part.text()]


def test_every_control_has_a_name(bench) -> None:
    kinds = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox)
    nameless = [
        f"{type(part).__name__} {part.objectName()}"
        for part in bench.window.findChildren(QWidget)
        if isinstance(part, kinds)
        and part.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not part.objectName().startswith("qt_")
        and not (part.accessibleName() or (isinstance(part, QAbstractButton) and part.text()))
    ]
    assert nameless == []


def test_the_keyboard_reaches_toolbar_layers_and_panel(bench) -> None:
    window = bench.window
    reached: set[int] = set()
    part = window.toolbar
    for _ in range(400):
        part = part.nextInFocusChain()
        reached.add(id(part))
    for wanted in (window.layers.view, window.coverage.initiative, window.coverage.communes, window.map_view):
        assert id(wanted) in reached


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_the_button_with_the_keyboard(bench, key: Qt.Key) -> None:
    bench.window.activateWindow()
    bench.shell.view.show_home()
    task = next(one for one in bench.window.home.findChildren(TaskButton) if one.isEnabled())
    task.setFocus()
    QTest.keyClick(task, key)
    assert bench.window.is_on_map


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(1366, 706)])
def test_nothing_is_cut_on_a_small_laptop(bench, size: QSize) -> None:
    window = bench.window
    window.resize(size)
    for by in ("unit", "households", "radius"):
        bench.shell.coverage.choose_by(by)
        assert (window.width(), window.height()) == (size.width(), size.height())
        for label in window.coverage.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
            elif label.isVisible():
                assert label.width() >= label.sizeHint().width(), label.text()
        for button in window.coverage.by.findChildren(QAbstractButton):
            needed = button.fontMetrics().horizontalAdvance(button.text())
            assert button.width() >= needed + 6, button.text()
        assert window.coverage.communes.viewport().height() >= 3 * 30


def test_the_language_changes_at_once_and_the_document_stays(bench, qtbot) -> None:
    workspace, old = bench.shell.document.workspace, bench.window
    bench.shell.coverage.choose_by("radius")
    old.actions_of[ActionId.LANGUAGE_EN].trigger()
    window = bench.shell.window
    assert window is not old
    assert old.isHidden()
    assert bench.shell.document.workspace is workspace
    assert window.is_on_map
    assert window.coverage.by.current == "radius"
    names = {str(name) for name in workspace.frame("initiatives")["name"]}
    mixed = [text for text in _texts(window) if VIETNAMESE.search(text) and "Sơn La" not in text]
    # What is left in Vietnamese are names: of communes, of initiatives, and the mark of sample data.
    allowed = set(bench.shell.coverage.bundle.not_reported) | names
    assert [
        text for text in mixed if not any(name in text for name in allowed) and "MINH HỌA" not in text
    ] == []
    window.actions_of[ActionId.LANGUAGE_VI].trigger()
    assert bench.shell.window.actions_of[ActionId.SAVE].text() == "&Lưu"


def test_the_theme_changes_at_once(bench) -> None:
    session = bench.shell.session
    bench.window.actions_of[ActionId.THEME_DARK].trigger()
    try:
        assert session.theme is DARK
        assert session.theme_choice is ThemeChoice.DARK
        ground = bench.window.grab().toImage().pixelColor(4, 4).name().upper()
        assert ground == DARK.panel
    finally:
        dress(LIGHT)


def test_the_window_remembers_its_size(make_window) -> None:
    first = make_window()
    first.window.resize(1024, 655)  # no wider than the screen of the platform allows
    first.window.show()
    first.window.close()
    second = make_window(settings=first.shell.session.settings)
    assert second.window.size() == QSize(1024, 655)


def test_the_menus_have_only_what_exists(bench) -> None:
    titles = [action.text().replace("&", "") for action in bench.window.header.menus.actions()]
    assert titles == ["Tệp", "Sửa", "Xem", "Dữ liệu", "Bao phủ", "Xuất, in", "Trợ giúp"]
