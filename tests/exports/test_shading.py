from dataclasses import replace

import pandas as pd
import pytest

from exports.shading import ClassKind, Measure, basis, default_measure, range_of, rates, shade
from layers.palettes import palette
from layers.renderers import ClassMethod, Graduated
from layers.style import BOUNDARIES, NO_DATA, NOT_COVERED, RAMP


def kind(shading, code):
    return shading.classes[shading.class_of[code]].kind


def test_every_commune_has_one_class(bundle):
    shading = shade(bundle)
    # Tô Hiệu 3/4 villages; Mường Lèo none; Sốp Cộp a site known by commune, no villages; Phù Yên silent.
    assert shading.measure is Measure.VILLAGES
    assert kind(shading, "03646") is ClassKind.RATE
    assert shading.fills["03646"].colour == RAMP[3]
    assert kind(shading, "04117") is ClassKind.NONE
    assert shading.fills["04117"] == NOT_COVERED
    assert kind(shading, "04120") is ClassKind.UNRATED
    assert kind(shading, "04125") is ClassKind.NO_DATA
    assert shading.fills["04125"] == NO_DATA
    assert sum(entry.count for entry in shading.classes) == 4


def test_a_site_known_by_commune_is_never_shown_as_none(bundle):
    shading = shade(bundle, Measure.PRESENCE)
    assert kind(shading, "04120") is ClassKind.PRESENT
    assert shading.count(ClassKind.NONE) == 1


def test_nothing_imported_is_no_data_and_not_none(bundle):
    empty = replace(bundle, sites=bundle.sites.iloc[:0])
    assert shade(empty).count(ClassKind.NO_DATA) == 4


def test_below_the_threshold_counts_as_none(bundle):
    few = replace(bundle, params=replace(bundle.params, min_sites=2))
    assert kind(shade(few, Measure.PRESENCE), "04120") is ClassKind.NONE
    assert kind(shade(few, Measure.PRESENCE), "03646") is ClassKind.PRESENT


@pytest.mark.parametrize(
    ("rate", "place"), [(0.0, 0), (0.1999, 0), (0.2, 1), (0.4, 2), (0.6, 3), (0.7999, 3), (0.8, 4), (1.0, 4)]
)
def test_ranges_include_their_lower_end_and_the_last_both(rate, place):
    assert range_of(rate) == place


def test_rates_are_shares_or_unknown(bundle):
    assert rates(bundle, Measure.VILLAGES) == {
        "03646": 0.75,
        "04117": 0.0,
        "04120": None,
        "04125": None,
    }


def test_presence_where_no_village_is_known(bundle):
    communes = bundle.coverage.communes.assign(villages=0)
    bare = replace(bundle, coverage=replace(bundle.coverage, communes=communes))
    assert default_measure(bare) is Measure.PRESENCE


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["radius", "radius"], "radius"),
        (["radius", "village"], "unit"),
        (["households", "none"], "households"),
        (["village"], "unit"),
        (["radius", "households"], "unit"),
        ([], "unit"),
    ],
)
def test_ways_of_covering_are_never_mixed(bundle, kinds, expected):
    frame = pd.DataFrame({"cover_by": pd.array(kinds, dtype="str")})
    assert basis(replace(bundle, initiatives=frame)) == expected


def test_a_commune_without_a_site_stays_hatched_though_a_village_of_it_is_covered(bundle, toy):
    # A site may stand across the border from its village: the map says what the key figures say.
    communes = bundle.coverage.communes.copy()
    communes.loc["04117", "villages_with"] = 1
    odd = toy.replace(bundle, coverage=toy.replace(bundle.coverage, communes=communes))
    shading = shade(odd)
    assert kind(shading, "04117") is ClassKind.NONE


def test_a_graduated_look_brings_its_own_ranges(bundle):
    look = Graduated("villages_share", ClassMethod.GIVEN, 2, breaks=(0.0, 0.5, 1.0), palette="blue")
    shading = shade(bundle, style=BOUNDARIES.with_renderer(look))
    assert shading.measure is Measure.VILLAGES
    assert [entry.fill.colour for entry in shading.classes[:2]] == list(palette("blue", 2))
    assert [(entry.low, entry.high, entry.count) for entry in shading.classes[:2]] == [
        (0.0, 0.5, 0),
        (0.5, 1.0, 1),  # Tô Hiệu: three of four villages
    ]
    # What is not a rate of a commune with sites stays what it was.
    assert kind(shading, "04117") is ClassKind.NONE
    assert kind(shading, "04125") is ClassKind.NO_DATA


def test_counts_are_never_shaded(bundle):
    count = BOUNDARIES.with_renderer(Graduated("villages"))
    assert shade(bundle, style=count).fills == shade(bundle).fills


def test_a_rate_of_zero_can_be_apart(bundle, toy):
    communes = bundle.coverage.communes.copy()
    communes["villages_with"] = 0
    none_yet = toy.replace(bundle, coverage=toy.replace(bundle.coverage, communes=communes))
    for apart, found in ((True, ClassKind.ZERO), (False, ClassKind.RATE)):
        look = BOUNDARIES.with_renderer(Graduated("villages_share", zero_apart=apart))
        assert kind(shade(none_yet, style=look), "03646") is found


def test_another_measure_asked_for_wins(bundle):
    look = BOUNDARIES.with_renderer(Graduated("villages_share", palette="blue"))
    assert shade(bundle, Measure.PRESENCE, look).fills == shade(bundle, Measure.PRESENCE).fills
