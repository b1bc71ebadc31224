import itertools
from functools import lru_cache

import pytest

from analysis.params import SiteKind
from exports.as_shown import as_shown
from exports.elements import BoxElement, LegendElement, Rule, ScaleBarElement, Text
from exports.fonts import text_width
from exports.legend import TEXT_PT, legend_size
from exports.sheet import MARGIN_MM, compose, layers_of, missing_of, title_of
from exports.sheet_options import SheetOptions
from layers.errors import BadParameter
from layers.layer_commands import set_layer_visible
from layers.raster_commands import add_raster
from layers.schema import LayerKind
from layers.workspace import Workspace

PT_PER_MM = 72 / 25.4
LONG = (
    "Kết quả xây dựng, củng cố, nhân rộng Cụm dân cư an toàn phòng cháy chữa cháy trên địa bàn tỉnh Sơn La "
    "9 tháng năm 2026 và phương hướng nhiệm vụ quý IV năm 2026 (kèm theo Báo cáo của Công an tỉnh)"
)
PAGES = list(itertools.product(("A3", "A4"), (True, False)))


def boxes(sheet):
    """Return (left, top, right, bottom) of every text in millimetres."""
    for element in sheet.elements:
        if isinstance(element, Text):
            width = text_width(element.text, element.size_pt, bold=element.bold) / PT_PER_MM
            left = element.x_mm - {"left": 0, "centre": width / 2, "right": width}[element.align]
            height = element.size_pt / PT_PER_MM
            yield left, element.y_mm - 0.75 * height, left + width, element.y_mm + 0.15 * height, element.text


def written(sheet) -> str:
    return "\n".join(element.text for element in sheet.elements if isinstance(element, Text))


@pytest.mark.parametrize(("paper", "landscape"), PAGES)
@pytest.mark.parametrize("title", ["", LONG])
@pytest.mark.parametrize("way", [{}, {"radius_m": 3000.0}])
def test_nothing_is_cut_and_no_text_overlaps(toy, vi, paper, landscape, title, way):
    options = SheetOptions(title=title, paper=paper, landscape=landscape)
    sheet = compose(toy.toy_bundle(schematic=True, **way), options, vi)
    found = list(boxes(sheet))
    for left, top, right, bottom, text in found:
        assert left >= MARGIN_MM - 0.2, text
        assert right <= sheet.width_mm - MARGIN_MM + 0.2, text
        assert top > 3, text
        assert bottom < sheet.height_mm - 3, text
    for a, b in itertools.combinations(found, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.3 or b[3] <= a[1] + 0.3
        assert apart, (a, b)
    for element in sheet.elements:
        if isinstance(element, LegendElement):
            width_pt = element.width_mm * PT_PER_MM / element.size
            high = legend_size(element.legend, width_pt)[1] * element.size / PT_PER_MM
            assert element.y_mm + high < sheet.height_mm - MARGIN_MM


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_says_what_it_must(toy, language, request):
    words = request.getfixturevalue(language)
    bundle = toy.toy_bundle(schematic=True)
    sheet = compose(bundle, SheetOptions(paper="A4", prepared_by="Phòng PX03"), words)
    flat = " ".join(written(sheet).split())
    assert flat.count(words("sample.mark")) == 2
    assert words("sheet.handling") in flat
    assert words("sheet.as_of", date="14/11/2026") in flat
    assert "3/4" in flat
    assert "Phù Yên" in flat
    assert "EPSG:9206" in flat
    assert bundle.stamp[:12] in flat
    assert "Phòng PX03" in flat
    assert words("boundaries.schematic") in flat
    assert words.number(sheet.map.view.scale) in flat


def test_real_boundaries_are_not_called_schematic(bundle, vi):
    assert vi("boundaries.schematic") not in written(compose(bundle, SheetOptions(), vi))


def test_real_figures_carry_no_sample_mark(toy, vi):
    sheet = compose(toy.toy_bundle(sample=False), SheetOptions(), vi)
    assert "MINH HỌA" not in written(sheet)
    assert not any(isinstance(element, BoxElement) for element in sheet.elements)


def test_a_long_title_wraps_and_stays_whole(bundle, vi):
    sheet = compose(bundle, SheetOptions(title=LONG, paper="A4", landscape=False), vi)
    assert LONG in " ".join(written(sheet).split())
    assert sheet.title == LONG


def test_scale_bar_has_the_scale_of_the_map(bundle, vi):
    sheet = compose(bundle, SheetOptions(), vi)
    (element,) = [e for e in sheet.elements if isinstance(e, ScaleBarElement)]
    assert element.bar.length_m / element.bar.length * 1000 == pytest.approx(sheet.map.view.scale)


def test_an_empty_workspace_makes_a_page(toy, vi):
    bare = toy.toy_bundle(without=("sites", "incidents", "villages", "submissions"))
    sheet = compose(bare, SheetOptions(paper="A4", landscape=False), vi)
    assert vi("figure.nothing_yet") in " ".join(written(sheet).split())
    assert vi("sheet.figures").upper() not in written(sheet)


def test_incidents_are_drawn_only_when_asked_about(bundle, toy):
    assert "incidents" not in layers_of(bundle, SheetOptions())
    assert "incidents" in layers_of(toy.toy_bundle(categories=("fire",)), SheetOptions())
    assert layers_of(bundle, SheetOptions(layers=("boundaries",))) == ("boundaries",)


def test_title_names_what_is_counted(bundle, vi):
    assert title_of(bundle, SheetOptions(), vi) == vi("sheet.title.cluster")
    assert title_of(bundle, SheetOptions(title="Riêng"), vi) == "Riêng"


@pytest.mark.parametrize("wrong", [{"paper": "A5"}, {"dpi": 10}])
def test_wrong_options_are_refused(wrong):
    with pytest.raises(BadParameter):
        SheetOptions(**wrong)


def test_same_input_same_sheet(bundle, vi):
    one, two = (compose(bundle, SheetOptions(), vi) for _ in range(2))
    assert one.elements == two.elements
    assert one.map.labels == two.map.labels


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("landscape", [True, False])
@pytest.mark.parametrize("radius", [None, 3000.0])
def test_type_is_readable_and_nothing_runs_into_the_foot(real_data, toy, vi, paper, landscape, radius):
    made = _real(toy, real_data, radius)
    sheet = compose(made, SheetOptions(paper=paper, landscape=landscape), vi)
    texts = [element for element in sheet.elements if isinstance(element, Text)]
    legends = [element for element in sheet.elements if isinstance(element, LegendElement)]
    sizes = [text.size_pt for text in texts] + [TEXT_PT * legend.size for legend in legends]
    sizes += [label.size_pt for label in sheet.map.labels.labels]
    assert min(sizes) >= 6.5
    assert sheet.map.labels.left_over == ()
    foot = max(rule.y1_mm for rule in sheet.elements if isinstance(rule, Rule))
    below = {text.text for text in texts if text.y_mm > foot}
    assert not any(text.startswith("Người lập") for text in below)
    assert sheet.map.view.scale <= (750_000 if paper == "A3" else 1_100_000)


@lru_cache(maxsize=2)
def _real(toy, folder, radius):
    return toy.real_bundle(folder, layer="clusters", **({"radius_m": radius} if radius else {}))


def test_one_initiative_is_named_in_the_title(bundle, toy, vi):
    sites = bundle.sites.assign(is_cluster=False)
    initiatives = bundle.initiatives.assign(name="Kho hàng an toàn cháy nổ")
    one = toy.replace(
        bundle,
        sites=sites,
        initiatives=initiatives,
        params=toy.replace(bundle.params, layer=SiteKind.ALL, initiatives=("i1",)),
    )
    title = title_of(one, SheetOptions(), vi)
    assert title == "Bản đồ bao phủ mô hình “Kho hàng an toàn cháy nổ” tỉnh Sơn La"


def test_a_picture_whose_file_is_gone_is_named_on_the_paper(bundle, vi, tmp_path) -> None:
    workspace = Workspace.new("Tỉnh")
    workspace.execute(add_raster(workspace, "Ảnh vệ tinh", str(tmp_path / "gone.tif"), "ab"))
    options = as_shown(SheetOptions(), workspace.tree)
    assert (options.missing, options.context) == (("Ảnh vệ tinh",), ())
    said = "Không có trên bản đồ vì không tìm thấy tệp ảnh nền: Ảnh vệ tinh."
    assert missing_of(options, vi) == (said,)
    lines = [one.text for one in compose(bundle, options, vi).elements if isinstance(one, Text)]
    assert said in " ".join(lines)
    (layer,) = workspace.tree.of_kind(LayerKind.RASTER)
    workspace.execute(set_layer_visible(workspace, layer.id, False))
    assert as_shown(SheetOptions(), workspace.tree).missing == ()
