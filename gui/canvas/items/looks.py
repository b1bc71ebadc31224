"""Which symbol each point of a cloud has, alone or standing for all points of its place, and which name.

Knows clouds and looks as `exports.render` finds them; nothing of painters or layers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from exports.point_looks import mixed_symbol, with_largest
from exports.points import place_points
from exports.render import Rendered, Role, ValueNames, render, size_of
from exports.style_columns import label_texts, label_weights
from gui.canvas.camera import Camera
from gui.canvas.content import MapContent
from gui.canvas.point_cloud import PointCloud
from layers.layer import Layer
from layers.renderers import Categorised, Density, Labels, Proportional, Single
from layers.style import Style, Symbol

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
LookArray = npt.NDArray[np.int16]

SIZE_STEPS = 24  # sizes that circles of a number are drawn in: half a pixel off at the most


@dataclass(frozen=True, eq=False)
class CloudLooks:
    """Symbols of a cloud in the order of drawing, the first at the bottom.

    Attributes
    ----------
    symbols : tuple of Symbol
    own : ndarray of int16, shape (n,)
        Place in `symbols` of each point for itself.
    gathered : ndarray of int16, shape (n,)
        The same for a point that stands for all points of its place.
    """

    symbols: tuple[Symbol, ...]
    own: LookArray
    gathered: LookArray


@dataclass(frozen=True, eq=False)
class CloudNames:
    """Names of the points of a cloud.

    Attributes
    ----------
    labels : Labels
    texts : ndarray of object, shape (n,)
        '' for a point without a name.
    order : ndarray of int64, shape (n,)
        Places of the points, the most important first.
    """

    labels: Labels
    texts: npt.NDArray[np.object_]
    order: npt.NDArray[np.int64]

    @classmethod
    def of(cls, labels: Labels, rows: pd.DataFrame, cloud: PointCloud, kind: str) -> CloudNames | None:
        """Take the names of rows; None where the layer is not to be named, or has no such column."""
        texts = label_texts(labels, rows) if labels else None
        if texts is None:
            return None
        weights = label_weights(labels, rows, kind)[cloud.row]
        return cls(labels, texts[cloud.row], np.argsort(-weights, kind="stable"))

    def is_seen(self, camera: Camera) -> bool:
        """Say whether names are written at the scale of a view."""
        nearest = self.labels.from_scale
        return nearest == 0 or camera.denominator <= nearest


def is_plain(style: Style) -> bool:
    """Say whether all points look alike."""
    return isinstance(style.renderer, Single | Density)


def styled_cloud(
    layer: Layer, content: MapContent, rows: pd.DataFrame, *, tells_position: bool
) -> tuple[PointCloud, CloudLooks | None, CloudNames | None]:
    """Return the points of rows that are drawn, their looks (None: all alike) and names (None: no names)."""
    style, looks = layer.style, None
    made = None if is_plain(style) else _rendered(layer, content, rows)
    if made is not None:
        rows = rows[made.drawn]
    cloud = PointCloud.of(rows, content.anchors)
    cloud = cloud if tells_position else cloud.as_exact()
    if made is not None:
        looks = looks_of(style, made.taken(made.drawn), cloud)
    return cloud, looks, CloudNames.of(style.labels, rows, cloud, layer.kind.value)


def _rendered(layer: Layer, content: MapContent, rows: pd.DataFrame) -> Rendered:
    style = layer.style
    source = content.source or layer.source
    needs_names = isinstance(style.renderer, Categorised) and source is not None
    names = ValueNames.of_source(source) if needs_names and source is not None else None
    x, y, approximate = place_points(rows, content.anchors)
    style = with_largest(style, rows, x, y, approximate)
    return render(style, rows, names)


def looks_of(style: Style, made: Rendered, cloud: PointCloud) -> CloudLooks:
    """Return the looks of a cloud that was taken from rows rendered as `made`."""
    look_of = made.look_of[cloud.row]
    if isinstance(style.renderer, Proportional) and made.numbers is not None:
        return _sized(style.renderer, made, cloud, look_of)
    # The first look of the legend lies on top; places of several looks at the bottom.
    last = len(made.looks)
    own = last - look_of
    is_mixed = np.zeros(len(cloud), bool)
    is_mixed[cloud.first[own != own[cloud.first]]] = True
    symbols = (mixed_symbol(style), *(look.symbol for look in reversed(made.looks)))
    return CloudLooks(symbols, own.astype(np.int16), np.where(is_mixed, 0, own).astype(np.int16))


def _sized(renderer: Proportional, made: Rendered, cloud: PointCloud, look_of: IntArray) -> CloudLooks:
    """Return circles in steps of size, the largest first; gathered ones have the size of their sum."""
    assert made.numbers is not None
    circle = next(look for look in made.looks if look.role is Role.SIZE)
    numbers = np.where(look_of == 0, made.numbers[cloud.row], 0.0)
    sums = np.bincount(cloud.first, numbers, minlength=len(cloud))[cloud.first]
    sizes = [size_of(renderer, values, circle.high) for values in (numbers, sums)]
    largest = max(float(values.max(initial=renderer.smallest_pt)) for values in sizes)
    steps = np.linspace(largest, renderer.smallest_pt, SIZE_STEPS)
    symbols = [replace(circle.symbol, size_pt=float(step)) for step in steps]
    missing = len(symbols)
    symbols += [look.symbol for look in made.looks if look.role is Role.NO_DATA]
    own, gathered = (
        np.where(known > 0, _nearest(values, steps), missing)
        for values, known in zip(sizes, (numbers, sums), strict=True)
    )
    return CloudLooks(tuple(symbols), own.astype(np.int16), gathered.astype(np.int16))


def _nearest(sizes: FloatArray, steps: FloatArray) -> IntArray:
    width = (steps[0] - steps[-1]) / (len(steps) - 1)
    if width <= 0:
        return np.zeros(len(sizes), np.int64)
    return np.rint((steps[0] - sizes) / width).astype(np.int64)
