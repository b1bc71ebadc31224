"""The history that travels in the file: what the entries of a log say line by line, append only.

A bulk addition is one line, changes and deletions are one line a row; knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from layers.command_log import LogEntry
from layers.deltas import ChangeRows, Delta, Many, SetDocument, label_key, leaves
from layers.schema import TABLES, Table, normalise, table_of
from layers.schema.plain import plain_columns, plain_values

HAND_ROWS = 50  # additions by hand: up to so many in one command have a line each

# Shapes and attachments are too large for a line; that they changed is said by their columns' absence.
_LEFT_OUT = frozenset({"geom", "bytes"})

Line = dict[str, Any]


def history_lines(
    entries: Sequence[LogEntry], first_seq: int, first_lines: Mapping[int, int], app: str
) -> tuple[pd.DataFrame, dict[int, int]]:
    """Return rows of the table `history` for entries of a log.

    Parameters
    ----------
    entries : sequence of LogEntry
        Oldest first.
    first_seq : int
        Number of the first line.
    first_lines : mapping of int to int
        Entry number → number of its first line, of entries written before; for `undoes`.
    app : str
        Name and version of the program.

    Returns
    -------
    DataFrame
        Normalised rows of `history`.
    dict
        `first_lines` with these entries added.
    """
    known = dict(first_lines)
    lines: list[Line] = []
    for entry in entries:
        known[entry.seq] = first_seq + len(lines)
        undoes = known.get(entry.undoes) if entry.undoes is not None else None
        for line in _lines(entry.delta):
            common = {"at": entry.at, "by": entry.by or None, "app": app, "undoes": undoes}
            lines.append({"seq": first_seq + len(lines), **common, **line})
    names = [column.name for column in TABLES["history"].columns]
    columns = {name: pd.Series([line.get(name) for line in lines], dtype=object) for name in names}
    return normalise("history", pd.DataFrame(columns)), known


def _lines(delta: Delta) -> Iterator[Line]:
    name: Line = {"label_key": label_key(delta)}
    if isinstance(delta, Many) and delta.args:
        name["args"] = dict(delta.args)
    for leaf in leaves(delta):
        for line in _document_lines(leaf) if isinstance(leaf, SetDocument) else _row_lines(leaf):
            yield {**name, **line}


def _document_lines(change: SetDocument) -> Iterator[Line]:
    yield {"table_name": "documents", "row_id": change.key, "before": change.before, "after": change.after}


def _row_lines(change: ChangeRows) -> Iterator[Line]:
    table = table_of(change.table, change.after)
    for side, ids, folded in (
        ("after", change.added, _is_folded(table, change)),
        ("after", change.changed, not table.row and len(change.changed) > HAND_ROWS),
        ("before", change.removed, not table.row and len(change.removed) > HAND_ROWS),
    ):
        if folded:
            yield {"table_name": change.table, side: {"rows": len(ids)}}
        else:
            yield from _each(table, change, ids)


def _is_folded(table: Table, change: ChangeRows) -> bool:
    """Say whether the additions are one line: they come from a sheet, or are many."""
    added = change.added
    if len(added) > HAND_ROWS:
        return True
    return bool(len(added) and table.row and change.after.loc[added, "source_id"].notna().all())


def _each(table: Table, change: ChangeRows, ids: pd.Index) -> Iterator[Line]:
    """Yield a line a row: of a changed one only the columns that differ, of others what they hold."""
    if not len(ids):
        return
    before, after = _records(table, change.before, ids), _records(table, change.after, ids)
    for identity in ids:
        old, new = before.get(identity), after.get(identity)
        if old is not None and new is not None:
            differing = [name for name in old if old[name] != new[name]]
            old, new = {n: old[n] for n in differing}, {n: new[n] for n in differing}
        line: Line = {"table_name": table.name, "row_id": identity}
        for name, row in (("before", old), ("after", new)):
            if row is not None:
                line[name] = row if old is not None and new is not None else _held(row)
        yield line


def _held(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _records(table: Table, frame: pd.DataFrame, ids: pd.Index) -> dict[str, dict[str, Any]]:
    rows = frame.loc[frame.index.intersection(ids, sort=False)]
    columns = [column for column in plain_columns(table) if column.name not in _LEFT_OUT]
    lists = [plain_values(column, rows[column.name]) for column in columns]
    names = [column.name for column in columns]
    return {
        str(identity): dict(zip(names, values, strict=True))
        for identity, values in zip(rows.index, zip(*lists, strict=True), strict=True)
    }
