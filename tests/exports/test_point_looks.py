"""Points gathered by look and place: nothing is lost, sums are areas, several looks at one place are said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from exports.point_looks import (
    cells_of,
    commune_circles,
    density_colours,
    density_steps,
    looks_of_rows,
    point_looks,
)
from exports.render import Role
from layers.renderers import Categorised, Category, Density, Graduated, Proportional
from layers.style import CLUSTERS, INCIDENTS, Style, Symbol

ANCHORS = {"01": (100.0, 200.0)}
ROWS = pd.DataFrame(
    {
        "x": [1.0, 2.0, np.nan, np.nan, np.nan, np.nan],
        "y": [1.0, 2.0, np.nan, np.nan, np.nan, np.nan],
        "position": ["exact", "exact", "commune", "commune", "commune", "none"],
        "commune_code": ["01", "01", "01", "01", "01", None],
        "status": ["active", "ended", "active", "active", "ended", "active"],
        "members": [4.0, 0.0, 10.0, 6.0, np.nan, 1.0],
    }
)
STATUS = Style(symbol=Symbol(), renderer=Categorised("status", (Category("active"), Category("ended"))))


def test_exact_points_lie_over_places_known_roughly() -> None:
    looks = looks_of_rows(ROWS, Style(symbol=Symbol()), ANCHORS)
    assert [(group.symbol.hollow, group.counts.tolist()) for group in looks.groups] == [
        (True, [3]),
        (False, [1, 1]),
    ]
    assert (looks.total, looks.approximate, looks.at_one_place) == (5, 3, True)
    assert looks.groups[0].rows.tolist() == [2, 3, 4]
    assert len(looks.places) == 5


def test_several_looks_at_one_place_are_a_look_of_their_own() -> None:
    looks = looks_of_rows(ROWS, STATUS, ANCHORS)
    assert [(look.role, look.value, look.count) for look in looks.looks] == [
        (Role.VALUE, "active", 3),
        (Role.VALUE, "ended", 2),
        (Role.MIXED, "", 3),
    ]
    same = looks_of_rows(ROWS.drop(index=4), STATUS, ANCHORS)
    assert Role.MIXED not in {look.role for look in same.looks}


def test_hidden_classes_take_no_part_in_counts() -> None:
    renderer = Categorised("status", (Category("active"), Category("ended", shown=False)))
    looks = looks_of_rows(ROWS, Style(symbol=Symbol(), renderer=renderer), ANCHORS)
    assert (looks.total, looks.groups[0].counts.tolist()) == (3, [2])
    assert [look.value for look in looks.looks] == ["active"]


def test_circles_of_one_place_add_their_areas() -> None:
    style = Style(symbol=Symbol(), renderer=Proportional("members", largest_pt=20.0, smallest_pt=1.0))
    looks = looks_of_rows(ROWS, style, ANCHORS)
    hollow, exact = looks.groups
    assert (hollow.counts.tolist(), hollow.sizes_pt.tolist()) == ([2], [20.0])  # 10 + 6 is the largest
    assert exact.sizes_pt == pytest.approx([20.0 * (4 / 16) ** 0.5])
    assert looks.total == 3  # zero and no data are not drawn


def test_members_of_groups_are_all_rows_once() -> None:
    rng = np.random.default_rng(4)
    rows = pd.DataFrame(
        {
            "x": rng.integers(0, 6, 300) * 10.0,
            "y": 5.0,
            "position": rng.choice(["exact", "village"], 300),
            "members": rng.choice([np.nan, 0.0, 1.0, 5.0, 9.0], 300),
        }
    )
    for renderer in (Graduated("members", classes=3), Graduated("members", zero_apart=False)):
        looks = looks_of_rows(rows, Style(symbol=Symbol(), renderer=renderer), {})
        told = np.sort(np.concatenate([group.rows for group in looks.groups]))
        assert told.tolist() == list(range(300))
        for group in looks.groups:
            for place, members in zip(
                group.places, np.split(group.rows, np.cumsum(group.counts)[:-1]), strict=True
            ):
                assert (rows["x"].to_numpy()[members] == place[0]).all()


def test_a_result_is_asked_once(bundle) -> None:
    assert point_looks(bundle, "clusters", CLUSTERS) is point_looks(bundle, "clusters", CLUSTERS)
    assert point_looks(bundle, "clusters", CLUSTERS).total == 4
    assert point_looks(bundle, "incidents", INCIDENTS).total == 2


def test_counts_of_communes_are_circles(bundle) -> None:
    assert commune_circles(bundle, Style()) is None
    assert (
        commune_circles(bundle, Style(circles=Proportional("villages_share"))) is None
    )  # a rate is no count
    look, group = commune_circles(bundle, Style(circles=Proportional("villages", largest_pt=20.0)))
    # Four, five and two villages; a commune without any has no circle.
    assert group.sizes_pt == pytest.approx([20.0, 20.0 * (4 / 5) ** 0.5, 20.0 * (2 / 5) ** 0.5])
    assert (look.high, look.count) == (5.0, 3)


def test_density_counts_every_point_once() -> None:
    cells = cells_of(np.array([[1.0, 1.0], [9.0, 9.0], [11.0, 1.0], [-1.0, 1.0]]), 10.0)
    assert sorted(zip(cells.places[:, 0].tolist(), cells.counts.tolist(), strict=True)) == [
        (-10.0, 1),
        (0.0, 2),
        (10.0, 1),
    ]
    assert density_steps(0) == ()
    colours, place = density_colours(Density(palette="blue"), np.array([0, 1, 5, 37]), 37)
    assert len(colours) == 5
    assert place.tolist() == [-1, 0, 2, 4]
    few, _ = density_colours(Density(palette="blue"), np.array([1]), 1)
    assert few == (colours[2],)
