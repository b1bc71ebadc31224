"""The map of the first moment: communes from outlines that were kept, to pan and zoom while a file is read.

Knows a first look and the surface; what it imports loads in a moment, which the map itself does not.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.canvas.camera import Camera, Limits
from gui.canvas.home import home_view
from gui.canvas.items.outlines import OutlinesItem
from gui.canvas.surface import Surface
from layers.io.first_look import FirstLook
from layers.style import Theme
from layers.words import Words

KEY_ZOOM = 1.5


class FirstMap(QWidget):
    """Communes alone: the left button and the wheel move the map, nothing can be pointed at yet."""

    def __init__(self, look: FirstLook, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bounds = look.bounds_m
        self._is_home = True
        self.surface = Surface(self)
        self.surface.limits = Limits(self._bounds)
        self.surface.add(OutlinesItem(look))
        self.surface.set_theme(theme)
        self.surface.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        self.surface.setAccessibleName(words("canvas.name"))
        self.setAccessibleName(words("canvas.name"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.surface)
        self.surface.resized.connect(self._resized)
        self.surface.looked.connect(self._looked)
        self.setFocusProxy(self.surface)

    @property
    def moved_to(self) -> Camera | None:
        """Where the map was moved to; None while it shows the whole province."""
        return None if self._is_home else self.surface.camera

    def zoom_in(self) -> None:
        """Come one step closer."""
        self.surface.look(self.surface.camera.zoomed(KEY_ZOOM))

    def _home(self) -> Camera:
        return home_view(self.surface.camera, self._bounds, np.empty((0, 2)), ()).camera

    def _looked(self, camera: Camera) -> None:
        self._is_home = camera == self._home()

    def _resized(self) -> None:
        """Go on showing the whole province where it was shown."""
        if self._is_home:
            self.surface.look(self._home())
