"""What a tool sketches is drawn, whatever its state."""

from __future__ import annotations

import pytest

from gui.canvas.sketch import Note, Sketch
from tests.gui.canvas.conftest import middle, redraw

A, B, C = middle("00000"), middle("00004"), middle("00005")


@pytest.mark.parametrize(
    "sketch",
    [
        Sketch((A,)),
        Sketch((A,), loose=B),
        Sketch((A, B), loose=C, is_area=True),
        Sketch((A, B, C), loose=A, is_area=True, snaps=True),
        Sketch(
            (A, B, C), is_area=True, is_done=True, notes=(Note(*B, "1 km²", "Chu vi 4 km", is_total=True),)
        ),
        Sketch((A, A)),
        Sketch((A, (1e9, 1e9)), notes=(Note(1e9, 1e9, "xa", is_total=True),)),
    ],
    ids=["corner", "line", "ring", "closing", "done", "one place", "far outside"],
)
def test_every_state_is_drawn(view, sketch):
    before = view.surface.grab().toImage()
    view.show_sketch(sketch)
    redraw(view)
    assert view.surface.grab().toImage() != before
    view.show_sketch(None)
    redraw(view)
    assert view.surface.grab().toImage() == before


def test_a_leg_that_is_too_short_carries_no_text(view):
    near = (A[0] + 200.0, A[1])
    bare = Sketch((A, near))
    view.show_sketch(bare)
    redraw(view)
    before = view.surface.grab().toImage()
    view.show_sketch(Sketch((A, near), notes=(Note(A[0] + 100.0, A[1], "200 m", leg=(A, near)),)))
    redraw(view)
    assert view.surface.grab().toImage() == before
