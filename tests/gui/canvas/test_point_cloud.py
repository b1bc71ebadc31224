"""Where the points of a layer are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd

from gui.canvas.point_cloud import PointCloud

ANCHORS = {"01": (500_000.0, 2_350_000.0)}


def frame(**columns) -> pd.DataFrame:
    made = pd.DataFrame(columns)
    made.index = pd.Index([f"p{number}" for number in range(len(made))], name="id")
    return made


def test_rows_without_a_place_are_counted_and_left_out():
    cloud = PointCloud.of(frame(x=[500_000.0, np.nan, np.inf], y=[2_350_000.0, 1.0, 1.0]))
    assert cloud.ids.tolist() == ["p0"]
    assert cloud.unplaced == 2


def test_what_lies_in_another_country_is_left_out():
    cloud = PointCloud.of(frame(x=[500_000.0, 1e12, 0.0], y=[2_350_000.0, 2_350_000.0, -9e15]))
    assert len(cloud) == 1
    assert cloud.unplaced == 2


def test_points_known_by_commune_stand_at_its_place_and_are_ranked():
    cloud = PointCloud.of(
        frame(
            x=[500_100.0, np.nan, np.nan, np.nan],
            y=[2_350_100.0, np.nan, np.nan, np.nan],
            position=["exact", "commune", "commune", "commune"],
            commune_code=["01", "01", "01", "99"],
        ),
        ANCHORS,
    )
    assert cloud.ids.tolist() == ["p0", "p1", "p2"]
    assert cloud.x.tolist() == [500_100.0, 500_000.0, 500_000.0]
    assert cloud.approximate.tolist() == [False, True, True]
    assert sorted(cloud.rank.tolist()) == [0, 0, 1]
    assert cloud.together.tolist() == [1, 2, 2]
    assert cloud.unplaced == 1


def test_points_of_one_place_are_spread_and_exact_ones_stay():
    cloud = PointCloud.of(
        frame(x=[500_000.0] * 4, y=[2_350_000.0] * 4, position=["exact", "village", "village", "village"])
    )
    dx, dy = cloud.fan_px(10.0, np.arange(4))
    moved = np.hypot(dx, dy)
    assert moved[0] == 0.0
    assert sorted(moved[1:].round(6).tolist()) == [0.0, 10.0, round(10 * 2**0.5, 6)]
    between = [np.hypot(dx[i] - dx[j], dy[i] - dy[j]) for i in (1, 2, 3) for j in range(1, i)]
    assert min(between) > 8.0


def test_identical_points_by_the_million_are_one_cell():
    count = 1_000_000
    rows = pd.DataFrame({"x": np.full(count, 500_000.0), "y": np.full(count, 2_350_000.0)})
    cloud = PointCloud.of(rows)
    assert cloud.grid(1024.0).counts.tolist() == [[count]]


def test_no_rows():
    cloud = PointCloud.of(frame(x=np.empty(0), y=np.empty(0)))
    assert len(cloud) == 0
    assert cloud.grid(64.0).total == 0
