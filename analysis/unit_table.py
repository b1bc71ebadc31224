"""The commune table: units × the columns an analyst chose, with sums that add up, and NULL apart from 0.

Counts the rows that `UnitRows` sorted into units; knows nothing of filters, words or how a cell is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.by_unit import enrolment, sum_by, total_by
from analysis.columns import BoolArray, FloatArray, number
from analysis.comparison import FEW, Change
from analysis.locate import IntArray
from analysis.unit_rows import Groups, UnitRows
from layers.incidents import MINOR_FIRE, in_categories
from layers.periods import Period
from layers.unit_columns import ColumnKind, Level, UnitColumn

PEOPLE_PER_RATE = 1000


@dataclass(frozen=True, eq=False)
class UnitTable:
    """Figures of units.

    Attributes
    ----------
    level : Level
    columns : tuple of UnitColumn
    ids : Index
        Codes of communes, ids of villages or groups.
    names : tuple of str
    values : mapping of UnitColumn to ndarray of float64, shape (units,)
        NaN is NULL: not reported, not known, or a rate that is refused. A change is a difference.
    months : mapping of UnitColumn to ndarray of float64, shape (units, months)
        Of the columns by month; NaN rows where the sheet is missing.
    total : mapping of UnitColumn to float
        Of the province, or of the communes that are reported on; NaN where nothing is known. It is the sum of
        the communes, also in a table of villages or of groups.
    counted : mapping of UnitColumn to int
        Of how many units the total is.
    elsewhere : mapping of UnitColumn to float
        What the total holds and no unit does: rows without a village in a table of villages, communes in no
        group in one of groups (below 0 where groups overlap). 0 in a table of communes.
    before : mapping of UnitColumn to ndarray of float64
        Of the columns that compare: the count of the same period last year.
    total_before : mapping of UnitColumn to float
    days : mapping of UnitColumn to Period or None
        Days of the incidents of a column; None: everything up to the day of the figures.
    """

    level: Level
    columns: tuple[UnitColumn, ...]
    ids: pd.Index
    names: tuple[str, ...]
    values: Mapping[UnitColumn, FloatArray]
    months: Mapping[UnitColumn, FloatArray]
    total: Mapping[UnitColumn, float]
    counted: Mapping[UnitColumn, int]
    elsewhere: Mapping[UnitColumn, float]
    before: Mapping[UnitColumn, FloatArray] = field(default_factory=dict)
    total_before: Mapping[UnitColumn, float] = field(default_factory=dict)
    days: Mapping[UnitColumn, Period | None] = field(default_factory=dict)

    def change(self, column: UnitColumn, unit: int | None = None) -> Change:
        """Return the two counts of a column that compares, of one unit or (None) of the province."""
        if unit is None:
            before, difference = self.total_before[column], self.total[column]
        else:
            before, difference = self.before[column][unit], self.values[column][unit]
        return Change("incidents", _whole(before), _whole(before + difference))


def unit_table(rows: UnitRows, columns: Sequence[UnitColumn]) -> UnitTable:
    """Count the columns of a table of communes or villages.

    Parameters
    ----------
    rows : UnitRows
    columns : sequence of UnitColumn
        A column twice is one.

    Returns
    -------
    UnitTable
        Rows that do not belong to a commune that is reported on are in no unit and in no total.

    Notes
    -----
    Sites: of the answer, whatever their status (SITES), counting at its day (SITES_ACTIVE), counting without
    recent activity (SITES_TO_CHECK). Villages with: ≥ `min_sites` counting sites of the initiative.
    Households enrolled: of the counting sites, up to 100 % of a village (`analysis.by_unit.enrolment`).
    A rate is refused where a unit has fewer than ten incidents or no known people.

    Examples
    --------
    See `tests/analysis/test_unit_table.py`: two communes, every figure worked out by hand.
    """
    chosen = tuple(dict.fromkeys(columns))
    by_village = rows.level is Level.VILLAGE
    counting = _Counting(rows)
    values = {column: counting.values(column) for column in chosen}
    whole = unit_table(_by_commune(rows), chosen) if by_village else None
    total = dict(whole.total) if whole else {one: _total(one, counting, values[one]) for one in chosen}
    compared = [one for one in chosen if one.kind is ColumnKind.INCIDENTS_CHANGE]
    before = {one: counting.incidents(one.of, before=True) for one in compared}
    # A difference is of the units that are known at both times, and so is what it is a difference from.
    before = {one: np.where(np.isnan(values[one]), np.nan, before[one]) for one in compared}
    return UnitTable(
        level=rows.level,
        columns=chosen,
        ids=rows.ids,
        names=rows.names,
        values=values,
        months={one: counting.months(one.of) for one in chosen if one.kind is ColumnKind.INCIDENTS_BY_MONTH},
        total=total,
        counted={one: int(np.isfinite(values[one]).sum()) for one in chosen},
        elsewhere={one: _elsewhere(one, total[one], values[one]) for one in chosen},
        before=before,
        total_before=dict(whole.total_before) if whole else {one: _sum(before[one]) for one in compared},
        days={one: rows.periods.of(one.of) for one in chosen},
    )


def group_table(rows: UnitRows, columns: Sequence[UnitColumn], groups: Groups) -> UnitTable:
    """Add the figures of communes up to groups; a figure of a group is of its communes that are known.

    Parameters
    ----------
    rows : UnitRows
        Of level COMMUNE.
    columns : sequence of UnitColumn
    groups : Groups
        Over the communes of `rows`. They may overlap: a commune counts in each of its groups, once in the
        total.

    Returns
    -------
    UnitTable
        REPORTED is 1 where all communes of a group have reported.
    """
    table = unit_table(rows, columns)
    people = unit_table(rows, [UnitColumn(ColumnKind.POPULATION)]).values[UnitColumn(ColumnKind.POPULATION)]
    counting = _Counting(rows)

    def of_group(column: UnitColumn) -> FloatArray:
        own = table.values[column]
        if column.kind is ColumnKind.REPORTED:
            return np.array([own[has].all() if has.any() else np.nan for has in groups.has], dtype=np.float64)
        if column.kind is ColumnKind.INCIDENTS_PER_1000:
            number_of = counting.incidents(column.of)
            is_known = np.isfinite(number_of) & np.isfinite(people)
            return np.array(
                [_rate(*(_sum(v[has & is_known]) for v in (number_of, people))) for has in groups.has]
            )
        return np.array([_sum(own[has]) for has in groups.has], dtype=np.float64)

    values = {column: of_group(column) for column in table.columns}
    return UnitTable(
        level=Level.GROUP,
        columns=table.columns,
        ids=groups.ids,
        names=groups.names,
        values=values,
        months={
            one: np.array([_sum_rows(months[has]) for has in groups.has]).reshape(len(groups.ids), -1)
            for one, months in table.months.items()
        },
        total=table.total,
        counted={one: int(np.isfinite(values[one]).sum()) for one in table.columns},
        elsewhere={one: _elsewhere(one, table.total[one], values[one]) for one in table.columns},
        before={
            one: np.array([_sum(before[has]) for has in groups.has], dtype=np.float64)
            for one, before in table.before.items()
        },
        total_before=table.total_before,
        days=table.days,
    )


# -- counting one column ----------------------------------------------------------------------------------


class _Counting:
    """The columns of the rows of one table, with what several columns need counted once."""

    def __init__(self, rows: UnitRows) -> None:
        self._rows = rows
        self._units = len(rows.ids)
        self._by_category: dict[Period | None, FloatArray] = {}
        self._missing: dict[Period | None, BoolArray] = {}
        self._kinds: Mapping[ColumnKind, Callable[[str], FloatArray]] = {
            ColumnKind.REPORTED: self._reported,
            ColumnKind.SITES: lambda of: self._sites(of, None),
            ColumnKind.SITES_ACTIVE: lambda of: self._sites(of, "counts"),
            ColumnKind.SITES_TO_CHECK: lambda of: self._sites(of, "to_check"),
            ColumnKind.VILLAGES: self._villages,
            ColumnKind.VILLAGES_WITH: self._villages_with,
            ColumnKind.HOUSEHOLDS_ENROLLED: self._enrolled,
            ColumnKind.HOUSEHOLDS: lambda _: self._people("households"),
            ColumnKind.POPULATION: lambda _: self._people("population"),
            ColumnKind.HOUSEHOLDS_BUSINESS: self._business,
            ColumnKind.INCIDENTS: self.incidents,
            ColumnKind.INCIDENTS_BEFORE: lambda of: self.incidents(of, before=True),
            ColumnKind.INCIDENTS_CHANGE: lambda of: self.incidents(of) - self.incidents(of, before=True),
            ColumnKind.INCIDENTS_PER_1000: self._rates,
            ColumnKind.INCIDENTS_BY_MONTH: self.incidents,
        }

    def values(self, column: UnitColumn) -> FloatArray:
        """Return the figures of a column, NaN for NULL, shape (units,)."""
        return self._kinds[column.kind](column.of)

    def _sites(self, initiative: str, state: str | None) -> FloatArray:
        chosen = self._rows.sites_of(initiative)
        if state is not None:
            chosen = chosen & self._rows.bundle.sites[state].to_numpy(dtype=bool)
        return self._of_sites_sheet(total_by(self._rows.site_unit, self._units, chosen))

    def _villages(self, _: str) -> FloatArray:
        if not self._has_villages:
            return self._nothing()
        return total_by(self._rows.village_unit, self._units, self._every_village).astype(np.float64)

    def _villages_with(self, initiative: str) -> FloatArray:
        if not self._has_villages:
            return self._nothing()
        rows = self._rows
        if initiative:
            chosen = rows.sites_of(initiative) & rows.bundle.sites["counts"].to_numpy(dtype=bool)
            number_of = total_by(rows.site_village, len(rows.bundle.villages), chosen)
            has = number_of >= rows.bundle.params.min_sites
        else:
            has = rows.bundle.villages["with_sites"].to_numpy(dtype=bool)
        return self._of_sites_sheet(total_by(rows.village_unit, self._units, has))

    def _enrolled(self, initiative: str) -> FloatArray:
        rows = self._rows
        sites = rows.bundle.sites
        enrolled = enrolment(
            rows.sites_of(initiative) & sites["counts"].to_numpy(dtype=bool),
            number(sites, "households_enrolled"),
            number(sites, "households_total"),
            rows.site_village,
            rows.site_unit,
            rows.village_numbers("households"),
            self._units,
        )
        return self._of_sites_sheet(enrolled.capped)

    def _people(self, column: str) -> FloatArray:
        if self._rows.level is Level.VILLAGE:
            return self._rows.village_numbers(column)
        return number(self._rows.bundle.coverage.communes, column)

    def _business(self, _: str) -> FloatArray:
        if not self._has_villages:
            return self._nothing()
        business = self._rows.village_numbers("households_business")
        return sum_by(self._rows.village_unit, self._units, business, self._every_village)

    def _reported(self, _: str) -> FloatArray:
        missing = self._rows.sites_missing | self._lacking(self._rows.periods.of())
        return (~missing).astype(np.float64)

    # -- incidents

    def incidents(self, category: str, *, before: bool = False) -> FloatArray:
        """Return the incidents of a category in its period, or in the same period last year; NaN for NULL."""
        periods = self._rows.periods
        days = periods.before(category) if before else periods.of(category)
        if (before and days is None) or not periods.has_begun(category):
            return self._nothing()
        if category == MINOR_FIRE:
            rows = self._rows
            number_of = total_by(rows.incident_unit, self._units, rows.incidents(category, days)).astype(
                float
            )
        elif category:
            known = pd.Series(self._rows.tally.dated.categories, dtype="str")
            number_of = self._table(days)[:, :-1][:, in_categories(known, [category])].sum(axis=1)
        else:
            number_of = self._table(days).sum(axis=1)
        return np.where(self._lacking(days), np.nan, number_of)

    def months(self, category: str) -> FloatArray:
        """Return the incidents of a category by calendar month; without a period, of the last twelve."""
        rows, periods = self._rows, self._rows.periods
        days = periods.of(category)
        last = np.datetime64(days.last if days else periods.as_of, "M").astype(np.int64)
        first = np.datetime64(days.first, "M").astype(np.int64) if days else last - 11
        count = int(last - first) + 1
        chosen = rows.incidents(category, days) & (rows.incident_unit >= 0) & ~np.isnat(rows.tally.dated.day)
        month = rows.tally.dated.day[chosen].astype("datetime64[M]").astype(np.int64) - first
        inside = (month >= 0) & (month < count)
        cell = rows.incident_unit[chosen][inside] * count + month[inside]
        table = (
            np.bincount(cell, minlength=self._units * count).reshape(self._units, count).astype(np.float64)
        )
        table[self._lacking(days)] = np.nan
        return table

    def _rates(self, category: str) -> FloatArray:
        pairs = zip(self.incidents(category), self._people("population"), strict=True)
        return np.array([_rate(number_of, people) for number_of, people in pairs], dtype=np.float64)

    def _table(self, days: Period | None) -> FloatArray:
        """Return incidents by unit and category of these days, the last column those without a category."""
        if days not in self._by_category:
            rows, dated = self._rows, self._rows.tally.dated
            chosen = rows.incidents("", days) & (rows.incident_unit >= 0)
            kinds = len(dated.categories) + 1
            kind: IntArray = np.where(dated.category < 0, kinds - 1, dated.category)
            cell = rows.incident_unit[chosen] * kinds + kind[chosen]
            counts = np.bincount(cell, minlength=self._units * kinds)
            self._by_category[days] = counts.reshape(self._units, kinds).astype(np.float64)
        return self._by_category[days]

    def _lacking(self, days: Period | None) -> BoolArray:
        if days not in self._missing:
            self._missing[days] = self._rows.incidents_missing(days)
        return self._missing[days]

    # -- what is not known

    @property
    def _has_villages(self) -> bool:
        return len(self._rows.tally.villages.frame) > 0

    @property
    def _every_village(self) -> BoolArray:
        return np.ones(len(self._rows.bundle.villages), dtype=bool)

    def _nothing(self) -> FloatArray:
        return np.full(self._units, np.nan)

    def _of_sites_sheet(self, values: IntArray | FloatArray) -> FloatArray:
        return np.where(self._rows.sites_missing, np.nan, values.astype(np.float64))


def _by_commune(rows: UnitRows) -> UnitRows:
    return UnitRows(Level.COMMUNE, rows.bundle, rows.tally, rows.periods, rows.snapshot)


def _total(column: UnitColumn, counting: _Counting, values: FloatArray) -> float:
    if column.kind is ColumnKind.INCIDENTS_PER_1000:
        number_of = counting.incidents(column.of)
        people = counting.values(UnitColumn(ColumnKind.POPULATION))
        known = np.isfinite(number_of) & np.isfinite(people)
        return _rate(_sum(number_of[known]), _sum(people[known]))
    return _sum(values)


def _elsewhere(column: UnitColumn, total: float, values: FloatArray) -> float:
    own = _sum(values)
    return total - own if column.is_sum and np.isfinite(total) and np.isfinite(own) else 0.0


def _rate(number_of: float, people: float) -> float:
    """Return incidents per 1,000 people, NaN where they are too few to say anything or people unknown."""
    return PEOPLE_PER_RATE * number_of / people if number_of >= FEW and people > 0 else np.nan


def _sum(values: FloatArray) -> float:
    """Return the sum of what is known, NaN where nothing is."""
    known = values[np.isfinite(values)]
    return float(known.sum()) if len(known) else np.nan


def _sum_rows(values: FloatArray) -> FloatArray:
    known = values[np.isfinite(values).all(axis=1)]
    return known.sum(axis=0) if len(known) else np.full(values.shape[1], np.nan)


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
