"""Puts numbers into classes: equal interval, quantile, natural breaks, given edges; zero and no data apart.

Knows arrays only; nothing of colours, columns or maps. Everywhere low ≤ value < high, and the last class is
closed at both ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from layers.errors import BadParameter
from layers.renderers import ClassMethod, Graduated

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MOST_EXACT = 1500
"""Distinct values up to which natural breaks are the exact optimum; more are first gathered into groups."""
ZERO, NO_DATA = -2, -1
"""Class of zeros that are kept apart, and of values that are not known."""


@dataclass(frozen=True, slots=True)
class Classes:
    """Ranges of numbers and how many lie in each.

    Attributes
    ----------
    edges : tuple of float
        Rising, one more than there are ranges; () where there is no value, (v, v) for one distinct value v.
    counts : tuple of int
        Values in each range.
    zeros, missing : int
        Zeros kept apart; values that are not known (NaN, infinite).
    gathered : bool
        Whether distinct values were too many for exact natural breaks and were gathered first.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    zeros: int = 0
    missing: int = 0
    gathered: bool = False

    @property
    def ranges(self) -> tuple[tuple[float, float], ...]:
        """Return low and high of each range."""
        return tuple(pairwise(self.edges))


def classify(
    values: npt.ArrayLike,
    method: ClassMethod = ClassMethod.JENKS,
    classes: int = 5,
    *,
    breaks: Sequence[float] = (),
    zero_apart: bool = True,
) -> Classes:
    """Return ranges for numbers.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        NaN and infinite values are not known: counted apart, in no range.
    method : ClassMethod
        EQUAL: ranges of one width. QUANTILE: about as many values in each; equal values are never split, so
        ties make fewer ranges. JENKS: natural breaks (Fisher 1958), the least sum of squared deviations from
        the mean of each range. GIVEN: `breaks` as they are.
    classes : int
        Wanted number of ranges (≥ 1); never more than there are distinct values.
    breaks : sequence of float
        For GIVEN: all edges, rising. Values outside belong to the first and the last range.
    zero_apart : bool
        Zeros take no part and are counted by themselves.

    Raises
    ------
    BadParameter
        `classes` is below 1, or `breaks` are not rising.

    Examples
    --------
    >>> found = classify([0, 1, 2, 9, 10, 30, float("nan")], ClassMethod.JENKS, 3)
    >>> found.edges, found.counts, found.zeros, found.missing
    ((1.0, 9.0, 30.0, 30.0), (2, 2, 1), 1, 1)
    """
    if classes < 1:
        raise BadParameter(name="classes", value=classes, allowed="≥ 1")
    numbers = np.asarray(values, dtype=np.float64).ravel()
    known = numbers[np.isfinite(numbers)]
    missing = len(numbers) - len(known)
    zeros = int((known == 0).sum()) if zero_apart else 0
    counted = known[known != 0] if zero_apart else known
    gathered = False
    if method is ClassMethod.GIVEN:
        edges = _checked(breaks)
    elif len(counted) == 0:
        edges = np.empty(0)
    else:
        distinct, times = np.unique(counted, return_counts=True)
        wanted = min(classes, len(distinct))
        gathered = method is ClassMethod.JENKS and len(distinct) > MOST_EXACT
        edges = _edges(distinct, times, wanted, method)
    found = class_of(counted, edges)
    counts = np.bincount(found[found >= 0], minlength=max(len(edges) - 1, 0))
    return Classes(tuple(edges.tolist()), tuple(counts.tolist()), zeros, missing, gathered)


def graduate(renderer: Graduated, values: npt.ArrayLike) -> Classes:
    """Return the ranges of a graduated look: by the breaks it keeps, else found from the values at hand."""
    method = renderer.method
    if renderer.breaks:
        method = ClassMethod.GIVEN
    elif method is ClassMethod.GIVEN:
        method = ClassMethod.JENKS  # none have been given yet
    return classify(values, method, renderer.classes, breaks=renderer.breaks, zero_apart=renderer.zero_apart)


def class_of(values: npt.ArrayLike, edges: npt.ArrayLike, *, zero_apart: bool = False) -> IntArray:
    """Return the range of each value: the last whose low is not above it; values outside go to the ends.

    Parameters
    ----------
    values : array_like of float, shape (n,)
    edges : array_like of float, shape (k + 1,)
        Rising.

    Returns
    -------
    ndarray of int64, shape (n,)
        0 to k − 1; `NO_DATA` (−1) for values that are not known; `ZERO` (−2) for zeros kept apart.

    Examples
    --------
    >>> class_of([1, 4, 5, 9, 99, float("nan")], [1, 5, 9]).tolist()
    [0, 0, 1, 1, 1, -1]
    """
    numbers = np.asarray(values, dtype=np.float64).ravel()
    marks = np.asarray(edges, dtype=np.float64)
    known = np.isfinite(numbers)
    found = np.searchsorted(marks[1:-1], numbers, side="right").astype(np.int64)
    found[~known | (len(marks) < 2)] = NO_DATA
    if zero_apart:
        found[known & (numbers == 0)] = ZERO
    return found


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values lie in each of many narrow bins; `edges` one more than `counts`."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def histogram(values: npt.ArrayLike, bins: int = 30, *, zero_apart: bool = True) -> Histogram:
    """Return bins of one width for the picture beside the breaks; whole numbers get bins of whole width.

    Examples
    --------
    >>> histogram([0, 1, 1, 2, 4], bins=10)
    Histogram(edges=(0.5, 1.5, 2.5, 3.5, 4.5), counts=(2, 1, 0, 1))
    """
    numbers = np.asarray(values, dtype=np.float64).ravel()
    known = numbers[np.isfinite(numbers)]
    known = known[known != 0] if zero_apart else known
    if len(known) == 0:
        return Histogram((), ())
    low, high = float(known.min()), float(known.max())
    if bool((known == np.rint(known)).all()) and high - low < 1e12:
        width = max(1.0, float(np.ceil((high - low + 1) / bins)))
        edges = np.arange(low - 0.5, high + width, width)
    else:
        edges = np.linspace(low, high if high > low else low + 1.0, bins + 1)
    counts, _ = np.histogram(known, edges)
    return Histogram(tuple(edges.tolist()), tuple(counts.tolist()))


# -- edges ------------------------------------------------------------------------------------------


def _checked(breaks: Sequence[float]) -> FloatArray:
    edges = np.asarray(breaks, dtype=np.float64)
    if len(edges) < 2 or not np.isfinite(edges).all() or (np.diff(edges) < 0).any():
        raise BadParameter(name="breaks", value=tuple(breaks), allowed="rising, at least two")
    return edges


def _edges(distinct: FloatArray, times: IntArray, wanted: int, method: ClassMethod) -> FloatArray:
    if method is ClassMethod.EQUAL:
        if len(distinct) == 1:
            return np.repeat(distinct, 2)
        return np.linspace(distinct[0], distinct[-1], wanted + 1)
    if method is ClassMethod.QUANTILE:
        starts = _quantile_starts(times, wanted)
    else:
        starts = jenks_starts(distinct, times, wanted)
    return np.append(distinct[starts], distinct[-1])


def _quantile_starts(times: IntArray, wanted: int) -> IntArray:
    """Return where ranges begin: at the distinct value whose rank is nearest to each even share."""
    before = np.concatenate([[0], np.cumsum(times)[:-1]])
    shares = np.arange(1, wanted) * times.sum() / wanted
    above = np.clip(np.searchsorted(before, shares), 1, len(before) - 1) if len(before) > 1 else shares[:0]
    nearer = np.abs(before[above.astype(np.int64) - 1] - shares) <= np.abs(
        before[above.astype(np.int64)] - shares
    )
    starts = above.astype(np.int64) - nearer
    return np.unique(np.concatenate([[0], starts])).astype(np.int64)


def jenks_starts(distinct: FloatArray, times: IntArray, wanted: int) -> IntArray:
    """Return where each natural range begins among rising distinct values.

    The optimum by dynamic programming over all cuts (Fisher 1958), O(k·n²) for n distinct values. More than
    `MOST_EXACT` are first gathered into at most that many groups of neighbours, narrow both in value and in
    number, so that a long tail keeps its detail; then a range can begin only where a group does.

    Parameters
    ----------
    distinct : ndarray, shape (n,)
    times : ndarray of int, shape (n,)
        How often each value occurs.
    wanted : int
        1 to n.

    Examples
    --------
    >>> jenks_starts(np.array([1.0, 2.0, 9.0, 10.0]), np.ones(4, int), 2).tolist()
    [0, 2]
    """
    firsts = _groups(distinct, times)
    # About the mean: sums of squares of large numbers that differ little would lose all their digits.
    centred = distinct - np.average(distinct, weights=times)
    weight = np.add.reduceat(times.astype(np.float64), firsts)
    total = np.add.reduceat(times * centred, firsts)
    squares = np.add.reduceat(times * centred**2, firsts)
    w, s, q = (np.concatenate([[0.0], np.cumsum(part)]) for part in (weight, total, squares))
    count = len(firsts)
    # cost[i, j]: squared deviations of groups i … j − 1 from their mean; impossible cuts cost infinity.
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = (q[None, :] - q[:, None]) - (s[None, :] - s[:, None]) ** 2 / (w[None, :] - w[:, None])
    cost[np.tril_indices(count + 1)] = np.inf
    best = cost[0].copy()
    cuts: list[IntArray] = []
    for _ in range(wanted - 1):
        sums = best[:, None] + cost
        cut = np.argmin(sums, axis=0)
        best = sums[cut, np.arange(count + 1)]
        cuts.append(cut.astype(np.int64))
    starts, end = [], count
    for cut in reversed(cuts):
        end = int(cut[end])
        starts.append(end)
    return firsts[np.array([0, *reversed(starts)], dtype=np.int64)]


def _groups(distinct: FloatArray, times: IntArray) -> IntArray:
    """Return where groups of neighbouring distinct values begin: each for itself while they are few."""
    if len(times) <= MOST_EXACT:
        return np.arange(len(times), dtype=np.int64)
    half = MOST_EXACT // 2
    by_rank = (np.cumsum(times) - times) * half // times.sum()
    by_value = np.floor((distinct - distinct[0]) / (distinct[-1] - distinct[0]) * (half - 1)).astype(np.int64)
    return np.flatnonzero(np.diff(by_rank + by_value, prepend=-1)).astype(np.int64)
