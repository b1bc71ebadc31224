"""Opens and saves the workspace a verb works on, and says where its figures come from. Knows no verb."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Origin
from layers.errors import (
    AppError,
    BadParameter,
    BoundariesMissing,
    FileBusy,
)

if TYPE_CHECKING:
    from layers.boundaries import Boundaries
    from layers.workspace import Snapshot, Workspace


def open_document(path: Path, *, user: str = "") -> Workspace:
    """Read a workspace whole; what is changed in it is noted as done by `user`.

    Raises
    ------
    AppError
        As `layers.io.workspace_file.open_workspace`: missing, empty, damaged, too new, no workspace.
    """
    from layers.io.workspace_file import open_workspace

    return open_workspace(path, user=user)


def save_document(workspace: Workspace, path: Path, *, force: bool = False) -> None:
    """Write a workspace whole, or leave the file as it was."""
    from layers.io.workspace_file import save_workspace

    try:
        save_workspace(workspace, path, force=force)
    except PermissionError as error:
        raise FileBusy(path=path) from error


def boundaries_of(snapshot: Snapshot, vintage: str | None = None) -> Boundaries:
    """Return the boundaries of a workspace in the vintage asked for, its own by default.

    Raises
    ------
    BadParameter
        Where the workspace has no boundaries of the vintage asked for; carries those it has.
    BoundariesMissing
        Where it has none of its own vintage.
    """
    from layers import boundaries

    vintage = vintage or snapshot.vintage
    if vintage == snapshot.vintage:
        own = boundaries.boundaries_of(snapshot)
        if own is None:
            raise BoundariesMissing(vintage=vintage)
        return own
    communes = snapshot.frame("communes")
    known = sorted(set(communes["vintage"]))
    if vintage not in known:
        raise BadParameter(name="--vintage", value=vintage, allowed=tuple(known) or ("–",))
    return boundaries.Boundaries.from_communes(communes, vintage)


def file_stamp(path: Path) -> str:
    """Return the SHA-256 of a file, or of all files of a folder: it tells this state from any other.

    Raises
    ------
    OSError
        Where a file cannot be read.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.is_file())
        told = "".join(f"{file.name}\0{file_stamp(file)}\n" for file in files)
        return hashlib.sha256(told.encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def workspace_origin(path: Path, snapshot: Snapshot) -> Origin:
    """Return what an answer says of a workspace that lies in `path`."""
    try:
        boundaries = boundaries_of(snapshot)
    except AppError:
        return Origin(file_stamp(path), snapshot.sample, snapshot.vintage)
    return Origin(
        file_stamp(path), snapshot.sample, boundaries.vintage, boundaries.schematic, boundaries.overlap_km2
    )
