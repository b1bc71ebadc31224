"""The harness in small: timings, ratios, tables and the command; nothing here is held against a clock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import harness
from benchmarks.harness import Case, Timing, Unavailable, markdown, measure, nearest_rank


def test_nearest_rank() -> None:
    twenty = [float(i) for i in range(20, 0, -1)]
    assert nearest_rank(twenty, 0.95) == 19.0
    assert nearest_rank(twenty, 0.5) == 10.0
    assert nearest_rank([3.0], 0.95) == 3.0
    assert nearest_rank([1.0, 2.0], 0.95) == 2.0


def test_a_case_is_warmed_up_run_and_measured() -> None:
    calls: list[int] = []
    timing = measure(Case("count", lambda: calls.append(1), goal_s=60.0, runs=5, warmups=2), ours_s=None)
    assert len(calls) == 2 + 5 + 1  # the last tells the memory
    assert (timing.runs, timing.within_goal, timing.ratio) == (5, True, None)
    assert 0 <= timing.median_s <= timing.p95_s < 60
    assert measure(Case("never", lambda: None, goal_s=-1.0, goal_on="p95")).within_goal is False
    assert measure(Case("peer", lambda: None), ours_s=1e-12).ratio > 1  # type: ignore[operator]


def test_memory_of_a_run_is_told_or_left_out() -> None:
    big = measure(Case("four MiB", lambda: bytearray(4 * 2**20), runs=1))
    assert big.peak_mib == pytest.approx(4, abs=0.5)
    assert measure(Case("not traced", lambda: None, traced=False)).peak_mib is None


def test_a_peer_stands_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    class Module:
        @staticmethod
        def cases(scale: float):  # type: ignore[no-untyped-def]
            yield Case("ours", lambda: sum(range(10)), runs=3)
            yield Case("theirs", lambda: sum(range(200_000)), runs=3, peer_of="ours")
            raise Unavailable("no third peer")

    told: list[str] = []
    monkeypatch.setattr(harness.importlib, "import_module", lambda name: Module)
    ours, theirs = harness.run("toy", tell=told.append)
    assert (ours.ratio, theirs.peer_of) == (None, "ours")
    assert theirs.ratio == pytest.approx(theirs.median_s / ours.median_s)
    assert told[-1] == "  – toy: no third peer"


def test_table() -> None:
    timing = Timing("work", 3, 0.0123, 1.5, 0.01, "median", False, 2.4, None, None)
    text = markdown({"toy": [timing]}, {"python": "3"})
    assert "- python: 3" in text
    assert "| work | 12.3 ms | 1.50 s | 10.0 ms (median) | NO | 2 MiB | – |" in text


def test_command_runs_named_benchmarks_and_writes_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["locate", "--scale", "0.001", "-o", str(tmp_path)]) == 0
    data = json.loads((tmp_path / "latest.json").read_text(encoding="utf-8"))
    names = [timing["name"] for timing in data["results"]["locate"]]
    assert names[0] == "1,000 points, with building"
    assert data["results"]["locate"][-1]["ratio"] > 0
    assert "| 1,000 points, with building |" in (tmp_path / "latest.md").read_text(encoding="utf-8")
    assert "locate" in capsys.readouterr().out


def test_command_refuses_what_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        command.main(["speed"])
    assert refused.value.code == 2
    assert "no benchmark speed" in capsys.readouterr().err


def test_every_benchmark_is_found() -> None:
    assert {"coverage", "locate"} <= set(harness.names())
