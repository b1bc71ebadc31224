"""One move of a point: waits for a click on the map, then makes the command.

Knows the map, the document and the row; nothing of cards.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Qt, Signal

from gui.canvas.map_view import MapView
from gui.canvas.tools.move_point import MovePointTool
from gui.controllers.information_controller import Move
from gui.controllers.parts import Parts
from layers.commands import move_point
from layers.crs import to_store


class PointMoving(QObject):
    """Lives until the point is placed or the move given up.

    Signals
    -------
    moved(str, str, Move)
        Table and id of the point, and how it was moved.
    """

    moved = Signal(str, str, object)

    def __init__(self, parts: Parts, view: MapView, table: str, identity: str, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self._view = view
        self._table = table
        self._id = identity
        self._tool_before = view.tool_name

    def begin(self) -> None:
        """Take the tool; the one before comes back afterwards."""
        view = self._view
        if view.surface.tool is not None:
            view.surface.tool.cancel()
        view.end_hover()
        view.surface.tool = MovePointTool(view, self._start, self._place, self._give_up)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _start(self) -> tuple[float, float] | None:
        workspace = self._parts.document.workspace
        if workspace is None or self._id not in workspace.frame(self._table).index:
            return None
        row = workspace.frame(self._table).loc[self._id]
        x, y = float(row["x"]), float(row["y"])
        return (x, y) if math.isfinite(x) and math.isfinite(y) else None

    def _place(self, x: float, y: float) -> None:
        document, start = self._parts.document, self._start
        workspace = document.workspace
        self._put_back()
        if workspace is None or self._id not in workspace.frame(self._table).index:
            return
        lon, lat = to_store([x], [y])
        document.execute(move_point(workspace, self._table, self._id, float(lon[0]), float(lat[0])))
        row = workspace.frame(self._table).loc[self._id]
        now = float(row["x"]), float(row["y"])
        distance = None if start is None else math.hypot(now[0] - start[0], now[1] - start[1])
        self.moved.emit(self._table, self._id, Move(*now, distance))
        self.deleteLater()

    def _give_up(self) -> None:
        if self._view.surface.tool is not None and self._view.surface.tool.name == MovePointTool.name:
            self._put_back()
        self.deleteLater()

    def _put_back(self) -> None:
        self._view.set_tool(self._tool_before)
