"""What can be found, why it was, and how well: the values of a search.

Knows nothing of how anything is matched or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a found thing is; the order of the members is the order of equal matches."""

    COMMUNE = "commune"
    OLD_NAME = "old_name"  # of a commune
    DISTRICT = "district"
    GROUP = "group"
    COMMAND = "command"
    VILLAGE = "village"
    SITE = "site"
    INITIATIVE = "initiative"
    BOOKMARK = "bookmark"
    CONTEXT = "context"
    INCIDENT = "incident"


PLACE_OF_KIND = {kind: place for place, kind in enumerate(Kind)}


class Why(StrEnum):
    """Which of its texts was found."""

    NAME = "name"
    OLD_NAME = "old_name"
    CODE = "code"
    ALIAS = "alias"
    MERGED_FROM = "merged_from"
    SHORT_NAME = "short_name"
    DECISION = "decision"
    SENDER_NUMBER = "sender_number"
    INITIATIVE = "initiative"
    NUMBER = "number"


class Level(IntEnum):
    """How well a text fits, best first."""

    EXACT = 0
    PREFIX = 1  # the name begins so
    WORD = 2  # a word in it begins so
    WORDS = 3  # all words typed begin words of it, or of its commune or initiative
    NUMBER_WORDS = 4  # the same with a number beside its name in place of the name: that of a decision
    INITIALS = 5  # "ml" for Mường Lạn
    INSIDE = 6  # somewhere within a word
    BESIDE = 7  # only what it belongs to fits: a site by its initiative
    NEAR = 8  # one letter is another, too many, missing, or two have changed places
    MISS = 9


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    Attributes
    ----------
    kind : Kind
    name : str
        As it is shown.
    id : str
        Id of its row, of its group or bookmark; '' where `codes` says all.
    table : str
        Table of its row, '' where it is none.
    codes : tuple of str
        Communes it stands for, codes of the vintage of the document.
    commune : str
        Code of the commune it lies in, as stated.
    context : str
        What tells it from others of its name: former district, set of groups, kind of village, initiative,
        category of an incident.
    """

    kind: Kind
    name: str
    id: str = ""
    table: str = ""
    codes: tuple[str, ...] = ()
    commune: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry, with the text that was found and how well it fits.

    Attributes
    ----------
    text : str
        The text that fits: its name, or the other name, number or initiative `why` speaks of.
    has_tones : bool
        Whether it also fits with the tones that were typed.
    """

    entry: Entry
    text: str
    why: Why
    level: Level
    has_tones: bool = False
