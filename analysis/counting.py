"""Which sites count as coverage at a date, and which of them only because something is not known.

Written once here, after "What counts" of the schema; knows nothing of places, initiatives or units.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, date, text
from layers.schema import Status


@dataclass(frozen=True, slots=True)
class Counting:
    """Arrays of bool aligned to the sites.

    Attributes
    ----------
    counts : exists at the date, status active or unknown, and not left out as to be checked
    status_unknown, founded_unknown : counts though this is unknown
    to_check : would count, but no activity is recorded in the months before; whether or not it is left out
    """

    counts: BoolArray
    status_unknown: BoolArray
    founded_unknown: BoolArray
    to_check: BoolArray

    @property
    def unknown(self) -> BoolArray:
        """Return which sites count only because the status or the founding day is unknown."""
        return self.status_unknown | self.founded_unknown


def counting_at(
    sites: pd.DataFrame, as_of: dt.date, *, check_after_months: int = 6, exclude_to_check: bool = False
) -> Counting:
    """Say which sites count as coverage at a date.

    counts ⇔ (`founded_on` NULL or ≤ as_of) and (`closed_on` NULL or > as_of) and status active or unknown
    (NULL is unknown), and, when `exclude_to_check`, not to be checked. To be checked ⇔ `last_activity_on` is
    NULL or before the day `check_after_months` months before as_of; an activity on that very day is recent,
    and so is one recorded after as_of. A day known to the month or year is its first day.

    Parameters
    ----------
    sites : DataFrame
        Columns founded_on, closed_on, status, last_activity_on; a missing column is NULL throughout.
    as_of : datetime.date
    check_after_months : int
    exclude_to_check : bool

    Examples
    --------
    >>> founded = ["2024-01-01", "2027-01-01", None]
    >>> sites = pd.DataFrame({"status": ["active", "active", None], "founded_on": founded})
    >>> counting_at(sites, dt.date(2026, 1, 1)).counts.tolist()
    [True, False, True]
    """
    day = np.datetime64(as_of, "D")
    founded, closed = date(sites, "founded_on"), date(sites, "closed_on")
    status = text(sites, "status")
    status_unknown = (status == Status.UNKNOWN) | pd.isna(status)
    exists = (np.isnat(founded) | (founded <= day)) & (np.isnat(closed) | (closed > day))
    counts = exists & ((status == Status.ACTIVE) | status_unknown)
    recent_from = np.datetime64((pd.Timestamp(as_of) - pd.DateOffset(months=check_after_months)).date(), "D")
    last = date(sites, "last_activity_on")
    to_check = counts & (np.isnat(last) | (last < recent_from))
    if exclude_to_check:
        counts = counts & ~to_check
    return Counting(
        counts=counts,
        status_unknown=counts & status_unknown,
        founded_unknown=counts & np.isnat(founded),
        to_check=to_check,
    )


def last_activity(sites: pd.DataFrame, activities: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """Return the day of the latest activity of each site: of its own column and of the log, NaT where none.

    Log entries after `as_of` had not happened yet and are not looked at. Aligned to `sites.index`.
    """
    own = pd.Series(date(sites, "last_activity_on"), index=sites.index).astype("datetime64[s]")
    held = pd.Series(date(activities, "held_on"), index=activities.index).astype("datetime64[s]")
    done = held.notna() & (held <= pd.Timestamp(as_of))
    if not done.any():
        return own
    logged = held[done].groupby(activities.loc[done, "site_id"]).max().reindex(sites.index)
    return own.where(logged.isna() | (own >= logged), logged)
