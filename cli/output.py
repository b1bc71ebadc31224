"""Writes what a verb found: one JSON object or an aligned table. Knows nothing of what the figures mean."""

from __future__ import annotations

import json
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import TextIO


def json_text(data: Mapping[str, object]) -> str:
    """Return one JSON object in one line: letters unescaped, floats unrounded, unknown as null, never NaN.

    Examples
    --------
    >>> json_text({"tên": "Mường Lèo", "share": float("nan")})
    '{"tên": "Mường Lèo", "share": null}'
    """
    return json.dumps(plain(data), ensure_ascii=False, allow_nan=False)


def plain(value: object) -> object:
    """Return `value` as JSON knows it; NumPy and pandas scalars become Python's, what is unknown None."""
    if value is None or isinstance(value, (str, bool, int)):
        return _unmasked(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, PurePath):
        return value.as_posix()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in (sorted(value) if isinstance(value, (set, frozenset)) else value)]
    if hasattr(value, "tolist"):  # NumPy arrays and scalars, pandas series
        return plain(value.tolist())
    if str(value) in ("<NA>", "NaT"):
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _unmasked(value: object) -> object:
    # Subclasses (StrEnum, numpy.bool) are written as what they are made of.
    return str(value) if isinstance(value, str) else value


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, left: int = 1) -> list[str]:
    """Return aligned lines: the first `left` columns to the left, the others (numbers) to the right.

    Widths are counted in letters as seen, so that combining marks do not push a column aside.
    """
    grid = [list(head), *[list(row) for row in rows]]
    widths = [max(_width(line[i]) for line in grid) for i in range(len(head))]
    lines = [_line(line, widths, left) for line in grid]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return lines


def _line(cells: Sequence[str], widths: Sequence[int], left: int) -> str:
    padded = []
    for i, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (width - _width(cell))
        padded.append(cell + space if i < left else space + cell)
    return "  ".join(padded).rstrip()


def _width(text: str) -> int:
    letters = unicodedata.normalize("NFC", text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in letters
    )


def write(stream: TextIO, lines: Iterable[str]) -> None:
    """Write lines and flush them, so that a full disk or a closed pipe is noticed here."""
    stream.write("".join(f"{line}\n" for line in lines))
    stream.flush()
