"""Styles survive JSON; the ramp and the themes can be read by everybody."""

from __future__ import annotations

import json
from dataclasses import fields
from itertools import pairwise

import pytest

from layers import style
from layers.errors import BadParameter
from layers.renderers import (
    Categorised,
    Category,
    ClassMethod,
    Density,
    Graduated,
    Labels,
    Proportional,
    Renderer,
    Single,
)


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


RENDERED = [
    Categorised(
        "status",
        (Category("active", "Đang chạy", style.Symbol(), shown=False), Category("ended", fill=style.NO_DATA)),
        Category(shown=False),
        Category(label="Thiếu"),
    ),
    Graduated("members", ClassMethod.GIVEN, 3, (0.0, 1.5, 9.0, 30.0), "blue", True, False, decimals=1),
    Proportional("deaths", 30.0, 2.0, 4, 100.0, Category(), "#112233"),
    Density(12.0, "dusk", counts=False),
    Single(),
]


@pytest.mark.parametrize("renderer", RENDERED, ids=lambda renderer: type(renderer).__name__)
def test_every_way_to_render_survives_json(renderer: Renderer) -> None:
    labels = Labels(True, "members", 9.0, "members", 25_000)
    look = style.Style(style.Symbol(), style.Fill(), labels, renderer, Proportional("incidents"))
    data = look.to_json()
    assert json.loads(json.dumps(data)) == data  # as the journal keeps it
    assert style.Style.from_json(data) == look


def test_styles_of_older_files_still_read() -> None:
    old = {"symbol": {"shape": "star", "colour": "#009E73", "size_pt": 8.0}, "fill": None, "labels": True}
    look = style.Style.from_json(old)
    assert (look.symbol, look.labels, look.renderer) == (
        style.Symbol(style.Shape.STAR, "#009E73", 8.0),
        Labels(shown=True),
        Single(),
    )


@pytest.mark.parametrize(
    "broken",
    [
        {"renderer": {"kind": "rainbow"}},
        {"renderer": {"kind": "graduated"}},
        {"renderer": {"kind": "graduated", "column": "n", "breaks": [3, 1]}},
        {"renderer": {"kind": "graduated", "column": "n", "breaks": [1, float("nan")]}},
        {"renderer": {"kind": "categorised", "column": "n", "classes": 7}},
        {"renderer": {"kind": "categorised", "column": "n", "classes": ["x"]}},
        {"renderer": {"kind": "proportional", "column": "n", "largest_pt": 1e9}},
        {"symbol": {"colour": "red; background: url(x)"}},
        {"symbol": {"size_pt": float("inf")}},
        {"symbol": ["a"]},
        {"circles": {"column": ""}},
        {"labels": "yes"},
    ],
)
def test_broken_content_is_refused(broken: dict) -> None:
    with pytest.raises(BadParameter):
        style.Style.from_json(broken)


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
