"""The three ways a document can change: rows of a table, one document value, or several of these together.

Each is a value that can be inverted and written as JSON without loss; none knows the workspace it is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self, TypeAlias

import pandas as pd

from layers.blocks import rows_from_json, rows_to_json
from layers.schema import normalise, table_of
from layers.schema.plain import same_rows

Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class ChangeRows:
    """Rows of one table before and after.

    Attributes
    ----------
    table : str
    before, after : DataFrame
        Full rows as `layers.schema.normalise` gives them. An id only in `after` is added, only in
        `before` removed, in both changed.
    prepared : bool
        The frames are normalised already (a job did it); otherwise they are normalised here.

    Raises
    ------
    InvalidChange
        A row does not fit its table.
    """

    table: str
    before: pd.DataFrame
    after: pd.DataFrame
    prepared: bool = False

    def __post_init__(self) -> None:
        if not self.prepared:
            for name in ("before", "after"):
                object.__setattr__(self, name, normalise(self.table, getattr(self, name)))
            object.__setattr__(self, "prepared", True)

    @classmethod
    def of(cls, table: str, rows: Mapping[str, tuple[Row | None, Row | None]]) -> Self:
        """Make the change of a few rows: id → (before, after), None for absent.

        Examples
        --------
        >>> change = ChangeRows.of("commune_groups", {"g": (None, {"set_name": "A", "name": "B"})})
        >>> list(change.after.index), list(change.before.index)
        (['g'], [])
        """
        before = {key: old for key, (old, _) in rows.items() if old is not None}
        after = {key: new for key, (_, new) in rows.items() if new is not None}
        return cls(table, _few(table, before), _few(table, after))

    @property
    def added(self) -> pd.Index:
        """Ids only in `after`."""
        return self.after.index.difference(self.before.index, sort=False)

    @property
    def removed(self) -> pd.Index:
        """Ids only in `before`."""
        return self.before.index.difference(self.after.index, sort=False)

    @property
    def changed(self) -> pd.Index:
        """Ids in both."""
        return self.after.index.intersection(self.before.index, sort=False)

    def inverse(self) -> ChangeRows:
        """Return the change that takes this one back."""
        return ChangeRows(self.table, self.after, self.before, prepared=True)

    def to_json(self) -> dict[str, Any]:
        """Return the change as a JSON object; `delta_from_json` restores an equal one."""
        return {
            "delta": "rows",
            "table": self.table,
            "before": rows_to_json(self.table, self.before),
            "after": rows_to_json(self.table, self.after),
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ChangeRows) or other.table != self.table:
            return NotImplemented if not isinstance(other, ChangeRows) else False
        table = table_of(self.table, self.after)
        return same_rows(table, self.before, other.before) and same_rows(table, self.after, other.after)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class SetDocument:
    """One value of the table `documents` before and after; None for absent. Values are plain JSON."""

    key: str
    before: Any
    after: Any

    def inverse(self) -> SetDocument:
        """Return the change that takes this one back."""
        return SetDocument(self.key, self.after, self.before)

    def to_json(self) -> dict[str, Any]:
        """Return the change as a JSON object."""
        return {"delta": "document", "key": self.key, "before": self.before, "after": self.after}


@dataclass(frozen=True)
class Many:
    """Several changes that are done, undone and named as one.

    Attributes
    ----------
    label_key : str
        Key of the name in the i18n files (``command.…``).
    deltas : tuple of Delta
        In the order in which they are applied.
    args : dict
        Plain JSON values for the name and the history: numbers, file names; nothing personal.
    """

    label_key: str
    deltas: tuple[Delta, ...]
    args: Mapping[str, Any] = field(default_factory=dict)

    def inverse(self) -> Many:
        """Return the change that takes this one back: the inverses, last first."""
        return Many(self.label_key, tuple(d.inverse() for d in reversed(self.deltas)), self.args)

    def to_json(self) -> dict[str, Any]:
        """Return the change as a JSON object."""
        deltas = [delta.to_json() for delta in self.deltas]
        return {"delta": "many", "label_key": self.label_key, "args": dict(self.args), "deltas": deltas}


Delta: TypeAlias = ChangeRows | SetDocument | Many


def delta_from_json(data: Mapping[str, Any]) -> Delta:
    """Restore a delta; raise `ValueError` for an object that is none."""
    kind = data.get("delta")
    if kind == "rows":
        table = data["table"]
        before, after = (rows_from_json(table, data[name]) for name in ("before", "after"))
        return ChangeRows(table, before, after, prepared=True)
    if kind == "document":
        return SetDocument(data["key"], data["before"], data["after"])
    if kind == "many":
        return Many(data["label_key"], tuple(delta_from_json(d) for d in data["deltas"]), data["args"])
    raise ValueError(f"no delta: {kind!r}")


def leaves(delta: Delta) -> Iterator[ChangeRows | SetDocument]:
    """Yield the changes of rows and values inside a delta, in their order."""
    if isinstance(delta, Many):
        for part in delta.deltas:
            yield from leaves(part)
    else:
        yield delta


def label_key(delta: Delta) -> str:
    """Return the i18n key under which a delta is named."""
    return delta.label_key if isinstance(delta, Many) else "command.edit"


def _few(table: str, rows: Mapping[str, Row]) -> pd.DataFrame:
    names = [name for name in dict.fromkeys(name for row in rows.values() for name in row) if name != "id"]
    index = pd.Index(list(rows), dtype=object)
    columns = {
        name: pd.Series([row.get(name) for row in rows.values()], dtype=object, index=index) for name in names
    }
    frame = pd.DataFrame(columns, index=index)
    key = table_of(table, frame).key
    for number, name in enumerate(key if key != ("id",) else ()):
        if name not in frame.columns and len(rows):  # the id of a row is its key: no need to say it twice
            parts = [identity.split("/", len(key) - 1)[number] for identity in rows]
            frame[name] = pd.Series(parts, dtype=object, index=index)
    return frame
