"""``new``: makes a workspace with the boundaries at hand and, on request, the sample data. Draws nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Answer, Context
from cli.document import save_document, workspace_origin
from cli.parser import Parser, UsageError
from layers.errors import FileExists

if TYPE_CHECKING:
    from layers.boundaries import Boundaries
    from layers.registers import Register
    from layers.workspace import Workspace


# Tables whose rows are counted on the console; the JSON counts all of them.
TOLD = ("villages", "initiatives", "sites", "activities", "incidents")


def arguments(parser: Parser) -> None:
    """Add what ``new`` takes."""
    words = parser.words
    parser.add_argument("workspace", type=Path, metavar="OUT.gpkg", help=words("argument.new_workspace"))
    parser.add_argument("--boundaries", type=Path, metavar="FILE", help=words("argument.boundaries"))
    parser.add_argument("--sample", action="store_true", help=words("argument.sample"))
    parser.add_argument("--force", action="store_true", help=words("argument.force"))


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Make the workspace and say how many rows each table has."""
    from layers.io.boundary_files import find_boundary_file

    path: Path = options.workspace
    if path.suffix.lower() != ".gpkg":
        words = context.words
        raise UsageError(words("usage.choice", value=path.name, name="OUT", allowed="*.gpkg"))
    if path.exists() and not options.force:
        raise FileExists(path=path)
    register = context.load_register()
    source = options.boundaries or find_boundary_file(context.boundary_folder)
    boundaries = _boundaries(source, register)
    workspace = _workspace(boundaries, source, register, context, sample=options.sample)
    save_document(workspace, path, force=options.force)
    snapshot = workspace.snapshot()
    tables = {name: len(frame) for name, frame in snapshot.frames.items()}
    data = {**workspace_origin(path, snapshot).to_json(), "path": str(path), "tables": tables}
    return Answer(data, tuple(_lines(path, snapshot.sample, boundaries, tables, context)))


def _boundaries(source: Path | None, register: Register) -> Boundaries:
    from layers.io.boundary_files import read_boundaries
    from layers.schematic import schematic_boundaries

    return schematic_boundaries(register) if source is None else read_boundaries(source, register)


def _workspace(
    boundaries: Boundaries, source: Path | None, register: Register, context: Context, *, sample: bool
) -> Workspace:
    from layers.commands import set_boundaries
    from layers.io.boundary_files import source_row
    from layers.io.sample import sample_workspace
    from layers.workspace import Workspace, utc_now

    row = None if source is None else source_row(boundaries, source, at=utc_now(), by=context.user)
    if sample:
        return _with_source(sample_workspace(boundaries, register), row)
    workspace = Workspace.new(context.words("app.title"), vintage=boundaries.vintage, user=context.user)
    communes = boundaries.to_communes()
    workspace.execute(set_boundaries(workspace, communes, boundaries.vintage, source=row))
    return workspace


def _with_source(workspace: Workspace, row: dict[str, object] | None) -> Workspace:
    """Return the sample with the source of its boundaries; it begins like that, with an empty history."""
    import pandas as pd

    from layers.schema import normalise
    from layers.workspace import Workspace

    if row is None:
        return workspace
    frames = dict(workspace.snapshot().frames)
    added = normalise("sources", pd.DataFrame([row]).set_index("id"))
    frames["sources"] = pd.concat([frames["sources"], added])
    communes = frames["communes"].assign(source_id=str(row["id"]))
    frames["communes"] = normalise("communes", communes)
    return Workspace(frames)


def _lines(
    path: Path, sample: bool, boundaries: Boundaries, tables: dict[str, int], context: Context
) -> list[str]:
    words = context.words
    lines = [words("cli.new.done", path=path, communes=words.number(len(boundaries.codes)))]
    if boundaries.schematic:
        lines.append(words("boundaries.schematic"))
    if sample:
        lines.append(words("sample.mark"))
    return lines + [
        f"  {words(f'table.{name}')}: {words.number(tables[name])}" for name in TOLD if tables[name]
    ]
