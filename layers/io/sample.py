"""The sample workspace (MINH HỌA): invented places, sites and incidents inside any boundaries.

Seeded by `random.Random`, so that the same seed and boundaries give the same rows; knows nothing of files.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from layers.boundaries import Boundaries
from layers.io.sample_ground import Ground
from layers.io.sample_incidents import incidents_frame
from layers.io.sample_initiatives import MARK, initiatives, initiatives_frame
from layers.io.sample_sites import AS_OF, RIDERS_COMMUNE, SiteMaker
from layers.io.sample_villages import NAMED_COMMUNE, villages, villages_frame
from layers.registers import Register
from layers.schema import normalise
from layers.workspace import Workspace

SEED = 1681
TITLE = f"{MARK} – Mô hình an ninh, trật tự tỉnh Sơn La"
# The last reporting period: from the 15th to the 14th.
PERIOD_FIRST, PERIOD_LAST = dt.date(2026, 10, 15), AS_OF
NOT_REPORTED = 3
SHEETS = ("sites", "clusters", "incidents", "villages")

_DISTRICTS = "Huyện cũ"
_BORDER = ("Mường Lèo", "Mường Lạn", "Chiềng Khương", "Phiêng Pằn", "Phiêng Khoài", "Lóng Sập", "Chiềng Sơn")


def build_sample(boundaries: Boundaries, register: Register, *, seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Return the frames of the sample, one a table, normalised.

    Parameters
    ----------
    boundaries : Boundaries
        Of any vintage, real or schematic; every village, and every site and incident with an exact position,
        lies strictly inside its commune and in no other.
    register : Register
    seed : int
        The same seed and boundaries give the same frames.

    Returns
    -------
    dict of str to DataFrame
        initiatives (80), sites (148 + 1,100), activities, results, incidents (1,200, of them 75 fires),
        villages (2,200), submissions, commune_groups, commune_group_members, rules, sources.
    """
    ground = Ground(boundaries, register, seed)
    source_id = ground.id("source", 0)
    silent = _not_reported(ground)
    settled = villages(ground)
    entries = initiatives(ground)
    groups, members = _groups(ground)
    return {
        "sources": _source(source_id, seed),
        "initiatives": initiatives_frame(entries, source_id),
        "villages": villages_frame(ground, settled, source_id),
        **SiteMaker(ground, settled, source_id).make(entries).frames(),
        "incidents": incidents_frame(ground, settled, silent, PERIOD_FIRST, source_id),
        "submissions": _submissions(ground, silent, source_id),
        "commune_groups": groups,
        "commune_group_members": members,
        "rules": _rules(ground, source_id),
    }


def sample_workspace(boundaries: Boundaries, register: Register, *, seed: int = SEED) -> Workspace:
    """Return a new workspace that holds the sample and the boundaries.

    Its `as_of` is 14/11/2026, `sample` is 1 and nothing is in its history: it begins as the sample.
    """
    blank = Workspace.new(TITLE, vintage=boundaries.vintage, sample=True, as_of=AS_OF)
    frames = {table: blank.frame(table) for table in ("meta", "layers", "vocabulary", "period_kinds")}
    communes = normalise("communes", boundaries.to_communes())
    return Workspace({**frames, "communes": communes, **build_sample(boundaries, register, seed=seed)})


def _source(source_id: str, seed: int) -> pd.DataFrame:
    row = {"file_name": f"{MARK} ({seed})", "read_at": f"{AS_OF.isoformat()}T00:00:00Z"}
    return normalise("sources", pd.DataFrame([row], index=[source_id]))


def _not_reported(ground: Ground) -> frozenset[str]:
    """Return three communes of the mountains that have not sent the sheets of the last period."""
    named = {ground.commune_of(code).code for code in (NAMED_COMMUNE, RIDERS_COMMUNE)}
    remote = [c.code for c in ground.communes if not c.town and c.code not in named]
    number = min(NOT_REPORTED, max(0, len(ground.communes) - 1), len(remote))
    return frozenset(ground.chance("submissions").sample(remote, number))


def _submissions(ground: Ground, silent: frozenset[str], source_id: str) -> pd.DataFrame:
    rows = [
        {
            "period_from": PERIOD_FIRST,
            "period_to": PERIOD_LAST,
            "kind": kind,
            "commune_code": commune.code,
            "state": "missing" if commune.code in silent else "submitted",
            "source_id": None if commune.code in silent else source_id,
        }
        for kind in SHEETS
        for commune in ground.communes
    ]
    index = [ground.id("submission", place) for place in range(len(rows))]
    return normalise("submissions", pd.DataFrame(rows, index=index))


def _groups(ground: Ground) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the former districts, and two invented sets: border communes and priority communes."""
    sets: dict[tuple[str, str], list[str]] = {}
    for commune in ground.communes:
        if commune.district:
            sets.setdefault((_DISTRICTS, f"{commune.district} (cũ)"), []).append(commune.code)
        if commune.name in _BORDER:
            sets.setdefault((f"Xã biên giới ({MARK})", "Xã biên giới"), []).append(commune.code)
        if commune.town:
            sets.setdefault((f"Địa bàn trọng điểm ({MARK})", "Phường, trung tâm cũ"), []).append(commune.code)
    sets = dict(sorted(sets.items(), key=lambda entry: entry[0][0] != _DISTRICTS))
    ids = [ground.id("group", place) for place in range(len(sets))]
    names = [{"set_name": set_name, "name": name} for set_name, name in sets]
    members = [
        {"group_id": group_id, "vintage": ground.boundaries.vintage, "code": code}
        for group_id, codes in zip(ids, sets.values(), strict=True)
        for code in codes
    ]
    groups = normalise("commune_groups", pd.DataFrame(names, index=ids, columns=["set_name", "name"]))
    columns = ["group_id", "vintage", "code"]
    return groups, normalise("commune_group_members", pd.DataFrame(members, columns=columns))


def _rules(ground: Ground, source_id: str) -> pd.DataFrame:
    row = {
        "name": f"Mỗi xã, phường có ít nhất 01 điểm đang hoạt động ({MARK})",
        "unit": "commune",
        "measure": "site_count",
        "min_value": 1.0,
        "enabled": True,
        "source_id": source_id,
    }
    return normalise("rules", pd.DataFrame([row], index=[ground.id("rule", 0)]))
