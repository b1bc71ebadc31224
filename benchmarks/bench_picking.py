"""Answers of the map to the pointer: what is under it, and which of many rows lie within a polygon.

Knows nothing of how they are found.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from benchmarks.ground import boundaries, points_inside
from benchmarks.harness import Case, Unavailable
from layers.crs import to_store
from layers.schema import LayerKind, empty, normalise
from layers.tree import LayerTree, default_layers
from layers.words import Words

SIZE = (1600, 1000)
HOVERS = 200


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield the pointer over very many points, far and near, and the selection of 100,000 by polygon."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    if isinstance(QApplication.instance() or QApplication([]), QApplication) is False:
        raise Unavailable("another kind of Qt application is running")
    number = max(int(1_000_000 * scale), 1)
    for where, closer in (("the whole province", 1.0), ("a commune", 12.0)):
        yield Case(
            f"what is under the pointer, {number:,} points, {where} in view",
            _hovers(number, closer),
            goal_s=0.010,
            goal_on="p95",
            runs=HOVERS,
            warmups=5,
            traced=False,
        )
    rows = max(int(100_000 * scale), 1)
    yield Case(
        f"selecting among {rows:,} rows by polygon, and marking them on the map",
        _selections(rows),
        goal_s=0.200,
        goal_on="p95",
        runs=20,
        traced=False,
    )


class _Rows:
    """Incidents as a document would hand them out."""

    def __init__(self, count: int) -> None:
        x, y = points_inside(count).T
        lon, lat = to_store(x, y)
        rows = pd.DataFrame(
            {"lon": lon, "lat": lat, "position": "exact"},
            index=pd.Index([f"{number:032x}" for number in range(len(x))], name="id"),
        )
        self.frames = {"incidents": normalise("incidents", rows)}
        self.meta: dict[str, str | None] = {}

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table."""
        return self.frames[table] if table in self.frames else empty(table)


def _view(count: int):
    from PySide6.QtWidgets import QApplication

    from gui.canvas.map_view import MapView

    view = MapView(Words.load("vi"))
    view.resize(*SIZE)
    view.set_boundaries(boundaries())
    tree, layers = LayerTree(), default_layers()
    seen = layers["kind"].isin([LayerKind.INCIDENTS.value, LayerKind.BOUNDARIES.value])
    tree.sync(layers.assign(visible=seen), _Rows(count))
    view.set_layers(tree)
    view.show()
    QApplication.processEvents()  # only an exposed window is painted
    return view


def _hovers(count: int, closer: float) -> Callable[[], None]:
    view = _view(count)
    view.look(view.camera.zoomed(closer))
    view.surface.viewport().repaint()
    places = itertools.cycle(np.random.default_rng(7).uniform((0, 0), SIZE, (HOVERS, 2)).tolist())

    def hover() -> None:
        view.hover_at(*next(places))

    return hover


def _selections(count: int) -> Callable[[], None]:
    from gui.linked import Linked

    view = _view(count)
    linked = Linked(view)
    view.select_asked.connect(lambda rows, mode: linked.select(rows, mode=mode))
    linked.selection_changed.connect(lambda _source: view.set_selected(linked.selection))
    west, south, east, north = view.bounds_m
    middle = (west + east) / 2
    # Two polygons in turn: the same selection again would be no work at all.
    rings = itertools.cycle(
        [
            [(west, south), (east, south), (east, north), (middle, (south + north) / 2.5), (west, north)],
            [(west, south), (east, south), (middle, north)],
        ]
    )

    def select() -> None:
        view.select_in(next(rings))
        view.surface.viewport().repaint()

    return select
