"""Shapes of context layers: any kind of them, taken apart, projected once, found again."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.context import ContextShapes, Parts, context_table
from layers.crs import to_metric


def frame(**shapes: object) -> pd.DataFrame:
    return pd.DataFrame({"geom": pd.Series(list(shapes.values()), index=list(shapes), dtype=object)})


def square(lon: float, lat: float, side: float = 0.1) -> shapely.Polygon:
    return shapely.box(lon, lat, lon + side, lat + side)


def at(lon: float, lat: float) -> tuple[float, float]:
    x, y = to_metric([lon], [lat])
    return float(x[0]), float(y[0])


def test_names_of_tables_are_plain_and_free() -> None:
    assert context_table("Đường tỉnh") == "context_duong_tinh"
    assert context_table("!!!") == "context_1"
    assert context_table("a", {"context_a", "context_a_2"}) == "context_a_3"


def test_points_lines_and_areas_lie_where_pyproj_says() -> None:
    made = ContextShapes.of(
        frame(
            p=shapely.Point(104.001889, 21.2443257),
            l=shapely.LineString([(104.0, 21.0), (104.1, 21.2)]),
            a=square(104.2, 21.0),
        )
    )
    assert made.points == pytest.approx(np.array([[500_000.0, 2_350_000.0]]), abs=0.02)
    x, y = to_metric([104.0, 104.1], [21.0, 21.2])
    assert shapely.get_coordinates(made.lines.shapes) == pytest.approx(np.column_stack([x, y]), abs=0.02)
    assert (made.point_row.tolist(), made.lines.row.tolist(), made.areas.row.tolist()) == ([0], [1], [2])
    assert made.left_out == 0


def test_what_cannot_be_drawn_is_counted_and_harms_nothing() -> None:
    made = ContextShapes.of(
        frame(
            none=None,
            empty=shapely.Point(),
            nan=shapely.Point(np.nan, 21.0),
            far=shapely.LineString([(104.0, 21.0), (1e12, 5.0)]),
            good=shapely.Point(104.0, 21.0),
        )
    )
    # Without a shape there is nothing to leave out; a vertex that is nowhere leaves out its whole line.
    assert made.left_out == 2
    assert (len(made.points), len(made.lines)) == (1, 0)
    assert ContextShapes.of(frame()).bounds is None
    assert ContextShapes.of(pd.DataFrame(index=["a"])).bounds is None


def test_collections_are_taken_apart_and_z_goes() -> None:
    inner = shapely.GeometryCollection([square(104.0, 21.0), shapely.Point(104.5, 21.5)])
    nested = shapely.GeometryCollection([shapely.LineString([(104, 21, 5), (104.1, 21, 9)]), inner])
    made = ContextShapes.of(frame(one=nested, two=shapely.MultiPoint([(104.2, 21.2), (104.3, 21.3)])))
    assert made.point_row.tolist() == [0, 1, 1]
    assert (made.lines.row.tolist(), made.areas.row.tolist()) == ([0], [0])
    assert not shapely.has_z(made.lines.shapes).any()


def test_rings_that_cross_themselves_are_hit_in_both_halves() -> None:
    bow = shapely.Polygon([(104.0, 21.0), (104.2, 21.2), (104.2, 21.0), (104.0, 21.2)])
    made = ContextShapes.of(frame(bow=bow))
    for lon, lat in ((104.02, 21.1), (104.18, 21.1)):
        assert made.row_near(*at(lon, lat), 1.0) == 0
    assert made.row_near(*at(104.1, 21.02), 1.0) is None


def test_the_nearest_line_comes_before_the_smallest_area() -> None:
    made = ContextShapes.of(
        frame(
            wide=square(104.0, 21.0, 0.5),
            small=square(104.1, 21.1, 0.1),
            line=shapely.LineString([(104.15, 21.0), (104.15, 21.4)]),
            other=shapely.LineString([(104.1502, 21.0), (104.1502, 21.4)]),
        )
    )
    assert made.row_near(*at(104.12, 21.15), 400.0) == 1
    assert made.row_near(*at(104.1499, 21.15), 400.0) == 2
    assert made.row_near(*at(104.4, 21.4), 400.0) == 0


def test_rows_within_a_polygon_of_metres() -> None:
    made = ContextShapes.of(
        frame(
            inside=shapely.Point(104.05, 21.05),
            across=shapely.LineString([(104.05, 21.05), (105.0, 21.05)]),
            away=square(104.8, 21.5),
        )
    )
    x, y = to_metric([104.0, 104.1], [21.0, 21.1])
    assert made.rows_within(shapely.box(x[0], y[0], x[1], y[1])).tolist() == [0, 1]


def test_simple_shapes_are_off_by_no_more_than_asked_and_made_once() -> None:
    x = np.linspace(0, 10_000, 400)
    line = shapely.LineString(np.column_stack([x, 5 * np.sin(x / 50)]))
    dot = shapely.Polygon([(0, 0), (1, 0), (0, 1)])
    parts = Parts.of(np.array([line, dot], dtype=object), np.array([0, 1]))
    simple = parts.simplified(50.0)
    assert shapely.hausdorff_distance(simple[0], line) <= 50.0
    assert shapely.get_num_coordinates(simple[0]) == 2
    assert not shapely.is_empty(simple[1])
    assert parts.simplified(50.0) is simple


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(allow_nan=True, allow_infinity=True, width=32),
            st.floats(allow_nan=True, allow_infinity=True, width=32),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_coordinates_break_it(places: list[tuple[float, float]]) -> None:
    shapes = {str(number): shapely.Point(*place) for number, place in enumerate(places)}
    made = ContextShapes.of(frame(**shapes))
    assert len(made.points) + made.left_out <= len(places)
    assert np.isfinite(made.points).all()
