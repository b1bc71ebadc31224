"""Turns context layers that are shown into shapes of the web map: geometry with its look, and nothing else.

Knows nothing of HTML; what the rows of a context layer say stays with the analyst.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from exports.context import (
    Context,
    ContextRows,
    area_fill,
    line_fill,
    point_looks_of,
    shape_looks_of,
    shapes_of,
)
from exports.webmap_data import DECIMALS, PX_PER_PT, TOLERANCE_M, leaflet_style
from exports.webmap_points import look_sets
from layers.crs import METRIC, STORE, transformer
from layers.looks import Fill, Pattern
from layers.words import Words

BEYOND = 0.25  # of the width of the province: as far as the page may be moved


@dataclass(frozen=True)
class WebLayer:
    """One context layer on the page.

    Attributes
    ----------
    key, name : str
    is_under : bool
        It lies under the communes.
    features : GeoJSON with the path options of Leaflet of each shape
    points : list of sets as `exports.webmap_points.point_sets` makes them
    """

    key: str
    name: str
    is_under: bool
    features: dict[str, Any]
    points: list[dict[str, Any]]


@dataclass(frozen=True)
class _Told:
    """What a popup says of any point of a layer: the name of the layer, and nothing of its rows."""

    name: str

    def lines(self, _row: int) -> list[str]:
        """Return the lines of the popup."""
        return [self.name]


def web_layers(
    context: Iterable[Context], order: tuple[str, ...], bounds_m: tuple[float, ...], words: Words
) -> list[WebLayer]:
    """Return the vector layers among `context`, bottom first, cut off a little outside `bounds_m`."""
    west, south, east, north = bounds_m
    room = BEYOND * (east - west)
    frame = (west - room, south - room, east + room, north + room)
    communes = order.index("boundaries") if "boundaries" in order else -1
    layers = []
    for number, one in enumerate(context):
        if isinstance(one, ContextRows):
            is_under = one.key in order and order.index(one.key) < communes
            key = f"context_{number}"
            looks, told = point_looks_of(one.rows, one.style), _Told(one.name)
            points = [{**made, "opacity": one.opacity} for made in look_sets(key, looks, told.lines, words)]
            layers.append(WebLayer(key, one.name, is_under, _features(one, frame), points))
    return layers


def _features(one: ContextRows, frame: tuple[float, float, float, float]) -> dict[str, Any]:
    shapes, looks = shapes_of(one.rows), shape_looks_of(one.rows, one.style)
    features = []
    for parts, is_area in ((shapes.areas, True), (shapes.lines, False)):
        seen = parts.inside(frame) if len(parts) else np.empty(0, np.int64)
        look_of = looks.look_of[parts.row[seen]]
        for number in range(len(looks.looks) - 1, -1, -1):
            some = parts.shapes[seen[look_of == number]]
            if len(some) == 0:
                continue
            look = looks.looks[number]
            fill = area_fill(one.style, look) if is_area else line_fill(one.style, look)
            drawn = shapely.clip_by_rect(shapely.simplify(some, TOLERANCE_M), *frame)
            drawn = drawn[~shapely.is_empty(drawn)]
            for shape in _in_degrees(drawn):
                features.append(_feature(shape, fill, one.opacity, is_area=is_area))
    return {"type": "FeatureCollection", "features": features}


def _in_degrees(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    change = transformer(METRIC, STORE)
    degrees = shapely.transform(shapes, lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1])))
    rounded: npt.NDArray[np.object_] = shapely.transform(degrees, lambda xy: np.round(xy, DECIMALS))
    return rounded


def _feature(shape: shapely.Geometry, fill: Fill, opacity: float, *, is_area: bool) -> dict[str, Any]:
    style = {**leaflet_style(fill, "context"), "opacity": opacity, "fillOpacity": opacity}
    style["weight"] = round(fill.stroke_pt * PX_PER_PT, 2)
    style["className"] = "context"
    style["stroke"] = fill.stroke_pt > 0
    style["fill"] = is_area and fill.pattern is not Pattern.NONE
    return {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(shape)),
        "properties": {"style": style},
    }
