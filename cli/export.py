"""``export``: writes maps, tables and map layers of one result set. Draws and computes nothing itself."""

from __future__ import annotations

import argparse
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Answer, Context
from cli.coverage import bundle_of
from cli.document import keep_workspaces, writing
from cli.filters import add_filters
from cli.parser import Parser, UsageError, a_date, a_list
from layers.errors import BadParameter, ExportUnknown, FileBusy, FileMissing

if TYPE_CHECKING:
    from exports.exporter import ExportOptions

TABLES = ("communes", "sites", "clusters", "incidents", "villages")


def arguments(parser: Parser) -> None:
    """Add what ``export`` takes."""
    words = parser.words
    parser.add_argument("workspace", type=Path, metavar="W", help=words("argument.workspace"))
    parser.add_argument(
        "--to", dest="targets", required=True, action="append", metavar="FILE", help=words("argument.to")
    )
    parser.add_argument(
        "--tables", type=a_list(words, TABLES), default=(), metavar="t,…", help=words("argument.tables")
    )
    parser.add_argument("--title", default="", help=words("argument.title"))
    parser.add_argument("--paper", default="A3", help=words("argument.paper"))
    parser.add_argument("--dpi", type=int, default=300, help=words("argument.dpi"))
    parser.add_argument(
        "--redact", metavar="none|personal|aggregate|displace:M", help=words("argument.redact")
    )
    parser.add_argument("--with-personal", action="store_true", help=words("argument.with_personal"))
    add_filters(parser, to_is_date=False)


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Write every target, or none."""
    words = context.words
    targets = _sorted_out(options, context)
    from exports.exporter import WRITERS, export

    for target in targets:
        if target.suffix.lower() not in WRITERS:
            raise ExportUnknown(path=target, known=tuple(sorted(WRITERS)))
        if not target.parent.is_dir():
            raise FileMissing(path=target.parent)
    asked = _export_options(options, context)
    bundle = bundle_of(options, context)
    with ExitStack() as folders:
        made = []
        for target in targets:
            # Beside the target, so that swapping in is one step of the same file system.
            folder = folders.enter_context(tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-"))
            with writing(target):
                written = export(bundle, Path(folder) / target.name, asked, words)
            made += [(path, target.parent / path.name) for path in written]
        for _, place in made:
            keep_workspaces(place)
        files = [_swapped_in(path, place) for path, place in made]
    head = {key: bundle.to_json()[key] for key in ("schema", "stamp", "sample", "boundaries")}
    data = {**head, "files": [str(file) for file in files]}
    return Answer(data, tuple(words("cli.export.done", path=file) for file in files))


def _sorted_out(options: argparse.Namespace, context: Context) -> list[Path]:
    """Return the targets; a date among them is the last day of the incidents, as in the other verbs."""
    targets = []
    for word in options.targets:
        try:
            options.end = a_date(context.words)(word)
        except argparse.ArgumentTypeError:
            targets.append(Path(word))
    if not targets:
        raise UsageError(context.words("usage.required", names="--to FILE"))
    return targets


def _export_options(options: argparse.Namespace, context: Context) -> ExportOptions:
    from exports.exporter import ExportOptions
    from exports.privacy import parse_redaction
    from exports.sheet import SheetOptions

    try:
        return ExportOptions(
            sheet=SheetOptions(title=options.title, paper=options.paper, dpi=options.dpi),
            tables=options.tables,
            redaction=parse_redaction(options.redact) if options.redact else None,
            with_personal=options.with_personal,
        )
    except BadParameter as error:
        raise UsageError(context.words.error(error)) from error


def _swapped_in(path: Path, place: Path) -> Path:
    try:
        os.replace(path, place)  # noqa: PTH105
    except PermissionError as error:
        raise FileBusy(path=place) from error
    return place
