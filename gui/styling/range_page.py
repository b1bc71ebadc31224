"""The page for classes of a number: method, breaks beside their histogram, palette, zero apart.

Knows numbers and styles; nothing of the map.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QWidget

from analysis.classify import Classes, graduate, histogram
from exports.legend_looks import decimals_for
from exports.render import range_colours
from exports.style_columns import ChoiceKind, is_whole
from gui.panels.number_field import WholeField
from gui.styling.break_chart import BreakChart
from gui.styling.controls import PaletteBox
from gui.styling.page import StylePage, column_box, fill_columns
from gui.styling.plain_pages import beside
from layers.renderers import MOST_CLASSES, ClassMethod, Graduated
from layers.style import Theme
from layers.words import Words

PERCENT = 100.0


class RangePage(StylePage):
    """Classes of a number."""

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(words, theme, parent)
        self.column = column_box(words, "style.column", self)
        self.method = QComboBox(self)
        self.method.setAccessibleName(words("style.method"))
        for method in ClassMethod:
            self.method.addItem(words(f"style.method.{method.value}"), method.value)
        self.count = WholeField(self)
        self.count.setRange(2, min(9, MOST_CLASSES))
        self.count.setAccessibleName(words("style.classes"))
        self.palette_box = PaletteBox(words, self)
        self.reverse = QCheckBox(words("style.reverse"), self)
        self.zero = QCheckBox(words("style.zero_apart"), self)
        self.chart = BreakChart(words, theme, self)
        self.breaks = QLineEdit(self)
        self.breaks.setAccessibleName(words("style.breaks"))
        self.breaks.setToolTip(words("style.breaks.tip"))
        self.apart = QLabel(self)
        self.apart.setProperty("muted", True)
        self.apart.setWordWrap(True)
        self.form.addRow(words("style.column"), self.column)
        self.form.addRow(words("style.method"), self.method)
        self.form.addRow(words("style.classes"), beside(self.count, self.zero))
        self.form.addRow(words("style.palette"), beside(self.palette_box, self.reverse))
        self.form.addRow(self.chart)
        self.form.addRow(words("style.breaks"), self.breaks)
        self.form.addRow(self.apart)
        self._connect()

    def _connect(self) -> None:
        self.column.activated.connect(
            lambda _number: self._change(column=str(self.column.currentData()), breaks=())
        )
        self.method.activated.connect(self._on_method)
        self.count.valueChanged.connect(lambda count: self._change(classes=count, breaks=()))
        self.palette_box.palette_chosen.connect(lambda name: self._change(palette=name))
        self.reverse.clicked.connect(lambda is_on: self._change(reverse=bool(is_on)))
        self.zero.clicked.connect(lambda is_on: self._change(zero_apart=bool(is_on), breaks=()))
        self.chart.breaks_moved.connect(self._set_breaks)
        self.breaks.editingFinished.connect(self._on_typed)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.chart.theme = theme
        self.chart.update()

    def first(self) -> Graduated | None:
        """Return classes of the first number there is, None where there is none."""
        found = self.subject.of_kind(ChoiceKind.NUMBER, ChoiceKind.RATE) if self.subject is not None else ()
        return self._kept(Graduated(found[0].column)) if found else None

    def refresh(self) -> None:
        """Show the classes."""
        renderer, subject = self.style_now.renderer, self.subject
        if not isinstance(renderer, Graduated) or subject is None:
            return
        fill_columns(self.column, subject.of_kind(ChoiceKind.NUMBER, ChoiceKind.RATE), renderer.column)
        self.method.setCurrentIndex(self.method.findData(renderer.method.value))
        self.count.blockSignals(True)
        self.count.setValue(renderer.classes)
        self.count.blockSignals(False)
        self.palette_box.show_palette(renderer.palette)
        self.reverse.setChecked(renderer.reverse)
        self.zero.setChecked(renderer.zero_apart)
        numbers = subject.numbers(renderer.column)
        found = graduate(renderer, numbers)
        colours = range_colours(renderer, len(found.ranges))
        bars = histogram(numbers, zero_apart=renderer.zero_apart)
        self.chart.show_classes(bars, found.edges, colours, is_whole=is_whole(numbers))
        self.breaks.setText(self._written(found))
        self.breaks.setProperty("wrong", False)
        self._dress()
        self.apart.setText(self._apart(found))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Drop breaks that are half written by Esc; the next Esc closes the window."""
        is_esc = event.key() == Qt.Key.Key_Escape
        if is_esc and self.breaks.hasFocus() and self.breaks.isModified():
            self.refresh()
        else:
            super().keyPressEvent(event)

    # -- asking -------------------------------------------------------------------------------------

    def _change(self, **parts: object) -> None:
        renderer = self.style_now.renderer
        if isinstance(renderer, Graduated):
            changed = replace(renderer, **parts)  # type: ignore[arg-type]
            self._tell(self.style_now.with_renderer(self._kept(changed)))

    def _kept(self, renderer: Graduated) -> Graduated:
        """Keep the breaks found now, so that the same colour means the same at another date."""
        if renderer.breaks or self.subject is None:
            return renderer
        return replace(renderer, breaks=graduate(renderer, self.subject.numbers(renderer.column)).edges)

    def _on_method(self, _number: int) -> None:
        method = ClassMethod(str(self.method.currentData()))
        renderer = self.style_now.renderer
        if method is ClassMethod.GIVEN and isinstance(renderer, Graduated):
            self._change(method=method)
        else:
            self._change(method=method, breaks=())

    def _set_breaks(self, edges: list[float]) -> None:
        """Take breaks by hand; one that was pulled onto its neighbour is one no more."""
        edges = [edges[0], *(edge for before, edge in pairwise(edges[:-1]) if edge > before), edges[-1]]
        self._change(method=ClassMethod.GIVEN, breaks=tuple(edges), classes=max(2, len(edges) - 1))

    def _on_typed(self) -> None:
        """Take the breaks as written; what is no rising row of numbers is marked and changes nothing."""
        renderer, subject = self.style_now.renderer, self.subject
        if not isinstance(renderer, Graduated) or subject is None:
            return
        is_as_shown = self.breaks.text() == self._written(
            graduate(renderer, subject.numbers(renderer.column))
        )
        if is_as_shown:
            self.refresh()  # what was wrong before is put right
            return
        edges = self._read(self.breaks.text(), is_share=subject.is_share(renderer.column))
        self.breaks.setProperty("wrong", edges is None)
        self._dress()
        if edges is None:
            self.apart.setText(self.words("style.breaks.wrong"))
        else:
            self._set_breaks(edges)

    def _read(self, text: str, *, is_share: bool) -> list[float] | None:
        """Return rising edges; the last two may be one, as where the highest value is a class of its own."""
        mark = "," if self.words.language == "vi" else "."
        parts = [part.strip(" %") for part in re.split(r"[;|]|\s+–\s+", text) if part.strip(" %")]
        group = "." if mark == "," else ","
        try:
            edges = [float(part.replace(group, "").replace(mark, ".")) for part in parts]
        except ValueError:
            return None
        rises = edges == sorted(edges) and len(set(edges[:-1])) == len(edges) - 1
        if not 3 <= len(edges) <= MOST_CLASSES + 1 or not rises:
            return None
        return [edge / PERCENT for edge in edges] if is_share else edges

    def _written(self, found: Classes) -> str:
        renderer, subject = self.style_now.renderer, self.subject
        assert isinstance(renderer, Graduated)
        is_share = subject is not None and subject.is_share(renderer.column)
        edges = [edge * PERCENT if is_share else edge for edge in found.edges]
        decimals = decimals_for(edges)
        return "; ".join(self.words.number(edge, decimals) for edge in edges)

    def _apart(self, found: Classes) -> str:
        """Say what lies outside the classes, and that the optimum is of groups where it is."""
        words, parts = self.words, []
        if found.zeros:
            parts.append(words("style.zeros", n=words.number(found.zeros)))
        if found.missing:
            parts.append(words("style.missing", n=words.number(found.missing)))
        if found.gathered:
            parts.append(words("style.gathered"))
        return " · ".join(parts)

    def _dress(self) -> None:
        self.breaks.style().unpolish(self.breaks)
        self.breaks.style().polish(self.breaks)
