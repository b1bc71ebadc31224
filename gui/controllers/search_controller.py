"""Joins the search field to what can be found: keeps the index, runs what is typed, goes to what is chosen.

Knows the parts of the window; what fits is for layers.search, where to go for `SearchGoing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import Shiboken

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.searching.field import SearchField
from gui.settings import Key
from layers.progress import Progress
from layers.style import Theme

if TYPE_CHECKING:
    from gui.controllers.search_going import SearchGoing
    from gui.searching.popup import SearchPopup
    from gui.searching.row import SearchRow
    from layers.search.folding import Query
    from layers.search.index import SearchIndex
    from layers.search.kinds import Found
    from layers.search.names import Names

CHANNEL = "search"
AFTER_MS = 700  # after a change of the document, until the names are gathered again
MOST_RECENT = 8
NAMED = frozenset(
    {"communes", "commune_groups", "commune_group_members", "initiatives", "villages", "sites", "incidents"}
)


class SearchController(QObject):
    """The search of one window.

    Attributes
    ----------
    include_incidents : bool
        Whether incidents are found; while the map is presented none is, whatever this says.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self.include_incidents = True
        self._index: SearchIndex | None = None
        self._is_whole = False
        self._is_stale = False
        self._commands: Names | None = None
        self._going: SearchGoing | None = None
        self._watches_map = False
        self._popup: SearchPopup | None = None
        self._came_from: QWidget | None = None
        session, window = parts.session, parts.window
        self.field = SearchField(session.words, session.theme, window)
        window.put_search(self.field)
        window.actions_of.bind(ActionId.SEARCH, self.begin)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(AFTER_MS)
        self._later.timeout.connect(self._gather)
        self.field.entered.connect(self._on_entered)
        self.field.typed.connect(self._on_typed)
        self.field.left.connect(self._close)
        self.field.stepped.connect(self._on_step)
        self.field.paged.connect(self._on_page)
        self.field.chosen.connect(self._on_enter)
        self.field.given_up.connect(self.give_up)
        self.field.moved.connect(self._on_moved)
        session.theme_changed.connect(self._on_theme)
        parts.document.replaced.connect(self._on_replaced)
        parts.document.tables_changed.connect(self._on_tables)
        parts.linked.selection_changed.connect(self._on_selected)
        if parts.document.workspace is not None:
            self._on_replaced()

    # -- the field ----------------------------------------------------------------------------------

    def begin(self) -> None:
        """Give the field the keyboard, with what it holds selected."""
        focus = QApplication.focusWidget()
        if focus is not self.field:
            self._came_from = focus
        self.field.setFocus()
        self.field.selectAll()
        self._on_typed(self.field.text())

    def give_up(self) -> None:
        """Close the list and clear the field; the keyboard goes back to where it was."""
        self._close()
        self.field.clear()
        self._close()
        self._unmark()
        back, self._came_from = self._came_from, None
        view = self._parts.window.map_view
        # What had the keyboard may have gone meanwhile: a field of a style window, an editor of a cell.
        if back is None or not Shiboken.isValid(back) or not back.isVisible():
            back = view if view is not None and self._parts.window.is_on_map else self._parts.window.home
        back.setFocus()

    def _on_entered(self) -> None:
        from layers.search.index import command_names

        actions = self._parts.window.actions_of
        texts = [
            (which.value, _text(actions[which].text())) for which in ActionId if which is not ActionId.SEARCH
        ]
        self._commands = command_names(texts)
        if self._is_stale:
            self._gather()
        self._on_typed(self.field.text())

    def _on_typed(self, text: str) -> None:
        if not self.field.hasFocus():
            return
        rows, note = self._rows(text)
        self._list.show_rows(rows, note, self.field)

    def _on_step(self, steps: int) -> None:
        if self._list.isVisible():
            self._list.step(steps)
        else:
            self._on_typed(self.field.text())

    def _on_page(self, pages: int) -> None:
        self._list.step(pages * self._list.page)

    def _on_enter(self) -> None:
        row = self._list.current
        if self._list.isVisible() and row is not None and row.is_enabled:
            self._choose(row.value)

    def _on_moved(self) -> None:
        if self._popup is not None and self._popup.isVisible():
            self._popup.place(self.field)

    def _close(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _on_theme(self, theme: Theme) -> None:
        self.field.set_theme(theme)
        if self._popup is not None:
            self._popup.set_theme(theme)

    @property
    def _list(self) -> SearchPopup:
        if self._popup is None:
            from gui.searching.popup import SearchPopup

            session = self._parts.session
            self._popup = SearchPopup(session.words, session.theme, self._parts.window)
            self._popup.chosen.connect(self._choose)
        return self._popup

    # -- what is found ------------------------------------------------------------------------------

    def _rows(self, text: str) -> tuple[list[SearchRow], str]:
        """Return the rows for a text and the line below them."""
        from gui.searching.words import recent_row
        from layers.search.coordinate_text import read_coordinates
        from layers.search.folding import Query

        words, query = self._parts.session.words, Query(text)
        if not query.plain:
            recent = self._parts.session.settings[Key.RECENT_SEARCHES]
            return [recent_row(one, words) for one in recent], "" if recent else words("search.empty")
        rows = [] if self._parts.document.boundaries is None else self._place_rows(read_coordinates(text))
        found, has_more = self._found(query)
        rows += found
        if not rows:
            return [], words("search.nothing", text=query.text.strip())
        return rows, words("search.more") if has_more else ""

    def _found(self, query: Query) -> tuple[list[SearchRow], bool]:
        from gui.searching.words import SearchWords, command_row
        from layers.search.kinds import Kind

        session, document, actions = self._parts.session, self._parts.document, self._parts.window.actions_of
        index = self._known()
        may_tell = self.include_incidents and not self._is_presenting
        answer = index.search(query, commands=self._commands, include_incidents=may_tell)
        bundle = self._parts.coverage.bundle
        shown = bundle.sites.index if bundle is not None else None
        writer = SearchWords(session.words, index.places.full_names, document.workspace, shown)
        rows = []
        for found in answer.found:
            if found.entry.kind is Kind.COMMAND:
                action = actions[ActionId(found.entry.id)]
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                rows.append(command_row(found, query, keys, action.isEnabled(), session.words))
            else:
                rows.append(writer.row(found, query))
        return rows, answer.has_more

    @property
    def _is_presenting(self) -> bool:
        from gui.controllers.presentation_controller import PresentationController

        presentation = self._parts.window.findChild(PresentationController)
        return presentation is not None and presentation.is_presenting

    def _place_rows(self, places: Any) -> list[SearchRow]:
        from gui.searching.words import SearchWords

        writer = SearchWords(self._parts.session.words, {}, None)
        named = [(place, self._goer.commune_of(place)) for place in places]
        named.sort(key=lambda pair: pair[1] is None)
        return [writer.place_row(place, commune) for place, commune in named]

    def _known(self) -> SearchIndex:
        """Return the names at hand: of the document, until they are gathered those of the register."""
        from layers.search.index import SearchIndex

        document = self._parts.document
        if self._index is None and document.workspace is not None:
            vintage = document.workspace.meta.get("vintage") or ""
            self._index = SearchIndex.of_register(document.opening.register, vintage)
        return self._index or SearchIndex.empty()

    # -- the names of the document ------------------------------------------------------------------

    def _on_replaced(self) -> None:
        self._index, self._is_whole, self._is_stale = None, False, True
        self._later.start()

    def _on_tables(self, tables: frozenset[str]) -> None:
        if tables & NAMED or "documents" in tables or any(table.startswith("context_") for table in tables):
            self._is_stale = True
            self._later.start()

    def _gather(self) -> None:
        """Gather the names in a job; what has not changed since is taken over."""
        self._later.stop()
        document = self._parts.document
        if document.workspace is None or not self._is_stale:
            return
        self._is_stale = False
        snapshot, opening = document.workspace.snapshot(), document.opening
        before = self._index if self._is_whole else None

        def work(progress: Progress) -> SearchIndex:
            from layers.search.index import SearchIndex

            return SearchIndex.of_snapshot(snapshot, opening.register, before, progress)

        session = self._parts.session
        session.jobs.start(
            work,
            label_key="job.search",
            channel=CHANNEL,
            done=self._on_gathered,
            failed=session.notifier.error,
        )

    def _on_gathered(self, index: SearchIndex) -> None:
        self._index, self._is_whole = index, True
        if self._popup is not None and self._popup.isVisible() and self.field.text().strip():
            self._on_typed(self.field.text())

    # -- going there --------------------------------------------------------------------------------

    @property
    def _goer(self) -> SearchGoing:
        if self._going is None:
            from gui.controllers.search_going import SearchGoing

            self._going = SearchGoing(self._parts)
        return self._going

    # The mark of a found place says "here", no more: it goes with Esc, with the whole province, and with the
    # next thing that is selected.

    def _go(self, value: object) -> None:
        self._goer.go(value)
        view = self._parts.window.map_view
        if view is not None and not self._watches_map:
            self._watches_map = True
            view.installEventFilter(self)
            view.scale_changed.connect(self._on_scale)

    def _unmark(self) -> None:
        if self._going is not None:
            self._going.unmark()

    def _on_selected(self, source: object) -> None:
        if source is not self._going:
            self._unmark()

    def _on_scale(self) -> None:
        view = self._parts.window.map_view
        if view is not None and view.is_home:
            self._unmark()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the mark away by Esc on the map, which goes on to the map."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Escape:
            self._unmark()
        return super().eventFilter(watched, event)

    def _choose(self, value: object) -> None:
        if isinstance(value, str):
            self.field.setText(value)
            return
        typed = self.field.text()
        self._remember(value, typed)
        self._close()
        self.field.clear()
        self._close()
        view = self._parts.window.map_view
        if view is not None and self._parts.window.is_on_map:
            view.setFocus()
        self._go(value)

    def _remember(self, value: Any, typed: str) -> None:
        """Keep what was searched for, but never a number of an incident, nor a command."""
        from layers.search.coordinate_text import TypedPlace
        from layers.search.kinds import Kind

        if isinstance(value, TypedPlace):
            text = " ".join(typed.split())
        else:
            found: Found = value
            if found.entry.kind in (Kind.INCIDENT, Kind.COMMAND):
                return
            text = found.entry.name or found.entry.context
        settings = self._parts.session.settings
        others = [one for one in settings[Key.RECENT_SEARCHES] if one != text]
        settings[Key.RECENT_SEARCHES] = [text, *others][:MOST_RECENT]


def _text(text: str) -> str:
    """Return the text of an action without its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
