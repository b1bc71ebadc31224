"""An A3 map sheet of the province as PDF: composed and written, with 75 names and 228 points.

Knows nothing of how it is painted. QGIS needs 0.30 s and 1.4 MB for its own layout of the same map.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.ground import boundaries
from benchmarks.harness import Case
from exports import painter
from exports.fonts import ensure_gui_application, register_fonts
from exports.sheet import SheetOptions, compose
from layers.io.sample import sample_workspace
from layers.registers import Register
from layers.words import Words


def cases(scale: float = 1.0) -> Iterator[Case]:
    """Yield the sheet of the clusters as PDF, its composing alone, and a PNG of 200 dpi."""
    from analysis.bundle import build
    from analysis.params import CoverageParams, SiteKind

    ensure_gui_application()
    register_fonts()
    register, words, areas = Register.load(), Words.load("vi"), boundaries()
    snapshot = sample_workspace(areas, register, seed=1681).snapshot()
    params = CoverageParams(snapshot.as_of, layer=SiteKind.CLUSTERS)
    bundle = build(snapshot, areas, params, register=register)
    options = SheetOptions(paper="A3")
    folder = tempfile.TemporaryDirectory()
    pdf, png = Path(folder.name) / "sheet.pdf", Path(folder.name) / "sheet.png"

    def write_pdf() -> int:
        painter.write_pdf(compose(bundle, options, words), pdf)
        return pdf.stat().st_size

    yield Case("A3 sheet as PDF", write_pdf, goal_s=0.3, runs=9)
    yield Case("A3 sheet composed", lambda: compose(bundle, options, words), runs=9)
    sheet = compose(bundle, options, words)
    yield Case("A3 sheet as PNG of 200 dpi", lambda: painter.write_png(sheet, png, 200), runs=3)
    folder.cleanup()
