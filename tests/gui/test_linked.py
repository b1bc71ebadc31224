"""Selection and hover that all views of a window share."""

from __future__ import annotations

import pandas as pd
import pytest

from gui.linked import Linked, Mode


@pytest.fixture
def linked() -> Linked:
    return Linked()


def _ids(*ids: str) -> pd.Index:
    return pd.Index(ids, dtype="str")


@pytest.mark.parametrize(
    ("mode", "left"),
    [
        (Mode.REPLACE, ["b", "c"]),
        (Mode.ADD, ["a", "b", "c"]),
        (Mode.REMOVE, ["a"]),
        (Mode.TOGGLE, ["a", "c"]),
    ],
)
def test_a_mode_joins_what_is_given_with_what_was_selected(
    linked: Linked, mode: Mode, left: list[str]
) -> None:
    linked.select({"sites": _ids("a", "b")})
    linked.select({"sites": _ids("b", "c", "c")}, mode=mode)
    assert linked.selected("sites").tolist() == left
    assert linked.count == len(left)


def test_replacing_empties_the_other_tables_and_adding_keeps_them(linked: Linked) -> None:
    linked.select({"sites": _ids("a"), "villages": _ids("v")})
    linked.select({"sites": _ids("b")}, mode=Mode.ADD)
    assert set(linked.selection) == {"sites", "villages"}
    linked.select({"sites": _ids("b")})
    assert set(linked.selection) == {"sites"}


def test_followers_are_told_who_changed_it_and_only_of_changes(linked: Linked, qtbot) -> None:
    told: list[object] = []
    linked.selection_changed.connect(told.append)
    linked.select({"sites": _ids("a")}, source="map")
    linked.select({"sites": _ids("a")}, source="table")
    linked.clear()
    linked.clear()
    assert told == ["map", None]


def test_hover_is_one_row_at_a_time(linked: Linked) -> None:
    told: list[object] = []
    linked.hover_changed.connect(told.append)
    linked.hover("sites", "a", source="map")
    linked.hover("sites", "a", source="table")
    assert linked.hovered == ("sites", "a")
    linked.hover(None)
    assert linked.hovered is None
    assert told == ["map", None]


def test_rows_that_are_gone_are_forgotten(linked: Linked) -> None:
    linked.select({"sites": _ids("a", "b"), "villages": _ids("v")})
    linked.hover("sites", "a")
    linked.keep({"sites": _ids("b", "c")})
    assert linked.selected("sites").tolist() == ["b"]
    assert linked.selected("villages").tolist() == ["v"]
    assert linked.hovered is None
    linked.keep({"villages": _ids("v")})
    assert linked.count == 2
