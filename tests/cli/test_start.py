"""How the program starts: what it loads for which verb, and that nothing loads Qt without need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json, sys
import app
heavy = {"PySide6", "pyqtgraph", "pandas", "gui"}
codes = [app.main(line) for line in json.loads(sys.argv[1])]
loaded = sorted({name.partition(".")[0] for name in sys.modules} & heavy)
print(json.dumps([codes, loaded]), file=sys.stderr)
"""


def _loaded(root: Path, *lines: list[object]) -> tuple[list[int], list[str]]:
    """Return the exit codes of command lines run in one process, and what that process has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps([[str(word) for word in line] for line in lines])],
        cwd=root, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    codes, loaded = json.loads(done.stderr.splitlines()[-1])
    return codes, loaded


def test_help_and_wrong_use_load_nothing_heavy(root: Path) -> None:
    lines: list[list[object]] = [["--help"], ["covrage"], ["coverage"], ["export", "--help"], ["import", "w"]]
    assert _loaded(root, *lines) == ([0, 2, 2, 0, 2], [])


def test_verbs_load_no_qt(root: Path, sample_file: Path, tmp_path: Path) -> None:
    villages = tmp_path / "villages.csv"
    villages.write_text("Tên bản,Xã,Số hộ\nBản Púng,Mường Lèo,60\n", "utf-8")
    lines: list[list[object]] = [
        ["new", tmp_path / "o.gpkg"],
        ["coverage", sample_file],
        ["coverage", sample_file, "--radius-m", "3000", "--json"],
        ["import", sample_file, villages, "--layer", "villages", "--dry-run"],
        ["boundaries", "check", sample_file],
        ["selfcheck"],
    ]
    assert _loaded(root, *lines) == ([0] * len(lines), ["pandas"])


def test_export_loads_qt_but_no_window(root: Path, sample_file: Path, tmp_path: Path) -> None:
    assert _loaded(root, ["export", sample_file, "--to", tmp_path / "map.pdf"]) == (
        [0],
        ["PySide6", "pandas"],
    )
