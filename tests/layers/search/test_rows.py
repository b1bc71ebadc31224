"""Villages, sites, initiatives, context features and saved views are found by each of their names."""

from __future__ import annotations

import pandas as pd
import pytest

from layers.schema import normalise
from layers.search.folding import Query
from layers.search.kinds import Entry, Kind, Why
from layers.search.names import Names
from layers.search.rows import context_of, initiatives_of, name_column, sites_of, views_of, villages_of

COMMUNES = Names.of([Entry(Kind.COMMUNE, "Xã Bình Thuận", codes=("03724",))])


def _frame(table: str, rows: dict[str, dict[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(rows, orient="index", dtype=object)
    frame.index.name = "id"
    return normalise(table, frame)


@pytest.fixture
def initiatives() -> pd.DataFrame:
    return _frame(
        "initiatives",
        {
            "c": {"name": "Cụm dân cư an toàn phòng cháy chữa cháy", "short_name": "Cụm dân cư an toàn PCCC"},
            "s": {"name": "Hộ tự quản"},
        },
    )


def _found(names: Names, typed: str) -> list[tuple[str, Why]]:
    return [(found.entry.id, found.why) for found in names.find(Query(typed))]


def test_a_village_is_found_by_its_other_names_and_predecessors() -> None:
    rows = {
        "v": {
            "name": "Nà Mẫu",
            "kind": "ban",
            "aliases": ["Bản Mẫu Cũ"],
            "merged_from": ["Huổi Lán", "Pá Dè"],
            "commune_code": "03724",
        },
        "w": {"name": "Nà Hin", "commune_code": None},
    }
    names = villages_of(_frame("villages", rows), COMMUNES)
    assert _found(names, "na mau") == [("v", Why.NAME)]
    assert _found(names, "mau cu") == [("v", Why.ALIAS)]
    assert _found(names, "pa de") == [("v", Why.MERGED_FROM)]
    assert _found(names, "na binh thuan") == [("v", Why.NAME)]
    entry = names.find(Query("pa de"))[0].entry
    assert (entry.name, entry.table, entry.commune, entry.context) == ("Nà Mẫu", "villages", "03724", "ban")


def test_a_site_is_found_by_name_decision_number_and_initiative(initiatives: pd.DataFrame) -> None:
    rows = {
        "a": {"name": "Cụm Bản Hin", "initiative_id": "c", "decision_no": "176/QĐ-UBND", "ext_key": "MH-01"},
        "b": {"name": None, "initiative_id": "s"},
        "d": {"name": "Điểm lẻ"},
    }
    names = sites_of(_frame("sites", rows), initiatives_of(initiatives), COMMUNES)
    assert _found(names, "ban hin") == [("a", Why.NAME)]
    assert _found(names, "176/QĐ") == [("a", Why.DECISION)]
    assert _found(names, "mh-01") == [("a", Why.SENDER_NUMBER)]
    assert _found(names, "phong chay") == [("a", Why.INITIATIVE)]
    assert _found(names, "tu quan") == [("b", Why.NAME)]  # a site without a name of its own
    assert _found(names, "diem le") == [("d", Why.NAME)]


def test_an_initiative_is_found_by_its_short_name(initiatives: pd.DataFrame) -> None:
    assert _found(initiatives_of(initiatives), "pccc") == [("c", Why.SHORT_NAME)]


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (["loai", "TEN"], "TEN"),
        (["Tên gọi", "mã"], "Tên gọi"),
        (["name", "Tên"], "Tên"),
        (["loai"], None),
        ([], None),
    ],
)
def test_which_column_of_a_context_layer_is_its_name(columns: list[str], named: str | None) -> None:
    assert name_column(pd.DataFrame(columns=columns)) == named


def test_features_of_context_layers_are_found_where_they_have_names() -> None:
    frames = {
        "context_suoi": pd.DataFrame({"ten": ["Suối Nậm La", None, " "]}, index=["a", "b", "c"]),
        "context_lop": pd.DataFrame({"loai": ["Nậm La"]}, index=["d"]),
        "villages": pd.DataFrame({"name": ["Nậm La"]}, index=["e"]),
    }
    names = context_of(frames)
    assert [(entry.table, entry.id, entry.name) for entry in names.entries] == [
        ("context_suoi", "a", "Suối Nậm La")
    ]


def test_saved_views_are_found_by_name() -> None:
    kept = {"bookmarks": [{"id": "x", "name": "Lòng hồ Sông Đà", "bounds": [0.0, 0.0, 1.0, 1.0]}, "broken"]}
    assert _found(views_of(kept), "song da") == [("x", Why.NAME)]
    assert len(views_of({})) == 0
