import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.shading import shade
from exports.sheet_map import (
    compose_map,
    fit_view,
    label_text,
    outer_edges,
    round_scale,
    uncertain_lines,
)
from exports.sheet_points import CellSet, PointSet
from layers.renderers import Density, Labels, Proportional
from layers.style import Fill, Style, Symbol

FRAME = (10.0, 20.0, 200.0, 150.0)


def test_round_scales():
    assert [round_scale(s) for s in (698_400, 250_000, 1_010_000, 41_000, 1_600_001)] == [
        700_000, 250_000, 1_050_000, 45_000, 1_700_000,
    ]  # fmt: skip


@given(st.floats(1_000, 5_000_000))
def test_a_round_scale_never_cuts_and_wastes_little(exact):
    scale = round_scale(exact)
    assert exact <= scale * (1 + 1e-6)
    assert scale <= exact * 1.21 or scale - exact <= 5_000


def test_millimetres_of_known_points():
    view = fit_view((480_000, 2_350_000, 500_000, 2_370_000), FRAME, margin_mm=5.0)
    # 20 km into 140 mm: 1:142,857, rounded to 1:150,000; the middle of the land is the middle of the frame.
    assert view.scale == 150_000
    middle, east = view.to_mm(np.array([[490_000.0, 2_360_000.0], [491_500.0, 2_360_000.0]]))
    assert middle.tolist() == [110.0, 95.0]
    assert east.tolist() == [120.0, 95.0]


def test_areas_points_and_names_lie_in_the_frame(bundle):
    view = fit_view(bundle.boundaries.bounds_m, FRAME)
    drawn = compose_map(bundle, shade(bundle), view, ("boundaries", "clusters", "incidents"))
    corners = np.concatenate([ring for area in drawn.areas for ring in area.rings])
    places = np.concatenate([group.places for group in drawn.points])
    for points in (corners, places):
        assert (points >= (10, 20)).all()
        assert (points <= (210, 170)).all()
    assert len(drawn.areas) == 4
    assert {label.key for label in drawn.labels.labels} == {"03646", "04117", "04120", "04125"}
    assert sum(len(group.places) for group in drawn.points) == 6


def test_the_outer_line_is_that_of_the_square(bundle):
    view = fit_view(bundle.boundaries.bounds_m, FRAME)
    drawn = compose_map(bundle, shade(bundle), view, ("boundaries",))
    edges = outer_edges(drawn.areas)
    lengths = np.hypot(edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1])
    assert lengths.sum() == pytest.approx(4 * 20_000 / view.scale * 1000, abs=0.2)


def test_only_lines_between_two_uncertain_communes(bundle):
    gdf = bundle.boundaries.gdf.copy()
    assert uncertain_lines(gdf) == ()
    gdf["uncertain"] = [True, True, False, False]
    (line,) = uncertain_lines(gdf)
    assert np.hypot(*(line[-1] - line[0])) == pytest.approx(10_000)


def test_wards_keep_their_kind_in_the_name():
    assert label_text("Tô Hiệu", "Phường Tô Hiệu", "phuong") == "Phường Tô Hiệu"
    assert label_text("Mường Lèo", "Xã Mường Lèo", "xa") == "Mường Lèo"


@pytest.mark.real_data
@pytest.mark.parametrize("frame", [(11.0, 31.0, 304.0, 246.0), (11.0, 26.0, 188.0, 165.0)])
def test_all_real_names_find_a_place_without_overlap(real, frame):
    view = fit_view(real.boundaries.bounds_m, frame)
    sizes = (8.0, 7.2, 6.5, 5.8) if frame[2] > 300 else (6.6, 6.0, 5.4, 4.9)
    labels = compose_map(real, shade(real), view, ("boundaries", "clusters"), sizes_pt=sizes).labels
    assert labels.left_over == ()
    assert len(labels.labels) == len(real.boundaries.codes)
    boxes = np.array([label.box for label in labels.labels])
    for number, box in enumerate(boxes):
        rest = boxes[number + 1 :]
        hits = (rest[:, 0] < box[2]) & (rest[:, 2] > box[0]) & (rest[:, 1] < box[3]) & (rest[:, 3] > box[1])
        assert not hits.any()


# -- looks ------------------------------------------------------------------------------------------


def test_sizes_cells_and_counts_of_communes_reach_the_paper(bundle):
    view = fit_view(bundle.boundaries.bounds_m, FRAME)
    styles = {
        "boundaries": Style(
            fill=Fill(), labels=Labels(True), circles=Proportional("villages", largest_pt=20.0)
        ),
        "villages": Style(Symbol(), renderer=Proportional("households", largest_pt=12.0)),
        "clusters": Style(Symbol(), renderer=Density(cell_pt=12.0)),
    }
    drawn = compose_map(bundle, shade(bundle), view, ("boundaries", "villages", "clusters"), styles=styles)
    of_communes, villages, clusters = drawn.points
    assert isinstance(of_communes, PointSet)
    assert isinstance(villages, PointSet)
    assert of_communes.sizes_pt == pytest.approx((20.0, 20 * 0.8**0.5, 20 * 0.4**0.5))
    assert set(villages.sizes_pt) == {12.0}  # all have a hundred households
    assert isinstance(clusters, CellSet)
    assert sum(clusters.counts) == 4
    assert clusters.side >= 12.0 / 72 * 25.4


def test_names_of_points_stand_beside_them_once_the_scale_is_large_enough(bundle):
    view = fit_view(bundle.boundaries.bounds_m, FRAME)
    for from_scale, named in ((view.scale, 4), (view.scale - 1, 0)):
        look = Style(Symbol(), labels=Labels(True, from_scale=from_scale))
        drawn = compose_map(bundle, shade(bundle), view, ("clusters",), styles={"clusters": look})
        labels = drawn.labels.labels
        assert sum("/" in label.key for label in labels) == named
        for place, one in enumerate(labels):
            assert not any(_overlap(one.box, other.box) for other in labels[place + 1 :])


def test_names_of_communes_can_be_switched_off(bundle):
    view = fit_view(bundle.boundaries.bounds_m, FRAME)
    styles = {"boundaries": Style(fill=Fill())}
    drawn = compose_map(bundle, shade(bundle), view, ("boundaries",), styles=styles)
    assert drawn.labels.labels == ()


def _overlap(one, other):
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def test_a_hidden_layer_of_communes_is_not_on_paper(bundle) -> None:
    view = fit_view(bundle.boundaries.bounds_m, (10.0, 20.0, 200.0, 150.0))
    styles = {"boundaries": Style(fill=Fill(), circles=Proportional("villages"))}
    shown = compose_map(bundle, shade(bundle), view, ("boundaries", "clusters"), styles=styles)
    drawn = compose_map(bundle, shade(bundle), view, ("clusters",), styles=styles)
    assert (drawn.areas, drawn.uncertain, drawn.labels.labels) == ((), (), ())
    assert len(drawn.points) == len(shown.points) - 1  # without the circles of the communes
