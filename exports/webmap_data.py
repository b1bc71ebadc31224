"""Turns a result into what the web map draws: areas in degrees, points with the lines of their popups, names.

Knows nothing of HTML: every text stays plain and is put in as text by the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from exports.points import anchors
from exports.reach import reach_lines
from exports.shading import LEFT_OUT, ClassKind, Measure, Shading, parts_of
from exports.sheet_map import label_text, uncertain_lines
from layers.crs import METRIC, STORE, to_store, transformer
from layers.style import Fill, Pattern
from layers.words import Words, collation_key

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

TOLERANCE_M = 60.0
DECIMALS = 5  # of a degree: about a metre, finer than the lines are drawn
PX_PER_PT = 96 / 72
MOST_NAMES = 12
# Patterns of the page, defined in `exports.webmap`.
HATCH_GROUNDS = {Pattern.HATCH: "url(#hatch)", Pattern.BACK_HATCH: "url(#back_hatch)"}


def commune_features(bundle: ResultBundle, shading: Shading, words: Words) -> dict[str, Any]:
    """Return the communes as GeoJSON with the style of Leaflet and the lines of the popup of each."""
    change = transformer(METRIC, STORE)
    thinned = bundle.boundaries.simplified(TOLERANCE_M)
    gdf = bundle.boundaries.gdf
    features = []
    for row, shape in zip(gdf.itertuples(index=False), thinned, strict=True):
        code = str(row.code)
        degrees = shapely.transform(shape, lambda xy: np.column_stack(change.transform(xy[:, 0], xy[:, 1])))
        geometry = shapely.geometry.mapping(shapely.set_precision(degrees, 10**-DECIMALS, mode="pointwise"))
        place = shading.class_of.get(code)
        kind = "left_out" if place is None else shading.classes[place].kind.value
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
                "properties": {
                    "code": code,
                    "style": leaflet_style(shading.fills.get(code, LEFT_OUT), kind),
                    "lines": _commune_lines(bundle, code, str(row.full_name), shading, words),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def leaflet_style(fill: Fill, kind: str) -> dict[str, Any]:
    """Return the path options of Leaflet for a fill; hatches refer to patterns in the page."""
    return {
        "className": f"commune {kind}",
        "color": fill.stroke,
        "weight": 1.0,
        "opacity": 1.0,
        "fillColor": HATCH_GROUNDS.get(fill.pattern, fill.colour),
        "fillOpacity": 0.0 if fill.pattern is Pattern.NONE else 1.0,
    }


def commune_names(bundle: ResultBundle) -> list[list[Any]]:
    """Return [lat, lon, name] of every commune, at a point inside it."""
    places = anchors(bundle)
    names = []
    for row in bundle.boundaries.gdf.itertuples(index=False):
        lat, lon = degrees(*places[str(row.code)])
        names.append([lat, lon, label_text(str(row.name), str(row.full_name), str(row.unit_type))])
    return names


def name_order(bundle: ResultBundle) -> list[int]:
    """Return the positions of the communes in the Vietnamese order of their full names."""
    names = [str(name) for name in bundle.boundaries.gdf["full_name"]]
    return sorted(range(len(names)), key=lambda place: collation_key(names[place]))


def uncertain_paths(bundle: ResultBundle) -> list[list[list[float]]]:
    """Return lines [[lat, lon], …] of boundaries that are not agreed."""
    shapes = bundle.boundaries.gdf.set_geometry(bundle.boundaries.simplified(TOLERANCE_M))
    paths = []
    for line in uncertain_lines(shapes):
        lon, lat = to_store(line[:, 0], line[:, 1])
        paths.append(np.column_stack([lat, lon]).round(DECIMALS).tolist())
    return paths


def reach_paths(bundle: ResultBundle) -> list[list[list[float]]]:
    """Return the arcs of the edge of what lies within the radius as lines [[lat, lon], …]."""
    paths = []
    for line in reach_lines(bundle):
        lon, lat = to_store(line[:, 0], line[:, 1])
        paths.append(np.column_stack([lat, lon]).round(DECIMALS).tolist())
    return paths


def bounds(bundle: ResultBundle) -> list[list[float]]:
    """Return [[south, west], [north, east]] in degrees."""
    west, south, east, north = bundle.boundaries.bounds_m
    return [list(degrees(west, south)), list(degrees(east, north))]


# -- the lines of popups ----------------------------------------------------------------------------


def _commune_lines(
    bundle: ResultBundle, code: str, full_name: str, shading: Shading, words: Words
) -> list[str]:
    if code not in shading.class_of:
        return [full_name, words("web.left_out")]
    row = bundle.coverage.communes.loc[code]
    if shading.classes[shading.class_of[code]].kind is ClassKind.NO_DATA:
        return [full_name, words("value.no_data")]
    lines = [full_name, words("web.sites", n=words.count(_plain(row["active_sites"])))]
    for measure in (Measure.VILLAGES, Measure.HOUSEHOLDS, Measure.AREA):
        parts = parts_of(measure, bundle)
        if parts is None:
            continue
        part, whole = _plain(row.get(parts[0])), _plain(row.get(parts[1]))
        if part is None or not whole:
            continue
        decimals = 1 if measure is Measure.AREA else 0
        share = words.percent(part / whole)
        figures = f"{words.number(part, decimals)}/{words.number(whole, decimals)}"
        lines.append(words(f"web.{measure.value}", share=share, figures=figures))
    incidents = _plain(row.get("incidents"))
    if incidents is not None:
        lines.append(words("web.incidents", n=words.count(incidents)))
    return lines


def _plain(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return latitude and longitude of metres, rounded for the page."""
    lon, lat = to_store([x], [y])
    return round(float(lat[0]), DECIMALS), round(float(lon[0]), DECIMALS)


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]
