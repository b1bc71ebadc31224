"""The saved views at the left: a list that the map flies to, and a line to name a new one.

Asks for changes by signals; knows no map and no command.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.panels.bookmark_form import BookmarkForm
from layers.words import Words

ID_ROLE = Qt.ItemDataRole.UserRole
ROW_ROOM_PX = 12


@dataclass(frozen=True)
class SavedView:
    """A saved view as the list shows it: its id ('' for the whole province), name, and what it shows."""

    id: str
    name: str
    told: str = ""


class ViewList(QListWidget):
    """A list that is as high as its rows: what lies around it scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("views")
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setHorizontalScrollBarPolicy(policy)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # The row the keyboard is on is enough: a view is gone to, not chosen.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setUniformItemSizes(True)

    @property
    def row_height(self) -> int:
        """Return the height of a row: marks of Vietnamese capitals need more than a line."""
        return self.fontMetrics().height() + ROW_ROOM_PX

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        return QSize(200, max(1, self.count()) * self.row_height + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the same: no row is hidden."""
        return QSize(80, self.sizeHint().height())


class BookmarkPanel(QFrame):
    """The panel.

    Signals
    -------
    view_chosen(str)
        Show the view of this id ('' for the whole province).
    place_chosen(str)
        Fly to its place, and leave layers and filters as they are.
    save_asked(str, bool)
        Save the present view under a name; whether without layers and filters.
    rename_asked(str, str), update_asked(str), remove_asked(str), move_asked(str, int)
        Id; the new name; by how many places (−1 is up). An update makes it the view that is seen now.
    """

    view_chosen = Signal(str)
    place_chosen = Signal(str)
    save_asked = Signal(str, bool)
    rename_asked = Signal(str, str)
    update_asked = Signal(str)
    remove_asked = Signal(str)
    move_asked = Signal(str, int)

    def __init__(self, words: Words, add: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._words = words
        self._is_showing = False
        self._views: tuple[SavedView, ...] = ()
        self.list = ViewList(self)
        self.list.setAccessibleName(words("bookmarks.heading"))
        self.form = BookmarkForm(words, self)
        self.name = self.form.name
        self.empty = QLabel(words("bookmarks.empty"), self)
        self.empty.setObjectName("muted")
        self.empty.setWordWrap(True)
        self.add = QToolButton(self)
        self.add.setObjectName("bare")
        self.add.setDefaultAction(add)
        self.add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.add.setAccessibleName(words("action.add_bookmark"))
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._add_keys()
        self.list.itemClicked.connect(self._on_taken)
        self.list.itemActivated.connect(self._on_taken)
        self.list.itemChanged.connect(self._on_changed)
        self.list.currentItemChanged.connect(self._on_current)
        self.form.named.connect(self._on_named)
        self.form.given_up.connect(self._to_list)
        self._on_current()

    def show_views(self, views: Sequence[SavedView]) -> None:
        """Show the views in their order; the first is the whole province, which stays as it is."""
        if tuple(views) == self._views:
            return  # the one that was clicked a moment ago stays
        kept, self._views = self.current_id, tuple(views)
        self._is_showing = True
        self.list.clear()
        for view in views:
            item = QListWidgetItem(view.name, self.list)
            item.setData(ID_ROLE, view.id)
            item.setToolTip(f"{view.name}\n{view.told}" if view.told else view.name)
            item.setSizeHint(QSize(80, self.list.row_height))
            if view.id:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            if view.id == kept:
                self.list.setCurrentItem(item)
        self._is_showing = False
        self._on_current()
        self.empty.setVisible(len(views) < 2)
        self.list.updateGeometry()

    @property
    def current_id(self) -> str | None:
        """Id of the view the keyboard is on, None for none."""
        item = self.list.currentItem()
        return None if item is None else str(item.data(ID_ROLE))

    def choose(self, identity: str) -> None:
        """Put the keyboard on a view, without going there."""
        for row in range(self.list.count()):
            if self.list.item(row).data(ID_ROLE) == identity:
                self.list.setCurrentRow(row)

    def ask_name(self, suggestion: str) -> None:
        """Let the analyst name the view that is to be saved; Enter saves, Escape gives up."""
        self.form.ask(suggestion)

    def restore(self) -> None:
        """Show the names as they are, whatever was typed over them."""
        views, self._views = self._views, ()
        self.show_views(views)

    def _on_named(self, name: str, place_alone: bool) -> None:
        self.save_asked.emit(name, place_alone)
        self._to_list()

    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current(self, *_: object) -> None:
        """Offer nothing for the whole province, which stays as it is."""
        for action in self.list.actions():
            action.setEnabled(bool(self.current_id))

    def _on_taken(self, item: QListWidgetItem) -> None:
        self.view_chosen.emit(str(item.data(ID_ROLE)))

    def _on_changed(self, item: QListWidgetItem) -> None:
        if self._is_showing:
            return
        self.rename_asked.emit(str(item.data(ID_ROLE)), item.text().strip())

    def _rename(self) -> None:
        item = self.list.currentItem()
        if item is not None and self.current_id:
            self.list.editItem(item)

    def _go_only(self) -> None:
        if self.current_id:
            self.place_chosen.emit(self.current_id)

    def _update(self) -> None:
        if self.current_id:
            self.update_asked.emit(self.current_id)

    def _remove(self) -> None:
        if self.current_id:
            self.remove_asked.emit(self.current_id)

    def _move_up(self) -> None:
        if self.current_id:
            self.move_asked.emit(self.current_id, -1)

    def _move_down(self) -> None:
        if self.current_id:
            self.move_asked.emit(self.current_id, 1)

    def _add_keys(self) -> None:
        """Give the list its keys; a right click shows them as a menu."""
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        ways: tuple[tuple[str, str, Callable[[], None]], ...] = (
            ("bookmarks.place_only", "Shift+Return", self._go_only),
            ("bookmarks.update", "", self._update),
            ("bookmarks.rename", "F2", self._rename),
            ("bookmarks.remove", "Del", self._remove),
            ("bookmarks.up", "Alt+Up", self._move_up),
            ("bookmarks.down", "Alt+Down", self._move_down),
        )
        for key, keys, answer in ways:
            action = QAction(self._words(key), self.list)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(answer)
            self.list.addAction(action)

    def _lay_out(self) -> None:
        heading = QLabel(self._words("bookmarks.heading").upper(), self)
        heading.setObjectName("heading")
        heading.setBuddy(self.list)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 10, 0)
        head.addWidget(heading, 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 12)
        column.setSpacing(2)
        column.addLayout(head)
        inner = QVBoxLayout()
        inner.setContentsMargins(8, 0, 8, 0)
        inner.setSpacing(4)
        inner.addWidget(self.list)
        inner.addWidget(self.form)
        column.addLayout(inner)
        note = QVBoxLayout()
        note.setContentsMargins(14, 2, 14, 0)
        note.addWidget(self.empty)
        column.addLayout(note)
