"""Where a row of a sheet lies: commune and village by their names, coordinates by what was written.

Knows the registers and the villages of a snapshot, nothing of files; an ambiguous name is never decided.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from layers.io.cells import Cell, as_written, fold, is_blank
from layers.io.coordinates import (
    NOWHERE,
    Located,
    locate_degrees,
    locate_metres,
    locate_pair,
    locate_point,
)
from layers.registers import CURRENT, Match, Register
from layers.schema import Position

if TYPE_CHECKING:
    from layers.workspace import Snapshot

Finding = tuple[str, str, str, tuple[str, ...]]
"""Field, problem, value as written, candidates."""

_KINDS = (("tieu khu", "tk"), ("tk", "tk"), ("to dan pho", "tdp"), ("tdp", "tdp"), ("to", "tdp"), ("ban", ""))
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


@lru_cache(maxsize=16_384)
def village_key(name: str) -> str:
    """Return the form in which names of villages are compared.

    Examples
    --------
    >>> village_key("Bản Nà Mẫu I") == village_key("b. Nà Mẫu 01") == village_key("nà mẫu 1")
    True
    >>> village_key("TK91") == village_key("Tiểu khu 91"), village_key("Tổ 91") == village_key("TK 91")
    (True, False)
    """
    words = re.findall(r"[a-z]+|\d+", fold(re.sub(r"^\s*b\.\s*", "", name, flags=re.IGNORECASE)))
    text = " ".join(word.lstrip("0") or "0" if word.isdecimal() else word for word in words)
    for written, key in _KINDS:
        if text.startswith(written + " "):
            text = f"{key} {text[len(written) + 1 :]}".strip()
            break
    head, _, last = text.rpartition(" ")
    return f"{head} {_ROMAN[last]}" if head and last in _ROMAN else text


@dataclass
class Place:
    """Where one row lies, under the names of the columns of every table of places."""

    commune_code: str | None = None
    commune_text: str | None = None
    village_id: str | None = None
    lon: float | None = None
    lat: float | None = None
    position: Position = Position.NONE
    position_m: float | None = None
    position_text: str | None = None
    notes: list[Finding] = field(default_factory=list)
    mended: list[Finding] = field(default_factory=list)
    held: list[Finding] = field(default_factory=list)

    def values(self) -> dict[str, object]:
        """Return the columns of a table of places."""
        return {
            "commune_code": self.commune_code,
            "commune_text": self.commune_text,
            "village_id": self.village_id,
            "lon": self.lon,
            "lat": self.lat,
            "position": self.position.value,
            "position_m": self.position_m,
            "position_text": self.position_text,
        }


class Placing:
    """Finds places against one snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Its villages and communes; names resolve to the communes of its vintage.
    register : Register
    crs : str or None
        Of the coordinates, where the analyst named one.
    """

    def __init__(self, snapshot: Snapshot, register: Register, crs: str | None = None) -> None:
        self._register = register
        self._vintage = snapshot.vintage
        self._crs = crs
        villages = snapshot.frame("villages")
        self._village_points = {
            str(key): (lon, lat)
            for key, lon, lat in zip(villages.index, villages["lon"], villages["lat"], strict=True)
        }
        self._villages: dict[tuple[str, str], set[str]] = defaultdict(set)
        for key, name, code, aliases in zip(
            villages.index, villages["name"], villages["commune_code"], villages["aliases"], strict=True
        ):
            names = [name, *(aliases if isinstance(aliases, list) else ())]
            for each in names:
                self._villages[(village_key(str(each)), "" if pd.isna(code) else str(code))].add(str(key))
        centres = register.communes(self._vintage)
        self._centres = {
            str(code): (float(lon), float(lat), float(area))
            for code, lon, lat, area in zip(
                centres.index, centres["lon"], centres["lat"], centres["area_km2"], strict=True
            )
        }

    def find(
        self, cell: Callable[[str], Cell], point: tuple[float, float] | None = None, crs: str | None = None
    ) -> Place:
        """Place one row; `cell(field)` gives its cells, `point` the shape of a map file in `crs`."""
        place = Place()
        self._find_commune(place, cell)
        if cell("village_id") in self._village_points:
            place.village_id = str(cell("village_id"))
        else:
            self._find_village(place, cell("village"))
        located = self._locate(cell, point, crs)
        if located.problem:
            place.mended.append(("lat", located.problem, located.text or "", ()))
        elif located.mended:
            place.mended.append(("lat", located.mended, located.text or "", ()))
        place.position_text = located.text
        if located.lon is not None:
            place.lon, place.lat, place.position = located.lon, located.lat, Position.EXACT
            if located.outside:
                place.notes.append(("lat", "outside_province", "", ()))
            # A sheet of our own says that its coordinates are those of a village or commune.
            if cell("position") in (Position.VILLAGE.value, Position.COMMUNE.value):
                place.position = Position(str(cell("position")))
        elif not place.held:
            self._approximate(place)
        return place

    def _find_commune(self, place: Place, cell: Callable[[str], Cell]) -> None:
        name, old = cell("commune"), cell("commune_old")
        field_name = "commune_old" if is_blank(name) else "commune"
        written = [" ".join(as_written(entry).split()) for entry in (name, old) if not is_blank(entry)]
        if not written:
            return
        if is_blank(name):
            text = written[0] if written[0].endswith(")") else f"{written[0]} (cũ)"
        else:
            text = written[0] if len(written) == 1 else f"{written[0]} ({written[1]})"
        place.commune_text = "; ".join(written)
        district = None if is_blank(cell("district")) else as_written(cell("district"))
        codes, matches = self._codes(text, district)
        if len(codes) == 1:
            place.commune_code = codes[0]
            if any(match.why == "without_tones" for match in matches):
                place.mended.append((field_name, "name_without_tones", place.commune_text, ()))
            elif all(match.why == "old_name" for match in matches):
                place.mended.append((field_name, "old_commune_name", place.commune_text, ()))
        elif matches:
            told = tuple(self._told(match) for match in matches)
            place.held.append((field_name, "commune_ambiguous", place.commune_text, told))
        else:
            near = self._register.nearest(written[0])
            place.held.append((field_name, "commune_unknown", place.commune_text, near))

    def _codes(self, text: str, district: str | None) -> tuple[tuple[str, ...], tuple[Match, ...]]:
        """Return the codes in the vintage of the workspace that a name can mean, and its meanings."""
        if self._vintage == CURRENT:
            found = self._register.resolve(text, district=district)
            return ((found.unique,) if found.unique else ()), found.matches
        found = self._register.resolve(text, vintage=self._vintage, district=district)
        codes = tuple(sorted({match.code for match in found.matches}))
        return (codes if not found.contradicted else ()), found.matches

    def _told(self, match: Match) -> str:
        """Word one meaning: the unit of today with its code, and what it was."""
        names = []
        for code in match.current_codes:
            unit = self._register.unit(code)
            names.append(f"{code} {unit.full_name}" if unit else code)
        return f"{' / '.join(names)} ← {match.full_name} ({match.district})"

    def _find_village(self, place: Place, cell: Cell) -> None:
        if is_blank(cell) or place.held:
            return
        key = village_key(as_written(cell))
        if place.commune_code is not None:
            found = self._villages.get((key, place.commune_code), set())
        else:
            found = set().union(*(ids for (name, _), ids in self._villages.items() if name == key))
        if len(found) == 1:
            place.village_id = next(iter(found))
        elif found:
            place.notes.append(("village", "village_ambiguous", as_written(cell), ()))
        elif self._villages:
            place.notes.append(("village", "village_unknown", as_written(cell), ()))

    def _locate(
        self, cell: Callable[[str], Cell], point: tuple[float, float] | None, crs: str | None
    ) -> Located:
        if point is not None:
            return locate_point(*point, self._crs or crs)
        tried = NOWHERE
        for located in (
            self._degrees(cell("lat"), cell("lon")),
            locate_metres(cell("northing"), cell("easting"), self._crs),
            locate_pair(cell("coordinates")),
        ):
            if located.lon is not None:
                return located
            tried = tried if tried.problem else located
        return tried

    def _degrees(self, lat: Cell, lon: Cell) -> Located:
        if self._crs is None or self._crs == "EPSG:4326":
            return locate_degrees(lat, lon)
        return locate_metres(lat, lon, self._crs)

    def _approximate(self, place: Place) -> None:
        """Put a row without coordinates at its village, else at the centre of its commune."""
        lon, lat = self._village_points.get(place.village_id or "", (math.nan, math.nan))
        if place.village_id is not None and not math.isnan(lon):
            place.lon, place.lat, place.position = lon, lat, Position.VILLAGE
        elif place.commune_code in self._centres:
            centre_lon, centre_lat, area_km2 = self._centres[place.commune_code]
            place.position = Position.COMMUNE
            if not math.isnan(centre_lon):
                place.lon, place.lat = centre_lon, centre_lat
            if not math.isnan(area_km2):
                place.position_m = float(round(math.sqrt(area_km2 / math.pi) * 1000))
        elif place.commune_code is not None:
            place.position = Position.COMMUNE


def communes_at(
    snapshot: Snapshot, lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]
) -> list[str | None] | None:
    """Return the code of the commune each point is in (the lower code on a border), None outside.

    Parameters
    ----------
    lon, lat : ndarray of float64, shape (n,), degrees of EPSG:4326
        NaN where there is no point.

    Returns
    -------
    list of str or None, or None
        None as a whole where the snapshot has no boundaries of its vintage.
    """
    communes = snapshot.frame("communes")
    drawn = communes[(communes["vintage"] == snapshot.vintage) & communes["geom"].notna()]
    if drawn.empty:
        return None
    found: list[str | None] = [None] * len(lon)
    open_places = np.isfinite(lon) & np.isfinite(lat)
    for code, shape in drawn.sort_values("code")[["code", "geom"]].itertuples(index=False):
        west, south, east, north = shape.bounds
        near = open_places & (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        places = np.flatnonzero(near)
        if not len(places):
            continue
        shapely.prepare(shape)
        inside = places[shapely.intersects_xy(shape, lon[places], lat[places])]
        for place in inside:
            found[place] = str(code)
        open_places[inside] = False
    return found
