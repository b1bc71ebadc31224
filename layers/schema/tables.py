"""Every table of the workspace with every column: the one statement of what a document can hold.

Knows nothing of how tables are written, shown or computed with.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from layers.errors import NameUnknown
from layers.schema.columns import (
    choice,
    code,
    count,
    counts,
    date,
    flag,
    json,
    precision,
    real,
    reference,
    text,
    texts,
    word,
)
from layers.schema.values import (
    CandidateKind,
    Column,
    ColumnType,
    CoverBy,
    LayerKind,
    Position,
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

VERSION = 1
CONTEXT_PREFIX = "context_"


_ID = Column("id", required=True)

_PLACE = (
    Column("geom", ColumnType.POINT),
    Column("position", choices=Position, required=True, derived=True),
    real("position_m"),
    text("position_text"),
    reference("village_id", "villages"),
    code("commune_code"),
    text("commune_text"),
)

_ROW = (
    text("ext_key", unique=True),
    json("extra"),
    reference("source_id", "sources"),
    count("source_row"),
    count("rev", required=True, default=0),
    *texts("changed_at", "changed_by"),
)


def _rows(
    name: str,
    *columns: Column,
    geom: ColumnType | None = None,
    exactly_one: tuple[str, ...] = (),
    at_most_one: tuple[str, ...] = (),
) -> Table:
    """Return an editable table: id, shape, its own columns, then those of every row."""
    shape = (Column("geom", geom),) if geom else ()
    every = (_ID, *shape, *columns, *_ROW)
    return Table(name, every, row=True, exactly_one=exactly_one, at_most_one=at_most_one)


def _places(name: str, *columns: Column) -> Table:
    """Return an editable table of places."""
    return Table(name, (_ID, *_PLACE, *columns, *_ROW), row=True, place=True)


_INITIATIVES = _rows(
    "initiatives",
    text("name", required=True, unique=True),
    text("short_name"),
    choice("layer", SiteLayer, SiteLayer.SITE),
    choice("cover_by", CoverBy, CoverBy.VILLAGE),
    real("radius_m"),
    text("radius_given_by"),
    word("field", "initiative_field"),
    text("lead_unit"),
    date("founded_on"),
    precision("founded_precision"),
    choice("status", Status, Status.UNKNOWN),
    *texts("recognised_by", "colour", "symbol", "description"),
)

_SITES = _places(
    "sites",
    reference("initiative_id", "initiatives"),
    *texts("name", "decision_no"),
    date("founded_on"),
    precision("founded_precision"),
    date("launched_on"),
    date("closed_on"),
    choice("status", Status, Status.UNKNOWN),
    word("rating", "rating"),
    count("rating_year"),
    text("lead_unit"),
    *counts("teams", "members", "households_enrolled", "households_total"),
    date("last_activity_on"),
    *texts("recognised_by", "results_text"),
    real("cost"),
    real("radius_m"),
    flag("verified", default=False),
    *texts("verified_source", "note"),
    *counts("households_business", "households_with_extinguisher", "extinguishers"),
    *counts("public_fire_points", "alarms", "pumps"),
    text("water_source"),
    flag("leader_trained"),
    count("drills"),
    date("last_drill_on"),
    *counts("fires", "fires_self_extinguished"),
)

_ACTIVITIES = _rows(
    "activities",
    reference("site_id", "sites", required=True),
    word("kind", "activity"),
    date("held_on"),
    precision("held_precision"),
    *counts("times", "attendances", "tips"),
    text("note"),
)

_RESULTS = _rows(
    "results",
    reference("initiative_id", "initiatives"),
    reference("site_id", "sites"),
    word("measure", "measure", required=True),
    real("value", minimum=None),
    text("unit"),
    date("period_from"),
    date("period_to"),
    text("note"),
    exactly_one=("initiative_id", "site_id"),
)

_INCIDENTS = _places(
    "incidents",
    text("number"),
    word("category", "incident_category"),
    date("happened_on"),
    precision("happened_precision"),
    *texts("happened_time", "cause"),
    *counts("deaths", "injured"),
    real("damage_million_vnd"),
    real("forest_ha"),
    *texts("first_response", "state"),
    flag("counts_in_statistics"),
    count("severity"),
    text("note"),
    text("description", personal=True),
)

_VILLAGES = _places(
    "villages",
    text("name", required=True),
    word("kind", "village_kind"),
    *counts("households", "population", "households_business", "households_with_extinguisher"),
    *counts("selfmanaged_groups", "security_teams", "security_force_members"),
    flag("civil_fire_team"),
    flag("has_market"),
    real("km_to_seat"),
    text("road_access"),
    json("aliases"),
    json("merged_from"),
    date("merged_on"),
)

_GROUND = (
    Table(
        "communes",
        (
            Column("geom", ColumnType.MULTIPOLYGON),
            text("vintage", required=True),
            code("code", required=True),
            text("name", required=True),
            choice("unit_type", UnitType),
            text("district"),
            real("area_declared_km2"),
            *counts("population", "households"),
            text("seat"),
            flag("schematic", default=False),
            flag("uncertain", default=False),
            reference("source_id", "sources"),
        ),
        key=("vintage", "code"),
    ),
    Table("commune_groups", (_ID, text("set_name", required=True), text("name", required=True))),
    Table(
        "commune_group_members",
        (
            reference("group_id", "commune_groups", required=True),
            text("vintage", required=True),
            code("code", required=True),
        ),
        key=("group_id", "vintage", "code"),
    ),
)

_PERIODS = (
    Table(
        "period_kinds",
        (
            text("kind", required=True),
            Column("start_day", ColumnType.INTEGER, required=True, minimum=1, maximum=28),
        ),
        key=("kind",),
    ),
    Table(
        "submissions",
        (
            _ID,
            date("period_from", required=True),
            date("period_to", required=True),
            reference("kind", "period_kinds", required=True),
            code("commune_code", required=True),
            choice("state", SubmissionState),
            reference("source_id", "sources"),
            text("at"),
        ),
    ),
    Table(
        "snapshots",
        (
            _ID,
            text("title", required=True),
            date("period_from"),
            date("period_to"),
            date("as_of", required=True),
            text("stamp", required=True),
            json("figures", required=True),
            *texts("frozen_at", "frozen_by"),
        ),
        append_only=True,
    ),
    _rows(
        "targets",
        reference("initiative_id", "initiatives", required=True),
        count("year", required=True),
        code("commune_code"),
        reference("group_id", "commune_groups"),
        count("number", required=True),
        choice("kind", TargetKind, TargetKind.FOUND),
        at_most_one=("commune_code", "group_id"),
    ),
    _rows("saved_questions", text("name", required=True), json("question", required=True)),
)

_PLANNING = (
    _places("candidates", text("name"), real("cost"), Column("kind", choices=CandidateKind)),
    _rows("zones", text("name"), choice("kind", ZoneKind), geom=ColumnType.POLYGON),
    _rows(
        "rules",
        text("name", required=True),
        reference("initiative_id", "initiatives"),
        choice("unit", RuleUnit),
        choice("measure", RuleMeasure),
        real("min_value"),
        real("radius_m"),
        json("only_where"),
        flag("enabled", default=True),
    ),
    _rows(
        "scenarios",
        text("name", required=True, unique=True),
        *texts("note", "problem"),
        json("params"),
        json("outcome"),
        *texts("stamp", "created_at", "created_by"),
    ),
    _rows(
        "scenario_sites",
        reference("scenario_id", "scenarios", required=True),
        reference("initiative_id", "initiatives"),
        reference("village_id", "villages"),
        reference("candidate_id", "candidates"),
        text("name"),
        count("rank"),
        real("gain", minimum=None),
        real("cost"),
        real("radius_m"),
        flag("locked", default=False),
        geom=ColumnType.POINT,
        at_most_one=("village_id", "candidate_id"),
    ),
)

_VIEW = (
    _rows(
        "layers",
        choice("kind", LayerKind),
        *texts("table_name", "name"),
        reference("parent_id", "layers"),
        Column("position", ColumnType.INTEGER, required=True, default=0),
        flag("visible", default=True),
        Column("opacity", ColumnType.REAL, required=True, minimum=0, maximum=1, default=1.0),
        json("style"),
        *texts("path", "sha256"),
    ),
    Table("meta", (text("key", required=True), text("value")), key=("key",)),
    Table(
        "documents",
        (text("key", required=True), json("value", required=True), count("rev", required=True, default=0)),
        key=("key",),
    ),
    Table(
        "vocabulary",
        (
            *(text(name, required=True) for name in ("list", "code", "vi", "en")),
            count("sort", required=True, default=0),
            text("symbol"),
            flag("retired", default=False),
        ),
        key=("list", "code"),
    ),
)

_RECORDS = (
    Table(
        "sources",
        (
            _ID,
            text("file_name", required=True),
            *texts("sha256", "table_name", "sheet", "encoding", "crs"),
            json("mapping"),
            *texts("read_at", "read_by"),
            *counts("read", "kept", "mended", "held_back"),
        ),
    ),
    Table(
        "quarantine",
        (
            _ID,
            reference("source_id", "sources"),
            count("source_row"),
            text("table_name"),
            json("cells", required=True),
            json("problems", required=True),
            choice("state", QuarantineState, QuarantineState.OPEN),
        ),
    ),
    Table(
        "history",
        (
            Column("seq", ColumnType.INTEGER, required=True),
            *texts("at", "by", "app", "label_key"),
            json("args"),
            *texts("table_name", "row_id"),
            json("before"),
            json("after"),
            Column("undoes", ColumnType.INTEGER),
        ),
        key=("seq",),
        number_key=True,
        append_only=True,
    ),
    Table(
        "exports",
        (
            Column("seq", ColumnType.INTEGER, required=True),
            *texts("at", "by", "format", "file_name", "redaction", "stamp"),
        ),
        key=("seq",),
        number_key=True,
        append_only=True,
    ),
    _rows(
        "attachments",
        text("table_name", required=True),
        text("row_id", required=True),
        text("file_name", required=True),
        *texts("media_type", "sha256"),
        Column("bytes", ColumnType.BLOB, required=True),
    ),
)

_ALL = (
    *_GROUND,
    _INITIATIVES,
    _VILLAGES,
    _SITES,
    _ACTIVITIES,
    _RESULTS,
    _INCIDENTS,
    *_PERIODS,
    *_PLANNING,
    *_VIEW,
    *_RECORDS,
)

TABLES: Mapping[str, Table] = MappingProxyType({entry.name: entry for entry in _ALL})


def table(name: str) -> Table:
    """Return the table `name`; raise `NameUnknown` for one the schema does not state (see `table_of`)."""
    if name not in TABLES:
        raise NameUnknown(name=name, nearest=tuple(TABLES))
    return TABLES[name]
