"""Pictures behind the map: a layer of the tree whose pixels stay in a file outside the workspace.

Knows where the file is and whether it is still the one that was added; never reads a pixel.
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pandas as pd

from layers.layer import Frames, Layer, layer_class
from layers.schema import LayerKind


class Fault(StrEnum):
    """Why the file of a raster is not drawn; worded by ``raster.fault.<value>``."""

    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"


@layer_class(LayerKind.RASTER)
class RasterLayer(Layer):
    """A raster file as a layer.

    Attributes
    ----------
    fault : Fault or None
        What was found when the file was last looked at; set by whoever looked, with `find`.
    """

    also_reads = frozenset({"layers"})

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fault: Fault | None = None

    @property
    def is_shown(self) -> bool:
        """Whether it is drawn: a layer without its file is not, and looks so in every list."""
        return self.fault is None and super().is_shown

    @property
    def is_switched_on(self) -> bool:
        """Whether it is to be drawn, also where its file is not there."""
        return super().is_shown

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return no rows: there is nothing in it that could be listed."""
        return pd.DataFrame(index=pd.Index([], dtype="str", name="id"))

    def stated(self, source: Frames | None = None) -> tuple[str, str]:
        """Return path and sha256 as the table `layers` states them, "" where it does not."""
        source = source or self.source
        rows = source.frame("layers") if source is not None else None
        if rows is None or self.id not in rows.index:
            return "", ""
        path, sha256 = rows.at[self.id, "path"], rows.at[self.id, "sha256"]
        return (path if isinstance(path, str) else "", sha256 if isinstance(sha256, str) else "")

    @property
    def file(self) -> Path:
        """Where the file should be: see `found_path`."""
        return found_path(self.stated()[0], getattr(self.source, "path", None))

    def find(self, fault: Fault | None) -> None:
        """Note what was found, and tell it where it is news."""
        if fault is not self.fault:
            self.fault = fault
            self.visible_changed.emit()
            self.data_changed.emit()


def stated_path(file: Path, workspace: Path | None) -> str:
    """Return how a raster is named in the table `layers`.

    Relative to the workspace, with /, where it lies beside it or in a folder below; else in full.

    Examples
    --------
    >>> stated_path(Path("/a/b/nen.tif"), Path("/a/tinh.gpkg"))
    'b/nen.tif'
    """
    full = Path(os.path.abspath(file))  # noqa: PTH100 - a link stays the name the analyst knows
    if workspace is not None:
        folder = Path(os.path.abspath(workspace)).parent  # noqa: PTH100
        if full.is_relative_to(folder):
            return full.relative_to(folder).as_posix()
    return str(full)


def found_path(stated: str, workspace: Path | None) -> Path:
    """Return where the file of `stated_path` is now.

    A file that is not where it was is also looked for beside the workspace: the two may have moved together,
    also from another kind of machine.
    """
    windows = PureWindowsPath(stated)
    is_full = windows.is_absolute() or PurePosixPath(stated).is_absolute()
    folder = workspace.parent if workspace is not None else None
    if not is_full:
        return (folder or Path()) / PurePosixPath(stated)
    full = Path(stated)
    if folder is not None and not full.exists():
        beside = folder / windows.name
        if beside.exists():
            return beside
    return full
