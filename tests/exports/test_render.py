"""One look a row: categories, ranges, sizes, zero and no data, by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from exports.render import (
    HIDDEN,
    Role,
    ValueNames,
    greyscale_warning,
    make_categories,
    render,
    size_of,
    swatches,
)
from layers.palettes import palette
from layers.renderers import Categorised, Category, ClassMethod, Density, Graduated, Proportional, Single
from layers.style import BOUNDARIES, NO_DATA, Fill, Pattern, Shape, Style, Symbol

ROWS = pd.DataFrame(
    {
        "status": ["active", "ended", None, "active", "planned"],
        "members": [10.0, 0.0, math.nan, 40.0, 90.0],
        "verified": pd.array([True, False, None, True, False], dtype="boolean"),
        "initiative_id": ["a", "b", None, "zz", "a"],
    }
)
BASE = Style(symbol=Symbol(Shape.CIRCLE, "#0072B2", 6.0))


def roles(made) -> list[str]:
    return [made.looks[look].role.value if look >= 0 else "-" for look in made.look_of]


def test_single_has_one_look_for_all() -> None:
    made = render(BASE, ROWS)
    assert (roles(made), made.looks[0].count, made.column) == (["all"] * 5, 5, "")


def test_categories_others_and_missing_are_apart() -> None:
    star = Symbol(Shape.STAR, "#111111", 9.0)
    style = BASE.with_renderer(Categorised("status", (Category("active"), Category("ended", symbol=star))))
    made = render(style, ROWS)
    assert roles(made) == ["value", "value", "no_data", "value", "other"]
    assert [look.count for look in made.looks] == [2, 1, 1, 1]
    assert made.looks[1].symbol == star
    assert made.looks[3].symbol.shape is Shape.SQUARE  # no value: unlike every class


def test_hidden_classes_are_not_drawn() -> None:
    classes = (Category("active", shown=False), Category("ended"))
    style = BASE.with_renderer(Categorised("status", classes, no_data=Category(shown=False)))
    made = render(style, ROWS)
    assert made.look_of.tolist() == [HIDDEN, 1, HIDDEN, HIDDEN, 2]
    assert made.drawn.tolist() == [False, True, False, False, True]
    assert made.taken(made.drawn).look_of.tolist() == [1, 2]


def test_yes_and_no_and_a_column_of_the_initiative() -> None:
    style = BASE.with_renderer(Categorised("verified", (Category("true"), Category("false"))))
    assert roles(render(style, ROWS)) == ["value", "value", "no_data", "value", "value"]
    initiatives = pd.DataFrame({"field": ["order", "drugs"]}, index=["a", "b"])
    style = BASE.with_renderer(Categorised("field", (Category("order"), Category("drugs"))))
    made = render(style, ROWS, ValueNames(initiatives))
    assert made.look_of.tolist() == [0, 1, 3, 3, 0]
    assert roles(render(style, ROWS)) == ["no_data"] * 5  # nobody knows the initiatives


def test_ranges_with_zero_and_missing_apart() -> None:
    renderer = Graduated("members", ClassMethod.GIVEN, 2, breaks=(10.0, 40.0, 90.0), palette="blue")
    made = render(BASE.with_renderer(renderer), ROWS)
    # High ranges come first in the legend; 40 belongs to the upper one.
    assert made.look_of.tolist() == [1, 2, 3, 0, 0]
    assert [look.role for look in made.looks] == [Role.RANGE, Role.RANGE, Role.ZERO, Role.NO_DATA]
    assert [look.count for look in made.looks] == [2, 1, 1, 1]
    assert [made.looks[place].symbol.colour for place in (1, 0)] == list(palette("blue", 3)[1:])
    together = Graduated("members", ClassMethod.GIVEN, 2, breaks=(0.0, 40.0, 90.0), zero_apart=False)
    assert render(BASE.with_renderer(together), ROWS).look_of.tolist() == [1, 1, 3, 0, 0]


def test_a_column_that_is_gone_is_no_data_everywhere() -> None:
    for renderer in (Graduated("gone"), Categorised("gone"), Proportional("gone", no_data=Category())):
        assert roles(render(BASE.with_renderer(renderer), ROWS)) == ["no_data"] * 5
    empty = render(BASE.with_renderer(Graduated("members")), ROWS.iloc[:0])
    assert len(empty.look_of) == 0


def test_area_is_in_proportion_and_zero_is_not_drawn() -> None:
    made = render(BASE.with_renderer(Proportional("members", largest_pt=30.0)), ROWS)
    assert made.look_of.tolist() == [0, HIDDEN, HIDDEN, 0, 0]
    assert made.sizes_pt is not None
    assert made.sizes_pt[[0, 3, 4]] == pytest.approx([10.0, 20.0, 30.0])
    assert (made.sizes_pt[3] / made.sizes_pt[0]) ** 2 == pytest.approx(40 / 10)
    shown = render(BASE.with_renderer(Proportional("members", no_data=Category())), ROWS)
    assert shown.look_of.tolist() == [0, HIDDEN, 1, 0, 0]


def test_sizes_have_limits() -> None:
    renderer = Proportional("n", largest_pt=20.0, smallest_pt=3.0)
    assert size_of(renderer, np.array([0.0, 1e9]), 1.0).tolist() == [3.0, 96.0]
    assert size_of(renderer, np.array([5.0]), 0.0).tolist() == [3.0]


def test_classes_made_for_a_list_stand_in_its_order() -> None:
    made = make_categories("status", ROWS, Symbol())
    assert [entry.value for entry in made.classes] == ["planned", "active", "ended"]
    assert len({(entry.symbol.shape, entry.symbol.colour) for entry in made.classes if entry.symbol}) == 3
    assert greyscale_warning(BASE.with_renderer(made)) == ""  # shapes differ
    many = pd.DataFrame({"lead_unit": [f"Đơn vị {n % 20}" for n in range(60)]})
    assert len(make_categories("lead_unit", many, Symbol()).classes) == 12


def test_an_own_word_of_a_list_is_kept_with_the_class(vi) -> None:
    rows = pd.DataFrame({"rating": ["good", "super"]})
    names = ValueNames(None, {("rating", "super"): {"vi": "Xuất sắc", "en": "Excellent"}})
    made = make_categories("rating", rows, Symbol(), names, vi)
    assert [(entry.value, entry.label) for entry in made.classes] == [("good", ""), ("super", "Xuất sắc")]


def test_grey_print_is_warned_of() -> None:
    alike = (Category("a", symbol=Symbol(colour="#D55E00")), Category("b", symbol=Symbol(colour="#009E73")))
    assert greyscale_warning(BASE.with_renderer(Categorised("x", alike)))
    fills = (Category("a", fill=Fill(colour="#D55E00")), Category("b", fill=Fill(colour="#009E73")))
    areas = Style(fill=Fill(), renderer=Categorised("x", fills))
    assert greyscale_warning(areas)
    hatched = (fills[0], Category("b", fill=NO_DATA))
    assert greyscale_warning(Style(fill=Fill(), renderer=Categorised("x", hatched))) == ""
    assert greyscale_warning(BASE.with_renderer(Graduated("x", palette="blue_orange")))
    assert greyscale_warning(BASE.with_renderer(Graduated("x", classes=12, palette="green")))
    for safe in (Single(), Graduated("x"), Proportional("x"), Density()):
        assert greyscale_warning(BASE.with_renderer(safe)) == ""


def test_swatches_are_what_is_drawn() -> None:
    assert swatches(BASE) == (BASE.symbol,)
    assert swatches(BOUNDARIES) == (Fill(),)
    graded = swatches(BASE.with_renderer(Graduated("x", classes=7, palette="blue")))
    assert [look.colour for look in graded if isinstance(look, Symbol)] == list(palette("blue", 5)[1:])
    shaded = swatches(BOUNDARIES.with_renderer(Graduated("villages_share", classes=3)))
    assert [look.pattern for look in shaded if isinstance(look, Fill)] == [Pattern.SOLID] * 3
    assert len(swatches(BASE.with_renderer(Density()))) == 4
    sizes = [
        look.size_pt for look in swatches(BASE.with_renderer(Proportional("x"))) if isinstance(look, Symbol)
    ]
    assert sizes == sorted(sizes)
    classes = (Category("a", shown=False), Category("b", symbol=Symbol(Shape.STAR)))
    assert swatches(BASE.with_renderer(Categorised("x", classes))) == (Symbol(Shape.STAR),)
