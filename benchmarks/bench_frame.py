"""One picture of the map while it is panned and zoomed: communes with few and very many points, and QGIS.

Knows nothing of how the map is drawn.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from benchmarks.ground import boundaries, points_inside
from benchmarks.harness import Case, Unavailable
from exports.shading import ClassKind, Measure, ShadeClass, Shading
from layers.crs import to_store
from layers.schema import empty, normalise
from layers.style import NO_DATA, NOT_COVERED, RAMP, Fill, Pattern
from layers.tree import LayerTree, default_layers
from layers.words import Words

SIZE = (1600, 1000)
FRAMES = 160
HOVERS = 200


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield a frame with few, many and very many points, the answer to the pointer, and QGIS."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    if isinstance(QApplication.instance() or QApplication([]), QApplication) is False:
        raise Unavailable("another kind of Qt application is running")
    few = f"a frame 1600×1000, communes shaded and named, {max(int(228 * scale), 1):,} points"
    for count, goal_s in ((228, 0.016), (30_000, 0.020), (1_000_000, 0.033)):
        number = max(int(count * scale), 1)
        name = few if count == 228 else f"the same with {number:,} points"
        yield Case(
            name, _frames(number), goal_s=goal_s, goal_on="p95", runs=FRAMES, warmups=FRAMES, traced=False
        )
    number = max(int(30_000 * scale), 1)
    yield Case(
        f"what is under the pointer, communes and {number:,} points",
        _hovers(number),
        goal_s=0.010,
        goal_on="p95",
        runs=HOVERS,
        warmups=5,
        traced=False,
    )
    if importlib.util.find_spec("qgis") is not None:
        peer = _qgis_frames(max(int(228 * scale), 1))
        yield Case("the same frame by QGIS", peer, runs=20, peer_of=few, traced=False)


class _Rows:
    """Sites as a document would hand them out."""

    def __init__(self, count: int) -> None:
        x, y = points_inside(count).T
        lon, lat = to_store(x, y)
        rows = pd.DataFrame(
            {"lon": lon, "lat": lat, "position": "exact", "status": "active"},
            index=pd.Index([str(number) for number in range(len(x))], name="id"),
        )
        self.frames = {"sites": normalise("sites", rows)}
        self.meta: dict[str, str | None] = {}

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table."""
        return self.frames[table] if table in self.frames else empty(table)


def _view(count: int):
    """Return a map of the communes, shaded in all classes, with points."""
    from PySide6.QtWidgets import QApplication

    from gui.canvas.map_view import MapView

    view = MapView(Words.load("vi"))
    view.resize(*SIZE)
    communes = boundaries()
    view.set_boundaries(communes)
    fills = [*(Fill(Pattern.SOLID, colour=colour) for colour in RAMP), NOT_COVERED, NO_DATA]
    classes = tuple(ShadeClass(ClassKind.RATE, fill, 0) for fill in fills)
    codes = communes.gdf["code"].astype(str)
    class_of = {code: place % len(fills) for place, code in enumerate(codes)}
    view.set_shading(Shading(Measure.VILLAGES, classes, class_of, dict.fromkeys(codes)))
    tree, rows = LayerTree(), _Rows(count)
    tree.sync(default_layers(), rows)
    view.set_layers(tree)
    view.show()
    QApplication.processEvents()  # only an exposed window is painted
    return view


def _frames(count: int) -> Callable[[], None]:
    view = _view(count)
    start = view.camera
    # Ten steps of a drag, ten notches of the wheel in and out, at three scales from province to commune.
    moves: list = []
    for closer in (1.0, 3.0, 9.0):
        base = start.zoomed(closer)
        moves += [base.panned(17.0 * step, 9.0 * step) for step in range(20)]
        moves += [base.zoomed(2.0 ** (step / 10), 400.0, 300.0) for step in (*range(10), *range(10, 0, -1))]
    cameras = itertools.cycle(moves)

    def frame() -> None:
        view.look(next(cameras))
        view.surface.viewport().repaint()

    return frame


def _hovers(count: int) -> Callable[[], None]:
    view = _view(count)
    view.look(view.camera.zoomed(4.0))
    view.surface.viewport().repaint()
    random = np.random.default_rng(7)
    places = itertools.cycle(random.uniform((0, 0), SIZE, (HOVERS, 2)).tolist())

    def hover() -> None:
        view.hover_at(*next(places))

    return hover


def _qgis_frames(count: int) -> Callable[[], None]:
    """Return one sequential rendering by QGIS of the same communes and points, prepared outside the time."""
    import shapely
    from qgis.core import (
        QgsApplication,
        QgsFeature,
        QgsGeometry,
        QgsMapRendererSequentialJob,
        QgsMapSettings,
        QgsRectangle,
        QgsVectorLayer,
    )
    from qgis.PyQt.QtCore import QSize

    QgsApplication([], False).initQgis()
    communes = boundaries()

    def layer(kind: str, shapes) -> QgsVectorLayer:
        made = QgsVectorLayer(f"{kind}?crs=EPSG:9206", kind, "memory")
        features = []
        for shape in shapes:
            geometry = QgsGeometry()
            geometry.fromWkb(shapely.to_wkb(shape))
            feature = QgsFeature()
            feature.setGeometry(geometry)
            features.append(feature)
        made.dataProvider().addFeatures(features)
        return made

    areas = layer("MultiPolygon", communes.gdf.geometry)
    points = layer("Point", shapely.points(points_inside(count)))
    settings = QgsMapSettings()
    settings.setLayers([points, areas])
    settings.setOutputSize(QSize(*SIZE))
    settings.setExtent(QgsRectangle(*communes.bounds_m))

    def frame() -> None:
        job = QgsMapRendererSequentialJob(settings)
        job.start()
        job.waitForFinished()

    return frame
