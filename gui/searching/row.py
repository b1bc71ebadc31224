"""One row of the list of what was found, as a value. Knows texts and a sign; nothing of how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gui.icons import Icon

if TYPE_CHECKING:
    from layers.style import Symbol

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class SearchRow:
    """What one row says.

    Attributes
    ----------
    title : str
    title_spans : tuple of (int, int)
        Start and length of what matches in the title, written strong.
    note : str
        What it is and why it was found, muted, beside the title.
    note_spans : tuple of (int, int)
    icon : Icon
    symbol : Symbol or None
        Drawn in place of the icon: that of its layer on the map.
    keys : str
        Shortcut of a command.
    is_heading : bool
        The name of what follows: strong, without a sign, never chosen.
    is_enabled : bool
        Whether it can be chosen now.
    value : object
        What it stands for; handed back when it is chosen.
    """

    title: str
    title_spans: Spans = ()
    note: str = ""
    note_spans: Spans = ()
    icon: Icon = Icon.PLACE
    symbol: Symbol | None = None
    keys: str = ""
    is_heading: bool = False
    is_enabled: bool = True
    value: object = None

    @property
    def spoken(self) -> str:
        """The row as one sentence, for readers of the screen."""
        return ", ".join(part for part in (self.title, self.note, self.keys) if part)
