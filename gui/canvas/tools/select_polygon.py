"""The tool that selects the points within a ring drawn corner by corner; knows nothing of what lies in it."""

from __future__ import annotations

from gui.canvas.tools.base import Pointer
from gui.canvas.tools.corners import CornersTool


class SelectPolygonTool(CornersTool):
    """Ends with the selection, and takes the ring away."""

    name = "select_polygon"
    hint = "tool.select_polygon.hint"
    hint_going = "tool.ring.hint"
    is_area = True

    def ended(self, pointer: Pointer) -> None:
        """Select what lies within."""
        ring = list(self.corners)
        self.cancel()
        self.stage.select_in(ring, pointer.mode)
