"""Writes the report of an import as a workbook that can be sent back. Knows nothing of how rows were read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cli.import_rows import problem_text
from layers.errors import FileBusy, FileNotWritable
from layers.io.leftovers import clear_beside, unfinished
from layers.io.outputs import keep_workspaces
from layers.io.report import ImportReport
from layers.reasons import reason_of
from layers.words import Words

if TYPE_CHECKING:
    from openpyxl import Workbook

_COLUMNS = ("row", "column", "finding", "severity")
_WIDTHS = (10, 28, 70, 16)


@contextmanager
def written_report(report: ImportReport, path: Path | None, words: Words) -> Iterator[None]:
    """Write one line a finding under a line of counts; swap the file in when the body has gone well.

    What the body does is not done where the report cannot be written, and no report stays where it fails.

    Cells are written as text: a cell of the sheet that starts with ``=`` stays what it was and is never run.

    Parameters
    ----------
    report : ImportReport
    path : Path or None
        None: no report is asked for.

    Raises
    ------
    FileBusy, FileNotWritable
        Where the target cannot be replaced.
    WorkspaceInTheWay
        Where it is a workspace.
    """
    if path is None:
        yield
        return
    keep_workspaces(path)
    clear_beside(path)
    beside = unfinished(path)
    try:
        try:
            _book(report, words).save(beside)
            if path.exists():
                path.open("r+b").close()  # Excel lets nobody replace what it has open
        except PermissionError as error:
            raise FileBusy(path=path) from error
        except OSError as error:
            raise FileNotWritable(path=path, reason=reason_of(error)) from error
        yield
        os.replace(beside, path)  # noqa: PTH105
    finally:
        beside.unlink(missing_ok=True)


def _book(report: ImportReport, words: Words) -> Workbook:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.create_sheet(words("import.report"), 0)
    book.remove(book.worksheets[1])
    names = ("read", "kept", "mended", "held_back", "changed", "unchanged")
    counts = {name: words.number(getattr(report, name)) for name in names}
    rows: list[list[str | int]] = [[words("cli.import.done", file=report.file_name, **counts)], []]
    rows.append([words(f"import.{name}") for name in _COLUMNS])
    rows += [
        [found.row, found.column, problem_text(found, words), words(f"import.severity.{found.severity}")]
        for found in report.problems
    ]
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c, ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(name="Times New Roman", size=12, bold=r in (1, 3))
    for i, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCD"[i]].width = width
    sheet.freeze_panes = "A4"
    return book
