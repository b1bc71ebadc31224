"""Takes out of tables what may not leave: personal columns, exact places of incidents.

Pure functions on frames; knows nothing of files or formats.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from layers.crs import to_store
from layers.errors import BadParameter
from layers.schema import TABLES

# What could lead back to one row of the sender: left out wherever its place is blurred.
_TRACES = ("number", "ext_key", "position_text", "village_id", "source_id", "source_row", "extra")
_TEXTS = ("note", "description", "cause")


class Redact(StrEnum):
    """How much is taken out of what leaves."""

    NONE = "none"
    PERSONAL = "personal"
    AGGREGATE = "aggregate"
    DISPLACE = "displace"


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is taken out: a kind and, for DISPLACE, the longest distance in metres."""

    kind: Redact = Redact.PERSONAL
    metres: float = 0.0

    def __str__(self) -> str:
        """Return the form of the command line."""
        return f"{self.kind.value}:{self.metres:g}" if self.kind is Redact.DISPLACE else self.kind.value


def parse_redaction(text: str) -> Redaction:
    """Read none, personal, aggregate or displace:M.

    Raises
    ------
    BadParameter

    Examples
    --------
    >>> str(parse_redaction("displace:500"))
    'displace:500'
    """
    kind, _, metres = text.partition(":")
    try:
        known = Redact(kind)
        distance = float(metres) if known is Redact.DISPLACE else 0.0
    except ValueError:
        known, distance = Redact.DISPLACE, 0.0
    wrong = (known is Redact.DISPLACE) != bool(metres)
    if wrong or (known is Redact.DISPLACE and not (math.isfinite(distance) and distance > 0)):
        allowed = ["none", "personal", "aggregate", "displace:M (M > 0)"]
        raise BadParameter(name="redact", value=text, allowed=allowed)
    return Redaction(known, distance)


def personal_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table that hold personal data."""
    return tuple(column.name for column in TABLES[table].columns if column.personal)


def redacted(
    table: str, frame: pd.DataFrame, redaction: Redaction, *, with_personal: bool = False, salt: str = ""
) -> pd.DataFrame:
    """Return the rows of a table as they may leave.

    Personal columns leave only with `with_personal`. Under DISPLACE, incidents are moved (see `displaced`).
    Under AGGREGATE, incidents have no rows to leave: ask `per_commune`.

    Raises
    ------
    BadParameter
        When rows of incidents are asked for under AGGREGATE.
    """
    if not with_personal or redaction.kind is not Redact.NONE:
        frame = frame.drop(columns=[name for name in personal_columns(table) if name in frame.columns])
    if table != "incidents":
        return frame
    if redaction.kind is Redact.AGGREGATE:
        raise BadParameter(name="redact", value="aggregate", allowed=["none", "personal", "displace:M"])
    if redaction.kind is Redact.DISPLACE:
        return displaced(frame, redaction.metres, salt)
    return frame


def displaced(frame: pd.DataFrame, metres: float, salt: str) -> pd.DataFrame:
    """Move each point to a random place within `metres` of where it is, evenly over the disk.

    The same row and salt always give the same place. Row ids become plain numbers, and columns that lead back
    to the sender's row are left out: without them the move cannot be undone. `position_m` grows accordingly.
    """
    turns = np.empty((len(frame), 2))
    for row, key in enumerate(frame.index.astype(str)):
        digest = hashlib.sha256(f"{salt}|{key}".encode()).digest()
        turns[row] = [int.from_bytes(digest[i : i + 8], "big") / 2**64 for i in (0, 8)]
    reach, angle = metres * np.sqrt(turns[:, 0]), 2 * np.pi * turns[:, 1]
    moved = frame.drop(columns=[name for name in (*_TRACES, *_TEXTS) if name in frame.columns])
    moved = moved.assign(
        x=frame["x"].to_numpy(float) + reach * np.cos(angle),
        y=frame["y"].to_numpy(float) + reach * np.sin(angle),
    )
    lon, lat = to_store(moved["x"], moved["y"])
    doubt = frame["position_m"].fillna(0.0).to_numpy(float) + metres
    moved = moved.assign(lon=lon, lat=lat, position_m=doubt)
    moved.index = pd.Index([str(number + 1) for number in range(len(moved))], name=frame.index.name)
    return moved


def per_commune(incidents: pd.DataFrame, codes: Iterable[str], at: str = "commune_code") -> pd.DataFrame:
    """Count incidents by commune and kind: index = code, a column a category, `total` first.

    Parameters
    ----------
    incidents : DataFrame
    codes : iterable of str
        Communes in the order of the rows; incidents elsewhere or nowhere are not counted.
    at : str
        Column that holds the commune of each row.
    """
    index = pd.Index([str(code) for code in codes], name="code", dtype="str")
    kinds = incidents["category"].fillna("").astype("str")
    table = pd.crosstab(incidents[at].astype("object"), kinds) if len(incidents) else pd.DataFrame()
    table = table.reindex(index=index, fill_value=0).astype("int64")
    table.columns = pd.Index([str(name) for name in table.columns], dtype="str")
    table.insert(0, "total", table.sum(axis=1).astype("int64"))
    return table
