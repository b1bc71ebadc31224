"""Says where the points of a result are drawn: exact ones one by one, approximate ones gathered with a count.

Knows nothing of symbols. A position known only by village or commune is never shown as an exact dot.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.boundaries import Boundaries

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


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
    """Return the rows of a result that belong to a kind of layer; sites are shown only while they count."""
    if kind in ("sites", "clusters"):
        sites = bundle.sites
        cluster = sites["is_cluster"].astype(bool)
        return sites[(cluster if kind == "clusters" else ~cluster) & sites["counts"].astype(bool)]
    frame: pd.DataFrame = {"incidents": bundle.incidents, "villages": bundle.villages}[kind]
    return frame


def point_groups(bundle: ResultBundle, kind: str) -> PointGroups:
    """Return where the points of `kind` (sites, clusters, incidents, villages) are drawn."""
    return group_points(rows_of(bundle, kind), anchors(bundle))


def anchors(bundle: ResultBundle) -> dict[str, tuple[float, float]]:
    """Return commune code → a point inside it, metres: where points known only by commune gather."""
    return _anchors(bundle.boundaries)


@lru_cache(maxsize=4)
def _anchors(boundaries: Boundaries) -> dict[str, tuple[float, float]]:
    inside = boundaries.gdf.geometry.representative_point()
    return {
        str(code): (float(x), float(y))
        for code, x, y in zip(boundaries.gdf["code"], inside.x, inside.y, strict=True)
    }


def group_points(frame: pd.DataFrame, commune_anchor: dict[str, tuple[float, float]]) -> PointGroups:
    """Split points by the quality of their position; see `PointGroups`.

    A row by village stands at its own x, y (the village); one by commune, or without x, y, at the anchor of
    its `commune_code`. Rows at the same approximate place are gathered.
    """
    position = frame["position"].astype("object")
    x, y = frame["x"].to_numpy(float, copy=True), frame["y"].to_numpy(float, copy=True)
    exact = ((position == "exact") | position.isna()).to_numpy(bool) & np.isfinite(x)
    code = frame["commune_code"].astype("object")
    by_commune = ~exact & ((position == "commune").to_numpy(bool) | ~np.isfinite(x))
    for row in np.flatnonzero(by_commune):
        place = commune_anchor.get(str(code.iloc[row]))
        if place is not None:
            x[row], y[row] = place
    placed = np.isfinite(x) & np.isfinite(y)
    rough = np.column_stack([x, y])[~exact & placed]
    places, counts = np.unique(rough, axis=0, return_counts=True) if len(rough) else (rough, np.empty(0, int))
    return PointGroups(
        np.column_stack([x, y])[exact], places.reshape(-1, 2), counts.astype(np.int64), int((~placed).sum())
    )
