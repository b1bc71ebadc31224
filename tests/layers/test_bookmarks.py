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
)
from layers.errors import RowChanged
from layers.workspace import Workspace

HERE, THERE = (0.0, 0.0, 10.0, 20.0), (100.0, 100.0, 200.0, 300.0)


@pytest.fixture
def workspace() -> Workspace:
    """Return a document with the saved views Một, Hai, Ba."""
    made = Workspace({})
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


@pytest.mark.parametrize("command", [remove_bookmark, lambda w, i: rename_bookmark(w, i, "x")])
def test_a_view_that_is_gone_is_refused(workspace, command):
    with pytest.raises(RowChanged):
        command(workspace, "gone")


def test_a_value_goes_to_json_and_back():
    full = Bookmark("a", "Mai Sơn", HERE, ("sites", "communes"), {"text": "bản"})
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
