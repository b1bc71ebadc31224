"""What leaves the command line: JSON that any program reads, and tables that stand straight."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.output import json_text, plain, table


def test_letters_stay_letters_and_floats_unrounded() -> None:
    third = 1 / 3
    text = json_text({"tên": "Mường Lèo", "share": third})
    assert "Mường Lèo" in text
    assert "\n" not in text
    assert json.loads(text)["share"] == third


def test_what_is_unknown_is_null() -> None:
    unknown = {
        "a": float("nan"),
        "b": np.nan,
        "c": pd.NA,
        "d": pd.NaT,
        "e": None,
        "f": float("inf"),
        "g": np.float64("nan"),
    }
    assert json.loads(json_text(unknown)) == dict.fromkeys("abcdefg")


def test_values_of_numpy_and_pandas_become_plain() -> None:
    values = {
        "count": np.int64(3),
        "flag": np.True_,
        "array": np.array([1.5, np.nan]),
        "frame": pd.Series([1, None], dtype="Int64"),
        "day": dt.date(2026, 3, 31),
        "path": Path("out") / "w.gpkg",
        "codes": {"b", "a"},
    }
    assert plain(values) == {
        "count": 3, "flag": True, "array": [1.5, None], "frame": [1, None], "day": "2026-03-31",
        "path": "out/w.gpkg", "codes": ["a", "b"],
    }  # fmt: skip
    assert type(plain(np.True_)) is bool


def test_what_json_does_not_know_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())


@given(
    st.dictionaries(st.text(), st.floats(allow_nan=True) | st.text() | st.integers() | st.none(), max_size=5)
)
@settings(max_examples=50, deadline=None)
def test_every_object_is_one_strict_line(data: dict[str, object]) -> None:
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    text = json_text(data)
    assert set(json.loads(text, parse_constant=refuse)) == set(data)
    assert "\n" not in text


def test_a_table_stands_straight_whatever_the_form_of_the_letters() -> None:
    composed, decomposed = "Mường Lèo", unicodedata.normalize("NFD", "Mường Lèo")
    lines = table(["Xã", "n"], [[composed, "1"], [decomposed, "22"], ["A", "333"]])
    assert lines == [
        "Xã           n",
        "─────────  ───",
        "Mường Lèo    1",
        f"{decomposed}   22",
        "A          333",
    ]
