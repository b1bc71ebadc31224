"""What a tool of the map is: a class that turns the pointer into moves of the camera, hits and rectangles.

Knows the stage it works on as a protocol; never a layer or a figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import QRectF, Qt

from gui.canvas.camera import Bounds, Camera

CLICK_REACH_PX = 4.0  # a hand is never quite still


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in logical pixels of the map, and whether Shift is held."""

    x: float
    y: float
    shift: bool = False

    def is_near(self, other: Pointer) -> bool:
        """Say whether two places are so near that a press and a release there are a click."""
        return abs(self.x - other.x) <= CLICK_REACH_PX and abs(self.y - other.y) <= CLICK_REACH_PX


class Stage(Protocol):
    """The part of the map view that tools work on."""

    @property
    def camera(self) -> Camera:
        """Where the map is looked at from."""

    def look(self, camera: Camera) -> None:
        """Look from there (within the limits)."""

    def hover_at(self, px: float, py: float) -> None:
        """Tell what is under the pointer."""

    def end_hover(self) -> None:
        """Forget what was under the pointer."""

    def click_at(self, px: float, py: float) -> None:
        """Select what is there."""

    def identify_at(self, px: float, py: float) -> None:
        """Show the card of what is there and keep it."""

    def show_band(self, rect: QRectF | None) -> None:
        """Draw a rectangle in logical pixels."""

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Change the look of the pointer."""

    def zoom_to(self, bounds_m: Bounds, *, margin: float = 0.0) -> None:
        """Show these bounds."""


class Tool:
    """A tool; subclasses answer `drag` and `drop`, and `click` where it means more than selecting."""

    name: ClassVar[str] = ""
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._pressed: Pointer | None = None
        self._is_dragging = False

    def press(self, pointer: Pointer) -> None:
        """Begin a click or a drag."""
        self._pressed, self._is_dragging = pointer, False
        self.begin(pointer)

    def move(self, pointer: Pointer) -> None:
        """Drag while the button is down, else point."""
        if self._pressed is None:
            self.stage.hover_at(pointer.x, pointer.y)
            return
        if not self._is_dragging and not pointer.is_near(self._pressed):
            self._is_dragging = True
            self.stage.end_hover()
        if self._is_dragging:
            self.drag(self._pressed, pointer)

    def release(self, pointer: Pointer) -> None:
        """End the click or the drag."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self._is_dragging:
            self._is_dragging = False
            self.drop(pressed, pointer)
        else:
            self.click(pointer)

    def double_click(self, pointer: Pointer) -> None:
        """Come closer about the pointer; with Shift go away from it."""
        self._pressed = None
        self.stage.look(self.stage.camera.zoomed(0.5 if pointer.shift else 2.0, pointer.x, pointer.y))

    def cancel(self) -> bool:
        """Give up what has begun; say whether there was anything."""
        begun = self._pressed is not None
        self._pressed, self._is_dragging = None, False
        self.stage.show_band(None)
        self.stage.show_cursor(self.cursor)
        return begun

    def begin(self, pointer: Pointer) -> None:
        """Note where a press began; nothing is certain yet."""

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Answer a drag in progress."""

    def drop(self, start: Pointer, pointer: Pointer) -> None:
        """Answer the end of a drag."""

    def click(self, pointer: Pointer) -> None:
        """Answer a click."""
        self.stage.click_at(pointer.x, pointer.y)
