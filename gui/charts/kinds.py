"""Which charts there are and which three are shown first.

Plain names, so that the window can know them before any chart is loaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum


class ChartKind(StrEnum):
    """Name of a chart, in the order of the choice."""

    MONTHS = "months"
    PERIODS = "periods"
    HOURS = "hours"
    CATEGORIES = "categories"
    VILLAGE_DISTANCE = "village_distance"
    HOUSEHOLD_DISTANCE = "household_distance"
    INCIDENT_DISTANCE = "incident_distance"
    COMMUNES = "communes"
    GROWTH = "growth"


FIRST: tuple[ChartKind, ...] = (ChartKind.MONTHS, ChartKind.VILLAGE_DISTANCE, ChartKind.GROWTH)
"""What the panes show before the analyst chose anything."""


def chosen(names: Sequence[str]) -> tuple[ChartKind, ...]:
    """Return the charts of the panes from remembered names; an unknown one gives way to the first choice.

    Examples
    --------
    >>> [kind.value for kind in chosen(["communes", "gone"])]
    ['communes', 'village_distance', 'growth']
    """
    known = set(ChartKind)
    kept = [ChartKind(name) if name in known else None for name in list(names)[: len(FIRST)]]
    kept += [None] * (len(FIRST) - len(kept))
    return tuple(kind or first for kind, first in zip(kept, FIRST, strict=True))
