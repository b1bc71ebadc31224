"""Text is found without tones, in every readable column and in no personal one."""

from __future__ import annotations

import gc
import weakref

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import text_search
from analysis.text_search import containing, readable_columns
from layers.words import without_tones

LETTERS = st.text("aàáảãạăâđĐêôơưẫ Nm\u0301\u00a0\n\0", max_size=8)


def test_names_numbers_and_notes_are_read_and_personal_columns_are_not() -> None:
    assert {"number", "note", "cause", "ext_key", "commune_text"} <= set(readable_columns("incidents"))
    assert {"name", "decision_no", "note", "lead_unit", "ext_key"} <= set(readable_columns("sites"))
    assert {"name", "ext_key", "aliases", "merged_from"} <= set(readable_columns("villages"))
    for table in ("sites", "incidents", "villages"):
        read = set(readable_columns(table))
        assert not read & {"description", "id", "status", "category", "village_id", "commune_code"}


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(LETTERS | st.none(), LETTERS | st.none()), max_size=6), LETTERS)
def test_all_at_once_is_one_by_one(rows: list[tuple[str | None, str | None]], wanted: str) -> None:
    frame = pd.DataFrame(rows, columns=["name", "ext_key"], dtype=object)
    needle = without_tones(wanted.replace("\0", " "))
    expected = [
        any(needle in without_tones(cell.replace("\0", " ")) for cell in row if cell is not None)
        or not needle
        for row in rows
    ]
    assert containing(frame, "villages", wanted.replace("\0", " ")).tolist() == expected


def test_a_text_does_not_run_from_one_column_into_the_next() -> None:
    frame = pd.DataFrame({"name": ["Bản Nà"], "ext_key": ["Mẫu 12"]})
    assert containing(frame, "villages", "na mau").tolist() == [False]


def test_a_village_is_found_by_its_other_names() -> None:
    frame = pd.DataFrame(
        {
            "name": ["Bản Mới", "Bản Nà Sản", "Bản Co Líu"],
            "aliases": [["Phiêng Bủng", "Nà Lo"], None, ["Nà"]],
            "merged_from": [None, ["Huổi Bản", "Nà Sản 1"], None],
        }
    )
    assert containing(frame, "villages", "phieng bung").tolist() == [True, False, False]
    assert containing(frame, "villages", "huoi").tolist() == [False, True, False]
    assert containing(frame, "villages", "na").tolist() == [True, True, True]
    assert containing(frame, "villages", "bung na lo").tolist() == [False, False, False]


def test_what_is_kept_is_of_these_rows_alone() -> None:
    frame = pd.DataFrame({"name": ["Bản Nà", "Bản Mé"]})
    other = pd.DataFrame({"name": ["Bản Mé", "Bản Mé"]})
    for _ in range(2):
        assert containing(frame, "villages", "na").tolist() == [True, False]
        assert containing(frame, "villages", "me").tolist() == [False, True]
        assert containing(other, "villages", "me").tolist() == [True, True]


def test_nothing_is_kept_of_rows_that_are_gone() -> None:
    frame = pd.DataFrame({"name": ["Bản Nà"]})
    gone = weakref.ref(frame)
    containing(frame, "villages", "na")
    assert "villages" in text_search._kept
    del frame
    gc.collect()
    assert gone() is None
    assert "villages" not in text_search._kept


def test_letters_beyond_the_table_stay_as_they_are() -> None:
    frame = pd.DataFrame({"name": ["Bản 😀 Nà", "漢 Ẵ", None]})
    assert containing(frame, "villages", "😀 na").tolist() == [True, False, False]
    assert containing(frame, "villages", "漢 a").tolist() == [False, True, False]


def test_nothing_to_read_contains_nothing() -> None:
    rows = pd.DataFrame({"x": [1.0, 2.0]})
    assert containing(rows, "sites", "a").tolist() == [False, False]
    assert containing(rows, "sites", "  ").tolist() == [True, True]
