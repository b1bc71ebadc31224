"""Which columns may decide the look of a layer, what they are called, and the values of each row.

Knows the tables and their words; nothing of classes, colours or painting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from exports.shading import SHARES, Measure
from layers.incidents import top_level
from layers.renderers import Labels
from layers.schema import CONTEXT_PREFIX, LayerKind, Position, Status
from layers.table_columns import Form, TableColumn, columns_of
from layers.vocabulary import LISTS
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.layer import Frames

FloatArray = npt.NDArray[np.float64]
ObjectArray = npt.NDArray[np.object_]


class ChoiceKind(StrEnum):
    """What can be made of a column: classes by value, classes by range; of communes shades or circles."""

    CATEGORY = "category"
    NUMBER = "number"
    RATE = "rate"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that may decide the look of a layer.

    Attributes
    ----------
    column : str
        As a renderer names it.
    title : str
        In the words of one language.
    kind : ChoiceKind
    is_share : bool
        Values from 0 to 1 that are written as percentages.
    """

    column: str
    title: str
    kind: ChoiceKind
    is_share: bool = False


# Derived columns: layer kinds → column → (title key, kind).
FIELD, CATEGORY_TOP, HOUSEHOLDS_SHARE = "field", "category_top", "households_share"
_SITES = (LayerKind.SITES, LayerKind.CLUSTERS)
_OFFERED: Mapping[LayerKind, tuple[str, ...]] = {
    LayerKind.SITES: (
        *("initiative_id", FIELD, "status", "rating", "position", "lead_unit", "verified"),
        *("teams", "members", "households_enrolled", HOUSEHOLDS_SHARE, "households_total", "cost"),
    ),
    LayerKind.CLUSTERS: (
        *("status", "rating", "position", "lead_unit", "leader_trained", "verified", "teams", "members"),
        *("households_enrolled", HOUSEHOLDS_SHARE, "households_total", "households_business"),
        *("households_with_extinguisher", "extinguishers", "public_fire_points", "alarms", "pumps"),
        *("drills", "fires", "fires_self_extinguished", "cost"),
    ),
    LayerKind.INCIDENTS: (
        *(CATEGORY_TOP, "category", "position", "state", "counts_in_statistics"),
        *("deaths", "injured", "damage_million_vnd", "forest_ha"),
    ),
    LayerKind.VILLAGES: (
        *("kind", "civil_fire_team", "has_market", "position", "households", "population"),
        *("households_business", "households_with_extinguisher", "selfmanaged_groups", "security_teams"),
        *("security_force_members", "km_to_seat"),
    ),
}
#: Counts of the communes that may be circles, in the order in which they are offered, and their titles.
COUNTS: Mapping[str, str] = {
    "incidents": "book.incidents",
    "active_sites": "book.active_sites",
    "sites": "book.all_sites",
    "villages": "book.villages.whole",
    "households": "book.households",
    "population": "book.population",
}
_TABLES: Mapping[LayerKind, str] = {
    LayerKind.CLUSTERS: "sites",
    LayerKind.CONTEXT: CONTEXT_PREFIX,
    **{kind: kind.value for kind in (LayerKind.SITES, LayerKind.INCIDENTS, LayerKind.VILLAGES)},
}


def choices(layer_kind: LayerKind | str, frame: pd.DataFrame, words: Words) -> tuple[Choice, ...]:
    """Return the columns that may decide the look of a layer, categories first.

    Parameters
    ----------
    layer_kind : LayerKind
    frame : DataFrame
        Its rows; of communes those of `CoverageResult.communes`. Columns without any value are left out.
    """
    kind = LayerKind(layer_kind)
    if kind is LayerKind.BOUNDARIES:
        return _of_communes(frame, words)
    if kind not in _TABLES:
        return ()
    known = {column.name: column for column in columns_of(kind, _TABLES[kind], frame)}
    names = _OFFERED.get(kind, tuple(name for name, column in known.items() if not column.title_key))
    made = [_choice(name, known, frame, words) for name in names]
    found = [choice for choice in made if choice is not None]
    return tuple(sorted(found, key=lambda choice: choice.kind is not ChoiceKind.CATEGORY))


def _choice(name: str, known: Mapping[str, TableColumn], frame: pd.DataFrame, words: Words) -> Choice | None:
    if name in (FIELD, CATEGORY_TOP, HOUSEHOLDS_SHARE):
        source = {FIELD: "initiative_id", CATEGORY_TOP: "category", HOUSEHOLDS_SHARE: "households_enrolled"}
        if source[name] not in frame.columns or not frame[source[name]].notna().any():
            return None
        is_share = name == HOUSEHOLDS_SHARE
        kind = ChoiceKind.NUMBER if is_share else ChoiceKind.CATEGORY
        return Choice(name, words(f"column.{name}"), kind, is_share)
    column = known.get(name)
    if column is None or name not in frame.columns or not frame[name].notna().any():
        return None
    if column.form in (Form.WHOLE, Form.REAL):
        return Choice(name, column.title(words), ChoiceKind.NUMBER)
    if column.form in (Form.TEXT, Form.CHOICE, Form.WORD, Form.YES_NO, Form.ROW):
        return Choice(name, column.title(words), ChoiceKind.CATEGORY)
    return None


def _of_communes(frame: pd.DataFrame, words: Words) -> tuple[Choice, ...]:
    rates = [
        Choice(column, words(f"measure.{measure.value}"), ChoiceKind.RATE, is_share=True)
        for column, measure in SHARES.items()
        if measure is not Measure.PRESENCE
    ]
    counts = [
        Choice(column, words(key), ChoiceKind.COUNT)
        for column, key in COUNTS.items()
        if column in frame.columns and frame[column].notna().any()
    ]
    return (*rates, *counts)


def choice_title(layer_kind: LayerKind | str, column: str, frame: pd.DataFrame, words: Words) -> str:
    """Return what a column is called, or its own name where it is not offered."""
    found = [choice.title for choice in choices(layer_kind, frame, words) if choice.column == column]
    return found[0] if found else column


def is_share(column: str) -> bool:
    """Say whether the values of a column are shares, written as percentages."""
    return column == HOUSEHOLDS_SHARE or column in SHARES


# -- names of values --------------------------------------------------------------------------------


@dataclass(frozen=True)
class ValueNames:
    """What rows refer to: the initiatives, and the lists the analyst has extended.

    Attributes
    ----------
    initiatives : DataFrame or None
    listed : mapping of (str, str) to mapping of str to str
        List and code → language → name, for codes that the program does not know itself.
    """

    initiatives: pd.DataFrame | None = None
    listed: Mapping[tuple[str, str], Mapping[str, str]] | None = None

    @classmethod
    def of_bundle(cls, bundle: ResultBundle) -> ValueNames:
        """Take the initiatives of a result."""
        return cls(bundle.initiatives)

    @classmethod
    def of_source(cls, source: Frames) -> ValueNames:
        """Take initiatives and lists of a workspace or snapshot."""
        vocabulary = source.frame("vocabulary")
        columns = (vocabulary[name] for name in ("list", "code", "vi", "en"))
        listed = {
            (str(of), str(code)): {"vi": vi, "en": en} for of, code, vi, en in zip(*columns, strict=True)
        }
        return cls(source.frame("initiatives"), listed)

    def text(self, column: str, value: str, words: Words) -> str:
        """Return how a value of a column reads; one that nobody knows as it is stored."""
        if column == "initiative_id":
            names = self.initiatives
            known = names is not None and value in names.index
            return str(names.at[value, "name"]) if names is not None and known else value
        if value in ("true", "false"):
            return words(f"book.{'yes' if value == 'true' else 'no'}")
        prefix = _CLOSED.get(column)
        if prefix is not None:
            return words(prefix + value) if words.has(prefix + value) else value
        of = _LISTED.get(column)
        if of is None:
            return value
        own = (self.listed or {}).get((of, value), {}).get(words.language)
        return own or _seed().get((of, value), {}).get(words.language, value)


_CLOSED: Mapping[str, str] = {"status": "site_status.", "position": "position."}
_LISTED: Mapping[str, str] = {
    "rating": "rating",
    FIELD: "initiative_field",
    "category": "incident_category",
    CATEGORY_TOP: "incident_category",
    "kind": "village_kind",
}
_FIXED_ORDER: Mapping[str, tuple[str, ...]] = {
    "status": tuple(member.value for member in Status),
    "position": tuple(member.value for member in Position),
}


@lru_cache(maxsize=1)
def _seed() -> Mapping[tuple[str, str], Mapping[str, str]]:
    return {(name, code): {"vi": vi, "en": en} for name, entries in LISTS.items() for code, vi, en in entries}


def order_of(column: str) -> tuple[str, ...]:
    """Return the values of a closed or seeded list in its own order; () for other columns."""
    if column in _FIXED_ORDER:
        return _FIXED_ORDER[column]
    of = _LISTED.get(column)
    return tuple(code for code, _, _ in LISTS[of]) if of else ()


# -- values -----------------------------------------------------------------------------------------


def categories_of(rows: pd.DataFrame, column: str, initiatives: pd.DataFrame | None = None) -> ObjectArray:
    """Return the value of each row as text, None where there is none; shape (n,).

    Yes and no are ``true`` and ``false``; a column that is not there has no value anywhere.

    Examples
    --------
    >>> categories_of(pd.DataFrame({"category": ["fire.forest", None]}), "category_top").tolist()
    ['fire', None]
    """
    if column == FIELD:
        values = _of_initiative(rows, "field", initiatives)
    elif column == CATEGORY_TOP and "category" in rows.columns:
        values = top_level(rows["category"].astype("str"))
    elif column in rows.columns:
        values = rows[column]
    else:
        return np.full(len(rows), None, dtype=object)
    missing = values.isna().to_numpy(bool)
    if pd.api.types.is_bool_dtype(values.dtype):
        texts = np.where(values.fillna(False).to_numpy(bool), "true", "false").astype(object)
    else:
        texts = values.astype(object).where(~missing, "").astype(str).to_numpy(object)
    texts[missing] = None
    return np.asarray(texts, dtype=object)


def numbers_of(rows: pd.DataFrame, column: str) -> FloatArray:
    """Return the value of each row as float64, NaN where there is none, shape (n,).

    Examples
    --------
    >>> rows = pd.DataFrame({"households_enrolled": [30, 1], "households_total": [40, 0]})
    >>> numbers_of(rows, "households_share").tolist()
    [0.75, nan]
    """
    if column == HOUSEHOLDS_SHARE:
        part, whole = numbers_of(rows, "households_enrolled"), numbers_of(rows, "households_total")
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(whole > 0, np.minimum(part / whole, 1.0), np.nan)
    if column not in rows.columns:
        return np.full(len(rows), np.nan)
    values = pd.to_numeric(rows[column].astype(object), errors="coerce")
    numbers: FloatArray = values.to_numpy(dtype=np.float64, na_value=np.nan)
    return numbers


def is_whole(numbers: FloatArray | None) -> bool:
    """Say whether there are numbers and all that are known are whole."""
    known = numbers[np.isfinite(numbers)] if numbers is not None else np.empty(0)
    return len(known) > 0 and bool((known == np.rint(known)).all())


def _of_initiative(rows: pd.DataFrame, column: str, initiatives: pd.DataFrame | None) -> pd.Series:
    if initiatives is None or "initiative_id" not in rows.columns or column not in initiatives.columns:
        return pd.Series(None, index=rows.index, dtype=object)
    return rows["initiative_id"].map(initiatives[column])


# -- names on the map -------------------------------------------------------------------------------

_WEIGHTS: Mapping[str, tuple[str, ...]] = {
    "villages": ("population", "households"),
    "sites": ("households_enrolled", "members"),
    "clusters": ("households_enrolled", "members"),
}


def label_choices(layer_kind: LayerKind | str, frame: pd.DataFrame, words: Words) -> tuple[Choice, ...]:
    """Return the columns that may be written beside points: the name first, then numbers and categories."""
    kind = LayerKind(layer_kind)
    name = [Choice("name", words("column.name"), ChoiceKind.CATEGORY)] if "name" in frame.columns else []
    others = [choice for choice in choices(kind, frame, words) if choice.column in frame.columns]
    return (*name, *(choice for choice in others if choice.column != "name"))


def label_texts(labels: Labels, rows: pd.DataFrame) -> ObjectArray | None:
    """Return what is written beside each row, '' for nothing, shape (n,); None without such a column."""
    if labels.column not in rows.columns:
        return None
    values = rows[labels.column]
    return np.asarray(values.astype(object).where(values.notna(), "").astype(str), dtype=object)


def label_weights(labels: Labels, rows: pd.DataFrame, kind: str) -> FloatArray:
    """Return how important the name of each row is: by the chosen column, else people or households."""
    weights = np.full(len(rows), np.nan)
    for column in (labels.priority,) if labels.priority else _WEIGHTS.get(kind, ()):
        weights = np.where(np.isnan(weights), numbers_of(rows, column), weights)
    known: FloatArray = np.nan_to_num(weights, nan=-1.0)
    return known
