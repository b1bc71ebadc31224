"""Context layers on papers, in the legend and on the web page: looks, order, opacity, what must not leave."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from PySide6.QtGui import QColor

from exports import webmap
from exports.context import Background, ContextRows, Form, area_fill, form_of, line_fill, shape_looks_of
from exports.context_map import PictureSet, ShapeSet
from exports.legend import AreaEntry, LineEntry, NoteEntry, PictureEntry, SymbolEntry, legend_of
from exports.painter import to_image, write_pdf, write_svg
from exports.sheet import compose
from exports.sheet_options import SheetOptions
from exports.sheet_points import PointSet
from layers.crs import METRIC, to_store
from layers.looks import Fill, Pattern, Shape, Symbol
from layers.renderers import Categorised, Category, Graduated, Labels, Proportional
from layers.style import Style
from tests.exports.toy import ORIGIN

SECRET = "Tên không được đưa ra ngoài"
RED, BLUE = "#CC0000", "#0000CC"
BASE = Style(Symbol(Shape.SQUARE, "#56606E", 4.0), fill=Fill(Pattern.NONE, stroke="#56606E", stroke_pt=2.0))


def degrees(shape):
    return shapely.transform(shape, lambda xy: np.column_stack(to_store(xy[:, 0], xy[:, 1])))


def layer(shapes, style=BASE, key="own", name="Đường tỉnh", **columns) -> ContextRows:
    geometry = pd.Series([degrees(shape) for shape in shapes], dtype=object)
    rows = pd.DataFrame({"geom": geometry, "owner": SECRET, **columns})
    return ContextRows(key, name, rows, style)


def box(left, bottom, side=4000.0):
    x, y = ORIGIN
    return shapely.box(x + left, y + bottom, x + left + side, y + bottom + side)


def line(*points):
    return shapely.LineString([(ORIGIN[0] + x, ORIGIN[1] + y) for x, y in points])


def by_kind(*values) -> Style:
    classes = tuple(Category(value, symbol=Symbol(colour=colour)) for value, colour in values)
    return BASE.with_renderer(Categorised("kind", classes))


def test_what_most_rows_are_decides_how_a_layer_is_explained():
    assert form_of(layer([box(0, 0), line((0, 0), (1, 1))]).rows) is Form.AREA
    assert form_of(layer([line((0, 0), (1, 1)), shapely.Point(ORIGIN)]).rows) is Form.LINE
    assert form_of(layer([shapely.Point(ORIGIN)]).rows) is Form.POINT
    assert form_of(pd.DataFrame({"a": [1]})) is Form.POINT


def test_classes_colour_the_ground_of_areas_and_the_stroke_of_lines():
    style = by_kind(("a", RED))
    rows = layer([box(0, 0), box(5000, 0)], style, kind=["a", None]).rows
    made = shape_looks_of(rows, style)
    assert area_fill(style, made.looks[0]) == Fill(Pattern.SOLID, RED, stroke="#56606E", stroke_pt=2.0)
    assert line_fill(style, made.looks[0]).stroke == RED
    assert area_fill(BASE, shape_looks_of(rows, BASE).looks[0]) == BASE.fill
    graded = BASE.with_renderer(Graduated("n", breaks=(0.0, 1.0, 2.0)))
    low = shape_looks_of(layer([box(0, 0)], kind=["a"], n=[1.5]).rows, graded).looks[0]
    assert area_fill(graded, low).pattern is Pattern.SOLID


def test_the_legend_lists_layers_by_name_with_what_is_drawn(bundle, vi):
    roads = layer([line((0, 0), (9000, 0))], by_kind(("a", RED), ("b", BLUE)), kind=["a"])
    ponds = layer([box(0, 0), box(6000, 0)], name="Hồ", key="ponds")
    posts = layer([shapely.Point(ORIGIN)], name="Trạm", key="posts")
    photo = Background("photo", "Ảnh", path=None)
    legend = legend_of(bundle, None, (), vi, context=[photo, ponds, roads, posts], compact=True)
    assert legend.entries == (
        SymbolEntry(BASE.symbol, "Trạm (1)", "posts"),
        NoteEntry("Đường tỉnh (1) – kind", layer="own"),
        LineEntry(RED, "a (1)", dashed=False, width_pt=2.0),
        AreaEntry(BASE.fill, "Hồ (2)"),
        PictureEntry("Ảnh"),
    )


def test_a_sheet_draws_context_in_the_order_and_with_the_opacity_of_the_layers(bundle, vi):
    ponds = replace(layer([box(0, 0)], by_kind(("a", RED)), key="ponds", kind=["a"]), opacity=0.5)
    roads = layer([line((0, 0), (500_000, 0))], key="roads")
    posts = layer([shapely.Point(ORIGIN)], key="posts")
    options = SheetOptions(
        layers=("ponds", "boundaries", "roads", "sites", "posts"),
        context=(ponds, roads, posts),
        opacities={"boundaries": 0.4, "sites": 0.3},
    )
    drawn = compose(bundle, options, vi).map
    (under,) = drawn.under
    assert isinstance(under, ShapeSet)
    assert (under.fill.colour, under.opacity, drawn.commune_opacity) == (RED, 0.5, 0.4)
    assert isinstance(drawn.points[0], ShapeSet)
    assert isinstance(drawn.points[-1], PointSet)
    assert drawn.points[-1].symbol == BASE.symbol
    # Nothing is drawn beyond the frame of the map.
    left, top, width, height = drawn.view.frame_mm
    for places in (*under.rings, *under.lines, *drawn.points[0].lines):
        assert (places >= np.array([left, top]) - 1e-6).all()
        assert (places <= np.array([left + width, top + height]) + 1e-6).all()


def test_sizes_tell_a_number_of_points(bundle, vi):
    style = BASE.with_renderer(Proportional("n", largest_pt=20.0))
    places = [shapely.Point(ORIGIN[0] + 1000 * i, ORIGIN[1]) for i in range(2)]
    posts = layer(places, style, n=[100, 25])
    drawn = compose(bundle, SheetOptions(layers=("own",), context=(posts,)), vi).map
    assert drawn.points[-1].sizes_pt == (20.0, 10.0)


def test_names_of_lines_areas_and_points_stand_on_the_sheet(bundle, vi):
    style = replace(BASE, labels=Labels(True))
    shapes = [box(0, 0), line((0, 15_000), (15_000, 15_000)), shapely.Point(ORIGIN[0] + 18_000, ORIGIN[1])]
    own = layer(shapes, style, name="x")
    own.rows["name"] = ["Hồ Tiền Phong", "Quốc lộ 6", "Trạm Cò Nòi"]
    drawn = compose(bundle, SheetOptions(layers=("own",), context=(own,)), vi).map
    written = {" ".join(label.lines) for label in drawn.labels.labels}
    assert {"Hồ Tiền Phong", "Quốc lộ 6", "Trạm Cò Nòi"} <= written


def picture(path, west):
    bands = np.zeros((3, 300, 300), np.uint8)
    bands[0] = 200
    place = rasterio.Affine(120.0, 0, west, 0, -120.0, ORIGIN[1] + 31_000)
    options = {"driver": "GTiff", "width": 300, "height": 300, "count": 3, "dtype": "uint8"}
    with rasterio.open(path, "w", crs=METRIC, transform=place, photometric="RGB", **options) as file:
        file.write(bands)
    return path


@pytest.fixture
def photo(tmp_path):
    """Return a raster that is red all over the toy communes."""
    return picture(tmp_path / "photo.tif", ORIGIN[0] - 5000)


def test_a_picture_lies_under_the_communes_and_is_bounded(bundle, vi, photo, tmp_path):
    options = SheetOptions(
        layers=("photo", "boundaries"),
        context=(Background("photo", "Ảnh", photo),),
        opacities={"boundaries": 0.0},
        dpi=72,
    )
    sheet = compose(bundle, options, vi)
    (picture,) = sheet.map.under
    assert isinstance(picture, PictureSet)
    assert picture.rgba.shape[0] * picture.rgba.shape[1] <= 2_450_000
    left, top, width, height = picture.box_mm
    image = to_image(sheet, 72)
    dots = 72 / 25.4
    colour = image.pixelColor(round((left + width * 0.45) * dots), round((top + height * 0.2) * dots))
    assert abs(colour.red() - 200) < 12
    assert colour.green() < 60
    write_svg(sheet, tmp_path / "map.svg")
    assert "data:image/png;base64" in (tmp_path / "map.svg").read_text(encoding="utf-8")
    write_pdf(sheet, tmp_path / "map.pdf")
    assert (tmp_path / "map.pdf").stat().st_size < 2_500_000


def test_a_picture_elsewhere_is_not_drawn(bundle, vi, tmp_path):
    far = picture(tmp_path / "far.tif", ORIGIN[0] + 900_000)
    options = SheetOptions(layers=("photo",), context=(Background("photo", "Ảnh", far),))
    assert compose(bundle, options, vi).map.under == ()


def test_the_page_carries_geometry_only_and_says_what_is_missing(bundle, vi, photo):
    own = layer([box(0, 0), shapely.Point(ORIGIN)], by_kind(("a", RED)), kind=["a", "a"])
    context = (Background("photo", "Ảnh vệ tinh", photo), own)
    text = webmap.render(bundle, SheetOptions(layers=("photo", "own", "boundaries"), context=context), vi)
    assert "Đường tỉnh" in text
    assert f'"fillColor": "{RED}"' in text
    assert SECRET not in text
    assert "Ảnh nền không có trên trang này: Ảnh vệ tinh." in text
    without = webmap.render(bundle, SheetOptions(layers=("boundaries",)), vi)
    assert "Đường tỉnh" not in without


def test_the_swatch_of_a_line_has_the_colour_it_is_drawn_in(bundle, vi):
    own = layer([line((0, 0), (9000, 9000))], replace(BASE, fill=Fill(Pattern.NONE, stroke=RED)))
    entry = legend_of(bundle, None, (), vi, context=[own]).entries[-1]
    assert isinstance(entry, LineEntry)
    assert QColor(entry.colour) == QColor(RED)
