"""Turns context layers into what a sheet paints: shapes in its frame, pictures of bounded size, names.

Knows the view of a sheet; nothing of what else lies on the map.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from exports.context import (
    Background,
    ContextRows,
    area_fill,
    line_fill,
    point_looks_of,
    points_of,
    shape_looks_of,
    shapes_of,
)
from exports.labels import LabelRequest, block_size
from exports.point_names import MOST_NAMES, group_requests
from exports.sheet_points import SIMPLIFY_MM, CellSet, MapView, PointSet, looks_sets, rings_mm
from exports.style_columns import label_texts, label_weights
from layers.context import Parts
from layers.io.raster_files import read_info, read_window
from layers.style import Fill

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
PT_PER_MM = 72 / 25.4

PICTURE_DPI = 150
MOST_PIXELS = 2_400_000  # of one picture: a PDF stays small enough to be sent


@dataclass(frozen=True)
class ShapeSet:
    """Areas and lines of one fill, in millimetres: rings to be filled, and lines to be stroked."""

    fill: Fill
    rings: tuple[FloatArray, ...]
    lines: tuple[FloatArray, ...]
    opacity: float = 1.0


@dataclass(frozen=True, eq=False)
class PictureSet:
    """A picture: red, green, blue, alpha of each pixel, and left, top, width, height in millimetres."""

    rgba: npt.NDArray[np.uint8]
    box_mm: tuple[float, float, float, float]
    opacity: float = 1.0


Drawn = PointSet | CellSet | ShapeSet | PictureSet


def drawn_rows(rows: ContextRows, view: MapView) -> list[Drawn]:
    """Return areas, lines and points of a context layer, from bottom to top."""
    shapes, made = shapes_of(rows.rows), shape_looks_of(rows.rows, rows.style)
    frame = view.bounds_m
    sets: list[Drawn] = []
    for parts, is_area in ((shapes.areas, True), (shapes.lines, False)):
        seen = parts.inside(frame) if len(parts) else np.empty(0, np.int64)
        look_of = made.look_of[parts.row[seen]]
        for number in range(len(made.looks) - 1, -1, -1):
            some = seen[look_of == number]
            if len(some):
                look = made.looks[number]
                fill = area_fill(rows.style, look) if is_area else line_fill(rows.style, look)
                sets.append(_shape_set(parts, some, fill, view, is_area=is_area, opacity=rows.opacity))
    if len(shapes.points):
        sets += looks_sets(point_looks_of(rows.rows, rows.style), view, rows.opacity)
    return sets


def _shape_set(
    parts: Parts, some: IntArray, fill: Fill, view: MapView, *, is_area: bool, opacity: float
) -> ShapeSet:
    """Return some shapes within the frame; outlines are clipped apart: the frame is no outline."""
    thinned = shapely.simplify(parts.shapes[some], SIMPLIFY_MM / 1000 * view.scale)
    frame = view.bounds_m
    rings: tuple[FloatArray, ...] = ()
    edges = thinned
    if is_area:
        inside = shapely.orient_polygons(shapely.clip_by_rect(thinned, *frame))
        rings = tuple(ring for shape in inside for ring in rings_mm(shape, view))
        edges = shapely.boundary(thinned)
    lines = shapely.get_parts(shapely.clip_by_rect(edges, *frame))
    lines = lines[(shapely.get_type_id(lines) == 1) & ~shapely.is_empty(lines)]
    places = tuple(view.to_mm(shapely.get_coordinates(line)) for line in lines)
    return ShapeSet(fill, rings, places, opacity)


def drawn_picture(background: Background, view: MapView) -> list[Drawn]:
    """Return the part of a raster in the frame as a picture of at most `MOST_PIXELS`; [] for no part.

    Raises
    ------
    AppError
        As `layers.io.raster_files.read_info`: the file is missing or cannot be read.
    """
    own, frame = read_info(background.path).bounds_m, view.bounds_m
    west, south = max(own[0], frame[0]), max(own[1], frame[1])
    east, north = min(own[2], frame[2]), min(own[3], frame[3])
    if west >= east or south >= north:
        return []
    (left, top), (right, bottom) = view.to_mm(np.array([[west, north], [east, south]])).tolist()
    width, height = right - left, bottom - top
    dots = min(PICTURE_DPI / 25.4, math.sqrt(MOST_PIXELS / (width * height)))
    size = max(1, round(width * dots)), max(1, round(height * dots))
    rgba = read_window(background.path, (west, south, east, north), *size)
    return [PictureSet(rgba, (left, top, width, height), background.opacity)]


def context_names(rows: ContextRows, view: MapView) -> Mapping[float, list[LabelRequest]]:
    """Return size of type → names of a context layer that want to stand on a sheet."""
    labels = rows.style.labels
    if not labels or (labels.from_scale and view.scale > labels.from_scale):
        return {}
    texts = label_texts(labels, rows.rows)
    if texts is None:
        return {}
    shapes, weights = shapes_of(rows.rows), label_weights(labels, rows.rows, "context")
    made: list[LabelRequest] = []
    if len(shapes.points):
        looks = point_looks_of(rows.rows, rows.style)
        named = points_of(rows.rows)
        own = label_texts(labels, named)
        if own is not None and looks.density is None:
            for group in looks.groups:
                made += group_requests(
                    group,
                    rows.key,
                    own,
                    weights[shapes.point_row],
                    lambda metres: view.to_mm(metres) * PT_PER_MM,
                    labels.size_pt,
                )
    for row, (x, y) in anchors_of(shapes.areas, shapes.lines, view.bounds_m).items():
        if texts[row]:
            across, down = (view.to_mm(np.array([[x, y]])) * PT_PER_MM)[0].tolist()
            width, _ = block_size((str(texts[row]),), labels.size_pt)
            made.append(
                LabelRequest(f"{rows.key}/{row}", str(texts[row]), across, down, float(weights[row]), width)
            )
    made.sort(key=lambda request: -request.priority)
    return {labels.size_pt: made[:MOST_NAMES]}


def anchors_of(
    areas: Parts, lines: Parts, bounds_m: tuple[float, float, float, float] | None = None
) -> dict[int, tuple[float, float]]:
    """Return row → where its name stands, metres: inside its largest area, else amid its longest line.

    With bounds only rows that are seen, and for them in the part that is seen.
    """
    found: dict[int, tuple[float, float]] = {}
    for parts, size_of, is_area in ((areas, shapely.area, True), (lines, shapely.length, False)):
        seen = parts.inside(bounds_m) if bounds_m is not None and len(parts) else np.arange(len(parts))
        if len(seen) == 0:
            continue
        shapes = parts.shapes[seen]
        if bounds_m is not None:
            shapes = shapely.clip_by_rect(shapes, *bounds_m)
        size = size_of(shapes)
        order = np.lexsort((-size, parts.row[seen]))
        _, first = np.unique(parts.row[seen][order], return_index=True)
        chosen = order[first]
        chosen = chosen[size[chosen] > 0]
        place = shapely.point_on_surface(shapes[chosen]) if is_area else _middles(shapes[chosen])
        for row, (x, y) in zip(
            parts.row[seen][chosen].tolist(), shapely.get_coordinates(place).tolist(), strict=True
        ):
            found.setdefault(row, (x, y))
    return found


def _middles(lines: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return a point in the middle of each line, of several parts on the longest."""
    single: npt.NDArray[np.object_] = np.array(
        [max(shapely.get_parts(line), key=shapely.length) for line in lines], dtype=object
    )
    middles: npt.NDArray[np.object_] = shapely.line_interpolate_point(single, 0.5, normalized=True)
    return middles
