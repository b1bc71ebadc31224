from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMenuBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.actions.ids import ActionId
from gui.actions.registry import ActionRegistry
from gui.actions.spec import Need
from gui.actions.tables import ACTIONS
from layers.words import Words


@pytest.fixture
def parent(app, qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def registry(parent: QWidget, vi: Words) -> ActionRegistry:
    return ActionRegistry(vi, parent)


def test_a_bound_callback_is_called_once_without_arguments(registry: ActionRegistry) -> None:
    calls: list[tuple[object, ...]] = []
    registry.bind(ActionId.HOME, lambda *arguments: calls.append(arguments))
    registry[ActionId.HOME].trigger()
    assert calls == [()]


def test_needs_enable_and_history_is_left_alone(registry: ActionRegistry) -> None:
    registry[ActionId.UNDO].setEnabled(False)
    registry.enable_for([Need.DOCUMENT])
    for spec in ACTIONS:
        if spec.id in (ActionId.UNDO, ActionId.REDO):
            continue
        assert registry[spec.id].isEnabled() is (spec.need in (Need.NOTHING, Need.DOCUMENT)), spec.id
    assert not registry[ActionId.UNDO].isEnabled()


def test_one_of_a_group_is_chosen(registry: ActionRegistry) -> None:
    registry.check(ActionId.THEME_DARK)
    registry.check(ActionId.THEME_LIGHT)
    assert not registry[ActionId.THEME_DARK].isChecked()
    assert registry[ActionId.THEME_LIGHT].isChecked()


def test_recent_files_are_shown_by_name_and_opened_by_path(registry: ActionRegistry, qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    registry.fill_menu_bar(bar)
    opened: list[str] = []
    registry.show_recent(["/a/b & c.gpkg"], opened.append)
    menu = registry._recent_menus[0]
    assert [action.text() for action in menu.actions()] == ["&1  b && c.gpkg"]
    menu.actions()[0].trigger()
    assert opened == ["/a/b & c.gpkg"]
    registry.show_recent([], opened.append)
    assert not menu.menuAction().isVisible()


def test_tips_name_the_keys(registry: ActionRegistry) -> None:
    assert registry[ActionId.SAVE].toolTip() == "Lưu (Ctrl+S)"


def test_toolbar_buttons_can_be_reached_and_named(make_window) -> None:
    bar = make_window().window.toolbar
    buttons = [button for button in bar.findChildren(QToolButton) if button.text()]
    assert len(buttons) >= 7
    assert all(button.accessibleName() and "&" not in button.accessibleName() for button in buttons)
