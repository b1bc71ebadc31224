"""Says where the points of a result are drawn: exact ones one by one, approximate ones gathered with a count.

Knows nothing of symbols. A position known only by village or commune is never shown as an exact dot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

# Order of the kinds, topmost first; the reverse is the order of drawing.
POINT_KINDS: tuple[str, ...] = ("clusters", "sites", "incidents", "villages")

_APPROXIMATE = ("village", "commune", "none")


@dataclass(frozen=True)
class PointGroups:
    """Places of one kind of point, in metres of the metric system.

    Attributes
    ----------
    exact : ndarray, shape (n, 2)
        One row a point.
    approximate : ndarray, shape (m, 2)
        One row a place known by village or commune.
    counts : ndarray of int, shape (m,)
        How many points stand at each approximate place.
    unplaced : int
        Points without any place: they are in tables only.
    """

    exact: FloatArray
    approximate: FloatArray
    counts: IntArray
    unplaced: int

    @property
    def approximate_total(self) -> int:
        """Return the number of points with an approximate position."""
        return int(self.counts.sum())

    @property
    def total(self) -> int:
        """Return the number of points drawn."""
        return len(self.exact) + self.approximate_total


def rows_of(bundle: ResultBundle, kind: str) -> pd.DataFrame:
    """Return the rows of a result that belong to a kind of layer.

    Sites are shown only while they count; where statuses are asked for, all of these that are there.
    """
    if kind in ("sites", "clusters"):
        sites = bundle.sites
        cluster = sites["is_cluster"].astype(bool)
        return sites[(cluster if kind == "clusters" else ~cluster) & sites["shown"].astype(bool)]
    frame: pd.DataFrame = {"incidents": bundle.incidents, "villages": bundle.villages}[kind]
    return frame


def point_groups(bundle: ResultBundle, kind: str) -> PointGroups:
    """Return where the points of `kind` (sites, clusters, incidents, villages) are drawn."""
    return group_points(rows_of(bundle, kind), anchors(bundle))


def drawn_count(bundle: ResultBundle, kind: str) -> int:
    """Return how many points of `kind` have a place on the map; counted once a result."""
    known = _COUNTS.setdefault(bundle, {})
    if kind not in known:
        x, _, _ = place_points(rows_of(bundle, kind), anchors(bundle))
        known[kind] = int(np.isfinite(x).sum())
    return known[kind]


def passing_count(bundle: ResultBundle, kind: str) -> int:
    """Return how many rows of `kind` pass question and filters: those of the table, drawn or not."""
    if kind in ("sites", "clusters"):
        clusters = int(bundle.sites["is_cluster"].astype(bool).sum())
        return clusters if kind == "clusters" else len(bundle.sites) - clusters
    return len(rows_of(bundle, kind))


_COUNTS: WeakKeyDictionary[ResultBundle, dict[str, int]] = WeakKeyDictionary()


def anchors(bundle: ResultBundle) -> Mapping[str, tuple[float, float]]:
    """Return the anchors of the communes of a result; see `commune_anchors`."""
    return commune_anchors(bundle.boundaries)


@lru_cache(maxsize=2)
def commune_anchors(boundaries: Boundaries) -> Mapping[str, tuple[float, float]]:
    """Return commune code → a point inside it, metres: where points known only by commune gather."""
    inside = boundaries.gdf.geometry.representative_point()
    return MappingProxyType(
        {
            str(code): (float(x), float(y))
            for code, x, y in zip(boundaries.gdf["code"], inside.x, inside.y, strict=True)
            if np.isfinite(x)
        }
    )


def place_points(
    frame: pd.DataFrame, commune_anchor: Mapping[str, tuple[float, float]]
) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Return where each row is drawn, the same on screen and paper: x, y in metres, and whether roughly.

    A row by village stands at its own x, y (the village); one by commune, or without x, y, at the anchor of
    its `commune_code`; NaN where there is no place at all.

    Parameters
    ----------
    frame : DataFrame
        Columns x, y, and where there are any position and commune_code.
    commune_anchor : mapping of str to (float, float)
        See `commune_anchors`.

    Examples
    --------
    >>> rows = pd.DataFrame({"x": [1.0, np.nan], "y": [2.0, np.nan], "commune_code": ["01", "02"]})
    >>> place_points(rows, {"02": (5.0, 6.0)})
    (array([1., 5.]), array([2., 6.]), array([False,  True]))
    """
    x, y = frame["x"].to_numpy(float, copy=True), frame["y"].to_numpy(float, copy=True)
    homeless = ~(np.isfinite(x) & np.isfinite(y))
    approximate = homeless.copy()
    if "position" in frame.columns:
        approximate |= frame["position"].isin(_APPROXIMATE).to_numpy(bool)
        homeless |= (frame["position"] == "commune").to_numpy(bool)
    if "commune_code" in frame.columns and homeless.any():
        nowhere = (np.nan, np.nan)
        codes = frame["commune_code"].to_numpy(object)[homeless]
        places = np.array([commune_anchor.get(code, nowhere) for code in codes], float).reshape(-1, 2)
        found = np.isfinite(places[:, 0])
        target = np.flatnonzero(homeless)[found]
        x[target], y[target] = places[found, 0], places[found, 1]
    unplaced = ~(np.isfinite(x) & np.isfinite(y))
    x[unplaced], y[unplaced] = np.nan, np.nan
    return x, y, approximate


def group_points(frame: pd.DataFrame, commune_anchor: Mapping[str, tuple[float, float]]) -> PointGroups:
    """Split points by the quality of their position; rows at the same approximate place are gathered."""
    x, y, approximate = place_points(frame, commune_anchor)
    where, placed = np.column_stack([x, y]), np.isfinite(x)
    rough = where[approximate & placed]
    places, counts = np.unique(rough, axis=0, return_counts=True) if len(rough) else (rough, np.empty(0, int))
    return PointGroups(
        where[~approximate], places.reshape(-1, 2), counts.astype(np.int64), int((~placed).sum())
    )
