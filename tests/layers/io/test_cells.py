from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.io.cells import (
    fold,
    parse_number,
    read_choice,
    read_date,
    read_integer,
    read_real,
    read_text,
    read_time,
    read_truth,
)
from layers.words import Words


@pytest.mark.parametrize(
    ("cell", "value", "mended"),
    [
        (None, None, ""),
        ("", None, ""),
        ("-", None, ""),
        ("03", 3, ""),
        (112.0, 112, ""),
        ("1.040", 1040, ""),
        ("1.234.567", 1234567, ""),
        ("09 hộ", 9, "unit_dropped"),
        ("không", 0, "read_as_zero"),
        ("chưa rõ", None, "read_as_empty"),
        ("1,206", 1206, "thousands_comma"),
        (0, 0, ""),
    ],
)
def test_counts(cell: object, value: int | None, mended: str) -> None:
    reading = read_integer(cell)  # type: ignore[arg-type]
    assert (reading.value, reading.mended, reading.problem) == (value, mended, "")


@pytest.mark.parametrize(
    ("cell", "problem", "candidates"),
    [
        (1.04, "not_whole", ("1040",)),
        (3.655, "not_whole", ("3655",)),
        ("2,5", "not_whole", ("2500",)),
        (-3, "negative", ()),
        ("86/112 hộ", "not_a_number", ()),
        ("nhiều", "not_a_number", ()),
        (dt.date(2024, 1, 1), "not_a_number", ()),
    ],
)
def test_counts_that_cannot_be(cell: object, problem: str, candidates: tuple[str, ...]) -> None:
    reading = read_integer(cell)  # type: ignore[arg-type]
    assert (reading.problem, reading.candidates, reading.value) == (problem, candidates, None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("2,5", 2.5),
        ("2.5", 2.5),
        ("0.125", 0.125),
        ("1 234,5", 1234.5),
    ],
)
def test_decimal_comma_and_point(text: str, value: float) -> None:
    assert parse_number(text) == value
    assert read_real(text).value == value


@pytest.mark.parametrize(("text", "count"), [("1,000", 1000), ("12,040", 12_040), ("1,000,000", 1_000_000)])
def test_a_comma_before_three_digits_of_a_count_is_said(text: str, count: int) -> None:
    reading = read_integer(text)
    assert (reading.value, reading.mended) == (count, "thousands_comma")


@given(st.integers(0, 10**9), st.integers(0, 3))
@settings(max_examples=50, deadline=None)
def test_numbers_as_the_program_writes_them_are_read_back(whole: int, decimals: int) -> None:
    value = whole / 10**decimals
    for language in ("vi", "en"):
        written = Words.load(language).number(value, decimals)  # type: ignore[arg-type]
        if decimals == 3 and whole < 10**6 and language == "en":
            continue  # 1.234 in English is 1.234 thousand here: the sheets are Vietnamese
        if language == "en" and decimals == 0 and whole >= 1000:
            assert read_integer(written).value == whole
        else:
            assert parse_number(written) == pytest.approx(value)


@pytest.mark.parametrize(
    ("cell", "day", "precision"),
    [
        ("12/05/2023", dt.date(2023, 5, 12), "day"),
        ("5-1-2026", dt.date(2026, 1, 5), "day"),
        ("2026-01-05", dt.date(2026, 1, 5), "day"),
        ("2026-01-05T00:00:00", dt.date(2026, 1, 5), "day"),
        ("ngày 05 tháng 01 năm 2026", dt.date(2026, 1, 5), "day"),
        (dt.datetime(2026, 1, 5, 7, 30), dt.date(2026, 1, 5), "day"),
        (dt.date(2026, 1, 5), dt.date(2026, 1, 5), "day"),
        ("10/2023", dt.date(2023, 10, 1), "month"),
        ("T10/2023", dt.date(2023, 10, 1), "month"),
        ("2023-10", dt.date(2023, 10, 1), "month"),
        ("2024", dt.date(2024, 1, 1), "year"),
        (2024, dt.date(2024, 1, 1), "year"),
        ("năm 2024", dt.date(2024, 1, 1), "year"),
    ],
)
def test_dates_with_their_precision(cell: object, day: dt.date, precision: str) -> None:
    reading = read_date(cell)  # type: ignore[arg-type]
    assert (reading.value, reading.precision, reading.mended) == (day, precision, "")


def test_dates_that_need_mending_or_cannot_be() -> None:
    # Day 45000 of Excel is 15 March 2023.
    assert (read_date(45000).value, read_date(45000).mended) == (dt.date(2023, 3, 15), "excel_day_number")
    assert (read_date("12/5/23").value, read_date("12/5/23").mended) == (dt.date(2023, 5, 12), "short_year")
    assert read_date("chưa").mended == "read_as_empty"
    for wrong in ("31/02/2024", "13/2023", "hôm qua", 7, "00/00/2024", True):
        assert read_date(wrong).problem == "not_a_date", wrong


def test_times() -> None:
    written = ("05h30", "5:30", "05:30:00", "5 giờ 30 phút", dt.time(5, 30), 0.229167)
    assert {read_time(cell).value for cell in written} == {"05:30"}
    assert read_time("23h").value == "23:00"
    assert read_time("25h").problem == "not_a_time"


def test_truth_and_choice() -> None:
    assert [read_truth(cell).value for cell in ("có", "Không", "x", 1, 0, None)] == [
        True, False, True, True, False, None,
    ]  # fmt: skip
    assert read_truth("có lẽ").problem == "not_yes_or_no"
    choices = {fold("Đang hoạt động"): "active", "active": "active"}
    assert read_choice("ĐANG HOẠT ĐỘNG ", choices).value == "active"
    assert read_choice("dang hoat dong", choices).value == "active"
    assert read_choice("đóng băng", choices).problem == "not_in_list"
    assert read_choice(" ", choices).value is None


def test_text_is_composed_and_folded() -> None:
    assert read_text("Mường\n  Lèo").value == "Mường Lèo"
    assert read_text("\u0041\u0306n").value == "Ăn"
    assert read_text(3724).value == "3724"
    assert read_text("03724").value == "03724"
    assert read_text("–").value is None
