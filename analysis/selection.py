"""The filters that choose which rows a question is about, and initiatives found by id, key or name.

One rule for window, command line and papers; knows nothing of what is computed from the chosen rows.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, date, is_false, number, text
from analysis.params import CoverageParams, SiteKind
from layers.incidents import in_categories
from layers.initiatives import find_initiative
from layers.schema import CoverBy, SiteLayer


def resolve_initiatives(asked: Iterable[str], initiatives: pd.DataFrame) -> tuple[str, ...]:
    """Return the ids of initiatives asked for, in the order asked, each once.

    Raises
    ------
    NameAmbiguous, NameUnknown
        As `layers.initiatives.find_initiative`, which decides what fits.
    """
    return tuple(dict.fromkeys(find_initiative(initiatives, one) for one in asked))


class InitiativesOfSites:
    """What the initiative of each site states, looked up once; arrays aligned to the sites.

    Attributes
    ----------
    id : ndarray of str or None
        None where the initiative is not known.
    name : ndarray of str
        "" where the initiative is not known.
    cover_by : ndarray of str
        `village`, the default of the house, where it is not stated or the initiative is not known.
    is_cluster : ndarray of bool
    radius_m : ndarray of float64
        NaN where the initiative gives none.
    """

    def __init__(self, sites: pd.DataFrame, initiatives: pd.DataFrame | None) -> None:
        self.id = text(sites, "initiative_id")
        stated = initiatives if initiatives is not None else pd.DataFrame(index=pd.Index([], dtype=object))
        row = stated.index.astype(object).get_indexer(pd.Index(self.id, dtype=object))
        names, cover_by, layer = (_at(text(stated, c), row, None) for c in ("name", "cover_by", "layer"))
        unnamed = np.array([i if i is not None else "" for i in self.id], dtype=object)
        self.name = np.where(pd.isna(names), unnamed, names)
        self.cover_by = np.where(pd.isna(cover_by), CoverBy.VILLAGE.value, cover_by)
        self.is_cluster = np.asarray(layer == SiteLayer.CLUSTER.value, dtype=bool)
        self.radius_m = _at(number(stated, "radius_m"), row, np.nan)


def _at(values: np.ndarray, row: np.ndarray, missing: object) -> np.ndarray:
    result = np.full(len(row), missing, dtype=values.dtype)
    found = row >= 0
    result[found] = values[row[found]]
    return result


def selected_initiatives(initiatives: pd.DataFrame | None, params: CoverageParams) -> pd.DataFrame:
    """Return the rows of the initiatives a question is about, also of those without a site."""
    if initiatives is None:
        return pd.DataFrame(index=pd.Index([], dtype=object))
    chosen = np.ones(len(initiatives), dtype=bool)
    if params.initiatives:
        chosen &= initiatives.index.isin(params.initiatives)
    if params.layer is not SiteKind.ALL:
        is_cluster = text(initiatives, "layer") == SiteLayer.CLUSTER.value
        chosen &= is_cluster if params.layer is SiteKind.CLUSTERS else ~is_cluster
    return initiatives[chosen]


def selected_sites(of_sites: InitiativesOfSites, params: CoverageParams) -> BoolArray:
    """Return which sites a question is about: by initiative and by layer, whatever their status."""
    chosen = np.ones(len(of_sites.id), dtype=bool)
    if params.initiatives:
        chosen &= pd.Index(of_sites.id, dtype=object).isin(params.initiatives)
    if params.layer is SiteKind.CLUSTERS:
        chosen &= of_sites.is_cluster
    elif params.layer is SiteKind.SITES:
        chosen &= ~of_sites.is_cluster
    return chosen


def selected_incidents(incidents: pd.DataFrame, params: CoverageParams) -> BoolArray:
    """Return which incidents a question is about.

    happened_on in [period_from, period_to or as_of], both inclusive; an unknown day counts only where no
    first or last day was asked; the category is one of `categories` or a detail of one; rows that say they
    do not count in the statistics do not.
    """
    happened = date(incidents, "happened_on")
    undated = np.isnat(happened)
    chosen = undated | (happened <= np.datetime64(params.incidents_to, "D"))
    if params.period_from is not None:
        chosen &= happened >= np.datetime64(params.period_from, "D")
    if params.period_to is not None:
        chosen &= ~undated
    if params.categories:
        codes = pd.Series(text(incidents, "category"), dtype="str")
        chosen &= in_categories(codes, params.categories)
    return chosen & ~is_false(incidents, "counts_in_statistics")
