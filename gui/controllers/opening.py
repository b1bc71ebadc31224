"""Makes an open document: from a workspace file, from boundaries, or with the sample data.

Runs inside a job; knows no Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from layers.progress import Progress

if TYPE_CHECKING:
    from layers.boundaries import Boundaries
    from layers.commands import Document
    from layers.deltas import Many
    from layers.io.boundary_cache import BoundaryCache
    from layers.io.first_look import FirstLook, FirstLooks
    from layers.registers import Register
    from layers.workspace import Workspace


@dataclass(frozen=True)
class Opened:
    """A workspace with its boundaries; `boundaries` is None where the file holds none."""

    workspace: Workspace
    boundaries: Boundaries | None


class Opening:
    """The ways to a document.

    Parameters
    ----------
    load_register : callable
        Reads the register of communes; called once, in the first job that needs it.
    boundary_folder : Path
        Where headquarters put their boundary file.
    cache_folder : Path, optional
        Where boundaries that were read before are kept.
    """

    def __init__(
        self,
        load_register: Callable[[], Register],
        boundary_folder: Path,
        cache_folder: Path | None = None,
    ) -> None:
        self._load_register = load_register
        self.boundary_folder = boundary_folder
        self._cache_folder = cache_folder
        self._unseen: dict[Path, str] = {}  # workspace file → key of the first look that is not kept yet

    @cached_property
    def register(self) -> Register:
        """The register of communes."""
        return self._load_register()

    @cached_property
    def cache(self) -> BoundaryCache:
        """What was made of boundaries before."""
        from layers.io.boundary_cache import BoundaryCache

        return BoundaryCache(self._cache_folder)

    @property
    def has_first_looks(self) -> bool:
        """Whether there is a place where outlines are kept that are drawn first."""
        return self._cache_folder is not None

    @cached_property
    def _first_looks(self) -> FirstLooks:
        from layers.io.first_look import FirstLooks

        assert self._cache_folder is not None
        return FirstLooks(self._cache_folder)

    def first_look(self, path: Path) -> FirstLook | None:
        """Return what can be drawn of a file before pandas is loaded; None where nothing is kept."""
        key = self._first_looks.key_of(path)
        look = None if key is None else self._first_looks.load(key)
        if key is not None and look is None:
            self._unseen[path] = key
        return look

    def find_boundaries(self, remembered: str) -> Path | None:
        """Return the boundary file used last time if it is still there, else the one in the folder."""
        from layers.io.boundary_files import find_boundary_file

        if remembered and Path(remembered).is_file():
            return Path(remembered)
        return find_boundary_file(self.boundary_folder)

    def from_file(self, path: Path, progress: Progress) -> Opened:
        """Open a workspace file."""
        from layers.io.workspace_file import open_workspace

        progress.report(0.05, "job.open")
        workspace = open_workspace(path)
        progress.report(0.6, "job.boundaries")
        boundaries = self.cache.of_document(workspace.snapshot())
        unseen = self._unseen.pop(path, None)
        if unseen is not None and boundaries is not None:
            self._first_looks.keep(unseen, boundaries)
        return Opened(workspace, boundaries)

    def read_boundaries(self, path: Path | None, progress: Progress) -> Boundaries:
        """Read a boundary file; None gives the schematic boundaries."""
        from layers.io.boundary_files import read_boundaries
        from layers.schematic import schematic_boundaries

        progress.report(0.05, "job.boundaries")
        if path is None:
            return schematic_boundaries(self.register)
        return self.cache.of_file(path, lambda: read_boundaries(path, self.register, progress=progress))

    def new(self, title: str, boundaries: Boundaries, path: Path | None, progress: Progress) -> Opened:
        """Make an empty workspace inside boundaries read from `path` (None: the schematic ones)."""
        from layers.workspace import Workspace

        progress.report(0.7, "job.new")
        return _inside(Workspace.new(title, vintage=boundaries.vintage), boundaries, path)

    def sample(self, boundaries: Boundaries, path: Path | None, progress: Progress) -> Opened:
        """Make the sample workspace (MINH HỌA) inside boundaries read from `path`."""
        from layers.io.sample import sample_workspace

        progress.report(0.3, "job.sample")
        return _inside(sample_workspace(boundaries, self.register), boundaries, path)


def boundaries_command(workspace: Document, boundaries: Boundaries, path: Path | None) -> Many:
    """Return the command of new boundaries, with the file that papers name as their source."""
    from layers.commands import set_boundaries
    from layers.io.boundary_files import source_row
    from layers.workspace import utc_now

    source = None if path is None else source_row(boundaries, path, at=utc_now())
    return set_boundaries(workspace, boundaries.to_communes(), boundaries.vintage, source=source)


def _inside(workspace: Workspace, boundaries: Boundaries, path: Path | None) -> Opened:
    from layers.workspace import Workspace

    workspace.execute(boundaries_command(workspace, boundaries, path))
    # A document begins with its boundaries: there is nothing to undo in it and nothing to lose.
    return Opened(Workspace(workspace.snapshot().frames), boundaries)
