"""What keys mean to the map while it has the focus: to the tool in use first, then to the map itself.

Knows the stage; nothing of what is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence

from gui.canvas.camera import Camera
from gui.canvas.surface import held_keys
from gui.canvas.tools.base import Pointer

if TYPE_CHECKING:
    from gui.canvas.map_stage import MapStage

PAN_SHARE = 0.12  # of the view a press of an arrow
CLOSER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal)
FARTHER = (Qt.Key.Key_Minus, Qt.Key.Key_Underscore)


def answer(stage: MapStage, event: QKeyEvent) -> bool:
    """Answer a key; say whether it meant anything.

    Arrows pan, + and − zoom, Home shows the whole province, Space lets the left button pan, Ctrl+C copies
    what the tool has measured, Escape gives up one thing after the other.
    """
    key, tool = Qt.Key(event.key()), stage.surface.tool
    if tool is not None and tool.key(key, Pointer(0.0, 0.0, *held_keys(event.modifiers()))):
        return True
    if event.matches(QKeySequence.StandardKey.Copy):
        return _copy(stage)
    panned = _panned(stage.camera, key)
    if panned is not None:
        stage.look(panned)
    elif key in CLOSER:
        stage.zoom_in()
    elif key in FARTHER:
        stage.zoom_out()
    elif key == Qt.Key.Key_Home:
        stage.home()
    elif key == Qt.Key.Key_Space:
        stage.surface.grab_by_space(True)
    else:
        return key == Qt.Key.Key_Escape and stage.give_up()
    return True


def _panned(camera: Camera, key: Qt.Key) -> Camera | None:
    step_x, step_y = camera.width * PAN_SHARE, camera.height * PAN_SHARE
    pulls = {
        Qt.Key.Key_Left: (step_x, 0.0),
        Qt.Key.Key_Right: (-step_x, 0.0),
        Qt.Key.Key_Up: (0.0, step_y),
        Qt.Key.Key_Down: (0.0, -step_y),
    }
    return camera.panned(*pulls[key]) if key in pulls else None


def _copy(stage: MapStage) -> bool:
    text = stage.surface.tool.result_text if stage.surface.tool is not None else ""
    if text:
        QGuiApplication.clipboard().setText(text)
        stage.show_hint("tool.copied.hint")
    return bool(text)
