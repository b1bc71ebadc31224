"""Styles survive JSON; the ramp and the themes can be read by everybody."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import pairwise

import pytest

from layers import style
from layers.errors import BadParameter


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.1 of a ``#RRGGBB`` colour."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.1."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


DEFAULTS = [style.SITES, style.CLUSTERS, style.INCIDENTS, style.VILLAGES, style.CANDIDATES, style.BOUNDARIES]


@pytest.mark.parametrize("look", [*DEFAULTS, style.CONTEXT, style.Style()])
def test_a_style_survives_json(look: style.Style) -> None:
    assert style.Style.from_json(json.loads(json.dumps(look.to_json()))) == look


def test_a_wrong_shape_is_named() -> None:
    with pytest.raises(BadParameter):
        style.Style.from_json({"symbol": {"shape": "heart"}})


def test_points_are_told_apart_without_colour() -> None:
    shapes = [look.symbol.shape for look in DEFAULTS if look.symbol]
    assert len(shapes) == len(set(shapes)) == 5


def test_the_ramp_falls_steadily_in_greyscale() -> None:
    grey = [luminance(colour) for colour in style.RAMP]
    assert all(light - dark > 0.08 for light, dark in pairwise(grey))


@pytest.mark.parametrize("theme", [style.LIGHT, style.DARK], ids=lambda t: t.name)
def test_text_contrasts_with_its_ground(theme: style.Theme) -> None:
    for ink in (theme.text, theme.muted, theme.accent, theme.warning):
        for ground in (theme.ground, theme.panel):
            assert contrast(ink, ground) >= 4.5, (ink, ground)
    assert contrast(theme.text, theme.hover) >= 4.5
    assert contrast(theme.on_accent, theme.accent) >= 4.5
    assert contrast(theme.warning, theme.warning_soft) >= 4.5


def test_both_themes_have_every_token() -> None:
    for token in fields(style.Theme):
        assert getattr(style.LIGHT, token.name)
        assert getattr(style.DARK, token.name)
