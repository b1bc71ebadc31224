"""The private copy, and files compared by what they hold."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from layers.errors import FileBusy, FileUnreadable, WorkspaceDamaged
from layers.io.workspace_base import (
    Base,
    file_error,
    integrity_fault,
    reading,
    same_content,
    stat_of,
)
from tests.layers.io.workspace_files import change_file


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a #1?.gpkg"
    change_file(path, "CREATE TABLE t (a TEXT CHECK (a <> 'x'), b BLOB)", "INSERT INTO t VALUES ('é', x'00')")
    return path


def test_files_are_compared_by_their_tables_not_their_bytes(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.gpkg"
    shutil.copyfile(database, other)
    change_file(other, "INSERT INTO t VALUES ('tạm', NULL)", "DELETE FROM t WHERE b IS NULL")
    assert database.read_bytes() != other.read_bytes()
    assert same_content(database, other)
    change_file(other, "UPDATE t SET a = 'e'")
    assert not same_content(database, other)
    change_file(other, "UPDATE t SET a = 'é'", "CREATE TABLE u (a)")
    assert not same_content(database, other)
    other.write_text("not a database")
    assert not same_content(database, other)


def test_checks_are_part_of_the_integrity(database: Path) -> None:
    assert integrity_fault(database, quick=True) is None
    assert integrity_fault(database, quick=False) is None
    change_file(database, "PRAGMA ignore_check_constraints = ON", "UPDATE t SET a = 'x'")
    assert "CHECK" in str(integrity_fault(database, quick=True))
    assert "CHECK" in str(integrity_fault(database, quick=False))


def test_a_copy_is_private_and_goes_when_closed(database: Path) -> None:
    base = Base()
    base.take(database)
    assert base.file.read_bytes() == database.read_bytes()
    base.close()
    assert not base.file.parent.exists()
    assert database.exists()


def test_reading_does_not_write(database: Path) -> None:
    with reading(database) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("DELETE FROM t")
    assert stat_of(database.with_name("gone")) is None


def test_an_error_of_sqlite_is_told_for_what_it_is(database: Path) -> None:
    def told(code: str) -> type[Exception]:
        error = sqlite3.OperationalError("x")
        error.sqlite_errorname = code
        return type(file_error(database, error))

    assert told("SQLITE_BUSY") is FileBusy
    assert told("SQLITE_CANTOPEN") is FileUnreadable
    assert told("SQLITE_IOERR_READ") is FileUnreadable
    assert told("SQLITE_CORRUPT") is WorkspaceDamaged
    assert type(file_error(database, sqlite3.DatabaseError("x"))) is WorkspaceDamaged
