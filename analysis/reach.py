"""What the sites of a question reach: units, households, areas, villages and incidents.

Joins places with the measures of this package; knows nothing of totals, sheets that are missing, or JSON.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.by_unit import Enrolment, enrolment, units_with
from analysis.columns import BoolArray, FloatArray, number, text
from analysis.disks import DiskCoverage, disk_coverage
from analysis.distance import within_radius
from analysis.locate import IntArray, Locator
from analysis.membership import Membership, membership
from analysis.params import DEFAULT_RADIUS_M, By, CoverageParams
from analysis.question import Question
from analysis.selection import selected_incidents


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows are; villages and incidents are None where there is no such frame."""

    sites: Membership
    villages: Membership | None
    incidents: Membership | None
    villages_frame: pd.DataFrame
    incidents_frame: pd.DataFrame
    site_village: IntArray

    @classmethod
    def of(
        cls,
        locator: Locator,
        sites: pd.DataFrame,
        villages: pd.DataFrame | None,
        incidents: pd.DataFrame | None,
    ) -> Places:
        """Find the commune of every row, and the village of every site by its `village_id`."""
        # An empty register of villages is one that nobody has imported yet: unknown, not 0 villages.
        known = villages is not None and len(villages) > 0
        nothing = pd.DataFrame(index=pd.Index([], dtype=object))
        frame = villages if villages is not None and known else nothing
        village_of_site = pd.Index(text(sites, "village_id"), dtype=object)
        return cls(
            sites=membership(sites, locator),
            villages=membership(frame, locator) if known else None,
            incidents=membership(incidents, locator) if incidents is not None else None,
            villages_frame=frame,
            incidents_frame=incidents if incidents is not None else nothing,
            site_village=np.asarray(frame.index.astype(object).get_indexer(village_of_site), np.int64),
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """What is covered in the sense of `Question.covered_by`, and who is covered by unit.

    Attributes
    ----------
    disks : DiskCoverage or None
        None where nothing is asked by radius.
    defaulted, imprecise : int
        Radii taken from the default; disks around positions known to the village or commune only.
    commune_with, villages_with : ndarray of bool
    village_covered, incident_covered, incident_chosen : ndarray of bool
    enrolment : Enrolment or None
    """

    disks: DiskCoverage | None
    defaulted: int
    imprecise: int
    commune_with: BoolArray
    villages_with: BoolArray
    village_covered: BoolArray
    incident_covered: BoolArray
    incident_chosen: BoolArray
    enrolment: Enrolment | None


def reach_of(locator: Locator, asked: Question, places: Places, params: CoverageParams) -> Reach:
    """Measure what the sites of a question cover; all in metres of the locator's CRS."""
    villages, incidents = places.villages_frame, places.incidents_frame
    initiative, k = asked.of_sites.id, params.min_sites
    villages_with = units_with(places.site_village, initiative, asked.by_unit, len(villages), k)
    village_covered = np.zeros(len(villages), dtype=bool)
    incident_covered = np.zeros(len(incidents), dtype=bool)
    disks, defaulted = None, 0
    if asked.covered_by is By.UNIT:
        village_covered = villages_with
    elif asked.covered_by is By.RADIUS:
        radius_m, defaulted = _radii(asked, params)
        xy = places.sites.xy[asked.by_radius]
        disks = disk_coverage(locator.geometries, xy, radius_m, area_m2=locator.area_m2)
        if places.villages is not None:
            village_covered = within_radius(places.villages.xy, xy, radius_m)
        if places.incidents is not None:
            incident_covered = within_radius(places.incidents.xy, xy, radius_m)
    chosen = selected_incidents(incidents, params) if places.incidents is not None else incident_covered
    return Reach(
        disks=disks,
        defaulted=defaulted,
        imprecise=int((asked.by_radius & places.sites.imprecise).sum()) if disks else 0,
        commune_with=units_with(places.sites.commune, initiative, asked.by_unit, len(locator.area_m2), k),
        villages_with=villages_with,
        village_covered=village_covered,
        incident_covered=incident_covered & chosen,
        incident_chosen=chosen,
        enrolment=_enrolment(locator, asked, places, params),
    )


def _radii(asked: Question, params: CoverageParams) -> tuple[FloatArray, int]:
    """Return the radius of each site that covers by radius, and how many had to take the default."""
    covering = asked.by_radius
    if params.radius_m is not None:
        return np.full(int(covering.sum()), params.radius_m), 0
    own, stated = number(asked.sites, "radius_m")[covering], asked.of_sites.radius_m[covering]
    radius_m = np.where(own > 0, own, np.where(stated > 0, stated, np.nan))
    unknown = np.isnan(radius_m)
    return np.where(unknown, DEFAULT_RADIUS_M, radius_m), int(unknown.sum())


def _enrolment(locator: Locator, asked: Question, places: Places, params: CoverageParams) -> Enrolment | None:
    """Return households enrolled, or None where no selected site covers that way."""
    if params.by not in (By.OWN, By.HOUSEHOLDS) or not (
        asked.by_households.any() or asked.covered_by is By.HOUSEHOLDS
    ):
        return None
    return enrolment(
        asked.by_households,
        number(asked.sites, "households_enrolled"),
        number(asked.sites, "households_total"),
        places.site_village,
        places.sites.commune,
        number(places.villages_frame, "households"),
        len(locator.area_m2),
    )
