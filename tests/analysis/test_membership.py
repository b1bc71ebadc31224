"""The commune of a row: its exact point, else the commune it is written to."""

from __future__ import annotations

from collections.abc import Callable

import geopandas as gpd
import pandas as pd
import pytest

from analysis.locate import Locator
from analysis.membership import membership
from layers.errors import CrsMismatch, GeographicCrs

Maker = Callable[..., pd.DataFrame]


def test_every_case(rows: Maker, locator: Locator) -> None:
    frame = rows(
        {"position": "exact", "x": 15_000.0, "y": 5000.0, "commune_code": "00002"},
        {"position": "exact", "x": 15_000.0, "y": 5000.0, "commune_code": "00001"},  # disagrees
        {"position": "exact", "x": 90_000.0, "y": 5000.0, "commune_code": "00001"},  # outside
        {"position": "village", "x": 15_000.0, "y": 5000.0, "commune_code": "00001"},  # the written one
        {"position": "commune", "x": 5000.0, "y": 5000.0, "commune_code": "99999"},  # no such commune
        {"position": "none", "commune_code": "00002"},
        {"position": "none", "commune_code": None},
        {"position": "exact", "commune_code": "00001"},  # said to be exact, but no coordinates
    )
    at = membership(frame, locator)
    assert at.commune.tolist() == [1, 1, -1, 0, -1, 1, -1, 0]
    assert at.outside.tolist() == [False, False, True, False, False, False, False, False]
    assert at.no_position.tolist() == [False, False, False, False, True, False, True, False]
    assert at.without_point.tolist() == [False] * 5 + [True] * 3
    assert at.imprecise.tolist() == [False, False, False, True, True, False, False, False]
    assert at.disagrees.tolist() == [False, True, True] + [False] * 5
    assert not at.in_several.any()
    assert ((at.commune < 0) == (at.outside | at.no_position)).all()


def test_points_are_exact_where_nothing_is_said(rows: Maker, locator: Locator) -> None:
    assert membership(rows({"x": 5000.0, "y": 5000.0}), locator).commune.tolist() == [0]


def test_degrees_are_projected_and_geometry_must_be_in_the_same_system(locator: Locator) -> None:
    # The check point of the reference data: E 500000, N 2350000.
    frame = pd.DataFrame({"lon": [104.0018890], "lat": [21.2443257]})
    assert membership(frame, locator).xy.tolist() == [[500_000.0, 2_350_000.0]]
    points = gpd.GeoDataFrame(geometry=gpd.points_from_xy([5000], [5000]), crs="EPSG:9206")
    assert membership(points, locator).commune.tolist() == [0]
    with pytest.raises(CrsMismatch):
        membership(points.set_crs("EPSG:9207", allow_override=True), locator)
    with pytest.raises(GeographicCrs):
        membership(points.set_crs("EPSG:4326", allow_override=True), locator)
