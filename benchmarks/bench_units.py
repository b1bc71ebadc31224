"""The commune table and the quick question at full size: what is computed after each change of a filter.

Knows nothing of how they count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.answer import answer
from analysis.bundle import build
from analysis.locate import Locator
from analysis.params import CoverageParams
from analysis.tally import Tally
from analysis.unit_rows import UnitRows
from analysis.unit_table import unit_table
from benchmarks.ground import boundaries, points_inside
from benchmarks.harness import Case
from layers.crs import to_store
from layers.period_days import PeriodDays
from layers.periods import PeriodChoice, PeriodKind
from layers.questions import Clause, Compare, IncidentsAsked, Question, SitesAsked
from layers.schema import TABLES, empty, normalise
from layers.snapshot import Snapshot
from layers.unit_columns import Level, UnitColumn
from layers.vocabulary import seed

DAY = dt.date(2026, 11, 14)
YEAR = PeriodChoice(PeriodKind.YEAR_TO_DATE, 2026, 11)
INITIATIVES, CATEGORIES = 12, 12


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield the table of 75 communes × 40 columns, the question of the director, and what both wait for."""
    snapshot, ground = _document(scale), boundaries()
    locator = Locator(ground.gdf)
    tally = Tally.of(snapshot, locator)
    periods = PeriodDays.read(YEAR, DAY, snapshot.frame("period_kinds"))
    bundle = build(snapshot, ground, CoverageParams(DAY), locator=locator)
    columns = _columns(snapshot)
    rows = f"{len(tally.sites.frame):,} sites, {len(tally.incidents.frame):,} incidents"

    def table() -> None:
        unit_table(UnitRows(Level.COMMUNE, bundle, tally, periods, snapshot), columns)

    yield Case(f"{rows}: table of 75 communes × {len(columns)} columns", table, goal_s=0.05, runs=15)
    asked = Question(
        Level.COMMUNE,
        (Clause(SitesAsked("i0"), Compare.NONE), Clause(IncidentsAsked("fire"))),
        YEAR,
    )
    yield Case(f"{rows}: a quick question", lambda: answer(snapshot, tally, asked), goal_s=0.1, runs=15)
    yield Case(
        f"{rows}: placing and hashing all rows, once for a state of the data",
        lambda: Tally.of(snapshot, locator).contents,
        runs=3,
    )


def _columns(snapshot: Snapshot) -> list[UnitColumn]:
    kinds = ("sites", "sites_active", "sites_to_check", "villages_with")
    keys = [f"{kind}:i{n}" for n in range(4) for kind in kinds]
    codes = sorted(set(snapshot.frame("incidents")["category"]))[:5]
    compared = ("incidents", "incidents_before", "incidents_change", "incidents_per_1000")
    keys += [f"{kind}:{code}" for code in codes for kind in compared]
    return [UnitColumn.read(key) for key in (*keys, "villages", "households", "population", "reported")]


def _document(scale: float) -> Snapshot:
    rng = np.random.default_rng(7)
    tables = {name: empty(name) for name in TABLES}
    tables["vocabulary"] = seed()
    codes = tables["vocabulary"].query("list == 'incident_category'")["code"].to_numpy()[:CATEGORIES]
    tables["initiatives"] = normalise(
        "initiatives",
        pd.DataFrame(
            [
                {"name": f"Mô hình {n}", "layer": "cluster" if n == 0 else "site", "cover_by": "village"}
                for n in range(INITIATIVES)
            ],
            index=[f"i{n}" for n in range(INITIATIVES)],
        ),
    )
    tables["villages"] = _placed("villages", int(2230 * scale), 1, name="Bản")
    villages = tables["villages"].index.to_numpy()
    count = int(30_000 * scale)
    tables["sites"] = _placed(
        "sites",
        count,
        2,
        status="active",
        initiative_id=[f"i{n}" for n in rng.integers(0, INITIATIVES, count)],
        village_id=rng.choice(villages, count),
        founded_on="2024-05-01",
    )
    count = int(100_000 * scale)
    days = np.datetime64("2025-01-01") + rng.integers(0, 680, count)
    tables["incidents"] = _placed("incidents", count, 3, category=rng.choice(codes, count), happened_on=days)
    meta = {"title": "", "vintage": boundaries().vintage, "as_of": DAY.isoformat()}
    return Snapshot(tables, {}, meta, {})


def _placed(table: str, count: int, seed_: int, **columns: object) -> pd.DataFrame:
    lon, lat = to_store(*points_inside(count, seed_).T)
    frame = pd.DataFrame({"lon": lon, "lat": lat, "position": "exact", **columns})
    frame.index = pd.Index([f"{table}{n}" for n in range(count)], dtype=object)
    return normalise(table, frame)
