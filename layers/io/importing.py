"""From a request to one reversible command and its report, on a snapshot, before anything is changed.

Knows nothing of windows or of the command line; `layers.io.readers` reads the file, this decides on its rows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from layers.commands import import_rows, new_id
from layers.deltas import ChangeRows, Delta, Many
from layers.errors import BadParameter
from layers.io.coordinates import known_crs
from layers.io.headings import TABLE_OF, Mapped, map_headings
from layers.io.import_boundaries import prepare_boundaries
from layers.io.import_context import prepare_context
from layers.io.import_groups import prepare_groups
from layers.io.initiative_names import InitiativeNames
from layers.io.matching import Known, differences, known_rows, match_rows
from layers.io.placing import Placing
from layers.io.readers import RawTable, read_table
from layers.io.report import ImportLayer, ImportMode, ImportReport, ImportRequest, Problem, Severity
from layers.io.row_checks import check_period, check_places, hold_doubles, hold_known_keys
from layers.io.rows import RowReader, TypedRow, file_findings
from layers.io.writing import activity_changes, cut_links, rows_frame, submission_changes
from layers.periods import Period, read_period
from layers.progress import SILENT, Progress
from layers.schema import TABLES
from layers.sites import is_cluster

if TYPE_CHECKING:
    from layers.registers import Register
    from layers.snapshot import Snapshot

__all__ = [
    "ImportLayer",
    "ImportMode",
    "ImportReport",
    "ImportRequest",
    "Prepared",
    "Problem",
    "Severity",
    "prepare_import",
]

LABEL = "command.import_rows"


@dataclass(frozen=True)
class Prepared:
    """An import that is worked out and not yet done: executing `command` does it.

    `command` has no deltas when the file says nothing new; a dry run simply drops it.
    """

    command: Many
    report: ImportReport


@dataclass
class _Work:
    """What is known while one import is worked out."""

    request: ImportRequest
    snapshot: Snapshot
    raw: RawTable
    mapped: Mapped
    rows: list[TypedRow]
    at: str | None
    by: str
    source_id: str = field(default_factory=new_id)
    problems: list[Problem] = field(default_factory=list)

    @property
    def table(self) -> str:
        return TABLE_OF[self.request.layer]


def prepare_import(
    request: ImportRequest,
    snapshot: Snapshot,
    register: Register,
    progress: Progress = SILENT,
    *,
    at: dt.datetime | None = None,
    by: str = "",
) -> Prepared:
    """Read the file of `request` and work out what it changes.

    Parameters
    ----------
    request : ImportRequest
    snapshot : Snapshot
        Of the workspace; it is not changed.
    register : Register
    progress : Progress
    at : datetime, optional
        When the file is read (UTC), for `sources`; the caller holds the clock.
    by : str
        Who reads it in.

    Returns
    -------
    Prepared
        The report counts every row: kept, mended or held back. Rows with an initiative nobody knows found it
        (layer of the request, covering by village) and say so, and so does the initiative of the request;
        one whose name is nearly a known one is held back. Rows of clusters without one belong to the
        initiative of clusters. An empty cell never erases what is known; a verified place stays.

    Raises
    ------
    AppError
        One of `layers.io.readers.read_table`; `BadParameter` for a wrong mapping, CRS or period, or an
        initiative for rows that have none; `NameUnknown` and `NameAmbiguous` for that of sites.
    """
    if request.layer is ImportLayer.BOUNDARIES:
        return Prepared(*prepare_boundaries(request, snapshot, register, progress, at=at, by=by))
    if request.initiative is not None and TABLE_OF.get(request.layer) != "sites":
        allowed = (ImportLayer.SITES.value, ImportLayer.CLUSTERS.value)
        raise BadParameter(name="--initiative", value=request.initiative, allowed=allowed)
    crs = known_crs(request.crs)
    if request.layer is ImportLayer.CONTEXT:
        return Prepared(*prepare_context(request, snapshot, crs, at=at, by=by))
    period = _period(request, snapshot)
    progress.report(0.0, "progress.reading")
    raw = read_table(
        request.path,
        layer=request.layer,
        sheet=request.sheet,
        encoding=request.encoding,
        mapping=request.mapping,
    )
    mapped = map_headings(raw.headings, request.layer, request.mapping)
    placing = Placing(snapshot, register, crs)
    if request.layer is ImportLayer.GROUPS:
        return Prepared(*prepare_groups(request, snapshot, raw, mapped, placing, at=at, by=by))
    has_places = TABLES[TABLE_OF[request.layer]].place
    reader = RowReader(
        request.layer, raw, mapped, snapshot.frame("vocabulary"), placing if has_places else None
    )
    rows = []
    for place in range(len(raw.rows)):
        if place % 500 == 0:
            progress.report(0.1 + 0.5 * place / max(1, len(raw.rows)), "progress.checking")
        rows.append(reader.read(place))
    stamp = None if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    work = _Work(request, snapshot, raw, mapped, rows, stamp, by)
    work.problems += file_findings(raw, mapped)
    progress.report(0.6, "progress.checking")
    founded = _set_initiatives(work)
    hold_doubles(rows, mapped)
    check_places(rows, mapped, snapshot)
    if period is not None and request.layer is ImportLayer.INCIDENTS:
        check_period(rows, mapped, period)
    if request.mode is ImportMode.ADD:
        known = frozenset(snapshot.frame(work.table)["ext_key"].dropna())
        hold_known_keys(rows, mapped, known)
    progress.report(0.8, "progress.comparing")
    return _prepare(work, founded, period)


# -- period and initiatives ------------------------------------------------------------------------------


def _period(request: ImportRequest, snapshot: Snapshot) -> Period | None:
    if request.period is None:
        return None
    kinds = snapshot.frame("period_kinds")
    start = kinds.loc[kinds["kind"] == request.layer.value, "start_day"]
    return read_period(request.period, int(start.iloc[0]) if len(start) else 1)


def _set_initiatives(work: _Work) -> pd.DataFrame | None:
    """Give every site its initiative; return the rows of those that are founded on the way."""
    if work.table != "sites":
        return None
    names = InitiativeNames(work.snapshot.frame("initiatives"), work.request.layer)
    heading = work.mapped.heading("initiative")
    default: str | None = None
    if work.request.initiative is not None:
        named = names.required(work.request.initiative)
        default = named.id
        if named.is_new:
            work.problems.append(Problem(0, "", "initiative_founded", work.request.initiative))
    elif work.request.layer is ImportLayer.CLUSTERS:
        default = names.of_clusters()
    first_rows: set[str] = set()
    for row in work.rows:
        if row.initiative is None:
            row.values["initiative_id"] = default
            continue
        found = names.find(row.initiative)
        if found.near:
            row.find(Severity.HELD_BACK, heading, "initiative_unsure", row.initiative, found.near)
            continue
        row.values["initiative_id"] = found.id
        if found.mended:
            row.find(Severity.MENDED, heading, "name_without_tones", row.initiative)
        if found.is_new and found.id not in first_rows and not row.is_held:
            first_rows.add(str(found.id))
            row.find(Severity.NOTE, heading, "initiative_founded", row.initiative)
    used = {
        str(row.values["initiative_id"])
        for row in work.rows
        if not row.is_held and row.values.get("initiative_id")
    }
    return names.founded(used)


# -- the command ----------------------------------------------------------------------------------------


def _prepare(work: _Work, founded: pd.DataFrame | None, period: Period | None) -> Prepared:
    kept = [row for row in work.rows if not row.is_held]
    existing = known_rows(_scope(work))
    matched: Sequence[Known | None] = [None] * len(kept)
    if work.request.mode is not ImportMode.ADD:
        matched = match_rows(work.table, kept, existing)
    ids = [known.id if known else _new_id(row, work) for row, known in zip(kept, matched, strict=True)]
    written: dict[str, Mapping[str, object]] = {}
    for row, known, row_id in zip(kept, matched, ids, strict=True):
        values = _values_to_write(row, known, work.source_id)
        if values is not None:
            written[row_id] = values
    gone = _no_longer_listed(work, existing, matched)
    # A sheet of which nothing was understood takes nothing away.
    removed = gone if work.request.mode is ImportMode.REPLACE and kept else []
    others: list[Delta] = []
    if founded is not None and not founded.empty:
        others.append(ChangeRows("initiatives", founded.iloc[:0], founded, prepared=True))
    others += activity_changes(work.snapshot, kept, ids, period, work.source_id)
    others += cut_links(work.snapshot, work.table, removed)
    report = _report(work, len(written) + len(removed), len(kept) - len(written))
    if not (others or written or removed) and _was_read_before(work):
        return Prepared(Many(LABEL, (), _arguments(work)), report)
    if period is not None:
        others += submission_changes(
            work.snapshot, work.request.layer, work.rows, period, work.source_id, work.at
        )
    full = work.snapshot.frame(work.table)
    before = full.loc[[row_id for row_id in written if row_id in full.index]]
    command = import_rows(
        work.snapshot,
        work.table,
        rows_frame(work.table, before, written),
        _source(work, report),
        quarantine=_quarantine(work),
        removed=removed,
        others=others,
    )
    return Prepared(command, report)


def _scope(work: _Work) -> pd.DataFrame:
    """Return the rows a sheet of the layer can speak of: a sheet of clusters speaks of clusters only."""
    frame = work.snapshot.frame(work.table)
    if work.table != "sites":
        return frame
    clusters = is_cluster(frame, work.snapshot.frame("initiatives"))
    if work.request.layer is ImportLayer.CLUSTERS:
        return frame[clusters]
    # Biểu 01 may list clusters too, but a list of sites that leaves them out does not take them away.
    return frame if work.request.mode is not ImportMode.REPLACE else frame[~clusters]


def _new_id(row: TypedRow, work: _Work) -> str:
    """Return the id a sheet of our own states, where it is free; else one that no row has had."""
    stated = row.values.get("id")
    if isinstance(stated, str) and stated not in work.snapshot.frame(work.table).index:
        try:
            return str(uuid.UUID(stated))
        except ValueError:
            return new_id()
    return new_id()


def _values_to_write(row: TypedRow, known: Known | None, source_id: str) -> Mapping[str, object] | None:
    """Return the columns a row writes, or None when it says nothing new."""
    values: dict[str, object] = {name: value for name, value in row.values.items() if name != "id"}
    if known is None:
        if row.extra:
            values["extra"] = row.extra
    else:
        values = differences(known, values)
        before = known.values.get("extra")
        extra = {**before, **row.extra} if isinstance(before, dict) else dict(row.extra)
        if row.extra and extra != before:
            values["extra"] = extra
        if not values:
            return None
    return {**values, "source_id": source_id, "source_row": row.number}


def _no_longer_listed(work: _Work, existing: Sequence[Known], matched: Sequence[Known | None]) -> list[str]:
    """Return the ids a full list leaves out, and say them."""
    if not (work.request.full_list or work.request.mode is ImportMode.REPLACE):
        return []
    listed = {known.id for known in matched if known}
    # What is held back is listed, only not understood: its row of the workspace must not go for that.
    held = [row.values for row in work.rows if row.is_held]
    held_keys = {values.get("ext_key") for values in held} - {None}
    held_names = {values.get("name") for values in held} - {None}
    gone = [
        known
        for known in existing
        if known.id not in listed
        and known.values.get("ext_key") not in held_keys
        and known.values.get("name") not in held_names
    ]
    if work.request.initiative is not None and work.table == "sites":
        wanted = {row.values.get("initiative_id") for row in work.rows}
        gone = [known for known in gone if known.values.get("initiative_id") in wanted]
    for known in gone:
        told = next((known.values[k] for k in ("name", "number", "ext_key") if known.values.get(k)), "")
        work.problems.append(Problem(0, "", "no_longer_listed", str(told)))
    return [known.id for known in gone]


def _was_read_before(work: _Work) -> bool:
    sources = work.snapshot.frame("sources")
    same = (sources["sha256"] == work.raw.sha256) & (sources["table_name"] == work.table)
    return bool(same.any())


def _arguments(work: _Work) -> dict[str, object]:
    return {"table": work.table, "file": work.raw.file_name, "added": 0, "changed": 0, "removed": 0}


def _report(work: _Work, changed: int, unchanged: int) -> ImportReport:
    held = sum(row.is_held for row in work.rows)
    problems = [*work.problems, *(problem for row in work.rows for problem in row.problems)]
    return ImportReport(
        work.raw.file_name,
        work.request.layer,
        work.raw.sheet,
        work.raw.encoding,
        read=len(work.rows),
        kept=len(work.rows) - held,
        mended=sum(row.is_mended for row in work.rows),
        held_back=held,
        changed=changed,
        unchanged=unchanged,
        problems=tuple(sorted(problems)),
    )


def _source(work: _Work, report: ImportReport) -> dict[str, object]:
    return {
        "id": work.source_id,
        "file_name": work.raw.file_name,
        "sha256": work.raw.sha256,
        "table_name": work.table,
        "sheet": work.raw.sheet,
        "encoding": work.raw.encoding,
        "crs": work.request.crs or work.raw.crs,
        "mapping": {
            heading: name
            for heading, name in zip(work.mapped.headings, work.mapped.fields, strict=True)
            if name is not None and heading
        },
        "read_at": work.at,
        "read_by": work.by or None,
        "read": report.read,
        "kept": report.kept,
        "mended": report.mended,
        "held_back": report.held_back,
    }


def _quarantine(work: _Work) -> pd.DataFrame | None:
    held = [row for row in work.rows if row.is_held]
    if not held:
        return None
    rows = [
        {
            "source_id": work.source_id,
            "source_row": row.number,
            "table_name": work.table,
            "cells": row.cells,
            "problems": [_told(problem) for problem in row.problems],
        }
        for row in held
    ]
    return pd.DataFrame(rows, index=[new_id() for _ in rows], dtype=object)


def _told(problem: Problem) -> dict[str, object]:
    told = problem.to_json()
    return {name: told[name] for name in ("column", "problem", "value", "candidates")}
