"""Pictures of parts of the map: what is asked for, what is kept, and what is shown meanwhile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage

from gui.canvas.camera import Camera
from gui.canvas.pictures import (
    Part,
    Picture,
    PictureStore,
    common,
    covers,
    image_of,
    part_of_view,
    part_of_whole,
)

CAMERA = Camera(500_000.0, 2_350_000.0, 100.0, 800.0, 600.0)


def picture(part: Part, colour: str = "#FF0000") -> Picture:
    image = QImage(part.width, part.height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(colour))
    return Picture(part, image)


@settings(max_examples=30, deadline=None)
@given(
    st.floats(4e5, 6e5),
    st.floats(2.3e6, 2.4e6),
    st.floats(1.0, 900.0),
    st.integers(50, 2500),
    st.integers(50, 2500),
    st.sampled_from([1.0, 1.5, 2.0]),
)
def test_what_is_asked_for_covers_the_view_at_its_scale(x, y, m_per_px, width, height, dpr) -> None:
    camera = Camera(x, y, m_per_px, float(width), float(height))
    part = part_of_view(camera, dpr)
    assert part is not None
    assert covers(part.bounds, camera.bounds)
    assert part.m_per_px == pytest.approx(m_per_px / dpr)
    store = PictureStore()
    tiny = Picture(part, QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied))
    store.put(tiny)
    assert store.sharp(camera, dpr) is tiny


def test_nothing_beyond_what_there_is_is_asked_for() -> None:
    whole = (499_000.0, 2_349_000.0, 501_000.0, 2_351_000.0)
    part = part_of_view(CAMERA, 1.0, whole)
    assert part is not None
    assert covers(part.bounds, whole)
    assert part.width < 30
    away = (700_000.0, 2_349_000.0, 701_000.0, 2_351_000.0)
    assert part_of_view(CAMERA, 1.0, away) is None
    assert common(whole, away) is None
    assert covers(part_of_whole(whole).bounds, whole)


def test_pictures_are_kept_within_a_bound_of_bytes() -> None:
    store = PictureStore(most_bytes=3 * 100 * 100 * 4)
    parts = [Part((n * 1e4, 0.0, n * 1e4 + 1e4, 1e4), 100, 100) for n in range(5)]
    for part in parts:
        store.put(picture(part))
    assert store.bytes <= store.most_bytes
    middle = Camera(45_000.0, 5_000.0, 100.0, 20.0, 20.0)
    assert store.sharp(middle, 1.0) is not None
    assert store.sharp(Camera(5_000.0, 5_000.0, 100.0, 20.0, 20.0), 1.0) is None
    large = Part((0.0, 0.0, 1e5, 1e5), 1000, 1000)
    store.put(picture(large))  # larger than the bound: shown all the same, alone
    assert store.bytes == 1000 * 1000 * 4


def test_pixels_come_out_as_they_went_in() -> None:
    rgba = np.zeros((2, 3, 4), np.uint8)
    rgba[0, 2] = (10, 20, 30, 255)
    image = image_of(rgba)
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(2, 0).getRgb() == (10, 20, 30, 255)
    assert image.pixelColor(0, 0).alpha() == 0
