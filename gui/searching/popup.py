"""The list of what was found, under the search field; it never takes the keyboard from the field.

Knows rows; nothing of what they stand for or where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListView, QVBoxLayout, QWidget

from gui.searching.model import SearchDelegate, SearchModel
from gui.searching.row import SearchRow
from layers.style import Theme
from layers.words import Words

MOST_ROWS = 11  # seen at once
NARROWEST_PX, WIDEST_PX = 620, 680
EDGE_PX = 8


class SearchPopup(QFrame):
    """A list over the window.

    Signals
    -------
    chosen(object)
        Value of the row that was clicked.
    """

    chosen = Signal(object)

    def __init__(self, words: Words, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("searchPopup")
        self.model = SearchModel(self)
        self.view = QListView(self)
        self.view.setObjectName("searchList")
        self.view.setModel(self.model)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self.view.setAccessibleName(words("search.list"))
        self._delegate = SearchDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.clicked.connect(self._on_clicked)
        self.note = QLabel(self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.note.setContentsMargins(12, 7, 12, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addWidget(self.note)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.theme = theme
        self.view.viewport().update()

    def show_rows(self, rows: Sequence[SearchRow], note: str, under: QWidget) -> None:
        """Show rows and a line below them under a field; the first that can be chosen is."""
        self.model.show_rows(rows)
        self.view.setVisible(bool(rows))
        self.note.setText(note)
        self.note.setVisible(bool(note))
        first = next((place for place, row in enumerate(rows) if row.is_enabled), None)
        self.view.setCurrentIndex(self.model.index(first) if first is not None else QModelIndex())
        self.place(under)
        self.setVisible(bool(rows or note))
        self.raise_()

    def place(self, under: QWidget) -> None:
        """Stand under a field, as wide as it but never narrower than can be read."""
        window = self.parentWidget()
        corner = under.mapTo(window, QPoint(0, under.height() + 3))
        width = min(max(under.width(), NARROWEST_PX), WIDEST_PX, window.width() - 2 * EDGE_PX)
        left = max(EDGE_PX, min(corner.x(), window.width() - EDGE_PX - width))
        row = self.view.sizeHintForRow(0) if self.model.rows else 0
        seen = min(len(self.model.rows), MOST_ROWS)
        note = self.note.heightForWidth(width - 2) if self.note.text() else 0
        height = min(row * seen + note + 2, window.height() - corner.y() - EDGE_PX)
        is_long = len(self.model.rows) > MOST_ROWS or height < row * seen + note + 2
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if is_long else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.view.setVerticalScrollBarPolicy(policy)
        self.setGeometry(left, corner.y(), width, max(0, height))

    @property
    def current(self) -> SearchRow | None:
        """The row that Enter chooses."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def step(self, steps: int) -> None:
        """Go up or down in the list, past what cannot be chosen; stop at its ends."""
        rows = self.model.rows
        allowed = [place for place, row in enumerate(rows) if row.is_enabled]
        if not allowed:
            return
        here = self.view.currentIndex().row()
        at = allowed.index(here) if here in allowed else 0
        to = allowed[max(0, min(len(allowed) - 1, at + steps))]
        self.view.setCurrentIndex(self.model.index(to))
        self.view.scrollTo(self.model.index(to))

    @property
    def page(self) -> int:
        """How many rows a page is."""
        return max(1, min(len(self.model.rows), MOST_ROWS) - 1)

    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.model.rows[index.row()]
        if row.is_enabled:
            self.chosen.emit(row.value)
