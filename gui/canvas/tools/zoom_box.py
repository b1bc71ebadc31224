"""The tool that zooms to a rectangle pulled open with the mouse; knows nothing of what lies in it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt

from gui.canvas.tools.base import Pointer, Tool


class ZoomBoxTool(Tool):
    """Drag: show the rectangle; click: come closer about the place."""

    name = "zoom_box"
    cursor = Qt.CursorShape.CrossCursor
    hint = "tool.zoom_box.hint"

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Draw the rectangle."""
        self.stage.show_band(rectangle(start, pointer))

    def drop(self, start: Pointer, pointer: Pointer) -> None:
        """Show what lies in the rectangle."""
        self.stage.show_band(None)
        rect, camera = rectangle(start, pointer), self.stage.camera
        left, top = camera.to_map(rect.left(), rect.top())
        right, bottom = camera.to_map(rect.right(), rect.bottom())
        self.stage.zoom_to((left, bottom, right, top), margin=0.0)

    def click(self, pointer: Pointer) -> None:
        """Come closer, or with Shift select as the other tools do."""
        if pointer.shift:
            self.stage.click_at(pointer.x, pointer.y)
        else:
            self.stage.look(self.stage.camera.zoomed(2.0, pointer.x, pointer.y))


def rectangle(start: Pointer, end: Pointer) -> QRectF:
    """Return the rectangle between two places."""
    return QRectF(QPointF(start.x, start.y), QPointF(end.x, end.y)).normalized()
