"""The drawn part of the map: a view whose camera is a value and whose pointer goes to a tool.

Knows items and tools; nothing of layers, of what stands over the map, or of what is selected.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from gui.canvas.camera import PROVINCE_BOUNDS, Camera, Limits
from gui.canvas.items.base import CanvasItem, Frame
from gui.canvas.kept_pictures import KeptPictures
from gui.canvas.tools.base import Pointer, Tool
from layers.style import LIGHT, Theme

STILL_AFTER_MS = 140
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
NOTCH = 120.0  # eighths of a degree of one notch of a wheel
NOTCHES_A_DOUBLING = 2.0


class Surface(QGraphicsView):
    """The view of the items.

    Signals
    -------
    looked(object)
        The camera, after every change of it.
    resized()
        The view has another size; the camera has kept centre and scale.
    pointer_moved(float, float), pointer_left()
        Logical pixels.
    moved_by_hand()
        The wheel, the middle button or the space bar moves the map, past any tool: told before it moves.
    back_asked(), forth_asked()
        The side buttons of the mouse.
    """

    looked = Signal(object)
    resized = Signal()
    pointer_moved = Signal(float, float)
    pointer_left = Signal()
    moved_by_hand = Signal()
    back_asked = Signal()
    forth_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._camera = Camera(0.0, 0.0, 250.0, 800.0, 600.0).fitted(PROVINCE_BOUNDS, 0.05)
        self._items: list[CanvasItem] = []
        self._kept = KeptPictures()
        self.limits = Limits()
        self.theme: Theme = LIGHT
        self.tool: Tool | None = None
        self._pressed: Tool | None = None  # the tool that was in use at the last press
        self._is_moving = False
        self._focus_is_shown = False
        self._grabs_by_space = False
        self._grabbed: tuple[QPointF, Camera] | None = None  # panning past the tool, with where it began
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The scene is the view, pixel by pixel: items are handed the camera and place themselves.
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        scene = QGraphicsScene(self)
        # A handful of items that all fill the view: an index of them only costs.
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(scene)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(STILL_AFTER_MS)
        self._still.timeout.connect(self.settle)
        self._place_camera()

    # -- camera ----------------------------------------------------------------------------------

    @property
    def camera(self) -> Camera:
        """Where the map is looked at from."""
        return self._camera

    @property
    def is_moving(self) -> bool:
        """Whether the map was moved just now."""
        return self._is_moving

    def look(self, camera: Camera, px: float | None = None, py: float | None = None) -> None:
        """Look from there, within the limits; (px, py) keeps its place where the scale has to be held."""
        held = self.limits.held(camera, px, py)
        if held == self._camera:
            return
        self._camera = held
        self._is_moving = True
        self._still.start()
        self._place_camera()
        self.looked.emit(held)

    def settle(self) -> None:
        """Draw at full quality: the map has come to rest."""
        self._still.stop()
        if self._is_moving:
            self._is_moving = False
            self._place_camera()

    def _place_camera(self) -> None:
        frame = Frame(self._camera, self.viewport().devicePixelRatioF(), self._is_moving)
        for item in self._items:
            item.set_frame(frame)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep centre and scale when the window changes its size."""
        super().resizeEvent(event)
        size = self.viewport().size()
        self.setSceneRect(QRectF(0, 0, size.width(), size.height()))
        before = self._camera
        self._camera = self.limits.held(before.resized(size.width(), size.height()))
        self._place_camera()
        self.resized.emit()
        if self._camera != before:
            self.looked.emit(self._camera)

    # -- drawing ---------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw everything anew: what items draw with has changed."""
        self._kept.forget()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw all items while the map moves; at rest, the live ones over what is kept of the others."""
        if self._is_moving:
            self._kept.forget()
            super().paintEvent(event)
            return
        frame = Frame(self._camera, self.viewport().devicePixelRatioF())
        items = sorted((item for item in self._items if item.isVisible()), key=lambda item: item.zValue())
        painter = QPainter(self.viewport())
        try:
            self._kept.draw(painter, frame, items, self.theme.map_ground)
            self.drawForeground(painter, QRectF(self.viewport().rect()))
        finally:
            painter.end()

    # -- items -----------------------------------------------------------------------------------

    def add(self, item: CanvasItem) -> None:
        """Draw an item from now on."""
        self._items.append(item)
        item.set_theme(self.theme)
        item.set_frame(Frame(self._camera, self.viewport().devicePixelRatioF(), self._is_moving))
        self.scene().addItem(item)
        self.viewport().update()

    def drop(self, item: CanvasItem) -> None:
        """Draw an item no longer; what is kept names items by their ids, which are given out again."""
        self._items.remove(item)
        self.scene().removeItem(item)
        self.redraw()

    @property
    def drawn_items(self) -> Iterable[CanvasItem]:
        """Return the items, topmost first."""
        return sorted(self._items, key=lambda item: -item.zValue())

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.setBackgroundBrush(QBrush(QColor(theme.map_ground)))
        for item in self._items:
            item.set_theme(theme)
        self.viewport().update()

    # -- pointer ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand the left button to the tool; the middle one pans, and the left with Space or no tool."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._focus_is_shown = False
        self._pressed = self.tool
        button = event.button()
        is_left = button == Qt.MouseButton.LeftButton
        pans = self._grabs_by_space or self.tool is None
        if button == Qt.MouseButton.MiddleButton or (is_left and pans):
            self._grabbed = (event.position(), self._camera)
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        elif is_left:
            self.tool.press(_pointer(event))
        elif button == Qt.MouseButton.BackButton:
            self.back_asked.emit()
        elif button == Qt.MouseButton.ForwardButton:
            self.forth_asked.emit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is, and hand it to the tool."""
        place = event.position()
        self.pointer_moved.emit(place.x(), place.y())
        if self._grabbed is not None:
            start, camera = self._grabbed
            self.moved_by_hand.emit()
            self.look(camera.panned(place.x() - start.x(), place.y() - start.y()))
        elif self.tool is not None:
            self.tool.move(_pointer(event))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hand the release to the tool."""
        is_left = event.button() == Qt.MouseButton.LeftButton
        if self._grabbed is not None and (is_left or event.button() == Qt.MouseButton.MiddleButton):
            self._grabbed = None
            self._show_cursor()
        elif is_left and self.tool is not None:
            self.tool.release(_pointer(event))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Hand a double click to the tool, unless the first of its clicks was meant for another one."""
        is_meant = self.tool is not None and self._pressed in (None, self.tool)
        if event.button() == Qt.MouseButton.LeftButton and is_meant:
            self.tool.double_click(_pointer(event))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        turn = event.angleDelta().y() / NOTCH
        place = event.position()
        if turn:
            self.moved_by_hand.emit()
            camera = self._camera.zoomed(2.0 ** (turn / NOTCHES_A_DOUBLING), place.x(), place.y())
            self.look(camera, place.x(), place.y())
            self.pointer_moved.emit(place.x(), place.y())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has left."""
        super().leaveEvent(event)
        self.pointer_left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the map view."""
        event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the map view."""
        event.ignore()

    def grab_by_space(self, is_held: bool) -> None:
        """Let the left button pan, whatever the tool, as long as the space bar is held."""
        self._grabs_by_space = is_held
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Show the hand of panning, or the cursor of the tool."""
        if self._grabs_by_space or self.tool is None:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.viewport().setCursor(self.tool.cursor)

    # -- focus -----------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus when it came by keyboard."""
        super().focusInEvent(event)
        self._focus_is_shown = event.reason() in _BY_KEYBOARD
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the frame of the focus."""
        super().focusOutEvent(event)
        self._focus_is_shown = False
        self.grab_by_space(False)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the frame of the focus."""
        if not self._focus_is_shown:
            return
        painter.save()
        painter.resetTransform()
        painter.setPen(QPen(QColor(self.theme.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        size = self.viewport().size()
        painter.drawRect(QRectF(1, 1, size.width() - 2, size.height() - 2))
        painter.restore()


def _pointer(event: QMouseEvent) -> Pointer:
    place: QPointF = event.position()
    return Pointer(place.x(), place.y(), *held_keys(event.modifiers()))


def held_keys(modifiers: Qt.KeyboardModifier) -> tuple[bool, bool, bool]:
    """Return whether Shift, Ctrl and Alt are held."""
    keys = Qt.KeyboardModifier
    return (
        bool(modifiers & keys.ShiftModifier),
        bool(modifiers & keys.ControlModifier),
        bool(modifiers & keys.AltModifier),
    )
