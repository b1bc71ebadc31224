"""Incidents by weekday and hour.

Works on the rows of a bundle; knows nothing of words or of how a cell is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.columns import FloatArray, date
from analysis.series import NOWHERE, Binned, IntArray
from layers.schema import Precision

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

WEEKDAYS, HOURS = 7, 24


@dataclass(frozen=True, eq=False)
class HourSeries:
    """Incidents of each hour of the week.

    Attributes
    ----------
    binned : Binned
        Slot = weekday × 24 + hour; weekday 0 is Monday (T2), 6 Sunday (CN).
    undated : int
        Incidents whose day is not known to the day.
    without_time : int
        Incidents with a day, but without an hour.
    """

    binned: Binned
    undated: int
    without_time: int

    @property
    def matrix(self) -> FloatArray:
        """Return the number of incidents, shape (7, 24)."""
        return self.binned.totals.reshape(WEEKDAYS, HOURS)


def incidents_by_hour(bundle: ResultBundle) -> HourSeries:
    """Sort the incidents of a bundle by weekday and hour (`happened_time`, HH:MM).

    Returns
    -------
    HourSeries
        Sum of the matrix + undated + without_time = rows of the bundle.
    """
    rows = bundle.incidents
    happened = date(rows, "happened_on")
    is_dated = ~np.isnat(happened)
    if "happened_precision" in rows:
        rough = [Precision.YEAR.value, Precision.MONTH.value]
        is_dated &= ~rows["happened_precision"].isin(rough).to_numpy(bool)
    hour = _hours(rows)
    placed = is_dated & (hour >= 0)
    # 1 January 1970, day 0, was a Thursday.
    weekday = (np.where(is_dated, happened, np.datetime64(0, "D")).astype(np.int64) + 3) % WEEKDAYS
    slot = np.where(placed, weekday * HOURS + hour, NOWHERE)
    return HourSeries(
        binned=Binned("incidents", rows.index, slot, WEEKDAYS * HOURS),
        undated=int((~is_dated).sum()),
        without_time=int((is_dated & (hour < 0)).sum()),
    )


def _hours(rows: pd.DataFrame) -> IntArray:
    """Return the hour of each row, −1 where it is unknown or no time of day."""
    if "happened_time" not in rows:
        return np.full(len(rows), NOWHERE, dtype=np.int64)
    # A day has 1,440 minutes: look at each different text once.
    code, texts = pd.factorize(rows["happened_time"])
    hour_of = np.array([_hour(str(text)) for text in texts] + [NOWHERE], dtype=np.int64)
    return hour_of[code]


def _hour(text: str) -> int:
    hour, _, minute = text.partition(":")
    if hour.isdecimal() and minute.isdecimal() and int(hour) < HOURS and int(minute) < 60:
        return int(hour)
    return NOWHERE
