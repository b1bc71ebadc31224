"""A sheet of groups of communes (set, group, commune) to the groups of the workspace.

Knows the register and the two tables of groups; nothing of what is summed by them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from layers.commands import new_id
from layers.deltas import ChangeRows, Delta, Many
from layers.io.cells import read_text
from layers.io.headings import Mapped
from layers.io.placing import Placing
from layers.io.readers import RawTable
from layers.io.report import ImportReport, ImportRequest, Severity
from layers.io.rows import TypedRow, file_findings
from layers.names import toned_key
from layers.schema import normalise

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

# Of groups whose sheet names no set; the analyst renames it.
DEFAULT_SET = "Nhóm địa bàn"

TABLE = "commune_groups"

Group = tuple[str, str]


def prepare_groups(
    request: ImportRequest,
    snapshot: Snapshot,
    raw: RawTable,
    mapped: Mapped,
    placing: Placing,
    *,
    at: dt.datetime | None = None,
    by: str = "",
) -> tuple[Many, ImportReport]:
    """Work out new groups and new members; nothing that is there goes.

    Parameters
    ----------
    raw, mapped : RawTable, Mapped
        Columns set, group and commune, one line a commune.
    placing : Placing
        Resolves the communes; an ambiguous one is held back.
    at : datetime, optional
        When the sheet is read (UTC), for `sources`; the caller holds the clock.
    by : str
        Who reads it in.
    """
    groups = snapshot.frame("commune_groups")
    members = snapshot.frame("commune_group_members")
    ids: dict[tuple[str, str], str] = {
        (toned_key(str(set_name)), toned_key(str(name))): str(key)
        for key, set_name, name in groups[["set_name", "name"]].itertuples()
    }
    known = set(zip(members["group_id"], members["vintage"], members["code"], strict=True))
    rows: list[TypedRow] = []
    founded: dict[str, Group] = {}
    added: dict[tuple[str, str, str], None] = {}
    changed = 0
    for place, number in enumerate(raw.row_numbers):
        row, group, code = _read(raw, mapped, placing, place, number)
        rows.append(row)
        if group is None or code is None:
            continue
        key = (toned_key(group[0]), toned_key(group[1]))
        group_id = ids.setdefault(key, new_id())
        if group_id not in groups.index:
            founded[group_id] = founded.get(group_id, group)
        entry = (group_id, snapshot.vintage, code)
        if entry not in known and entry not in added:
            added[entry] = None
            changed += 1
    report = _report(request, raw, mapped, rows, changed)
    deltas = _changes(founded, added)
    if deltas or not _was_read_before(snapshot, raw):
        deltas.insert(0, ChangeRows.of("sources", {new_id(): (None, _source(raw, mapped, report, at, by))}))
    arguments = {
        "table": TABLE,
        "file": raw.file_name,
        "added": changed,
        "changed": 0,
        "removed": 0,
    }
    return Many("command.import_rows", tuple(deltas), arguments), report


def _changes(founded: dict[str, Group], added: dict[tuple[str, str, str], None]) -> list[Delta]:
    deltas: list[Delta] = []
    if founded:
        names = pd.DataFrame(list(founded.values()), index=list(founded), columns=["set_name", "name"])
        after = normalise("commune_groups", names)
        deltas.append(ChangeRows("commune_groups", after.iloc[:0], after, prepared=True))
    if added:
        after = normalise(
            "commune_group_members", pd.DataFrame(list(added), columns=["group_id", "vintage", "code"])
        )
        deltas.append(ChangeRows("commune_group_members", after.iloc[:0], after, prepared=True))
    return deltas


def _was_read_before(snapshot: Snapshot, raw: RawTable) -> bool:
    sources = snapshot.frame("sources")
    return bool(((sources["sha256"] == raw.sha256) & (sources["table_name"] == TABLE)).any())


def _source(
    raw: RawTable, mapped: Mapped, report: ImportReport, at: dt.datetime | None, by: str
) -> dict[str, object]:
    headings = zip(mapped.headings, mapped.fields, strict=True)
    return {
        "file_name": raw.file_name,
        "sha256": raw.sha256,
        "table_name": TABLE,
        "sheet": raw.sheet,
        "encoding": raw.encoding,
        "mapping": {heading: name for heading, name in headings if name is not None and heading},
        "read_at": None if at is None else at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "read_by": by or None,
        "read": report.read,
        "kept": report.kept,
        "mended": report.mended,
        "held_back": report.held_back,
    }


def _read(
    raw: RawTable, mapped: Mapped, placing: Placing, place: int, number: int
) -> tuple[TypedRow, Group | None, str | None]:
    row = TypedRow(number)

    def cell(name: str) -> object:
        where = mapped.position(name)
        return None if where is None else raw.rows[place][where]

    name = read_text(cell("group")).value  # type: ignore[arg-type]
    set_name = read_text(cell("set_name")).value or DEFAULT_SET  # type: ignore[arg-type]
    found = placing.find(cell)  # type: ignore[arg-type]
    for severity, findings in ((Severity.MENDED, found.mended), (Severity.HELD_BACK, found.held)):
        for field, problem, value, candidates in findings:
            row.find(severity, mapped.heading(field), problem, value, candidates)
    if name is None:
        row.find(Severity.HELD_BACK, mapped.heading("group"), "required")
    elif found.commune_code is None and not row.is_held:
        row.find(Severity.HELD_BACK, mapped.heading("commune"), "required")
    if row.is_held:
        return row, None, None
    return row, (str(set_name), str(name)), found.commune_code


def _report(
    request: ImportRequest, raw: RawTable, mapped: Mapped, rows: list[TypedRow], changed: int
) -> ImportReport:
    held = sum(row.is_held for row in rows)
    problems = [*file_findings(raw, mapped), *(problem for row in rows for problem in row.problems)]
    return ImportReport(
        raw.file_name,
        request.layer,
        raw.sheet,
        raw.encoding,
        read=len(rows),
        kept=len(rows) - held,
        mended=sum(row.is_mended for row in rows),
        held_back=held,
        changed=changed,
        unchanged=len(rows) - held - changed,
        problems=tuple(sorted(problems)),
    )
