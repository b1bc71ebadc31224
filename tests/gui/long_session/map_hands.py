"""The hands on the map of a long session: what mouse, wheel and keys do to it.

Knows the map view of a shell; nothing of what else is in the window.
"""

from __future__ import annotations

from random import Random
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.application import Shell

from .choices import LEFT, MODIFIERS, MORE_MAP_KEYS, Mod


class MapHands:
    """The hands at the map of one shell; they do nothing where the map is not seen."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    @property
    def view(self) -> Any:
        """The map where it is seen, else None."""
        window = self._shell.window
        view = None if window is None else window.map_view
        return view if view is not None and view.isVisible() else None

    def move_on_map(self, random: Random) -> None:
        if self.view is not None:
            viewport = self.view.surface.viewport()
            _move(viewport, random_place(viewport, random))

    def click_map(self, random: Random) -> None:
        if self.view is None:
            return
        viewport, modifier = self.view.surface.viewport(), random.choice(MODIFIERS)
        place = random_place(viewport, random)
        QTest.mouseClick(viewport, LEFT, modifier, place)
        if random.random() < 0.25:
            QTest.mouseDClick(viewport, LEFT, modifier, place)

    def wheel_map(self, random: Random) -> None:
        if self.view is None:
            return
        viewport, notches = self.view.surface.viewport(), random.choice((-3, -2, -1, -1, 1, 1, 2, 3))
        place = random_place(viewport, random)
        event = QWheelEvent(
            QPointF(place),
            QPointF(viewport.mapToGlobal(place)),
            QPoint(0, 0),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Mod.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(viewport, event)

    def drag_map(self, random: Random) -> None:
        if self.view is None:
            return
        viewport = self.view.surface.viewport()
        start, end = random_place(viewport, random), random_place(viewport, random)
        button = random.choice((LEFT, LEFT, LEFT, Qt.MouseButton.MiddleButton))
        modifier = random.choice((Mod.NoModifier, Mod.NoModifier, Mod.ShiftModifier, Mod.ControlModifier))
        QTest.mousePress(viewport, button, modifier, start)
        for share in (0.2, 0.5, 0.8, 1.0):
            _move(viewport, start + (end - start) * share, button)
            if random.random() < 0.3:
                QApplication.processEvents()
        QTest.mouseRelease(viewport, button, modifier, end)

    def key_on_map(self, random: Random) -> None:
        if self.view is None:
            return
        self.view.setFocus()
        for _ in range(random.randint(1, 3)):
            key = random.choice(MORE_MAP_KEYS)
            if self.view is not None:  # a key before it, or a job that ended, may have led away from the map
                QTest.keyClick(self.view.surface, key)


def _move(viewport: QWidget, place: QPoint, button: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(viewport.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        button,
        Mod.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def random_place(widget: QWidget, random: Random) -> QPoint:
    """Return a place in a widget."""
    return QPoint(random.randrange(max(1, widget.width())), random.randrange(max(1, widget.height())))
