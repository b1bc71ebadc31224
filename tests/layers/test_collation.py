"""The ranks of a whole column are the order of `collation_key`, which is the order of the words list."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.collation import collation_ranks
from layers.words import collation_key

PIECES = (
    "Bản",
    "bản",
    "Ê",
    "Đ",
    "ă",
    "â",
    "à",
    "9",
    "10",
    "007",
    " ",
    "  ",
    "\n",
    "\t",
    "ß",
    "😀",
    "字",
    "-",
    "",
)
TEXTS = st.lists(
    st.one_of(st.text(max_size=8), st.lists(st.sampled_from(PIECES), max_size=6).map("".join)), max_size=30
)


def ordered(texts: list[str]) -> list[str]:
    return [texts[place] for place in np.argsort(collation_ranks(texts), kind="stable")]


def test_letters_stand_in_vietnamese_order() -> None:
    words = ["Ê", "Đông", "Em", "Bản", "Ân", "Dương", "An", "Ăn"]
    assert ordered(words) == ["An", "Ăn", "Ân", "Bản", "Dương", "Đông", "Em", "Ê"]


def test_tones_decide_between_equal_letters_only() -> None:
    assert ordered(["Mạn", "Mán", "Man b", "Màn", "Man"]) == ["Man", "Màn", "Mán", "Mạn", "Man b"]


def test_numbers_are_compared_as_numbers() -> None:
    assert ordered(["Tổ 10", "Tổ 9", "Tổ 010a", "Tổ", "Tổ 100"]) == [
        "Tổ", "Tổ 9", "Tổ 10", "Tổ 010a", "Tổ 100",
    ]  # fmt: skip


def test_equal_texts_have_equal_ranks_and_others_have_not() -> None:
    assert (
        collation_ranks(["b", "a", "b", "B"]).tolist().count(int(collation_ranks(["b", "a", "b", "B"])[0]))
        == 2
    )
    assert len(set(collation_ranks(["an", "An", "AN"]).tolist())) == 3
    assert collation_ranks([]).tolist() == []


def test_long_texts_are_told_apart_at_their_end() -> None:
    texts = ["a" * 500 + end for end in ("c", "b", "", "b b")]
    assert ordered(texts) == [texts[2], texts[1], texts[3], texts[0]]


@settings(max_examples=30, deadline=None)
@given(TEXTS)
def test_the_order_is_that_of_the_key(texts: list[str]) -> None:
    whole = [text.replace("\0", "") for text in texts]
    ranks = collation_ranks(whole)
    keys = [collation_key(text) for text in whole]
    assert [whole[p] for p in np.argsort(ranks, kind="stable")] == sorted(whole, key=collation_key)
    for one in range(len(whole)):
        for other in range(len(whole)):
            assert (ranks[one] < ranks[other]) == (keys[one] < keys[other])
