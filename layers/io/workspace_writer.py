"""Saving a workspace: written whole beside the target, read back, then swapped in or thrown away.

Knows SQLite and the schema; works from a snapshot, so that a job may do it, and never locks the target.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from layers import schema
from layers.command_log import LogEntry
from layers.errors import (
    FileBusy,
    FileEmpty,
    FileExists,
    FileNotWritable,
    NotAWorkspace,
    WorkspaceChanged,
    WorkspaceDamaged,
)
from layers.history import history_lines
from layers.io import geopackage, qgis_style
from layers.io.foreign_tables import STYLE_OWNER, carry_over, carry_over_styles
from layers.io.leftovers import clear_beside, unfinished
from layers.io.table_rows import bounds_of, write_table
from layers.io.workspace_base import (
    Base,
    Origin,
    check_header,
    file_error,
    integrity_fault,
    reading,
    same_content,
    stat_of,
)
from layers.progress import SILENT, Progress
from layers.reasons import Reason, reason_of
from layers.schema import LayerKind
from layers.schema.ddl import CLUSTERS_VIEW, create_clusters_view, quoted
from layers.sites import is_cluster
from layers.snapshot import Snapshot
from layers.tree import LayerTree
from layers.workspace import APP_VERSION, Workspace

APP = f"sonla-coverage-map {APP_VERSION}"
# Windows refuses to replace a file while a scanner or viewer has it open, often for a moment only.
SWAP_TRIES = 6
SWAP_PAUSE_S = 0.15
# SQLite opens no file with a longer path; in bytes.
LONGEST_PATH = 511

_OURS = frozenset({*schema.TABLES, CLUSTERS_VIEW})


@dataclass
class Saving:
    """One save under way: what is to be written, and afterwards what was.

    Attributes
    ----------
    snapshot : Snapshot
        The document to write.
    entries : sequence of LogEntry
        Entries of the log that go into the history.
    place : int
        `Workspace.place` of the snapshot.
    at : str
        UTC time of the save.
    own_path : Path or None
        File the workspace was opened from or last saved to.
    origin : Origin
    """

    snapshot: Snapshot
    entries: Sequence[LogEntry]
    place: int
    at: str
    own_path: Path | None
    origin: Origin
    save_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    path: Path | None = None
    history: pd.DataFrame | None = None

    def write(self, path: Path | str, *, force: bool = False, progress: Progress = SILENT) -> None:
        """Write the file; raises as `layers.io.workspace_file.save_workspace`, and then nothing changed."""
        path = Path(path)
        if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
            raise FileNotWritable(path=path, reason=Reason.READ_ONLY)
        if not force:
            self._check_target(path)
        clear_beside(path)
        temporary = unfinished(path)
        base = Base()
        try:
            counts = self._fill(temporary, progress)
            _sync(temporary)
            _verify(temporary, counts, path)
            base.take(temporary)
            if not force:  # writing takes seconds, and somebody else may have been quicker
                self._check_target(path)
            _swap(temporary, path)
        except BaseException as error:
            base.close()
            if isinstance(error, sqlite3.DatabaseError):
                reason = reason_of(error)
                if len(os.fsencode(temporary.resolve())) > LONGEST_PATH:
                    reason = Reason.NAME_TOO_LONG
                raise FileNotWritable(path=path, reason=reason) from error
            if isinstance(error, OSError):
                raise FileNotWritable(path=path, reason=reason_of(error)) from error
            raise
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        if self.origin.base is not None:
            self.origin.base.close()
        self.path, self.origin.base, self.origin.stat = path, base, stat_of(path)

    # -- may the target be replaced? ----------------------------------------------------------------------

    def _check_target(self, path: Path) -> None:
        if not path.exists():
            return
        if self.own_path is None or not _same_file(path, self.own_path):
            raise FileExists(path=path)
        if stat_of(path) == self.origin.stat:
            return
        if _save_id(path) != self.snapshot.meta.get("save_id"):
            raise WorkspaceChanged(path=path)
        # The same save, but touched since: a program that only looked at it changes its bytes as well.
        if self.origin.base is None or not same_content(self.origin.base.file, path):
            raise WorkspaceChanged(path=path)

    # -- writing ------------------------------------------------------------------------------------------

    def _fill(self, temporary: Path, progress: Progress) -> dict[str, int]:
        """Write everything in one transaction; return the number of rows of each table."""
        frames = {**self.snapshot.frames, "meta": self._meta(), "history": self._history()}
        temporary.touch(exist_ok=False)
        connection = sqlite3.connect(temporary, isolation_level=None)
        try:
            # Nobody else sees this file before it is complete: nothing needs to wait for the disk.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute("PRAGMA cache_size = -100000")  # 100 MB: indexes are sorted in memory
            # The rows were checked when they came into the document and the finished file is checked whole
            # (`_verify`): checking each of them while it is written would take as long as the writing.
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            if self.origin.base is not None:
                connection.execute("ATTACH ? AS base", (str(self.origin.base.file),))
            connection.execute("BEGIN")
            self._write_tables(connection, frames, progress)
            connection.execute("COMMIT")
        finally:
            connection.close()
        return {name: len(frame) for name, frame in frames.items()}

    def _write_tables(
        self, connection: sqlite3.Connection, frames: dict[str, pd.DataFrame], progress: Progress
    ) -> None:
        geopackage.create_base(connection)
        for done, (name, frame) in enumerate(frames.items()):
            progress.report(0.9 * done / len(frames), "job.save")
            write_table(connection, schema.table_of(name, frame), frame, at=self.at)
        connection.execute(create_clusters_view())
        sites = frames["sites"]
        clusters = sites[is_cluster(sites, frames["initiatives"])]
        geopackage.register(
            connection, CLUSTERS_VIEW, at=self.at, geometry_type="POINT", bounds=bounds_of(clusters)
        )
        if self.origin.base is not None:
            carry_over(connection, {*_OURS, *frames})
        self._write_styles(connection)

    def _write_styles(self, connection: sqlite3.Connection) -> None:
        connection.execute(qgis_style.CREATE_LAYER_STYLES)
        if self.origin.base is not None:
            carry_over_styles(connection)
        taken = {
            row[0] for row in connection.execute("SELECT f_table_name FROM layer_styles WHERE useAsDefault")
        }
        tree = LayerTree()
        tree.sync(self.snapshot.frame("layers"), self.snapshot)
        for layer in tree:
            table = CLUSTERS_VIEW if layer.kind is LayerKind.CLUSTERS else layer.table
            frame = self.snapshot.frames.get(layer.table)
            if frame is None or not ({"geom", "lon"} & set(frame.columns)):
                continue
            areas = _holds_areas(frame)
            qml = qgis_style.to_qml(layer.style, areas=areas, opacity=layer.opacity)
            sld = qgis_style.to_sld(layer.style, table, areas=areas)
            name = layer.name or layer.kind.value
            values = (table, name[:30], qml, sld, table not in taken, STYLE_OWNER, self.at)
            connection.execute(
                "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
                "styleName, styleQML, styleSLD, useAsDefault, description, owner, update_time) "
                "VALUES ('', '', ?, 'geom', ?, ?, ?, ?, '', ?, ?)",
                values,
            )
            taken.add(table)
        geopackage.register(connection, "layer_styles", at=self.at)

    def _meta(self) -> pd.DataFrame:
        return stamped_meta(self.snapshot.frame("meta"), self.save_id)

    def _history(self) -> pd.DataFrame:
        earlier = self.snapshot.frame("history")
        first = int(earlier["seq"].max()) + 1 if len(earlier) else 1
        lines, self.origin.first_lines = history_lines(self.entries, first, self.origin.first_lines, APP)
        self.history = pd.concat([earlier, lines]) if len(earlier) and len(lines) else lines
        if not len(lines):
            self.history = earlier
        return self.history


def begin_save(workspace: Workspace) -> Saving:
    """Take down what a save writes: the document as it is now."""
    origin = workspace.origin
    return Saving(
        snapshot=workspace.snapshot(),
        entries=tuple(workspace.unsaved_entries),
        place=workspace.place,
        at=workspace.now(),
        own_path=workspace.path,
        origin=origin if isinstance(origin, Origin) else Origin(),
    )


def finish_save(workspace: Workspace, saving: Saving) -> None:
    """Let the workspace know of a save that was written: its path, its save_id, its clean state."""
    assert saving.path is not None
    assert saving.history is not None
    workspace.path, workspace.origin = saving.path, saving.origin
    records = {"meta": stamped_meta(workspace.frame("meta"), saving.save_id), "history": saving.history}
    last = saving.entries[-1].seq if saving.entries else None
    workspace.mark_saved(place=saving.place, last_entry=last, records=records)


def stamped_meta(meta: pd.DataFrame, save_id: str) -> pd.DataFrame:
    """Return the facts of a document with a new save_id; the one before becomes its parent."""
    values = meta["value"].copy()
    values["parent_save_id"] = values["save_id"]
    values["save_id"] = save_id
    values["app_version"] = APP_VERSION
    return meta.assign(value=values)


# -- the file -------------------------------------------------------------------------------------------


def _holds_areas(frame: pd.DataFrame) -> bool:
    if "geom" not in frame.columns:
        return False
    shapes = frame["geom"].dropna()
    return shapes.empty or "Polygon" in shapes.iloc[0].geom_type


def _same_file(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()


def _save_id(path: Path) -> str | None:
    """Return the save_id of the file at the target; raise `WorkspaceDamaged` when it cannot be read."""
    try:
        check_header(path)
        with reading(path) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'save_id'").fetchone()
    except sqlite3.DatabaseError as error:
        raise file_error(path, error) from error
    except (FileEmpty, NotAWorkspace) as error:
        raise WorkspaceDamaged(path=path, reason=Reason.NO_DATABASE) from error
    return str(row[0]) if row and row[0] is not None else None


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def _verify(written: Path, counts: dict[str, int], path: Path) -> None:
    """Read the written file back: SQLite's check (CHECKs too), references, and the rows of each table.

    Raises
    ------
    FileNotWritable
        What was written for `path` is not what should be there.
    """
    fault = integrity_fault(written, quick=False)
    if fault is not None:
        raise FileNotWritable(path=path, reason=Reason.NOT_AS_WRITTEN)
    with reading(written) as connection:
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None and broken[0] in counts:
            raise FileNotWritable(path=path, reason=Reason.NOT_AS_WRITTEN)
        for table, count in counts.items():
            found = connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()[0]
            if found != count:
                raise FileNotWritable(path=path, reason=Reason.NOT_AS_WRITTEN)


def _swap(temporary: Path, path: Path) -> None:
    """Put the finished file in the place of the target, patiently where another program has it open."""
    if path.exists():
        shutil.copymode(path, temporary)
    for attempt in range(SWAP_TRIES):
        try:
            temporary.replace(path)
            break
        except PermissionError as error:
            if attempt == SWAP_TRIES - 1:
                raise FileBusy(path=path) from error
            time.sleep(SWAP_PAUSE_S * (attempt + 1))
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make the swap last over a power cut; Windows does so by itself and opens no folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
