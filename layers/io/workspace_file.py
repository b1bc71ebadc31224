"""The workspace as one GeoPackage: opened from a private copy, saved whole beside the target and swapped in.

Knows SQLite and the schema; nothing of Qt or threads. A target is never left half written.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from layers import schema
from layers.command_log import CommandLog
from layers.errors import AppError, NotAWorkspace, TableDamaged, WorkspaceDamaged
from layers.io import geopackage
from layers.io.migrations import migrate
from layers.io.table_rows import context_table, read_table
from layers.io.workspace_base import Base, Origin, check_header, integrity_fault, reading, stat_of
from layers.io.workspace_writer import Saving, begin_save, finish_save
from layers.progress import SILENT, Progress
from layers.reasons import Reason, reason_of
from layers.workspace import Clock, Workspace, utc_now

__all__ = ["Saving", "begin_save", "finish_save", "is_workspace", "open_workspace", "save_workspace"]

_LOG = logging.getLogger(__name__)


def is_workspace(path: Path | str) -> bool:
    """Say whether a file is a workspace of this program, of whatever version; never raises."""
    path = Path(path)
    try:
        check_header(path)
        with reading(path) as connection:
            return _is_ours(connection)
    except (AppError, sqlite3.DatabaseError, OSError):
        return False


def open_workspace(
    path: Path | str,
    *,
    user: str = "",
    log: CommandLog | None = None,
    clock: Clock = utc_now,
    progress: Progress = SILENT,
) -> Workspace:
    """Read a workspace whole from a private copy; the file itself is neither locked nor changed.

    Raises
    ------
    FileMissing, FileEmpty, FileUnreadable
        There is nothing to read.
    NotAWorkspace
        The file is readable but not one of this program's.
    WorkspaceDamaged
        The file is truncated, fails SQLite's check, lacks a table or holds a value that does not fit.
    WorkspaceTooNew
        The file was written by a newer version.
    """
    path = Path(path)
    base = Base()
    try:
        base.take(path)
        frames = _read(base.file, path, progress)
    except BaseException:
        base.close()
        raise
    workspace = Workspace(frames, user=user, log=log, clock=clock, path=path)
    workspace.origin = Origin(base, stat_of(path))
    return workspace


def save_workspace(
    workspace: Workspace, path: Path | str, *, force: bool = False, progress: Progress = SILENT
) -> None:
    """Write a workspace whole and take the file as its own; the target is replaced at the end or not at all.

    A window saves in three steps, the second one in a job: `begin_save`, `Saving.write`, `finish_save`.

    Parameters
    ----------
    path : Path
        The workspace's own file, or a new one.
    force : bool
        Overwrite a file that is not this workspace's, or that somebody else saved meanwhile.

    Raises
    ------
    FileExists
        Another file lies there.
    WorkspaceChanged
        Somebody else changed the file since it was opened or saved here.
    WorkspaceDamaged
        The workspace's own file is damaged; it is not overwritten.
    FileBusy
        The target cannot be replaced because another program has it open.
    FileNotWritable
        The folder or the disk does not take it.
    """
    saving = begin_save(workspace)
    saving.write(path, force=force, progress=progress)
    finish_save(workspace, saving)


def _read(copy: Path, path: Path, progress: Progress) -> dict[str, pd.DataFrame]:
    try:
        with reading(copy) as connection:
            if not _is_ours(connection):
                raise NotAWorkspace(path=path)
        fault = integrity_fault(copy, quick=True)
        if fault is not None:
            raise WorkspaceDamaged(path=path, reason=Reason.CONTENT_BROKEN)
        migrate(copy, path)
        with reading(copy) as connection, _no_collecting():
            return _read_tables(connection, path, progress)
    except sqlite3.DatabaseError as error:  # of the private copy: nobody else has that one open
        raise WorkspaceDamaged(path=path, reason=reason_of(error)) from error


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let the garbage collector rest: it would look at millions of new values again and again for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _is_ours(connection: sqlite3.Connection) -> bool:
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"meta", "gpkg_contents"} <= names:
        return False
    return {"key", "value"} <= geopackage.columns_of(connection, "meta").keys() and bool(
        connection.execute("SELECT count(*) FROM meta WHERE key = 'workspace_id'").fetchone()[0]
    )


def _read_tables(connection: sqlite3.Connection, path: Path, progress: Progress) -> dict[str, pd.DataFrame]:
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    tables = list(schema.TABLES.values())
    for name in geopackage.registered(connection):
        own = context_table(connection, name) if name in present else None
        if own is not None:
            tables.append(own)
    frames: dict[str, pd.DataFrame] = {}
    for done, table in enumerate(tables):
        progress.report(done / len(tables), "job.open")
        if table.name not in present:
            raise TableDamaged(path=path, table=table.name)
        try:
            frames[table.name] = read_table(connection, table)
        except ValueError as error:
            _LOG.info("%s: %s", table.name, error)
            raise TableDamaged(path=path, table=table.name) from error
    if not _is_sound(frames["meta"]):
        raise TableDamaged(path=path, table="meta")
    return frames


def _is_sound(meta: pd.DataFrame) -> bool:
    """Say whether the values the program reckons with are what they should be; absent ones are."""
    values = meta["value"].dropna()
    try:
        dt.date.fromisoformat(values.get("as_of") or "2000-01-01")
        return int(values.get("check_after_months") or 0) >= 0
    except ValueError:
        return False
