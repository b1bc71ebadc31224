"""Draws a background picture from a raster file, read beside the window at the scale of the screen.

Knows the layer and its file; nothing of commands, and it asks nobody anything.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from gui.canvas.content import MapContent
from gui.canvas.items.picture import Maker, PictureItem
from gui.canvas.pictures import Part, image_of
from layers.errors import AppError, FileMissing
from layers.io.raster_files import RasterInfo, read_info, read_window
from layers.layer import Layer
from layers.progress import Progress
from layers.rasters import Fault, RasterLayer


class RasterItem(PictureItem):
    """The picture of one raster layer; without its file nothing is drawn, and the layer is told why."""

    def __init__(self, z: float = 10.0) -> None:
        super().__init__(z)
        self._layer: RasterLayer | None = None
        self._file: tuple[Path, str] | None = None
        self._is_known = False

    def take_rows(self, layer: Layer, content: MapContent) -> None:
        """Take the file of the layer; the same file again changes nothing."""
        if not isinstance(layer, RasterLayer):
            return
        self.use(content)
        self._layer = layer
        file = None if layer.fault is not None else (layer.file, layer.stated()[1])
        if file == self._file:
            return
        self._file, self.whole, self._is_known = file, None, False
        self.begin_anew()
        if file is not None:
            self._look_into(file[0])

    def take_style(self, layer: Layer) -> None:
        """Opacity is all there is, and the item has it already."""

    def maker(self) -> Maker | None:
        """Return how a part of the file is read."""
        if self._file is None or not self._is_known:
            return None
        path = self._file[0]

        def make(part: Part, progress: Progress) -> QImage:
            return image_of(read_window(path, part.bounds, part.width, part.height, progress=progress))

        return make

    def failed(self, error: AppError) -> None:
        """Tell the layer: its file has gone, or is no longer what it was."""
        if self._layer is not None:
            self._layer.find(Fault.MISSING if isinstance(error, FileMissing) else Fault.UNREADABLE)

    def _look_into(self, path: Path) -> None:
        asked_for = self._file

        def work(progress: Progress) -> RasterInfo | AppError:
            try:
                return read_info(path)
            except AppError as error:
                return error

        def done(found: object) -> None:
            if self._file != asked_for:
                return
            if isinstance(found, RasterInfo):
                self.whole, self._is_known = found.bounds_m, True
                self.look_again()
            elif isinstance(found, AppError):
                self.failed(found)

        self._start(work, done, f"{self._channel}:info")
