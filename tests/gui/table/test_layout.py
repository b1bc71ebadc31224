"""The columns stand as they were left, also when what was kept is of another version or broken."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from gui.table.layout import RowLayout
from layers.table_columns import TableColumn

COLUMNS = (
    TableColumn("name", is_shown=True),
    TableColumn("status", is_shown=True),
    TableColumn("note"),
    TableColumn("secret", is_personal=True),
)
NAMES = [column.name for column in COLUMNS]


def test_what_is_kept_comes_back() -> None:
    layout = RowLayout.first(COLUMNS).with_order(["note", "name", "status", "secret"])
    layout = layout.with_shown({"note", "name"}).with_width("note", 140)
    assert RowLayout.stored(COLUMNS, layout.to_json()) == layout


def test_unknown_names_are_passed_over_and_new_columns_keep_their_place() -> None:
    layout = RowLayout.stored(COLUMNS, {"order": ["gone", "secret", "name"], "shown": ["gone", "name"]})
    # `status` follows `name`, and `note` follows `status`, as in the order of the table.
    assert layout.order == ("secret", "name", "status", "note")
    assert layout.shown == {"name", "status"}


def test_a_personal_column_is_switched_on_each_time() -> None:
    layout = RowLayout.first(COLUMNS).with_shown({"name", "secret"})
    assert "secret" in layout.shown
    assert "secret" not in layout.to_json()["shown"]
    assert RowLayout.stored(COLUMNS, {"order": NAMES, "shown": ["secret", "name"]}).shown == {"name"}


def test_a_table_never_comes_back_without_columns() -> None:
    assert RowLayout.stored(COLUMNS, {"order": NAMES, "shown": []}).shown == {"name", "status"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9999, 9999) | st.sampled_from([*NAMES, "gone"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=30, deadline=None)
@given(st.fixed_dictionaries({}, optional={"order": JSON, "shown": JSON, "widths": JSON}) | JSON)
def test_whatever_was_kept_gives_a_layout(data: object) -> None:
    layout = RowLayout.stored(COLUMNS, data)
    assert sorted(layout.order) == sorted(NAMES)
    assert layout.shown
    assert "secret" not in layout.shown
    assert all(36 <= width <= 900 for width in layout.widths.values())
