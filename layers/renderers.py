"""How the rows of a layer differ in look, as values: alike, by category, by range, by size, as density.

Knows nothing of rows, of drawing or of layers: `exports.render` sorts rows into these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from layers.looks import LARGEST_PT, Fill, Symbol, colour_of, fill_from, number_of, plain, symbol_from

MOST_CLASSES = 12
DEFAULT_PALETTE = "green"
_ANY = 1e300


class RendererKind(StrEnum):
    """Name of each way to render, as it stands in JSON."""

    SINGLE = "single"
    CATEGORISED = "categorised"
    GRADUATED = "graduated"
    PROPORTIONAL = "proportional"
    DENSITY = "density"


class ClassMethod(StrEnum):
    """How breaks between classes are found; see `analysis.classify`."""

    EQUAL = "equal"
    QUANTILE = "quantile"
    JENKS = "jenks"
    GIVEN = "given"  # set by hand


@dataclass(frozen=True, slots=True)
class Category:
    """Rows of one value, or those of all other values, or those without a value.

    Attributes
    ----------
    value : str
        The value as stored (a code of a vocabulary, an id, a text; ``true``/``false`` for a yes or no).
    label : str
        What the legend says; '' for the word of the value in the language at hand.
    symbol : Symbol or None
        For points; None for the symbol of the style (greyed for other values and for none).
    fill : Fill or None
        For areas; None for the fill of the style.
    shown : bool
        Whether these rows are drawn at all.
    """

    value: str = ""
    label: str = ""
    symbol: Symbol | None = None
    fill: Fill | None = None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Single:
    """All rows look alike; the communes are shaded by the measure of the result."""


@dataclass(frozen=True, slots=True)
class Categorised:
    """A look for each value of a column; see `exports.render.choices` for the columns.

    Attributes
    ----------
    column : str
    classes : tuple of Category
        Drawn and listed in this order, the first topmost.
    other : Category
        Rows of values that no class names.
    no_data : Category
        Rows without a value.
    """

    column: str
    classes: tuple[Category, ...] = ()
    other: Category = Category()
    no_data: Category = Category()


@dataclass(frozen=True, slots=True)
class Graduated:
    """A colour for each range of a number: low ≤ value < high, the last range closed at both ends.

    Attributes
    ----------
    column : str
    method : ClassMethod
        Says where `breaks` come from; with GIVEN they were set by hand.
    classes : int
        Wanted number of ranges, 1 to 12; there are fewer where there are fewer distinct values.
    breaks : tuple of float
        All edges, rising, one more than ranges: kept, so that the same colour means the same at another date.
        Values below the first belong to the first range, those above the last to the last. Empty: found from
        the rows at hand by `method`.
    palette : str
        Name in `layers.palettes`.
    reverse : bool
        Dark for low values.
    zero_apart : bool
        Zero is a class of its own (drawn small and light) and takes no part in the breaks.
    no_data : Category
        Look of rows without a value, which is never zero.
    decimals : int or None
        Figures after the comma in the legend; None for as many as tell the edges apart.
    """

    column: str
    method: ClassMethod = ClassMethod.JENKS
    classes: int = 5
    breaks: tuple[float, ...] = ()
    palette: str = DEFAULT_PALETTE
    reverse: bool = False
    zero_apart: bool = True
    no_data: Category = Category()
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Proportional:
    """Circles whose area is in proportion to a number; zero is not drawn, no value is a look of its own.

    Attributes
    ----------
    column : str
    largest_pt : float
        Diameter of the largest value.
    smallest_pt : float
        No circle is smaller than this: below it size tells no longer.
    legend_steps : int
        Nested circles in the legend, 1 to 5.
    largest_value : float or None
        Value of the largest circle; None for that of the rows at hand.
    no_data : Category
    colour : str
        Of circles of communes; '' for the colour of the style's symbol.
    """

    column: str
    largest_pt: float = 22.0
    smallest_pt: float = 3.0
    legend_steps: int = 3
    largest_value: float | None = None
    no_data: Category = Category(shown=False)
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Density:
    """Points counted in square cells of the screen or sheet instead of drawn one by one.

    Attributes
    ----------
    cell_pt : float
        Least side of a cell in points; the true one is a power of two of metres, so cells stay while panning.
    palette : str
        Name in `layers.palettes`.
    counts : bool
        Whether the number of points is written on groups of cells.
    """

    cell_pt: float = 9.0
    palette: str = DEFAULT_PALETTE
    counts: bool = True


Renderer = Single | Categorised | Graduated | Proportional | Density

_KINDS: Mapping[type[Any], RendererKind] = {
    Single: RendererKind.SINGLE,
    Categorised: RendererKind.CATEGORISED,
    Graduated: RendererKind.GRADUATED,
    Proportional: RendererKind.PROPORTIONAL,
    Density: RendererKind.DENSITY,
}


def kind_of(renderer: Renderer) -> RendererKind:
    """Return the name of the way a renderer renders."""
    return _KINDS[type(renderer)]


@dataclass(frozen=True, slots=True)
class Labels:
    """Names beside points or in areas; true where they are written.

    Attributes
    ----------
    shown : bool
    column : str
        What is written; see `exports.render.label_choices`.
    size_pt : float
        Size of the type on paper; on screen a fifth larger, as symbols are.
    priority : str
        Column whose largest values are named first where there is no room for all; '' for the kind's own.
    from_scale : int
        Names are written at 1:`from_scale` and closer; 0 at every scale.
    """

    shown: bool = False
    column: str = "name"
    size_pt: float = 7.0
    priority: str = ""
    from_scale: int = 0

    def __bool__(self) -> bool:
        return self.shown


# -- JSON -------------------------------------------------------------------------------------------


def renderer_to_json(renderer: Renderer) -> dict[str, Any]:
    """Return plain values with the name of the kind; `renderer_from` restores an equal renderer."""
    return {"kind": kind_of(renderer).value, **plain(renderer)}


def renderer_from(data: Mapping[str, Any] | None) -> Renderer:
    """Restore a renderer, `Single` for none; raise `ValueError` or `TypeError` for a wrong value."""
    kind = RendererKind(data.get("kind", "single")) if data else RendererKind.SINGLE
    if not data or kind is RendererKind.SINGLE:
        return Single()
    if kind is RendererKind.CATEGORISED:
        classes = tuple(_category(entry) for entry in data.get("classes", ()))
        return Categorised(
            _column(data), classes, _category(data.get("other")), _category(data.get("no_data"))
        )
    if kind is RendererKind.GRADUATED:
        return _graduated(data)
    if kind is RendererKind.PROPORTIONAL:
        return proportional_from(data)
    base = Density()
    return Density(
        cell_pt=number_of(data.get("cell_pt", base.cell_pt), 2.0, 200.0),
        palette=str(data.get("palette", base.palette)),
        counts=bool(data.get("counts", base.counts)),
    )


def _graduated(data: Mapping[str, Any]) -> Graduated:
    base = Graduated("")
    breaks = tuple(number_of(edge, -_ANY, _ANY) for edge in data.get("breaks", ()))
    if list(breaks) != sorted(breaks) or len(breaks) == 1 or len(breaks) > MOST_CLASSES + 1:
        raise ValueError(f"breaks {breaks!r}")
    decimals = data.get("decimals")
    return Graduated(
        column=_column(data),
        method=ClassMethod(data.get("method", base.method)),
        classes=int(number_of(data.get("classes", base.classes), 1, MOST_CLASSES)),
        breaks=breaks,
        palette=str(data.get("palette", base.palette)),
        reverse=bool(data.get("reverse", base.reverse)),
        zero_apart=bool(data.get("zero_apart", base.zero_apart)),
        no_data=_category(data.get("no_data")),
        decimals=None if decimals is None else int(number_of(decimals, 0, 6)),
    )


def proportional_from(data: Mapping[str, Any]) -> Proportional:
    """Restore circles of a number; raise `ValueError` or `TypeError` for a wrong value."""
    base = Proportional("")
    largest = data.get("largest_value")
    colour = data.get("colour", "")
    return Proportional(
        column=_column(data),
        largest_pt=number_of(data.get("largest_pt", base.largest_pt), 1.0, LARGEST_PT),
        smallest_pt=number_of(data.get("smallest_pt", base.smallest_pt), 0.5, LARGEST_PT),
        legend_steps=int(number_of(data.get("legend_steps", base.legend_steps), 1, 5)),
        largest_value=None if largest is None else number_of(largest, 0.0, _ANY),
        no_data=_category(data.get("no_data", plain(base.no_data))),
        colour=_colour_or_none(colour),
    )


def labels_from(data: Mapping[str, Any] | bool | None) -> Labels:
    """Restore labels; a bare truth value (as older files hold) switches them on or off."""
    if data is None or isinstance(data, bool):
        return Labels(shown=bool(data))
    base = Labels()
    return Labels(
        shown=bool(data.get("shown", base.shown)),
        column=str(data.get("column", base.column)),
        size_pt=number_of(data.get("size_pt", base.size_pt), 3.0, 48.0),
        priority=str(data.get("priority", base.priority)),
        from_scale=int(number_of(data.get("from_scale", base.from_scale), 0, 1e9)),
    )


def _column(data: Mapping[str, Any]) -> str:
    column = data.get("column")
    if not isinstance(column, str) or not column:
        raise ValueError(f"column {column!r}")
    return column


def _colour_or_none(value: object) -> str:
    return "" if value == "" else colour_of(value)


def _category(data: Mapping[str, Any] | None) -> Category:
    data = data or {}
    return Category(
        value=str(data.get("value", "")),
        label=str(data.get("label", "")),
        symbol=symbol_from(data.get("symbol")),
        fill=fill_from(data.get("fill")),
        shown=bool(data.get("shown", True)),
    )
