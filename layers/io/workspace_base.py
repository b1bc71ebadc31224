"""The private copy of a workspace file (the *base*): what was read or last written, while the file is free.

Knows SQLite's files and nothing of tables; the copy goes when the workspace does.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from layers.errors import (
    AppError,
    FileBusy,
    FileEmpty,
    FileMissing,
    FileUnreadable,
    NotAWorkspace,
    WorkspaceDamaged,
)
from layers.io.leftovers import private_folder
from layers.reasons import Reason, reason_of
from layers.schema.ddl import quoted

_LOG = logging.getLogger(__name__)
_MAGIC = b"SQLite format 3\x00"
_WAL = 2


class Base:
    """A private folder with the copy; removed with the object or at the end of the program."""

    def __init__(self) -> None:
        self._folder = private_folder()
        self.file = self._folder / "base.gpkg"
        self.close = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def take(self, path: Path) -> None:
        """Copy the file at `path`; it is not locked beyond the copying.

        Raises
        ------
        FileMissing, FileEmpty, FileUnreadable, FileBusy, NotAWorkspace, WorkspaceDamaged
        """
        check_header(path)
        try:
            if _in_wal_mode(path):  # another program has it open: take in what it has written so far
                with (
                    contextlib.closing(connect_read_only(path)) as source,
                    contextlib.closing(sqlite3.connect(self.file)) as target,
                ):
                    source.backup(target)
                    target.execute("PRAGMA journal_mode = DELETE")
            else:
                shutil.copyfile(path, self.file)
        except OSError as error:
            raise FileUnreadable(path=path, reason=reason_of(error)) from error
        except sqlite3.DatabaseError as error:
            raise file_error(path, error) from error


@dataclass
class Origin:
    """What is known of the file a workspace came from or was last saved to.

    Attributes
    ----------
    base : Base or None
        The file as it was then.
    stat : tuple of int or None
        Its size in bytes and time of change in nanoseconds then: equal means untouched.
    first_lines : dict of int to int
        Entry of the log → number of its first line in the file's history.
    """

    base: Base | None = None
    stat: tuple[int, int] | None = None
    first_lines: dict[int, int] = field(default_factory=dict)


def stat_of(path: Path) -> tuple[int, int] | None:
    """Return size and time of change of a file; None when it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def check_header(path: Path) -> None:
    """Refuse what cannot be a workspace file by its first bytes and its size.

    Raises
    ------
    FileMissing, FileEmpty, FileUnreadable, NotAWorkspace, WorkspaceDamaged
    """
    try:
        if not path.exists():
            raise FileMissing(path=path)
        with path.open("rb") as stream:
            head = stream.read(100)
        size = path.stat().st_size
    except OSError as error:
        raise FileUnreadable(path=path, reason=reason_of(error)) from error
    if not head:
        raise FileEmpty(path=path)
    if not head.startswith(_MAGIC):
        if path.suffix.lower() == ".gpkg":
            raise WorkspaceDamaged(path=path, reason=Reason.NO_DATABASE)
        raise NotAWorkspace(path=path)
    if len(head) < 100:
        raise WorkspaceDamaged(path=path, reason=Reason.TRUNCATED)
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    expected = page * int.from_bytes(head[28:32], "big")
    if size < expected and not _in_wal_mode(path):
        raise WorkspaceDamaged(path=path, reason=Reason.TRUNCATED)


def connect_read_only(path: Path) -> sqlite3.Connection:
    """Open a database that is not written to."""
    return sqlite3.connect(_uri(path), uri=True, isolation_level=None, timeout=1.0)


def _uri(path: Path) -> str:
    """Return the address under which SQLite reads a file; a share (//server/…) needs all its slashes."""
    plain = path.resolve().as_posix()
    return "file://" + quote(plain if plain.startswith("/") else "/" + plain) + "?mode=ro"


def file_error(path: Path, error: sqlite3.DatabaseError) -> AppError:
    """Return what an error of SQLite on a file means: in use, not to be opened, or damaged."""
    code = error.sqlite_errorname.split("_")[1] if hasattr(error, "sqlite_errorname") else ""
    if code in ("BUSY", "LOCKED"):
        return FileBusy(path=path)
    if code in ("CANTOPEN", "PERM", "READONLY", "IOERR"):
        return FileUnreadable(path=path, reason=reason_of(error))
    return WorkspaceDamaged(path=path, reason=reason_of(error))


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading and close it."""
    connection = connect_read_only(path)
    try:
        yield connection
    finally:
        connection.close()


def integrity_fault(path: Path, *, quick: bool) -> str | None:
    """Return what SQLite's own check, CHECK constraints included, finds wrong in a file; None for nothing.

    Parameters
    ----------
    path : Path
        A private file: it is opened for writing, because SQLite looks at CHECKs only then.
    quick : bool
        Leave out whether indexes and tables agree.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        check = "quick_check" if quick else "integrity_check"
        verdict = connection.execute(f"PRAGMA {check}(1)").fetchone()
    if verdict is not None and verdict[0] == "ok":
        return None
    fault = str(verdict[0] if verdict else check)
    _LOG.info("%s: %s", check, fault)
    return fault


def same_content(one: Path, other: Path) -> bool:
    """Say whether two files hold equal tables: a program that only opened a file changes its bytes too."""
    connection = connect_read_only(one)
    try:
        connection.execute("ATTACH ? AS other", (_uri(other),))
        statement = "SELECT name, sql FROM {}.sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        tables = connection.execute(statement.format("main")).fetchall()
        if tables != connection.execute(statement.format("other")).fetchall():
            return False
        names = [name for name, sql in tables if str(sql).upper().startswith("CREATE TABLE")]
        return all(_same_rows(connection, quoted(name)) for name in names)
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()


def _same_rows(connection: sqlite3.Connection, name: str) -> bool:
    counts = [
        connection.execute(f"SELECT count(*) FROM {schema}.{name}").fetchone() for schema in ("main", "other")
    ]
    differing = f"SELECT * FROM main.{name} EXCEPT SELECT * FROM other.{name} LIMIT 1"
    return counts[0] == counts[1] and connection.execute(differing).fetchone() is None


def _in_wal_mode(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(18)
        return stream.read(1) == bytes([_WAL])
