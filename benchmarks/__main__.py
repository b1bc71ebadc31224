"""The command ``python -m benchmarks [names…] [--scale S]``: runs benchmarks and writes their results.

Knows nothing of what is measured.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.harness import RESULTS, Timing, names, run, write


def main(arguments: list[str] | None = None) -> int:
    """Run the named benchmarks, all by default; 1 when a goal is not held at full scale, else 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="name", help=f"which: {', '.join(names())} (default: all)"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="share of the full size, for a quick look")
    parser.add_argument("-o", "--output", type=Path, default=RESULTS, help="folder of the results")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.names) - set(names()))
    if unknown:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(names())}")
    results: dict[str, list[Timing]] = {}
    for name in given.names or names():
        print(name, flush=True)
        results[name] = run(name, given.scale)
    table, data = write(results, given.output)
    print(f"{table.name}, {data.name}: {given.output}")
    missed = [t.name for timings in results.values() for t in timings if t.within_goal is False]
    return 1 if missed and given.scale >= 1 else 0


if __name__ == "__main__":
    sys.exit(main())
