"""First results of a search, one keystroke after the other, over everything a large document holds.

Knows nothing of how names are matched.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.harness import Case
from layers.registers import Register
from layers.search.folding import Query
from layers.search.index import SearchIndex, command_names
from layers.snapshot import Snapshot
from layers.workspace import Workspace

# Typed letter by letter: beginnings fit much, ends fit little, the last fits nothing.
_TYPED = ("phong lai", "Mường Sại", "cum dan cu an toan", "176/qd", "vv-0012345", "ban na mau 17", "zzzzz")
_SYLLABLES = ("Nà", "Huổi", "Pá", "Co", "Mường", "Chiềng", "Phiêng", "Mẫu", "Lán", "Hin", "Bó", "Ten", "Lốm")


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield a keystroke over a large document, and the gathering of its names."""
    register = Register.load()
    villages, sites, incidents = 2_230, int(30_000 * scale), int(1_000_000 * scale)
    snapshot = _snapshot(register, villages, sites, incidents)
    index = SearchIndex.of_snapshot(snapshot, register)
    commands = command_names([(str(number), f"Lệnh số {number}") for number in range(60)])
    keystrokes = [text[:end] for text in _TYPED for end in range(1, len(text) + 1)]
    typed = iter(keystrokes * 100)
    name = f"a keystroke over {villages:,} villages, {sites:,} sites, {incidents:,} incidents"
    yield Case(
        name,
        lambda: index.search(Query(next(typed)), commands=commands),
        goal_s=0.050,
        goal_on="p95",
        runs=3 * len(keystrokes),
        warmups=3,
    )
    yield Case("gathering all names (in a job)", lambda: SearchIndex.of_snapshot(snapshot, register), runs=3)
    yield Case(
        "gathering after a change of a bookmark", lambda: SearchIndex.of_snapshot(snapshot, register, index)
    )


def _snapshot(register: Register, villages: int, sites: int, incidents: int) -> Snapshot:
    """Return a document with names like those of the province, and as many rows as asked for."""
    random = np.random.default_rng(1681)
    codes = np.array([unit.code for unit in register.units()], dtype=object)
    workspace = Workspace.new("benchmark")
    frames = dict(workspace.snapshot().frames)
    words = np.array(_SYLLABLES, dtype=object)

    def names(kind: str, count: int) -> list[str]:
        first, second = random.choice(words, count), random.choice(words, count)
        number = random.integers(1, 40, count)
        return [f"{kind} {a} {b} {n}" for a, b, n in zip(first, second, number, strict=True)]

    def table(table_name: str, count: int, **columns: object) -> None:
        index = pd.Index([f"{table_name}{number}" for number in range(count)], dtype="str", name="id")
        empty = frames[table_name]
        made = pd.DataFrame({column: columns.get(column) for column in empty.columns}, index=index)
        frames[table_name] = made.astype(
            {column: "str" for column in columns if column not in ("aliases", "merged_from")}
        )

    initiatives = [f"Mô hình {a} {b}" for a in words[:9] for b in words[:9]][:80]
    table("initiatives", len(initiatives), name=initiatives)
    table(
        "villages",
        villages,
        name=names("Bản", villages),
        kind="ban",
        commune_code=random.choice(codes, villages),
    )
    table(
        "sites",
        sites,
        name=names("Cụm Bản", sites),
        decision_no=[f"{number}/QĐ-UBND" for number in random.integers(1, 900, sites)],
        ext_key=[f"MH-{number:06d}" for number in range(sites)],
        commune_code=random.choice(codes, sites),
        initiative_id=[f"initiatives{number}" for number in random.integers(0, len(initiatives), sites)],
    )
    numbers = [f"VV-{number:07d}" for number in range(incidents)]
    table(
        "incidents",
        incidents,
        number=numbers,
        category="fire.forest",
        commune_code=random.choice(codes, incidents),
    )
    return Snapshot(frames, {}, workspace.meta, {})
