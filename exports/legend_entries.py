"""The lines of a legend as values: symbols, fills, ramps, circles, lines and headings with their texts.

Knows nothing of where the lines come from or how they are painted.
"""

from __future__ import annotations

from dataclasses import dataclass

from layers.style import Fill, Symbol


@dataclass(frozen=True, slots=True)
class SymbolEntry:
    """A point symbol and what it stands for; `layer` is the kind of layer it belongs to, '' for several."""

    symbol: Symbol
    text: str
    layer: str = ""


@dataclass(frozen=True, slots=True)
class AreaEntry:
    """A fill and what it stands for."""

    fill: Fill
    text: str


@dataclass(frozen=True, slots=True)
class RampEntry:
    """Ranges of a rate side by side: fills, the breaks between them as text."""

    fills: tuple[Fill, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A line and what it stands for; `width_pt` 0: as thin as the lines of the map itself."""

    colour: str
    text: str
    dashed: bool = True
    width_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class PictureEntry:
    """A picture behind the map, by its name."""

    text: str


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A heading or remark inside the legend."""

    text: str
    bold: bool = False
    layer: str = ""


@dataclass(frozen=True, slots=True)
class CirclesEntry:
    """Circles inside one another whose area is a number: diameters in points and numbers, largest first."""

    symbol: Symbol
    sizes_pt: tuple[float, ...]
    marks: tuple[str, ...]
    layer: str = ""

    @property
    def text(self) -> str:
        """Return the numbers in words, for those who hear the legend."""
        return " · ".join(self.marks)


@dataclass(frozen=True, slots=True)
class DensityEntry:
    """Colours from few points to many, with the words at both ends."""

    colours: tuple[str, ...]
    low: str
    high: str
    text: str
    layer: str = ""


PointEntry = SymbolEntry | NoteEntry | CirclesEntry | DensityEntry
Entry = PointEntry | AreaEntry | RampEntry | LineEntry | PictureEntry

UNCERTAIN_COLOUR = "#3B4654"
UNCERTAIN_DASH_PT = (3.0, 2.2)
REACH_COLOUR, REACH_PT = "#A03A00", 0.6


@dataclass(frozen=True, slots=True)
class Legend:
    """What is drawn, from top to bottom, in the words of one language; `compact` sets the lines closer."""

    title: str
    entries: tuple[Entry, ...]
    compact: bool = False
