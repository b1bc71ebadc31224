"""Which columns the attribute table of a layer has: their titles, forms, lists, and which may be edited.

Made from `layers.schema`; knows no widget, no row and no language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from layers.schema import (
    TABLES,
    CandidateKind,
    Column,
    ColumnType,
    LayerKind,
    Position,
    Precision,
    Status,
    ZoneKind,
    table_of,
)
from layers.words import Words

if TYPE_CHECKING:
    import pandas as pd


class Form(StrEnum):
    """How the values of a column are written, sorted and typed in."""

    TEXT = "text"
    WHOLE = "whole"
    REAL = "real"
    YEAR = "year"
    DEGREES = "degrees"
    DATE = "date"
    TIME = "time"  # of day, kept as HH:MM
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"  # a closed list; `of` is the beginning of its keys
    WORD = "word"  # an open list; `of` is its name in the table `vocabulary`
    ROW = "row"  # a row of another table; `of` is its name
    COMMUNE = "commune"
    JSON = "json"

    @property
    def is_number(self) -> bool:
        """Whether values stand at the right, as numbers do."""
        return self in (Form.WHOLE, Form.REAL, Form.YEAR, Form.DEGREES)

    @property
    def is_list(self) -> bool:
        """Whether one of a list is chosen."""
        return self in (Form.CHOICE, Form.WORD, Form.ROW, Form.COMMUNE, Form.YES_NO)


@dataclass(frozen=True)
class TableColumn:
    """One column of an attribute table.

    Attributes
    ----------
    name : str
        Column of the frame, or of the result where `is_computed`.
    form : Form
    title_key : str
        i18n key of the heading; '' for a column of the sender, whose own name is its heading.
    of : str
        The list, see `Form`.
    choices : tuple of str
        Members of a closed list, in their order.
    precision : str
        Column that says how much of a date is known, or ''.
    is_editable, is_required, is_personal : bool
    is_computed : bool
        Read from the result, not from the document.
    is_shown : bool
        Shown until the analyst says otherwise; never for a personal column.
    """

    name: str
    form: Form = Form.TEXT
    title_key: str = ""
    of: str = ""
    choices: tuple[str, ...] = ()
    precision: str = ""
    is_editable: bool = False
    is_required: bool = False
    is_personal: bool = False
    is_computed: bool = False
    is_shown: bool = False

    def title(self, words: Words) -> str:
        """Return the heading."""
        return words(self.title_key) if self.title_key else self.name


# Headings that the workbook has already.
_OF_THE_WORKBOOK: Mapping[str, str] = MappingProxyType(
    {
        "initiative_id": "book.initiative",
        "founded_on": "book.founded_on",
        "status": "book.status",
        "households": "book.households",
        "population": "book.population",
        "households_enrolled": "book.households_enrolled",
        "households_business": "book.households_business",
        "last_activity_on": "book.last_activity_on",
        "position": "book.position",
        "village_id": "book.village",
        "lat": "book.lat",
        "lon": "book.lon",
        "source_id": "book.source",
        "commune_code_at": "book.commune",
        "counts": "book.counted",
    }
)

# The same column has another heading in these tables.
_OF_THE_TABLE: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("sites", "name"): "column.sites.name",
        ("villages", "name"): "book.village",
        ("incidents", "state"): "column.incidents.state",
    }
)

_PREFIXES: Mapping[type[StrEnum], str] = MappingProxyType(
    {
        Status: "site_status.",
        Position: "position.",
        CandidateKind: "candidate_kind.",
        ZoneKind: "zone_kind.",
    }
)

# Filled by the program, moved on the map, or kept as the sender wrote it.
_NOT_EDITED = frozenset(
    {
        *("id", "extra", "source_id", "source_row", "rev", "changed_at", "changed_by"),
        *("lat", "lon", "x", "y", "position", "position_m", "position_text", "commune_text"),
    }
)

_COMPUTED: Mapping[str, Form] = MappingProxyType(
    {
        "commune_code_at": Form.COMMUNE,
        "counts": Form.YES_NO,
        "to_check": Form.YES_NO,
        "covered": Form.YES_NO,
    }
)

# What is shown at first, from left to right; the other columns follow hidden, in the order of the schema.
_FIRST: Mapping[LayerKind, tuple[str, ...]] = MappingProxyType(
    {
        LayerKind.SITES: (
            *("name", "initiative_id", "commune_code_at", "village_id", "status", "rating", "founded_on"),
            *("teams", "members", "households_enrolled", "households_total", "last_activity_on"),
            *("to_check", "position", "lead_unit", "note"),
        ),
        LayerKind.CLUSTERS: (
            *("name", "commune_code_at", "village_id", "status", "rating", "founded_on"),
            *("households_enrolled", "households_total", "households_business"),
            *("households_with_extinguisher", "extinguishers", "public_fire_points", "alarms", "pumps"),
            *("leader_trained", "drills", "fires", "last_activity_on", "to_check", "position", "note"),
        ),
        LayerKind.INCIDENTS: (
            *("number", "happened_on", "happened_time", "category", "commune_code_at", "village_id", "cause"),
            *("deaths", "injured", "damage_million_vnd", "forest_ha", "first_response", "state"),
            *("counts_in_statistics", "position", "note"),
        ),
        LayerKind.VILLAGES: (
            *("name", "kind", "commune_code_at", "households", "population", "households_business"),
            *("households_with_extinguisher", "selfmanaged_groups", "security_teams"),
            *("security_force_members", "civil_fire_team", "has_market", "km_to_seat", "road_access"),
            *("covered", "position"),
        ),
    }
)

# Kinds of layer whose rows stand in an attribute table.
KINDS: tuple[LayerKind, ...] = (
    LayerKind.SITES,
    LayerKind.CLUSTERS,
    LayerKind.INCIDENTS,
    LayerKind.VILLAGES,
    LayerKind.CANDIDATES,
    LayerKind.ZONES,
    LayerKind.CONTEXT,
)

# Of the result, for these kinds.
_COMPUTED_OF: Mapping[LayerKind, tuple[str, ...]] = MappingProxyType(
    {
        LayerKind.SITES: ("commune_code_at", "counts", "to_check"),
        LayerKind.CLUSTERS: ("commune_code_at", "counts", "to_check"),
        LayerKind.INCIDENTS: ("commune_code_at",),
        LayerKind.VILLAGES: ("commune_code_at", "covered"),
    }
)


def columns_of(kind: LayerKind, table: str, frame: pd.DataFrame) -> tuple[TableColumn, ...]:
    """Return the columns of the attribute table of a layer, from left to right as they stand at first.

    Parameters
    ----------
    kind : LayerKind
        Sites and clusters show other columns of the same table at first.
    table : str
    frame : DataFrame
        Its rows; the types of a context layer are read off them.

    Raises
    ------
    NameUnknown
        There is no such table.
    ColumnUnknown
        A context layer holds values that are no plain ones.
    """
    stated = table_of(table, frame)
    is_own = table in TABLES
    made = {
        column.name: _stated_column(column, table, is_own)
        for column in stated.columns
        if not column.type.is_geometry
        and column.type is not ColumnType.BLOB
        and column.choices is not Precision
        and column.references != table  # a village is in no village
    }
    if stated.geometry is ColumnType.POINT:
        forms = {"lat": Form.DEGREES, "lon": Form.DEGREES, "x": Form.REAL, "y": Form.REAL}
        made |= {name: TableColumn(name, form, _title_key(table, name)) for name, form in forms.items()}
    for name in _COMPUTED_OF.get(kind, ()):
        made[name] = TableColumn(name, _COMPUTED[name], _title_key(table, name), is_computed=True)
    dates = [name for name, column in made.items() if column.form is Form.DATE]
    for name in dates:
        precision = name.removesuffix("_on") + "_precision"
        if precision in stated.by_name:
            made[name] = replace(made[name], precision=precision)
    return _ordered(kind, made, is_own)


def _ordered(kind: LayerKind, made: dict[str, TableColumn], is_own: bool) -> tuple[TableColumn, ...]:
    if kind in _FIRST:
        first = _FIRST[kind]
    else:
        first = tuple(name for name in made if name != "id" and (not is_own or name not in _NOT_EDITED))
    shown = [replace(made[name], is_shown=not made[name].is_personal) for name in first if name in made]
    return (*shown, *(column for name, column in made.items() if name not in first))


def _stated_column(column: Column, table: str, is_own: bool) -> TableColumn:
    form, of = _form(column)
    is_plain = form is not Form.JSON and column.name not in _NOT_EDITED
    return TableColumn(
        column.name,
        form,
        _title_key(table, column.name) if is_own or column.name == "id" else "",
        of,
        tuple(member.value for member in column.choices) if form is Form.CHOICE and column.choices else (),
        is_editable=is_plain,
        is_required=column.required,
        is_personal=column.personal,
    )


def _form(column: Column) -> tuple[Form, str]:
    if column.choices is not None:
        return (Form.CHOICE, _PREFIXES[column.choices]) if column.choices in _PREFIXES else (Form.TEXT, "")
    if column.vocabulary is not None:
        return Form.WORD, column.vocabulary
    if column.references is not None:
        return Form.ROW, column.references
    if column.name == "commune_code":
        return Form.COMMUNE, ""
    if column.name.endswith("_year"):
        return Form.YEAR, ""
    if column.name == "happened_time":
        return Form.TIME, ""
    if column.name == "changed_at":
        return Form.MOMENT, ""
    return _BY_TYPE.get(column.type, Form.TEXT), ""


_BY_TYPE: Mapping[ColumnType, Form] = MappingProxyType(
    {
        ColumnType.INTEGER: Form.WHOLE,
        ColumnType.REAL: Form.REAL,
        ColumnType.BOOLEAN: Form.YES_NO,
        ColumnType.DATE: Form.DATE,
        ColumnType.JSON: Form.JSON,
    }
)


def _title_key(table: str, name: str) -> str:
    return _OF_THE_TABLE.get((table, name)) or _OF_THE_WORKBOOK.get(name) or f"column.{name}"
