"""Selecting by click and by rectangle, with real mouse events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from layers.schema import LayerKind
from tests.gui.canvas.conftest import middle, redraw
from tests.gui.canvas.hands import chosen, click, drag, follow, item_of, key, off_middle, pixel

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def cluster_at(view) -> QPoint:
    x, y = middle("00004")
    return pixel(view, x + 2000, y)


def exact_at(view) -> QPoint:
    x, y = middle("00000")
    return pixel(view, x + 2000, y)


@pytest.mark.parametrize("tool", ["pan", "select", "select_box"])
def test_a_click_selects_a_point_or_the_commune_or_nothing(view, tool):
    linked = follow(view)
    view.set_tool(tool)
    click(view, cluster_at(view))
    assert chosen(linked) == {"sites": ["cluster"]}
    click(view, pixel(view, *off_middle("00005")))
    assert chosen(linked) == {"communes": ["00005"]}
    click(view, QPoint(5, 300))
    assert chosen(linked) == {}


def test_shift_adds_ctrl_toggles_alt_removes(view):
    linked = follow(view)
    view.set_tool("select")
    click(view, cluster_at(view))
    click(view, exact_at(view), SHIFT)
    assert chosen(linked) == {"sites": ["cluster", "exact"]}
    click(view, cluster_at(view), CTRL)
    assert chosen(linked) == {"sites": ["exact"]}
    click(view, cluster_at(view), CTRL)
    click(view, exact_at(view), ALT)
    assert chosen(linked) == {"sites": ["cluster"]}
    click(view, QPoint(5, 300), SHIFT)
    assert chosen(linked) == {"sites": ["cluster"]}


def test_several_communes_are_selected_and_outlined(view):
    linked = follow(view)
    view.set_tool("select")
    click(view, pixel(view, *off_middle("00005")))
    click(view, pixel(view, *off_middle("00007")), SHIFT)
    assert chosen(linked) == {"communes": ["00005", "00007"]}


def test_one_symbol_that_stands_for_several_selects_them_all(view):
    linked = follow(view)
    click(view, pixel(view, *middle("00008")))
    assert chosen(linked) == {"sites": ["rough1", "rough2"]}


def test_once_spread_out_each_is_selected_for_itself(view):
    linked = follow(view)
    view.zoom_to_commune("00008")
    view.look(view.camera.zoomed(3))
    redraw(view)
    drawn = item_of(view, LayerKind.SITES).drawn
    seen = set()
    for x, y in zip(drawn.x.tolist(), drawn.y.tolist(), strict=True):
        click(view, QPoint(round(x), round(y)))
        assert linked.count == 1
        seen.update(chosen(linked)["sites"])
    assert seen == {"rough1", "rough2"}


def test_a_rectangle_selects_what_lies_in_it(view):
    linked = follow(view)
    view.set_tool("select_box")
    x, y = middle("00000")
    drag(view, pixel(view, x - 4900, y + 4900), pixel(view, x + 4900, y - 4900))
    assert chosen(linked) == {"sites": ["exact"]}
    x, y = middle("00004")
    drag(view, pixel(view, x - 4900, y + 4900), pixel(view, x + 4900, y - 4900), SHIFT)
    assert chosen(linked) == {"sites": ["cluster", "exact"]}
    drag(view, pixel(view, x - 4900, y + 4900), pixel(view, x + 4900, y - 4900), ALT)
    assert chosen(linked) == {"sites": ["exact"]}
    drag(view, QPoint(5, 5), QPoint(20, 20))
    assert chosen(linked) == {}


def test_a_rectangle_does_not_move_the_map(view):
    view.set_tool("select_box")
    before = view.camera
    drag(view, QPoint(200, 200), QPoint(400, 300))
    assert view.camera == before


def test_where_no_points_are_shown_a_rectangle_selects_communes(view, tree):
    linked = follow(view)
    for layer in tree:
        if layer.kind is not LayerKind.BOUNDARIES:
            layer.visible = False
            layer.visible_changed.emit()
    view.set_tool("select_box")
    (x0, y0), (x1, y1) = middle("00000"), middle("00001")
    drag(view, pixel(view, x0 - 3000, y0 + 3000), pixel(view, x1 + 3000, y1 - 3000))
    assert chosen(linked) == {"communes": ["00000", "00001"]}


def test_escape_selects_nothing_after_all_else(view):
    linked = follow(view)
    click(view, cluster_at(view))
    view.surface.setFocus()
    key(view, Qt.Key.Key_Escape)
    assert chosen(linked) == {}


def test_a_hint_says_what_the_keys_do(view):
    view.set_tool("select_box")
    assert "Shift" in view.overlays.hint.accessibleName()
    assert view.overlays.hint.isVisible()
    view.set_tool("pan")
    assert not view.overlays.hint.isVisible()
