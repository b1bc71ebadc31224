"""Hover cards for a room: of an incident they say only what kind of thing it is.

Knows hits and the cards that would be shown otherwise; nothing of why it is so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gui.canvas.hover_text import HoverText

INCIDENTS = "incidents"


class Discreet:
    """A provider of hover texts (`MapView.set_hover_text`) that keeps details of incidents to itself.

    Parameters
    ----------
    own_text : callable
        Writes the card of a hit; asked for everything but incidents.
    kind : str
        What the card of an incident says instead, alone or many in a square.
    """

    def __init__(self, own_text: Callable[[Mapping[str, Any]], HoverText | None], kind: str) -> None:
        self._own_text = own_text
        self._kind = kind

    def __call__(self, hit: Mapping[str, Any]) -> HoverText | None:
        """Return the text of a hit."""
        return HoverText(self._kind) if hit.get("table") == INCIDENTS else self._own_text(hit)
