"""``selfcheck``: compares the program on this machine with figures that are known beforehand.

Each check states its figure; knows no workspace of the user and leaves nothing behind.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import math
import os
import string
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cli.context import Answer, Context, Origin
from cli.output import json_text, table
from cli.parser import Parser
from layers.words import LANGUAGES, Words

PYTHONS = ((3, 11), (3, 13))
LIBRARIES = (
    "PySide6-Essentials", "pyqtgraph", "numpy", "pandas", "geopandas", "shapely", "pyogrio", "pyproj",
    "scipy", "folium", "XStatic-Leaflet", "psygnal", "python-calamine", "openpyxl",
)  # fmt: skip

# E 500000, N 2350000 of VN-2000 (EPSG:9206) in WGS 84, from the EPSG data set.
CHECK_POINT_M = (500_000.0, 2_350_000.0)
CHECK_POINT_DEG = (104.0018890, 21.2443257)
# Resolution 1681/NQ-UBTVQH15: the province as a whole; what the 75 lines add up to may differ by rounding.
PROVINCE_KM2 = 14_109.83
KINDS = {"xa": 67, "phuong": 8}

FIGURE_WIDTH = 72

# Draws with the paper's own fonts in a process of its own: here no Qt may be loaded.
_FONT_SCRIPT = (
    "from exports.fonts import ensure_gui_application, register_fonts;"
    "application = ensure_gui_application(); print(register_fonts())"
)


@dataclass(frozen=True)
class Check:
    """One comparison: whether it holds, and the figure that was found."""

    name: str
    ok: bool
    figure: str


def arguments(parser: Parser) -> None:
    """Add what ``selfcheck`` takes: nothing of its own."""


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Run all checks; the exit code is 1 when one of them fails."""
    words = context.words
    checks = [_guarded(name, check, context) for name, check in CHECKS.items()]
    data = [{"name": check.name, "ok": check.ok, "figure": check.figure} for check in checks]
    stamp = hashlib.sha256(json_text({"checks": data}).encode()).hexdigest()
    rows = [row for check in checks for row in _rows(check, words)]
    heads = [words("selfcheck.result"), words("selfcheck.check"), words("selfcheck.figure")]
    failed = [words(f"selfcheck.{check.name}") for check in checks if not check.ok]
    failure = words("selfcheck.not_all", names=words.listing(failed)) if failed else ""
    return Answer({**Origin(stamp).to_json(), "checks": data}, tuple(table(heads, rows, left=3)), failure)


def _rows(check: Check, words: Words) -> list[tuple[str, str, str]]:
    """Return the lines of the table for one check; a long figure goes on below."""
    result = words("selfcheck.ok" if check.ok else "selfcheck.failed")
    first, *more = textwrap.wrap(check.figure, FIGURE_WIDTH) or ["–"]
    return [(result, words(f"selfcheck.{check.name}"), first), *[("", "", line) for line in more]]


def _guarded(name: str, check: Callable[[Context], tuple[bool, str]], context: Context) -> Check:
    """Run one check; an exception is a failed check and stops none of the others."""
    try:
        ok, figure = check(context)
    except Exception as error:
        return Check(name, False, type(error).__name__)
    return Check(name, ok, figure)


# -- the checks ---------------------------------------------------------------------------------------


def _python(context: Context) -> tuple[bool, str]:
    return PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1], ".".join(map(str, sys.version_info[:3]))


def _libraries(context: Context) -> tuple[bool, str]:
    found, missing = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(f"{name} –")
    return not missing, ", ".join(missing or found)


def _projection(context: Context) -> tuple[bool, str]:
    from layers.crs import to_store

    lon, lat = (float(values[0]) for values in to_store([CHECK_POINT_M[0]], [CHECK_POINT_M[1]]))
    off_deg = max(abs(lon - CHECK_POINT_DEG[0]), abs(lat - CHECK_POINT_DEG[1]))
    return off_deg < 1e-7, f"{lon:.7f} {lat:.7f}"


def _registers(context: Context) -> tuple[bool, str]:
    from layers.registers import CURRENT, VINTAGES

    register = context.load_register()
    now = register.communes(CURRENT)
    area_km2 = float(now["area_km2"].sum())
    kinds = now["unit_type"].value_counts().to_dict()
    reached = {
        vintage: {code for unit in register.units(vintage) for code in unit.successors}
        for vintage in VINTAGES
        if vintage != CURRENT
    }
    ok = kinds == KINDS and abs(area_km2 - PROVINCE_KM2) < 1.0
    ok = ok and all(codes == set(now.index) for codes in reached.values())
    counts = " → ".join(str(register.count(vintage)) for vintage in VINTAGES)
    return ok, f"{counts}; {area_km2:.2f} km²"


def _words(context: Context) -> tuple[bool, str]:
    texts = {language: context.load_words(language).texts for language in LANGUAGES}
    first, *others = texts.values()
    wrong = [
        key
        for other in others
        for key in set(first) | set(other)
        if _placeholders(first.get(key)) != _placeholders(other.get(key))
    ]
    return not wrong, ", ".join(sorted(wrong)) or f"{len(first)} × {len(texts)}"


def _placeholders(text: str | None) -> set[str] | None:
    return (
        None
        if text is None
        else {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    )


def _fonts(context: Context) -> tuple[bool, str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    folder = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, "-c", _FONT_SCRIPT], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    lines = (done.stdout or done.stderr).split()
    return done.returncode == 0, lines[-1] if lines else "–"


def _round_trip(context: Context) -> tuple[bool, str]:
    from cli.document import open_document, save_document
    from layers.commands import set_boundaries
    from layers.schematic import schematic_boundaries
    from layers.workspace import Workspace

    boundaries = schematic_boundaries(context.load_register())
    workspace = Workspace.new("selfcheck", vintage=boundaries.vintage)
    workspace.execute(set_boundaries(workspace, boundaries.to_communes(), boundaries.vintage))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "selfcheck.gpkg"
        save_document(workspace, path)
        read = open_document(path)
        size = path.stat().st_size
    before, after = (
        workspace.frame("communes").drop(columns="geom"),
        read.frame("communes").drop(columns="geom"),
    )
    return before.equals(after), f"{len(after)} × {len(after.columns)}, {size} B"


def _locate(context: Context) -> tuple[bool, str]:
    import numpy as np

    from analysis.locate import locate
    from layers.crs import to_metric
    from layers.schematic import schematic_boundaries

    register = context.load_register()
    centres = register.communes()
    boundaries = schematic_boundaries(register)
    x, y = to_metric(centres["lon"].to_numpy(), centres["lat"].to_numpy())
    found = locate(np.column_stack([x, y]), boundaries.gdf)
    right = sum(
        row >= 0 and boundaries.codes[row] == code for row, code in zip(found, centres.index, strict=True)
    )
    return right == len(centres), f"{right}/{len(centres)}"


def _disk(context: Context) -> tuple[bool, str]:
    """Cover a square of 10 km by one site of 3 km in its middle: π · 3² = 28.274 km²."""
    from cli.known_disk import RADIUS_M, covered_km2

    found_km2, expected_km2 = covered_km2(), math.pi * (RADIUS_M / 1000) ** 2
    return abs(found_km2 - expected_km2) < 1e-3 * expected_km2, f"{found_km2:.4f} / {expected_km2:.4f} km²"


CHECKS: dict[str, Callable[[Context], tuple[bool, str]]] = {
    "python": _python,
    "libraries": _libraries,
    "projection": _projection,
    "registers": _registers,
    "words": _words,
    "fonts": _fonts,
    "round_trip": _round_trip,
    "locate": _locate,
    "disk": _disk,
}
