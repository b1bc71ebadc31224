"""People covered = people × covered share of the villages' people, else households, else area."""

from __future__ import annotations

import numpy as np

from analysis.demand import Basis, covered_demand, weakest

NAN = np.nan


def test_each_basis_in_turn() -> None:
    """Communes: 0 by people, 1 by households, 2 by area (no villages), 3 people unknown, 4 not measurable."""
    commune = np.array([0, 0, 0, 1, 1, 3, 4])
    covered = np.array([True, False, True, True, False, True, True])
    measured = np.array([True, True, True, True, True, True, False])
    people = np.array([100.0, 300.0, NAN, NAN, NAN, 50.0, 10.0])
    households = np.array([1.0, 1.0, 1.0, 30.0, 10.0, 1.0, 1.0])
    weights = [(Basis.PEOPLE, people), (Basis.HOUSEHOLDS, households)]
    total, area_share = np.array([1000.0, 1000.0, 1000.0, NAN, 1000.0]), np.array([0.9, 0.9, 0.2, 0.9, NAN])
    result = covered_demand(total, commune, covered, measured, weights, area_share)
    # 0: 100 / (100 + 300), the village without people stays out; 1: 30 / 40; 2: area.
    assert np.array_equal(result.covered, [250.0, 750.0, 200.0, NAN, NAN], equal_nan=True)
    assert result.basis.tolist() == ["people", "households", "area", None, None]


def test_without_area_there_is_no_guess() -> None:
    nothing = np.empty(0, np.int64), np.empty(0, bool), np.empty(0, bool)
    result = covered_demand(np.array([10.0]), *nothing, [(Basis.PEOPLE, np.empty(0))], None)
    assert np.isnan(result.covered).all()
    assert result.basis.tolist() == [None]


def test_nobody_lives_there() -> None:
    one = np.array([0]), np.array([True]), np.array([True])
    result = covered_demand(np.array([10.0]), *one, [(Basis.PEOPLE, np.array([0.0]))], np.array([0.5]))
    assert (result.covered.tolist(), result.basis.tolist()) == ([5.0], ["area"])


def test_weakest_basis() -> None:
    assert weakest(np.array(["people", None, "area", "households"], dtype=object)) == "area"
    assert weakest(np.array([None], dtype=object)) is None
