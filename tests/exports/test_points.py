import numpy as np
import pandas as pd
import shapely

from exports.points import place_points, point_groups, rows_of


def test_exact_and_gathered_points_are_apart(bundle):
    groups = point_groups(bundle, "clusters")
    # Three exact clusters, one known by commune; the one that has ended is not drawn.
    assert len(groups.exact) == 3
    assert groups.approximate_total == 1
    assert groups.total == 4
    assert groups.unplaced == 0


def test_a_point_by_commune_stands_inside_it(bundle):
    (place,) = point_groups(bundle, "clusters").approximate
    shape = bundle.boundaries.gdf.set_index("code").geometry["04120"]
    assert shape.covers(shapely.Point(place))


def test_points_at_one_approximate_place_are_counted(bundle, toy):
    sites = bundle.sites.assign(position="commune", commune_code="04117")
    groups = point_groups(toy.replace(bundle, sites=sites), "clusters")
    assert len(groups.exact) == 0
    assert groups.counts.tolist() == [4]


def test_without_any_place_it_is_only_counted(bundle, toy):
    sites = bundle.sites.assign(position="none", commune_code=None, x=np.nan, y=np.nan)
    groups = point_groups(toy.replace(bundle, sites=sites), "clusters")
    assert (groups.total, groups.unplaced) == (0, 4)


def test_points_stand_where_they_are_known_to_be():
    rows = pd.DataFrame(
        {
            "x": [1.0, 2.0, 3.0, np.nan, np.nan],
            "y": [1.0, 2.0, 3.0, np.nan, np.nan],
            "position": ["exact", "village", "commune", "exact", "none"],
            "commune_code": ["01", "01", "01", "01", "99"],
        }
    )
    x, y, is_rough = place_points(rows, {"01": (9.0, 8.0)})
    # By commune, or without coordinates: at the anchor; without an anchor: nowhere.
    assert x[:4].tolist() == [1.0, 2.0, 9.0, 9.0]
    assert y[:4].tolist() == [1.0, 2.0, 8.0, 8.0]
    assert np.isnan(x[4])
    assert np.isnan(y[4])
    assert is_rough.tolist() == [False, True, True, True, True]


def test_sites_of_the_statuses_asked_for_are_drawn_even_if_they_do_not_count(toy):
    assert len(rows_of(toy.toy_bundle(), "clusters")) == 4
    ended = rows_of(toy.toy_bundle(statuses=("ended",)), "clusters")
    assert ended["status"].tolist() == ["ended"]
    assert ended["counts"].tolist() == [False]
    assert len(rows_of(toy.toy_bundle(statuses=("ended", "active")), "clusters")) == 5
