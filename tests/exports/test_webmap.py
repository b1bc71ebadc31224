import html
import json
import re
import shutil
import subprocess

import folium
import pytest

from exports import webmap
from exports.blocks import notes_of
from exports.privacy import Redact, Redaction
from exports.sheet_options import SheetOptions
from layers.renderers import Categorised, Category, Density, Proportional
from layers.style import Fill, Shape, Style, Symbol

FETCHED = re.compile(
    r"""<(?:script|img|iframe|source)[^>]+src=|<link|@import|\burl\((?!data:|#)|sourceMappingURL"""
)


@pytest.fixture(scope="module")
def page(bundle, vi):
    return webmap.render(bundle, SheetOptions(), vi)


def data_of(page: str) -> dict:
    """Return what the page hands to its script."""
    start = page.index("window.coverageMap(map_coverage")
    call = page[start : page.index(");\n", start)]
    return json.loads(call[call.index("}, {") + 3 :])


def test_nothing_is_fetched(page):
    assert not FETCHED.search(page)
    assert f'content="{webmap.POLICY}"' in page
    assert not re.search("jsdelivr|cloudflare|bootstrap|jquery", page)


def test_other_maps_of_folium_keep_their_links(page):
    assert any("leaflet" in address for _, address in folium.Map.default_js)
    assert folium.Map(tiles=None).default_js


def test_names_are_text_and_never_markup(page):
    assert "<script>alert(1)" not in page
    assert "alert(1)" in page


def test_a_title_is_text_too(bundle, vi):
    text = webmap.render(bundle, SheetOptions(title='"><img src=x onerror=alert(2)>'), vi)
    assert "<img" not in text
    assert "&lt;img" in text


def test_legend_folds_and_carries_the_notes(page, bundle, vi):
    legend = page[page.index('<details id="legend"') :]
    assert "<summary>Chú giải</summary>" in legend
    for note in notes_of(bundle, vi):
        assert html.escape(note) in legend
    # Lines of layers that are off at the start can be hidden by the page.
    assert 'data-layer="incidents"' in legend
    assert 'data-layer="villages"' in legend


def test_communes_can_be_found_by_name_in_vietnamese_order(page, bundle):
    data = data_of(page)
    names = bundle.boundaries.gdf["full_name"].tolist()
    assert [names[place] for place in data["order"]] == [
        "Phường Tô Hiệu", "Xã Mường Lèo", "Xã Phù Yên", "Xã Sốp Cộp",
    ]  # fmt: skip
    assert data["find"]


def test_arcs_of_the_radius_are_lines_of_the_page(page, toy, vi):
    assert data_of(page)["reach"] == []
    lines = data_of(webmap.render(toy.toy_bundle(radius_m=1000.0), SheetOptions(), vi))["reach"]
    assert sum(len(line) - 1 for line in lines) > 100
    assert all(len(place) == 2 and 20 < place[0] < 23 for line in lines for place in line)


def test_incidents_are_counts_unless_points_are_asked_for(bundle, page, toy, vi):
    (circles,) = data_of(page)["points"]["incidents"]
    assert sorted(place[2] for place in circles["places"]) == [1, 1]
    shown = {tuple(place[:2]) for place in circles["places"]}
    points = webmap.render(bundle, SheetOptions(), vi, redaction=Redaction(Redact.NONE))
    exact = {tuple(place[:2]) for set_ in data_of(points)["points"]["incidents"] for place in set_["places"]}
    assert len(exact) == 2
    assert not shown & exact
    for text in (page, points):
        assert toy.PERSONAL not in text


def test_approximate_points_are_hollow(page):
    rough, exact = data_of(page)["points"]["clusters"]  # as on paper: exact ones on top
    assert (len(exact["places"]), exact["hollow"]) == (3, False)
    assert (len(rough["places"]), rough["hollow"]) == (1, True)


def test_page_says_what_papers_say(page, bundle, vi):
    for text in (vi("sample.mark"), vi("sheet.handling"), "14/11/2026", "3/4", bundle.stamp[:12], "toy.gpkg"):
        assert text in page
    assert '<html lang="vi">' in page


def test_schematic_boundaries_are_named(page, toy, en):
    text = webmap.render(toy.toy_bundle(schematic=True), SheetOptions(), en)
    assert en("boundaries.schematic") in text
    assert en("boundaries.schematic") not in page


@pytest.mark.real_data
@pytest.mark.heavy
def test_the_map_shows_in_a_browser_without_network(real, vi, tmp_path):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    path = tmp_path / "map.html"
    path.write_text(webmap.render(real, SheetOptions(), vi), encoding="utf-8")
    assert path.stat().st_size <= 3_000_000
    log = tmp_path / "net.json"
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path / 'profile'}",
         f"--log-net-log={log}", "--virtual-time-budget=3000", "--dump-dom", path.as_uri()],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    dom = done.stdout.decode("utf-8")
    assert len(re.findall(r'<path class="commune ', dom)) == len(real.boundaries.codes)
    assert len(re.findall(r'<path class="point clusters', dom)) > 100
    assert 'data-ready="1"' in dom
    assert "Phường Tô Hiệu" in dom
    asked = set(re.findall(r'"url":"(https?://[^"]+)"', log.read_text(encoding="utf-8", errors="replace")))
    assert not {address for address in asked if "google" not in address and "gstatic" not in address}


@pytest.mark.real_data
@pytest.mark.heavy
def test_printed_from_a_browser_it_is_one_page_with_its_notes(toy, real_data, vi, tmp_path):
    chromium, reader = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("pdftotext")
    if chromium is None or reader is None:
        pytest.skip("Chromium or Poppler is not installed")
    radius = toy.real_bundle(real_data, layer="clusters", radius_m=3000.0)
    path, paper = tmp_path / "map.html", tmp_path / "map.pdf"
    path.write_text(webmap.render(radius, SheetOptions(), vi), encoding="utf-8")
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=3000", "--no-pdf-header-footer",
         f"--print-to-pdf={paper}", path.as_uri()],
        capture_output=True, timeout=90, check=True,
    )  # fmt: skip
    assert len(re.findall(rb"/Type /Page\b", paper.read_bytes())) == 1
    text = subprocess.run([reader, str(paper), "-"], capture_output=True, check=True).stdout.decode("utf-8")
    text = " ".join(text.split())
    for wanted in ("148", "bán kính 3 km đường chim bay", "Dữ liệu MINH HỌA", "EPSG:9206", "0,155 km²"):
        assert wanted in text


# -- looks ------------------------------------------------------------------------------------------


def test_each_look_is_a_set_of_its_own_with_its_line_in_the_legend(bundle, vi):
    red = Symbol(Shape.STAR, "#AA0000", 8.0)
    look = Style(Symbol(), renderer=Categorised("position", (Category("exact", "Rõ vị trí", red),)))
    options = SheetOptions(styles={"clusters": look}, names={"clusters": "Cụm đổi tên"})
    text = webmap.render(bundle, options, vi)
    sets = data_of(text)["points"]["clusters"]
    assert [(made["fill"], made["hollow"], len(made["places"])) for made in sets] == [
        ("#FFFFFF", True, 1),
        ("#AA0000", False, 3),
    ]
    legend = text[text.index('<details id="legend"') :]
    assert "Rõ vị trí (3)" in legend
    assert "Cụm đổi tên" in legend


def test_sizes_and_cells_are_those_of_the_paper(bundle, vi):
    styles = {
        "boundaries": Style(fill=Fill(), circles=Proportional("villages", largest_pt=20.0)),
        "clusters": Style(Symbol(), renderer=Density(counts=False)),
    }
    points = data_of(webmap.render(bundle, SheetOptions(styles=styles), vi))["points"]
    (circles,) = points["boundaries"]
    radii = [place[4] for place in circles["places"]]
    assert [(radius / radii[0]) ** 2 * 5 for radius in radii] == pytest.approx([5, 4, 2], rel=0.01)
    (cells,) = points["clusters"]
    assert sum(cell[1] for cell in cells["cells"]) == 4
    assert all(len(cell[0]) == 4 for cell in cells["cells"])


def test_incidents_stay_counts_however_they_are_styled(bundle, toy, vi):
    for renderer in (Categorised("category", (Category("fire"),)), Density(), Proportional("deaths")):
        styles = {"incidents": Style(Symbol(Shape.CROSS), renderer=renderer)}
        text = webmap.render(bundle, SheetOptions(styles=styles), vi)
        made = data_of(text)["points"]["incidents"]
        points = {tuple(place[:2]) for one in made for place in one["places"]}
        rows = bundle.incidents[["lat", "lon"]].to_numpy().round(5).tolist()
        exact = {tuple(row) for row in rows}
        assert not points & exact
        legend = text[text.index('<details id="legend"') :]
        assert legend.count(vi("web.incident_circles")) == 1
