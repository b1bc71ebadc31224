"""Turns a result into what the web map draws: areas in degrees, points with the lines of their popups, names.

Knows nothing of HTML: every text stays plain and is put in as text by the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from exports.legend import DEFAULT_STYLES
from exports.points import anchors, rows_of
from exports.privacy import Redact, Redaction, redacted
from exports.reach import reach_lines
from exports.shading import ClassKind, Measure, Shading, parts_of
from exports.sheet_map import label_text, uncertain_lines
from exports.symbols import unit_outline
from layers.crs import METRIC, STORE, to_store, transformer
from layers.style import Fill, Pattern, Shape, Style, Symbol
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
        kind = shading.classes[shading.class_of[code]].kind
        features.append(
            {
                "type": "Feature",
                "geometry": {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])},
                "properties": {
                    "code": code,
                    "style": leaflet_style(shading.fills[code], kind),
                    "lines": _commune_lines(bundle, code, str(row.full_name), shading, words),
                },
            }
        )
    return {"type": "FeatureCollection", "features": features}


def leaflet_style(fill: Fill, kind: ClassKind) -> dict[str, Any]:
    """Return the path options of Leaflet for a fill; hatches refer to patterns in the page."""
    return {
        "className": f"commune {kind.value}",
        "color": fill.stroke,
        "weight": 1.0,
        "opacity": 1.0,
        "fillColor": HATCH_GROUNDS.get(fill.pattern, fill.colour),
        "fillOpacity": 0.0 if fill.pattern is Pattern.NONE else 1.0,
    }


def point_sets(
    bundle: ResultBundle,
    visible: Iterable[str],
    words: Words,
    *,
    redaction: Redaction | None,
    styles: Mapping[str, Style],
) -> dict[str, list[dict[str, Any]]]:
    """Return kind of layer → sets of places [lat, lon, count, lines] that share one symbol.

    Incidents are one circle a commune, its area the count, unless a redaction that keeps points is given.
    """
    looks = {**DEFAULT_STYLES, **styles}
    wanted = set(visible)
    sets: dict[str, list[dict[str, Any]]] = {}
    for kind in ("villages", "incidents", "sites", "clusters"):
        if kind not in wanted:
            continue
        symbol = looks[kind].symbol or Symbol()
        whole = kind == "incidents" and (redaction is None or redaction.kind is Redact.AGGREGATE)
        made = _incident_circles(bundle, symbol, words) if whole else _exact_sets(
            bundle, kind, symbol, words, redaction or Redaction()
        )  # fmt: skip
        if made:
            sets[kind] = made
    return sets


def commune_names(bundle: ResultBundle) -> list[list[Any]]:
    """Return [lat, lon, name] of every commune, at a point inside it."""
    places = anchors(bundle)
    names = []
    for row in bundle.boundaries.gdf.itertuples(index=False):
        lat, lon = _degrees(*places[str(row.code)])
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
    return [list(_degrees(west, south)), list(_degrees(east, north))]


# -- points -----------------------------------------------------------------------------------------


def _exact_sets(
    bundle: ResultBundle, kind: str, symbol: Symbol, words: Words, redaction: Redaction
) -> list[dict[str, Any]]:
    table = "sites" if kind == "clusters" else kind
    frame = redacted(table, rows_of(bundle, kind), redaction, salt=bundle.stamp)
    places = anchors(bundle)
    names = dict(zip(bundle.boundaries.gdf["code"], bundle.boundaries.gdf["full_name"], strict=True))
    exact: list[list[Any]] = []
    rough: dict[tuple[float, float], list[list[str]]] = {}
    for row in frame.to_dict("records"):
        lines = _point_lines(row, kind, names, words)
        where = row["position"]
        known = row["x"] == row["x"]
        if known and where not in ("village", "commune"):
            exact.append([*_degrees(row["x"], row["y"]), 1, lines])
            continue
        anchor = places.get(str(row["commune_code"])) if where == "commune" or not known else None
        place = anchor or ((row["x"], row["y"]) if known else None)
        if place is not None:
            rough.setdefault(_degrees(*place), []).append(lines)
    gathered = [[*place, len(lines), _gathered(lines, words)] for place, lines in sorted(rough.items())]
    made = [_set(kind, symbol, exact)] if exact else []
    if gathered:
        hollow = Symbol(symbol.shape, symbol.colour, symbol.size_pt, hollow=True)
        made.append(_set(kind, hollow, gathered))
    return made


def _gathered(lines: list[list[str]], words: Words) -> list[str]:
    if len(lines) == 1:
        return [*lines[0], words("web.approximate")]
    names = ["\u2022" + entry[0] for entry in lines[:MOST_NAMES]]
    if len(lines) > MOST_NAMES:
        names.append("\u2022" + words("list.more", n=words.number(len(lines) - MOST_NAMES)))
    return [words("web.points_here", n=words.number(len(lines))), words("web.approximate"), *names]


def _incident_circles(bundle: ResultBundle, symbol: Symbol, words: Words) -> list[dict[str, Any]]:
    places = anchors(bundle)
    communes = bundle.coverage.communes
    circles: list[list[Any]] = []
    names = dict(zip(bundle.boundaries.gdf["code"], bundle.boundaries.gdf["full_name"], strict=True))
    for code, count in communes["incidents"].items():
        if pd.notna(count) and count > 0:
            lines = [str(names[code]), words("web.incidents", n=words.count(count))]
            circles.append([*_degrees(*places[str(code)]), int(count), lines])
    if not circles:
        return []
    largest = max(int(circle[2]) for circle in circles)
    made = _set("incidents", Symbol(Shape.CIRCLE, symbol.colour, symbol.size_pt), circles)
    # The area of a circle is the count; the largest is about 16 pixels in radius.
    return [
        {**made, "scaled": True, "radius": round(max(16 / largest**0.5, 3.0 if largest < 28 else 2.0), 2)}
    ]


def _set(kind: str, symbol: Symbol, places: list[list[Any]]) -> dict[str, Any]:
    is_round = symbol.shape in (Shape.CIRCLE, Shape.DOT)
    is_open = symbol.shape is Shape.CROSS
    coloured = symbol.hollow or is_open
    return {
        "kind": kind,
        "radius": round(symbol.size_pt * PX_PER_PT / 2, 2),
        "outline": None
        if is_round
        else [[list(point) for point in ring] for ring in unit_outline(symbol.shape)],
        "open": is_open,
        "hollow": symbol.hollow,
        "fill": "#FFFFFF" if symbol.hollow else symbol.colour,
        "stroke": symbol.colour if coloured else "#FFFFFF",
        "weight": 2.0 if is_open else 1.4 if coloured else 0.7,
        "places": places,
    }


# -- the lines of popups ----------------------------------------------------------------------------


def _commune_lines(
    bundle: ResultBundle, code: str, full_name: str, shading: Shading, words: Words
) -> list[str]:
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


def _point_lines(row: Mapping[Any, Any], kind: str, names: Mapping[str, str], words: Words) -> list[str]:
    commune = names.get(str(row.get("commune_code_at", row["commune_code"])), "")
    if kind == "incidents":
        day = row["happened_on"]
        lines = [words("web.incident")]
        if pd.notna(day):
            lines.append(words.date(day, str(row["happened_precision"] or "day")))
        return [*lines, *([str(commune)] if commune else [])]
    title = row["name"] if isinstance(row["name"], str) else words("value.unknown")
    lines = [title]
    if kind in ("sites", "clusters"):
        if isinstance(row["initiative_name"], str):
            lines.append(row["initiative_name"])
        if pd.notna(row["founded_on"]):
            precision = row["founded_precision"]
            founded = words.date(row["founded_on"], precision if isinstance(precision, str) else "day")
            lines.append(words("web.founded", date=founded))
    elif pd.notna(row["households"]):
        lines.append(words("web.village_households", n=words.number(row["households"])))
    return [*lines, *([str(commune)] if commune else [])]


def _plain(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _degrees(x: float, y: float) -> tuple[float, float]:
    lon, lat = to_store([x], [y])
    return round(float(lat[0]), DECIMALS), round(float(lon[0]), DECIMALS)


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_rounded(part) for part in coordinates]
