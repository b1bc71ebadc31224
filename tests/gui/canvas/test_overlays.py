"""What lies over the map: legend, scale, notes, card."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest

from exports.legend import AreaEntry, Legend, NoteEntry, RampEntry, SymbolEntry
from gui.canvas.camera import Camera
from gui.canvas.home import MARGIN, home_view
from gui.canvas.hover_text import HoverText
from gui.canvas.overlays import Corner
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


def test_what_a_hollow_symbol_means_is_said_however_small_the_map_is(view):
    """It is said nowhere else, unlike the symbol of a layer."""
    symbols = tuple(SymbolEntry(CLUSTERS.symbol, f"Lớp {number}") for number in range(5))
    hollow = SymbolEntry(replace(CLUSTERS.symbol, hollow=True), "Vị trí theo bản, theo xã (9)")
    view.set_legend(Legend("Chú giải", (*LEGEND.entries, *symbols, hollow)))
    view.resize(800, 500)
    QTest.qWait(1)
    shown = view.overlays.legend._shown.entries
    assert not view.overlays.legend.is_folded
    assert hollow in shown
    assert not set(symbols) & set(shown)


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


CAMERA = Camera(0.0, 0.0, 1.0, 800.0, 600.0)
SQUARE = (0.0, 0.0, 100.0, 100.0)


def hidden(view, places, cards) -> int:
    x, y = view.camera.to_screen(places[:, 0], places[:, 1])
    return sum(
        int(card.contains(float(px), float(py))) for card in cards for px, py in zip(x, y, strict=True)
    )


def test_home_leaves_nothing_under_the_cards_where_there_is_room():
    places = np.array([[90.0, 90.0], [0.0, 0.0], [10.0, 10.0], [100.0, 0.0]])
    cards = [QRectF(0, 400, 200, 200), QRectF(740, 0, 60, 150)]
    home = home_view(CAMERA, SQUARE, places, cards)
    assert hidden(home, places, cards) == 0
    corner_x, corner_y = home.camera.to_screen([0.0, 100.0], [0.0, 100.0])
    assert 0 <= corner_x[0] < corner_x[1] <= 800
    assert 0 <= corner_y[1] < corner_y[0] <= 600


def test_home_is_as_large_as_it_fits_where_nothing_lies_over_the_map():
    alone = home_view(CAMERA, SQUARE, np.array([[0.0, 0.0]]), [])
    assert alone.cost == 0.0
    assert alone.camera == CAMERA.fitted(SQUARE, MARGIN)


def test_home_costs_what_it_hides():
    places = np.array([[0.0, 0.0], [50.0, 50.0], [100.0, 100.0], [50.0, 0.0]])
    everything = QRectF(0, 0, 800, 600)
    assert home_view(CAMERA, SQUARE, places, [everything]).cost == pytest.approx(1.0)


def test_the_legend_stands_where_it_hides_less_of_the_province(view):
    # The province of the fixture is empty in the upper right; a wide low map has room only there.
    view.set_legend(LEGEND)
    view.resize(640, 600)
    QTest.qWait(1)
    view.home()
    corner = view.overlays.corner
    boxes = {at: view.overlays.boxes(at)[-1] for at in Corner}
    assert QRectF(view.overlays.legend.geometry()) == boxes[corner]
    assert view.overlays.corners() == tuple(Corner)


def test_the_sample_mark_leaves_the_north_of_the_map_when_the_legend_is_there(view):
    view.set_legend(LEGEND)
    view.overlays.set_state(schematic=False, sample=True, empty=False)
    view.resize(788, 420)
    QTest.qWait(1)
    sample, overlays = view.overlays.sample, view.overlays
    overlays.set_corner(Corner.UPPER_RIGHT)
    overlays.show_hint("Bấm để đặt điểm, Esc để thôi")
    assert sample.geometry().bottom() > view.height() - 20
    assert QRectF(sample.geometry()) in overlays.boxes(Corner.UPPER_RIGHT)
    assert not sample.geometry().intersects(overlays.hint.geometry())
    assert not sample.geometry().intersects(overlays.scale.geometry())
    overlays.set_corner(Corner.LOWER_LEFT)
    assert sample.y() < 20
    assert QRectF(sample.geometry()) in overlays.boxes(Corner.LOWER_LEFT)


def test_the_map_stays_where_it_is_when_the_legend_grows(view):
    view.set_legend(LEGEND)
    view.home()
    before = view.camera
    symbols = tuple(SymbolEntry(CLUSTERS.symbol, f"Lớp {number}") for number in range(2))
    view.set_legend(Legend("Chú giải", (*LEGEND.entries, *symbols)))
    assert view.camera == before
