"""The three deltas: inverse, JSON without loss, equality."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import schema
from layers.blocks import PLAIN_ROWS, rows_from_json, rows_to_json
from layers.deltas import ChangeRows, Delta, Many, SetDocument, delta_from_json, label_key, leaves
from layers.errors import ValueMissing, ValueRefused
from layers.schema import TABLES
from tests.layers.strategies import JSON, TEXT, frames

ROWS = sorted(TABLES)


@st.composite
def changes(draw: st.DrawFn) -> ChangeRows:
    """Return a change of any table that adds, changes and removes rows."""
    name = draw(st.sampled_from(ROWS))
    before, after = draw(frames(name)), draw(frames(name))
    keep = draw(st.sampled_from([(0, 2), (1, 2), (2, 1), (2, 0), (2, 2)]))
    return ChangeRows(name, before.iloc[: keep[0]], after.iloc[2 - keep[1] :], prepared=True)


def documents() -> st.SearchStrategy[SetDocument]:
    return st.builds(
        SetDocument, key=TEXT, before=st.one_of(st.none(), JSON), after=st.one_of(st.none(), JSON)
    )


def deltas() -> st.SearchStrategy[Delta]:
    one = st.one_of(changes(), documents())
    many = st.builds(
        Many,
        label_key=TEXT,
        deltas=st.lists(one, max_size=3).map(tuple),
        args=st.dictionaries(TEXT, JSON, max_size=2),
    )
    return st.one_of(one, many)


def through_json(delta: Delta) -> Delta:
    return delta_from_json(json.loads(json.dumps(delta.to_json(), allow_nan=False)))


@settings(max_examples=50, deadline=None)
@given(deltas())
def test_every_delta_comes_back_from_json_equal(delta: Delta) -> None:
    again = through_json(delta)
    assert again == delta
    for one, other in zip(leaves(again), leaves(delta), strict=True):
        if isinstance(one, ChangeRows) and isinstance(other, ChangeRows):
            assert (one.after.dtypes == other.after.dtypes).all()
            assert (one.before.dtypes == other.before.dtypes).all()


@settings(max_examples=30, deadline=None)
@given(deltas())
def test_the_inverse_of_the_inverse_is_the_delta(delta: Delta) -> None:
    assert delta.inverse().inverse() == delta


def test_many_is_inverted_last_first() -> None:
    first, second = SetDocument("a", None, 1), SetDocument("a", 1, 2)
    assert Many("k", (first, second)).inverse().deltas == (SetDocument("a", 2, 1), SetDocument("a", 1, None))


def test_few_rows_are_made_of_plain_values() -> None:
    change = ChangeRows.of(
        "vocabulary",
        {
            "rating/new": (None, {"vi": "Mới", "en": "New"}),
            "rating/old": ({"vi": "Cũ", "en": "Old"}, {"vi": "Cũ", "en": "Old", "retired": True}),
            "rating/gone": ({"vi": "Bỏ", "en": "Gone"}, None),
        },
    )
    assert (list(change.added), list(change.changed), list(change.removed)) == (
        ["rating/new"],
        ["rating/old"],
        ["rating/gone"],
    )
    assert change.after.loc["rating/old", ["list", "code"]].tolist() == ["rating", "old"]
    assert change.after["retired"].tolist() == [False, True]


def test_rows_that_do_not_fit_their_table_make_no_change() -> None:
    with pytest.raises(ValueMissing):
        ChangeRows.of("initiatives", {"i": (None, {"short_name": "A"})})
    with pytest.raises(ValueRefused):
        ChangeRows.of("sites", {"s": (None, {"status": "sleeping"})})


def test_different_changes_are_not_equal() -> None:
    one = ChangeRows.of("initiatives", {"i": (None, {"name": "A"})})
    other = ChangeRows.of("initiatives", {"i": (None, {"name": "B"})})
    assert one != other
    assert one != one.inverse()
    assert one != ChangeRows.of("commune_groups", {"i": (None, {"set_name": "A", "name": "A"})})
    assert one != SetDocument("i", None, "A")


def _incidents(count: int) -> pd.DataFrame:
    days = np.datetime64("2024-01-01", "s") + np.arange(count) * np.timedelta64(86400, "s")
    ids = [f"{n:05d}" for n in range(count)]
    columns: dict[str, Any] = {"happened_on": days, "deaths": [None, 1] * (count // 2), "note": "Mường Lèo"}
    return schema.normalise("incidents", pd.DataFrame(columns, index=ids))


def test_many_rows_are_a_compressed_block_of_columns() -> None:
    few, many = _incidents(PLAIN_ROWS), _incidents(2000)
    assert rows_to_json("incidents", few)["columns"]["note"] == ["Mường Lèo"] * PLAIN_ROWS
    block = rows_to_json("incidents", many)
    assert set(block) == {"rows", "zlib"}
    assert len(json.dumps(block)) < 2000 * 12
    pd.testing.assert_frame_equal(rows_from_json("incidents", block), many)


def test_columns_without_values_and_metres_are_not_written() -> None:
    frame = schema.normalise("sites", pd.DataFrame({"lon": [103.9], "lat": [21.3]}, index=["s"]))
    assert set(rows_to_json("sites", frame)["columns"]) == {
        "lon",
        "lat",
        "position",
        "status",
        "verified",
        "rev",
    }


@pytest.mark.parametrize("count", [1, 60])
def test_rows_of_a_context_layer_carry_their_own_columns(count: int) -> None:
    frame = pd.DataFrame(
        {"lanes": [2] * count, "geom": [shapely.LineString([(103, 21), (104, 21)])] * count},
        index=[f"r{n}" for n in range(count)],
    )
    change = ChangeRows("context_roads", frame.iloc[:0], frame)
    assert through_json(change) == change
    assert through_json(change.inverse()) == change.inverse()


def test_the_name_of_a_delta() -> None:
    change = SetDocument("a", None, 1)
    assert label_key(Many("command.set_document", (change,))) == "command.set_document"
    assert label_key(change) == "command.edit"


def test_an_object_that_is_no_delta_is_refused() -> None:
    with pytest.raises(ValueError, match="no delta"):
        delta_from_json({"delta": "other"})
