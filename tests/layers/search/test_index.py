"""The index of a document finds everything, best first, and is built anew only where something changed."""

from __future__ import annotations

import pandas as pd
import pytest

from layers import commands
from layers.bookmarks import add_bookmark
from layers.registers import Register
from layers.search.folding import Query
from layers.search.index import MOST_OF_A_KIND, SearchIndex, command_names
from layers.search.kinds import Found, Kind
from layers.workspace import Workspace


@pytest.fixture(scope="module")
def register() -> Register:
    return Register.load()


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace.new("Thử")
    villages = [
        {"name": "Bình Thuận", "kind": "ban", "commune_code": "03721"},
        {"name": "Phổng Lái", "kind": "ban", "commune_code": "03724"},
    ]
    made.execute(commands.add_rows(made, "villages", pd.DataFrame(villages)))
    made.execute(commands.add_rows(made, "sites", pd.DataFrame([{"name": "Xã Bình Thuận"}])))
    made.execute(
        commands.add_rows(made, "incidents", pd.DataFrame([{"number": "12/2026", "commune_code": "03724"}]))
    )
    made.execute(add_bookmark(made, "Bình Thuận và hồ", (0.0, 0.0, 1.0, 1.0)))
    return made


@pytest.fixture
def index(workspace: Workspace, register: Register) -> SearchIndex:
    return SearchIndex.of_snapshot(workspace.snapshot(), register)


def _kinds(index: SearchIndex, typed: str, **given) -> list[tuple[Kind, str]]:
    return [(found.entry.kind, found.entry.name) for found in index.search(Query(typed), **given).found]


def test_the_register_answers_before_a_document_is_read(register: Register) -> None:
    index = SearchIndex.of_register(register)
    assert _kinds(index, "PHỔNG  lái") == [(Kind.OLD_NAME, "Xã Bình Thuận")]
    assert _kinds(SearchIndex.empty(), "phong lai") == []


def test_equal_matches_stand_in_the_order_of_kinds(index: SearchIndex) -> None:
    assert _kinds(index, "binh thuan") == [
        (Kind.COMMUNE, "Xã Bình Thuận"),
        (Kind.VILLAGE, "Bình Thuận"),
        (Kind.SITE, "Xã Bình Thuận"),
        (Kind.BOOKMARK, "Bình Thuận và hồ"),
    ]
    assert _kinds(index, "phong lai") == [(Kind.OLD_NAME, "Xã Bình Thuận"), (Kind.VILLAGE, "Phổng Lái")]


def test_a_commune_is_told_once(register: Register) -> None:
    found = SearchIndex.of_register(register).search(Query("chieng"), most=500).found
    codes = [one.entry.codes for one in found if one.entry.kind in (Kind.COMMUNE, Kind.OLD_NAME)]
    assert len(codes) == len(set(codes))


def test_a_command_stands_below_a_place_of_exactly_its_name(index: SearchIndex) -> None:
    commands_there = command_names([("map", "Bình Thuận"), ("open", "Mở tệp…")])
    kinds = [kind for kind, _ in _kinds(index, "binh thuan", commands=commands_there)]
    assert kinds.index(Kind.COMMAND) == 3
    assert _kinds(index, "mo tep", commands=commands_there) == [(Kind.COMMAND, "Mở tệp…")]


def test_incidents_are_found_by_number_unless_they_are_left_out(index: SearchIndex) -> None:
    assert _kinds(index, "vụ số 12/2026") == [(Kind.INCIDENT, "12/2026")]
    assert _kinds(index, "12/2026", include_incidents=False) == []


def test_slips_only_where_nothing_else_is_found(index: SearchIndex) -> None:
    assert _kinds(index, "binh thuam") == [
        (Kind.COMMUNE, "Xã Bình Thuận"),
        (Kind.VILLAGE, "Bình Thuận"),
        (Kind.SITE, "Xã Bình Thuận"),
        (Kind.BOOKMARK, "Bình Thuận và hồ"),
    ]
    assert all(found.level < 7 for found in index.search(Query("binh thua")).found)


def test_of_many_the_best_are_told_and_that_there_are_more(register: Register) -> None:
    workspace = Workspace.new("Thử")
    rows = pd.DataFrame({"name": [f"Nà {number}" for number in range(MOST_OF_A_KIND + 30)]})
    workspace.execute(commands.add_rows(workspace, "villages", rows))
    answer = SearchIndex.of_snapshot(workspace.snapshot(), register).search(Query("na"))
    villages = [found for found in answer.found if found.entry.kind is Kind.VILLAGE]
    assert len(villages) == MOST_OF_A_KIND
    assert answer.has_more
    assert not SearchIndex.of_register(register).search(Query("phong lai")).has_more


def test_only_what_changed_is_built_anew(
    workspace: Workspace, register: Register, index: SearchIndex
) -> None:
    identity = str(workspace.frame("villages").index[0])
    workspace.execute(commands.change_cells(workspace, "villages", {identity: {"name": "Lán Quýt"}}))
    later = SearchIndex.of_snapshot(workspace.snapshot(), register, index)
    assert _kinds(later, "lan quyt") == [(Kind.VILLAGE, "Lán Quýt")]
    assert _kinds(index, "lan quyt") == []
    kept = [name for name in later.parts if later.parts[name] is index.parts[name]]
    assert sorted(kept) == ["context", "incidents", "initiatives", "places", "sites"]
    again = SearchIndex.of_snapshot(workspace.snapshot(), register, later)
    assert all(again.parts[name] is later.parts[name] for name in later.parts)


def test_ambiguous_old_names_give_every_candidate(register: Register) -> None:
    answer = SearchIndex.of_register(register).search(Query("chieng chung"))
    exact: list[Found] = [found for found in answer.found if found.level == 0]
    assert len({found.entry.codes for found in exact}) == 2
    assert len({found.entry.context for found in exact}) == 2
