"""An A3 map sheet of the province as PDF: composed and written, with 75 names and 228 points.

Knows nothing of how it is painted. QGIS needs 0.30 s and 1.4 MB for its own layout of the same map.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ground import boundaries
from benchmarks.harness import Case
from exports import painter
from exports.fonts import ensure_gui_application, register_fonts
from exports.sheet import compose
from exports.sheet_options import SheetOptions
from layers.io.sample import sample_workspace
from layers.registers import Register
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield the sheet of the clusters as PDF, with the arcs of a radius too, composing alone, and a PNG."""
    from analysis.bundle import build
    from analysis.params import By, CoverageParams, SiteKind

    ensure_gui_application()
    register_fonts()
    register, words, areas = Register.load(), Words.load("vi"), boundaries()
    snapshot = sample_workspace(areas, register, seed=1681).snapshot()
    params = CoverageParams(snapshot.as_of, layer=SiteKind.CLUSTERS)
    bundle = build(snapshot, areas, params, register=register)
    radius = CoverageParams(snapshot.as_of, By.RADIUS, layer=SiteKind.CLUSTERS, radius_m=3000.0)
    reaching = build(snapshot, areas, radius, register=register)
    options = SheetOptions(paper="A3")
    folder = tempfile.TemporaryDirectory()
    pdf, png = Path(folder.name) / "sheet.pdf", Path(folder.name) / "sheet.png"

    def write_pdf(result: ResultBundle) -> int:
        painter.write_pdf(compose(result, options, words), pdf)
        return pdf.stat().st_size

    yield Case("A3 sheet as PDF", lambda: write_pdf(bundle), goal_s=0.3, runs=9)
    yield Case("A3 sheet by radius as PDF", lambda: write_pdf(reaching), goal_s=0.3, runs=9)
    yield Case("A3 sheet composed", lambda: compose(bundle, options, words), runs=9)
    sheet = compose(bundle, options, words)
    yield Case("A3 sheet as PNG of 200 dpi", lambda: painter.write_png(sheet, png, 200), runs=3)
    folder.cleanup()
