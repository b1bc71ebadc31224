"""How far villages, their households or incidents are from the nearest site: bars and a cumulative curve."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from analysis.distance_series import DistanceSeries, distances
from analysis.series import Binned
from exports.figures import distance_text
from gui.canvas.hover_text import HoverText
from gui.charts.axes import round_ticks
from gui.charts.chart import TOP_ROOM, Chart, Table
from gui.charts.drawing import Area, Bars, FloatArray, Part, Rule, cells
from gui.charts.subject import Subject

INSET = 0.08


class DistanceChart(Chart):
    """Base: a histogram in round steps, what is covered told from what is not as on the map."""

    series: DistanceSeries
    table_name: ClassVar[Literal["villages", "incidents"]] = "villages"
    counts_households: ClassVar[bool] = False
    unit: ClassVar[str] = "villages"

    @classmethod
    def series_of(cls, subject: Subject) -> DistanceSeries:
        """Measure the rows to the nearest counting site."""
        return distances(subject.bundle, cls.table_name, by_households=cls.counts_households)

    @property
    def binned(self) -> Binned:
        """Rows by distance."""
        return self.series.binned

    def heading(self) -> tuple[str, str]:
        """Return what is measured, and that it is as the crow flies."""
        assert self.subject is not None
        kind = self.subject.noun if self.is_about_incidents else self.unit
        return self.words(f"charts.distance.{kind}.{self.subject.whom}"), self.words("charts.straight_line")

    def notes(self) -> list[str]:
        """Return the share within the radius or covered, and what cannot be measured."""
        words, series = self.words, self.series
        total = float(self.binned.totals.sum())
        few = self.few_note(total) if self.is_about_incidents else []
        share = words.share(float(series.covered.sum()), total)
        reach = words("charts.covered", share=share, unit=self._unit)
        if series.radius_m is not None:
            distance = distance_text(series.radius_m, words)
            reach = words("charts.covered_within", distance=distance, share=share, unit=self._unit)
        return [
            *few,
            reach,
            *self.counted(f"charts.without_position.{self.table_name}", series.without_position),
            *self.counted("charts.without_households", series.without_households),
            *self.counted(f"charts.in_silent_communes.{self.table_name}", series.not_reported),
            *self.counted("charts.sites_without_position", series.sites_without_position),
            *([words("charts.sites_inside")] if self._is_within_communes else []),
        ]

    def card(self, slot: int) -> HoverText:
        """Return the number of a step, what of it is covered, and the share up to it."""
        words, series = self.words, self.series
        number, total = self.binned.totals[slot], float(self.binned.totals.sum())
        upto = float(self.binned.totals[: slot + 1].sum())
        farther = distance_text(series.edges_m[slot + 1], words)
        rows = [
            (words("charts.number"), f"{words.count(number)} {self._unit}"),
            (words("charts.covered_of"), words.number(series.covered[slot])),
            (words("charts.not_covered_of"), words.number(number - series.covered[slot])),
            (words("charts.upto", distance=farther), words.share(upto, total)),
            *self.chosen_row(slot, self._unit),
        ]
        return HoverText(self._range(slot), words("charts.straight_line"), tuple(rows))

    def table(self) -> Table:
        """Return a row a step."""
        words, series = self.words, self.series
        head = ["charts.from_m", "charts.to_m", "charts.number", "charts.covered_of", "charts.cumulative"]
        rows = zip(
            series.edges_m[:-1],
            series.edges_m[1:],
            self.binned.totals,
            series.covered,
            series.cumulative_share,
            strict=True,
        )
        return [
            [words(key) for key in head],
            *([*(str(int(value)) for value in row[:4]), words.percent(row[4], 1)] for row in rows),
        ]

    def empty_text(self) -> str:
        """Return what is missing: sites, or rows with a position."""
        if self.series is None or self.binned.totals.any():
            return ""
        if not self.series.sites:
            return self.words("charts.empty.sites")
        return self.words(f"charts.empty.{self.table_name}")

    def make_drawings(self) -> None:
        """Make bars, curve and the line of the radius."""
        self._bars: Bars = self.add_drawing(Bars())
        self._curve: Area = self.add_drawing(Area(z=2.0))
        self._rule: Rule = self.add_drawing(Rule())

    def draw_series(self) -> None:
        """Draw what is covered below what is not."""
        series, words, theme = self.series, self.words, self.look.theme
        edges, totals = series.edges_m, self.binned.totals
        most = float(totals.max())
        top = most * TOP_ROOM
        self.cells = cells(edges[:-1], edges[1:], 0.0, top)
        low, high = self._sides()
        parts = (
            Part(cells(low, high, 0.0, series.covered), self.look.covered),
            Part(cells(low, high, series.covered, totals), self.look.not_covered),
        )
        self._bars.show_parts(parts, self.look.inner, theme.panel)
        shares = np.concatenate([[0.0], series.cumulative_share])
        self._curve.show_curve(edges, shares * most, theme.muted, 0)
        radius_m = series.radius_m
        text = distance_text(radius_m, words) if radius_m is not None else ""
        self._rule.show_rule(radius_m, text, self.small_font, theme.text, theme.panel)
        self.look_at(0.0, float(edges[-1]), 0.0, top)
        self.left.show_ticks(round_ticks(most, self.height_px, words.number))
        self.right.show_ticks([(most * share, words.percent(share)) for share in (0.0, 0.5, 1.0)])
        self.bottom.show_ticks([(float(edge), distance_text(edge, words)) for edge in edges])

    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw a stronger bar inside each."""
        low, high = self._sides()
        self._bars.show_inner(cells(low, high, 0.0, sums))

    def _sides(self) -> tuple[FloatArray, FloatArray]:
        edges = self.series.edges_m
        off = np.diff(edges) * INSET
        return edges[:-1] + off, edges[1:] - off

    def _range(self, slot: int) -> str:
        edges = self.series.edges_m
        first, last = (distance_text(float(edge), self.words) for edge in edges[slot : slot + 2])
        return self.words("charts.range_first" if slot == 0 else "charts.range", first=first, last=last)

    @property
    def _is_within_communes(self) -> bool:
        return self.subject is not None and bool(self.subject.bundle.params.communes)

    @property
    def _unit(self) -> str:
        return self.words(f"charts.unit.{self.unit}")


class VillageDistanceChart(DistanceChart):
    """Villages, each counted once."""


class HouseholdDistanceChart(DistanceChart):
    """Villages, each counted with its households."""

    counts_households = True
    unit = "households"


class IncidentDistanceChart(DistanceChart):
    """Incidents."""

    is_about_incidents = True
    table_name = "incidents"
    unit = "incidents"
