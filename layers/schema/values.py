"""The closed lists of the document and the two values that describe a table: `Column` and `Table`.

Knows no particular table and nothing of SQL or pandas.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias


class Status(StrEnum):
    """State of an initiative or site."""

    PLANNED = "planned"
    DECIDED = "decided"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Position(StrEnum):
    """How well the place of a row is known."""

    EXACT = "exact"
    VILLAGE = "village"
    COMMUNE = "commune"
    NONE = "none"


class Precision(StrEnum):
    """How much of a date is known; the rest of the date is its first day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class UnitType(StrEnum):
    """Kind of a commune-level unit; `thi_tran` exists in the vintages before July 2025 only."""

    XA = "xa"
    PHUONG = "phuong"
    THI_TRAN = "thi_tran"


class CoverBy(StrEnum):
    """How an initiative covers: by village, commune, households enrolled, distance, or not at all."""

    VILLAGE = "village"
    COMMUNE = "commune"
    HOUSEHOLDS = "households"
    RADIUS = "radius"
    NONE = "none"


class SiteLayer(StrEnum):
    """Layer in which the sites of an initiative are shown."""

    SITE = "site"
    CLUSTER = "cluster"


class LayerKind(StrEnum):
    """Kinds of layer."""

    GROUP = "group"
    BOUNDARIES = "boundaries"
    SITES = "sites"
    CLUSTERS = "clusters"
    INCIDENTS = "incidents"
    VILLAGES = "villages"
    CANDIDATES = "candidates"
    ZONES = "zones"
    CONTEXT = "context"
    RASTER = "raster"
    RESULT = "result"
    SCENARIO = "scenario"


class SubmissionState(StrEnum):
    """Whether a commune has sent its sheet for a period."""

    SUBMITTED = "submitted"
    PARTIAL = "partial"
    MISSING = "missing"


class TargetKind(StrEnum):
    """What a target of the year counts."""

    FOUND = "found"
    STRENGTHEN = "strengthen"


class CandidateKind(StrEnum):
    """Where a candidate place comes from."""

    VILLAGE = "village"
    CENTRE = "centre"
    DRAWN = "drawn"
    IMPORTED = "imported"
    GRID = "grid"


class ZoneKind(StrEnum):
    """What a drawn zone asks of a plan."""

    FORBIDDEN = "forbidden"
    FOCUS = "focus"


class RuleUnit(StrEnum):
    """Unit a coverage rule speaks of."""

    COMMUNE = "commune"
    VILLAGE = "village"


class RuleMeasure(StrEnum):
    """Figure a coverage rule compares with its minimum."""

    SITE_COUNT = "site_count"
    HOUSEHOLDS_SHARE = "households_share"
    DISTANCE = "distance"
    PER_1000_HOUSEHOLDS = "per_1000_households"


class QuarantineState(StrEnum):
    """What became of a row that was held back."""

    OPEN = "open"
    MENDED = "mended"
    DROPPED = "dropped"


class ColumnType(StrEnum):
    """Types of column; the value is the type's name in the file."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    REAL = "REAL"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    JSON = "JSON"
    BLOB = "BLOB"
    POINT = "POINT"
    POLYGON = "POLYGON"
    MULTIPOLYGON = "MULTIPOLYGON"
    GEOMETRY = "GEOMETRY"

    @property
    def is_geometry(self) -> bool:
        """Whether values are shapes on the map."""
        return self in _GEOMETRIES


_GEOMETRIES = frozenset({ColumnType.POINT, ColumnType.POLYGON, ColumnType.MULTIPOLYGON, ColumnType.GEOMETRY})


Choices: TypeAlias = type[StrEnum]


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    required : bool
        NULL is refused.
    choices : type of StrEnum or None
        Closed list of values.
    vocabulary : str or None
        List of the table `vocabulary` whose codes are the values (open: the analyst extends it).
    references : str or None
        Table whose `id` the values are.
    personal : bool
        Leaves the program only when asked for by name.
    unique : bool
        No two rows hold the same value; NULL may repeat.
    digits : int or None
        Text of exactly so many decimal digits (codes of communes keep their leading zeros).
    minimum, maximum : float or None
        Allowed range, both ends included.
    default : str, int, float, bool or None
        Put in where a new row says nothing.
    derived : bool
        Worked out from the row's other columns where it is missing; the file may hold NULL.
    """

    name: str
    type: ColumnType = ColumnType.TEXT
    required: bool = False
    choices: Choices | None = None
    vocabulary: str | None = None
    references: str | None = None
    personal: bool = False
    unique: bool = False
    digits: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    default: str | int | float | bool | None = None
    derived: bool = False

    @property
    def json(self) -> bool:
        """Whether values are plain Python kept as JSON text."""
        return self.type is ColumnType.JSON


@dataclass(frozen=True)
class Table:
    """One table.

    Attributes
    ----------
    key : tuple of str
        Columns that tell rows apart; ("id",) for most. The frame's index joins them by "/".
    row : bool
        Ends with ext_key, extra, source_id, source_row, rev, changed_at, changed_by.
    place : bool
        Has geom POINT, position, position_m, position_text, village_id, commune_code, commune_text.
    number_key : bool
        The key is a running number given by the file (`seq`).
    append_only : bool
        Rows are added, never changed.
    exactly_one : tuple of str
        Columns of which exactly one is set in each row.
    at_most_one : tuple of str
        Columns of which at most one is set in each row.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    row: bool = False
    place: bool = False
    number_key: bool = False
    append_only: bool = False
    exactly_one: tuple[str, ...] = ()
    at_most_one: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Columns by their names."""
        return {column.name: column for column in self.columns}

    @cached_property
    def geometry(self) -> ColumnType | None:
        """Type of the column `geom`, or None for a table without shapes."""
        column = self.by_name.get("geom")
        return column.type if column else None

    @cached_property
    def personal(self) -> frozenset[str]:
        """Names of the personal columns."""
        return frozenset(column.name for column in self.columns if column.personal)

    def __hash__(self) -> int:
        return hash(self.name)
