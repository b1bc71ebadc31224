"""Everything that papers, panels and the command line may read a figure from, built in one place.

Here the filters are applied to a snapshot; knows nothing of who reads it or of any window.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, date, text
from analysis.counting import counting_at, last_activity
from analysis.coverage import coverage
from analysis.locate import IntArray, Locator
from analysis.params import CoverageParams
from analysis.reporting import is_reporting_kept
from analysis.result import CoverageResult
from analysis.selection import (
    InitiativesOfSites,
    selected_incidents,
    selected_initiatives,
    selected_sites,
    selected_villages,
)
from layers.errors import BadParameter
from layers.filter_names import FilterNames
from layers.filters import Filters
from layers.periods import Period
from layers.progress import SILENT, Progress
from layers.schema import Status
from layers.words import collation_key

if TYPE_CHECKING:
    from layers.boundaries import Boundaries
    from layers.registers import Register
    from layers.snapshot import Snapshot

SCHEMA = 1
"""Version of the JSON object."""


@dataclass(frozen=True, eq=False)
class ResultBundle:
    """The frozen result set of one question.

    Attributes
    ----------
    title : str
    as_of : datetime.date
        The day of the figures.
    sample : bool
        The data are illustrative (MINH HỌA), which every page says.
    vintage, schematic, overlap_km2
        Of the boundaries; the area drawn twice is stated beside the sums, not taken out.
    params : CoverageParams
    coverage : CoverageResult
        Its arrays are aligned to `sites`, `villages` and `incidents` below.
    boundaries : Boundaries
    initiatives : DataFrame
        The selected ones, also without sites.
    sites : DataFrame
        The selected ones in the communes reported on, whatever their status, with: initiative_name ("" = not
        known), is_cluster, counts, to_check, commune_code_at (the commune each belongs to, NULL = none) and
        shown (counts; where statuses are asked for: is there at the date).
    incidents : DataFrame
        The selected ones in the communes reported on, with commune_code_at and covered.
    villages : DataFrame
        Likewise, with commune_code_at, with_sites and covered.
    not_reported : tuple of str
        Names of communes that lack a sheet, in Vietnamese order.
    submissions_kept : bool
        Somebody keeps who has reported, and the first period had begun by `as_of`; if not, an empty
        `not_reported` says nothing.
    stamp : str
        sha-256; equal for equal questions about equal inputs.
    filters : Filters
        What the question was restricted to, as the analyst put it: for wording; the figures obey `params`.
    names : FilterNames
        How the filters read.
    """

    title: str
    as_of: dt.date
    sample: bool
    vintage: str
    schematic: bool
    overlap_km2: float
    params: CoverageParams
    coverage: CoverageResult
    boundaries: Boundaries
    initiatives: pd.DataFrame
    sites: pd.DataFrame
    incidents: pd.DataFrame
    villages: pd.DataFrame
    not_reported: tuple[str, ...]
    submissions_kept: bool
    stamp: str
    filters: Filters = field(default_factory=Filters)
    names: FilterNames = field(default_factory=FilterNames)

    def to_json(self) -> dict[str, Any]:
        """Return the object of ``coverage --json``: plain values, floats unrounded, unknown = None."""
        return {
            "schema": SCHEMA,
            "stamp": self.stamp,
            "sample": self.sample,
            "boundaries": {
                "vintage": self.vintage,
                "schematic": self.schematic,
                "overlap_km2": self.overlap_km2,
            },
            "as_of": self.as_of.isoformat(),
            "params": self.params.to_json(),
            **self.coverage.to_json(),
        }


def build(
    snapshot: Snapshot,
    boundaries: Boundaries,
    params: CoverageParams,
    *,
    locator: Locator | None = None,
    register: Register | None = None,
    filters: Filters | None = None,
    progress: Progress = SILENT,
) -> ResultBundle:
    """Apply the filters of a question to a snapshot and answer it.

    Parameters
    ----------
    snapshot : Snapshot
        The document at one moment.
    boundaries : Boundaries
        Of the snapshot's vintage.
    params : CoverageParams
    locator : Locator, optional
        Built from the same boundaries before, to save 0.1 s.
    register : Register, optional
    filters : Filters, optional
        Those that `params` were restricted by, for wording; taken from `params` where absent.
    progress : Progress

    Returns
    -------
    ResultBundle

    Raises
    ------
    BadParameter
        The boundaries are of another vintage than the codes of the document.
    Cancelled
        From `progress`.
    """
    if snapshot.vintage and boundaries.vintage != snapshot.vintage:
        raise BadParameter(name="vintage", value=boundaries.vintage, allowed=snapshot.vintage)
    initiatives = snapshot.frame("initiatives")
    sites = _sites(snapshot, initiatives, params)
    incidents = snapshot.frame("incidents")
    incidents = incidents[selected_incidents(incidents, params)]
    villages = snapshot.frame("villages")
    result = coverage(
        boundaries,
        sites,
        params,
        villages=villages,
        incidents=incidents,
        register=register,
        initiatives=initiatives,
        submissions=snapshot.frame("submissions"),
        locator=locator,
        is_selected=True,
        progress=progress,
    )
    told = _Rows.of(sites, villages, incidents, params, result)
    result = told.result
    codes = result.communes.index.to_numpy(dtype=object)
    progress.report(1.0)
    return ResultBundle(
        title=snapshot.meta.get("title") or "",
        as_of=params.as_of,
        sample=snapshot.sample,
        vintage=boundaries.vintage,
        schematic=boundaries.schematic,
        overlap_km2=boundaries.overlap_km2,
        params=params,
        coverage=result,
        boundaries=boundaries,
        initiatives=selected_initiatives(initiatives, params),
        sites=_shown_sites(told.sites, initiatives, params, result, codes),
        incidents=told.incidents.assign(
            commune_code_at=_codes_at(result.incident_commune, codes), covered=result.incident_covered
        ),
        villages=_shown_villages(told.villages, result, codes),
        not_reported=_names(boundaries, result),
        submissions_kept=is_reporting_kept(snapshot.frame("submissions"), params.as_of),
        stamp=result.stamp,
        filters=_stated(params) if filters is None else filters,
        names=FilterNames.of(snapshot, boundaries.gdf, _days(params)),
    )


@dataclass(frozen=True)
class _Rows:
    """The rows that are told of, and the result with its arrays cut to them."""

    sites: pd.DataFrame
    villages: pd.DataFrame
    incidents: pd.DataFrame
    result: CoverageResult

    @classmethod
    def of(
        cls,
        sites: pd.DataFrame,
        villages: pd.DataFrame,
        incidents: pd.DataFrame,
        params: CoverageParams,
        result: CoverageResult,
    ) -> _Rows:
        """Leave out rows in communes that are not reported on, and villages without the text asked for."""
        if not params.communes and not params.text:
            return cls(sites, villages, incidents, result)
        site, incident = result.site_commune >= 0, result.incident_commune >= 0
        village = result.village_commune >= 0
        if not params.communes:
            site, incident, village = (np.ones(len(one), dtype=bool) for one in (site, incident, village))
        if len(villages):
            village &= selected_villages(villages, params)
        cut = replace(
            result,
            site_counts=result.site_counts[site],
            site_commune=result.site_commune[site],
            incident_commune=result.incident_commune[incident],
            incident_covered=result.incident_covered[incident],
            village_commune=result.village_commune[village],
            village_with=result.village_with[village],
            village_covered=result.village_covered[village],
        )
        return cls(sites[site], villages[village], incidents[incident], cut)


def _stated(params: CoverageParams) -> Filters:
    """Return the filters of parameters that no analyst put; initiatives and period have their own lines."""
    return Filters(
        categories=params.categories,
        statuses=params.statuses,
        ratings=params.ratings,
        communes=params.communes,
        text=params.text,
    )


def _days(params: CoverageParams) -> Period | None:
    if params.period_from is None or params.period_to is None:
        return None
    return Period(params.period_from, params.period_to)


def _sites(snapshot: Snapshot, initiatives: pd.DataFrame, params: CoverageParams) -> pd.DataFrame:
    sites = snapshot.frame("sites")
    chosen = sites[selected_sites(InitiativesOfSites(sites, initiatives), params)]
    latest = last_activity(chosen, snapshot.frame("activities"), params.as_of)
    return chosen.assign(last_activity_on=latest)


def _shown_sites(
    sites: pd.DataFrame,
    initiatives: pd.DataFrame,
    params: CoverageParams,
    result: CoverageResult,
    codes: np.ndarray,
) -> pd.DataFrame:
    stated = InitiativesOfSites(sites, initiatives)
    at_date = counting_at(sites, params.as_of, check_after_months=params.check_after_months)
    return sites.assign(
        initiative_name=pd.array(stated.name, dtype="str"),
        is_cluster=stated.is_cluster,
        counts=result.site_counts,
        to_check=at_date.to_check,
        commune_code_at=_codes_at(result.site_commune, codes),
        shown=_is_there(sites, params.as_of) if params.statuses else result.site_counts,
    )


def _is_there(sites: pd.DataFrame, as_of: dt.date) -> BoolArray:
    """Say which sites are there at a date, as far as their status claims to be there.

    Founded by then, unless it is only planned or decided; not closed by then, unless it has ended: who asks
    for sites that have ended wants to see them.
    """
    day = np.datetime64(as_of, "D")
    founded, closed, status = date(sites, "founded_on"), date(sites, "closed_on"), text(sites, "status")
    is_to_come = np.isin(status.astype(str), [Status.PLANNED.value, Status.DECIDED.value])
    is_over = status.astype(str) == Status.ENDED.value
    has_begun = np.isnat(founded) | (founded <= day) | is_to_come
    return np.asarray(has_begun & (np.isnat(closed) | (closed > day) | is_over), dtype=bool)


def _shown_villages(villages: pd.DataFrame, result: CoverageResult, codes: np.ndarray) -> pd.DataFrame:
    if villages.empty:
        return villages.assign(
            commune_code_at=pd.array([], dtype="str"),
            with_sites=pd.array([], dtype="bool"),
            covered=pd.array([], dtype="bool"),
        )
    return villages.assign(
        commune_code_at=_codes_at(result.village_commune, codes),
        with_sites=result.village_with,
        covered=result.village_covered,
    )


def _codes_at(commune: IntArray, codes: np.ndarray) -> Any:
    at = np.full(len(commune), None, dtype=object)
    at[commune >= 0] = codes[commune[commune >= 0]]
    return pd.array(at, dtype="str")


def _names(boundaries: Boundaries, result: CoverageResult) -> tuple[str, ...]:
    lacking = set().union(*result.not_reported.values())
    names = boundaries.gdf.loc[boundaries.gdf["code"].isin(lacking), "name"]
    return tuple(sorted((str(name) for name in names), key=collation_key))
