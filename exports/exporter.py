"""Writes a result to files of any known kind; each is finished beside its target, then swapped in whole.

Knows nothing of windows or of the command line; both call `export`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from exports.fonts import ensure_gui_application
from exports.privacy import Redaction
from exports.sheet_options import SheetOptions
from layers.errors import ExportUnknown, FileMissing, FileNotWritable
from layers.io.outputs import keep_workspaces, swap_in, writing
from layers.progress import SILENT, Progress
from layers.reasons import reason_of
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle


@dataclass(frozen=True)
class ExportOptions:
    """What the analyst may set for an export.

    Attributes
    ----------
    sheet : SheetOptions
        Title, paper, layers and who prepared it; read by every format that shows them.
    tables : tuple of str
        For formats of data: sites, clusters, incidents, villages, communes; empty = those of the map.
    redaction : Redaction or None
        None: personal columns stay here, and a web map carries incidents per commune only.
    with_personal : bool
        Personal columns may leave (asked for by name).
    """

    sheet: SheetOptions = field(default_factory=SheetOptions)
    tables: tuple[str, ...] = ()
    redaction: Redaction | None = None
    with_personal: bool = False


Writer = Callable[["ResultBundle", Path, ExportOptions, Words, Progress], list[Path]]


def export(
    bundle: ResultBundle,
    path: Path,
    options: ExportOptions | SheetOptions | None = None,
    words: Words | None = None,
    progress: Progress = SILENT,
) -> list[Path]:
    """Write a result to `path` in the format of its ending and return the files that are there now.

    Parameters and errors are those of `export_all`.
    """
    return export_all(bundle, [path], options, words, progress)


def export_all(
    bundle: ResultBundle,
    paths: Sequence[Path],
    options: ExportOptions | SheetOptions | None = None,
    words: Words | None = None,
    progress: Progress = SILENT,
) -> list[Path]:
    """Write a result to every path in the format of its ending, or to none; return the files there are now.

    Parameters
    ----------
    bundle : ResultBundle
    paths : sequence of Path
        The endings choose the formats; existing files are replaced, but never a workspace.
    options : ExportOptions or SheetOptions, optional
    words : Words, optional
        Language of the paper; Vietnamese where not given.

    Raises
    ------
    ExportUnknown
        No format has this ending.
    FileMissing
        The folder does not exist.
    FileBusy, FileNotWritable
        A target is open in another program, its folder is closed or the disk full.
    WorkspaceInTheWay
        A target is a workspace.
    Cancelled
        Raised by `progress`; nothing was written.
    """
    targets = [Path(path) for path in paths]
    for target in targets:
        check_target(target)
    chosen = ExportOptions(sheet=options) if isinstance(options, SheetOptions) else options or ExportOptions()
    words = words or Words.load("vi")
    progress.report(0.0, "progress.export")
    made: list[tuple[Path, Path]] = []
    with ExitStack() as folders:
        for target in targets:
            folder = Path(folders.enter_context(_folder_beside(target)))
            with writing(target):
                files = WRITERS[target.suffix.lower()](bundle, folder / target.name, chosen, words, progress)
            made += [(file, target.parent / file.name) for file in files]
        progress.report(0.95, "progress.export")
        return swap_in(made)


def check_target(path: Path) -> None:
    """Refuse a target before anything is computed for it.

    Raises
    ------
    ExportUnknown, FileMissing, WorkspaceInTheWay
    """
    if path.suffix.lower() not in WRITERS:
        raise ExportUnknown(path=path, known=tuple(sorted(WRITERS)))
    if not path.parent.is_dir():
        raise FileMissing(path=path.parent)
    keep_workspaces(path)


def _folder_beside(target: Path) -> tempfile.TemporaryDirectory[str]:
    """Make a folder beside the target, so that swapping in is one step of the same file system."""
    try:
        return tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent)
    except OSError as error:
        raise FileNotWritable(path=target, reason=reason_of(error)) from error


# -- the formats: each imports what it needs when it is asked, so that a PDF does not wait for folium ----


def _pdf(b: ResultBundle, path: Path, options: ExportOptions, words: Words, progress: Progress) -> list[Path]:
    ensure_gui_application()
    from exports import painter, sheet

    composed = sheet.compose(b, options.sheet, words)
    progress.report(0.5, "progress.export")
    painter.write_pdf(composed, path)
    return [path]


def _png(b: ResultBundle, path: Path, options: ExportOptions, words: Words, progress: Progress) -> list[Path]:
    ensure_gui_application()
    from exports import painter, sheet

    composed = sheet.compose(b, options.sheet, words)
    progress.report(0.4, "progress.export")
    painter.write_png(composed, path, options.sheet.dpi)
    return [path]


def _svg(b: ResultBundle, path: Path, options: ExportOptions, words: Words, progress: Progress) -> list[Path]:
    ensure_gui_application()
    from exports import painter, sheet

    composed = sheet.compose(b, options.sheet, words)
    progress.report(0.5, "progress.export")
    painter.write_svg(composed, path)
    return [path]


def _html(
    b: ResultBundle, path: Path, options: ExportOptions, words: Words, progress: Progress
) -> list[Path]:
    from exports import webmap

    text = webmap.render(b, options.sheet, words, redaction=options.redaction)
    progress.report(0.8, "progress.export")
    path.write_text(text, encoding="utf-8")
    return [path]


def _xlsx(
    b: ResultBundle, path: Path, options: ExportOptions, words: Words, progress: Progress
) -> list[Path]:
    from exports import workbook

    workbook.write(b, path, options.sheet, words, progress)
    return [path]


def _geodata(
    b: ResultBundle, path: Path, options: ExportOptions, words: Words, progress: Progress
) -> list[Path]:
    from exports import geodata

    return geodata.write(
        b,
        path,
        options.tables or geodata.tables_of(options.sheet.layers),
        words,
        redaction=options.redaction or Redaction(),
        with_personal=options.with_personal,
        progress=progress,
    )


WRITERS: Mapping[str, Writer] = {
    ".pdf": _pdf,
    ".png": _png,
    ".svg": _svg,
    ".html": _html,
    ".xlsx": _xlsx,
    ".gpkg": _geodata,
    ".geojson": _geodata,
    ".shp": _geodata,
    ".kml": _geodata,
}

FORMATS: tuple[str, ...] = tuple(suffix.removeprefix(".") for suffix in WRITERS)
