"""``export``: writes maps, tables and map layers of one result set. Draws and computes nothing itself."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Answer, Context
from cli.coverage import bundle_of
from cli.document import open_document
from cli.filters import add_filters
from cli.parser import Parser, UsageError, a_date, a_list
from layers.errors import BadParameter

if TYPE_CHECKING:
    from exports.exporter import ExportOptions
    from exports.sheet_options import SheetOptions
    from layers.workspace import Workspace

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
    from exports.exporter import check_target, export_all

    for target in targets:
        check_target(target)
    asked = _export_options(options, context)
    document = open_document(options.workspace)
    asked = replace(asked, sheet=_as_shown(asked.sheet, document, options))
    bundle = bundle_of(options, context, document)
    files = export_all(bundle, targets, asked, words)
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


def _as_shown(sheet: SheetOptions, document: Workspace, options: argparse.Namespace) -> SheetOptions:
    """Show what the map of the document shows, and incidents where they are asked about."""
    from exports.as_shown import as_shown

    shown = as_shown(sheet, document.tree)
    layers = shown.layers or ()
    asks_incidents = bool(options.category) or options.start is not None or options.end is not None
    if asks_incidents and "incidents" not in layers:
        place = layers.index("boundaries") + 1 if "boundaries" in layers else 0
        layers = (*layers[:place], "incidents", *layers[place:])
    return replace(shown, layers=layers)


def _export_options(options: argparse.Namespace, context: Context) -> ExportOptions:
    from exports.exporter import ExportOptions
    from exports.privacy import parse_redaction
    from exports.sheet_options import SheetOptions

    try:
        return ExportOptions(
            sheet=SheetOptions(title=options.title, paper=options.paper, dpi=options.dpi),
            tables=options.tables or TABLES,
            redaction=parse_redaction(options.redact) if options.redact else None,
            with_personal=options.with_personal,
        )
    except BadParameter as error:
        raise UsageError(context.words.error(error)) from error
