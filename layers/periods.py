"""Reporting periods (kỳ báo cáo) as values: month, quarter, half year …, their days, neighbours and names.

Knows nothing of sheets or of the clock: the day a period starts on is set per kind of sheet, and what is
recent is said by a day that is handed in.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from layers.errors import BadParameter

if TYPE_CHECKING:
    import pandas as pd

    from layers.words import Words

_WRITTEN = re.compile(r"(\d{4})(?:-(?:(\d{1,2})|Q([1-4])|H([12])|(9)M))?", re.IGNORECASE)
_WRITTEN_LIKE = "2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026"
FIRST_YEAR, LAST_YEAR = 1900, 2100
USUAL_START_DAY = 1


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


class PeriodKind(StrEnum):
    """How a period is told."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    YEAR_TO_DATE = "year_to_date"  # from the start of the year to the end of a month
    LAST_12_MONTHS = "last_12_months"
    FREE = "free"


# Kind → how many of them a year has, and of how many months each is.
_PARTS: dict[PeriodKind, tuple[int, int]] = {
    PeriodKind.MONTH: (12, 1),
    PeriodKind.QUARTER: (4, 3),
    PeriodKind.HALF: (2, 6),
    PeriodKind.NINE_MONTHS: (1, 9),
    PeriodKind.YEAR: (1, 12),
    PeriodKind.YEAR_TO_DATE: (12, 1),
}
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period as the analyst chose it; `days` says which days it has.

    Attributes
    ----------
    kind : PeriodKind
    year : int
        1900 to 2100; 0 for LAST_12_MONTHS and FREE.
    number : int
        Which one of the year: month 1 to 12, quarter 1 to 4, half 1 or 2; for YEAR_TO_DATE the last month;
        otherwise 1.
    first, last : datetime.date or None
        Of FREE only, both included.

    Raises
    ------
    BadParameter
        There is no such period.
    """

    kind: PeriodKind
    year: int = 0
    number: int = 1
    first: dt.date | None = None
    last: dt.date | None = None

    def __post_init__(self) -> None:
        if self.kind is PeriodKind.FREE:
            if self.first is None or self.last is None or self.first > self.last:
                raise BadParameter(
                    name="period", value=f"{self.first} – {self.last}", allowed="yyyy-mm-dd ≤ yyyy-mm-dd"
                )
        elif self.kind in _PARTS:
            most, _ = _PARTS[self.kind]
            if not 1 <= self.number <= most or not FIRST_YEAR <= self.year <= LAST_YEAR:
                raise BadParameter(name="period", value=f"{self.year}-{self.number}", allowed=_WRITTEN_LIKE)

    def days(self, start_day: int, as_of: dt.date) -> Period:
        """Return the days of the period.

        Parameters
        ----------
        start_day : int
            Day of the month before on which a month starts: 15 makes November last from 15/10 to 14/11; 1 is
            the calendar month. A month without that day (29 to 31) starts on its last one, so that months
            still follow each other without gap or overlap.
        as_of : datetime.date
            Last day of LAST_12_MONTHS; no other kind asks for it.

        Examples
        --------
        >>> PeriodChoice(PeriodKind.QUARTER, 2026, 4).days(15, dt.date(2026, 12, 31)).first
        datetime.date(2026, 9, 15)
        """
        if self.kind is PeriodKind.FREE:
            assert self.first is not None
            assert self.last is not None
            return Period(self.first, self.last)
        if self.kind is PeriodKind.LAST_12_MONTHS:
            return Period(_a_year_before(as_of) + dt.timedelta(days=1), as_of)
        _, months = _PARTS[self.kind]
        begin = 1 if self.kind is PeriodKind.YEAR_TO_DATE else (self.number - 1) * months + 1
        after = _start(self.year, self.number * months + 1, start_day)
        return Period(_start(self.year, begin, start_day), after - dt.timedelta(days=1))

    def step(self, by: int) -> PeriodChoice:
        """Return the period `by` places later (or earlier, below 0); the same at the ends of the calendar.

        FREE moves by its own length; LAST_12_MONTHS has no neighbours.
        """
        if self.kind is PeriodKind.FREE:
            assert self.first is not None
            assert self.last is not None
            move = (self.last - self.first + dt.timedelta(days=1)) * by
            return PeriodChoice(self.kind, first=self.first + move, last=self.last + move)
        if self.kind not in _PARTS:
            return self
        most, _ = _PARTS[self.kind]
        year, place = divmod(self.year * most + self.number - 1 + by, most)
        return PeriodChoice(self.kind, year, place + 1) if FIRST_YEAR <= year <= LAST_YEAR else self

    @property
    def has_neighbours(self) -> bool:
        """Whether there is a period before and after it."""
        return self.kind is not PeriodKind.LAST_12_MONTHS

    def name(self, words: Words) -> str:
        """Return the short name: "Kỳ 11/2026", "Kỳ 11/2026, lũy kế năm", "12 tháng qua"."""
        kind = self.kind
        if kind is PeriodKind.FREE:
            return words("period.free", first=words.date(self.first), last=words.date(self.last))
        if kind is PeriodKind.LAST_12_MONTHS:
            return words("period.last_12_months")
        if kind is PeriodKind.HALF:
            return words(f"period.half.{self.number}", year=self.year)
        number = _ROMAN[self.number - 1] if kind is PeriodKind.QUARTER else f"{self.number:02d}"
        return words(f"period.{kind.value}", number=number, year=self.year)

    def name_with_days(self, days: Period, words: Words) -> str:
        """Return the name and the days: "Kỳ 11/2026 (15/10–14/11)", years where they are not its own."""
        if self.kind is PeriodKind.FREE:
            return self.name(words)
        first, last = words.date(days.first), words.date(days.last)
        if days.first.year == days.last.year == self.year:
            first, last = first[:5], last[:5]
        return f"{self.name(words)} ({first}–{last})"

    def to_json(self) -> dict[str, Any]:
        """Return plain values; `from_json` takes them back."""
        if self.kind is PeriodKind.FREE:
            assert self.first is not None
            assert self.last is not None
            return {"kind": self.kind.value, "first": self.first.isoformat(), "last": self.last.isoformat()}
        if self.kind is PeriodKind.LAST_12_MONTHS:
            return {"kind": self.kind.value}
        return {"kind": self.kind.value, "year": self.year, "number": self.number}

    @classmethod
    def from_json(cls, value: Any) -> Self | None:
        """Return the choice that was written, None for anything that is none."""
        try:
            kind = PeriodKind(value["kind"])
            if kind is PeriodKind.FREE:
                first, last = (dt.date.fromisoformat(value[end]) for end in ("first", "last"))
                return cls(kind, first=first, last=last)
            if kind is PeriodKind.LAST_12_MONTHS:
                return cls(kind)
            return cls(kind, int(value["year"]), int(value["number"]))
        except (BadParameter, KeyError, TypeError, ValueError):
            return None


def latest(kind: PeriodKind, as_of: dt.date, start_day: int) -> PeriodChoice:
    """Return the latest period of a kind that ended not after a day: what is looked at first.

    FREE begins with the days of the latest month.

    Examples
    --------
    >>> latest(PeriodKind.MONTH, dt.date(2026, 11, 14), 15).number
    11
    >>> latest(PeriodKind.MONTH, dt.date(2026, 11, 13), 15).number
    10
    """
    if kind is PeriodKind.LAST_12_MONTHS:
        return PeriodChoice(kind)
    if kind is PeriodKind.FREE:
        month = latest(PeriodKind.MONTH, as_of, start_day).days(start_day, as_of)
        return PeriodChoice(kind, first=month.first, last=month.last)
    most, _ = _PARTS[kind]
    choice = PeriodChoice(kind, min(as_of.year + 1, LAST_YEAR), most)
    while choice.days(start_day, as_of).last > as_of and choice.step(-1) != choice:
        choice = choice.step(-1)
    return choice


def same_period_last_year(period: Period) -> Period:
    """Return the days a period is compared with (cùng kỳ năm trước).

    The same days one year before; the last day of a February answers to the last day of the other, so that a
    whole February is compared with a whole one.

    Examples
    --------
    >>> same_period_last_year(Period(dt.date(2025, 2, 1), dt.date(2025, 2, 28))).last
    datetime.date(2024, 2, 29)
    """
    last = _a_year_before(period.last)
    if last.month == 2 and (period.last + dt.timedelta(days=1)).month == 3:
        last = last.replace(day=calendar.monthrange(last.year, 2)[1])
    return Period(_a_year_before(period.first), last)


def start_day_of(period_kinds: pd.DataFrame, kind: str) -> int:
    """Return the day on which periods of a kind of sheet start, 1 for a kind without a row."""
    if kind not in period_kinds.index:
        return USUAL_START_DAY
    return int(period_kinds["start_day"].to_dict()[kind])


def read_period(text: str, start_day: int = USUAL_START_DAY) -> Period:
    """Return the days of a period as written on the command line: month, Q4, H1, 9M or the year.

    Parameters
    ----------
    text : str
    start_day : int
        See `PeriodChoice.days`.

    Raises
    ------
    BadParameter

    Examples
    --------
    >>> read_period("2026-11", 15)
    Period(first=datetime.date(2026, 10, 15), last=datetime.date(2026, 11, 14))
    >>> read_period("2026-Q4").first, read_period("2026").last
    (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        raise BadParameter(name="period", value=text, allowed=_WRITTEN_LIKE)
    kind = PeriodKind.YEAR
    for group, of_group in ((2, PeriodKind.MONTH), (3, PeriodKind.QUARTER), (4, PeriodKind.HALF)):
        kind = of_group if match[group] else kind
    number = next((int(match[group]) for group in (2, 3, 4) if match[group]), 1)
    if match[5]:
        kind = PeriodKind.NINE_MONTHS
    try:
        choice = PeriodChoice(kind, int(match[1]), number)
    except BadParameter as error:
        raise BadParameter(name="period", value=text, allowed=_WRITTEN_LIKE) from error
    return choice.days(start_day, dt.date.max)


def _start(year: int, month: int, start_day: int) -> dt.date:
    """Return the first day of a month of reporting; months count on beyond 12."""
    if not 1 <= start_day <= 31:
        raise BadParameter(name="start_day", value=start_day, allowed="1 … 31")
    # A month that starts on day 1 is the calendar month; any other starts in the month before.
    year, place = divmod(year * 12 + month - 1 - (start_day != 1), 12)
    return dt.date(year, place + 1, min(start_day, calendar.monthrange(year, place + 1)[1]))


def _a_year_before(day: dt.date) -> dt.date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28) if is_leap_day else day.replace(year=day.year - 1)
