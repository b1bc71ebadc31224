"""``import``: reads a file into a workspace and says what became of every row. Knows no file format."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Answer, Context
from cli.document import open_document, save_document, workspace_origin
from cli.output import table
from cli.parser import Parser, UsageError, a_pair
from layers.errors import BadParameter, FileMissing, NameAmbiguous, NameUnknown, NothingToDo
from layers.io.report import ImportLayer, ImportMode, ImportReport, ImportRequest, Problem
from layers.words import Words

if TYPE_CHECKING:
    from layers.workspace import Workspace

# So many findings are listed on the console; all of them are in the JSON and in the report workbook.
SHOWN_PROBLEMS = 20


def arguments(parser: Parser) -> None:
    """Add what ``import`` takes."""
    words = parser.words
    layers, modes = [str(layer) for layer in ImportLayer], [str(mode) for mode in ImportMode]
    parser.add_argument("workspace", type=Path, metavar="W", help=words("argument.workspace"))
    parser.add_argument("file", type=Path, metavar="FILE", help=words("argument.import_file"))
    parser.add_argument("--layer", required=True, choices=layers, help=words("argument.import_layer"))
    parser.add_argument("--initiative", metavar="NAME", help=words("argument.import_initiative"))
    parser.add_argument("--sheet", metavar="S", help=words("argument.sheet"))
    parser.add_argument(
        "--map", dest="mapping", type=a_pair(words), nargs="+", action="extend", default=[],
        metavar="column=field", help=words("argument.map"),
    )  # fmt: skip
    parser.add_argument("--crs", metavar="EPSG", help=words("argument.crs"))
    parser.add_argument("--encoding", metavar="NAME", help=words("argument.encoding"))
    parser.add_argument("--mode", choices=modes, default=modes[0], help=words("argument.mode"))
    parser.add_argument("--period", metavar="P", help=words("argument.period"))
    parser.add_argument("--full-list", action="store_true", help=words("argument.full_list"))
    parser.add_argument("--dry-run", action="store_true", help=words("argument.dry_run"))
    parser.add_argument("--report", type=Path, metavar="R.xlsx", help=words("argument.report"))


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Work out the import, do it unless it is a dry run, and report on every row.

    Raises
    ------
    NothingToDo
        When no row of the file could be used; nothing is written then.
    """
    from cli.import_report import written_report

    words = context.words
    if options.report is not None and options.report.suffix.lower() != ".xlsx":
        raise UsageError(words("usage.choice", value=options.report.name, name="--report", allowed="*.xlsx"))
    workspace = open_document(options.workspace, user=context.user)
    if not options.file.exists():
        raise FileMissing(path=options.file)
    report, changed = _import(options, workspace, context)
    if report.kept == 0:
        raise NothingToDo(path=options.file, reason=_reason(report, context.words))
    with written_report(report, options.report, context.words):
        if changed and not options.dry_run:
            save_document(workspace, options.workspace)
    origin = workspace_origin(options.workspace, workspace.snapshot())
    return Answer(
        {**origin.to_json(), **report.to_json()}, tuple(_lines(report, options.dry_run, context.words))
    )


def _import(options: argparse.Namespace, workspace: Workspace, context: Context) -> tuple[ImportReport, bool]:
    """Execute the import in memory; the second value says whether anything is to be saved."""
    from layers.deltas import ChangeRows, leaves
    from layers.io.importing import prepare_import
    from layers.workspace import utc_now

    request = ImportRequest(
        path=options.file,
        layer=ImportLayer(options.layer),
        mapping=dict(options.mapping),
        sheet=options.sheet,
        encoding=options.encoding,
        crs=options.crs,
        initiative=options.initiative,
        mode=ImportMode(options.mode),
        period=options.period,
        full_list=options.full_list,
    )
    try:
        prepared = prepare_import(
            request, workspace.snapshot(), context.load_register(), at=utc_now(), by=context.user
        )
    except (BadParameter, NameAmbiguous, NameUnknown) as error:
        # A system, period, column or initiative of the command line that does not exist.
        raise UsageError(context.words.error(error)) from error
    if prepared.report.kept == 0:
        return prepared.report, False
    # A sheet that says nothing new leaves the file as it is, rather than noting that it was read again.
    changed = any(
        leaf.table != "sources" for leaf in leaves(prepared.command) if isinstance(leaf, ChangeRows)
    )
    if changed:
        workspace.execute(prepared.command)
    return prepared.report, changed


def problem_text(problem: Problem, words: Words) -> str:
    """Put one finding into words, with the cell and what it may have meant."""
    candidates = words.listing(problem.candidates, most=8) or "–"
    return words(f"import.problem.{problem.problem}", value=problem.value, candidates=candidates)


def _reason(report: ImportReport, words: Words) -> str:
    first = next((problem for problem in report.problems if problem.severity == "held_back"), None)
    return problem_text(first, words) if first else words("import.no_rows")


def _lines(report: ImportReport, dry_run: bool, words: Words) -> list[str]:
    counts = {
        name: words.number(getattr(report, name))
        for name in ("read", "kept", "mended", "held_back", "changed", "unchanged")
    }
    lines = [words("cli.import.done", file=report.file_name, **counts)]
    if dry_run:
        lines.append(words("cli.import.dry_run"))
    if not report.problems:
        return lines
    shown = report.problems[:SHOWN_PROBLEMS]
    head = [words("import.row"), words("import.column"), words("import.finding")]
    rows = [
        (words.number(found.row) if found.row else "", found.column, problem_text(found, words))
        for found in shown
    ]
    lines += ["", *table(head, rows, left=3)]
    rest = len(report.problems) - len(shown)
    return lines + ([words("list.more", n=words.number(rest))] if rest else [])
