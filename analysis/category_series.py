"""Incidents by category: the first level, or the details under one category of it.

Works on the rows of a bundle; knows codes, never their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.series import NOWHERE, Binned
from layers.incidents import top_level

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle


@dataclass(frozen=True, eq=False)
class CategorySeries:
    """Incidents of each category that has any.

    Attributes
    ----------
    binned : Binned
        Slot = place in `codes`.
    codes : tuple of str
        In the order of the reports; what is in no list comes last, by its code.
    within : str
        "" for the first level; else the category of it whose details these are. The code `within` itself
        then stands for the rows that have no detail.
    has_details : tuple of bool
        Whether a code of the first level has rows with a detail.
    uncategorised : int
        Incidents without a category; 0 inside a category.
    """

    binned: Binned
    codes: tuple[str, ...]
    within: str
    has_details: tuple[bool, ...]
    uncategorised: int


def incidents_by_category(
    bundle: ResultBundle, *, within: str = "", order: Sequence[str] = ()
) -> CategorySeries:
    """Sort the incidents of a bundle into categories.

    Parameters
    ----------
    bundle : ResultBundle
    within : str
        Code of the first level whose details are asked for; "" for the first level itself.
    order : sequence of str
        Codes in the order in which reports list them.

    Returns
    -------
    CategorySeries
        At the first level the sum of all slots + uncategorised = rows of the bundle.
    """
    rows = bundle.incidents
    # Few codes over many rows: look at each code once.
    number, known = pd.factorize(rows["category"])
    codes = pd.Series(known, dtype="str")
    tops = top_level(codes)
    shown = codes.where(tops == within, None) if within else tops
    names = _ordered(set(shown.dropna()), order)
    place = {code: slot for slot, code in enumerate(names)}
    slot_of = np.array([place.get(code, NOWHERE) for code in shown] + [NOWHERE], dtype=np.int64)
    detailed = set(tops[codes != tops])
    return CategorySeries(
        binned=Binned("incidents", rows.index, slot_of[number], len(names)),
        codes=names,
        within=within,
        has_details=tuple(not within and code in detailed for code in names),
        uncategorised=0 if within else int((number < 0).sum()),
    )


def _ordered(codes: set[str], order: Sequence[str]) -> tuple[str, ...]:
    listed = [code for code in order if code in codes]
    return (*listed, *sorted(codes.difference(listed)))
