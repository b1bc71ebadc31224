"""How far the communes are covered: by unit, by households enrolled and by distance, side by side.

Puts the measures of this package together for one question; knows nothing of files, windows or paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from analysis.by_unit import Enrolment
from analysis.columns import FloatArray, number, text
from analysis.commune_table import Figures, Rows, commune_table, province_row
from analysis.locate import HasGdf, Locator
from analysis.params import By, CoverageParams
from analysis.question import Question
from analysis.reach import Places, Reach, reach_of
from analysis.reporting import ReportedOn, not_reported_incidents, not_reported_sites
from analysis.result import BoolArray, CoverageResult
from analysis.selection import selected_villages
from analysis.stamp import frame_content, stamp
from layers.progress import SILENT, Progress

if TYPE_CHECKING:
    from layers.registers import Register

__all__ = ["coverage"]

_PLACE_TEXTS = ("position", "commune_code")
_PLACE_NUMBERS = ("x", "y")


def coverage(
    boundaries: gpd.GeoDataFrame | HasGdf,
    sites: pd.DataFrame,
    params: CoverageParams,
    *,
    villages: pd.DataFrame | None = None,
    incidents: pd.DataFrame | None = None,
    register: Register | None = None,
    initiatives: pd.DataFrame | None = None,
    submissions: pd.DataFrame | None = None,
    locator: Locator | None = None,
    is_selected: bool = False,
    progress: Progress = SILENT,
) -> CoverageResult:
    """Answer one question about coverage for every commune and the province.

    By unit: a village or commune is covered when it has ≥ `min_sites` counting sites of one initiative. By
    households: enrolled / all, up to 100 % of a village. By radius: covered ⇔ d ≤ radius, straight lines.
    What counts is said by `analysis.counting.counting_at`; initiatives that cover by `none` never cover.
    Each row belongs to the commune of its exact point (border and overlap: the lower code), else to its
    `commune_code`.

    By unit is always told for all that cover. The columns `*_covered` speak of one way, `covered_by`: the one
    asked for; under `By.OWN` of the initiatives that cover by radius where one is selected, else by
    households where all are such, else by unit.

    Where `params.communes` names communes, the table, its sums and tallies are of these alone; sites that
    stand elsewhere still cover what lies in them by radius.

    Parameters
    ----------
    boundaries : GeoDataFrame or `layers.boundaries.Boundaries`
        One row a commune in a metric CRS: code, name, geometry; population and households where known.
    sites : DataFrame
        Columns of the table `sites`; x, y in metres of the same CRS. A missing column is NULL throughout.
    params : CoverageParams
    villages, incidents : DataFrame, optional
        None: their figures are NULL.
    register : Register, optional
        Gives people where the boundaries have no column `population`.
    initiatives : DataFrame, optional
        Index id; name, layer, cover_by, radius_m. Without it all sites cover by village.
    submissions : DataFrame, optional
        Who has sent which sheet; without it everybody has.
    locator : Locator, optional
        Built from these very boundaries before; one of others is not used, and built here.
    is_selected : bool
        The sites and incidents handed in are already those that contain `params.text`: it takes time to look.
    progress : Progress

    Returns
    -------
    CoverageResult

    Raises
    ------
    GeographicCrs, CrsMismatch
        Degrees, or two systems, in a metric computation.
    Cancelled
        From `progress`.

    Notes
    -----
    Areas are those of the polygons as drawn; the province is the sum of its communes. Definitions: "What
    counts" of the workspace schema.

    Examples
    --------
    >>> import datetime as dt
    >>> from shapely import box
    >>> square = gpd.GeoDataFrame({"code": ["1"]}, geometry=[box(0, 0, 1e4, 1e4)], crs="EPSG:9206")
    >>> site = pd.DataFrame({"x": [5000.0], "y": [5000.0], "status": ["active"]})
    >>> result = coverage(square, site, CoverageParams(dt.date(2026, 1, 1), radius_m=1000))
    >>> round(result.province["covered_km2"], 4)
    3.1416
    """
    gdf = boundaries if isinstance(boundaries, gpd.GeoDataFrame) else boundaries.gdf
    if locator is None or locator.gdf is not gdf:
        locator = Locator(gdf)
    of_rows = replace(params, text="") if is_selected else params
    asked = Question.of(sites, initiatives, of_rows)
    progress.report(0.05)
    places = Places.of(locator, sites, villages, incidents)
    progress.report(0.3)
    reach = reach_of(locator, asked, places, of_rows)
    progress.report(0.8)
    missing = _missing_sheets(asked, submissions, incidents, params)
    figures = _figures(locator, register, asked, places, reach, missing, params)
    on = ReportedOn.of(figures.codes, params)
    table = commune_table(figures)[on.communes]
    progress.report(0.95)
    contents = _contents(locator, sites, villages, incidents, initiatives, submissions)
    contents |= _chosen(asked, reach, figures, places, params, is_selected)
    return _result(
        params, stamp(params.to_json(), contents), locator, asked, places, reach, missing, figures, table, on
    )


def _missing_sheets(
    asked: Question, submissions: pd.DataFrame | None, incidents: pd.DataFrame | None, params: CoverageParams
) -> dict[str, frozenset[str]]:
    if submissions is None:
        return {"sites": frozenset(), "incidents": frozenset()}
    return {
        "sites": not_reported_sites(submissions, asked.sheets, params.as_of),
        "incidents": not_reported_incidents(submissions, params) if incidents is not None else frozenset(),
    }


def _figures(
    locator: Locator,
    register: Register | None,
    asked: Question,
    places: Places,
    reach: Reach,
    missing: Mapping[str, frozenset[str]],
    params: CoverageParams,
) -> Figures:
    gdf = locator.gdf
    codes = text(gdf, "code") if "code" in gdf else gdf.index.astype(str).to_numpy(dtype=object)
    nothing = np.full(len(gdf), np.nan)
    whole = asked.covered_by is By.UNIT
    villages = incidents = None
    if (at := places.villages) is not None:
        chosen = selected_villages(places.villages_frame, params)
        measured = np.ones(len(at.commune), dtype=bool) if whole else ~at.without_point
        villages = Rows(at.commune, chosen, measured, reach.village_covered)
    if (at := places.incidents) is not None:
        incidents = Rows(at.commune, reach.incident_chosen, ~at.without_point, reach.incident_covered)
    return Figures(
        codes=codes,
        names=text(gdf, "name") if "name" in gdf else codes,
        area_m2=locator.area_m2,
        covered_m2=reach.disks.covered_m2 if reach.disks else nothing,
        gap_m2=reach.disks.gap_m2 if reach.disks else nothing,
        population=_population(gdf, codes, register),
        households=number(gdf, "households"),
        sites=Rows(places.sites.commune, asked.selected, ~places.sites.without_point, asked.counts),
        counts=asked.counts,
        initiative=asked.of_sites.name,
        asked_initiatives=asked.initiative_names,
        commune_with=reach.commune_with,
        villages_with=reach.villages_with,
        villages=villages,
        incidents=incidents,
        people=number(places.villages_frame, "population"),
        village_households=number(places.villages_frame, "households"),
        business=number(places.villages_frame, "households_business"),
        enrolment=reach.enrolment,
        sites_missing=np.isin(codes.astype(str), sorted(missing["sites"])),
        incidents_missing=np.isin(codes.astype(str), sorted(missing["incidents"])),
        covered_by=asked.covered_by,
    )


def _population(gdf: gpd.GeoDataFrame, codes: np.ndarray, register: Register | None) -> FloatArray:
    if "population" in gdf or register is None:
        return number(gdf, "population")
    return number(register.communes().reindex(codes), "population")


def _result(
    params: CoverageParams,
    stamp_: str,
    locator: Locator,
    asked: Question,
    places: Places,
    reach: Reach,
    missing: Mapping[str, frozenset[str]],
    figures: Figures,
    table: pd.DataFrame,
    on: ReportedOn,
) -> CoverageResult:
    told = _Told.of(asked, places, reach, figures, on)
    counted = _how_counted(asked, places, reach, params, told.sites)
    gaps = None
    if reach.disks is not None:
        shapes = reach.disks.gaps[on.communes]
        gaps = gpd.GeoSeries(shapes, index=table.index, crs=locator.gdf.crs, name="gap")
    none = np.empty(0, np.int64)
    return CoverageResult(
        params=params,
        stamp=stamp_,
        covered_by=asked.covered_by,
        communes=table,
        province=province_row(table),
        by_unit=_by_unit(table, figures, on),
        by_households=_by_households(table, reach.enrolment, figures, on),
        outside=told.tally("outside"),
        no_position=told.tally("no_position"),
        without_point=told.tally("without_point"),
        disagreement=told.tally("disagrees"),
        in_several=told.tally("in_several"),
        gaps=gaps,
        site_counts=asked.counts & on.rows(places.sites.commune),
        site_commune=on.places(places.sites.commune),
        village_commune=on.places(places.villages.commune) if places.villages else none,
        incident_commune=on.places(places.incidents.commune) if places.incidents else none,
        village_with=reach.villages_with,
        village_covered=reach.village_covered,
        incident_covered=reach.incident_covered,
        counted_unknown=int(counted["unknown"]),
        counted_to_check=int(counted["to_check"]),
        counted=counted,
        not_reported={kind: tuple(sorted(codes & set(table.index))) for kind, codes in missing.items()},
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """The rows that are asked about and reported on, in arrays of bool; None where there is no such frame."""

    places: Places
    sites: BoolArray
    incidents: BoolArray | None
    villages: BoolArray | None

    @classmethod
    def of(cls, asked: Question, places: Places, reach: Reach, figures: Figures, on: ReportedOn) -> _Told:
        incidents = villages = None
        if places.incidents is not None:
            incidents = reach.incident_chosen & on.rows(places.incidents.commune)
        if figures.villages is not None:
            villages = figures.villages.chosen & on.rows(figures.villages.commune)
        return cls(places, asked.selected & on.rows(places.sites.commune), incidents, villages)

    def tally(self, which: str) -> dict[str, int | None]:
        """Count the rows for which an array of `Membership` is true."""
        return {
            kind: None if told is None else int((told & getattr(getattr(self.places, kind), which)).sum())
            for kind, told in (
                ("sites", self.sites),
                ("incidents", self.incidents),
                ("villages", self.villages),
            )
        }


def _how_counted(
    asked: Question, places: Places, reach: Reach, params: CoverageParams, told: BoolArray
) -> dict[str, Any]:
    """Return how many sites count, and on what they count although something is not known."""
    counts, by_unit = asked.counts & told, asked.by_unit & told
    return {
        "sites_selected": int(told.sum()),
        "sites_counting": int(counts.sum()),
        "status_unknown": int((counts & asked.counting.status_unknown).sum()),
        "founded_unknown": int((counts & asked.counting.founded_unknown).sum()),
        "unknown": int((counts & asked.counting.unknown).sum()),
        "to_check": int((told & asked.counting.to_check).sum()),
        "to_check_left_out": params.exclude_to_check,
        "never_covering": int((counts & ~asked.by_unit).sum()),
        "without_village": int((by_unit & (places.site_village < 0)).sum()),
        "radius_defaulted": reach.defaulted,
        "radius_imprecise": reach.imprecise,
    }


def _by_unit(table: pd.DataFrame, figures: Figures, on: ReportedOn) -> dict[str, int | None]:
    missing, has_sites = figures.sites_missing[on.communes], figures.commune_with[on.communes]
    villages: dict[str, int | None] = dict.fromkeys(
        ("villages_total", "villages_with", "villages_without", "villages_not_reported")
    )
    if figures.villages is not None:
        villages = {
            "villages_total": int(table["villages"].sum()),
            "villages_with": int(table["villages_with"].sum()),
            "villages_without": int(table["villages_without"].sum()),
            "villages_not_reported": int(table["villages"][missing].sum()),
        }
    return {
        "communes_total": len(table),
        "communes_with": int((has_sites & ~missing).sum()),
        "communes_without": int((~has_sites & ~missing).sum()),
        "communes_not_reported": int(missing.sum()),
        **villages,
    }


def _by_households(
    table: pd.DataFrame, enrolled: Enrolment | None, figures: Figures, on: ReportedOn
) -> dict[str, Any]:
    """Return households enrolled of all, over the communes where both are known."""
    keys = ("enrolled", "counted", "excess", "households", "share", "communes", "sites_unknown")
    if enrolled is None:
        return dict.fromkeys(keys)
    missing = figures.sites_missing[on.communes]
    asked = table.loc[~missing, ["households_enrolled", "households_excess", "households"]]
    known = asked.dropna()
    unknown = int(enrolled.unknown[on.communes][~missing].sum())
    if known.empty:
        return {**dict.fromkeys(keys), "communes": 0, "sites_unknown": unknown}
    counted, excess, households = (float(total) for total in known.sum())
    share = counted / households if households else None
    values = (counted + excess, counted, excess, households, share, len(known), unknown)
    return dict(zip(keys, values, strict=True))


def _contents(
    locator: Locator,
    sites: pd.DataFrame,
    villages: pd.DataFrame | None,
    incidents: pd.DataFrame | None,
    initiatives: pd.DataFrame | None,
    submissions: pd.DataFrame | None,
) -> dict[str, str]:
    """Return the content of every column a figure may come from."""
    return {
        "boundaries": locator.content,
        "sites": frame_content(
            sites,
            texts=("initiative_id", "name", "status", "village_id", *_PLACE_TEXTS),
            numbers=("radius_m", "households_enrolled", "households_total", *_PLACE_NUMBERS),
            dates=("founded_on", "closed_on", "last_activity_on"),
        ),
        "villages": frame_content(
            villages,
            texts=("name", *_PLACE_TEXTS),
            numbers=("households", "population", "households_business", *_PLACE_NUMBERS),
        ),
        "incidents": frame_content(
            incidents,
            texts=("category", *_PLACE_TEXTS),
            numbers=("counts_in_statistics", *_PLACE_NUMBERS),
            dates=("happened_on",),
        ),
        "initiatives": frame_content(initiatives, texts=("name", "layer", "cover_by"), numbers=("radius_m",)),
        "submissions": frame_content(
            submissions, texts=("kind", "commune_code", "state"), dates=("period_from", "period_to")
        ),
    }


def _chosen(
    asked: Question, reach: Reach, figures: Figures, places: Places, params: CoverageParams, is_selected: bool
) -> dict[str, str]:
    """Return which rows a text or rating chose, by columns that no figure comes from.

    Where rows are handed in selected, their ids are among the contents already.
    """
    rows: dict[str, pd.Index] = {}
    if params.text and figures.villages is not None:
        rows["villages"] = places.villages_frame.index[figures.villages.chosen]
    if (params.text or params.ratings) and not is_selected:
        rows["sites"] = asked.sites.index[asked.selected]
        rows["incidents"] = places.incidents_frame.index[reach.incident_chosen]
    return {f"{name}_chosen": frame_content(pd.DataFrame(index=index)) for name, index in rows.items()}
