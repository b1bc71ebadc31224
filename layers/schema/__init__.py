"""The document's tables, stated once: columns, types, closed lists, keys, references and personal columns.

File, memory, forms, import targets and checks are made from this; it knows nothing of files, maps or windows.
"""

from layers.schema.coercion import Fault
from layers.schema.frames import (
    GEOMETRY_COLUMN,
    POINT_COLUMNS,
    empty,
    faults,
    frame_columns,
    framed,
    normalise,
    project,
    row_ids,
    table_of,
)
from layers.schema.tables import CONTEXT_PREFIX, TABLES, VERSION, table
from layers.schema.values import (
    CandidateKind,
    Column,
    ColumnType,
    CoverBy,
    LayerKind,
    Position,
    Precision,
    QuarantineState,
    RuleMeasure,
    RuleUnit,
    SiteLayer,
    Status,
    SubmissionState,
    Table,
    TargetKind,
    UnitType,
    ZoneKind,
)

__all__ = [
    "CONTEXT_PREFIX",
    "GEOMETRY_COLUMN",
    "POINT_COLUMNS",
    "TABLES",
    "VERSION",
    "CandidateKind",
    "Column",
    "ColumnType",
    "CoverBy",
    "Fault",
    "LayerKind",
    "Position",
    "Precision",
    "QuarantineState",
    "RuleMeasure",
    "RuleUnit",
    "SiteLayer",
    "Status",
    "SubmissionState",
    "Table",
    "TargetKind",
    "UnitType",
    "ZoneKind",
    "empty",
    "faults",
    "frame_columns",
    "framed",
    "normalise",
    "project",
    "row_ids",
    "table",
    "table_of",
]
