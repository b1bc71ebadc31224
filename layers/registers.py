"""Which communes there are in each of the three vintages, and which of them a written name or code means.

An ambiguous name returns every candidate, never one of them. Knows nothing of geometry or of any document.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import pandas as pd

from layers.errors import BadParameter
from layers.names import Era, WrittenName, parse_name, plain_key, toned_key
from layers.units import CURRENT, FOLDER, VINTAGES, Unit, read_units

__all__ = ["CURRENT", "VINTAGES", "Match", "Register", "Resolution", "Unit"]

Why = Literal["code", "exact", "without_tones", "old_name"]

_PROVINCE_KEY = "sonla"
_STATES_NOTHING = frozenset({"", "tinhsonla"})
_CODE = re.compile(r"(\d{4,5})(?:\.0+)?$")
_CODE_AND_NAME = re.compile(r"(\d{5})\s*[-–—:.,]?\s*(\D.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Match:
    """One meaning of what was written.

    Attributes
    ----------
    vintage : str
        The newest vintage in which the code had this name.
    current_codes : tuple of str
        Communes of 2025-07 it stands for.
    why : {"code", "exact", "without_tones", "old_name"}
        ``exact``: equal with tones to a name of today; ``old_name``: equal with tones to a former name or
        spelling; ``without_tones``: equal only when tones are dropped.
    """

    code: str
    name: str
    full_name: str
    vintage: str
    current_codes: tuple[str, ...]
    why: Why
    district: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """All meanings of a written name or code.

    Attributes
    ----------
    contradicted : bool
        A district or second name written beside it fits none of the meanings: to be asked, even if only one.
    """

    text: str
    matches: tuple[Match, ...] = ()
    contradicted: bool = False
    codes: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        codes = sorted({code for match in self.matches for code in match.current_codes})
        object.__setattr__(self, "codes", tuple(codes))

    @property
    def unique(self) -> str | None:
        """Return the one current code it can mean, or None when it must be asked."""
        return self.codes[0] if len(self.codes) == 1 and not self.contradicted else None


class Register:
    """The units of the three vintages with an index of their names.

    Examples
    --------
    >>> register = Register.load()
    >>> register.resolve("X. Phổng Lái cũ").unique
    '03724'
    >>> register.resolve("Chiềng Chung").unique is None, register.resolve("Chiềng Chung (Mai Sơn)").unique
    (True, '04117')
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self._by_vintage: dict[str, dict[str, Unit]] = {vintage: {} for vintage in VINTAGES}
        for unit in sorted(units, key=lambda unit: unit.code):
            self._by_vintage[unit.vintage][unit.code] = unit
        self._cached: Callable[[str, str | None, str | None], Resolution] = lru_cache(65536)(self._resolve)

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Register:
        """Read the three registers of data/registers."""
        return cls(read_units(folder))

    @property
    def vintages(self) -> tuple[str, ...]:
        """Return the vintages, oldest first."""
        return VINTAGES

    # -- facts --------------------------------------------------------------------------------------

    def units(self, vintage: str = CURRENT) -> tuple[Unit, ...]:
        """Return the units of a vintage in the order of their codes."""
        return tuple(self._of(vintage).values())

    def unit(self, code: str, vintage: str = CURRENT) -> Unit | None:
        """Return the unit a code means in a vintage."""
        return self._of(vintage).get(code)

    def count(self, vintage: str = CURRENT) -> int:
        """Return how many units a vintage has."""
        return len(self._of(vintage))

    def communes(self, vintage: str = CURRENT) -> pd.DataFrame:
        """Return the units of a vintage as a frame indexed by code.

        Returns
        -------
        DataFrame
            name, full_name, unit_type, district, area_km2 (declared), population (Int64), lon, lat (degrees,
            centre), seat; what is unknown is missing. Rows in the order of codes.
        """
        units = self.units(vintage)
        frame = pd.DataFrame(
            {
                "name": pd.array([u.name for u in units], dtype="str"),
                "full_name": pd.array([u.full_name for u in units], dtype="str"),
                "unit_type": pd.array([u.unit_type for u in units], dtype="str"),
                "district": pd.array([u.district for u in units], dtype="str"),
                "area_km2": pd.array([u.area_km2 for u in units], dtype="float64"),
                "population": pd.array([u.population for u in units], dtype="Int64"),
                "lon": pd.array([u.lon for u in units], dtype="float64"),
                "lat": pd.array([u.lat for u in units], dtype="float64"),
                "seat": pd.array([u.seat for u in units], dtype="str"),
            }
        )
        frame.index = pd.Index([u.code for u in units], name="code", dtype="str")
        return frame

    def successors(self, code: str, vintage: str) -> tuple[str, ...]:
        """Return the communes of 2025-07 a unit became; empty where the vintage has no such code."""
        unit = self.unit(code, vintage)
        return unit.successors if unit else ()

    def centre(self, code: str, vintage: str = CURRENT) -> tuple[float, float]:
        """Return lon, lat (degrees) of the commune of today a unit is in; NaN for an unknown code."""
        unit = self.unit(code, vintage)
        today = self.unit(unit.successors[0]) if unit else None
        if today is None or today.lon is None or today.lat is None:
            return math.nan, math.nan
        return today.lon, today.lat

    def crosswalk(self, vintage: str) -> pd.DataFrame:
        """Return old unit → new commune, one row a pair: old_code, old_name, district, new_code, split.

        The first row of a split unit is the commune that kept its code.
        """
        rows = [
            (unit.code, unit.full_name, unit.district, code, unit.split)
            for unit in self.units(vintage)
            for code in unit.successors
        ]
        return pd.DataFrame(rows, columns=["old_code", "old_name", "district", "new_code", "split"])

    def districts(self, vintage: str = "2025-02") -> tuple[str, ...]:
        """Return the former districts with their kind, in the order of codes."""
        if vintage == CURRENT:
            vintage = "2025-02"
        return tuple(dict.fromkeys(unit.district for unit in self.units(vintage)))

    def is_district(self, text: str) -> bool:
        """Say whether a text is a former district, with or without its kind."""
        return self._district_key(text) is not None

    def _of(self, vintage: str) -> dict[str, Unit]:
        try:
            return self._by_vintage[vintage]
        except KeyError:
            raise BadParameter(name="vintage", value=vintage, allowed=list(VINTAGES)) from None

    # -- names --------------------------------------------------------------------------------------

    def resolve(self, text: object, *, vintage: str | None = None, district: str | None = None) -> Resolution:
        """Return what a written name or code can mean.

        With tones beats without tones; a name of a register beats another spelling of a name. Without a
        vintage all three are searched and every meaning is returned: a name of today that was also the name
        of a unit whose land went elsewhere is therefore ambiguous, unless its kind, its district or "(cũ)"
        decides. Names of today win only where `vintage` says 2025-07.

        Parameters
        ----------
        text : object
            "xã Phổng Lái cũ", "P. Tô Hiệu", "Chiềng Chung (Mai Sơn)", "03646", 3646, "03646 - Tô Hiệu".
        vintage : str, optional
            One of `VINTAGES`; None searches all.
        district : str, optional
            Former district, from a column of its own.

        Returns
        -------
        Resolution
            Without matches when nothing fits. `unique` is the commune of 2025-07 when there is only one.
        """
        if vintage is not None:
            self._of(vintage)
        if text is None or text != text:  # NaN is not equal to itself
            return Resolution("")
        return self._cached(str(text), vintage, district or None)

    def nearest(self, text: str, count: int = 3) -> tuple[str, ...]:
        """Return the names most like a text that fits nothing, for the sentence that says so."""
        key = plain_key(parse_name(text).name or text)
        close = difflib.get_close_matches(key, self._names.plain, n=count, cutoff=0.6)
        return tuple(dict.fromkeys(self._names.plain[found][-1].full_name for found in close))

    def _resolve(self, text: str, vintage: str | None, district: str | None) -> Resolution:
        stripped = text.strip()
        if code := _CODE.match(stripped):
            units = self._with_code(code[1].zfill(5), vintage)
            return Resolution(text, _matches(units, lambda unit: "code"))
        if both := _CODE_AND_NAME.match(stripped):
            named = self._cached(both[2], vintage, district)
            fitting = tuple(match for match in named.matches if match.code == both[1])
            return Resolution(text, fitting or named.matches, named.contradicted or not fitting)
        written = parse_name(stripped)
        levels = self._levels(written, vintage)
        for why, found in levels:
            if fitting_units := self._fitting(found, written, district):
                return Resolution(text, _matches(fitting_units, why))
        if not levels:
            return Resolution(text)
        why, found = levels[0]
        return Resolution(text, _matches(found, why), contradicted=True)

    def _levels(self, written: WrittenName, vintage: str | None) -> list[tuple[_WhyOf, list[Unit]]]:
        """Return the units a name fits, best level first, each with the reason it will be given."""
        if not written.name:
            return []
        if written.era is Era.OLD and vintage == CURRENT:
            vintage = None  # "(cũ)" says more than the vintage of the sheet
        toned, plain = toned_key(written.name), plain_key(written.name)
        levels: list[tuple[_WhyOf, list[Unit]]] = []
        for why, found in (
            (_why_toned, self._names.toned.get(toned, ())),
            (_why_spelling, self._spellings.toned.get(toned, ())),
            (_why_plain, self._names.plain.get(plain, ())),
            (_why_plain, self._spellings.plain.get(plain, ())),
        ):
            units = [unit for unit in found if vintage in (None, unit.vintage)]
            if units:
                levels.append((why, units if vintage else _of_era(units, written.era)))
        return levels

    def _fitting(self, units: list[Unit], written: WrittenName, district: str | None) -> list[Unit]:
        """Keep the units that agree with everything else that was written."""
        # Without tones the kind must not choose between phường Chiềng An and xã Chiềng Ân.
        if written.unit_type and len({toned_key(unit.name) for unit in units}) == 1:
            units = [unit for unit in units if unit.unit_type == written.unit_type] or units
        if district and plain_key(district) not in _STATES_NOTHING:
            key = self._district_key(district)
            fitting = [unit for unit in units if key in _district_keys(unit.district)]
            # "Sơn La" in a column of districts may be the town, but as well the province.
            units = units if not fitting and plain_key(district) == _PROVINCE_KEY else fitting
        if written.district:
            key = self._district_key(written.district)
            units = [unit for unit in units if key in _district_keys(unit.district)]
        for hint in written.hints:
            if plain_key(hint) == _PROVINCE_KEY:
                continue
            if key := self._district_key(hint):
                units = [unit for unit in units if key in _district_keys(unit.district)]
            else:
                codes = {code for found in self._by_name(hint) for code in found.successors}
                units = [unit for unit in units if codes & set(unit.successors)]
        return units

    def _by_name(self, name: str) -> Sequence[Unit]:
        return self._names.toned.get(toned_key(name)) or self._names.plain.get(plain_key(name)) or ()

    def _district_key(self, text: str) -> str | None:
        """Return the key of a district written with or without its kind, None for another name."""
        return next((key for key in _district_keys(text) if key in self._district_names), None)

    def _with_code(self, code: str, vintage: str | None) -> list[Unit]:
        vintages = VINTAGES if vintage is None else (vintage,)
        return [unit for v in vintages if (unit := self._by_vintage[v].get(code))]

    @cached_property
    def _district_names(self) -> frozenset[str]:
        return frozenset(
            key
            for vintage in VINTAGES
            for unit in self.units(vintage)
            for key in _district_keys(unit.district)
        )

    @cached_property
    def _names(self) -> _Index:
        return _Index.of((unit.name, unit) for units in self._by_vintage.values() for unit in units.values())

    @cached_property
    def _spellings(self) -> _Index:
        return _Index.of(
            (spelling, unit)
            for units in self._by_vintage.values()
            for unit in units.values()
            for spelling in unit.spellings
        )


@dataclass(frozen=True, slots=True)
class _Index:
    """Units by name, with and without tones."""

    toned: dict[str, list[Unit]]
    plain: dict[str, list[Unit]]

    @classmethod
    def of(cls, named: Iterable[tuple[str, Unit]]) -> _Index:
        toned: dict[str, list[Unit]] = defaultdict(list)
        plain: dict[str, list[Unit]] = defaultdict(list)
        for name, unit in named:
            toned[toned_key(name)].append(unit)
            plain[plain_key(name)].append(unit)
        return cls(dict(toned), dict(plain))


_WhyOf = Callable[[Unit], Why]


def _why_toned(unit: Unit) -> Why:
    return "exact" if unit.vintage == CURRENT else "old_name"


def _why_spelling(unit: Unit) -> Why:
    return "old_name"


def _why_plain(unit: Unit) -> Why:
    return "without_tones"


def _matches(units: Iterable[Unit], why: _WhyOf) -> tuple[Match, ...]:
    """Return the meanings, newest first, without what an older vintage only repeats."""
    kept: dict[object, Unit] = {}
    for unit in sorted(units, key=lambda unit: (unit.vintage, unit.code), reverse=True):
        of_today = unit.vintage == CURRENT
        kept.setdefault((unit.code, toned_key(unit.name), unit.successors, of_today), unit)
    return tuple(
        Match(u.code, u.name, u.full_name, u.vintage, u.successors, why(u), u.district) for u in kept.values()
    )


def _of_era(units: list[Unit], era: Era | None) -> list[Unit]:
    if era is None:
        return units
    return [unit for unit in units if (unit.vintage == CURRENT) == (era is Era.NEW)] or units


@lru_cache(256)
def _district_keys(district: str) -> tuple[str, ...]:
    """Return the bare names in "Huyện Mai Sơn, Huyện Sông Mã", ready to compare."""
    keys = []
    for name in district.split(","):
        written = parse_name(f"-, {name}")
        keys.append(plain_key(written.district or next(iter(written.hints), name)))
    return tuple(keys)
