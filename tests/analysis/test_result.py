"""Plain values for JSON."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.result import plain


@pytest.mark.parametrize("unknown", [None, np.nan, float("inf"), pd.NA, pd.NaT, np.float64("nan")])
def test_unknown_is_null(unknown: object) -> None:
    assert plain(unknown) is None


def test_values_keep_their_kind_and_are_not_rounded() -> None:
    data = plain(
        {"n": np.int64(3), "yes": np.True_, "share": np.float64(1 / 3), "list": (1, "a"), "map": {1: pd.NA}}
    )
    assert data == {"n": 3, "yes": True, "share": 1 / 3, "list": [1, "a"], "map": {"1": None}}
    assert [type(value) for value in data.values()] == [int, bool, float, list, dict]
