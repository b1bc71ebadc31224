"""Columns of the commune table as values: what is counted, of which initiative, of which kind of incident.

Knows what can be asked for and how it is kept as JSON; nothing of rows, figures or headings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class Level(StrEnum):
    """What a row of the table is."""

    COMMUNE = "commune"
    VILLAGE = "village"
    GROUP = "group"


class ColumnKind(StrEnum):
    """What a column says of a unit, in the order in which columns are offered."""

    REPORTED = "reported"  # the sheets of sites and of incidents were sent
    SITES = "sites"
    SITES_ACTIVE = "sites_active"  # that count at the day of the figures
    SITES_TO_CHECK = "sites_to_check"
    VILLAGES = "villages"
    VILLAGES_WITH = "villages_with"
    HOUSEHOLDS_ENROLLED = "households_enrolled"
    HOUSEHOLDS = "households"
    POPULATION = "population"
    HOUSEHOLDS_BUSINESS = "households_business"
    INCIDENTS = "incidents"  # in the period
    INCIDENTS_BEFORE = "incidents_before"  # in the same period last year
    INCIDENTS_CHANGE = "incidents_change"
    INCIDENTS_PER_1000 = "incidents_per_1000"  # people
    INCIDENTS_BY_MONTH = "incidents_by_month"


OF_INITIATIVE = frozenset(
    {
        ColumnKind.SITES,
        ColumnKind.SITES_ACTIVE,
        ColumnKind.SITES_TO_CHECK,
        ColumnKind.VILLAGES_WITH,
        ColumnKind.HOUSEHOLDS_ENROLLED,
    }
)
"""Kinds that may be restricted to one initiative."""

OF_CATEGORY = frozenset(
    {
        ColumnKind.INCIDENTS,
        ColumnKind.INCIDENTS_BEFORE,
        ColumnKind.INCIDENTS_CHANGE,
        ColumnKind.INCIDENTS_PER_1000,
        ColumnKind.INCIDENTS_BY_MONTH,
    }
)
"""Kinds that may be restricted to one kind of incident."""


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """One column.

    Attributes
    ----------
    kind : ColumnKind
    of : str
        Id of an initiative, `clusters` for all fire-safety clusters, or code of a category of incidents
        (either level), as the kind asks for; '' = all that the question is about.

    Examples
    --------
    >>> UnitColumn(ColumnKind.INCIDENTS, "fire").key, UnitColumn.read("incidents:fire").of
    ('incidents:fire', 'fire')
    """

    kind: ColumnKind
    of: str = ""

    def __post_init__(self) -> None:
        if self.of and self.kind not in OF_INITIATIVE | OF_CATEGORY:
            object.__setattr__(self, "of", "")

    @property
    def key(self) -> str:
        """Return the column in writing: its kind, and behind a colon what it is of."""
        return f"{self.kind.value}:{self.of}" if self.of else self.kind.value

    @property
    def is_sum(self) -> bool:
        """Whether the values of units add up to that of the province."""
        return self.kind not in (ColumnKind.REPORTED, ColumnKind.INCIDENTS_PER_1000)

    @classmethod
    def read(cls, key: str) -> Self:
        """Return the column that was written.

        Raises
        ------
        ValueError
            There is no such kind of column.
        """
        kind, _, of = key.partition(":")
        return cls(ColumnKind(kind), of)


DEFAULT_COLUMNS: tuple[UnitColumn, ...] = tuple(
    UnitColumn(kind)
    for kind in (
        ColumnKind.SITES_ACTIVE,
        ColumnKind.SITES,
        ColumnKind.SITES_TO_CHECK,
        ColumnKind.VILLAGES_WITH,
        ColumnKind.VILLAGES,
        ColumnKind.INCIDENTS,
        ColumnKind.INCIDENTS_BEFORE,
        ColumnKind.INCIDENTS_CHANGE,
        ColumnKind.POPULATION,
        ColumnKind.HOUSEHOLDS,
        ColumnKind.REPORTED,
    )
)
"""What the table shows before the analyst chose columns."""


def columns_to_json(columns: Iterable[UnitColumn]) -> list[str]:
    """Return plain values; `columns_from_json` takes them back."""
    return [column.key for column in columns]


def columns_from_json(value: Any) -> tuple[UnitColumn, ...]:
    """Return the columns that were written, each once; those of no known kind are left out."""
    found: dict[UnitColumn, None] = {}
    for key in value if isinstance(value, list) else ():
        try:
            found.setdefault(UnitColumn.read(str(key)))
        except ValueError:
            continue
    return tuple(found)
