"""Times work after a warm-up, several runs each, and writes median, p95 and memory as Markdown and JSON.

Knows nothing of what is measured: a module ``bench_<name>.py`` beside it has ``cases(scale)``, which yields
`Case`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import platform
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

import benchmarks

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

RESULTS = Path(__file__).resolve().parent / "results"
PACKAGES = ("numpy", "pandas", "shapely", "geopandas", "PySide6-Essentials", "pyqtgraph")


@dataclass(frozen=True)
class Case:
    """One piece of work to be timed.

    Attributes
    ----------
    name : str
        What is done, with its size: "1,000,000 points".
    work : callable without arguments
        Called once a run; its set-up lies outside. What it returns is thrown away.
    goal_s : float or None
        How long it may take, in seconds, or None where nothing is promised (peers).
    goal_on : {"median", "p95"}
        Which figure is held against the goal.
    runs, warmups : int
        How many calls are timed, after how many that are not.
    peer_of : str or None
        Name of our case that this one, done by somebody else's means, stands beside; it must be yielded later
        than ours. The result has the ratio.
    traced : bool
        Whether one more run tells the memory; False for work that must not be slowed down or done twice.
    """

    name: str
    work: Callable[[], object]
    goal_s: float | None = None
    goal_on: Literal["median", "p95"] = "median"
    runs: int = 7
    warmups: int = 1
    peer_of: str | None = None
    traced: bool = True


@dataclass(frozen=True)
class Timing:
    """What one case took; seconds and MiB.

    `ratio` is its median over that of the case it is a peer of; `peak_mib` what Python and NumPy allocated.
    """

    name: str
    runs: int
    median_s: float
    p95_s: float
    goal_s: float | None
    goal_on: str
    within_goal: bool | None
    peak_mib: float | None
    peer_of: str | None
    ratio: float | None


class Unavailable(Exception):
    """Raised by ``cases`` when what it needs is not on this machine; the message says what."""


def measure(case: Case, ours_s: float | None = None) -> Timing:
    """Time a case.

    Parameters
    ----------
    case : Case
    ours_s : float, optional
        Median of the case it is a peer of.

    Returns
    -------
    Timing
        p95 is the smallest run that at least 95 % of the runs do not exceed (nearest rank).
    """
    for _ in range(case.warmups):
        case.work()
    gc.collect()
    seconds = []
    for _ in range(case.runs):
        start = time.perf_counter()
        case.work()
        seconds.append(time.perf_counter() - start)
    peak_mib = _peak_mib(case.work) if case.traced else None
    median = statistics.median(seconds)
    p95 = nearest_rank(seconds, 0.95)
    judged = median if case.goal_on == "median" else p95
    return Timing(
        name=case.name,
        runs=case.runs,
        median_s=median,
        p95_s=p95,
        goal_s=case.goal_s,
        goal_on=case.goal_on,
        within_goal=None if case.goal_s is None else judged <= case.goal_s,
        peak_mib=peak_mib,
        peer_of=case.peer_of,
        ratio=None if ours_s is None else median / ours_s,
    )


def nearest_rank(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed.

    Examples
    --------
    >>> nearest_rank([4.0, 1.0, 3.0, 2.0], 0.75)
    3.0
    """
    ordered = sorted(values)
    # In whole thousandths, so that 0.95 × 20 runs is 19 and not a little more.
    rank = -(-round(share * 1000) * len(ordered) // 1000)
    return ordered[max(rank, 1) - 1]


def names() -> list[str]:
    """Return the names of the benchmarks there are."""
    found = (module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    return sorted(name.removeprefix("bench_") for name in found if name.startswith("bench_"))


def run(name: str, scale: float = 1.0, tell: Callable[[str], None] = print) -> list[Timing]:
    """Run one benchmark and return its timings; the unavailable one says why and returns none."""
    module = importlib.import_module(f"benchmarks.bench_{name}")
    cases: Iterator[Case] = iter(module.cases(scale))
    timings: dict[str, Timing] = {}
    try:
        for case in cases:
            ours = timings.get(case.peer_of) if case.peer_of else None
            timing = measure(case, ours.median_s if ours else None)
            timings[case.name] = timing
            tell(_line(timing))
    except Unavailable as reason:
        tell(f"  – {name}: {reason}")
    return list(timings.values())


def markdown(results: dict[str, list[Timing]], machine: dict[str, str]) -> str:
    """Return the timings as one table a benchmark, under the machine they were taken on."""
    lines = ["# Benchmarks", "", *(f"- {key}: {value}" for key, value in machine.items()), ""]
    for name, timings in results.items():
        lines += [f"## {name}", "", "| work | median | p95 | goal | held | memory | against ours |"]
        lines += ["|---|---:|---:|---:|:-:|---:|---:|"]
        lines += [_row(timing) for timing in timings]
        lines += [""]
    return "\n".join(lines)


def write(results: dict[str, list[Timing]], folder: Path = RESULTS) -> tuple[Path, Path]:
    """Write ``latest.md`` and ``latest.json`` into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    machine = describe_machine()
    table, data = folder / "latest.md", folder / "latest.json"
    table.write_text(markdown(results, machine), encoding="utf-8")
    plain = {name: [asdict(timing) for timing in timings] for name, timings in results.items()}
    text = json.dumps({"machine": machine, "results": plain}, ensure_ascii=False, indent=1)
    data.write_text(text + "\n", encoding="utf-8")
    return table, data


def describe_machine() -> dict[str, str]:
    """Return what timings depend on: processors, system, Python and packages; no name of the machine."""
    versions = []
    for package in PACKAGES:
        try:
            versions.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            continue
    return {
        "processors": str(os.cpu_count()),
        "memory of the process at its peak": _process_peak(),
        "load at the end": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "–",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "packages": ", ".join(versions),
    }


def _line(timing: Timing) -> str:
    return "  " + _row(timing).strip("| ").replace(" | ", "   ")


def _row(t: Timing) -> str:
    goal = "–" if t.goal_s is None else f"{_time(t.goal_s)} ({t.goal_on})"
    held = {True: "yes", False: "NO", None: "–"}[t.within_goal]
    memory = "–" if t.peak_mib is None else f"{t.peak_mib:.0f} MiB"
    ratio = "–" if t.ratio is None else f"{t.ratio:.1f} ×"
    return f"| {t.name} | {_time(t.median_s)} | {_time(t.p95_s)} | {goal} | {held} | {memory} | {ratio} |"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def _peak_mib(work: Callable[[], object]) -> float:
    """Return the peak of what Python and NumPy allocate in a run of its own; GEOS and Qt are not seen."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def _process_peak() -> str:
    """Return the largest resident size of the process so far, of everything in it."""
    if resource is None:
        return "–"
    kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{kib / 1024:.0f} MiB"
