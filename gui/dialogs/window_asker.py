"""Puts the questions of the controllers to the analyst with dialogs of one window. Changes nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from gui.controllers.asker import Keep, NewWorkspace, OnlineWish, SheetWish
from gui.controllers.session import Session
from gui.dialogs.context_tiles import OnlineTilesDialog
from gui.dialogs.new_workspace import NewWorkspaceDialog
from gui.dialogs.sheet_dialog import SheetDialog
from gui.settings import Key

BOUNDARY_ENDINGS = ("gpkg", "shp", "zip", "geojson", "json", "kml")
OTHER_ENDINGS = ("kmz", "gpx", "fgb", "tab", "mif", "dxf")
PICTURE_ENDINGS = ("tif", "tiff", "mbtiles")


class WindowAsker:
    """The `gui.controllers.asker.Asker` of a window."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        self._session = session
        self._parent = parent

    def open_workspace(self) -> Path | None:
        """Ask for a workspace file to open."""
        return self._open("dialog.open", "filter.workspace", ("gpkg",))

    def open_boundaries(self) -> Path | None:
        """Ask for a boundary file."""
        return self._open("dialog.boundaries", "filter.boundaries", BOUNDARY_ENDINGS)

    def save_as(self, suggestion: str, ending: str) -> Path | None:
        """Ask for the name of a file to write; the ending is added where it was not typed."""
        words = self._session.words
        first = Path(self._folder()) / (suggestion + ending)
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, words("dialog.save_as"), str(first), f"{words('filter.one')} (*{ending})"
        )
        if not chosen:
            return None
        path = Path(chosen)
        if path.suffix.lower() != ending:
            path = path.with_name(path.name + ending)
            if path.exists() and not self._may_replace(path):
                return None
        self._session.settings[Key.LAST_FOLDER] = str(path.parent)
        return path

    def keep_changes(self, title: str) -> Keep:
        """Ask what to do with unsaved changes."""
        words = self._session.words
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(words("app.title"))
        box.setText(words("dialog.keep", name=title))
        box.setInformativeText(words("dialog.keep.text"))
        role = QMessageBox.ButtonRole
        save = box.addButton(words("qt.save"), role.AcceptRole)
        discard = box.addButton(words("qt.discard"), role.DestructiveRole)
        cancel = box.addButton(words("qt.cancel"), role.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(cancel)
        box.exec()
        return {save: Keep.SAVE, discard: Keep.DISCARD}.get(box.clickedButton(), Keep.CANCEL)

    def new_workspace(self, boundaries: Path | None) -> NewWorkspace | None:
        """Ask what a new workspace is to be."""
        dialog = NewWorkspaceDialog(self._session.words, boundaries, self.open_boundaries, self._parent)
        return dialog.ask()

    def sheet(self, ending: str, first: SheetWish) -> SheetWish | None:
        """Ask what a sheet is to say."""
        return SheetDialog(self._session.words, ending, first, self._parent).ask()

    def open_background(self) -> Path | None:
        """Ask for a map file or a picture to lay behind the data."""
        endings = (*BOUNDARY_ENDINGS, *OTHER_ENDINGS, *PICTURE_ENDINGS)
        return self._open("dialog.background", "filter.background", endings)

    def find_picture(self, name: str) -> Path | None:
        """Ask where the file of a background picture is now."""
        return self._open("dialog.find_picture", "filter.pictures", PICTURE_ENDINGS)

    def online_tiles(self, first: OnlineWish) -> OnlineWish | None:
        """Ask for the address of an online background and whether it is to be fetched."""
        return OnlineTilesDialog(self._session.words, first, self._parent).ask()

    def _may_replace(self, path: Path) -> bool:
        words = self._session.words
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(words("app.title"))
        box.setText(words("dialog.replace", name=path.name))
        yes = box.addButton(words("dialog.replace.yes"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(words("qt.cancel"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is yes

    def _open(self, title_key: str, filter_key: str, endings: tuple[str, ...]) -> Path | None:
        words = self._session.words
        patterns = " ".join(f"*.{ending}" for ending in endings)
        chosen, _ = QFileDialog.getOpenFileName(
            self._parent, words(title_key), self._folder(), f"{words(filter_key)} ({patterns})"
        )
        if not chosen:
            return None
        self._session.settings[Key.LAST_FOLDER] = str(Path(chosen).parent)
        return Path(chosen)

    def _folder(self) -> str:
        last = self._session.settings[Key.LAST_FOLDER]
        return last if last and Path(last).is_dir() else str(Path.home())
