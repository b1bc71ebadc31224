"""The days one can look back at: how many sites counted on each, and how many incidents lie between two.

The counts are those that a question about the same day gives; knows nothing of windows or of playing.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from analysis.columns import date
from analysis.counting import counting_at
from analysis.locate import IntArray

MOST_YEARS = 40
"""No line of time goes farther back: a founding year typed wrongly must not make thousands of steps."""


class Step(StrEnum):
    """How far one step of the line goes."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}


@dataclass(frozen=True)
class Timeline:
    """Days from the first founding (or incident) to the day of the figures.

    Attributes
    ----------
    step : Step
    days : tuple of datetime.date
        The last day of each calendar month, quarter or year, rising; the last one is the day of the figures.
    sites : ndarray of int, shape (len(days),)
        Sites counting on each day, those of unknown founding on all of them.
    incidents : ndarray of int, shape (len(days),)
        Incidents after the day before and up to each day; the first has all up to it.
    sites_undated, incidents_undated : int
        Counting sites whose founding day, and incidents whose day is not known; such incidents are in none.
    """

    step: Step
    days: tuple[dt.date, ...]
    sites: IntArray
    incidents: IntArray
    sites_undated: int
    incidents_undated: int

    def window_start(self, place: int, steps: int | None) -> dt.date | None:
        """Return the first day of the `steps` steps that end on a day; None for all since the beginning."""
        if steps is None or place - steps < 0:
            return None
        return self.days[place - steps] + dt.timedelta(days=1)

    def incidents_in(self, place: int, steps: int | None) -> int:
        """Return how many incidents lie in the `steps` steps that end on a day (None: in all up to it)."""
        first = 0 if steps is None else max(0, place - steps + 1)
        return int(self.incidents[first : place + 1].sum())

    def place_of(self, day: dt.date) -> int:
        """Return the place of the last day that is not after `day`; the first where there is none."""
        return max(0, bisect_right(self.days, day) - 1)


def timeline_of(
    sites: pd.DataFrame,
    incidents: pd.DataFrame,
    as_of: dt.date,
    step: Step = Step.MONTH,
    *,
    check_after_months: int = 6,
    exclude_to_check: bool = False,
) -> Timeline:
    """Return the line of time of the rows a question is about.

    Parameters
    ----------
    sites, incidents : DataFrame
        Of the question; columns as in `counting_at`, and happened_on.
    as_of : datetime.date
        Last day of the line.

    Examples
    --------
    >>> founded = pd.DataFrame({"founded_on": ["2026-01-10", "2026-03-31"], "status": "active"})
    >>> line = timeline_of(founded, pd.DataFrame({"happened_on": ["2026-02-28"]}), dt.date(2026, 3, 31))
    >>> [day.isoformat() for day in line.days], line.sites.tolist(), line.incidents.tolist()
    (['2026-01-31', '2026-02-28', '2026-03-31'], [1, 1, 2], [0, 1, 0])
    """
    founded, happened = date(sites, "founded_on"), date(incidents, "happened_on")
    days = _days(_first(founded, happened, as_of), as_of, step)
    counts = [
        counting_at(sites, day, check_after_months=check_after_months, exclude_to_check=exclude_to_check)
        for day in days
    ]
    edges = np.array(days, "datetime64[D]")
    dated = happened[~np.isnat(happened) & (happened <= edges[-1])]
    place = np.searchsorted(edges, dated, "left")
    return Timeline(
        step=step,
        days=days,
        sites=np.array([int(counting.counts.sum()) for counting in counts], dtype=np.int64),
        incidents=np.bincount(place, minlength=len(days)).astype(np.int64),
        sites_undated=int(counts[-1].founded_unknown.sum()),
        incidents_undated=int(np.isnat(happened).sum()),
    )


def _first(founded: np.ndarray, happened: np.ndarray, as_of: dt.date) -> dt.date:
    """Return the day of the first founding, else of the first incident, else the last day itself."""
    last = np.datetime64(as_of, "D")
    for days in (founded, happened):
        known = days[~np.isnat(days) & (days <= last)]
        if len(known):
            earliest: dt.date = known.min().astype(object)
            return max(earliest, as_of.replace(year=as_of.year - MOST_YEARS, day=1))
    return as_of


def _days(first: dt.date, last: dt.date, step: Step) -> tuple[dt.date, ...]:
    months = _MONTHS[step]
    days: list[dt.date] = []
    number = (first.year * 12 + first.month - 1) // months * months + months - 1
    while True:
        year, month = divmod(number, 12)
        day = dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        if day >= last:
            return (*days, last)
        days.append(day)
        number += months
