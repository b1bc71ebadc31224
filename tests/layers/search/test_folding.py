"""Texts are compared without tones, letter for letter, and what was found can be shown in the text itself."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.search.folding import Query, plain_letters, spans, tidy, toned_letters


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Phổng Lái", "phong lai"),
        ("ĐOÀN KẾT", "doan ket"),
        ("Nà-Mẫu (cũ)", "na mau  cu "),
        ("Ặ ử ỹ Đ", "a u y d"),
    ],
)
def test_tones_case_and_signs_fall_away(text: str, plain: str) -> None:
    assert plain_letters(text) == plain


def test_decomposed_text_and_many_spaces_are_one_text() -> None:
    written = unicodedata.normalize("NFD", "  Phổng \t  Lái ")
    assert tidy(written) == "Phổng Lái"
    assert Query(written).plain == "phong lai"


def test_the_older_place_of_a_tone_is_the_same_word() -> None:
    assert toned_letters("Hoà Thuý Khoẻ") == toned_letters("HÒA THÚY KHỎE") == "hòa thúy khỏe"
    assert toned_letters("Hoàn") == "hoàn"  # here the tone stands where both spellings put it


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40))
def test_places_stay_those_of_the_text(text: str) -> None:
    text = tidy(text)
    assert len(plain_letters(text)) == len(text) == len(toned_letters(text))
    assert plain_letters(text).isascii()


def test_a_query_knows_whether_tones_were_typed() -> None:
    assert not Query("muong sai").has_tones
    assert Query("Mường Sai").has_tones
    assert not Query("MUONG").has_tones


@pytest.mark.parametrize(
    "typed", ["12/2026", "số 12/2026", "vụ việc số 12/2026", "vu 12/2026", "Vụ  số 12/2026"]
)
def test_words_before_a_number_are_not_the_number(typed: str) -> None:
    assert Query(typed).raw == "12/2026"


def test_the_words_before_a_name_are_left() -> None:
    assert Query("số nhà").raw == "số nhà"


@pytest.mark.parametrize(
    ("text", "typed", "parts"),
    [
        ("Xã Phổng Lái", "phong lai", ["Phổng Lái"]),
        ("Xã Phổng Lái", "lai", ["Lái"]),
        ("Cụm Bản Lốm Mẫu", "cum lom", ["Cụm", "Lốm"]),
        ("Cụm Bản Hua", "cum cu", ["Cụm"]),
        ("Mường Lạn", "ml", ["M", "L"]),
        ("Mường Lạn", "uon", ["ườn"]),
        ("Mường Lạn", "xyz", []),
        ("Mường Lạn", "", []),
    ],
)
def test_what_fits_can_be_shown(text: str, typed: str, parts: list[str]) -> None:
    assert [text[start : start + length] for start, length in spans(text, Query(typed))] == parts
