"""Rows of one table of the workspace file: from a frame into SQLite and from SQLite into a frame.

Knows the schema and GeoPackage's shapes; nothing of saving, opening or of other tables.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import shapely

from layers.io import geopackage
from layers.schema import CONTEXT_PREFIX, TABLES, Column, ColumnType, Position, Table
from layers.schema.ddl import create_indexes, create_table, quoted
from layers.schema.plain import frame_from, iso_dates, scalars, typed_values

_LOG = logging.getLogger(__name__)


def write_table(connection: sqlite3.Connection, table: Table, frame: pd.DataFrame, *, at: str) -> None:
    """Make a table, fill it with the rows of `frame`, index and register it.

    Parameters
    ----------
    frame : DataFrame
        Normalised rows; `fid` is their order.
    at : str
        UTC time of the save.
    """
    connection.execute(create_table(table))
    columns = [column for column in table.columns if _holds_anything(table, column, frame)]
    if len(frame):
        names = ", ".join(quoted(column.name) for column in columns)
        marks = ", ".join("?" * len(columns))
        values = [_sql_values(table, column, frame) for column in columns]
        connection.executemany(
            f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({marks})", zip(*values, strict=True)
        )
    for statement in create_indexes(table):
        connection.execute(statement)
    kind = _geometry_type(table, frame)
    geopackage.register(connection, table.name, at=at, geometry_type=kind, bounds=bounds_of(frame))


def read_table(connection: sqlite3.Connection, table: Table) -> pd.DataFrame:
    """Return the rows of a table in the order of the file.

    Columns another program added go into `extra` where the table has it; elsewhere they are left out.

    Raises
    ------
    ValueError
        A column is missing, or a value does not fit its column.
    """
    present = geopackage.columns_of(connection, table.name)
    for column in table.columns:
        if column.name not in present:
            raise ValueError(f"{table.name}.{column.name}")
    known = {column.name for column in table.columns}
    strange = [name for name in present if name not in known and name != "fid"]
    filled, count = _filled(connection, table.name, [*known, *strange])
    lists = _lists(connection, table, filled)
    index = _index(table, lists, count)
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name in lists and column.name != "id":
            try:
                values.update(_typed(column, lists[column.name]))
            except (ValueError, TypeError) as error:
                raise ValueError(f"{table.name}.{column.name}") from error
    kept = [name for name in strange if name in lists]
    if kept and "extra" in known:
        values["extra"] = _with_extra(values.get("extra"), {name: lists[name] for name in kept}, count)
    elif kept:
        _LOG.warning("columns of another program left out: %s %s", table.name, kept)
    frame = frame_from(table, index, values)
    return _with_position(frame) if table.place and len(frame) else frame


def context_table(connection: sqlite3.Connection, name: str) -> Table | None:
    """Return the table of a context layer of ours as the file declares it; None when it is another's."""
    declared = geopackage.columns_of(connection, name)
    if name in TABLES or not name.startswith(CONTEXT_PREFIX) or not {"id", "fid"} <= declared.keys():
        return None
    columns = [Column("id", required=True)]
    for label, kind in declared.items():
        if label in ("fid", "id"):
            continue
        if label == "geom":
            columns.append(Column(label, ColumnType.GEOMETRY))
        elif kind in ("TEXT", "INTEGER", "REAL", "BOOLEAN", "DATE"):
            columns.append(Column(label, ColumnType(kind)))
        else:
            return None
    return Table(name, tuple(columns))


def bounds_of(frame: pd.DataFrame) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of the rows in degrees; None where no row has a place."""
    if "geom" in frame.columns:
        box = shapely.total_bounds(frame["geom"].to_numpy(object)) if len(frame) else np.full(4, np.nan)
    elif "lon" in frame.columns and frame["lon"].notna().any():
        box = np.array([frame["lon"].min(), frame["lat"].min(), frame["lon"].max(), frame["lat"].max()])
    else:
        return None
    if not np.isfinite(box).all():
        return None
    west, south, east, north = (float(side) for side in box)
    return west, south, east, north


# -- out ------------------------------------------------------------------------------------------------


def _holds_anything(table: Table, column: Column, frame: pd.DataFrame) -> bool:
    if column.name == "id":
        return True
    name = "lon" if column.type is ColumnType.POINT else column.name
    return bool(frame[name].notna().any())


def _sql_values(table: Table, column: Column, frame: pd.DataFrame) -> Sequence[Any]:
    if column.name == "id":
        return frame.index.to_numpy(object).tolist()
    if column.type is ColumnType.POINT:
        return geopackage.encode_points(frame["lon"].to_numpy(), frame["lat"].to_numpy())
    values = frame[column.name]
    if column.type is ColumnType.DATE:
        return iso_dates(values)
    if column.json:
        return [None if value is None else _json_text(value) for value in values]
    if column.type is ColumnType.BLOB:
        return list(values)
    if column.type.is_geometry:
        return geopackage.encode_shapes(values.to_numpy(object))
    return scalars(values)


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _geometry_type(table: Table, frame: pd.DataFrame) -> str | None:
    if table.geometry is not ColumnType.GEOMETRY:
        return table.geometry.value if table.geometry else None
    kinds = {shape.geom_type.upper() for shape in frame["geom"] if shape is not None}
    return kinds.pop() if len(kinds) == 1 else ColumnType.GEOMETRY.value


# -- in -------------------------------------------------------------------------------------------------


def _filled(connection: sqlite3.Connection, table: str, names: list[str]) -> tuple[list[str], int]:
    """Return the columns in which any row has a value, and the number of rows."""
    counts = ", ".join(f"count({quoted(name)})" for name in names)
    row = connection.execute(f"SELECT count(*), {counts} FROM {quoted(table)}").fetchone()
    return [name for name, count in zip(names, row[1:], strict=True) if count], row[0]


def _lists(connection: sqlite3.Connection, table: Table, names: list[str]) -> dict[str, list[Any]]:
    lists: dict[str, list[Any]] = {name: [] for name in names}
    if not names:
        return lists
    order = table.key[0] if table.number_key else "fid"
    columns = ", ".join(map(quoted, names))
    cursor = connection.execute(f"SELECT {columns} FROM {quoted(table.name)} ORDER BY {quoted(order)}")
    while rows := cursor.fetchmany(20_000):
        for values, part in zip(lists.values(), zip(*rows, strict=True), strict=True):
            values.extend(part)
    return lists


def _index(table: Table, lists: dict[str, list[Any]], count: int) -> list[str]:
    if not count:
        return []
    if table.key == ("id",):
        return _texts(lists["id"])
    return ["/".join(map(str, parts)) for parts in zip(*(lists[name] for name in table.key), strict=True)]


def _typed(column: Column, values: list[Any]) -> dict[str, Any]:
    """Return the frame's columns for one column of the file."""
    if column.type is ColumnType.POINT:
        lon, lat = geopackage.decode_points(values)
        return {"lon": lon, "lat": lat}
    if column.type is ColumnType.TEXT:
        return {column.name: typed_values(column, _texts(values))}
    objects: Any = np.empty(len(values), dtype=object)
    if column.json:
        objects[:] = [None if value is None else json.loads(value) for value in values]
    elif column.type is ColumnType.BLOB:
        objects[:] = values
    elif column.type.is_geometry:
        objects[:] = geopackage.decode_shapes(values)
    elif column.type is ColumnType.BOOLEAN:
        return {column.name: typed_values(column, [None if v is None else bool(v) for v in values])}
    else:
        return {column.name: typed_values(column, values)}
    return {column.name: objects}


def _texts(values: list[Any]) -> list[Any]:
    """Return texts in NFC; another program may have written them otherwise.

    Raises
    ------
    TypeError
        One of the values is no text.
    """
    # A part of a text in NFC is in NFC: one look at all of them together is enough in most files.
    together = "\n".join([text for text in values if text is not None])
    if together.isascii() or unicodedata.is_normalized("NFC", together):
        return values
    return [text if text is None else unicodedata.normalize("NFC", text) for text in values]


def _with_extra(extra: Any, strange: dict[str, list[Any]], count: int) -> Any:
    merged: Any = np.empty(count, dtype=object)
    for place in range(count):
        found = {} if extra is None or extra[place] is None else dict(extra[place])
        for name, values in strange.items():
            if values[place] is not None and not isinstance(values[place], bytes):
                found[name] = values[place]
        merged[place] = found or None
    return merged


def _with_position(frame: pd.DataFrame) -> pd.DataFrame:
    """Work out the `position` of rows another program added without one."""
    absent = frame["position"].isna()
    if not absent.any():
        return frame
    stated = pd.Series(Position.NONE.value, index=frame.index)
    stated[frame["commune_code"].notna()] = Position.COMMUNE.value
    stated[frame["village_id"].notna()] = Position.VILLAGE.value
    stated[frame["lon"].notna()] = Position.EXACT.value
    return frame.assign(position=frame["position"].where(~absent, stated).astype("str"))
