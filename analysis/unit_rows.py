"""The rows of an answer sorted into the units of a table: communes, villages or groups of communes.

Knows which rows an answer selected and where they belong; nothing of columns or of how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, FloatArray, ObjectArray, number, text
from analysis.locate import IntArray
from analysis.reporting import not_reported_incidents
from analysis.tally import Tally
from analysis.text_search import containing
from layers.groups import members
from layers.incidents import MINOR_FIRE
from layers.period_days import PeriodDays
from layers.periods import Period
from layers.unit_columns import Level

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.snapshot import Snapshot

CLUSTERS = "clusters"
"""In place of the id of an initiative: all whose sites are fire-safety clusters."""


@dataclass(frozen=True, eq=False)
class UnitRows:
    """What is counted, and by what: the rows of one answer and the place of each.

    Attributes
    ----------
    level : Level
        COMMUNE or VILLAGE; groups are added up from communes, see `Groups`.
    bundle : ResultBundle
        The answer: which sites and villages are selected, which count, which communes are reported on.
    tally : Tally
        Of the same snapshot.
    periods : PeriodDays
    snapshot : Snapshot
    """

    level: Level
    bundle: ResultBundle
    tally: Tally
    periods: PeriodDays
    snapshot: Snapshot

    # -- units -----------------------------------------------------------------------------------------

    @cached_property
    def communes(self) -> pd.Index:
        """Return the codes of the communes that are reported on."""
        return self.bundle.coverage.communes.index

    @cached_property
    def ids(self) -> pd.Index:
        """Return the codes of the communes, or the ids of the villages, of the rows of the table."""
        return self.communes if self.level is not Level.VILLAGE else self.bundle.villages.index

    @cached_property
    def commune_of_unit(self) -> IntArray:
        """Return the place of each unit's commune among `communes`, −1 none."""
        if self.level is not Level.VILLAGE:
            return np.arange(len(self.communes), dtype=np.int64)
        return self._places(self.communes, text(self.bundle.villages, "commune_code_at"))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the name of every unit, of a commune with what it is."""
        if self.level is Level.VILLAGE:
            return tuple(str(name) for name in self.bundle.villages["name"])
        gdf = self.bundle.boundaries.gdf
        named = dict(zip(self.bundle.boundaries.codes, gdf["full_name"], strict=True))
        return tuple(str(named[code]) for code in self.communes)

    # -- sites and villages of the answer --------------------------------------------------------------

    @cached_property
    def site_unit(self) -> IntArray:
        """Return the unit of each site of the answer, −1 none."""
        sites = self.bundle.sites
        if self.level is not Level.VILLAGE:
            return self._places(self.communes, text(sites, "commune_code_at"))
        return self._places(self.ids, text(sites, "village_id"))

    @cached_property
    def site_village(self) -> IntArray:
        """Return the place of each site's village among those of the answer, −1 none."""
        return self._places(self.bundle.villages.index, text(self.bundle.sites, "village_id"))

    @cached_property
    def village_unit(self) -> IntArray:
        """Return the unit of each village of the answer."""
        if self.level is Level.VILLAGE:
            return np.arange(len(self.ids), dtype=np.int64)
        return self._places(self.communes, text(self.bundle.villages, "commune_code_at"))

    @cached_property
    def _initiative(self) -> tuple[IntArray, ObjectArray]:
        codes, names = pd.factorize(text(self.bundle.sites, "initiative_id"))
        return np.asarray(codes, np.int64), np.asarray(names, object)

    def sites_of(self, initiative: str) -> BoolArray:
        """Say of each site of the answer whether it is of an initiative; '' = of any, CLUSTERS = of those."""
        if not initiative:
            return np.ones(len(self.bundle.sites), dtype=bool)
        if initiative == CLUSTERS:
            return self.bundle.sites["is_cluster"].to_numpy(dtype=bool)
        code, names = self._initiative
        return np.asarray(np.append(names == initiative, False)[code], dtype=bool)

    def village_numbers(self, column: str) -> FloatArray:
        """Return a column of numbers of the villages of the answer, NaN for NULL."""
        return number(self.bundle.villages, column)

    # -- incidents of any period -----------------------------------------------------------------------

    @cached_property
    def incident_unit(self) -> IntArray:
        """Return the unit of each incident of the document, whatever its day, −1 none."""
        if self.level is Level.VILLAGE:
            own = self._places(self.ids, self.tally.villages.frame.index.to_numpy(dtype=object))
            return np.asarray(np.append(own, -1)[self.tally.incidents.village], np.int64)
        codes = np.asarray(self.tally.locator.gdf["code"].astype(str), dtype=object)
        own = self._places(self.communes, codes)
        return np.asarray(np.append(own, -1)[self.tally.incidents.commune], np.int64)

    @cached_property
    def _is_asked(self) -> BoolArray:
        """Say of each incident whether category and text let it in, whatever its day."""
        params, dated = self.bundle.params, self.tally.dated
        asked = dated.of_categories(params.categories)
        if params.text:
            frame = self.tally.incidents.frame
            asked[asked] = containing(frame[asked], "incidents", params.text)
        return asked

    def incidents(self, category: str, days: Period | None) -> BoolArray:
        """Say which incidents of the document count for a category ('' = any that is asked for) and days.

        Those that say they stay out of the statistics count nowhere but for MINOR_FIRE, asked for by name.
        """
        dated = self.tally.dated
        chosen = self._is_asked & dated.within(days, self.periods.as_of)
        if category != MINOR_FIRE:
            chosen &= dated.is_counted
        return chosen & dated.of_categories([category]) if category else chosen

    # -- who has reported ------------------------------------------------------------------------------

    @cached_property
    def sites_missing(self) -> BoolArray:
        """Say of each unit whether its commune has not sent the sheet of sites."""
        return self._missing(self.bundle.coverage.not_reported.get("sites", ()))

    def incidents_missing(self, days: Period | None) -> BoolArray:
        """Say of each unit whether its commune lacks a sheet of incidents for these days."""
        params = self.bundle.params
        asked = replace(
            params,
            period_from=days.first if days else None,
            period_to=days.last if days else None,
        )
        return self._missing(not_reported_incidents(self.snapshot.frame("submissions"), asked))

    def _missing(self, codes: Iterable[str]) -> BoolArray:
        lacking = np.asarray(self.communes.isin(list(codes)), dtype=bool)
        return np.asarray(np.append(lacking, False)[self.commune_of_unit], dtype=bool)

    @staticmethod
    def _places(known: pd.Index, wanted: ObjectArray) -> IntArray:
        return np.asarray(known.astype(object).get_indexer(pd.Index(wanted, dtype=object)), np.int64)


@dataclass(frozen=True, eq=False)
class Groups:
    """Groups of communes and the communes of each.

    Attributes
    ----------
    ids : Index
    names : tuple of str
    has : ndarray of bool, shape (groups, communes)
    """

    ids: pd.Index
    names: tuple[str, ...]
    has: BoolArray

    @classmethod
    def of(cls, snapshot: Snapshot, communes: pd.Index, set_names: tuple[str, ...] = ()) -> Groups:
        """Return the groups of some sets, of all where none is named, over the communes reported on."""
        groups = snapshot.frame("commune_groups")
        if set_names:
            groups = groups[groups["set_name"].isin(set_names)]
        listed = snapshot.frame("commune_group_members")
        has = [communes.isin(members(listed, str(one), snapshot.vintage)) for one in groups.index]
        return cls(
            ids=groups.index,
            names=tuple(str(name) for name in groups["name"]),
            has=np.array(has, dtype=bool).reshape(len(groups), len(communes)),
        )

    @property
    def in_several(self) -> BoolArray:
        """Say of each commune whether it is in more than one group: their sum would count it twice."""
        return np.asarray(self.has.sum(axis=0) > 1, dtype=bool)

    @property
    def in_none(self) -> BoolArray:
        """Say of each commune whether it is in no group: their sum would miss it."""
        return np.asarray(~self.has.any(axis=0), dtype=bool)
