"""The counting site nearest to the middle of a commune, for communes that have none of their own.

Knows a result; nothing of how it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.distance import nearest_distance

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle


@dataclass(frozen=True, slots=True)
class NearestSite:
    """A site and how far it is, in metres as the crow flies."""

    id: str
    distance_m: float


def nearest_site(bundle: ResultBundle, code: str) -> NearestSite | None:
    """Return the nearest counting site to a point inside a commune, the same one labels stand at.

    Parameters
    ----------
    bundle : ResultBundle
    code : str
        Code of the commune, in the vintage of the result.

    Returns
    -------
    NearestSite or None
        None for an unknown commune, and where no counting site has a place. Of several equally near ones the
        first in the order of the rows.
    """
    communes = bundle.boundaries.gdf
    own = communes[(communes["code"] == code).to_numpy(bool)]
    counting = bundle.sites[bundle.sites["counts"].to_numpy(bool)]
    xy = counting[["x", "y"]].to_numpy(float)
    if own.empty or not np.isfinite(xy).all(axis=1).any():
        return None
    middle = own.geometry.representative_point().iloc[0]
    distance = nearest_distance(xy, [[middle.x, middle.y]])
    place = int(np.nanargmin(distance))
    return NearestSite(str(counting.index[place]), float(distance[place]))
