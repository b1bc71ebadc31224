"""The command line shows what the window shows: looks, names, visibility and order kept in the document."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from cli.export import _as_shown
from exports.as_shown import as_shown
from exports.exporter import export
from exports.sheet_options import SheetOptions
from layers.io.workspace_file import open_workspace, save_workspace
from layers.layer_commands import add_context, set_layer_style
from layers.looks import Shape
from layers.schema import LayerKind
from layers.words import Words


@pytest.fixture
def dressed(sample: Path) -> Path:
    """Return a workspace with a context layer, another look of the clusters, and the sites hidden."""
    document = open_workspace(sample)
    roads = shapely.linestrings([[[103.5, 21.2], [104.2, 21.4]], [[103.7, 21.0], [103.9, 21.6]]])
    frame = pd.DataFrame({"lane": np.array([2, 4]), "geom": pd.Series(list(roads), dtype=object)})
    document.execute(add_context(document, "Đường tỉnh", frame))
    (clusters,) = document.tree.of_kind(LayerKind.CLUSTERS)
    document.execute(
        set_layer_style(document, clusters.id, clusters.style.with_symbol(shape=Shape.STAR, colour="#AA00AA"))
    )
    save_workspace(document, sample, force=True)
    return sample


def _legend(page: Path) -> str:
    found = re.search(r'<details id="legend".*?<details class="notes">', page.read_text("utf-8"), re.S)
    assert found is not None
    return found[0]


def test_the_same_legend_as_from_the_window(run, dressed, tmp_path, register) -> None:
    from analysis.bundle import build
    from analysis.params import By, CoverageParams
    from layers.boundaries import boundaries_of

    done = run("export", dressed, "--by", "unit", "--to", tmp_path / "cli.html")
    assert done.code == 0, done.err
    document = open_workspace(dressed)
    snapshot = document.snapshot()
    params = CoverageParams(as_of=snapshot.as_of, by=By.UNIT, check_after_months=snapshot.check_after_months)
    bundle = build(snapshot, boundaries_of(snapshot), params, register=register)
    # As gui.controllers.export_controller hands the layers of the document over.
    options = as_shown(SheetOptions(), document.tree)
    export(bundle, tmp_path / "window.html", options, Words.load("vi"))
    legend = _legend(tmp_path / "cli.html")
    assert legend == _legend(tmp_path / "window.html")
    assert "Đường tỉnh (2)" in legend
    assert "#AA00AA" in legend


def test_what_is_asked_about_is_shown(dressed) -> None:
    document = open_workspace(dressed)
    words = {"category": [], "start": None, "end": None}
    plain = _as_shown(SheetOptions(), document, argparse.Namespace(**words))
    asked = _as_shown(SheetOptions(), document, argparse.Namespace(**{**words, "category": ["fire"]}))
    assert "incidents" not in plain.layers
    assert asked.layers[:2] == ("boundaries", "incidents")


def test_what_is_hidden_stays_hidden(dressed) -> None:
    document = open_workspace(dressed)
    (roads,) = document.tree.of_kind(LayerKind.CONTEXT)
    shown = as_shown(SheetOptions(), document.tree)
    assert [one.key for one in shown.context] == [roads.id]
    roads.visible = False
    hidden = as_shown(SheetOptions(), document.tree)
    assert hidden.context == ()
    assert roads.id not in hidden.layers
