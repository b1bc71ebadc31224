"""Finding rows by what can be read in them, without tones: names, numbers, notes; never a personal column.

Knows the columns of the schema and how text is folded; nothing of why it is looked for.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.columns import BoolArray
from layers.schema import TABLES, ColumnType
from layers.words import without_tones

LetterArray = npt.NDArray[np.uint32]

_END = "\0"  # of a text: not in any that is read in, and no white space
_ODD_SPACE = re.compile(r"[^\S ]|  ")
_LETTERS = 0x3000  # up to here letters have marks to lose
_DROPPED = 0xFFFFFFFF
_NOT_READ = frozenset({"id", "changed_at", "changed_by", "position_text", "happened_time"})


def readable_columns(table: str) -> tuple[str, ...]:
    """Return the columns of a table that are searched: free text that is not personal.

    Examples
    --------
    >>> "note" in readable_columns("incidents"), "description" in readable_columns("incidents")
    (True, False)
    """
    return tuple(
        column.name
        for column in TABLES[table].columns
        if column.type is ColumnType.TEXT
        and not (column.personal or column.choices or column.vocabulary or column.references or column.digits)
        and column.name not in _NOT_READ
    )


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
    for name in readable_columns(table):
        if name in frame:
            code, texts = pd.factorize(frame[name])  # most columns say the same few things again and again
            hits = [needle in one for one in _folded([str(one) for one in texts])]
            found |= np.array([*hits, False], dtype=bool)[code]  # −1, a missing text, is the last
    return found


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
