"""Small results whose every figure is known by hand, and the sample on the real boundaries to look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from analysis.bundle import ResultBundle, build
from analysis.params import CoverageParams, SiteKind
from layers.boundaries import Boundaries
from layers.crs import to_store
from layers.io.boundary_files import read_boundaries
from layers.io.sample import sample_workspace
from layers.registers import Register
from layers.schema import TABLES, empty, normalise
from layers.snapshot import Snapshot

__all__ = ["AS_OF", "CODES", "pd", "real_bundle", "replace", "toy_boundaries", "toy_bundle"]

AS_OF = dt.date(2026, 11, 14)
ORIGIN = (480_000.0, 2_350_000.0)
SIDE = 10_000.0
CLUSTER = "Cụm dân cư an toàn phòng cháy chữa cháy"
PERSONAL = "Tên người không được đưa ra ngoài"

# Four squares of 10 km in two rows: code, name, kind, villages. In the villages of Tô Hiệu stand three
# clusters; Mường Lèo has none; Sốp Cộp has one that is known by commune only; Phù Yên has not reported.
TOY_COMMUNES = (
    ("03646", "Tô Hiệu", "phuong", 4),
    ("04117", "Mường Lèo", "xa", 5),
    ("04120", "Sốp Cộp", "xa", 0),
    ("04125", "Phù Yên", "xa", 2),
)
CODES = tuple(row[0] for row in TOY_COMMUNES)


def toy_boundaries(*, schematic: bool = False) -> Boundaries:
    """Return four squares of 10 km."""
    cells = [shapely.box(x, y, x + SIDE, y + SIDE) for x, y in _corners()]
    facts = pd.DataFrame([row[:3] for row in TOY_COMMUNES], columns=["code", "name", "unit_type"])
    facts["area_declared_km2"] = 100.0
    source = "" if schematic else "toy.gpkg"
    return Boundaries.build(facts, np.array(cells), vintage="2025-07", schematic=schematic, source=source)


def toy_bundle(
    *,
    schematic: bool = False,
    sample: bool = True,
    without: tuple[str, ...] = (),
    founded_on: str | None = None,
    **params: object,
) -> ResultBundle:
    """Return the result of five clusters; tables in `without` are empty."""
    x, y = ORIGIN
    sites = _places(
        "sites",
        [
            ("s1", "Cụm số 1", x + 1500, y + 4000, "exact", "03646", "active", "b036460"),
            ("s2", "=1+1", x + 3000, y + 4000, "exact", "03646", "active", "b036461"),
            ("s3", "<script>alert(1)</script>", x + 4500, y + 4000, "exact", "03646", "active", "b036462"),
            ("s4", "Cụm theo xã", np.nan, np.nan, "commune", "04120", "active", None),
            ("s5", "Cụm đã kết thúc", x + 12000, y + 3000, "exact", "04117", "ended", None),
        ],
        initiative_id="i1",
        **({"founded_on": founded_on} if founded_on else {}),
    )
    incidents = _places(
        "incidents",
        [
            ("v1", None, x + 2500, y + 2500, "exact", "03646", None, None),
            ("v2", None, x + 13000, y + 2500, "exact", "04117", None, None),
        ],
        category="fire",
        happened_on="2026-03-01",
        description=PERSONAL,
        number="12/BC",
    )
    villages = _places(
        "villages",
        [
            (f"b{code}{n}", f"Bản {n} {name}", left + 1500 * (n + 1), low + 4000, "exact", code, None, None)
            for (code, name, _, count), (left, low) in zip(TOY_COMMUNES, _corners(), strict=True)
            for n in range(count)
        ],
        households=100,
    )
    facts = {"name": CLUSTER, "layer": "cluster", "cover_by": "village"}
    initiatives = pd.DataFrame([facts], index=pd.Index(["i1"], name="id"))
    frames = {
        "sites": sites,
        "incidents": incidents,
        "villages": villages,
        "initiatives": normalise("initiatives", initiatives),
        "submissions": _submissions(),
    }
    frames = {table: frame for table, frame in frames.items() if table not in without}
    boundaries = toy_boundaries(schematic=schematic)
    params = {"layer": SiteKind.CLUSTERS, **params}
    return build(_snapshot(frames, sample), boundaries, CoverageParams(AS_OF, **params))


def real_bundle(folder: Path, **params: object) -> ResultBundle:
    """Return the result of the sample on the real boundaries."""
    register = Register.load()
    boundaries = read_boundaries(folder / "sonla_communes_2025.gpkg", register)
    snapshot = sample_workspace(boundaries, register, seed=1681).snapshot()
    return build(snapshot, boundaries, CoverageParams(snapshot.as_of, **params), register=register)


def _snapshot(frames: dict[str, pd.DataFrame], sample: bool) -> Snapshot:
    meta = {"vintage": "2025-07", "title": "Tệp thử", "as_of": AS_OF.isoformat(), "sample": str(int(sample))}
    return Snapshot({table: frames.get(table, empty(table)) for table in TABLES}, {}, meta, {})


def _submissions() -> pd.DataFrame:
    rows = [
        {
            "id": f"{kind}{code}",
            "period_from": "2026-10-15",
            "period_to": "2026-11-14",
            "kind": kind,
            "commune_code": code,
            "state": "missing" if code == "04125" else "submitted",
        }
        for code in CODES
        for kind in ("clusters", "sites", "incidents")
    ]
    return normalise("submissions", pd.DataFrame(rows).set_index("id"))


def _corners() -> list[tuple[float, float]]:
    x, y = ORIGIN
    return [(x + i * SIDE, y + j * SIDE) for j in (0, 1) for i in (0, 1)]


def _places(table: str, rows: list[tuple], **constants: object) -> pd.DataFrame:
    """Return a frame of points: (id, name, x, y, position, commune_code, status, village_id)."""
    columns = ["id", "name", "x", "y", "position", "commune_code", "status", "village_id"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["lon"], frame["lat"] = to_store(frame["x"], frame["y"])
    kept = ["lon", "lat", "position", "commune_code"]
    kept += {"sites": ["name", "status", "village_id"], "villages": ["name"]}.get(table, [])
    for name, value in constants.items():
        frame[name] = value
    return normalise(table, frame.set_index("id")[[*kept, *constants]])
