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
    """Return what two answers to one question say of the same things.

    Returns
    -------
    tuple of Change
        Counting sites; communes and villages with one; incidents of the period. Villages where the document
        has any.
    """
    figures = [_figures(bundle) for bundle in (before, after)]
    return tuple(
        Change(key, figures[0][key], figures[1][key])
        for key in ("sites", "communes", "villages", "incidents")
        if figures[0][key] is not None or figures[1][key] is not None
    )


def _figures(bundle: ResultBundle) -> Mapping[str, int | None]:
    by_unit = bundle.coverage.by_unit
    return {
        "sites": int(bundle.sites["counts"].sum()),
        "communes": by_unit["communes_with"],
        "villages": by_unit["villages_with"] if by_unit["villages_total"] else None,
        "incidents": len(bundle.incidents),
    }
