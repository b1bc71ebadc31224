"""Why the system, the database engine or the geometry engine refused, as one of a few words of our own.

Errors carry the word, `layers.words` puts it into a language; the engine's own text goes to the log only.
"""

from __future__ import annotations

import errno
import logging
import socket
import sqlite3
import ssl
from enum import StrEnum

_LOG = logging.getLogger(__name__)


class Reason(StrEnum):
    """What stood in the way; worded by ``reason.<value>``."""

    DISK_FULL = "disk_full"
    NO_RIGHTS = "no_rights"
    READ_ONLY = "read_only"
    NO_FOLDER = "no_folder"
    IS_FOLDER = "is_folder"
    NAME_TOO_LONG = "name_too_long"
    IN_USE = "in_use"
    DEVICE = "device"
    CANNOT_OPEN = "cannot_open"
    NO_DATABASE = "no_database"
    CONTENT_BROKEN = "content_broken"
    TRUNCATED = "truncated"
    VERSION_UNREADABLE = "version_unreadable"
    NOT_AS_WRITTEN = "not_as_written"
    NO_HOST = "no_host"
    REFUSED = "refused"
    CERTIFICATE = "certificate"
    SELF_INTERSECTION = "self_intersection"
    HOLE_OUTSIDE = "hole_outside"
    NESTED = "nested"
    DISCONNECTED = "disconnected"
    TOO_FEW_POINTS = "too_few_points"
    BAD_COORDINATE = "bad_coordinate"
    OTHER = "other"


# By name: no system knows all of them.
_BY_NAME = {
    "ENOSPC": Reason.DISK_FULL,
    "EDQUOT": Reason.DISK_FULL,
    "EFBIG": Reason.DISK_FULL,
    "EACCES": Reason.NO_RIGHTS,
    "EPERM": Reason.NO_RIGHTS,
    "EROFS": Reason.READ_ONLY,
    "ENOENT": Reason.NO_FOLDER,
    "ENOTDIR": Reason.NO_FOLDER,
    "EISDIR": Reason.IS_FOLDER,
    "ENAMETOOLONG": Reason.NAME_TOO_LONG,
    "EBUSY": Reason.IN_USE,
    "ETXTBSY": Reason.IN_USE,
    "EIO": Reason.DEVICE,
    "ECONNREFUSED": Reason.REFUSED,
    "ECONNRESET": Reason.REFUSED,
    "ENETUNREACH": Reason.NO_HOST,
    "EHOSTUNREACH": Reason.NO_HOST,
}
_OF_SYSTEM = {getattr(errno, name): reason for name, reason in _BY_NAME.items() if hasattr(errno, name)}
_OF_DATABASE = {
    "FULL": Reason.DISK_FULL,
    "PERM": Reason.NO_RIGHTS,
    "AUTH": Reason.NO_RIGHTS,
    "READONLY": Reason.READ_ONLY,
    "BUSY": Reason.IN_USE,
    "LOCKED": Reason.IN_USE,
    "IOERR": Reason.DEVICE,
    "CANTOPEN": Reason.CANNOT_OPEN,
    "NOTADB": Reason.NO_DATABASE,
    "CORRUPT": Reason.CONTENT_BROKEN,
    "CONSTRAINT": Reason.CONTENT_BROKEN,
}
# As the engine begins its sentences; the place in the ring follows in brackets.
_OF_GEOMETRY = {
    "self-intersection": Reason.SELF_INTERSECTION,
    "ring self-intersection": Reason.SELF_INTERSECTION,
    "duplicate rings": Reason.SELF_INTERSECTION,
    "hole lies outside": Reason.HOLE_OUTSIDE,
    "holes are nested": Reason.NESTED,
    "nested": Reason.NESTED,
    "interior is disconnected": Reason.DISCONNECTED,
    "too few points": Reason.TOO_FEW_POINTS,
    "invalid number of points": Reason.TOO_FEW_POINTS,
    "ring": Reason.TOO_FEW_POINTS,
    "invalid coordinate": Reason.BAD_COORDINATE,
}


def reason_of(error: BaseException) -> Reason:
    """Return why an operation of the system, the network or the database failed, and log what it said.

    Examples
    --------
    >>> reason_of(OSError(errno.ENOSPC, "No space left on device"))
    <Reason.DISK_FULL: 'disk_full'>
    """
    _LOG.info("%s: %s", type(error).__name__, error)
    if isinstance(error, sqlite3.Error):
        name = getattr(error, "sqlite_errorname", "").removeprefix("SQLITE_")
        return _OF_DATABASE.get(name.partition("_")[0], Reason.OTHER)
    if isinstance(error, socket.gaierror):
        return Reason.NO_HOST
    if isinstance(error, ssl.SSLError):
        return Reason.CERTIFICATE
    if isinstance(error, OSError) and error.errno is not None:
        return _OF_SYSTEM.get(error.errno, Reason.OTHER)
    return Reason.OTHER


def reason_of_geometry(told: str) -> Reason:
    """Return what is wrong with a shape, given the geometry engine's own sentence.

    Examples
    --------
    >>> reason_of_geometry("Ring Self-intersection[103.5 21.25]")
    <Reason.SELF_INTERSECTION: 'self_intersection'>
    """
    plain = told.casefold()
    return next((reason for start, reason in _OF_GEOMETRY.items() if plain.startswith(start)), Reason.OTHER)
