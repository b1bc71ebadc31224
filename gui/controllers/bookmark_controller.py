"""Saved views: turns what is asked in their list into commands, and flies the map to them.

Knows the document and the map; what a saved view is, is said in `layers.bookmarks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.panels.bookmark_panel import BookmarkPanel, SavedView

if TYPE_CHECKING:
    from layers.bookmarks import Bookmark
    from layers.deltas import Delta

WHOLE_PROVINCE = ""


class BookmarkController(QObject):
    """The saved views of one window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._window = parts.window
        self._document = parts.document
        self._words = parts.session.words
        actions = parts.window.actions_of
        self.panel = BookmarkPanel(self._words, actions[ActionId.ADD_BOOKMARK], parts.window)
        parts.window.side.add("", self.panel)
        actions.bind(ActionId.ADD_BOOKMARK, self.ask_name)
        self.panel.view_chosen.connect(self._fly)
        self.panel.save_asked.connect(self._save)
        self.panel.rename_asked.connect(self._rename)
        self.panel.remove_asked.connect(self._remove)
        self.panel.move_asked.connect(self._move)
        self._document.replaced.connect(self._show)
        self._document.tables_changed.connect(self._on_tables)
        self._show()

    # -- for a presentation -------------------------------------------------------------------------

    def views(self) -> tuple[str, ...]:
        """Return the names of all views in their order; the first is always the whole province."""
        return (self._words("bookmarks.province"), *(bookmark.name for bookmark in self._bookmarks()))

    def go(self, number: int) -> None:
        """Fly to the view of this place in `views`; a number beyond the ends goes nowhere."""
        bookmarks = self._bookmarks()
        if number == 0:
            self._fly(WHOLE_PROVINCE)
        elif 0 < number <= len(bookmarks):
            self._fly(bookmarks[number - 1].id)

    # -- saving -------------------------------------------------------------------------------------

    def ask_name(self) -> None:
        """Let the analyst name the present view; the commune in its middle is suggested."""
        if self._window.map_view is None or self._document.workspace is None:
            return
        if not self._window.is_on_map:
            self._window.show_map()
        self._window.left.show()
        self._window.actions_of.check(ActionId.SHOW_LAYERS)
        self.panel.ask_name(self._suggestion())
        self._window.side.ensureWidgetVisible(self.panel.name)

    def _suggestion(self) -> str:
        """Return the commune in the middle of the view, with a number where the name is taken."""
        view, boundaries = self._window.map_view, self._document.boundaries
        place = view.commune_in_middle() if view is not None else None
        if place is None or boundaries is None:
            name = self._words("bookmarks.untitled", n=len(self._bookmarks()) + 1)
        else:
            name = str(boundaries.gdf.iloc[place]["full_name"])
        taken = set(self.views())
        numbered = (name if n == 1 else f"{name} ({n})" for n in range(1, len(taken) + 2))
        return next(one for one in numbered if one not in taken)

    def _save(self, name: str) -> None:
        from layers.bookmarks import add_bookmark

        view, workspace = self._window.map_view, self._document.workspace
        if view is None or workspace is None:
            return
        self._document.execute(add_bookmark(workspace, name, view.bounds_m))
        saved = self._bookmarks()
        if saved:
            self.panel.choose(saved[-1].id)

    # -- what is asked in the list ------------------------------------------------------------------

    def _fly(self, identity: str) -> None:
        view = self._window.map_view
        if view is None:
            return
        if not self._window.is_on_map:
            self._window.show_map()
        if identity == WHOLE_PROVINCE:
            view.home()
            return
        found = next((bookmark for bookmark in self._bookmarks() if bookmark.id == identity), None)
        if found is not None:
            view.zoom_to(found.bounds, margin=0.0)

    def _rename(self, identity: str, name: str) -> None:
        from layers.bookmarks import rename_bookmark

        known = {bookmark.id: bookmark.name for bookmark in self._bookmarks()}
        workspace = self._document.workspace
        if workspace is not None and name and known.get(identity, name) != name:
            self._execute(rename_bookmark(workspace, identity, name))
        else:
            self._show()  # an empty name is none: the old one is shown again

    def _remove(self, identity: str) -> None:
        from layers.bookmarks import remove_bookmark

        if self._document.workspace is not None:
            self._execute(remove_bookmark(self._document.workspace, identity))

    def _move(self, identity: str, by: int) -> None:
        from layers.bookmarks import move_bookmark

        order = [bookmark.id for bookmark in self._bookmarks()]
        workspace = self._document.workspace
        if workspace is None or identity not in order:
            return
        to = order.index(identity) + by
        if 0 <= to < len(order):
            self._execute(move_bookmark(workspace, identity, to))

    def _execute(self, command: Delta) -> None:
        self._document.execute(command)

    # -- what is shown ------------------------------------------------------------------------------

    def _bookmarks(self) -> tuple[Bookmark, ...]:
        workspace = self._document.workspace
        if workspace is None:
            return ()
        from layers.bookmarks import bookmarks_of

        return bookmarks_of(workspace.documents)

    def _on_tables(self, tables: frozenset[str]) -> None:
        if "documents" in tables:
            self._show()

    def _show(self) -> None:
        province = SavedView(WHOLE_PROVINCE, self._words("bookmarks.province"))
        saved = [SavedView(bookmark.id, bookmark.name) for bookmark in self._bookmarks()]
        self.panel.show_views([province, *saved])
