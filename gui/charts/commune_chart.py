"""The coverage rate of every commune, in the order of the list beside the map."""

from __future__ import annotations

import numpy as np

from analysis.commune_series import CommuneSeries, commune_rates
from analysis.series import Binned
from gui.canvas.hover_text import HoverText
from gui.charts.chart import TOP_ROOM, Chart, Table
from gui.charts.drawing import Bars, FloatArray, Part, cells
from gui.charts.subject import Subject
from gui.panels.commune_model import PARTS

NOTHING_HIGH = 0.06
INSET = 0.12
RATES = (0.0, 0.5, 1.0)


class CommuneChart(Chart):
    """One bar a commune; those that have not reported stand hatched, not at zero."""

    series: CommuneSeries

    @staticmethod
    def series_of(subject: Subject) -> CommuneSeries:
        """Take the rate that the list beside the map shows."""
        part, whole, _ = PARTS[str(subject.bundle.coverage.covered_by)]
        return commune_rates(subject.bundle, part, whole, subject.order)

    @property
    def binned(self) -> Binned:
        """Communes, one a slot."""
        return self.series.binned

    def heading(self) -> tuple[str, str]:
        """Return that it is coverage, and which rate."""
        return self.words("charts.communes"), self._rate_name()

    def notes(self) -> list[str]:
        """Return the order, and what the hatches mean."""
        words, series = self.words, self.series
        assert self.subject is not None
        missing = int((~series.is_reported).sum())
        nothing = int((series.rate == 0).sum())
        order = [words("communes.sorted_by", column=self.subject.ranked_by)] if self.subject.ranked_by else []
        return [
            *order,
            *self.counted("charts.communes.none", nothing),
            *self.counted("charts.communes.not_reported", missing),
        ]

    def card(self, slot: int) -> HoverText:
        """Return the rate with numerator and denominator."""
        words, series = self.words, self.series
        if not series.is_reported[slot]:
            return HoverText(series.names[slot], "", (("", words("charts.not_reported")),))
        decimals = 1 if self._by == "radius" else 0
        rate = words.share(series.part[slot], series.whole[slot], decimals, part_decimals=decimals)
        place = words("charts.place", n=words.number(slot + 1), total=words.number(len(series.codes)))
        return HoverText(series.names[slot], place, ((self._rate_name().capitalize(), rate),))

    def table(self) -> Table:
        """Return a row a commune; what is not known stays empty."""
        words, series = self.words, self.series
        head = ["charts.code", "communes.name", "charts.part", "charts.whole", "charts.share"]
        rows = [[words(key) for key in head]]
        for slot, code in enumerate(series.codes):
            figures = [self._plain(series.part[slot]), self._plain(series.whole[slot])]
            rate = series.rate[slot]
            share = words.percent(rate, 1) if np.isfinite(rate) else ""
            if not series.is_reported[slot]:
                share = words("charts.not_reported")
            rows.append([code, series.names[slot], *figures, share])
        return rows

    def empty_text(self) -> str:
        """Return what is missing: the register of villages, or anything that is counted."""
        series = self.series
        return "" if np.isfinite(series.rate).any() else self.words("charts.empty.rates")

    def make_drawings(self) -> None:
        """Make the bars."""
        self._bars: Bars = self.add_drawing(Bars())

    def draw_series(self) -> None:
        """Draw the rates; a commune at zero gets a low hatched foot, so that it can be seen."""
        series, count = self.series, len(self.series.codes)
        rate = series.rate
        self.cells = cells(np.arange(count), np.arange(count) + 1.0, 0.0, TOP_ROOM)
        low, high = self._sides()
        nothing = np.where(rate == 0, NOTHING_HIGH, 0.0)
        missing = np.where(series.is_reported, 0.0, 1.0)
        parts = (
            Part(cells(low, high, 0.0, np.nan_to_num(rate)), self.look.covered),
            Part(cells(low, high, 0.0, nothing), self.look.not_covered),
            Part(cells(low, high, 0.0, missing), self.look.no_data),
        )
        self._bars.show_parts(parts, self.look.inner, self.look.theme.panel)
        self.look_at(0.0, float(count), 0.0, TOP_ROOM)
        self.left.show_ticks([(share, self.words.percent(share)) for share in RATES])
        self.right.show_ticks(())
        self.bottom.show_ticks([(place - 0.5, self.words.number(place)) for place in self._places(count)])

    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw a stronger bar inside each that is selected, as high as the bar itself."""
        height = np.where(self.series.is_reported, np.nan_to_num(self.series.rate), 1.0)
        low, high = self._sides()
        self._bars.show_inner(
            cells(low, high, 0.0, np.where(sums > 0, np.maximum(height, NOTHING_HIGH), 0.0))
        )

    def _sides(self) -> tuple[FloatArray, FloatArray]:
        return self.cells[:, 0] + INSET, self.cells[:, 1] - INSET

    @staticmethod
    def _places(count: int) -> list[int]:
        return [1, *range(10, count + 1, 10)] if count > 10 else list(range(1, count + 1))

    @property
    def _by(self) -> str:
        assert self.subject is not None
        return str(self.subject.bundle.coverage.covered_by)

    def _rate_name(self) -> str:
        assert self.subject is not None
        key = f"communes.share.long.{self._by}"
        if self.subject.whom == "cluster" and self.words.has(f"{key}.cluster"):
            key += ".cluster"
        return self.words(key)

    def _plain(self, value: float) -> str:
        if not np.isfinite(value):
            return ""
        return str(int(value)) if float(value).is_integer() else self.words.number(value, 3)
