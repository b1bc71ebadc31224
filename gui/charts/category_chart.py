"""Incidents by category: lying bars of the first level; a click on one shows the details under it."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QFontMetricsF

from analysis.category_series import CategorySeries, incidents_by_category
from analysis.series import Binned
from gui.canvas.hover_text import HoverText
from gui.charts.chart import Chart, Table
from gui.charts.drawing import Bars, FloatArray, Part, cells
from gui.charts.subject import Subject

NAMES_SHARE = 0.46
FIGURE_ROOM = 1.16
ROW_GAP_PX = 3


class CategoryChart(Chart):
    """One bar a category that has incidents, in the order of the reports."""

    is_about_incidents = True
    series: CategorySeries

    @staticmethod
    def series_of(subject: Subject, within: str = "") -> CategorySeries:
        """Sort the incidents into categories, or into the details of one."""
        return incidents_by_category(subject.bundle, within=within, order=tuple(subject.categories))

    @property
    def binned(self) -> Binned:
        """Incidents by category."""
        return self.series.binned

    @property
    def can_go_back(self) -> bool:
        """Whether details are shown."""
        return self.series is not None and bool(self.series.within)

    def can_open(self, slot: int) -> bool:
        """Say whether a bar has details."""
        return self.series.has_details[slot]

    def open(self, slot: int) -> None:
        """Show the details of a bar."""
        self._show_level(self.series.codes[slot])

    def go_back(self) -> None:
        """Show the first level again."""
        self._show_level("")

    def heading(self) -> tuple[str, str]:
        """Return the kind of incident or the category, and the sum."""
        words, series = self.words, self.series
        assert self.subject is not None
        figure = words("charts.sum", n=words.count(self.binned.totals.sum()))
        if series.within:
            return words("charts.categories.within", name=self._name_of(series.within)), figure
        return words(f"charts.categories.{self.subject.noun}"), figure

    def notes(self) -> list[str]:
        """Return what has no category, and that a click opens one."""
        hint = [self.words("charts.click_to_open")] if any(self.series.has_details) else []
        return [
            *self.few_note(float(self.binned.totals.sum())),
            *self.counted("charts.uncategorised", self.series.uncategorised),
            *(self.silent_note(self.binned.slot >= 0) or self.reported_note()),
            *hint,
        ]

    def card(self, slot: int) -> HoverText:
        """Return number and share of a category."""
        words = self.words
        number, total = self.binned.totals[slot], self.binned.totals.sum()
        unit = words("charts.unit.incidents")
        rows = [
            (words("charts.number"), f"{words.count(number)} {unit}"),
            (words("charts.share"), words.share(number, total)),
            *self.chosen_row(slot, unit),
        ]
        return HoverText(self._name(slot), "", tuple(rows))

    def table(self) -> Table:
        """Return a row a category."""
        head = [self.words("charts.category"), self.words("charts.number")]
        return [head, *([self._name(s), str(int(n))] for s, n in enumerate(self.binned.totals))]

    def empty_text(self) -> str:
        """Return what to do where there is no incident."""
        return "" if self.binned.totals.any() else self.words("charts.empty.incidents")

    def make_drawings(self) -> None:
        """Make the bars."""
        self._bars: Bars = self.add_drawing(Bars(is_lying=True))

    def draw_series(self) -> None:
        """Draw the first category at the top, its number at its end."""
        totals, count = self.binned.totals, len(self.series.codes)
        below = count - 1.0 - np.arange(count)
        right = float(totals.max()) * FIGURE_ROOM
        self.cells = cells(0.0, right, below, below + 1)
        part = Part(self._boxes(totals), self.look.incidents)
        self._bars.show_parts((part,), self.look.inner, self.look.theme.panel)
        self.look_at(0.0, right, 0.0, float(count))
        metrics = QFontMetricsF(self.small_font)
        self.setMinimumHeight(int(count * (metrics.height() + ROW_GAP_PX)) + 10)
        self.left.show_ticks([(below[s] + 0.5, self._short(s, metrics)) for s in range(count)])
        self.right.show_ticks([(below[s] + 0.5, self.words.number(totals[s])) for s in range(count)])
        self.bottom.show_ticks(())

    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw a stronger bar inside each."""
        self._bars.show_inner(self._boxes(sums))

    def _boxes(self, figures: FloatArray) -> FloatArray:
        return cells(0.0, figures, self.cells[:, 2] + 0.14, self.cells[:, 3] - 0.14)

    def _show_level(self, within: str) -> None:
        assert self.subject is not None
        self.show_series(self.subject, self.series_of(self.subject, within))

    def _name(self, slot: int) -> str:
        code = self.series.codes[slot]
        if code == self.series.within:
            return self.words("charts.no_detail")
        return self._name_of(code)

    def _name_of(self, code: str) -> str:
        assert self.subject is not None
        return self.subject.categories.get(code, code)

    def _short(self, slot: int, metrics: QFontMetricsF) -> str:
        from PySide6.QtCore import Qt

        room = self.width() * NAMES_SHARE
        return str(metrics.elidedText(self._name(slot), Qt.TextElideMode.ElideRight, room))
