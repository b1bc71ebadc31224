"""How lengths and areas are written."""

from __future__ import annotations

import pytest

from gui.canvas.tools.measure_text import area_text, length_text
from layers.words import Words


@pytest.mark.parametrize(
    ("metres", "text"),
    [(0.0, "0 m"), (999.4, "999 m"), (999.6, "1,00 km"), (12_345.0, "12,35 km"), (123_456.0, "123,5 km")],
)
def test_lengths(metres, text):
    assert length_text(metres, Words.load("vi")) == text


@pytest.mark.parametrize(
    ("square_metres", "text"),
    [
        (850.0, "850 m²"),
        (9_999.6, "1,00 ha"),
        (123_456.0, "12,35 ha"),
        (1_000_000.0, "1,00 km²"),
        (14_109_830_000.0, "14.109,8 km²"),
    ],
)
def test_areas(square_metres, text):
    assert area_text(square_metres, Words.load("vi")) == text


def test_english_has_its_own_marks():
    assert length_text(1234.5, Words.load("en")) == "1.23 km"
