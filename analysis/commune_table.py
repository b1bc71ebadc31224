"""The figures of every commune and of the province, as columns named like the JSON.

Adds up arrays that are computed elsewhere and keeps NULL apart from 0; knows nothing of polygons or filters.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.by_unit import BoolArray, Enrolment, FloatArray, IntArray, ObjectArray, sum_by, total_by
from analysis.demand import Basis, CoveredDemand, covered_demand, weakest
from analysis.params import By
from analysis.result import plain

# Column → (what is covered of it, what its share is of).
COVERED_OF: dict[str, tuple[str, str]] = {
    "villages_covered": ("villages_covered_share", "villages_measured"),
    "incidents_covered": ("incidents_covered_share", "incidents_measured"),
    "households_covered": ("households_covered_share", "households"),
    "population_covered": ("population_covered_share", "population"),
    "households_business_covered": ("households_business_covered_share", "households_business"),
    "villages_with": ("villages_with_share", "villages"),
}
_OF_SITES_SHEET = (
    "sites",
    "active_sites",
    "with_sites",
    "villages_with",
    "villages_without",
    "villages_covered",
    "households_covered",
    "population_covered",
    "households_business_covered",
    "households_enrolled",
    "households_excess",
    "incidents_covered",
)
_OF_INCIDENTS_SHEET = ("incidents", "incidents_covered", "incidents_measured")
_WHOLE = (
    "sites",
    "active_sites",
    "incidents",
    "incidents_measured",
    "incidents_covered",
    "villages",
    "villages_measured",
    "villages_with",
    "villages_without",
    "villages_covered",
    "households",
    "population",
    "households_business",
    "households_business_covered",
    "households_enrolled",
    "households_excess",
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind: their commune (−1 none), which are asked about, measured and covered."""

    commune: IntArray
    chosen: BoolArray
    measured: BoolArray
    covered: BoolArray


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the table is made of; arrays of shape (k,) are aligned to the communes.

    Attributes
    ----------
    codes, names : ndarray of str, shape (k,)
    area_m2 : ndarray of float64, shape (k,)
    covered_m2, gap_m2 : ndarray of float64, shape (k,)
        NaN where nothing covers by radius.
    population, households : ndarray of float64, shape (k,)
        Of the commune itself, NaN for NULL.
    sites, counts : see `Rows`; ndarray of bool
        Selected sites, and those of them that count.
    initiative : ndarray of str, shape (s,)
        Name of the initiative of each site.
    asked_initiatives : tuple of str
        Names of initiatives asked for, which are told also where they have no site.
    commune_with, villages_with : ndarray of bool
        Covered by unit.
    villages, incidents : Rows or None
        None where there is no such frame: the figures are NULL.
    people, village_households, business : ndarray of float64, shape (v,)
    enrolment : Enrolment or None
    sites_missing, incidents_missing : ndarray of bool, shape (k,)
        Communes without the sheet.
    covered_by : By
    """

    codes: ObjectArray
    names: ObjectArray
    area_m2: FloatArray
    covered_m2: FloatArray
    gap_m2: FloatArray
    population: FloatArray
    households: FloatArray
    sites: Rows
    counts: BoolArray
    initiative: ObjectArray
    asked_initiatives: tuple[str, ...]
    commune_with: BoolArray
    villages_with: BoolArray
    villages: Rows | None
    incidents: Rows | None
    people: FloatArray
    village_households: FloatArray
    business: FloatArray
    enrolment: Enrolment | None
    sites_missing: BoolArray
    incidents_missing: BoolArray
    covered_by: By


def commune_table(f: Figures) -> pd.DataFrame:
    """Return one row a commune, index = code; columns in the order of the JSON, then further ones."""
    n = len(f.codes)
    people, households = _demand(f)
    table = pd.DataFrame(
        {
            "name": f.names,
            "reported": ~(f.sites_missing | f.incidents_missing),
            "sites_by_initiative": _by_initiative(f),
            "villages_with": _villages(f, f.villages_with),
            "area_km2": f.area_m2 / 1e6,
            "covered_km2": f.covered_m2 / 1e6,
            "covered_share": f.covered_m2 / f.area_m2,
            "gap_km2": f.gap_m2 / 1e6,
            "sites": total_by(f.sites.commune, n, f.sites.chosen),
            "active_sites": total_by(f.sites.commune, n, f.counts),
            "incidents": _counted(f.incidents, n, "chosen"),
            "incidents_covered": _covered(f, f.incidents, n),
            "villages": _counted(f.villages, n, "chosen"),
            "villages_covered": _covered(f, f.villages, n),
            "households": households.total,
            "households_covered": households.covered,
            "population": people.total,
            "population_covered": people.covered,
            "population_basis": people.basis,
            "households_basis": households.basis,
            **_business(f),
            "sites_reported": ~f.sites_missing,
            "incidents_reported": ~f.incidents_missing,
            "with_sites": pd.array(f.commune_with, dtype="boolean"),
            "villages_without": _villages(f, ~f.villages_with),
            "villages_measured": _counted(f.villages, n, "measured"),
            "incidents_measured": _counted(f.incidents, n, "measured"),
            "households_enrolled": f.enrolment.capped if f.enrolment else np.full(n, np.nan),
            "households_excess": f.enrolment.excess if f.enrolment else np.full(n, np.nan),
        },
        index=pd.Index(f.codes, name="code", dtype="str"),
    )
    table = table.astype(dict.fromkeys(_WHOLE, "Int64"))
    table = _without_missing_sheets(table, f)
    return table.assign(**{share: _ratio(table[part], table[of]) for part, (share, of) in COVERED_OF.items()})


def _demand(f: Figures) -> tuple[CoveredDemand, CoveredDemand]:
    """Return people and households covered, in the sense of `covered_by`."""
    none = Rows(np.empty(0, np.int64), *(np.empty(0, bool),) * 3)
    villages = f.villages or none
    # People and households are facts of the commune: a text that chooses villages does not take them away.
    every = np.ones(len(villages.commune), dtype=bool)
    by_villages = sum_by(villages.commune, len(f.codes), f.village_households, every)
    households = np.where(np.isnan(f.households), by_villages, f.households)
    if f.covered_by is By.HOUSEHOLDS and f.enrolment is not None:
        return _enrolled_demand(f.population, households, f.enrolment)
    area_share = f.covered_m2 / f.area_m2 if f.covered_by is By.RADIUS else None
    weights = [(Basis.PEOPLE, f.people), (Basis.HOUSEHOLDS, f.village_households)]
    place = villages.commune, villages.covered, villages.measured
    return (
        covered_demand(f.population, *place, weights, area_share),
        covered_demand(households, *place, weights[1:], area_share),
    )


def _enrolled_demand(
    population: FloatArray, households: FloatArray, enrolled: Enrolment
) -> tuple[CoveredDemand, CoveredDemand]:
    capped = np.fmin(enrolled.capped, households)
    capped[np.isnan(households) | np.isnan(enrolled.capped)] = np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        people = np.where(households > 0, population * capped / households, np.nan)
    return (
        CoveredDemand(population, people, _known_basis(people)),
        CoveredDemand(households, capped, _known_basis(capped)),
    )


def _known_basis(covered: FloatArray) -> ObjectArray:
    basis = np.full(len(covered), Basis.HOUSEHOLDS.value, dtype=object)
    basis[np.isnan(covered)] = None
    return basis


def _business(f: Figures) -> dict[str, FloatArray]:
    n = len(f.codes)
    if f.villages is None:
        return dict.fromkeys(("households_business", "households_business_covered"), np.full(n, np.nan))
    v = f.villages
    whole = sum_by(v.commune, n, f.business, np.ones(len(v.commune), dtype=bool))
    covered = sum_by(v.commune, n, np.where(v.covered, f.business, f.business * 0), v.measured)
    if f.covered_by is By.HOUSEHOLDS:
        covered = np.full(n, np.nan)
    return {"households_business": whole, "households_business_covered": covered}


def _by_initiative(f: Figures) -> list[dict[str, int] | None]:
    """Return of each commune the counting sites by the name of their initiative; "" = not known."""
    there = f.counts & (f.sites.commune >= 0)
    table: list[dict[str, int] | None] = [dict.fromkeys(f.asked_initiatives, 0) for _ in f.codes]
    pairs = Counter(zip(f.sites.commune[there].tolist(), f.initiative[there].tolist(), strict=True))
    for (row, name), number in sorted(pairs.items()):
        entry = table[row]
        if entry is not None:
            entry[name] = number
    return [None if missing else entry for entry, missing in zip(table, f.sites_missing, strict=True)]


def _villages(f: Figures, which: BoolArray) -> Any:
    if f.villages is None:
        return pd.array([pd.NA] * len(f.codes), dtype="Int64")
    return total_by(f.villages.commune, len(f.codes), f.villages.chosen & which)


def _counted(rows: Rows | None, n: int, which: str) -> Any:
    if rows is None:
        return pd.array([pd.NA] * n, dtype="Int64")
    return total_by(rows.commune, n, rows.chosen & getattr(rows, which))


def _covered(f: Figures, rows: Rows | None, n: int) -> Any:
    by_place = f.covered_by is By.RADIUS or (f.covered_by is By.UNIT and rows is f.villages)
    if rows is None or not by_place:
        return pd.array([pd.NA] * n, dtype="Int64")
    return total_by(rows.commune, n, rows.chosen & rows.covered)


def _without_missing_sheets(table: pd.DataFrame, f: Figures) -> pd.DataFrame:
    """Put NULL where the sheet a figure comes from was not sent; areas are drawn, not reported, and stay."""
    table = table.copy()
    no_sites = f.sites_missing
    no_incidents = f.incidents_missing
    for name in _OF_SITES_SHEET:
        table[name] = table[name].mask(no_sites)
    for name in _OF_INCIDENTS_SHEET:
        table[name] = table[name].mask(no_incidents)
    for name in ("population_basis", "households_basis"):
        basis = table[name].to_numpy(dtype=object).copy()
        basis[no_sites] = None
        table[name] = basis
    return table


def _ratio(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Return part / whole as float64, NaN where either is NULL or the whole is 0."""
    below = whole.astype("Float64").to_numpy(np.float64, na_value=np.nan)
    above = part.astype("Float64").to_numpy(np.float64, na_value=np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        return pd.Series(np.where(below > 0, above / below, np.nan), index=part.index)


def province_row(table: pd.DataFrame) -> dict[str, Any]:
    """Return the same names for the province: the sum of its communes, NULL where none is known.

    `X_counted` is the denominator that goes with the numerator `X`: the sum of what it is a share of over the
    communes where the numerator is known; shares are their quotient. `communes_counted` says of how many
    communes each total is.
    """
    row: dict[str, Any] = {"code": None, "name": None, "reported": bool(table["reported"].all())}
    row["sites_by_initiative"] = _merged(table["sites_by_initiative"])
    counted: dict[str, int] = {}
    shares = {share for share, _ in COVERED_OF.values()} | {"covered_share"}
    for name in table.columns:
        if name in shares or pd.api.types.is_bool_dtype(table[name]) or name in row:
            continue
        if name.endswith("_basis"):
            row[name] = weakest(table[name].to_numpy(dtype=object))
            continue
        known = table[name].dropna()
        counted[name] = len(known)
        row[name] = plain(known.sum()) if len(known) else None
    for name in ("sites_reported", "incidents_reported"):
        row[name] = bool(table[name].all())
    row["with_sites"] = bool(table["with_sites"].any())
    row["covered_share"] = _share(row["covered_km2"], row["area_km2"])
    for part, (share, of) in COVERED_OF.items():
        row[f"{part}_counted"] = _sum(table.loc[table[part].notna(), of])
        row[share] = _share(row[part], row[f"{part}_counted"])
    bases = table["population_basis"]
    row["population_basis_communes"] = {b.value: int((bases == b.value).sum()) for b in Basis}
    return {**row, "communes_counted": counted}


def _merged(entries: pd.Series) -> dict[str, int] | None:
    known = [entry for entry in entries if entry is not None]
    total: Counter[str] = Counter()
    for entry in known:
        total.update(entry)
    return dict(sorted(total.items())) if known else None


def _sum(values: pd.Series) -> Any:
    known = values.dropna()
    return plain(known.sum()) if len(known) else None


def _share(part: Any, whole: Any) -> float | None:
    return None if part is None or whole is None or not whole else float(part) / float(whole)
