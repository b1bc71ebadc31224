"""Colours for classes: sequential, diverging and qualitative palettes for most eyes and for grey printers.

Knows colours only, never what they stand for. Lightness steps evenly in OKLab (Ottosson 2020); the checks
simulate colour blindness with the matrices of Machado, Oliveira and Fernandes (2009, severity 1.0).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import combinations, pairwise
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from layers.errors import BadParameter
from layers.looks import Shape

FloatArray = npt.NDArray[np.float64]

GREY_CONTRAST = 1.2
"""Least ratio (L1 + 0.05)/(L2 + 0.05) of neighbouring greys that a printed page still shows."""
MOST_STEPS = 9


class PaletteKind(StrEnum):
    """What a palette is for."""

    SEQUENTIAL = "sequential"
    DIVERGING = "diverging"


# Light to dark: (lightness, chroma, hue in degrees) of OKLCh, straight in OKLab between them. The first keeps
# the five colours that maps of this program have always had.
_GREEN = ("#D6EBE0", "#A9D8C4", "#74BDA2", "#349A7C", "#0B5F4A")
_Mark = tuple[float, float, float]
_LCH: Mapping[str, tuple[_Mark, ...]] = {
    "blue": ((0.93, 0.030, 240), (0.68, 0.115, 248), (0.36, 0.105, 255)),
    "orange": ((0.94, 0.040, 85), (0.71, 0.150, 56), (0.38, 0.100, 42)),
    "purple": ((0.93, 0.030, 320), (0.67, 0.125, 312), (0.36, 0.130, 304)),
    "dusk": ((0.95, 0.060, 100), (0.72, 0.135, 50), (0.50, 0.150, 10), (0.30, 0.100, 310)),
    "grey": ((0.93, 0.004, 250), (0.66, 0.010, 250), (0.34, 0.012, 250)),
}
_ARMS: Mapping[str, tuple[_Mark, ...]] = {
    "blue_orange": (
        *((0.42, 0.105, 255), (0.70, 0.100, 245), (0.95, 0.008, 90)),
        *((0.74, 0.130, 60), (0.47, 0.120, 45)),
    ),
    "purple_green": (
        *((0.41, 0.130, 310), (0.71, 0.095, 312), (0.95, 0.006, 160)),
        *((0.73, 0.100, 160), (0.45, 0.085, 165)),
    ),
}
SEQUENTIAL: tuple[str, ...] = ("green", "blue", "orange", "purple", "dusk", "grey")
DIVERGING: tuple[str, ...] = ("blue_orange", "purple_green")
PALETTES: tuple[str, ...] = (*SEQUENTIAL, *DIVERGING)

#: Okabe and Ito (2008) without yellow, which is too pale on light ground, and with a dark slate for black.
QUALITATIVE: tuple[str, ...] = (
    "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#3B4654", "#8C5A2B",
)  # fmt: skip
#: Shapes in the order of the colours above: categories differ without colour. Crosses are left to incidents.
SHAPES: tuple[Shape, ...] = (Shape.CIRCLE, Shape.TRIANGLE, Shape.SQUARE, Shape.DIAMOND, Shape.STAR)
OTHER = "#8A94A3"
NO_DATA_GREY = "#9AA3AF"


def palette_kind(name: str) -> PaletteKind:
    """Return what a palette is for; raise `BadParameter` for an unknown name."""
    if name not in PALETTES:
        raise BadParameter(name="palette", value=name, allowed=PALETTES)
    return PaletteKind.DIVERGING if name in DIVERGING else PaletteKind.SEQUENTIAL


def palette(name: str, steps: int, *, reverse: bool = False) -> tuple[str, ...]:
    """Return `steps` colours of a palette, light to dark (a diverging one from its first to its second hue).

    Parameters
    ----------
    name : str
        One of `PALETTES`; an unknown name, as from a newer program, gives the first.
    steps : int
        1 or more; one alone is a middle colour.

    Examples
    --------
    >>> palette("green", 5)
    ('#D6EBE0', '#A9D8C4', '#74BDA2', '#349A7C', '#0B5F4A')
    >>> len(palette("blue", 3)), palette("blue", 3, reverse=True) == palette("blue", 3)[::-1]
    (3, True)
    """
    found = _colours(name if name in PALETTES else PALETTES[0], max(1, steps))
    return found[::-1] if reverse else found


def point_palette(name: str, steps: int, *, reverse: bool = False) -> tuple[str, ...]:
    """Return colours for symbols: those of `palette` without the palest, which a light map would swallow.

    Examples
    --------
    >>> point_palette("green", 4) == palette("green", 5)[1:]
    True
    """
    if name in DIVERGING:
        return palette(name, steps, reverse=reverse)
    found = palette(name, steps + 1)[1:]
    return found[::-1] if reverse else found


@lru_cache(maxsize=256)
def _colours(name: str, steps: int) -> tuple[str, ...]:
    if name == "green" and steps == len(_GREEN):
        return _GREEN
    at = np.array([0.6]) if steps == 1 else np.linspace(0.0, 1.0, steps)
    if name == "green":
        marks = np.array([to_oklab(colour) for colour in _GREEN])
    else:
        marks = np.array([_from_lch(*mark) for mark in (_LCH.get(name) or _ARMS[name])])
    places = np.linspace(0.0, 1.0, len(marks))
    if name not in _ARMS:  # even steps of lightness, whatever lies between the marks
        places = (marks[0, 0] - marks[:, 0]) / (marks[0, 0] - marks[-1, 0])
    mixed = np.column_stack([np.interp(at, places, marks[:, axis]) for axis in range(3)])
    return tuple(from_oklab(row) for row in mixed)


def qualitative(place: int) -> tuple[str, Shape]:
    """Return colour and shape of the category at a place; beyond eight, colours return with other shapes.

    Examples
    --------
    >>> qualitative(0), qualitative(8)
    (('#0072B2', <Shape.CIRCLE: 'circle'>), ('#0072B2', <Shape.TRIANGLE: 'triangle'>))
    """
    turn, colour = divmod(place, len(QUALITATIVE))
    return QUALITATIVE[colour], SHAPES[(colour + turn) % len(SHAPES)]


# -- OKLab ------------------------------------------------------------------------------------------

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear_rgb(colour: str) -> FloatArray:
    """Return linear red, green, blue (0 to 1) of ``#RRGGBB``."""
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _to_hex(linear: FloatArray) -> str:
    light = np.clip(linear, 0.0, 1.0)
    parts = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(float(part) * 255):02X}" for part in parts)


def to_oklab(colour: str) -> FloatArray:
    """Return lightness, a and b of OKLab of ``#RRGGBB``."""
    return _lab_of(linear_rgb(colour))


def _lab_of(linear: FloatArray) -> FloatArray:
    lab: FloatArray = _TO_LAB @ np.cbrt(_TO_LMS @ linear)
    return lab


def from_oklab(lab: FloatArray) -> str:
    """Return the nearest ``#RRGGBB`` of OKLab values; what no screen shows is cut."""
    cones = np.linalg.solve(_TO_LAB, lab) ** 3
    return _to_hex(np.linalg.solve(_TO_LMS, cones))


def _from_lch(lightness: float, chroma: float, hue: float) -> FloatArray:
    turn = math.radians(hue)
    return np.array([lightness, chroma * math.cos(turn), chroma * math.sin(turn)])


# -- checks -----------------------------------------------------------------------------------------


def greyscale_steps(colours: Sequence[str]) -> tuple[float, ...]:
    """Return the relative luminance (0 black to 1 white, WCAG 2.1) of colours: what a grey printer keeps.

    Examples
    --------
    >>> [round(grey, 2) for grey in greyscale_steps(["#FFFFFF", "#000000"])]
    [1.0, 0.0]
    """
    weights = np.array([0.2126, 0.7152, 0.0722])
    return tuple(float(weights @ linear_rgb(colour)) for colour in colours)


def is_safe_in_greyscale(colours: Sequence[str]) -> bool:
    """Say whether all colours are told apart as greys: each next darker one contrasts by `GREY_CONTRAST`.

    Examples
    --------
    >>> is_safe_in_greyscale(["#FFFFFF", "#808080"]), is_safe_in_greyscale(["#D55E00", "#009E73"])
    (True, False)
    """
    greys = sorted(greyscale_steps(colours), reverse=True)
    return all((light + 0.05) / (dark + 0.05) >= GREY_CONTRAST for light, dark in pairwise(greys))


# Machado, Oliveira, Fernandes: A physiologically-based model for simulation of color vision deficiency,
# IEEE TVCG 15(6), 2009, table for severity 1.0; applied to linear RGB.
BLINDNESS: Mapping[str, FloatArray] = MappingProxyType(
    {
        "protanopia": np.array(
            [
                [0.152286, 1.052583, -0.204868],
                [0.114503, 0.786281, 0.099216],
                [-0.003882, -0.048116, 1.051998],
            ]
        ),
        "deuteranopia": np.array(
            [
                [0.367322, 0.860646, -0.227968],
                [0.280085, 0.672501, 0.047413],
                [-0.011820, 0.042940, 0.968881],
            ]
        ),
        "tritanopia": np.array(
            [
                [1.255528, -0.076749, -0.178779],
                [-0.078411, 0.930809, 0.147602],
                [0.004733, 0.691367, 0.303900],
            ]
        ),
    }
)


def seen_by(colour: str, blindness: str) -> str:
    """Return how a colour looks to somebody with "protanopia", "deuteranopia" or "tritanopia"."""
    return _to_hex(BLINDNESS[blindness] @ linear_rgb(colour))


def least_distance(colours: Sequence[str], blindness: str | None = None) -> float:
    """Return the least distance in OKLab (black to white is 1) of any two colours, as `blindness` sees them.

    About 0.02 is the least anybody notices side by side. One colour alone is infinitely far from any other.
    """
    seen = [seen_by(colour, blindness) if blindness else colour for colour in colours]
    labs = [to_oklab(colour) for colour in seen]
    return min((float(np.linalg.norm(one - two)) for one, two in combinations(labs, 2)), default=math.inf)
