"""Turns the points of a result into sets of places for the web map: one set a look, with the lines of popups.

Knows nothing of HTML: every text stays plain and is put in as text by the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from exports.legend import DEFAULT_STYLES
from exports.point_looks import (
    PointGroup,
    PointLooks,
    cells_of,
    commune_circles,
    density_colours,
    looks_of_rows,
)
from exports.points import anchors, rows_of
from exports.privacy import Redact, Redaction, redacted
from exports.render import ValueNames
from exports.style_columns import COUNTS
from exports.symbols import unit_outline
from exports.webmap_data import DECIMALS, degrees
from layers.crs import to_store
from layers.renderers import Density, Proportional
from layers.style import Shape, Style, Symbol
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

PX_PER_PT = 96 / 72
MOST_NAMES = 12
CELL_M = 2048.0  # side of a cell in which points are counted


def point_sets(
    bundle: ResultBundle,
    visible: Iterable[str],
    words: Words,
    *,
    redaction: Redaction | None,
    styles: Mapping[str, Style],
) -> dict[str, list[dict[str, Any]]]:
    """Return kind of layer → sets of places that share one look, from bottom to top.

    A place is [lat, lon, count, lines] and, where size tells a number, its radius in pixels. Incidents are
    one circle a commune, its area the count, unless a redaction that keeps points is given. The sets of
    "boundaries" are the counts of communes as circles.
    """
    looks = {**DEFAULT_STYLES, **styles}
    wanted = set(visible)
    sets: dict[str, list[dict[str, Any]]] = {
        "boundaries": _commune_circles(bundle, looks["boundaries"], words)
    }
    for kind in ("villages", "incidents", "sites", "clusters"):
        if kind not in wanted:
            continue
        if kind == "incidents" and (redaction is None or redaction.kind is Redact.AGGREGATE):
            sets[kind] = _incident_circles(bundle, looks[kind].symbol or Symbol(), words)
        else:
            sets[kind] = _sets(bundle, kind, looks[kind], words, redaction or Redaction())
    return {kind: made for kind, made in sets.items() if made}


def _sets(
    bundle: ResultBundle, kind: str, style: Style, words: Words, redaction: Redaction
) -> list[dict[str, Any]]:
    table = "sites" if kind == "clusters" else kind
    frame = redacted(table, rows_of(bundle, kind), redaction, salt=bundle.stamp)
    looks = looks_of_rows(
        frame, style, anchors(bundle), ValueNames.of_bundle(bundle), tells_position=kind != "villages"
    )
    names = dict(zip(bundle.boundaries.gdf["code"], bundle.boundaries.gdf["full_name"], strict=True))
    lines: list[list[str]] = []
    if looks.density is None:
        lines = [_point_lines(row, kind, names, words) for row in frame.to_dict("records")]
    return look_sets(kind, looks, lines.__getitem__, words)


def look_sets(
    kind: str, looks: PointLooks, lines_of: Callable[[int], list[str]], words: Words
) -> list[dict[str, Any]]:
    """Return sets of places, one a look; `lines_of` says what the popup of a row tells."""
    if looks.density is not None:
        return [_cells(kind, looks, looks.density, words)]
    return [_set(kind, group.symbol, _places(group, lines_of, words)) for group in looks.groups]


def _places(group: PointGroup, lines_of: Callable[[int], list[str]], words: Words) -> list[list[Any]]:
    sizes = [None] * len(group.places) if group.sizes_pt is None else group.sizes_pt.tolist()
    members = np.split(group.rows, np.cumsum(group.counts)[:-1])
    places: list[list[Any]] = []
    for (x, y), rows, size in zip(group.places.tolist(), members, sizes, strict=True):
        here = [lines_of(row) for row in rows]
        told = _gathered(here, words, group.symbol.hollow)
        radius = [] if size is None else [round(size * PX_PER_PT / 2, 2)]
        places.append([*degrees(x, y), len(here), told, *radius])
    return places


def _gathered(lines: list[list[str]], words: Words, is_approximate: bool) -> list[str]:
    doubt = [words("web.approximate")] if is_approximate else []
    if len(lines) == 1:
        return [*lines[0], *doubt]
    names = ["\u2022" + entry[0] for entry in lines[:MOST_NAMES]]
    if len(lines) > MOST_NAMES:
        names.append("\u2022" + words("list.more", n=words.number(len(lines) - MOST_NAMES)))
    return [words("web.points_here", n=words.number(len(lines))), *doubt, *names]


def _cells(kind: str, looks: PointLooks, density: Density, words: Words) -> dict[str, Any]:
    """Return squares with their colour and number: [corners in degrees, count, colour, lines]."""
    cells = cells_of(looks.places, CELL_M)
    colours, place = density_colours(density, cells.counts, int(cells.counts.max(initial=0)))
    x, y = cells.places[:, 0], cells.places[:, 1]
    corners = []
    for right, up in ((0.0, 0.0), (CELL_M, 0.0), (CELL_M, CELL_M), (0.0, CELL_M)):
        lon, lat = to_store(x + right, y + up)
        corners.append(np.column_stack([lat, lon]).round(DECIMALS))
    squares = np.stack(corners, axis=1).tolist()
    places = [
        [square, count, colours[at], [words("web.points_in_cell", n=words.number(count))]]
        for square, count, at in zip(squares, cells.counts.tolist(), place.tolist(), strict=True)
    ]
    return {"kind": kind, "cells": places, "counted": density.counts}


def _incident_circles(bundle: ResultBundle, symbol: Symbol, words: Words) -> list[dict[str, Any]]:
    """Return the incidents as one circle a commune, in the colour of their symbol."""
    style = Style(circles=Proportional("incidents", largest_pt=24.0, colour=symbol.colour))
    return [{**made, "kind": "incidents"} for made in _commune_circles(bundle, style, words)]


def _commune_circles(bundle: ResultBundle, style: Style, words: Words) -> list[dict[str, Any]]:
    made = commune_circles(bundle, style)
    if made is None or style.circles is None:
        return []
    _, group = made
    communes, column = bundle.coverage.communes, style.circles.column
    names = dict(zip(bundle.boundaries.gdf["code"], bundle.boundaries.gdf["full_name"], strict=True))
    assert group.sizes_pt is not None
    places: list[list[Any]] = []
    for (x, y), row, size in zip(group.places.tolist(), group.rows, group.sizes_pt.tolist(), strict=True):
        code, count = str(communes.index[row]), float(communes[column].iloc[row])
        figure = words("web.circle", name=words(COUNTS[column]), n=words.number(count))
        if column == "incidents":
            figure = words("web.incidents", n=words.count(count))
        places.append([*degrees(x, y), count, [str(names[code]), figure], round(size * PX_PER_PT / 2, 2)])
    return [{**_set("boundaries", group.symbol, places), "scaled": True}]


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
