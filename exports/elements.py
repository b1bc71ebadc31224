"""The pieces a page is made of, in millimetres, and a flow that stacks text into a column.

Knows nothing of what the pieces say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from exports import fonts
from exports.legend import Legend
from exports.scale_bar import ScaleBar
from layers.style import LIGHT

PT_PER_MM = 72 / 25.4

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y_mm` is its base line, `x_mm` its left end, middle or right end."""

    x_mm: float
    y_mm: float
    text: str
    size_pt: float
    bold: bool = False
    colour: str = LIGHT.text
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    x1_mm: float
    y1_mm: float
    x2_mm: float
    y2_mm: float
    colour: str = LIGHT.line
    width_pt: float = 0.6


@dataclass(frozen=True, slots=True)
class BoxElement:
    """A rectangle with ground, outline and rounded corners."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    ground: str
    stroke: str
    stroke_pt: float = 0.6
    radius_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class LegendElement:
    """The entries of a legend, their type scaled by `size`."""

    x_mm: float
    y_mm: float
    width_mm: float
    legend: Legend
    size: float


@dataclass(frozen=True, slots=True)
class ScaleBarElement:
    """A scale bar whose length is in millimetres; `y_mm` is its base."""

    x_mm: float
    y_mm: float
    bar: ScaleBar
    size_pt: float


@dataclass(frozen=True, slots=True)
class NorthElement:
    """A north arrow; `x_mm` is its middle, `y_mm` its top."""

    x_mm: float
    y_mm: float
    height_pt: float


Element = Text | Rule | BoxElement | LegendElement | ScaleBarElement | NorthElement


class Flow:
    """Stacks wrapped text downwards in a column of millimetres."""

    def __init__(self, x_mm: float, y_mm: float, width_mm: float) -> None:
        self.x = x_mm
        self.y = y_mm
        self.width = width_mm
        self.elements: list[Element] = []

    def text(
        self,
        text: str,
        size_pt: float,
        *,
        bold: bool = False,
        colour: str = LIGHT.text,
        indent_mm: float = 0.0,
        leading: float = 1.04,
    ) -> None:
        """Add a paragraph; it wraps at the width of the column."""
        step = fonts.line_height(size_pt, leading) / PT_PER_MM
        rise = fonts.ascent(size_pt) / PT_PER_MM
        for line in fonts.wrap(text, (self.width - indent_mm) * PT_PER_MM, size_pt, bold=bold):
            self.elements.append(Text(self.x + indent_mm, self.y + rise, line, size_pt, bold, colour))
            self.y += step

    def gap(self, height_mm: float) -> None:
        """Leave room."""
        self.y += height_mm

    def rule(self, colour: str = LIGHT.line, width_pt: float = 0.6) -> None:
        """Draw a line across the column."""
        self.elements.append(Rule(self.x, self.y, self.x + self.width, self.y, colour, width_pt))
