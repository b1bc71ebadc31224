"""Finding rows by what can be read in them, without tones: names, numbers, notes; never a personal column.

Knows the columns of the schema and how text is folded; nothing of why it is looked for.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.columns import BoolArray
from layers.schema import TABLES, Column, ColumnType
from layers.words import without_tones

LetterArray = npt.NDArray[np.uint32]

_END = "\0"  # of a text: not in any that is read in, and no white space
_ODD_SPACE = re.compile(r"[^\S ]|  ")
_LETTERS = 0x3000  # up to here letters have marks to lose
_DROPPED = 0xFFFFFFFF
_BETWEEN_NAMES = "\1"  # in no text either; a text looked for does not run from one name into the next
_LISTS_OF_NAMES = frozenset({"aliases", "merged_from"})
_NOT_READ = frozenset({"id", "changed_at", "changed_by", "position_text", "happened_time"})


def readable_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table that are searched: free text that is not personal, and lists of names.

    Examples
    --------
    >>> "note" in readable_columns("incidents"), "description" in readable_columns("incidents")
    (True, False)
    """
    return tuple(column.name for column in TABLES[table].columns if _is_readable(column))


def _is_readable(column: Column) -> bool:
    if column.name in _LISTS_OF_NAMES:
        return True
    is_closed = column.choices or column.vocabulary or column.references or column.digits
    is_free = column.type is ColumnType.TEXT and not (column.personal or is_closed)
    return is_free and column.name not in _NOT_READ


def containing(frame: pd.DataFrame, table: str, wanted: str) -> BoolArray:
    """Say of each row whether one of its readable texts contains `wanted`, without tones and capitals.

    Parameters
    ----------
    frame : DataFrame
        Rows of `table`; a missing column holds nothing.
    table : str
    wanted : str
        '' is in every row.

    Returns
    -------
    ndarray of bool, shape (len(frame),)

    Examples
    --------
    >>> containing(pd.DataFrame({"name": ["Bản Nà Mẫu", None]}), "villages", "na mau").tolist()
    [True, False]
    """
    if not without_tones(wanted) or not len(frame):
        return np.ones(len(frame), dtype=bool)
    needle = _folded([without_tones(wanted)])[0]
    found = np.zeros(len(frame), dtype=bool)
    for column in _columns_of(frame, table):
        hits = [needle in one for one in column.texts.split(_END)]
        found |= np.array([*hits, False], dtype=bool)[column.code]  # −1, a missing text, is the last
    return found


@dataclass(frozen=True, eq=False)
class _Column:
    """A folded column: its texts, each once, in one, and which of them each row has (−1: none)."""

    texts: str
    code: npt.NDArray[np.int32]


_kept: dict[str, tuple[weakref.ref[pd.DataFrame], Sequence[_Column]]] = {}


def _columns_of(frame: pd.DataFrame, table: str) -> Sequence[_Column]:
    """Return the folded columns of a frame, which is never changed in place.

    Those of the newest frame of a table are kept as long as it lives: one text is looked for after another.
    """
    kept = _kept.get(table)
    if kept is not None and kept[0]() is frame:
        return kept[1]

    def forget(gone: weakref.ref[pd.DataFrame]) -> None:
        kept = _kept.get(table)
        if kept is not None and kept[0] is gone:
            del _kept[table]

    made = [_column(frame[name]) for name in readable_columns(table) if name in frame]
    columns = [column for column in made if column.texts]
    _kept[table] = weakref.ref(frame, forget), columns
    return columns


def _column(values: pd.Series) -> _Column:
    if values.name in _LISTS_OF_NAMES:
        values = pd.Series([_one_text(value) for value in values], dtype="str")
    code, texts = pd.factorize(values)  # most columns say the same few things again and again
    return _Column(_END.join(_folded([str(one) for one in texts])), code.astype(np.int32))


def _one_text(names: object) -> str | None:
    return _BETWEEN_NAMES.join(map(str, names)) if isinstance(names, (list, tuple)) else None


def _folded(texts: list[str]) -> list[str]:
    """Return texts as `without_tones` does, all in one array of letters: a call for each takes ten times."""
    whole = _END.join(texts)
    if whole.count(_END) != len(texts) - 1:
        whole = _END.join(one.replace(_END, " ") for one in texts)
    if whole.isascii() and not _ODD_SPACE.search(whole):
        return whole.lower().split(_END) if texts else []
    letters = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    table = _plain_letters()
    if int(letters.max(initial=0)) < len(table):
        plain = table[letters]
    else:
        plain = np.where(letters < len(table), table[np.minimum(letters, len(table) - 1)], letters)
    is_kept = plain != _DROPPED
    is_space = plain == ord(" ")
    is_kept[1:] &= ~(is_space[1:] & is_space[:-1])
    searched: str = plain[is_kept].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    return searched.split(_END) if texts else []


@cache
def _plain_letters() -> LetterArray:
    """Return of each of the first letters of Unicode the one it is searched as, `_DROPPED` for a mark.

    What folds to several letters (ß) is searched as the first of them, in the text and in what is looked for.
    """
    table = np.arange(_LETTERS, dtype=np.uint32)
    for code in range(_LETTERS):
        letter = chr(code)
        if letter.isspace():
            table[code] = ord(" ")
        elif letter != _END:
            plain = without_tones(letter)
            table[code] = ord(plain[0]) if plain else _DROPPED
    return table
