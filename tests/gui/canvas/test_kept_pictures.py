"""At rest the map is kept as a picture: a mark costs no new one, and whatever changes is seen at once."""

from __future__ import annotations

import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage

from gui.canvas.sketch import Sketch
from layers.schema import LayerKind
from layers.style import DARK

from .conftest import middle, redraw
from .hands import move, pixel


def picture(view) -> QImage:
    return view.surface.grab().toImage()


def made(view) -> int:
    redraw(view)
    return view.surface._kept.made


@pytest.fixture
def shown(view):
    view.surface.settle()
    redraw(view)
    return view


def test_pointing_makes_no_new_picture(shown) -> None:
    before = made(shown)
    plain = picture(shown)
    x, y = middle("00004")
    shown.set_hovered("sites", "cluster")
    shown.set_hovered("communes", "00002")
    assert picture(shown) != plain
    move(shown, pixel(shown, x + 2000, y))
    shown.end_hover()
    shown.set_hovered(None)
    assert picture(shown) == plain
    assert made(shown) == before


def test_what_is_kept_looks_as_if_drawn_anew(shown) -> None:
    shown.set_selected({"sites": pd.Index(["cluster"]), "communes": pd.Index(["00002"])})
    shown.set_hovered("sites", "exact")
    kept = picture(shown)
    shown.surface.redraw()
    assert picture(shown) == kept


def test_a_change_of_any_kind_is_seen(shown, tree) -> None:
    (communes,) = tree.of_kind(LayerKind.BOUNDARIES)
    for change in (
        lambda: shown.set_selected({"communes": pd.Index(["00002"])}),
        lambda: shown.show_opacity(communes.id, 0.4),
        lambda: shown.set_shown_rows({"sites": pd.Index([], dtype="str")}),
        lambda: shown.set_theme(DARK),
        lambda: shown.zoom_in(),
        lambda: shown.set_layers(None),
    ):
        before = picture(shown)
        change()
        shown.surface.settle()
        assert picture(shown) != before


def test_each_change_at_rest_asks_for_a_new_picture(shown, qtbot) -> None:
    # No grab here: it paints by itself, and would hide a view that nobody asks to paint.
    shown.set_theme(DARK)
    painted: list[str] = []

    class Counter(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append("picture")
            return False

    counter = Counter()
    shown.surface.viewport().installEventFilter(counter)
    x, y = middle("00004")
    for length_m in (1000.0, 2000.0, 3000.0):
        qtbot.wait(20)
        before = len(painted)
        shown.show_sketch(Sketch(((x, y), (x + length_m, y))))
        qtbot.waitUntil(lambda before=before: len(painted) > before, timeout=1000)
    shown.surface.viewport().removeEventFilter(counter)


def test_layers_seen_otherwise_ask_for_a_new_picture(shown, tree, qtbot) -> None:
    shown.set_theme(DARK)
    painted: list[str] = []

    class Counter(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append("picture")
            return False

    counter = Counter()
    shown.surface.viewport().installEventFilter(counter)
    (sites,) = tree.of_kind(LayerKind.SITES)
    item = shown.stack.item(sites.id)
    for change in (
        lambda: shown.show_opacity(sites.id, 0.4),
        lambda: item.setVisible(False),
        lambda: item.setVisible(True),
        lambda: item.setZValue(1.0),
        lambda: shown.surface.drop(item),
        lambda: shown.surface.add(item),
    ):
        qtbot.wait(20)
        before = len(painted)
        change()
        qtbot.waitUntil(lambda before=before: len(painted) > before, timeout=1000)
    shown.surface.viewport().removeEventFilter(counter)


def test_an_item_in_the_place_of_one_that_went_is_not_taken_for_it(shown, tree) -> None:
    # Python hands out the id of what is gone again: it must not stand for the item in what is kept.
    (sites,) = tree.of_kind(LayerKind.SITES)
    item = shown.stack.item(sites.id)
    picture(shown)
    shown.surface.drop(item)
    assert not shown.surface._kept._kept
    shown.surface.add(item)
