"""The rows of one layer as its table shows them: the document's frame, which of its rows, and their columns.

Knows the document and the result that filters it; no widget. Nothing is copied: a column is read when it is
asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from gui.table.values import ColumnReader, IntArray, Lists, sorted_places
from layers.schema import TABLES, LayerKind
from layers.table_columns import KINDS, TableColumn, columns_of
from layers.words import Words, collation_key

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries
    from layers.layer import Layer
    from layers.workspace import Workspace

# Layers that a table is offered for even while they are empty.
_ALWAYS = (LayerKind.SITES, LayerKind.CLUSTERS, LayerKind.INCIDENTS, LayerKind.VILLAGES)


@dataclass(frozen=True, eq=False)
class RowSource:
    """The rows of a layer.

    Attributes
    ----------
    layer_id : str
    key : str
        Name under which order and widths of the columns are remembered.
    kind : LayerKind
    table : str
        By which rows are selected, see `gui.linked`.
    frame : DataFrame
        All rows of the table; a "place" is a row of it.
    places : ndarray of int
        The rows of the layer that pass question and filters, in the order of the frame.
    total : int
        How many rows the layer has before the filters.
    columns : tuple of TableColumn
    lists : Lists
    computed : DataFrame or None
        Rows of the result, for the columns that are computed.
    computed_rows : ndarray of int or None
        Place → row of `computed`, −1 for none.
    """

    layer_id: str
    key: str
    kind: LayerKind
    table: str
    frame: pd.DataFrame
    places: IntArray
    total: int
    columns: tuple[TableColumn, ...]
    lists: Lists
    computed: pd.DataFrame | None = None
    computed_rows: IntArray | None = None
    _readers: dict[str, ColumnReader] = field(default_factory=dict)

    def reader(self, column: TableColumn) -> ColumnReader:
        """Return the reader of a column, the same each time."""
        if column.name not in self._readers:
            self._readers[column.name] = self._made(column)
        return self._readers[column.name]

    def take_over(self, before: RowSource) -> None:
        """Take the readers of a source of the same frame: what they ranked stands until a row changes."""
        if before.frame is not self.frame or before.lists.words is not self.lists.words:
            return
        for name, reader in before._readers.items():
            # Lists may have been renamed, and what is computed is that of another result.
            if not (reader.column.is_computed or reader.column.form.is_list):
                self._readers.setdefault(name, reader)

    def sorted(self, places: IntArray, sorts: Sequence[tuple[str, bool]]) -> IntArray:
        """Return places in the order of some columns (name, large to small); may run in any thread."""
        known = {column.name: column for column in self.columns}
        keys = [(self.reader(known[name]).order, is_down) for name, is_down in sorts if name in known]
        return sorted_places(places, keys)

    def ids(self, places: IntArray) -> pd.Index:
        """Return the ids of rows."""
        return self.frame.index.take(places)

    def places_of(self, ids: pd.Index) -> IntArray:
        """Return the places of ids; those that are not in the table are left out."""
        return places_in(self.frame.index, ids)

    def place_of(self, identity: str) -> int:
        """Return the place of one id, −1 where it is not in the table."""
        try:
            return int(self.frame.index.get_loc(identity))
        except KeyError:
            return -1

    def is_locked(self, place: int) -> bool:
        """Say whether a row was verified, so that it may not be changed by mistake."""
        return bool(self.are_locked(np.array([place]))[0])

    def are_locked(self, places: IntArray) -> npt.NDArray[np.bool_]:
        """Say of rows whether they were verified."""
        if self.table not in TABLES or "verified" not in self.frame.columns:
            return np.zeros(len(places), bool)
        return self.frame["verified"].iloc[places].to_numpy(bool, na_value=False)

    def row_name(self, identity: str) -> str:
        """Return what a row is called: its name or number, '' where it has none."""
        named = next((name for name in ("name", "number") if name in self.frame.columns), None)
        value = None if named is None else self.frame.at[identity, named]
        return value if isinstance(value, str) else ""

    def _made(self, column: TableColumn) -> ColumnReader:
        if column.is_computed:
            computed, rows = self.computed, self.computed_rows
            if computed is None or rows is None or column.name not in computed.columns:
                nothing = pd.Series([None], dtype=object)
                return ColumnReader(column, nothing, self.lists, rows=np.full(len(self.frame), -1))
            return ColumnReader(column, computed[column.name], self.lists, rows=rows)
        precision = self.frame[column.precision] if column.precision else None
        values = self.frame.index.to_series() if column.name == "id" else self.frame[column.name]
        return ColumnReader(column, values, self.lists, precision)


def table_layers(workspace: Workspace) -> list[Layer]:
    """Return the layers that have a table, top layer first."""
    return [
        layer
        for layer in reversed(list(workspace.tree))
        if layer.kind in _ALWAYS
        or (layer.kind in KINDS and layer.table in workspace.tables and len(workspace.frame(layer.table)))
    ]


def commune_names(boundaries: Boundaries | None) -> Mapping[str, str]:
    """Return code → full name of the communes in Vietnamese order."""
    if boundaries is None:
        return {}
    facts = boundaries.gdf[["code", "name", "full_name"]].itertuples(index=False)
    ordered = sorted(facts, key=lambda row: collation_key(str(row.name)))
    return {str(row.code): str(row.full_name) for row in ordered}


def source_of(
    layer: Layer,
    workspace: Workspace,
    bundle: ResultBundle | None,
    boundaries: Boundaries | None,
    words: Words,
) -> RowSource:
    """Return the rows of a layer that pass question and filters; without a result, all of them."""
    frame = workspace.frame(layer.table)
    computed = _computed(layer.kind, bundle)
    rows = None
    if computed is None:
        own = layer.rows(workspace)
        places = np.arange(len(frame)) if own is frame else places_in(frame.index, own.index)
    else:
        at = _found(frame.index, computed.index)
        rows = np.full(len(frame), -1, np.intp)
        rows[at[at >= 0]] = np.flatnonzero(at >= 0)
        belongs = at >= 0
        if layer.kind in (LayerKind.SITES, LayerKind.CLUSTERS):
            is_cluster = computed["is_cluster"].to_numpy(bool)
            belongs = belongs & (is_cluster == (layer.kind is LayerKind.CLUSTERS))
        places = at[belongs]
    key = layer.kind.value if layer.kind is not LayerKind.CONTEXT else layer.table
    return RowSource(
        layer.id,
        key,
        layer.kind,
        layer.table,
        frame,
        places,
        layer.counts[1],
        columns_of(layer.kind, layer.table, frame),
        Lists(workspace, commune_names(boundaries), words),
        computed,
        rows,
    )


def _computed(kind: LayerKind, bundle: ResultBundle | None) -> pd.DataFrame | None:
    if bundle is None:
        return None
    frames: dict[LayerKind, pd.DataFrame] = {
        LayerKind.SITES: bundle.sites,
        LayerKind.CLUSTERS: bundle.sites,
        LayerKind.INCIDENTS: bundle.incidents,
        LayerKind.VILLAGES: bundle.villages,
    }
    return frames.get(kind)


def places_in(index: pd.Index, ids: pd.Index) -> IntArray:
    """Return where ids stand in an index; those that are not there are left out."""
    at = _found(index, ids)
    return at if len(at) == 0 or at.min() >= 0 else at[at >= 0]


def _found(index: pd.Index, ids: pd.Index) -> IntArray:
    # The same ids in the same order need no search, which at a million takes a second.
    if ids is index or (len(ids) == len(index) and ids.equals(index)):
        return np.arange(len(index))
    return index.get_indexer(ids)
