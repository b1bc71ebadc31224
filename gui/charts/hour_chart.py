"""Incidents by weekday and hour: a circle an hour, its area the number."""

from __future__ import annotations

import numpy as np

from analysis.hour_series import HOURS, WEEKDAYS, HourSeries, incidents_by_hour
from analysis.series import Binned
from gui.canvas.hover_text import HoverText
from gui.charts.chart import Chart, Table
from gui.charts.drawing import Circles, FloatArray, cells
from gui.charts.subject import Subject

HEIGHT_OF_A_DAY = 13


class HourChart(Chart):
    """Seven rows of twenty-four hours."""

    is_about_incidents = True
    series: HourSeries

    @staticmethod
    def series_of(subject: Subject) -> HourSeries:
        """Sort the incidents into hours of the week."""
        return incidents_by_hour(subject.bundle)

    @property
    def binned(self) -> Binned:
        """Incidents by hour of the week."""
        return self.series.binned

    def heading(self) -> tuple[str, str]:
        """Return the kind of incident, and how many have an hour."""
        assert self.subject is not None
        number = self.words.count(self.binned.totals.sum())
        return self.words(f"charts.hours.{self.subject.noun}"), self.words("charts.with_time", n=number)

    def notes(self) -> list[str]:
        """Return what is in no circle."""
        return [
            *self.few_note(float(self.binned.totals.sum())),
            *self.counted("charts.without_time", self.series.without_time),
            *self.counted("charts.undated.day", self.series.undated),
            *(self.silent_note(self.binned.slot >= 0) or self.reported_note()),
        ]

    def card(self, slot: int) -> HoverText:
        """Return the number of an hour, and of its whole day."""
        words = self.words
        day, hour = divmod(slot, HOURS)
        title = words("charts.hour", day=words(f"charts.weekday.{day}"), hour=f"{hour:02d}")
        unit = words("charts.unit.incidents")
        rows = [
            (words("charts.this_hour"), f"{words.count(self.binned.totals[slot])} {unit}"),
            (words("charts.this_weekday"), f"{words.count(self.series.matrix[day].sum())} {unit}"),
            *self.chosen_row(slot, unit),
        ]
        return HoverText(title, "", tuple(rows))

    def table(self) -> Table:
        """Return a row a weekday, a column an hour."""
        head = [self.words("charts.weekday"), *(self._hour(hour) for hour in range(HOURS))]
        days = [
            [self.words(f"charts.weekday.{day}"), *(str(int(number)) for number in self.series.matrix[day])]
            for day in range(WEEKDAYS)
        ]
        return [head, *days]

    def empty_text(self) -> str:
        """Return what to do where no incident has an hour."""
        return "" if self.binned.totals.any() else self.words("charts.empty.hours")

    def make_drawings(self) -> None:
        """Make the circles."""
        self._circles: Circles = self.add_drawing(Circles())

    def draw_series(self) -> None:
        """Draw Monday at the top."""
        day, hour = np.divmod(np.arange(WEEKDAYS * HOURS), HOURS)
        self.cells = cells(hour, hour + 1, WEEKDAYS - 1 - day, WEEKDAYS - day)
        theme = self.look.theme
        self._circles.show_figures(
            self.cells, self.binned.totals, self.look.incidents, self.look.inner, theme.panel, self.look.faint
        )
        self.look_at(0.0, HOURS, 0.0, WEEKDAYS)
        days = [(WEEKDAYS - 0.5 - day, self.words(f"charts.weekday.{day}")) for day in range(WEEKDAYS)]
        self.left.show_ticks(days)
        self.right.show_ticks(())
        self.bottom.show_ticks([(hour + 0.5, self._hour(hour)) for hour in range(HOURS)])
        self.setMinimumHeight(WEEKDAYS * HEIGHT_OF_A_DAY + 22)

    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw a circle inside each."""
        self._circles.show_inner(sums)

    def _hour(self, hour: int) -> str:
        return self.words("charts.hour_name", hour=f"{hour:02d}")
