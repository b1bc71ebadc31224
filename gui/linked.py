"""What is pointed at and what is selected, shared by map, tables, charts and ranking of one window.

Knows names of tables and ids; never a widget, a row or what is done with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import pandas as pd

    Rows = Mapping[str, pd.Index]

COMMUNES = "communes"  # its ids are the codes of the communes in the vintage of the document


class Mode(StrEnum):
    """What becomes of what was selected before."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"
    TOGGLE = "toggle"


class Linked(QObject):
    """Selection and hover of one window; made before pandas is loaded, which the first selection needs.

    Rows are named by table and id; the table `communes` by code. Whoever shows rows follows the two signals,
    and passes itself as `source` when it changes something, so that it need not follow itself.

    Signals
    -------
    selection_changed(object)
        Who changed it (None: nobody in particular).
    hover_changed(object)
        Who changed it.

    Examples
    --------
    >>> import pandas as pd
    >>> linked = Linked()
    >>> linked.select({"sites": pd.Index(["a", "b"])})
    >>> linked.select({"sites": pd.Index(["b", "c"])}, mode=Mode.TOGGLE)
    >>> linked.selected("sites").tolist()
    ['a', 'c']
    """

    selection_changed = Signal(object)
    hover_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection: dict[str, pd.Index] = {}
        self._hovered: tuple[str, str] | None = None

    # -- selection ----------------------------------------------------------------------------------

    @property
    def selection(self) -> Rows:
        """Selected ids of each table that has any."""
        return MappingProxyType(self._selection)

    def selected(self, table: str) -> pd.Index:
        """Return the selected ids of a table, without repetition."""
        return self._selection.get(table, _nothing())

    @property
    def count(self) -> int:
        """How many rows are selected in all tables."""
        return sum(len(ids) for ids in self._selection.values())

    def select(self, rows: Rows, *, mode: Mode = Mode.REPLACE, source: object = None) -> None:
        """Select rows; tables that are not named lose theirs with `Mode.REPLACE` and keep them otherwise."""
        before = self._selection
        now = {} if mode is Mode.REPLACE else dict(before)
        for table, ids in rows.items():
            now[table] = _joined(before.get(table, _nothing()), ids.unique(), mode)
        now = {table: ids for table, ids in now.items() if len(ids)}
        if not _same(before, now):
            self._selection = now
            self.selection_changed.emit(source)

    def clear(self, source: object = None) -> None:
        """Select nothing."""
        self.select({}, source=source)

    def keep(self, present: Rows) -> None:
        """Forget the selected and hovered rows of these tables that are not present: they are gone."""
        if self._hovered is not None:
            table, identity = self._hovered
            if table in present and identity not in present[table]:
                self.hover(None)
        left = {
            table: ids[ids.isin(present[table])] if table in present else ids
            for table, ids in self._selection.items()
        }
        if any(len(left[table]) != len(ids) for table, ids in self._selection.items()):
            self.select(left)

    # -- hover --------------------------------------------------------------------------------------

    @property
    def hovered(self) -> tuple[str, str] | None:
        """Table and id of the row that is pointed at, or None."""
        return self._hovered

    def hover(self, table: str | None, identity: str = "", *, source: object = None) -> None:
        """Point at a row; None as table: at nothing."""
        now = None if table is None else (table, identity)
        if now != self._hovered:
            self._hovered = now
            self.hover_changed.emit(source)


def _nothing() -> pd.Index:
    import pandas as pd

    return pd.Index([], dtype="str")


def _joined(before: pd.Index, given: pd.Index, mode: Mode) -> pd.Index:
    if mode is Mode.REPLACE:
        return given
    if mode is Mode.ADD:
        return before.append(given[~given.isin(before)])
    left = before[~before.isin(given)]
    return left if mode is Mode.REMOVE else left.append(given[~given.isin(before)])


def _same(one: Rows, other: Rows) -> bool:
    return one.keys() == other.keys() and all(one[table].equals(other[table]) for table in one)
