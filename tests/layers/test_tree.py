"""The tree follows the table of layers, and tells what moved."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers import commands, layer_commands
from layers.errors import BadParameter
from layers.layer import Layer
from layers.schema import LayerKind
from layers.style import CLUSTERS, SITES
from layers.tree import LayerTree, default_layers
from layers.words import Words
from layers.workspace import Workspace


@pytest.fixture
def workspace() -> Workspace:
    made = Workspace.new("Thử", clock=lambda: dt.datetime(2026, 11, 23, tzinfo=dt.UTC))
    rows = pd.DataFrame({"name": ["A", "PCCC"], "layer": ["site", "cluster"]}, index=["i", "c"])
    made.execute(commands.add_rows(made, "initiatives", rows))
    sites = pd.DataFrame(
        {
            "initiative_id": ["i", "c", "c", None],
            "lon": [103.9, 104.0, None, 104.1],
            "lat": [21.3, 21.2, None, 21.1],
        },
        index=["1", "2", "3", "4"],
    )
    made.execute(commands.add_rows(made, "sites", sites))
    return made


def one(workspace: Workspace, kind: LayerKind) -> Layer:
    return workspace.tree.of_kind(kind)[0]


def test_sites_and_clusters_share_the_table(workspace: Workspace) -> None:
    sites, clusters = one(workspace, LayerKind.SITES), one(workspace, LayerKind.CLUSTERS)
    assert list(sites.rows(workspace).index) == ["1", "4"]
    assert list(clusters.rows(workspace).index) == ["2", "3"]
    assert sites.counts == (2, 2)
    assert clusters.counts == (1, 2)
    assert (sites.style, clusters.style) == (SITES, CLUSTERS)


def test_an_initiative_that_changes_its_layer_takes_its_sites_along(workspace: Workspace) -> None:
    told: list[str] = []
    for layer in workspace.tree:
        layer.data_changed.connect(lambda kind=layer.kind: told.append(kind.value))
    workspace.execute(commands.change_cells(workspace, "initiatives", {"c": {"layer": "site"}}))
    assert told == ["sites", "clusters"]
    assert one(workspace, LayerKind.SITES).counts == (3, 4)
    assert one(workspace, LayerKind.CLUSTERS).counts == (0, 0)


def test_only_the_layers_concerned_are_told(workspace: Workspace) -> None:
    told: list[str] = []
    for layer in workspace.tree:
        layer.data_changed.connect(lambda kind=layer.kind: told.append(f"{kind.value} data"))
        layer.style_changed.connect(lambda kind=layer.kind: told.append(f"{kind.value} style"))
        layer.visible_changed.connect(lambda kind=layer.kind: told.append(f"{kind.value} visible"))
        layer.renamed.connect(lambda kind=layer.kind: told.append(f"{kind.value} name"))
    workspace.execute(commands.add_rows(workspace, "villages", pd.DataFrame({"name": ["B"]})))
    villages = one(workspace, LayerKind.VILLAGES)
    workspace.execute(layer_commands.set_layer_visible(workspace, villages.id, True))
    workspace.execute(layer_commands.set_layer_opacity(workspace, villages.id, 0.4))
    workspace.execute(layer_commands.set_layer_name(workspace, villages.id, "Bản của tỉnh"))
    assert told == ["villages data", "villages visible", "villages style", "villages name"]
    assert villages.counts == (0, 1)


def test_inserting_removing_and_moving_are_told(workspace: Workspace) -> None:
    told: list[object] = []
    tree = workspace.tree
    tree.inserted.connect(lambda layer, index: told.append(("inserted", layer.name, index)))
    tree.removed.connect(lambda layer: told.append(("removed", layer.kind.value)))
    tree.moved.connect(lambda: told.append("moved"))
    kept = one(workspace, LayerKind.SITES)
    workspace.execute(layer_commands.add_context(workspace, "Sông", pd.DataFrame({"geom": [None]})))
    assert told == [("inserted", "Sông", 5)]
    order = [layer.id for layer in tree]
    workspace.execute(layer_commands.set_layer_order(workspace, [order[-1], *order[:-1]]))
    assert told[1:] == ["moved"]
    workspace.execute(layer_commands.remove_layer(workspace, one(workspace, LayerKind.VILLAGES).id))
    assert told[2:] == [("removed", "villages")]
    workspace.undo()
    assert told[3:] == [("inserted", "", 2)]
    assert one(workspace, LayerKind.SITES) is kept
    assert tree.index(kept) == 4
    assert kept.id in tree
    with pytest.raises(KeyError):
        tree["nothing"]


def test_a_style_another_program_spoilt_is_that_of_the_kind() -> None:
    frame = default_layers()
    spoilt = frame.assign(style=pd.Series([{"symbol": {"shape": "blob"}}] * len(frame), index=frame.index))
    tree = LayerTree()
    tree.sync(spoilt, Workspace.new("Thử"))
    assert tree.of_kind(LayerKind.SITES)[0].style == SITES


def test_layers_have_a_name_in_both_languages(workspace: Workspace, vi: Words, en: Words) -> None:
    assert [layer.title(vi) for layer in workspace.tree][-2:] == ["Điểm mô hình", "Cụm dân cư an toàn PCCC"]
    for kind in LayerKind:
        assert vi.has(f"layer.{kind.value}")
        assert en.has(f"layer.{kind.value}")


def test_a_layer_without_a_source_counts_nothing() -> None:
    assert Layer("x", LayerKind.SITES, "sites").counts == (0, 0)


def _names(workspace: Workspace) -> list[tuple[str, str | None]]:
    """Return kind or name of each entry from the top, and that of its group."""
    return [
        (layer.name or layer.kind.value, layer.parent.name if layer.parent else None)
        for layer in reversed(workspace.tree.entries)
    ]


def test_a_group_stands_where_its_topmost_layer_stood(workspace: Workspace) -> None:
    sites, incidents = one(workspace, LayerKind.SITES), one(workspace, LayerKind.INCIDENTS)
    workspace.execute(layer_commands.add_group(workspace, "Vụ và điểm", [sites.id, incidents.id]))
    assert _names(workspace) == [
        ("clusters", None),
        ("Vụ và điểm", None),
        ("sites", "Vụ và điểm"),
        ("incidents", "Vụ và điểm"),
        ("villages", None),
        ("boundaries", None),
    ]
    assert [layer.kind.value for layer in workspace.tree] == [
        "boundaries",
        "villages",
        "incidents",
        "sites",
        "clusters",
    ]
    workspace.undo()
    assert all(parent is None for _, parent in _names(workspace))
    assert len(workspace.tree.entries) == 5


def test_a_hidden_group_hides_what_lies_in_it_and_tells_it(workspace: Workspace) -> None:
    sites = one(workspace, LayerKind.SITES)
    workspace.execute(layer_commands.add_group(workspace, "Nhóm", [sites.id]))
    group = sites.parent
    assert group is not None
    told: list[str] = []
    sites.visible_changed.connect(lambda: told.append("visible"))
    sites.style_changed.connect(lambda: told.append("style"))
    workspace.execute(layer_commands.set_layer_opacity(workspace, group.id, 0.5))
    workspace.execute(layer_commands.set_layer_opacity(workspace, sites.id, 0.5))
    assert (sites.opacity, sites.shown_opacity) == (0.5, 0.25)
    workspace.execute(layer_commands.set_layer_visible(workspace, group.id, False))
    assert (sites.visible, sites.is_shown) == (True, False)
    assert told == ["style", "style", "visible"]


def test_a_layer_that_is_moved_into_a_hidden_group_goes_out_of_sight(workspace: Workspace) -> None:
    sites, clusters = one(workspace, LayerKind.SITES), one(workspace, LayerKind.CLUSTERS)
    workspace.execute(layer_commands.add_group(workspace, "Nhóm", [clusters.id]))
    assert clusters.parent is not None
    group = clusters.parent.id
    workspace.execute(layer_commands.set_layer_visible(workspace, group, False))
    told: list[bool] = []
    sites.visible_changed.connect(lambda: told.append(sites.is_shown))
    order = [layer.id for layer in workspace.tree.entries]
    workspace.execute(layer_commands.set_layer_order(workspace, order, {sites.id: group}))
    assert told == [False]
    workspace.undo()
    assert told == [False, True]


def test_taking_a_group_away_leaves_its_layers(workspace: Workspace) -> None:
    sites = one(workspace, LayerKind.SITES)
    workspace.execute(layer_commands.add_group(workspace, "Trong", [sites.id]))
    assert sites.parent is not None
    workspace.execute(layer_commands.add_group(workspace, "Ngoài", [sites.parent.id]))
    inner, outer = sites.parent, sites.parent.parent
    assert outer is not None
    workspace.execute(layer_commands.remove_layer(workspace, inner.id))
    assert sites.parent is outer
    assert sites.id in workspace.tree


def test_groups_never_lie_in_themselves(workspace: Workspace) -> None:
    sites = one(workspace, LayerKind.SITES)
    workspace.execute(layer_commands.add_group(workspace, "Một", [sites.id]))
    assert sites.parent is not None
    group, order = sites.parent.id, [layer.id for layer in workspace.tree.entries]
    for parents in ({group: group}, {sites.id: one(workspace, LayerKind.VILLAGES).id}):
        with pytest.raises(BadParameter):
            layer_commands.set_layer_order(workspace, order, parents)


def test_a_file_whose_groups_go_round_in_a_circle_still_opens(workspace: Workspace) -> None:
    for name in ("a", "b"):
        workspace.execute(layer_commands.add_group(workspace, name))
    frame = workspace.frame("layers")
    a, b = (str(frame.index[frame["name"] == name][0]) for name in ("a", "b"))
    frame = frame.copy()
    frame.loc[a, "parent_id"], frame.loc[b, "parent_id"] = b, a
    frame.loc[one(workspace, LayerKind.SITES).id, "parent_id"] = "gone"
    tree = LayerTree()
    tree.sync(frame, workspace)
    assert len(tree.entries) == 7
    assert sum(layer.parent is None for layer in tree.entries) == 6
