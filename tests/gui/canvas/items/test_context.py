"""Context layers on the map: any kind of shape is drawn, hit, marked, and many are no burden."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import shapely

from gui.canvas.items.context import MOST_CORNERS, ContextItem
from gui.canvas.items.shape_looks import ShapeLooks
from gui.canvas.pictures import Part
from gui.canvas.shape_painting import picture_of
from layers.context import ContextShapes
from layers.crs import METRIC, STORE, transformer
from layers.layer_commands import add_context, set_layer_order, set_layer_style, set_layer_visible
from layers.looks import Fill, Pattern, Shape, Symbol
from layers.progress import SILENT, Progress
from layers.renderers import Categorised, Category, Labels, Proportional
from layers.schema import LayerKind
from layers.style import Style
from layers.workspace import Workspace
from tests.gui.canvas.conftest import middle, redraw
from tests.gui.canvas.hands import click, colour_at, move, pixel

RED, BLUE, GREEN = "#CC0000", "#0000CC", "#00AA00"
LOOK = Style(symbol=Symbol(Shape.SQUARE, BLUE, 8.0), fill=Fill(Pattern.SOLID, GREEN, RED, 3.0))


def degrees(shape: shapely.Geometry) -> shapely.Geometry:
    change = transformer(METRIC, STORE)
    return shapely.transform(shape, lambda p: np.column_stack(change.transform(p[:, 0], p[:, 1])))


def table(**shapes: shapely.Geometry | None) -> pd.DataFrame:
    rows = [None if shape is None else degrees(shape) for shape in shapes.values()]
    facts = {
        "tên": [f"Tên {name}" for name in shapes],
        "cấp": ["IV"] * len(rows),
        "trống": [None] * len(rows),
    }
    return pd.DataFrame(facts | {"geom": pd.Series(rows, dtype=object)})


@pytest.fixture
def workspace(squares) -> Workspace:
    return Workspace.new("Tỉnh")


@pytest.fixture
def show(make_view, squares, workspace):
    """Return a function that lays shapes (metres) over the squares and returns map and item."""

    def made(frame: pd.DataFrame, style: Style | None = LOOK):
        workspace.execute(add_context(workspace, "Nền", frame))
        layer = workspace.tree.of_kind(LayerKind.CONTEXT)[-1]
        workspace.execute(set_layer_style(workspace, layer.id, style))
        view = make_view()
        view.set_boundaries(squares)
        view.set_layers(workspace.tree, workspace)
        redraw(view)
        return view, view.stack.item(layer.id)

    return made


def test_points_lines_and_areas_are_drawn_where_they_lie(show) -> None:
    (x0, y0), (x1, y1) = middle("00000"), middle("00008")
    hole = shapely.box(x1 - 3000, y1 - 3000, x1 + 3000, y1 + 3000)
    ring = hole.difference(shapely.box(x1 - 1000, y1 - 1000, x1 + 1000, y1 + 1000))
    line = shapely.LineString([(x0 - 4000, y0 + 3000), (x0 + 4000, y0 + 3000)])
    view, _ = show(table(p=shapely.Point(x0, y0), l=line, a=ring))
    assert colour_at(view, x0, y0) == BLUE
    assert colour_at(view, x0 - 1000, y0 + 3000) == RED
    assert colour_at(view, x1 + 2000, y1 + 2000) == GREEN
    assert colour_at(view, x1 + 3000, y1 - 2000) == RED
    assert colour_at(view, x1 - 500, y1 + 800) not in (GREEN, RED)  # the hole


def test_areas_that_overlap_leave_no_hole(show) -> None:
    x, y = middle("00004")
    left = shapely.box(x - 3000, y - 3000, x + 1000, y + 3000)
    view, _ = show(table(a=left, b=shapely.box(x - 1000, y, x + 3000, y + 2000)))
    assert colour_at(view, x - 500, y + 1500) == GREEN


def test_shapes_that_are_nothing_are_no_trouble(show) -> None:
    bow = shapely.Polygon([(4.8e5, 2.33e6), (4.9e5, 2.34e6), (4.9e5, 2.33e6), (4.8e5, 2.34e6)])
    view, item = show(table(none=None, bow=bow, dot=shapely.Point(4.85e5, 2.335e6)))
    assert (len(item.shapes.points), len(item.shapes.areas)) == (1, 2)
    view.zoom_in()
    redraw(view)


def test_a_layer_of_one_point_and_one_of_none(show) -> None:
    x, y = middle("00004")
    view, item = show(table(only=shapely.Point(x, y)))
    assert colour_at(view, x, y) == BLUE
    assert item.row_at(*view.camera.to_screen(x, y), 4.0) is not None


def test_huge_shapes_are_cut_before_they_are_painted(show) -> None:
    x, y = middle("00004")
    wide = shapely.LineString([(x - 3e6, y), (x + 3e6, y)])
    view, _ = show(table(wide=wide, all=shapely.box(x - 2e6, y - 2e6, x + 2e6, y - 2000)), LOOK)
    view.zoom_to((x - 200, y - 200, x + 200, y + 200))
    assert colour_at(view, x + 100, y) == RED


# -- hits -------------------------------------------------------------------------------------------------


def test_the_nearest_line_is_hit_within_four_pixels_and_its_columns_are_told(show) -> None:
    x, y = middle("00002")
    line = shapely.LineString([(x - 4000, y), (x + 4000, y)])
    view, _ = show(table(l=line, a=shapely.box(x - 4000, y + 500, x + 4000, y + 4000)))
    told: list = []
    view.hovered.connect(told.append)
    place = pixel(view, x + 1000, y)
    for below, name in ((3, "Tên l"), (20, None), (-20, "Tên a")):
        place.setY(pixel(view, x, y).y() + below)
        move(view, place)
        text = view.overlays.hover.text
        if name is None:
            assert told[-1]["kind"] == "commune"
        else:
            assert (told[-1]["table"], text.title, text.subtitle) == ("context_nen", name, "Nền")
            assert text.rows == (("cấp", "IV"),)


def test_a_click_selects_the_row_and_what_is_selected_is_marked(show) -> None:
    x, y = middle("00002")
    view, item = show(table(l=shapely.LineString([(x - 4000, y), (x + 4000, y)])))
    asked: list = []
    view.select_asked.connect(lambda rows, mode: asked.append(rows))
    view.set_tool("select")
    click(view, pixel(view, x + 1000, y))
    (rows,) = asked
    assert list(rows) == ["context_nen"]
    before = colour_at(view, x + 1000, y)
    view.set_selected(rows)
    assert colour_at(view, x + 1000, y) not in (before, RED)
    assert item.selected_rows.tolist() == [0]
    view.set_selected({})
    assert colour_at(view, x + 1000, y) == before
    view.set_hovered("context_nen", str(rows["context_nen"][0]))
    assert colour_at(view, x + 1000, y).lower() == view.surface.theme.accent.lower()
    view.set_hovered(None)
    assert colour_at(view, x + 1000, y) == before
    move(view, pixel(view, x + 1000, y))
    assert colour_at(view, x - 1000, y).lower() == view.surface.theme.accent.lower()


def test_what_lies_under_the_communes_is_not_hit(show, workspace) -> None:
    x, y = middle("00004")
    view, _ = show(table(a=shapely.box(x - 4000, y - 4000, x + 4000, y + 4000)))
    px, py = view.camera.to_screen(x - 3500, y - 3500)
    assert view.hit_at(px, py)["kind"] == "point"
    ids = [layer.id for layer in workspace.tree]
    workspace.execute(set_layer_order(workspace, [ids[-1], *ids[:-1]]))
    assert view.hit_at(px, py)["kind"] == "commune"
    (communes,) = workspace.tree.of_kind(LayerKind.BOUNDARIES)
    workspace.execute(set_layer_visible(workspace, communes.id, False))
    assert view.hit_at(px, py)["kind"] == "point"


# -- following the layer ----------------------------------------------------------------------------------


def test_rows_are_projected_once_a_revision(show, workspace, monkeypatch) -> None:
    made: list[int] = []
    of = ContextShapes.of

    def counted(frame: pd.DataFrame, progress: Progress = SILENT) -> ContextShapes:
        made.append(len(frame))
        return of(frame, progress)

    monkeypatch.setattr(ContextShapes, "of", counted)
    view, _ = show(table(a=shapely.Point(*middle("00004"))))
    for _ in range(3):
        view.zoom_in()
        redraw(view)
    layer = workspace.tree.of_kind(LayerKind.CONTEXT)[0]
    workspace.execute(set_layer_visible(workspace, layer.id, False))
    workspace.execute(set_layer_visible(workspace, layer.id, True))
    assert made == [1]
    workspace.undo()
    workspace.undo()
    workspace.undo()  # the style
    workspace.undo()  # the layer
    assert view.stack.item(layer.id) is None
    redraw(view)


def test_another_style_is_shown(show, workspace) -> None:
    x, y = middle("00004")
    view, _ = show(table(a=shapely.box(x - 4000, y - 4000, x + 4000, y + 4000)))
    layer = workspace.tree.of_kind(LayerKind.CONTEXT)[0]
    other = Style(fill=Fill(Pattern.SOLID, "#AA00AA", "#AA00AA", 1.0))
    workspace.execute(set_layer_style(workspace, layer.id, other))
    assert colour_at(view, x - 3500, y + 3500) == "#AA00AA"


# -- many -------------------------------------------------------------------------------------------------


def many(count: int, corners: int = 6) -> pd.DataFrame:
    """Return short lines all over the nine squares."""
    rng = np.random.default_rng(7)
    start = rng.uniform((480_000, 2_330_000), (510_000, 2_360_000), (count, 1, 2))
    places = start + np.cumsum(rng.normal(0, 40, (count, corners, 2)), axis=1)
    change = transformer(METRIC, STORE)
    lon, lat = change.transform(places[..., 0].ravel(), places[..., 1].ravel())
    lines = shapely.linestrings(np.stack([lon, lat], axis=-1).reshape(count, corners, 2))
    return pd.DataFrame({"tên": "x", "geom": pd.Series(lines, dtype=object)})


def test_many_lines_become_a_picture_and_few_in_view_are_painted_as_they_are(show) -> None:
    view, item = show(many(3000), Style(fill=Fill(Pattern.NONE, stroke=RED, stroke_pt=1.0)))
    assert item.shapes.lines.corners.sum() > MOST_CORNERS
    assert item.store.bytes > 0
    image = view.surface.grab().toImage()
    seen = {image.pixelColor(px, py).name().upper() for px in range(150, 650, 3) for py in range(50, 550, 3)}
    assert RED in seen
    x, y = item.shapes.lines.shapes[5].coords[0]
    view.zoom_to((x - 300, y - 300, x + 300, y + 300))
    before = dict(item.store._kept)
    redraw(view)
    assert item.maker() is None
    assert dict(item.store._kept) == before


def test_a_hundred_thousand_lines_are_prepared_painted_and_hit_in_time(app) -> None:
    frame = many(100_000)
    start = time.perf_counter()
    shapes = ContextShapes.of(frame)
    prepared = time.perf_counter()
    part = Part((478_000.0, 2_328_000.0, 512_000.0, 2_362_000.0), 1200, 1200)
    looks = ShapeLooks.of(frame, Style(fill=Fill(Pattern.NONE, stroke=RED, stroke_pt=0.6)))
    image = picture_of(shapes, part, looks, 1.0, SILENT)
    painted = time.perf_counter()
    for x in np.linspace(480_000, 510_000, 50):
        shapes.row_near(float(x), 2_345_000.0, 100.0)
    hit = (time.perf_counter() - painted) / 50
    assert image.width() == 1200
    assert prepared - start < 6.0
    assert painted - prepared < 6.0
    assert hit < 0.01


def test_the_item_of_a_context_layer_is_known(show) -> None:
    _, item = show(table(a=shapely.Point(*middle("00004"))))
    assert isinstance(item, ContextItem)


def test_classes_colour_lines_and_areas_and_hidden_ones_are_not_hit(show) -> None:
    (x0, y0), (x1, y1) = middle("00000"), middle("00008")
    line = shapely.LineString([(x0 - 4000, y0), (x0 + 4000, y0)])
    frame = table(l=line, a=shapely.box(x1 - 3000, y1 - 3000, x1 + 3000, y1 + 3000))
    frame["cấp"] = ["I", "II"]
    classes = (Category("I", symbol=Symbol(colour=RED)), Category("II", symbol=Symbol(colour=BLUE)))
    style = Style(Symbol(), Fill(Pattern.NONE, stroke_pt=3.0), renderer=Categorised("cấp", classes))
    view, item = show(frame, style)
    assert colour_at(view, x0, y0) == RED
    assert colour_at(view, x1, y1) == BLUE
    px, py = (float(value) for value in view.camera.to_screen(x1, y1))
    assert item.row_at(px, py, 4.0) is not None
    layer = view.stack.layer(next(t.layer.id for t in view.stack.threads if t.item is item))
    layer.style = style.with_renderer(Categorised("cấp", (classes[0], replace(classes[1], shown=False))))
    layer.style_changed.emit()
    redraw(view)
    assert colour_at(view, x1, y1) != BLUE
    assert item.row_at(px, py, 4.0) is None


def test_the_name_of_an_area_stands_in_its_middle(show) -> None:
    x1, y1 = middle("00008")
    frame = table(a=shapely.box(x1 - 3000, y1 - 3000, x1 + 3000, y1 + 3000))
    view, item = show(frame, replace(LOOK, labels=Labels(True, column="tên")))
    (box,) = view.labels.point_names.boxes
    px = float(view.camera.to_screen(x1, y1)[0])
    assert box[0] < px < box[2]
    assert abs((box[0] + box[2]) / 2 - px) < 2
    assert item.named[1].names is not None


def test_the_ring_of_a_large_circle_goes_round_it(show) -> None:
    x0, y0 = middle("00000")
    frame = table(p=shapely.Point(x0, y0), q=shapely.Point(x0 + 20_000, y0))
    frame["n"] = [100, 1]
    style = Style(Symbol(size_pt=4.0), renderer=Proportional("n", largest_pt=30.0))
    _, item = show(frame, style)
    large, small = item._points.sizes_of(item.shapes.ids[:2])
    assert large == pytest.approx(item._points.size_px_at(0))
    assert large > 3 * small
