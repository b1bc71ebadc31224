"""Turns a style and the rows of a layer into what is drawn: one look a row, on canvas, paper and web alike.

Knows styles, columns and numbers; nothing of painters, scales or the order of layers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.classify import NO_DATA as NO_RANGE
from analysis.classify import ZERO, class_of, graduate
from exports.style_columns import Choice, ChoiceKind, ValueNames, categories_of, choices, numbers_of, order_of
from layers.looks import LARGEST_PT, Fill, Pattern, Shape, Symbol
from layers.palettes import NO_DATA_GREY, OTHER, is_safe_in_greyscale, palette, point_palette, qualitative
from layers.renderers import Categorised, Category, Density, Graduated, Proportional, Renderer
from layers.style import NO_DATA, Style

if TYPE_CHECKING:
    from layers.words import Words

__all__ = ["Choice", "ChoiceKind", "ValueNames", "choices"]

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

HIDDEN = -1
MOST_CATEGORIES = 12  # classes that are made for a column; the legend must stay readable
ZERO_SHARE = 0.6  # of the size of the symbol: a zero is drawn, but small
MIXED_COLOUR = "#56606E"
ZERO_GROUND = "#F4F5F7"


class Role(StrEnum):
    """What a look stands for."""

    ALL = "all"
    VALUE = "value"
    OTHER = "other"
    RANGE = "range"
    ZERO = "zero"
    SIZE = "size"
    NO_DATA = "no_data"
    MIXED = "mixed"  # several looks at one place


@dataclass(frozen=True, slots=True)
class Look:
    """A class of points.

    Attributes
    ----------
    role : Role
    symbol : Symbol
        Of circles of a number: the largest.
    fill : Fill or None
        The same for areas, where the style has a fill.
    value, label : str
        The category as stored, and what the analyst calls it ('' for its word in the language at hand).
    low, high : float
        The range: low ≤ value < high, the last one closed.
    count : int
        Rows that look so.
    """

    role: Role
    symbol: Symbol
    fill: Fill | None = None
    value: str = ""
    label: str = ""
    low: float = math.nan
    high: float = math.nan
    count: int = 0


@dataclass(frozen=True, eq=False)
class Rendered:
    """How the rows of a layer look.

    Attributes
    ----------
    column : str
        Column that decides, '' where none does.
    looks : tuple of Look
        In the order of the legend, the first drawn on top.
    look_of : ndarray of int64, shape (n,)
        Look of each row; `HIDDEN` (−1) for rows that are not drawn.
    sizes_pt : ndarray, shape (n,), or None
        Diameter of each row where size tells a number.
    numbers : ndarray, shape (n,), or None
        The numbers themselves, for places that stand for several rows.
    largest_value : float
        Value of the largest circle.
    density : Density or None
        Points are counted by cells, in the colour ramp it names.
    """

    column: str
    looks: tuple[Look, ...]
    look_of: IntArray
    sizes_pt: FloatArray | None = None
    numbers: FloatArray | None = None
    largest_value: float = math.nan
    density: Density | None = None

    @property
    def drawn(self) -> BoolArray:
        """Return which rows are drawn."""
        drawn: BoolArray = self.look_of != HIDDEN
        return drawn

    def taken(self, rows: BoolArray) -> Rendered:
        """Return how some of the rows look; counts stay those of all."""
        sizes = None if self.sizes_pt is None else self.sizes_pt[rows]
        numbers = None if self.numbers is None else self.numbers[rows]
        return replace(self, look_of=self.look_of[rows], sizes_pt=sizes, numbers=numbers)


def render(style: Style, rows: pd.DataFrame, names: ValueNames | None = None) -> Rendered:
    """Return how each row of a layer of points looks.

    Parameters
    ----------
    style : Style
    rows : DataFrame
        The rows that are shown; ranges and the largest circle are taken from them where the style leaves it
        open.
    names : ValueNames, optional
        The initiatives, for columns that are read from them.

    Examples
    --------
    >>> rows = pd.DataFrame({"status": ["active", "ended", None]})
    >>> made = render(Style(renderer=Categorised("status", (Category("active"),))), rows)
    >>> made.look_of.tolist(), [look.role.value for look in made.looks]
    ([0, 1, 2], ['value', 'other', 'no_data'])
    """
    symbol, renderer = style.symbol or Symbol(), style.renderer
    if isinstance(renderer, Categorised):
        initiatives = names.initiatives if names is not None else None
        return _categorised(renderer, style, categories_of(rows, renderer.column, initiatives))
    if isinstance(renderer, Graduated):
        return _graduated(renderer, style, numbers_of(rows, renderer.column))
    if isinstance(renderer, Proportional):
        return proportional(renderer, symbol, numbers_of(rows, renderer.column))
    density = renderer if isinstance(renderer, Density) else None
    look = Look(Role.ALL, symbol, style.fill, count=len(rows))
    return Rendered("", (look,), np.zeros(len(rows), np.int64), density=density)


# -- categories -------------------------------------------------------------------------------------


def _categorised(renderer: Categorised, style: Style, values: npt.NDArray[np.object_]) -> Rendered:
    entries = [(Role.VALUE, entry) for entry in renderer.classes]
    entries += [(Role.OTHER, renderer.other), (Role.NO_DATA, renderer.no_data)]
    other, missing = len(entries) - 2, len(entries) - 1
    place = {entry.value: number for number, entry in reversed(list(enumerate(renderer.classes)))}
    codes, texts = pd.factorize(values)  # −1 where there is no value
    known = np.array([place.get(str(text), other) for text in texts] + [missing], dtype=np.int64)
    return _with_looks(renderer.column, style, entries, known[codes])


def _with_looks(column: str, style: Style, entries: list[tuple[Role, Category]], found: IntArray) -> Rendered:
    base = style.symbol or Symbol()
    counts = np.bincount(found, minlength=len(entries))
    looks = tuple(
        Look(
            role,
            _symbol(role, entry, base),
            _fill(role, entry, style),
            entry.value,
            entry.label,
            count=int(count),
        )
        for (role, entry), count in zip(entries, counts, strict=True)
    )
    hidden = np.array([not entry.shown for _, entry in entries])
    return Rendered(column, looks, np.where(hidden[found], HIDDEN, found))


def _symbol(role: Role, entry: Category, base: Symbol) -> Symbol:
    if entry.symbol is not None:
        return entry.symbol
    if role is Role.OTHER:
        return replace(base, colour=OTHER)
    return missing_symbol(base) if role is Role.NO_DATA else base


def _fill(role: Role, entry: Category, style: Style) -> Fill | None:
    if entry.fill is not None or style.fill is None:
        return entry.fill
    if role is Role.NO_DATA:
        return NO_DATA
    return replace(style.fill, colour=OTHER) if role is Role.OTHER else style.fill


def missing_symbol(base: Symbol) -> Symbol:
    """Return the look of rows without a value: a small grey square, unlike any hollow symbol."""
    return Symbol(Shape.SQUARE, NO_DATA_GREY, max(2.5, base.size_pt * 0.7))


def make_categories(
    column: str, rows: pd.DataFrame, base: Symbol, names: ValueNames | None = None, words: Words | None = None
) -> Categorised:
    """Return classes for the values of a column: a list in its own order, others the most frequent first.

    Colours and shapes differ from class to class; beyond twelve values the rest is one class of others.
    With `words`, values of lists that the program does not know keep the name they have now.
    """
    values = pd.Series(categories_of(rows, column, names.initiatives if names is not None else None))
    often = values.value_counts()
    in_order = [code for code in order_of(column) if code in often.index]
    in_order += sorted(
        (str(code) for code in often.index if code not in in_order), key=lambda c: (-often[c], c)
    )
    made = []
    for place, value in enumerate(in_order[:MOST_CATEGORIES]):
        colour, shape = qualitative(place)
        made.append(
            Category(
                value, _own_label(column, value, names, words), replace(base, colour=colour, shape=shape)
            )
        )
    return Categorised(column, tuple(made))


def _own_label(column: str, value: str, names: ValueNames | None, words: Words | None) -> str:
    if names is None or words is None or ValueNames(names.initiatives).text(column, value, words) != value:
        return ""
    label = names.text(column, value, words)
    return label if label != value else ""


# -- ranges -----------------------------------------------------------------------------------------


def range_colours(renderer: Graduated, ranges: int, *, areas: bool = False) -> tuple[str, ...]:
    """Return the colour of each range, the lowest first; symbols go without the palest colour."""
    if ranges == 0:
        return ()
    colours = palette if areas else point_palette
    return colours(renderer.palette, ranges, reverse=renderer.reverse)


def _graduated(renderer: Graduated, style: Style, numbers: FloatArray) -> Rendered:
    base = style.symbol or Symbol()
    found = graduate(renderer, numbers)
    colours = range_colours(renderer, len(found.ranges), areas=style.symbol is None)
    # High values on top and first in the legend.
    looks = [
        Look(
            Role.RANGE, replace(base, colour=colour), _ground(style, colour), low=low, high=high, count=count
        )
        for (low, high), colour, count in zip(found.ranges, colours, found.counts, strict=True)
    ][::-1]
    ranges = len(looks)
    zero = Symbol(Shape.CIRCLE, NO_DATA_GREY, max(2.5, base.size_pt * ZERO_SHARE), hollow=True)
    looks.append(Look(Role.ZERO, zero, _ground(style, ZERO_GROUND), low=0.0, high=0.0, count=found.zeros))
    no_data = renderer.no_data
    symbol = _symbol(Role.NO_DATA, no_data, base)
    fill = _fill(Role.NO_DATA, no_data, style)
    looks.append(Look(Role.NO_DATA, symbol, fill, label=no_data.label, count=found.missing))
    place = class_of(numbers, found.edges, zero_apart=renderer.zero_apart)
    look_of = np.where(place >= 0, ranges - 1 - place, place)
    look_of[place == ZERO] = ranges
    look_of[place == NO_RANGE] = ranges + 1 if no_data.shown else HIDDEN
    return Rendered(renderer.column, tuple(looks), look_of, numbers=numbers)


def _ground(style: Style, colour: str) -> Fill | None:
    return None if style.fill is None else replace(style.fill, pattern=Pattern.SOLID, colour=colour)


# -- sizes ------------------------------------------------------------------------------------------


def size_of(renderer: Proportional, numbers: FloatArray, largest_value: float) -> FloatArray:
    """Return the diameter in points of each number: its square is in proportion to the number.

    Numbers above `largest_value` grow beyond `largest_pt`, for their area must not lie, up to 96 pt; below
    `smallest_pt` nothing is drawn smaller.

    Examples
    --------
    >>> size_of(Proportional("n", largest_pt=20.0), np.array([100.0, 25.0, 0.01]), 100.0).tolist()
    [20.0, 10.0, 3.0]
    """
    if not largest_value > 0:
        return np.full(len(numbers), renderer.smallest_pt)
    with np.errstate(invalid="ignore"):
        sizes = renderer.largest_pt * np.sqrt(np.maximum(numbers, 0.0) / largest_value)
    return np.clip(sizes, renderer.smallest_pt, LARGEST_PT)


def proportional(renderer: Proportional, base: Symbol, numbers: FloatArray) -> Rendered:
    """Return circles in proportion to numbers; zero and below is not drawn, what is not known is apart."""
    known = np.isfinite(numbers)
    drawn = known & (numbers > 0)
    largest = renderer.largest_value or float(numbers[drawn].max(initial=0.0))
    colour = renderer.colour or base.colour
    shape = base.shape if base.shape not in (Shape.CROSS, Shape.DOT, Shape.STAR) else Shape.CIRCLE
    circle = Symbol(shape, colour, renderer.largest_pt)
    missing = renderer.no_data
    looks = (
        Look(Role.SIZE, circle, low=0.0, high=largest, count=int(drawn.sum())),
        Look(
            Role.NO_DATA, _symbol(Role.NO_DATA, missing, base), label=missing.label, count=int((~known).sum())
        ),
    )
    look_of = np.where(drawn, 0, HIDDEN)
    look_of[~known] = 1 if missing.shown else HIDDEN
    sizes = np.where(drawn, size_of(renderer, numbers, largest), looks[1].symbol.size_pt)
    return Rendered(renderer.column, looks, look_of, sizes, numbers, largest)


# -- whole styles -----------------------------------------------------------------------------------


def greyscale_warning(style: Style) -> str:
    """Return the key of a warning where classes cannot be told apart in grey print, '' where they can.

    Points that differ in shape are told apart in any case.
    """
    renderer = style.renderer
    if isinstance(renderer, Categorised):
        looks = [entry for entry in renderer.classes if entry.shown]
        if style.fill is not None and style.symbol is None:
            fills = [entry.fill or style.fill for entry in looks]
            alike = _by((fill.pattern.value, fill.colour) for fill in fills)
        else:
            symbols = [entry.symbol or style.symbol or Symbol() for entry in looks]
            alike = _by((symbol.shape.value, symbol.colour) for symbol in symbols)
        safe = all(is_safe_in_greyscale(colours) for colours in alike.values())
        return "" if safe else "style.warning.greyscale"
    if isinstance(renderer, Graduated):
        ranges = max(len(renderer.breaks) - 1, 0) or renderer.classes
        colours = range_colours(renderer, ranges, areas=style.symbol is None)
        return "" if is_safe_in_greyscale(colours) else "style.warning.greyscale"
    return ""


def _by(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Return form → colours that have it: forms themselves are told apart."""
    found: dict[str, list[str]] = {}
    for form, colour in pairs:
        found.setdefault(form, []).append(colour)
    return found


def swatches(style: Style, *, areas: bool | None = None, most: int = 4) -> tuple[Symbol | Fill, ...]:
    """Return the symbols or fills that stand for a style in small: for the list of layers.

    Parameters
    ----------
    areas : bool, optional
        The layer holds areas; by default where the style has a fill and no symbol.
    most : int
        At most so many; of a graduated look the first and the last are among them.
    """
    if areas is None:
        areas = style.symbol is None and style.fill is not None
    base, ground = style.symbol or Symbol(), style.fill or Fill()
    renderer: Renderer = style.renderer
    if isinstance(renderer, Categorised):
        shown = [entry for entry in renderer.classes if entry.shown][:most]
        if areas:
            return tuple(entry.fill or ground for entry in shown) or (ground,)
        return tuple(entry.symbol or base for entry in shown) or (base,)
    if isinstance(renderer, Graduated):
        ranges = min(most, max(len(renderer.breaks) - 1, 0) or renderer.classes)
        colours = range_colours(renderer, ranges, areas=areas)
        if areas:
            return tuple(replace(ground, pattern=Pattern.SOLID, colour=colour) for colour in colours)
        return tuple(replace(base, colour=colour) for colour in colours)
    if isinstance(renderer, Density) and not areas:
        colours = point_palette(renderer.palette, most)
        return tuple(Symbol(Shape.SQUARE, colour, base.size_pt) for colour in colours)
    if isinstance(renderer, Proportional) and not areas:
        look = proportional(renderer, base, np.array([1.0])).looks[0].symbol
        return tuple(replace(look, size_pt=size) for size in (4.0, 7.0, 10.0))
    return (ground,) if areas else (base,)
