"""What is asked of an import and what it answers: every row kept, mended and how, or held back and why.

Values only; knows nothing of files, of tables or of how a row is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


class ImportLayer(StrEnum):
    """What the rows of a file are."""

    BOUNDARIES = "boundaries"
    SITES = "sites"
    CLUSTERS = "clusters"
    INCIDENTS = "incidents"
    VILLAGES = "villages"
    CANDIDATES = "candidates"
    INITIATIVES = "initiatives"
    GROUPS = "groups"
    CONTEXT = "context"


class ImportMode(StrEnum):
    """What happens to rows that are already known."""

    MERGE = "merge"
    ADD = "add"
    REPLACE = "replace"


@dataclass(frozen=True)
class ImportRequest:
    """One file to be read into one layer.

    Parameters
    ----------
    path : Path
        CSV, XLSX, XLS or GeoJSON; any map file for the layers ``boundaries`` and ``context``.
    layer : ImportLayer
    mapping : mapping of str to str
        Heading as written → field name (a column of schema.md or a template field); wins over recognition.
    sheet : str, optional
        Name of the sheet; the first visible one that holds a heading row otherwise.
    encoding : str, optional
        Of a text file; recognised otherwise.
    crs : str, optional
        Of the coordinates, as ``EPSG:n``; degrees of WGS 84 and metres of VN-2000 are recognised otherwise.
    initiative : str, optional
        Id, key or name that rows without one get.
    mode : ImportMode
    period : str, optional
        2026-11, 2026-Q4, 2026-H1, 2026-9M or 2026; incidents outside it are kept but said.
    full_list : bool
        True when the file lists everything there is: rows it leaves out are said.
    """

    path: Path
    layer: ImportLayer
    mapping: Mapping[str, str] = field(default_factory=lambda: _NONE)
    sheet: str | None = None
    encoding: str | None = None
    crs: str | None = None
    initiative: str | None = None
    mode: ImportMode = ImportMode.MERGE
    period: str | None = None
    full_list: bool = False


class Severity(StrEnum):
    """What a finding did to its row."""

    NOTE = "note"
    MENDED = "mended"
    HELD_BACK = "held_back"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding in a file.

    Parameters
    ----------
    row : int
        As counted in the sheet, from 1; 0 for the file as a whole.
    column : str
        Heading as written, or "".
    problem : str
        Worded by ``import.problem.<problem>``.
    value : str
        The cell as written, or "" (always "" for personal columns).
    candidates : tuple of str
        What it may have meant.
    severity : Severity
    """

    row: int
    column: str
    problem: str
    value: str = ""
    candidates: tuple[str, ...] = ()
    severity: Severity = Severity.NOTE

    def to_json(self) -> dict[str, object]:
        """Return the finding under the names of the command line."""
        return {
            "row": self.row,
            "column": self.column,
            "problem": self.problem,
            "value": self.value,
            "candidates": list(self.candidates),
            "severity": str(self.severity),
        }


@dataclass(frozen=True)
class ImportReport:
    """What became of each row: read = kept + held_back, mended is a part of kept.

    `changed` counts the rows of the workspace that are new, different or gone; `unchanged` those kept rows
    that said nothing new.
    """

    file_name: str
    layer: ImportLayer
    sheet: str | None
    encoding: str | None
    read: int
    kept: int
    mended: int
    held_back: int
    changed: int
    unchanged: int
    problems: tuple[Problem, ...]

    def to_json(self) -> dict[str, object]:
        """Return the object of ``import --json`` (without the stamp)."""
        return {
            "read": self.read,
            "kept": self.kept,
            "mended": self.mended,
            "held_back": self.held_back,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "problems": [problem.to_json() for problem in self.problems],
        }
