"""A button of the toolbar that stands for several actions of which one is chosen.

Knows actions; nothing of what they do.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class ChoiceButton(QToolButton):
    """Its text stays, its icon is that of the action last taken; pressed while one of its actions is chosen.

    A click takes that action again; the arrow, or Down and Alt+Down on the keyboard, opens the menu of all.
    """

    def __init__(self, text: str, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = tuple(actions)
        self._last = self._actions[0]
        self.setObjectName("choice")
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        menu.addActions(list(self._actions))
        menu.setToolTipsVisible(True)
        self.setMenu(menu)
        self.clicked.connect(self._take)
        for action in self._actions:
            action.changed.connect(self._follow)
        self._follow()

    def _take(self) -> None:
        self._last.trigger()
        self._follow()  # a click on a pressed button must not release it

    def _follow(self) -> None:
        self._last = next((action for action in self._actions if action.isChecked()), self._last)
        self.setChecked(self._last.isChecked())
        self.setEnabled(self._last.isEnabled())
        self.setIcon(self._last.icon())
        self.setToolTip(self._last.toolTip())
