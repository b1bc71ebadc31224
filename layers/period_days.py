"""The days of one reporting period for each kind of data: most start on one day, traffic on another.

Knows the table of kinds of sheets and the day of the figures; nothing of rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from layers.periods import USUAL_START_DAY, Period, PeriodChoice, same_period_last_year

if TYPE_CHECKING:
    import pandas as pd

INCIDENTS = "incidents"


@dataclass(frozen=True)
class PeriodDays:
    """What a chosen period means for incidents of each category.

    Attributes
    ----------
    choice : PeriodChoice or None
        None: everything up to `as_of`, and nothing to compare with.
    as_of : datetime.date
        The day of the figures: a period that is not over yet ends with it, here and a year before, so that
        the same number of days is compared.
    start_days : mapping of str to int
        Kind of sheet → day on which its periods start. A first level of the categories that is a kind of
        sheet of its own goes before `incidents`.

    Examples
    --------
    >>> from layers.periods import PeriodKind
    >>> kinds = {"incidents": 15, "traffic": 1}
    >>> november = PeriodDays(PeriodChoice(PeriodKind.MONTH, 2026, 11), dt.date(2026, 12, 31), kinds)
    >>> november.of("fire").first, november.of("traffic").first
    (datetime.date(2026, 10, 15), datetime.date(2026, 11, 1))
    """

    choice: PeriodChoice | None
    as_of: dt.date
    start_days: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, choice: PeriodChoice | None, as_of: dt.date, period_kinds: pd.DataFrame) -> Self:
        """Return the days by the table `period_kinds` (index kind; start_day)."""
        return cls(choice, as_of, {str(k): int(day) for k, day in period_kinds["start_day"].items()})

    def start_day(self, category: str = "") -> int:
        """Return the day on which periods of a category start; of '' those of the sheet of incidents."""
        top = category.split(".", 1)[0]
        return self.start_days.get(top, self.start_days.get(INCIDENTS, USUAL_START_DAY))

    def of(self, category: str = "") -> Period | None:
        """Return first and last day; None where no period is chosen or it has not begun by `as_of`."""
        if self.choice is None:
            return None
        days = self.choice.days(self.start_day(category), self.as_of)
        return Period(days.first, min(days.last, self.as_of)) if days.first <= self.as_of else None

    def has_begun(self, category: str = "") -> bool:
        """Whether there is a day of the period up to `as_of`; True where none is chosen."""
        return self.choice is None or self.of(category) is not None

    def before(self, category: str = "") -> Period | None:
        """Return the days it is compared with (cùng kỳ năm trước); None where there is nothing to compare."""
        days = self.of(category)
        return None if days is None else same_period_last_year(days)

    @property
    def differing(self) -> tuple[str, ...]:
        """Return the kinds of sheet whose days are others than those of incidents, sorted."""
        if self.choice is None:
            return ()
        usual = self.of()
        return tuple(
            sorted(kind for kind in self.start_days if self.of(kind) != usual and kind not in _NOT_INCIDENTS)
        )


_NOT_INCIDENTS = frozenset({"sites", "clusters", "villages", INCIDENTS})
