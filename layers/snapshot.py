"""The document as it was at one moment: what jobs and analyses are given instead of the workspace.

Frames are shared with the workspace and never change; knows nothing of commands or files.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from layers.errors import BadParameter, NameUnknown

# Columns whose dates say how far the data reach; later plans and mergers of villages do not.
_DATA_DATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("incidents", ("happened_on",)),
    ("sites", ("founded_on", "launched_on", "closed_on", "last_activity_on", "last_drill_on")),
    ("activities", ("held_on",)),
    ("initiatives", ("founded_on",)),
    ("results", ("period_to",)),
    ("submissions", ("period_to",)),
)


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Frames, documents and facts of a workspace at one moment.

    Attributes
    ----------
    frames : mapping of str to DataFrame
    documents : mapping of str to JSON value
    meta : mapping of str to str or None
    revisions : mapping of str to int
        Counts up with every change of a table.
    """

    frames: Mapping[str, pd.DataFrame]
    documents: Mapping[str, Any]
    meta: Mapping[str, str | None]
    revisions: Mapping[str, int]

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table, never to be changed in place; raise `NameUnknown` for no table."""
        return frame_of(self.frames, table)

    def revision(self, table: str) -> int:
        """Return how often a table has changed since the workspace was opened."""
        return self.revisions.get(table, 0)

    @property
    def vintage(self) -> str:
        """Vintage of the communes all codes are of."""
        return self.meta.get("vintage") or ""

    @property
    def sample(self) -> bool:
        """Whether the data are illustrative (MINH HỌA)."""
        return self.meta.get("sample") == "1"

    @property
    def check_after_months(self) -> int:
        """Months without recorded activity after which a site is to be checked."""
        return int(self.meta.get("check_after_months") or 6)

    @property
    def as_of(self) -> dt.date:
        """Day the figures are of: the stated one, else the latest date in the data (`latest_date`)."""
        stated = self.meta.get("as_of")
        return dt.date.fromisoformat(stated) if stated else latest_date(self)


def frame_of(frames: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    """Return the frame of a table; raise `NameUnknown` for no table."""
    if table not in frames:
        raise NameUnknown(name=table, nearest=tuple(frames))
    return frames[table]


def plain_copy(documents: Mapping[str, Any]) -> dict[str, Any]:
    """Return documents of their own."""
    return copy.deepcopy(dict(documents))


def latest_date(snapshot: Snapshot) -> dt.date:
    """Return the latest date in the data that is not after the day it was read in; never the clock.

    The day it was read in is the latest `read_at` of the sources and `changed_at` of the rows. Without any
    date in the data it is that day itself.

    Raises
    ------
    BadParameter
        The document has neither dates nor stamps.
    """
    read_in = _latest_stamp(snapshot)
    if read_in is None:
        raise BadParameter(name="as_of", value="–", allowed="yyyy-mm-dd")
    limit = pd.Timestamp(read_in)
    found: list[pd.Timestamp] = []
    for table, columns in _DATA_DATES:
        for column in columns:
            days = snapshot.frames[table][column]
            latest = days[days <= limit].max()
            if not pd.isna(latest):
                found.append(latest)
    return max(found).date() if found else read_in


def _latest_stamp(snapshot: Snapshot) -> dt.date | None:
    stamps: list[str] = []
    for name, frame in snapshot.frames.items():
        column = "read_at" if name == "sources" else "changed_at"
        if column in frame.columns:
            stamps += _last(frame[column].dropna())
    return dt.date.fromisoformat(max(stamps)[:10]) if stamps else None


def _last(stamps: Iterable[str]) -> list[str]:
    known = list(stamps)
    return [max(known)] if known else []
