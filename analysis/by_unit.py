"""Coverage by unit and by households: who has sites, and what share of households is enrolled.

Works on arrays aligned to sites, villages and communes; knows nothing of polygons, distances or dates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
ObjectArray = npt.NDArray[np.object_]


def units_with(
    unit: IntArray, initiative: ObjectArray, counts: BoolArray, units: int, min_sites: int
) -> BoolArray:
    """Say which units have at least `min_sites` counting sites of one initiative.

    covered(u) ⇔ ∃ initiative i: #{sites s of i: counts(s), unit(s) = u} ≥ k. Sites of no known initiative
    make one group of their own.

    Parameters
    ----------
    unit : ndarray of int64, shape (s,)
        Row of the village or commune of each site, −1 none.
    initiative : ndarray of str or None, shape (s,)
    counts : ndarray of bool, shape (s,)
    units : int
        How many units there are.
    min_sites : int

    Returns
    -------
    ndarray of bool, shape (units,)

    Examples
    --------
    >>> sites = np.array([0, 0, 1]), np.array(["a", "b", "a"], object), np.array([True, True, True])
    >>> units_with(*sites, units=2, min_sites=1).tolist(), units_with(*sites, units=2, min_sites=2).tolist()
    ([True, True], [False, False])
    """
    there = counts & (unit >= 0)
    group, groups = pd.factorize(initiative[there], use_na_sentinel=False)
    kinds = max(len(groups), 1)
    number = np.bincount(unit[there] * kinds + group, minlength=units * kinds)
    return np.asarray((number.reshape(units, kinds) >= min_sites).any(axis=1), dtype=bool)


def total_by(unit: IntArray, units: int, chosen: BoolArray) -> IntArray:
    """Return how many of the chosen rows lie in each unit, shape (units,); −1 lies in none."""
    return np.bincount(unit[chosen & (unit >= 0)], minlength=units).astype(np.int64)


def sum_by(unit: IntArray, units: int, values: FloatArray, chosen: BoolArray) -> FloatArray:
    """Return the sum of the known values of the chosen rows in each unit, NaN where none is known."""
    known = chosen & (unit >= 0) & np.isfinite(values)
    total = np.bincount(unit[known], weights=values[known], minlength=units)
    return np.where(np.bincount(unit[known], minlength=units) > 0, total, np.nan)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Households enrolled in sites, by commune (arrays of shape (k,)) and in parts.

    Attributes
    ----------
    enrolled : ndarray of float64
        As reported, NaN where sites cover but none says how many.
    capped : ndarray of float64
        Up to 100 % of each village.
    excess : ndarray of float64
        enrolled − capped.
    unknown : ndarray of int64
        Sites that do not say how many are enrolled.
    """

    enrolled: FloatArray
    capped: FloatArray
    excess: FloatArray
    unknown: IntArray


def enrolment(
    covers: BoolArray,
    enrolled: FloatArray,
    total: FloatArray,
    site_village: IntArray,
    site_commune: IntArray,
    village_households: FloatArray,
    communes: int,
) -> Enrolment:
    """Sum households enrolled, up to 100 % of a village, the excess told apart.

    Of each village: capped = min(Σ enrolled of its sites, households of the village); where the village's own
    number is NULL, the largest `households_total` its sites state is taken; where that is NULL too, nothing
    is capped. A site in no known village is a village of its own. The commune is that of the site.

    Parameters
    ----------
    covers : ndarray of bool, shape (s,)
    enrolled, total : ndarray of float64, shape (s,)
        households_enrolled and households_total, NaN for NULL.
    site_village, site_commune : ndarray of int64, shape (s,)
    village_households : ndarray of float64, shape (v,)
    communes : int
    """
    inside = covers & (site_commune >= 0)
    alone = -1 - np.arange(len(covers))
    groups = pd.DataFrame(
        {
            "commune": site_commune,
            "village": np.where(site_village >= 0, site_village, alone),
            "enrolled": enrolled,
            "total": total,
        }
    )[inside & np.isfinite(enrolled)]
    places = groups.groupby(["commune", "village"]).agg(enrolled=("enrolled", "sum"), total=("total", "max"))
    commune = places.index.get_level_values("commune").to_numpy(np.int64)
    village = places.index.get_level_values("village").to_numpy(np.int64)
    own = np.full(len(places), np.nan)
    own[village >= 0] = village_households[village[village >= 0]]
    limit = np.where(np.isnan(own), places["total"].to_numpy(float), own)
    reported = places["enrolled"].to_numpy(float)
    capped = np.fmin(reported, limit)
    all_places = np.ones(len(places), dtype=bool)
    unknown = total_by(site_commune, communes, covers & ~np.isfinite(enrolled))
    # No site at all is 0 households enrolled; sites that all say nothing are unknown.
    nothing = np.where(unknown > 0, np.nan, 0.0)
    sums = [sum_by(commune, communes, v, all_places) for v in (reported, capped, reported - capped)]
    filled = [np.where(np.isnan(total), nothing, total) for total in sums]
    return Enrolment(filled[0], filled[1], filled[2], unknown)
