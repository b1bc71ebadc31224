"""The log in memory numbers what it is told, and keeps it."""

from __future__ import annotations

from layers.command_log import CommandLog, LogEntry, MemoryLog
from layers.deltas import SetDocument


def test_entries_are_numbered_from_one_and_kept() -> None:
    log: CommandLog = MemoryLog()
    delta = SetDocument("a", None, 1)
    assert log.append(delta, at="2026-11-23T12:00:00Z", by="HQ") == 1
    assert log.append(delta.inverse(), at="2026-11-23T12:00:01Z", by="HQ", undoes=1) == 2
    first, second = log.entries()
    assert first == LogEntry(1, "2026-11-23T12:00:00Z", "HQ", None, delta)
    assert (second.seq, second.undoes, second.delta) == (2, 1, SetDocument("a", 1, None))
