"""What is typed into a cell is read as the language writes it; what is wrong is said and sets nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from gui.table.typed import typed
from layers.table_columns import Form, TableColumn
from layers.words import Words

WHOLE, REAL, TEXT = (TableColumn("x", form) for form in (Form.WHOLE, Form.REAL, Form.TEXT))
DAY = TableColumn("closed_on", Form.DATE)
FOUNDED = TableColumn("founded_on", Form.DATE, precision="founded_precision")


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        (WHOLE, "12", 12),
        (WHOLE, "1.040", 1040),
        (WHOLE, "-3", -3),
        (REAL, "1.234,5", 1234.5),
        (REAL, "2,5", 2.5),
        (REAL, "0", 0),
        (TEXT, "  Bản  Nà ", "Bản Nà"),
        (DAY, "25/6/2025", dt.date(2025, 6, 25)),
    ],
)
def test_vietnamese_writing(column: TableColumn, text: str, value: object, vi: Words) -> None:
    assert dict(typed(column, text, vi).values) == {column.name: value}


@pytest.mark.parametrize(
    ("text", "value"), [("1,234.5", 1234.5), ("1.234", 1.234), ("1,234", 1234), ("7", 7)]
)
def test_english_writing(text: str, value: float, en: Words) -> None:
    assert dict(typed(REAL, text, en).values) == {"x": value}


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("25/06/2025", dt.date(2025, 6, 25), "day"),
        ("10/2023", dt.date(2023, 10, 1), "month"),
        ("2022", dt.date(2022, 1, 1), "year"),
    ],
)
def test_a_date_brings_what_is_known_of_it(text: str, day: dt.date, precision: str, vi: Words) -> None:
    assert dict(typed(FOUNDED, text, vi).values) == {"founded_on": day, "founded_precision": precision}


def test_nothing_typed_makes_unknown(vi: Words) -> None:
    assert dict(typed(FOUNDED, " ", vi).values) == {"founded_on": None, "founded_precision": None}
    assert typed(TableColumn("name", is_required=True, title_key="column.name"), "", vi).problem


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (WHOLE, "ba", "Không phải là số"),
        (WHOLE, "2,5", "số nguyên"),
        (REAL, "1/2", "Không phải là số"),
        (DAY, "31/02/2025", "Không phải là ngày"),
        (DAY, "10/2023", "đủ ngày, tháng, năm"),
        (FOUNDED, "hôm qua", "Không phải là ngày"),
    ],
)
def test_what_is_wrong_is_said(column: TableColumn, text: str, said: str, vi: Words) -> None:
    answer = typed(column, text, vi)
    assert said in answer.problem
    assert text in answer.problem
    assert not answer.values


def test_a_time_of_day_is_read_as_one(vi: Words) -> None:
    column = TableColumn("happened_time", Form.TIME)
    assert dict(typed(column, "5h30", vi).values) == {"happened_time": "05:30"}
    assert typed(column, "25:99", vi).problem
