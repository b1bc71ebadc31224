"""Bringing a workspace file of an older version to the present one: one step a version, after a backup.

A step works on a private copy with sqlite3 and knows nothing of frames or of the open workspace.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from layers.errors import FileNotWritable, WorkspaceDamaged, WorkspaceTooNew
from layers.reasons import Reason, reason_of
from layers.schema import VERSION

Step = Callable[[sqlite3.Connection], None]

#: Version a step starts from → the step to the next version. Version 1 is the base: nothing leads to it.
STEPS: Mapping[int, Step] = MappingProxyType({})


def file_version(connection: sqlite3.Connection) -> int:
    """Return the version a workspace file states; raise `ValueError` when it states none."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone()
    return int(row[0]) if row else int("")


def migrate(
    copy: Path,
    original: Path,
    *,
    steps: Mapping[int, Step] = STEPS,
    target: int = VERSION,
) -> Path | None:
    """Bring the private `copy` of a workspace file to version `target`.

    Before the first step the original is copied beside itself as ``NAME.v<version>.bak``; the original is
    not touched: it takes the new form when it is saved. Each step runs in a transaction of its own.

    Returns
    -------
    Path or None
        The backup, or None when the file had the version already.

    Raises
    ------
    WorkspaceTooNew
        The file was written by a newer version.
    WorkspaceDamaged
        The file states no version, or a step failed; the copy is to be thrown away.
    FileNotWritable
        The backup cannot be written.
    """
    connection = sqlite3.connect(copy, isolation_level=None)
    try:
        version = _stated(connection, original)
        if version > target:
            raise WorkspaceTooNew(path=original, version=version, known=target)
        backup = None if version == target else _back_up(original, version)
        while version < target:
            _run(connection, steps.get(version), version, original)
            version += 1
        return backup
    finally:
        connection.close()


def _stated(connection: sqlite3.Connection, original: Path) -> int:
    try:
        version = file_version(connection)
    except (ValueError, TypeError, sqlite3.DatabaseError) as error:
        raise WorkspaceDamaged(path=original, reason=Reason.VERSION_UNREADABLE) from error
    if version < 1:
        raise WorkspaceDamaged(path=original, reason=Reason.VERSION_UNREADABLE)
    return version


def _back_up(original: Path, version: int) -> Path:
    backup = original.with_name(f"{original.name}.v{version}.bak")
    try:
        shutil.copy2(original, backup)
    except OSError as error:
        raise FileNotWritable(path=backup, reason=reason_of(error)) from error
    return backup


def _run(connection: sqlite3.Connection, step: Step | None, version: int, original: Path) -> None:
    if step is None:
        raise WorkspaceDamaged(path=original, reason=Reason.VERSION_UNREADABLE)
    connection.execute("BEGIN")
    try:
        step(connection)
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", (str(version + 1),))
        connection.execute("COMMIT")
    except Exception as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise WorkspaceDamaged(path=original, reason=Reason.VERSION_UNREADABLE) from error
