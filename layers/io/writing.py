"""The changes an import makes: rows, activities, submissions, and links to rows that go.

Knows the tables and how they refer to each other; nothing of files or of why a row was kept.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from layers.deltas import ChangeRows, Delta
from layers.io.matching import differences, known_rows
from layers.io.report import ImportLayer
from layers.io.rows import TypedRow
from layers.periods import Period
from layers.schema import TABLES, SubmissionState, normalise

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

# The sheets count talks to the people ("số buổi tuyên truyền").
TALK = "talk"
_NAMES = uuid.UUID("6f0c2a52-3a0f-5d7e-9a53-1b1f5c0f7f10")


def rows_frame(table: str, before: pd.DataFrame, written: Mapping[str, Mapping[str, object]]) -> pd.DataFrame:
    """Return full rows: those of `before` with what is written over them, then the new ones."""
    columns = list(before.columns)
    old = before.astype(object).to_dict("index")
    rows = {key: {**old.get(key, {}), **values} for key, values in written.items()}
    data = {
        name: pd.Series([row.get(name) for row in rows.values()], index=list(rows), dtype=object)
        for name in columns
        if name not in ("x", "y")
    }
    return normalise(table, pd.DataFrame(data, index=pd.Index(list(rows), dtype=object)))


def activity_changes(
    snapshot: Snapshot, rows: Sequence[TypedRow], ids: Sequence[str], period: Period | None, source_id: str
) -> list[Delta]:
    """Return the talks, attendances and tips the rows tell of a period, one activity a site and period.

    The same period sent again replaces its own figures and adds nothing; a site that tells of 0 talks has no
    activity. The day is that of the last activity where it lies in the period, else the period's first.
    """
    activities = snapshot.frame("activities")
    known = {entry.id: entry for entry in known_rows(activities)}
    written: dict[str, dict[str, object]] = {}
    for row, site_id in zip(rows, ids, strict=True):
        if not row.activity:
            continue
        last = row.values.get("last_activity_on")
        day = last if isinstance(last, dt.date) else None
        named = f"{period.first} {period.last}" if period else str(day)
        key = str(uuid.uuid5(_NAMES, f"{site_id} {named}"))
        if key not in known and not any(row.activity.values()):
            continue
        values: dict[str, object] = {"site_id": site_id, "kind": TALK, **row.activity}
        if period is not None and (day is None or day not in period):
            values |= {"held_on": period.first, "held_precision": "month"}
        elif day is not None:
            values |= {"held_on": day, "held_precision": "day"}
        if key not in known or differences(known[key], values):
            written[key] = {**values, "source_id": source_id, "source_row": row.number}
    if not written:
        return []
    before = activities.loc[[key for key in written if key in activities.index]]
    return [ChangeRows("activities", before, rows_frame("activities", before, written))]


def submission_changes(
    snapshot: Snapshot,
    layer: ImportLayer,
    rows: Sequence[TypedRow],
    period: Period,
    source_id: str,
    at: str | None,
) -> list[Delta]:
    """Return which communes have sent their sheet of the period: in part where rows were held back."""
    kinds = set(snapshot.frame("period_kinds")["kind"])
    if layer.value not in kinds:
        return []
    states: dict[str, SubmissionState] = defaultdict(lambda: SubmissionState.SUBMITTED)
    for row in rows:
        code = row.values.get("commune_code")
        if isinstance(code, str):
            states[code] = SubmissionState.PARTIAL if row.is_held else states[code]
    submissions = snapshot.frame("submissions")
    first, last = pd.Timestamp(period.first), pd.Timestamp(period.last)
    mine = submissions[
        (submissions["kind"] == layer.value)
        & (submissions["period_from"] == first)
        & (submissions["period_to"] == last)
    ]
    known = dict(zip(mine["commune_code"], mine.index, strict=True))
    written: dict[str, dict[str, object]] = {}
    for code, state in sorted(states.items()):
        key = str(known.get(code) or uuid.uuid4())
        if key in mine.index and mine.at[key, "state"] == state.value:
            continue
        written[key] = {
            "period_from": period.first,
            "period_to": period.last,
            "kind": layer.value,
            "commune_code": code,
            "state": state.value,
            "source_id": source_id,
            "at": at,
        }
    if not written:
        return []
    before = mine.loc[[key for key in written if key in mine.index]]
    return [ChangeRows("submissions", before, rows_frame("submissions", before, written))]


def cut_links(snapshot: Snapshot, table: str, gone: Sequence[str]) -> list[Delta]:
    """Return what must change before rows can go: links are cut, rows that hang on them go too."""
    deltas: list[Delta] = []
    for other in TABLES.values() if gone else ():
        for column in other.columns:
            if column.references != table:
                continue
            frame = snapshot.frame(other.name)
            hit = frame[frame[column.name].isin(list(gone))]
            if hit.empty:
                continue
            if column.required or column.name in other.exactly_one:
                ids = [str(key) for key in hit.index]
                deltas += [*cut_links(snapshot, other.name, ids), ChangeRows(other.name, hit, hit.iloc[:0])]
            else:
                cut = hit.copy()
                cut[column.name] = pd.array([None] * len(cut), dtype="str")
                deltas.append(ChangeRows(other.name, hit, cut))
    return deltas
