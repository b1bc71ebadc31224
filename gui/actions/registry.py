"""Makes the QActions, menus and toolbar out of the tables, and enables what makes sense.

Knows no controller: a callback is bound to an id from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QToolBar, QToolButton, QWidget

from gui.actions.choice_button import ChoiceButton
from gui.actions.ids import ActionId
from gui.actions.spec import ActionSpec, Choice, Entry, Group, Mark, Need, Submenu
from gui.actions.tables import ACTIONS, ICON_ONLY, MENUS, TOOLBAR
from gui.icons import icon
from layers.style import Theme
from layers.words import Words

# Enabled by the history of changes and by the views looked at, not by a need.
FOLLOWERS = (ActionId.UNDO, ActionId.REDO, ActionId.PREVIOUS_VIEW, ActionId.NEXT_VIEW)


class ActionRegistry(QObject):
    """The actions of one window.

    Parameters
    ----------
    words : Words
    parent : QWidget
        The window; shortcuts work anywhere in it.
    """

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self._specs = {spec.id: spec for spec in ACTIONS}
        self._actions: dict[ActionId, QAction] = {}
        self._groups: dict[Group, QActionGroup] = {}
        self._recent_menus: list[QMenu] = []
        for spec in ACTIONS:
            self._actions[spec.id] = self._make(spec, parent)
            if not spec.is_of_map:
                parent.addAction(self._actions[spec.id])

    def __getitem__(self, which: ActionId) -> QAction:
        return self._actions[which]

    def bind(self, which: ActionId, callback: Callable[[], object]) -> None:
        """Call `callback` (without arguments) when the analyst triggers the action."""
        self._actions[which].triggered.connect(lambda _checked=False: callback())

    def check(self, which: ActionId, is_checked: bool = True) -> None:
        """Show a switch as on or off without triggering it."""
        self._actions[which].setChecked(is_checked)

    def enable_for(self, present: Iterable[Need]) -> None:
        """Enable the actions whose need is present, but those that follow something else."""
        there = {Need.NOTHING, *present}
        for spec in ACTIONS:
            if spec.id not in FOLLOWERS:
                self._actions[spec.id].setEnabled(spec.need in there)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the colours of a theme."""
        for spec in ACTIONS:
            if spec.icon is not None:
                self._actions[spec.id].setIcon(icon(spec.icon, theme.text, theme.muted, theme.accent))

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add the menus; one without entries is left out."""
        for spec in MENUS:
            if spec.entries:
                self._fill_menu(bar.addMenu(self.words(spec.key)), spec.entries)

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Add the buttons; the last submenu is the primary button."""
        for entry in TOOLBAR:
            if entry is Mark.LINE:
                bar.addSeparator()
            elif entry is Mark.SEARCH:
                bar.addWidget(self._search_place(bar))
            elif isinstance(entry, Submenu):
                bar.addWidget(self._menu_button(entry, bar))
            elif isinstance(entry, Choice):
                actions = [self._actions[which] for which in entry.actions]
                bar.addWidget(ChoiceButton(self.words(entry.key), actions, bar))
            elif isinstance(entry, ActionId):
                bar.addAction(self._actions[entry])
                self._dress(bar.widgetForAction(self._actions[entry]), entry)

    def show_recent(self, names: Iterable[str], callback: Callable[[str], object]) -> None:
        """Fill the menus of recent files; (name shown is the file name, the tip its folder)."""
        names = list(names)
        for menu in self._recent_menus:
            menu.clear()
            for number, name in enumerate(names, start=1):
                shown = name.replace("\\", "/").rsplit("/", 1)[-1].replace("&", "&&")
                action = menu.addAction(f"&{number}  {shown}" if number < 10 else shown)
                action.setToolTip(name)
                action.triggered.connect(lambda _checked=False, name=name: callback(name))
            menu.menuAction().setVisible(bool(names))

    def actions_of_map(self) -> list[QAction]:
        """Return the actions that whoever makes the map adds to it: their keys work there only."""
        return [self._actions[spec.id] for spec in ACTIONS if spec.is_of_map]

    def shortcuts(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return (title of the menu, [(text, keys)]) of all actions with keys, each where it first is."""
        groups, listed = [], set()
        for menu in MENUS:
            own = [which for which in _ids(menu.entries) if which not in listed]
            listed.update(own)
            actions = [self._actions[which] for which in own if self._specs[which].shortcuts]
            if actions:
                rows = [(_plain(action.text()), _all_keys(action)) for action in actions]
                groups.append((_plain(self.words(menu.key)), rows))
        return groups

    def _make(self, spec: ActionSpec, parent: QWidget) -> QAction:
        action = QAction(self.words(f"action.{spec.id}"), parent)
        action.setObjectName(f"action.{spec.id}")
        action.setShortcuts([QKeySequence(keys) for keys in spec.shortcuts])
        contexts = Qt.ShortcutContext
        action.setShortcutContext(
            contexts.WidgetWithChildrenShortcut if spec.is_of_map else contexts.WindowShortcut
        )
        action.setCheckable(spec.is_checkable or spec.group is not None)
        # A switch shows its tick in the menu: an icon in its place would tell on and off by colour alone.
        action.setIconVisibleInMenu(not spec.is_checkable)
        # macOS would move actions by guessing at their English names.
        action.setMenuRole(QAction.MenuRole.NoRole)
        tip_key = f"action.{spec.id}.tip"
        tip = self.words(tip_key) if self.words.has(tip_key) else action.text().replace("&", "")
        keys = _keys(action)
        action.setToolTip(f"{tip} ({keys})" if keys else tip)
        action.setStatusTip("")
        if spec.group is not None:
            self._group(spec.group).addAction(action)
        return action

    def _group(self, which: Group) -> QActionGroup:
        if which not in self._groups:
            self._groups[which] = QActionGroup(self)
            self._groups[which].setExclusive(True)
        return self._groups[which]

    def _fill_menu(self, menu: QMenu, entries: tuple[Entry, ...]) -> None:
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry is Mark.LINE:
                menu.addSeparator()
            elif entry is Mark.RECENT:
                self._recent_menus.append(menu)
            elif isinstance(entry, Submenu):
                self._fill_menu(menu.addMenu(self.words(entry.key)), entry.entries)
            elif isinstance(entry, ActionId):
                menu.addAction(self._actions[entry])

    def _search_place(self, parent: QWidget) -> QWidget:
        """Return the room that whoever makes the search field puts it into (`MainWindow.put_search`)."""
        place = QWidget(parent)
        place.setObjectName("searchPlace")
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        return place

    def _menu_button(self, entry: Submenu, parent: QWidget) -> QToolButton:
        button = QToolButton(parent)
        button.setObjectName("primary")
        button.setText(self.words(entry.key).replace("&", ""))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setAccessibleName(button.text())
        menu = QMenu(button)
        self._fill_menu(menu, entry.entries)
        button.setMenu(menu)
        return button

    def _dress(self, widget: QWidget | None, which: ActionId) -> None:
        if not isinstance(widget, QToolButton):
            return
        is_bare = which in ICON_ONLY
        style = Qt.ToolButtonStyle
        widget.setToolButtonStyle(style.ToolButtonIconOnly if is_bare else style.ToolButtonTextBesideIcon)
        widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.setAccessibleName(self._actions[which].text().replace("&", ""))


def _keys(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _all_keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(keys.toString(native) for keys in action.shortcuts())


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _ids(entries: Iterable[Entry]) -> Iterator[ActionId]:
    for entry in entries:
        if isinstance(entry, Submenu):
            yield from _ids(entry.entries)
        elif isinstance(entry, ActionId):
            yield entry
