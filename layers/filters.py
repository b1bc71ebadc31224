"""The filters of a document as one frozen value: conditions joined by "and", the values of each by "or".

Knows what can be asked for and how it is kept as JSON; nothing of rows, figures or chips.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from layers.periods import PeriodChoice, start_day_of

if TYPE_CHECKING:
    import pandas as pd


class FilterKind(StrEnum):
    """What a condition is about, in the order in which conditions are told."""

    PERIOD = "period"
    INITIATIVES = "initiatives"
    CATEGORIES = "categories"
    STATUSES = "statuses"
    RATINGS = "ratings"
    COMMUNES = "communes"
    GROUPS = "groups"
    TEXT = "text"


_LISTS = tuple(kind for kind in FilterKind if kind not in (FilterKind.PERIOD, FilterKind.TEXT))


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: its kind, and the values of which one is enough (the period has none of its own)."""

    kind: FilterKind
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the analyst restricts everything to; equal selections are equal whatever their order.

    Attributes
    ----------
    period : PeriodChoice or None
        Days of the incidents; figures are those of its last day.
    initiatives, statuses, ratings : tuple of str
        Ids, `Status` values and codes of the vocabulary: which sites.
    categories : tuple of str
        Codes of either level: which incidents.
    communes, groups : tuple of str
        Codes of communes and ids of groups of communes, reported on where a commune is in either.
    text : str
        Contained in a readable text of a row, without tones; '' for none.

    Examples
    --------
    >>> filters = Filters(statuses=("paused", "active", "paused"), text="  Nà  Mẫu ")
    >>> filters.statuses, filters.text
    (('active', 'paused'), 'Nà Mẫu')
    >>> filters.without(FilterKind.STATUSES, "paused").statuses
    ('active',)
    """

    period: PeriodChoice | None = None
    initiatives: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        for kind in _LISTS:
            object.__setattr__(self, kind.value, tuple(sorted(set(getattr(self, kind.value)))))
        object.__setattr__(self, "text", " ".join(self.text.split()))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is restricted."""
        return not self.conditions()

    def conditions(self) -> tuple[Condition, ...]:
        """Return the conditions there are, in the order of `FilterKind`."""
        return tuple(Condition(kind, self.values(kind)) for kind in FilterKind if self._has(kind))

    def values(self, kind: FilterKind) -> tuple[str, ...]:
        """Return the values asked for of a kind; of the text itself, of the period none."""
        if kind is FilterKind.PERIOD:
            return ()
        if kind is FilterKind.TEXT:
            return (self.text,) if self.text else ()
        values: tuple[str, ...] = getattr(self, kind.value)
        return values

    def with_values(self, kind: FilterKind, values: Iterable[str]) -> Filters:
        """Return filters that ask for these values of a kind (any but the period); none takes it away."""
        given = tuple(values)
        change: dict[str, Any] = {kind.value: given}
        if kind is FilterKind.TEXT:
            change = {"text": given[0] if given else ""}
        return replace(self, **change)

    def without(self, kind: FilterKind, value: str | None = None) -> Filters:
        """Return filters without a condition, or without one of its values."""
        if kind is FilterKind.PERIOD:
            return replace(self, period=None)
        kept = () if value is None else (one for one in self.values(kind) if one != value)
        return self.with_values(kind, kept)

    def _has(self, kind: FilterKind) -> bool:
        return self.period is not None if kind is FilterKind.PERIOD else bool(self.values(kind))

    def to_json(self) -> dict[str, Any]:
        """Return plain values, only of the conditions there are."""
        result: dict[str, Any] = {}
        if self.period is not None:
            result["period"] = self.period.to_json()
        for kind in _LISTS:
            if self.values(kind):
                result[kind.value] = list(self.values(kind))
        if self.text:
            result["text"] = self.text
        return result

    @classmethod
    def from_json(cls, value: Any) -> Self:
        """Return the filters that were written; for anything else, or in part something else, empty ones."""
        if not isinstance(value, dict) or not set(value) <= {kind.value for kind in FilterKind}:
            return cls()
        period = PeriodChoice.from_json(value.get("period"))
        text = value.get("text", "")
        lists = {kind.value: value.get(kind.value, []) for kind in _LISTS}
        is_sound = (
            isinstance(text, str)
            and (period is not None or value.get("period") is None)
            and all(isinstance(one, list) and all(isinstance(v, str) for v in one) for one in lists.values())
        )
        return cls(period=period, text=text, **lists) if is_sound else cls()


def start_day_for(filters: Filters, period_kinds: pd.DataFrame) -> int:
    """Return the day on which the periods of filters start.

    That of the sheet of incidents; where all categories are of one first level that has a kind of sheet of
    its own (traffic accidents, kept by calendar months), of that.
    """
    tops = {code.split(".")[0] for code in filters.categories}
    own = next(iter(tops)) if len(tops) == 1 else ""
    return start_day_of(period_kinds, own if own in period_kinds.index else "incidents")
