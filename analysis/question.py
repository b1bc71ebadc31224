"""What a question asks of the sites: which are selected, which count, and which cover in which way.

Knows nothing of where anything is.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.columns import BoolArray, text
from analysis.counting import Counting, counting_at
from analysis.params import By, CoverageParams, SiteKind
from analysis.reporting import SITE_SHEETS
from analysis.selection import InitiativesOfSites, selected_initiatives, selected_sites
from layers.schema import CoverBy, SiteLayer


@dataclass(frozen=True, slots=True)
class Question:
    """Arrays of bool aligned to the sites, and the one way that is measured.

    Attributes
    ----------
    sites : DataFrame
    of_sites : InitiativesOfSites
    selected : chosen by initiative and layer, whatever their status
    counting : Counting
    counts : selected and counting at the date
    by_unit, by_households, by_radius : count, and cover in this way
    covered_by : By
        UNIT, HOUSEHOLDS or RADIUS.
    initiative_names : tuple of str
        Of the initiatives asked for by name; empty where all are asked about.
    sheets : frozenset of str
        Kinds of sheet (`reporting.SITE_SHEETS`) the selected sites come in.
    """

    sites: pd.DataFrame
    of_sites: InitiativesOfSites
    selected: BoolArray
    counting: Counting
    counts: BoolArray
    by_unit: BoolArray
    by_households: BoolArray
    by_radius: BoolArray
    covered_by: By
    initiative_names: tuple[str, ...]
    sheets: frozenset[str]

    @classmethod
    def of(cls, sites: pd.DataFrame, initiatives: pd.DataFrame | None, params: CoverageParams) -> Question:
        """Apply the filters, the date and the ways of covering to the sites; see `coverage`."""
        of_sites = InitiativesOfSites(sites, initiatives)
        selected = selected_sites(of_sites, params)
        counting = counting_at(
            sites,
            params.as_of,
            check_after_months=params.check_after_months,
            exclude_to_check=params.exclude_to_check,
        )
        counts = selected & counting.counts
        covers = counts & (of_sites.cover_by != CoverBy.NONE.value)
        own = params.by is By.OWN
        chosen = selected_initiatives(initiatives, params)
        return cls(
            sites=sites,
            of_sites=of_sites,
            selected=selected,
            counting=counting,
            counts=counts,
            by_unit=covers,
            by_households=covers & (of_sites.cover_by == CoverBy.HOUSEHOLDS.value) if own else covers,
            by_radius=covers & (of_sites.cover_by == CoverBy.RADIUS.value) if own else covers,
            covered_by=_covered_by(chosen, of_sites, selected) if own else params.by,
            initiative_names=_names(chosen) if params.initiatives else (),
            sheets=_sheets(chosen, params),
        )


def _covered_by(chosen: pd.DataFrame, of_sites: InitiativesOfSites, selected: BoolArray) -> By:
    """Return the way of the selected initiatives, also of those that have no site yet."""
    stated = set(text(chosen, "cover_by").tolist()) | set(of_sites.cover_by[selected].tolist())
    ways = stated - {None, CoverBy.NONE.value}
    if CoverBy.RADIUS.value in ways:
        return By.RADIUS
    return By.HOUSEHOLDS if ways == {CoverBy.HOUSEHOLDS.value} else By.UNIT


def _sheets(chosen: pd.DataFrame, params: CoverageParams) -> frozenset[str]:
    """Return the sheets of the layers of the initiatives asked for; of both layers where all are."""
    if not params.initiatives or chosen.empty:
        return SITE_SHEETS[params.layer]
    clusters = text(chosen, "layer") == SiteLayer.CLUSTER.value
    kinds = [SiteKind.CLUSTERS if cluster else SiteKind.SITES for cluster in clusters]
    return frozenset().union(*(SITE_SHEETS[kind] for kind in kinds))


def _names(chosen: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(str(name) for name in text(chosen, "name") if name is not None))
