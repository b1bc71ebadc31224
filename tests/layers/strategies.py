"""Rows of any table, made by hypothesis: whole documents whose references fit."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pandas as pd
import shapely
from hypothesis import strategies as st

from layers import schema
from layers.schema import TABLES, Column, ColumnType, Table
from layers.style import SITES
from layers.vocabulary import LISTS

# Letters of the field, decomposed ones, signs that files and JSON must keep.
TEXT = st.text(
    st.one_of(st.sampled_from("ẶửỹĐđ'\";,\n\t\u0301e=+-@0"), st.characters(exclude_categories=["Cs", "Cc"])),
    min_size=1,
    max_size=12,
)
JSON = st.recursive(
    st.one_of(st.booleans(), st.integers(-(2**53), 2**53), st.floats(-1e9, 1e9), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=5,
)
SQUARE = shapely.box(103.5, 21.0, 103.6, 21.1)


def _values(column: Column, name: str, number: int) -> st.SearchStrategy[Any]:
    """Return values that fit a column; those of keys and unique columns differ by `number`."""
    if column.references:
        key = TABLES[column.references].key[0]
        return st.integers(0, 1).map(lambda row: f"{column.references}-{key}-{row}")
    if column.unique or column.name in TABLES[name].key:
        return st.just("0000" + str(number) if column.digits else f"{name}-{column.name}-{number}")
    if column.choices:
        return st.sampled_from([choice.value for choice in column.choices])
    if column.vocabulary:
        return st.sampled_from([code for code, _, _ in LISTS[column.vocabulary]])
    if column.digits:
        return st.integers(0, 10**column.digits - 1).map(lambda value: str(value).zfill(column.digits or 0))
    if name == "layers" and column.name == "style":
        return st.just(SITES.to_json())
    low = -1000 if column.minimum is None else int(column.minimum)
    high = 2**53 if column.maximum is None else int(column.maximum)
    by_type: dict[ColumnType, st.SearchStrategy[Any]] = {
        ColumnType.TEXT: TEXT,
        ColumnType.INTEGER: st.integers(low, high),
        ColumnType.REAL: st.floats(low, high, allow_nan=False, width=64),
        ColumnType.BOOLEAN: st.booleans(),
        ColumnType.DATE: st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
        ColumnType.JSON: JSON,
        ColumnType.BLOB: st.binary(max_size=20),
        ColumnType.POLYGON: st.just(SQUARE),
        ColumnType.MULTIPOLYGON: st.just(shapely.MultiPolygon([SQUARE])),
        ColumnType.GEOMETRY: st.just(shapely.LineString([(103, 21), (104, 22)])),
    }
    return by_type[column.type]


@st.composite
def row(draw: st.DrawFn, table: Table, number: int, *, bare: bool) -> dict[str, Any]:
    """Return one row; a bare one holds only what its table needs."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.type is ColumnType.POINT:
            if not bare and draw(st.booleans()):
                values["lon"] = draw(st.floats(102.5, 105.5))
                values["lat"] = draw(st.floats(20.3, 22.3))
        elif column.name == table.key[0] and table.number_key:
            values[column.name] = number + 1
        elif column.name == "id":
            values["id"] = f"{table.name}-id-{number}"
        elif column.required or (not bare and draw(st.booleans())):
            values[column.name] = draw(_values(column, table.name, number))
    for names, least in ((table.exactly_one, 1), (table.at_most_one, 0)):
        given = [name for name in names if name in values]
        for name in given[1:]:
            del values[name]
        if names and least and not given:
            values[names[0]] = draw(_values(table.by_name[names[0]], table.name, number))
    return values


@st.composite
def frames(draw: st.DrawFn, name: str) -> pd.DataFrame:
    """Return two normalised rows of a table, the first with nothing but what it needs."""
    table = TABLES[name]
    rows = [draw(row(table, 0, bare=True)), draw(row(table, 1, bare=False))]
    columns = {label: None for entry in rows for label in entry}
    data = {label: pd.Series([entry.get(label) for entry in rows], dtype=object) for label in columns}
    return schema.normalise(name, pd.DataFrame(data))


@st.composite
def documents(draw: st.DrawFn) -> dict[str, pd.DataFrame]:
    """Return frames of every table with references that fit; meta and vocabulary are those of a new one."""
    from layers.workspace import Workspace

    fresh = Workspace.new("Thử")
    result = {name: draw(frames(name)) for name in TABLES if name not in ("meta", "vocabulary")}
    parents = result["layers"]
    result["layers"] = parents.assign(parent_id=pd.array([None] * len(parents), dtype="str"))
    return result | {name: fresh.frame(name) for name in ("meta", "vocabulary")}


def new_uuid(number: int) -> str:
    """Return an id as rows have it."""
    return str(uuid.UUID(int=number))
