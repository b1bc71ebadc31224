"""The look of a layer as QGIS (QML) and other programs (SLD) read it, for the table `layer_styles`.

Knows the two formats and `layers.style`; nothing of files or of the workspace. Categories, and ranges whose
breaks are kept in the style, are written as such; sizes, densities and columns of other tables as one symbol.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree import ElementTree as ET

from layers.palettes import OTHER, point_palette
from layers.renderers import Categorised, Graduated
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


@dataclass(frozen=True, slots=True)
class _Class:
    """A class as both formats know it: rows of one value, or of a range (the last closed), or all others."""

    symbol: Symbol
    label: str
    shown: bool = True
    value: str | None = None
    low: float = 0.0
    high: float = 0.0
    is_last: bool = False


def _classes(style: Style) -> tuple[_Class, ...]:
    """Return the classes of points that other programs can be told of; () for one symbol for all."""
    renderer, base = style.renderer, style.symbol or Symbol()
    if isinstance(renderer, Categorised) and renderer.column != "field":
        made = [
            _Class(entry.symbol or base, entry.label or entry.value, entry.shown, value=entry.value)
            for entry in renderer.classes
        ]
        other = renderer.other.symbol or replace(base, colour=OTHER)
        return (*made, _Class(other, "", renderer.other.shown, value=""))
    if isinstance(renderer, Graduated) and len(renderer.breaks) > 1:
        ranges = tuple(pairwise(renderer.breaks))
        colours = point_palette(renderer.palette, len(ranges), reverse=renderer.reverse)
        return tuple(
            _Class(
                replace(base, colour=colour),
                f"{low:g} – {high:g}",
                low=low,
                high=high,
                is_last=place == len(ranges) - 1,
            )
            for place, ((low, high), colour) in enumerate(zip(ranges, colours, strict=True))
        )
    return ()


# Derived columns as expressions of QGIS; SLD knows none.
_EXPRESSIONS = {
    "category_top": "regexp_replace(\"category\", '[.].*', '')",
    "households_share": '"households_enrolled" * 1.0 / "households_total"',
}


def to_qml(style: Style, *, areas: bool, opacity: float = 1.0) -> str:
    """Return the style as QGIS's QML.

    Parameters
    ----------
    areas : bool
        The layer holds areas (its `fill` is drawn), not points.
    opacity : float
        Of the whole layer, 0 to 1.
    """
    qgis = ET.Element("qgis", {"version": "3.22.0", "styleCategories": "Symbology"})
    classes = () if areas else _classes(style)
    stated = {"symbollevels": "0", "enableorderby": "0", **_kind_of(style, classes)}
    renderer = ET.SubElement(qgis, "renderer-v2", stated)
    _qml_classes(renderer, classes)
    symbols = ET.SubElement(renderer, "symbols")
    for number, look in enumerate(classes):
        _qml_marker(_qml_symbol(symbols, str(number), "marker"), look.symbol)
    if areas:
        _qml_fill(_qml_symbol(symbols, "0", "fill"), style.fill or Fill())
    elif not classes:
        _qml_marker(_qml_symbol(symbols, "0", "marker"), style.symbol or Symbol())
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
    rules = _child(_child(layer, "UserStyle"), "FeatureTypeStyle")
    column = getattr(style.renderer, "column", "")
    classes = () if areas or column in _EXPRESSIONS else _classes(style)
    for look in classes:
        if look.shown:
            _sld_rule(rules, column, look)
    if areas:
        _sld_fill(_child(_child(rules, "Rule"), "PolygonSymbolizer"), style.fill or Fill())
    elif not classes:
        _sld_marker(_child(_child(rules, "Rule"), "PointSymbolizer"), style.symbol or Symbol())
    return ET.tostring(root, encoding="unicode")


# -- QML ------------------------------------------------------------------------------------------------


def _kind_of(style: Style, classes: tuple[_Class, ...]) -> dict[str, str]:
    if not classes or not isinstance(style.renderer, Categorised | Graduated):
        return {"type": "singleSymbol"}
    column = style.renderer.column
    attribute = {"attr": _EXPRESSIONS.get(column, column)}
    if isinstance(style.renderer, Categorised):
        return {"type": "categorizedSymbol", **attribute}
    return {"type": "graduatedSymbol", **attribute, "graduatedMethod": "GraduatedColor"}


def _qml_classes(renderer: ET.Element, classes: tuple[_Class, ...]) -> None:
    if not classes:
        return
    is_category = classes[0].value is not None
    listed = ET.SubElement(renderer, "categories" if is_category else "ranges")
    for number, look in enumerate(classes):
        common = {"symbol": str(number), "label": look.label, "render": str(look.shown).lower()}
        if is_category:
            ET.SubElement(listed, "category", {"value": look.value or "", "type": "string", **common})
        else:
            ET.SubElement(listed, "range", {"lower": repr(look.low), "upper": repr(look.high), **common})


def _qml_symbol(symbols: ET.Element, name: str, kind: str) -> ET.Element:
    attributes = {"name": name, "type": kind, "alpha": "1", "clip_to_extent": "1", "force_rhr": "0"}
    return ET.SubElement(symbols, "symbol", attributes)


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


def _sld_rule(rules: ET.Element, column: str, look: _Class) -> None:
    rule = _child(rules, "Rule")
    _child(rule, "Title").text = look.label or "–"
    if look.value == "":
        ET.SubElement(rule, f"{{{_SLD}}}ElseFilter")
    else:
        where = ET.SubElement(rule, f"{{{_OGC}}}Filter")
        if look.value is not None:
            _compare(where, "PropertyIsEqualTo", column, look.value)
        else:
            both = ET.SubElement(where, f"{{{_OGC}}}And")
            _compare(both, "PropertyIsGreaterThanOrEqualTo", column, repr(look.low))
            below = "PropertyIsLessThanOrEqualTo" if look.is_last else "PropertyIsLessThan"
            _compare(both, below, column, repr(look.high))
    _sld_marker(_child(rule, "PointSymbolizer"), look.symbol)


def _compare(parent: ET.Element, operator: str, column: str, value: str) -> None:
    test = ET.SubElement(parent, f"{{{_OGC}}}{operator}")
    ET.SubElement(test, f"{{{_OGC}}}PropertyName").text = column
    ET.SubElement(test, f"{{{_OGC}}}Literal").text = value


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
