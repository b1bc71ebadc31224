"""Frames of the document: empty ones, and any input brought to the right columns, types and values.

Knows the schema and pandas, but no file, no workspace and no other table than the one at hand.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.crs import to_metric
from layers.errors import ColumnUnknown, NameUnknown, ValueMissing, ValueRefused
from layers.schema.coercion import DTYPES, Fault, Objects, checked, constant, nothing
from layers.schema.tables import CONTEXT_PREFIX, TABLES
from layers.schema.values import Column, ColumnType, Position, Table

POINT_COLUMNS = ("lon", "lat", "x", "y")
GEOMETRY_COLUMN = "geom"

_LON_LAT = (
    Column("lon", ColumnType.REAL, minimum=-180, maximum=180),
    Column("lat", ColumnType.REAL, minimum=-90, maximum=90),
)


def table_of(name: str, frame: pd.DataFrame | None = None) -> Table:
    """Return the table `name`; that of a context layer is read off the types of its `frame`.

    Raises
    ------
    NameUnknown
        When the schema states no such table and it is not a context layer with a frame.
    """
    if name in TABLES:
        return TABLES[name]
    if frame is None or not name.startswith(CONTEXT_PREFIX):
        raise NameUnknown(name=name, nearest=tuple(TABLES))
    own = [
        Column(str(label), _inferred(str(label), frame[label]))
        for label in frame.columns
        if label not in ("id", GEOMETRY_COLUMN)
    ]
    shape = [Column(GEOMETRY_COLUMN, ColumnType.GEOMETRY)]
    return Table(name, (Column("id", required=True), *shape, *own))


def frame_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of the frame of `table`: a point is lon, lat, x, y; `id` is the index."""
    names: list[str] = []
    for column in table.columns:
        if column.type is ColumnType.POINT:
            names += POINT_COLUMNS
        elif column.name != "id":
            names.append(column.name)
    return tuple(names)


def empty(table: str | Table) -> pd.DataFrame:
    """Return a frame without rows, with all columns and their types.

    Examples
    --------
    >>> empty("sites").dtypes["teams"]
    Int64Dtype()
    """
    return _empty(_table(table)).copy()


@lru_cache(maxsize=64)
def _empty(table: Table) -> pd.DataFrame:
    return _assemble(table, {}, pd.Index([], dtype="str", name="id"))


def normalise(table: str | Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` as the document holds it: all columns, right types, NFC text, x and y computed.

    Parameters
    ----------
    table : str or Table
    frame : DataFrame
        Any subset of the columns; ids in the index or in the column ``id`` (other keys: in their columns).
        A missing required value gets the column's default; a missing `position` is *exact* with
        coordinates, else *village*, *commune* or *none* by what is stated; '' becomes missing.

    Raises
    ------
    InvalidChange
        The first value that does not fit (`faults` lists all of them), or an unknown column.

    Examples
    --------
    >>> normalise("initiatives", pd.DataFrame({"name": ["A"]}, index=["1"])).at["1", "cover_by"]
    'village'
    """
    stated = _table(table, frame)
    result, found = _build(stated, frame)
    for fault in found:
        raise fault.error(stated.name)
    return result


def faults(table: str | Table, frame: pd.DataFrame) -> list[Fault]:
    """Return every value of `frame` that `normalise` would refuse, in the order of the columns."""
    stated = _table(table, frame)
    return _build(stated, frame)[1]


def row_ids(table: Table, frame: pd.DataFrame) -> pd.Index:
    """Return the index the rows of `frame` have: the id, or the parts of the key joined by "/"."""
    if table.key == ("id",):
        ids = frame["id"] if "id" in frame.columns else frame.index
        return pd.Index(_ids(table, ids), dtype="str", name="id")
    absent = [name for name in table.key if name not in frame.columns]
    if absent:
        if len(frame) == 0:
            return pd.Index([], dtype="str", name="id")
        raise ValueMissing(table=table.name, row=1, column=absent[0])
    parts = [frame[name].astype("str").to_numpy(object) for name in table.key]
    return pd.Index(["/".join(map(str, row)) for row in zip(*parts, strict=True)], dtype="str", name="id")


def project(lon: pd.Series, lat: pd.Series) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return x, y in metres (EPSG:9206, to 1 cm) of degrees; NaN where a position is unknown."""
    x, y = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    east, north = lon.to_numpy(np.float64), lat.to_numpy(np.float64)
    known = np.isfinite(east) & np.isfinite(north)
    if known.any():
        x[known], y[known] = to_metric(east[known], north[known])
    return x, y


# -- putting a frame together ---------------------------------------------------------------------------


def _table(table: str | Table, frame: pd.DataFrame | None = None) -> Table:
    return table if isinstance(table, Table) else table_of(table, frame)


def _ids(table: Table, ids: pd.Series | pd.Index) -> list[str]:
    values = ids.to_numpy(object)
    for number, value in enumerate(values):
        if not isinstance(value, str) or not value:
            raise ValueRefused(table=table.name, row=number + 1, column="id", value=str(value))
    return [unicodedata.normalize("NFC", value) for value in values]


def _build(table: Table, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    allowed = {*frame_columns(table), "id"}
    for label in frame.columns:
        if label not in allowed:
            raise ColumnUnknown(table=table.name, column=str(label))
    index = row_ids(table, frame)
    found: list[Fault] = []
    if not index.is_unique:
        found += [Fault(str(key), table.key[-1], "doubled") for key in index[index.duplicated()].unique()]
    values: dict[str, Any] = {}
    for column in _memory_columns(table):
        if column.name in frame.columns:
            values[column.name] = checked(column, frame[column.name], index, found)
        elif column.default is not None:
            values[column.name] = constant(column, len(index))
    if table.place and len(index):
        values["position"] = _position(values, len(index))
    result = _assemble(table, values, index)
    told = {(fault.row, fault.column) for fault in found}
    found += [fault for fault in _table_faults(table, result) if (fault.row, fault.column) not in told]
    return result, found


def _memory_columns(table: Table) -> Iterator[Column]:
    """Yield the columns a frame is given; a point as lon and lat, without what is computed."""
    for column in table.columns:
        if column.type is ColumnType.POINT:
            yield from _LON_LAT
        elif column.name != "id":
            yield column


def _assemble(table: Table, values: dict[str, Any], index: pd.Index) -> pd.DataFrame:
    data = dict(values)
    for column in _memory_columns(table):
        if column.name not in data:
            data[column.name] = nothing(column, len(index))
    return framed(table, index, data)


def framed(table: Table, index: pd.Index, data: dict[str, Any]) -> pd.DataFrame:
    """Put arrays of the columns' types together as a frame of `table`; x and y of points are added."""
    if table.geometry is ColumnType.POINT:
        x, y = project(pd.Series(data["lon"]), pd.Series(data["lat"]))
        data = {**data, "x": x, "y": y}
    # An array of objects that happen to be texts would become a column of texts: say that it is not.
    columns = {
        name: pd.Series(values, index=index, dtype=object) if _is_objects(values) else values
        for name, values in ((name, data[name]) for name in frame_columns(table))
    }
    return pd.DataFrame(columns, index=index)


def _is_objects(values: object) -> bool:
    return isinstance(values, np.ndarray) and values.dtype.kind == "O"


def _position(values: dict[str, Any], count: int) -> Any:
    """Fill a missing `position` from what is known: coordinates, else village, else commune, else none."""
    given = values.get("position")
    position = np.full(count, None, dtype=object) if given is None else np.asarray(given, dtype=object)
    stated: Objects = np.full(count, Position.NONE.value, dtype=object)
    for name, meaning in (("commune_code", Position.COMMUNE), ("village_id", Position.VILLAGE)):
        if name in values:
            stated[~pd.isna(values[name])] = meaning.value
    if "lon" in values and "lat" in values:
        stated[~(np.isnan(values["lon"]) | np.isnan(values["lat"]))] = Position.EXACT.value
    absent = pd.isna(position)
    return pd.array(np.where(absent, stated, position), dtype="str")


def _table_faults(table: Table, frame: pd.DataFrame) -> list[Fault]:
    """Return the faults that concern more than one value: halves of points, keys, one-of columns."""
    found: list[Fault] = []
    if table.geometry is ColumnType.POINT:
        half = frame["lon"].isna() != frame["lat"].isna()
        found += [Fault(str(key), "lon", "missing") for key in frame.index[half]]
    for column in table.columns:
        if column.required and column.name != "id" and not (column.name in table.key and frame.empty):
            gone = frame[column.name].isna()
            found += [Fault(str(key), column.name, "missing") for key in frame.index[gone]]
        if column.unique:
            known = frame[column.name].dropna()
            found += [Fault(str(key), column.name, "doubled") for key in known.index[known.duplicated()]]
    for names, least in ((table.exactly_one, 1), (table.at_most_one, 0)):
        if names:
            number = frame[list(names)].notna().sum(axis=1)
            wrong = (number > 1) | (number < least)
            found += [Fault(str(key), names[0], "only_one") for key in frame.index[wrong]]
    return found


# -- context layers -------------------------------------------------------------------------------------

_INFERRED = {
    "string": ColumnType.TEXT,
    "empty": ColumnType.TEXT,
    "boolean": ColumnType.BOOLEAN,
    "integer": ColumnType.INTEGER,
    "floating": ColumnType.REAL,
    "mixed-integer-float": ColumnType.REAL,
    "date": ColumnType.DATE,
    "datetime64": ColumnType.DATE,
    "datetime": ColumnType.DATE,
}


def _inferred(name: str, values: pd.Series) -> ColumnType:
    """Return the type of a context layer's column, from its dtype or else its values."""
    for kind, dtype in DTYPES.items():
        if values.dtype == dtype:
            return kind
    kind_of = pd.api.types.infer_dtype(values, skipna=True)
    if kind_of not in _INFERRED:
        raise ColumnUnknown(table=CONTEXT_PREFIX, column=name)
    return _INFERRED[kind_of]
