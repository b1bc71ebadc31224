"""The doors of the document: execute, undo, redo, what is stamped, logged, told and refused."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers import commands, layer_commands, schema
from layers.deltas import ChangeRows, Delta, Many, SetDocument
from layers.errors import (
    AppError,
    ColumnUnknown,
    InvalidChange,
    NameUnknown,
    ReferenceBroken,
    RowChanged,
    RowDoubled,
    RowInUse,
)
from layers.schema import TABLES, table_of
from layers.schema.plain import same_rows
from layers.workspace import Change, MemoryLog, Workspace

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
STAMP = "2026-11-23T12:00:00Z"


def make(**options: object) -> Workspace:
    return Workspace.new("Thử", user="HQ", clock=lambda: NOON, **options)  # type: ignore[arg-type]


@pytest.fixture
def workspace() -> Workspace:
    """Return a workspace with an initiative i and two sites s, t of it."""
    made = make()
    made.execute(
        Many(
            "command.add_rows",
            (
                ChangeRows.of("initiatives", {"i": (None, {"name": "A"})}),
                ChangeRows.of(
                    "sites",
                    {"s": (None, {"initiative_id": "i", "teams": 4}), "t": (None, {"initiative_id": "i"})},
                ),
            ),
        )
    )
    return made


def state(workspace: Workspace) -> dict[str, object]:
    """Return everything a document holds, as plain values."""
    tables = {
        name: workspace.frame(name)
        .sort_index()
        .astype(object)
        .to_json(default_handler=str, date_format="iso")
        for name in workspace.tables
        if name != "history"
    }
    return {"documents": dict(workspace.documents), **tables}


def test_a_new_workspace_has_its_facts_vocabulary_and_layers() -> None:
    workspace = make(sample=True, as_of=dt.date(2026, 10, 31))
    assert workspace.meta["title"] == "Thử"
    assert workspace.meta["metric_crs"] == "EPSG:9206"
    assert workspace.meta["sample"] == "1"
    assert workspace.meta["save_id"] is None
    assert set(workspace.tables) == set(TABLES)
    assert not workspace.modified
    assert (workspace.can_undo, workspace.can_redo, workspace.undo_label_key) == (False, False, None)
    assert [layer.kind.value for layer in workspace.tree] == [
        "boundaries",
        "villages",
        "incidents",
        "sites",
        "clusters",
    ]
    assert [layer.visible for layer in workspace.tree] == [True, False, False, True, True]


def test_rows_are_stamped_with_number_time_and_name(workspace: Workspace) -> None:
    row = workspace.frame("sites").loc["s"]
    assert (row["rev"], row["changed_at"], row["changed_by"]) == (1, STAMP, "HQ")
    workspace.execute(commands.change_cells(workspace, "sites", {"s": {"teams": 5}}))
    frame = workspace.frame("sites")
    assert (frame.at["s", "teams"], frame.at["s", "rev"], frame.at["t", "rev"]) == (5, 2, 1)


def test_undo_and_redo_restore_the_document_to_the_last_value(workspace: Workspace) -> None:
    before = state(workspace)
    workspace.execute(commands.change_cells(workspace, "sites", {"s": {"teams": 5, "status": "ended"}}))
    after = state(workspace)
    assert after != before
    assert workspace.undo() == "command.change_cells"
    assert state(workspace) == before
    assert workspace.redo() == "command.change_cells"
    assert state(workspace) == after
    assert workspace.redo() is None


def test_undo_of_everything_leads_back_to_the_beginning(workspace: Workspace) -> None:
    fresh = state(make())
    workspace.execute(commands.remove_rows(workspace, "sites", ["s"]))
    workspace.execute(commands.set_document(workspace, "filters", {"status": ["active"]}))
    workspace.execute(commands.set_document(workspace, "filters", None))
    while workspace.undo():
        pass
    ours, theirs = state(workspace), dict(fresh)
    assert {k: v for k, v in ours.items() if k != "meta"} == {k: v for k, v in theirs.items() if k != "meta"}
    assert not workspace.modified


def test_a_new_change_forgets_what_was_undone(workspace: Workspace) -> None:
    workspace.execute(commands.change_cells(workspace, "sites", {"s": {"teams": 5}}))
    workspace.undo()
    assert workspace.redo_label_key == "command.change_cells"
    workspace.execute(commands.change_cells(workspace, "sites", {"s": {"teams": 6}}))
    assert not workspace.can_redo
    assert workspace.frame("sites").at["s", "teams"] == 6


def test_modified_follows_the_saved_state_not_the_number_of_changes(workspace: Workspace) -> None:
    workspace.mark_saved()
    assert not workspace.modified
    workspace.undo()
    assert workspace.modified
    workspace.redo()
    assert not workspace.modified
    workspace.execute(commands.set_meta(workspace, title="B"))
    assert workspace.modified
    workspace.undo()
    assert not workspace.modified
    workspace.undo()
    workspace.execute(commands.set_meta(workspace, title="C"))
    workspace.undo()
    assert workspace.modified  # the saved state cannot be reached any more


def test_everybody_is_told_which_tables_and_documents_changed(workspace: Workspace) -> None:
    told: list[Change] = []
    moments: list[bool] = []
    workspace.changed.connect(told.append)
    workspace.history_changed.connect(lambda: moments.append(workspace.can_undo))
    revision = workspace.revision("sites")
    workspace.execute(
        Many(
            "command.edit",
            (
                *commands.change_cells(workspace, "sites", {"s": {"teams": 5}}).deltas,
                SetDocument("filters", None, {"a": 1}),
            ),
        )
    )
    workspace.undo()
    expected = Change(frozenset({"sites", "documents"}), frozenset({"filters"}))
    assert told == [expected, expected]
    assert moments == [True, True]
    assert workspace.revision("sites") == revision + 2
    assert workspace.revision("villages") == 0


def test_frames_are_replaced_never_changed(workspace: Workspace) -> None:
    old, snapshot = workspace.frame("sites"), workspace.snapshot()
    copy = old.copy()
    workspace.execute(commands.change_cells(workspace, "sites", {"s": {"teams": 9, "extra": {"a": 1}}}))
    workspace.execute(commands.remove_rows(workspace, "sites", ["t"]))
    pd.testing.assert_frame_equal(old, copy)
    pd.testing.assert_frame_equal(snapshot.frame("sites"), copy)
    assert workspace.frame("sites") is workspace.frame("sites")
    assert workspace.frame("villages") is snapshot.frame("villages")


class _Watched(MemoryLog):
    """A log that looks at the document at the moment it is told of a change."""

    def __init__(self) -> None:
        super().__init__()
        self.workspace: Workspace | None = None
        self.seen: list[int] = []
        self.full = False

    def append(self, delta: Delta, *, at: str, by: str, undoes: int | None = None) -> int:
        if self.full:
            raise OSError("disk full")
        assert self.workspace is not None
        self.seen.append(len(self.workspace.frame("initiatives")))
        return super().append(delta, at=at, by=by, undoes=undoes)


def test_the_log_receives_each_change_before_it_is_applied() -> None:
    log = _Watched()
    workspace = log.workspace = make(log=log)
    workspace.execute(ChangeRows.of("initiatives", {"i": (None, {"name": "A"})}))
    workspace.undo()
    workspace.redo()
    assert log.seen == [0, 1, 0]
    assert [(e.seq, e.undoes, e.at, e.by) for e in log.entries()] == [
        (1, None, STAMP, "HQ"),
        (2, 1, STAMP, "HQ"),
        (3, None, STAMP, "HQ"),
    ]
    logged = log.entries()[0].delta
    assert isinstance(logged, ChangeRows)
    assert logged.after.at["i", "rev"] == 1  # as it was applied, stamps and all


def test_a_log_that_fails_leaves_the_document_as_it_was() -> None:
    log = _Watched()
    workspace = log.workspace = make(log=log)
    workspace.execute(ChangeRows.of("initiatives", {"i": (None, {"name": "A"})}))
    before, log.full = state(workspace), True
    with pytest.raises(OSError, match="disk full"):
        workspace.undo()
    with pytest.raises(OSError, match="disk full"):
        workspace.execute(commands.set_meta(workspace, title="B"))
    assert state(workspace) == before
    assert workspace.can_undo
    assert not workspace.can_redo


BAD: list[tuple[type[AppError], Delta]] = [
    (ReferenceBroken, ChangeRows.of("sites", {"u": (None, {"initiative_id": "nobody"})})),
    (ReferenceBroken, ChangeRows.of("sites", {"u": (None, {"rating": "excellent"})})),
    (RowDoubled, ChangeRows.of("sites", {"s": (None, {"name": "again"})})),
    (RowDoubled, ChangeRows.of("initiatives", {"j": (None, {"name": "A"})})),
    (RowChanged, ChangeRows.of("sites", {"nobody": ({"name": "x"}, None)})),
    (RowChanged, ChangeRows.of("sites", {"s": ({"teams": 4, "rev": 7}, None)})),
    (RowChanged, ChangeRows.of("meta", {"title": ({"value": "other"}, {"value": "B"})})),
    (RowChanged, SetDocument("filters", {"old": 1}, {"new": 1})),
    (RowInUse, ChangeRows("initiatives", schema.empty("initiatives"), schema.empty("initiatives"))),
    (NameUnknown, ChangeRows("nothing", schema.empty("meta"), schema.empty("sites"), prepared=True)),
    (ColumnUnknown, ChangeRows("sites", schema.empty("sites"), schema.empty("villages"), prepared=True)),
    (InvalidChange, ChangeRows.of("documents", {"filters": (None, {"value": 1})})),
    (InvalidChange, ChangeRows.of("history", {"1": (None, {"seq": 1})})),
]


@pytest.mark.parametrize(("error", "bad"), BAD, ids=[f"{e.__name__}-{n}" for n, (e, _) in enumerate(BAD)])
def test_a_change_that_does_not_fit_changes_nothing(
    workspace: Workspace, error: type[AppError], bad: Delta
) -> None:
    if error is RowInUse:
        bad = commands.remove_rows(workspace, "initiatives", ["i"])
    if error is ColumnUnknown:
        rows = schema.normalise("villages", pd.DataFrame({"name": ["B"]}, index=["v"]))
        bad = ChangeRows("sites", schema.empty("sites"), rows, prepared=True)
    if error is NameUnknown:
        rows = schema.normalise("villages", pd.DataFrame({"name": ["B"]}, index=["v"]))
        bad = ChangeRows("nothing", rows.iloc[:0], rows, prepared=True)
    before, entries = state(workspace), len(workspace.log.entries())
    told: list[Change] = []
    workspace.changed.connect(told.append)
    good = commands.set_meta(workspace, title="half of a command")
    with pytest.raises(error):
        workspace.execute(Many("command.edit", (good, bad)))
    assert state(workspace) == before
    assert len(workspace.log.entries()) == entries
    assert told == []
    assert workspace.undo_label_key == "command.add_rows"


def test_a_frozen_period_is_never_changed(workspace: Workspace) -> None:
    row = {"title": "Quý IV", "as_of": "2026-12-31", "stamp": "x", "figures": {"sites": 1}}
    workspace.execute(ChangeRows.of("snapshots", {"q": (None, row)}))
    with pytest.raises(InvalidChange):
        workspace.execute(ChangeRows.of("snapshots", {"q": (row, {**row, "title": "Quý III"})}))
    workspace.undo()
    assert workspace.frame("snapshots").empty


def test_a_row_may_go_with_those_that_refer_to_it(workspace: Workspace) -> None:
    sites = commands.remove_rows(workspace, "sites", ["s", "t"])
    initiative = commands.remove_rows(workspace, "initiatives", ["i"])
    workspace.execute(Many("command.remove_rows", (initiative, sites)))
    assert workspace.frame("initiatives").empty
    workspace.undo()
    assert list(workspace.frame("sites").index) == ["s", "t"]


def test_a_vocabulary_code_in_use_stays(workspace: Workspace) -> None:
    workspace.execute(commands.change_cells(workspace, "sites", {"s": {"rating": "good"}}))
    with pytest.raises(RowInUse):
        workspace.execute(commands.remove_rows(workspace, "vocabulary", ["rating/good"]))
    workspace.execute(commands.remove_rows(workspace, "vocabulary", ["rating/weak"]))
    assert "rating/weak" not in workspace.frame("vocabulary").index


def test_a_row_changed_twice_in_one_command_ends_with_the_second(workspace: Workspace) -> None:
    first = commands.change_cells(workspace, "sites", {"s": {"teams": 5}})
    between = first.deltas[0]
    assert isinstance(between, ChangeRows)
    later = between.after.assign(members=pd.array([12], dtype="Int64"))
    second = ChangeRows("sites", between.after, later, prepared=True)
    before = state(workspace)
    workspace.execute(Many("command.edit", (first, second)))
    row = workspace.frame("sites").loc["s"]
    assert (row["teams"], row["members"], row["rev"]) == (5, 12, 3)
    workspace.undo()
    assert state(workspace) == before


def test_a_change_of_nothing_is_not_logged(workspace: Workspace) -> None:
    entries = len(workspace.log.entries())
    workspace.execute(Many("command.edit", ()))
    workspace.execute(ChangeRows("sites", schema.empty("sites"), schema.empty("sites")))
    workspace.execute(SetDocument("filters", None, None))
    assert len(workspace.log.entries()) == entries
    assert workspace.undo_label_key == "command.add_rows"


def test_documents_are_copies_with_a_revision(workspace: Workspace) -> None:
    workspace.execute(commands.set_document(workspace, "filters", {"status": ["active"]}))
    workspace.documents["filters"]["status"].append("ended")
    assert workspace.documents == {"filters": {"status": ["active"]}}
    workspace.execute(commands.set_document(workspace, "filters", {"status": []}))
    assert workspace.frame("documents").at["filters", "rev"] == 2
    workspace.undo()
    assert workspace.frame("documents").at["filters", "rev"] == 1
    assert workspace.frame("documents").at["filters", "value"] == {"status": ["active"]}


def test_a_document_may_be_a_plain_text(workspace: Workspace) -> None:
    workspace.execute(commands.set_document(workspace, "theme", "dark"))
    assert workspace.frame("documents")["value"].dtype == object
    assert workspace.documents["theme"] == "dark"


def test_a_context_layer_exists_while_it_has_rows(workspace: Workspace) -> None:
    rows = pd.DataFrame({"name": ["QL6"], "geom": [None]}, index=["r"])
    workspace.execute(layer_commands.add_context(workspace, "Đường", rows))
    assert workspace.tables[-1] == "context_duong"
    assert [layer.name for layer in workspace.tree][-1] == "Đường"
    workspace.undo()
    assert "context_duong" not in workspace.tables
    with pytest.raises(NameUnknown):
        workspace.frame("context_duong")
    workspace.redo()
    assert workspace.frame("context_duong").at["r", "name"] == "QL6"


def test_a_hundred_thousand_prepared_rows_are_only_swapped_in() -> None:
    workspace = make()
    count = 100_000
    rows = pd.DataFrame({"deaths": range(count)}, index=[f"{n:06d}" for n in range(count)])
    prepared = commands.import_rows(
        workspace.snapshot(), "incidents", rows.clip(upper=3), {"id": "src", "file_name": "vu-viec.xlsx"}
    )
    change = prepared.deltas[1]
    assert isinstance(change, ChangeRows)
    workspace.execute(prepared)
    frame = workspace.frame("incidents")
    assert len(frame) == count
    assert frame["rev"].eq(1).all()
    # The values are those the job made: none was converted or copied again.
    assert np.shares_memory(frame["position_m"].to_numpy(), change.after["position_m"].to_numpy())


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 9)),
        st.tuples(st.just("change"), st.integers(0, 9), st.integers(0, 50)),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=12,
)


@settings(max_examples=30, deadline=None)
@given(STEPS)
def test_any_sequence_of_changes_can_be_undone_and_made_again(steps: list[tuple[object, ...]]) -> None:
    workspace = make()
    start = workspace.frame("villages")
    for step in steps:
        ids = list(workspace.frame("villages").index)
        if step[0] == "add" and f"v{step[1]}" not in ids:
            workspace.execute(ChangeRows.of("villages", {f"v{step[1]}": (None, {"name": "B"})}))
        elif step[0] == "change" and f"v{step[1]}" in ids:
            cells = {f"v{step[1]}": {"households": step[2]}}
            workspace.execute(commands.change_cells(workspace, "villages", cells))
        elif step[0] == "remove" and f"v{step[1]}" in ids:
            workspace.execute(commands.remove_rows(workspace, "villages", [f"v{step[1]}"]))
        elif step[0] == "undo":
            workspace.undo()
        elif step[0] == "redo":
            workspace.redo()
    table, end = table_of("villages"), workspace.frame("villages")
    done = 0
    while workspace.undo():
        done += 1
    assert same_rows(table, workspace.frame("villages"), start)
    for _ in range(done):
        workspace.redo()
    assert same_rows(table, workspace.frame("villages").sort_index(), end.sort_index())
