"""The look of a layer as QGIS (QML) and other programs (SLD) read it, for the table `layer_styles`.

Knows the two formats and `layers.style`; nothing of files or of the workspace.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from layers.style import Fill, Pattern, Shape, Style, Symbol

MM_PER_POINT = 25.4 / 72

# Columns of the table as QGIS makes it.
CREATE_LAYER_STYLES = """CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""

_QGIS_SHAPES = {
    Shape.CIRCLE: "circle",
    Shape.TRIANGLE: "triangle",
    Shape.SQUARE: "square",
    Shape.DIAMOND: "diamond",
    Shape.CROSS: "cross2",
    Shape.STAR: "star",
    Shape.DOT: "circle",
}
_SLD_MARKS = {
    Shape.CIRCLE: "circle",
    Shape.TRIANGLE: "triangle",
    Shape.SQUARE: "square",
    Shape.DIAMOND: "diamond",
    Shape.CROSS: "x",
    Shape.STAR: "star",
    Shape.DOT: "circle",
}
_SLD = "http://www.opengis.net/sld"
_OGC = "http://www.opengis.net/ogc"


def to_qml(style: Style, *, areas: bool, opacity: float = 1.0) -> str:
    """Return the style as QGIS's QML with one symbol for all rows.

    Parameters
    ----------
    areas : bool
        The layer holds areas (its `fill` is drawn), not points.
    opacity : float
        Of the whole layer, 0 to 1.
    """
    qgis = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})
    renderer = ET.SubElement(
        qgis, "renderer-v2", {"type": "singleSymbol", "symbollevels": "0", "enableorderby": "0"}
    )
    symbols = ET.SubElement(renderer, "symbols")
    kind = "fill" if areas else "marker"
    attributes = {"name": "0", "type": kind, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    symbol = ET.SubElement(symbols, "symbol", attributes)
    if areas:
        _qml_fill(symbol, style.fill or Fill())
    else:
        _qml_marker(symbol, style.symbol or Symbol())
    ET.SubElement(qgis, "layerOpacity").text = f"{opacity:g}"
    ET.SubElement(qgis, "layerGeometryType").text = "2" if areas else "0"
    return "<!DOCTYPE qgis>\n" + ET.tostring(qgis, encoding="unicode")


def to_sld(style: Style, name: str, *, areas: bool) -> str:
    """Return the style as SLD 1.0 of the layer `name`."""
    ET.register_namespace("", _SLD)
    ET.register_namespace("ogc", _OGC)
    root = ET.Element(f"{{{_SLD}}}StyledLayerDescriptor", {"version": "1.0.0"})
    layer = _child(root, "NamedLayer")
    _child(layer, "Name").text = name
    rule = _child(_child(_child(layer, "UserStyle"), "FeatureTypeStyle"), "Rule")
    if areas:
        _sld_fill(_child(rule, "PolygonSymbolizer"), style.fill or Fill())
    else:
        _sld_marker(_child(rule, "PointSymbolizer"), style.symbol or Symbol())
    return ET.tostring(root, encoding="unicode")


# -- QML ------------------------------------------------------------------------------------------------


def _layer(symbol: ET.Element, kind: str, options: dict[str, str]) -> ET.Element:
    layer = ET.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"})
    stated = ET.SubElement(layer, "Option", {"type": "Map"})
    for name, value in options.items():
        ET.SubElement(stated, "Option", {"name": name, "type": "QString", "value": value})
        ET.SubElement(layer, "prop", {"k": name, "v": value})  # read by QGIS before 3.26
    return layer


def _qml_marker(symbol: ET.Element, look: Symbol) -> None:
    colour = _rgba(look.colour)
    outlined = look.hollow or look.shape is Shape.CROSS
    options = {
        "name": _QGIS_SHAPES[look.shape],
        "color": _rgba(look.colour, 0) if look.hollow else colour,
        "outline_color": colour if outlined else _rgba("#FFFFFF"),
        "outline_width": f"{(1.2 if outlined else 0.5) * MM_PER_POINT:.3f}",
        "outline_width_unit": "MM",
        "outline_style": "solid",
        "size": f"{look.size_pt * MM_PER_POINT:.3f}",
        "size_unit": "MM",
        "angle": "0",
        "scale_method": "diameter",
    }
    _layer(symbol, "SimpleMarker", options)


def _qml_fill(symbol: ET.Element, look: Fill) -> None:
    options = {
        "color": _rgba(look.colour),
        "style": "no" if look.pattern is Pattern.NONE else "solid",
        "outline_color": _rgba(look.stroke),
        "outline_width": f"{look.stroke_pt * MM_PER_POINT:.3f}",
        "outline_width_unit": "MM",
        "outline_style": "solid",
    }
    _layer(symbol, "SimpleFill", options)
    if look.pattern in (Pattern.HATCH, Pattern.BACK_HATCH):
        hatch = {
            "angle": "45" if look.pattern is Pattern.HATCH else "135",
            "color": _rgba(look.hatch_colour),
            "distance": "1.6",
            "distance_unit": "MM",
            "line_width": "0.2",
            "line_width_unit": "MM",
        }
        layer = _layer(symbol, "LinePatternFill", hatch)
        line = ET.SubElement(layer, "symbol", {"name": "@0@1", "type": "line", "alpha": "1"})
        _layer(line, "SimpleLine", {"line_color": _rgba(look.hatch_colour), "line_width": "0.2"})


def _rgba(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


# -- SLD ------------------------------------------------------------------------------------------------


def _child(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, f"{{{_SLD}}}{name}")


def _css(parent: ET.Element, **values: str) -> None:
    for name, value in values.items():
        parameter = ET.SubElement(parent, f"{{{_SLD}}}CssParameter", {"name": name.replace("_", "-")})
        parameter.text = value


def _sld_marker(symbolizer: ET.Element, look: Symbol) -> None:
    graphic = _child(symbolizer, "Graphic")
    mark = _child(graphic, "Mark")
    _child(mark, "WellKnownName").text = _SLD_MARKS[look.shape]
    if not look.hollow:
        _css(_child(mark, "Fill"), fill=look.colour)
    outlined = look.hollow or look.shape is Shape.CROSS
    _css(_child(mark, "Stroke"), stroke=look.colour if outlined else "#FFFFFF")
    _child(graphic, "Size").text = f"{look.size_pt:g}"


def _sld_fill(symbolizer: ET.Element, look: Fill) -> None:
    if look.pattern in (Pattern.HATCH, Pattern.BACK_HATCH):
        graphic = _child(_child(_child(symbolizer, "Fill"), "GraphicFill"), "Graphic")
        mark = _child(graphic, "Mark")
        slash = "shape://slash" if look.pattern is Pattern.HATCH else "shape://backslash"
        _child(mark, "WellKnownName").text = slash
        _css(_child(mark, "Stroke"), stroke=look.hatch_colour)
        _child(graphic, "Size").text = "6"
    elif look.pattern is Pattern.SOLID:
        _css(_child(symbolizer, "Fill"), fill=look.colour)
    _css(_child(symbolizer, "Stroke"), stroke=look.stroke, stroke_width=f"{look.stroke_pt:g}")
