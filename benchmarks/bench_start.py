"""From the start of the process to a window with a map that can be used, for somebody who opens a file.

Knows how the window is put together as far as `gui.application` shows it; nothing of how anything is drawn.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.ground import boundaries
from benchmarks.harness import Case
from layers.io.sample import sample_workspace
from layers.io.workspace_file import save_workspace
from layers.registers import Register

ROOT = Path(__file__).resolve().parent.parent
MOST_S = 60.0

# Run in a process of its own: builds the window as `gui.application.run_window` does and ends at the moment
# that is measured. `until` is "window" (first painted), "map" (communes drawn, and drawn again closer by) or
# "all" (points, shading and panels there as well).
SCRIPT = """
import os, sys
from pathlib import Path
import app
from PySide6.QtCore import QTimer
from gui.application import JobRunner, Opening, Session, Settings, Shell, dress, make_application

until, file, cache = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
application = make_application()
session = Session(Settings(None), JobRunner())
dress(session.theme)
shell = Shell(session, Opening(app._load_register, app.BOUNDARY_FOLDER, cache))
window = shell.make_window()
window.resize(1366, 768)
window.show()
application.processEvents()
if until == "window":
    os._exit(0)

def look():
    view = window.map_view or window.first_map
    if view is None or not view.isVisible():
        return
    if view is window.map_view and shell.document.boundaries is None:
        return
    if until == "all":
        if shell.coverage.bundle is None:
            return
        application.processEvents()
    view.surface.viewport().repaint()
    view.zoom_in()
    view.surface.viewport().repaint()
    os._exit(0)

timer = QTimer()
timer.timeout.connect(look)
timer.start(5)
QTimer.singleShot(0, lambda: shell.document.start(file))
application.exec()
"""


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield the first window, and the map of the sample on the boundaries at hand, cached and not.

    The map can be used once its communes are drawn and follow the pointer; the rest arrives after.
    """
    folder = Path(tempfile.mkdtemp(prefix="bench-start-"))
    file = folder / "sample.gpkg"
    save_workspace(sample_workspace(boundaries(), Register.load()), file)
    run = functools.partial(_run, folder, file)
    yield Case("first window painted", run("window", "warm"), runs=5, traced=False)
    yield Case(
        "map of a workspace usable, boundaries cached",
        run("map", "warm"),
        goal_s=1.5,
        runs=7,
        warmups=2,
        traced=False,
    )
    yield Case(
        "the same with points, shading and panels",
        run("all", "warm"),
        goal_s=2.2,
        runs=7,
        warmups=2,
        traced=False,
    )
    yield Case("the same, boundaries never seen before", run("map", ""), runs=5, traced=False)


def _run(folder: Path, file: Path, until: str, cache: str) -> Callable[[], None]:
    """Return the start of a process that ends when it is ready; without a name, with an empty cache."""
    environment = dict(os.environ)
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # who starts a program again has its bytecode

    def start() -> None:
        kept = folder / (cache or f"cold-{time.monotonic_ns()}")
        command = [sys.executable, "-c", SCRIPT, until, str(file), str(kept)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=MOST_S)

    return start
