"""Trying a change out: the frames it would lead to, checked as a whole, before anything is replaced.

Knows nothing of logs, events or undo; raises before the document is touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.deltas import ChangeRows, Delta, Many, SetDocument, leaves
from layers.errors import (
    ColumnUnknown,
    InvalidChange,
    NameUnknown,
    ReferenceBroken,
    RowChanged,
    RowDoubled,
    RowInUse,
)
from layers.schema import CONTEXT_PREFIX, TABLES, Column, Table, empty, normalise
from layers.schema.plain import same_rows

Frames = Mapping[str, pd.DataFrame]
_STAMPS = ["rev", "changed_at", "changed_by"]
# Values of documents go through SetDocument; history is written by saving.
_CLOSED = frozenset({"documents", "history"})


class Stage:
    """The document as it would be after some changes.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        The document as it is; never changed.
    documents : mapping of str to JSON value
    """

    def __init__(self, frames: Frames, documents: Mapping[str, Any]) -> None:
        self._base = frames
        self._values = documents
        self.frames: dict[str, pd.DataFrame] = {}
        self.documents: dict[str, Any] = {}
        self._added: dict[str, list[pd.DataFrame]] = {}
        self._removed: dict[str, list[pd.Index]] = {}

    def frame(self, table: str) -> pd.DataFrame | None:
        """Return the rows of a table as they would be; None for no such table."""
        found = self.frames.get(table)
        return found if found is not None else self._base.get(table)

    def apply(self, delta: Delta) -> None:
        """Apply every part of `delta` in its order and check the outcome.

        Raises
        ------
        InvalidChange
            The change does not fit the document.
        """
        for leaf in leaves(delta):
            if isinstance(leaf, SetDocument):
                self._set_document(leaf)
            else:
                self._change_rows(leaf)
        for table, rows in self._added.items():
            self._check_values(table, pd.concat(rows) if len(rows) > 1 else rows[0])
        for table, gone in self._removed.items():
            self._check_unused(table, gone)

    def _set_document(self, change: SetDocument) -> None:
        current = self.documents.get(change.key, self._values.get(change.key))
        if current != change.before:
            raise RowChanged(table="documents", row=change.key)
        self.documents[change.key] = change.after

    def _change_rows(self, change: ChangeRows) -> None:
        current = self.frame(change.table)
        if current is None:
            if not change.table.startswith(CONTEXT_PREFIX):
                raise NameUnknown(name=change.table, nearest=tuple(TABLES))
            current = change.after.iloc[:0]
        if change.table in _CLOSED:
            raise InvalidChange(table=change.table, row="–", reason=change.table)
        self.frames[change.table] = _with_rows(change, current)
        self._added.setdefault(change.table, []).append(change.after)
        self._removed.setdefault(change.table, []).append(change.removed)

    # -- what must hold between rows --------------------------------------------------------------------

    def _check_values(self, name: str, rows: pd.DataFrame) -> None:
        table = TABLES.get(name)
        if table is None or rows.empty:
            return
        frame = self.frames[name]
        if len(self._added[name]) > 1:  # a row may have been changed again, or removed
            rows = frame.loc[frame.index.intersection(rows.index, sort=False)]
        for column in table.columns:
            if column.unique:
                self._check_unique(table, column, rows)
            if column.references:
                target = self.frame(column.references)
                assert target is not None
                self._check_known(table, column, rows, target.index)
            if column.vocabulary:
                self._check_known(table, column, rows, self._codes(column.vocabulary))

    def _check_unique(self, table: Table, column: Column, rows: pd.DataFrame) -> None:
        values = rows[column.name].dropna()
        if values.empty:
            return
        everywhere = self.frames[table.name][column.name]
        hits = everywhere[everywhere.isin(values)]
        if len(hits) > len(values):
            doubled = hits[hits.duplicated(keep=False)]
            raise RowDoubled(table=table.name, row=str(doubled.index[-1]), column=column.name)

    def _check_known(self, table: Table, column: Column, rows: pd.DataFrame, known: pd.Index) -> None:
        values = rows[column.name].dropna()
        if values.empty:
            return
        for value in values.unique():
            if value not in known:
                row = str(values.index[values == value][0])
                raise ReferenceBroken(table=table.name, row=row, column=column.name, value=value)

    def _codes(self, vocabulary: str) -> pd.Index:
        words = self.frame("vocabulary")
        assert words is not None
        codes: pd.Index = pd.Index(words["code"][words["list"] == vocabulary])
        return codes

    def _check_unused(self, name: str, removed: list[pd.Index]) -> None:
        table = TABLES.get(name)
        gone = [key for index in removed for key in index if key not in self.frames[name].index]
        if table is None or not gone:
            return
        for other in TABLES.values():
            rows = self.frame(other.name)
            assert rows is not None
            for column in other.columns:
                used = _used(name, column, gone)
                if used and not rows.empty:
                    hit = rows[column.name].isin(used)
                    if hit.any():
                        value = rows.loc[hit, column.name].iloc[0]
                        raise RowInUse(table=name, row=str(value), by=other.name)


def _used(name: str, column: Column, gone: list[str]) -> list[str]:
    """Return the values of `column` that point at removed rows of table `name`."""
    if column.references == name:
        return gone
    if name == "vocabulary" and column.vocabulary:
        prefix = f"{column.vocabulary}/"
        return [key.removeprefix(prefix) for key in gone if key.startswith(prefix)]
    return []


def _with_rows(change: ChangeRows, current: pd.DataFrame) -> pd.DataFrame:
    """Return `current` with the rows of a change; added rows come last."""
    table, before, after = change.table, change.before, change.after
    if list(after.columns) != list(current.columns):
        unknown = next((c for c in after.columns if c not in current.columns), "–")
        raise ColumnUnknown(table=table, column=str(unknown))
    places = current.index.get_indexer(before.index)
    if (places < 0).any():
        raise RowChanged(table=table, row=str(before.index[int(np.argmin(places))]))
    _check_before(table, before, current, places)
    target = before.index.get_indexer(after.index)
    added = target < 0
    doubled = after.index[added][current.index.get_indexer(after.index[added]) >= 0]
    if len(doubled):
        raise RowDoubled(table=table, row=str(doubled[0]), column="id")
    changed = ~added
    stated = TABLES.get(table)
    if stated is not None and stated.append_only and changed.any():
        raise InvalidChange(table=table, row=str(after.index[changed][0]), reason=table)
    result = current
    if changed.any():
        spots = places[target[changed]]
        result = _overwritten(result, spots, before.iloc[target[changed]], after[changed])
    if changed.sum() < len(before):
        keep = np.ones(len(current), dtype=bool)
        keep[places] = False
        keep[places[target[changed]]] = True
        result = result[keep]
    if added.any():
        fresh = after if added.all() else after[added]
        result = fresh if result.empty else pd.concat([result, fresh])
    return result


def _check_before(
    table: str, before: pd.DataFrame, current: pd.DataFrame, places: npt.NDArray[np.intp]
) -> None:
    """Refuse a change made from rows that are not these: by their stamps, or whole where there are none."""
    if before.empty:
        return
    found = current.iloc[places]
    stated = TABLES.get(table)
    if stated is not None and stated.row:
        same = _same_stamps(found, before)
        if not same.all():
            raise RowChanged(table=table, row=str(before.index[int(np.argmin(same))]))
    elif stated is not None and not same_rows(stated, found, before):
        raise RowChanged(table=table, row=str(before.index[0]))


def _same_stamps(left: pd.DataFrame, right: pd.DataFrame) -> npt.NDArray[np.bool_]:
    same = np.ones(len(left), dtype=bool)
    for name in _STAMPS:
        one, other = left[name].array, right[name].array
        equal = np.asarray(pd.Series(one == other).fillna(False), dtype=bool)
        same &= equal | np.asarray(pd.isna(one) & pd.isna(other), dtype=bool)
    return same


def _overwritten(
    frame: pd.DataFrame, places: npt.NDArray[np.intp], before: pd.DataFrame, after: pd.DataFrame
) -> pd.DataFrame:
    """Return `frame` with other values in some rows; only the columns that differ are copied."""
    result = frame.copy(deep=False)
    for name in frame.columns:
        if _equal(before[name], after[name]):
            continue
        if frame[name].dtype == object:
            objects = frame[name].to_numpy(copy=True)
            objects[places] = after[name].to_numpy()
            result[name] = pd.Series(objects, index=frame.index, dtype=object)
        else:
            values = frame[name].array.copy()
            values[places] = after[name].array
            result[name] = values
    return result


def _equal(left: pd.Series, right: pd.Series) -> bool:
    if left.dtype == object:
        return list(left) == list(right)
    return bool(left.array.equals(right.array))


def stamped(delta: Delta, *, at: str, by: str) -> Delta:
    """Return `delta` with rev + 1, changed_at and changed_by in every row it writes.

    Parameters
    ----------
    at : str
        UTC time, ``2026-11-23T16:00:00Z``.
    by : str
        Who changes; '' is kept as missing.
    """
    return _stamped(delta, at, by, {})


def _stamped(delta: Delta, at: str, by: str, seen: dict[str, list[pd.Series]]) -> Delta:
    if isinstance(delta, Many):
        return Many(delta.label_key, tuple(_stamped(d, at, by, seen) for d in delta.deltas), delta.args)
    if isinstance(delta, SetDocument) or delta.table not in TABLES or not TABLES[delta.table].row:
        return delta
    before = delta.before
    earlier = seen.setdefault(delta.table, [])
    for revs in earlier if len(before) else ():
        again = before.index.intersection(revs.index)
        if len(again):  # changed a second time in one command: it starts from what was stamped a moment ago
            before = _restamped(before, revs.loc[again], at, by)
    old = before["rev"].reindex(delta.after.index).fillna(0).astype("Int64")
    after = _restamped(delta.after, old + 1, at, by)
    earlier.append(after["rev"])
    return ChangeRows(delta.table, before, after, prepared=True)


def _restamped(rows: pd.DataFrame, revs: pd.Series, at: str, by: str) -> pd.DataFrame:
    """Return `rows` with stamps in the rows that `revs` names."""
    result = rows.copy(deep=False)
    if len(revs) == len(rows):
        result["rev"] = revs.array
        result["changed_at"] = pd.array([at] * len(rows), dtype="str")
        result["changed_by"] = pd.array([by or None] * len(rows), dtype="str")
        return result
    result.loc[revs.index, "rev"] = revs
    result.loc[revs.index, "changed_at"] = at
    result.loc[revs.index, "changed_by"] = by or np.nan
    return result


def without_empty_context(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return `frames` less the context tables without rows: such a table exists while it has rows."""
    return {name: frame for name, frame in frames.items() if name in TABLES or not frame.empty}


def documents_frame(documents: Mapping[str, Any], revs: Mapping[str, int]) -> pd.DataFrame:
    """Return the table `documents` of values and their revision numbers."""
    if not documents:
        return empty("documents")
    values = pd.Series(list(documents.values()), dtype=object)
    data = {"key": list(documents), "value": values, "rev": [revs.get(key, 0) for key in documents]}
    return normalise("documents", pd.DataFrame(data))
