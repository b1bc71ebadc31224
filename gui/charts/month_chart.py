"""Incidents by month, the same months of the year before beside them; by calendar month or by period."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analysis.month_series import MonthSeries, incidents_by_month
from analysis.series import Binned
from gui.canvas.hover_text import HoverText
from gui.charts.axes import round_ticks
from gui.charts.chart import MONTH_STRIDES, TOP_ROOM, Chart, Table
from gui.charts.drawing import Bars, FloatArray, Part, cells
from gui.charts.subject import Subject

WIDE = 0.4
GAP = 0.08


class MonthChart(Chart):
    """By calendar month."""

    is_about_incidents = True
    series: MonthSeries
    key = "months"

    @staticmethod
    def series_of(subject: Subject) -> MonthSeries:
        """Sort the incidents into calendar months."""
        return incidents_by_month(subject.bundle, before=subject.year_before)

    @property
    def binned(self) -> Binned:
        """Incidents by month."""
        return self.series.binned

    def heading(self) -> tuple[str, str]:
        """Return the kind of incident, and the sums of both years."""
        words, series = self.words, self.series
        assert self.subject is not None
        title = words(f"charts.{self.key}.{self.subject.noun}")
        values = {"n": words.count(series.now.sum()), "before": words.count(series.before.sum())}
        key = "charts.sums" if series.has_year_before else "charts.sum"
        return title, words(key, **values)

    def notes(self) -> list[str]:
        """Return the span, and what lies outside it."""
        words, series = self.words, self.series
        span = words("charts.span", first=words.date(series.first), last=words.date(series.last))
        is_now = (self.binned.slot >= 0) & (self.binned.slot < len(series.months))
        undated = "charts.undated.month" if series.start_day > 1 else "charts.undated.year"
        return [
            *self.few_note(float(series.now.sum())),
            span,
            *self.counted(undated, series.undated),
            *self.counted("charts.outside_span", series.not_shown),
            *(self.silent_note(is_now) or self.reported_note()),
        ]

    def card(self, slot: int) -> HoverText:
        """Return both years of a month."""
        words, series = self.words, self.series
        place = slot % len(series.months)
        first, last = series.days_of(place)
        days = words("period.range", first=words.date(first), last=words.date(last))
        rows = [(words("charts.this_period"), self._incidents(series.now[place]))]
        if series.has_year_before:
            rows.append((words("charts.year_before"), self._incidents(series.before[place])))
        rows += self.chosen_row(slot, words("charts.unit.incidents"))
        return HoverText(self._name(place, is_before=slot >= len(series.months)), days, tuple(rows))

    def table(self) -> Table:
        """Return a row a month."""
        words, series = self.words, self.series
        head = [words("charts.month"), words("charts.this_period")]
        if series.has_year_before:
            head.append(words("charts.year_before"))
        rows = [head]
        for place in range(len(series.months)):
            figures = [series.now[place]] + ([series.before[place]] if series.has_year_before else [])
            rows.append([self._name(place), *(str(int(figure)) for figure in figures)])
        return rows

    def empty_text(self) -> str:
        """Return what to do where there is no incident in either year."""
        return "" if self.binned.totals.any() else self.words("charts.empty.incidents")

    def bandable(self) -> npt.NDArray[np.bool_]:
        """Let a range of months take those of the span; a bar of the year before is chosen by a click."""
        return np.arange(len(self.cells)) < len(self.series.months)

    def make_drawings(self) -> None:
        """Make the bars."""
        self._bars: Bars = self.add_drawing(Bars())

    def draw_series(self) -> None:
        """Draw two bars a month, the earlier one at the left."""
        series, words, count = self.series, self.words, len(self.series.months)
        middle = np.arange(count) + 0.5
        most = max(float(self.binned.totals.max()), 1.0)
        top = most * TOP_ROOM
        if series.has_year_before:
            now = cells(middle, middle + 0.5, 0.0, top)
            before = cells(middle - 0.5, middle, 0.0, top)
            self.cells = np.concatenate([now, before])
        else:
            self.cells = cells(middle - 0.5, middle + 0.5, 0.0, top)
        self._bars.show_parts(
            (
                Part(self._boxes(self.binned.totals)[count:], self.look.incidents_before),
                Part(self._boxes(self.binned.totals)[:count], self.look.incidents),
            ),
            self.look.inner,
            self.look.theme.panel,
        )
        self.look_at(0.0, float(count), 0.0, top)
        self.left.show_ticks(round_ticks(most, self.height_px, words.number))
        self.right.show_ticks(())
        self.bottom.show_ticks(
            [(at, self._name(place)) for place, at in enumerate(middle.tolist())], MONTH_STRIDES
        )

    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw a stronger bar inside each."""
        self._bars.show_inner(self._boxes(sums))

    def _boxes(self, figures: FloatArray) -> FloatArray:
        left, right, _, _ = self.cells.T
        wide = right - left
        if not self.series.has_year_before:
            return cells(left + wide * 0.15, right - wide * 0.15, 0.0, figures)
        # The two bars of a month touch each other; the room is between the months.
        is_now = np.arange(len(figures)) < len(self.series.months)
        off = np.where(is_now, 0.0, wide * (1 - 2 * WIDE))
        return cells(left + off + wide * GAP / 2, left + off + wide * 2 * WIDE, 0.0, figures)

    def _name(self, place: int, *, is_before: bool = False) -> str:
        month = self.series.months[place]
        return self.words("charts.month_name", month=month.month, year=month.year - is_before)

    def _incidents(self, number: float) -> str:
        return f"{self.words.count(number)} {self.words('charts.unit.incidents')}"


class PeriodChart(MonthChart):
    """By reporting period, which starts on the day set for the sheets of incidents."""

    key = "periods"

    @staticmethod
    def series_of(subject: Subject) -> MonthSeries:
        """Sort the incidents into reporting periods."""
        return incidents_by_month(subject.bundle, before=subject.year_before, start_day=subject.start_day)

    def heading(self) -> tuple[str, str]:
        """Say the day on which a period starts."""
        title, figures = super().heading()
        return title, self.words("charts.start_day", day=self.series.start_day, figures=figures)
