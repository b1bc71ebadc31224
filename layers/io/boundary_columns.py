"""Which column of a boundary file holds the codes or names, of which vintage, and which unit each row is.

Decided by what the cells say, never by what a column is called. Knows nothing of geometry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.names import plain_key
from layers.registers import VINTAGES, Register

# Fewer units than this share of the register is chance, not a column of communes.
LEAST_SHARE = 0.1
# Longer texts are addresses and notes, not names.
LONGEST_NAME = 60
_KIND_KEYS = frozenset({"xa", "phuong", "thitran"})

Codes = frozenset[str]
_NONE: Codes = frozenset()


@dataclass(frozen=True, eq=False)
class Recognised:
    """What a table of attributes says.

    Attributes
    ----------
    vintage : str
    meanings : tuple of frozenset of str
        Codes (of `vintage`) each row can be: none, one, or several where the name alone does not decide.
    labels : tuple of str
        What each row is called in the file.
    code_column, name_column : str or None
    disagreeing : tuple of str
        Labels of rows whose code and name mean different units; their code is believed.
    """

    vintage: str
    meanings: tuple[Codes, ...]
    labels: tuple[str, ...]
    code_column: str | None
    name_column: str | None
    disagreeing: tuple[str, ...] = ()

    @property
    def matched(self) -> int:
        """Return how many different units the rows can be."""
        return len(frozenset().union(*self.meanings))


def recognise(attributes: pd.DataFrame, register: Register, vintage: str | None = None) -> Recognised | None:
    """Return the best reading of a table, or None when no column holds codes or names.

    Parameters
    ----------
    attributes : DataFrame of str
    vintage : str, optional
        Only this one is tried; None tries all and takes the one of which the larger share is there. Codes
        are reused, so that a file of the 75 also fits older registers, but never as completely.

    Examples
    --------
    >>> table = pd.DataFrame({"a": ["03646", "03664"], "b": ["P. Tô Hiệu", "P. Chiềng An"]}, dtype="str")
    >>> recognise(table, Register.load()) is None  # two of 75 are chance
    True
    """
    readings = [
        reading
        for tried in ((vintage,) if vintage else reversed(VINTAGES))
        if (reading := _read_as(attributes, register, tried))
    ]
    return max(readings, key=lambda reading: _share(reading, register), default=None)


def _share(reading: Recognised, register: Register) -> float:
    return reading.matched / max(register.count(reading.vintage), len(reading.meanings))


def _read_as(attributes: pd.DataFrame, register: Register, vintage: str) -> Recognised | None:
    known = frozenset(unit.code for unit in register.units(vintage))
    least = LEAST_SHARE * len(known)
    by_code = {str(name): _codes(attributes[name], known) for name in attributes}
    code_column = _best(by_code, least)
    by_name = _by_name(attributes, register, vintage)
    name_column = _best(by_name, least)
    if code_column is None and name_column is None:
        return None
    named = by_name[name_column] if name_column else (_NONE,) * len(attributes)
    # A few cells that happen to look like codes must not beat a full column of names.
    if code_column is None or _distinct(by_code[code_column]) < 0.9 * _distinct(named):
        labels = _labels(attributes, name_column, None)
        return Recognised(vintage, _without_taken(named), labels, None, name_column)
    labels = _labels(attributes, name_column, code_column)
    rows = list(zip(by_code[code_column], named, labels, strict=True))
    return Recognised(
        vintage,
        tuple(code or name for code, name, _ in rows),
        labels,
        code_column,
        name_column,
        tuple(label for code, name, label in rows if code and name and not code & name),
    )


def _codes(cells: Iterable[str], known: Codes) -> tuple[Codes, ...]:
    """Return the code in each cell; a spreadsheet may have dropped the leading zero."""
    return tuple(
        frozenset({code}) if cell.isdecimal() and (code := cell.zfill(5)) in known else _NONE
        for cell in cells
    )


def _by_name(attributes: pd.DataFrame, register: Register, vintage: str) -> dict[str, tuple[Codes, ...]]:
    kinds = _column_where(attributes, lambda cell: plain_key(cell) in _KIND_KEYS)
    districts = _column_where(attributes, register.is_district)
    found: dict[str, tuple[Codes, ...]] = {}
    for name in map(str, attributes):
        cells = attributes[name].tolist()
        if name in (kinds, districts) or not _may_be_names(cells):
            continue
        kind_cells = attributes[kinds].tolist() if kinds else [""] * len(cells)
        district_cells = attributes[districts].tolist() if districts else [""] * len(cells)
        found[name] = tuple(
            _meanings(register, cell, kind, district, vintage)
            for cell, kind, district in zip(cells, kind_cells, district_cells, strict=True)
        )
    return found


def _meanings(register: Register, cell: str, kind: str, district: str, vintage: str) -> Codes:
    if not cell or cell.isdecimal():
        return _NONE
    found = register.resolve(cell, vintage=vintage, district=district or None)
    if kind and len(found.matches) > 1:
        found = register.resolve(f"{kind} {cell}", vintage=vintage, district=district or None)
    return frozenset(match.code for match in found.matches)


def _may_be_names(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    if not filled or sum(map(len, filled)) > LONGEST_NAME * len(filled):
        return False
    return sum(any(char.isalpha() for char in cell) for cell in filled) > 0.5 * len(filled)


def _column_where(attributes: pd.DataFrame, holds: Callable[[str], bool]) -> str | None:
    """Return the column whose cells, where filled, are nearly all of a kind."""
    for name in attributes:
        cells = {cell for cell in attributes[name] if cell}
        if cells and len(cells) < 30 and sum(map(holds, cells)) >= 0.9 * len(cells):
            return str(name)
    return None


def _best(columns: dict[str, tuple[Codes, ...]], least: float) -> str | None:
    """Return the column that tells most units apart; of two equals the one with fewer doubtful rows."""
    rated = {
        name: (sum(len(c) == 1 for c in codes), _distinct(codes))
        for name, codes in columns.items()
        if _distinct(codes) >= least
    }
    return max(rated, key=lambda name: (rated[name][1], rated[name][0])) if rated else None


def _distinct(codes: Sequence[Codes]) -> int:
    return len(frozenset().union(*codes)) if codes else 0


def _without_taken(meanings: Sequence[Codes]) -> tuple[Codes, ...]:
    """Take from doubtful rows what other rows are for certain, until nothing changes."""
    current = tuple(meanings)
    while True:
        taken = frozenset().union(*(codes for codes in current if len(codes) == 1))
        reduced = tuple(codes if len(codes) == 1 else (codes - taken or codes) for codes in current)
        if reduced == current:
            return current
        current = reduced


def _labels(attributes: pd.DataFrame, name_column: str | None, code_column: str | None) -> tuple[str, ...]:
    rows: npt.NDArray[np.str_] = np.asarray([""] * len(attributes), dtype=object)
    for column in (name_column, code_column):
        if column is not None:
            cells = attributes[column].to_numpy(dtype=object)
            rows = np.where(rows == "", cells, rows)
    return tuple(str(row) or f"#{number + 1}" for number, row in enumerate(rows))
