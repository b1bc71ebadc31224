"""Context layers as papers, legend and canvas read them: rows with a look, or a picture in a file.

Knows frames, looks and words; nothing of the workspace they come from, of pages or of painters.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from exports.legend_entries import (
    AreaEntry,
    CirclesEntry,
    DensityEntry,
    Entry,
    LineEntry,
    NoteEntry,
    PictureEntry,
    SymbolEntry,
)
from exports.legend_looks import circles_entry, look_text
from exports.point_looks import PointLooks, counted_looks, density_ramp, looks_of_rows
from exports.render import Look, Rendered, Role, ValueNames, render
from exports.style_columns import choice_title
from layers.context import ContextShapes
from layers.looks import Fill, Pattern, Symbol
from layers.progress import SILENT, Progress
from layers.renderers import Density, Proportional, Single
from layers.schema import LayerKind
from layers.style import Style
from layers.words import Words

_POSITIONS = ["geom", "x", "y", "lon", "lat", "position", "commune_code"]
_PLAIN = (Role.ALL, Role.SIZE)
_NO_FILL = Fill(Pattern.NONE)
NO_NAMES = ValueNames()


class Form(StrEnum):
    """What most of a layer is drawn as."""

    POINT = "point"
    LINE = "line"
    AREA = "area"


@dataclass(frozen=True, eq=False)
class ContextRows:
    """The rows of a context layer that is shown.

    Attributes
    ----------
    key : str
        Its name among `SheetOptions.layers`.
    name : str
    rows : DataFrame
        Column geom in degrees of EPSG:4326, and the columns that may decide the look.
    style : Style
    opacity : float
    """

    key: str
    name: str
    rows: pd.DataFrame
    style: Style
    opacity: float = 1.0


@dataclass(frozen=True)
class Background:
    """A raster file that is shown; `key` as in `ContextRows`."""

    key: str
    name: str
    path: Path
    opacity: float = 1.0


Context = ContextRows | Background


def form_of(rows: pd.DataFrame) -> Form:
    """Return what rows are drawn as: areas where there are any, else lines, else points.

    Examples
    --------
    >>> form_of(pd.DataFrame({"geom": [shapely.Point(1, 2), None]})).value
    'point'
    """
    kinds = set(np.unique(shapely.get_type_id(_geometries(rows))).tolist())
    if kinds & {3, 6, 7}:
        return Form.AREA
    return Form.LINE if kinds & {1, 2, 5} else Form.POINT


def _geometries(rows: pd.DataFrame) -> npt.NDArray[np.object_]:
    if "geom" not in rows.columns:
        return np.empty(0, object)
    shapes = np.array(rows["geom"].to_numpy(), dtype=object)
    shapes[~shapely.is_geometry(shapes)] = None
    return shapes


# -- what takes long is kept as long as the rows are ------------------------------------------------

_KNOWN: dict[int, tuple[weakref.ref[pd.DataFrame], dict[Any, Any]]] = {}


def _kept(rows: pd.DataFrame) -> dict[Any, Any]:
    """Return what is remembered of a frame; forgotten when nobody holds the frame any more."""
    number = id(rows)
    held = _KNOWN.get(number)
    if held is None or held[0]() is not rows:
        held = (weakref.ref(rows, lambda _gone: _forget(number)), {})
        _KNOWN[number] = held
    return held[1]


def _forget(number: int) -> None:
    held = _KNOWN.get(number)
    if held is not None and held[0]() is None:
        del _KNOWN[number]


def shapes_of(rows: pd.DataFrame, progress: Progress = SILENT) -> ContextShapes:
    """Return the shapes of rows in metres; projected once for each frame. May take a while the first time."""
    kept = _kept(rows)
    if "shapes" not in kept:
        kept["shapes"] = ContextShapes.of(rows, progress)
    found: ContextShapes = kept["shapes"]
    return found


def points_of(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a point with x, y in metres: a row of several points as often as it has them."""
    kept = _kept(rows)
    if "points" not in kept:
        shapes = shapes_of(rows)
        taken = rows.iloc[shapes.point_row].drop(columns=_POSITIONS, errors="ignore")
        kept["points"] = taken.assign(x=shapes.points[:, 0], y=shapes.points[:, 1])
    found: pd.DataFrame = kept["points"]
    return found


def point_looks_of(rows: pd.DataFrame, style: Style) -> PointLooks:
    """Return how and where the points of rows are drawn."""
    kept = _kept(rows)
    if ("looks", style) not in kept:
        kept["looks", style] = looks_of_rows(points_of(rows), style, {}, NO_NAMES)
    found: PointLooks = kept["looks", style]
    return found


def shape_looks_of(rows: pd.DataFrame, style: Style) -> Rendered:
    """Return the look of each row as line or area: size and density are for points, these are all alike."""
    kept = _kept(rows)
    if ("shape_looks", style) not in kept:
        if isinstance(style.renderer, Proportional | Density):
            style = style.with_renderer(Single())
        kept["shape_looks", style] = render(style, rows, NO_NAMES)
    found: Rendered = kept["shape_looks", style]
    return found


# -- looks of lines and areas -----------------------------------------------------------------------


def area_fill(style: Style, look: Look) -> Fill:
    """Return how areas of a look are filled: the colour of the class, the outline of the layer."""
    base = style.fill or _NO_FILL
    if look.role in _PLAIN or look.role is Role.NO_DATA:
        return base if look.role in _PLAIN else look.fill or base
    if look.fill is not None and look.fill != style.fill:
        return look.fill
    return replace(base, pattern=Pattern.SOLID, colour=look.symbol.colour)


def line_fill(style: Style, look: Look) -> Fill:
    """Return how lines of a look are stroked: in the colour of the class, as wide as the layer says."""
    base = style.fill or _NO_FILL
    return base if look.role in _PLAIN else replace(base, stroke=look.symbol.colour)


# -- the legend -------------------------------------------------------------------------------------


def context_entries(context: Iterable[Context], words: Words) -> list[Entry]:
    """Return what the legend says of context layers, the topmost (last) first."""
    entries: list[Entry] = []
    for one in reversed(list(context)):
        if isinstance(one, Background):
            entries.append(PictureEntry(one.name))
        else:
            entries += _of_rows(one, words)
    return entries


def _of_rows(one: ContextRows, words: Words) -> list[Entry]:
    form = form_of(one.rows)
    if form is Form.POINT:
        looks = point_looks_of(one.rows, one.style)
    else:
        made = shape_looks_of(one.rows, one.style)
        looks = counted_looks(made, made.drawn & shapely.is_geometry(_geometries(one.rows)))
    if looks.total == 0:
        return []
    text = words("legend.counted", name=one.name, n=words.number(looks.total))
    if looks.density is not None:
        ends = words("legend.density.few"), words("legend.density.many")
        return [DensityEntry(density_ramp(looks.density), *ends, text, one.key)]
    if not looks.column:
        return [_swatch(form, one, looks.looks[0], text)]
    title = choice_title(LayerKind.CONTEXT, looks.column, one.rows, words)
    entries: list[Entry] = [NoteEntry(words("legend.by", name=text, column=title), layer=one.key)]
    for look in looks.looks:
        if look.role is Role.SIZE and isinstance(one.style.renderer, Proportional):
            circles = circles_entry(one.style.renderer, look, words, looks.column, is_whole=looks.is_whole)
            entries.append(CirclesEntry(circles.symbol, circles.sizes_pt, circles.marks, one.key))
            continue
        name = look_text(look, looks, one.style, NO_NAMES, words)
        text = words("legend.counted", name=name, n=words.number(look.count))
        entries.append(_swatch(form, one, look, text))
    return entries


def _swatch(form: Form, one: ContextRows, look: Look, text: str) -> Entry:
    if form is Form.AREA:
        return AreaEntry(area_fill(one.style, look), text)
    if form is Form.LINE:
        fill = line_fill(one.style, look)
        return LineEntry(fill.stroke, text, dashed=False, width_pt=fill.stroke_pt)
    return SymbolEntry(look.symbol or Symbol(), text, one.key)
