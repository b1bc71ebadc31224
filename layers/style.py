"""How things look, as values: tokens of the theme, symbols of points, fills of areas, labels.

Canvas, legend, paper and web map all read these, so that one thing has one look. Knows nothing of Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Self

from layers.errors import BadParameter


class Shape(StrEnum):
    """Outline of a point symbol; each is told apart without colour."""

    CIRCLE = "circle"
    TRIANGLE = "triangle"
    SQUARE = "square"
    DIAMOND = "diamond"
    CROSS = "cross"
    STAR = "star"
    DOT = "dot"


class Pattern(StrEnum):
    """How an area is filled."""

    NONE = "none"
    SOLID = "solid"
    HATCH = "hatch"  # strokes rising to the right: not covered
    BACK_HATCH = "back_hatch"  # strokes falling to the right: no data


@dataclass(frozen=True, slots=True)
class Symbol:
    """Look of a point.

    Attributes
    ----------
    shape : Shape
    colour : str
        ``#RRGGBB`` of the fill (of the stroke for a cross).
    size_pt : float
        Diameter in typographic points, the same on screen at 100 % and on paper.
    hollow : bool
        Drawn as an outline: the position is known only to the village or commune.
    """

    shape: Shape = Shape.CIRCLE
    colour: str = "#0072B2"
    size_pt: float = 6.0
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Fill:
    """Look of an area: ground colour, pattern over it and outline (widths in points)."""

    pattern: Pattern = Pattern.SOLID
    colour: str = "#E9EDF2"
    stroke: str = "#FFFFFF"
    stroke_pt: float = 0.6
    hatch_colour: str = "#CC79A7"


@dataclass(frozen=True, slots=True)
class Style:
    """Everything the analyst can set about the look of a layer; kept as JSON in the table `layers`.

    Attributes
    ----------
    symbol : Symbol or None
        For layers of points.
    fill : Fill or None
        For layers of areas.
    labels : bool
        Whether names are written.
    """

    symbol: Symbol | None = None
    fill: Fill | None = None
    labels: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return plain values; `from_json` restores an equal style."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        """Restore a style; unknown keys are ignored, a wrong value raises `BadParameter`."""
        data = data or {}
        try:
            symbol, fill = data.get("symbol"), data.get("fill")
            return cls(
                symbol=_symbol(symbol) if symbol else None,
                fill=_fill(fill) if fill else None,
                labels=bool(data.get("labels", False)),
            )
        except (ValueError, TypeError) as error:
            raise BadParameter(name="style", value=str(error), allowed=[s.value for s in Shape]) from error

    def with_symbol(self, **changes: Any) -> Self:
        """Return the style with parts of its symbol changed."""
        return replace(self, symbol=replace(self.symbol or Symbol(), **changes))


def _symbol(data: Mapping[str, Any]) -> Symbol:
    base = Symbol()
    return Symbol(
        shape=Shape(data.get("shape", base.shape)),
        colour=str(data.get("colour", base.colour)),
        size_pt=float(data.get("size_pt", base.size_pt)),
        hollow=bool(data.get("hollow", base.hollow)),
    )


def _fill(data: Mapping[str, Any]) -> Fill:
    base = Fill()
    return Fill(
        pattern=Pattern(data.get("pattern", base.pattern)),
        colour=str(data.get("colour", base.colour)),
        stroke=str(data.get("stroke", base.stroke)),
        stroke_pt=float(data.get("stroke_pt", base.stroke_pt)),
        hatch_colour=str(data.get("hatch_colour", base.hatch_colour)),
    )


# Colour-blind-safe (Okabe and Ito, 2008), told apart by shape as well.
SITES = Style(symbol=Symbol(Shape.CIRCLE, "#0072B2", 5.5))
CLUSTERS = Style(symbol=Symbol(Shape.TRIANGLE, "#D55E00", 7.0))
INCIDENTS = Style(symbol=Symbol(Shape.CROSS, "#6A3D9A", 6.0))
VILLAGES = Style(symbol=Symbol(Shape.DOT, "#7A7A7A", 2.5))
CANDIDATES = Style(symbol=Symbol(Shape.STAR, "#009E73", 8.0))
BOUNDARIES = Style(fill=Fill(), labels=True)
CONTEXT = Style(symbol=Symbol(Shape.SQUARE, "#56606E", 4.0), fill=Fill(Pattern.NONE, stroke="#56606E"))

NOT_COVERED = Fill(Pattern.HATCH, colour="#FFFFFF", stroke="#B4558A", hatch_colour="#CC79A7")
NO_DATA = Fill(Pattern.BACK_HATCH, colour="#FFFFFF", stroke="#8A94A3", hatch_colour="#9AA3AF")

# One sequential ramp, light to dark, monotonous in greyscale (relative luminance 0.79 0.62 0.43 0.25 0.09).
RAMP: tuple[str, ...] = ("#D6EBE0", "#A9D8C4", "#74BDA2", "#349A7C", "#0B5F4A")


@dataclass(frozen=True, slots=True)
class Theme:
    """Tokens of the window: every colour of gui/ comes from here."""

    name: str
    ground: str
    panel: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    accent_soft: str
    hover: str
    warning: str
    warning_soft: str
    map_ground: str
    halo: str


LIGHT = Theme(
    name="light",
    ground="#F6F7F9",
    panel="#FFFFFF",
    text="#1B2430",
    muted="#5B6777",
    line="#DDE2E8",
    accent="#0B6E4F",
    on_accent="#FFFFFF",
    accent_soft="#E3F1EB",
    hover="#EEF1F4",
    warning="#8A5A00",
    warning_soft="#FFF4DC",
    map_ground="#EDF0F3",
    halo="#FFFFFF",
)
DARK = Theme(
    name="dark",
    ground="#12171E",
    panel="#1A212B",
    text="#E6EAF0",
    muted="#93A0B1",
    line="#2C3644",
    accent="#35B58A",
    on_accent="#0B1512",
    accent_soft="#17362D",
    hover="#232C38",
    warning="#E8B75A",
    warning_soft="#3A2F17",
    map_ground="#0E1318",
    halo="#FFFFFF",
)
