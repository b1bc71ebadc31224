"""The values of one column of a document as texts to read and as numbers to sort by, made when asked for.

Knows frames, words and lists; no widget, and not which rows are shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.collation import collation_ranks
from layers.layer import Frames
from layers.table_columns import Form, TableColumn
from layers.words import Words, collation_key

IntArray = npt.NDArray[np.intp]
FloatArray = npt.NDArray[np.float64]

EMPTY = ""  # text of an unknown value: no column holds an empty text
_NO_DAY = np.iinfo(np.int64).min  # how numpy keeps a missing date
_DAY_S = 86_400
_FIRST_DAY = dt.date(1970, 1, 1).toordinal()
_MOST_DECIMALS = 3
_MOST_KEPT = 300_000  # texts of one column kept ready


class Lists:
    """The members of the lists of a document in the words of a language.

    Parameters
    ----------
    frames : Frames
        Workspace or snapshot: vocabulary and the tables referred to are read when they are needed.
    communes : mapping of str to str
        Code → full name, in Vietnamese order.
    """

    def __init__(self, frames: Frames, communes: Mapping[str, str], words: Words) -> None:
        self.words = words
        self._frames = frames
        self._communes = communes
        self._kept: dict[tuple[Form, str], dict[Any, str]] = {}

    def names(self, column: TableColumn) -> Mapping[Any, str]:
        """Return code → text of the list of a column, in the order of the list."""
        key = (column.form, column.of)
        if key not in self._kept:
            self._kept[key] = self._read(column)
        return self._kept[key]

    def offered(self, column: TableColumn) -> list[tuple[Any, str]]:
        """Return what may be chosen in a column, as (value, text); members no longer used are left out."""
        if column.form is Form.WORD:
            terms = self._frames.frame("vocabulary")
            retired = set(terms.loc[terms["retired"].fillna(False).astype(bool), "code"])
            return [pair for pair in self.names(column).items() if pair[0] not in retired]
        if column.form is Form.ROW:
            return sorted(self._told_apart(column), key=lambda pair: collation_key(pair[1]))
        return list(self.names(column).items())

    def _read(self, column: TableColumn) -> dict[Any, str]:
        if column.form is Form.YES_NO:
            return {True: self.words("book.yes"), False: self.words("book.no")}
        if column.form is Form.CHOICE:
            return {code: self.words(column.of + code) for code in column.choices}
        if column.form is Form.COMMUNE:
            return dict(self._communes)
        if column.form is Form.WORD:
            return self._terms(column.of)
        frame = self._frames.frame(column.of)
        name = "name" if "name" in frame.columns else "file_name"
        names = frame[name].to_numpy(object) if name in frame.columns else frame.index.to_numpy(object)
        return {key: value for key, value in zip(frame.index, names, strict=True) if isinstance(value, str)}

    def _terms(self, name: str) -> dict[Any, str]:
        """Return the words of an open list; a detail is named after its first level unless it says that."""
        terms = self._frames.frame("vocabulary")
        rows = terms[terms["list"] == name].sort_values("sort", kind="stable")
        language = self.words.language
        texts = dict(zip(rows["code"], rows[language].fillna(rows["vi"]), strict=True))
        named = {}
        for code, text in texts.items():
            top = texts.get(code.partition(".")[0], "")
            says_itself = top == text or text.casefold().startswith(top.casefold())
            named[code] = text if says_itself else f"{top} – {text}"
        return named

    def _told_apart(self, column: TableColumn) -> list[tuple[Any, str]]:
        """Return the rows of a table by name, with their commune where several have the same name."""
        names = self.names(column)
        frame = self._frames.frame(column.of)
        doubled = pd.Series(names).duplicated(keep=False)
        if "commune_code" not in frame.columns or not doubled.any():
            return list(names.items())
        codes = frame["commune_code"]
        return [
            (key, f"{name} ({self._communes.get(codes[key], EMPTY)})" if doubled[key] else name)
            for key, name in names.items()
        ]


class ColumnReader:
    """One column of a frame, aligned to its rows ("places").

    Parameters
    ----------
    column : TableColumn
    values : Series
    lists : Lists
    precision : Series, optional
        How much of each date is known.
    rows : ndarray of int, optional
        Place → row of `values`, −1 where there is none; without, they are the same.
    """

    def __init__(
        self,
        column: TableColumn,
        values: pd.Series,
        lists: Lists,
        precision: pd.Series | None = None,
        rows: IntArray | None = None,
    ) -> None:
        self.column = column
        self._values = values
        self._lists = lists
        self._precision = precision
        self._rows = rows
        self._shown = _Texts(self._writer())

    def text(self, place: int) -> str:
        """Return the text of one row, `EMPTY` where the value is unknown."""
        return self.texts(np.array([place]))[0]

    def texts(self, places: IntArray) -> list[str]:
        """Return the texts of some rows."""
        raw = self._taken(places).tolist()
        if self.column.form is Form.JSON:
            return [_json_text(value, self._lists.words) for value in raw]
        shown = self._shown
        if len(shown) > _MOST_KEPT:
            shown.clear()
        if self._known is not None:
            known = self._known[self._at(places)].tolist()
            return [
                EMPTY if value == _NO_DAY else shown[value, precision]
                for value, precision in zip(raw, known, strict=True)
            ]
        if self.column.form is Form.DATE:
            return [EMPTY if value == _NO_DAY else shown[value] for value in raw]
        return [EMPTY if value is None or value != value else shown[value] for value in raw]

    def kept_texts(self, places: IntArray) -> list[str]:
        """Return texts as the document holds them, `EMPTY` where the value is unknown."""
        return [EMPTY if value is None or value != value else str(value) for value in self._taken(places)]

    def numbers(self, places: IntArray) -> list[float | None]:
        """Return numbers, and dates as days since 1970-01-01; None where unknown."""
        raw = self._taken(places).tolist()
        if self.column.form is Form.DATE:
            return [None if value == _NO_DAY else value // _DAY_S for value in raw]
        return [None if value is None or value != value else value for value in raw]

    def value(self, place: int) -> Any:
        """Return the value of one row as the document holds it, None where it is unknown."""
        row = int(self._at(np.array([place]))[0])
        value = None if row < 0 else self._values.iloc[row]
        return None if value is None or value is pd.NA or value != value else value

    @cached_property
    def order(self) -> FloatArray:
        """A number for each place by which the column is sorted, NaN where the value is unknown."""
        raw, form = self._raw, self.column.form
        if form is Form.DATE:
            keys = np.where(raw == _NO_DAY, np.nan, raw.astype(np.float64))
        elif raw.dtype.kind == "f":
            keys = 1.0 - raw if form is Form.YES_NO else raw
        else:
            keys = self._text_order(raw)
        if self._rows is None:
            return keys
        return np.where(self._rows >= 0, np.append(keys, np.nan)[self._rows], np.nan)

    # -- raw values -----------------------------------------------------------------------------------

    @cached_property
    def _raw(self) -> npt.NDArray[Any]:
        """Values as numbers (NaN unknown), seconds of dates, or objects (None or NaN unknown)."""
        form = self.column.form
        if form is Form.DATE:
            return np.asarray(self._values).astype("datetime64[s]").astype(np.int64)
        if form.is_number or form is Form.YES_NO:
            return self._values.to_numpy(np.float64, na_value=np.nan)
        return self._values.to_numpy(object)

    @cached_property
    def _known(self) -> npt.NDArray[Any] | None:
        return None if self._precision is None else self._precision.to_numpy(object)

    def _at(self, places: IntArray) -> IntArray:
        return places if self._rows is None else self._rows[places]

    def _taken(self, places: IntArray) -> npt.NDArray[Any]:
        if self._rows is None:
            return self._raw[places]
        rows = self._rows[places]
        taken = self._raw[np.maximum(rows, 0)] if len(self._raw) else np.full(len(rows), np.nan)
        if (rows < 0).any():
            taken = taken.copy()
            taken[rows < 0] = _NO_DAY if self.column.form is Form.DATE else np.nan
        return taken

    def _text_order(self, raw: npt.NDArray[Any]) -> FloatArray:
        if self.column.form is Form.JSON:
            texts = [_json_text(value, self._lists.words) for value in raw.tolist()]
            raw = np.array([text or None for text in texts], dtype=object)
        codes, different = pd.factorize(raw)
        if self.column.form in (Form.CHOICE, Form.WORD):
            place = {code: number for number, code in enumerate(self._lists.names(self.column))}
            ranks = np.array([place.get(code, len(place)) for code in different], np.float64)
        else:
            shown = self._shown
            is_plain = self.column.form in (Form.TEXT, Form.TIME, Form.JSON)
            texts = different.tolist() if is_plain else [shown[value] for value in different.tolist()]
            ranks = collation_ranks(texts).astype(np.float64)
        return np.where(codes >= 0, np.append(ranks, np.nan)[codes], np.nan)

    # -- texts ----------------------------------------------------------------------------------------

    def _writer(self) -> Callable[[Any], str]:
        words, form = self._lists.words, self.column.form
        if form.is_list:
            names = self._lists.names(self.column)
            return lambda value: names.get(value, str(value))
        if form is Form.DATE:
            return lambda value: _date_text(value, words)
        writers: dict[Form, Callable[[Any], str]] = {
            Form.WHOLE: words.number,
            Form.REAL: lambda value: number_text(value, words),
            Form.YEAR: lambda value: str(int(value)),
            Form.DEGREES: lambda value: words.number(value, 6),
            Form.TIME: words.time,
            Form.MOMENT: lambda value: _moment_text(value, words),
        }
        return writers.get(form, str)


class _Texts(dict[Any, str]):
    """Texts by value, each written once."""

    def __init__(self, write: Callable[[Any], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, value: Any) -> str:
        text = self[value] = self._write(value)
        return text


def number_text(value: float, words: Words, most: int = _MOST_DECIMALS) -> str:
    """Write a number with the decimals it has, `most` at most: 11, 0,4, 1.234,5."""
    decimals = next((n for n in range(most) if round(value, n) == round(value, most)), most)
    return words.number(value, decimals)


def _date_text(value: Any, words: Words) -> str:
    seconds, precision = value if isinstance(value, tuple) else (value, "day")
    day = dt.date.fromordinal(_FIRST_DAY + seconds // _DAY_S)
    return words.date(day, precision if isinstance(precision, str) else "day")


def _moment_text(value: str, words: Words) -> str:
    try:
        moment = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        return value
    return f"{words.date(moment.date())} {words.time(f'{moment:%H:%M}')}"


def _json_text(value: Any, words: Words) -> str:
    """Write plain values as a person would: lists by semicolons, yes and no by words."""
    if value is None or (isinstance(value, float) and value != value):
        return EMPTY
    if isinstance(value, bool):
        return words("book.yes") if value else words("book.no")
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_json_text(part, words) or '–'}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(_json_text(part, words) for part in value)
    return number_text(value, words) if isinstance(value, (int, float)) else str(value)


def sorted_places(places: IntArray, keys: list[tuple[FloatArray, bool]]) -> IntArray:
    """Return places in the order of some columns, the first before the second; unknown values come last.

    Parameters
    ----------
    places : ndarray of int
    keys : list of (ndarray, bool)
        `ColumnReader.order` of a column, and whether it runs from large to small. Rows that are equal keep
        the order they have in `places`.

    Examples
    --------
    >>> age = np.array([30.0, np.nan, 20.0, 30.0])
    >>> sorted_places(np.arange(4), [(age, True)]).tolist()
    [0, 3, 2, 1]
    """
    parts: list[npt.NDArray[Any]] = []
    for key, is_descending in reversed(keys):
        taken = key[places]
        missing = np.isnan(taken)
        parts += [np.where(missing, 0.0, -taken if is_descending else taken), missing]
    return places[np.lexsort(parts)] if parts else places
