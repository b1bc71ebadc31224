"""The figures of one coverage question, frozen, with the arrays that say which rows they come from.

Knows nothing of how they are computed, drawn or worded.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.params import By, CoverageParams

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

COMMUNE_KEYS: tuple[str, ...] = (
    "code",
    "name",
    "reported",
    "sites_by_initiative",
    "villages_with",
    "area_km2",
    "covered_km2",
    "covered_share",
    "gap_km2",
    "sites",
    "active_sites",
    "incidents",
    "incidents_covered",
    "villages",
    "villages_covered",
    "households",
    "households_covered",
    "population",
    "population_covered",
    "population_basis",
)
"""Keys of a commune in the JSON, in the order of the document; further keys follow them."""


@dataclass(frozen=True, slots=True)
class CoverageResult:
    """The answer to one `CoverageParams`; NULL (None, NaN, NA) is "not known", never 0.

    Attributes
    ----------
    params : CoverageParams
    stamp : str
        sha-256 of the canonical parameters and the content of all inputs; see `analysis.stamp`.
    covered_by : By
        The one way that the columns `*_covered` speak of (UNIT, HOUSEHOLDS or RADIUS).
    communes : DataFrame, index = code
        One row a commune, columns named as in the JSON. Areas in km² of the polygon as drawn.
    province : dict
        The same names: sums over the communes where the figure is known, `*_counted` their denominators.
    by_unit : dict of int or None
        communes_total = communes_with + communes_without + communes_not_reported, villages likewise.
    by_households : dict
        enrolled, capped, excess and all households, with what is unknown.
    outside, no_position : dict of int or None
        Sites, incidents and villages with an exact position in no commune; and those that neither a position
        nor a commune code places. Σ communes + outside + no_position = all rows asked about.
    without_point : dict of int or None
        Rows that no distance can be measured from, also where their commune is known.
    disagreement : dict of int or None
        Rows whose exact position lies in another commune than the one written.
    in_several : dict of int or None
        Rows on a border or in an overlap of communes, which belong to the lower code.
    gaps : GeoSeries, index = code, or None
        Part of each commune outside every radius, metric CRS; None when nothing covers by radius.
    site_counts : ndarray of bool, aligned to the sites handed in
        Counts as coverage at `as_of` and is selected.
    site_commune, village_commune, incident_commune : ndarray of int64
        Position of the commune in `communes`, −1 none; aligned to the rows handed in.
    village_with : ndarray of bool
        Covered by unit; aligned to the villages handed in.
    village_covered, incident_covered : ndarray of bool
        In the sense of `covered_by`; aligned to the rows handed in.
    counted_unknown, counted_to_check : int
        Sites that count only because their status or founding day is unknown; and sites to be checked, which
        count or, by `params.exclude_to_check`, would count otherwise.
    counted : dict
        The same in parts, with how many radii were taken from the default.
    not_reported : dict of tuple of str
        Codes of communes without a sheet: "sites" and "incidents".
    """

    params: CoverageParams
    stamp: str
    covered_by: By
    communes: pd.DataFrame
    province: Mapping[str, Any]
    by_unit: Mapping[str, int | None]
    by_households: Mapping[str, Any]
    outside: Mapping[str, int | None]
    no_position: Mapping[str, int | None]
    without_point: Mapping[str, int | None]
    disagreement: Mapping[str, int | None]
    in_several: Mapping[str, int | None]
    gaps: gpd.GeoSeries | None
    site_counts: BoolArray
    site_commune: IntArray
    village_commune: IntArray
    incident_commune: IntArray
    village_with: BoolArray
    village_covered: BoolArray
    incident_covered: BoolArray
    counted_unknown: int
    counted_to_check: int
    counted: Mapping[str, Any] = field(default_factory=dict)
    not_reported: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the object of ``coverage --json`` without its heading: plain values, null for unknown."""
        return {
            "by_unit": plain(self.by_unit),
            "communes": [
                {"code": str(code), **plain(row)}
                for code, row in zip(self.communes.index, self.communes.to_dict("records"), strict=True)
            ],
            "province": plain(self.province),
            "outside": plain(self.outside),
            "no_position": plain(self.no_position),
            "without_point": plain(self.without_point),
            "disagreement": plain(self.disagreement),
            "in_several": plain(self.in_several),
            "by_households": plain(self.by_households),
            "covered_by": self.covered_by.value,
            "counted": plain(self.counted),
            "not_reported": plain(self.not_reported),
        }


def plain(value: Any) -> Any:
    """Return `value` as what JSON can hold: floats unrounded, NaN, NA, NaT and infinities as None."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else None
    return str(value)
