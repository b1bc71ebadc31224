"""Sites of the sample with their activities and results: 148 clusters in towns first, 1,100 others.

Knows ground, villages and initiatives; nothing of incidents. No name or figure but the public ones is real.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from layers.crs import to_store
from layers.io.sample_ground import Commune, Ground, split_whole
from layers.io.sample_initiatives import MARK, RIDERS, VILLAGE_MODEL, Initiative
from layers.io.sample_villages import NAMED_COMMUNE, NAMED_VILLAGE, Village
from layers.schema import CoverBy, SiteLayer, normalise

AS_OF = dt.date(2026, 11, 14)
RIDERS_COMMUNE = "03820"
# As reported of the one site at the named village, and of the riders; measure, value, unit.
_VILLAGE_RESULTS = (
    ("groups", 4, "nhóm"),
    ("security_teams", 1, "tổ"),
    ("meetings", 8, "buổi"),
    ("attendances", 140, "lượt người"),
    ("tips", 12, "phiếu"),
    ("weapons", 2, "khẩu"),
)
_RIDERS_RESULTS = (("people", 63, "người"), ("vehicles", 5, "xe máy"), ("jobs", 25, "việc làm"))
_STATUS = ("active", "planned", "decided", "paused", "ended", "unknown")
_STATUS_SHARES = (0.855, 0.03, 0.01, 0.04, 0.035, 0.03)
# Two clusters in a hundred are planned; the total stays what the fire police report.
_CLUSTER_SHARES = (0.925, 0.015, 0.0, 0.03, 0.01, 0.02)
_NOT_YET = frozenset({"planned", "decided"})
_RATINGS = ("good", "fair", "average", "weak", "none")
_RATING_SHARES = (0.44, 0.31, 0.12, 0.03, 0.10)


Item = TypeVar("Item")


@dataclass
class SampleSites:
    """Rows under way, one list a table."""

    sites: dict[str, dict[str, Any]] = field(default_factory=dict)
    activities: dict[str, dict[str, Any]] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)

    def frames(self) -> dict[str, pd.DataFrame]:
        """Return the frames of the three tables."""
        return {
            name: normalise(name, pd.DataFrame(list(rows.values()), index=list(rows)))
            for name, rows in (
                ("sites", self.sites),
                ("activities", self.activities),
                ("results", self.results),
            )
        }


class SiteMaker:
    """Makes the sites of every initiative.

    Parameters
    ----------
    ground : Ground
    settled : tuple of Village
    source_id : str
    """

    def __init__(self, ground: Ground, settled: tuple[Village, ...], source_id: str) -> None:
        self._ground = ground
        self._chance = ground.chance("sites")
        self._source_id = source_id
        self._made = SampleSites()
        self._villages: dict[str, list[Village]] = {commune.code: [] for commune in ground.communes}
        for village in settled:
            self._villages[village.commune.code].append(village)
        self._named = next(v for v in self._villages_of(NAMED_COMMUNE) if v.name == NAMED_VILLAGE)

    def make(self, entries: tuple[Initiative, ...]) -> SampleSites:
        """Return the rows of all sites, activities and results."""
        for entry in entries:
            if entry.name == RIDERS:
                self._riders(entry)
            elif entry.layer is SiteLayer.CLUSTER:
                self._clusters(entry)
            elif entry.cover_by in (CoverBy.COMMUNE, CoverBy.NONE):
                self._in_communes(entry)
            else:
                self._in_villages(entry)
        return self._made

    # -- where ------------------------------------------------------------------------------------------

    def _villages_of(self, current_code: str) -> list[Village]:
        return self._villages[self._ground.commune_of(current_code).code]

    def _clusters(self, entry: Initiative) -> None:
        """Give towns most clusters and the early ones, the mountains few and late."""
        weights = [self._trade(c) ** (1.0 + 0.6 * c.town) for c in self._ground.communes]
        numbers = split_whole(entry.sites, weights)
        chosen: list[tuple[float, Village]] = []
        for commune, number in zip(self._ground.communes, numbers, strict=True):
            for village in self._drawn(self._villages[commune.code], number, business=True):
                lateness = 0.62 * (1.0 - commune.town) + 0.5 * self._chance.random()
                chosen.append((lateness, village))
        chosen.sort(key=lambda pair: pair[0])
        days = (AS_OF - dt.date(2022, 11, 15)).days - 30
        for turn, (_, village) in enumerate(chosen):
            founded = dt.date(2022, 11, 15) + dt.timedelta(days=round(days * (turn / len(chosen)) ** 1.15))
            self._add(entry, village.commune, village, f"Cụm {village.spoken}", founded)

    def _trade(self, commune: Commune) -> float:
        return 0.5 + sum(village.business for village in self._villages[commune.code]) / 60

    def _in_villages(self, entry: Initiative) -> None:
        number = entry.sites
        if entry.name == VILLAGE_MODEL:
            self._village_model(entry)
            number -= 1
        # An initiative lives in some former districts more than in others.
        districts = sorted({commune.district for commune in self._ground.communes})
        liking = {district: self._chance.lognormvariate(0, 1.1) for district in districts}
        pool = [v for villages in self._villages.values() for v in villages if v is not self._named]
        weights = [
            liking[v.commune.district] * (0.4 + v.households / 150) / (0.6 + v.from_centre) for v in pool
        ]
        for village in _weighted(pool, weights, number, self._chance):
            self._add(entry, village.commune, village, village.spoken, self._founding(entry))

    def _in_communes(self, entry: Initiative) -> None:
        communes = list(self._ground.communes)
        weights = [0.4 + c.town + c.population / 30_000 for c in communes]
        for commune in _weighted(communes, weights, entry.sites, self._chance):
            nearest = min(self._villages[commune.code], key=lambda village: village.from_centre, default=None)
            self._add(entry, commune, nearest, commune.full_name, self._founding(entry))

    def _drawn(self, villages: list[Village], number: int, business: bool = False) -> list[Village]:
        weights = [(0.3 + v.business) if business else float(v.households) for v in villages]
        return _weighted(villages, weights, number, self._chance)

    def _founding(self, entry: Initiative) -> dt.date:
        first = max(entry.founded_on, dt.date(2015, 1, 1))
        return first + dt.timedelta(days=self._chance.randrange(max(1, (AS_OF - first).days - 20)))

    # -- what -------------------------------------------------------------------------------------------

    def _add(
        self, entry: Initiative, commune: Commune, village: Village | None, name: str, founded: dt.date
    ) -> dict[str, Any]:
        chance = self._chance
        is_cluster = entry.layer is SiteLayer.CLUSTER
        shares = _CLUSTER_SHARES if is_cluster else _STATUS_SHARES
        status = chance.choices(_STATUS, shares)[0]
        precision = chance.choices(("day", "month", "year"), (0.8, 0.15, 0.05))[0]
        row: dict[str, Any] = {
            **self._place(entry, commune, village),
            "ext_key": f"MH-{len(self._made.sites) + 1:06d}",
            "initiative_id": entry.id,
            "name": name,
            "status": status,
            "founded_on": _to_precision(founded, precision),
            "founded_precision": precision,
            "launched_on": None,
            "closed_on": None,
            "lead_unit": entry.lead_unit if not is_cluster else "Công an xã, phường",
            "teams": chance.randint(1, 5),
            "members": chance.randint(4, 22),
            "note": MARK,
            "source_id": self._source_id,
        }
        if status in _NOT_YET:
            later = AS_OF + dt.timedelta(days=chance.randint(15, 200))
            row |= {"founded_on": None, "founded_precision": None}
            if status == "planned":
                row |= {"launched_on": later}
        elif precision == "day":
            row |= {"decision_no": f"{chance.randint(12, 980)}/QĐ-UBND"}
            row["launched_on"] = min(AS_OF, founded + dt.timedelta(days=chance.randint(0, 40)))
        if status == "ended":
            span = max(1, (AS_OF - founded).days)
            row["closed_on"] = founded + dt.timedelta(days=chance.randint(span // 2, span))
        self._count_households(row, entry, village)
        self._rate(row, founded)
        if is_cluster and village is not None:
            self._equip(row, village)
        site_id = self._ground.id("site", len(self._made.sites))
        self._made.sites[site_id] = row
        self._act(site_id, row, is_cluster, founded)
        return row

    def _place(self, entry: Initiative, commune: Commune, village: Village | None) -> dict[str, Any]:
        """Return where the site is: mostly exact, or by village or commune, nowhere if it covers nothing."""
        stated = {"commune_code": commune.code, "commune_text": commune.full_name}
        if entry.cover_by is CoverBy.NONE:
            return stated | {"position": "commune", "lon": None, "lat": None}
        how = self._chance.choices(("exact", "village", "commune"), (0.82, 0.13, 0.05))[0]
        link = {"village_id": village.id if village else None}
        if village is None or how == "commune":
            lon, lat = to_store([commune.centre[0]], [commune.centre[1]])
            doubt = {"position": "commune", "position_m": float(round(commune.radius_m))}
            return stated | doubt | {"lon": lon[0], "lat": lat[0]}
        at = village.at
        if how == "exact":
            at = self._ground.around(commune.row, village.at, 220.0, self._chance)
        lon, lat = to_store([at[0]], [at[1]])
        checked = how == "exact" and self._chance.random() < 0.12
        proof = {"verified": checked, "verified_source": MARK if checked else None}
        return stated | link | proof | {"position": how, "lon": lon[0], "lat": lat[0]}

    def _count_households(self, row: dict[str, Any], entry: Initiative, village: Village | None) -> None:
        chance = self._chance
        if village is None or entry.cover_by is CoverBy.NONE:
            return
        row["households_total"] = village.households
        share = chance.triangular(0.15, 1.0, 0.7)
        if entry.cover_by is CoverBy.HOUSEHOLDS or chance.random() < 0.7:
            row["households_enrolled"] = max(1, round(village.households * share))
        if entry.layer is SiteLayer.CLUSTER:
            row["households_enrolled"] = min(village.households, chance.randint(9, 40))

    def _rate(self, row: dict[str, Any], founded: dt.date) -> None:
        if row["status"] in _NOT_YET or founded.year >= AS_OF.year:
            return
        row |= {"rating": self._chance.choices(_RATINGS, _RATING_SHARES)[0], "rating_year": AS_OF.year - 1}

    def _equip(self, row: dict[str, Any], village: Village) -> None:
        chance = self._chance
        homes = int(row["households_enrolled"])
        have = round(homes * chance.triangular(0.3, 1.0, 0.85))
        row |= {
            "households_business": min(homes, round(homes * chance.uniform(0.2, 0.9))),
            "households_with_extinguisher": have,
            "extinguishers": have + chance.randint(0, 6),
            "public_fire_points": chance.choice((0, 1, 1, 1, 2)),
            "alarms": chance.randint(1, 4),
            "pumps": chance.choice((0, 0, 1, 1, 2)),
            "water_source": chance.choice(("suối", "bể chứa", "trụ nước", "ao")),
            "leader_trained": chance.random() < 0.85,
            "drills": chance.choice((0, 1, 1, 2)),
            "fires": chance.choices((0, 1, 2), (0.93, 0.06, 0.01))[0],
        }
        row["fires_self_extinguished"] = min(row["fires"], chance.choice((0, 1)))

    def _act(self, site_id: str, row: dict[str, Any], is_cluster: bool, founded: dt.date) -> None:
        """Log activities; the latest is the site's last. Some sites have none, or none for long."""
        chance = self._chance
        if row["status"] in _NOT_YET or chance.random() < 0.07:
            return
        end = row["closed_on"] or AS_OF
        back = chance.choices((chance.randint(3, 170), chance.randint(190, 520)), (0.85, 0.15))[0]
        if row["status"] == "paused":
            back = chance.randint(200, 600)
        last = max(founded, end - dt.timedelta(days=back))
        row["last_activity_on"] = last
        days = [last]
        if chance.random() < 0.4 and (last - founded).days > 60:
            days.append(last - dt.timedelta(days=chance.randint(25, 60)))
        for day in days:
            kind = chance.choice(
                ("talk", "training", "drill") if is_cluster else ("talk", "meeting", "patrol")
            )
            if is_cluster and kind == "drill":
                row["last_drill_on"] = max(day, row.get("last_drill_on") or day)
            self._log(site_id, kind, day, chance.randint(12, 120), chance.choice((0, 0, 0, 1, 2)))

    def _log(self, site_id: str, kind: str, day: dt.date, attendances: int, tips: int | None) -> None:
        self._made.activities[self._ground.id("activity", len(self._made.activities))] = {
            "site_id": site_id,
            "kind": kind,
            "held_on": day,
            "held_precision": "day",
            "times": 1,
            "attendances": attendances,
            "tips": tips,
            "note": MARK,
            "source_id": self._source_id,
        }

    # -- the two with public figures --------------------------------------------------------------------

    def _village_model(self, entry: Initiative) -> None:
        """Put the first site at its real village with its real figures and nothing invented beside them."""
        village = self._named
        row = self._add(entry, village.commune, village, f"Bản {NAMED_VILLAGE}", entry.founded_on)
        site_id = next(reversed(self._made.sites))
        self._forget_invented(site_id, row)
        row |= {
            "teams": 5,
            "founded_on": entry.founded_on,
            "founded_precision": "day",
            "recognised_by": entry.recognised_by,
            "results_text": "Từ khi thành lập, bản không có vụ vi phạm về an ninh, trật tự.",
            "note": f"{MARK}: vị trí. Số liệu theo báo chí.",
        }
        self._figures("site_id", site_id, _VILLAGE_RESULTS, entry.founded_on)

    def _riders(self, entry: Initiative) -> None:
        """Count the riders of the one team; nobody is recorded and it lies nowhere on the map."""
        commune = self._ground.commune_of(RIDERS_COMMUNE)
        row = self._add(entry, commune, None, RIDERS, entry.founded_on)
        site_id = next(reversed(self._made.sites))
        self._forget_invented(site_id, row)
        row |= {
            "teams": 1,
            "members": 63,
            "founded_on": entry.founded_on,
            "founded_precision": "month",
            "note": "Số liệu theo báo chí; chỉ ghi số lượng.",
        }
        self._figures("site_id", site_id, _RIDERS_RESULTS, entry.founded_on)

    def _forget_invented(self, site_id: str, row: dict[str, Any]) -> None:
        """Take back what chance put beside public figures."""
        for name in ("decision_no", "launched_on", "closed_on", "members", "rating", "rating_year"):
            row[name] = None
        for name in ("households_enrolled", "households_total", "last_activity_on"):
            row[name] = None
        row["status"] = "active"
        kept = self._made.activities
        for key in [key for key, activity in kept.items() if activity["site_id"] == site_id]:
            del kept[key]

    def _figures(
        self, owner: str, identity: str, figures: tuple[tuple[str, int, str], ...], since: dt.date
    ) -> None:
        for measure, value, unit in figures:
            self._made.results[self._ground.id("result", len(self._made.results))] = {
                owner: identity,
                "measure": measure,
                "value": float(value),
                "unit": unit,
                "period_from": since,
                "source_id": self._source_id,
            }


def _to_precision(day: dt.date, precision: str) -> dt.date:
    if precision == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == "month" else day


def _weighted(items: list[Item], weights: list[float], number: int, chance: random.Random) -> list[Item]:
    """Draw by weight without replacement, all over again when there are too few."""
    drawn: list[Item] = []
    while len(drawn) < number and items:
        keys = np.array([chance.expovariate(1.0) for _ in items]) / np.maximum(weights, 1e-9)
        order = np.argsort(keys, kind="stable")[: number - len(drawn)]
        drawn += [items[place] for place in order]
    return drawn
