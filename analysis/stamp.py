"""The stamp of a result: equal questions about equal inputs have equal stamps, on any machine.

Hashes content and never counters, file names or the clock; knows nothing of what is computed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from analysis.columns import date, number, text

HashArray = npt.NDArray[np.uint64]

_MIX = np.uint64(
    0x9E3779B97F4A7C15
)  # odd: the fraction of the golden ratio, so that no column cancels another
_TEXT_OF_NULL = "\0"


def stamp(params: Mapping[str, Any], contents: Mapping[str, str]) -> str:
    """Return the sha-256 (64 hexadecimal digits) of canonical parameters and the contents of the inputs.

    Parameters
    ----------
    params : mapping
        Plain values, `CoverageParams.to_json()`; as_of is among them.
    contents : mapping of str to str
        Name of an input → `frame_content` or `boundaries_content`.
    """
    canonical = json.dumps(
        {"params": params, "inputs": contents}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def frame_content(
    frame: pd.DataFrame | None,
    *,
    texts: Sequence[str] = (),
    numbers: Sequence[str] = (),
    dates: Sequence[str] = (),
) -> str:
    """Return the sha-256 of named columns and the index of a frame; the order of the rows does not matter.

    An absent column is the same as one that is NULL throughout, an absent frame the same as an empty one.
    """
    rows = _hashed_rows(frame, texts, numbers, dates) if frame is not None else np.empty(0, np.uint64)
    return hashlib.sha256(np.sort(rows).astype("<u8").tobytes()).hexdigest()


def _hashed_rows(
    frame: pd.DataFrame, texts: Sequence[str], numbers: Sequence[str], dates: Sequence[str]
) -> HashArray:
    rows = _hashed_texts(frame.index.astype(str).to_numpy(dtype=object))
    for name in texts:
        rows = rows * _MIX + _hashed_texts(text(frame, name))
    for name in numbers:
        values = number(frame, name)
        # One bit pattern for every NaN and for both zeros.
        clean = np.where(np.isnan(values), np.nan, values) + 0.0
        rows = rows * _MIX + pd.util.hash_array(clean)
    for name in dates:
        rows = rows * _MIX + pd.util.hash_array(date(frame, name).astype(np.int64))
    return rows


def _hashed_texts(values: npt.NDArray[np.object_]) -> HashArray:
    filled = np.array([_TEXT_OF_NULL if value is None else str(value) for value in values], dtype=object)
    return np.asarray(pd.util.hash_array(filled), dtype=np.uint64)


def boundaries_content(gdf: gpd.GeoDataFrame) -> str:
    """Return the sha-256 of codes, facts and polygons, coordinates taken to the centimetre as points are.

    Versions of PROJ differ in the last digits of a projected coordinate; a centimetre hides that.
    """
    digest = hashlib.sha256()
    facts = frame_content(gdf, texts=("code", "name"), numbers=("population", "households"))
    digest.update(facts.encode("ascii"))
    coordinates, owner = shapely.get_coordinates(gdf.geometry.to_numpy(), return_index=True)
    digest.update(np.rint(coordinates * 100).astype("<i8").tobytes())
    digest.update(owner.astype("<i8").tobytes())
    return digest.hexdigest()
