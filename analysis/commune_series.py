"""The coverage rate of each commune as bars, with numerator and denominator.

Reads the table of a result; knows nothing of which rate is meant or of how a bar is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, FloatArray, is_false, number
from analysis.series import Binned

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle


@dataclass(frozen=True, eq=False)
class CommuneSeries:
    """One bar a commune; every array is aligned to `codes`.

    Attributes
    ----------
    binned : Binned
        One row, the commune, a slot.
    codes, names : tuple of str
    part, whole : ndarray of float64
        Numerator and denominator of the rate, NaN where not known or not reported.
    is_reported : ndarray of bool
    """

    binned: Binned
    codes: tuple[str, ...]
    names: tuple[str, ...]
    part: FloatArray
    whole: FloatArray
    is_reported: BoolArray

    @property
    def rate(self) -> FloatArray:
        """Return part / whole, NaN where one is not known or the whole is zero."""
        share = np.full(len(self.part), np.nan)
        known = np.isfinite(self.part) & (self.whole > 0)
        share[known] = np.minimum(1.0, self.part[known] / self.whole[known])
        return share


def commune_rates(bundle: ResultBundle, part: str, whole: str, order: Sequence[str] = ()) -> CommuneSeries:
    """Return a rate of `bundle.coverage.communes` for each commune.

    Parameters
    ----------
    bundle : ResultBundle
    part, whole : str
        Columns of numerator and denominator.
    order : sequence of str
        Codes as they are ranked; those that are missing follow in the order of the table.
    """
    table = bundle.coverage.communes
    known = [code for code in order if code in table.index]
    table = table.loc[[*known, *table.index.difference(known, sort=False)]]
    is_reported = ~is_false(table, "reported")
    codes = tuple(str(code) for code in table.index)
    return CommuneSeries(
        binned=Binned("communes", pd.Index(codes, dtype="str"), np.arange(len(codes)), len(codes)),
        codes=codes,
        names=tuple(str(name) for name in table["name"]),
        part=np.where(is_reported, number(table, part), np.nan),
        whole=number(table, whole),
        is_reported=is_reported,
    )
