"""One number everywhere: list of layers, legend, tiles, charts, table and papers under the same filters."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QApplication

from exports.legend import NoteEntry, SymbolEntry
from gui.actions.ids import ActionId
from gui.controllers.asker import SheetWish
from gui.controllers.table_controller import TableController
from gui.panels.tiles import Tile
from layers.filters import Filters
from layers.layer_commands import set_layer_style, set_layer_visible
from layers.looks import Shape, Symbol
from layers.periods import PeriodChoice, PeriodKind
from layers.renderers import Categorised, Category, Graduated
from layers.schema import LayerKind

LOOKS = {
    LayerKind.SITES: Graduated("teams", breaks=(1.0, 2.0, 3.0, 4.0, 5.0, 5.0)),
    LayerKind.CLUSTERS: Categorised("rating", (Category("good", symbol=Symbol(Shape.STAR, "#AA00AA")),)),
    LayerKind.INCIDENTS: Categorised("category", (Category("fire"), Category("traffic"))),
}


@pytest.fixture
def bench(make_window, sample_frames, schematic):
    """A window with three layers of other looks, and a period, communes and categories as filters."""
    made = make_window()
    made.window.resize(1920, 1080)
    made.window.show()
    workspace = made.open(sample_frames, schematic)
    made.shell.view.show_map()
    for kind, renderer in LOOKS.items():
        (layer,) = workspace.tree.of_kind(kind)
        workspace.execute(set_layer_visible(workspace, layer.id, True))
        workspace.execute(set_layer_style(workspace, layer.id, layer.style.with_renderer(renderer)))
    period = PeriodChoice(PeriodKind.YEAR_TO_DATE, 2026, 11)
    codes = tuple(schematic.codes[:25])
    made.shell.coverage.set_filters(Filters(period=period, communes=codes, categories=("fire", "traffic")))
    made.window.bottom.show()
    return made


@pytest.fixture
def papers(bench, tmp_path: Path) -> dict[str, str]:
    """Text of each paper as the window writes it, by its ending."""
    texts = {}
    for action, ending in ((ActionId.EXPORT_PDF, "pdf"), (ActionId.EXPORT_HTML, "html")):
        bench.asker.path = tmp_path / f"paper.{ending}"
        bench.asker.sheet_wish = SheetWish("Thử", "", "", "A3", True, 72)
        bench.window.actions_of[action].trigger()
    page = (tmp_path / "paper.html").read_text("utf-8")
    texts["html"] = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page, flags=re.S).split())
    if program := shutil.which("pdftotext"):
        done = subprocess.run([program, "-raw", tmp_path / "paper.pdf", "-"], capture_output=True, check=True)
        texts["pdf"] = " ".join(done.stdout.decode("utf-8").split())
    return texts


def _count(bench, kind: LayerKind) -> int:
    """The number that the list of layers shows."""
    (layer,) = bench.shell.document.workspace.tree.of_kind(kind)
    return bench.window.layers.model.counts(layer).shown


def _heading(bench, kind: LayerKind) -> str:
    """The line of a layer in the legend over the map."""
    entries = bench.window.map_view.overlays.legend.legend.entries
    return next(entry.text for entry in entries if isinstance(entry, NoteEntry) and entry.layer == kind.value)


def test_the_classes_of_the_legend_are_those_of_every_paper(bench, papers) -> None:
    entries = bench.window.map_view.overlays.legend.legend.entries
    # Incidents are circles of a commune on the web page: where they were stays in the house.
    for ending, kinds in {"pdf": {"sites", "clusters", "incidents"}, "html": {"sites", "clusters"}}.items():
        lines = [entry.text for entry in entries if isinstance(entry, SymbolEntry) and entry.layer in kinds]
        assert len(lines) > 5
        if ending in papers:
            assert [line for line in lines if line not in papers[ending]] == []


def test_the_filters_are_named_on_every_paper(bench, papers, tmp_path: Path) -> None:
    named = "Bộ lọc: Kỳ 11/2026, lũy kế năm (15/12/2025–14/11/2026) · Tai nạn giao thông, Cháy ·"
    assert [ending for ending, text in papers.items() if named not in text] == []
    bench.asker.path = tmp_path / "book.xlsx"
    bench.window.actions_of[ActionId.EXPORT_XLSX].trigger()
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(cell.startswith(named) for cell in cells)
    book.close()


def test_incidents_are_as_many_everywhere(bench, papers) -> None:
    number = _count(bench, LayerKind.INCIDENTS)
    assert 0 < number < len(bench.shell.document.workspace.frame("incidents"))
    assert _heading(bench, LayerKind.INCIDENTS).startswith(f"Vụ việc ({number}) –")
    assert f"Vụ việc ({number}) –" in papers.get("pdf", f"Vụ việc ({number}) –")
    tiles = [tile.accessibleName() for tile in bench.window.coverage.tiles.findChildren(Tile)]
    assert any(f"/{number} " in said for said in tiles)
    bench.window.bottom.choose("charts")
    QApplication.processEvents()
    assert bench.window.bottom.panel("charts").panes[0].chart.series.now.sum() == number


def test_sites_are_as_many_in_list_legend_table_and_papers(bench, papers) -> None:
    bench.window.bottom.choose("table")
    table = bench.window.findChild(TableController)
    for kind in (LayerKind.SITES, LayerKind.CLUSTERS):
        (layer,) = bench.shell.document.workspace.tree.of_kind(kind)
        counts = bench.window.layers.model.counts(layer)
        table.show_layer(layer.id)
        assert len(table.panel.model.places) == counts.filtered
        numbers = f"({counts.shown}/{counts.filtered}) –"
        assert numbers in _heading(bench, kind)
        assert [ending for ending, text in papers.items() if numbers not in text] == []
