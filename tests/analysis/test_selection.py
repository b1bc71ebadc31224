"""Filters of sites and incidents, and initiatives found by what people write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from analysis.params import CoverageParams, SiteKind
from analysis.selection import (
    InitiativesOfSites,
    resolve_initiatives,
    selected_incidents,
    selected_initiatives,
    selected_sites,
)

AS_OF = dt.date(2026, 8, 31)
Maker = Callable[..., pd.DataFrame]


@pytest.fixture
def initiatives() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "ext_key": ["MH-1", None, None],
            "name": ["Cụm dân cư an toàn phòng cháy chữa cháy", "Camera an ninh", "Cà mê ra"],
            "short_name": ["Cụm dân cư an toàn PCCC", None, "camera an ninh"],
            "layer": ["cluster", "site", "site"],
            "cover_by": ["radius", None, "none"],
            "radius_m": [500.0, None, None],
        },
        index=pd.Index(["a", "b", "c"], name="id"),
    )


def test_each_initiative_asked_for_comes_once_in_the_order_asked(initiatives: pd.DataFrame) -> None:
    asked = ["b", "MH-1", "Cụm dân cư an toàn PCCC", "ca me ra"]
    assert resolve_initiatives(asked, initiatives) == ("b", "a", "c")


def test_what_initiatives_state_of_their_sites(rows: Maker, initiatives: pd.DataFrame) -> None:
    sites = rows(
        {"initiative_id": "a"}, {"initiative_id": "b"}, {"initiative_id": None}, {"initiative_id": "gone"}
    )
    stated = InitiativesOfSites(sites, initiatives)
    assert stated.cover_by.tolist() == ["radius", "village", "village", "village"]
    assert stated.is_cluster.tolist() == [True, False, False, False]
    assert stated.name.tolist()[1:] == ["Camera an ninh", "", "gone"]
    assert stated.radius_m[0] == 500.0


def test_sites_by_initiative_and_layer(rows: Maker, initiatives: pd.DataFrame) -> None:
    sites = rows({"initiative_id": "a"}, {"initiative_id": "b"}, {"initiative_id": None})
    stated = InitiativesOfSites(sites, initiatives)

    def chosen(**asked: object) -> list[bool]:
        return selected_sites(stated, CoverageParams(AS_OF, **asked)).tolist()  # type: ignore[arg-type]

    assert chosen() == [True, True, True]
    assert chosen(layer=SiteKind.CLUSTERS) == [True, False, False]
    assert chosen(layer=SiteKind.SITES) == [False, True, True]
    assert chosen(initiatives=("b",)) == [False, True, False]
    clusters = selected_initiatives(initiatives, CoverageParams(AS_OF, layer=SiteKind.CLUSTERS))
    assert clusters.index.tolist() == ["a"]


def test_incidents_by_period_category_and_statistics(rows: Maker) -> None:
    incidents = rows(
        {"happened_on": "2026-01-01", "category": "fire", "counts_in_statistics": True},
        {"happened_on": "2026-03-31", "category": "fire.forest", "counts_in_statistics": None},
        {"happened_on": "2026-04-01", "category": "fireworks", "counts_in_statistics": True},
        {"happened_on": None, "category": "fire", "counts_in_statistics": True},
        {"happened_on": "2026-02-01", "category": "fire", "counts_in_statistics": False},
        {"happened_on": "2026-09-01", "category": "fire", "counts_in_statistics": True},
    )

    def chosen(**asked: object) -> list[int]:
        found = selected_incidents(incidents, CoverageParams(AS_OF, **asked))  # type: ignore[arg-type]
        return [i for i, yes in enumerate(found) if yes]

    first, last = dt.date(2026, 1, 1), dt.date(2026, 3, 31)
    assert chosen() == [0, 1, 2, 3]
    assert chosen(period_from=first, period_to=last) == [0, 1]
    assert chosen(period_from=first + dt.timedelta(1)) == [1, 2]
    assert chosen(period_to=last) == [0, 1]
    assert chosen(categories=("fire",)) == [0, 1, 3]
    assert chosen(categories=("fire.forest",)) == [1]
