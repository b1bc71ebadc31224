"""The rows of a document as arrays of numbers: where each belongs, when it was, of what kind it is.

Made once for a state of the tables, so that a table or a question only has to count; knows no question.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from analysis.columns import BoolArray, DateArray, ObjectArray, date, is_false, text
from analysis.counting import Counting, counting_at, last_activity
from analysis.locate import IntArray, Locator
from analysis.membership import membership
from analysis.stamp import frame_content
from layers.incidents import in_categories
from layers.periods import Period
from layers.questions import VILLAGE_FACTS, VILLAGE_NUMBERS

if TYPE_CHECKING:
    from layers.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class PlacedRows:
    """Rows of a table and the units they belong to.

    Attributes
    ----------
    frame : DataFrame, index id
    commune : ndarray of int64
        Row of the boundaries, −1 none: of the exact point, else of the written code.
    village : ndarray of int64
        Row of the table of villages by `village_id`, −1 none; of a village itself its own.
    """

    frame: pd.DataFrame
    commune: IntArray
    village: IntArray

    @classmethod
    def of(cls, frame: pd.DataFrame, villages: pd.DataFrame, locator: Locator) -> PlacedRows:
        """Find the commune and the village of every row."""
        village = np.asarray(_index(villages).get_indexer(pd.Index(text(frame, "village_id"))), np.int64)
        return cls(frame, membership(frame, locator).commune, village)


@dataclass(frozen=True, eq=False)
class Dated:
    """Incidents by day and category.

    Attributes
    ----------
    day : ndarray of datetime64[D]
        NaT where it is not known; a day known to the month or year is its first.
    category : ndarray of int64
        Place among `categories`, −1 none.
    categories : ndarray of str
    is_counted : ndarray of bool
        Not said to stay out of the statistics.
    """

    day: DateArray
    category: IntArray
    categories: ObjectArray
    is_counted: BoolArray

    @classmethod
    def of(cls, incidents: pd.DataFrame) -> Self:
        """Read the columns of a frame of incidents."""
        codes, categories = pd.factorize(text(incidents, "category"))
        return cls(
            day=date(incidents, "happened_on"),
            category=np.asarray(codes, np.int64),
            categories=np.asarray(categories, object),
            is_counted=~is_false(incidents, "counts_in_statistics"),
        )

    def of_categories(self, wanted: Iterable[str]) -> BoolArray:
        """Say of each incident whether its category is one of these or a detail of one; none wanted = all."""
        names = list(wanted)
        if not names:
            return np.ones(len(self.category), dtype=bool)
        known = in_categories(pd.Series(self.categories, dtype="str"), names)
        hit: BoolArray = np.append(known, False)[self.category]
        return hit

    def within(self, days: Period | None, as_of: dt.date) -> BoolArray:
        """Say of each incident whether it was on these days; None: up to `as_of`, undated ones too."""
        if days is None:
            return np.isnat(self.day) | (self.day <= np.datetime64(as_of, "D"))
        first, last = np.datetime64(days.first, "D"), np.datetime64(days.last, "D")
        return np.asarray((self.day >= first) & (self.day <= last), dtype=bool)


@dataclass(frozen=True, eq=False)
class Tally:
    """Sites, villages and incidents of a document with the units they belong to.

    Attributes
    ----------
    locator : Locator
    sites, villages, incidents : PlacedRows
    dated : Dated
        Aligned to the incidents.
    activities : DataFrame
    check_after_months : int
    """

    locator: Locator
    sites: PlacedRows
    villages: PlacedRows
    incidents: PlacedRows
    dated: Dated
    activities: pd.DataFrame
    check_after_months: int
    _counting: dict[dt.date, Counting] = field(default_factory=dict, repr=False)

    @cached_property
    def contents(self) -> dict[str, str]:
        """Return the content of every column a question may count by, for stamps; hashed when first read."""
        place = ("village_id", "position", "commune_code")
        return {
            "boundaries": self.locator.content,
            "sites": frame_content(
                self.sites.frame,
                texts=("initiative_id", "status", "rating", *place),
                numbers=("x", "y"),
                dates=("founded_on", "closed_on", "last_activity_on"),
            ),
            "activities": frame_content(self.activities, texts=("site_id",), dates=("held_on",)),
            "incidents": frame_content(
                self.incidents.frame,
                texts=("category", *place),
                numbers=("counts_in_statistics", "x", "y"),
                dates=("happened_on",),
            ),
            "villages": frame_content(
                self.villages.frame,
                texts=("position", "commune_code"),
                numbers=("x", "y", *VILLAGE_NUMBERS, *VILLAGE_FACTS),
            ),
        }

    def counting(self, as_of: dt.date) -> Counting:
        """Return which of the sites count at a day, and which of them are to be checked."""
        if as_of not in self._counting:
            latest = last_activity(self.sites.frame, self.activities, as_of)
            sites = self.sites.frame.assign(last_activity_on=latest)
            self._counting[as_of] = counting_at(sites, as_of, check_after_months=self.check_after_months)
        return self._counting[as_of]

    @classmethod
    def of(cls, snapshot: Snapshot, locator: Locator, known: Tally | None = None) -> Tally:
        """Place all rows of a snapshot.

        Parameters
        ----------
        snapshot : Snapshot
        locator : Locator
        known : Tally, optional
            Of an earlier state: what has not changed since is taken from it. Frames are replaced, never
            changed in place, so that the same frame holds the same rows.
        """
        villages = snapshot.frame("villages")
        same = known is not None and known.locator is locator and known.villages.frame is villages
        old = known if same else None

        def placed(table: str, had: PlacedRows | None) -> PlacedRows:
            frame = snapshot.frame(table)
            return had if had is not None and had.frame is frame else PlacedRows.of(frame, villages, locator)

        incidents = placed("incidents", old.incidents if old else None)
        is_kept = old is not None and incidents is old.incidents
        return cls(
            locator=locator,
            sites=placed("sites", old.sites if old else None),
            villages=old.villages if old else _villages(villages, locator),
            incidents=incidents,
            dated=old.dated if old is not None and is_kept else Dated.of(incidents.frame),
            activities=snapshot.frame("activities"),
            check_after_months=snapshot.check_after_months,
        )


def _villages(frame: pd.DataFrame, locator: Locator) -> PlacedRows:
    return PlacedRows(frame, membership(frame, locator).commune, np.arange(len(frame), dtype=np.int64))


def _index(frame: pd.DataFrame) -> pd.Index:
    return frame.index.astype(object)
