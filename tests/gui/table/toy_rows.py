"""Six toy sites of two initiatives and a few incidents, as a document, and the rows of its layers."""

from __future__ import annotations

import pandas as pd

from gui.table.source import RowSource, source_of
from layers import commands
from layers.schema import LayerKind
from layers.words import Words
from layers.workspace import Workspace

SITES = {
    "a": {"name": "Em", "teams": 3, "status": "active", "rating": "weak", "founded_on": "2025-06-25",
          "founded_precision": "day", "cost": 1234.5, "initiative_id": "m"},
    "b": {"name": "Ăn", "teams": None, "status": "planned", "rating": "good", "founded_on": "2023-10-01",
          "founded_precision": "month", "cost": 0.0, "initiative_id": "m"},
    "c": {"name": "An", "teams": 10, "status": "active", "rating": None, "founded_on": "2022-01-01",
          "founded_precision": "year", "cost": None, "leader_trained": True, "initiative_id": "k"},
    "d": {"name": "Đông", "teams": 0, "status": "ended", "rating": "good", "founded_on": None,
          "founded_precision": None, "cost": 2.0, "leader_trained": False, "initiative_id": "m"},
    "e": {"name": None, "teams": 3, "status": "active", "rating": "fair", "founded_on": None,
          "founded_precision": None, "cost": None, "initiative_id": None},
    "f": {"name": "Dương", "teams": 1, "status": "paused", "rating": "good", "founded_on": "2024-02-03",
          "founded_precision": "day", "cost": 2.0, "verified": True, "initiative_id": "m",
          "ext_key": "00042", "note": "=1+1\tmột\nhai"},
}  # fmt: skip


def toy_workspace() -> Workspace:
    """Return a document with the sites above: c is a cluster, f is verified."""
    workspace = Workspace.new("Thử")
    initiatives = pd.DataFrame(
        {"name": ["Tự quản", "Cụm PCCC"], "layer": ["site", "cluster"], "cover_by": ["village", "village"]},
        index=pd.Index(["m", "k"], name="id"),
    )
    workspace.execute(commands.add_rows(workspace, "initiatives", initiatives))
    sites = pd.DataFrame.from_dict(SITES, orient="index")
    workspace.execute(commands.add_rows(workspace, "sites", sites))
    incidents = pd.DataFrame(
        {
            "number": ["01", "02"],
            "category": ["fire.forest", "social_order.theft"],
            "description": ["riêng", None],
            "extra": [{"Cột lạ": [1, True]}, None],
        },
        index=pd.Index(["i", "j"], name="id"),
    )
    workspace.execute(commands.add_rows(workspace, "incidents", incidents))
    return workspace


def rows_of(workspace: Workspace, kind: LayerKind, words: Words) -> RowSource:
    """Return the rows of a layer, without a result."""
    return source_of(workspace.tree.of_kind(kind)[0], workspace, None, None, words)
