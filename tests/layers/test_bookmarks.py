"""Saved views: read from whatever lies in the document, changed by commands that can be undone."""

from __future__ import annotations

import json

import pytest

from layers.bookmarks import (
    KEY,
    Bookmark,
    add_bookmark,
    bookmarks_of,
    move_bookmark,
    remove_bookmark,
    rename_bookmark,
    show_bookmark,
    update_bookmark,
)
from layers.commands import set_document, set_filters
from layers.errors import RowChanged
from layers.filters import Filters
from layers.layer_commands import remove_layer, set_layer_visible
from layers.workspace import Workspace

HERE, THERE = (0.0, 0.0, 10.0, 20.0), (100.0, 100.0, 200.0, 300.0)


@pytest.fixture
def workspace() -> Workspace:
    """Return a document with the saved views Một, Hai, Ba."""
    made = Workspace.new("Thử")
    for name in ("Một", "Hai", "Ba"):
        made.execute(add_bookmark(made, name, HERE))
    return made


def names(workspace: Workspace) -> list[str]:
    return [bookmark.name for bookmark in bookmarks_of(workspace.documents)]


def identity(workspace: Workspace, name: str) -> str:
    return next(b.id for b in bookmarks_of(workspace.documents) if b.name == name)


def test_views_are_saved_at_the_end_with_ids_of_their_own(workspace):
    workspace.execute(add_bookmark(workspace, "  Bốn ", THERE))
    assert names(workspace) == ["Một", "Hai", "Ba", "Bốn"]
    saved = bookmarks_of(workspace.documents)
    assert saved[-1].bounds == THERE
    assert len({bookmark.id for bookmark in saved}) == 4


def test_renaming_removing_and_moving_are_undone_one_by_one(workspace):
    workspace.execute(rename_bookmark(workspace, identity(workspace, "Hai"), "Long hồ"))
    workspace.execute(move_bookmark(workspace, identity(workspace, "Ba"), 0))
    workspace.execute(remove_bookmark(workspace, identity(workspace, "Một")))
    assert names(workspace) == ["Ba", "Long hồ"]
    workspace.undo()
    assert names(workspace) == ["Ba", "Một", "Long hồ"]
    workspace.undo()
    assert names(workspace) == ["Một", "Long hồ", "Ba"]
    workspace.undo()
    assert names(workspace) == ["Một", "Hai", "Ba"]


def test_beyond_the_ends_is_the_end(workspace):
    workspace.execute(move_bookmark(workspace, identity(workspace, "Một"), 99))
    assert names(workspace) == ["Hai", "Ba", "Một"]
    workspace.execute(move_bookmark(workspace, identity(workspace, "Ba"), -5))
    assert names(workspace) == ["Ba", "Hai", "Một"]


def test_the_last_one_taken_away_leaves_nothing_behind(workspace):
    for name in ("Một", "Hai", "Ba"):
        workspace.execute(remove_bookmark(workspace, identity(workspace, name)))
    assert KEY not in workspace.documents


@pytest.mark.parametrize(
    "command",
    [
        remove_bookmark,
        show_bookmark,
        lambda w, i: rename_bookmark(w, i, "x"),
        lambda w, i: update_bookmark(w, i, HERE),
    ],
)
def test_a_view_that_is_gone_is_refused(workspace, command):
    with pytest.raises(RowChanged):
        command(workspace, "gone")


def test_a_value_goes_to_json_and_back():
    full = Bookmark("a", "Mai Sơn", HERE, {"sites": True, "communes": False}, Filters(text="bản"))
    for bookmark in (full, Bookmark("b", "Toàn cảnh", THERE)):
        assert Bookmark.of_json(json.loads(json.dumps(bookmark.to_json()))) == bookmark


@pytest.mark.parametrize(
    "value",
    [
        None,
        "Mai Sơn",
        {},
        {"id": "a", "name": "x"},
        {"id": "a", "name": 5, "bounds": [0, 0, 1, 1]},
        {"id": "a", "name": "x", "bounds": [0, 0, 1]},
        {"id": "a", "name": "x", "bounds": [0, 0, float("nan"), 1]},
        {"id": "a", "name": "x", "bounds": [5, 0, 1, 1]},
        {"id": "a", "name": "x", "bounds": ["0", "0", "1", "1"]},
    ],
)
def test_what_is_no_saved_view_is_passed_over(value):
    good = Bookmark("z", "Còn lại", HERE)
    assert bookmarks_of({KEY: [value, good.to_json()]}) == (good,)
    assert bookmarks_of({KEY: value}) == ()


# -- layers and filters ---------------------------------------------------------------------------------


def layer_of(workspace: Workspace, kind: str) -> str:
    rows = workspace.frame("layers")
    return str(rows.index[rows["kind"] == kind][0])


def state(workspace: Workspace) -> tuple[dict[str, bool], Filters]:
    visible = workspace.frame("layers")["visible"]
    return dict(visible.items()), Filters.from_json(workspace.documents.get("filters"))


def test_a_view_shows_its_layers_and_filters_again_as_one_change(workspace):
    sites, villages = layer_of(workspace, "sites"), layer_of(workspace, "villages")
    workspace.execute(set_layer_visible(workspace, sites, False))
    workspace.execute(set_layer_visible(workspace, villages, True))
    workspace.execute(set_filters(workspace, Filters(statuses=("active",), text="Nà")))
    kept = state(workspace)
    workspace.execute(add_bookmark(workspace, "Lọc", THERE))
    workspace.execute(set_layer_visible(workspace, sites, True))
    workspace.execute(set_filters(workspace, Filters()))
    before = state(workspace)
    assert before != kept
    workspace.execute(show_bookmark(workspace, identity(workspace, "Lọc")))
    assert state(workspace) == kept
    assert workspace.undo_label_key == "command.show_bookmark"
    workspace.undo()
    assert state(workspace) == before
    workspace.redo()
    assert state(workspace) == kept


def test_a_view_saved_without_filters_lifts_them(workspace):
    workspace.execute(set_filters(workspace, Filters(text="Nà")))
    workspace.execute(show_bookmark(workspace, identity(workspace, "Một")))
    assert state(workspace)[1].is_empty


def test_a_view_that_is_as_it_stands_changes_nothing(workspace):
    place = workspace.place
    workspace.execute(show_bookmark(workspace, identity(workspace, "Một")))
    assert workspace.place == place


def test_a_place_alone_leaves_layers_and_filters(workspace):
    workspace.execute(add_bookmark(workspace, "Chỗ", HERE, place_alone=True))
    workspace.execute(set_layer_visible(workspace, layer_of(workspace, "sites"), False))
    workspace.execute(set_filters(workspace, Filters(text="Nà")))
    before = state(workspace)
    workspace.execute(show_bookmark(workspace, identity(workspace, "Chỗ")))
    assert state(workspace) == before


def test_layers_that_are_gone_or_came_later_are_passed_over(workspace):
    sites, villages = layer_of(workspace, "sites"), layer_of(workspace, "villages")
    kept = next(b for b in bookmarks_of(workspace.documents) if b.name == "Một")
    assert kept.layers is not None
    less = {key: shown for key, shown in kept.layers.items() if key != villages}
    document = [{**kept.to_json(), "layers": less}]
    workspace.execute(set_document(workspace, KEY, document))
    workspace.execute(set_layer_visible(workspace, villages, True))
    workspace.execute(remove_layer(workspace, sites))
    workspace.execute(show_bookmark(workspace, kept.id))
    assert state(workspace)[0][villages]
    assert sites not in state(workspace)[0]


def test_an_update_keeps_name_and_place_in_the_list(workspace):
    workspace.execute(set_filters(workspace, Filters(text="Nà")))
    workspace.execute(update_bookmark(workspace, identity(workspace, "Hai"), THERE))
    assert names(workspace) == ["Một", "Hai", "Ba"]
    second = bookmarks_of(workspace.documents)[1]
    assert (second.bounds, second.filters) == (THERE, Filters(text="Nà"))


@pytest.mark.parametrize("spoilt", ["bản", ["text"], {"text": 5}, {"unknown": "x"}])
def test_spoilt_filters_and_layers_are_left_as_they_are(spoilt):
    value = {"id": "a", "name": "x", "bounds": [0, 0, 1, 1], "layers": spoilt, "filters": spoilt}
    read = Bookmark.of_json(value)
    assert read is not None
    assert read.is_place_alone
