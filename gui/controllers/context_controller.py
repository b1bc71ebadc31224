"""Backgrounds of one window: adding map files and pictures, finding lost pictures, the online ground.

Knows the document, the map and whom to ask; reads no file itself (jobs do) and draws nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from gui.actions.ids import ActionId
from gui.controllers.asker import OnlineWish
from gui.controllers.context_reading import (
    Background,
    FileKind,
    Picture,
    check_pictures,
    kind_of,
    read_background,
)
from gui.controllers.parts import Parts
from gui.notify import Tone
from gui.settings import APP_FOLDER, Key

if TYPE_CHECKING:
    from gui.canvas.items.base import CanvasItem
    from layers.deltas import Delta
    from layers.errors import AppError
    from layers.progress import Progress
    from layers.rasters import Fault, RasterLayer

ADDING, CHECKING = "background", "pictures"
TILES_Z, NOTE_Z = 9.0, 95.0  # below the lowest layer; above names, below rectangles of tools


class ContextController(QObject):
    """Backgrounds in one window. Lives and dies with it."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._window = parts.window
        self._session = parts.session
        self._document = parts.document
        self._checked: dict[Picture, Fault | None] = {}
        self._online: tuple[CanvasItem, ...] = ()
        self._wish = OnlineWish(parts.session.settings[Key.TILE_ADDRESS])
        actions = parts.window.actions_of
        actions.bind(ActionId.ADD_BACKGROUND, self.add)
        actions.bind(ActionId.ONLINE_TILES, self.ask_online)
        view = parts.window.layers.view
        self.find_action = QAction(parts.session.words("layers.find_picture"), view)
        self.find_action.setProperty("kind", "raster")
        self.find_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.find_action.triggered.connect(self._find_current)
        view.addAction(self.find_action)
        self._document.file_offered.connect(self._on_dropped)
        self._document.replaced.connect(self._on_replaced)
        self._document.tables_changed.connect(self._on_tables)
        self._check()

    # -- adding -------------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for a file and lay it behind the data."""
        asker = self._document.asker
        path = asker.open_background() if asker is not None else None
        if path is not None:
            self.add_file(path)

    def add_file(self, path: Path) -> None:
        """Lay a map file or a picture behind the data."""
        from layers.workspace import utc_now

        workspace = self._document.workspace
        if workspace is None:
            return
        snapshot, at = workspace.snapshot(), utc_now()

        def done(found: Background) -> None:
            if self._document.workspace is workspace:
                self._take(path, found)

        self._session.jobs.start(
            lambda progress: read_background(path, snapshot, progress, at=at),
            label_key="job.background",
            channel=ADDING,
            done=done,
            failed=self._session.notifier.error,
        )

    def _take(self, path: Path, found: Background) -> None:
        from layers.raster_commands import add_raster
        from layers.rasters import stated_path

        workspace = self._document.workspace
        assert workspace is not None
        before = workspace.place
        if found.command is None:
            stated = stated_path(path, workspace.path)
            self._document.execute(add_raster(workspace, found.name, stated, found.sha256))
        else:
            self._document.execute(found.command)
        if workspace.place != before or found.is_known or found.left_out:
            self._tell(found, is_added=workspace.place != before)
        if workspace.place != before and not self._window.is_on_map:
            self._window.show_map()

    def _tell(self, found: Background, *, is_added: bool) -> None:
        """Say in one notice what was added and what was left out."""
        words = self._session.words
        if not is_added:
            said = [words("background.known" if found.is_known else "background.nothing", name=found.name)]
        elif found.command is None:
            said = [words("background.picture", name=found.name)]
        else:
            said = [words("background.rows", name=found.name, n=words.number(found.kept))]
        for problem, number in sorted(found.left_out.items()):
            said.append(words(f"background.left_out.{problem}", n=words.number(number)))
        if found.assumed_crs:
            said.append(words("background.crs_assumed", crs=found.assumed_crs))
        if is_added and not self._is_in_province(found):
            said.append(words("background.elsewhere"))
        is_clean = is_added and len(said) == 1
        self._session.notifier.tell(
            "background.told", tone=Tone.INFO if is_clean else Tone.WARNING, text=" ".join(said)
        )

    def _is_in_province(self, found: Background) -> bool:
        boundaries, own = self._document.boundaries, found.bounds_m
        if own is None or boundaries is None:
            return True
        around = boundaries.bounds_m
        return own[0] < around[2] and around[0] < own[2] and own[1] < around[3] and around[1] < own[3]

    def _on_dropped(self, path: Path) -> None:
        """Take a dropped file as what it is: boundaries that match the register, else a background."""
        opening = self._document.opening

        def done(kind: FileKind) -> None:
            if kind is FileKind.BOUNDARIES:
                self._document.load_boundaries(path)
            else:
                self.add_file(path)

        self._session.jobs.start(
            lambda progress: kind_of(path, opening.register, progress),
            label_key="job.background",
            channel=ADDING,
            done=done,
            failed=self._session.notifier.error,
        )

    # -- pictures whose file is gone ----------------------------------------------------------------

    def _pictures(self) -> dict[Picture, RasterLayer]:
        from layers.rasters import RasterLayer
        from layers.schema import LayerKind

        workspace = self._document.workspace
        layers = workspace.tree.of_kind(LayerKind.RASTER) if workspace is not None else ()
        return {
            Picture(layer.id, layer.file, layer.stated()[1]): layer
            for layer in layers
            if isinstance(layer, RasterLayer)
        }

    def _on_replaced(self) -> None:
        self._checked.clear()
        self._check()

    def _on_tables(self, tables: frozenset[str]) -> None:
        if "layers" in tables:
            self._check()

    def _check(self) -> None:
        """Look, once for each file that a layer names, whether it is there and still the same."""
        if self._document.workspace is None:
            return
        unknown = [picture for picture in self._pictures() if picture not in self._checked]
        if not unknown:
            return

        def work(progress: Progress) -> dict[Picture, Fault | None]:
            return check_pictures(unknown, progress)

        def done(found: dict[Picture, Fault | None]) -> None:
            self._checked |= found
            self._show_faults(found)

        self._session.jobs.start(work, label_key="job.pictures", channel=CHECKING, done=done)

    def _show_faults(self, found: dict[Picture, Fault | None]) -> None:
        names: dict[str, list[str]] = {}
        for picture, layer in self._pictures().items():
            if picture in found:
                fault = found[picture]
                layer.find(fault)
                if fault is not None:
                    names.setdefault(fault.value, []).append(f"“{layer.title(self._session.words)}”")
        for fault, titles in names.items():
            listed = self._session.words.listing(titles)
            self._session.notifier.tell(f"raster.lost.{fault}", tone=Tone.WARNING, names=listed)

    def _find_current(self) -> None:
        from layers.rasters import RasterLayer

        layer = self._window.layers.current
        if isinstance(layer, RasterLayer):
            self.find(layer)

    def find(self, layer: RasterLayer) -> None:
        """Ask where the file of a picture is now, and take it."""
        from layers.raster_commands import set_raster_file
        from layers.rasters import stated_path

        workspace, asker = self._document.workspace, self._document.asker
        path = asker.find_picture(layer.title(self._session.words)) if asker is not None else None
        if workspace is None or path is None:
            return
        snapshot = workspace.snapshot()
        from layers.workspace import utc_now

        at = utc_now()

        def done(found: Background) -> None:
            if self._document.workspace is not workspace or layer.id not in workspace.tree:
                return
            stated = stated_path(path, workspace.path)
            self._checked = {known: fault for known, fault in self._checked.items() if known.id != layer.id}
            self._document.execute(set_raster_file(workspace, layer.id, stated, found.sha256))
            self._check()

        self._session.jobs.start(
            lambda progress: read_background(path, snapshot, progress, at=at),
            label_key="job.background",
            channel=ADDING,
            done=done,
            failed=self._session.notifier.error,
        )

    # -- the online ground --------------------------------------------------------------------------

    @property
    def is_online(self) -> bool:
        """Whether pictures of the ground are fetched from the network."""
        return bool(self._online)

    def ask_online(self) -> None:
        """Ask for the address of an online ground, and switch it on or off."""
        asker = self._document.asker
        first = OnlineWish(self._wish.address, self.is_online)
        wish = asker.online_tiles(first) if asker is not None else None
        if wish is None:
            return
        self._wish = wish
        self._session.settings[Key.TILE_ADDRESS] = wish.address
        self.set_online(wish)

    def set_online(self, wish: OnlineWish) -> None:
        """Fetch the ground from an address until it is switched off or the window closes."""
        from layers.errors import BadParameter

        self._drop_online()
        view, workspace = self._window.map_view, self._document.workspace
        if not wish.is_on or view is None or workspace is None:
            return
        from gui.canvas.items.tiles import TilesItem, TilesNoteItem
        from layers.io.tile_source import TileSource, checked_address, host_of
        from layers.raster_commands import let_through

        try:
            address = checked_address(wish.address)
        except BadParameter as error:
            self._session.notifier.error(error)
            return
        source = TileSource(address, Path(platformdirs.user_cache_dir(APP_FOLDER, appauthor=False)) / "tiles")
        note = self._session.words("tiles.note", host=host_of(address))
        self._online = (
            TilesItem(source, view.start_work, self._tell_trouble, TILES_Z),
            TilesNoteItem(note, NOTE_Z),
        )
        for item in self._online:
            view.surface.add(item)
        command: Delta = let_through(workspace)
        self._document.execute(command)

    def _drop_online(self) -> None:
        view = self._window.map_view
        for item in self._online if view is not None else ():
            view.surface.drop(item)
        self._online = ()

    def _tell_trouble(self, error: AppError) -> None:
        self._session.notifier.error(error)
