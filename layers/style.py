"""How things look, as values: tokens of the theme, symbols of points, fills of areas, labels.

Canvas, legend, paper and web map all read these, so that one thing has one look. Knows nothing of Qt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from layers.errors import BadParameter
from layers.looks import Fill, Pattern, Shape, Symbol, fill_from, plain, symbol_from
from layers.renderers import (
    Labels,
    Proportional,
    Renderer,
    Single,
    labels_from,
    proportional_from,
    renderer_from,
    renderer_to_json,
)

__all__ = ["Fill", "Labels", "Pattern", "Shape", "Style", "Symbol", "Theme"]


NO_LABELS = Labels()
ALIKE = Single()


@dataclass(frozen=True, slots=True)
class Style:
    """Everything the analyst can set about the look of a layer; kept as JSON in the table `layers`.

    Attributes
    ----------
    symbol : Symbol or None
        For layers of points: the base that classes vary.
    fill : Fill or None
        For layers of areas.
    labels : Labels
        Whether and which names are written.
    renderer : Renderer
        How rows differ. Of communes only rates may be `Graduated`: counts are circles.
    circles : Proportional or None
        Counts of communes as circles at their anchors, over the shade.
    """

    symbol: Symbol | None = None
    fill: Fill | None = None
    labels: Labels = NO_LABELS
    renderer: Renderer = ALIKE
    circles: Proportional | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain values; `from_json` restores an equal style."""
        return {
            "symbol": plain(self.symbol),
            "fill": plain(self.fill),
            "labels": plain(self.labels),
            "renderer": renderer_to_json(self.renderer),
            "circles": plain(self.circles),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Self:
        """Restore a style; unknown keys are ignored, a wrong value raises `BadParameter`."""
        data = data or {}
        try:
            circles = data.get("circles")
            return cls(
                symbol=symbol_from(data.get("symbol")),
                fill=fill_from(data.get("fill")),
                labels=labels_from(data.get("labels")),
                renderer=renderer_from(data.get("renderer")),
                circles=proportional_from(circles) if circles else None,
            )
        except (ValueError, TypeError, AttributeError) as error:
            raise BadParameter(name="style", value=str(error), allowed=[s.value for s in Shape]) from error

    def with_symbol(self, **changes: Any) -> Self:
        """Return the style with parts of its symbol changed."""
        return replace(self, symbol=replace(self.symbol or Symbol(), **changes))

    def with_renderer(self, renderer: Renderer) -> Self:
        """Return the style with another way to render; symbol, fill and labels stay."""
        return replace(self, renderer=renderer)


# Colour-blind-safe (Okabe and Ito, 2008), told apart by shape as well.
SITES = Style(Symbol(Shape.CIRCLE, "#0072B2", 5.5), labels=Labels(True, from_scale=60_000))
CLUSTERS = Style(Symbol(Shape.TRIANGLE, "#D55E00", 7.0), labels=Labels(True, from_scale=60_000))
INCIDENTS = Style(symbol=Symbol(Shape.CROSS, "#6A3D9A", 6.0))
VILLAGES = Style(Symbol(Shape.DOT, "#7A7A7A", 2.5), labels=Labels(True, size_pt=6.5, from_scale=40_000))
CANDIDATES = Style(symbol=Symbol(Shape.STAR, "#009E73", 8.0))
BOUNDARIES = Style(fill=Fill(), labels=Labels(shown=True, size_pt=7.8))
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
