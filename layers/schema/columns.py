"""Short names for the columns that tables are made of, so that a table reads as a list.

Knows `Column` and no table.
"""

from __future__ import annotations

from enum import StrEnum

from layers.schema.values import Column, ColumnType, Precision


def text(name: str, *, required: bool = False, unique: bool = False, personal: bool = False) -> Column:
    """Return a column of text."""
    return Column(name, required=required, unique=unique, personal=personal)


def texts(*names: str) -> tuple[Column, ...]:
    """Return columns of text."""
    return tuple(Column(name) for name in names)


def count(name: str, *, required: bool = False, default: int | None = None) -> Column:
    """Return a column of whole numbers from 0."""
    return Column(name, ColumnType.INTEGER, required=required, minimum=0, default=default)


def counts(*names: str) -> tuple[Column, ...]:
    """Return columns of whole numbers from 0."""
    return tuple(count(name) for name in names)


def real(name: str, *, required: bool = False, minimum: float | None = 0) -> Column:
    """Return a column of numbers, from 0 unless told otherwise."""
    return Column(name, ColumnType.REAL, required=required, minimum=minimum)


def flag(name: str, *, default: bool | None = None) -> Column:
    """Return a column of yes or no; with a default it is never missing."""
    return Column(name, ColumnType.BOOLEAN, required=default is not None, default=default)


def date(name: str, *, required: bool = False) -> Column:
    """Return a column of days."""
    return Column(name, ColumnType.DATE, required=required)


def json(name: str, *, required: bool = False) -> Column:
    """Return a column of plain values kept as JSON."""
    return Column(name, ColumnType.JSON, required=required)


def choice(name: str, choices: type[StrEnum], default: StrEnum | None = None) -> Column:
    """Return a column of one of a closed list, never missing."""
    return Column(name, choices=choices, required=True, default=default and default.value)


def precision(name: str) -> Column:
    """Return the column that says how much of a date is known."""
    return Column(name, choices=Precision)


def reference(name: str, table: str, *, required: bool = False) -> Column:
    """Return a column of the ids of another table."""
    return Column(name, references=table, required=required)


def code(name: str, *, required: bool = False) -> Column:
    """Return a column of codes of communes."""
    return Column(name, digits=5, required=required)


def word(name: str, vocabulary: str, *, required: bool = False) -> Column:
    """Return a column of the codes of an open list."""
    return Column(name, vocabulary=vocabulary, required=required)
