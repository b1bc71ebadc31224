"""A card as a value: what is to be read about one thing, in sections of labels and values.

Knows texts only; nothing of rows, results or widgets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a value is written."""

    PLAIN = "plain"
    MUTED = "muted"
    WARNING = "warning"


class Offer(StrEnum):
    """What a remark offers to do."""

    SHOW_LAYER = "show_layer"
    CLEAR_FILTERS = "clear_filters"


@dataclass(frozen=True)
class Fact:
    """A label and its value; with an empty label the value stands over the whole width."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Section:
    """Facts under a heading, '' for none."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Remark:
    """A sentence above the facts: why the thing is not seen on the map, with what can be done."""

    text: str
    offer: Offer | None = None
    offer_text: str = ""


@dataclass(frozen=True)
class Card:
    """Everything about one thing.

    Attributes
    ----------
    table, id : str
        As `gui.linked` names it; a commune by its code.
    title, subtitle : str
    sections : tuple of Section
        Sections without facts are left out by whoever shows them.
    private : tuple of Section
        Personal columns and descriptions, shown only when they are asked for.
    remarks : tuple of Remark
    can_move : bool
        Whether it is a point that could be moved.
    move_refusal : str
        Why it may not be moved now, '' where it may.
    """

    table: str
    id: str
    title: str
    subtitle: str = ""
    sections: tuple[Section, ...] = ()
    private: tuple[Section, ...] = ()
    remarks: tuple[Remark, ...] = ()
    can_move: bool = False
    move_refusal: str = ""

    def text(self, *, with_private: bool = False) -> str:
        """Return the card as plain text, one fact a line, to be copied.

        Examples
        --------
        >>> Card("sites", "a", "Cụm A", sections=(Section("Quy mô", (Fact("Số tổ", "3"),)),)).text()
        'Cụm A\\n\\nQuy mô\\nSố tổ: 3'
        """
        lines = [self.title, *([self.subtitle] if self.subtitle else [])]
        for section in (*self.sections, *(self.private if with_private else ())):
            if section.facts:
                lines += ["", *([section.title] if section.title else [])]
                lines += [
                    f"{fact.label}: {fact.value}" if fact.label else fact.value for fact in section.facts
                ]
        return "\n".join(lines)


@dataclass(frozen=True)
class ListedRow:
    """One row of the list of several selected things."""

    table: str
    id: str
    title: str
    note: str


@dataclass(frozen=True)
class ListedGroup:
    """The selected things of one table: how many, and the first of them."""

    title: str
    count: int
    rows: tuple[ListedRow, ...]
