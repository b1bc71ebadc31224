"""Two answers to one question about two periods, side by side: what rose, what fell, and by how much.

Reads finished answers; knows nothing of words. A change is said without a percentage where it would mean
nothing: from zero, or where one of the counts is under ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

FEW = 10
"""Counts under this say nothing about a rate: the change is greyed, and no percentage stands with it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One figure at two times; None is not known, which is not zero.

    Attributes
    ----------
    key : str
        What is counted: sites, communes, villages, incidents.
    before, after : int or None

    Examples
    --------
    >>> Change("incidents", 20, 29).difference, Change("incidents", 20, 29).share
    (9, 0.45)
    >>> Change("incidents", 0, 12).share is None, Change("incidents", 9, 12).is_few
    (True, True)
    """

    key: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """Return after − before, None where one of them is not known."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def share(self) -> float | None:
        """Return the change as a share of before; None from zero, from few, or where one is not known."""
        difference = self.difference
        if difference is None or not self.before or self.is_few:
            return None
        return abs(difference) / self.before

    @property
    def is_few(self) -> bool:
        """Say whether one of the counts is too small for a percentage."""
        return any(count is not None and count < FEW for count in (self.before, self.after))


def changes(before: ResultBundle, after: ResultBundle) -> tuple[Change, ...]:
    """Return what two answers to one question say of the same communes: those that reported both times.

    A sheet that is missing in one period would read as a fall; its commune is left out of both.

    Returns
    -------
    tuple of Change
        Counting sites; communes and villages with one; incidents of the period. Villages where the document
        has any.
    """
    missing = {kind: missing_codes(before, after, kind) for kind in ("sites", "incidents")}
    figures = [_figures(bundle, missing) for bundle in (before, after)]
    return tuple(
        Change(key, figures[0][key], figures[1][key])
        for key in ("sites", "communes", "villages", "incidents")
        if figures[0][key] is not None or figures[1][key] is not None
    )


def missing_codes(before: ResultBundle, after: ResultBundle, kind: str) -> frozenset[str]:
    """Return the codes of communes whose sheet of a kind (sites, incidents) is missing in either period."""
    return frozenset(
        code for bundle in (before, after) for code in bundle.coverage.not_reported.get(kind, ())
    )


def _figures(bundle: ResultBundle, missing: Mapping[str, frozenset[str]]) -> Mapping[str, int | None]:
    sites, villages, incidents = bundle.sites, bundle.villages, bundle.incidents
    communes = bundle.coverage.communes
    told_of = ~communes.index.isin(missing["sites"])
    village_told_of = ~villages["commune_code_at"].isin(missing["sites"])
    return {
        "sites": int((sites["counts"] & ~sites["commune_code_at"].isin(missing["sites"])).sum()),
        "communes": int((communes["with_sites"].eq(True).fillna(False) & told_of).sum()),
        "villages": (
            int((villages["with_sites"].eq(True).fillna(False) & village_told_of).sum())
            if bundle.coverage.by_unit["villages_total"]
            else None
        ),
        "incidents": int((~incidents["commune_code_at"].isin(missing["incidents"])).sum()),
    }
