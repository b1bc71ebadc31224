"""Coordinates in the forms people type and paste; what is none is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.crs import to_metric
from layers.search.coordinate_text import Reading, read_coordinates

LAT, LON = 21.3256, 103.9188


@pytest.mark.parametrize(
    "text",
    [
        "21.3256, 103.9188",
        "Tọa độ: 21.3256, 103.9188",
        "WGS84 21,3256 103,9188",
        "geo:21.3256,103.9188",
        "https://www.google.com/maps/@21.3256,103.9188,15z",
        "https://www.google.com/maps/place/X/@21.1,103.1,17z/data=!3m1!8m2!3d21.3256!4d103.9188",
        "https://www.openstreetmap.org/#map=15/21.3256/103.9188",
        "21,3256 103,9188",
        "21,3256, 103,9188",
        "21,3256; 103,9188",
        "(21.3256 103.9188)",
        "21.3256N 103.9188E",
        "N21.3256 E103.9188",
        "21,3256° B, 103,9188° Đ",
        "103,9188 Đ 21,3256 B",
        "lat: 21.3256 lon: 103.9188",
        "vĩ độ 21,3256 kinh độ 103,9188",
        "kinh độ 103,9188 vĩ độ 21,3256",
    ],
)
def test_decimal_degrees(text: str) -> None:
    (place,) = read_coordinates(text)
    assert (place.lat, place.lon) == (LAT, LON)
    assert (place.reading, place.is_swapped, place.is_far) == (Reading.DEGREES, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "21°19'32\"B 103°55'08\"Đ",
        "21°19′32″N, 103°55′08″E",
        "21 19 32 N 103 55 08 E",
        "21 19 32 103 55 08",
        "21-19-32 103-55-08",
        "21d19m32s 103d55m08s",
        "21o19'32\" 103o55'08\"",
        "103°55'08\"Đ 21°19'32\"B",
        "21º19'32\"B - 103º55'08\"Đ",
        "21 độ 19 phút 32 giây B 103 độ 55 phút 8 giây Đ",
    ],
)
def test_degrees_minutes_seconds(text: str) -> None:
    (place,) = read_coordinates(text)
    assert place.lat == pytest.approx(21 + 19 / 60 + 32 / 3600, abs=1e-7)
    assert place.lon == pytest.approx(103 + 55 / 60 + 8 / 3600, abs=1e-7)
    assert (place.reading, place.is_swapped) == (Reading.DMS, False)


def test_minutes_with_decimals() -> None:
    (place,) = read_coordinates("21°19.53' 103°55.13'")
    assert (place.lat, place.lon) == (pytest.approx(21.3255), pytest.approx(103.91883333))


def test_swapped_degrees_are_turned_and_said() -> None:
    (place,) = read_coordinates("103.9188 21.3256")
    assert (place.lat, place.lon, place.is_swapped) == (LAT, LON, True)


@pytest.mark.parametrize(
    ("text", "is_swapped"),
    [
        ("X=2359388 Y=490904", False),
        ("Y: 490904, X: 2359388", False),
        ("X=490904 Y=2359388", True),
        ("VN-2000 2.359.388,0 490.904,0", False),
        ("VN-2000: 490904 2359388", True),
    ],
)
def test_vn2000_metres_where_they_are_named(text: str, is_swapped: bool) -> None:
    (place,) = read_coordinates(text)
    x, y = to_metric([place.lon], [place.lat])
    assert (x[0], y[0]) == (pytest.approx(490_904, abs=0.02), pytest.approx(2_359_388, abs=0.02))
    assert (place.reading, place.is_swapped) == (Reading.VN2000, is_swapped)


@pytest.mark.parametrize("text", ["UTM 387000 2358000", "48N 387000 2358000", "48Q 387000E 2358000N"])
def test_utm_where_it_is_named(text: str) -> None:
    (place,) = read_coordinates(text)
    assert (round(place.lat, 4), round(place.lon, 4)) == (21.3204, 103.9104)
    assert place.reading is Reading.UTM


@pytest.mark.parametrize(
    "text", ["2359388 490904", "2359388,490904", "2 359 388 490 904", "2359388.0, 490904.00"]
)
def test_bare_metres_may_mean_both(text: str) -> None:
    assert [place.reading for place in read_coordinates(text)] == [Reading.VN2000, Reading.UTM]


def test_far_away_is_told_and_not_moved() -> None:
    (place,) = read_coordinates("10.762622, 106.660172")
    assert (place.lat, place.lon, place.is_far) == (10.762622, 106.660172, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "phong lai",
        "12/2026",
        "VV-00001",
        "2024 2025",
        "21.3256",
        "0912345678",
        "21 61 32 103 55 08",
        "bản 12 xã 34",
    ],
)
def test_what_is_no_coordinate(text: str) -> None:
    assert read_coordinates(text) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.floats(20.6, 22.0).map(lambda value: round(value, 5)),
    st.floats(103.2, 105.0).map(lambda value: round(value, 5)),
    st.sampled_from([", ", " ", "; "]),
    st.sampled_from([".", ","]),
    st.booleans(),
)
def test_any_place_of_the_province_in_either_order(
    lat: float, lon: float, between: str, point: str, is_turned: bool
) -> None:
    numbers = [f"{value:.5f}".replace(".", point) for value in ((lon, lat) if is_turned else (lat, lon))]
    (place,) = read_coordinates(between.join(numbers))
    assert (place.lat, place.lon, place.is_swapped) == (lat, lon, is_turned)


@settings(max_examples=30, deadline=None)
@given(st.text("0123456789.,°'\" NEBĐxy=-/", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(read_coordinates(text), tuple)
