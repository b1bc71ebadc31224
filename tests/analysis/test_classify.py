"""Classes of numbers: checked by hand, against every possible cut, and at their edges."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.classify import MOST_EXACT, NO_DATA, ZERO, class_of, classify, graduate, histogram, jenks_starts
from layers.errors import BadParameter
from layers.renderers import ClassMethod, Graduated

EQUAL, QUANTILE, JENKS, GIVEN = ClassMethod.EQUAL, ClassMethod.QUANTILE, ClassMethod.JENKS, ClassMethod.GIVEN


def squares(values: np.ndarray, starts: list[int]) -> float:
    """Return the squared deviations from the mean of each part."""
    return sum(((part - part.mean()) ** 2).sum() for part in np.split(values, starts[1:]))


def test_equal_intervals_by_hand() -> None:
    found = classify([0, 2, 4, 6, 8, 10], EQUAL, 5, zero_apart=False)
    assert found.edges == (0, 2, 4, 6, 8, 10)
    assert found.counts == (1, 1, 1, 1, 2)  # low ≤ v < high, the last closed: 8 and 10


def test_quantiles_by_hand_never_split_equal_values() -> None:
    assert classify(range(1, 9), QUANTILE, 4).edges == (1, 3, 5, 7, 8)
    tied = classify([1, 1, 1, 1, 1, 1, 2, 9], QUANTILE, 4)
    assert tied.counts[0] == 6
    assert sum(tied.counts) == 8


def test_natural_breaks_by_hand() -> None:
    found = classify([1, 2, 3, 50, 51, 52, 100], JENKS, 3)
    assert found.edges == (1, 50, 100, 100)
    assert found.counts == (3, 3, 1)


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.integers(-30, 30), min_size=1, max_size=9),
    wanted=st.integers(min_value=1, max_value=9),
)
def test_natural_breaks_are_the_best_of_all(values: list[int], wanted: int) -> None:
    distinct, times = np.unique(np.array(values, float), return_counts=True)
    wanted = min(wanted, len(distinct))
    starts = jenks_starts(distinct, times, wanted)
    assert len(starts) == wanted
    everything = np.repeat(distinct, times)
    first = np.concatenate([[0], np.cumsum(times)])
    best = min(
        squares(everything, [first[cut] for cut in (0, *cuts)])
        for cuts in itertools.combinations(range(1, len(distinct)), wanted - 1)
    )
    assert squares(everything, [first[start] for start in starts]) == pytest.approx(best, abs=1e-9)


def test_many_distinct_values_are_gathered_at_next_to_no_cost(monkeypatch) -> None:
    values = np.random.default_rng(3).lognormal(2.0, 1.5, 2 * MOST_EXACT)
    found = classify(values, JENKS, 6)
    assert found.gathered
    assert sum(found.counts) == len(values)
    monkeypatch.setattr("analysis.classify.MOST_EXACT", len(values))
    exact = classify(values, JENKS, 6)
    assert not exact.gathered
    distinct = np.unique(values)
    near, best = (
        squares(distinct, [0, *np.searchsorted(distinct, classes.edges[1:-2])]) for classes in (found, exact)
    )
    assert best <= near <= best * 1.005


def test_zero_and_no_data_are_apart() -> None:
    found = classify([0, 0, 5, math.nan, math.inf, 7], JENKS, 2)
    assert (found.zeros, found.missing) == (2, 2)
    assert found.edges == (5, 7, 7)
    together = classify([0, 0, 5, math.nan, 7], JENKS, 2, zero_apart=False)
    assert (together.zeros, together.counts) == (0, (2, 2))
    assert class_of([0, math.nan, 5, 7], found.edges, zero_apart=True).tolist() == [ZERO, NO_DATA, 0, 1]


def test_few_values_make_few_classes_and_none_make_none() -> None:
    assert classify([4, 4, 4], EQUAL, 5).edges == (4, 4)
    assert classify([4, 4, 9], QUANTILE, 5).counts == (2, 1)
    for method in (EQUAL, QUANTILE, JENKS):
        nothing = classify([math.nan, 0.0], method, 5)
        assert (nothing.edges, nothing.counts) == ((), ())
        assert class_of([math.nan, 3.0], nothing.edges).tolist() == [NO_DATA, NO_DATA]


def test_given_breaks_take_values_outside_into_the_ends() -> None:
    found = classify([-5, 1, 10, 99], GIVEN, breaks=(0, 10, 20))
    assert found.counts == (2, 2)
    for wrong in ((5,), (3, 1), (0, math.nan)):
        with pytest.raises(BadParameter):
            classify([1], GIVEN, breaks=wrong)
    with pytest.raises(BadParameter):
        classify([1], EQUAL, 0)


def test_a_look_keeps_its_breaks_whatever_the_rows_are() -> None:
    kept = Graduated("n", JENKS, 3, breaks=(0.0, 5.0, 10.0))
    assert graduate(kept, [1, 2, 3]).edges == (0, 5, 10)
    assert graduate(Graduated("n", GIVEN, 2), [1, 2, 30]).edges == (1, 30, 30)  # none given yet


@settings(max_examples=30, deadline=None)
@given(
    values=st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), max_size=40),
    method=st.sampled_from([EQUAL, QUANTILE, JENKS]),
    wanted=st.integers(1, 7),
)
def test_every_value_is_in_one_class(values: list[float], method: ClassMethod, wanted: int) -> None:
    found = classify(values, method, wanted)
    assert sum(found.counts) + found.zeros + found.missing == len(values)
    assert len(found.counts) <= wanted
    assert list(found.edges) == sorted(found.edges)
    place = class_of(values, found.edges, zero_apart=True)
    for value, number in zip(values, place.tolist(), strict=True):
        if number >= 0:
            low, high = found.ranges[number]
            assert low <= value < high or (number == len(found.ranges) - 1 and low <= value <= high)


def test_histogram_counts_everything_known_once() -> None:
    found = histogram([0, 1, 1, 5, 100, math.nan], bins=10)
    assert sum(found.counts) == 4
    assert len(found.edges) == len(found.counts) + 1
    assert histogram([0, math.nan]).counts == ()
    assert sum(histogram([0.5, 0.25, 0.5], bins=4).counts) == 3
    assert sum(histogram([0.5, 0.5], bins=4).counts) == 2
