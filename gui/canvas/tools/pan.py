"""The tool the map opens with: drag to pan, Shift and drag to zoom to a rectangle, click to select.

Knows nothing of what is selected.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.canvas.camera import Camera
from gui.canvas.tools.base import Pointer, Stage, Tool
from gui.canvas.tools.zoom_box import ZoomBoxTool


class PanTool(Tool):
    """Drag pulls the map."""

    name = "pan"
    cursor = Qt.CursorShape.OpenHandCursor

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._from: Camera = stage.camera
        self._box = ZoomBoxTool(stage)
        self._is_box = False

    def begin(self, pointer: Pointer) -> None:
        """Remember where the map was."""
        self._from = self.stage.camera
        self._is_box = pointer.shift

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Pull the map along, or open the rectangle."""
        if self._is_box:
            self._box.drag(start, pointer)
            return
        self.stage.show_cursor(Qt.CursorShape.ClosedHandCursor)
        self.stage.look(self._from.panned(pointer.x - start.x, pointer.y - start.y))

    def drop(self, start: Pointer, pointer: Pointer) -> None:
        """Let go."""
        if self._is_box:
            self._box.drop(start, pointer)
        self.stage.show_cursor(self.cursor)
        self.stage.hover_at(pointer.x, pointer.y)
