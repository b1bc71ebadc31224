"""Writes the report of an import as a workbook that can be sent back. Knows nothing of how rows were read."""

from __future__ import annotations

import os
from pathlib import Path

from cli.import_rows import problem_text
from layers.errors import FileBusy
from layers.io.report import ImportReport
from layers.words import Words

_COLUMNS = ("row", "column", "finding", "severity")
_WIDTHS = (10, 28, 70, 16)


def write_report(report: ImportReport, path: Path, words: Words) -> None:
    """Write one line a finding under a line of counts; the file is swapped in whole.

    Cells are written as text: a cell of the sheet that starts with ``=`` stays what it was and is never run.

    Raises
    ------
    FileBusy
        Where the target cannot be replaced.
    """
    from openpyxl import Workbook
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
            cell = sheet.cell(r, c, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.font = Font(name="Times New Roman", size=12, bold=r in (1, 3))
    for i, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCD"[i]].width = width
    sheet.freeze_panes = "A4"
    beside = path.with_name(f".{path.name}.tmp")
    try:
        book.save(beside)
        os.replace(beside, path)  # noqa: PTH105
    except PermissionError as error:
        raise FileBusy(path=path) from error
    finally:
        beside.unlink(missing_ok=True)
