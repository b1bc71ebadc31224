"""The three blocks beside the map of a sheet: key figures, legend, notes; each lays itself out at any width.

Knows nothing of where on the page they end up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from exports import fonts
from exports.elements import PT_PER_MM, Element, Flow, LegendElement, Rule, Text
from exports.figures import Figure, how_counted, remarks, reported_text, stock_text
from exports.legend import Legend, legend_size
from layers.style import LIGHT
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

Filler = Callable[[Flow], None]


@dataclass(frozen=True)
class Block:
    """A heading with what stands below it.

    Attributes
    ----------
    fill : callable
        Writes the block into a flow of any width.
    is_empty : bool
        Nothing to show: it takes no room.
    """

    fill: Filler
    is_empty: bool = False

    def at(self, x_mm: float, y_mm: float, width_mm: float) -> list[Element]:
        """Return the elements with the top left corner at (x, y)."""
        flow = Flow(x_mm, y_mm, width_mm)
        self.fill(flow)
        return flow.elements

    def height(self, width_mm: float) -> float:
        """Return the height in millimetres at a width."""
        flow = Flow(0.0, 0.0, width_mm)
        self.fill(flow)
        return flow.y


def _heading(flow: Flow, text: str, size: float) -> None:
    flow.text(text.upper(), 7.6 * size, bold=True, colour=LIGHT.accent)
    flow.gap(0.7)
    flow.rule()
    flow.gap(1.2)


def figures_block(figures: Sequence[Figure], words: Words, size: float, *, close: bool = False) -> Block:
    """Return the key figures: large number at the left, what it counts beside it."""
    value_pt, text_pt = (13.0 if close else 17.0) * size, (7.8 if close else 8.4) * size
    apart_mm = 0.3 if close else 0.8

    def fill(flow: Flow) -> None:
        _heading(flow, words("sheet.figures"), size)
        widest = max(fonts.text_width(figure.value, value_pt, bold=True) for figure in figures) / PT_PER_MM
        indent = min(max(widest + 3.0, 18.0 * size), flow.width * 0.5)
        for number, figure in enumerate(figures):
            if number:
                flow.gap(apart_mm)
                flow.elements.append(Rule(flow.x, flow.y, flow.x + flow.width, flow.y, LIGHT.line, 0.4))
                flow.gap(apart_mm)
            top = flow.y
            lines = fonts.wrap(figure.text, (flow.width - indent) * PT_PER_MM, text_pt)
            step = fonts.line_height(text_pt, 1.0) / PT_PER_MM
            height = max(len(lines) * step, fonts.line_height(value_pt, 0.9) / PT_PER_MM)
            middle = top + height / 2
            flow.elements.append(
                Text(flow.x, middle + 0.36 * value_pt / PT_PER_MM, figure.value, value_pt, True, LIGHT.accent)
            )
            first = middle - len(lines) * step / 2 + fonts.ascent(text_pt) / PT_PER_MM
            for row, line in enumerate(lines):
                flow.elements.append(Text(flow.x + indent, first + row * step, line, text_pt))
            flow.y = top + height

    return Block(fill, is_empty=not figures)


def legend_block(legend: Legend, words: Words, size: float, *, close: bool = False) -> Block:
    """Return the legend of what is drawn."""
    legend = replace(legend, compact=close)

    def fill(flow: Flow) -> None:
        _heading(flow, legend.title, size)
        width_pt = flow.width * PT_PER_MM / size
        flow.elements.append(LegendElement(flow.x, flow.y, flow.width, legend, size))
        flow.gap(legend_size(legend, width_pt)[1] * size / PT_PER_MM)

    return Block(fill, is_empty=not legend.entries)


def notes_of(bundle: ResultBundle, words: Words) -> tuple[str, ...]:
    """Return the paragraphs of the notes: date, who reported, how it is counted, what there is, remarks."""
    date = words("sheet.as_of", date=words.date(bundle.as_of))
    how = how_counted(bundle, words)
    lines = (
        date,
        reported_text(bundle, words),
        how[0],
        stock_text(bundle, words),
        *how[1:],
        *remarks(bundle, words),
    )
    return tuple(line for line in lines if line)


def notes_block(
    paragraphs: Sequence[str], prepared_by: str, words: Words, size: float, *, close: bool = False
) -> Block:
    """Return the notes, the first of them in bold, and who prepared the sheet; `close`: as one paragraph."""
    text_pt = 7.6 * size
    if close:
        paragraphs = [*paragraphs[:1], " ".join(paragraphs[1:])]

    def fill(flow: Flow) -> None:
        _heading(flow, words("sheet.notes"), size)
        for number, paragraph in enumerate(paragraphs):
            flow.text(paragraph, text_pt, bold=number == 0)
            flow.gap(0.5)
        flow.gap(0.7)
        who = prepared_by or "." * 42
        flow.text(words("sheet.prepared_by", name=who), text_pt, bold=bool(prepared_by))

    return Block(fill)
