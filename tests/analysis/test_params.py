"""What may be asked, and that equal questions are equal."""

from __future__ import annotations

import datetime as dt

import pytest

from analysis.params import By, CoverageParams, SiteKind
from layers.errors import BadParameter

DAY = dt.date(2026, 1, 1)


def test_a_radius_implies_by_radius() -> None:
    assert CoverageParams(DAY, radius_m=3000).by is By.RADIUS
    assert CoverageParams(DAY).by is By.OWN


def test_words_become_members_and_order_means_nothing() -> None:
    asked = CoverageParams(DAY, by="unit", layer="clusters", initiatives=("b", "a", "b"))  # type: ignore[arg-type]
    assert (asked.by, asked.layer, asked.initiatives) == (By.UNIT, SiteKind.CLUSTERS, ("a", "b"))
    assert asked == CoverageParams(DAY, By.UNIT, initiatives=("a", "b"), layer=SiteKind.CLUSTERS)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"radius_m": 0}, "radius_m"),
        ({"radius_m": float("nan")}, "radius_m"),
        ({"radius_m": 3e6}, "radius_m"),
        ({"radius_m": 3000, "by": By.UNIT}, "radius_m"),
        ({"by": "distance"}, "by"),
        ({"layer": "roads"}, "layer"),
        ({"min_sites": 0}, "min_sites"),
        ({"check_after_months": 0}, "check_after_months"),
        ({"period_from": dt.date(2026, 2, 1), "period_to": DAY}, "period_from"),
    ],
)
def test_what_is_not_allowed_is_named(asked: dict, name: str) -> None:
    with pytest.raises(BadParameter) as refused:
        CoverageParams(DAY, **asked)
    assert refused.value.fields["name"] == name


def test_json_is_plain() -> None:
    assert CoverageParams(DAY, period_to=DAY).to_json()["period_to"] == "2026-01-01"
    assert CoverageParams(DAY).incidents_to == DAY
