"""Which class draws which chart. Knows names and classes; nothing of what they show."""

from __future__ import annotations

from collections.abc import Mapping

from gui.charts.category_chart import CategoryChart
from gui.charts.chart import Chart
from gui.charts.commune_chart import CommuneChart
from gui.charts.distance_chart import HouseholdDistanceChart, IncidentDistanceChart, VillageDistanceChart
from gui.charts.growth_chart import GrowthChart
from gui.charts.hour_chart import HourChart
from gui.charts.kinds import ChartKind
from gui.charts.month_chart import MonthChart, PeriodChart

CHARTS: Mapping[ChartKind, type[Chart]] = {
    ChartKind.MONTHS: MonthChart,
    ChartKind.PERIODS: PeriodChart,
    ChartKind.HOURS: HourChart,
    ChartKind.CATEGORIES: CategoryChart,
    ChartKind.VILLAGE_DISTANCE: VillageDistanceChart,
    ChartKind.HOUSEHOLD_DISTANCE: HouseholdDistanceChart,
    ChartKind.INCIDENT_DISTANCE: IncidentDistanceChart,
    ChartKind.COMMUNES: CommuneChart,
    ChartKind.GROWTH: GrowthChart,
}
