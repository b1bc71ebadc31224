"""The questions that controllers may put to the analyst. Knows no widget: dialogs and tests answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Keep(StrEnum):
    """What to do with unsaved changes."""

    SAVE = "save"
    DISCARD = "discard"
    CANCEL = "cancel"


@dataclass(frozen=True)
class NewWorkspace:
    """What a new workspace is to be: title, boundary file (None: schematic), with sample data or not."""

    title: str
    boundaries: Path | None
    is_sample: bool = False


@dataclass(frozen=True)
class SheetWish:
    """What the analyst says about a sheet before it is exported; an empty text is made from what is shown."""

    title: str = ""
    subtitle: str = ""
    prepared_by: str = ""
    paper: str = "A3"
    is_landscape: bool = True
    dpi: int = 300


@dataclass(frozen=True)
class OnlineWish:
    """Where pictures of the ground are to come from, and whether they are to come at all."""

    address: str = ""
    is_on: bool = False


class Asker(Protocol):
    """Asks, and returns None (or CANCEL) when the analyst thinks better of it."""

    def open_workspace(self) -> Path | None:
        """Ask for a workspace file to open."""

    def open_boundaries(self) -> Path | None:
        """Ask for a boundary file."""

    def save_as(self, suggestion: str, ending: str) -> Path | None:
        """Ask for the name of a file to write, with this ending; an existing one is confirmed."""

    def keep_changes(self, title: str) -> Keep:
        """Ask what to do with unsaved changes."""

    def new_workspace(self, boundaries: Path | None) -> NewWorkspace | None:
        """Ask what a new workspace is to be; `boundaries` is the file at hand."""

    def sheet(self, ending: str, first: SheetWish) -> SheetWish | None:
        """Ask what a sheet is to say, starting from `first`."""

    def open_background(self) -> Path | None:
        """Ask for a map file or a picture to lay behind the data."""

    def find_picture(self, name: str) -> Path | None:
        """Ask where the file of a background picture is now."""

    def online_tiles(self, first: OnlineWish) -> OnlineWish | None:
        """Ask for the address of an online background and whether it is to be fetched."""
