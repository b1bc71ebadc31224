"""Writes the map as one HTML page that needs no network: folium's map with Leaflet inlined from a package.

Knows nothing of files; a strict content policy in the page forbids every request.
"""

from __future__ import annotations

import base64
import html
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, MacroElement
from jinja2 import Template

from exports.blocks import notes_of
from exports.figures import key_figures, reported_text, vintage_text
from exports.legend import (
    REACH_COLOUR,
    UNCERTAIN_COLOUR,
    AreaEntry,
    Legend,
    LineEntry,
    NoteEntry,
    RampEntry,
    SymbolEntry,
    legend_of,
)
from exports.privacy import Redact, Redaction
from exports.shading import shade
from exports.sheet import SheetOptions, layers_of, source_of, subtitle_of, title_of
from exports.symbols import unit_outline
from exports.webmap_data import (
    HATCH_GROUNDS,
    bounds,
    commune_features,
    commune_names,
    name_order,
    point_sets,
    reach_paths,
    uncertain_paths,
)
from layers.style import NO_DATA, NOT_COVERED, Fill, Shape, Symbol
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "templates"
LABEL_ZOOM = 9.0
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
# Bottom to top; villages can be switched on.
KINDS: tuple[str, ...] = ("villages", "incidents", "sites", "clusters")

_SCRIPT = """
{% macro script(this, kwargs) %}
window.coverageMap({{ this.map_name }}, {{ this.communes_name }}, {
{%- for kind, name in this.groups %}{{ kind|tojson }}: {{ name }},{% endfor -%}
}, {{ this.data|tojson }});
{% endmacro %}
"""


class _Start(MacroElement):
    """The last script of the page: hands map, layers and data to resources/templates/webmap.js."""

    _template = Template(_SCRIPT)

    def __init__(self, map_name: str, communes_name: str, groups: list[tuple[str, str]], data: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "start", "coverage"
        self.map_name, self.communes_name = map_name, communes_name
        self.groups, self.data = groups, data


def render(
    bundle: ResultBundle, options: SheetOptions, words: Words, *, redaction: Redaction | None = None
) -> str:
    """Return the page.

    Parameters
    ----------
    redaction : Redaction or None
        None and AGGREGATE: incidents are counts a commune. Any other kind carries points of incidents.
    """
    shading = shade(bundle, options.measure)
    shown = set(layers_of(bundle, options))
    # What the paper shows is on at the start; villages and incidents can be switched on.
    visible = shown | {"villages", "incidents"}
    points = point_sets(bundle, visible, words, redaction=redaction, styles=options.styles)
    page = folium.Map(
        tiles=None, zoom_control=True, attribution_control=False, zoom_snap=0.25, min_zoom=6, max_zoom=15
    )
    # On this object only: the class keeps its lists, so another map of the process is not touched.
    page.default_js, page.default_css = [], []
    page._id = "coverage"
    communes = folium.GeoJson(
        commune_features(bundle, shading, words),
        name=words("layer.boundaries"),
        style_function=lambda feature: feature["properties"]["style"],
        control=True,
    )
    communes._id = "communes"
    communes.add_to(page)
    groups = []
    for kind in KINDS:
        if kind in points:
            group = folium.FeatureGroup(name=words(f"legend.{kind}"), show=kind in shown)
            group._id = kind
            group.add_to(page)
            groups.append((kind, group.get_name()))
    control = folium.LayerControl(collapsed=False)
    control._id = "layers"
    control.add_to(page)
    data = {
        "points": points,
        "names": commune_names(bundle),
        "order": name_order(bundle),
        "bounds": bounds(bundle),
        "uncertain": uncertain_paths(bundle),
        "uncertain_colour": UNCERTAIN_COLOUR,
        "reach": reach_paths(bundle),
        "reach_colour": REACH_COLOUR,
        "find": words("web.find"),
        "label_zoom": LABEL_ZOOM,
    }
    page.add_child(_Start(page.get_name(), communes.get_name(), groups, data))
    legend = legend_of(bundle, shading, visible, words, styles=options.styles)
    per_commune = redaction is None or redaction.kind is Redact.AGGREGATE
    return _assemble(page, bundle, options, words, _legend_html(bundle, legend, words, per_commune))


def _assemble(
    page: folium.Map, bundle: ResultBundle, options: SheetOptions, words: Words, legend: str
) -> str:
    root: Any = page.get_root()
    root._id = "page"
    title = title_of(bundle, options, words)
    css, script = leaflet()
    own_css = (TEMPLATES / "webmap.css").read_text(encoding="utf-8")
    own_script = (TEMPLATES / "webmap.js").read_text(encoding="utf-8")
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{html.escape(title)}</title>\n"
        f"<style>{css}</style>\n<script>{script}</script>\n<script>{own_script}</script>"
    )
    root.header.add_child(_element(head, "head"), name="00head", index=0)
    root.html.add_child(_element(_header(bundle, options, words, title), "top"), name="00top")
    text: str = root.render()
    # After folium's own style sheet, so that ours decides.
    text = text.replace("</head>", f"<style>{own_css}</style>\n</head>", 1)
    text = text.replace("<html>", f'<html lang="{words.language}">', 1)
    foot = legend + _footer(bundle, options, words)
    return text.replace("</body>", f"{foot}\n</body>", 1)


def _element(text: str, name: str) -> Any:
    """Return literal HTML: braces in it are not read as a template."""
    element: Any = Element("{{ this.text }}")
    element._id, element.text = name, text
    return element


# -- what stands around the map ---------------------------------------------------------------------


def _header(bundle: ResultBundle, options: SheetOptions, words: Words, title: str) -> str:
    marks = []
    if bundle.sample:
        marks.append(f'<span class="sample">{html.escape(words("sample.mark"))}</span><br>')
    handling = words("sheet.handling") if options.handling is None else options.handling
    marks.append(html.escape(handling))
    subtitle = html.escape(subtitle_of(bundle, options, words))
    text = (
        f"<header><div><h1>{html.escape(title)}</h1><p>{subtitle}</p></div>"
        f'<div class="marks">{"".join(marks)}</div></header>'
    )
    if bundle.schematic:
        text += f'<div class="schematic">{html.escape(words("boundaries.schematic"))}</div>'
    return text


def _footer(bundle: ResultBundle, options: SheetOptions, words: Words) -> str:
    lines = [
        words("sheet.as_of", date=words.date(bundle.as_of)) + ". " + reported_text(bundle, words),
        source_of(bundle, options, words),
        words("sheet.stamp", stamp=bundle.stamp[:12], vintage=vintage_text(bundle, words)),
        words("sheet.crs"),
    ]
    if options.prepared_by:
        lines.append(words("sheet.prepared_by", name=options.prepared_by))
    return "<footer>" + "".join(f"<p>{html.escape(line)}</p>" for line in lines) + "</footer>"


def _legend_html(bundle: ResultBundle, legend: Legend, words: Words, per_commune: bool) -> str:
    rows = []
    for entry in legend.entries:
        if isinstance(entry, NoteEntry):
            rows.append(f"<h2>{html.escape(entry.text)}</h2>")
        elif isinstance(entry, AreaEntry):
            rows.append(_row(_area_swatch(entry.fill), entry.text))
        elif isinstance(entry, LineEntry):
            dash = ' stroke-dasharray="4 3"' if entry.dashed else ""
            line = f'<path d="M0 7H24" stroke="{entry.colour}" stroke-width="1.2"{dash}/>'
            rows.append(_row(line, entry.text))
        elif isinstance(entry, SymbolEntry):
            symbol = entry.symbol
            if per_commune and symbol.shape is Shape.CROSS:
                if symbol.hollow:
                    continue
                symbol = Symbol(Shape.CIRCLE, symbol.colour, 9.0)
                rows.append(_row(_symbol_swatch(symbol, 0.55), words("web.incident_circles"), "incidents"))
                continue
            kind = {Shape.CROSS: "incidents", Shape.DOT: "villages"}.get(symbol.shape, "")
            rows.append(_row(_symbol_swatch(symbol), entry.text, kind))
        elif isinstance(entry, RampEntry):
            raise TypeError("the legend of a page lists its ranges")
    figures = "".join(
        f"<div><b>{html.escape(figure.value)}</b><span>{html.escape(figure.text)}</span></div>"
        for figure in key_figures(bundle, words)
    )
    tiles = f'<div class="figures" style="display:block">{figures}</div>' if figures else ""
    notes = "".join(f"<p>{html.escape(text)}</p>" for text in notes_of(bundle, words))
    return (
        f'{_patterns()}<details id="legend" class="card" open>'
        f"<summary>{html.escape(legend.title)}</summary>{tiles}{''.join(rows)}"
        f'<details class="notes"><summary>{html.escape(words("sheet.notes"))}</summary>{notes}</details>'
        "</details>"
    )


def _row(swatch: str, text: str, layer: str = "") -> str:
    """Return a line of the legend; that of a `layer` that can be switched is hidden while it is off."""
    mark = f' data-layer="{layer}"' if layer else ""
    return f'<div{mark}><svg width="24" height="14">{swatch}</svg><span>{html.escape(text)}</span></div>'


def _paint(fill: Fill) -> str:
    return HATCH_GROUNDS.get(fill.pattern, fill.colour)


def _area_swatch(fill: Fill) -> str:
    stroke = "#B9C2CC" if fill.stroke.upper() == "#FFFFFF" else fill.stroke
    return f'<rect x=".5" y="1.5" width="23" height="11" fill="{_paint(fill)}" stroke="{stroke}"/>'


def _symbol_swatch(symbol: Symbol, opacity: float = 1.0) -> str:
    radius = symbol.size_pt * 96 / 72 / 2
    is_open = symbol.shape is Shape.CROSS
    path = ""
    for ring in unit_outline(symbol.shape):
        points = [f"{12 + x * radius:.1f} {7 + y * radius:.1f}" for x, y in ring]
        path += "M" + "L".join(points) + ("" if is_open else "z")
    fill = "none" if is_open else "#FFFFFF" if symbol.hollow else symbol.colour
    stroke = symbol.colour if is_open or symbol.hollow else "#FFFFFF"
    width = 2 if is_open else 1.4 if symbol.hollow else 0.7
    return (
        f'<path d="{path}" fill="{fill}" fill-opacity="{opacity}" stroke="{stroke}" stroke-width="{width}"/>'
    )


def _patterns() -> str:
    made = []
    for name, fill, turn in (("hatch", NOT_COVERED, 45), ("back_hatch", NO_DATA, -45)):
        made.append(
            f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="5.6" height="5.6" '
            f'patternTransform="rotate({turn})"><rect width="5.6" height="5.6" fill="{fill.colour}"/>'
            f'<path d="M2.8 0V5.6" stroke="{fill.hatch_colour}" stroke-width="1.1"/></pattern>'
        )
    return (
        '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
        + "".join(made)
        + "</defs></svg>"
    )


# -- Leaflet ----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def leaflet() -> tuple[str, str]:
    """Return the style sheet and the script of Leaflet with its pictures inside and no address to fetch."""
    folder = resources.files("xstatic.pkg.leaflet") / "data"
    css = (folder / "leaflet.css").read_text(encoding="utf-8")

    def inlined(found: re.Match[str]) -> str:
        picture = (folder / "images" / found[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode('ascii')})"

    css = re.sub(r"url\(images/([\w.-]+)\)", inlined, css)
    script = (folder / "leaflet.js").read_text(encoding="utf-8")
    script = re.sub(r"//# sourceMappingURL=.*", "", script)
    return css, script.replace("</script", "<\\/script")
