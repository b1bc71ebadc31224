"""Incidents by month beside the same months of the year before, and how the number of sites grew.

Works on the rows of a bundle; knows nothing of words or of how a month is drawn.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, DateArray, FloatArray, date, text
from analysis.locate import Locator
from analysis.membership import membership
from analysis.selection import selected_incidents
from analysis.series import NOWHERE, Binned, IntArray
from layers.periods import USUAL_START_DAY, Period, same_period_last_year
from layers.schema import Precision

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from analysis.params import CoverageParams

SHOWN_MONTHS = 12
"""How many months are shown where the question has no first day."""


@dataclass(frozen=True, eq=False)
class MonthSeries:
    """Incidents of each month of a span, empty months too, and of the same period last year.

    Attributes
    ----------
    binned : Binned
        Slots 0 … k − 1 are the months of the span; where there is a year before, k … 2k − 1 the same months
        of it.
    months : tuple of datetime.date, length k
        A day inside each calendar month that names the period: its first day.
    first, last : datetime.date
        Days of the span, both included.
    start_day : int
        Day on which a period starts; 15 makes November last from 15/10 to 14/11, 1 is the calendar month.
    has_year_before : bool
        A span of more than a year holds the year before of its own later part: none is set beside it.
    undated : int
        Incidents without a day or known to the year only, and with `start_day` > 1 to the month only.
    not_shown : int
        Dated incidents outside the span and outside the year before.
    """

    binned: Binned
    months: tuple[dt.date, ...]
    first: dt.date
    last: dt.date
    start_day: int
    has_year_before: bool
    undated: int
    not_shown: int

    @property
    def now(self) -> FloatArray:
        """Return the number of incidents of each month of the span, shape (k,)."""
        return self.binned.totals[: len(self.months)]

    @property
    def before(self) -> FloatArray:
        """Return the number of the same days a year before, shape (k,); zeros where there is none."""
        if not self.has_year_before:
            return np.zeros(len(self.months))
        return self.binned.totals[len(self.months) :]

    def days_of(self, place: int) -> tuple[dt.date, dt.date]:
        """Return first and last day of a month of the span, cut to the span."""
        begin, end = _days(_number_of(self.months[place]), self.start_day)
        return max(begin, self.first), min(end, self.last)


def incidents_by_month(
    bundle: ResultBundle, *, before: pd.DataFrame | None = None, start_day: int = USUAL_START_DAY
) -> MonthSeries:
    """Sort the incidents of a bundle into months.

    The span is that of the question; where it has no first day, the twelve months that end with its last.
    The year before is the same span one year earlier, to the day (`layers.periods.same_period_last_year`):
    the last month is compared up to the same day. A day known to the month is in that calendar month.

    Parameters
    ----------
    bundle : ResultBundle
    before : DataFrame, optional
        Incidents of the same question one year earlier; without it those of the bundle are looked through,
        which is enough where the question has no first day.
    start_day : int
        1 to 31; a month without that day starts on its last one.

    Returns
    -------
    MonthSeries
        Sum of all slots + undated + not_shown = rows of the bundle, plus those of `before` in a slot.

    Examples
    --------
    See `tests/analysis/test_series.py`: five incidents of 2025 and 2026.
    """
    rows = _with(bundle.incidents, before)
    asked = np.arange(len(rows)) < len(bundle.incidents)
    happened, is_dated = _dated(rows, start_day)
    first, last = _span(bundle.params, start_day)
    begin = _month_of(first, start_day)
    count = _month_of(last, start_day) - begin + 1
    then = same_period_last_year(Period(first, last))
    has_year_before = then.last < first
    number = _months_of(happened, start_day)
    slot = np.full(len(rows), NOWHERE, dtype=np.int64)
    now = is_dated & asked & _between(happened, first, last)
    slot[now] = number[now] - begin
    if has_year_before:
        earlier = is_dated & _between(happened, then.first, then.last)
        slot[earlier] = number[earlier] + 12 - begin + count
    slots = count * 2 if has_year_before else count
    return MonthSeries(
        binned=Binned("incidents", rows.index, slot, slots),
        months=tuple(_named(begin + place) for place in range(count)),
        first=first,
        last=last,
        start_day=start_day,
        has_year_before=has_year_before,
        undated=int((asked & ~is_dated).sum()),
        not_shown=int((asked & is_dated & (slot == NOWHERE)).sum()),
    )


def incidents_a_year_before(bundle: ResultBundle, incidents: pd.DataFrame) -> pd.DataFrame:
    """Return the incidents that the question of a bundle asks for, of the same days one year earlier.

    Parameters
    ----------
    bundle : ResultBundle
        Its question has a first day.
    incidents : DataFrame
        All incidents of the document the bundle is about.
    """
    params = bundle.params
    assert params.period_from is not None
    then = same_period_last_year(Period(*_span(params, USUAL_START_DAY)))
    asked = replace(params, period_from=then.first, period_to=then.last)
    rows = incidents[selected_incidents(incidents, asked)]
    if not params.communes:
        return rows
    # Which commune a row belongs to is the same question as in the bundle.
    codes = np.array([*bundle.boundaries.codes, ""], dtype=object)
    commune = membership(rows, Locator(bundle.boundaries.gdf)).commune
    return rows[np.isin(codes[commune].astype(str), params.communes)]


@dataclass(frozen=True, eq=False)
class GrowthSeries:
    """How many of the sites that are shown were there at the end of each month.

    Attributes
    ----------
    binned : Binned
        Slot = month of founding.
    months : tuple of datetime.date
        First day of each month, from the first founding to the day of the figures.
    total : int
        All sites that are shown.
    unknown : int
        Those without a founding day, in no month.
    by_year : int
        Those known to the year only: they stand in its January.
    """

    binned: Binned
    months: tuple[dt.date, ...]
    total: int
    unknown: int
    by_year: int

    @property
    def cumulative(self) -> FloatArray:
        """Return the number of sites at the end of each month, shape (k,)."""
        return np.cumsum(self.binned.totals)


def growth_of_sites(bundle: ResultBundle) -> GrowthSeries:
    """Sort the sites a bundle shows, which are those that count, by the month of their founding.

    Where the question asks for certain statuses, these are shown instead.

    A founding day known to the month or year is its first day, as in every count of this house.
    """
    sites = bundle.sites[bundle.sites["shown"].astype(bool)]
    founded = date(sites, "founded_on")
    known = ~np.isnat(founded)
    number = _months_of(founded, 1)
    end = _month_of(bundle.as_of, 1)
    begin = int(number[known].min()) if known.any() else end + 1
    end = max(end, int(number[known].max())) if known.any() else end
    slot = np.where(known, number - begin, NOWHERE)
    by_year = known & (text(sites, "founded_precision") == Precision.YEAR.value)
    return GrowthSeries(
        binned=Binned("sites", sites.index, slot, end - begin + 1),
        months=tuple(_named(place) for place in range(begin, end + 1)),
        total=len(sites),
        unknown=int((~known).sum()),
        by_year=int(by_year.sum()),
    )


def _span(params: CoverageParams, start_day: int) -> tuple[dt.date, dt.date]:
    """Return first and last day; a question that starts after the figures is about its first day."""
    last = params.incidents_to
    if params.period_from is not None:
        return params.period_from, max(last, params.period_from)
    return _days(_month_of(last, start_day) - SHOWN_MONTHS + 1, start_day)[0], last


def _with(rows: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    further = before[~before.index.isin(rows.index)] if before is not None else rows.iloc[:0]
    if further.empty:
        return rows  # with the index of the bundle, so that charts can share what is looked up in it
    columns = [name for name in ("happened_on", "happened_precision") if name in rows]
    return pd.concat([rows[columns], further[columns]])


def _dated(rows: pd.DataFrame, start_day: int) -> tuple[DateArray, BoolArray]:
    happened = date(rows, "happened_on")
    if "happened_precision" not in rows:
        return happened, ~np.isnat(happened)
    rough = [Precision.YEAR.value] + ([Precision.MONTH.value] if start_day != USUAL_START_DAY else [])
    return happened, ~np.isnat(happened) & ~rows["happened_precision"].isin(rough).to_numpy(bool)


def _between(days: DateArray, first: dt.date, last: dt.date) -> BoolArray:
    inside: BoolArray = (days >= np.datetime64(first, "D")) & (days <= np.datetime64(last, "D"))
    return inside


def _months_of(days: DateArray, start_day: int) -> IntArray:
    """Return the number of the month (year × 12 + month − 1) each day belongs to; nonsense for NaT."""
    known = np.where(np.isnat(days), np.datetime64("1970-01-01", "D"), days)
    month = known.astype("datetime64[M]")
    number = month.astype(np.int64) + 1970 * 12
    if start_day != USUAL_START_DAY:
        begin = month.astype("datetime64[D]")
        length = ((month + 1).astype("datetime64[D]") - begin).astype(np.int64)
        day = (known - begin).astype(np.int64) + 1
        number = number + (day >= np.minimum(start_day, length))
    return np.asarray(number, np.int64)


def _month_of(day: dt.date, start_day: int) -> int:
    return int(_months_of(np.array([day], dtype="datetime64[D]"), start_day)[0])


def _number_of(month: dt.date) -> int:
    return month.year * 12 + month.month - 1


def _named(number: int) -> dt.date:
    return dt.date(number // 12, number % 12 + 1, 1)


def _days(number: int, start_day: int) -> tuple[dt.date, dt.date]:
    """Return first and last day of a month; one that starts on another day than the 1st starts before."""
    shift = start_day != USUAL_START_DAY
    begin, after = (_start_in(_named(number - shift + step), start_day) for step in (0, 1))
    return begin, after - dt.timedelta(days=1)


def _start_in(month: dt.date, start_day: int) -> dt.date:
    return month.replace(day=min(start_day, calendar.monthrange(month.year, month.month)[1]))
