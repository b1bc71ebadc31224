"""The tool that keeps the card of what was clicked; dragging pans as ever. Knows nothing of the card."""

from __future__ import annotations

from PySide6.QtCore import Qt

from gui.canvas.tools.base import Pointer
from gui.canvas.tools.pan import PanTool


class IdentifyTool(PanTool):
    """Click selects and keeps the card open."""

    name = "identify"
    cursor = Qt.CursorShape.WhatsThisCursor
    hint = "tool.identify.hint"

    def click(self, pointer: Pointer) -> None:
        """Select, and keep the card."""
        self.stage.click_at(pointer.x, pointer.y, pointer.mode)
        self.stage.identify_at(pointer.x, pointer.y)
