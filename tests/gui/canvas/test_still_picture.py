"""While the map is pulled only what comes in is painted, and the picture is the same as one painted anew."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from gui.canvas.items.boundaries import BoundariesItem
from layers.style import DARK, NO_DATA, NOT_COVERED, Fill

from .conftest import redraw


@pytest.fixture
def shaded(view):
    """Return the map with solid and hatched squares, and the item that draws them."""
    (item,) = [thread.item for thread in view.stack.threads if isinstance(thread.item, BoundariesItem)]
    codes = [f"{number:05d}" for number in range(9)]
    looks = (NOT_COVERED, Fill(colour="#0B5F4A"), NO_DATA)
    item.set_fills({code: looks[place % 3] for place, code in enumerate(codes)})
    redraw(view)
    return view, item


def picture(view) -> QImage:
    """Return what is seen while the map is still moving."""
    view.surface.viewport().repaint()
    return view.surface.grab().toImage()


@pytest.mark.parametrize("pull", [(17.0, 9.0), (-40.0, 3.0), (0.0, -55.0), (350.0, 0.0)])
def test_a_pulled_map_looks_as_if_painted_anew(shaded, pull) -> None:
    view, item = shaded
    view.look(view.camera.zoomed(2.0))
    view.look(view.camera.panned(1.0, 1.0))  # from here on it moves
    picture(view)
    before = item.picture.painted_px
    view.look(view.camera.panned(*pull))
    pulled = picture(view)
    strips = item.picture.painted_px - before
    item.picture.forget()
    assert pulled == picture(view)
    width, height = view.camera.width, view.camera.height
    across, down = min(abs(pull[0]), width), min(abs(pull[1]), height)
    assert strips == pytest.approx(across * height + down * (width - across), rel=0.01)


def test_nothing_is_painted_twice_for_the_pointer(shaded) -> None:
    view, item = shaded
    before = item.picture.painted_px
    view.highlight.set_hovered(4)
    redraw(view)
    assert item.picture.painted_px == before


def test_another_shade_theme_or_scale_is_painted_whole(shaded) -> None:
    view, item = shaded
    for change in (
        lambda: item.set_fills({}),
        lambda: view.set_theme(DARK),
        lambda: view.look(view.camera.zoomed(1.3)),
        lambda: view.look(view.camera.panned(10.5, 0.0)),  # half a pixel
    ):
        before = item.picture.painted_px
        change()
        redraw(view)
        assert item.picture.painted_px >= before + view.camera.width * view.camera.height
