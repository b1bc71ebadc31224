"""Checks that need all rows of a sheet: doubles, places against the boundaries, days against the period.

Knows typed rows and a snapshot; nothing of how a cell is read or of what is written in the end.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from layers.io.headings import Mapped
from layers.io.placing import communes_at
from layers.io.report import Severity
from layers.io.rows import TypedRow
from layers.periods import Period

if TYPE_CHECKING:
    from layers.snapshot import Snapshot


def hold_doubles(rows: Sequence[TypedRow], mapped: Mapped) -> None:
    """Hold back what stands twice in the sheet: equal rows but the first, rows of one key but different."""
    groups: dict[str, list[TypedRow]] = defaultdict(list)
    for row in rows:
        if not row.is_held:
            key = row.values.get("ext_key") or row.values.get("id")
            groups[f"key {key}" if key else f"content {_content(row)}"].append(row)
    heading = mapped.heading("ext_key")
    for group in groups.values():
        if len(group) == 1:
            continue
        alike = len({_content(row) for row in group}) == 1
        problem = "doubled_row" if alike else "doubled_key"
        for row in group[1:] if alike else group:
            others = tuple(str(other.number) for other in group if other is not row)
            row.find(Severity.HELD_BACK, heading, problem, str(row.values.get("ext_key") or ""), others)


def _content(row: TypedRow) -> str:
    parts = (row.values, row.extra, row.activity)
    return repr([sorted(part.items()) for part in parts])


def check_places(rows: Sequence[TypedRow], mapped: Mapped, snapshot: Snapshot) -> None:
    """Say which exact positions lie outside every commune, or in another than the one written."""
    exact = [row for row in rows if not row.is_held and row.values.get("position") == "exact"]
    lon = np.array([row.values["lon"] for row in exact], dtype=np.float64)
    lat = np.array([row.values["lat"] for row in exact], dtype=np.float64)
    codes = communes_at(snapshot, lon, lat)
    if codes is None:
        return
    communes = snapshot.frame("communes")
    communes = communes[communes["vintage"] == snapshot.vintage]
    names = dict(zip(communes["code"], communes["name"], strict=True))
    heading = mapped.heading("commune")
    for row, code in zip(exact, codes, strict=True):
        stated = row.values.get("commune_code")
        if code is None:
            if not any(problem.problem == "outside_province" for problem in row.problems):
                row.find(Severity.NOTE, heading, "outside_province")
        elif stated is not None and stated != code:
            told = (f"{code} {names[code]}",)
            row.find(Severity.NOTE, heading, "other_commune", str(row.values.get("commune_text") or ""), told)


def check_period(rows: Sequence[TypedRow], mapped: Mapped, period: Period) -> None:
    """Say which incidents happened outside the period the sheet is of."""
    heading = mapped.heading("happened_on")
    for row in rows:
        day = row.values.get("happened_on")
        if not row.is_held and isinstance(day, dt.date) and day not in period:
            row.find(Severity.NOTE, heading, "outside_period", day.isoformat())


def hold_known_keys(rows: Sequence[TypedRow], mapped: Mapped, known: frozenset[str]) -> None:
    """Hold back rows whose key the workspace has already: nothing can be added under it."""
    heading = mapped.heading("ext_key")
    for row in rows:
        if not row.is_held and row.values.get("ext_key") in known:
            row.find(Severity.HELD_BACK, heading, "key_known", str(row.values["ext_key"]))
