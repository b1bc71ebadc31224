"""Villages of the sample: invented names, people that add up to those of the commune, along made-up valleys.

Knows the ground; nothing of sites or incidents. No village but the named one is real.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np
import pandas as pd

from layers.crs import to_store
from layers.io.sample_ground import Commune, FloatArray, Ground, split_whole
from layers.schema import normalise

VILLAGES = 2_200
# The one real village: its model is in the news with its figures.
NAMED_VILLAGE = "Quỳnh Chiên"
NAMED_COMMUNE = "03724"

_FIRST = (
    "Nà", "Huổi", "Pá", "Co", "Nậm", "Phiêng", "Púng", "Noong", "Lọng", "Hua", "Pom", "Kéo", "Bó", "Tin",
    "Pú", "Ten", "Ngùa", "Cang", "Hin", "Lốm", "Tong", "Bung", "Mạt", "Sàng", "Nong", "Phé", "Lụa", "Xum",
    "Thín", "Cuông",
)  # fmt: skip
_SECOND = ("Mẫu", "Thử", "Dụ")
_PEOPLE_A_HOUSEHOLD = (4.0, 4.9)
_POINTS_A_VILLAGE = 10
_KIND_WORDS = {"ban": "Bản", "tieu_khu": "Tiểu khu", "to_dan_pho": "Tổ dân phố"}


@dataclass(frozen=True)
class Village:
    """One village: where it is, whose, and how big.

    Attributes
    ----------
    at : tuple of float
        x, y in metres (EPSG:9206).
    from_centre : float
        0 at the centre of its commune, 1 at the radius of a circle with its area.
    """

    id: str
    name: str
    kind: str
    commune: Commune
    at: tuple[float, float]
    from_centre: float
    households: int
    people: int
    business: int

    @property
    def spoken(self) -> str:
        """Return the name with its kind."""
        word = _KIND_WORDS[self.kind]
        return self.name if self.name.startswith(word) else f"{word} {self.name}"


def villages(ground: Ground) -> tuple[Village, ...]:
    """Return about 2,200 villages, commune by commune."""
    chance = ground.chance("villages")
    weights = [
        math.sqrt(commune.population) * (1.0 + 0.12 * math.sqrt(commune.area_km2))
        for commune in ground.communes
    ]
    least = min(6, VILLAGES // max(1, len(weights)))
    numbers = split_whole(VILLAGES, weights, least=least)
    named = ground.commune_of(NAMED_COMMUNE)
    found: list[Village] = []
    for commune, number in zip(ground.communes, numbers, strict=True):
        found += _of_commune(ground, commune, number, commune is named, len(found), chance)
    return tuple(found)


def villages_frame(ground: Ground, settled: tuple[Village, ...], source_id: str) -> pd.DataFrame:
    """Return the rows of the table `villages`."""
    chance = ground.chance("village facts")
    lon, lat = to_store([v.at[0] for v in settled], [v.at[1] for v in settled])
    rows = []
    for village, east, north in zip(settled, lon, lat, strict=True):
        is_known = chance.random() > 0.04
        share = min(0.95, max(0.02, chance.gauss(0.3 + 0.4 * village.commune.town, 0.16)))
        km = math.dist(village.at, village.commune.centre) / 1000 * chance.uniform(1.15, 1.6)
        rows.append(
            {
                "lon": east,
                "lat": north,
                "position": "exact",
                "commune_code": village.commune.code,
                "commune_text": village.commune.full_name,
                "name": village.name,
                "kind": village.kind,
                "households": village.households,
                "population": village.people,
                "households_business": village.business,
                "households_with_extinguisher": round(village.households * share) if is_known else None,
                "selfmanaged_groups": max(1, round(village.households / chance.uniform(14, 26))),
                "security_teams": 1 + (village.households > 260),
                "security_force_members": chance.choice((3, 3, 3, 4, 5)),
                "civil_fire_team": chance.random() < 0.55 + 0.35 * village.commune.town,
                "has_market": village.from_centre < 0.08 or chance.random() < 0.02,
                "km_to_seat": round(km, 1),
                "road_access": _road(village, chance),
                "extra": {"MINH HỌA": True},
                "source_id": source_id,
            }
        )
    frame = pd.DataFrame(rows, index=[village.id for village in settled])
    return normalise("villages", frame)


def _road(village: Village, chance: random.Random) -> str:
    if village.from_centre < 0.7 or chance.random() < 0.7:
        return "có"
    return chance.choice(("mùa khô", "mùa khô", "không"))


def _of_commune(
    ground: Ground, commune: Commune, number: int, holds_named: bool, before: int, chance: random.Random
) -> list[Village]:
    points = _settled(ground, commune, number, chance)
    order = sorted(points, key=lambda at: math.dist(at, commune.centre))
    kinds = _kinds(commune, len(order), chance)
    names = _names(kinds, holds_named, chance)
    sizes = [chance.lognormvariate(0.0, 0.38) * (1.8 if kind != "ban" else 1.0) for kind in kinds]
    # Every village has people, also in a commune nobody counted.
    people = split_whole(max(commune.population, 40 * len(order)), sizes, least=20)
    found = []
    for place, (at, kind, name) in enumerate(zip(order, kinds, names, strict=True)):
        households = max(5, round(people[place] / chance.uniform(*_PEOPLE_A_HOUSEHOLD)))
        from_centre = math.dist(at, commune.centre) / commune.radius_m
        trade = 0.16 if kind != "ban" else 0.06 if from_centre < 0.35 else 0.012
        business = min(households, round(households * trade * chance.uniform(0.4, 1.5)))
        found.append(
            Village(
                ground.id("village", before + place),
                name,
                kind,
                commune,
                at,
                from_centre,
                households,
                people[place],
                business,
            )
        )
    return found


def _settled(
    ground: Ground, commune: Commune, number: int, chance: random.Random
) -> list[tuple[float, float]]:
    """Draw places of villages: in valleys, more of them near the centre, not on top of each other."""
    x, y = ground.scattered(commune, number * _POINTS_A_VILLAGE, chance)
    far = np.hypot(x - commune.centre[0], y - commune.centre[1]) / commune.radius_m
    pull = 1.1 + 1.6 * commune.town
    weight = (0.03 + ground.valley(x, y)) * np.exp(-pull * far) + 1e-6
    # Weighted draw without replacement: the smallest of −ln(u)/w come first.
    keys = np.array([-math.log(1.0 - chance.random()) for _ in range(len(x))]) / weight
    order = np.argsort(keys, kind="stable")
    spacing = 0.45 * commune.radius_m / math.sqrt(max(1, number))
    taken: list[tuple[float, float]] = []
    while len(taken) < number:
        taken = _apart(x[order], y[order], number, spacing)
        if len(taken) < number and spacing < 1.0:
            taken += [commune.centre] * (number - len(taken))
        spacing /= 2
    return taken


def _apart(x: FloatArray, y: FloatArray, number: int, spacing_m: float) -> list[tuple[float, float]]:
    xs, ys = np.empty(number), np.empty(number)
    got = 0
    for east, north in zip(x, y, strict=True):
        if got and np.min((xs[:got] - east) ** 2 + (ys[:got] - north) ** 2) < spacing_m**2:
            continue
        xs[got], ys[got] = east, north
        got += 1
        if got == number:
            break
    return [(float(a), float(b)) for a, b in zip(xs[:got], ys[:got], strict=True)]


def _kinds(commune: Commune, number: int, chance: random.Random) -> list[str]:
    """Return the kinds from the centre outwards: a town has its quarters in the middle."""
    quarters = round(number * (0.55 if commune.town >= 1 else 0.3 if commune.town > 0 else 0.0))
    word = "to_dan_pho" if commune.town >= 1 else "tieu_khu"
    if commune.town == 0 and number > 12 and chance.random() < 0.35:
        quarters = chance.randint(1, 2)
    return [word] * quarters + ["ban"] * (number - quarters)


def _names(kinds: list[str], holds_named: bool, chance: random.Random) -> list[str]:
    """Return names that are no two alike in a commune; the same ones recur elsewhere, as they really do."""
    invented = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    chance.shuffle(invented)
    names: list[str] = []
    quarters = bans_before = 0
    for kind in kinds:
        if kind == "ban":
            turn, spot = divmod(bans_before, len(invented))
            names.append(invented[spot] + (f" {turn + 1}" if turn else ""))
            bans_before += 1
        else:
            quarters += 1
            names.append(f"{_KIND_WORDS[kind]} {quarters}")
    if holds_named:
        # Not right at the centre: the third bản from it, or the last there is.
        bans = [place for place, kind in enumerate(kinds) if kind == "ban"] or [len(kinds) - 1]
        names[bans[min(2, len(bans) - 1)]] = NAMED_VILLAGE
    return names
