"""The rows of a layer as a model of Qt: which rows in which order, which are selected, and each cell's text.

Keeps places (rows of the document's frame) in arrays and reads a cell when it is drawn; changes no document.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gui.table.source import RowSource
from gui.table.values import IntArray
from layers.table_columns import TableColumn
from layers.words import Words

Index = QModelIndex | QPersistentModelIndex
Sort = tuple[str, bool]  # column and whether it runs from large to small
MOST_SORTS = 2
MOST_WITHOUT_TIP = 20  # letters; longer texts may be cut by their column

_NONE = np.zeros(0, np.intp)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowModel(QAbstractTableModel):
    """One row a place of the source, one column a `TableColumn`.

    Attributes
    ----------
    source : RowSource or None
    places : ndarray of int
        Place of each row shown, from top to bottom.
    chosen : ndarray of bool
        By place: whether the row is selected.
    hovered : int
        Place of the row that is pointed at, −1 for none.
    sorts : tuple of (str, bool)
        Columns the rows were last sorted by, first the one that decides.
    """

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.source: RowSource | None = None
        self.columns: tuple[TableColumn, ...] = ()
        self.places: IntArray = _NONE
        self.chosen: npt.NDArray[np.bool_] = np.zeros(0, bool)
        self.hovered = -1
        self.sorts: tuple[Sort, ...] = ()

    # -- what is shown --------------------------------------------------------------------------------

    def set_source(self, source: RowSource | None, places: IntArray | None = None) -> None:
        """Show the rows of a source; `places` are those to show, in their order (default: all of it)."""
        shown = _NONE if source is None else source.places if places is None else places
        columns = () if source is None else source.columns
        if columns == self.columns and len(shown) == len(self.places):
            # Nothing moves: neither the position of the view nor its current cell is lost.
            self.source, self.places = source, shown
            self._fit_chosen()
            self.tell_all()
            return
        self.beginResetModel()
        self.source, self.places, self.columns = source, shown, columns
        self._fit_chosen()
        self.hovered = -1
        self.endResetModel()

    def set_places(self, places: IntArray) -> None:
        """Show other rows of the same source, or the same rows in another order."""
        self.set_source(self.source, places)

    def set_chosen(self, places: IntArray) -> None:
        """Take which rows are selected; the view paints them."""
        self.chosen = np.zeros(len(self.chosen), bool)
        self.chosen[places] = True

    def tell_all(self) -> None:
        """Have every cell that is seen drawn again."""
        if len(self.places) and self.columns:
            last = self.index(len(self.places) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _fit_chosen(self) -> None:
        size = 0 if self.source is None else len(self.source.frame)
        if len(self.chosen) != size:
            self.chosen = np.zeros(size, bool)

    # -- rows and places ------------------------------------------------------------------------------

    def place(self, row: int) -> int:
        """Return the place of a row, −1 where there is none."""
        return int(self.places[row]) if 0 <= row < len(self.places) else -1

    def row_of(self, place: int) -> int:
        """Return the row that shows a place, −1 where it is not shown."""
        found = np.flatnonzero(self.places == place)
        return int(found[0]) if len(found) else -1

    def is_chosen(self, row: int) -> bool:
        """Say whether a row is selected."""
        return bool(self.chosen[self.places[row]])

    @property
    def chosen_places(self) -> IntArray:
        """Places of the selected rows that are shown, from top to bottom."""
        return self.places[self.chosen[self.places]]

    def column_number(self, name: str) -> int:
        """Return the number of a column, −1 where there is none."""
        return next((number for number, column in enumerate(self.columns) if column.name == name), -1)

    # -- sorting --------------------------------------------------------------------------------------

    def sorts_after(self, name: str, *, is_added: bool) -> tuple[Sort, ...]:
        """Return what the rows are sorted by after a click on a heading: up, down, as in the document.

        Parameters
        ----------
        is_added : bool
            Behind the column that decides now, not in its place.
        """
        if is_added:
            known = dict(self.sorts)
            if name not in known:
                return (*self.sorts[: MOST_SORTS - 1], (name, False))
            if known[name]:
                return tuple(sort for sort in self.sorts if sort[0] != name)
            return tuple((other, is_down or other == name) for other, is_down in self.sorts)
        if self.sorts == ((name, True),):
            return ()
        return ((name, self.sorts == ((name, False),)),)

    # -- Qt -------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.places)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of columns, hidden ones as well."""
        return 0 if parent.isValid() else len(self.columns)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell, '' where the value is unknown."""
        assert self.source is not None
        return self.source.reader(self.columns[column]).text(int(self.places[row]))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell, its alignment, or what is said about it."""
        if not index.isValid() or self.source is None or index.row() >= len(self.places):
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[column].form.is_number else _LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self.text(row, column)
            return text if len(text) > MOST_WITHOUT_TIP else "" if text else self.words("value.no_data")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            text = self.text(row, column) or self.words("value.no_data")
            return f"{self.columns[column].title(self.words)}: {text}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self.words("rows.is_chosen") if self.is_chosen(row) else ""
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column, and how it is sorted as its tip."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title(self.words)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.form.is_number else _LEFT
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._heading_tip(column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say whether a cell may be typed into."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.columns[index.column()].is_editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def _heading_tip(self, column: TableColumn) -> str:
        title = column.title(self.words)
        for number, (name, is_down) in enumerate(self.sorts, start=1):
            if name == column.name:
                key = "rows.sorted_down" if is_down else "rows.sorted_up"
                return self.words(key, column=title, n=self.words.number(number))
        return self.words("rows.heading_tip", column=title)
