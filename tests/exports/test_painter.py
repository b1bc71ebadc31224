import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtGui import QColor

from exports import painter
from exports.elements import LegendElement
from exports.painter import to_image, write_pdf, write_svg
from exports.pdf_dates import fix_dates
from exports.point_looks import density_ramp
from exports.sheet import compose
from exports.sheet_options import SheetOptions
from layers.palettes import point_palette
from layers.renderers import Categorised, Category, ClassMethod, Density, Graduated, Proportional
from layers.style import Shape, Style, Symbol


@pytest.fixture(scope="module")
def sheet(bundle, vi):
    return compose(bundle, SheetOptions(paper="A4"), vi)


@pytest.fixture(scope="module")
def real_pdf(real, vi, tmp_path_factory):
    path = tmp_path_factory.mktemp("pdf") / "a3.pdf"
    painter.write_pdf(compose(real, SheetOptions(paper="A3"), vi), path)
    return path


def test_pdf_is_the_same_twice_and_dated_by_its_figures(sheet, tmp_path):
    one, two = tmp_path / "1.pdf", tmp_path / "2.pdf"
    painter.write_pdf(sheet, one)
    painter.write_pdf(sheet, two)
    assert one.read_bytes() == two.read_bytes()
    assert b"(D:20261114000000" in one.read_bytes()


def test_png_is_the_same_twice_and_has_its_size(sheet, tmp_path):
    one, two = tmp_path / "1.png", tmp_path / "2.png"
    painter.write_png(sheet, one, 60)
    painter.write_png(sheet, two, 60)
    assert one.read_bytes() == two.read_bytes()
    image = painter.to_image(sheet, 60)
    assert (image.width(), image.height()) == (702, 496)


def test_picture_shows_the_classes_where_they_are(sheet):
    image = painter.to_image(sheet, 100)
    dots = 100 / 25.4
    fills = {area.code: area for area in sheet.map.areas}
    ring = fills["03646"].rings[0]
    # Near a corner of the area, away from its name and its symbols.
    x, y = (ring.min(axis=0) * 0.88 + ring.max(axis=0) * 0.12) * dots
    assert image.pixelColor(int(x), int(y)) == QColor(fills["03646"].fill.colour)
    assert image.pixelColor(2, 2) == QColor("#FFFFFF")


def test_svg_is_well_formed_with_text_as_text(sheet, tmp_path):
    path = tmp_path / "sheet.svg"
    painter.write_svg(sheet, path)
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    assert root.get("version") == "1.1"
    texts = "".join(root.itertext())
    assert "Mường Lèo" in texts
    assert "Dữ liệu MINH HỌA" in texts
    # Each line keeps its width also where another face stands in for Roboto.
    lines = [node for node in root.iter() if node.tag.endswith("text")]
    assert all(float(node.get("textLength")) > 0 for node in lines if (node.text or "").strip())
    assert all("sans-serif" in node.get("font-family") for node in lines)


def test_dates_keep_every_offset(tmp_path, bundle):
    path = tmp_path / "x.pdf"
    text = b"/CreationDate (D:20301231235959+07'00')\n/ModDate (D:20301231235959Z)\n/ID [ <ab12> <cd34> ]"
    path.write_bytes(text)
    fix_dates(path, bundle.as_of)
    assert path.read_bytes() == (
        b"/CreationDate (D:20261114000000+00'00')\n/ModDate (D:20261114000000Z)\n/ID [ <0000> <0000> ]"
    )


@pytest.mark.real_data
def test_a3_pdf_of_the_province_is_small(real_pdf):
    assert real_pdf.stat().st_size <= 1_500_000


@pytest.mark.real_data
@pytest.mark.heavy
def test_every_name_is_found_in_the_pdf(real, real_pdf):
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (Poppler) is not installed")
    done = subprocess.run([program, "-layout", real_pdf, "-"], capture_output=True, check=True)
    text = " ".join(done.stdout.decode("utf-8").split())
    for name in ("Mường Lèo", "Phường Tô Hiệu", "Dữ liệu MINH HỌA"):
        assert name in text
    raw = subprocess.run([program, "-raw", real_pdf, "-"], capture_output=True, check=True)
    flat = raw.stdout.decode("utf-8")
    for row in real.boundaries.gdf.itertuples():
        assert (row.full_name if row.unit_type == "phuong" else row.name) in flat
    fonts = subprocess.run([shutil.which("pdffonts"), real_pdf], capture_output=True, check=True).stdout
    assert fonts.count(b"Roboto") == 3
    assert b" no  no" not in fonts


@pytest.mark.parametrize(
    "renderer",
    [
        Categorised("status", (Category("active", symbol=Symbol(Shape.STAR, "#123456", 9.0)),)),
        Graduated("members", ClassMethod.GIVEN, 1, breaks=(1.0, 1e9), palette="dusk"),
        Proportional("members", largest_pt=18.0),
        Density(palette="blue"),
    ],
    ids=lambda renderer: type(renderer).__name__,
)
def test_every_way_to_render_is_painted_in_its_colours(bundle, toy, vi, tmp_path, renderer):
    look = Style(Symbol(Shape.CIRCLE, "#123456", 9.0), renderer=renderer)
    bundle = toy.replace(bundle, sites=bundle.sites.assign(members=[5, 6, 7, 8, 9]))
    sheet = compose(bundle, SheetOptions(styles={"clusters": look}, layers=("clusters",)), vi)
    image = to_image(sheet, 100)
    middle = image.copy(0, 0, image.width() * 2 // 3, image.height())  # without the legend
    across, down = range(0, middle.width(), 2), range(0, middle.height(), 2)
    seen = {middle.pixelColor(x, y).name().upper() for x in across for y in down}
    if isinstance(renderer, Density):
        assert seen & set(density_ramp(renderer))
    elif isinstance(renderer, Graduated):
        assert set(point_palette("dusk", 1)) <= seen
    else:
        assert "#123456" in seen
    write_pdf(sheet, tmp_path / "a.pdf")
    write_svg(sheet, tmp_path / "a.svg")
    assert (tmp_path / "a.pdf").stat().st_size > 10_000


def test_a_renamed_layer_has_its_name_on_paper(bundle, vi):
    sheet = compose(bundle, SheetOptions(names={"clusters": "Cụm của phòng"}), vi)
    (legend,) = [element.legend for element in sheet.elements if isinstance(element, LegendElement)]
    assert any(getattr(entry, "text", "").startswith("Cụm của phòng") for entry in legend.entries)
