"""Outlines in several degrees of detail."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gui.canvas.geometry_levels import GeometryLevels, anchors_of, outline_path, shared_lines, tolerance_for


def at_once(work, done):
    done(work())


@pytest.mark.parametrize(("m_per_px", "tolerance"), [(1000.0, 160.0), (100.0, 40.0), (20.0, 6.0), (0.5, 0.0)])
def test_error_of_an_outline_stays_below_a_pixel(m_per_px, tolerance):
    assert tolerance_for(m_per_px) == tolerance
    assert tolerance <= 0.6 * m_per_px


def test_rings_are_not_joined_to_each_other():
    with_hole = shapely.box(0, 0, 10, 10).difference(shapely.box(4, 4, 6, 6))
    two = shapely.MultiPolygon([with_hole, shapely.box(20, 0, 30, 10)])
    path = outline_path(two)
    assert path.elementCount() == 15  # three closed rings of five points
    assert sum(path.elementAt(i).isMoveTo() for i in range(15)) == 3


@pytest.mark.parametrize(
    "nothing", [None, shapely.Polygon(), shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)])]
)
def test_what_is_no_area_has_no_outline(nothing):
    assert outline_path(nothing).isEmpty()


def test_anchor_is_the_middle_of_the_widest_part(squares):
    anchors = GeometryLevels(squares, at_once, lambda: None).anchors
    assert np.allclose([anchors.x[4], anchors.y[4]], [495_000.0, 2_345_000.0], atol=250)
    assert anchors.radius_m[4] == pytest.approx(5000, rel=0.1)


def test_anchor_of_nothing_is_unknown():
    anchors = anchors_of(np.array([None, shapely.MultiPolygon()], dtype=object))
    assert np.isnan(anchors.x).all()


def test_visible_are_those_that_meet_the_view(squares):
    levels = GeometryLevels(squares, at_once, lambda: None)
    assert levels.visible((481_000.0, 2_331_000.0, 482_000.0, 2_332_000.0)).tolist() == [0]
    assert levels.visible((0.0, 0.0, 1.0, 1.0)).tolist() == []


def test_finer_outlines_come_later_and_the_nearest_stand_in(squares):
    asked = []
    arrived = []
    levels = GeometryLevels(squares, lambda work, done: asked.append((work, done)), lambda: arrived.append(1))
    assert levels.at(1.0).tolerance_m == 160.0
    assert levels.at(1.0).tolerance_m == 160.0
    assert len(asked) == 1  # asked for once
    work, done = asked[0]
    done(work())
    assert arrived == [1]
    assert levels.at(1.0).tolerance_m == 0.0


def test_lines_two_areas_share():
    areas = np.array(
        [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(9, 9, 10, 10)], dtype=object
    )
    (line,) = shared_lines(areas)
    assert sorted(map(tuple, line.tolist())) == [(1.0, 0.0), (1.0, 1.0)]
