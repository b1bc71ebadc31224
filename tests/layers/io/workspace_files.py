"""A small document, its file, and what other programs may do to it: for the tests of opening and saving."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pandas as pd
import shapely

from layers import commands
from layers.schema import table_of
from layers.schema.plain import same_rows
from layers.workspace import Workspace

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
SAVED_ANEW = frozenset({"meta", "history"})


def make() -> Workspace:
    """Return a small document: an initiative of sites, one of clusters, three sites, one commune."""
    workspace = Workspace.new("Thử", user="HQ", clock=lambda: NOON)
    initiatives = pd.DataFrame({"name": ["A", "PCCC"], "layer": ["site", "cluster"]}, index=["i", "c"])
    sites = pd.DataFrame(
        {
            "initiative_id": ["i", "c", None],
            "name": ["Bản Nà Mẫu 1", "Cụm Tổ 95", None],
            "lon": [103.6188, 103.9142, None],
            "lat": [21.5712, 21.3291, None],
            "commune_code": ["03724", "03646", None],
            "founded_on": ["2023-05-12", None, None],
            "teams": [4, None, None],
            "leader_trained": [None, True, None],
            "extra": [{"Nhà sàn": [1, None]}, None, None],
        },
        index=["s", "t", "u"],
    )
    square = shapely.box(103.5, 21.0, 104.0, 21.5)
    row = {"vintage": "2025-07", "code": "03646", "name": "Tô Hiệu", "unit_type": "phuong", "geom": square}
    workspace.execute(commands.add_rows(workspace, "initiatives", initiatives))
    workspace.execute(commands.add_rows(workspace, "sites", sites))
    workspace.execute(commands.set_boundaries(workspace, pd.DataFrame([row]), "2025-07"))
    return workspace


def assert_same(one: Workspace, other: Workspace) -> None:
    assert set(one.tables) == set(other.tables)
    for name in one.tables:
        if name not in SAVED_ANEW:
            left, right = one.frame(name), other.frame(name)
            assert (left.dtypes == right.dtypes).all(), name
            assert same_rows(table_of(name, left), left, right), name


def change_file(path: Path, *statements: str) -> None:
    """Do to the file what another program might."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
