"""What the tests of verbs read from an answer: its JSON object, and the digest of a file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

HEAD = ("schema", "stamp", "sample", "boundaries")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def json_of(run, *line: object) -> dict:
    done = run(*line, "--json")
    assert (done.code, done.err) == (0, ""), done.err
    assert len(done.out.splitlines()) == 1
    data = json.loads(done.out)
    assert tuple(data)[:4] == HEAD
    assert data["schema"] == 1
    assert len(data["stamp"]) == 64
    assert set(data["boundaries"]) == {"vintage", "schematic", "overlap_km2"}
    return data
