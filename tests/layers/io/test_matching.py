from __future__ import annotations

import datetime as dt

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.io.matching import Known, differences, known_rows, match_rows
from layers.io.rows import TypedRow
from layers.schema import normalise


def rows(*values: dict[str, object]) -> list[TypedRow]:
    return [TypedRow(number, dict(entry)) for number, entry in enumerate(values, start=2)]


def ids(found: list[Known | None]) -> list[str | None]:
    return [known.id if known else None for known in found]


def test_rows_of_a_frame_as_plain_values() -> None:
    frame = pd.DataFrame({"name": ["A"], "teams": [3], "founded_on": [dt.date(2024, 1, 5)]}, index=["s"])
    (known,) = known_rows(normalise("sites", frame))
    assert known.id == "s"
    assert known.values["teams"] == 3
    assert known.values["founded_on"] == dt.date(2024, 1, 5)
    assert known.values["rating"] is None
    assert known.values["lon"] is None
    assert known.values["verified"] is False


def test_the_key_of_the_sender_then_name_and_commune() -> None:
    existing = [
        Known("a", {"ext_key": "1", "name": "Bản A", "commune_code": "03724"}),
        Known("b", {"ext_key": None, "name": "Bản B", "commune_code": "03724"}),
        Known("c", {"ext_key": "3", "name": "Bản C", "commune_code": "03724"}),
    ]
    sheet = rows(
        {"ext_key": "1", "name": "Tên mới", "commune_code": "03724"},
        {"ext_key": None, "name": "BẢN B", "commune_code": "03724"},
        {"ext_key": "9", "name": "Bản C", "commune_code": "03724"},
        {"ext_key": "2", "name": "Bản B", "commune_code": "04240"},
    )
    assert ids(match_rows("sites", sheet, existing)) == ["a", "b", None, None]


def test_founding_days_tell_sites_of_one_name_apart() -> None:
    early, late = dt.date(2022, 1, 1), dt.date(2024, 1, 1)
    existing = [
        Known("a", {"name": "A", "commune_code": "1", "founded_on": early}),
        Known("b", {"name": "A", "commune_code": "1", "founded_on": late}),
    ]
    both = rows(
        {"name": "A", "commune_code": "1", "founded_on": late},
        {"name": "A", "commune_code": "1", "founded_on": early},
    )
    assert ids(match_rows("sites", both, existing)) == ["b", "a"]
    assert ids(match_rows("sites", rows({"name": "A", "commune_code": "1"}), existing[:1])) == ["a"]
    other = rows({"name": "A", "commune_code": "1", "founded_on": dt.date(2025, 1, 1)})
    assert ids(match_rows("sites", other, existing)) == [None]


def test_incidents_without_a_number_are_known_by_all_that_is_written() -> None:
    day = dt.date(2026, 1, 14)
    content = {"category": "fire", "commune_code": "1", "happened_on": day, "happened_time": "05:30"}
    existing = [Known("a", dict(content)), Known("b", {**content, "happened_time": "23:00"})]
    same = rows({**content, "happened_time": "23:00", "deaths": 1}, dict(content), dict(content))
    assert ids(match_rows("incidents", same, existing)) == ["b", "a", None]


def test_an_empty_cell_says_nothing() -> None:
    known = Known("a", {"name": "A", "teams": 3, "note": "cũ"})
    assert differences(known, {"name": "A", "teams": None, "note": "mới"}) == {"note": "mới"}
    assert differences(known, {"teams": 0}) == {"teams": 0}


def test_a_verified_place_stays_and_a_better_known_one_too() -> None:
    exact = {"position": "exact", "lon": 103.6, "lat": 21.5, "commune_code": "1"}
    moved = {**exact, "lon": 103.7}
    assert differences(Known("a", exact), moved) == {"lon": 103.7}
    assert differences(Known("a", {**exact, "verified": True}), moved) == {}
    vague = {"position": "commune", "lon": 103.0, "lat": 21.0, "position_m": 6000.0, "commune_code": "1"}
    assert differences(Known("a", exact), vague) == {}
    assert differences(Known("a", vague), {**exact, "position_m": None}) == {
        "position": "exact", "lon": 103.6, "lat": 21.5, "position_m": None,
    }  # fmt: skip
    elsewhere = {**vague, "commune_code": "2"}
    assert differences(Known("a", exact), elsewhere)["commune_code"] == "2"
    assert differences(Known("a", exact), elsewhere)["position"] == "commune"


site = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["A", "B", "C"]),
        "commune_code": st.sampled_from(["1", "2"]),
        "founded_on": st.sampled_from([None, dt.date(2024, 1, 1), dt.date(2025, 1, 1)]),
        "teams": st.integers(0, 2),
    }
)


@given(st.lists(site, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_what_was_taken_is_found_again_in_any_order(sheet: list[dict[str, object]], chance) -> None:  # type: ignore[no-untyped-def]
    existing = [Known(str(place), values) for place, values in enumerate(sheet)]
    mixed = list(sheet)
    chance.shuffle(mixed)
    found = match_rows("sites", rows(*mixed), existing)
    assert all(known is not None for known in found)
    assert len({known.id for known in found if known}) == len(sheet)
    assert all(
        not differences(known, values)
        for known, values in zip(found, mixed, strict=True)
        if known is not None
    )
