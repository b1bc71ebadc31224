"""Writes the map as one HTML page that needs no network: folium's map with Leaflet inlined from a package.

Knows nothing of files; a strict content policy in the page forbids every request.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, MacroElement
from jinja2 import Template

from exports.blocks import notes_of
from exports.context import Background, ContextRows
from exports.figures import key_figures, reported_text, vintage_text
from exports.legend import (
    DEFAULT_STYLES,
    REACH_COLOUR,
    UNCERTAIN_COLOUR,
    AreaEntry,
    CirclesEntry,
    DensityEntry,
    Entry,
    Legend,
    LineEntry,
    NoteEntry,
    PictureEntry,
    RampEntry,
    SymbolEntry,
    legend_of,
)
from exports.privacy import Redact, Redaction
from exports.shading import Shading, shade
from exports.sheet import layers_of, missing_of, source_of, subtitle_of, title_of
from exports.sheet_options import SheetOptions
from exports.webmap_context import WebLayer, web_layers
from exports.webmap_data import (
    PX_PER_PT,
    bounds,
    commune_features,
    commune_names,
    name_order,
    reach_paths,
    uncertain_paths,
)
from exports.webmap_points import point_sets
from exports.webmap_swatches import area_swatch, circles_swatch, patterns, ramp_swatch, symbol_swatch
from layers.style import Shape, Style, Symbol
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "templates"
LABEL_ZOOM = 9.0
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
# Bottom to top; villages can be switched on.
KINDS: tuple[str, ...] = ("boundaries", "villages", "incidents", "sites", "clusters")

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
    shading = shade(bundle, options.measure, options.styles.get("boundaries"))
    shown = set(layers_of(bundle, options))
    # What the paper shows is on at the start; communes, villages and incidents can be switched on.
    visible = shown | {"boundaries", "villages", "incidents"}
    points = point_sets(bundle, visible, words, redaction=redaction, styles=options.styles)
    page = folium.Map(
        tiles=None, zoom_control=True, attribution_control=False, zoom_snap=0.25, min_zoom=6, max_zoom=15
    )
    # On this object only: the class keeps its lists, so another map of the process is not touched.
    page.default_js, page.default_css = [], []
    page._id = "coverage"
    brought = web_layers(options.context, options.layers or (), bundle.boundaries.bounds_m, words)
    groups = [_add_context(page, one) for one in brought if one.is_under]
    communes = folium.GeoJson(
        commune_features(bundle, shading, words),
        name=words("layer.boundaries"),
        style_function=lambda feature: feature["properties"]["style"],
        control=True,
        show="boundaries" in shown,
    )
    communes._id = "communes"
    communes.add_to(page)
    groups += [_add_context(page, one) for one in brought if not one.is_under]
    for kind in KINDS:
        if kind in points:
            is_of_communes = kind == "boundaries"
            own = words("web.circles" if is_of_communes else f"legend.{kind}")
            name = own if is_of_communes else options.names.get(kind) or own
            group = folium.FeatureGroup(name=name, show=kind in shown)
            group._id = kind
            group.add_to(page)
            groups.append((kind, group.get_name()))
    control = folium.LayerControl(collapsed=False)
    control._id = "layers"
    control.add_to(page)
    data = {
        "points": {**points, **{one.key: one.points for one in brought}},
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
    card = _card(bundle, options, shading, visible, words, redaction)
    return _assemble(page, bundle, options, words, card)


def _card(
    bundle: ResultBundle,
    options: SheetOptions,
    shading: Shading,
    visible: set[str],
    words: Words,
    redaction: Redaction | None,
) -> str:
    """Return the card with key figures, legend and notes."""
    per_commune = redaction is None or redaction.kind is Redact.AGGREGATE
    styles = {**DEFAULT_STYLES, **options.styles}
    incidents = styles["incidents"].symbol or Symbol()
    if per_commune:  # all of them are in the counts, whatever their classes are
        styles["incidents"] = Style(symbol=incidents)
    vectors = [one for one in options.context if isinstance(one, ContextRows)]
    legend = legend_of(bundle, shading, visible, words, styles=styles, names=options.names, context=vectors)
    pictures = [one.name for one in options.context if isinstance(one, Background)]
    notes = [*notes_of(bundle, words), *missing_of(options, words)]
    if pictures:
        notes.append(words("web.no_pictures", names=words.listing(pictures)))
    return _legend_html(bundle, legend, notes, words, per_commune, incidents)


def _add_context(page: folium.Map, one: WebLayer) -> tuple[str, str]:
    """Add a context layer that can be switched; return its key and the name of its group in the script."""
    group = folium.FeatureGroup(name=one.name)
    group._id = one.key
    if one.features["features"]:
        shapes = folium.GeoJson(
            one.features, style_function=lambda feature: feature["properties"]["style"], interactive=False
        )
        shapes._id = f"{one.key}_shapes"
        shapes.add_to(group)
    group.add_to(page)
    return one.key, group.get_name()


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


def _legend_html(
    bundle: ResultBundle,
    legend: Legend,
    notes: Sequence[str],
    words: Words,
    per_commune: bool,
    incidents: Symbol,
) -> str:
    rows = []
    entries = list(legend.entries)
    if per_commune:
        entries = _with_counts_for_incidents(entries, incidents, words)
    for entry in entries:
        switched = getattr(entry, "layer", "")
        layer = switched if switched in ("incidents", "villages") else ""
        if isinstance(entry, NoteEntry):
            mark = f' data-layer="{layer}"' if layer else ""
            rows.append(f"<h2{mark}>{html.escape(entry.text)}</h2>")
        elif isinstance(entry, AreaEntry):
            rows.append(_row(area_swatch(entry.fill), entry.text))
        elif isinstance(entry, LineEntry):
            dash = ' stroke-dasharray="4 3"' if entry.dashed else ""
            wide = max(1.2, entry.width_pt * PX_PER_PT)
            line = f'<path d="M0 7H24" stroke="{entry.colour}" stroke-width="{wide:.1f}"{dash}/>'
            rows.append(_row(line, entry.text))
        elif isinstance(entry, SymbolEntry):
            opacity = 0.55 if per_commune and layer == "incidents" else 1.0
            rows.append(_row(symbol_swatch(entry.symbol, opacity), entry.text, layer))
        elif isinstance(entry, CirclesEntry):
            drawing, wide, high = circles_swatch(entry, 0.55 if not layer else 1.0)
            mark = f' data-layer="{layer}"' if layer else ""
            picture = f'<svg class="nested" width="{wide:.0f}" height="{high:.0f}" role="img"'
            rows.append(f'<div{mark}>{picture} aria-label="{html.escape(entry.text)}">{drawing}</svg></div>')
        elif isinstance(entry, DensityEntry):
            rows.append(_row(ramp_swatch(entry.colours), f"{entry.text}: {entry.low} – {entry.high}", layer))
        elif isinstance(entry, RampEntry | PictureEntry):
            raise TypeError("the legend of a page lists its ranges, and no picture is on it")
    figures = "".join(
        f"<div><b>{html.escape(figure.value)}</b><span>{html.escape(figure.text)}</span></div>"
        for figure in key_figures(bundle, words)
    )
    tiles = f'<div class="figures" style="display:block">{figures}</div>' if figures else ""
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in notes)
    return (
        f'{patterns()}<details id="legend" class="card" open>'
        f"<summary>{html.escape(legend.title)}</summary>{tiles}{''.join(rows)}"
        f'<details class="notes"><summary>{html.escape(words("sheet.notes"))}</summary>{paragraphs}</details>'
        "</details>"
    )


def _with_counts_for_incidents(entries: list[Entry], incidents: Symbol, words: Words) -> list[Entry]:
    """Put one line for circles a commune in place of all lines of incidents: their points do not leave."""
    circle = Symbol(Shape.CIRCLE, incidents.colour, 9.0)
    line = SymbolEntry(circle, words("web.incident_circles"), "incidents")
    mine = [place for place, entry in enumerate(entries) if getattr(entry, "layer", "") == "incidents"]
    if not mine:
        return entries
    kept: list[Entry] = [entry for place, entry in enumerate(entries) if place not in mine[1:]]
    kept[mine[0]] = line
    return kept


def _row(swatch: str, text: str, layer: str = "") -> str:
    """Return a line of the legend; that of a `layer` that can be switched is hidden while it is off."""
    mark = f' data-layer="{layer}"' if layer else ""
    return f'<div{mark}><svg width="24" height="14">{swatch}</svg><span>{html.escape(text)}</span></div>'


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
