import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from exports.symbols import (
    draw_area,
    draw_swatch,
    draw_symbol,
    hatch_brush,
    hatch_lines,
    rings_of,
    symbol_path,
)
from layers.style import NO_DATA, NOT_COVERED, Shape, Symbol

SQUARE = np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0]])
ROOT2 = 2**0.5


def picture(width: int = 60, height: int = 60) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#FFFFFF"))
    return image


def dark(image: QImage) -> int:
    colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(colour.lightness() < 200 for colour in colours)


def test_one_stroke_from_corner_to_corner():
    lines = hatch_lines([SQUARE], ROOT2, origin=(0.0, 2.0))
    assert lines.round(6).tolist() == [[0.0, 2.0, 2.0, 0.0]]
    falling = hatch_lines([SQUARE], ROOT2, rising=False)
    assert falling.round(6).tolist() == [[0.0, 0.0, 2.0, 2.0]]


def test_a_hole_is_left_out():
    hole = np.array([[0.5, 0.5], [0.5, 1.5], [1.5, 1.5], [1.5, 0.5]])
    lines = hatch_lines([SQUARE, hole], ROOT2, origin=(0.0, 2.0))
    assert lines.round(6).tolist() == [[0.0, 2.0, 0.5, 1.5], [1.5, 0.5, 2.0, 0.0]]


def test_nothing_to_hatch():
    assert hatch_lines([], 1.0).shape == (0, 4)
    assert hatch_lines([SQUARE], 0.0).shape == (0, 4)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=12, unique=True),
    st.booleans(),
)
def test_strokes_lie_inside_and_fill_evenly(points, rising):
    shape = shapely.convex_hull(shapely.multipoints(points))
    if shape.geom_type != "Polygon" or shape.area < 50:
        return
    spacing = 0.25
    lines = hatch_lines([shapely.get_coordinates(shape)], spacing, rising=rising)
    drawn = shapely.linestrings(lines.reshape(-1, 2, 2))
    assert shapely.length(shapely.difference(drawn, shapely.buffer(shape, 1e-6))).sum() < 1e-6
    # Strokes a spacing apart sweep the area once.
    assert shapely.length(drawn).sum() * spacing == pytest.approx(shape.area, rel=0.05)


def test_neighbours_continue_each_others_strokes():
    right = SQUARE + np.array([2.0, 0.0])
    whole = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 2.0], [0.0, 2.0]])
    parts = sum(
        shapely.length(shapely.linestrings(hatch_lines([ring], 0.3).reshape(-1, 2, 2))).sum()
        for ring in (SQUARE, right)
    )
    one = shapely.length(shapely.linestrings(hatch_lines([whole], 0.3).reshape(-1, 2, 2))).sum()
    assert parts == pytest.approx(one)


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("hollow", [False, True])
def test_every_symbol_draws_around_its_centre(shape, hollow):
    image = picture()
    painter = QPainter(image)
    draw_symbol(painter, Symbol(shape, "#000000", 20.0, hollow), 30, 30, 1.0)
    painter.end()
    assert dark(image) > 20
    assert symbol_path(shape, 20.0).boundingRect().width() <= 23
    # A hollow one is white in the middle; what stands there is never taken for an exact dot.
    if hollow and shape is not Shape.DOT:
        assert image.pixelColor(30, 30).lightness() > 200


def test_hollow_is_told_from_filled():
    counts = []
    for hollow in (False, True):
        image = picture()
        painter = QPainter(image)
        draw_symbol(painter, Symbol(Shape.CIRCLE, "#000000", 20.0, hollow), 30, 30, 1.0)
        painter.end()
        counts.append(image.pixelColor(30, 30).lightness())
    assert counts == [0, 255]


def test_area_is_hatched_inside_only():
    image = picture()
    painter = QPainter(image)
    path = QPainterPath()
    path.addRect(QRectF(10, 10, 40, 40))
    draw_area(painter, path, NOT_COVERED, 1.0, stroke=False)
    painter.end()
    outside = [image.pixelColor(x, y) for x in range(60) for y in (2, 57)]
    assert all(colour == QColor("#FFFFFF") for colour in outside)
    inside = {image.pixelColor(x, 30).name() for x in range(12, 48)}
    assert len(inside) > 2
    assert len(rings_of(path)) == 1


def test_swatch_and_texture_are_not_blank():
    image = picture()
    painter = QPainter(image)
    draw_swatch(painter, QRectF(5, 5, 40, 20), NO_DATA, 1.0)
    painter.end()
    assert dark(image) > 10
    assert not hatch_brush(NOT_COVERED, 2.0).textureImage().isNull()
