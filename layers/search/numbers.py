"""A million numbers of incidents in one block of bytes, matched as written.

Knows numbers and the ids of their rows; nothing of what an incident is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from layers.search.folding import Query, tidy
from layers.search.kinds import Entry, Found, Kind, Level, Why

_BREAKS = b"\n -/._"


class Numbers:
    """Numbers of incidents.

    Parameters
    ----------
    incidents : DataFrame
        Columns number (rows without one are passed over), commune_code and category.

    Examples
    --------
    >>> incidents = pd.DataFrame({"number": ["12/2026", "112/2026"], "category": "fire"}, index=["a", "b"])
    >>> found = Numbers(incidents.assign(commune_code=None)).find(Query("vụ số 12/2026"))
    >>> [(one.entry.id, one.level.name) for one in found]
    [('a', 'EXACT'), ('b', 'INSIDE')]
    """

    def __init__(self, incidents: pd.DataFrame) -> None:
        self._rows = incidents.loc[incidents["number"].notna(), ["number", "commune_code", "category"]]
        joined = "\n" + "\n".join(self._rows["number"].to_list()) + "\n"
        if joined.count("\n") != len(self._rows) + 1:
            joined = "\n" + "\n".join(map(tidy, self._rows["number"])) + "\n"
        # One byte a letter, so that places are those of the text; a letter that is none is found by none.
        self._data = joined.lower().encode("latin-1", "replace")
        ends = np.flatnonzero(np.frombuffer(self._data, np.uint8) == ord("\n"))
        self._starts = ends[:-1] + 1

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, query: Query, most: int = 20) -> list[Found]:
        """Return the rows whose number is, begins with or holds what was typed; nothing without a digit."""
        wanted = query.raw.encode("latin-1", "replace")
        if not any(char.isdigit() for char in query.raw) or wanted not in self._data:
            return []
        found: dict[int, Level] = {}
        begins = b"\n" + wanted
        self._add(found, begins, Level.PREFIX, most)
        if len(found) >= most:  # there are more that begin so: the one that is so may be among them
            self._add(found, begins + b"\n", Level.EXACT, most + 1)
        self._add(found, wanted, Level.INSIDE, most)
        ordered = sorted(found.items(), key=lambda pair: (pair[1], pair[0]))
        return [self._found(row, level) for row, level in ordered[:most]]

    def _add(self, found: dict[int, Level], needle: bytes, level: Level, most: int) -> None:
        """Add the rows that hold some bytes, until there are enough."""
        place = self._data.find(needle) if len(found) < most else -1
        while place >= 0:
            begins = place + (needle[:1] == b"\n")
            row = int(np.searchsorted(self._starts, begins, "right")) - 1
            exact_or = self._level(level, begins, len(needle) - (begins - place))
            found[row] = min(found.get(row, Level.MISS), exact_or)
            place = self._data.find(needle, place + 1) if len(found) < most else -1

    def _level(self, level: Level, place: int, length: int) -> Level:
        """Return how well a hit at a place fits: the whole number, its beginning, a part of it, or within."""
        if level is not Level.INSIDE:
            ends = self._data[place + length : place + length + 1] if level is Level.PREFIX else b"\n"
            return Level.EXACT if ends == b"\n" else Level.PREFIX
        return Level.WORD if self._data[place - 1] in _BREAKS else Level.INSIDE

    def _found(self, row: int, level: Level) -> Found:
        number, code, category = (_text(value) for value in self._rows.iloc[row])
        identity = str(self._rows.index[row])
        entry = Entry(Kind.INCIDENT, number, identity, "incidents", commune=code, context=category)
        return Found(entry, number, Why.NUMBER, level, has_tones=True)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
