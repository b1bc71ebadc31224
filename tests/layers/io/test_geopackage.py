"""Shapes in GeoPackage binary, compared with those other programs write."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.io.geopackage import decode_points, decode_shapes, encode_points, encode_shapes

DEGREES = st.lists(
    st.one_of(st.none(), st.tuples(st.floats(-180, 180), st.floats(-90, 90))), min_size=1, max_size=8
)


@settings(max_examples=50, deadline=None)
@given(DEGREES)
def test_points_come_back_to_the_last_bit(points: list[tuple[float, float] | None]) -> None:
    lon, lat = np.array([(np.nan, np.nan) if p is None else p for p in points]).T
    blobs = encode_points(lon, lat)
    assert [blob is None for blob in blobs] == [p is None for p in points]
    again = decode_points(blobs)
    np.testing.assert_array_equal(again[0], lon)
    np.testing.assert_array_equal(again[1], lat)


def test_a_point_is_written_as_the_standard_says() -> None:
    (blob,) = encode_points(np.array([103.5]), np.array([21.25]))
    header = b"GP\x00\x01" + struct.pack("<i", 4326)
    assert blob == header + b"\x01" + struct.pack("<Idd", 1, 103.5, 21.25)


def test_shapes_carry_their_envelope() -> None:
    square = shapely.box(103, 21, 104, 22)
    blobs = encode_shapes(np.array([square, None], dtype=object))
    assert blobs[1] is None
    assert blobs[0] is not None
    assert blobs[0][3] == 0b011
    assert struct.unpack("<4d", blobs[0][8:40]) == (103.0, 104.0, 21.0, 22.0)
    assert decode_shapes(blobs).tolist() == [square, None]


def test_what_other_programs_write_is_read() -> None:
    point = shapely.Point(103.5, 21.25)
    big = shapely.to_wkb(point, byte_order=0)
    envelope = struct.pack("<4d", 103.5, 103.5, 21.25, 21.25)
    with_envelope = b"GP\x00\x03" + struct.pack("<i", 4326) + envelope + shapely.to_wkb(point)
    big_endian = b"GP\x00\x00" + struct.pack(">i", 4326) + big
    nothing = b"GP\x00\x11" + struct.pack("<i", 4326) + shapely.to_wkb(shapely.Point())
    lon, lat = decode_points([with_envelope, big_endian, None, nothing])
    np.testing.assert_array_equal(lon, [103.5, 103.5, np.nan, np.nan])
    np.testing.assert_array_equal(lat, [21.25, 21.25, np.nan, np.nan])


@pytest.mark.parametrize(
    "blob", [b"", b"GP", b"XX\x00\x01\xe6\x10\x00\x00", b"GP\x00\x0f\xe6\x10\x00\x00" + b"\0" * 80]
)
def test_anything_else_is_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="no "):
        decode_shapes([blob])
    with pytest.raises(ValueError, match="no "):
        decode_points([blob])


def test_a_line_is_no_point() -> None:
    blobs = encode_shapes(np.array([shapely.LineString([(0, 0), (1, 1)])], dtype=object))
    with pytest.raises(ValueError, match="no point"):
        decode_points(blobs)
