"""Where every change is written down before it is made: the protocol, and the log that lives in memory.

Knows nothing of workspaces or files; a durable log stands behind the same protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from layers.deltas import Delta


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One change: its number, when (UTC, ``…Z``) and by whom, and the number of the change it undoes."""

    seq: int
    at: str
    by: str
    undoes: int | None
    delta: Delta


class CommandLog(Protocol):
    """Receives each delta before it is applied; raising here leaves the document as it was."""

    def append(self, delta: Delta, *, at: str, by: str, undoes: int | None = None) -> int:
        """Write a delta down and return its running number."""

    def entries(self) -> Sequence[LogEntry]:
        """Return everything written down, oldest first."""


class MemoryLog:
    """A log for as long as the program runs."""

    def __init__(self) -> None:
        self._entries: list[LogEntry] = []

    def append(self, delta: Delta, *, at: str, by: str, undoes: int | None = None) -> int:
        """Keep a delta and return its running number, from 1."""
        entry = LogEntry(len(self._entries) + 1, at, by, undoes, delta)
        self._entries.append(entry)
        return entry.seq

    def entries(self) -> Sequence[LogEntry]:
        """Return everything kept, oldest first."""
        return tuple(self._entries)
