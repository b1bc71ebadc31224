"""How many people and households of a commune are covered, and on what basis that is known.

Works on arrays aligned to villages and communes; knows nothing of how villages came to be covered.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from analysis.by_unit import BoolArray, FloatArray, IntArray, ObjectArray, sum_by


class Basis(StrEnum):
    """What the covered share of a commune's people is taken from, the most certain first."""

    PEOPLE = "people"
    HOUSEHOLDS = "households"
    AREA = "area"


@dataclass(frozen=True, slots=True)
class CoveredDemand:
    """Demand (people or households) covered in each commune.

    Attributes
    ----------
    total, covered : ndarray of float64, shape (k,)
        NaN for NULL.
    basis : ndarray of str or None, shape (k,)
        A `Basis`; None where `covered` is NULL.
    """

    total: FloatArray
    covered: FloatArray
    basis: ObjectArray


def covered_demand(
    total: FloatArray,
    village_commune: IntArray,
    village_covered: BoolArray,
    measured: BoolArray,
    weights: list[tuple[Basis, FloatArray]],
    area_share: FloatArray | None,
) -> CoveredDemand:
    """Return total × the share of the villages' weights that is covered, commune by commune.

    covered = total × Σ w(v covered) / Σ w(v), over the villages of the commune whose weight is known and
    whose place can be measured. The first of `weights` that is known in the commune is the basis; where none
    is, the covered share of the area (approximate). total NULL → NULL.

    Parameters
    ----------
    total : ndarray of float64, shape (k,)
        People or households of each commune, NaN for NULL.
    village_commune : ndarray of int64, shape (v,)
    village_covered, measured : ndarray of bool, shape (v,)
        `measured`: whether it can be said at all if the village is covered.
    weights : list of (Basis, ndarray of float64 of shape (v,))
    area_share : ndarray of float64, shape (k,), or None
        None where no area is covered by this way of covering.

    Examples
    --------
    >>> one = np.array([0, 0]), np.array([True, False]), np.array([True, True])
    >>> result = covered_demand(np.array([900.0]), *one, [(Basis.PEOPLE, np.array([100.0, 200.0]))], None)
    >>> result.covered.tolist(), result.basis.tolist()
    ([300.0], ['people'])
    """
    communes = len(total)
    share = np.full(communes, np.nan)
    basis = np.full(communes, None, dtype=object)
    for kind, weight in weights:
        whole = sum_by(village_commune, communes, weight, measured)
        inside = np.where(village_covered, weight, weight * 0)
        part = sum_by(village_commune, communes, inside, measured)
        free = np.isnan(share) & (whole > 0)
        share[free], basis[free] = part[free] / whole[free], kind.value
    if area_share is not None:
        free = np.isnan(share) & np.isfinite(area_share)
        share[free], basis[free] = area_share[free], Basis.AREA.value
    covered = total * share
    basis[np.isnan(covered)] = None
    return CoveredDemand(total=total, covered=covered, basis=basis)


def weakest(bases: npt.NDArray[np.object_]) -> str | None:
    """Return the least certain basis among those of several communes, None where there is none."""
    present = [basis for basis in Basis if basis.value in set(bases.tolist())]
    return present[-1].value if present else None
