"""Lengths and areas on the ground, against Vincenty's formula by hand and against the scale of the map."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from analysis.geodesic import area_and_perimeter, leg_lengths
from layers.crs import to_store

A, F = 6_378_137.0, 1 / 298.257223563  # WGS84


def vincenty_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two places (lon, lat in degrees) by Vincenty's inverse formula of 1975."""
    b = A * (1 - F)
    u1, u2 = (math.atan((1 - F) * math.tan(math.radians(lat))) for _, lat in (one, other))
    apart = math.radians(other[0] - one[0])
    angle = apart
    for _ in range(50):
        sin_s = math.hypot(
            math.cos(u2) * math.sin(angle),
            math.cos(u1) * math.sin(u2) - math.sin(u1) * math.cos(u2) * math.cos(angle),
        )
        cos_s = math.sin(u1) * math.sin(u2) + math.cos(u1) * math.cos(u2) * math.cos(angle)
        sigma = math.atan2(sin_s, cos_s)
        sin_a = math.cos(u1) * math.cos(u2) * math.sin(angle) / sin_s
        cos2_a = 1 - sin_a**2
        cos_2m = cos_s - 2 * math.sin(u1) * math.sin(u2) / cos2_a
        c = F / 16 * cos2_a * (4 + F * (4 - 3 * cos2_a))
        angle = apart + (1 - c) * F * sin_a * (sigma + c * sin_s * (cos_2m + c * cos_s * (2 * cos_2m**2 - 1)))
    u_2 = cos2_a * (A**2 - b**2) / b**2
    big_a = 1 + u_2 / 16384 * (4096 + u_2 * (-768 + u_2 * (320 - 175 * u_2)))
    big_b = u_2 / 1024 * (256 + u_2 * (-128 + u_2 * (74 - 47 * u_2)))
    inner = cos_s * (2 * cos_2m**2 - 1) - big_b / 6 * cos_2m * (4 * sin_s**2 - 3) * (4 * cos_2m**2 - 3)
    return b * big_a * (sigma - big_b * sin_s * (cos_2m + big_b / 4 * inner))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((490_000.0, 2_350_000.0), (530_000.0, 2_380_000.0)),
        ((470_000.0, 2_310_000.0), (470_500.0, 2_310_000.0)),
    ],
    ids=["fifty kilometres", "half a kilometre"],
)
def test_a_leg_is_as_long_as_vincenty_says(one, other):
    lon, lat = to_store([one[0], other[0]], [one[1], other[1]])
    places = list(zip(lon.tolist(), lat.tolist(), strict=True))
    # to_store rounds to a millimetre
    assert leg_lengths([one, other])[0] == pytest.approx(vincenty_m(*places), abs=0.005)


def test_a_leg_differs_from_the_map_by_the_scale_of_the_map_alone():
    # TM-3: scale 0.9999 on the central meridian (x = 500 km), growing by (dx / R)² / 2 beside it; the datum
    # shift of VN-2000 changes a length by less than 20 mm a kilometre.
    east = np.array([500_000.0, 580_000.0])
    scale = 0.9999 * (1 + ((east - 500_000.0) / 6_378_000.0) ** 2 / 2)
    for x, factor in zip(east, scale, strict=True):
        metres = leg_lengths([(x, 2_340_000.0), (x, 2_350_000.0)])[0]
        assert metres == pytest.approx(10_000.0 / factor, abs=0.6)


def test_the_area_is_that_of_the_map_by_the_square_of_its_scale():
    ring = [
        (495_000.0, 2_345_000.0),
        (505_000.0, 2_345_000.0),
        (507_000.0, 2_352_000.0),
        (498_000.0, 2_356_000.0),
    ]
    area, perimeter = area_and_perimeter(ring)
    flat = shapely.Polygon(ring)
    assert area == pytest.approx(flat.area / 0.9999**2, rel=1e-4)
    assert perimeter == pytest.approx(flat.length / 0.9999, rel=1e-4)
    assert perimeter == pytest.approx(leg_lengths([*ring, ring[0]]).sum(), abs=0.01)


def test_a_ring_has_one_area_whichever_way_round():
    ring = [(5e5, 2.35e6), (5.1e5, 2.35e6), (5.1e5, 2.36e6)]
    assert area_and_perimeter(ring)[0] == pytest.approx(area_and_perimeter(ring[::-1])[0], rel=1e-12)


def test_too_few_corners_measure_nothing():
    assert leg_lengths([]).tolist() == []
    assert leg_lengths([(5e5, 2.35e6)]).tolist() == []
    assert area_and_perimeter([(5e5, 2.35e6)]) == (0.0, 0.0)
    assert area_and_perimeter([(5e5, 2.35e6), (5.1e5, 2.35e6)])[0] == 0.0
