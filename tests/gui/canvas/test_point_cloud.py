"""Where the points of a layer are drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.canvas.density import count_cells
from gui.canvas.point_cloud import MOST_FANNED, PointCloud

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


def test_a_crowd_at_one_place_is_counted_as_one_place(monkeypatch):
    """A new scale must not go through all points of a crowd once more."""
    seen: list[int] = []

    def counted(x, y, cell_m, together=None):
        seen.append(len(x))
        return count_cells(x, y, cell_m, together)

    monkeypatch.setattr("gui.canvas.point_cloud.count_cells", counted)
    cloud = PointCloud.of(frame(x=[500_000.0] * 7 + [503_000.0], y=[2_350_000.0] * 8))
    assert [cloud.grid(side).total for side in (64.0, 1024.0)] == [8, 8]
    assert seen == [2, 2]


def test_no_rows():
    cloud = PointCloud.of(frame(x=np.empty(0), y=np.empty(0)))
    assert len(cloud) == 0
    assert cloud.grid(64.0).total == 0


def test_identical_exact_points_are_ranked_apart_from_approximate_ones():
    cloud = PointCloud.of(
        frame(
            x=[500_000.0] * 5,
            y=[2_350_000.0] * 5,
            position=["exact", "village", "exact", "exact", "village"],
        )
    )
    assert cloud.together.tolist() == [3, 2, 3, 3, 2]
    assert cloud.rank.tolist() == [0, 0, 1, 2, 1]
    assert cloud.first.tolist() == [0, 1, 0, 0, 1]
    assert cloud.at_place_of(3).tolist() == [0, 2, 3]
    assert cloud.as_exact().together.tolist() == [5] * 5


def test_a_crowd_is_never_spread():
    some = PointCloud.of(frame(x=[500_000.0] * 3, y=[2_350_000.0] * 3))
    crowd = PointCloud.of(frame(x=[500_000.0] * (MOST_FANNED + 1), y=[2_350_000.0] * (MOST_FANNED + 1)))
    for cloud, near in ((some, 3), (crowd, 1)):
        every = np.arange(len(cloud))
        assert len(cloud.apart(every, is_fanned=False)) == 1
        assert len(cloud.apart(every, is_fanned=True)) == near
    assert crowd.widest_fan_px(10.0) == 0.0
    assert some.widest_fan_px(10.0) == pytest.approx(10 * 2**0.5)


def test_ids_are_found_by_place():
    cloud = PointCloud.of(frame(x=[500_000.0, np.nan, 500_001.0], y=[2_350_000.0, 0.0, 2_350_000.0]))
    assert cloud.places_of(pd.Index(["p2", "p0", "gone", "p1"])).tolist() == [0, 1]
    assert cloud.places_of(pd.Index([], dtype="str")).tolist() == []


def test_one_place_near_is_told_from_several():
    cloud = PointCloud.of(frame(x=[500_000.0, 500_000.0, 500_050.0], y=[2_350_000.0] * 3))
    assert cloud.only_place_near(500_001.0, 2_350_000.0, 10.0) == 0
    assert cloud.only_place_near(500_049.0, 2_350_000.0, 10.0) == 2
    assert cloud.only_place_near(500_020.0, 2_350_000.0, 40.0) is None
    assert cloud.only_place_near(400_000.0, 2_350_000.0, 10.0) is None


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=30).map(
        lambda rows: [(5e5 + x, 2.3e6 + y, rough) for x, y, rough in rows]
    )
)
@settings(max_examples=30, deadline=None)
def test_ranks_are_those_of_counting_by_hand(rows):
    x, y, rough = (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    position = ["village" if one else "exact" for one in rough]
    cloud = PointCloud.of(frame(x=np.array(x, float), y=np.array(y, float), position=position))
    seen: dict[tuple[float, float, bool], int] = {}
    for place, row in enumerate(rows):
        assert cloud.rank[place] == seen.get(row, 0)
        seen[row] = seen.get(row, 0) + 1
    assert cloud.together.tolist() == [seen[row] for row in rows]
