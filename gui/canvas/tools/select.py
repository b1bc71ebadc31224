"""The tools that select by a click and by a rectangle.

Know places and held keys; never what is there.
"""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.canvas.tools.base import Pointer, Tool
from gui.canvas.tools.pan import PanTool
from gui.canvas.tools.zoom_box import rectangle


class SelectTool(PanTool):
    """Click selects what is there; dragging pans as ever."""

    name = "select"
    cursor = Qt.CursorShape.ArrowCursor
    hint = "tool.select.hint"


class SelectBoxTool(Tool):
    """Drag: select the points in the rectangle; click: what is there."""

    name = "select_box"
    cursor = Qt.CursorShape.CrossCursor
    hint = "tool.select_box.hint"

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Draw the rectangle."""
        self.stage.show_band(rectangle(start, pointer))

    def drop(self, start: Pointer, pointer: Pointer) -> None:
        """Select what lies in the rectangle."""
        self.stage.show_band(None)
        rect, camera = rectangle(start, pointer), self.stage.camera
        corners = (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())
        self.stage.select_in([camera.to_map(corner.x(), corner.y()) for corner in corners], pointer.mode)
