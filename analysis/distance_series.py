"""How far villages and incidents are from the nearest counting site, in round steps and cumulative.

Straight lines in metres of the metric CRS; knows nothing of words or of how a bar is drawn.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, FloatArray, number, points_xy
from analysis.distance import nearest_distance
from analysis.series import NOWHERE, Binned
from layers.schema import Position

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

STEPS_M: tuple[int, ...] = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000)
MOST_BARS = 24

Table = Literal["villages", "incidents"]


@dataclass(frozen=True, eq=False)
class DistanceSeries:
    """Rows by their distance to the nearest site.

    Attributes
    ----------
    binned : Binned
        Slot i holds edges_m[i] < d ≤ edges_m[i + 1]; the first one also d = 0.
    edges_m : ndarray of float64, shape (slots + 1,)
    covered : ndarray of float64, shape (slots,)
        What of each slot is covered in the sense of the question.
    is_covered : ndarray of bool, aligned to the rows of `binned`
    distance_m : ndarray of float64, aligned to the rows of `binned`
        NaN where it is not known.
    radius_m : float or None
        The one service radius of the question, where it has one.
    sites : int
        Sites that distances are measured to.
    sites_without_position, without_position : int
        Counting sites, and rows, known to the commune only or not at all: no distance can be measured.
    not_reported : int
        Rows in communes that lack a sheet: what is near them is not known, and no rate counts them.
    without_households : int
        Villages left out because their households are unknown; 0 unless weighted by them.
    """

    binned: Binned
    edges_m: FloatArray
    covered: FloatArray
    is_covered: BoolArray
    distance_m: FloatArray
    radius_m: float | None
    sites: int
    sites_without_position: int
    without_position: int
    not_reported: int
    without_households: int

    @property
    def cumulative_share(self) -> FloatArray:
        """Return the share of all that is measured up to the end of each slot, shape (slots,)."""
        total = float(self.binned.totals.sum())
        return np.cumsum(self.binned.totals) / total if total else np.zeros(self.binned.slots)


def distances(bundle: ResultBundle, table: Table, *, by_households: bool = False) -> DistanceSeries:
    """Measure villages or incidents of a bundle to the nearest counting site.

    Parameters
    ----------
    bundle : ResultBundle
    table : {"villages", "incidents"}
    by_households : bool
        Count the households of the villages instead of the villages; where unknown, a village is left out.

    Returns
    -------
    DistanceSeries
        Where there is a site: rows in a slot + not_reported + without_position + without_households = rows of
        the bundle.
    """
    rows = bundle.villages if table == "villages" else bundle.incidents
    crs = bundle.boundaries.gdf.crs
    sites = bundle.sites[bundle.sites["counts"].astype(bool)]
    usable = _usable(sites)
    places = points_xy(sites, crs)[usable]
    is_told = ~rows["commune_code_at"].isin(_silent(bundle, table)).to_numpy(bool)
    is_placed = _usable(rows) & is_told
    distance_m = np.full(len(rows), np.nan)
    distance_m[is_placed] = nearest_distance(points_xy(rows[is_placed], crs), places)
    weight = number(rows, "households") if by_households else None
    is_weighed = np.isfinite(weight) if weight is not None else np.ones(len(rows), dtype=bool)
    edges = round_edges(distance_m[is_weighed], radius_m := service_radius(bundle))
    slot = np.searchsorted(edges, np.where(np.isnan(distance_m), 0.0, distance_m)) - 1
    slot = np.maximum(slot, 0)
    slot[np.isnan(distance_m) | ~is_weighed] = NOWHERE
    binned = Binned(table, rows.index, slot.astype(np.int64), len(edges) - 1, weight)
    is_covered = rows["covered"].to_numpy(bool)
    return DistanceSeries(
        binned=binned,
        edges_m=edges,
        covered=binned.sums(np.flatnonzero(is_covered)),
        is_covered=is_covered,
        distance_m=distance_m,
        radius_m=radius_m,
        sites=len(places),
        sites_without_position=int((~usable).sum()),
        without_position=int((~is_placed & is_told).sum()),
        not_reported=int((~is_told).sum()),
        without_households=int((is_placed & ~is_weighed).sum()),
    )


def _silent(bundle: ResultBundle, table: Table) -> set[str]:
    """Return the codes of the communes that no rate of these rows counts."""
    missing = bundle.coverage.not_reported
    kinds = ("sites", "incidents") if table == "incidents" else ("sites",)
    return {code for kind in kinds for code in missing.get(kind, ())}


def service_radius(bundle: ResultBundle) -> float | None:
    """Return the one radius of a question: asked for, else stated by every initiative asked about."""
    if bundle.params.radius_m is not None:
        return bundle.params.radius_m
    stated = number(bundle.initiatives, "radius_m")
    if len(stated) and np.isfinite(stated).all() and len(np.unique(stated)) == 1:
        return float(stated[0])
    return None


def round_edges(distance_m: FloatArray, radius_m: float | None = None) -> FloatArray:
    """Return the edges of at most 24 round steps from 0 over all distances, and over the radius.

    The finest step, unless one up to 2,5 times as wide puts the radius between two bars.

    Examples
    --------
    >>> round_edges(np.array([120.0, 1900.0])).tolist()[:3], len(round_edges(np.array([1900.0])))
    ([0.0, 100.0, 200.0], 20)
    >>> round_edges(np.array([35_000.0]), 3000.0).tolist()[:3]
    [0.0, 1500.0, 3000.0]
    """
    known = distance_m[np.isfinite(distance_m)]
    reach = max(float(known.max()) if len(known) else 0.0, radius_m or 0.0)
    if reach == 0.0:
        return np.array([0.0, float(STEPS_M[0])]) if len(known) else np.array([0.0])
    least = reach / MOST_BARS
    fine_enough = [float(step) for step in STEPS_M if step >= least]
    finest = fine_enough[0] if fine_enough else _wide_step(least)
    step = _step_to(radius_m, least, 2.5 * finest) if radius_m else None
    step = step or finest
    return np.arange(math.ceil(reach / step) + 1, dtype=np.float64) * step


def _step_to(radius_m: float, least: float, most: float) -> float | None:
    """Return the finest round step that the radius is a multiple of, None where there is none."""
    parts = (radius_m / part for part in range(1, MOST_BARS + 1))
    fitting = [step for step in parts if least <= step <= most and (step in STEPS_M or step % 500 == 0)]
    return min(fitting, default=None)


def _wide_step(least: float) -> float:
    """Return a power of ten for distances no province has: rows far outside, at (0, 0) for instance."""
    return float(10 ** math.ceil(math.log10(least)))


def _usable(rows: pd.DataFrame) -> BoolArray:
    """Say which rows have a point that is exact or that of their village."""
    known = np.isfinite(number(rows, "x")) & np.isfinite(number(rows, "y"))
    if "position" in rows:
        known &= ~rows["position"].isin([Position.COMMUNE.value, Position.NONE.value]).to_numpy(bool)
    return np.asarray(known, dtype=bool)
