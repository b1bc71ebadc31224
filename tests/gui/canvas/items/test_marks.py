"""What is selected and what is pointed at elsewhere can be seen on the map."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gui.canvas.density import Squares
from gui.canvas.items import marks as marks_module
from gui.canvas.items import points as points_module
from gui.canvas.items.points import MOST_SYMBOLS, density_image
from layers.schema import LayerKind
from layers.style import LIGHT
from tests.gui.canvas.conftest import middle, redraw
from tests.gui.canvas.hands import item_of, move, pixel


def picture_about(view, x: float, y: float, half_px: int = 16):
    redraw(view)
    place = pixel(view, x, y)
    return (
        view.surface.grab().toImage().copy(place.x() - half_px, place.y() - half_px, 2 * half_px, 2 * half_px)
    )


def test_a_selected_point_has_a_ring(view):
    x, y = middle("00004")
    plain = picture_about(view, x + 2000, y)
    view.set_selected({"sites": pd.Index(["cluster"])})
    ringed = picture_about(view, x + 2000, y)
    assert ringed != plain
    view.set_selected({})
    assert picture_about(view, x + 2000, y) == plain


def test_the_ring_is_a_dark_line_between_light_rims(view):
    """Readable on any ground without its colour."""
    x, y = middle("00004")
    view.set_selected({"sites": pd.Index(["cluster"])})
    picture = picture_about(view, x + 2000, y)
    tones = [picture.pixelColor(column, 16).lightness() for column in range(32)]
    assert min(tones) < 60
    assert max(tones) > 240


def test_a_symbol_that_stands_for_several_is_ringed_for_each_of_them(view):
    x, y = middle("00008")
    plain = picture_about(view, x, y)
    pictures = []
    for identity in ("rough1", "rough2"):
        view.set_selected({"sites": pd.Index([identity])})
        pictures.append(picture_about(view, x, y))
    assert pictures[0] == pictures[1] != plain


def test_rows_of_other_tables_and_unknown_rows_mark_nothing(view):
    x, y = middle("00004")
    plain = picture_about(view, x + 2000, y)
    view.set_selected({"incidents": pd.Index(["cluster"]), "sites": pd.Index(["gone"])})
    assert picture_about(view, x + 2000, y) == plain


def test_a_row_pointed_at_elsewhere_is_ringed_and_a_commune_outlined(view):
    x, y = middle("00004")
    plain = picture_about(view, x + 2000, y)
    view.set_hovered("sites", "cluster")
    assert picture_about(view, x + 2000, y) != plain
    view.set_hovered(None)
    assert picture_about(view, x + 2000, y) == plain
    edge = picture_about(view, x - 5000, y + 2500, 4)
    view.set_hovered("communes", "00004")
    assert picture_about(view, x - 5000, y + 2500, 4) != edge


def test_the_point_under_the_pointer_is_ringed(view):
    x, y = middle("00004")
    place = pixel(view, x + 2000, y)
    plain = picture_about(view, x + 2000, y)
    move(view, place)
    assert view.pointed._pointed["id"] == "cluster"
    view.overlays.hover.hide()
    assert picture_about(view, x + 2000, y) != plain


def test_rows_that_come_and_go_keep_the_selection_right(view, rows, tree):
    x, y = middle("00004")
    view.set_selected({"sites": pd.Index(["cluster"])})
    view.set_shown_rows({"sites": pd.Index(["exact"])})
    redraw(view)
    view.set_shown_rows(None)
    ringed = picture_about(view, x + 2000, y)
    view.set_selected({})
    assert picture_about(view, x + 2000, y) != ringed


def test_selected_among_counted_points_are_a_density_of_their_own(view, rows, tree):
    count = MOST_SYMBOLS + 2000
    random = np.random.default_rng(3)
    frame = pd.DataFrame(
        {"x": random.uniform(480_000, 510_000, count), "y": random.uniform(2_330_000, 2_360_000, count)}
    )
    frame.index = pd.Index([f"i{number}" for number in range(count)], name="id")
    rows.frames["incidents"] = frame
    tree.of_kind(LayerKind.INCIDENTS)[0].data_changed.emit()
    redraw(view)
    assert isinstance(item_of(view, LayerKind.INCIDENTS).drawn, Squares)
    before = view.surface.grab().toImage()
    view.set_selected({"incidents": frame.index[:500]})
    redraw(view)
    after = view.surface.grab().toImage()
    assert after != before
    accent = {after.pixelColor(x, y).name().upper() for x in range(0, 800, 2) for y in range(0, 600, 2)}
    assert LIGHT.accent in accent


def test_both_counts_of_a_crowd_are_read_over_the_cells_of_the_selected(view, rows, tree, monkeypatch):
    """A crowd at one place has both counts and the marked cell at the same spot."""
    boxes: list[tuple[float, float]] = []
    order: list[str] = []

    def badges(_painter, pixmaps, _x, y, dpr):
        order.append("count")
        boxes.append((float(y[0]), pixmaps[0].height() / dpr))

    def cells(*_):
        order.append("cells")
        return density_image(*_)

    for module in (points_module, marks_module):
        monkeypatch.setattr(module, "draw_badges", badges)
        monkeypatch.setattr(module, "density_image", cells)
    count = MOST_SYMBOLS + 1
    x, y = middle("00004")
    frame = pd.DataFrame({"x": np.full(count, x), "y": np.full(count, y)})
    frame.index = pd.Index([str(number) for number in range(count)], name="id")
    rows.frames["incidents"] = frame
    tree.of_kind(LayerKind.INCIDENTS)[0].data_changed.emit()
    redraw(view)
    order.clear()
    view.set_selected({"incidents": frame.index})
    redraw(view)
    assert order[-3:] == ["cells", "count", "count"]
    (all_y, all_high), (selected_y, selected_high) = boxes[-2:]
    assert selected_y - selected_high / 2 >= all_y + all_high / 2
