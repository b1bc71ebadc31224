import numpy as np
import shapely

from exports.points import point_groups


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
