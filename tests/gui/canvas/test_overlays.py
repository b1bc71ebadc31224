"""What lies over the map: legend, scale, notes, card."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from exports.legend import AreaEntry, Legend, NoteEntry, RampEntry, SymbolEntry
from gui.canvas.camera import Camera
from gui.canvas.home import home_camera
from gui.canvas.hover_text import HoverText
from layers.style import CLUSTERS, DARK, NO_DATA, RAMP, Fill
from layers.words import Words

LEGEND = Legend(
    "Chú giải",
    (
        NoteEntry("Tỷ lệ bản có cụm đang hoạt động", True),
        RampEntry(tuple(Fill(colour=colour) for colour in RAMP), ("0", "20", "40", "60", "80", "100%")),
        AreaEntry(NO_DATA, "Chưa có số liệu (3 xã, phường)"),
    ),
)


def inside(card, view) -> bool:
    return view.rect().contains(card.geometry())


@pytest.mark.parametrize("size", [(788, 606), (1600, 1000), (420, 320)])
def test_every_card_lies_within_the_map_and_none_on_another(view, size):
    view.set_legend(LEGEND)
    view.overlays.set_state(schematic=True, sample=True, empty=False)
    view.resize(*size)
    QTest.qWait(1)
    cards = [
        view.overlays.navigation,
        view.overlays.legend,
        view.overlays.scale,
        view.overlays.schematic,
        view.overlays.sample,
    ]
    assert all(card.isVisible() and inside(card, view) for card in cards)
    for number, one in enumerate(cards):
        for other in cards[number + 1 :]:
            assert not one.geometry().intersects(other.geometry()), (one, other)


def test_legend_folds_by_its_button_and_when_the_map_is_small(view):
    view.set_legend(LEGEND)
    legend = view.overlays.legend
    full = legend.height()
    assert legend.accessibleDescription().startswith("Tỷ lệ bản có cụm đang hoạt động")
    assert legend.button.accessibleName() == "Thu gọn chú giải"
    QTest.keyClick(legend.button, Qt.Key.Key_Space)
    assert legend.is_folded
    assert legend.height() < full
    assert legend.button.text() == "Chú giải"
    QTest.mouseClick(legend.button, Qt.MouseButton.LeftButton)
    assert legend.height() == full


def test_legend_folds_by_itself_on_a_small_map_and_opens_again(view):
    view.set_legend(LEGEND)
    view.resize(300, 220)
    QTest.qWait(1)
    assert view.overlays.legend.is_folded
    view.resize(900, 700)
    QTest.qWait(1)
    assert not view.overlays.legend.is_folded


def test_legend_leaves_out_the_symbols_where_the_map_is_small(view):
    symbols = tuple(SymbolEntry(CLUSTERS.symbol, f"Lớp {number}") for number in range(5))
    view.set_legend(Legend("Chú giải", (*LEGEND.entries, *symbols)))
    view.resize(900, 900)
    QTest.qWait(1)
    full = view.overlays.legend.height()
    view.resize(800, 500)
    QTest.qWait(1)
    assert not view.overlays.legend.is_folded
    assert view.overlays.legend.height() < full
    assert "Lớp 4" in view.overlays.legend.accessibleDescription()
    view.resize(900, 900)
    QTest.qWait(1)
    assert view.overlays.legend.height() == full


def test_no_legend_no_card(view):
    view.set_legend(LEGEND)
    view.set_legend(None)
    assert not view.overlays.legend.isVisible()
    view.set_legend(Legend("Chú giải", ()))
    assert not view.overlays.legend.isVisible()


def test_scale_bar_follows_the_camera(view):
    first = view.overlays.scale.bar
    view.look(view.camera.zoomed(10))
    second = view.overlays.scale.bar
    assert second.length_m < first.length_m
    assert second.length == pytest.approx(second.length_m / view.camera.m_per_px)
    assert second.text(Words.load("vi")) in view.overlays.scale.accessibleName()


def test_marks_are_shown_when_they_are_due(view):
    notes = view.overlays
    assert not notes.sample.isVisible()
    notes.set_state(schematic=True, sample=True, empty=False)
    assert notes.sample.accessibleName() == "Dữ liệu MINH HỌA"
    assert notes.schematic.accessibleName().startswith("Ranh giới phác họa")
    notes.set_state(schematic=False, sample=False, empty=False)
    assert not notes.sample.isVisible()
    assert not notes.schematic.isVisible()


def test_the_card_stays_on_the_map_and_beside_the_pointer(view):
    card = view.overlays.hover
    text = HoverText("Xã Ô", "Huyện", (("Bản có điểm", "31% (12/39)"), ("", "Chưa có số liệu")))
    for px, py in ((5, 5), (795, 5), (5, 595), (795, 595), (400, 300)):
        card.show_text(text, px, py)
        assert inside(card, view)
        assert not card.geometry().contains(px, py)
    card.show_text(HoverText("Cụm dân cư an toàn phòng cháy chữa cháy bản Nà Mẫu " * 3), 5, 5)
    assert card.width() < 380
    card.show_text(None, 0, 0)
    assert not card.isVisible()


def test_pictures_of_cards_change_with_the_theme(view):
    view.set_legend(LEGEND)
    light = view.overlays.legend.grab().toImage()
    view.set_theme(DARK)
    dark = view.overlays.legend.grab().toImage()
    assert light.size() == dark.size()
    assert light.pixelColor(light.width() // 2, 4).lightness() > 200
    assert dark.pixelColor(light.width() // 2, 4).lightness() < 80


def test_home_hides_no_middle_under_the_legend():
    camera = Camera(0.0, 0.0, 1.0, 800.0, 600.0)
    places = np.array([[90.0, 90.0]] + [[0.0, 0.0], [10.0, 10.0]] * 6)
    bounds = (0.0, 0.0, 100.0, 100.0)
    card = QRectF(0, 400, 260, 200)
    home = home_camera(camera, bounds, places, card, 60.0)
    x, y = home.to_screen(places[:, 0], places[:, 1])
    assert not ((x < card.right()) & (y > card.top())).any()
    corner_x, corner_y = home.to_screen([0.0, 100.0], [0.0, 100.0])
    assert corner_x[0] >= 0
    assert corner_x[1] <= 800 - 60
    assert corner_y[1] >= 0


def test_home_is_not_made_smaller_for_a_single_place():
    camera = Camera(0.0, 0.0, 1.0, 800.0, 600.0)
    bounds, card = (0.0, 0.0, 100.0, 100.0), QRectF(0, 400, 260, 200)
    home = home_camera(camera, bounds, np.array([[0.0, 0.0]]), card, 60.0)
    assert home.m_per_px == pytest.approx(camera.fitted(bounds, 0.045).m_per_px)


def test_home_without_a_legend_is_in_the_middle():
    camera = Camera(0.0, 0.0, 1.0, 800.0, 600.0)
    home = home_camera(camera, (0.0, 0.0, 100.0, 100.0), np.array([[1.0, 1.0]]), None, 60.0)
    assert (home.x, home.y) == (50.0, 50.0)
