"""Composes a result into one page in millimetres: frozen, the same for PDF, PNG, SVG and print.

Knows nothing of painters or files; every text, number and date on the page comes from `words`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exports import fonts
from exports.blocks import figures_block, legend_block, notes_block, notes_of
from exports.context import Background
from exports.elements import Align, BoxElement, Element, Flow, NorthElement, Rule, ScaleBarElement, Text
from exports.figures import (
    Figure,
    initiatives_text,
    key_figures,
    manner_text,
    period_text,
    vintage_text,
    whom,
)
from exports.legend import Legend, legend_of
from exports.scale_bar import ScaleBar
from exports.shading import shade
from exports.sheet_map import SheetMap, compose_map, fit_view
from exports.sheet_options import SheetOptions
from exports.sheet_points import PT_PER_MM
from layers.style import LIGHT
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

MARGIN_MM = 11.0
GAP_MM = 6.0
# Type beside the map, width of its column and whether its lines stand close, tried in this order until
# everything fits. The smallest type of a block is 7.5 pt times the size: never below 6.5 pt on paper.
ATTEMPTS: tuple[tuple[float, float, bool], ...] = (
    *((size, 1.0, False) for size in (1.45, 1.35, 1.25, 1.16, 1.08, 1.0, 0.94, 0.88)),
    *((size, 1.0, True) for size in (0.94, 0.88)),
    *((0.88, wide, True) for wide in (1.15, 1.3, 1.5, 1.8)),
)
SMALLEST_PT = 6.5
DEFAULT_LAYERS: tuple[str, ...] = ("sites", "clusters")


@dataclass(frozen=True)
class MapSheet:
    """A composed page.

    Attributes
    ----------
    width_mm, height_mm : float
    title, author : str
        For the metadata of a file.
    as_of : datetime.date
    elements : tuple of Element
        What stands around the map and over it, in the order of painting.
    map : SheetMap
    """

    width_mm: float
    height_mm: float
    title: str
    author: str
    as_of: dt.date
    elements: tuple[Element, ...]
    map: SheetMap
    words: Words


def layers_of(bundle: ResultBundle, options: SheetOptions) -> tuple[str, ...]:
    """Return the kinds of layer that a paper draws."""
    if options.layers is not None:
        return options.layers
    asked = bundle.params.period_from is not None or bool(bundle.params.categories)
    return ("boundaries", *(("incidents",) if asked else ()), *DEFAULT_LAYERS)


def title_of(bundle: ResultBundle, options: SheetOptions, words: Words) -> str:
    """Return the title of a paper: the analyst's own or one made from what is counted."""
    if options.title:
        return options.title
    if whom(bundle) == "site" and len(bundle.params.initiatives) == 1:
        return words("sheet.title.initiative", name=initiatives_text(bundle, words))
    return words(f"sheet.title.{whom(bundle)}")


def subtitle_of(bundle: ResultBundle, options: SheetOptions, words: Words) -> str:
    """Return the line below the title: initiative, manner of counting, period, date of the figures."""
    if options.subtitle:
        return options.subtitle
    parts = [words("sheet.initiative", names=initiatives_text(bundle, words)), manner_text(bundle, words)]
    if "incidents" in layers_of(bundle, options) and len(bundle.incidents):
        parts.append(words("sheet.incidents_period", period=period_text(bundle, words)))
    parts.append(words("sheet.as_of", date=words.date(bundle.as_of)))
    return " · ".join(parts)


def missing_of(options: SheetOptions, words: Words) -> tuple[str, ...]:
    """Return the remark on pictures that should be on the map and are not."""
    names = words.listing(options.missing, most=6)
    return (words("remark.missing_pictures", names=names),) if options.missing else ()


def source_of(bundle: ResultBundle, options: SheetOptions, words: Words) -> str:
    """Return where the figures and the boundaries come from."""
    if options.source:
        return options.source
    kind = "sheet.boundaries.schematic" if bundle.schematic else "sheet.boundaries.unknown"
    return words("sheet.source", title=bundle.title, boundaries=bundle.boundaries.source or words(kind))


def compose(bundle: ResultBundle, options: SheetOptions, words: Words) -> MapSheet:
    """Lay out one page with the map of a result at a round scale.

    Text sizes shrink in steps until everything beside the map fits; nothing is cut.
    """
    fonts.ensure_gui_application()
    fonts.register_fonts()
    shading = shade(bundle, options.measure, options.styles.get("boundaries"))
    shown = layers_of(bundle, options)
    content = _Content(
        key_figures(bundle, words),
        legend_of(
            bundle,
            shading,
            shown,
            words,
            styles=options.styles,
            names=options.names,
            context=options.context,
        ),
        (*notes_of(bundle, words), *missing_of(options, words)),
    )
    page: _Page | None = None
    for attempt in ATTEMPTS:
        page = _Page(bundle, options, words, content, *attempt)
        if page.fits:
            break
    assert page is not None
    sheet_map = compose_map(
        bundle,
        shading,
        page.view,
        shown,
        styles=options.styles,
        opacities=options.opacities,
        context=options.context,
        obstacles_mm=page.obstacles,
        sizes_pt=(8.0, 7.2, SMALLEST_PT) if options.paper == "A3" else (6.6, SMALLEST_PT),
    )
    title = title_of(bundle, options, words)
    width, height = options.size_mm
    return MapSheet(
        width, height, title, options.prepared_by, bundle.as_of, tuple(page.elements), sheet_map, words
    )


@dataclass(frozen=True)
class _Content:
    """What stands beside the map, worded once for all attempts at a layout."""

    figures: tuple[Figure, ...]
    legend: Legend
    notes: tuple[str, ...]


class _Page:
    """One attempt at a layout with all type scaled by `size`, the column by `wide`, lines `close` or not."""

    def __init__(
        self,
        bundle: ResultBundle,
        options: SheetOptions,
        words: Words,
        content: _Content,
        size: float,
        wide: float,
        close: bool,
    ) -> None:
        self.bundle, self.options, self.words, self.wide = bundle, options, words, wide
        self.large = options.paper == "A3"
        self.size = size if self.large else min(size, 1.08)
        self.gap = (3.0 if close else 5.0) * self.size
        self.elements: list[Element] = []
        self.obstacles: list[tuple[float, float, float, float]] = []
        self.width, self.height = options.size_mm
        self.left, self.right = MARGIN_MM, self.width - MARGIN_MM
        self.blocks = [
            figures_block(content.figures, words, self.size, close=close),
            legend_block(content.legend, words, self.size, close=close),
            notes_block(content.notes, options.prepared_by, words, self.size, close=close),
        ]
        top = self._header()
        bottom = self._footer()
        self.fits = True
        frame = self._beside(top, bottom) if options.landscape else self._below(top, bottom)
        self.view = fit_view(bundle.boundaries.bounds_m, frame, 3.5)
        self._furniture()

    # -- bands ------------------------------------------------------------------------------------

    def _header(self) -> float:
        """Title band: on the right the marks that must not be missed; returns its lower edge."""
        words = self.words
        scale = 1.12 if self.large else 0.74
        marks_width = self._marks(scale)
        flow = Flow(self.left, MARGIN_MM - 2.0, self.right - self.left - marks_width - 8.0)
        if self.options.unit:
            flow.text(self.options.unit, 9.0 * scale, colour=LIGHT.muted, bold=True)
        flow.text(title_of(self.bundle, self.options, words), 21.0 * scale, bold=True, leading=1.0)
        flow.gap(0.6)
        flow.text(subtitle_of(self.bundle, self.options, words), 10.0 * scale, colour=LIGHT.muted)
        self.elements += flow.elements
        bottom = flow.y + 1.8
        self.elements.append(Rule(self.left, bottom, self.right, bottom, LIGHT.accent, 1.4))
        return bottom + 3.2

    def _marks(self, scale: float) -> float:
        words = self.words
        y = MARGIN_MM - 1.0
        width = 0.0
        if self.bundle.sample:
            size_pt = 11.0 * scale
            text = words("sample.mark")
            wide = fonts.text_width(text, size_pt, bold=True) / PT_PER_MM + 6.0
            high = size_pt / PT_PER_MM * 1.9
            box = BoxElement(self.right - wide, y, wide, high, LIGHT.warning_soft, LIGHT.warning, 1.0, 1.2)
            self.elements.append(box)
            base = y + high * 0.67
            self.elements.append(
                Text(self.right - wide / 2, base, text, size_pt, True, LIGHT.warning, "centre")
            )
            y += high + 1.6
            width = wide
        handling = words("sheet.handling") if self.options.handling is None else self.options.handling
        if handling:
            size_pt = 9.0 * scale
            self.elements.append(
                Text(self.right, y + size_pt / PT_PER_MM, handling, size_pt, True, LIGHT.muted, "right")
            )
            width = max(width, fonts.text_width(handling, size_pt, bold=True) / PT_PER_MM)
        return width

    def _footer(self) -> float:
        """Source, coordinate system, fingerprint; returns its upper edge."""
        words, bundle = self.words, self.bundle
        size_pt = 7.0 if self.large else SMALLEST_PT
        source = source_of(bundle, self.options, words)
        right = [
            words("sheet.crs"),
            words("sheet.stamp", stamp=bundle.stamp[:12], vintage=vintage_text(bundle, words)),
        ]
        wide = max(fonts.text_width(line, size_pt) for line in right) / PT_PER_MM
        left_lines = fonts.wrap(source, (self.right - self.left - wide - 8.0) * PT_PER_MM, size_pt)
        step = fonts.line_height(size_pt) / PT_PER_MM
        rows = max(len(left_lines), len(right))
        top = self.height - MARGIN_MM + 2.5 - rows * step
        self.elements.append(Rule(self.left, top - 1.2, self.right, top - 1.2, LIGHT.line, 0.6))
        columns: tuple[tuple[list[str], float, Align], ...] = (
            (left_lines, self.left, "left"),
            (right, self.right, "right"),
        )
        for lines, x, align in columns:
            for number, line in enumerate(lines):
                base = top + number * step + fonts.ascent(size_pt) / PT_PER_MM
                self.elements.append(Text(x, base, line, size_pt, False, LIGHT.muted, align))
        return top - 4.0

    # -- body -------------------------------------------------------------------------------------

    def _beside(self, top: float, bottom: float) -> tuple[float, float, float, float]:
        """Landscape: map on the left, figures, legend and notes in a column on the right."""
        column = (88.0 if self.large else 66.0) * self.wide
        x = self.right - column
        y = top
        for block in self.blocks:
            if block.is_empty:
                continue
            self.elements += block.at(x, y, column)
            y += block.height(column) + self.gap
        self.fits = y - self.gap <= bottom
        return (self.left, top, x - GAP_MM - self.left, bottom - top)

    def _below(self, top: float, bottom: float) -> tuple[float, float, float, float]:
        """Portrait: map across the page, below it figures, legend and notes side by side."""
        blocks = [block for block in self.blocks if not block.is_empty]
        column = (self.right - self.left - GAP_MM * (len(blocks) - 1)) / len(blocks)
        needed = max(block.height(column) for block in blocks)
        y = bottom - needed
        for number, block in enumerate(blocks):
            self.elements += block.at(self.left + number * (column + GAP_MM), y, column)
        height = y - 4.0 - top
        # As high as the map needs at the scale its width allows; what is left goes to larger type.
        west, south, east, north = self.bundle.boundaries.bounds_m
        wanted = (self.right - self.left - 7.0) / (east - west) * (north - south) + 7.0
        self.fits = height >= min(wanted, (bottom - top) * 0.72)
        return (self.left, top, self.right - self.left, height)

    # -- over the map -----------------------------------------------------------------------------

    def _furniture(self) -> None:
        """North arrow, scale bar with the scale in figures, and the marks that stay with the picture."""
        left, top, width, height = self.view.frame_mm
        scale = 1.0 if self.large else 0.82
        size_pt = 8.0 * scale
        north_mm = 12.0 * scale
        north_x = left + width - 8.0
        self.elements.append(NorthElement(north_x, top + 4.0, north_mm * PT_PER_MM))
        self.obstacles.append((north_x - 5.0, top + 2.0, north_x + 5.0, top + 6.0 + north_mm))
        metres_per_mm = self.view.scale / 1000
        bar = ScaleBar.fit(metres_per_mm, width * 0.24)
        x, y = left + 6.0, top + height - 5.0
        text = self.words("sheet.scale", scale=self.words.number(self.view.scale))
        base = y - (size_pt * 1.55 + 4.0) / PT_PER_MM
        self._over_picture(left + 2.0, base - 4.0, x + bar.length + 12.0, top + height - 2.0)
        self.elements.append(ScaleBarElement(x, y, bar, size_pt))
        self.elements.append(Text(x, base, text, size_pt, True, LIGHT.text, "left"))
        self.obstacles.append((left, base - 4.0, x + bar.length + 10.0, top + height))
        self._map_marks(left, top, width, height, size_pt)

    def _over_picture(self, left: float, top: float, right: float, bottom: float) -> None:
        """Put a light ground beneath what must stay readable over a picture of any colour."""
        if any(isinstance(one, Background) for one in self.options.context):
            self.elements.append(
                BoxElement(left, top, right - left, bottom - top, LIGHT.panel, LIGHT.line, 0.4, 1.0)
            )

    def _map_marks(self, left: float, top: float, width: float, height: float, size_pt: float) -> None:
        words = self.words
        if self.bundle.schematic:
            # Beside the north arrow: the province leaves the north-east of its frame empty.
            room = min(width * 0.42, 110.0)
            text = words("boundaries.schematic")
            rows = len(fonts.wrap(text, (room - 6.0) * PT_PER_MM, size_pt, bold=True))
            # Lines of about the same length: no single word is left over.
            even = fonts.text_width(text, size_pt, bold=True) / rows * (1.0 if rows == 1 else 1.12)
            lines = fonts.wrap(text, even + 0.1, size_pt, bold=True)
            step = fonts.line_height(size_pt) / PT_PER_MM
            wide = max(fonts.text_width(line, size_pt, bold=True) for line in lines) / PT_PER_MM + 6.0
            high = len(lines) * step + 2.6
            x, y = left + width - 18.0 - wide, top + 4.0
            self.elements.append(BoxElement(x, y, wide, high, LIGHT.warning_soft, LIGHT.warning, 0.8, 1.0))
            for number, line in enumerate(lines):
                base = y + 1.3 + number * step + fonts.ascent(size_pt) / PT_PER_MM
                self.elements.append(Text(x + 3.0, base, line, size_pt, True, LIGHT.warning, "left"))
            self.obstacles.append((x, y, x + wide + 1, y + high + 1))
        if self.bundle.sample:
            text = words("sample.mark")
            wide = fonts.text_width(text, size_pt, bold=True) / PT_PER_MM
            x, y = left + width - 4.0, top + height - 4.0
            self._over_picture(x - wide - 2.0, y - 4.0, x + 2.0, y + 2.0)
            self.elements.append(Text(x, y, text, size_pt, True, LIGHT.warning, "right"))
            self.obstacles.append((x - wide - 2, y - 5, left + width, top + height))
