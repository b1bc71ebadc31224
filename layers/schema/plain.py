"""Columns of a frame as plain Python lists and back without loss: for journal, history and file.

Missing is None in every list. Knows nothing of deltas, SQL or of whole tables' meaning.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from layers.schema.coercion import nothing
from layers.schema.frames import framed
from layers.schema.values import Column, ColumnType, Table


def plain_columns(table: Table) -> tuple[Column, ...]:
    """Return the columns a row is written with: a point as lon and lat, nothing computed, no id."""
    result: list[Column] = []
    for column in table.columns:
        if column.type is ColumnType.POINT:
            result += [Column("lon", ColumnType.REAL), Column("lat", ColumnType.REAL)]
        elif column.name != "id":
            result.append(column)
    return tuple(result)


def plain_values(column: Column, values: pd.Series) -> list[Any]:
    """Return the values of a column as JSON knows them: dates ISO, shapes WKB in hex, bytes base64.

    Examples
    --------
    >>> plain_values(Column("teams", ColumnType.INTEGER), pd.Series([3, None], dtype="Int64"))
    [3, None]
    """
    if column.type is ColumnType.DATE:
        return iso_dates(values)
    if column.json:
        return list(values)
    if column.type is ColumnType.BLOB:
        return [None if v is None else base64.b64encode(v).decode("ascii") for v in values]
    if column.type.is_geometry:
        return [None if v is None else v for v in shapely.to_wkb(values.to_numpy(object), hex=True)]
    return scalars(values)


def scalars(values: pd.Series) -> list[Any]:
    """Return texts, numbers or booleans as plain Python with None for missing."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "f":
        numbers: list[Any] = values.tolist()
        return [None if v != v else v for v in numbers]
    objects: Any = values.array  # a masked or text array: its own conversion puts None in
    return list(objects.to_numpy(object, na_value=None).tolist())


def iso_dates(values: pd.Series) -> list[str | None]:
    """Return dates as yyyy-mm-dd."""
    days = values.to_numpy().astype("datetime64[D]")
    texts: list[Any] = np.datetime_as_string(days).tolist()
    return [None if text == "NaT" else text for text in texts]


def typed_values(column: Column, values: Sequence[Any]) -> Any:
    """Return an array of the column's type from what `plain_values` gave."""
    if column.type is ColumnType.DATE:
        return np.array(["NaT" if v is None else v for v in values], dtype="datetime64[s]")
    if column.type is ColumnType.REAL:
        return np.array([np.nan if v is None else v for v in values], dtype=np.float64)
    if column.type is ColumnType.TEXT:
        return pd.array(list(values), dtype="str")
    if column.type is ColumnType.INTEGER:
        return pd.array(list(values), dtype="Int64")
    if column.type is ColumnType.BOOLEAN:
        return pd.array(list(values), dtype="boolean")
    objects = np.empty(len(values), dtype=object)
    if column.type is ColumnType.BLOB:
        objects[:] = [None if v is None else base64.b64decode(v) for v in values]
    elif column.type.is_geometry:
        objects[:] = shapely.from_wkb(np.array(list(values), dtype=object))
    else:
        objects[:] = list(values)
    return objects


def frame_from(table: Table, ids: Sequence[str], values: dict[str, Any]) -> pd.DataFrame:
    """Put typed arrays together as a frame of `table`; columns that are not given are missing throughout.

    The values are trusted: they came from `plain_values` or from a file that was checked.
    """
    index = pd.Index(pd.array(list(ids), dtype="str"), name="id")
    data: dict[str, Any] = {}
    for column in plain_columns(table):
        given = values.get(column.name)
        data[column.name] = nothing(column, len(index)) if given is None else given
    return framed(table, index, data)


def row_values(table: Table, frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return every column of `frame` that holds anything, as plain lists."""
    return {
        column.name: plain_values(column, frame[column.name])
        for column in plain_columns(table)
        if not frame[column.name].isna().all()
    }


def same_rows(table: Table, left: pd.DataFrame, right: pd.DataFrame) -> bool:
    """Say whether two frames hold equal rows in the same order."""
    if not left.index.equals(right.index):
        return False
    return row_values(table, left) == row_values(table, right)
