"""Equal inputs have equal stamps; whatever matters changes them; order and types of storage do not."""

from __future__ import annotations

import hashlib

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.affinity import translate

from analysis.stamp import boundaries_content, frame_content, stamp

FRAME = pd.DataFrame(
    {"name": ["Bản A", None], "x": [1.5, np.nan], "on": ["2026-01-01", None]}, index=["a", "b"]
)


def content(frame: pd.DataFrame | None) -> str:
    return frame_content(frame, texts=("name",), numbers=("x",), dates=("on",))


def test_known_for_ever() -> None:
    """The same on every machine and with every version: held fast here."""
    assert content(FRAME) == "7e1252662a6381bc3697487f61ddcfa856750f039fa6b7772bbad5c34d057a82"
    assert content(None) == hashlib.sha256(b"").hexdigest() == content(FRAME.iloc[:0])
    assert (
        stamp({"as_of": "2026-01-01"}, {"sites": "x"})
        == "56e9364a836aaabe294edf7cb64cfc2ebe5989096324c1d61cac3772a80e0445"
    )


def test_rows_in_any_order_and_any_storage() -> None:
    assert content(FRAME.iloc[::-1]) == content(FRAME)
    other = FRAME.assign(name=FRAME["name"].astype("str"), on=pd.to_datetime(FRAME["on"]))
    assert content(other) == content(FRAME)
    assert content(FRAME.drop(columns="x").assign(x=[1.5, None])) == content(FRAME)


def test_whatever_matters_changes_it() -> None:
    changes = [
        FRAME.assign(name=["Bản A", "Bản B"]),
        FRAME.assign(x=[1.5, 0.0]),
        FRAME.assign(on=["2026-01-02", None]),
        FRAME.rename(index={"a": "c"}),
        FRAME.iloc[:1],
        FRAME.assign(name=[None, "Bản A"]),
    ]
    found = {content(frame) for frame in [FRAME, *changes]}
    assert len(found) == len(changes) + 1


def test_boundaries_to_the_centimetre(squares: gpd.GeoDataFrame) -> None:
    def moved(metres: float) -> str:
        return boundaries_content(squares.assign(geometry=[translate(g, metres) for g in squares.geometry]))

    assert moved(1e-6) == moved(0) == boundaries_content(squares)
    assert moved(0.02) != moved(0)
    assert boundaries_content(squares.assign(population=[1, 2])) != moved(0)
