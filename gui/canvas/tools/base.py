"""What a tool of the map is: a class that turns pointer and keys into moves of the camera, hits and sketches.

Knows the stage it works on as a protocol; never a layer or a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from PySide6.QtCore import QRectF, Qt

from gui.canvas.camera import Bounds, Camera
from gui.canvas.sketch import Place, Sketch
from gui.linked import Mode
from layers.words import Words

CLICK_REACH_PX = 4.0  # a hand is never quite still


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is, in logical pixels of the map, and which keys are held."""

    x: float
    y: float
    shift: bool = False
    ctrl: bool = False
    alt: bool = False

    def is_near(self, other: Pointer) -> bool:
        """Say whether two places are so near that a press and a release there are a click."""
        return abs(self.x - other.x) <= CLICK_REACH_PX and abs(self.y - other.y) <= CLICK_REACH_PX

    @property
    def mode(self) -> Mode:
        """What the held keys make of a selection: Shift adds, Ctrl toggles, Alt removes."""
        if self.shift:
            return Mode.ADD
        if self.ctrl:
            return Mode.TOGGLE
        return Mode.REMOVE if self.alt else Mode.REPLACE


class Stage(Protocol):
    """The part of the map view that tools work on."""

    @property
    def camera(self) -> Camera:
        """Where the map is looked at from."""

    @property
    def words(self) -> Words:
        """Texts of the language at hand."""

    def look(self, camera: Camera) -> None:
        """Look from there (within the limits)."""

    def hover_at(self, px: float, py: float) -> None:
        """Tell what is under the pointer."""

    def end_hover(self) -> None:
        """Forget what was under the pointer."""

    def click_at(self, px: float, py: float, mode: Mode = Mode.REPLACE) -> None:
        """Select what is there."""

    def select_in(self, ring: Sequence[Place], mode: Mode = Mode.REPLACE) -> None:
        """Select the points within a ring (metres)."""

    def identify_at(self, px: float, py: float) -> None:
        """Show the card of what is there and keep it."""

    def show_band(self, rect: QRectF | None) -> None:
        """Draw a rectangle in logical pixels."""

    def show_sketch(self, sketch: Sketch | None) -> None:
        """Draw corners, lines and lengths."""

    def show_hint(self, key: str) -> None:
        """Say how to go on; '' says nothing."""

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Change the look of the pointer."""

    def zoom_to(self, bounds_m: Bounds, *, margin: float = 0.0) -> None:
        """Show these bounds."""


class Tool:
    """A tool; subclasses answer `drag` and `drop`, and `click` where it means more than selecting."""

    name: ClassVar[str] = ""
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.ArrowCursor
    #: i18n key of the line that says how to use it; '' for none.
    hint: ClassVar[str] = ""

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
            self.point(pointer)
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

    def key(self, key: Qt.Key, held: Pointer) -> bool:
        """Answer a key; `held` says which others are held. Say whether it meant anything to the tool."""
        return False

    @property
    def result_text(self) -> str:
        """What there is to copy; '' where nothing is."""
        return ""

    def cancel(self) -> bool:
        """Give up what has begun; say whether there was anything."""
        begun = self._pressed is not None
        self._pressed, self._is_dragging = None, False
        self.stage.show_band(None)
        self.stage.show_cursor(self.cursor)
        self.stage.show_hint(self.hint)
        return begun

    def begin(self, pointer: Pointer) -> None:
        """Note where a press began; nothing is certain yet."""

    def point(self, pointer: Pointer) -> None:
        """Answer the pointer while no button is down."""
        self.stage.hover_at(pointer.x, pointer.y)

    def drag(self, start: Pointer, pointer: Pointer) -> None:
        """Answer a drag in progress."""

    def drop(self, start: Pointer, pointer: Pointer) -> None:
        """Answer the end of a drag."""

    def click(self, pointer: Pointer) -> None:
        """Answer a click."""
        self.stage.click_at(pointer.x, pointer.y, pointer.mode)
