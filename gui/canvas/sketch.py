"""What a tool draws while it waits for clicks, as a value: corners on the ground and notes beside them.

Knows metres and texts; nothing of painters.
"""

from __future__ import annotations

from dataclasses import dataclass

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Note:
    """A text at a place.

    Attributes
    ----------
    x, y : float, metres
    text, more : str
        First line and, smaller, second line.
    is_total : bool
        The result; always written.
    leg : pair of places or None
        What the text measures: written only where this is long enough on the screen.
    """

    x: float
    y: float
    text: str
    more: str = ""
    is_total: bool = False
    leg: tuple[Place, Place] | None = None


@dataclass(frozen=True, slots=True)
class Sketch:
    """Corners joined by lines.

    Attributes
    ----------
    corners : tuple of (float, float), metres
    loose : (float, float) or None
        Where the next corner would be.
    is_area : bool
        Whether the ring is closed and filled.
    is_done : bool
        Whether no more corners are waited for.
    snaps : bool
        Whether a click would close the ring.
    notes : tuple of Note
    """

    corners: tuple[Place, ...]
    loose: Place | None = None
    is_area: bool = False
    is_done: bool = False
    snaps: bool = False
    notes: tuple[Note, ...] = ()
