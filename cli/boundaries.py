"""``boundaries``: checks a file of communes, merges old units into those of today, or downloads a file.

Turns findings into words; knows nothing of how a boundary file is read or repaired.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.boundary_output import write_boundaries
from cli.context import Answer, Context, Origin
from cli.document import file_stamp
from cli.output import table
from cli.parser import Parser, UsageError
from layers.errors import FileMissing
from layers.reasons import reason_of_geometry
from layers.words import Words

if TYPE_CHECKING:
    from layers.boundary_check import BoundaryCheck

# Task → the files it takes.
TASKS = {"check": ("FILE",), "dissolve": ("OLD", "OUT"), "fetch": ()}
# So many findings of a kind are listed on the console; the JSON has all of them.
SHOWN = 10

Finding = Mapping[str, Any]


def arguments(parser: Parser) -> None:
    """Add what ``boundaries`` takes."""
    words = parser.words
    parser.add_argument("task", choices=TASKS, help=words("argument.boundary_task"))
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help=words("argument.boundary_files"))
    parser.add_argument("--source", metavar="URL", help=words("argument.source"))


def run(options: argparse.Namespace, context: Context) -> Answer:
    """Check, dissolve or fetch."""
    words = context.words
    wanted = TASKS[options.task]
    if len(options.files) < len(wanted):
        raise UsageError(words("usage.required", names=", ".join(wanted[len(options.files) :])))
    if len(options.files) > len(wanted):
        names = " ".join(str(file) for file in options.files[len(wanted) :])
        raise UsageError(words("usage.unrecognized", names=names))
    if options.source is not None and options.task != "fetch":
        raise UsageError(words("usage.unrecognized", names="--source"))
    if options.task == "fetch":
        return _fetch(options.source, context)
    if not options.files[0].exists():
        raise FileMissing(path=options.files[0])
    if options.task == "check":
        return _check(options.files[0], context)
    return _dissolve(options.files[0], options.files[1], context)


# -- check --------------------------------------------------------------------------------------------


def _check(path: Path, context: Context) -> Answer:
    from layers.boundary_check import check_boundaries

    words = context.words
    check = check_boundaries(path, context.load_register())
    found = check.to_json()
    overlap_km2 = float(sum(pair["km2"] for pair in found["overlaps"]))
    origin = Origin(file_stamp(path), vintage=found["vintage"], overlap_km2=overlap_km2)
    lines = tuple(_check_lines(path, check, words))
    failure = "" if check.usable else words("cli.boundaries.unusable", path=path.name)
    return Answer({**origin.to_json(), **found}, lines, failure)


def _check_lines(path: Path, check: BoundaryCheck, words: Words) -> list[str]:
    found: dict[str, Any] = check.to_json()
    matched = f"{words.number(found['matched'])}/{words.number(found['expected'])}"
    lines = [
        words("cli.boundaries.matched", path=path.name, vintage=found["vintage"] or "–", matched=matched)
    ]
    for name in ("missing", "doubled", "unknown"):
        if found[name]:
            named = words.listing([_name_of(item) for item in found[name]])
            lines.append(words(f"cli.boundaries.{name}", n=words.number(len(found[name])), names=named))
    lines += _most(found["invalid"], lambda item: _invalid_line(item, words), words)
    lines += _most(found["overlaps"], lambda item: _overlap_line(item, words), words)
    lines += _most(found["holes"], lambda item: _hole_line(item, words), words)
    if found["area_differences"]:
        heads = ("code", "name", "declared", "drawn")
        rows = [
            (
                item["code"],
                item["name"],
                words.number(item["declared_km2"], 2),
                words.number(item["drawn_km2"], 2),
            )
            for item in found["area_differences"]
        ]
        heading = [words(f"cli.boundaries.column.{name}") for name in heads]
        lines += ["", words("cli.boundaries.areas"), *table(heading, rows, left=2)]
    return lines


def _most(items: list[Finding], line: Callable[[Finding], str], words: Words) -> list[str]:
    """Return the first findings of a kind, which are the largest, and how many more there are."""
    rest = len(items) - SHOWN
    more = [words("list.more", n=words.number(rest))] if rest > 0 else []
    return [line(item) for item in items[:SHOWN]] + more


def _invalid_line(item: Finding, words: Words) -> str:
    key = "cli.boundaries.repaired" if item["repaired"] else "cli.boundaries.invalid"
    return words(key, name=item["name"], reason=words(f"reason.{reason_of_geometry(item['reason'])}"))


def _overlap_line(item: Finding, words: Words) -> str:
    return words("cli.boundaries.overlap", a=item["a"], b=item["b"], area=_area(item["km2"], words))


def _hole_line(item: Finding, words: Words) -> str:
    return words("cli.boundaries.hole", near=item["near"], area=_area(item["km2"], words))


def _name_of(item: object) -> str:
    if isinstance(item, dict):
        return str(item.get("name") or item.get("code"))
    return str(item)


def _area(km2: float, words: Words) -> str:
    """Return an area in km², or in m² where km² would show as 0,000."""
    if km2 < 0.0005:
        return f"{words.number(km2 * 1e6, 1)} m²"
    return f"{words.number(km2, 3)} km²"


# -- dissolve and fetch -------------------------------------------------------------------------------


def _dissolve(old: Path, out: Path, context: Context) -> Answer:
    from layers.dissolve import dissolve

    words = context.words
    merged, report = dissolve(old, context.load_register())
    write_boundaries(merged, out)
    origin = Origin(file_stamp(out), vintage=merged.vintage, overlap_km2=merged.overlap_km2)
    data = {
        **origin.to_json(),
        "path": str(out),
        "units": report.units,
        "approximate": list(report.approximate),
    }
    lines = [words("cli.boundaries.dissolved", path=out, n=words.number(report.units))]
    if report.approximate:
        lines.append(words("cli.boundaries.approximate", names=words.listing(report.approximate)))
    return Answer(data, tuple(lines))


def _fetch(url: str | None, context: Context) -> Answer:
    from layers.io.fetch import SOURCE, fetch_boundaries

    words = context.words
    url = url or SOURCE
    context.stderr.write(words("cli.boundaries.fetching", url=url) + "\n")
    context.stderr.flush()
    report = fetch_boundaries(url, context.boundary_folder, register=context.load_register())
    data = {
        **Origin(report.sha256, vintage=report.vintage).to_json(),
        "path": report.path,
        "url": report.url,
        "bytes": report.bytes,
        "sha256": report.sha256,
    }
    line = words(
        "cli.boundaries.fetched", path=report.path, bytes=words.number(report.bytes), sha256=report.sha256
    )
    return Answer(data, (line,))
