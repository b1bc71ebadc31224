"""Which communes are reported on, and which of them have not sent a sheet: their figures are unknown, not 0.

Reads the question and the table of submissions; knows nothing of what the sheets hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, ObjectArray, date, text
from analysis.locate import IntArray
from analysis.params import CoverageParams, SiteKind
from layers.schema import SubmissionState

SITE_SHEETS: dict[SiteKind, frozenset[str]] = {
    SiteKind.SITES: frozenset({"sites"}),
    SiteKind.CLUSTERS: frozenset({"clusters"}),
    SiteKind.ALL: frozenset({"sites", "clusters"}),
}
INCIDENT_SHEETS = frozenset({"incidents"})


@dataclass(frozen=True, slots=True)
class ReportedOn:
    """The communes a question reports on, out of all there are.

    Attributes
    ----------
    communes : ndarray of bool, shape (k,)
    is_whole : bool
        No commune was asked for: all are reported on, with the rows that lie in none.

    Examples
    --------
    >>> second = ReportedOn(np.array([False, True]), is_whole=False)
    >>> second.rows(np.array([0, 1, -1])).tolist(), second.places(np.array([0, 1, -1])).tolist()
    ([False, True, False], [-1, 0, -1])
    """

    communes: BoolArray
    is_whole: bool

    @classmethod
    def of(cls, codes: ObjectArray, params: CoverageParams) -> ReportedOn:
        """Return the communes of these codes that are asked for; all where none is named."""
        if not params.communes:
            return cls(np.ones(len(codes), dtype=bool), is_whole=True)
        return cls(np.isin(codes.astype(str), params.communes), is_whole=False)

    def rows(self, commune: IntArray) -> BoolArray:
        """Say of rows in these communes (−1 none) whether they are reported on."""
        if self.is_whole:
            return np.ones(len(commune), dtype=bool)
        is_told: BoolArray = np.append(self.communes, False)[commune]
        return is_told

    def places(self, commune: IntArray) -> IntArray:
        """Return the place of each row's commune among those reported on, −1 none."""
        if self.is_whole:
            return commune
        place = np.where(self.communes, np.cumsum(self.communes) - 1, -1)
        return np.append(place, -1)[commune].astype(np.int64)


def is_reporting_kept(submissions: pd.DataFrame, as_of: dt.date) -> bool:
    """Return whether any sheet is kept of a period begun by `as_of`: before the first, nobody had to report.

    Parameters
    ----------
    submissions : DataFrame
        The table `submissions`; empty where nobody keeps it.
    as_of : datetime.date
        A period that begins on this very day counts.
    """
    return bool((date(submissions, "period_from") <= np.datetime64(as_of, "D")).any())


def not_reported_sites(submissions: pd.DataFrame, kinds: Iterable[str], as_of: dt.date) -> frozenset[str]:
    """Return the codes of communes whose sheet of sites is missing for the last period begun by `as_of`.

    A list of sites is a state: the last sheet decides. For each kind of sheet the last period is the one with
    the latest first day ≤ as_of. Only rows that say `missing` make a commune not reported; `partial` reports.

    Parameters
    ----------
    submissions : DataFrame
        The table `submissions`; empty where nobody keeps it.
    kinds : iterable of str
        Kinds of sheet; a commune that lacks one of them is not reported.
    as_of : datetime.date
    """
    begun = date(submissions, "period_from")
    kind = text(submissions, "kind")
    missing: set[str] = set()
    for one in sorted(set(kinds)):
        mine = (kind == one) & (begun <= np.datetime64(as_of, "D"))
        if mine.any():
            missing |= _missing(submissions, mine & (begun == begun[mine].max()))
    return frozenset(missing)


def not_reported_incidents(submissions: pd.DataFrame, params: CoverageParams) -> frozenset[str]:
    """Return the codes of communes that lack a sheet of incidents for the days that are asked about.

    Incidents are a flow: every period that overlaps [period_from, period_to or as_of] must be there. Where no
    first day is asked, the last period begun by then decides.
    """
    last = np.datetime64(params.incidents_to, "D")
    if params.period_from is None:
        return not_reported_sites(submissions, INCIDENT_SHEETS, params.incidents_to)
    first = np.datetime64(params.period_from, "D")
    overlapping = (date(submissions, "period_from") <= last) & (date(submissions, "period_to") >= first)
    mine = np.isin(text(submissions, "kind"), list(INCIDENT_SHEETS)) & overlapping
    return frozenset(_missing(submissions, mine))


def _missing(submissions: pd.DataFrame, chosen: BoolArray) -> set[str]:
    missing = chosen & (text(submissions, "state") == SubmissionState.MISSING)
    return {str(code) for code in text(submissions, "commune_code")[missing] if code is not None}
