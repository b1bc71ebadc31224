"""Saved views: turns what is asked in their list into commands, and shows them: place, layers and filters.

Knows the document and the map; what a saved view is, is said in `layers.bookmarks`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.panels.bookmark_panel import BookmarkPanel, SavedView
from layers.filter_names import FilterNames

if TYPE_CHECKING:
    from gui.canvas.map_view import MapView
    from layers.bookmarks import Bookmark
    from layers.deltas import Delta

WHOLE_PROVINCE = ""
MOST_VALUES = 4  # of a condition that are named in a tip
# Tables from which it is told what a saved view shows.
READ = frozenset({"documents", "layers", "initiatives", "vocabulary", "commune_groups"})


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
        self._begun: int | None = None  # state of the document at which a presentation began
        self.panel.view_chosen.connect(self._show_view)
        self.panel.place_chosen.connect(self._fly)
        self.panel.save_asked.connect(self._save)
        self.panel.rename_asked.connect(self._rename)
        self.panel.update_asked.connect(self._update)
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
        """Show the view of this place in `views`; a number beyond the ends goes nowhere."""
        bookmarks = self._bookmarks()
        if number == 0:
            self._give_back()
            self._fly(WHOLE_PROVINCE)
        elif 0 < number <= len(bookmarks):
            self._show_view(bookmarks[number - 1].id)

    def begin(self) -> None:
        """Remember layers and filters: what views change of them from now on is given back by `end`."""
        workspace = self._document.workspace
        self._begun = None if workspace is None else workspace.place

    def end(self) -> None:
        """Give layers and filters back as they were at `begin`."""
        self._give_back()
        self._begun = None

    def _give_back(self) -> None:
        """Take back the views that were shown since a presentation began, and nothing else."""
        workspace = self._document.workspace
        if workspace is None or self._begun is None:
            return
        while workspace.place > self._begun and workspace.undo_label_key == "command.show_bookmark":
            self._document.undo()

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
        """Return the commune in the middle of the view, or the whole province, with a number where taken."""
        view, boundaries = self._window.map_view, self._document.boundaries
        place = view.commune_in_middle() if view is not None else None
        if view is not None and view.is_home:
            name = self._words("bookmarks.province")
        elif place is None or boundaries is None:
            name = self._words("bookmarks.untitled", n=len(self._bookmarks()) + 1)
        else:
            name = str(boundaries.gdf.iloc[place]["full_name"])
        taken = set(self.views())
        numbered = (name if n == 1 else f"{name} ({n})" for n in range(1, len(taken) + 2))
        return next(one for one in numbered if one not in taken)

    def _save(self, name: str, place_alone: bool) -> None:
        from layers.bookmarks import add_bookmark

        view, workspace = self._window.map_view, self._document.workspace
        if view is None or workspace is None:
            return
        self._execute(add_bookmark(workspace, name, view.bounds_m, place_alone=place_alone))
        saved = self._bookmarks()
        if saved:
            self.panel.choose(saved[-1].id)

    # -- what is asked in the list ------------------------------------------------------------------

    def _show_view(self, identity: str) -> None:
        """Fly to a view, and show its layers and set its filters: a change that can be undone."""
        from layers.bookmarks import show_bookmark

        self._fly(identity)
        workspace = self._document.workspace
        if workspace is not None and any(bookmark.id == identity for bookmark in self._bookmarks()):
            self._execute(show_bookmark(workspace, identity))

    def _fly(self, identity: str) -> None:
        view = self._map()
        if view is None:
            return
        if identity == WHOLE_PROVINCE:
            view.home()
            return
        found = next((bookmark for bookmark in self._bookmarks() if bookmark.id == identity), None)
        if found is not None:
            view.zoom_to(found.bounds, margin=0.0)

    def _map(self) -> MapView | None:
        """Return the map, brought to the front."""
        if self._window.map_view is not None and not self._window.is_on_map:
            self._window.show_map()
        return self._window.map_view

    def _update(self, identity: str) -> None:
        from layers.bookmarks import update_bookmark

        view, workspace = self._window.map_view, self._document.workspace
        if view is not None and workspace is not None:
            self._execute(update_bookmark(workspace, identity, view.bounds_m))

    def _rename(self, identity: str, name: str) -> None:
        from layers.bookmarks import rename_bookmark

        known = {bookmark.id: bookmark.name for bookmark in self._bookmarks()}
        workspace = self._document.workspace
        if workspace is not None and name and known.get(identity, name) != name:
            self._execute(rename_bookmark(workspace, identity, name))
        else:
            self.panel.restore()  # an empty name is none: the old one is shown again

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
        if tables & READ:
            self._show()

    def _show(self) -> None:
        province = SavedView(WHOLE_PROVINCE, self._words("bookmarks.province"))
        saved = [
            SavedView(bookmark.id, bookmark.name, self._told(bookmark)) for bookmark in self._bookmarks()
        ]
        self.panel.show_views([province, *saved])

    def _told(self, bookmark: Bookmark) -> str:
        """Say what a view shows besides a place."""
        workspace, boundaries, words = self._document.workspace, self._document.boundaries, self._words
        if workspace is None or bookmark.is_place_alone:
            return words("bookmarks.place_alone")
        lines = []
        if bookmark.layers is not None:
            titles = [layer.title(words) for layer in workspace.tree if bookmark.layers.get(layer.id)]
            lines.append(
                words("bookmarks.layers", layers=" · ".join(reversed(titles)) or words("bookmarks.none"))
            )
        if bookmark.filters is not None:
            names = FilterNames.of(workspace, None if boundaries is None else boundaries.gdf)
            line = names.line(bookmark.filters, words, most=MOST_VALUES)
            lines.append(words("bookmarks.filters", filters=line or words("bookmarks.none")))
        return "\n".join(lines)
