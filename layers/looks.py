"""The parts of every look: the symbol of a point, the fill of an area, and how they are read from JSON.

Knows nothing of layers, of columns or of drawing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
LARGEST_PT = 96.0


class Shape(StrEnum):
    """Outline of a point symbol; each is told apart without colour."""

    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"
    CROSS = "cross"
    STAR = "star"
    DOT = "dot"


class Pattern(StrEnum):
    """How an area is filled."""

    NONE = "none"
    SOLID = "solid"
    HATCH = "hatch"  # strokes rising to the right: not covered
    BACK_HATCH = "back_hatch"  # strokes falling to the right: no data


@dataclass(frozen=True, slots=True)
class Symbol:
    """Look of a point.

    Attributes
    ----------
    shape : Shape
    colour : str
        ``#RRGGBB`` of the fill (of the stroke for a cross).
    size_pt : float
        Diameter in typographic points, the same on screen at 100 % and on paper.
    hollow : bool
        Drawn as an outline: the position is known only to the village or commune.
    """

    shape: Shape = Shape.CIRCLE
    colour: str = "#0072B2"
    size_pt: float = 6.0
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """Look of an area: ground colour, pattern over it and outline (widths in points)."""

    pattern: Pattern = Pattern.SOLID
    colour: str = "#E9EDF2"
    stroke: str = "#FFFFFF"
    stroke_pt: float = 0.6
    hatch_colour: str = "#CC79A7"


# -- JSON -------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """Return a value of dataclasses as plain JSON values: tuples as lists, members of a StrEnum as text."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, StrEnum):
        return value.value
    return value if value is None or isinstance(value, (str, bool, int, float)) else plain(asdict(value))


def colour_of(value: object) -> str:
    """Return a colour as written; raise `ValueError` for anything but ``#RRGGBB``."""
    if not isinstance(value, str) or not _COLOUR.fullmatch(value):
        raise ValueError(f"colour {value!r}")
    return value


def number_of(value: object, low: float, high: float) -> float:
    """Return a finite number in [low, high]; raise `ValueError` for any other value."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"number {value!r}")
    if not low <= value <= high:
        raise ValueError(f"number {value!r} not in [{low}, {high}]")
    return float(value)


def symbol_from(data: Mapping[str, Any] | None) -> Symbol | None:
    """Restore a symbol, None for none; raise `ValueError` or `TypeError` for a wrong value."""
    if not data:
        return None
    base = Symbol()
    return Symbol(
        shape=Shape(data.get("shape", base.shape)),
        colour=colour_of(data.get("colour", base.colour)),
        size_pt=number_of(data.get("size_pt", base.size_pt), 0.1, LARGEST_PT),
        hollow=bool(data.get("hollow", base.hollow)),
    )


def fill_from(data: Mapping[str, Any] | None) -> Fill | None:
    """Restore a fill, None for none; raise `ValueError` or `TypeError` for a wrong value."""
    if not data:
        return None
    base = Fill()
    return Fill(
        pattern=Pattern(data.get("pattern", base.pattern)),
        colour=colour_of(data.get("colour", base.colour)),
        stroke=colour_of(data.get("stroke", base.stroke)),
        stroke_pt=number_of(data.get("stroke_pt", base.stroke_pt), 0.0, 20.0),
        hatch_colour=colour_of(data.get("hatch_colour", base.hatch_colour)),
    )
