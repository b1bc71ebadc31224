"""The bundle: filters applied in one place, frames and arrays in step, one JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pandas as pd
import pytest
from shapely import box

from analysis.bundle import build
from analysis.comparison import changes, missing_codes
from analysis.params import By, CoverageParams, SiteKind
from layers.boundaries import Boundaries
from layers.crs import to_store
from layers.errors import BadParameter
from layers.schema import TABLES, empty, normalise
from layers.snapshot import Snapshot

DAY = dt.date(2026, 8, 31)
EAST, NORTH = 500_000.0, 2_350_000.0
META = {"title": "Thử", "vintage": "2025-07", "as_of": "2026-08-31", "sample": "1"}


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    """Two communes of 10 km side by side; the second lies to the east and overlaps the first by 1 km²."""
    facts = pd.DataFrame(
        {
            "code": ["03646", "03649"],
            "name": ["Ăn", "An"],
            "unit_type": ["xa", "phuong"],
            "population": [500, 700],
        }
    )
    areas = [
        box(EAST, NORTH, EAST + 10_000, NORTH + 10_000),
        box(EAST + 9900, NORTH, EAST + 20_000, NORTH + 10_000),
    ]
    return Boundaries.build(facts, areas, vintage="2025-07")


def at(x: float, y: float, **more: Any) -> dict[str, Any]:
    """Return the place of a row, in metres from the south-west corner."""
    lon, lat = to_store([EAST + x], [NORTH + y])
    return {"lon": lon[0], "lat": lat[0], "position": "exact", **more}


def table(name: str, rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    return normalise(name, pd.DataFrame.from_dict(rows, orient="index"))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    frames = {name: empty(name) for name in TABLES}
    frames["initiatives"] = table(
        "initiatives",
        {
            "ban": {"name": "Bản an toàn", "layer": "site", "cover_by": "village"},
            "pccc": {"name": "Cụm PCCC", "layer": "cluster", "cover_by": "radius", "radius_m": 1000},
        },
    )
    frames["villages"] = table("villages", {"v": at(5000, 5000, name="Nà Mẫu", households=20, population=90)})
    frames["sites"] = table(
        "sites",
        {
            "s1": at(
                5000, 5000, initiative_id="ban", status="active", village_id="v", founded_on="2024-05-01"
            ),
            "s2": at(15_000, 5000, initiative_id="pccc", status="active", founded_on="2024-05-01"),
            "s3": at(15_000, 6000, initiative_id="pccc", status="planned"),
            "s4": at(90_000, 5000, status="active"),
        },
    )
    frames["activities"] = table("activities", {"a": {"site_id": "s2", "held_on": "2026-08-01"}})
    frames["incidents"] = table(
        "incidents",
        {
            "i1": at(15_000, 5500, category="fire.forest", happened_on="2026-08-10"),
            "i2": at(5000, 5500, category="drugs", happened_on="2026-08-10"),
            "i3": at(5000, 5500, category="fire", happened_on="2025-08-10"),
        },
    )
    period = {"period_from": "2026-08-01", "period_to": "2026-08-31", "state": "missing"}
    frames["submissions"] = table(
        "submissions",
        {
            "m1": {**period, "kind": "incidents", "commune_code": "03646"},
            "m2": {**period, "kind": "incidents", "commune_code": "03649"},
        },
    )
    return Snapshot(frames, {}, META, {})


def test_frames_and_arrays_are_in_step(snapshot: Snapshot, boundaries: Boundaries) -> None:
    bundle = build(snapshot, boundaries, CoverageParams(DAY))
    assert bundle.sites["commune_code_at"].fillna("–").tolist() == ["03646", "03649", "03649", "–"]
    assert bundle.sites["counts"].tolist() == [True, True, False, True]
    assert bundle.sites["is_cluster"].tolist() == [False, True, True, False]
    assert bundle.sites["initiative_name"].tolist() == ["Bản an toàn", "Cụm PCCC", "Cụm PCCC", ""]
    assert bundle.villages[["commune_code_at", "with_sites", "covered"]].to_numpy().tolist() == [
        ["03646", True, False]
    ]
    # s2 has an activity in the log, the others have none on record.
    assert bundle.sites["to_check"].tolist() == [True, False, False, True]
    assert bundle.incidents["covered"].tolist() == [True, False, False]
    assert bundle.coverage.outside["sites"] == 1
    assert bundle.coverage.site_counts.tolist() == bundle.sites["counts"].tolist()


def test_filters_are_applied_here(snapshot: Snapshot, boundaries: Boundaries) -> None:
    asked = CoverageParams(
        DAY, layer=SiteKind.CLUSTERS, categories=("fire",), period_from=dt.date(2026, 1, 1)
    )
    bundle = build(snapshot, boundaries, asked)
    assert bundle.sites.index.tolist() == ["s2", "s3"]
    assert bundle.incidents.index.tolist() == ["i1"]
    assert bundle.initiatives.index.tolist() == ["pccc"]


def test_the_object_of_the_command_line(snapshot: Snapshot, boundaries: Boundaries) -> None:
    bundle = build(snapshot, boundaries, CoverageParams(DAY, By.UNIT))
    data = bundle.to_json()
    assert list(data)[:4] == ["schema", "stamp", "sample", "boundaries"]
    assert (data["schema"], data["sample"]) == (1, True)
    assert data["boundaries"] == {"vintage": "2025-07", "schematic": False, "overlap_km2": pytest.approx(1.0)}
    assert data["stamp"] == bundle.stamp == bundle.coverage.stamp
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_not_reported_in_vietnamese_order(snapshot: Snapshot, boundaries: Boundaries) -> None:
    assert build(snapshot, boundaries, CoverageParams(DAY)).not_reported == ("An", "Ăn")
    assert build(snapshot, boundaries, CoverageParams(dt.date(2026, 7, 1))).not_reported == ()


def test_whether_anybody_keeps_who_has_reported(snapshot: Snapshot, boundaries: Boundaries) -> None:
    assert build(snapshot, boundaries, CoverageParams(DAY)).submissions_kept
    unkept = Snapshot({**snapshot.frames, "submissions": empty("submissions")}, {}, META, {})
    bundle = build(unkept, boundaries, CoverageParams(DAY))
    assert (bundle.submissions_kept, bundle.not_reported) == (False, ())


@pytest.mark.parametrize(("day", "is_kept"), [(dt.date(2026, 7, 31), False), (dt.date(2026, 8, 1), True)])
def test_nobody_had_to_report_before_the_first_period(
    snapshot: Snapshot, boundaries: Boundaries, day: dt.date, *, is_kept: bool
) -> None:
    assert build(snapshot, boundaries, CoverageParams(day)).submissions_kept == is_kept


def test_a_comparison_is_of_the_communes_that_reported_both_times(
    snapshot: Snapshot, boundaries: Boundaries
) -> None:
    # In 2026 the sheets of incidents of 03646 (i2, i3) and 03649 (i1) are missing; sites are all there.
    year_before = build(snapshot, boundaries, CoverageParams(dt.date(2025, 8, 31)))
    now = build(snapshot, boundaries, CoverageParams(DAY))
    assert [(one.key, one.before, one.after) for one in changes(year_before, now)] == [
        ("sites", 3, 3),
        ("communes", 2, 2),
        ("villages", 1, 1),
        ("incidents", 0, 0),
    ]
    assert missing_codes(year_before, now, "incidents") == {"03646", "03649"}


def test_what_was_not_asked_about_does_not_change_the_stamp(
    snapshot: Snapshot, boundaries: Boundaries
) -> None:
    clusters = CoverageParams(DAY, layer=SiteKind.CLUSTERS)
    sites = snapshot.frame("sites")
    closed = Snapshot(
        {**snapshot.frames, "sites": sites.assign(status=["ended", "active", "planned", "ended"])},
        {},
        META,
        {},
    )
    assert build(closed, boundaries, clusters).stamp == build(snapshot, boundaries, clusters).stamp
    assert (
        build(closed, boundaries, CoverageParams(DAY)).stamp
        != build(snapshot, boundaries, CoverageParams(DAY)).stamp
    )


def test_an_empty_workspace_has_an_answer(boundaries: Boundaries) -> None:
    nothing = Snapshot({name: empty(name) for name in TABLES}, {}, META, {})
    for by in By:
        data = build(nothing, boundaries, CoverageParams(DAY, by)).to_json()
        assert data["province"]["sites"] == 0
        assert data["by_unit"]["villages_total"] is None
        json.dumps(data, allow_nan=False)


def test_boundaries_of_another_vintage_are_refused(snapshot: Snapshot, boundaries: Boundaries) -> None:
    old = Boundaries(boundaries.gdf, "2024-12")
    with pytest.raises(BadParameter):
        build(snapshot, old, CoverageParams(DAY))
