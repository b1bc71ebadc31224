"""The open document: its frames, the only doors through which they change, undo, and who is told.

Knows nothing of Qt, threads or of the file's form; it must be used on one thread.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from psygnal import Signal

from layers import schema, vocabulary
from layers.command_log import CommandLog, LogEntry, MemoryLog
from layers.crs import METRIC
from layers.deltas import ChangeRows, Delta, SetDocument, label_key, leaves
from layers.snapshot import Snapshot, frame_of, plain_copy
from layers.staging import Stage, documents_frame, stamped, without_empty_context
from layers.tree import LayerTree, default_layers

__all__ = ["Change", "CommandLog", "LogEntry", "MemoryLog", "Snapshot", "Workspace", "utc_now"]

PROVINCE_CODE = "14"
APP_VERSION = "0.1.0"

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """Return the time of the machine in UTC; stamps only, no figure depends on it."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """What a command touched: names of tables and keys of documents."""

    tables: frozenset[str]
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Step:
    """One entry of the undo list: the change as it was applied and its number in the log."""

    seq: int
    delta: Delta


class Workspace:
    """One open document.

    Made by `Workspace.new` or `layers.io.workspace_file.open_workspace`.

    Parameters
    ----------
    frames : mapping of str to DataFrame
        One normalised frame a table of the schema, besides those of context layers.
    user : str
        Name written into `changed_by`.
    log : CommandLog or None
        Receives every delta before it is applied; a log in memory by default.
    clock : callable
        Gives the time of stamps.

    Events (psygnal): `changed(Change)` after every change of the document; `history_changed()` when what
    can be undone, or `modified`, may have changed.
    """

    changed = Signal(Change)
    history_changed = Signal()

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        *,
        user: str = "",
        log: CommandLog | None = None,
        clock: Clock = utc_now,
        path: Path | None = None,
    ) -> None:
        self._frames = {
            name: frames[name] if name in frames else schema.empty(name) for name in schema.TABLES
        }
        self._frames |= frames
        stored = self._frames["documents"]
        self._documents: dict[str, Any] = dict(zip(stored.index, stored["value"], strict=True))
        self._document_revs: dict[str, int] = {str(key): int(rev) for key, rev in stored["rev"].items()}
        self._revisions: dict[str, int] = {}
        self._done: list[_Step] = []
        self._undone: list[_Step] = []
        self._clean = 0
        self._saved_seq = 0
        self._clock = clock
        self.log: CommandLog = log if log is not None else MemoryLog()
        self.user = user
        self.path = path
        self.origin: object | None = None  # what layers.io remembers of the file
        self.tree = LayerTree()
        self.tree.sync(self._frames["layers"], self)

    @classmethod
    def new(
        cls,
        title: str,
        *,
        vintage: str = "2025-07",
        sample: bool = False,
        as_of: dt.date | None = None,
        user: str = "",
        log: CommandLog | None = None,
        clock: Clock = utc_now,
    ) -> Workspace:
        """Make a document with the default layers, the vocabulary and nothing else.

        Parameters
        ----------
        title : str
        vintage : str
            Vintage of the communes, to which all codes are resolved.
        sample : bool
            The data will be illustrative and are marked so everywhere.
        as_of : date or None
            Day the figures are of; None: the latest date in the data.
        """
        facts: dict[str, str | None] = {
            "schema_version": str(schema.VERSION),
            "workspace_id": str(uuid.uuid4()),
            "save_id": None,
            "parent_save_id": None,
            "title": title,
            "province_code": PROVINCE_CODE,
            "vintage": vintage,
            "metric_crs": METRIC,
            "as_of": as_of.isoformat() if as_of else None,
            "check_after_months": "6",
            "sample": "1" if sample else "0",
            "app_version": APP_VERSION,
        }
        meta = pd.DataFrame({"key": list(facts), "value": pd.Series(list(facts.values()), dtype=object)})
        layers = default_layers()
        created = _stamp(clock)
        layers["rev"] = pd.array([1] * len(layers), dtype="Int64")
        layers["changed_at"] = pd.array([created] * len(layers), dtype="str")
        frames = {
            "meta": schema.normalise("meta", meta),
            "layers": layers,
            "vocabulary": vocabulary.seed(),
            "period_kinds": vocabulary.period_kinds(),
        }
        return cls(frames, user=user, log=log, clock=clock)

    # -- reading ----------------------------------------------------------------------------------------

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table: the same frame until it changes, never to be changed in place.

        Raises
        ------
        NameUnknown
            There is no such table.
        """
        return frame_of(self._frames, table)

    def revision(self, table: str) -> int:
        """Return how often a table has changed since the workspace was opened."""
        return self._revisions.get(table, 0)

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of all tables, those of context layers last."""
        return tuple(self._frames)

    @property
    def meta(self) -> Mapping[str, str | None]:
        """Facts of the document: title, vintage, as_of …; None where a fact is not stated."""
        values = self._frames["meta"]["value"]
        return MappingProxyType({str(k): v if isinstance(v, str) else None for k, v in values.items()})

    @property
    def documents(self) -> Mapping[str, Any]:
        """Values of the table `documents`, as copies."""
        return plain_copy(self._documents)

    def snapshot(self) -> Snapshot:
        """Return the document as it is now, for jobs and analyses."""
        return Snapshot(
            frames=MappingProxyType(dict(self._frames)),
            documents=MappingProxyType(plain_copy(self._documents)),
            meta=self.meta,
            revisions=MappingProxyType(dict(self._revisions)),
        )

    # -- changing ---------------------------------------------------------------------------------------

    def execute(self, delta: Delta) -> None:
        """Check, log and apply a change; a change of nothing is not logged.

        Parameters
        ----------
        delta : Delta
            Every row it writes gets rev + 1, changed_at and changed_by.

        Raises
        ------
        InvalidChange, NameUnknown
            The change does not fit; nothing was changed.
        """
        if not any(_is_change(leaf) for leaf in leaves(delta)):
            return
        at = self.now()
        final = stamped(delta, at=at, by=self.user)
        stage = self._staged(final)
        seq = self.log.append(final, at=at, by=self.user)
        self._done.append(_Step(seq, final))
        self._undone.clear()
        self._commit(stage, +1)

    def undo(self) -> str | None:
        """Take back the last change; return the i18n key of its name, None when there is nothing."""
        if not self._done:
            return None
        step = self._done[-1]
        inverse = step.delta.inverse()
        stage = self._staged(inverse)
        self.log.append(inverse, at=self.now(), by=self.user, undoes=step.seq)
        self._undone.append(self._done.pop())
        self._commit(stage, -1)
        return label_key(step.delta)

    def redo(self) -> str | None:
        """Make the last undone change again; return the i18n key of its name, None when there is nothing."""
        if not self._undone:
            return None
        step = self._undone[-1]
        stage = self._staged(step.delta)
        seq = self.log.append(step.delta, at=self.now(), by=self.user)
        if self._clean == step.seq:  # the saved state is reached again under a new number
            self._clean = seq
        self._undone.pop()
        self._done.append(_Step(seq, step.delta))
        self._commit(stage, +1)
        return label_key(step.delta)

    def _staged(self, delta: Delta) -> Stage:
        stage = Stage(self._frames, self._documents)
        stage.apply(delta)
        return stage

    def _commit(self, stage: Stage, direction: int) -> None:
        """Swap in the frames of a stage and tell everybody."""
        tables = set(stage.frames)
        self._frames = without_empty_context({**self._frames, **stage.frames})
        for key, value in stage.documents.items():
            self._document_revs[key] = self._document_revs.get(key, 0) + direction
            if value is None:
                self._documents.pop(key, None)
            else:
                self._documents[key] = value
        if stage.documents:
            tables.add("documents")
            self._frames["documents"] = documents_frame(self._documents, self._document_revs)
        for table in tables:
            self._revisions[table] = self._revisions.get(table, 0) + 1
        if "layers" in tables:
            self.tree.sync(self._frames["layers"], self)
        self.changed.emit(Change(frozenset(tables), frozenset(stage.documents)))
        self.tree.tell(tables)
        self.history_changed.emit()

    def now(self) -> str:
        """Return the time of the workspace's clock as it is written into stamps."""
        return _stamp(self._clock)

    # -- undo list and saving ---------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone change to make again."""
        return bool(self._undone)

    @property
    def undo_label_key(self) -> str | None:
        """I18n key of the change that `undo` takes back."""
        return label_key(self._done[-1].delta) if self._done else None

    @property
    def redo_label_key(self) -> str | None:
        """I18n key of the change that `redo` makes again."""
        return label_key(self._undone[-1].delta) if self._undone else None

    @property
    def place(self) -> int:
        """Number of the last change that stands, 0 before the first: tells states of the document apart."""
        return self._done[-1].seq if self._done else 0

    @property
    def modified(self) -> bool:
        """Whether the document differs from what was last saved or opened."""
        return self.place != self._clean

    @property
    def unsaved_entries(self) -> Sequence[LogEntry]:
        """Entries of the log that are not yet in the file's history."""
        return [entry for entry in self.log.entries() if entry.seq > self._saved_seq]

    def mark_saved(
        self,
        *,
        place: int | None = None,
        last_entry: int | None = None,
        records: Mapping[str, pd.DataFrame] | None = None,
    ) -> None:
        """Take a state as the saved one.

        Parameters
        ----------
        place : int, optional
            `place` of the state that was written; the present one by default.
        last_entry : int, optional
            Number of the last entry of the log whose lines were written; the last there is by default.
        records : mapping of str to DataFrame, optional
            Tables the file keeps about saving itself (`meta` with its save_id, `history`), as written.
        """
        entries = self.log.entries()
        self._clean = self.place if place is None else place
        self._saved_seq = last_entry if last_entry is not None else (entries[-1].seq if entries else 0)
        for table, frame in (records or {}).items():
            self._frames[table] = frame
            self._revisions[table] = self.revision(table) + 1
        if records:
            self.changed.emit(Change(frozenset(records)))
        self.history_changed.emit()


def _is_change(leaf: ChangeRows | SetDocument) -> bool:
    if isinstance(leaf, SetDocument):
        return bool(leaf.before != leaf.after)
    return len(leaf.before) > 0 or len(leaf.after) > 0


def _stamp(clock: Clock) -> str:
    return clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
