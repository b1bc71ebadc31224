"""GeoPackage as bytes and tables: shapes to and from its binary form, its register of layers, its markers.

Knows the format (OGC 12-128r17) and nothing of the workspace.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS

from layers.schema.ddl import quoted

SRS_ID = 4326
APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300  # GeoPackage 1.3

# Header of a shape: "GP", version 0, flags, srs_id; all little-endian.
_FLAGS_BARE = 0b00000001
_FLAGS_ENVELOPE = 0b00000011
_POINT = np.dtype(
    [
        ("magic", "S2"),
        ("version", "u1"),
        ("flags", "u1"),
        ("srs", "<i4"),
        ("order", "u1"),
        ("kind", "<u4"),
        ("lon", "<f8"),
        ("lat", "<f8"),
    ]
)
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)

_BASE_TABLES = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE,
  max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
"""


def create_base(connection: sqlite3.Connection) -> None:
    """Make a fresh database a GeoPackage without layers."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION}")
    for statement in _BASE_TABLES.strip().split(";\n"):
        connection.execute(statement.rstrip(";"))
    wgs84 = CRS.from_epsg(SRS_ID).to_wkt("WKT1_GDAL")
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian"),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
            ("WGS 84 geodetic", SRS_ID, "EPSG", SRS_ID, wgs84, "longitude and latitude in decimal degrees"),
        ],
    )


def register(
    connection: sqlite3.Connection,
    table: str,
    *,
    at: str,
    geometry_type: str | None = None,
    bounds: tuple[float, float, float, float] | None = None,
) -> None:
    """Enter a table in the register: `features` with a geometry type, else `attributes`.

    Parameters
    ----------
    at : str
        UTC time of the change, ``2026-11-23T16:00:00Z``.
    bounds : tuple of float, optional
        West, south, east, north in degrees.
    """
    data_type = "features" if geometry_type else "attributes"
    extent = bounds or (None, None, None, None)
    srs = SRS_ID if geometry_type else None
    changed = at.removesuffix("Z") + ".000Z"
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, ?, ?, '', ?, ?, ?, ?, ?, ?)",
        (table, data_type, table, changed, *extent, srs),
    )
    if geometry_type:
        connection.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)", (table, geometry_type, SRS_ID)
        )


def registered(connection: sqlite3.Connection) -> list[str]:
    """Return the names of all tables in the register."""
    return [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY rowid")]


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the columns of a table with the types they were declared with."""
    rows = connection.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    return {row[1]: str(row[2]).upper() for row in rows}


# -- shapes ---------------------------------------------------------------------------------------------


def encode_points(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> list[bytes | None]:
    """Return points (degrees) in GeoPackage binary; None where a coordinate is NaN.

    Parameters
    ----------
    lon, lat : ndarray of float64, shape (n,)
    """
    records = np.zeros(len(lon), dtype=_POINT)
    records["magic"], records["flags"], records["srs"] = b"GP", _FLAGS_BARE, SRS_ID
    records["order"], records["kind"] = 1, 1
    records["lon"], records["lat"] = lon, lat
    raw, size = records.tobytes(), _POINT.itemsize
    known = (np.isfinite(lon) & np.isfinite(lat)).tolist()
    return [raw[i * size : (i + 1) * size] if there else None for i, there in enumerate(known)]


def decode_points(
    blobs: Sequence[bytes | None],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return lon, lat of points in GeoPackage binary; NaN for None and for an empty point.

    Raises
    ------
    ValueError
        A blob is no point in GeoPackage binary.
    """
    lon, lat = np.full(len(blobs), np.nan), np.full(len(blobs), np.nan)
    there = np.fromiter((blob is not None for blob in blobs), bool, len(blobs))
    known = [blob for blob in blobs if blob is not None]
    if not known:
        return lon, lat
    raw = b"".join(known)
    if all(len(blob) == _POINT.itemsize for blob in known):
        records = np.frombuffer(raw, dtype=_POINT)
        plain = (records["magic"] == b"GP") & (records["flags"] == _FLAGS_BARE) & (records["order"] == 1)
        if (plain & (records["kind"] == 1)).all():
            lon[there], lat[there] = records["lon"], records["lat"]
            return lon, lat
    shapes = decode_shapes(known)
    if any(shape.geom_type != "Point" for shape in shapes):
        raise ValueError("no point")
    places = np.flatnonzero(there)[~shapely.is_empty(shapes)]  # of an empty point GEOS refuses to tell x
    full = shapes[~shapely.is_empty(shapes)]
    lon[places], lat[places] = shapely.get_x(full), shapely.get_y(full)
    return lon, lat


def encode_shapes(shapes: npt.NDArray[np.object_]) -> list[bytes | None]:
    """Return shapes in GeoPackage binary with their envelopes; None for None."""
    bounds = shapely.bounds(shapes)[:, [0, 2, 1, 3]].astype("<f8")
    header = b"GP\x00" + bytes([_FLAGS_ENVELOPE]) + SRS_ID.to_bytes(4, "little")
    encoded = shapely.to_wkb(shapes, byte_order=1)
    return [
        None if wkb is None else header + box.tobytes() + wkb
        for wkb, box in zip(encoded, bounds, strict=True)
    ]


def decode_shapes(blobs: Sequence[bytes | None]) -> npt.NDArray[np.object_]:
    """Return the shapes of GeoPackage binary; None for None.

    Raises
    ------
    ValueError
        A blob is no GeoPackage binary.
    """
    bodies: npt.NDArray[np.object_] = np.empty(len(blobs), dtype=object)
    bodies[:] = [None if blob is None else _body(blob) for blob in blobs]
    try:
        return np.asarray(shapely.from_wkb(bodies), dtype=object)
    except shapely.errors.GEOSException as error:
        raise ValueError("no WKB") from error


def _body(blob: Any) -> bytes:
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        raise ValueError("no GeoPackage binary")
    envelope = (blob[3] >> 1) & 0b111
    if envelope >= len(_ENVELOPE_BYTES):
        raise ValueError("no GeoPackage binary")
    return blob[8 + _ENVELOPE_BYTES[envelope] :]
