from __future__ import annotations

import pytest

from exports.legend_looks import circle_values


def test_round_numbers_for_circles():
    assert circle_values(37.0, 3) == [30.0, 7.0, 1.0]
    assert circle_values(1.0, 5) == [1.0]
    assert circle_values(0.8, 2, is_whole=False) == pytest.approx([0.7, 0.15])
    assert circle_values(0.0, 3) == []
