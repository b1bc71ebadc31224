"""What is typed into a cell as the values of the document, or the sentence why it is none.

Knows columns and words; the writing of numbers and dates is read as in imported sheets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from layers.io.cells import EMPTY as NOTHING
from layers.io.cells import Reading, read_date, read_integer, read_real, read_text, read_time
from layers.schema import Precision
from layers.table_columns import Form, TableColumn
from layers.words import Words

_ENGLISH = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


@dataclass(frozen=True)
class Typed:
    """The values of the cells that are set (column → value, None unknown), or what is wrong with the text."""

    values: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def typed(column: TableColumn, text: str, words: Words) -> Typed:
    """Read what was typed into a cell that is no list.

    Parameters
    ----------
    column : TableColumn
    text : str
        Numbers as the language writes them (1.234,5 or 1,234.5), dates dd/mm/yyyy, mm/yyyy or yyyy.

    Examples
    --------
    >>> dict(typed(TableColumn("teams", Form.WHOLE), "1.040", Words.load()).values)
    {'teams': 1040}
    """
    if not text.strip():
        return cleared(column, words)
    reading = _read(column, text, words)
    if reading.problem:
        return Typed(problem=_sentence(reading, text, words))
    if reading.value is None:
        return cleared(column, words)
    if column.form is not Form.DATE:
        return Typed({column.name: reading.value})
    if column.precision:
        return Typed({column.name: reading.value, column.precision: str(reading.precision)})
    if reading.precision is not Precision.DAY:
        return Typed(problem=words("rows.only_day", value=text.strip()))
    return Typed({column.name: reading.value})


def cleared(column: TableColumn, words: Words) -> Typed:
    """Return what makes a cell unknown."""
    if column.is_required:
        return Typed(problem=words("rows.required", column=column.title(words)))
    values: dict[str, Any] = {column.name: None}
    if column.precision:
        values[column.precision] = None
    return Typed(values)


def _read(column: TableColumn, text: str, words: Words) -> Reading:
    form = column.form
    if form is Form.DATE:
        return read_date(text)
    if form is Form.WHOLE or form is Form.YEAR:
        reading = _english(text, words) or read_integer(text)
        if reading.problem == "negative":  # whether it may be is for the table to say
            reading = read_real(text)
        is_whole = reading.value is None or float(str(reading.value)).is_integer()
        return reading if is_whole else Reading(problem="not_whole")
    if form is Form.REAL:
        return _english(text, words) or read_real(text)
    if form is Form.TIME:
        return read_time(text)
    return read_text(text) if text.strip() else NOTHING


def _english(text: str, words: Words) -> Reading | None:
    """Read 1,234.5 and 1.234 as English does; None where it is not written so."""
    if words.language != "en" or not _ENGLISH.fullmatch(text.strip()):
        return None
    return Reading(float(text.strip().replace(",", "")))


def _sentence(reading: Reading, text: str, words: Words) -> str:
    value = text.strip()
    if reading.problem == "not_whole":
        return words("rows.not_whole", value=value)
    key = f"import.problem.{reading.problem}"
    return words(key, value=value, candidates=words.listing(reading.candidates, most=4))
