"""Columns of frames as plain arrays with NULL kept as NULL, also where a toy frame lacks the column.

Knows pandas' ways of saying "missing"; knows nothing of what the columns mean.
"""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
from pyproj import CRS

from layers.crs import require_metric, to_metric
from layers.errors import CrsMismatch

FloatArray = npt.NDArray[np.float64]
ObjectArray = npt.NDArray[np.object_]
DateArray = npt.NDArray[np.datetime64]
BoolArray = npt.NDArray[np.bool_]


def text(frame: pd.DataFrame, name: str) -> ObjectArray:
    """Return a column as str or None, shape (n,)."""
    if name not in frame:
        return np.full(len(frame), None, dtype=object)
    series = frame[name]
    return series.astype(object).where(series.notna(), None).to_numpy(dtype=object)


def number(frame: pd.DataFrame, name: str) -> FloatArray:
    """Return a column as float64 with NaN for NULL, shape (n,)."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    return pd.to_numeric(frame[name]).to_numpy(dtype=np.float64, na_value=np.nan)


def date(frame: pd.DataFrame, name: str) -> DateArray:
    """Return a column as datetime64[D] with NaT for NULL, shape (n,)."""
    if name not in frame:
        return np.full(len(frame), np.datetime64("NaT"), dtype="datetime64[D]")
    return pd.to_datetime(frame[name]).to_numpy().astype("datetime64[D]")


def is_false(frame: pd.DataFrame, name: str) -> BoolArray:
    """Return where a column of yes and no says no; NULL is not no."""
    if name not in frame:
        return np.zeros(len(frame), dtype=bool)
    return frame[name].astype("boolean").eq(False).fillna(False).to_numpy(dtype=bool)


def points_xy(frame: pd.DataFrame, crs: CRS | None) -> FloatArray:
    """Return easting and northing in metres, NaN where the row has no point, shape (n, 2).

    Columns `x`, `y` are taken as they are; else the geometry of a GeoDataFrame, which must be in `crs`; else
    `lon`, `lat` (EPSG:4326) are projected.

    Raises
    ------
    CrsMismatch, GeographicCrs
        The geometry is in another system than the boundaries, or in degrees.
    """
    metric = require_metric(crs)
    if "x" in frame and "y" in frame:
        return np.column_stack([number(frame, "x"), number(frame, "y")])
    if isinstance(frame, gpd.GeoDataFrame):
        mine = require_metric(frame.crs)
        if mine != metric:
            raise CrsMismatch(left=mine.name, right=metric.name)
        geometry = frame.geometry
        return np.column_stack([geometry.x.to_numpy(), geometry.y.to_numpy()])
    return np.column_stack(to_metric(number(frame, "lon"), number(frame, "lat"), metric.to_string()))
