"""The tree follows the table of layers, and tells what moved."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from layers import commands
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
    workspace.execute(commands.set_layer_visible(workspace, villages.id, True))
    workspace.execute(commands.set_layer_opacity(workspace, villages.id, 0.4))
    workspace.execute(commands.set_layer_name(workspace, villages.id, "Bản của tỉnh"))
    assert told == ["villages data", "villages visible", "villages style", "villages name"]
    assert villages.counts == (0, 1)


def test_inserting_removing_and_moving_are_told(workspace: Workspace) -> None:
    told: list[object] = []
    tree = workspace.tree
    tree.inserted.connect(lambda layer, index: told.append(("inserted", layer.name, index)))
    tree.removed.connect(lambda layer: told.append(("removed", layer.kind.value)))
    tree.moved.connect(lambda: told.append("moved"))
    kept = one(workspace, LayerKind.SITES)
    workspace.execute(commands.add_context(workspace, "Sông", pd.DataFrame({"geom": [None]})))
    assert told == [("inserted", "Sông", 5)]
    order = [layer.id for layer in tree]
    workspace.execute(commands.set_layer_order(workspace, [order[-1], *order[:-1]]))
    assert told[1:] == ["moved"]
    workspace.execute(commands.remove_layer(workspace, one(workspace, LayerKind.VILLAGES).id))
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
