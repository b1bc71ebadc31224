"""Rows of a table as JSON and back without loss: plain columns for few rows, compressed columns for many.

Knows nothing of what a change is; never pickles.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

import pandas as pd

from layers.schema import TABLES, Column, ColumnType, Table, table_of
from layers.schema.plain import frame_from, plain_columns, row_values, typed_values

PLAIN_ROWS = 20  # up to so many rows a block stays readable


def rows_to_json(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Return the rows of `frame` (normalised) as a JSON object; x and y are left out, they are computed.

    Examples
    --------
    >>> from layers.schema import empty
    >>> rows_to_json("meta", empty("meta"))
    {'ids': [], 'columns': {}}
    """
    table = table_of(name, frame)
    body: dict[str, Any] = {"ids": list(frame.index), "columns": row_values(table, frame)}
    if name not in TABLES:  # a context layer states its own columns
        body["types"] = {column.name: column.type.value for column in table.columns if column.name != "id"}
    if len(frame) <= PLAIN_ROWS:
        return body
    text = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    packed = zlib.compress(text.encode("utf-8"), level=6)
    return {"rows": len(frame), "zlib": base64.b64encode(packed).decode("ascii")}


def rows_from_json(name: str, data: Mapping[str, Any]) -> pd.DataFrame:
    """Return the frame that `rows_to_json` was given."""
    body = data
    if "zlib" in data:
        body = json.loads(zlib.decompress(base64.b64decode(data["zlib"])))
    table = _table(name, body)
    values = {
        column.name: typed_values(column, body["columns"][column.name])
        for column in plain_columns(table)
        if column.name in body["columns"]
    }
    return frame_from(table, body["ids"], values)


def _table(name: str, body: Mapping[str, Any]) -> Table:
    if name in TABLES:
        return TABLES[name]
    own = tuple(Column(label, ColumnType(kind)) for label, kind in body["types"].items())
    return Table(name, (Column("id", required=True), *own))
