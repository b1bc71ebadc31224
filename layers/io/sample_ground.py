"""Made-up ground for the sample: communes as drawn, a smooth field of valleys, points strictly inside.

Knows boundaries and chance (`random.Random` only); nothing of villages, sites or incidents.
"""

from __future__ import annotations

import math
import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.boundaries import Boundaries
from layers.crs import to_metric, to_store
from layers.registers import CURRENT, Register

FloatArray = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

# Of the whole province, where a boundary file and the register of its vintage tell no population.
PEOPLE_PER_KM2 = 100.0
_NAMESPACE = uuid.UUID("3d6b6d2c-6b2a-5b6e-8d4e-0c1d6f1a1681")


@dataclass(frozen=True)
class Commune:
    """What the sample needs to know of one commune.

    Attributes
    ----------
    row : int
        In the frame of the boundaries.
    town : float
        0 (mountains) to 1 (ward): how much of a town it is.
    centre : tuple of float
        x, y in metres (EPSG:9206), strictly inside.
    radius_m : float
        Of the circle with the same area.
    """

    row: int
    code: str
    name: str
    full_name: str
    district: str
    town: float
    population: int
    area_km2: float
    centre: tuple[float, float]
    radius_m: float


class Ground:
    """The communes with what is drawn of them, and everything that depends on chance and place.

    Parameters
    ----------
    boundaries : Boundaries
    register : Register
    seed : int
    """

    def __init__(self, boundaries: Boundaries, register: Register, seed: int) -> None:
        self.boundaries = boundaries
        self.register = register
        self.seed = seed
        self._shapes = boundaries.gdf.geometry.to_numpy()
        shapely.prepare(self._shapes)
        self._bounds = shapely.bounds(self._shapes)

    def chance(self, purpose: str) -> random.Random:
        """Return the stream of chance of one purpose: a change in one leaves the others as they were."""
        return random.Random(f"{self.seed}/{purpose}")

    def id(self, kind: str, number: int) -> str:
        """Return the id of the n-th row of a kind."""
        return str(uuid.uuid5(_NAMESPACE, f"{self.seed}/{kind}/{number}"))

    @cached_property
    def communes(self) -> tuple[Commune, ...]:
        """Return the communes in the order of the boundaries."""
        facts = self.register.communes(self.boundaries.vintage)
        seats = dict(zip(facts.index, zip(facts["lon"], facts["lat"], strict=True), strict=True))
        market_towns = self._market_towns()
        found: list[Commune] = []
        for row, entry in enumerate(self.boundaries.gdf.itertuples(index=False)):
            code = str(entry.code)
            area_km2 = float(self.boundaries.areas_km2[row])
            people = entry.population
            if pd.isna(people) or not int(people):
                people = area_km2 * PEOPLE_PER_KM2
            town = 1.0 if entry.unit_type == "phuong" else 0.6 if code in market_towns else 0.0
            district = str(entry.district).split(",")[0].strip() if isinstance(entry.district, str) else ""
            seat = seats.get(code, (math.nan, math.nan))
            found.append(
                Commune(
                    row,
                    code,
                    str(entry.name),
                    str(entry.full_name),
                    district,
                    town,
                    int(people),
                    area_km2,
                    self._centre(row, seat),
                    math.sqrt(area_km2 * 1e6 / math.pi),
                )
            )
        return tuple(found)

    def _market_towns(self) -> frozenset[str]:
        """Return the codes, in the vintage of the boundaries, of former or present market towns."""
        vintage = self.boundaries.vintage
        old = "2025-02" if vintage == CURRENT else vintage
        towns = [unit for unit in self.register.units(old) if unit.unit_type == "thi_tran"]
        if vintage == CURRENT:
            return frozenset(code for unit in towns for code in unit.successors)
        return frozenset(unit.code for unit in towns)

    def commune_of(self, current_code: str) -> Commune:
        """Return the commune that is, or became part of, a commune of today; else the first."""
        vintage = self.boundaries.vintage
        for commune in self.communes:
            if vintage == CURRENT and commune.code == current_code:
                return commune
            if vintage != CURRENT and current_code in self.register.successors(commune.code, vintage):
                return commune
        return self.communes[0]

    def _centre(self, row: int, seat: tuple[float, float]) -> tuple[float, float]:
        x, y = to_metric([seat[0]], [seat[1]])
        if math.isfinite(x[0]) and self.inside(row, x, y)[0]:
            return float(x[0]), float(y[0])
        middle = shapely.point_on_surface(self._shapes[row])
        x, y = snapped([middle.x], [middle.y])
        return float(x[0]), float(y[0])

    def inside(self, row: int, x: FloatArray, y: FloatArray) -> Booleans:
        """Say which points lie strictly inside one commune and in no other, where two are drawn over."""
        inside = np.asarray(shapely.contains_xy(self._shapes[row], x, y), dtype=bool)
        west, south, east, north = self._bounds[row]
        b = self._bounds
        near = (b[:, 0] <= east) & (b[:, 2] >= west) & (b[:, 1] <= north) & (b[:, 3] >= south)
        near[row] = False
        for other in np.flatnonzero(near):
            places = np.flatnonzero(
                inside & (x >= b[other, 0]) & (x <= b[other, 2]) & (y >= b[other, 1]) & (y <= b[other, 3])
            )
            if len(places):
                hit = shapely.intersects_xy(self._shapes[other], x[places], y[places])
                inside[places[hit]] = False
        return inside

    def scattered(
        self, commune: Commune, number: int, chance: random.Random
    ) -> tuple[FloatArray, FloatArray]:
        """Return at least `number` points evenly over a commune (fewer only where it is a sliver)."""
        west, south, east, north = self._bounds[commune.row]
        xs: list[FloatArray] = []
        ys: list[FloatArray] = []
        got = 0
        for _ in range(12):
            tries = max(16, 2 * (number - got))
            x = np.array([chance.uniform(west, east) for _ in range(tries)])
            y = np.array([chance.uniform(south, north) for _ in range(tries)])
            x, y = snapped(x, y)
            hit = self.inside(commune.row, x, y)
            xs.append(x[hit])
            ys.append(y[hit])
            got += int(hit.sum())
            if got >= number:
                break
        if not got:
            return np.array([commune.centre[0]]), np.array([commune.centre[1]])
        return np.concatenate(xs), np.concatenate(ys)

    def around(
        self, row: int, at: tuple[float, float], within_m: float, chance: random.Random
    ) -> tuple[float, float]:
        """Return a point within some metres of another, strictly inside the commune; else that point."""
        angles = [chance.uniform(0, math.tau) for _ in range(6)]
        spans = [within_m * math.sqrt(chance.random()) / (1 + place) for place in range(6)]
        x, y = snapped(
            [at[0] + span * math.cos(angle) for angle, span in zip(angles, spans, strict=True)],
            [at[1] + span * math.sin(angle) for angle, span in zip(angles, spans, strict=True)],
        )
        hit = np.flatnonzero(self.inside(row, x, y))
        return (float(x[hit[0]]), float(y[hit[0]])) if len(hit) else at

    @staticmethod
    def valley(x: FloatArray, y: FloatArray) -> FloatArray:
        """Return how much of a valley a place is, 0 to 1: made-up ridges from north-west to south-east."""
        along, across = (x - y) / 1.41421, (x + y) / 1.41421
        bend = 2.1 * np.sin(along / 31_000.0) + 0.8 * np.sin(along / 11_300.0 + 1.3)
        main = np.cos(across / 7_400.0 + bend)
        side = np.cos(along / 5_100.0 + 1.7 * np.sin(across / 17_000.0))
        return np.asarray(np.clip(0.5 + 0.38 * main + 0.16 * side, 0.0, 1.0) ** 2, dtype=np.float64)


def snapped(
    x: Sequence[float] | FloatArray, y: Sequence[float] | FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return points as they will be after a round trip through degrees, so that inside stays inside."""
    return to_metric(*to_store(x, y))


def split_whole(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Split a whole number by weights into whole parts of at least `least` that add up to it.

    Examples
    --------
    >>> split_whole(10, [1.0, 1.0, 2.0]), split_whole(5, [1.0, 0.0], least=1)
    ([2, 3, 5], [4, 1])
    """
    rest = total - least * len(weights)
    if rest < 0:
        raise ValueError(f"{total} is less than {least} for each of {len(weights)}")
    whole = sum(weights) or float(len(weights))
    exact = [rest * weight / whole if sum(weights) else rest / len(weights) for weight in weights]
    parts = [int(value) for value in exact]
    by_rest = sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], -place))
    for place in by_rest[: rest - sum(parts)]:
        parts[place] += 1
    return [part + least for part in parts]
