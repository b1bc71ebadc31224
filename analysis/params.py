"""What an analysis was asked for, as frozen values that can be stamped and printed.

Knows nothing of how anything is computed or where the rows come from.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from layers.errors import BadParameter
from layers.words import without_tones

DEFAULT_RADIUS_M = 3000.0
"""Used, and said, where neither the question, nor the site, nor its initiative gives a radius."""

MAX_RADIUS_M = 200_000.0
"""Wider than the province: a longer radius is a slip of the unit."""


class By(StrEnum):
    """How covering is measured: as each initiative states it, or in one way for all that cover."""

    OWN = "own"
    UNIT = "unit"
    HOUSEHOLDS = "households"
    RADIUS = "radius"


class SiteKind(StrEnum):
    """Which sites are asked about: fire-safety clusters are the sites of initiatives of layer cluster."""

    ALL = "all"
    SITES = "sites"
    CLUSTERS = "clusters"


@dataclass(frozen=True, slots=True)
class CoverageParams:
    """One question about coverage.

    Attributes
    ----------
    as_of : datetime.date
        The day of the figures; lies in the workspace, never the clock.
    by : By
        Explicit UNIT, HOUSEHOLDS and RADIUS include every selected initiative that covers at all.
    radius_m : float or None
        One radius for all sites, in metres (0 < r ≤ 200,000); implies `By.RADIUS`. None: the site's own, else
        its initiative's, else 3,000 m, which is said.
    initiatives : tuple of str
        Ids of the selected initiatives; empty = all, with the sites of an unknown initiative.
    layer : SiteKind
    exclude_to_check : bool
        Whether sites without recent activity are left out.
    check_after_months : int
        After how many months without activity a site is to be checked.
    period_from, period_to : datetime.date or None
        First and last day (both inclusive) of the incidents; without `period_to`: `as_of`.
    categories : tuple of str
        Codes of incident categories; a code of the first level includes those under it; empty = all.
    min_sites : int
        How many counting sites of one initiative a village or commune needs to be covered by unit.
    statuses, ratings : tuple of str
        `Status` values and codes of the vocabulary that choose sites; empty = all. A site without a status is
        unknown, one without a rating is not rated (`none`).
    communes : tuple of str
        Codes of the communes that are reported on; empty = all. Sites outside still cover what lies inside.
    text : str
        Chooses the sites, incidents and villages one of whose readable texts contains it; kept in lower case
        without tones, '' = all.

    Raises
    ------
    BadParameter
        A value is outside what is allowed, or a radius is given with a way that has none.

    Examples
    --------
    >>> CoverageParams(dt.date(2026, 11, 14), radius_m=3000).by
    <By.RADIUS: 'radius'>
    """

    as_of: dt.date
    by: By = By.OWN
    radius_m: float | None = None
    initiatives: tuple[str, ...] = ()
    layer: SiteKind = SiteKind.ALL
    exclude_to_check: bool = False
    check_after_months: int = 6
    period_from: dt.date | None = None
    period_to: dt.date | None = None
    categories: tuple[str, ...] = ()
    min_sites: int = 1
    statuses: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    communes: tuple[str, ...] = ()
    text: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "by", _member(By, self.by, "by"))
        object.__setattr__(self, "layer", _member(SiteKind, self.layer, "layer"))
        # Order and repetition of a selection mean nothing; equal questions must have equal stamps.
        for name in ("initiatives", "categories", "statuses", "ratings", "communes"):
            object.__setattr__(self, name, tuple(sorted(set(getattr(self, name)))))
        object.__setattr__(self, "text", without_tones(self.text))
        if self.radius_m is not None:
            radius_m = float(self.radius_m)
            if not (math.isfinite(radius_m) and 0 < radius_m <= MAX_RADIUS_M):
                raise BadParameter(
                    name="radius_m", value=self.radius_m, allowed=f"0 < R ≤ {MAX_RADIUS_M:.0f}"
                )
            if self.by in (By.UNIT, By.HOUSEHOLDS):
                raise BadParameter(name="radius_m", value=self.radius_m, allowed=By.RADIUS.value)
            object.__setattr__(self, "radius_m", radius_m)
            object.__setattr__(self, "by", By.RADIUS)
        if self.min_sites < 1:
            raise BadParameter(name="min_sites", value=self.min_sites, allowed="≥ 1")
        if self.check_after_months < 1:
            raise BadParameter(name="check_after_months", value=self.check_after_months, allowed="≥ 1")
        if self.period_from and self.period_to and self.period_from > self.period_to:
            raise BadParameter(
                name="period_from",
                value=self.period_from.isoformat(),
                allowed=f"≤ {self.period_to.isoformat()}",
            )

    @property
    def incidents_to(self) -> dt.date:
        """Return the last day whose incidents are looked at."""
        return self.period_to or self.as_of

    def to_json(self) -> dict[str, Any]:
        """Return plain values in a fixed order: the canonical form that is stamped and printed."""
        return {
            "as_of": self.as_of.isoformat(),
            "by": self.by.value,
            "radius_m": self.radius_m,
            "initiatives": list(self.initiatives),
            "layer": self.layer.value,
            "exclude_to_check": self.exclude_to_check,
            "check_after_months": self.check_after_months,
            "period_from": self.period_from.isoformat() if self.period_from else None,
            "period_to": self.period_to.isoformat() if self.period_to else None,
            "categories": list(self.categories),
            "min_sites": self.min_sites,
            "statuses": list(self.statuses),
            "ratings": list(self.ratings),
            "communes": list(self.communes),
            "text": self.text,
        }


def _member(kind: type[StrEnum], value: str, name: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError as error:
        raise BadParameter(name=name, value=value, allowed=[m.value for m in kind]) from error
