"""The SQL that makes the tables of a GeoPackage from the schema: columns, keys, CHECKs, references, the view.

Knows nothing of connections, of rows or of what is registered where.
"""

from __future__ import annotations

from layers.schema.tables import TABLES
from layers.schema.values import Column, ColumnType, SiteLayer, Table

CLUSTERS_VIEW = "clusters"

# A row added with another program gets an id of its own.
_NEW_ID = "(lower(hex(randomblob(16))))"


def quoted(name: str) -> str:
    """Return an identifier for SQL."""
    return '"' + name.replace('"', '""') + '"'


def create_table(table: Table) -> str:
    """Return CREATE TABLE for `table`: `fid` belongs to SQLite, ours are the columns after it.

    Examples
    --------
    >>> create_table(TABLES["period_kinds"]).splitlines()[1].strip()
    'fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,'
    """
    if table.number_key:
        lines = [f"{quoted(table.key[0])} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    else:
        lines = ["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"]
    lines += [_column(c) for c in table.columns if not (table.number_key and c.name == table.key[0])]
    if table.exactly_one:
        one, other = map(quoted, table.exactly_one)
        lines.append(f"CHECK (({one} IS NULL) <> ({other} IS NULL))")
    if table.at_most_one:
        lines.append("CHECK (" + " OR ".join(f"{quoted(n)} IS NULL" for n in table.at_most_one) + ")")
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def create_indexes(table: Table) -> list[str]:
    """Return the unique indexes of keys and unique columns: made after the rows, which is faster."""
    name = table.name
    statements = []
    if not table.number_key:
        key = ", ".join(map(quoted, table.key))
        statements.append(f"CREATE UNIQUE INDEX {quoted(f'{name}_key')} ON {quoted(name)} ({key})")
    statements += [
        f"CREATE UNIQUE INDEX {quoted(f'{name}_{c.name}')} ON {quoted(name)} ({quoted(c.name)})"
        for c in table.columns
        if c.unique
    ]
    return statements


def create_clusters_view() -> str:
    """Return CREATE VIEW for the sites that are fire-safety clusters."""
    columns = ", ".join(f"s.{quoted(c.name)}" for c in TABLES["sites"].columns)
    return (
        f"CREATE VIEW {CLUSTERS_VIEW} AS SELECT s.fid AS OGC_FID, {columns} FROM sites AS s "
        f"JOIN initiatives AS i ON i.id = s.initiative_id WHERE i.layer = '{SiteLayer.CLUSTER.value}'"
    )


def _column(column: Column) -> str:
    kind = "TEXT" if column.json else column.type.value
    if column.digits:
        kind = f"TEXT({column.digits})"
    parts = [quoted(column.name), kind]
    if column.required and not column.derived:
        parts.append("NOT NULL")
    if column.name == "id":
        parts.append(f"DEFAULT {_NEW_ID}")
    elif column.default is not None:
        parts.append(f"DEFAULT {_literal(column.default)}")
    if column.references:
        target = TABLES[column.references]
        parts.append(f"REFERENCES {quoted(target.name)} ({quoted(target.key[0])})")
    checks = _checks(column)
    if checks:
        parts.append(f"CHECK ({' AND '.join(checks)})")
    return " ".join(parts)


def _checks(column: Column) -> list[str]:
    name = quoted(column.name)
    checks = []
    if column.choices is not None:
        checks.append(f"{name} IN ({', '.join(_literal(c.value) for c in column.choices)})")
    if column.type is ColumnType.BOOLEAN:
        checks.append(f"{name} IN (0, 1)")
    if column.digits:
        checks.append(f"length({name}) = {column.digits} AND {name} NOT GLOB '*[^0-9]*'")
    if column.minimum is not None:
        checks.append(f"{name} >= {column.minimum:g}")
    if column.maximum is not None:
        checks.append(f"{name} <= {column.maximum:g}")
    return checks


def _literal(value: str | int | float | bool) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(int(value)) if isinstance(value, bool) else f"{value:g}"
