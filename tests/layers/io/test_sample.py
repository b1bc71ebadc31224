from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from layers.boundaries import Boundaries
from layers.io.boundary_files import read_boundaries
from layers.io.sample import PERIOD_FIRST, PERIOD_LAST, build_sample, sample_workspace
from layers.io.sample_sites import AS_OF
from layers.registers import Register
from layers.schema import TABLES, normalise
from layers.sites import is_cluster

Frames = dict[str, pd.DataFrame]
PLACED = ("villages", "sites", "incidents")


@pytest.fixture(scope="module")
def sample(schematic: Boundaries, register: Register) -> Frames:
    return build_sample(schematic, register)


def communes_of(boundaries: Boundaries, frame: pd.DataFrame) -> list[list[str]]:
    """Return the communes each exact point lies strictly inside of, found without the program's own way."""
    exact = frame[frame["position"] == "exact"]
    points = shapely.points(exact["x"], exact["y"])
    shapes = boundaries.gdf.geometry.to_numpy()
    shapely.prepare(shapes)
    tree = shapely.STRtree(points)
    found: list[list[str]] = [[] for _ in range(len(exact))]
    for code, shape in zip(boundaries.codes, shapes, strict=True):
        for place in tree.query(shape, predicate="contains_properly"):
            found[place].append(code)
    return found


def assert_inside(boundaries: Boundaries, frames: Frames) -> None:
    for table in PLACED:
        exact = frames[table][frames[table]["position"] == "exact"]
        assert len(exact) > 0.6 * len(frames[table])
        assert communes_of(boundaries, frames[table]) == [[code] for code in exact["commune_code"]], table


def assert_counts(frames: Frames, communes: int) -> None:
    initiatives, sites, incidents = frames["initiatives"], frames["sites"], frames["incidents"]
    clusters = is_cluster(sites, initiatives)
    assert (len(initiatives), len(sites), int(clusters.sum())) == (80, 1_248, 148)
    assert set(sites["initiative_id"]) == set(initiatives.index)
    assert len(frames["villages"]) == 2_200
    assert len(incidents) == 1_200
    fires = incidents[incidents["category"].str.startswith("fire")]
    assert fires.groupby(fires["happened_on"].dt.year).size().to_dict() == {2024: 20, 2025: 29, 2026: 26}
    assert (fires["category"] == "fire.forest").sum() == 25
    missing = frames["submissions"][frames["submissions"]["state"] == "missing"]
    assert missing.groupby("kind").size().to_dict() == dict.fromkeys(
        ("sites", "clusters", "incidents", "villages"), 3
    )
    assert len(frames["submissions"]) == 4 * communes


def test_the_numbers_that_leaders_know(sample: Frames) -> None:
    assert_counts(sample, 75)


def test_everything_exact_lies_in_its_commune_and_in_no_other(schematic: Boundaries, sample: Frames) -> None:
    assert_inside(schematic, sample)


def test_the_frames_are_as_the_document_holds_them(sample: Frames) -> None:
    for table, frame in sample.items():
        pd.testing.assert_frame_equal(normalise(table, frame), frame)
        for column in TABLES[table].columns:
            if column.references and column.references in sample:
                known = frame[column.name].dropna()
                assert known.isin(sample[column.references].index).all(), (table, column.name)


def test_the_same_seed_gives_the_same_rows(schematic: Boundaries, register: Register, sample: Frames) -> None:
    again = build_sample(schematic, register)
    assert list(again) == list(sample)
    for table, frame in sample.items():
        pd.testing.assert_frame_equal(again[table], frame)
    other = build_sample(schematic, register, seed=7)
    assert not other["villages"].index.isin(sample["villages"].index).any()
    assert_counts(other, 75)
    assert not np.allclose(other["villages"]["lon"], sample["villages"]["lon"])


def test_people_add_up_to_those_of_the_commune(schematic: Boundaries, sample: Frames) -> None:
    people = sample["villages"].groupby("commune_code")["population"].sum()
    declared = schematic.gdf.set_index("code")["population"]
    assert (people == declared.loc[people.index]).all()
    assert people.index.size == 75
    villages = sample["villages"]
    assert (villages["households_business"] <= villages["households"]).all()
    # Unknown is not zero: some villages do not know their extinguishers.
    assert villages["households_with_extinguisher"].isna().any()
    assert set(villages["kind"]) == {"ban", "tieu_khu", "to_dan_pho"}
    names = villages.groupby("commune_code")["name"]
    assert (names.nunique() == names.size()).all()


def test_the_three_initiatives_of_which_facts_are_public(sample: Frames) -> None:
    initiatives = sample["initiatives"].reset_index().set_index("name")
    sites, results = sample["sites"], sample["results"]
    clusters = initiatives.loc["Cụm dân cư an toàn phòng cháy chữa cháy"]
    assert (clusters["short_name"], clusters["layer"]) == ("Cụm dân cư an toàn PCCC", "cluster")
    assert (clusters["founded_on"], clusters["founded_precision"]) == (pd.Timestamp(2022, 11, 1), "month")

    model = initiatives.loc["Hộ tự quản, bản an toàn"]
    first = sites[(sites["initiative_id"] == model["id"]) & (sites["name"] == "Bản Quỳnh Chiên")]
    assert (first["commune_code"].item(), first["founded_on"].item(), first["status"].item()) == (
        "03724", pd.Timestamp(2022, 6, 10), "active",
    )  # fmt: skip
    assert first["rating"].isna().item()
    village = sample["villages"].loc[first["village_id"].item()]
    assert (village["name"], village["commune_code"]) == ("Quỳnh Chiên", "03724")
    told = results[results["site_id"] == first.index[0]].set_index("measure")["value"].to_dict()
    assert told == {
        "groups": 4, "security_teams": 1, "meetings": 8, "attendances": 140, "tips": 12, "weapons": 2,
    }  # fmt: skip

    riders = initiatives.loc["Tổ xe ôm Hoa hướng dương"]
    team = sites[sites["initiative_id"] == riders["id"]]
    assert (riders["cover_by"], riders["founded_on"], riders["founded_precision"]) == (
        "none", pd.Timestamp(2023, 10, 1), "month",
    )  # fmt: skip
    assert (len(team), team["commune_code"].item(), team["lon"].isna().item()) == (1, "03820", True)
    told = results[results["site_id"] == team.index[0]].set_index("measure")["value"].to_dict()
    assert told == {"people": 63, "vehicles": 5, "jobs": 25}


def test_nothing_happened_at_the_named_village(sample: Frames) -> None:
    village = sample["villages"].query("name == 'Quỳnh Chiên'").iloc[0]
    incidents = sample["incidents"]
    assert (incidents["village_id"] != village.name).all()
    exact = incidents[incidents["position"] == "exact"]
    assert np.hypot(exact["x"] - village["x"], exact["y"] - village["y"]).min() > 1_000


def test_sites_know_how_they_are_counted(sample: Frames) -> None:
    initiatives, sites = sample["initiatives"], sample["sites"]
    cover_by = sites["initiative_id"].map(initiatives["cover_by"])
    assert set(initiatives["cover_by"]) == {"village", "commune", "households", "radius", "none"}
    radius = initiatives["cover_by"] == "radius"
    assert initiatives["radius_m"].notna().equals(radius)
    assert initiatives.loc[radius, "radius_given_by"].str.contains("đường chim bay").all()
    assert sites.loc[cover_by == "none", "lon"].isna().all()
    assert sites.loc[cover_by != "none", "lon"].notna().all()
    assert set(sites["position"]) == {"exact", "village", "commune"}
    assert set(sites["status"]) == {"planned", "decided", "active", "paused", "ended", "unknown"}
    assert (sites["status"] == "active").mean() > 0.75
    as_of = pd.Timestamp(AS_OF)
    for column in ("founded_on", "closed_on", "last_activity_on", "last_drill_on"):
        assert sites[column].max() <= as_of
    active = sites[sites["status"] == "active"]
    quiet = active["last_activity_on"].isna() | (active["last_activity_on"] < as_of - pd.DateOffset(months=6))
    assert 0.1 < quiet.mean() < 0.4
    latest = sample["activities"].groupby("site_id")["held_on"].max()
    assert (sites.loc[latest.index, "last_activity_on"] == latest).all()
    assert sites["closed_on"].notna().equals(sites["status"] == "ended")


def test_towns_before_mountains(schematic: Boundaries, sample: Frames) -> None:
    sites = sample["sites"][is_cluster(sample["sites"], sample["initiatives"])]
    wards = set(schematic.gdf.loc[schematic.gdf["unit_type"] == "phuong", "code"])
    in_town = sites["commune_code"].isin(wards)
    assert in_town.mean() > 8 / 75
    assert sites.loc[in_town, "founded_on"].median() < sites.loc[~in_town, "founded_on"].median()
    assert sites["founded_on"].min() >= pd.Timestamp(2022, 11, 1)


def test_forest_fires_lie_away_from_villages_and_others_in_them(sample: Frames) -> None:
    incidents, villages = sample["incidents"], sample["villages"]
    forest = incidents[incidents["category"] == "fire.forest"]
    assert forest["village_id"].isna().all()
    assert (forest["position"] == "exact").all()
    away = np.hypot(
        forest["x"].to_numpy()[:, None] - villages["x"].to_numpy(),
        forest["y"].to_numpy()[:, None] - villages["y"].to_numpy(),
    ).min(axis=1)
    assert away.min() > 500
    assert incidents["happened_on"].max() <= pd.Timestamp(AS_OF)
    assert (incidents["note"] == "MINH HỌA").all()


def test_who_has_not_reported_has_no_incident_in_the_period(sample: Frames) -> None:
    submissions = sample["submissions"]
    silent = set(submissions.loc[submissions["state"] == "missing", "commune_code"])
    incidents = sample["incidents"]
    period = incidents["happened_on"].between(pd.Timestamp(PERIOD_FIRST), pd.Timestamp(PERIOD_LAST))
    assert period.any()
    assert not incidents.loc[period, "commune_code"].isin(silent).any()


def test_groups_cover_every_commune_once(sample: Frames, register: Register) -> None:
    groups, members = sample["commune_groups"], sample["commune_group_members"]
    districts = groups.index[groups["set_name"] == "Huyện cũ"]
    codes = members.loc[members["group_id"].isin(districts), "code"]
    assert len(districts) == 12
    assert sorted(codes) == [unit.code for unit in register.units()]
    assert groups["set_name"].nunique() == 3


def test_it_is_marked_and_nobody_is_named(sample: Frames, schematic: Boundaries, register: Register) -> None:
    workspace = sample_workspace(schematic, register)
    assert "MINH HỌA" in (workspace.meta["title"] or "")
    snapshot = workspace.snapshot()
    assert (snapshot.sample, snapshot.as_of, snapshot.vintage) == (True, AS_OF, "2025-07")
    assert not workspace.can_undo
    assert len(workspace.frame("communes")) == 75
    assert len(workspace.tree) == 5
    sites = workspace.frame("sites")
    assert sites["note"].notna().all()
    assert workspace.frame("incidents")["description"].isna().all()
    # Three words in a row with capitals are how people are named; the texts have none.
    person = re.compile(r"\b(?:Nguyễn|Lò|Quàng|Cà|Tòng|Lường|Hoàng|Vàng|Giàng|Sùng)\s+(?:Văn|Thị|A)\b")
    for table in ("sites", "incidents", "villages", "initiatives", "activities"):
        for column in workspace.frame(table).select_dtypes("str"):
            assert not workspace.frame(table)[column].dropna().str.contains(person).any()


@pytest.mark.parametrize("count", [1, 4])
def test_few_communes_are_enough(squares: Boundaries, register: Register, count: int) -> None:
    facts = squares.gdf.drop(columns="geometry").iloc[:count]
    part = Boundaries.build(facts, squares.gdf.geometry.to_numpy()[:count], vintage="2025-07")
    frames = build_sample(part, register)
    assert len(frames["sites"]) == 1_248
    assert len(frames["villages"]) == 2_200
    assert (frames["submissions"]["state"] == "missing").sum() <= 4 * max(0, count - 1)
    assert_inside(part, frames)


@pytest.mark.real_data
def test_inside_the_real_boundaries_with_their_overlaps(real_data: Path, register: Register) -> None:
    boundaries = read_boundaries(real_data / "sonla_communes_2025.gpkg", register)
    frames = build_sample(boundaries, register)
    assert_counts(frames, 75)
    assert_inside(boundaries, frames)


@pytest.mark.real_data
def test_inside_the_boundaries_of_another_vintage(real_data: Path, register: Register) -> None:
    boundaries = read_boundaries(real_data / "sonla_communes_2009.gpkg", register, vintage="2024-12")
    frames = build_sample(boundaries, register)
    assert_counts(frames, len(boundaries.gdf))
    assert_inside(boundaries, frames)
    workspace = sample_workspace(boundaries, register)
    assert workspace.meta["vintage"] == "2024-12"
