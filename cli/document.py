"""Opens and saves the workspace a verb works on, and says where its figures come from. Knows no verb."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from cli.context import Origin
from layers.errors import AppError, BadParameter, FileBusy

if TYPE_CHECKING:
    from layers.boundaries import Boundaries
    from layers.workspace import Snapshot, Workspace


def open_document(path: Path) -> Workspace:
    """Read a workspace whole.

    Raises
    ------
    AppError
        As `layers.io.workspace_file.open_workspace`: missing, empty, damaged, too new, no workspace.
    """
    from layers.io.workspace_file import open_workspace

    return open_workspace(path)


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
        Where the workspace has no boundaries of that vintage; carries those it has.
    """
    from layers import boundaries

    vintage = vintage or snapshot.vintage
    if vintage == snapshot.vintage:
        own = boundaries.boundaries_of(snapshot)
        if own is not None:
            return own
    communes = snapshot.frame("communes")
    known = sorted(set(communes["vintage"]))
    if vintage not in known:
        raise BadParameter(name="--vintage", value=vintage, allowed=tuple(known) or ("–",))
    return boundaries.Boundaries.from_communes(communes, vintage)


def file_stamp(path: Path) -> str:
    """Return the SHA-256 of a file: it tells this state of the file from any other.

    Raises
    ------
    OSError
        Where the file cannot be read.
    """
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
