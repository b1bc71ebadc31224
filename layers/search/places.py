"""Names of communes in all vintages, of former districts and of groups, as what they mean today.

Knows the register and the tables of the document that name communes; nothing of villages or sites.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from layers.groups import members
from layers.names import toned_key
from layers.registers import CURRENT, VINTAGES, Register, Unit
from layers.search.kinds import Entry, Kind, Why
from layers.search.names import Names, Text
from layers.units import KIND_NAMES


@dataclass(frozen=True)
class Places:
    """Everything that stands for communes.

    Attributes
    ----------
    communes, old_names, districts, groups : Names
    full_names : mapping of str to str
        Code → name with its kind, in the vintage of the document.
    """

    communes: Names
    old_names: Names
    districts: Names
    groups: Names
    full_names: Mapping[str, str]

    @property
    def blocks(self) -> tuple[Names, ...]:
        """The four blocks in the order of their rank."""
        return self.communes, self.old_names, self.districts, self.groups


def places_of(
    register: Register,
    vintage: str = CURRENT,
    communes: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
    group_members: pd.DataFrame | None = None,
) -> Places:
    """Build the names of a document.

    Parameters
    ----------
    register : Register
    vintage : str
        Vintage of the codes of the document.
    communes, groups, group_members : DataFrame, optional
        Tables of the document of these names; without communes, those of the register.
    """
    today = _today(register, vintage, communes)
    full_names = {entry.codes[0]: entry.name for entry in today}
    former = list(_former(register, vintage, full_names))
    grouped = list(_groups(groups, group_members, vintage, full_names))
    named = {toned_key(entry.name) for entry in grouped}
    districts = [
        entry for entry in _districts(register, vintage, full_names) if toned_key(entry.name) not in named
    ]
    texts = [(entry.name, place, Why.NAME) for place, entry in enumerate(today)]
    codes = [(entry.codes[0], place, Why.CODE) for place, entry in enumerate(today)]
    return Places(
        Names(today, texts + codes),
        Names([entry for entry, _ in former], list(_old_texts(former))),
        Names(districts, list(_district_texts(districts))),
        Names.of(grouped),
        full_names,
    )


def _today(register: Register, vintage: str, communes: pd.DataFrame | None) -> list[Entry]:
    if communes is not None and len(communes):
        rows = communes[communes["vintage"] == vintage]
        facts = zip(rows["code"], rows["name"], rows["unit_type"], rows["district"], strict=True)
        return [
            Entry(Kind.COMMUNE, _full(str(name), kind), codes=(str(code),), context=_text(district))
            for code, name, kind, district in facts
        ]
    if vintage not in VINTAGES:
        return []
    return [
        Entry(Kind.COMMUNE, unit.full_name, codes=(unit.code,), context=unit.district)
        for unit in register.units(vintage)
    ]


def _full(name: str, kind: object) -> str:
    return f"{KIND_NAMES[kind]} {name}" if isinstance(kind, str) and kind in KIND_NAMES else name


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _former(register: Register, vintage: str, full_names: Mapping[str, str]) -> Iterator[tuple[Entry, Unit]]:
    """Yield each name of another vintage with each commune of the document it stands for.

    A name that the commune still has says nothing new; neither does one that two vintages share.
    """
    if vintage not in VINTAGES:
        return
    others = [unit for other in reversed(VINTAGES) if other != vintage for unit in register.units(other)]
    seen: set[tuple[str, str, str]] = set()
    keys = {code: toned_key(name) for code, name in full_names.items()}
    for unit in others:
        for code in _codes_in(register, unit, vintage):
            key = (toned_key(unit.full_name), code, toned_key(unit.district) if vintage == CURRENT else "")
            if code not in full_names or key in seen or keys[code].endswith(toned_key(unit.name)):
                continue
            seen.add(key)
            entry = Entry(Kind.OLD_NAME, full_names[code], codes=(code,), context=unit.district)
            yield entry, unit


def _codes_in(register: Register, unit: Unit, vintage: str) -> tuple[str, ...]:
    """Return the units of a vintage that a unit of another one lies in or was made of."""
    if vintage == CURRENT:
        return unit.successors
    whole = set(unit.successors)
    same = register.unit(unit.code, vintage)
    if unit.vintage != CURRENT and same is not None and whole & set(same.successors):
        return (same.code,)
    return tuple(other.code for other in register.units(vintage) if whole & set(other.successors))


def _old_texts(former: Sequence[tuple[Entry, Unit]]) -> Iterator[Text]:
    """Yield old names, with their kind where two units of a district shared one, and their spellings."""
    units = {(toned_key(unit.name), unit.unit_type, unit.district) for _, unit in former}
    kinds = Counter((name, district) for name, _, district in units)
    for place, (entry, unit) in enumerate(former):
        is_shared = kinds[toned_key(unit.name), unit.district] > 1
        yield unit.full_name if is_shared else unit.name, place, Why.OLD_NAME
        for spelling in unit.spellings:
            if not toned_key(entry.name).endswith(toned_key(spelling)):
                yield spelling, place, Why.OLD_NAME


def _districts(register: Register, vintage: str, full_names: Mapping[str, str]) -> Iterator[Entry]:
    codes: dict[str, dict[str, None]] = {}
    for old in VINTAGES:
        for unit in register.units(old) if old != CURRENT and vintage in VINTAGES else ():
            own = codes.setdefault(unit.district, {})
            own |= dict.fromkeys(code for code in _codes_in(register, unit, vintage) if code in full_names)
    for district, own in codes.items():
        if own:
            yield Entry(Kind.DISTRICT, f"{district} (cũ)", id=district, codes=tuple(sorted(own)))


def _district_texts(districts: Sequence[Entry]) -> Iterator[Text]:
    for place, entry in enumerate(districts):
        yield entry.id, place, Why.NAME
        yield entry.name, place, Why.NAME


def _groups(
    groups: pd.DataFrame | None,
    group_members: pd.DataFrame | None,
    vintage: str,
    full_names: Iterable[str],
) -> Iterator[Entry]:
    if groups is None or group_members is None:
        return
    known = set(full_names)
    for identity, set_name, name in groups[["set_name", "name"]].itertuples():
        codes = tuple(code for code in members(group_members, str(identity), vintage) if code in known)
        if codes:
            yield Entry(Kind.GROUP, str(name), str(identity), "", codes, context=str(set_name))
