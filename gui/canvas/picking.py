"""Which rows lie where on the map: under a place, within a ring, in all; and where rows are.

Knows items and clouds; nothing of what is done with the rows, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from exports.points import place_points
from gui.canvas.camera import Bounds, usable_bounds
from gui.canvas.content import MapContent
from gui.canvas.items.context import ContextItem
from gui.canvas.items.points import PointsItem, is_fanned
from gui.canvas.layer_stack import LayerStack
from gui.canvas.point_cloud import PointCloud
from gui.canvas.sketch import Place
from gui.canvas.surface import Surface
from gui.linked import COMMUNES
from layers.context import ContextShapes

FloatArray = npt.NDArray[np.float64]
Rows = dict[str, pd.Index]


class Picking:
    """Looks rows up in what is drawn now: visible layers, rows that are shown."""

    def __init__(self, surface: Surface, stack: LayerStack, content: MapContent) -> None:
        self._surface = surface
        self._stack = stack
        self._content = content

    def of_hit(self, hit: Mapping[str, Any] | None) -> Rows:
        """Return the rows a click means: a point, all that its symbol stands for, or a commune."""
        if hit is None or hit["kind"] == "density":
            return {}
        if hit["kind"] == "commune":
            return {COMMUNES: pd.Index([hit["code"]], dtype="str")}
        item = self._stack.item(hit["layer_id"])
        if isinstance(item, ContextItem):
            return {hit["table"]: pd.Index([hit["id"]], dtype="str")}
        if not isinstance(item, PointsItem) or item.cloud is None:
            return {hit["table"]: pd.Index([hit["id"]], dtype="str")}  # a shape of a context layer
        cloud, place = item.cloud, np.array([hit["place"]])
        stands_alone = is_fanned(self._surface.camera.m_per_px) and cloud.is_spread(hit["place"])
        places = place if stands_alone else cloud.at_place_of(hit["place"])
        return {hit["table"]: cloud.index[places]}

    def within(self, ring: Sequence[Place]) -> Rows:
        """Return the points within a ring of metres, each taken where it is drawn.

        Where no layer of points is shown at all, the communes whose middle lies within.

        Parameters
        ----------
        ring : sequence of (float, float), metres
            At least three corners; it closes itself. A point on the line counts as outside.
        """
        polygon = _polygon(ring)
        if polygon is None:
            return {}
        found: dict[str, list[pd.Index]] = {}
        has_points = False
        for layer, item in self._stack.points():
            has_points = True
            if item.cloud is not None:
                places = self._inside(item, item.cloud, polygon)
                found.setdefault(layer.table, []).append(item.cloud.index[places])
        if not has_points:
            return self._communes_within(polygon)
        return _joined(found)

    def all_shown(self) -> Rows:
        """Return all points that are drawn, wherever one looks; the communes where no points are shown."""
        found: dict[str, list[pd.Index]] = {}
        for layer, item in self._stack.points():
            if item.cloud is not None:
                found.setdefault(layer.table, []).append(item.cloud.index)
        if not found and self._stack.communes_are_shown:
            return {COMMUNES: pd.Index(self._content.codes, dtype="str")}
        return _joined(found)

    def bounds_of(self, rows: Mapping[str, pd.Index]) -> Bounds | None:
        """Return the bounds (metres) of rows of any tables, shown or not; None where none has a place."""
        boxes = [self._commune_bounds(rows[COMMUNES])] if COMMUNES in rows else []
        boxes += [self._point_bounds(table, ids) for table, ids in rows.items() if table != COMMUNES]
        known = np.vstack([np.empty((0, 4)), *boxes])
        known = known[np.isfinite(known).all(axis=1)]
        if len(known) == 0:
            return None
        return usable_bounds([*known[:, :2].min(axis=0), *known[:, 2:].max(axis=0)])

    def _inside(
        self, item: PointsItem, cloud: PointCloud, polygon: shapely.Geometry
    ) -> npt.NDArray[np.int64]:
        scale = self._surface.camera.m_per_px
        min_x, min_y, max_x, max_y = polygon.bounds
        spread = cloud.widest_fan_px(item.fan_px) * scale if is_fanned(scale) else 0.0
        near = cloud.inside((min_x - spread, min_y - spread, max_x + spread, max_y + spread))
        x, y = cloud.x[near], cloud.y[near]
        if spread:
            dx, dy = cloud.fan_px(item.fan_px, near)
            x, y = x + dx * scale, y - dy * scale  # y of the screen points down
        shapely.prepare(polygon)
        return near[shapely.contains_xy(polygon, x, y)]

    def _communes_within(self, polygon: shapely.Geometry) -> Rows:
        levels = self._content.levels
        if levels is None or not self._stack.communes_are_shown:
            return {}
        inside = shapely.contains_xy(polygon, levels.anchors.x, levels.anchors.y)
        codes = pd.Index(self._content.codes, dtype="str")[inside]
        return {COMMUNES: codes} if len(codes) else {}

    def _commune_bounds(self, codes: pd.Index) -> FloatArray:
        levels = self._content.levels
        places = [self._content.place_of(str(code)) for code in codes]
        known = [place for place in places if place is not None]
        return levels.anchors.bounds[known] if levels is not None else np.empty((0, 4))

    def _point_bounds(self, table: str, ids: pd.Index) -> FloatArray:
        source = self._content.source
        if source is None:
            return np.empty((0, 4))
        frame = source.frame(table)
        rows = frame.loc[frame.index.intersection(ids)]
        if "geom" in rows.columns:
            found = ContextShapes.of(rows).bounds
            return np.array([found]) if found is not None else np.empty((0, 4))
        if not {"x", "y"} <= set(rows.columns):
            return np.empty((0, 4))
        x, y, _ = place_points(rows, self._content.anchors)
        return np.column_stack([x, y, x, y])


def _polygon(ring: Sequence[Place]) -> shapely.Geometry | None:
    corners = np.asarray(ring, float).reshape(-1, 2)
    if len(corners) < 3 or not np.isfinite(corners).all():
        return None
    polygon = shapely.make_valid(shapely.Polygon(corners))  # a ring that crosses itself holds both its parts
    return polygon if polygon.area > 0 else None


def _joined(found: Mapping[str, list[pd.Index]]) -> Rows:
    """Return one index a table: sites and clusters are two layers of one."""
    joined = {table: parts[0].append(parts[1:]) for table, parts in found.items()}
    return {table: ids for table, ids in joined.items() if len(ids)}
