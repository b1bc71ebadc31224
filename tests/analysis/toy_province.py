"""Three communes in a row with a few sites, villages and incidents each: small enough to count by hand.

code   name  people  sheets missing           groups
03646  Ăn       500  –                        north
03649  An     9.000  –                        north, border
03650  Bản        –  sites and incidents 8/26  border
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from shapely import box

from layers.boundaries import Boundaries
from layers.crs import to_store
from layers.schema import TABLES, empty, normalise
from layers.snapshot import Snapshot
from layers.vocabulary import seed

EAST, NORTH = 500_000.0, 2_350_000.0
META = {"title": "Thử", "vintage": "2025-07", "as_of": "2026-08-31", "sample": "1"}
AN_, AN, BAN = "03646", "03649", "03650"


def toy_boundaries() -> Boundaries:
    """Return three squares of 10 km, from west to east."""
    facts = pd.DataFrame(
        {
            "code": [AN_, AN, BAN],
            "name": ["Ăn", "An", "Bản"],
            "unit_type": ["xa", "phuong", "xa"],
            "population": pd.array([500, 9000, None], dtype="Int64"),
            "households": pd.array([100, 2000, 300], dtype="Int64"),
        }
    )
    areas = [box(EAST + x, NORTH, EAST + x + 10_000, NORTH + 10_000) for x in (0, 10_000, 20_000)]
    return Boundaries.build(facts, areas, vintage="2025-07")


def toy_snapshot(*, incidents: dict[str, dict[str, Any]] | None = None, **frames: pd.DataFrame) -> Snapshot:
    """Return the document; frames by name replace its own."""
    tables = {name: empty(name) for name in TABLES}
    tables["vocabulary"] = seed()
    tables["initiatives"] = _table(
        "initiatives",
        {
            "ban": {"name": "Bản an toàn", "layer": "site", "cover_by": "village"},
            "pccc": {"name": "Cụm dân cư an toàn PCCC", "layer": "cluster", "cover_by": "village"},
        },
    )
    tables["villages"] = _table(
        "villages",
        {
            "v1": _at(1_000, name="Nà Mẫu", households=60, population=300, households_business=7),
            "v2": _at(2_000, name="Huổi Mẫu", households=40, population=200, households_business=3),
            "v3": _at(12_000, name="Tiểu khu 1", households=900, population=4000, has_market=True),
            "v4": _at(22_000, name="Pá Mẫu", households=50, population=250, households_business=0),
        },
    )
    tables["sites"] = _table("sites", _sites())
    tables["incidents"] = _table("incidents", INCIDENTS if incidents is None else incidents)
    august = {"period_from": "2026-08-01", "period_to": "2026-08-31", "commune_code": BAN, "state": "missing"}
    tables["period_kinds"] = pd.DataFrame(
        {"start_day": pd.array([15, 1, 15, 15], dtype="Int64")},
        index=pd.Index(["incidents", "traffic", "sites", "clusters"], name="kind", dtype=object),
    )
    tables["submissions"] = _table(
        "submissions",
        {kind: {**august, "kind": kind} for kind in ("sites", "clusters", "incidents")},
    )
    tables["commune_groups"] = _table(
        "commune_groups",
        {
            "north": {"set_name": "địa bàn", "name": "Phía bắc"},
            "border": {"set_name": "biên giới", "name": "Biên giới"},
        },
    )
    members = [("north", AN_), ("north", AN), ("border", AN), ("border", BAN)]
    tables["commune_group_members"] = pd.DataFrame(
        [{"group_id": group, "vintage": "2025-07", "code": code} for group, code in members]
    )
    tables.update(frames)
    return Snapshot(tables, {}, META, {})


def _sites() -> dict[str, dict[str, Any]]:
    recent = {"status": "active", "founded_on": "2024-05-01", "last_activity_on": "2026-08-01"}
    return {
        # Ăn: two active sites of "ban" in v1, one paused cluster.
        "s1": _at(
            1_000, initiative_id="ban", village_id="v1", households_enrolled=50, rating="good", **recent
        ),
        "s2": _at(1_000, initiative_id="ban", village_id="v1", households_enrolled=20, **recent),
        "s3": _at(2_000, initiative_id="pccc", village_id="v2", status="paused", founded_on="2024-05-01"),
        # An: one cluster without recent activity, one site known to the commune only.
        "s4": _at(12_000, initiative_id="pccc", village_id="v3", status="active", founded_on="2023-01-01"),
        "s5": {"initiative_id": "ban", "position": "commune", "commune_code": AN, **recent},
        # Bản has a cluster, but has not reported.
        "s6": _at(22_000, initiative_id="pccc", village_id="v4", **recent),
        # Outside the province.
        "s7": _at(90_000, initiative_id="ban", **recent),
    }


def _at(x: float, **more: Any) -> dict[str, Any]:
    lon, lat = to_store([EAST + x], [NORTH + 5_000])
    return {"lon": lon[0], "lat": lat[0], "position": "exact", **more}


def _table(name: str, rows: dict[str, dict[str, Any]]) -> pd.DataFrame:
    return normalise(name, pd.DataFrame.from_dict(rows, orient="index"))


INCIDENTS: dict[str, dict[str, Any]] = {
    # Ăn: two fires in 2026 (one in a forest), one in 2025; one short circuit.
    "i1": _at(1_500, category="fire.dwelling", happened_on="2026-03-10", village_id="v1"),
    "i2": _at(3_000, category="fire.forest", happened_on="2026-04-10"),
    "i3": _at(3_000, category="fire.forest", happened_on="2025-04-10"),
    "i4": _at(3_000, category="minor_fire", happened_on="2026-04-11", counts_in_statistics=False),
    # An: twelve thefts in 2026, ten in 2025, none of them a fire; one traffic accident on 31/12/2025.
    **{f"a{n}": _at(12_500, category="social", happened_on=f"2026-05-{n + 1:02d}") for n in range(12)},
    **{f"b{n}": _at(12_500, category="social", happened_on=f"2025-05-{n + 1:02d}") for n in range(10)},
    "t1": _at(12_500, category="traffic", happened_on="2025-12-31"),
    # Bản has sent no sheet in August; a fire of June is known.
    "i5": _at(22_000, category="fire.dwelling", happened_on="2026-06-10", village_id="v4"),
}
