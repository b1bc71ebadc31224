"""What becomes of a value that was typed: set in its row, or, once it is said how many, in all selected rows.

Knows the view and its rows; how the document is changed it is told by `change`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QMessageBox

from gui.table.typed import Typed
from gui.table.view import RowView

Changes = Callable[[Sequence[str], Mapping[str, Any]], str]


class RowEditing(QObject):
    """Edits of one view.

    Attributes
    ----------
    change : callable
        Sets values in rows as one command: (ids, column → value) → '' or the sentence why not.
    """

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self.change: Changes = _nobody
        self._view = view
        self._pending: tuple[list[str], Mapping[str, Any]] | None = None
        view.cells.change = self._change
        view.cells.many_asked.connect(self._ask)

    def _change(self, index: QModelIndex, given: Typed) -> str:
        rows = self._view.rows
        if rows.source is None or index.row() >= len(rows.places):
            return ""
        identity = str(rows.source.frame.index[rows.place(index.row())])
        return self.change([identity], given.values)

    def _ask(self, index: QModelIndex, given: Typed) -> None:
        rows = self._view.rows
        source, column, words = rows.source, rows.columns[index.column()], rows.words
        if source is None:
            return
        places = rows.chosen_places
        if not len(places):
            places = np.array([rows.place(index.row())])
        free = places if column.name == "verified" else places[~source.are_locked(places)]
        values = {"n": words.number(len(free)), "column": column.title(words)}
        text = words("rows.many", **values)
        if len(free) < len(places):
            text += " " + words("rows.many.locked", n=words.number(len(places) - len(free)))
        self._pending = (source.ids(free).tolist(), given.values)
        box = QMessageBox(QMessageBox.Icon.Question, words("rows.name"), text, parent=self._view)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.addButton(QMessageBox.StandardButton.Apply).setEnabled(len(free) > 0)
        box.finished.connect(self._on_answer)
        box.finished.connect(box.deleteLater)
        box.open()

    def _on_answer(self, answer: int) -> None:
        pending, self._pending = self._pending, None
        if pending is not None and answer == QMessageBox.StandardButton.Apply.value:
            self.change(*pending)


def _nobody(_ids: Sequence[str], _values: Mapping[str, Any]) -> str:
    return ""
