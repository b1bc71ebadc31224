"""Says in words what a look stands for: categories, ranges, circles of a number, zero, no data.

Knows looks and words; nothing of results or of where the legend stands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from exports.legend_entries import CirclesEntry
from exports.point_looks import PointLooks
from exports.render import Look, Role, ValueNames, size_of
from exports.style_columns import is_share
from layers.renderers import Graduated, Proportional
from layers.style import Style
from layers.words import Words


def look_text(look: Look, looks: PointLooks, style: Style, names: ValueNames, words: Words) -> str:
    """Return what a look stands for, without its count."""
    if look.label:
        return look.label
    if look.role is Role.VALUE:
        return names.text(looks.column, look.value, words)
    if look.role is Role.RANGE:
        renderer = style.renderer
        decimals = renderer.decimals if isinstance(renderer, Graduated) else None
        ranges = [(other.low, other.high) for other in looks.looks if other.role is Role.RANGE]
        if isinstance(renderer, Graduated) and renderer.breaks:
            # Of all ranges, the empty ones too: a filter must not change what the others are called.
            ranges = list(pairwise(renderer.breaks))
        # The one above may begin and end where this one ends: the highest value is then a range of its own.
        is_last = (look.low, look.high) == max(ranges)
        edges = [edge for span in ranges for edge in span]
        return range_text(look, looks.is_whole, is_last, edges, words, decimals, looks.column)
    return words(f"legend.{look.role.value}")


def range_text(
    look: Look,
    is_whole: bool,
    is_last: bool,
    edges: Iterable[float],
    words: Words,
    decimals: int | None,
    column: str,
) -> str:
    """Return a range: whole numbers as "1–4", others as "1,5 – dưới 3,0", shares as percentages."""
    low, high = look.low, look.high
    if is_whole and not is_share(column):
        low = math.ceil(low)
        high = math.floor(high) if is_last else math.ceil(high) - 1
        if low == high:
            return words.number(low)
        return words("legend.span", low=words.number(low), high=words.number(high))
    factor, unit = (100.0, "%") if is_share(column) else (1.0, "")
    figures = decimals if decimals is not None else decimals_for([edge * factor for edge in edges])
    lowest, highest = (words.number(value * factor, figures) + unit for value in (low, high))
    if low == high:
        return lowest
    return words("legend.span" if is_last else "legend.span_under", low=lowest, high=highest)


def decimals_for(edges: Iterable[float]) -> int:
    """Return how many figures after the comma tell numbers apart, four at most.

    Examples
    --------
    >>> decimals_for([1.0, 2.5, 2.75]), decimals_for([0.0, 10.0])
    (2, 0)
    """
    known = sorted({edge for edge in edges if math.isfinite(edge)})
    for decimals in range(4):
        step = 10.0**-decimals
        near = all(abs(edge - round(edge, decimals)) <= step * 0.05 for edge in known)
        if near or (decimals and len({round(edge, decimals) for edge in known}) == len(known)):
            return decimals
    return 4


def circles_entry(
    renderer: Proportional, look: Look, words: Words, column: str, *, is_whole: bool = True
) -> CirclesEntry:
    """Return nested circles with round numbers, the largest not above the largest that is drawn."""
    values = circle_values(look.high, renderer.legend_steps, is_whole=is_whole)
    sizes = size_of(renderer, np.array(values), look.high)
    marks = [
        words.percent(value) if is_share(column) else words.number(value, _figures(value)) for value in values
    ]
    return CirclesEntry(look.symbol, tuple(float(size) for size in sizes), tuple(marks))


def _figures(value: float) -> int:
    return 0 if value >= 1 or value == 0 else min(4, math.ceil(-math.log10(value)))


_ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)


def circle_values(largest: float, steps: int, *, is_whole: bool = True) -> list[float]:
    """Return round numbers for nested circles: the first up to `largest`, each about a quarter of the last.

    Examples
    --------
    >>> circle_values(37.0, 3), circle_values(2.0, 3), circle_values(0.8, 2, is_whole=False)
    ([30.0, 7.0, 1.0], [2.0, 1.0], [0.7, 0.15])
    """
    values: list[float] = []
    wanted = largest
    while len(values) < steps and wanted > 0:
        if is_whole and wanted < 1:
            wanted = 1.0
        power = math.floor(math.log10(wanted))
        mark = max(mark for mark in _ROUND if mark <= wanted / 10.0**power * (1 + 1e-9))
        value = round(mark * 10.0**power, max(0, 2 - power))
        value = math.floor(value) if is_whole else value
        if values and value >= values[-1]:
            break
        values.append(float(value))
        wanted = value / 4
    return values
