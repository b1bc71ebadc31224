"""From the model to the map: what is set is what is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from exports.shading import ClassKind, Measure, ShadeClass, Shading
from gui.canvas.items.points import PointsItem
from gui.jobs import InstantRunner
from layers.schema import LayerKind
from layers.style import DARK, LIGHT, NOT_COVERED, Fill, Labels, Style, Symbol

from .conftest import middle, redraw
from .hands import chosen, click, colour_at, follow, item_of, off_middle, pixel


def shading(**fills: Fill) -> Shading:
    """Return a shading that gives code c00001 → fill the code 00001."""
    classes = tuple(ShadeClass(ClassKind.RATE, fill, 1) for fill in fills.values())
    class_of = {code[1:]: place for place, code in enumerate(fills)}
    return Shading(Measure.VILLAGES, classes, class_of, dict.fromkeys(class_of))


def test_communes_are_filled_by_their_shade(view):
    view.set_shading(shading(c00000=Fill(colour="#FF0000"), c00001=Fill(colour="#0000FF")))
    assert colour_at(view, *off_middle("00000")) == "#FF0000"
    assert colour_at(view, *off_middle("00001")) == "#0000FF"
    assert colour_at(view, *off_middle("00002")) == LIGHT.panel
    view.set_shading(None)
    assert colour_at(view, *off_middle("00000")) == LIGHT.panel


def test_hatched_communes_show_stroke_and_ground(view):
    view.set_shading(shading(c00000=NOT_COVERED))
    redraw(view)
    image = view.surface.grab().toImage()
    x, y = off_middle("00000")
    start = pixel(view, x, y)
    seen = {QColor(image.pixel(start.x() + i, start.y())).name() for i in range(30)}
    assert "#ffffff" in seen
    assert any(QColor(name).green() < 190 for name in seen)


def test_theme_colours_the_ground_round_the_communes(view):
    view.set_theme(DARK)
    redraw(view)
    image = view.surface.grab().toImage()
    assert QColor(image.pixel(2, 300)).name().upper() == DARK.map_ground


def test_hidden_layers_are_not_drawn(view, tree):
    layer = tree.of_kind(LayerKind.CLUSTERS)[0]
    x, y = middle("00004")
    assert colour_at(view, x + 2000, y) == layer.style.symbol.colour
    layer.visible = False
    layer.visible_changed.emit()
    assert colour_at(view, x + 2000, y) == LIGHT.panel


def test_only_the_item_of_the_changed_layer_reads_its_rows(view, tree, rows, monkeypatch):
    read = []
    monkeypatch.setattr(
        PointsItem, "take_rows", lambda self, layer, content: read.append(layer.kind), raising=True
    )
    tree.of_kind(LayerKind.SITES)[0].data_changed.emit()
    assert read == [LayerKind.SITES]


def test_rows_that_change_are_drawn_anew(view, tree, rows):
    x, y = middle("00006")
    rows.put_points("sites", {"new": {"initiative_id": "c", "position": "exact", "x": x + 2000, "y": y}})
    tree.of_kind(LayerKind.CLUSTERS)[0].data_changed.emit()
    assert item_of(view, LayerKind.CLUSTERS).cloud.ids.tolist() == ["new"]


def test_rows_of_a_hidden_layer_are_read_when_it_is_shown(view, tree, rows):
    layer = tree.of_kind(LayerKind.VILLAGES)[0]
    x, y = middle("00006")
    rows.put_points("villages", {"v": {"name": "Bản", "position": "exact", "x": x, "y": y}})
    layer.data_changed.emit()
    assert item_of(view, LayerKind.VILLAGES).cloud is None
    layer.visible = True
    layer.visible_changed.emit()
    assert item_of(view, LayerKind.VILLAGES).cloud.ids.tolist() == ["v"]


def test_style_of_the_layer_is_that_of_the_symbol(view, tree):
    layer = tree.of_kind(LayerKind.CLUSTERS)[0]
    layer.style = Style(symbol=Symbol(colour="#00FF00", size_pt=9.0))
    layer.style_changed.emit()
    x, y = middle("00004")
    assert colour_at(view, x + 2000, y) == "#00FF00"


def test_shown_rows_restrict_a_table(view, rows):
    view.set_shown_rows({"sites": rows.frame("sites").index[:1]})
    assert len(item_of(view, LayerKind.CLUSTERS).cloud) == 1
    assert len(item_of(view, LayerKind.SITES).cloud) == 0
    view.set_shown_rows(None)
    assert len(item_of(view, LayerKind.SITES).cloud) == 3


def test_a_removed_layer_leaves_no_item(view, tree, rows):
    from layers.tree import default_layers

    before = len(view.stack.threads)
    tree.sync(default_layers().iloc[:-1], rows)
    assert len(view.stack.threads) == before - 1


def test_imprecise_points_are_one_hollow_symbol_far_away_and_side_by_side_near(view):
    item = item_of(view, LayerKind.SITES)
    redraw(view)
    assert len(item.drawn.x) == 2  # the exact one, and one for the two of commune 08
    view.zoom_to_commune("00008")
    view.look(view.camera.zoomed(3))
    redraw(view)
    assert len(item.drawn.x) == 2
    assert np.hypot(np.diff(item.drawn.x), np.diff(item.drawn.y))[0] > 8


@pytest.mark.parametrize("closer", [0.05, 0.2, 1.0, 5.0])
def test_names_stand_on_the_map_without_overlaps(view, closer):
    view.look(view.camera.zoomed(closer))
    redraw(view)
    boxes = [label.box for label in view.labels.placed]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart


def test_names_are_those_of_the_map_and_follow_the_layer(view, tree):
    assert {"Ô 00", "Phường Ô 04"} <= {" ".join(label.lines) for label in view.labels.placed}
    x, y = middle("00004")
    seen = set()
    for shown in (True, False):
        layer = tree.of_kind(LayerKind.BOUNDARIES)[0]
        layer.style = replace(layer.style, labels=Labels(shown))
        layer.style_changed.emit()
        redraw(view)
        place = pixel(view, x, y)
        strip = view.surface.grab().toImage().copy(place.x() - 40, place.y() + 4, 80, 14)
        seen.add(min(strip.pixelColor(i, 7).lightness() for i in range(80)) < 100)
    assert seen == {True, False}


def test_select_and_highlight_tell_nobody(view, qtbot):
    with qtbot.assertNotEmitted(view.commune_clicked), qtbot.assertNotEmitted(view.hovered):
        view.set_selected({"communes": pd.Index(["00003", "no such code"])})
        view.set_hovered("communes", "00005")
    assert view.selected["communes"].tolist() == ["00003", "no such code"]


def test_selection_is_outlined(view):
    x, y = middle("00004")
    edge = (x - 5000, y + 2500)
    plain = colour_at(view, *edge)
    view.set_selected({"communes": pd.Index(["00004", "00000"])})
    assert colour_at(view, *edge) != plain
    view.set_selected({})
    assert colour_at(view, *edge) == plain


def test_zoom_to_commune_shows_all_of_it(view):
    linked = follow(view)
    view.zoom_to_commune("00002")
    x, y = middle("00002")
    bounds = view.bounds_m
    assert bounds[0] < x - 5000
    assert bounds[3] > y + 5000
    assert bounds[3] - bounds[1] < 20_000
    assert chosen(linked) == {"communes": ["00002"]}


@pytest.mark.parametrize("bounds", [(np.nan,) * 4, (1.0, 1.0, 0.0, 0.0), (np.inf, 0, 1, 1)])
def test_bounds_that_are_no_place_change_nothing(view, bounds):
    before = view.bounds_m
    view.zoom_to(bounds)
    assert view.bounds_m == before


def test_zoom_to_a_point_leaves_ground_around_it(view):
    x, y = middle("00004")
    view.zoom_to((x, y, x, y))
    assert view.scale_denominator >= 2000
    assert view.camera.to_screen(x, y)[0] == pytest.approx(400)


def test_the_whole_province_goes_on_being_shown_when_the_window_changes(view, qtbot):
    view.resize(500, 400)
    QApplication.processEvents()
    x, _ = view.camera.to_screen([480_000.0, 510_000.0], [2_330_000.0] * 2)
    assert x[0] > 0
    assert x[1] < 500


def test_the_same_map_without_boundaries_says_what_to_do(view):
    view.set_boundaries(None)
    redraw(view)
    assert view.overlays.empty.isVisible()
    linked = follow(view)
    click(view, QPoint(400, 300))
    assert chosen(linked) == {}


def test_finer_outlines_by_a_job(make_view, squares):
    view = make_view(runner=InstantRunner())
    view.set_boundaries(squares)
    view.zoom_to_commune("00000")
    redraw(view)
    assert view.hit_at(400, 300)["code"] == "00000"


def test_a_commune_whose_middle_is_out_of_view_is_named_in_its_part(view):
    x, y = middle("00004")
    view.zoom_to((x + 2500, y + 2500, x + 4500, y + 4500))
    redraw(view)
    lines = [" ".join(label.lines) for label in view.labels.placed]
    assert lines.count("Phường Ô 04") == 2  # at its middle, and in the part that is seen
