"""Gathers the points of a result by what they look like and where they are drawn, for papers and the page.

Knows metres and symbols; nothing of pages, scales or painters.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from exports.points import POINT_KINDS, anchors, drawn_count, place_points, rows_of
from exports.render import MIXED_COLOUR, Look, Rendered, Role, ValueNames, proportional, render, size_of
from exports.style_columns import COUNTS, is_whole, numbers_of
from layers.looks import Shape, Symbol
from layers.palettes import point_palette
from layers.renderers import Category, Density, Proportional
from layers.style import Style

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

DENSITY_STEPS = 5
CIRCLE_COLOUR = "#6A3D9A"


@dataclass(frozen=True, eq=False)
class PointGroup:
    """Places that look alike.

    Attributes
    ----------
    symbol : Symbol
        Hollow where the places are known only by village or commune.
    places : ndarray, shape (n, 2), metres
    counts : ndarray of int, shape (n,)
        Points at each place.
    rows : ndarray of int
        Which rows stand there, place by place: ``np.split(rows, np.cumsum(counts)[:-1])``.
    sizes_pt : ndarray, shape (n,), or None
        Diameter of each, the largest first, where size tells a number.
    """

    symbol: Symbol
    places: FloatArray
    counts: IntArray
    rows: IntArray
    sizes_pt: FloatArray | None = None


@dataclass(frozen=True, eq=False)
class PointLooks:
    """What is drawn of one kind of points.

    Attributes
    ----------
    column : str
        Column that decides the look, '' where none does.
    looks : tuple of Look
        Those that are drawn, in the order of the legend, with the number of points drawn so.
    groups : tuple of PointGroup
        From bottom to top.
    total, approximate : int
        Points drawn, and those of them known only by village or commune.
    at_one_place : bool
        Several approximate points stand at one place, with a count beside it.
    density : Density or None
        The points are to be counted by cells instead of drawn.
    is_whole : bool
        All numbers of the column are whole.
    """

    column: str
    looks: tuple[Look, ...]
    groups: tuple[PointGroup, ...]
    total: int
    approximate: int
    at_one_place: bool
    density: Density | None = None
    is_whole: bool = False

    @property
    def places(self) -> FloatArray:
        """Return where all points are drawn, each place as often as it has points, shape (n, 2)."""
        if not self.groups:
            return np.empty((0, 2))
        return np.concatenate([np.repeat(group.places, group.counts, axis=0) for group in self.groups])


def point_looks(bundle: ResultBundle, kind: str, style: Style) -> PointLooks:
    """Return how and where the points of `kind` (sites, clusters, incidents, villages) are drawn.

    The place of a village is the village itself: no village is hollow.
    """
    known = _LOOKS.setdefault(bundle, {})
    if (kind, style) not in known:
        known[kind, style] = looks_of_rows(
            rows_of(bundle, kind),
            style,
            anchors(bundle),
            ValueNames.of_bundle(bundle),
            tells_position=kind != "villages",
        )
    return known[kind, style]


def prepare(bundle: ResultBundle, styles: Mapping[str, Style]) -> None:
    """Do beforehand, in any thread, what legend and lists ask of a result; `styles`: of what is shown."""
    for kind in POINT_KINDS:
        drawn_count(bundle, kind)
        if kind in styles:
            point_looks(bundle, kind, styles[kind])


# Legend and map of one result ask for the same; what nobody holds any more is forgotten.
_LOOKS: WeakKeyDictionary[ResultBundle, dict[tuple[str, Style], PointLooks]] = WeakKeyDictionary()


def looks_of_rows(
    rows: pd.DataFrame,
    style: Style,
    commune_anchor: Mapping[str, tuple[float, float]],
    names: ValueNames | None = None,
    *,
    tells_position: bool = True,
) -> PointLooks:
    """Return how and where rows are drawn; see `point_looks` and `exports.points.place_points`."""
    x, y, approximate = place_points(rows, commune_anchor)
    style = with_largest(style, rows, x, y, approximate)
    made = render(style, rows, names)
    drawn = made.drawn & np.isfinite(x)
    row, made = np.flatnonzero(drawn), made.taken(drawn)
    where, rough = np.column_stack([x, y])[drawn], approximate[drawn]
    counts = np.bincount(made.look_of, minlength=len(made.looks))
    looks = [replace(look, count=int(count)) for look, count in zip(made.looks, counts, strict=True)]
    parts = [_gathered(where[some], row[some], made.taken(some)) for some in (rough, ~rough)]
    mixed = sum(int(part.counts[part.is_mixed].sum()) for part in parts)
    looks.append(Look(Role.MIXED, mixed_symbol(style), count=mixed))
    hollow = rough & tells_position
    groups = _groups(parts[0], looks, style, is_hollow=tells_position)
    groups += _groups(parts[1], looks, style, is_hollow=False)
    several = any((group.counts > 1).any() for group in groups if group.symbol.hollow)
    return PointLooks(
        made.column,
        tuple(look for look in looks if look.count),
        tuple(groups),
        len(where),
        int(hollow.sum()),
        several,
        made.density,
        is_whole(made.numbers),
    )


def counted_looks(made: Rendered, drawn: npt.NDArray[np.bool_]) -> PointLooks:
    """Return the looks of some rows with their numbers and without places: for what is no point."""
    counts = np.bincount(made.look_of[drawn], minlength=len(made.looks))
    looks = (replace(look, count=int(count)) for look, count in zip(made.looks, counts, strict=True))
    kept = tuple(look for look in looks if look.count)
    return PointLooks(made.column, kept, (), int(drawn.sum()), 0, False, None, is_whole(made.numbers))


def with_largest(
    style: Style, rows: pd.DataFrame, x: FloatArray, y: FloatArray, approximate: npt.NDArray[np.bool_]
) -> Style:
    """Return a style of sizes with the value of its largest circle stated: the greatest sum at one place.

    Circles of one place are one circle of their sum: areas add up. Other styles come back as they are.
    """
    renderer = style.renderer
    if not isinstance(renderer, Proportional) or renderer.largest_value is not None:
        return style
    numbers = numbers_of(rows, renderer.column)
    known = np.isfinite(x) & np.isfinite(numbers) & (numbers > 0)
    if not known.any():
        return style
    _, place = np.unique(place_keys(x[known], y[known]) * 2 + approximate[known], return_inverse=True)
    largest = float(np.bincount(place, numbers[known]).max())
    return replace(style, renderer=replace(renderer, largest_value=largest))


def place_keys(x: FloatArray, y: FloatArray) -> IntArray:
    """Return one whole number a place: places within a centimetre are the same."""
    keys: IntArray = np.rint(x * 100).astype(np.int64) * (1 << 30) + np.rint(y * 100).astype(np.int64)
    return keys


def mixed_symbol(style: Style) -> Symbol:
    """Return the look of a place where points of several looks stand."""
    return replace(style.symbol or Symbol(), colour=MIXED_COLOUR)


@dataclass(frozen=True, eq=False)
class _Gathered:
    """Places: where, how many points, their rows, which look or several, and the sum of their numbers."""

    places: FloatArray
    counts: IntArray
    rows: IntArray  # place by place
    look_of: IntArray
    is_mixed: npt.NDArray[np.bool_]
    numbers: FloatArray | None

    def group(self, symbol: Symbol, chosen: IntArray, sizes_pt: FloatArray | None = None) -> PointGroup:
        """Return some of the places as a group of one look."""
        counts = self.counts[chosen]
        ends = np.cumsum(counts)
        begins = (np.cumsum(self.counts) - self.counts)[chosen]
        rows = self.rows[np.repeat(begins - ends + counts, counts) + np.arange(int(counts.sum()))]
        return PointGroup(symbol, self.places[chosen], counts, rows, sizes_pt)


def _gathered(where: FloatArray, row: IntArray, made: Rendered) -> _Gathered:
    keys = place_keys(where[:, 0], where[:, 1])
    order = np.argsort(keys, kind="stable")  # one sort says everything: a million points take 0.2 s
    begins = np.flatnonzero(np.diff(keys[order], prepend=keys[order[:1]] - 1))
    counts = np.diff(np.append(begins, len(order)))
    first, look = order[begins], made.look_of[order]
    look_of = look[begins]
    is_mixed = np.zeros(len(first), bool)
    numbers: FloatArray | None = None
    if len(first) and made.sizes_pt is not None and made.numbers is not None:
        numbers = np.add.reduceat(np.nan_to_num(made.numbers[order]), begins)
        look_of = np.where(numbers > 0, 0, 1)
    elif len(first) < len(order):
        is_mixed = np.maximum.reduceat(look, begins) != np.minimum.reduceat(look, begins)
    rows = row[order]
    return _Gathered(where[first], counts.astype(np.int64), rows, look_of, is_mixed, numbers)


def _groups(gathered: _Gathered, looks: list[Look], style: Style, *, is_hollow: bool) -> list[PointGroup]:
    """Return places look by look, the first look last: on top; those of several looks at the bottom."""
    groups = []
    if gathered.is_mixed.any():
        symbol = replace(mixed_symbol(style), hollow=is_hollow)
        groups.append(gathered.group(symbol, np.flatnonzero(gathered.is_mixed)))
    for place in range(len(looks) - 1, -1, -1):
        look, chosen = looks[place], np.flatnonzero((gathered.look_of == place) & ~gathered.is_mixed)
        if len(chosen) == 0 or look.role is Role.MIXED:
            continue
        sizes = None
        if look.role is Role.SIZE and gathered.numbers is not None:
            assert isinstance(style.renderer, Proportional)
            sizes = size_of(style.renderer, gathered.numbers[chosen], look.high)
            order = np.argsort(-sizes, kind="stable")
            chosen, sizes = chosen[order], sizes[order]
        symbol = replace(look.symbol, hollow=look.symbol.hollow or is_hollow)
        groups.append(gathered.group(symbol, chosen, sizes))
    return groups


# -- counts of communes -----------------------------------------------------------------------------


def commune_circles(bundle: ResultBundle, style: Style) -> tuple[Look, PointGroup] | None:
    """Return the circles of communes: a count as area, at their anchors; None where there are none to draw.

    They stand over the shade of a rate, which they leave as it is. A commune that has not reported has no
    circle: its ground says so.
    """
    renderer, communes = style.circles, bundle.coverage.communes
    if renderer is None or renderer.column not in COUNTS:
        return None
    symbol = Symbol(Shape.CIRCLE, renderer.colour or CIRCLE_COLOUR)
    made = proportional(
        replace(renderer, no_data=Category(shown=False)), symbol, numbers_of(communes, renderer.column)
    )
    places = anchors(bundle)
    where = np.array([places.get(str(code), (np.nan, np.nan)) for code in communes.index]).reshape(-1, 2)
    chosen = np.flatnonzero(made.drawn & np.isfinite(where[:, 0]))
    if len(chosen) == 0 or made.sizes_pt is None:
        return None
    chosen = chosen[np.argsort(-made.sizes_pt[chosen], kind="stable")]
    ones = np.ones(len(chosen), np.int64)
    look = replace(made.looks[0], count=len(chosen))
    return look, PointGroup(look.symbol, where[chosen], ones, chosen, made.sizes_pt[chosen])


# -- density ----------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Cells:
    """Squares of the ground that hold points.

    Attributes
    ----------
    places : ndarray, shape (n, 2), metres
        South-west corner of each.
    counts : ndarray of int, shape (n,)
    side_m : float
    """

    places: FloatArray
    counts: IntArray
    side_m: float


def cell_side(least_m: float) -> float:
    """Return the side of a cell in metres: the power of two that is not below `least_m`.

    Examples
    --------
    >>> cell_side(1000.0), cell_side(1024.0)
    (1024.0, 1024.0)
    """
    return 2.0 ** math.ceil(math.log2(least_m))


def cells_of(places: FloatArray, side_m: float) -> Cells:
    """Count points by cells whose edges are multiples of `side_m`; empty cells are left out."""
    if len(places) == 0:
        return Cells(np.empty((0, 2)), np.empty(0, np.int64), side_m)
    number = np.floor(places / side_m).astype(np.int64)
    unique, counts = np.unique(number, axis=0, return_counts=True)
    return Cells((unique * side_m).astype(np.float64), counts.astype(np.int64), side_m)


def density_steps(largest: int) -> tuple[int, ...]:
    """Return the least number of points of each colour, for counts from 1 to `largest`: even in logarithm.

    Examples
    --------
    >>> density_steps(37), density_steps(2)
    ((1, 3, 5, 9, 18), (1, 2))
    """
    steps = [math.ceil(round(largest ** (step / DENSITY_STEPS), 9)) for step in range(DENSITY_STEPS)]
    return tuple(sorted(set(steps))) if largest > 0 else ()


def density_colours(density: Density, counts: IntArray, largest: int) -> tuple[tuple[str, ...], IntArray]:
    """Return colours and which of them each number of points has (−1 for none): the more, the darker.

    The colours are always those of the legend; where there are fewer steps, they are spread over them.
    """
    steps = density_steps(largest)
    ramp = density_ramp(density)
    place = np.searchsorted(np.array(steps), counts, side="right").astype(np.int64) - 1
    spread = (
        np.rint(np.linspace(0, DENSITY_STEPS - 1, len(steps))) if len(steps) > 1 else [DENSITY_STEPS // 2]
    )
    return tuple(ramp[int(at)] for at in spread), place


def density_ramp(density: Density) -> tuple[str, ...]:
    """Return the colours of a density, from few points to many."""
    return point_palette(density.palette, DENSITY_STEPS)
