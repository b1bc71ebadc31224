"""Styles as other programs read them: well formed, with the right symbol, colour and size."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from layers.io.qgis_style import to_qml, to_sld
from layers.renderers import Categorised, Category, ClassMethod, Density, Graduated, Proportional
from layers.style import BOUNDARIES, CLUSTERS, NO_DATA, NOT_COVERED, Fill, Pattern, Shape, Style, Symbol

SLD = "{http://www.opengis.net/sld}"


def _options(qml: str, kind: str) -> dict[str, str]:
    root = ET.fromstring(qml.split("\n", 1)[1])
    layer = root.find(f".//layer[@class='{kind}']")
    assert layer is not None
    named = {o.get("name", ""): o.get("value", "") for o in layer.findall("Option/Option")}
    older = {p.get("k", ""): p.get("v", "") for p in layer.findall("prop")}
    assert named == older
    return named


def test_a_marker_has_shape_colour_and_size_in_millimetres() -> None:
    qml = to_qml(CLUSTERS, areas=False, opacity=0.5)
    options = _options(qml, "SimpleMarker")
    assert (options["name"], options["color"]) == ("triangle", "213,94,0,255")
    assert float(options["size"]) == pytest.approx(7.0 * 25.4 / 72, abs=0.001)
    assert ET.fromstring(qml.split("\n", 1)[1]).findtext("layerOpacity") == "0.5"


def test_a_hollow_marker_is_an_outline() -> None:
    options = _options(to_qml(Style(symbol=Symbol(hollow=True)), areas=False), "SimpleMarker")
    assert options["color"].endswith(",0")
    assert options["outline_color"] == "0,114,178,255"
    assert "<Fill" not in to_sld(Style(symbol=Symbol(hollow=True)), "sites", areas=False)


@pytest.mark.parametrize(
    ("fill", "angle"), [(NOT_COVERED, "45"), (NO_DATA, "135"), (Fill(), None), (Fill(Pattern.NONE), None)]
)
def test_areas_are_filled_and_hatched(fill: Fill, angle: str | None) -> None:
    qml = to_qml(Style(fill=fill), areas=True)
    assert _options(qml, "SimpleFill")["style"] == ("no" if fill.pattern is Pattern.NONE else "solid")
    assert ("LinePatternFill" in qml) is (angle is not None)
    if angle:
        assert _options(qml, "LinePatternFill")["angle"] == angle


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_has_a_mark(shape: Shape) -> None:
    root = ET.fromstring(to_sld(Style(symbol=Symbol(shape)), "sites", areas=False))
    assert root.findtext(f".//{SLD}WellKnownName")
    assert root.findtext(f".//{SLD}NamedLayer/{SLD}Name") == "sites"
    assert _options(to_qml(Style(symbol=Symbol(shape)), areas=False), "SimpleMarker")["name"]


def test_areas_in_sld() -> None:
    plain = ET.fromstring(to_sld(BOUNDARIES, "communes", areas=True))
    assert [p.text for p in plain.iter(f"{SLD}CssParameter")] == ["#E9EDF2", "#FFFFFF", "0.6"]
    hatched = to_sld(Style(fill=NOT_COVERED), "communes", areas=True)
    assert "shape://slash" in hatched
    assert "Fill" not in to_sld(Style(fill=Fill(Pattern.NONE)), "communes", areas=True)


STARS = Category("active", "Đang chạy", Symbol(Shape.STAR, "#AA0000", 8.0))
BY_STATUS = Style(Symbol(), renderer=Categorised("status", (STARS, Category("ended", shown=False))))
BY_NUMBER = Style(
    Symbol(), renderer=Graduated("members", ClassMethod.GIVEN, 2, breaks=(0.0, 5.0, 90.0), palette="blue")
)


def _root(qml: str) -> ET.Element:
    return ET.fromstring(qml.split("\n", 1)[1])


def test_categories_are_written_for_both_programs() -> None:
    root = _root(to_qml(BY_STATUS, areas=False))
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "status")
    found = [(c.get("value"), c.get("label"), c.get("render")) for c in root.iter("category")]
    assert found == [("active", "Đang chạy", "true"), ("ended", "ended", "false"), ("", "", "true")]
    assert len(root.findall(".//symbols/symbol")) == 3
    sld = ET.fromstring(to_sld(BY_STATUS, "sites", areas=False))
    assert [rule.findtext(f"{SLD}Title") for rule in sld.iter(f"{SLD}Rule")] == ["Đang chạy", "–"]
    assert sld.find(f".//{SLD}ElseFilter") is not None


def test_ranges_are_written_where_their_breaks_are_kept() -> None:
    root = _root(to_qml(BY_NUMBER, areas=False))
    assert [(r.get("lower"), r.get("upper")) for r in root.iter("range")] == [("0.0", "5.0"), ("5.0", "90.0")]
    ogc = "{http://www.opengis.net/ogc}"
    sld = ET.fromstring(to_sld(BY_NUMBER, "sites", areas=False))
    assert len(list(sld.iter(f"{ogc}PropertyIsLessThan"))) == 1  # the last range is closed
    assert len(list(sld.iter(f"{ogc}PropertyIsLessThanOrEqualTo"))) == 1


@pytest.mark.parametrize(
    "renderer",
    [Proportional("members"), Density(), Graduated("members"), Categorised("field", (Category("order"),))],
    ids=lambda renderer: type(renderer).__name__,
)
def test_what_others_cannot_be_told_is_one_symbol(renderer) -> None:
    root = _root(to_qml(Style(Symbol(), renderer=renderer), areas=False))
    found = root.find("renderer-v2")
    assert found is not None
    assert found.get("type") == "singleSymbol"


def test_a_derived_column_is_an_expression_and_no_rule_of_sld() -> None:
    look = Style(Symbol(), renderer=Categorised("category_top", (Category("fire"),)))
    found = _root(to_qml(look, areas=False)).find("renderer-v2")
    assert found is not None
    assert '"category"' in (found.get("attr") or "")
    sld = ET.fromstring(to_sld(look, "incidents", areas=False))
    assert len(list(sld.iter(f"{SLD}Rule"))) == 1
