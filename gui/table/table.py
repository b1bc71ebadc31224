"""Bảng dữ liệu: the rows of one layer with their columns, sorted, selected, copied and edited.

Knows rows as a source hands them out; the document is changed by whoever is asked to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gui.linked import Mode
from gui.panels.empty_note import EmptyNote
from gui.table.bar import RowBar
from gui.table.columns import ColumnsDialog
from gui.table.columns_shown import ColumnKeeper
from gui.table.copying import Copied, copied
from gui.table.editing import RowEditing
from gui.table.layout import RowLayout
from gui.table.menu import RowMenu
from gui.table.model import RowModel, Sort
from gui.table.source import RowSource
from gui.table.values import IntArray
from gui.table.view import RowView
from layers.progress import SILENT, Progress
from layers.style import Theme
from layers.table_columns import TableColumn
from layers.words import Words

if TYPE_CHECKING:
    import pandas as pd

    Work = Callable[[Progress], Any]
    Run = Callable[[Work, str, Callable[[Any], None]], None]

MOST_SORTED_AT_ONCE = 30_000  # rows; more are sorted in a job
MOST_COPIED_AT_ONCE = 5_000


class RowTable(QWidget):
    """The panel.

    Signals
    -------
    layer_chosen(str)
    chosen(object, Mode)
        Ids of the rows that the analyst selects, and what becomes of those selected before.
    hovered(str)
        Id of the row under the pointer, '' for none.
    jump_asked(object)
        ``{table: ids}`` to show on the map.
    layout_changed(str, RowLayout)
        Key of the table whose columns were arranged anew.
    copied(int)
        So many rows are on the clipboard.

    Attributes
    ----------
    run : callable
        Does longer work: (work, i18n key, done). At once unless somebody knows better.
    editing : RowEditing
        What is typed; its `change` is set by whoever changes the document.
    """

    layer_chosen = Signal(str)
    chosen = Signal(object, object)
    hovered = Signal(str)
    jump_asked = Signal(object)
    layout_changed = Signal(str, object)
    copied = Signal(int)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.run: Run = _at_once
        self.has_headings = True
        self._theme = theme
        self._ids: pd.Index | None = None
        self._sorts: dict[str, tuple[Sort, ...]] = {}
        self._empty_key = "rows.empty.none"
        self.bar = RowBar(words, theme, self)
        self.model = RowModel(words, self)
        self.view = RowView(self.model, theme, self)
        self.view.setAccessibleName(words("rows.name"))
        self.keeper = ColumnKeeper(self.view)
        self.menu = RowMenu(self)
        self.editing = RowEditing(self.view)
        self.empty = EmptyNote(self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.view)
        self.pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        self._connect()
        self._show_state()

    def _connect(self) -> None:
        view, bar = self.view, self.bar
        bar.layer_chosen.connect(self.layer_chosen)
        bar.only_chosen.toggled.connect(self._on_only_chosen)
        bar.jump.clicked.connect(self.jump)
        bar.copy.clicked.connect(self.copy)
        bar.columns.clicked.connect(self.open_columns)
        view.header.sort_asked.connect(self._on_sort)
        view.header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.header.customContextMenuRequested.connect(self._on_header_menu)
        view.frozen.heading_menu_asked.connect(self.menu.open_for_column)
        view.chosen.connect(self._on_chosen)
        view.hovered.connect(self._on_hovered)
        view.jump_asked.connect(self._jump_to)
        view.copy_asked.connect(self.copy)
        view.menu_asked.connect(self.menu.open_for_cell)
        self.keeper.changed.connect(self.layout_changed)

    # -- what is shown --------------------------------------------------------------------------------

    @property
    def source(self) -> RowSource | None:
        """The rows that are shown, before they are narrowed to the selected ones."""
        return self.model.source

    def show_source(self, source: RowSource | None, layout: RowLayout | None = None) -> None:
        """Show the rows of a layer; those shown before keep their place while they are the same ones.

        Parameters
        ----------
        layout : RowLayout, optional
            How the columns stand; without, as they do now.
        """
        before, current = self.source, self.view.current_place
        is_same = before is not None and source is not None and before.layer_id == source.layer_id
        if source is None:
            self._ids = None
            self.model.sorts = ()
            self.model.set_source(None)
            self._show_state()
            return
        if before is not None:
            source.take_over(before)
        if not is_same:
            self.model.sorts = self._sorts.get(source.key, ())
        shown, moved = self._places_in(source, before if is_same else None, current)
        self.model.set_source(source, shown)
        self._mark_chosen()
        if layout is not None:
            self.keeper.show(source.key, layout)
        self.keeper.fit()
        if moved >= 0:
            self.view.put_current(moved)
        if not is_same and self.model.sorts:
            self.sort(self.model.sorts)
        self._show_state()

    def _places_in(self, source: RowSource, before: RowSource | None, current: int) -> tuple[IntArray, int]:
        """Return the places to show in a new source, and the place of the current row (−1: none)."""
        wanted = self._wanted(source)
        if before is None:
            return wanted, -1
        if before.frame.index is source.frame.index or before.frame.index.equals(source.frame.index):
            shown, moved = self.model.places, current
        else:
            at = source.frame.index.get_indexer(before.frame.index)
            shown, moved = at[self.model.places], int(at[current]) if current >= 0 else -1
            shown = shown[shown >= 0]
        if not self.model.sorts:
            return wanted, moved
        mask = np.zeros(len(source.frame), bool)
        mask[wanted] = True
        kept = shown[mask[shown]]
        if len(kept) == len(wanted):
            return kept, moved  # a cell that was edited does not jump away from under the pointer
        return source.sorted(wanted, self.model.sorts), moved

    def _wanted(self, source: RowSource) -> IntArray:
        """Return the places of a source in its own order, narrowed to the selected ones where that is on."""
        if not self.bar.only_chosen.isChecked():
            return source.places
        mask = np.zeros(len(source.frame), bool)
        if self._ids is not None:
            mask[source.places_of(self._ids)] = True
        return source.places[mask[source.places]]

    def show_chosen(self, ids: pd.Index, *, is_own: bool = False) -> None:
        """Show which rows are selected; scroll to the first of them when somebody else selected them."""
        self._ids = ids
        self._mark_chosen()
        if self.bar.only_chosen.isChecked() and not is_own:
            self._narrow()
        if not is_own:
            self._show_first_chosen()
        self.view.redraw()
        self._show_state()

    def _mark_chosen(self) -> None:
        source = self.source
        if source is not None:
            ids = self._ids
            self.model.set_chosen(np.zeros(0, np.intp) if ids is None else source.places_of(ids))

    def _show_first_chosen(self) -> None:
        rows = np.flatnonzero(self.model.chosen[self.model.places])
        if not len(rows):
            return
        top, bottom = self.view.rows_seen()
        if not ((rows >= top) & (rows <= bottom)).any():
            self.view.show_row(self.model.place(int(rows[0])))

    def show_hovered(self, identity: str) -> None:
        """Mark the row that is pointed at elsewhere, '' for none."""
        place = -1
        if identity and self.source is not None:
            place = self.source.place_of(identity)
        if place != self.model.hovered:
            before, self.model.hovered = self.model.hovered, place
            for one in (before, place):
                self.view.redraw_row(one)

    def show_empty(self, key: str) -> None:
        """Say what is to be done while there is no row; `key` is an i18n key."""
        self._empty_key = key
        self._show_state()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.bar.set_theme(theme)
        self.view.set_theme(theme)

    def _show_state(self) -> None:
        model, source = self.model, self.source
        shown = len(model.places)
        total = 0 if source is None else source.total
        chosen = 0 if source is None else int(model.chosen[source.places].sum())
        self.bar.show_count(shown, total, chosen)
        signs = {model.column_number(n): (rank, down) for rank, (n, down) in enumerate(model.sorts, start=1)}
        for header in (self.view.header, self.view.frozen.header):
            header.show_sorts(signs)
        if not shown:
            key = self._empty_key
            if source is not None and len(source.places) and self.bar.only_chosen.isChecked():
                key = "rows.empty.chosen"
            elif source is not None and total:
                key = "rows.empty.filtered"
            self.empty.setText(self.words(key))
            self.empty.offer_way(key != "rows.empty.chosen")
        self.pages.setCurrentIndex(0 if shown else 1)

    # -- sorting --------------------------------------------------------------------------------------

    def sort(self, sorts: tuple[Sort, ...]) -> None:
        """Sort the rows anew; many of them in a job."""
        source, model = self.source, self.model
        if source is None:
            return
        wanted = self._wanted(source)

        def work(_progress: Progress) -> IntArray:
            return source.sorted(wanted, sorts)

        def done(places: IntArray) -> None:
            if self.source is not source or len(places) != len(self._wanted(source)):
                return  # other rows meanwhile
            current = self.view.current_place
            model.sorts = self._sorts[source.key] = sorts
            model.set_places(places)
            self.view.put_current(current)
            self.view.scrollToTop()  # what was sorted for stands there
            self._show_state()

        if len(wanted) > MOST_SORTED_AT_ONCE:
            self.run(work, "job.sort_rows", done)
        else:
            done(work(SILENT))

    def _on_sort(self, number: int, is_added: bool) -> None:
        name = self.model.columns[number].name
        self.sort(self.model.sorts_after(name, is_added=is_added))

    def _on_only_chosen(self, _is_on: bool) -> None:
        self._narrow()
        self._show_state()

    def _narrow(self) -> None:
        source = self.source
        if source is None:
            return
        current = self.view.current_place
        self.model.set_places(source.sorted(self._wanted(source), self.model.sorts))
        self.view.put_current(current)

    # -- selecting ------------------------------------------------------------------------------------

    def _on_chosen(self, places: IntArray, mode: Mode) -> None:
        if self.source is not None:
            self.chosen.emit(self.source.ids(places), mode)

    def _on_hovered(self, place: int) -> None:
        if self.source is not None:
            self.hovered.emit("" if place < 0 else str(self.source.frame.index[place]))

    def jump(self) -> None:
        """Show the selected rows on the map, else the current one, else all that are shown."""
        places = self.model.chosen_places
        if not len(places) and self.view.current_place >= 0:
            places = np.array([self.view.current_place])
        self._jump_to(places if len(places) else self.model.places)

    def _jump_to(self, places: IntArray) -> None:
        if self.source is not None and len(places):
            self.jump_asked.emit({self.source.table: self.source.ids(places)})

    # -- copying --------------------------------------------------------------------------------------

    def shown_columns(self) -> list[TableColumn]:
        """Return the columns shown, from left to right."""
        return [self.model.columns[number] for number in self.keeper.shown()]

    def copy(self) -> None:
        """Copy the selected rows, else the current cell, else all rows that are shown."""
        source, index, places = self.source, self.view.currentIndex(), self.model.chosen_places
        if source is None:
            return
        columns, has_headings = self.shown_columns(), self.has_headings
        if not len(places) and index.isValid():
            columns, has_headings = [self.model.columns[index.column()]], False
            places = np.array([self.view.current_place])
        elif not len(places):
            places = self.model.places
        words = self.words

        def work(progress: Progress) -> Copied:
            return copied(source, columns, places, words, has_headings=has_headings, progress=progress)

        if len(places) > MOST_COPIED_AT_ONCE:
            self.run(work, "job.copy_rows", self._put_on_clipboard)
        else:
            self._put_on_clipboard(work(SILENT))

    def _put_on_clipboard(self, made: Copied) -> None:
        data = QMimeData()
        data.setText(made.text)
        data.setHtml(made.html)
        QGuiApplication.clipboard().setMimeData(data)
        self.copied.emit(made.rows)

    # -- columns --------------------------------------------------------------------------------------

    def open_columns(self) -> None:
        """Open the list of all columns."""
        if self.source is None or self.keeper.layout is None:
            return
        dialog = ColumnsDialog(self.model.columns, self.keeper.layout, self.words, self)
        dialog.layout_chosen.connect(self.keeper.choose)
        dialog.open()

    def _on_header_menu(self, position: QPoint) -> None:
        number = self.view.header.logicalIndexAt(position)
        self.menu.open_for_column(number, self.view.header.mapToGlobal(position))


def _at_once(work: Work, _key: str, done: Callable[[Any], None]) -> None:
    done(work(SILENT))
