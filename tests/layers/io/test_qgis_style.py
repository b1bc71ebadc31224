"""Styles as other programs read them: well formed, with the right symbol, colour and size."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from layers.io.qgis_style import to_qml, to_sld
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
