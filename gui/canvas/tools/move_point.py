"""The tool that waits for the place a point is moved to, with a line from where it stood.

Knows metres and who to tell; nothing of the point or of how it is moved.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt

from gui.canvas.sketch import Note, Place, Sketch
from gui.canvas.tools.base import Pointer, Stage
from gui.canvas.tools.pan import PanTool


class MovePointTool(PanTool):
    """The next click is the place; Escape gives up; dragging and the wheel move the map as ever.

    Parameters
    ----------
    stage : Stage
    start : (float, float) or None
        Where the point stands now, metres; None where it has no place of its own.
    placed : callable
        Called once with the place (metres).
    given_up : callable
        Called once when there will be none.
    """

    name = "move_point"
    cursor = Qt.CursorShape.CrossCursor
    hint = "tool.move_point.hint"

    def __init__(
        self,
        stage: Stage,
        start: Place | None,
        placed: Callable[[float, float], None],
        given_up: Callable[[], None],
    ) -> None:
        super().__init__(stage)
        self._start = start
        self._placed = placed
        self._given_up = given_up
        self._is_over = False
        stage.show_cursor(self.cursor)
        stage.show_hint(self.hint)

    def point(self, pointer: Pointer) -> None:
        """Draw the line from the old place to the pointer, with its length."""
        if self._start is None or self._is_over:
            return
        x, y = self.stage.camera.to_map(pointer.x, pointer.y)
        length = math.hypot(x - self._start[0], y - self._start[1])
        note = Note(x, y, self.stage.words.length(length), is_total=True)
        self.stage.show_sketch(Sketch((self._start,), loose=(x, y), notes=(note,)))

    def click(self, pointer: Pointer) -> None:
        """Take the place."""
        if not self._is_over:
            self._end()
            self._placed(*self.stage.camera.to_map(pointer.x, pointer.y))

    def double_click(self, pointer: Pointer) -> None:
        """Take no second place: the first click of the two was the answer."""

    def cancel(self) -> bool:
        """Give up; say that there was something."""
        super().cancel()
        if self._is_over:
            return False
        self._end()
        self._given_up()
        return True

    def _end(self) -> None:
        self._is_over = True
        self.stage.show_sketch(None)
        self.stage.show_hint("")
