"""Which row of the workspace a row of a sheet speaks of, and what it says differently.

Knows values and keys, nothing of files; what a row leaves empty says nothing and never erases.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pandas as pd

from layers.io.placing import village_key
from layers.io.rows import TypedRow
from layers.names import toned_key

Values: TypeAlias = Mapping[str, object]

_PLACE = ("lon", "lat", "position", "position_m", "position_text", "village_id")
# Positions nearer than this (in degrees, about 1 cm) are the same: metres were rounded on the way.
_SAME_DEGREES = 1e-7


@dataclass(frozen=True)
class Known:
    """One row of the workspace as plain values (None where unknown)."""

    id: str
    values: Values


def known_rows(frame: pd.DataFrame) -> list[Known]:
    """Return the rows of a frame as plain Python values."""
    columns = {name: _plain_column(frame[name]) for name in frame.columns}
    return [
        Known(str(key), {name: values[place] for name, values in columns.items()})
        for place, key in enumerate(frame.index)
    ]


def differences(known: Known, values: Values) -> dict[str, object]:
    """Return what `values` says differently; None says nothing.

    A site that was verified keeps its place, and a place known better than the sheet knows it stays.
    """
    changed = {
        name: value
        for name, value in values.items()
        if value is not None and name != "id" and not _same(known.values.get(name), value)
    }
    if any(name in changed for name in _PLACE) and _place_stays(known, values):
        for name in _PLACE:
            changed.pop(name, None)
    elif "position" in values and any(name in changed for name in ("lon", "lat", "position")):
        # A new place replaces the old one as a whole: no radius of doubt of a former position is left.
        changed |= {
            name: values[name]
            for name in _PLACE
            if name in values and not _same(known.values.get(name), values[name])
        }
    return changed


def match_rows(table: str, rows: Sequence[TypedRow], existing: Sequence[Known]) -> list[Known | None]:
    """Return for each row the one of the workspace it speaks of, or None for a new one.

    First by id, then by the sender's key, then by name (or number), commune and date; each row of the
    workspace is taken once. Rows that say nothing new are matched before those that do, so that the order of
    the sheet does not decide.
    """
    by_id = {known.id: known for known in existing}
    by_key = {known.values.get("ext_key"): known for known in existing if known.values.get("ext_key")}
    found: list[Known | None] = [None] * len(rows)
    taken: set[str] = set()
    for place, row in enumerate(rows):
        known = by_id.get(str(row.values.get("id"))) or by_key.get(row.values.get("ext_key"))
        if known is not None and known.id not in taken:
            found[place] = known
            taken.add(known.id)
    key_of = _KEYS[table]
    groups: dict[Hashable, list[Known]] = defaultdict(list)
    for known in existing:
        if known.id not in taken:
            groups[key_of(known.values)].append(known)
    open_places = [place for place, known in enumerate(found) if known is None]
    for rate in (_says_the_same, _says_nothing_new, _same_day, _may_be):
        for place in open_places:
            values = rows[place].values
            if found[place] is None:
                found[place] = _take(groups[key_of(values)], values, taken, rate)
    return found


def _take(
    candidates: list[Known], values: Values, taken: set[str], rate: Callable[[Known, Values], bool]
) -> Known | None:
    for known in candidates:
        if known.id not in taken and _keys_agree(known, values) and rate(known, values):
            taken.add(known.id)
            return known
    return None


def _keys_agree(known: Known, values: Values) -> bool:
    """Say whether neither row has a key, or only one of them: two different keys are two rows."""
    left, right = known.values.get("ext_key"), values.get("ext_key")
    return not left or not right or left == right


def _says_the_same(known: Known, values: Values) -> bool:
    """Say whether both know the same, also where both know nothing: the row as it was taken the last time."""
    return all(_same(known.values.get(name), value) for name, value in values.items() if name != "id")


def _says_nothing_new(known: Known, values: Values) -> bool:
    return not differences(known, values)


def _same_day(known: Known, values: Values) -> bool:
    return _may_be(known, values) and all(
        _same(known.values.get(name), values.get(name)) for name in ("founded_on", "initiative_id")
    )


def _may_be(known: Known, values: Values) -> bool:
    """Say whether founding day and initiative agree where both rows know them."""
    for name in ("founded_on", "initiative_id"):
        left, right = known.values.get(name), values.get(name)
        if left is not None and right is not None and not _same(left, right):
            return False
    return True


def _site_key(values: Values) -> Hashable:
    return toned_key(str(values.get("name") or "")), values.get("commune_code")


def _village_row_key(values: Values) -> Hashable:
    return village_key(str(values.get("name") or "")), values.get("commune_code")


def _incident_key(values: Values) -> Hashable:
    if values.get("number"):
        return "number", values["number"], values.get("commune_code")
    return (
        "content",
        values.get("category"),
        values.get("commune_code"),
        values.get("happened_on"),
        values.get("happened_time"),
        values.get("village_id"),
        values.get("position_text"),
    )


def _name_key(values: Values) -> Hashable:
    return toned_key(str(values.get("name") or ""))


_KEYS: Mapping[str, Callable[[Values], Hashable]] = {
    "sites": _site_key,
    "villages": _village_row_key,
    "incidents": _incident_key,
    "candidates": _site_key,
    "initiatives": _name_key,
}


def _place_stays(known: Known, values: Values) -> bool:
    if known.values.get("verified"):
        return True
    order = ("none", "commune", "village", "exact")
    before, after = str(known.values.get("position")), str(values.get("position"))
    if before not in order or after not in order:
        return False
    # A village named later is better than a commune; another commune is another place.
    moved = not _same(known.values.get("commune_code"), values.get("commune_code"))
    stated = values.get("commune_code") is not None
    return order.index(after) < order.index(before) and not (moved and stated)


def _same(left: object, right: object) -> bool:
    if left is None or right is None:
        return left is right
    if isinstance(left, float) or isinstance(right, float):
        try:
            return abs(float(left) - float(right)) <= _SAME_DEGREES  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return False
    return left == right


def _plain_column(values: pd.Series) -> list[Any]:
    if values.dtype.kind == "M":
        return [None if pd.isna(value) else value.date() for value in values]
    return [_plain(value) for value in values.array]


def _plain(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return value
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    if isinstance(value, (str, bool, int, float, dt.date)):
        return value
    return value.item() if hasattr(value, "item") else value
