"""Values of one column brought to its type, and those that do not fit found: the rules of `Column` at work.

Knows pandas and shapely, but no table and no frame.
"""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.errors import InvalidChange, RowDoubled, ValueMissing, ValueRefused
from layers.schema.values import Column, ColumnType

Objects = npt.NDArray[np.object_]
Booleans = npt.NDArray[np.bool_]

DTYPES: dict[ColumnType, Any] = {
    ColumnType.TEXT: "str",
    ColumnType.INTEGER: "Int64",
    ColumnType.REAL: "float64",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.DATE: "datetime64[s]",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that its column does not take.

    Attributes
    ----------
    row : str
        Id of the row.
    column : str
    reason : str
        ``missing``, ``type``, ``choice``, ``digits``, ``range``, ``doubled``, ``only_one``.
    value : str
        The value as text.
    """

    row: str
    column: str
    reason: str
    value: str = ""

    def error(self, table: str) -> InvalidChange:
        """Return the error that tells this fault."""
        if self.reason == "missing":
            return ValueMissing(table=table, row=self.row, column=self.column)
        if self.reason == "doubled":
            return RowDoubled(table=table, row=self.row, column=self.column)
        return ValueRefused(table=table, row=self.row, column=self.column, value=self.value)


def nothing(column: Column, count: int) -> Any:
    """Return an array of the column's type in which every value is missing."""
    if column.type not in DTYPES:
        return np.full(count, None, dtype=object)
    if column.type is ColumnType.DATE:
        return np.full(count, np.datetime64("NaT", "s"))
    if column.type is ColumnType.REAL:
        return np.full(count, np.nan)
    return _repeated(None, DTYPES[column.type], count)


def constant(column: Column, count: int) -> Any:
    """Return an array of the column's type in which every value is its default."""
    return _repeated(column.default, DTYPES[column.type], count)


def _repeated(value: object, dtype: Any, count: int) -> Any:
    return _single(value, dtype).take(np.zeros(count, dtype=np.intp))


@lru_cache(maxsize=64)
def _single(value: Any, dtype: Any) -> Any:
    return pd.array([value], dtype=dtype)


def checked(column: Column, values: pd.Series, index: pd.Index, found: list[Fault]) -> Any:
    """Return the values of a column as an array of its type; add to `found` those it does not take."""
    absent = _absent(column, values)
    if absent.all():
        return constant(column, len(index)) if column.default is not None else nothing(column, len(index))
    typed, bad = _COERCE[column.type](column, values, absent)
    _note(found, index, column, "type", bad, values)
    for reason, refused in _refused(column, typed, absent | bad):
        _note(found, index, column, reason, refused, values)
    if column.default is not None and absent.any():
        typed = pd.Series(typed)
        typed[absent] = column.default
        typed = typed.array
    return typed


def _absent(column: Column, values: pd.Series) -> Booleans:
    if column.json or column.type is ColumnType.BLOB or column.type.is_geometry:
        return np.fromiter((_is_null(v) for v in values.to_numpy(object)), bool, len(values))
    absent = np.asarray(pd.isna(values), dtype=bool)
    if column.type is ColumnType.TEXT and len(values):
        absent = absent | (values.to_numpy(object) == "")
    return absent


def _is_null(value: Any) -> bool:
    if value is None or value is pd.NA or value is pd.NaT:
        return True
    return isinstance(value, float) and value != value


def _note(
    found: list[Fault], index: pd.Index, column: Column, reason: str, bad: Booleans, values: pd.Series
) -> None:
    for place in np.flatnonzero(bad).tolist():
        shown = "" if column.personal else str(values.iloc[place])[:60]
        found.append(Fault(str(index[place]), column.name, reason, shown))


def _refused(column: Column, typed: Any, skip: Booleans) -> Iterator[tuple[str, Booleans]]:
    """Yield reason and mask of the values outside what the column allows."""
    if column.choices is not None:
        allowed = [choice.value for choice in column.choices]
        yield "choice", ~np.asarray(pd.Series(typed).isin(allowed), bool) & ~skip
    if column.digits is not None:
        known = np.asarray(typed, dtype=object)
        fits = np.fromiter((_is_code(v, column.digits) for v in known), bool, len(known))
        yield "digits", ~fits & ~skip
    if column.minimum is not None or column.maximum is not None:
        number = pd.Series(typed).to_numpy(np.float64, na_value=np.nan)
        with np.errstate(invalid="ignore"):
            low = number < column.minimum if column.minimum is not None else np.zeros(len(number), bool)
            high = number > column.maximum if column.maximum is not None else np.zeros(len(number), bool)
        yield "range", (low | high) & ~skip


def _is_code(value: object, digits: int) -> bool:
    return isinstance(value, str) and len(value) == digits and value.isascii() and value.isdigit()


def _each(values: pd.Series, absent: Booleans, convert: Callable[[Any], Any]) -> tuple[list[Any], Booleans]:
    """Convert value by value; `convert` raises ValueError or TypeError for one that does not fit."""
    result: list[Any] = [None] * len(values)
    bad = np.zeros(len(values), dtype=bool)
    objects = values.to_numpy(object)
    for place in np.flatnonzero(~absent):
        try:
            result[place] = convert(objects[place])
        except (ValueError, TypeError, OverflowError):
            bad[place] = True
    return result, bad


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return unicodedata.normalize("NFC", str(value))


def _whole(value: object) -> int:
    if isinstance(value, (bool, np.bool_, str)):
        raise TypeError
    number = float(value)  # type: ignore[arg-type]
    whole = int(value)  # type: ignore[call-overload]
    if whole != number or abs(whole) >= 2**63:
        raise ValueError
    return int(whole)


def _number(value: object) -> float:
    if isinstance(value, (bool, np.bool_, str)):
        raise TypeError
    number = float(value)  # type: ignore[arg-type]
    if not np.isfinite(number):
        raise ValueError
    return number


def _truth(value: object) -> bool:
    if isinstance(value, str) or value not in (0, 1):
        raise ValueError
    return bool(value)


def _day(value: object) -> np.datetime64:
    if isinstance(value, str):
        if len(value) != len("2026-11-23"):
            raise ValueError
        value = dt.date.fromisoformat(value)
    if isinstance(value, np.datetime64 | dt.datetime):
        moment = pd.Timestamp(value)
    elif isinstance(value, dt.date):
        return np.datetime64(value.isoformat(), "s")
    else:
        raise TypeError
    if moment.tzinfo is not None or moment != moment.normalize():
        raise ValueError
    return np.datetime64(moment.date().isoformat(), "s")


def _plain(value: object) -> Any:
    """Return a JSON value with NFC text, as it will come back from the file."""
    text = unicodedata.normalize("NFC", json.dumps(value, ensure_ascii=False, allow_nan=False))
    return json.loads(text)


def _bytes(value: object) -> bytes:
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise TypeError
    return bytes(value)


def _shape(column: Column, value: Any) -> Any:
    if not isinstance(value, shapely.Geometry):
        raise TypeError
    flat: Any = shapely.force_2d(value)
    if column.type is ColumnType.MULTIPOLYGON and flat.geom_type == "Polygon":
        flat = shapely.MultiPolygon([flat])
    wanted = {ColumnType.MULTIPOLYGON: "MultiPolygon", ColumnType.POLYGON: "Polygon"}.get(column.type)
    if flat.is_empty or (wanted and flat.geom_type != wanted):
        raise ValueError
    return flat


def _coerce_text(column: Column, values: pd.Series, absent: Booleans) -> tuple[Any, Booleans]:
    result, bad = _each(values, absent, _text)
    return pd.array(result, dtype="str"), bad


def _coerce_integer(column: Column, values: pd.Series, absent: Booleans) -> tuple[Any, Booleans]:
    if pd.api.types.is_integer_dtype(values.dtype):
        return values.array.astype("Int64"), np.zeros(len(values), dtype=bool)
    result, bad = _each(values, absent, _whole)
    return pd.array(result, dtype="Int64"), bad


def _coerce_real(column: Column, values: pd.Series, absent: Booleans) -> tuple[Any, Booleans]:
    if pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values.dtype):
        numbers = values.to_numpy(np.float64, na_value=np.nan, copy=True)
        bad = np.isinf(numbers)
        return numbers, bad
    result, bad = _each(values, absent, _number)
    return np.array([np.nan if v is None else v for v in result], np.float64), bad


def _coerce_boolean(column: Column, values: pd.Series, absent: Booleans) -> tuple[Any, Booleans]:
    if pd.api.types.is_bool_dtype(values.dtype):
        return values.array.astype("boolean"), np.zeros(len(values), dtype=bool)
    result, bad = _each(values, absent, _truth)
    return pd.array(result, dtype="boolean"), bad


def _coerce_date(column: Column, values: pd.Series, absent: Booleans) -> tuple[Any, Booleans]:
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "M":
        moments = values.to_numpy().astype("datetime64[s]")
        days = moments.astype("datetime64[D]").astype("datetime64[s]")
        return days, (moments != days) & ~absent
    result, bad = _each(values, absent, _day)
    nat = np.datetime64("NaT", "s")
    return np.array([nat if v is None else v for v in result], "datetime64[s]"), bad


def _coerce_object(column: Column, values: pd.Series, absent: Booleans) -> tuple[Any, Booleans]:
    if column.json:
        result, bad = _each(values, absent, _plain)
    elif column.type is ColumnType.BLOB:
        result, bad = _each(values, absent, _bytes)
    else:
        result, bad = _each(values, absent, lambda value: _shape(column, value))
    objects: Objects = np.empty(len(result), dtype=object)
    objects[:] = result
    return objects, bad


_COERCE: dict[ColumnType, Callable[[Column, pd.Series, Booleans], tuple[Any, Booleans]]] = {
    ColumnType.TEXT: _coerce_text,
    ColumnType.INTEGER: _coerce_integer,
    ColumnType.REAL: _coerce_real,
    ColumnType.BOOLEAN: _coerce_boolean,
    ColumnType.DATE: _coerce_date,
    **dict.fromkeys(
        (
            ColumnType.JSON,
            ColumnType.BLOB,
            ColumnType.POLYGON,
            ColumnType.MULTIPOLYGON,
            ColumnType.GEOMETRY,
        ),
        _coerce_object,
    ),
}
