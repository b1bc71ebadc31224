"""Rows sorted into the bars of a chart, so that every bar knows its rows and every row its bar.

Knows nothing of what the bars mean, of words, or of how they are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.columns import FloatArray

IntArray = npt.NDArray[np.int64]

FEW = 10
"""Under this number of incidents nothing is concluded from a chart of them."""

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Binned:
    """Rows and the slot (bar, cell) of the chart each belongs to.

    Attributes
    ----------
    table : str
        Table of the rows.
    rows : Index, length n
        Their ids; none twice.
    slot : ndarray of int64, shape (n,)
        0 … slots − 1, or −1 where the row is in no bar.
    slots : int
    weight : ndarray of float64, shape (n,), or None
        What each row counts for; None: 1. NaN counts for nothing.

    Examples
    --------
    >>> binned = Binned("sites", pd.Index(["a", "b", "c"]), np.array([1, -1, 1]), 2)
    >>> binned.totals.tolist(), binned.rows_in([1]).tolist()
    ([0.0, 2.0], ['a', 'c'])
    """

    table: str
    rows: pd.Index
    slot: IntArray
    slots: int
    weight: FloatArray | None = None

    @cached_property
    def totals(self) -> FloatArray:
        """Return what each slot holds, shape (slots,)."""
        return self.sums(np.flatnonzero(self.slot >= 0))

    def sums(self, positions: IntArray) -> FloatArray:
        """Return what each slot holds of the rows at `positions` (0-based), shape (slots,)."""
        slot = self.slot[positions]
        kept = slot >= 0
        weight = None
        if self.weight is not None:
            weight = np.nan_to_num(self.weight[positions][kept])
        counted = np.bincount(slot[kept], weights=weight, minlength=self.slots)
        return np.asarray(counted, dtype=np.float64)

    def rows_in(self, slots: Iterable[int]) -> pd.Index:
        """Return the ids of the rows in some of the slots, in the order of the rows."""
        wanted = np.zeros(self.slots + 1, dtype=bool)
        wanted[list(slots)] = True
        wanted[NOWHERE] = False
        return self.rows[wanted[self.slot]]

    def slot_of(self, identity: str) -> int:
        """Return the slot of a row, −1 where it is in none or not among the rows."""
        position = int(self.rows.get_indexer(pd.Index([identity], dtype=self.rows.dtype))[0])
        return int(self.slot[position]) if position >= 0 else NOWHERE
