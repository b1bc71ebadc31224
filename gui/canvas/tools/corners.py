"""What tools have in common that wait for several clicks: corners on the ground, and how they are ended.

Knows corners in metres; never what they are for.
"""

from __future__ import annotations

import math
from typing import ClassVar

from PySide6.QtCore import Qt

from gui.canvas.sketch import Place, Sketch
from gui.canvas.tools.base import Pointer, Stage
from gui.canvas.tools.pan import PanTool

SNAP_PX = 10.0
SAME_PX = 3.0  # the second click of a double click is no corner of its own


class CornersTool(PanTool):
    """Click by click a line or ring; dragging pans, so that it may be longer than the view.

    Double click, Enter or (for a ring) a click on the first corner ends it; Backspace takes the last corner
    back, Escape all of them. Corners are kept in metres: zooming leaves them on the ground.
    """

    cursor = Qt.CursorShape.CrossCursor
    #: i18n key of the line that is shown while corners are being set.
    hint_going: ClassVar[str] = ""
    #: i18n key of the line that is shown when it has ended.
    hint_done: ClassVar[str] = ""
    is_area: ClassVar[bool] = False

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self.corners: list[Place] = []
        self.is_done = False
        self._loose: Place | None = None

    @property
    def least(self) -> int:
        """How many corners there have to be."""
        return 3 if self.is_area else 2

    @property
    def is_going(self) -> bool:
        """Whether more corners are waited for."""
        return bool(self.corners) and not self.is_done

    def point(self, pointer: Pointer) -> None:
        """Pull the loose end along; nothing else is pointed at meanwhile."""
        if not self.is_going:
            super().point(pointer)
            return
        place = self.stage.camera.to_map(pointer.x, pointer.y)
        self._loose = self.corners[0] if self._snaps(pointer) else place
        self._show()

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Pull the map along, the corners with it."""
        self._loose = None
        super().drag(start, pointer)

    def drop(self, start: Pointer, pointer: Pointer) -> None:
        """Let go of the map."""
        super().drop(start, pointer)
        if self.is_going:
            self.stage.end_hover()

    def click(self, pointer: Pointer) -> None:
        """Set a corner; on the first one close the ring; after the end begin anew."""
        if self.is_done:
            self.corners, self.is_done = [], False
        self.stage.end_hover()
        if self._snaps(pointer):
            self._end(pointer)
            return
        if not self.corners or self._away(pointer, self.corners[-1]) > SAME_PX:
            self.corners.append(self.stage.camera.to_map(pointer.x, pointer.y))
        self._show()

    def double_click(self, pointer: Pointer) -> None:
        """End with the corner that the first of the two clicks has set."""
        self._pressed = None
        self._end(pointer)

    def key(self, key: Qt.Key, held: Pointer) -> bool:
        """Enter ends, Backspace takes the last corner back."""
        if not self.is_going:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(held)
            return True
        if key == Qt.Key.Key_Backspace:
            self.corners.pop()
            if not self.corners:
                self._loose = None
            self._show()
            return True
        return False

    def cancel(self) -> bool:
        """Give up all corners."""
        begun = super().cancel() or bool(self.corners)
        self.corners, self.is_done, self._loose = [], False, None
        self.stage.show_sketch(None)
        return begun

    def ended(self, pointer: Pointer) -> None:
        """Answer the end; there are corners enough."""

    def sketch(self) -> Sketch:
        """Return what is to be drawn."""
        return Sketch(
            tuple(self.corners),
            None if self.is_done else self._loose,
            is_area=self.is_area,
            is_done=self.is_done,
            snaps=self._loose is not None and len(self.corners) > 1 and self._loose == self.corners[0],
        )

    def _end(self, pointer: Pointer) -> None:
        if not self.is_going or len(self.corners) < self.least:
            return
        self.is_done, self._loose = True, None
        self._show()
        self.ended(pointer)

    def _show(self) -> None:
        self.stage.show_sketch(self.sketch() if self.corners else None)
        hint = self.hint_going if self.is_going else self.hint_done if self.is_done else self.hint
        self.stage.show_hint(hint)

    def _snaps(self, pointer: Pointer) -> bool:
        """Say whether the pointer is on the first corner of a ring that may be closed."""
        may_close = self.is_area and len(self.corners) >= self.least
        return may_close and self._away(pointer, self.corners[0]) <= SNAP_PX

    def _away(self, pointer: Pointer, corner: Place) -> float:
        px, py = self.stage.camera.to_screen(*corner)
        return math.hypot(float(px) - pointer.x, float(py) - pointer.y)
