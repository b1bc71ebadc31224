"""Engines speak English and the analyst does not: every reason has its words, whatever the engine says."""

from __future__ import annotations

import errno
import logging
import socket
import sqlite3
import ssl
from pathlib import Path

import pytest
import shapely

from layers.errors import FileNotWritable, WorkspaceDamaged
from layers.reasons import Reason, reason_of, reason_of_geometry
from layers.words import Words


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Reason.DISK_FULL),
        (PermissionError(errno.EACCES, "Permission denied"), Reason.NO_RIGHTS),
        (OSError(errno.EROFS, "Read-only file system"), Reason.READ_ONLY),
        (OSError(errno.ENAMETOOLONG, "File name too long"), Reason.NAME_TOO_LONG),
        (socket.gaierror(-2, "Name or service not known"), Reason.NO_HOST),
        (ssl.SSLError(1, "certificate verify failed"), Reason.CERTIFICATE),
        (OSError("something new"), Reason.OTHER),
        (ValueError("x"), Reason.OTHER),
    ],
)
def test_what_the_system_says(error: BaseException, reason: Reason, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        assert reason_of(error) is reason
    assert str(error) in caplog.text


def test_what_the_database_says(tmp_path: Path) -> None:
    garbage = tmp_path / "a.gpkg"
    garbage.write_bytes(b"SQLite format 3\0" + b"x" * 4000)
    connection = sqlite3.connect(garbage)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        connection.execute("SELECT * FROM sqlite_master")
    connection.close()
    assert reason_of(caught.value) is Reason.NO_DATABASE


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))", Reason.SELF_INTERSECTION),
        ("POLYGON ((0 0, 1 0, 1 1, 0 1, 0 0), (5 5, 6 5, 6 6, 5 6, 5 5))", Reason.HOLE_OUTSIDE),
        ("POLYGON ((0 0, 1 0, 0 0, 0 0))", Reason.TOO_FEW_POINTS),
    ],
)
def test_what_the_geometry_engine_says(shape: str, reason: Reason) -> None:
    assert reason_of_geometry(str(shapely.is_valid_reason(shapely.from_wkt(shape)))) is reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_words(reason: Reason, vi: Words, en: Words) -> None:
    for words in (vi, en):
        sentence = words.error(FileNotWritable(path="a.gpkg", reason=reason))
        assert words(f"reason.{reason}") in sentence
        assert str(reason) not in sentence.replace(words(f"reason.{reason}"), "") or "_" not in str(reason)


def test_a_missing_table_is_named_in_words(vi: Words) -> None:
    assert vi("table.sites") in vi.error(WorkspaceDamaged(path="a.gpkg", reason="sites"))
