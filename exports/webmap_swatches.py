"""Draws the swatches of the legend of the web map as SVG: fills, symbols, circles and ramps.

Knows looks only; nothing of results or of the page around them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from exports.legend_entries import CirclesEntry
from exports.symbols import unit_outline
from exports.webmap_data import HATCH_GROUNDS
from layers.style import NO_DATA, NOT_COVERED, Fill, Shape, Symbol

PX_PER_PT = 96 / 72


def area_swatch(fill: Fill) -> str:
    """Return a small rectangle of a fill."""
    ground = HATCH_GROUNDS.get(fill.pattern, fill.colour)
    stroke = "#B9C2CC" if fill.stroke.upper() == "#FFFFFF" else fill.stroke
    return f'<rect x=".5" y="1.5" width="23" height="11" fill="{ground}" stroke="{stroke}"/>'


def symbol_swatch(symbol: Symbol, opacity: float = 1.0) -> str:
    """Return a symbol in the middle of 24 × 14 pixels, as large as it is drawn."""
    radius = symbol.size_pt * PX_PER_PT / 2
    is_open = symbol.shape is Shape.CROSS
    path = ""
    for ring in unit_outline(symbol.shape):
        points = [f"{12 + x * radius:.1f} {7 + y * radius:.1f}" for x, y in ring]
        path += "M" + "L".join(points) + ("" if is_open else "z")
    fill = "none" if is_open else "#FFFFFF" if symbol.hollow else symbol.colour
    stroke = symbol.colour if is_open or symbol.hollow else "#FFFFFF"
    width = 2 if is_open else 1.4 if symbol.hollow else 0.7
    return (
        f'<path d="{path}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}" stroke-width="{width}"/>'
    )


def circles_swatch(entry: CirclesEntry, opacity: float = 1.0) -> tuple[str, float, float]:
    """Return nested circles with their numbers, and the width and height they need in pixels."""
    largest = max(entry.sizes_pt, default=0.0) * PX_PER_PT
    high = max(largest + 2, 12.0 * len(entry.marks))
    drawn, lowest = [], 6.0
    heights = []
    for size in reversed(entry.sizes_pt):
        heights.append(max(size * PX_PER_PT, lowest))
        lowest = heights[-1] + 12.0
    high = max(high, heights[-1] + 7.0 if heights else 0.0)
    ground, middle = high - 1, largest / 2 + 1
    for size, mark, level in zip(entry.sizes_pt, entry.marks, reversed(heights), strict=True):
        radius = size * PX_PER_PT / 2
        symbol = replace(entry.symbol, size_pt=size)
        moved = f"translate({middle - 12:.1f} {ground - radius - 7:.1f})"
        top, right, beside = ground - 2 * radius, largest + 8, ground - level
        drawn.append(f'<g transform="{moved}">{symbol_swatch(symbol, opacity)}</g>')
        drawn.append(
            f'<path d="M{middle:.1f} {top:.1f}L{right:.1f} {beside:.1f}" stroke="#5B6777" stroke-width=".7"/>'
            f'<text x="{right + 3:.1f}" y="{beside + 3.5:.1f}" font-size="10" fill="currentColor">'
            f"{mark}</text>"
        )
    return "".join(drawn), largest + 80, high


def ramp_swatch(colours: Sequence[str]) -> str:
    """Return the colours of a ramp side by side within 24 pixels."""
    wide = 24 / max(len(colours), 1)
    return "".join(
        f'<rect x="{place * wide:.1f}" y="1.5" width="{wide:.1f}" height="11" fill="{colour}"/>'
        for place, colour in enumerate(colours)
    )


def patterns() -> str:
    """Return the definitions of both hatches, which the page refers to."""
    made = []
    for name, fill, turn in (("hatch", NOT_COVERED, 45), ("back_hatch", NO_DATA, -45)):
        made.append(
            f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="5.6" height="5.6" '
            f'patternTransform="rotate({turn})"><rect width="5.6" height="5.6" fill="{fill.colour}"/>'
            f'<path d="M2.8 0V5.6" stroke="{fill.hatch_colour}" stroke-width="1.1"/></pattern>'
        )
    return (
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        + "".join(made)
        + "</defs></svg>"
    )
