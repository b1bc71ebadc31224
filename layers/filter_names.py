"""How the conditions of filters read: the names of their values, for chips on screen and lines on paper.

Looks names up once and keeps them; knows nothing of rows or of how a chip is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from layers.filters import Condition, FilterKind, Filters
from layers.periods import Period
from layers.words import collation_key

if TYPE_CHECKING:
    import pandas as pd

    from layers.commands import Document
    from layers.words import Words

STATUS_ORDER = ("active", "planned", "decided", "paused", "ended", "unknown")
"""As they are listed: what is asked for most often first, then the life of a site."""

LISTS: Mapping[FilterKind, str] = {FilterKind.CATEGORIES: "incident_category", FilterKind.RATINGS: "rating"}
"""Lists of the vocabulary that conditions take their values from."""


@dataclass(frozen=True)
class FilterNames:
    """Names of what can be asked for.

    Attributes
    ----------
    initiatives, communes, groups : mapping of str to str
        Id or code → name.
    listed : mapping of (FilterKind, str) to mapping of str to str
        Kind and code of a list of the vocabulary → language → name.
    days : Period or None
        The days of the period.
    """

    initiatives: Mapping[str, str] = field(default_factory=dict)
    communes: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    listed: Mapping[tuple[FilterKind, str], Mapping[str, str]] = field(default_factory=dict)
    days: Period | None = None

    @classmethod
    def of(cls, document: Document, communes: pd.DataFrame | None, days: Period | None = None) -> FilterNames:
        """Look the names up.

        Parameters
        ----------
        document : Workspace or Snapshot
        communes : DataFrame or None
            The boundaries, with columns code and full_name (else name).
        days : Period or None
        """
        vocabulary = document.frame("vocabulary")
        listed = {}
        for kind, name in LISTS.items():
            own = vocabulary[vocabulary["list"] == name].sort_values("sort")
            for code, vi, en in zip(own["code"], own["vi"], own["en"], strict=True):
                listed[kind, str(code)] = {"vi": str(vi), "en": str(en)}
        known = communes if communes is not None else document.frame("communes").iloc[:0]
        shown = "full_name" if "full_name" in known else "name"
        return cls(
            initiatives=_short(document.frame("initiatives")),
            communes=dict(zip(known["code"].astype(str), known[shown].astype(str), strict=True)),
            groups=_named(document.frame("commune_groups")),
            listed=listed,
            days=days,
        )

    def value(self, kind: FilterKind, value: str, words: Words) -> str:
        """Return how one value reads; what the document no longer has is gone, a code stays one."""
        if kind is FilterKind.TEXT:
            return words("filters.text.quoted", text=value)
        if kind is FilterKind.STATUSES:
            key = f"site_status.{value}"
            return words(key) if words.has(key) else value
        name: str | None
        if kind in LISTS:
            name = self.listed.get((kind, value), {}).get(words.language, value)
        else:
            tables = {
                FilterKind.INITIATIVES: self.initiatives,
                FilterKind.COMMUNES: self.communes,
                FilterKind.GROUPS: self.groups,
            }
            name = tables[kind].get(value)
        return name if name else words("filters.gone")

    def values(self, condition: Condition, words: Words) -> list[tuple[str, str]]:
        """Return (value, how it reads) of a condition: lists in their own order, names in the alphabet's."""
        read = [(one, self.value(condition.kind, one, words)) for one in condition.values]
        order: tuple[str, ...] = STATUS_ORDER if condition.kind is FilterKind.STATUSES else ()
        if condition.kind in LISTS:
            order = tuple(code for kind, code in self.listed if kind is condition.kind)
        if order:
            place = {code: number for number, code in enumerate(order)}
            return sorted(read, key=lambda pair: place.get(pair[0], len(place)))
        return sorted(read, key=lambda pair: collation_key(pair[1]))

    def period(self, filters: Filters, words: Words, *, with_days: bool = True) -> str:
        """Return how the period reads, '' where there is none."""
        if filters.period is None:
            return ""
        if self.days is None or not with_days:
            return filters.period.name(words)
        return filters.period.name_with_days(self.days, words)

    def condition(self, condition: Condition, filters: Filters, words: Words, most: int | None = None) -> str:
        """Return how a condition reads: its values with commas, beyond `most` how many more there are."""
        if condition.kind is FilterKind.PERIOD:
            return self.period(filters, words)
        return words.listing([text for _, text in self.values(condition, words)], most=most)

    def line(self, filters: Filters, words: Words, most: int | None = None) -> str:
        """Return all conditions in one line, '' where there is none."""
        return " · ".join(self.condition(one, filters, words, most) for one in filters.conditions())


def _short(initiatives: pd.DataFrame) -> dict[str, str]:
    """Return id → the short name where there is one, else the name."""
    names = initiatives["short_name"].where(initiatives["short_name"].notna(), initiatives["name"])
    return {str(identity): str(name) for identity, name in names.items()}


def _named(frame: pd.DataFrame) -> dict[str, str]:
    return {str(identity): str(name) for identity, name in frame["name"].items()}
