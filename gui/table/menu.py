"""The menus of the table of rows, on a cell and on a heading: what mouse and buttons do, for keys as well.

Knows the panel; does nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gui.table.table import RowTable


class RowMenu(QObject):
    """Makes the menus when they are asked for."""

    def __init__(self, panel: RowTable) -> None:
        super().__init__(panel)
        self._panel = panel

    def open_for_cell(self, at: QPoint) -> None:
        """Open the menu of the current cell at a place in global pixels."""
        panel = self._panel
        index = panel.view.currentIndex()
        menu = self._menu()
        self._add(menu, "rows.jump", panel.jump, "Enter")
        self._add(menu, "rows.copy", panel.copy, "Ctrl+C")
        headings = self._add(menu, "rows.with_headings", self._switch_headings)
        headings.setCheckable(True)
        headings.setChecked(panel.has_headings)
        self._add(menu, "rows.choose_all", panel.view.choose_all, "Ctrl+A")
        menu.addSeparator()
        edit = self._add(menu, "rows.edit", partial(panel.view.edit, index), "F2")
        edit.setEnabled(bool(index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable))
        if index.isValid():
            menu.addSeparator()
            self._add_sorting(menu, index.column())
        menu.popup(at)

    def open_for_column(self, number: int, at: QPoint) -> None:
        """Open the menu of a heading at a place in global pixels."""
        menu = self._menu()
        if number >= 0:
            self._add_sorting(menu, number)
        else:
            self._add(menu, "rows.columns", self._panel.open_columns)
        menu.popup(at)

    def _add_sorting(self, menu: QMenu, number: int) -> None:
        panel = self._panel
        name = panel.model.columns[number].name
        self._add(menu, "rows.sort_up", partial(panel.sort, ((name, False),)))
        self._add(menu, "rows.sort_down", partial(panel.sort, ((name, True),)))
        self._add(menu, "rows.sort_also", partial(self._sort_also, name)).setEnabled(bool(panel.model.sorts))
        self._add(menu, "rows.unsort", partial(panel.sort, ())).setEnabled(bool(panel.model.sorts))
        menu.addSeparator()
        self._add(menu, "rows.hide_column", partial(panel.keeper.hide, name))
        self._add(menu, "rows.columns", panel.open_columns)

    def _menu(self) -> QMenu:
        menu = QMenu(self._panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add(self, menu: QMenu, key: str, what: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(self._panel.words(key))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _checked=False: what())
        return action

    def _switch_headings(self) -> None:
        self._panel.has_headings = not self._panel.has_headings

    def _sort_also(self, name: str) -> None:
        self._panel.sort(self._panel.model.sorts_after(name, is_added=True))
