"""What other programs keep in the workspace file (tables, views, styles, projects), carried over a save.

Knows nothing of our own tables but their names.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection

from layers.io import geopackage
from layers.schema.ddl import quoted

_LOG = logging.getLogger(__name__)

STYLE_OWNER = "sonla-coverage-map"
STYLES = "layer_styles"

# Written afresh by every save, or belonging to an index that is not kept.
_NOT_KEPT = frozenset(
    {
        "gpkg_contents",
        "gpkg_geometry_columns",
        "gpkg_spatial_ref_sys",
        "gpkg_extensions",
        "gpkg_ogr_contents",
        STYLES,
    }
)


def foreign_tables(connection: sqlite3.Connection, ours: Collection[str], schema: str = "main") -> list[str]:
    """Return the names of the tables that are neither ours nor the format's own, in their order."""
    rows = connection.execute(
        f"SELECT name, sql FROM {schema}.sqlite_master WHERE type = 'table' ORDER BY rowid"
    )
    return [
        name
        for name, sql in rows
        if name not in ours
        and name not in _NOT_KEPT
        and not name.startswith(("sqlite_", "rtree_"))
        and not str(sql).upper().startswith("CREATE VIRTUAL")
    ]


def carry_over(connection: sqlite3.Connection, ours: Collection[str]) -> list[str]:
    """Copy other programs' tables from the attached database `base`; return their names.

    Spatial indexes and triggers are not taken along: the program that wants them makes them again.
    """
    connection.execute(
        "INSERT OR IGNORE INTO main.gpkg_spatial_ref_sys "
        "SELECT srs_name, srs_id, organization, organization_coordsys_id, definition, description "
        "FROM base.gpkg_spatial_ref_sys"
    )
    names: list[str] = []
    for name in foreign_tables(connection, ours, "base"):
        try:
            _copy_table(connection, name)
            names.append(name)
        except sqlite3.DatabaseError as error:  # somebody's odd table must not keep the analyst from saving
            _LOG.warning("table of another program left out: %s (%s)", name, error)
            connection.execute(f"DROP TABLE IF EXISTS main.{quoted(name)}")
    _copy_extensions(connection, ours)
    for name in _views(connection, ours):
        _copy_view(connection, name)
        names.append(name)
    return names


def carry_over_styles(connection: sqlite3.Connection) -> None:
    """Copy the styles other programs saved; ours are written from the layers."""
    if STYLES not in _names(connection, "base", "table"):
        return
    declared = [row[1] for row in connection.execute(f"PRAGMA base.table_info({STYLES})")]
    own = geopackage.columns_of(connection, STYLES)
    shared = ", ".join(quoted(name) for name in declared if name in own and name != "id")
    if "owner" in declared:
        connection.execute(
            f"INSERT INTO main.{STYLES} ({shared}) SELECT {shared} FROM base.{STYLES} WHERE owner IS NOT ?",
            (STYLE_OWNER,),
        )


def _names(connection: sqlite3.Connection, schema: str, kind: str) -> set[str]:
    rows = connection.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = ?", (kind,))
    return {row[0] for row in rows}


def _views(connection: sqlite3.Connection, ours: Collection[str]) -> list[str]:
    return sorted(_names(connection, "base", "view") - set(ours))


def _copy_table(connection: sqlite3.Connection, name: str) -> None:
    sql = connection.execute("SELECT sql FROM base.sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.execute(sql)
    connection.execute(f"INSERT INTO main.{quoted(name)} SELECT * FROM base.{quoted(name)}")
    _copy_registration(connection, name)
    indexes = connection.execute(
        "SELECT sql FROM base.sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        (name,),
    ).fetchall()
    for (statement,) in indexes:
        connection.execute(statement)


def _copy_view(connection: sqlite3.Connection, name: str) -> None:
    sql = connection.execute("SELECT sql FROM base.sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    try:
        connection.execute(sql)
    except sqlite3.OperationalError as error:
        _LOG.warning("view of another program left out: %s (%s)", name, error)
        return
    _copy_registration(connection, name)


def _copy_registration(connection: sqlite3.Connection, name: str) -> None:
    for register in ("gpkg_contents", "gpkg_geometry_columns"):
        connection.execute(
            f"INSERT OR IGNORE INTO main.{register} SELECT * FROM base.{register} WHERE table_name = ?",
            (name,),
        )


def _copy_extensions(connection: sqlite3.Connection, ours: Collection[str]) -> None:
    """Keep what the file says of extensions other tables use, but for the spatial indexes left behind."""
    found = connection.execute("SELECT sql FROM base.sqlite_master WHERE name = 'gpkg_extensions'").fetchone()
    if found is None:
        return
    connection.execute(found[0])
    for row in connection.execute("SELECT * FROM base.gpkg_extensions").fetchall():
        if row[0] not in ours and row[2] != "gpkg_rtree_index":
            connection.execute(f"INSERT INTO main.gpkg_extensions VALUES ({', '.join('?' * len(row))})", row)
