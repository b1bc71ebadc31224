"""The answer to a quick question: which units satisfy it, which are not known, and the rows behind each.

Counts placed rows and compares; knows nothing of words. What was not reported is never counted as "none".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.by_unit import total_by
from analysis.columns import BoolArray, FloatArray, number, text
from analysis.locate import IntArray
from analysis.params import CoverageParams, SiteKind
from analysis.reporting import SITE_SHEETS, not_reported_incidents, not_reported_sites
from analysis.selection import NOT_RATED
from analysis.stamp import frame_content, stamp
from analysis.tally import Tally
from analysis.unit_rows import CLUSTERS, Groups
from layers.errors import InitiativeGone
from layers.incidents import FIRE, FOREST_FIRE, MINOR_FIRE
from layers.period_days import PeriodDays
from layers.periods import Period
from layers.questions import (
    VILLAGE_FACTS,
    Clause,
    Compare,
    IncidentsAsked,
    Question,
    SitesAsked,
    SiteState,
    VillagesAsked,
)
from layers.schema import SiteLayer
from layers.unit_columns import Level

if TYPE_CHECKING:
    from layers.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Counted:
    """One condition, counted.

    Attributes
    ----------
    clause : Clause
    number : ndarray of float64, shape (units,)
        What is known to be there.
    is_whole : ndarray of bool, shape (units,)
        Whether that is all: False where a sheet was not sent or a value is not known.
    holds, fails : ndarray of bool, shape (units,)
        Where neither is true nobody can say.
    table : str
        Table of the rows that are counted.
    rows : ndarray of int64
        Their places in the frame of that table.
    unit : ndarray of int64
        The unit each lies in (of level GROUP: its commune).
    """

    clause: Clause
    number: FloatArray
    is_whole: BoolArray
    holds: BoolArray
    fails: BoolArray
    table: str
    rows: IntArray
    unit: IntArray


@dataclass(frozen=True, eq=False)
class Answer:
    """Units that satisfy a question.

    Attributes
    ----------
    question : Question
    as_of : datetime.date
        Day of the sites: the last of the period, or the day of the figures where that is earlier.
    days : Period or None
        Of the incidents; None = everything up to `as_of`. A category with a start day of its own has others,
        see `PeriodDays.of`.
    has_begun : bool
        False where the whole period lies after the day of the figures: nothing is known of it.
    ids : Index
        Codes of communes, ids of villages or groups, of all units that were asked about.
    names : tuple of str
    holds : ndarray of bool, shape (units,)
        All conditions are satisfied.
    unknown : ndarray of bool, shape (units,)
        None fails, but of one nobody can say: not reported, or not known.
    counted : tuple of Counted
        Of each condition, in the order of the question.
    stamp : str
    """

    question: Question
    as_of: dt.date
    days: Period | None
    has_begun: bool
    ids: pd.Index
    names: tuple[str, ...]
    holds: BoolArray
    unknown: BoolArray
    counted: tuple[Counted, ...]
    member: BoolArray | None
    stamp: str

    @property
    def units(self) -> pd.Index:
        """Return the ids of the units that satisfy the question."""
        return self.ids[self.holds]

    def rows_of(self, place: int, unit: int) -> IntArray:
        """Return the places of the rows that a condition counts in a unit (places of both)."""
        counted = self.counted[place]
        if self.member is not None:
            is_inside: BoolArray = np.append(self.member[unit], False)[counted.unit]
        else:
            is_inside = np.asarray(counted.unit == unit, dtype=bool)
        rows: IntArray = counted.rows[is_inside]
        return rows


def answer(snapshot: Snapshot, tally: Tally, question: Question) -> Answer:
    """Answer a quick question.

    holds(u) ⇔ every condition holds in u. A condition on what is counted in u, c known and perhaps more:
    NONE holds ⇔ c = 0 and that is all, fails ⇔ c > 0; AT_LEAST n holds ⇔ c ≥ n, fails ⇔ c < n and that is
    all; AT_MOST n holds ⇔ c ≤ n and that is all, fails ⇔ c > n. A commune whose sheet was not sent has no
    count at all: nobody can say.

    Parameters
    ----------
    snapshot : Snapshot
    tally : Tally
        Of the same snapshot.
    question : Question

    Returns
    -------
    Answer

    Raises
    ------
    InitiativeGone
        The document has no longer the initiative that is asked about.

    Examples
    --------
    See `tests/analysis/test_answer.py`.
    """
    periods = PeriodDays.read(question.period, snapshot.as_of, snapshot.frame("period_kinds"))
    days = periods.of()
    as_of = min(snapshot.as_of, days.last) if days else snapshot.as_of
    asked = _Asked(snapshot, tally, question, periods, as_of)
    counted = tuple(asked.counted(clause) for clause in question.clauses)
    holds = np.logical_and.reduce([one.holds for one in counted])
    fails = np.logical_or.reduce([one.fails for one in counted])
    return Answer(
        question=question,
        as_of=as_of,
        days=days,
        has_begun=periods.has_begun(),
        ids=asked.ids,
        names=asked.names,
        holds=holds,
        unknown=~holds & ~fails,
        counted=counted,
        member=asked.groups.has if asked.groups is not None else None,
        stamp=_stamp(snapshot, tally, question, as_of),
    )


class _Asked:
    """The units of a question, and its conditions counted in them."""

    def __init__(
        self, snapshot: Snapshot, tally: Tally, question: Question, periods: PeriodDays, as_of: dt.date
    ) -> None:
        self._snapshot, self._tally, self._periods, self._as_of = snapshot, tally, periods, as_of
        self._codes = pd.Index(tally.locator.gdf["code"].astype(str))
        self._by_village = question.level is Level.VILLAGE
        villages = tally.villages.frame
        self.groups: Groups | None = None
        self.ids = villages.index if self._by_village else self._codes
        if question.level is Level.GROUP:
            self.groups = Groups.of(snapshot, self._codes, question.set_names)
            self.ids = self.groups.ids
        self._units = len(villages) if self._by_village else len(self._codes)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the units."""
        if self.groups is not None:
            return self.groups.names
        if self._by_village:
            return tuple(str(name) for name in self._tally.villages.frame["name"])
        gdf = self._tally.locator.gdf
        return tuple(str(name) for name in gdf["full_name" if "full_name" in gdf else "name"])

    def counted(self, clause: Clause) -> Counted:
        """Count one condition in every unit."""
        count: dict[type, Callable[[Any], tuple[str, BoolArray, FloatArray, BoolArray]]] = {
            SitesAsked: self._sites,
            IncidentsAsked: self._incidents,
            VillagesAsked: self._villages,
        }
        table, chosen, number_of, lacking = count[type(clause.subject)](clause.subject)
        unit = self._unit_of(table)
        is_whole = ~lacking
        number_of = np.where(lacking & (table != "villages"), 0.0, number_of)
        if self.groups is not None:
            number_of = np.array([number_of[has].sum() for has in self.groups.has], dtype=np.float64)
            is_whole = np.array([is_whole[has].all() for has in self.groups.has], dtype=bool)
        holds, fails = _compared(clause, number_of, is_whole)
        rows = np.flatnonzero(chosen)
        return Counted(clause, number_of, is_whole, holds, fails, table, rows, unit[rows])

    def _unit_of(self, table: str) -> IntArray:
        rows = getattr(self._tally, table)
        unit: IntArray = rows.village if self._by_village else rows.commune
        return unit

    def _sites(self, asked: SitesAsked) -> tuple[str, BoolArray, FloatArray, BoolArray]:
        sites, initiatives = self._tally.sites.frame, self._snapshot.frame("initiatives")
        own = text(sites, "initiative_id")
        clusters = initiatives.index[initiatives["layer"] == SiteLayer.CLUSTER.value]
        chosen = np.ones(len(sites), dtype=bool)
        kind = SiteKind.ALL
        if asked.initiative == CLUSTERS:
            chosen, kind = pd.Index(own, dtype=object).isin(clusters), SiteKind.CLUSTERS
        elif asked.initiative:
            if asked.initiative not in initiatives.index:
                raise InitiativeGone(name=asked.name or asked.initiative)
            chosen = np.asarray(own == asked.initiative, dtype=bool)
            kind = SiteKind.CLUSTERS if asked.initiative in clusters else SiteKind.SITES
        counting = self._tally.counting(self._as_of)
        if asked.state is not SiteState.ANY:
            chosen = chosen & (counting.counts if asked.state is SiteState.ACTIVE else counting.to_check)
        if asked.ratings:
            rating = text(sites, "rating")
            rated = np.where(pd.isna(rating), NOT_RATED, rating)
            chosen = chosen & np.isin(rated.astype(str), asked.ratings)
        missing = not_reported_sites(self._snapshot.frame("submissions"), SITE_SHEETS[kind], self._as_of)
        return "sites", chosen, self._total("sites", chosen), self._lacking(missing)

    def _incidents(self, asked: IncidentsAsked) -> tuple[str, BoolArray, FloatArray, BoolArray]:
        dated = self._tally.dated
        days = self._periods.of(asked.category)
        if not self._periods.has_begun(asked.category):
            nothing = np.zeros(len(dated.day), dtype=bool)
            return "incidents", nothing, self._total("incidents", nothing), np.ones(self._units, dtype=bool)
        is_minor = dated.of_categories([MINOR_FIRE])
        counts = dated.is_counted & ~is_minor
        if asked.category == MINOR_FIRE:
            counts = is_minor  # they say themselves that the statistics leave them out
        chosen = counts & dated.of_categories([asked.category] if asked.category else [])
        if asked.with_minor and asked.category in ("", FIRE):
            chosen |= is_minor
        if not asked.with_forest:
            chosen &= ~dated.of_categories([FOREST_FIRE])
        chosen &= dated.within(days, self._as_of)
        params = CoverageParams(
            self._as_of,
            period_from=days.first if days else None,
            period_to=days.last if days else None,
        )
        missing = not_reported_incidents(self._snapshot.frame("submissions"), params)
        return "incidents", chosen, self._total("incidents", chosen), self._lacking(missing)

    def _villages(self, asked: VillagesAsked) -> tuple[str, BoolArray, FloatArray, BoolArray]:
        frame, unit = self._tally.villages.frame, self._unit_of("villages")
        if asked.column in VILLAGE_FACTS:
            fact = frame[asked.column].astype("boolean")
            values = fact.astype("Float64").to_numpy(np.float64, na_value=np.nan)
        else:
            values = number(frame, asked.column)
        known, there = np.isfinite(values), unit >= 0
        chosen = known & there
        total = np.bincount(unit[chosen], weights=values[chosen], minlength=self._units)
        # A unit without a village in the register is one that nobody has listed, not one with nothing.
        lacking = total_by(unit, self._units, ~known) > 0
        lacking |= total_by(unit, self._units, np.ones(len(frame), dtype=bool)) == 0
        return "villages", known & (values > 0), total.astype(np.float64), np.asarray(lacking, dtype=bool)

    def _total(self, table: str, chosen: BoolArray) -> FloatArray:
        return total_by(self._unit_of(table), self._units, chosen).astype(np.float64)

    def _lacking(self, codes: frozenset[str]) -> BoolArray:
        lacking = np.asarray(self._codes.isin(codes), dtype=bool)
        if not self._by_village:
            return lacking
        return np.asarray(np.append(lacking, False)[self._tally.villages.commune], dtype=bool)


def _compared(clause: Clause, number_of: FloatArray, is_whole: BoolArray) -> tuple[BoolArray, BoolArray]:
    """Return where a condition holds and where it fails."""
    if clause.compare is Compare.AT_LEAST:
        is_enough = number_of >= clause.number
        return is_enough, ~is_enough & is_whole
    most = clause.number if clause.compare is Compare.AT_MOST else 0
    is_over = number_of > most
    return ~is_over & is_whole, is_over


def _stamp(snapshot: Snapshot, tally: Tally, question: Question, as_of: dt.date) -> str:
    """Return the stamp of the question and of everything it may be counted from."""
    texts = {
        "initiatives": ("layer",),
        "submissions": ("kind", "commune_code", "state"),
        "commune_groups": ("set_name",),
        "commune_group_members": ("group_id", "vintage", "code"),
    }
    dates = {"submissions": ("period_from", "period_to")}
    small = {
        name: frame_content(snapshot.frame(name), texts=columns, dates=dates.get(name, ()))
        for name, columns in texts.items()
    }
    asked = {"as_of": as_of.isoformat(), "question": question.to_json()}
    return stamp(asked, {**tally.contents, **small})
