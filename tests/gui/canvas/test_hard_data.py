"""Data that must neither break nor freeze the map."""

from __future__ import annotations

from random import Random

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from shapely import MultiPolygon
from shiboken6 import Shiboken

from gui.canvas.density import Squares
from gui.canvas.items.points import MOST_SYMBOLS, Drawn, density_image
from gui.canvas.layer_stack import LayerStack
from gui.canvas.map_view import MapView
from gui.canvas.point_cloud import MOST_FANNED
from gui.canvas.tools.registry import TOOLS
from layers.boundaries import Boundaries
from layers.schema import LayerKind
from layers.tree import default_layers
from layers.words import Words

from .conftest import middle, redraw
from .hands import chosen, click, drag, follow, key, move, pixel


def put(rows, tree, x, y, **columns) -> None:
    """Give the layer of incidents these points, in metres."""
    frame = pd.DataFrame({"x": x, "y": y, **columns})
    frame.index = pd.Index([str(number) for number in range(len(frame))], name="id")
    rows.frames["incidents"] = frame
    tree.of_kind(LayerKind.INCIDENTS)[0].data_changed.emit()


def incidents(view):
    return next(t.item for t in view.stack.threads if t.layer.kind is LayerKind.INCIDENTS)


ODD = pytest.mark.parametrize(
    ("x", "y"),
    [
        ([], []),
        ([495_000.0], [2_345_000.0]),
        ([np.nan, np.nan], [np.nan, 1.0]),
        ([np.inf, -np.inf], [0.0, 0.0]),
        ([1e15, -1e15, 495_000.0], [1e15, 1e15, 2_345_000.0]),
        ([495_000.0] * 5, [2_345_000.0] * 5),
    ],
    ids=["none", "one", "nan", "infinite", "far outside", "identical"],
)


@ODD
def test_odd_points_are_drawn_or_left_out(view, rows, tree, x, y):
    put(rows, tree, np.array(x, float), np.array(y, float))
    for factor in (1.0, 0.01, 1000.0, 0.5):
        view.look(view.camera.zoomed(factor))
        redraw(view)
    view.hover_at(400, 300)


@ODD
def test_odd_points_are_pointed_at_clicked_selected_and_shown(view, rows, tree, x, y):
    linked = follow(view)
    put(rows, tree, np.array(x, float), np.array(y, float))
    ids = rows.frames["incidents"].index
    usable = int(((np.abs(x) < 1e7) & np.isfinite(x)).sum()) if x else 0
    redraw(view)
    for tool in TOOLS:
        view.set_tool(tool)
        click(view, pixel(view, 495_000.0, 2_345_000.0))
        drag(view, QPoint(100, 100), QPoint(600, 500))
    view.set_tool("pan")
    view.select_all_shown()
    assert len(linked.selected("incidents")) == usable
    view.home()
    redraw(view)
    linked.select({"incidents": ids})
    for one in ids:
        view.set_hovered("incidents", one)
        redraw(view)
    assert view.show_rows({"incidents": ids}) == bool(np.isfinite(x).any())
    redraw(view)


def test_identical_exact_points_are_counted_gathered_and_spread(view, rows, tree):
    linked = follow(view)
    x, y = middle("00001")
    put(rows, tree, np.full(5, x + 2500.0), np.full(5, y))
    redraw(view)
    assert len(incidents(view).drawn.x) == 1
    spot = pixel(view, x + 2500.0, y)
    move(view, spot)
    assert ("", "5 điểm ở vị trí này") in view.overlays.hover.text.rows
    click(view, spot)
    assert chosen(linked) == {"incidents": ["0", "1", "2", "3", "4"]}
    view.show_rows({"incidents": pd.Index(["0"])})
    redraw(view)
    assert len(incidents(view).drawn.x) == 5
    apart = np.hypot(np.diff(incidents(view).drawn.x), np.diff(incidents(view).drawn.y))
    assert apart.min() > 5


def test_a_crowd_at_one_place_stays_gathered_however_near(view, rows, tree):
    x, y = middle("00001")
    put(rows, tree, np.full(MOST_FANNED + 1, x + 2500.0), np.full(MOST_FANNED + 1, y))
    view.show_rows({"incidents": pd.Index(["0"])})
    redraw(view)
    assert len(incidents(view).drawn.x) == 1


def test_a_click_selects_a_million_at_one_place(view, rows, tree):
    linked = follow(view)
    x, y = middle("00001")
    put(rows, tree, np.full(1_000_000, x + 2500.0), np.full(1_000_000, y))
    redraw(view)
    click(view, pixel(view, x + 2500.0, y))
    assert linked.count == 1_000_000
    redraw(view)


def test_a_million_identical_points_are_one_place_with_its_count(view, rows, tree):
    x, y = middle("00001")
    count = 1_000_000
    put(rows, tree, np.full(count, x + 2500.0), np.full(count, y))
    view.zoom_to_commune("00001")
    redraw(view)
    assert isinstance(incidents(view).drawn, Squares)
    assert incidents(view).drawn.counts.sum() == count
    px, py = view.camera.to_screen(x + 2500.0, y)
    hit = view.hit_at(float(px), float(py))
    assert (hit["kind"], hit["together"]) == ("point", count)
    view.look(view.camera.zoomed(50.0, float(px), float(py)))
    redraw(view)
    px, py = view.camera.to_screen(x + 2500.0, y)
    view.hover_at(float(px), float(py))
    assert ("", "1.000.000 điểm ở vị trí này") in view.overlays.hover.text.rows


def test_many_points_become_symbols_where_few_are_in_view(view, rows, tree):
    random = np.random.default_rng(3)
    count = MOST_SYMBOLS + 5000
    x, y = random.uniform(480_000, 510_000, count), random.uniform(2_330_000, 2_360_000, count)
    put(rows, tree, x, y)
    redraw(view)
    assert isinstance(incidents(view).drawn, Squares)
    view.zoom_to_commune("00004")
    redraw(view)
    assert isinstance(incidents(view).drawn, Drawn)
    west, south, east, north = view.bounds_m
    in_view = int(((x >= west) & (x <= east) & (y >= south) & (y <= north)).sum())
    assert in_view <= len(incidents(view).drawn.x) < in_view * 1.2  # symbols at the edge are drawn too


def test_density_is_clear_where_nothing_is():
    image = density_image(np.array([[0, 5], [1, 0]]), "#FF0000")
    # north is up: row 1 of the counts is the first line of the picture
    assert image.pixelColor(0, 0).alpha() > 0
    assert image.pixelColor(1, 0).alpha() == 0
    assert image.pixelColor(1, 1).alpha() > image.pixelColor(0, 0).alpha()


def test_boundaries_without_a_single_area(view):
    shapes = [MultiPolygon(), MultiPolygon()]
    facts = pd.DataFrame({"code": ["00000", "00001"], "name": ["A", "B"], "unit_type": "xa"})
    view.set_boundaries(Boundaries.build(facts, shapes, vintage="2025-07"))
    redraw(view)
    assert view.hit_at(400, 300) is None or view.hit_at(400, 300)["kind"] == "point"
    view.zoom_to_commune("00000")


def test_a_tiny_window(view):
    view.resize(240, 180)
    redraw(view)
    view.resize(1, 1)
    redraw(view)
    view.hover_at(0, 0)


def test_rows_without_coordinates_at_all(view, tree, rows):
    rows.frames["incidents"] = pd.DataFrame({"name": ["a"]}, index=pd.Index(["1"], name="id"))
    tree.of_kind(LayerKind.INCIDENTS)[0].data_changed.emit()
    redraw(view)
    assert incidents(view).cloud is None


def test_the_stack_without_a_tree_draws_the_communes(make_view, squares):
    view = make_view()
    view.set_boundaries(squares)
    view.set_layers(None)
    redraw(view)
    assert isinstance(view.stack, LayerStack)
    assert view.hit_at(400, 300)["kind"] == "commune"
    assert view.surface.viewport().rect().contains(QPoint(400, 300))


def test_layers_live_on_when_the_map_is_gone(squares, tree, rows, qapp):
    view = MapView(Words.load("vi"))
    view.set_boundaries(squares)
    view.set_layers(tree, rows)
    view.deleteLater()
    QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)
    assert not Shiboken.isValid(view)
    for layer in tree:
        layer.data_changed.emit()
        layer.style_changed.emit()
        layer.visible_changed.emit()
    tree.sync(default_layers().iloc[:-1], rows)


def test_a_thousand_random_actions(view, squares, tree):
    random = Random(7)
    follow(view)
    layers = list(tree)

    def act() -> None:
        px, py = random.uniform(-20, 820), random.uniform(-20, 620)
        choice = random.randrange(11)
        if choice == 0:
            view.look(view.camera.zoomed(2 ** random.uniform(-3, 3), px, py))
        elif choice == 1:
            view.look(view.camera.panned(random.uniform(-900, 900), random.uniform(-900, 900)))
        elif choice == 2:
            click(view, QPoint(round(px), round(py)))
        elif choice == 3:
            view.set_tool(random.choice(sorted(TOOLS)))
        elif choice == 4:
            layer = random.choice(layers)
            layer.visible = not layer.visible
            layer.visible_changed.emit()
        elif choice == 5:
            view.zoom_to_commune(random.choice(list(squares.gdf["code"])))
        elif choice == 6:
            view.resize(random.randrange(240, 900), random.randrange(180, 700))
        elif choice == 7:
            view.home()
        elif choice == 8:
            key(view, random.choice([Qt.Key.Key_Return, Qt.Key.Key_Backspace, Qt.Key.Key_Escape]))
        elif choice == 9:
            random.choice([view.previous_view, view.next_view, view.select_all_shown])()
        else:
            view.hover_at(px, py)

    for number in range(1000):
        act()
        if number % 20 == 0:
            redraw(view)
    assert len(view.stack.threads) == len(layers)
    assert view.scale_denominator >= 2000 * 0.99
