"""Named commands: what each changes, and that it names itself in both languages."""

from __future__ import annotations

import datetime as dt
import inspect

import pandas as pd
import pytest
import shapely

from layers import commands, layer_commands
from layers.deltas import ChangeRows, Many
from layers.errors import BadParameter, ColumnUnknown, RowChanged, ValueRefused
from layers.filters import Filters
from layers.schema import LayerKind
from layers.style import Shape, Style, Symbol
from layers.words import Words
from layers.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace.new("Thử", clock=lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    rows = pd.DataFrame({"name": ["Nà Mẫu", "Huổi Mẫu"], "households": [112, 54]}, index=["v1", "v2"])
    made.execute(commands.add_rows(made, "villages", rows))
    return made


def _run(workspace: Workspace, command: Many, vi: Words, en: Words) -> Many:
    assert vi.has(command.label_key), command.label_key
    assert en.has(command.label_key), command.label_key
    workspace.execute(command)
    return command


def test_every_command_has_a_name_in_both_languages(vi: Words, en: Words) -> None:
    source = inspect.getsource(commands) + inspect.getsource(layer_commands)
    keys = {part.split('"')[0] for part in source.split('"command.')[1:]}
    assert len(keys) >= 15
    for key in keys:
        assert vi.has(f"command.{key}"), key
        assert en.has(f"command.{key}"), key
    assert vi.has("command.edit")


def test_rows_without_ids_get_new_ones(workspace: Workspace) -> None:
    rows = pd.DataFrame({"name": ["A", "B"]})
    workspace.execute(commands.add_rows(workspace, "villages", rows))
    workspace.execute(commands.add_rows(workspace, "villages", rows))
    index = workspace.frame("villages").index
    assert len(index) == 6
    assert index.is_unique
    assert all(len(identity) == 36 for identity in index[2:])


def test_cells_are_changed_and_emptied(workspace: Workspace, vi: Words, en: Words) -> None:
    cells = {"v1": {"households": 113, "name": "Na\u0300 Mẫu 1"}, "v2": {"households": None}}
    _run(workspace, commands.change_cells(workspace, "villages", cells), vi, en)
    frame = workspace.frame("villages")
    assert frame["name"].tolist() == ["Nà Mẫu 1", "Huổi Mẫu"]
    assert frame.at["v1", "households"] == 113
    assert pd.isna(frame.at["v2", "households"])


def test_cells_that_do_not_exist_are_refused(workspace: Workspace) -> None:
    with pytest.raises(RowChanged):
        commands.change_cells(workspace, "villages", {"v9": {"households": 1}})
    with pytest.raises(ColumnUnknown):
        commands.change_cells(workspace, "villages", {"v1": {"headman": "x"}})
    with pytest.raises(ValueRefused):
        commands.change_cells(workspace, "villages", {"v1": {"households": -1}})


def test_one_value_is_set_in_several_rows(workspace: Workspace, vi: Words, en: Words) -> None:
    _run(workspace, commands.set_cells(workspace, "villages", ["v2", "v1"], {"households": 7}), vi, en)
    assert workspace.frame("villages")["households"].tolist() == [7, 7]
    _run(workspace, commands.set_cells(workspace, "villages", ["v1"], {"households": None}), vi, en)
    assert pd.isna(workspace.frame("villages").at["v1", "households"])
    for ids, values, refusal in (
        (["v9"], {"households": 1}, RowChanged),
        (["v1"], {"headman": "x"}, ColumnUnknown),
        (["v1", "v2"], {"households": -1}, ValueRefused),
    ):
        with pytest.raises(refusal):
            commands.set_cells(workspace, "villages", ids, values)


def test_a_moved_point_is_exact_and_has_its_metres(workspace: Workspace, vi: Words, en: Words) -> None:
    cells = {"v1": {"commune_code": "03724", "position": "commune", "position_m": 5000.0}}
    workspace.execute(commands.change_cells(workspace, "villages", cells))
    _run(workspace, commands.move_point(workspace, "villages", "v1", 104.001889, 21.2443257), vi, en)
    row = workspace.frame("villages").loc["v1"]
    assert (row["position"], row["x"], row["y"]) == ("exact", 500000.0, 2350000.0)
    assert pd.isna(row["position_m"])


def test_an_import_adds_changes_and_leaves_alone(workspace: Workspace, vi: Words, en: Words) -> None:
    rows = pd.DataFrame(
        {"name": ["Nà Mẫu", "Huổi Mẫu", "Pá Mẫu"], "households": [112, 60, 20]}, index=["v1", "v2", "v3"]
    )
    held = pd.DataFrame(
        {"source_id": ["f"], "source_row": [7], "cells": [["x"]], "problems": [[{"column": "a"}]]}
    )
    command = commands.import_rows(
        workspace.snapshot(),
        "villages",
        rows.assign(source_id=["f", "f", "f"]).assign(source_id=[None, "f", "f"]),
        {"id": "f", "file_name": "Biểu 04.xlsx", "read": 4},
        quarantine=held,
    )
    _run(workspace, command, vi, en)
    assert command.args == {
        "table": "villages",
        "file": "Biểu 04.xlsx",
        "added": 1,
        "changed": 1,
        "removed": 0,
    }
    frame = workspace.frame("villages")
    assert frame["households"].tolist() == [112, 60, 20]
    assert frame["rev"].tolist() == [1, 2, 1]
    assert workspace.frame("quarantine")["state"].tolist() == ["open"]
    assert workspace.frame("sources").at["f", "read"] == 4
    workspace.undo()
    assert workspace.frame("sources").empty
    assert workspace.frame("villages")["households"].tolist() == [112, 54]


def test_the_same_rows_again_change_nothing_but_note_the_source(workspace: Workspace) -> None:
    command = commands.import_rows(
        workspace, "villages", workspace.frame("villages"), {"id": "f", "file_name": "a.csv"}
    )
    assert [delta.table for delta in command.deltas if isinstance(delta, ChangeRows)] == ["sources"]


def test_an_import_may_take_rows_away(workspace: Workspace) -> None:
    source = {"id": "f", "file_name": "C:/x/a.csv"}
    rows = workspace.frame("villages").loc[["v1"]]
    command = commands.import_rows(workspace, "villages", rows, source, removed=["v2"])
    workspace.execute(command)
    assert list(workspace.frame("villages").index) == ["v1"]
    assert command.args["removed"] == 1


def test_facts_are_set_and_unknown_ones_refused(workspace: Workspace, vi: Words, en: Words) -> None:
    _run(workspace, commands.set_meta(workspace, as_of="2026-10-31", title="Quý IV"), vi, en)
    assert workspace.snapshot().as_of == dt.date(2026, 10, 31)
    with pytest.raises(BadParameter):
        commands.set_meta(workspace, colour="red")


def _communes(vintage: str, codes: list[str]) -> pd.DataFrame:
    square = shapely.box(103, 21, 104, 22)
    rows = [{"vintage": vintage, "code": c, "name": c, "unit_type": "xa", "geom": square} for c in codes]
    return pd.DataFrame(rows)


def test_boundaries_replace_those_of_their_vintage_only(workspace: Workspace, vi: Words, en: Words) -> None:
    _run(
        workspace,
        commands.set_boundaries(workspace, _communes("2025-07", ["03646", "03724"]), "2025-07"),
        vi,
        en,
    )
    source = {"id": "f", "file_name": "rg.gpkg"}
    old = commands.set_boundaries(workspace, _communes("2025-02", ["03646"]), "2025-02", source=source)
    _run(workspace, old, vi, en)
    assert workspace.meta["vintage"] == "2025-02"
    new = commands.set_boundaries(workspace, _communes("2025-07", ["03646", "03820"]), "2025-07")
    _run(workspace, new, vi, en)
    frame = workspace.frame("communes")
    assert sorted(frame.index) == ["2025-02/03646", "2025-07/03646", "2025-07/03820"]
    assert frame.at["2025-02/03646", "source_id"] == "f"
    again = commands.set_boundaries(workspace, _communes("2025-02", ["03646"]), "2025-02", source=source)
    _run(workspace, again, vi, en)  # the same file, loaded a second time
    assert list(workspace.frame("sources").index) == ["f"]
    back = commands.set_boundaries(workspace, _communes("2025-07", ["03646", "03820"]), "2025-07")
    _run(workspace, back, vi, en)
    assert workspace.meta["vintage"] == "2025-07"
    with pytest.raises(BadParameter):
        commands.set_boundaries(workspace, _communes("2025-02", ["03646"]), "2025-07")


def test_a_rule_is_added_and_changed(workspace: Workspace, vi: Words, en: Words) -> None:
    rule = {"name": "Mỗi xã một cụm", "unit": "commune", "measure": "site_count", "min_value": 1}
    _run(workspace, commands.set_rule(workspace, rule), vi, en)
    identity = workspace.frame("rules").index[0]
    _run(workspace, commands.set_rule(workspace, {"min_value": 2}, identity), vi, en)
    assert workspace.frame("rules")["min_value"].tolist() == [2.0]


def test_layers_are_styled_shown_renamed_and_ordered(workspace: Workspace, vi: Words, en: Words) -> None:
    sites = workspace.tree.of_kind(LayerKind.SITES)[0]
    square = Style(symbol=Symbol(Shape.SQUARE, "#112233", 9.0))
    _run(workspace, layer_commands.set_layer_style(workspace, sites.id, square), vi, en)
    _run(workspace, layer_commands.set_layer_visible(workspace, sites.id, False), vi, en)
    _run(workspace, layer_commands.set_layer_opacity(workspace, sites.id, 0.5), vi, en)
    _run(workspace, layer_commands.set_layer_name(workspace, sites.id, "Điểm của tỉnh"), vi, en)
    assert (sites.style, sites.visible, sites.opacity, sites.name) == (square, False, 0.5, "Điểm của tỉnh")
    order = [layer.id for layer in workspace.tree]
    _run(workspace, layer_commands.set_layer_order(workspace, order[::-1]), vi, en)
    assert [layer.id for layer in workspace.tree] == order[::-1]
    with pytest.raises(BadParameter):
        layer_commands.set_layer_order(workspace, order[1:])
    for _ in range(5):
        workspace.undo()
    assert (sites.visible, sites.opacity, sites.name) == (True, 1.0, "")
    assert [layer.id for layer in workspace.tree] == order


def test_a_context_layer_goes_with_its_rows(workspace: Workspace, vi: Words, en: Words) -> None:
    rows = pd.DataFrame({"name": ["QL6"], "geom": [shapely.LineString([(103, 21), (104, 21)])]})
    _run(workspace, layer_commands.add_context(workspace, "Đường", rows), vi, en)
    _run(workspace, layer_commands.add_context(workspace, "Đường", rows), vi, en)
    assert workspace.tables[-2:] == ("context_duong", "context_duong_2")
    layer = list(workspace.tree)[-1]
    assert layer.counts == (1, 1)
    _run(workspace, layer_commands.remove_layer(workspace, layer.id), vi, en)
    assert workspace.tables[-1] == "context_duong"
    incidents = workspace.tree.of_kind(LayerKind.INCIDENTS)[0]
    _run(workspace, layer_commands.remove_layer(workspace, incidents.id), vi, en)
    assert "incidents" in workspace.tables
    workspace.undo()
    assert workspace.tree[incidents.id].kind is LayerKind.INCIDENTS


def test_filters_are_set_as_one_value_and_setting_the_same_is_nothing(
    workspace: Workspace, vi: Words, en: Words
) -> None:
    active = Filters(statuses=("active", "paused"))
    _run(workspace, commands.set_filters(workspace, active), vi, en)
    assert workspace.documents["filters"] == {"statuses": ["active", "paused"]}
    place = workspace.place
    workspace.execute(commands.set_filters(workspace, Filters(statuses=("paused", "active"))))
    assert workspace.place == place
    workspace.execute(commands.set_filters(workspace, Filters()))
    assert "filters" not in workspace.documents
    workspace.undo()
    assert Filters.from_json(workspace.documents["filters"]) == active
