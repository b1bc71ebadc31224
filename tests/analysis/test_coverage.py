"""Coverage of two 10 km squares, every figure worked out by hand in the test."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import coverage
from analysis.locate import Locator
from analysis.params import By, CoverageParams, SiteKind
from analysis.result import COMMUNE_KEYS, CoverageResult
from layers.errors import Cancelled, GeographicCrs
from layers.registers import Register

DAY = dt.date(2026, 8, 31)
Maker = Callable[..., pd.DataFrame]

INITIATIVES = pd.DataFrame(
    {
        "name": ["Bản an toàn", "Cụm PCCC", "Xe ôm", "Hộ tự quản", "Tuần tra"],
        "layer": ["site", "cluster", "site", "site", "site"],
        "cover_by": ["village", "radius", "none", "households", "commune"],
        "radius_m": [None, 1000.0, None, None, None],
    },
    index=pd.Index(["ban", "pccc", "xe", "ho", "tra"], name="id"),
)


@pytest.fixture
def villages(rows: Maker) -> pd.DataFrame:
    """v0, v1, v2 in the west (v1 at exactly 3 km from (5000, 5000), v2 without people), v3 in the east."""
    place = {"position": "exact", "households": 10, "households_business": 1}
    return rows(
        {**place, "x": 5000.0, "y": 5000.0, "population": 100},
        {**place, "x": 5000.0 + 1800, "y": 5000.0 + 2400, "population": 60},
        {**place, "x": 500.0, "y": 500.0, "population": None, "households_business": None},
        {**place, "x": 15_000.0, "y": 5000.0, "population": 40},
        prefix="v",
    )


def site(
    initiative: str | None = None, x: float | None = 5000.0, y: float | None = 5000.0, **more: Any
) -> dict:
    return {
        "initiative_id": initiative,
        "x": x,
        "y": y,
        "status": "active",
        "founded_on": "2024-01-01",
        **more,
    }


def ask(squares: gpd.GeoDataFrame, sites: pd.DataFrame, *, villages: pd.DataFrame | None = None, incidents: pd.DataFrame | None = None, submissions: pd.DataFrame | None = None, **asked: Any) -> CoverageResult:  # fmt: skip # noqa: E501
    return coverage(
        squares,
        sites,
        CoverageParams(DAY, **asked),
        villages=villages,
        incidents=incidents,
        initiatives=INITIATIVES,
        submissions=submissions,
    )


def test_by_radius(squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame) -> None:
    """One site in the west, 3 km: v0 and v1 (at exactly 3 km) are covered."""
    incidents = rows({"x": 5000.0, "y": 8000.0}, {"x": 5000.0, "y": 8000.01}, {"x": 19_000.0, "y": 1.0})
    result = ask(squares, rows(site("pccc")), villages=villages, incidents=incidents, radius_m=3000)
    west, east = result.communes.to_dict("records")
    assert result.covered_by is By.RADIUS
    assert west["covered_km2"] == pytest.approx(math.pi * 9, rel=1e-9)
    assert west["covered_km2"] + west["gap_km2"] == west["area_km2"] == 100
    assert west["covered_share"] == pytest.approx(math.pi * 9 / 100, rel=1e-9)
    assert (east["covered_km2"], east["gap_km2"], east["covered_share"]) == (0, 100, 0)
    assert (west["villages"], west["villages_covered"]) == (3, 2)
    # v0 and v1 hold all known people of the west, 160 of 160; by households 20 of 30.
    assert (west["population"], west["population_covered"], west["population_basis"]) == (
        1000,
        1000,
        "people",
    )
    assert (west["households"], west["households_covered"]) == (30, 20)
    assert (west["households_business"], west["households_business_covered"]) == (2, 2)
    assert (west["incidents"], west["incidents_covered"]) == (2, 1)
    assert (east["incidents"], east["incidents_covered"]) == (1, 0)
    # Nobody has told the people of the east.
    assert pd.isna(east["population"])
    assert pd.isna(east["population_covered"])
    assert pd.isna(east["population_basis"])
    assert result.village_covered.tolist() == [True, True, False, False]
    assert result.incident_covered.tolist() == [True, False, False]
    assert result.gaps is not None
    assert result.gaps.area.tolist() == pytest.approx([1e8 - math.pi * 9e6, 1e8], rel=1e-9)


def test_province_is_the_sum_of_its_communes(
    squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame
) -> None:
    province = ask(squares, rows(site("pccc")), villages=villages, radius_m=3000).province
    assert province["area_km2"] == 200
    assert province["covered_share"] == pytest.approx(math.pi * 9 / 200, rel=1e-9)
    assert (province["villages_covered"], province["villages_covered_counted"]) == (2, 4)
    assert province["villages_covered_share"] == 0.5
    # Unweighted 2/4 of the villages; weighted by people only over the communes whose people are known.
    assert (province["population_covered"], province["population_covered_counted"]) == (1000, 1000)
    assert province["communes_counted"]["population_covered"] == 1
    assert province["households_covered_share"] == 20 / 40
    assert province["incidents"] is None


def test_by_unit(squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame) -> None:
    sites = rows(
        site("ban", village_id="v0"),
        site("ban", village_id="v0"),
        site("pccc", village_id="v1"),
        site("xe", 15_000.0, village_id="v3"),  # never covers
        site("ban", 15_000.0, village_id="v3", status="paused"),
        site("tra", None, None, position="commune", commune_code="00002"),
    )
    result = ask(squares, sites, villages=villages, by=By.UNIT)
    assert result.by_unit == {
        "communes_total": 2,
        "communes_with": 2,
        "communes_without": 0,
        "communes_not_reported": 0,
        "villages_total": 4,
        "villages_with": 2,
        "villages_without": 2,
        "villages_not_reported": 0,
    }
    west, east = result.communes.to_dict("records")
    assert (west["sites"], west["active_sites"], west["villages_with"], west["villages_without"]) == (
        3,
        3,
        2,
        1,
    )
    assert (east["sites"], east["active_sites"], east["villages_with"]) == (3, 2, 0)
    assert west["sites_by_initiative"] == {"Bản an toàn": 2, "Cụm PCCC": 1}
    assert east["sites_by_initiative"] == {"Tuần tra": 1, "Xe ôm": 1}
    assert result.counted["never_covering"] == 1
    assert result.counted["without_village"] == 1
    # People of the villages with a site: all known people of the west live in v0 and v1.
    assert (west["villages_covered"], west["population_covered"]) == (2, 1000)
    assert pd.isna(west["covered_km2"])
    assert result.gaps is None


def test_two_sites_of_one_initiative(squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame) -> None:
    sites = rows(
        site("ban", village_id="v0"),
        site("ban", village_id="v0"),
        site("ban", village_id="v1"),
        site("tra", village_id="v1"),
    )
    result = ask(squares, sites, villages=villages, by=By.UNIT, min_sites=2)
    assert result.village_with.tolist() == [True, False, False, False]


def test_own_ways_stand_side_by_side(squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame) -> None:
    sites = rows(
        site("pccc", village_id="v0"),
        site("ban", 15_000.0, village_id="v3"),
        site("ho", 500.0, 500.0, village_id="v2", households_enrolled=14),
    )
    result = ask(squares, sites, villages=villages)
    assert result.covered_by is By.RADIUS
    # Only the initiative that covers by radius, with its own 1,000 m.
    assert result.province["covered_km2"] == pytest.approx(math.pi, rel=1e-9)
    assert result.village_covered.tolist() == [True, False, False, False]
    # 14 enrolled in a village of 10 households: 10 count, 4 too many; the west has 30, the east 10.
    assert result.by_households["counted"] == 10
    assert result.by_households["excess"] == 4
    assert result.by_households["share"] == 10 / 40
    assert result.village_with.tolist() == [True, False, True, True]
    assert ask(squares, sites, villages=villages, initiatives=("ban",)).covered_by is By.UNIT
    assert ask(squares, sites, villages=villages, initiatives=("ho",)).covered_by is By.HOUSEHOLDS


def test_by_households(squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame) -> None:
    sites = rows(
        site("ho", village_id="v0", households_enrolled=6),
        site("ban", village_id="v1", households_enrolled=None),
    )
    west = ask(squares, sites, villages=villages, by=By.HOUSEHOLDS).communes.iloc[0]
    assert (west["households_covered"], west["households"]) == (6, 30)
    assert west["population_covered"] == pytest.approx(1000 * 6 / 30)
    assert west["population_basis"] == "households"
    assert pd.isna(west["villages_covered"])


def test_radius_of_site_initiative_or_default(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    sites = rows(site("pccc", radius_m=500.0), site("pccc", 15_000.0), site("ban", 15_000.0, 5000.0))
    result = ask(squares, sites, by=By.RADIUS)
    west, east = result.communes["covered_km2"]
    assert west == pytest.approx(math.pi * 0.25, rel=1e-9)
    assert east == pytest.approx(math.pi * 9, rel=1e-9)
    assert result.counted["radius_defaulted"] == 1


def test_initiatives_of_no_covering_never_cover(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    result = ask(squares, rows(site("xe")), radius_m=3000)
    assert result.province["covered_km2"] == 0
    assert result.by_unit["communes_with"] == 0
    assert result.province["active_sites"] == 1


def test_not_reported_is_null_and_not_zero(
    squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame
) -> None:
    submissions = pd.DataFrame(
        [
            ("2026-08-01", "2026-08-31", "sites", "00002", "missing"),
            ("2026-08-01", "2026-08-31", "incidents", "00001", "missing"),
        ],
        columns=["period_from", "period_to", "kind", "commune_code", "state"],
    )
    incidents = rows({"x": 5000.0, "y": 5000.0}, {"x": 15_000.0, "y": 5000.0})
    result = ask(
        squares, rows(site("pccc"), site("pccc", 15_000.0)), villages=villages, incidents=incidents,
        submissions=submissions, radius_m=3000,
    )  # fmt: skip
    west, east = result.to_json()["communes"]
    assert (west["reported"], west["sites_reported"], west["incidents_reported"]) == (False, True, False)
    assert (east["reported"], east["sites_reported"], east["incidents_reported"]) == (False, False, True)
    unknown = (
        "sites",
        "active_sites",
        "sites_by_initiative",
        "villages_with",
        "villages_covered",
        "households_covered",
    )
    assert [east[key] for key in unknown] == [None] * len(unknown)
    assert (west["incidents"], west["incidents_covered"]) == (None, None)
    assert (west["active_sites"], east["incidents"], east["incidents_covered"]) == (1, 1, None)
    # The area is drawn, not reported: it adds up in every commune.
    assert east["covered_km2"] + east["gap_km2"] == pytest.approx(east["area_km2"])
    province = result.to_json()["province"]
    assert (province["sites"], province["communes_counted"]["sites"]) == (1, 1)
    assert (province["villages_covered"], province["villages_covered_counted"]) == (2, 3)
    assert result.by_unit["communes_not_reported"] == 1
    assert result.by_unit["villages_not_reported"] == 1
    assert result.not_reported == {"sites": ("00002",), "incidents": ("00001",)}


def test_only_the_sheet_of_the_layer_asked_about_matters(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    submissions = pd.DataFrame(
        [("2026-08-01", "2026-08-31", "clusters", "00002", "missing")],
        columns=["period_from", "period_to", "kind", "commune_code", "state"],
    )

    def missing(**asked: Any) -> int | None:
        return ask(squares, rows(site("ban")), submissions=submissions, **asked).by_unit[
            "communes_not_reported"
        ]

    assert (missing(), missing(layer=SiteKind.CLUSTERS), missing(layer=SiteKind.SITES)) == (1, 1, 0)
    assert (
        missing(initiatives=("ban",)),
        missing(initiatives=("pccc",)),
        missing(initiatives=("ban", "pccc")),
    ) == (0, 1, 1)


def test_rows_without_a_commune_are_told_and_add_up(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    sites = rows(
        site("pccc"),
        site("pccc", 50_000.0),
        site("pccc", None, None, commune_code="00002", position="commune"),
        site("pccc", None, None, position="none"),
    ).assign(position=["exact", "exact", "commune", "none"])
    result = ask(squares, sites, radius_m=3000)
    assert (result.outside["sites"], result.no_position["sites"], result.without_point["sites"]) == (1, 1, 2)
    assert result.province["sites"] + result.outside["sites"] + result.no_position["sites"] == len(sites)
    assert result.outside["villages"] is None


def test_no_register_of_villages_is_unknown(
    squares: gpd.GeoDataFrame, rows: Maker, villages: pd.DataFrame
) -> None:
    for nothing in (None, villages.iloc[:0]):
        result = ask(squares, rows(site("pccc")), villages=nothing, radius_m=3000)
        west = result.to_json()["communes"][0]
        assert [west[key] for key in ("villages", "villages_covered", "households")] == [None] * 3
        # People by the covered share of the area, marked as such.
        assert west["population_covered"] == pytest.approx(1000 * math.pi * 9 / 100, rel=1e-9)
        assert west["population_basis"] == "area"
        assert result.by_unit["villages_total"] is None


def test_what_counts_only_because_something_is_unknown(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    sites = rows(
        site("ban", status="unknown"),
        site("ban", founded_on=None),
        site("ban", last_activity_on="2026-08-01"),
    )
    result = ask(squares, sites)
    assert (result.counted_unknown, result.counted_to_check) == (2, 2)
    left_out = ask(squares, sites, exclude_to_check=True)
    assert left_out.province["active_sites"] == 1
    assert (left_out.counted_to_check, left_out.counted["to_check_left_out"]) == (2, True)


def test_people_come_from_the_register_where_the_boundaries_have_none(
    squares: gpd.GeoDataFrame, rows: Maker
) -> None:
    register = Register.load()
    codes = register.communes().index[:2].tolist()
    bare = squares.drop(columns="population").assign(code=codes)
    people = coverage(bare, rows(site()), CoverageParams(DAY), register=register).communes["population"]
    assert people.to_dict() == {code: register.communes().loc[code, "population"] for code in codes}


def test_border_belongs_to_the_lower_code_and_is_told(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    result = ask(
        squares, rows(site("ban", 10_000.0)), incidents=rows({"x": 10_000.0, "y": 1.0}, {"x": 1.0, "y": 1.0})
    )
    assert result.site_commune.tolist() == [0]
    assert result.in_several == {"sites": 1, "incidents": 1, "villages": None}


def test_a_locator_of_other_boundaries_is_not_used(
    squares: gpd.GeoDataFrame, rows: Maker, locator: Locator
) -> None:
    turned = squares.iloc[::-1].reset_index(drop=True)
    asked = CoverageParams(DAY)
    assert coverage(squares, rows(site()), asked, locator=locator).site_commune.tolist() == [0]
    assert coverage(turned, rows(site()), asked, locator=locator).site_commune.tolist() == [1]


def test_filters(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    sites = rows(site("pccc"), site("ban"), site(None))
    assert ask(squares, sites, layer=SiteKind.CLUSTERS).province["sites"] == 1
    chosen = ask(squares, sites, initiatives=("tra", "ban"))
    assert chosen.site_counts.tolist() == [False, True, False]
    # An initiative asked for by name is told also where it has no site.
    assert chosen.communes["sites_by_initiative"].tolist() == [
        {"Bản an toàn": 1, "Tuần tra": 0},
        {"Bản an toàn": 0, "Tuần tra": 0},
    ]


def test_json_has_the_keys_of_the_document_in_order(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    data = ask(squares, rows(site("pccc")), radius_m=3000).to_json()
    assert tuple(data["communes"][0])[: len(COMMUNE_KEYS)] == COMMUNE_KEYS
    assert set(COMMUNE_KEYS) <= set(data["province"])
    assert list(data)[:5] == ["by_unit", "communes", "province", "outside", "no_position"]
    json.dumps(data, allow_nan=False)


def test_degrees_and_cancelling(squares: gpd.GeoDataFrame, rows: Maker) -> None:
    with pytest.raises(GeographicCrs):
        ask(squares.set_crs(4326, allow_override=True), rows(site()))

    class Impatient:
        def report(self, done: float, key: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        coverage(squares, rows(site()), CoverageParams(DAY), progress=Impatient())


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 10_000)), min_size=1, max_size=8), st.randoms()
)
def test_order_of_rows_never_matters(squares: gpd.GeoDataFrame, places: list, random) -> None:  # type: ignore[no-untyped-def]
    frame = pd.DataFrame(places, columns=["x", "y"], dtype=float).assign(
        status="active", initiative_id="pccc"
    )
    frame.index = [f"s{i}" for i in range(len(frame))]
    villages = pd.DataFrame({"x": np.arange(0.0, 20_000, 1500), "y": 5000.0, "population": 7})
    order = list(range(len(frame)))
    random.shuffle(order)
    one = ask(squares, frame, villages=villages, radius_m=2500)
    other = ask(squares, frame.iloc[order], villages=villages.iloc[::-1], radius_m=2500)
    assert one.stamp == other.stamp
    assert one.to_json() == other.to_json()


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 10_000)), min_size=2, max_size=8))
def test_a_new_site_never_lowers_any_figure(squares: gpd.GeoDataFrame, places: list) -> None:
    frame = pd.DataFrame(places, columns=["x", "y"], dtype=float).assign(
        status="active", initiative_id="pccc"
    )
    villages = pd.DataFrame({"x": np.arange(0.0, 20_000, 1500), "y": 5000.0, "population": 7})
    before = ask(squares, frame.iloc[:-1], villages=villages, radius_m=2500)
    after = ask(squares, frame, villages=villages, radius_m=2500)
    for name in ("covered_km2", "villages_covered", "population_covered", "active_sites"):
        low, high = before.communes[name], after.communes[name]
        assert (high.fillna(0) >= low.fillna(0) - 1e-9).all(), name
    assert (after.village_covered | ~before.village_covered).all()
