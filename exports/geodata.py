"""Writes tables of a result as layers for other GIS: GeoPackage, GeoJSON, Shapefile, KML.

Knows nothing of paper. What may not leave is taken out by `exports.privacy` before anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from exports.points import anchors, rows_of
from exports.privacy import Redact, Redaction, per_commune, redacted
from layers.crs import METRIC, STORE, transformer
from layers.errors import BadParameter
from layers.progress import SILENT, Progress
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

TABLES: tuple[str, ...] = ("communes", "sites", "clusters", "incidents", "villages")
DECIMALS = 8
DRIVERS: Mapping[str, str] = {
    ".gpkg": "GPKG",
    ".geojson": "GeoJSON",
    ".shp": "ESRI Shapefile",
    ".kml": "KML",
}
# Columns that only the workspace itself understands.
_INNER = (
    *("x", "y", "lon", "lat", "extra", "source_id", "source_row", "rev", "changed_at", "changed_by"),
    "shown",
)


def tables_of(layers: Iterable[str] | None) -> tuple[str, ...]:
    """Return the tables that belong to the layers of a map, always with the communes; None: all tables."""
    if layers is None:
        return TABLES
    shown = set(layers) | {"communes"}
    return tuple(table for table in TABLES if table in shown)


def write(
    bundle: ResultBundle,
    path: Path,
    tables: Iterable[str],
    words: Words,
    *,
    redaction: Redaction | None = None,
    with_personal: bool = False,
    progress: Progress = SILENT,
) -> list[Path]:
    """Write tables and return the files made.

    A GeoPackage holds all tables; the other formats hold one: FILE when one table is asked, else
    STEM-table.ext.

    Raises
    ------
    BadParameter
        An unknown table, or none.
    """
    asked = tuple(dict.fromkeys(tables))
    if not asked or not set(asked) <= set(TABLES):
        raise BadParameter(name="tables", value=", ".join(asked), allowed=list(TABLES))
    suffix = path.suffix.lower()
    files: list[Path] = []
    # The date GDAL writes into a GeoPackage is that of the figures, not of the clock.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{bundle.as_of:%Y-%m-%d}T00:00:00.000Z"})
    try:
        for number, table in enumerate(asked):
            progress.report(number / len(asked), "progress.export")
            layer = layer_of(bundle, table, words, redaction or Redaction(), with_personal=with_personal)
            single = suffix == ".gpkg" or len(asked) == 1
            target = path if single else path.with_name(f"{path.stem}-{table}{path.suffix}")
            files += _write_layer(layer, target, table, suffix)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return sorted(set(files))


def layer_of(
    bundle: ResultBundle, table: str, words: Words, redaction: Redaction, *, with_personal: bool = False
) -> gpd.GeoDataFrame:
    """Return one table with geometry in EPSG:4326, values that every format can hold, and the sample mark."""
    if table == "communes":
        layer = _communes(bundle)
    elif table == "incidents" and redaction.kind is Redact.AGGREGATE:
        layer = _incidents_per_commune(bundle)
    else:
        kind = "sites" if table == "clusters" else table
        rows = redacted(
            kind, _all_rows(bundle, table), redaction, with_personal=with_personal, salt=bundle.stamp
        )
        layer = _points(rows)
    if bundle.sample:
        layer["mark"] = words("sample.mark")
    layer["as_of"] = bundle.as_of.isoformat()
    return layer


def _all_rows(bundle: ResultBundle, table: str) -> pd.DataFrame:
    if table not in ("sites", "clusters"):
        return rows_of(bundle, table)
    cluster = bundle.sites["is_cluster"].astype(bool)
    return bundle.sites[cluster if table == "clusters" else ~cluster]


def _points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    lon, lat = frame["lon"].to_numpy(float), frame["lat"].to_numpy(float)
    known = np.isfinite(lon) & np.isfinite(lat)
    geometry = np.full(len(frame), None, dtype=object)
    geometry[known] = shapely.points(np.round(lon[known], DECIMALS), np.round(lat[known], DECIMALS))
    columns: dict[str, Any] = {"id": frame.index.astype(str)}
    columns |= {name: _plain(frame[name]) for name in frame.columns if name not in _INNER}
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=list(geometry), crs=STORE)


def _communes(bundle: ResultBundle) -> gpd.GeoDataFrame:
    change = transformer(METRIC, STORE)
    facts = bundle.coverage.communes
    gdf = bundle.boundaries.gdf
    gdf = gdf[gdf["code"].isin(facts.index)]  # in the same order
    shapes = shapely.transform(
        gdf.geometry.to_numpy(),
        lambda xy: np.round(np.column_stack(change.transform(xy[:, 0], xy[:, 1])), DECIMALS),
    )
    columns: dict[str, Any] = {name: gdf[name].astype(str).to_numpy() for name in ("code", "full_name")}
    for name in facts.columns:
        values = facts[name].reset_index(drop=True)
        if not values.map(lambda value: isinstance(value, dict)).any():
            columns[name] = _plain(values)
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=shapes, crs=STORE)


def _incidents_per_commune(bundle: ResultBundle) -> gpd.GeoDataFrame:
    """Return one point a commune with its numbers of incidents: inside it, not where anything happened."""
    places = anchors(bundle)
    told = bundle.boundaries.gdf["code"].isin(bundle.coverage.communes.index)
    codes = bundle.boundaries.gdf.loc[told, "code"].astype(str).tolist()
    counts = per_commune(bundle.incidents, codes, at="commune_code_at")
    change = transformer(METRIC, STORE)
    lon, lat = change.transform(*np.array([places[code] for code in codes]).T)
    facts = counts.reset_index(drop=True).rename(columns=lambda name: name or "unknown")
    facts.insert(0, "code", codes)
    facts.insert(1, "name", bundle.boundaries.gdf.loc[told, "full_name"].astype(str).to_numpy())
    geometry = shapely.points(np.round(lon, DECIMALS), np.round(lat, DECIMALS))
    return gpd.GeoDataFrame(facts, geometry=geometry, crs=STORE)


def _plain(values: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column in a type that GDAL keeps: dates and lists become text, unknown stays unknown."""
    values = values.reset_index(drop=True)
    if pd.api.types.is_datetime64_any_dtype(values):
        return pd.Series([None if _is_missing(day) else f"{day:%Y-%m-%d}" for day in values], dtype="object")
    if pd.api.types.is_bool_dtype(values) or pd.api.types.is_integer_dtype(values):
        whole = values.astype("Int64")
        return whole if whole.isna().any() else whole.astype("int64")
    if pd.api.types.is_float_dtype(values):
        return values.astype("float64")
    return values.map(lambda value: None if value is None or _is_missing(value) else str(value)).astype(
        "object"
    )


def _is_missing(value: object) -> bool:
    return value is None or (bool(pd.api.types.is_scalar(value)) and bool(pd.isna(value)))  # type: ignore[call-overload]


def _write_layer(layer: gpd.GeoDataFrame, target: Path, table: str, suffix: str) -> list[Path]:
    options: dict[str, Any] = {}
    if suffix == ".geojson":
        options = {"COORDINATE_PRECISION": DECIMALS, "RFC7946": "YES"}
    elif suffix == ".shp":
        layer = layer.rename(columns=_short_names(layer.columns))
        options = {"ENCODING": "UTF-8"}
    elif suffix == ".kml":
        named = "full_name" if table == "communes" else "name"
        # The title of a placemark is the column of this name.
        layer = layer.drop(columns=[] if named == "name" else ["name"]).rename(columns={named: "Name"})
        # Google's programs expect a place for every entry.
        layer = layer[layer.geometry.notna()]
    kind = "MultiPolygon" if table == "communes" else "Point"
    pyogrio.write_dataframe(layer, target, layer=table, driver=DRIVERS[suffix], geometry_type=kind, **options)
    if suffix != ".shp":
        return [target]
    return sorted(target.parent.glob(f"{target.stem}.*"))


# What a word becomes where a name has only ten letters: the same everywhere, so that a table can be read.
_SHORT = {
    "households": "hh",
    "population": "pop",
    "villages": "vil",
    "incidents": "inc",
    "initiative": "init",
    "commune": "com",
    "position": "pos",
    "founded": "fnd",
    "launched": "lnch",
    "happened": "hap",
    "extinguisher": "ext",
    "extinguishers": "exts",
    "extinguished": "extd",
    "precision": "prec",
    "reported": "rep",
    "covered": "cov",
    "business": "bus",
    "measured": "meas",
    "without": "wo",
    "with": "w",
    "share": "sh",
    "enrolled": "enr",
    "excess": "exc",
    "basis": "bas",
    "total": "all",
    "active": "act",
    "security": "sec",
    "verified": "ver",
    "source": "src",
    "activity": "actv",
}


def _short_names(columns: Iterable[str]) -> dict[str, str]:
    """Return names of at most ten letters, as a Shapefile holds them, none twice.

    Examples
    --------
    >>> _short_names(["code", "households_business_covered", "villages_with"])
    {'code': 'code', 'households_business_covered': 'hh_bus_cov', 'villages_with': 'vil_w'}
    """
    short: dict[str, str] = {}
    for name in columns:
        if name == "geometry":
            continue
        whole = name if len(name) <= 10 else "_".join(_SHORT.get(word, word) for word in name.split("_"))
        place, number = whole[:10], 1
        while place in short.values():
            tail = str(number)
            place, number = whole[: 10 - len(tail)] + tail, number + 1
        short[name] = place
    return short
