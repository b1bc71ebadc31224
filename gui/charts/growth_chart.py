"""How many of the sites that are shown were there at the end of each month since the first."""

from __future__ import annotations

import numpy as np

from analysis.month_series import GrowthSeries, growth_of_sites
from analysis.series import Binned
from gui.canvas.hover_text import HoverText
from gui.charts.axes import round_ticks
from gui.charts.chart import MONTH_STRIDES, TOP_ROOM, Chart, Table
from gui.charts.drawing import Area, FloatArray, cells
from gui.charts.subject import Subject


class GrowthChart(Chart):
    """A cumulative area; a month is chosen for the sites founded in it."""

    series: GrowthSeries

    @staticmethod
    def series_of(subject: Subject) -> GrowthSeries:
        """Sort the sites by the month of their founding."""
        return growth_of_sites(subject.bundle)

    @property
    def binned(self) -> Binned:
        """Sites by month of founding."""
        return self.series.binned

    def heading(self) -> tuple[str, str]:
        """Return how many sites count, and since when."""
        words, series = self.words, self.series
        assert self.subject is not None
        if not series.months:
            return words(f"charts.growth_since.{self.subject.whom}", n=words.count(series.total)), ""
        month = words.date(series.months[0], "month")
        n = words.count(series.total)
        return words(f"charts.growth.{self.subject.whom}", n=n, month=month), ""

    def notes(self) -> list[str]:
        """Return what stands in no month, or in January for want of a month."""
        words, series = self.words, self.series
        assert self.subject is not None
        bundle = self.subject.bundle
        which = "charts.of_statuses" if bundle.params.statuses else "charts.counting_on"
        return [
            words(which, date=words.date(bundle.as_of)),
            *self.silent_note(np.ones(len(self.binned.rows), dtype=bool)),
            *self.counted("charts.founded_unknown", series.unknown),
            *self.counted("charts.founded_by_year", series.by_year),
        ]

    def card(self, slot: int) -> HoverText:
        """Return what was founded in a month, and how many there were at its end."""
        words = self.words
        unit = self._unit
        rows = [
            (words("charts.founded"), f"{words.count(self.binned.totals[slot])} {unit}"),
            (words("charts.until_month"), f"{words.count(self.series.cumulative[slot])} {unit}"),
            *self.chosen_row(slot, unit),
        ]
        return HoverText(self._name(slot), "", tuple(rows))

    def table(self) -> Table:
        """Return a row a month."""
        head = [self.words(key) for key in ("charts.month", "charts.founded", "charts.until_month")]
        months = zip(self.binned.totals, self.series.cumulative, strict=True)
        return [head, *([self._name(s), str(int(n)), str(int(sum_))] for s, (n, sum_) in enumerate(months))]

    def empty_text(self) -> str:
        """Return what is missing: sites, or their founding days."""
        if self.binned.totals.any():
            return ""
        return self.words("charts.empty.founded" if self.series.total else "charts.empty.sites")

    def make_drawings(self) -> None:
        """Make the area, and a stronger one for what is selected."""
        self._area: Area = self.add_drawing(Area())
        self._inner: Area = self.add_drawing(Area(z=1.0))

    def draw_series(self) -> None:
        """Draw the number at the end of each month, from nothing before the first."""
        series, words, count = self.series, self.words, len(self.series.months)
        most = float(series.cumulative[-1])
        top = most * TOP_ROOM
        self.cells = cells(np.arange(count), np.arange(count) + 1.0, 0.0, top)
        self._area.show_curve(np.arange(count + 1.0), np.append(0.0, series.cumulative), self._colour, 40)
        self.look_at(0.0, float(count), 0.0, top)
        self.left.show_ticks(round_ticks(most, self.height_px, words.number))
        self.right.show_ticks(())
        self.bottom.show_ticks([(place + 0.5, self._name(place)) for place in range(count)], MONTH_STRIDES)

    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw how the selected ones came."""
        count = len(self.series.months)
        shown = np.arange(count + 1.0) if sums.any() else np.empty(0)
        heights = np.append(0.0, np.cumsum(sums))[: len(shown)]
        self._inner.show_curve(shown, heights, self.look.inner, 70)

    @property
    def _colour(self) -> str:
        assert self.subject is not None
        return self.look.clusters if self.subject.whom == "cluster" else self.look.sites

    @property
    def _unit(self) -> str:
        assert self.subject is not None
        return self.words(f"charts.unit.{self.subject.whom}")

    def _name(self, slot: int) -> str:
        month = self.series.months[slot]
        return self.words("charts.month_name", month=month.month, year=month.year)
