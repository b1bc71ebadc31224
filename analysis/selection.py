"""The filters that choose which rows a question is about, and initiatives found by id, key or name.

One rule for window, command line and papers; knows nothing of what is computed from the chosen rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, date, is_false, number, text
from analysis.params import CoverageParams, SiteKind
from analysis.text_search import containing
from layers.filters import Filters, start_day_for
from layers.groups import members
from layers.incidents import in_categories
from layers.initiatives import find_initiative
from layers.periods import Period
from layers.schema import CoverBy, SiteLayer, Status

if TYPE_CHECKING:
    from layers.snapshot import Snapshot

NOT_RATED = "none"
"""Code of the rating of a site that has none."""


def with_filters(params: CoverageParams, filters: Filters, snapshot: Snapshot) -> CoverageParams:
    """Return a question restricted by filters.

    The period sets the days of the incidents, and the day of the figures: its last one, or `params.as_of`
    where that is earlier. Communes and groups of communes are joined; a group without members, or one that is
    gone, reports on nothing rather than on everything. A question about initiatives that the filters leave
    out becomes one about those of the filters.

    Parameters
    ----------
    params : CoverageParams
    filters : Filters
    snapshot : Snapshot
        Has the groups, and the days on which periods start.
    """
    groups = snapshot.frame("commune_group_members")
    codes = set(filters.communes)
    for group in filters.groups:
        codes |= set(members(groups, group, snapshot.vintage)) or {group}
    initiatives = params.initiatives or filters.initiatives
    if filters.initiatives and params.initiatives:
        initiatives = tuple(set(params.initiatives) & set(filters.initiatives)) or filters.initiatives
    restricted = replace(
        params,
        initiatives=initiatives,
        categories=filters.categories or params.categories,
        statuses=filters.statuses,
        ratings=filters.ratings,
        communes=tuple(codes),
        text=filters.text,
    )
    days = period_of(filters, snapshot, params.as_of)
    if days is None:
        return restricted
    as_of = min(params.as_of, days.last)
    return replace(restricted, as_of=as_of, period_from=days.first, period_to=days.last)


def period_of(filters: Filters, snapshot: Snapshot, as_of: dt.date) -> Period | None:
    """Return the days of the period of filters, None where none is chosen."""
    if filters.period is None:
        return None
    return filters.period.days(start_day_for(filters, snapshot.frame("period_kinds")), as_of)


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
    sites : DataFrame
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
        self.sites = sites
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
    """Return which sites a question is about: by initiative, layer, status, rating and text, at any date.

    Where no status is asked for, whatever theirs is. A site without a status is unknown, one without a rating
    is not rated.
    """
    chosen = np.ones(len(of_sites.id), dtype=bool)
    if params.initiatives:
        chosen &= pd.Index(of_sites.id, dtype=object).isin(params.initiatives)
    if params.layer is SiteKind.CLUSTERS:
        chosen &= of_sites.is_cluster
    elif params.layer is SiteKind.SITES:
        chosen &= ~of_sites.is_cluster
    if params.statuses:
        chosen &= _one_of(of_sites.sites, "status", params.statuses, Status.UNKNOWN.value)
    if params.ratings:
        chosen &= _one_of(of_sites.sites, "rating", params.ratings, NOT_RATED)
    if params.text:
        chosen &= containing(of_sites.sites, "sites", params.text)  # of all: what is folded is kept
    return chosen


def selected_villages(villages: pd.DataFrame, params: CoverageParams) -> BoolArray:
    """Return which villages are counted: those whose texts contain what is asked for."""
    return containing(villages, "villages", params.text)


def _one_of(frame: pd.DataFrame, column: str, wanted: tuple[str, ...], missing: str) -> BoolArray:
    values = text(frame, column)
    chosen = np.asarray(pd.Index(values, dtype=object).isin(wanted), dtype=bool)
    return chosen | np.asarray(pd.isna(values), dtype=bool) if missing in wanted else chosen


def selected_incidents(incidents: pd.DataFrame, params: CoverageParams) -> BoolArray:
    """Return which incidents a question is about.

    happened_on in [period_from, period_to or as_of], both inclusive; an unknown day counts only where no
    first or last day was asked; the category is one of `categories` or a detail of one; rows that say they
    do not count in the statistics do not; a text that is asked for is in one of theirs.
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
    chosen &= ~is_false(incidents, "counts_in_statistics")
    if params.text:
        chosen &= containing(incidents, "incidents", params.text)
    return chosen
