"""The map of a result: figures on cards, points it speaks of, the mark of sample data."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.params import By
from gui.canvas.items.points import PointsItem
from layers.schema import LayerKind

from .conftest import redraw
from .hands import item_of, move, off_middle, pixel


@pytest.fixture
def bundle(squares, rows):
    """Return what the map reads of a result: commune 00003 did not report, one of four sites counts."""
    sites = rows.frame("sites").assign(
        is_cluster=[True, False, False, False],
        counts=[True, False, False, False],
        shown=[True, False, False, False],
    )
    communes = pd.DataFrame(
        {
            "reported": pd.array([code != "00003" for code in squares.gdf["code"]], dtype="boolean"),
            "active_sites": pd.array([2] * 9, dtype="Int64"),
            "sites": pd.array([3] * 9, dtype="Int64"),
            "villages": pd.array([12] * 9, dtype="Int64"),
            "villages_with": pd.array([3] * 9, dtype="Int64"),
            "incidents": pd.array([None] + [4] * 8, dtype="Int64"),
        },
        index=pd.Index(squares.gdf["code"], name="code"),
    )
    return SimpleNamespace(
        sites=sites,
        incidents=rows.frame("incidents"),
        villages=rows.frame("villages"),
        coverage=SimpleNamespace(communes=communes),
        params=SimpleNamespace(by=By.OWN),
        boundaries=squares,
        sample=True,
    )


def test_the_card_of_a_commune_has_the_figures_of_the_result(view, bundle):
    view.set_bundle(bundle)
    move(view, pixel(view, *off_middle("00004")))
    text = view.overlays.hover.text
    assert text.title == "Phường Ô 04"
    assert text.rows[:3] == (
        ("Điểm đang hoạt động", "2/3"),
        ("Bản có điểm", "25% (3/12)"),
        ("Vụ việc", "4"),
    )


def test_not_known_is_not_zero_on_the_card(view, bundle):
    view.set_bundle(bundle)
    move(view, pixel(view, *off_middle("00000")))
    assert ("Vụ việc", "Chưa có số liệu") in view.overlays.hover.text.rows
    move(view, pixel(view, *off_middle("00003")))
    assert view.overlays.hover.text.rows == (("", "Chưa có số liệu"),)


def test_a_result_shows_its_own_points_and_the_mark_of_sample_data(view, bundle):
    view.set_bundle(bundle)
    redraw(view)
    assert view.overlays.sample.isVisible()
    assert item_of(view, LayerKind.CLUSTERS).cloud.ids.tolist() == ["cluster"]
    assert len(item_of(view, LayerKind.SITES).cloud) == 0
    view.set_bundle(None)
    assert not view.overlays.sample.isVisible()
    assert len(item_of(view, LayerKind.SITES).cloud) == 3


def test_the_same_points_are_not_read_again(view, bundle, monkeypatch):
    view.set_bundle(bundle)
    read = []
    monkeypatch.setattr(PointsItem, "take_rows", lambda self, layer, content: read.append(layer.kind))
    view.set_bundle(SimpleNamespace(**vars(bundle)))
    assert read == []


def test_sample_rows_are_marked_before_there_is_a_result(view, rows, tree):
    rows.meta["sample"] = "1"
    view.set_layers(tree, rows)
    assert view.overlays.sample.isVisible()
