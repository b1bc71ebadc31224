"""Incidents of the sample over three years: 75 fires in the known numbers a year, then the rest.

Knows ground and villages; nothing of sites. No person, no description, every row marked.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd

from layers.crs import to_store
from layers.io.sample_ground import Commune, FloatArray, Ground, split_whole
from layers.io.sample_initiatives import MARK
from layers.io.sample_sites import AS_OF
from layers.io.sample_villages import NAMED_VILLAGE, Village
from layers.schema import normalise

INCIDENTS = 1_200
# Fires of a year and how many of them in forests: the public totals of 2024 and 2025, a third in forests.
FIRES = {2024: (20, 7), 2025: (29, 10), 2026: (26, 8)}
# No incident near the one real village: there has been none since its model was founded.
_QUIET_M = 1_500.0
_FOREST_FROM_VILLAGES_M = 900.0

_OTHERS = {
    "drugs": 262, "social_order.theft": 188, "traffic": 150, "dispute": 108, "administrative": 92,
    "social_order.injury": 78, "social_order.gambling": 52, "social_order.fraud": 46, "weapons": 34,
    "high_tech": 30, "social_evil": 22, "environment": 18, "economy": 14, "minor_fire": 12, "rescue": 12,
    "social_order.other": 10, "social_order.robbery": 7, "explosion": 2,
}  # fmt: skip
_BUILT = (
    "fire.dwelling", "fire.dwelling_business", "fire.premises", "fire.vehicle", "fire.market",
)  # fmt: skip
_BUILT_SHARES = (0.46, 0.24, 0.12, 0.14, 0.04)
_CAUSES = (
    "sơ suất khi dùng lửa", "sự cố hệ thống, thiết bị điện", "đang xác minh", "đốt nương, đốt thực bì",
)  # fmt: skip
_SINCE = dt.date(2024, 1, 1)


def incidents_frame(
    ground: Ground,
    settled: tuple[Village, ...],
    silent: frozenset[str],
    period_first: dt.date,
    source_id: str,
) -> pd.DataFrame:
    """Return the rows of the table `incidents`.

    Parameters
    ----------
    ground : Ground
    settled : tuple of Village
    silent : frozenset of str
        Codes of the communes that have not reported since `period_first`: nothing is known of them.
    period_first : date
    source_id : str
    """
    maker = _Maker(ground, settled, silent, period_first)
    rows: list[dict[str, Any]] = []
    for year, (fires, in_forests) in FIRES.items():
        rows += [maker.forest_fire(year) for _ in range(in_forests)]
        rows += [maker.built_fire(year) for _ in range(fires - in_forests)]
    names = list(_OTHERS)
    numbers = split_whole(INCIDENTS - len(rows), [float(_OTHERS[name]) for name in names])
    for name, number in zip(names, numbers, strict=True):
        rows += [maker.other(name) for _ in range(number)]
    rows.sort(key=lambda row: (row["happened_on"], row["category"], row["lon"], row["lat"]))
    for place, row in enumerate(rows):
        row |= {"number": f"VV-{place + 1:05d}", "note": MARK, "source_id": source_id}
    index = [ground.id("incident", place) for place in range(len(rows))]
    return normalise("incidents", pd.DataFrame(rows, index=index))


class _Maker:
    def __init__(
        self, ground: Ground, settled: tuple[Village, ...], silent: frozenset[str], period_first: dt.date
    ) -> None:
        self._ground = ground
        self._silent = silent
        self._period_first = period_first
        self._chance = ground.chance("incidents")
        quiet = next(village for village in settled if village.name == NAMED_VILLAGE)
        self._quiet = quiet.at
        self._xy: FloatArray = np.array([village.at for village in settled])
        # Twice the distance, so that a point scattered around a village nearby stays away too.
        self._villages = [
            village for village, at in zip(settled, self._xy, strict=True) if self._is_away(at, 2 * _QUIET_M)
        ] or [village for village in settled if village is not quiet]
        self._people = [
            village.people**0.9 * (1.0 + 0.8 * village.commune.town) for village in self._villages
        ]
        self._trade = [village.business + 0.03 * village.households for village in self._villages]

    def forest_fire(self, year: int) -> dict[str, Any]:
        """Return a fire in the dry season, away from every village."""
        chance = self._chance
        communes = self._ground.communes
        weights = [commune.area_km2 * (1.2 - commune.town) for commune in communes]
        at, commune = self._in_forest(chance.choices(communes, weights, k=8))
        first = dt.date(year, 1, 10)
        day = first + dt.timedelta(days=chance.randrange(130))
        return {
            **self._when("fire.forest", day, commune.code),
            **self._at("exact", at),
            "commune_code": commune.code,
            "commune_text": commune.full_name,
            "village_id": None,
            "forest_ha": round(chance.lognormvariate(0.6, 0.8), 1),
            "cause": chance.choice((_CAUSES[0], _CAUSES[2], _CAUSES[3])),
            "deaths": 0,
            "injured": 0,
        }

    def _in_forest(self, communes: list[Commune]) -> tuple[tuple[float, float], Commune]:
        """Return the first place far from every village, or the farthest where there is none."""
        best, found, home = -1.0, communes[0].centre, communes[0]
        for commune in communes:
            for x, y in zip(*self._ground.scattered(commune, 6, self._chance), strict=True):
                away = float(np.min(np.hypot(self._xy[:, 0] - x, self._xy[:, 1] - y)))
                if away > best:
                    best, found, home = away, (float(x), float(y)), commune
                if best >= _FOREST_FROM_VILLAGES_M:
                    return found, home
        return found, home

    def built_fire(self, year: int) -> dict[str, Any]:
        """Return a fire among houses: the more shops, the likelier; markets and premises in towns."""
        chance = self._chance
        category = chance.choices(_BUILT, _BUILT_SHARES)[0]
        weights = self._people if category in ("fire.dwelling", "fire.vehicle") else self._trade
        last = AS_OF if year == AS_OF.year else dt.date(year, 12, 31)
        day = dt.date(year, 1, 1) + dt.timedelta(days=chance.randrange((last - dt.date(year, 1, 1)).days + 1))
        row = self._near(category, day, chance.choices(self._villages, weights)[0])
        return row | {
            "damage_million_vnd": float(round(chance.lognormvariate(4.6, 0.9), -1)),
            "deaths": chance.choices((0, 1), (0.95, 0.05))[0],
            "injured": chance.choices((0, 1, 2), (0.88, 0.09, 0.03))[0],
            "cause": chance.choice(_CAUSES[:3]),
            "first_response": chance.choice(("lực lượng tại chỗ", "cụm dân cư an toàn", "đội chữa cháy")),
        }

    def other(self, category: str) -> dict[str, Any]:
        """Return an incident of any other kind, where people live."""
        chance = self._chance
        day = _SINCE + dt.timedelta(days=chance.randrange((AS_OF - _SINCE).days + 1))
        row = self._near(category, day, chance.choices(self._villages, self._people)[0])
        if category == "traffic":
            row |= {"deaths": chance.choices((0, 1), (0.7, 0.3))[0], "injured": chance.choice((0, 1, 1, 2))}
        if category.startswith("social_order") and chance.random() < 0.6:
            row["damage_million_vnd"] = float(round(chance.lognormvariate(2.5, 0.9)))
        return row

    def _near(self, category: str, day: dt.date, village: Village) -> dict[str, Any]:
        chance = self._chance
        how = chance.choices(("exact", "village", "commune"), (0.74, 0.19, 0.07))[0]
        place: dict[str, Any] = {
            "commune_code": village.commune.code,
            "commune_text": village.commune.full_name,
            "village_id": village.id if how != "commune" else None,
        }
        if how == "commune":
            place["position_m"] = float(round(village.commune.radius_m))
            place |= self._at(how, village.commune.centre)
        elif how == "village":
            place |= self._at(how, village.at)
        else:
            place |= self._at(how, self._ground.around(village.commune.row, village.at, 450.0, chance))
        return self._when(category, day, village.commune.code) | place

    def _when(self, category: str, day: dt.date, code: str) -> dict[str, Any]:
        chance = self._chance
        if code in self._silent and day >= self._period_first:
            # Nobody reported: what may have happened there since is not known.
            day = self._period_first - dt.timedelta(days=chance.randint(1, 60))
        is_timed = chance.random() < 0.8
        return {
            "category": category,
            "happened_on": day,
            "happened_precision": "day",
            "happened_time": f"{chance.randrange(24):02d}:{chance.randrange(0, 60, 5):02d}"
            if is_timed
            else None,
            "state": chance.choice(("đã giải quyết", "đã giải quyết", "đang xác minh")),
            "counts_in_statistics": category != "minor_fire",
        }

    def _at(self, position: str, at: tuple[float, float]) -> dict[str, Any]:
        lon, lat = to_store([at[0]], [at[1]])
        return {"position": position, "lon": float(lon[0]), "lat": float(lat[0])}

    def _is_away(self, at: FloatArray, metres: float) -> bool:
        return float(np.hypot(at[0] - self._quiet[0], at[1] - self._quiet[1])) > metres
