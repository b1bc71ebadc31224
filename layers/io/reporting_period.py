"""A reporting period as it is written on the command line (2026-11, 2026-Q4) to its first and last day.

Knows nothing of sheets; the day a period starts is set per kind of sheet.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from layers.errors import BadParameter

_WRITTEN = re.compile(r"(\d{4})(?:-(?:(\d{1,2})|Q([1-4])|H([12])|(9)M))?", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """First and last day, both included."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def read_period(text: str, start_day: int = 1) -> Period:
    """Return the days of a period: month, quarter (Q4), half year (H1), nine months (9M) or year.

    Parameters
    ----------
    text : str
    start_day : int
        Day of the month before on which a month starts; 15 makes November last from 15/10 to 14/11.

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
        raise BadParameter(name="period", value=text, allowed="2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026")
    year = int(match[1])
    first, last = 1, 12
    if match[2]:
        first = last = int(match[2])
    elif match[3]:
        first, last = int(match[3]) * 3 - 2, int(match[3]) * 3
    elif match[4]:
        first, last = int(match[4]) * 6 - 5, int(match[4]) * 6
    elif match[5]:
        last = 9
    if not 1 <= first <= 12 or not 1900 <= year <= 2100:
        raise BadParameter(name="period", value=text, allowed="2026-11, 2026-Q4, 2026-H1, 2026-9M, 2026")
    # A month that starts on day 1 is the calendar month; any other starts in the month before.
    shift = 0 if start_day == 1 else 1
    start = _month(year, first - shift).replace(day=start_day)
    end = _month(year, last + 1 - shift).replace(day=start_day) - dt.timedelta(days=1)
    return Period(start, end)


def _month(year: int, month: int) -> dt.date:
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
