"""Units with sites and households enrolled, counted by hand."""

from __future__ import annotations

import numpy as np

from analysis.by_unit import enrolment, sum_by, total_by, units_with

NAN = np.nan


def test_k_sites_of_one_initiative_not_of_several_together() -> None:
    unit = np.array([0, 0, 0, 1, 1, -1, 2])
    initiative = np.array(["a", "a", "b", "a", "b", "a", None], dtype=object)
    counts = np.array([True, True, True, True, True, True, True])
    assert units_with(unit, initiative, counts, 4, 1).tolist() == [True, True, True, False]
    assert units_with(unit, initiative, counts, 4, 2).tolist() == [True, False, False, False]
    assert units_with(unit, initiative, ~counts, 4, 1).tolist() == [False] * 4


def test_sums_keep_unknown_apart_from_nothing() -> None:
    unit, every = np.array([0, 0, 1, -1]), np.ones(4, dtype=bool)
    values = np.array([2.0, NAN, NAN, 9.0])
    assert total_by(unit, 3, every).tolist() == [2, 1, 0]
    assert np.array_equal(sum_by(unit, 3, values, every), [2.0, NAN, NAN], equal_nan=True)


def test_enrolment_is_capped_by_village_and_the_excess_told() -> None:
    """Village 0 has 100 households: 80 + 40 enrolled count as 100, 20 too many.

    Village 1 does not say: its site states 50, of 60 enrolled 50 count. The site in no village states
    nothing: 30 count. Commune 2 has a site that does not say how many: unknown. Commune 3 has no site: 0.
    """
    result = enrolment(
        covers=np.array([True, True, True, True, True, False]),
        enrolled=np.array([80.0, 40.0, 60.0, 30.0, NAN, 7.0]),
        total=np.array([NAN, NAN, 50.0, NAN, NAN, NAN]),
        site_village=np.array([0, 0, 1, -1, -1, 0]),
        site_commune=np.array([0, 0, 1, 1, 2, 0]),
        village_households=np.array([100.0, NAN]),
        communes=4,
    )
    assert np.array_equal(result.enrolled, [120.0, 90.0, NAN, 0.0], equal_nan=True)
    assert np.array_equal(result.capped, [100.0, 80.0, NAN, 0.0], equal_nan=True)
    assert np.array_equal(result.excess, [20.0, 10.0, NAN, 0.0], equal_nan=True)
    assert result.unknown.tolist() == [0, 0, 1, 0]
