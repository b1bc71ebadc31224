"""How the rows of a context layer look on the map: fills of areas, strokes of lines, symbols, and names.

Knows rows and styles; nothing of painters, cameras or layers. Made beside the window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from exports.context import NO_NAMES, area_fill, line_fill, points_of, shape_looks_of, shapes_of
from exports.context_map import anchors_of
from exports.point_looks import with_largest
from exports.render import HIDDEN, render
from gui.canvas.items.looks import CloudLooks, CloudNames, is_plain, looks_of
from gui.canvas.point_cloud import PointCloud
from layers.context import ContextShapes, IntArray
from layers.looks import Fill
from layers.progress import Progress
from layers.style import Style


@dataclass(frozen=True, eq=False)
class ShapeLooks:
    """Fills of areas and strokes of lines, look by look.

    Attributes
    ----------
    areas, lines : tuple of Fill
        Of each look, the first on top.
    look_of : ndarray of int, shape (rows,)
        Look of each row; `HIDDEN` where it is not drawn.
    """

    areas: tuple[Fill, ...]
    lines: tuple[Fill, ...]
    look_of: IntArray

    @classmethod
    def of(cls, rows: pd.DataFrame, style: Style) -> Self:
        """Sort rows into looks."""
        made = shape_looks_of(rows, style)
        areas = tuple(area_fill(style, look) for look in made.looks)
        return cls(areas, tuple(line_fill(style, look) for look in made.looks), made.look_of)

    def grouped(self, row: IntArray, fills: tuple[Fill, ...]) -> Iterator[tuple[Fill, IntArray]]:
        """Yield fill and places of what looks so, from bottom to top; `row` is the row of each place."""
        look_of = self.look_of[row]
        for number in range(len(fills) - 1, -1, -1):
            places = np.flatnonzero(look_of == number)
            if len(places):
                yield fills[number], places

    def is_hidden(self, row: int) -> bool:
        """Say whether a row is not drawn."""
        return bool(self.look_of[row] == HIDDEN)


@dataclass(frozen=True, eq=False)
class Named:
    """Points of a layer with their looks and names (None: all alike; no names)."""

    cloud: PointCloud
    looks: CloudLooks | None
    names: CloudNames | None


@dataclass(frozen=True, eq=False)
class Dressed:
    """All that is drawn of a context layer; `anchors` are the places of the names of lines and areas."""

    shapes: ContextShapes
    looks: ShapeLooks
    points: Named
    anchors: Named | None

    @classmethod
    def of(cls, rows: pd.DataFrame, style: Style, progress: Progress) -> Self:
        """Project rows (once) and sort them into looks. May take a while."""
        shapes = shapes_of(rows, progress)
        looks = ShapeLooks.of(rows, style)
        return cls(shapes, looks, _points(rows, style), _anchors(rows, shapes, looks, style))


def _points(rows: pd.DataFrame, style: Style) -> Named:
    frame, looks, made = points_of(rows), None, None
    if not is_plain(style):
        x, y = (frame[name].to_numpy(float) for name in ("x", "y"))
        made = render(with_largest(style, frame, x, y, np.zeros(len(frame), bool)), frame, NO_NAMES)
        frame = frame[made.drawn]
    cloud = _cloud(frame)
    if made is not None:
        looks = looks_of(style, made.taken(made.drawn), cloud)
    return Named(cloud, looks, CloudNames.of(style.labels, frame, cloud, "context"))


def _anchors(rows: pd.DataFrame, shapes: ContextShapes, looks: ShapeLooks, style: Style) -> Named | None:
    """Return where the names of lines and areas stand, None without names."""
    if not style.labels or not (len(shapes.areas) or len(shapes.lines)):
        return None
    found = {
        row: place
        for row, place in anchors_of(shapes.areas, shapes.lines).items()
        if not looks.is_hidden(row)
    }
    places = np.array(list(found.values()), float).reshape(-1, 2)
    frame = rows.iloc[list(found)].drop(columns=["geom", "position"], errors="ignore")
    frame = frame.assign(x=places[:, 0], y=places[:, 1])
    cloud = _cloud(frame)
    names = CloudNames.of(style.labels, frame, cloud, "context")
    return None if names is None else Named(cloud, None, names)


def _cloud(frame: pd.DataFrame) -> PointCloud:
    """Return points; a row of several points has its id at each of them."""
    places = frame[["x", "y"]].set_axis(frame.index.astype("str"), axis=0)
    return PointCloud.of(places).as_exact()
