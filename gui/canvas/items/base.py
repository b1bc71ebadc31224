"""What every thing drawn on the map has in common: it is handed a camera and draws in logical pixels.

Knows the scene of Qt; nothing of layers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem

from gui.canvas.camera import Camera
from layers.style import LIGHT, Theme

# A screen is looked at from farther away than paper: a point is drawn a fifth larger than its true size.
UNIT_PT = 1.2 * 96 / 72  # logical pixels a typographic point


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture: from where, on what device, and whether the map is moving.

    Attributes
    ----------
    camera : Camera
    dpr : float
        Device pixels a logical pixel.
    moving : bool
        Whether the next frame is expected at once: thin lines, no new placement of labels.
    """

    camera: Camera
    dpr: float = 1.0
    moving: bool = False

    @property
    def transform(self) -> QTransform:
        """Return the transform from metres to logical pixels."""
        camera = self.camera
        scale = 1.0 / camera.m_per_px
        return QTransform(
            scale, 0, 0, -scale, camera.width / 2 - camera.x * scale, camera.height / 2 + camera.y * scale
        )


class CanvasItem(QGraphicsItem):
    """A part of the map; subclasses implement `draw` and call `update` when what they show has changed.

    Attributes
    ----------
    is_live : bool
        Whether it is drawn anew in each picture, over what is kept of the others: cheap, and often changed.
    version : int
        How often what it shows has changed.
    """

    is_live = False
    version = 0

    def __init__(self, z: float) -> None:
        super().__init__()
        self.setZValue(z)
        self.frame: Frame | None = None
        self.theme: Theme = LIGHT

    def set_frame(self, frame: Frame) -> None:
        """Take the camera of the next picture."""
        camera, before = frame.camera, self.frame
        if before is None or (camera.width, camera.height) != (before.camera.width, before.camera.height):
            self.prepareGeometryChange()
        self.frame = frame

    def update(self, *area: Any) -> None:
        """Have it drawn again: what it shows has changed."""
        self.version += 1
        super().update(*area)
        # A picture at rest is painted by the surface itself, past QGraphicsView: after an update of the whole
        # scene (a new theme) the scene would wait for that one for ever, and pass on no update of an item.
        scene = self.scene()
        for view in scene.views() if scene is not None else ():
            view.viewport().update()

    def setVisible(self, is_visible: bool) -> None:
        """Show or hide it."""
        super().setVisible(is_visible)
        self.update()

    def setOpacity(self, opacity: float) -> None:
        """Let what lies below shine through, 1 for nothing of it."""
        super().setOpacity(opacity)
        self.update()

    def setZValue(self, z: float) -> None:
        """Put it above or below others."""
        super().setZValue(z)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the whole view, in logical pixels: an item may draw wherever one looks."""
        if self.frame is None:
            return QRectF()
        return QRectF(0, 0, self.frame.camera.width, self.frame.camera.height)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw in logical pixels of the view; called by Qt."""
        if self.frame is None:
            return
        painter.save()
        try:
            painter.resetTransform()
            self.draw(painter, self.frame)
        finally:
            painter.restore()  # an unbalanced painter ends the process

    def draw(self, painter: QPainter, frame: Frame) -> None:
        """Draw one picture; the painter is in logical pixels, y down."""
        raise NotImplementedError
