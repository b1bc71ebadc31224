"""Which commune each row belongs to: its exact point by `locate`, else the commune it is written to.

Knows the columns of a place; knows nothing of what kind of row it is or whether it counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, FloatArray, points_xy, text
from analysis.locate import IntArray, Locator
from layers.schema import Position


@dataclass(frozen=True, slots=True)
class Membership:
    """Where the rows of a frame belong; every array is aligned to its rows.

    Attributes
    ----------
    xy : ndarray of float64, shape (n, 2), metres
        NaN where the row has no point.
    commune : ndarray of int64
        Row of the boundaries, −1 none.
    outside : ndarray of bool
        Exact position in no commune.
    no_position : ndarray of bool
        In no commune because neither an exact position nor a known commune code says where.
    without_point : ndarray of bool
        No coordinates: no distance can be measured.
    imprecise : ndarray of bool
        Has a point, but known only to the village or commune.
    disagrees : ndarray of bool
        The exact position lies in another commune than the one written.
    in_several : ndarray of bool
        Exact position on a border or where polygons overlap: given to the lower code.
    """

    xy: FloatArray
    commune: IntArray
    outside: BoolArray
    no_position: BoolArray
    without_point: BoolArray
    imprecise: BoolArray
    disagrees: BoolArray
    in_several: BoolArray


def membership(frame: pd.DataFrame, locator: Locator) -> Membership:
    """Return the commune of every row: `locate(point)` when `position` is exact, else `commune_code`.

    Parameters
    ----------
    frame : DataFrame
        Columns of a place: `x, y` in metres of the boundaries' CRS, `position`, `commune_code`. A row with a
        point and no word on its position is exact.
    locator : Locator

    Returns
    -------
    Membership
        outside + no_position = the rows with commune −1.
    """
    xy = points_xy(frame, locator.gdf.crs)
    has_point = np.asarray(np.isfinite(xy).all(axis=1), dtype=bool)
    position = text(frame, "position")
    exact = has_point & np.asarray((position == Position.EXACT.value) | pd.isna(position), dtype=bool)
    written = _rows_of_codes(text(frame, "commune_code"), locator)
    located = np.full(len(frame), -1, np.int64)
    located[exact] = locator.locate(xy[exact])
    in_several = exact.copy()
    in_several[exact] = locator.in_several(xy[exact])
    commune = np.where(exact, located, written)
    return Membership(
        xy=xy,
        commune=commune,
        outside=exact & (commune < 0),
        no_position=~exact & (commune < 0),
        without_point=~has_point,
        imprecise=has_point & ~exact,
        disagrees=exact & (written >= 0) & (located != written),
        in_several=in_several,
    )


def _rows_of_codes(codes: np.ndarray, locator: Locator) -> IntArray:
    known = locator.gdf["code"].astype(str) if "code" in locator.gdf else locator.gdf.index.astype(str)
    return np.asarray(pd.Index(known).get_indexer(pd.Index(codes, dtype=object)), np.int64)
