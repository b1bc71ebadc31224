import numpy as np
import pytest

from exports import reach
from exports.legend import legend_of
from exports.reach import reach_lines, shows_reach
from exports.shading import shade


@pytest.fixture(scope="module")
def near(toy):
    return toy.toy_bundle(radius_m=1000.0)


def test_arcs_lie_on_the_circles_and_never_on_a_boundary(near):
    lines = reach_lines(near)
    counting = near.sites[near.sites["counts"].astype(bool) & near.sites["x"].notna()]
    centres = counting[["x", "y"]].to_numpy(float)
    ends = np.concatenate(lines)
    assert len(ends) > 100
    away = np.hypot(*(ends[:, None, :] - centres[None]).transpose(2, 0, 1)).min(axis=1)
    # The 64-gon of the same area lies within a few metres of the circle.
    assert np.all(np.abs(away - 1000.0) < 5.0)


def test_length_of_the_arcs_of_three_circles(near):
    length = sum(np.hypot(*np.diff(line, axis=0).T).sum() for line in reach_lines(near))
    # Circles of 1 km, 1.5 km apart, meet at half an angle of acos(0.75); the two inner arcs of each pair go.
    whole, hidden = 3 * 2 * np.pi * 1000, 4 * 2 * np.arccos(0.75) * 1000
    assert length == pytest.approx(whole - hidden, rel=0.01)


def test_only_by_distance_and_only_while_they_can_be_told_apart(bundle, near, vi, monkeypatch):
    assert not shows_reach(bundle)
    assert reach_lines(bundle) == ()
    texts = [entry.text for entry in legend_of(near, shade(near), ["clusters"], vi).entries]
    assert vi("legend.reach") in texts
    monkeypatch.setattr(reach, "MOST_SITES", 2)
    assert not shows_reach(near)


def test_nothing_left_uncovered_has_no_edge(toy):
    assert reach_lines(toy.toy_bundle(radius_m=100_000.0)) == ()
