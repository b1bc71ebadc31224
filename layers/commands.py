"""Every change the analyst can make, by name: functions that look at a document and return its deltas.

They change nothing themselves (`Workspace.execute` does); they know no window, no file and no format.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, Protocol

import pandas as pd

from layers.deltas import ChangeRows, Delta, Many, SetDocument
from layers.errors import BadParameter, RowChanged
from layers.filters import Filters
from layers.schema import TABLES, frame_columns, normalise, table_of


class Document(Protocol):
    """What a command looks at: a workspace, or a snapshot of one in a job."""

    @property
    def meta(self) -> Mapping[str, str | None]:
        """Facts of the document."""

    @property
    def documents(self) -> Mapping[str, Any]:
        """Values of the table `documents`."""

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table."""


def new_id() -> str:
    """Return an id that no row has had."""
    return str(uuid.uuid4())


# -- rows -----------------------------------------------------------------------------------------------


def add_rows(workspace: Document, table: str, frame: pd.DataFrame) -> Many:
    """Add rows; those without an id of their own (no text index, no column `id`) get a new one.

    Parameters
    ----------
    workspace : Workspace or Snapshot
    table : str
    frame : DataFrame
        Any subset of the columns, see `layers.schema.normalise`.

    Raises
    ------
    InvalidChange
        A value does not fit its column.
    """
    change = _added(table, frame)
    return Many("command.add_rows", (change,), {"table": table, "n": len(change.after)})


def change_cells(workspace: Document, table: str, cells: Mapping[str, Mapping[str, Any]]) -> Many:
    """Set single values: id → column → value, None for unknown.

    Raises
    ------
    RowChanged
        There is no row of that id.
    InvalidChange
        A column is unknown or a value does not fit.

    Examples
    --------
    ``change_cells(workspace, "sites", {site_id: {"status": "ended"}})``
    """
    current = workspace.frame(table)
    before = _rows(table, current, cells)
    after = before.astype(object)
    for identity, values in cells.items():
        for column, value in values.items():
            if column not in after.columns:
                after[column] = None  # refused by name when the change is made
            after.at[identity, column] = value
    change = ChangeRows(table, before, normalise(_stated(table, current), after), prepared=True)
    return Many("command.change_cells", (change,), {"table": table, "n": len(before)})


def set_cells(workspace: Document, table: str, ids: Iterable[str], values: Mapping[str, Any]) -> Many:
    """Set the same values (column → value, None for unknown) in several rows.

    Raises
    ------
    RowChanged
        There is no row of one of the ids.
    InvalidChange
        A column is unknown or a value does not fit.
    """
    current = workspace.frame(table)
    before = _rows(table, current, ids)
    n, index = len(before), before.index
    same = {column: pd.Series([value] * n, index, object) for column, value in values.items()}
    after = normalise(_stated(table, current), before.assign(**same))
    change = ChangeRows(table, before, after, prepared=True)
    return Many("command.change_cells", (change,), {"table": table, "n": n})


def remove_rows(workspace: Document, table: str, ids: Iterable[str]) -> Many:
    """Remove rows; refused on execution while others refer to them."""
    before = _rows(table, workspace.frame(table), list(ids))
    change = ChangeRows(table, before, before.iloc[:0], prepared=True)
    return Many("command.remove_rows", (change,), {"table": table, "n": len(before)})


def move_point(workspace: Document, table: str, identity: str, lon: float, lat: float) -> Many:
    """Put a point where it really is (degrees of EPSG:4326): its position is exact from then on."""
    cells: dict[str, Any] = {"lon": lon, "lat": lat}
    if TABLES[table].place:
        cells |= {"position": "exact", "position_m": None}
    moved = change_cells(workspace, table, {identity: cells})
    return Many("command.move_point", moved.deltas, {"table": table})


def import_rows(
    workspace: Document,
    table: str,
    frame: pd.DataFrame,
    source: Mapping[str, Any],
    *,
    quarantine: pd.DataFrame | None = None,
    removed: Iterable[str] = (),
    others: Iterable[Delta] = (),
) -> Many:
    """Take in the rows of a sheet: its source, rows new and changed, rows held back, rows no longer listed.

    Made in a job from a snapshot, so that execution only swaps frames in.

    Parameters
    ----------
    frame : DataFrame
        Full rows; an id that the document has is changed (its `rev` is kept), any other is added. Rows
        equal to the document's are left out.
    source : mapping
        The row of the table `sources`, with its ``id``.
    quarantine : DataFrame, optional
        Rows of the table `quarantine`.
    removed : iterable of str
        Ids of rows that are removed.
    others : iterable of Delta
        Changes that come first: codes new to the vocabulary, initiatives the sheet introduces ….
    """
    current = _current(workspace, table, frame)
    merged = _merged(table, current, frame, list(removed))
    row = dict(source)
    deltas: list[Delta] = [ChangeRows.of("sources", {str(row.pop("id")): (None, row)}), *others]
    if len(merged.before) or len(merged.after):
        deltas.append(merged)
    if quarantine is not None and len(quarantine):
        deltas.append(_added("quarantine", quarantine))
    args = {
        "table": table,
        "file": PurePath(str(row["file_name"])).name,
        "added": len(merged.added),
        "changed": len(merged.changed),
        "removed": len(merged.removed),
    }
    return Many("command.import_rows", tuple(deltas), args)


def _added(table: str, frame: pd.DataFrame) -> ChangeRows:
    stated = table_of(table, frame)
    if stated.key == ("id",) and "id" not in frame.columns and not _has_ids(frame.index):
        frame = frame.set_axis(pd.Index([new_id() for _ in range(len(frame))], dtype="str"), axis=0)
    after = normalise(stated, frame)
    return ChangeRows(table, after.iloc[:0], after, prepared=True)


def _has_ids(index: pd.Index) -> bool:
    return len(index) > 0 and all(isinstance(value, str) for value in index)


def _rows(table: str, current: pd.DataFrame, ids: Iterable[str]) -> pd.DataFrame:
    wanted = list(ids)
    for identity in wanted:
        if identity not in current.index:
            raise RowChanged(table=table, row=identity)
    return current.loc[wanted]


def _stated(table: str, frame: pd.DataFrame) -> Any:
    return table_of(table, frame)


def _current(workspace: Document, table: str, frame: pd.DataFrame) -> pd.DataFrame:
    if table in TABLES:
        return workspace.frame(table)
    return normalise(table, frame).iloc[:0]


def _merged(table: str, current: pd.DataFrame, frame: pd.DataFrame, removed: list[str]) -> ChangeRows:
    """Return the change from `current` to the rows of `frame`, without those that stay as they are."""
    stated = table_of(table, frame)
    after = normalise(stated, frame)
    known = after.index.isin(current.index)
    before = current.loc[after.index[known]]
    later = after[known].copy()
    if stated.row:  # the stamps of a row are given by executing
        for name in ("rev", "changed_at", "changed_by"):
            later[name] = before[name].array
    same = _unchanged(stated, before, later)
    before, later = before[~same], later[~same]
    gone = _rows(table, current, removed)
    fresh = after[~known]
    parts = [part for part in (later, fresh) if len(part)]
    joined = pd.concat(parts) if parts else after.iloc[:0]
    return ChangeRows(table, pd.concat([before, gone]) if len(gone) else before, joined, prepared=True)


def _unchanged(table: Any, before: pd.DataFrame, after: pd.DataFrame) -> Any:
    same = pd.Series(True, index=after.index)
    for name in frame_columns(table):
        one, other = before[name], after[name]
        if one.dtype == object:
            equal = pd.Series(
                [a == b for a, b in zip(one, other, strict=True)], index=after.index, dtype=bool
            )
        else:
            equal = (one == other).fillna(False).astype(bool) | (one.isna() & other.isna())
        same &= equal
    return same.to_numpy()


# -- facts, documents, boundaries, rules ----------------------------------------------------------------


def set_meta(workspace: Document, **facts: str | None) -> Many:
    """Set facts of the document: ``title="…"``, ``as_of="2026-10-31"``, ``check_after_months="6"``."""
    return Many("command.set_meta", (_meta_change(workspace, facts),), {"keys": sorted(facts)})


def _meta_change(workspace: Document, facts: Mapping[str, str | None]) -> ChangeRows:
    known = workspace.frame("meta")
    for key in facts:
        if key not in known.index:
            raise BadParameter(name="meta", value=key, allowed=tuple(known.index))
    rows = {key: ({"value": known.at[key, "value"]}, {"value": value}) for key, value in facts.items()}
    return ChangeRows.of("meta", rows)


def set_document(workspace: Document, key: str, value: Any) -> Many:
    """Set a value of the table `documents` (filters, bookmarks …); None takes it away."""
    change = SetDocument(key, workspace.documents.get(key), value)
    return Many("command.set_document", (change,), {"key": key})


def set_filters(workspace: Document, filters: Filters) -> Many:
    """Set what everything is restricted to; filters equal to those that stand are a change of nothing."""
    before = workspace.documents.get("filters")
    after = before if Filters.from_json(before) == filters else filters.to_json() or None
    return Many("command.set_filters", (SetDocument("filters", before, after),), {})


def set_boundaries(
    workspace: Document, frame: pd.DataFrame, vintage: str, *, source: Mapping[str, Any] | None = None
) -> Many:
    """Put the communes of a vintage in place of those the document has of it, and work in that vintage.

    Parameters
    ----------
    frame : DataFrame
        Rows of the table `communes`, all of `vintage`.
    source : mapping, optional
        The row of the table `sources` they came from, with its ``id``; written into ``source_id``.
    """
    deltas: list[Delta] = []
    rows = frame
    if source is not None:
        row = dict(source)
        identity = str(row.pop("id"))
        sources = workspace.frame("sources")
        known = sources.loc[sources.index.isin([identity])]  # the same file, read before
        added = normalise("sources", pd.DataFrame([row], index=[identity], dtype=object))
        deltas.append(ChangeRows("sources", known, added, prepared=True))
        rows = frame.assign(source_id=identity)
    after = normalise("communes", rows)
    if (after["vintage"] != vintage).any():
        raise BadParameter(name="vintage", value=vintage, allowed=tuple(sorted(set(after["vintage"]))))
    current = workspace.frame("communes")
    deltas.append(ChangeRows("communes", current[current["vintage"] == vintage], after, prepared=True))
    if workspace.meta.get("vintage") != vintage:
        deltas.append(_meta_change(workspace, {"vintage": vintage}))
    return Many("command.set_boundaries", tuple(deltas), {"n": len(after), "vintage": vintage})


def set_rule(workspace: Document, rule: Mapping[str, Any], identity: str | None = None) -> Many:
    """Add a rule of coverage, or change the one with the id `identity`."""
    if identity is None:
        deltas = add_rows(workspace, "rules", pd.DataFrame([dict(rule)], dtype=object)).deltas
    else:
        deltas = change_cells(workspace, "rules", {identity: rule}).deltas
    return Many("command.set_rule", deltas, {})
