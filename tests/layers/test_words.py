"""What people read: numbers, dates, order of names, sentences for errors."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import errors
from layers.words import Words, collation_key, without_tones


def test_numbers_are_written_as_each_language_does(vi: Words, en: Words) -> None:
    assert vi.number(1234.5, 1) == "1.234,5"
    assert en.number(1234.5, 1) == "1,234.5"
    assert vi.number(1404587) == "1.404.587"


def test_halves_go_up_and_there_is_no_minus_zero(vi: Words) -> None:
    assert [vi.number(v) for v in (0.5, 1.5, 2.5, -0.4)] == ["1", "2", "3", "0"]


@pytest.mark.parametrize("unknown", [None, float("nan"), float("inf"), pd.NA])
def test_unknown_is_never_written_as_zero(vi: Words, unknown: float | None) -> None:
    assert vi.number(unknown) == "Chưa có số liệu"
    assert vi.percent(unknown) == "Chưa có số liệu"
    assert vi.count(unknown) == "Chưa có số liệu"
    assert vi.length(unknown) == "Chưa có số liệu"
    assert vi.share(unknown, 10) == "Chưa có số liệu"
    assert vi.share(1, unknown) == "Chưa có số liệu"


def test_a_share_names_its_numerator_and_denominator(vi: Words) -> None:
    assert vi.share(692, 2230) == "31% (692/2.230)"
    assert vi.share(0, 75) == "0% (0/75)"
    assert vi.share(0, 0) == "Chưa có số liệu"


def test_a_share_short_of_all_never_reads_as_all(vi: Words) -> None:
    assert vi.percent(2229 / 2230) == "99,96%"
    assert vi.percent(1 / 2230) == "0,04%"
    assert vi.percent(1.0) == "100%"
    assert vi.percent(0.0) == "0%"


def test_a_share_too_near_nothing_or_all_for_three_decimals_says_so(vi: Words, en: Words) -> None:
    assert [vi.percent(1e-6), vi.percent(1 - 1e-6)] == ["dưới 0,001%", "trên 99,999%"]
    assert [en.percent(1e-300), en.percent(1 - 1e-15)] == ["under 0.001%", "over 99.999%"]
    assert vi.percent(1e-5) == "0,001%"
    assert vi.percent(-1e-9) == "0%"
    assert vi.percent(1e-7, 5) == "0,00001%"


def test_counts_have_two_digits_in_reports(vi: Words, en: Words) -> None:
    assert (vi.count(3), vi.count(0), vi.count(29), vi.count(1204)) == ("03", "00", "29", "1.204")
    assert en.count(3) == "3"


def test_lengths_change_from_metres_to_kilometres(vi: Words) -> None:
    assert [vi.length(v) for v in (999, 1000, 31_440, 120_000)] == ["999 m", "1,0 km", "31,4 km", "120 km"]


def test_dates_keep_their_precision(vi: Words) -> None:
    day = dt.date(2025, 6, 5)
    assert vi.date(day) == "05/06/2025"
    assert vi.date(day, "month") == "06/2025"
    assert vi.date(day, "year") == "2025"
    assert vi.date(None) == vi.date(pd.NaT) == "Chưa rõ"


def test_headings_put_a_zero_before_small_days_and_the_first_two_months(vi: Words, en: Words) -> None:
    assert vi.long_date(dt.date(2026, 1, 5)) == "ngày 05 tháng 01 năm 2026"
    assert vi.long_date(dt.date(2026, 3, 15)) == "ngày 15 tháng 3 năm 2026"
    assert en.long_date(dt.date(2026, 1, 5)) == "5 January 2026"


def test_names_stand_in_vietnamese_order() -> None:
    ordered = ["An", "Ăn", "Ân", "Bản", "Dương", "Đông", "Em", "Ê"]
    assert sorted(["Ê", "Em", "Đông", "Dương", "Bản", "Ân", "Ăn", "An"], key=collation_key) == ordered
    assert sorted(["Bản 10", "Bản 9", "Bản 1A"], key=collation_key) == ["Bản 1A", "Bản 9", "Bản 10"]
    assert sorted(["Mường Sại", "Mường Sai", "Mường Bú"], key=collation_key)[0] == "Mường Bú"


@given(st.lists(st.text(alphabet="aăâbdđeê ếệủươMường", max_size=8), max_size=8))
def test_the_order_does_not_depend_on_the_form_of_the_letters(names: list[str]) -> None:
    composed = [unicodedata.normalize("NFC", name) for name in names]
    decomposed = [unicodedata.normalize("NFD", name) for name in names]
    keys = [collation_key(name)[:2] for name in composed]
    assert keys == [collation_key(name)[:2] for name in decomposed]


def test_searching_ignores_tones_case_and_spaces() -> None:
    assert without_tones("  Phổng   LÁI ") == "phong lai"
    assert without_tones("Đoàn Kết") == without_tones(unicodedata.normalize("NFD", "đoàn kết")) == "doan ket"


def test_every_error_has_a_sentence_in_both_languages(vi: Words, en: Words) -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.AppError)]
    assert len(kinds) > 15
    for kind in kinds:
        for words in (vi, en):
            assert words.has(f"error.{kind.key}"), (kind, words.language)


def test_an_error_names_the_file_but_not_its_folder(vi: Words) -> None:
    sentence = vi.error(errors.FileMissing(path=Path("/somewhere/secret/bản đồ.gpkg")))
    assert "bản đồ.gpkg" in sentence
    assert "secret" not in sentence


def test_an_error_names_the_table_as_the_screen_does(vi: Words) -> None:
    sentence = vi.error(errors.InvalidChange(table="sites", row="1", reason="x"))
    assert vi("table.sites") in sentence
    assert "sites" not in sentence


def test_an_unforeseen_fault_is_still_one_sentence(vi: Words) -> None:
    assert "ZeroDivisionError" in vi.error(ZeroDivisionError("x"))


def test_long_lists_say_how_many_more(vi: Words) -> None:
    assert vi.listing(["A", "B", "C"], most=2) == "A, B và 1 mục khác"
    assert vi.listing(["A", "B"], most=2) == "A, B"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_written_number_reads_back(value: float) -> None:
    text = Words.load("vi").number(value, 2).replace(".", "").replace(",", ".")
    assert math.isclose(float(text), value, abs_tol=0.00501)
