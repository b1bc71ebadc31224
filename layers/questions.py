"""Quick questions (Hỏi nhanh) as values: which communes, villages or groups satisfy two or three conditions.

Knows what can be asked and how it is kept as JSON; nothing of rows or of how the sentence reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

from layers.errors import BadParameter
from layers.periods import PeriodChoice
from layers.unit_columns import Level

MOST_CLAUSES = 3

VILLAGE_NUMBERS = (
    "households",
    "population",
    "households_business",
    "households_with_extinguisher",
    "selfmanaged_groups",
    "security_teams",
    "security_force_members",
)
"""Columns of villages that are added up."""

VILLAGE_FACTS = ("civil_fire_team", "has_market")
"""Columns of villages that say yes or no: the villages that say yes are counted."""


class Compare(StrEnum):
    """How a count is compared."""

    NONE = "none"  # chưa có
    AT_LEAST = "at_least"  # có từ
    AT_MOST = "at_most"  # có không quá


class SiteState(StrEnum):
    """Which sites are meant."""

    ACTIVE = "active"  # that count at the day of the figures
    TO_CHECK = "to_check"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class SitesAsked:
    """Sites.

    Attributes
    ----------
    initiative : str
        Id of an initiative, `clusters` for all fire-safety clusters, '' for any.
    name : str
        What the initiative was called when it was asked for: said where it is gone.
    state : SiteState
    ratings : tuple of str
        Codes of the vocabulary; empty = any. A site without one is not rated (`none`).
    """

    initiative: str = ""
    name: str = ""
    state: SiteState = SiteState.ACTIVE
    ratings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentsAsked:
    """Incidents of the period.

    Attributes
    ----------
    category : str
        Code of either level; '' = any.
    with_forest : bool
        Whether forest fires count as fires.
    with_minor : bool
        Whether short circuits and burning grass or rubbish count, which the statistics of fires leave out.
    """

    category: str = ""
    with_forest: bool = True
    with_minor: bool = False


@dataclass(frozen=True, slots=True)
class VillagesAsked:
    """A column of the villages, added up over the unit; see `VILLAGE_NUMBERS` and `VILLAGE_FACTS`."""

    column: str = "households_business"

    def __post_init__(self) -> None:
        if self.column not in VILLAGE_NUMBERS + VILLAGE_FACTS:
            raise BadParameter(name="column", value=self.column, allowed=VILLAGE_NUMBERS + VILLAGE_FACTS)


Subject = SitesAsked | IncidentsAsked | VillagesAsked
_SUBJECTS: Mapping[str, type[Subject]] = {
    "sites": SitesAsked,
    "incidents": IncidentsAsked,
    "villages": VillagesAsked,
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition: what is counted, and what the count must be.

    Raises
    ------
    BadParameter
        A number below 1 (0 for AT_MOST is said by NONE).
    """

    subject: Subject
    compare: Compare = Compare.AT_LEAST
    number: int = 1

    def __post_init__(self) -> None:
        if self.number < 1:
            raise BadParameter(name="number", value=self.number, allowed="≥ 1")

    def to_json(self) -> dict[str, Any]:
        """Return plain values; `from_json` takes them back."""
        kind = next(name for name, of in _SUBJECTS.items() if isinstance(self.subject, of))
        return {
            "of": kind,
            **{name: list(v) if isinstance(v, tuple) else v for name, v in asdict(self.subject).items()},
            "compare": self.compare.value,
            "number": self.number,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Return the condition that was written; raise KeyError, TypeError, ValueError or BadParameter."""
        facts = {name: v for name, v in value.items() if name not in ("of", "compare", "number")}
        if "ratings" in facts:
            facts["ratings"] = tuple(str(one) for one in facts["ratings"])
        if "state" in facts:
            facts["state"] = SiteState(facts["state"])
        subject = _SUBJECTS[value["of"]](**facts)
        return cls(subject, Compare(value["compare"]), int(value["number"]))


@dataclass(frozen=True, slots=True)
class Question:
    """Which units satisfy all conditions.

    Attributes
    ----------
    level : Level
    clauses : tuple of Clause, length 1 to 3
    period : PeriodChoice or None
        Of the incidents; the sites are those of its last day. None: everything up to the day of the figures.
    set_names : tuple of str
        Sets of groups that are asked about (level GROUP); empty = all.

    Raises
    ------
    BadParameter
        No condition, or more than three.

    Examples
    --------
    >>> without = Clause(SitesAsked("clusters"), Compare.NONE)
    >>> question = Question(Level.COMMUNE, (without, Clause(IncidentsAsked("fire"))))
    >>> Question.from_json(question.to_json()) == question
    True
    """

    level: Level
    clauses: tuple[Clause, ...]
    period: PeriodChoice | None = None
    set_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.clauses) <= MOST_CLAUSES:
            raise BadParameter(name="conditions", value=len(self.clauses), allowed=f"1 … {MOST_CLAUSES}")

    def to_json(self) -> dict[str, Any]:
        """Return plain values; `from_json` takes them back."""
        return {
            "level": self.level.value,
            "clauses": [clause.to_json() for clause in self.clauses],
            "period": self.period.to_json() if self.period else None,
            "set_names": list(self.set_names),
        }

    @classmethod
    def from_json(cls, value: Any) -> Self | None:
        """Return the question that was written, None for anything that is none."""
        try:
            written = value.get("period")
            period = PeriodChoice.from_json(written)
            if written is not None and period is None:
                return None
            return cls(
                level=Level(value["level"]),
                clauses=tuple(Clause.from_json(one) for one in value["clauses"]),
                period=period,
                set_names=tuple(str(one) for one in value.get("set_names", ())),
            )
        except (AttributeError, BadParameter, KeyError, TypeError, ValueError):
            return None
