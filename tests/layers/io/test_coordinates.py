from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.crs import to_metric, transformer
from layers.errors import BadParameter
from layers.io.coordinates import known_crs, locate_degrees, locate_metres, locate_pair, locate_point


def near(found: object, lon: float, lat: float) -> None:
    assert found.lon == pytest.approx(lon, abs=2e-5)  # type: ignore[attr-defined]
    assert found.lat == pytest.approx(lat, abs=2e-5)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [("21,5712", "103,6188"), ("21.5712", "103.6188"), (21.5712, 103.6188), ("21.5712°", "103.6188°")],
)
def test_decimal_degrees(lat: object, lon: object) -> None:
    found = locate_degrees(lat, lon)  # type: ignore[arg-type]
    near(found, 103.6188, 21.5712)
    assert (found.mended, found.problem, found.outside) == ("", "", False)


def test_degrees_minutes_seconds() -> None:
    # 21° 33' 14,4" is 21 + 33/60 + 14.4/3600 = 21.554; 103° 35' 24,4" is 103.590111.
    near(locate_degrees("21°33'14,4\"B", "103°35'24,4\"Đ"), 103.590111, 21.554)
    near(locate_pair("21°33'14,4\"B 103°35'24,4\"Đ"), 103.590111, 21.554)


def test_x_is_the_northing_in_vn2000() -> None:
    # Check point of the system: E 500000, N 2350000 is 104.0018890, 21.2443257.
    found = locate_metres(2350000, 500000)
    near(found, 104.0018890, 21.2443257)
    assert found.mended == ""
    assert found.text == "X=2350000; Y=500000 (EPSG:9206)"
    near(locate_metres("2.359.388,0", "490.904,0"), 103.9142, 21.3291)


def test_what_was_swapped_is_put_right_and_said() -> None:
    swapped = locate_metres(500000, 2350000)
    near(swapped, 104.0018890, 21.2443257)
    assert swapped.mended == "coordinates_swapped"
    degrees = locate_degrees(103.6188, 21.5712)
    near(degrees, 103.6188, 21.5712)
    assert degrees.mended == "coordinates_swapped"


def test_metres_in_columns_of_degrees() -> None:
    found = locate_degrees("2350000", "500000")
    near(found, 104.0018890, 21.2443257)
    assert found.mended == "metres_as_degrees"


def test_a_named_system_is_used() -> None:
    x, y = transformer("EPSG:4326", "EPSG:32648").transform(103.9, 21.3)
    found = locate_metres(y, x, "EPSG:32648")
    near(found, 103.9, 21.3)
    assert found.mended == ""
    near(locate_point(x, y, "EPSG:32648"), 103.9, 21.3)


def test_absent_is_no_position_and_nonsense_a_problem() -> None:
    for cell in (None, "", "-", "chưa có"):
        assert locate_degrees(cell, cell).lon is None
        assert locate_degrees(cell, cell).problem == ""
        assert locate_pair(cell).problem == ""
    for lat, lon in (("21,57", None), ("gần cầu", "103,6"), (0, 0), (95, 200)):
        assert locate_degrees(lat, lon).problem == "coordinates_unreadable"
    assert locate_pair("cạnh nhà văn hóa").problem == "coordinates_unreadable"


def test_far_away_is_told() -> None:
    found = locate_degrees(10.77, 106.7)
    assert (found.lon, found.lat, found.outside) == (106.7, 10.77, True)


@given(st.floats(103.0, 105.0), st.floats(20.6, 22.0))
@settings(max_examples=50, deadline=None)
def test_metres_and_degrees_tell_the_same_place_in_any_order(lon: float, lat: float) -> None:
    x, y = (float(value[0]) for value in to_metric([lon], [lat]))
    for found in (
        locate_metres(y, x),
        locate_metres(x, y),
        locate_degrees(lat, lon),
        locate_degrees(lon, lat),
    ):
        assert found.lon == pytest.approx(lon, abs=1e-6)
        assert found.lat == pytest.approx(lat, abs=1e-6)


def test_degrees_of_vn2000_are_shifted() -> None:
    # Without the shift of the datum the point would lie 223 m off.
    found = locate_metres(21.3, 103.9, "EPSG:4756")
    lon, lat = transformer("EPSG:4756", "EPSG:4326").transform(103.9, 21.3)
    near(found, lon, lat)
    x, y = to_metric([103.9, found.lon], [21.3, found.lat])
    assert ((x[1] - x[0]) ** 2 + (y[1] - y[0]) ** 2) ** 0.5 == pytest.approx(223, abs=5)


def test_names_of_systems() -> None:
    assert (known_crs("9206"), known_crs("epsg:3405"), known_crs(None), known_crs(" ")) == (
        "EPSG:9206", "EPSG:3405", None, None,
    )  # fmt: skip
    with pytest.raises(BadParameter):
        known_crs("hệ nào đó")
