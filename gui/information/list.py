"""The list of several selected things, grouped, as a view of its own.

Knows rows as they are handed over; whoever listens opens their cards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from gui.information.card import ListedGroup, ListedRow
from gui.searching.model import ROW_ROLE, SearchDelegate, SearchModel
from gui.searching.row import SearchRow
from layers.style import Symbol, Theme
from layers.words import Words


class InformationList(QListView):
    """The selected things; Enter or a click opens one."""

    opened = Signal(object)

    def __init__(self, words: Words, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = SearchModel(self)
        self.setModel(self.rows)
        self.delegate = SearchDelegate(theme, self)
        self.setItemDelegate(self.delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(words("information.list"))
        self.clicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row that has the focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row: SearchRow | None = index.data(ROW_ROLE)
        if row is not None and isinstance(row.value, ListedRow):
            self.opened.emit(row.value)

    def show_groups(
        self, groups: Sequence[ListedGroup], symbols: Mapping[tuple[str, str], Symbol | None], words: Words
    ) -> None:
        """Show groups, each with its heading and how many there are.

        Parameters
        ----------
        symbols : mapping of (str, str) to Symbol or None
            Table and id → how the row is drawn on the map.
        """
        rows: list[SearchRow] = []
        for group in groups:
            title = words("information.group", name=group.title, n=words.number(group.count))
            rows.append(SearchRow(title, is_heading=True))
            for row in group.rows:
                symbol = symbols.get((row.table, row.id))
                rows.append(SearchRow(row.title, note=row.note, symbol=symbol, value=row))
            if group.count > len(group.rows):
                more = words("list.more", n=words.number(group.count - len(group.rows)))
                rows.append(SearchRow(more, is_enabled=False))
        self.rows.show_rows(rows)
        first = next((place for place, row in enumerate(rows) if row.value is not None), None)
        if first is not None:
            self.setCurrentIndex(self.rows.index(first))
