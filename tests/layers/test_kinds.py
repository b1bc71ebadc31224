"""The small questions the kinds of layer answer about their rows."""

from __future__ import annotations

import pandas as pd
import pytest

from layers import schema
from layers.context import context_table
from layers.groups import members, sets_of
from layers.incidents import in_categories, top_level
from layers.initiatives import cluster_ids
from layers.results import ResultLayer
from layers.sites import is_cluster
from layers.villages import names_of
from layers.vocabulary import LISTS, period_kinds, seed
from layers.words import Words

INITIATIVES = schema.normalise(
    "initiatives",
    pd.DataFrame(
        {
            "name": ["Tiếng kẻng an ninh", "Tieng keng an ninh", "Cụm dân cư an toàn phòng cháy chữa cháy"],
            "short_name": [None, None, "Cụm dân cư an toàn PCCC"],
            "ext_key": ["MH-1", None, None],
            "layer": ["site", "site", "cluster"],
        },
        index=["a", "b", "c"],
    ),
)


def test_clusters_are_the_sites_of_cluster_initiatives() -> None:
    sites = pd.DataFrame({"initiative_id": ["c", "a", None, "c"]})
    assert is_cluster(sites, INITIATIVES).tolist() == [True, False, False, True]
    assert cluster_ids(INITIATIVES) == ("c",)
    assert is_cluster(schema.empty("sites"), schema.empty("initiatives")).tolist() == []


def test_categories_have_two_levels() -> None:
    codes = pd.Series(["fire", "fire.forest", "minor_fire", None, "traffic"], dtype="str")
    assert in_categories(codes, ["fire"]).tolist() == [True, True, False, False, False]
    assert in_categories(codes, ["fire.forest", "traffic"]).tolist() == [False, True, False, False, True]
    assert in_categories(codes, []).tolist() == [False] * 5
    assert top_level(codes).dropna().tolist() == ["fire", "fire", "minor_fire", "traffic"]


def test_the_vocabulary_has_two_languages_and_known_first_levels(vi: Words) -> None:
    words = seed()
    assert words["vi"].notna().all()
    assert words["en"].notna().all()
    codes = words.loc[words["list"] == "incident_category", "code"]
    tops = set(codes[~codes.str.contains(".", regex=False)])
    assert {code.split(".")[0] for code in codes} == tops
    assert len([code for code in codes if code.startswith("fire.")]) == 6
    assert list(words.loc[words["list"] == "rating", "code"]) == ["good", "fair", "average", "weak", "none"]
    assert set(LISTS) == set(words["list"])
    assert vi.language == "vi"


def test_period_kinds_start_on_a_day_every_month_has() -> None:
    assert period_kinds()["start_day"].between(1, 28).all()


def test_a_village_is_known_by_all_its_names() -> None:
    rows = pd.DataFrame(
        {"name": ["Huổi Mẫu"], "aliases": [["H. Mẫu", "Huổi Mẫu"]], "merged_from": [["Huổi Mẫu A"]]},
        index=["v"],
    )
    village = schema.normalise("villages", rows).loc["v"]
    assert names_of(village) == ("Huổi Mẫu", "H. Mẫu", "Huổi Mẫu A")


def test_groups_hold_codes_of_one_vintage() -> None:
    rows = pd.DataFrame(
        {
            "group_id": ["g", "g", "g", "h"],
            "vintage": ["2025-07", "2025-07", "2025-02", "2025-07"],
            "code": ["03724", "03646", "03700", "04105"],
        }
    )
    table = schema.normalise("commune_group_members", rows)
    assert members(table, "g", "2025-07") == ("03646", "03724")
    groups = schema.normalise(
        "commune_groups",
        pd.DataFrame({"set_name": ["a", "b", "a"], "name": ["1", "2", "3"]}, index=["x", "y", "z"]),
    )
    assert sets_of(groups) == {"a": ("x", "z"), "b": ("y",)}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("Đường tỉnh", "context_duong_tinh"),
        ("!!!", "context_1"),
        ('A"; DROP TABLE sites', "context_a_drop_table_sites"),
    ],
)
def test_a_context_table_has_a_plain_name(name: str, table: str) -> None:
    assert context_table(name) == table
    assert context_table(name, {table}) == f"{table}_2"


def test_a_result_says_when_it_is_outdated() -> None:
    layer = ResultLayer("r")
    told: list[int] = []
    layer.data_changed.connect(lambda: told.append(1))
    layer.show("stamp 1", pd.DataFrame({"covered_share": [0.5]}, index=["03646"]))
    assert told == [1]
    assert not layer.is_outdated("stamp 1")
    assert layer.is_outdated("stamp 2")
