"""Hands for the map in tests: real mouse and wheel events, and eyes for its colours."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.canvas.items.points import PointsItem
from gui.linked import Linked
from layers.schema import LayerKind

from .conftest import middle, redraw


def pixel(view, x: float, y: float) -> QPoint:
    px, py = view.camera.to_screen(x, y)
    return QPoint(round(float(px)), round(float(py)))


def colour_at(view, x: float, y: float) -> str:
    """Return the colour the map shows at metres."""
    redraw(view)
    image = view.surface.grab().toImage()
    place = pixel(view, x, y) * image.devicePixelRatio()
    return QColor(image.pixel(place)).name().upper()


def off_middle(code: str) -> tuple[float, float]:
    """Return a place of a square away from its name and points."""
    x, y = middle(code)
    return x - 3500.0, y + 3500.0


def move(view, place: QPoint, buttons=Qt.MouseButton.NoButton) -> None:
    viewport = view.surface.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        viewport.mapToGlobal(QPointF(place)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(viewport, event)


def drag(view, start: QPoint, end: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    viewport = view.surface.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifier, start)
    for step in (0.3, 0.7, 1.0):
        place = start + (end - start) * step
        move(view, place, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifier, end)


def click(view, place: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(view.surface.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def double_click(view, place: QPoint, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    """Click twice as a hand does: the first click is one of its own."""
    click(view, place, modifier)
    QTest.mouseDClick(view.surface.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def key(view, which: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view.surface, which, modifier)


def follow(view) -> Linked:
    """Let the map show what is selected through it, as the window does."""
    linked = Linked(view)
    view.select_asked.connect(lambda rows, mode: linked.select(rows, mode=mode))
    linked.selection_changed.connect(lambda _source: view.set_selected(linked.selection))
    return linked


def chosen(linked: Linked) -> dict[str, list[str]]:
    """Return what is selected, as plain lists in order."""
    return {table: sorted(ids) for table, ids in linked.selection.items()}


def turn(view, place: QPoint, notches: int) -> None:
    viewport = view.surface.viewport()
    event = QWheelEvent(
        QPointF(place),
        viewport.mapToGlobal(QPointF(place)),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def item_of(view, kind: LayerKind) -> PointsItem:
    return next(thread.item for thread in view.stack.threads if thread.layer.kind is kind)
