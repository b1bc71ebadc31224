"""The statement of the tables, and input brought to it."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import schema
from layers.crs import to_metric
from layers.errors import ColumnUnknown, InvalidChange, NameUnknown, RowDoubled, ValueMissing, ValueRefused
from layers.schema import TABLES, ColumnType, Fault
from layers.schema.ddl import create_clusters_view, create_indexes, create_table
from layers.schema.plain import frame_from, plain_columns, plain_values, row_values, same_rows, typed_values
from tests.layers.strategies import SQUARE, frames

PLACED = ("sites", "incidents", "villages", "candidates")


def _sites(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"id": ["a"], **{name: [value] for name, value in columns.items()}})


# -- the statement --------------------------------------------------------------------------------------


def test_every_reference_and_vocabulary_is_stated() -> None:
    from layers.vocabulary import LISTS

    for table in TABLES.values():
        for column in table.columns:
            assert column.references is None or column.references in TABLES
            assert column.vocabulary is None or column.vocabulary in LISTS
        assert all(part in table.by_name for part in table.key)


def test_editable_tables_end_with_the_columns_of_every_row() -> None:
    ends = ["ext_key", "extra", "source_id", "source_row", "rev", "changed_at", "changed_by"]
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert (names[-7:] == ends) is table.row, table.name
        assert ("position_text" in names) is table.place
    assert tuple(t.name for t in TABLES.values() if t.place) == (
        "villages",
        "sites",
        "incidents",
        "candidates",
    )


def test_personal_columns_are_marked() -> None:
    assert {(t.name, name) for t in TABLES.values() for name in t.personal} == {("incidents", "description")}


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_frame_has_all_columns_with_their_types(name: str) -> None:
    frame = schema.empty(name)
    kinds = {
        ColumnType.TEXT: "str",
        ColumnType.INTEGER: "Int64",
        ColumnType.REAL: "float64",
        ColumnType.BOOLEAN: "boolean",
        ColumnType.DATE: "datetime64[s]",
    }
    assert frame.index.name == "id"
    assert len(frame) == 0
    for column in plain_columns(TABLES[name]):
        assert frame[column.name].dtype == kinds.get(column.type, "object")
    if TABLES[name].geometry is ColumnType.POINT:
        assert [c for c in frame.columns if c in schema.POINT_COLUMNS] == list(schema.POINT_COLUMNS)


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(NameUnknown):
        schema.table("nothing")
    with pytest.raises(NameUnknown):
        schema.empty("nothing")


def test_the_tables_can_be_made_and_refer_to_each_other() -> None:
    connection = sqlite3.connect(":memory:")
    for table in TABLES.values():
        connection.execute(create_table(table))
        for statement in create_indexes(table):
            connection.execute(statement)
    connection.execute(create_clusters_view())
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("INSERT INTO initiatives (id, name) VALUES ('i', 'A')")
    connection.execute("INSERT INTO sites (id, initiative_id) VALUES ('s', 'i')")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO sites (id, initiative_id) VALUES ('t', 'nobody')")
    connection.close()


@pytest.mark.parametrize(
    ("statement"),
    [
        "INSERT INTO sites (id, status) VALUES ('a', 'sleeping')",
        "INSERT INTO sites (id, teams) VALUES ('a', -1)",
        "INSERT INTO sites (id, commune_code) VALUES ('a', '3724')",
        "INSERT INTO sites (id, commune_code) VALUES ('a', '0372x')",
        "INSERT INTO sites (id, verified) VALUES ('a', 2)",
        "INSERT INTO villages (id) VALUES ('a')",
        "INSERT INTO results (id, measure, initiative_id, site_id) VALUES ('a', 'tips', 'i', 's')",
        "INSERT INTO results (id, measure) VALUES ('a', 'tips')",
        "INSERT INTO targets (id, initiative_id, year, number, commune_code, group_id) "
        "VALUES ('a', 'i', 2026, 1, '03646', 'g')",
        "INSERT INTO layers (id, kind, opacity) VALUES ('a', 'sites', 1.5)",
    ],
)
def test_the_file_itself_refuses_what_does_not_fit(statement: str) -> None:
    connection = sqlite3.connect(":memory:")
    for table in TABLES.values():
        connection.execute(create_table(table))
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.close()


def test_a_row_added_by_another_program_gets_an_id() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute(create_table(TABLES["villages"]))
    connection.executemany("INSERT INTO villages (name) VALUES (?)", [("A",), ("B",)])
    ids = [row[0] for row in connection.execute("SELECT id FROM villages")]
    connection.close()
    assert len(set(ids)) == 2
    assert all(len(identity) == 32 for identity in ids)


# -- input ----------------------------------------------------------------------------------------------


def test_text_becomes_nfc_and_nothing_becomes_missing() -> None:
    decomposed = "Mu\u031bo\u031b\u0300ng Le\u0300o"
    frame = schema.normalise("sites", _sites(name=decomposed, note="", commune_code="03724"))
    assert frame.at["a", "name"] == "Mường Lèo"
    assert pd.isna(frame.at["a", "note"])
    assert frame.at["a", "commune_code"] == "03724"


def test_json_is_nfc_too_and_a_copy() -> None:
    given_extra = {"e\u0301": ["a\u0300"]}
    frame = schema.normalise("sites", _sites(extra=given_extra))
    assert frame.at["a", "extra"] == {"é": ["à"]}
    assert frame.at["a", "extra"] is not given_extra


def test_metres_are_computed_from_degrees_whatever_was_given() -> None:
    frame = schema.normalise("sites", _sites(lon=103.9, lat=21.3, x=1.0, y=2.0))
    x, y = to_metric([103.9], [21.3])
    assert (frame.at["a", "x"], frame.at["a", "y"]) == (x[0], y[0])
    assert np.isnan(schema.normalise("sites", _sites(name="b")).at["a", "x"])


@pytest.mark.parametrize("table", PLACED)
@pytest.mark.parametrize(
    ("given_values", "position"),
    [
        ({"lon": 103.9, "lat": 21.3, "commune_code": "03646"}, "exact"),
        ({"commune_code": "03646", "village_id": "v"}, "village"),
        ({"commune_code": "03646"}, "commune"),
        ({"commune_text": "?"}, "none"),
        ({"lon": 103.9, "lat": 21.3, "position": "commune"}, "commune"),
    ],
)
def test_a_missing_position_follows_from_what_is_known(
    table: str, given_values: dict[str, object], position: str
) -> None:
    named = {"name": "A"} if "name" in TABLES[table].by_name else {}
    frame = schema.normalise(table, _sites(**named, **given_values))
    assert frame.at["a", "position"] == position


def test_defaults_are_put_in_where_nothing_is_said() -> None:
    frame = schema.normalise("sites", pd.DataFrame({"status": ["active", None]}, index=["a", "b"]))
    assert frame["status"].tolist() == ["active", "unknown"]
    assert frame["verified"].tolist() == [False, False]
    assert frame["teams"].isna().all()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": "sleeping"}, "choice"),
        ({"teams": 1.5}, "type"),
        ({"teams": "3"}, "type"),
        ({"teams": -1}, "range"),
        ({"commune_code": "3724"}, "digits"),
        ({"commune_code": "0372٤"}, "digits"),
        ({"commune_code": 3724}, "type"),
        ({"cost": float("inf")}, "type"),
        ({"founded_on": "12/05/2023"}, "type"),
        ({"founded_on": "2023-02-30"}, "type"),
        ({"founded_on": pd.Timestamp("2023-05-12 08:00")}, "type"),
        ({"verified": "có"}, "type"),
        ({"extra": {1, 2}}, "type"),
        ({"extra": {"a": float("nan")}}, "type"),
        ({"lon": 103.9}, "missing"),
        ({"lon": 200.0, "lat": 21.0}, "range"),
    ],
)
def test_a_value_that_does_not_fit_is_named(values: dict[str, object], reason: str) -> None:
    found = schema.faults("sites", _sites(**values))
    assert [(fault.row, fault.reason) for fault in found] == [("a", reason)]
    with pytest.raises(InvalidChange):
        schema.normalise("sites", _sites(**values))


def test_all_faults_are_found_and_a_personal_value_is_not_repeated() -> None:
    frame = pd.DataFrame(
        {"description": [7, None], "deaths": [1, -2], "category": ["fire", "fire"]}, index=["a", "b"]
    )
    assert schema.faults("incidents", frame) == [
        Fault("b", "deaths", "range", "-2"),
        Fault("a", "description", "type", ""),
    ]


def test_doubled_rows_missing_values_and_unknown_columns_are_refused() -> None:
    with pytest.raises(RowDoubled):
        schema.normalise("sites", pd.DataFrame({"name": ["A", "B"]}, index=["a", "a"]))
    with pytest.raises(RowDoubled):
        schema.normalise("sites", pd.DataFrame({"ext_key": ["1", "1"]}, index=["a", "b"]))
    with pytest.raises(ValueMissing):
        schema.normalise("villages", _sites())
    with pytest.raises(ColumnUnknown):
        schema.normalise("sites", _sites(colour="red"))
    with pytest.raises(ValueRefused):
        schema.normalise("sites", pd.DataFrame({"name": ["A"]}))  # no ids
    with pytest.raises(ValueRefused):
        schema.normalise("results", _sites(measure="tips", initiative_id="i", site_id="s"))


def test_a_key_of_two_parts_is_joined() -> None:
    rows = pd.DataFrame(
        {"vintage": ["2025-07"], "code": ["03646"], "name": ["Tô Hiệu"], "unit_type": ["phuong"]}
    )
    frame = schema.normalise("communes", rows.assign(geom=[SQUARE]))
    assert list(frame.index) == ["2025-07/03646"]
    assert frame.iloc[0]["geom"].geom_type == "MultiPolygon"


def test_shapes_lose_their_height_and_wrong_ones_are_refused() -> None:
    high = shapely.force_3d(SQUARE, 600.0)
    frame = schema.normalise("zones", pd.DataFrame({"kind": ["focus"], "geom": [high]}, index=["z"]))
    assert not frame.at["z", "geom"].has_z
    with pytest.raises(ValueRefused):
        schema.normalise(
            "zones", pd.DataFrame({"kind": ["focus"], "geom": [shapely.Point(1, 2)]}, index=["z"])
        )


def test_the_table_of_a_context_layer_is_read_off_its_frame() -> None:
    frame = pd.DataFrame(
        {
            "name": ["QL6"],
            "lanes": [2],
            "km": [1.5],
            "paved": [True],
            "built": [dt.date(2001, 5, 1)],
            "geom": [shapely.LineString([(103, 21), (104, 21)])],
        },
        index=["r"],
    )
    table = schema.table_of("context_roads", frame)
    kinds = {column.name: column.type.value for column in table.columns}
    assert kinds == {
        "id": "TEXT",
        "geom": "GEOMETRY",
        "name": "TEXT",
        "lanes": "INTEGER",
        "km": "REAL",
        "paved": "BOOLEAN",
        "built": "DATE",
    }
    again = schema.normalise("context_roads", schema.normalise("context_roads", frame))
    assert again.at["r", "lanes"] == 2
    with pytest.raises(ColumnUnknown):
        schema.table_of("context_x", pd.DataFrame({"a": [{1}]}, index=["r"]))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_normalising_twice_changes_nothing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLES)))
    frame = data.draw(frames(name))
    assert same_rows(TABLES[name], schema.normalise(name, frame), frame)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_columns_are_plain_json_and_come_back_equal(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLES)))
    table, frame = TABLES[name], data.draw(frames(name))
    values = json.loads(json.dumps(row_values(table, frame), allow_nan=False))
    typed = {c.name: typed_values(c, values[c.name]) for c in plain_columns(table) if c.name in values}
    again = frame_from(table, list(frame.index), typed)
    assert (again.dtypes == frame.dtypes).all()
    assert same_rows(table, again, frame)
    if table.geometry is ColumnType.POINT:
        pd.testing.assert_frame_equal(again[["x", "y"]], frame[["x", "y"]])


def test_missing_values_are_none_in_plain_lists() -> None:
    column = TABLES["sites"].by_name["founded_on"]
    days = pd.Series(np.array(["2023-05-12", "NaT"], dtype="datetime64[s]"))
    assert plain_values(column, days) == ["2023-05-12", None]
