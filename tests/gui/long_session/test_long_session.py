"""Ten thousand random actions at the window end without an exception, a warning of Qt or growing memory.

They are taken in a process of their own, so that its memory is its own and a crash is seen. Other seeds:
python -m tests.gui.long_session --seed 7 --report soak.json
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from gui.actions.ids import ActionId

SEED = 1681
ACTIONS = 10_000
# Until then everything has been made once: panels, names and symbols as pictures, finer outlines.
SETTLED_ACTION = 3_000
LONGEST_S = 1_500
LAST_LINES = 20

# A leak of one answer (3 MB) or one window (10 MB) in a hundred steps would be 200 MB and more. What the
# marks differ by without any leak is up to 10 MB, from how full caches of bounded size are and from how the
# C library cuts its memory; on the heap alone, without the latter, it is up to 4 MB.
MOST_RSS_MB = 25.0
MOST_HEAP_MB = 10.0
# Of what Python follows: entries of caches, and a library first needed late (18,000 objects of 190,000).
MOST_OBJECTS_SHARE = 0.12
# A window that has been used has up to 40 objects of Qt more than a new one: lists of choices, editors, tips.
MOST_QOBJECTS = 60
MOST_WIDGETS = 20
# There is one document, one answer about it and one window that shows it; of boundaries the papers keep what
# they worked out of the last ones, twice two.
MOST_ALIVE = {
    "Workspace": 1,
    "LayerTree": 1,
    "ResultBundle": 1,
    "MainWindow": 1,
    "MapView": 1,
    "GeometryLevels": 1,
    "Boundaries": 5,
}

pytestmark = pytest.mark.timeout(LONGEST_S + 60)

Mark = dict[str, Any]


@pytest.fixture(scope="module")
def session(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what came of the session, once it has ended well."""
    folder = tmp_path_factory.mktemp("long")
    report, steps = folder / "report.json", folder / "steps.txt"
    homes = {name: str(folder) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA")}
    with steps.open("w", encoding="utf-8") as written:
        done = subprocess.run(
            [
                sys.executable,
                *("-m", "tests.gui.long_session"),
                *("--seed", str(SEED), "--actions", str(ACTIONS), "--report", str(report)),
            ],
            cwd=root,
            env={
                **os.environ,
                **homes,
                "PYTHONPATH": str(root),
                "PYTHONHASHSEED": "0",
                "PYTHONUTF8": "1",
                "QT_QPA_PLATFORM": "offscreen",
            },
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
            timeout=LONGEST_S,
        )
    last = steps.read_text("utf-8").splitlines()[-LAST_LINES:]
    assert done.returncode == 0, f"seed {SEED}\n{done.stderr}\nlast steps:\n" + "\n".join(last)
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def test_it_ends_without_an_exception_or_a_warning_of_qt(session: dict[str, Any]) -> None:
    assert (session["actions"], session["troubles"]) == (ACTIONS, 0)


def test_every_action_and_every_hand_took_part(session: dict[str, Any]) -> None:
    assert session["left_out"] == [ActionId.QUIT]
    wanted = {f"action {which}" for which in ActionId if which not in session["left_out"]}
    assert wanted - session["taken"].keys() == set()
    assert set(session["hands"]) - session["taken"].keys() == set()
    actions = sum(number for name, number in session["taken"].items() if name.startswith("action "))
    assert actions == ACTIONS


def test_memory_does_not_grow(session: dict[str, Any]) -> None:
    assert _grown(session["marks"]) == {}


@pytest.mark.parametrize(("what", "mb_an_action"), [("rss_mb", 0.006), ("heap_mb", 0.002)])
def test_a_leak_is_seen(what: str, mb_an_action: float) -> None:
    """2 kB an action are seen on the heap, 6 kB in the whole process; a cache that fills is no leak."""
    steady = {"rss_mb": 480.0, "heap_mb": 120.0}
    filling = [{"action": n, **steady, what: steady[what] - 90.0 / (1 + n)} for n in range(0, 10_001, 500)]
    assert _grown(filling) == {}
    leaking = [{"action": n, **steady, what: steady[what] + n * mb_an_action} for n in range(0, 10_001, 500)]
    assert _grown(leaking).keys() == {what}


def test_nothing_outlives_its_document_or_its_window(session: dict[str, Any]) -> None:
    for mark in session["marks"]:
        alive = {kind: mark["kinds"].get(kind, 0) for kind in MOST_ALIVE}
        assert not {kind: n for kind, n in alive.items() if n > MOST_ALIVE[kind]}, f"action {mark['action']}"
    early, late = _early_and_late(session["marks"], "objects")
    assert late < early * (1 + MOST_OBJECTS_SHARE)


def test_windows_do_not_fill_with_widgets(session: dict[str, Any]) -> None:
    """Another language makes another window: what is left behind in one is seen in that one only."""
    windows = [list(marks) for _, marks in groupby(session["marks"], lambda mark: mark["window"])]
    # At its first mark a window is new; at its second all is there that is made when it is first needed.
    used = [marks[1:] for marks in windows if len(marks) > 2]
    assert used, "no window lived long enough to show anything"
    for marks in used:
        assert marks[-1]["widgets"] - marks[0]["widgets"] < MOST_WIDGETS, f"window {marks[0]['window']}"
        assert marks[-1]["qobjects"] - marks[0]["qobjects"] < MOST_QOBJECTS, f"window {marks[0]['window']}"
    for what, most in (("widgets", MOST_WIDGETS), ("qobjects", MOST_QOBJECTS)):
        early, late = _early_and_late(session["marks"], what)
        assert late - early < most


def _early_and_late(marks: list[Mark], what: str) -> tuple[float, float]:
    """Return the medians of the first and of the last third of the marks since all has been made once."""
    settled = [mark[what] for mark in marks if mark["action"] >= SETTLED_ACTION]
    some = max(3, len(settled) // 3)
    return statistics.median(settled[:some]), statistics.median(settled[-some:])


def _grown(marks: list[Mark]) -> dict[str, float]:
    """Return by how many MB memory grew, of what grew more than it may."""
    grown = {}
    for what, most in (("rss_mb", MOST_RSS_MB), ("heap_mb", MOST_HEAP_MB)):
        early, late = _early_and_late(marks, what)
        if late - early >= most:
            grown[what] = late - early
    return grown
