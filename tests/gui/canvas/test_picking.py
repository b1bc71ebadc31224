"""Which rows lie where, as they are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from layers.schema import LayerKind

from .conftest import middle, redraw
from .hands import item_of


def box_about(code: str, half: float = 4900.0) -> tuple[float, float, float, float]:
    x, y = middle(code)
    return x - half, y - half, x + half, y + half


def listed(rows) -> dict[str, list[str]]:
    return {table: sorted(ids) for table, ids in rows.items()}


def test_points_of_all_visible_layers_are_found_once(view):
    west, south, *_ = box_about("00000")
    *_, east, north = box_about("00008")
    assert listed(view.rows_in_box((west, south, east, north))) == {
        "sites": ["cluster", "exact", "rough1", "rough2"]
    }


def test_rows_that_are_not_shown_are_not_found(view):
    view.set_shown_rows({"sites": pd.Index(["exact"])})
    assert listed(view.rows_in_box(box_about("00004"))) == {}
    assert listed(view.rows_in_box(box_about("00000"))) == {"sites": ["exact"]}


def test_layers_that_are_not_shown_are_not_found(view, tree):
    layer = tree.of_kind(LayerKind.CLUSTERS)[0]
    layer.visible = False
    layer.visible_changed.emit()
    assert listed(view.rows_in_box(box_about("00004"))) == {}


def test_gathered_points_are_found_at_their_symbol(view):
    assert listed(view.rows_in_box(box_about("00008", 200.0))) == {"sites": ["rough1", "rough2"]}


def test_spread_points_are_found_where_they_are_drawn(view):
    view.zoom_to_commune("00008")
    view.look(view.camera.zoomed(3))
    redraw(view)
    item = item_of(view, LayerKind.SITES)
    for place, px, py in zip(item.drawn.place, item.drawn.x, item.drawn.y, strict=True):
        x, y = view.camera.to_map(float(px), float(py))
        reach = 3 * view.camera.m_per_px
        found = view.rows_in_box((x - reach, y - reach, x + reach, y + reach))
        assert listed(found) == {"sites": [item.cloud.ids[place]]}


@pytest.mark.parametrize(
    "ring",
    [[], [(0.0, 0.0)], [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)], [(np.nan, 0.0), (1.0, 1.0), (1.0, 0.0)]],
    ids=["nothing", "a point", "a line", "no number"],
)
def test_a_ring_that_is_no_area_holds_nothing(view, ring):
    assert view.rows_in(ring) == {}


def test_a_ring_that_crosses_itself_holds_both_its_parts(view):
    (x0, y0), (x4, y4) = middle("00000"), middle("00004")
    bow = [(x0 - 3000, y0 - 3000), (x0 - 3000, y0 + 3000), (x4 + 4000, y4 - 3000), (x4 + 4000, y4 + 3000)]
    assert listed(view.rows_in(bow)) == {"sites": ["cluster"]}


def test_a_point_on_the_line_is_outside(view):
    x, y = middle("00004")
    assert view.rows_in_box((x + 2000, y - 100, x + 3000, y + 100)) == {}


def test_all_that_is_shown(view, qtbot):
    with qtbot.waitSignal(view.select_asked) as told:
        view.select_all_shown()
    assert listed(told.args[0]) == {"sites": ["cluster", "exact", "rough1", "rough2"]}


def test_rows_are_brought_into_view(view):
    x, y = middle("00008")
    assert view.show_rows({"sites": pd.Index(["rough1"])})
    assert view.camera.x == pytest.approx(x, abs=1)
    assert view.camera.y == pytest.approx(y, abs=1)
    (x0, y0), (x4, y4) = middle("00000"), middle("00004")
    assert view.show_rows({"sites": pd.Index(["exact"]), "communes": pd.Index(["00004"])})
    west, south, east, north = view.bounds_m
    assert west < x0 + 2000
    assert (south, east, north) < (y0, np.inf, np.inf)
    assert east > x4 + 5000
    assert north > y4 + 5000


def test_rows_without_a_place_move_nothing(view):
    before = view.camera
    assert not view.show_rows({"sites": pd.Index(["gone"]), "communes": pd.Index(["99999"])})
    assert not view.show_rows({})
    assert view.camera == before


def test_a_hundred_thousand_rows(view, rows, tree):
    random = np.random.default_rng(5)
    x, y = random.uniform(480_000, 510_000, 100_000), random.uniform(2_330_000, 2_360_000, 100_000)
    ids = pd.Index([f"i{number}" for number in range(100_000)], name="id")
    rows.frames["incidents"] = pd.DataFrame({"x": x, "y": y}, index=ids)
    tree.of_kind(LayerKind.INCIDENTS)[0].data_changed.emit()
    ring = [(482_000.0, 2_332_000.0), (508_000.0, 2_335_000.0), (494_000.0, 2_358_000.0)]
    (x1, y1), (x2, y2), (x3, y3) = ring

    def left_of(xa, ya, xb, yb):
        return (xb - xa) * (y - ya) - (yb - ya) * (x - xa) > 0

    inside = left_of(x1, y1, x2, y2) & left_of(x2, y2, x3, y3) & left_of(x3, y3, x1, y1)
    found = view.rows_in(ring)
    assert sorted(found["incidents"]) == sorted(ids[inside])


def test_a_shape_of_a_context_layer_is_a_row_of_its_own(view):
    hit = {"kind": "point", "layer_id": "roads", "table": "context_roads", "id": "7", "place": -1}
    assert listed(view._picking.of_hit(hit)) == {"context_roads": ["7"]}
    assert view._picking.of_hit(None) == {}
