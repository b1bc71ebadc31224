"""Turns the map part of a sheet into millimetres: round scale, areas, points and names inside a frame.

Knows nothing of what stands around the frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from exports.context import Background, Context
from exports.context_map import Drawn, context_names, drawn_picture, drawn_rows
from exports.labels import Box, LabelRequest, Placement, block_size, place_labels
from exports.legend import DEFAULT_STYLES
from exports.point_looks import commune_circles, point_looks
from exports.point_names import name_requests
from exports.points import POINT_KINDS
from exports.reach import reach_lines
from exports.shading import LEFT_OUT, Shading
from exports.sheet_points import (
    GRID_PER_MM,
    PT_PER_MM,
    SIMPLIFY_MM,
    MapView,
    PointSet,
    count_places,
    looks_sets,
    point_set,
    rings_mm,
)
from layers.schema import LayerKind
from layers.style import Fill, Style

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Area:
    """A commune on paper: its rings in millimetres (outer rings and holes) and its fill."""

    code: str
    rings: tuple[FloatArray, ...]
    fill: Fill


@dataclass(frozen=True)
class SheetMap:
    """The map part of a sheet, all in millimetres of the page, labels in points of the page.

    What lies `under` the communes is from context layers; `points` is all that lies over them.
    """

    view: MapView
    areas: tuple[Area, ...]
    outline: FloatArray
    uncertain: tuple[FloatArray, ...]
    reach: tuple[FloatArray, ...]
    points: tuple[Drawn, ...]
    labels: Placement
    under: tuple[Drawn, ...] = ()
    commune_opacity: float = 1.0


def round_scale(exact: float) -> int:
    """Return the smallest round denominator that is not below `exact`.

    Steps of 5.000 below 1:100.000, of 10.000 below 250.000, of 50.000 below 1:1.500.000, then of 100.000.

    Examples
    --------
    >>> round_scale(698_400), round_scale(250_000), round_scale(1_010_000), round_scale(41_000)
    (700000, 250000, 1050000, 45000)
    """
    for limit, step in ((1e5, 5e3), (2.5e5, 1e4), (1.5e6, 5e4), (math.inf, 1e5)):
        if exact <= limit:
            return int(math.ceil(round(exact / step, 6)) * step)
    raise AssertionError("the last limit is infinite")


def fit_view(
    bounds_m: Sequence[float], frame_mm: tuple[float, float, float, float], margin_mm: float = 4.0
) -> MapView:
    """Return the view that shows `bounds_m` (min x, min y, max x, max y) as large as a round scale allows."""
    west, south, east, north = (float(value) for value in bounds_m)
    width, height = frame_mm[2] - 2 * margin_mm, frame_mm[3] - 2 * margin_mm
    exact = max((east - west) / width, (north - south) / height) * 1000.0
    return MapView(round_scale(max(exact, 1000.0)), frame_mm, ((west + east) / 2, (south + north) / 2))


def compose_map(
    bundle: ResultBundle,
    shading: Shading,
    view: MapView,
    visible: Iterable[str],
    *,
    styles: Mapping[str, Style] | None = None,
    opacities: Mapping[str, float] | None = None,
    context: Iterable[Context] = (),
    obstacles_mm: Iterable[Box] = (),
    sizes_pt: Sequence[float] = (7.5, 6.8, 6.2, 5.6),
) -> SheetMap:
    """Return areas, points, names and context layers of a result inside the frame of `view`.

    Layers lie over each other in the order of `visible`, the first at the bottom; see `SheetOptions`.
    """
    visible, brought = tuple(visible), tuple(context)
    thinned = bundle.boundaries.simplified(SIMPLIFY_MM / 1000 * view.scale)
    shapes = bundle.boundaries.gdf.set_geometry(thinned)
    has_communes = LayerKind.BOUNDARIES.value in visible
    areas = tuple(
        Area(str(code), rings_mm(shape, view), shading.fills.get(str(code), LEFT_OUT))
        for code, shape in zip(shapes["code"], shapes.geometry, strict=True)
        if has_communes
    )
    styled = {**DEFAULT_STYLES, **(styles or {})}
    layers = _Layers(bundle, view, styled, opacities or {}, {one.key: one for one in brought})
    under, points = layers.drawn(visible)
    marks = [group for group in points if isinstance(group, PointSet)]
    drawn = [_covered(group) for group in marks if group.symbol.size_pt >= 4]
    drawn += [count_places(group) * PT_PER_MM for group in marks]
    requests = _requests(bundle, shapes, view, np.concatenate(drawn) if drawn else np.empty((0, 2)))
    if not (has_communes and styled["boundaries"].labels):
        requests = []
    left, top, width, height = (value * PT_PER_MM for value in view.frame_mm)
    frame = (left + 2, top + 2, left + width - 2, top + height - 2)
    furniture: list[Box] = [
        tuple(value * PT_PER_MM for value in box)  # type: ignore[misc]
        for box in obstacles_mm
    ]
    labels = place_labels(requests, frame, sizes_pt=sizes_pt, obstacles=furniture, leaders=True)
    of_points = name_requests(
        bundle, styled, set(visible), view.scale, lambda metres: view.to_mm(metres) * PT_PER_MM
    )
    for one in brought:
        if not isinstance(one, Background):
            for size_pt, names in context_names(one, view).items():
                of_points.setdefault(size_pt, []).extend(names)
    for size_pt, names in of_points.items():
        taken = [*furniture, *(label.box for label in labels.labels)]
        more = place_labels(names, frame, sizes_pt=(size_pt,), obstacles=taken)
        labels = Placement((*labels.labels, *more.labels), labels.left_over)
    uncertain = tuple(view.to_mm(line) for line in uncertain_lines(shapes)) if has_communes else ()
    reach = tuple(view.to_mm(line) for line in reach_lines(bundle))
    opacity = layers.opacities.get("boundaries", 1.0)
    edges = outer_edges(areas)
    return SheetMap(view, areas, edges, uncertain, reach, points, labels, under, opacity)


def outer_edges(areas: Iterable[Area]) -> FloatArray:
    """Return the edges (n, 4) of one area only: the outer line, also where areas overlap.

    A union would fail on the overlaps of real files; counting edges does not.
    """
    edges = []
    for area in areas:
        for ring in area.rings:
            grid = np.round(ring * GRID_PER_MM).astype(np.int64)
            edges.append(np.column_stack([grid[:-1], grid[1:]]))
    if not edges:
        return np.empty((0, 4))
    drawn = np.concatenate(edges)
    # The same edge runs one way in one area and the other way in its neighbour.
    swap = (drawn[:, 0] > drawn[:, 2]) | ((drawn[:, 0] == drawn[:, 2]) & (drawn[:, 1] > drawn[:, 3]))
    drawn[swap] = drawn[swap][:, [2, 3, 0, 1]]
    unique, times = np.unique(drawn, axis=0, return_counts=True)
    outer: FloatArray = unique[times == 1] / GRID_PER_MM
    return outer


@dataclass(frozen=True)
class _Layers:
    """What lies under and over the communes, from bottom to top."""

    bundle: ResultBundle
    view: MapView
    styled: Mapping[str, Style]
    opacities: Mapping[str, float]
    context: Mapping[str, Context]

    def drawn(self, visible: Sequence[str]) -> tuple[tuple[Drawn, ...], tuple[Drawn, ...]]:
        """Return what lies under the communes and what lies over them, in the order of the layers.

        Points of a result are always over; where the communes are hidden, pictures are under and all else is
        over.
        """
        under: list[Drawn] = []
        over: list[Drawn] = []
        has_communes = LayerKind.BOUNDARIES.value in visible
        circles = commune_circles(self.bundle, self.styled["boundaries"]) if has_communes else None
        if circles is not None:
            over.append(point_set(circles[1], self.view))
        is_under = has_communes
        for key in visible:
            is_under = is_under and key != "boundaries"
            one = self.context.get(key)
            if key in POINT_KINDS:
                looks = point_looks(self.bundle, key, self.styled[key])
                over += looks_sets(looks, self.view, self.opacities.get(key, 1.0))
            elif isinstance(one, Background):
                target = under if is_under or not has_communes else over
                target += drawn_picture(one, self.view)
            elif one is not None:
                (under if is_under else over).extend(drawn_rows(one, self.view))
        return tuple(under), tuple(over)


def _covered(group: PointSet) -> FloatArray:
    """Return places that names had better leave free, in points: middles, and for circles their extent."""
    middles = group.places * PT_PER_MM
    if not group.sizes_pt:
        return middles
    reach = np.array(group.sizes_pt)[:, None, None] * 0.4
    turn = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    rim = middles[:, None, :] + reach * np.column_stack([np.cos(turn), np.sin(turn)])[None]
    return np.concatenate([middles, rim.reshape(-1, 2)])


def uncertain_lines(shapes: gpd.GeoDataFrame) -> tuple[FloatArray, ...]:
    """Return the lines (n, 2) in metres that two communes marked uncertain share."""
    marked = shapes.geometry[shapes["uncertain"].fillna(False).astype(bool)].to_numpy()
    lines: list[FloatArray] = []
    for number, one in enumerate(marked):
        for other in marked[number + 1 :]:
            shared = shapely.line_merge(
                shapely.intersection(shapely.boundary(one), shapely.boundary(other), grid_size=0.01)
            )
            parts = shapely.get_parts(shared)
            lines += [shapely.get_coordinates(part) for part in parts[shapely.get_type_id(parts) == 1]]
    return tuple(lines)


# -- names ------------------------------------------------------------------------------------------


def label_text(name: str, full_name: str, unit_type: str) -> str:
    """Return the name as it stands on a map: wards in full, the others (three in four are xã) without."""
    return full_name if unit_type == "phuong" else name


def _requests(
    bundle: ResultBundle, shapes: gpd.GeoDataFrame, view: MapView, symbols_pt: FloatArray
) -> list[LabelRequest]:
    activity = bundle.coverage.communes["active_sites"].astype("Float64").fillna(0)
    requests = []
    for row in shapes.itertuples(index=False):
        text = label_text(str(row.name), str(row.full_name), str(row.unit_type))
        places = _anchor_places(row.geometry, text, view, symbols_pt)
        west, _, east, _ = row.geometry.bounds
        # Small areas have the fewest places to choose from: they choose first.
        area_km2 = float(row.geometry.area) / 1e6
        priority = 1000.0 - area_km2 + 0.001 * float(activity.get(row.code, 0))
        room = (east - west) / view.scale * 1000 * PT_PER_MM
        requests.append(LabelRequest(str(row.code), text, *places[0], priority, room, places[1:]))
    return requests


def _anchor_places(
    shape: shapely.Geometry, text: str, view: MapView, symbols_pt: FloatArray, grid: int = 9
) -> tuple[tuple[float, float], ...]:
    """Return places for a name inside its area, best first, in points of the page.

    Best: the box of the name lies inside the area, near its middle, over few symbols.
    """
    parts = shapely.get_parts(shape)
    part = parts[int(np.argmax(shapely.area(parts)))]
    west, south, east, north = part.bounds
    roomiest = shapely.maximum_inscribed_circle(part, tolerance=max(east - west, north - south) / 40)
    inside = shapely.get_coordinates(roomiest)[:1]
    across = np.linspace(west, east, grid + 2)[1:-1]
    up = np.linspace(south, north, grid + 2)[1:-1]
    places = np.concatenate([inside, np.array([(x, y) for x in across for y in up])])
    unit = view.scale / 1000 / PT_PER_MM  # metres a point of the page
    width, height = (value / 2 for value in block_size((text,), 7.0))
    offsets = np.array(
        [
            (0, 0),
            (-width, -height),
            (width, -height),
            (-width, height),
            (width, height),
            (-width, 0),
            (width, 0),
        ]
    )
    shapely.prepare(part)
    probes = places[:, None, :] + offsets[None, :, :] * unit
    held = shapely.contains_xy(part, probes[..., 0], probes[..., 1])
    pages = view.to_mm(places) * PT_PER_MM
    over = np.zeros(len(places))
    reach = np.array([width + 2, height + 2])
    near = np.all((symbols_pt > pages.min(axis=0) - reach) & (symbols_pt < pages.max(axis=0) + reach), axis=1)
    if near.any():
        away = np.abs(pages[:, None, :] - symbols_pt[None, near, :])
        over = ((away[..., 0] < width + 2) & (away[..., 1] < height + 2)).sum(axis=1)
    middle = view.to_mm(shapely.get_coordinates(shapely.centroid(shape)))[0] * PT_PER_MM
    spread = np.hypot(*(pages - middle).T) / (np.hypot(width, height) + 1)
    cost = 3.0 * (~held).sum(axis=1) + 0.35 * np.minimum(over, 12) + spread
    order = np.argsort(cost, kind="stable")
    kept = [place for place in order if held[place, 0]][:24] or [0]
    return tuple((float(pages[place, 0]), float(pages[place, 1])) for place in kept)
