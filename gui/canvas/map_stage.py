"""The map without what it shows: camera, tools, pointing and keys over an empty surface.

Knows the parts and how they are put together; no result, no file and no command.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.fonts import register_fonts
from gui.canvas.camera import PROVINCE_BOUNDS, Bounds, Camera, usable_bounds
from gui.canvas.content import MapContent
from gui.canvas.home import home_view
from gui.canvas.items.band import BandItem
from gui.canvas.items.boundaries import HighlightItem
from gui.canvas.items.labels import LabelsItem
from gui.canvas.layer_stack import LayerStack
from gui.canvas.overlays import Overlays
from gui.canvas.pointing import Pointing
from gui.canvas.surface import Surface
from gui.canvas.tools.pan import PanTool
from gui.canvas.tools.registry import TOOLS
from layers.words import Words

KEY_ZOOM = 1.5
KEY_PAN_SHARE = 0.12
WORTH_MOVING = 0.008  # share of the province that another corner for the legend has to bring to light
COMMUNE_MARGIN = 0.12  # share of the view on every side of a commune
SMALLEST_ZOOM_M = 400.0  # a single point is shown with this much ground around it


class MapStage(QWidget):
    """The stage that tools work on; its signals are told by `MapView`."""

    hovered = Signal(object)
    commune_clicked = Signal(str)
    point_clicked = Signal(str, str)
    ground_clicked = Signal()
    pointer_moved = Signal(float, float)
    pointer_left = Signal()
    scale_changed = Signal(float)
    view_changed = Signal(object)
    tool_changed = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        register_fonts()
        self._is_home = True
        self._content = MapContent(words)
        self.surface = Surface(self)
        self.surface.tool = PanTool(self)
        self.stack = LayerStack(self.surface, self._content)
        self.highlight = HighlightItem(60.0)
        self.labels = LabelsItem(lambda: self.stack.names_are_shown, 80.0)
        self._band = BandItem(100.0)
        for item in (self.highlight, self.labels, self._band):
            self.surface.add(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.surface)
        self.overlays = Overlays(words, self)
        self.pointing = Pointing(self.surface, self.stack, self._content, self.highlight, self.overlays.hover)
        self._connect()
        self.setFocusProxy(self.surface)
        self.setMinimumSize(240, 180)
        self.show_cursor(self.surface.tool.cursor)

    def _connect(self) -> None:
        self.destroyed.connect(self.stack.cut)
        self.surface.looked.connect(self._looked)
        self.surface.resized.connect(self._resized)
        self.surface.pointer_moved.connect(self._pointed)
        self.surface.pointer_left.connect(self._left)
        self.pointing.hovered.connect(self.hovered)
        self.pointing.commune_clicked.connect(self.commune_clicked)
        self.pointing.point_clicked.connect(self.point_clicked)
        self.pointing.ground_clicked.connect(self.ground_clicked)
        self.overlays.navigation.zoom_in.connect(self.zoom_in)
        self.overlays.navigation.zoom_out.connect(self.zoom_out)
        self.overlays.navigation.home.connect(self.home)

    # -- camera ----------------------------------------------------------------------------------

    @property
    def camera(self) -> Camera:
        """Where the map is looked at from."""
        return self.surface.camera

    def look(self, camera: Camera) -> None:
        """Look from there, within the limits."""
        self._is_home = False
        self.surface.look(camera)

    def zoom_to(self, bounds_m: Bounds, *, margin: float = 0.08) -> None:
        """Show these bounds (metres) with a margin, a share of the view, on every side.

        Bounds that are no place (NaN, empty) are passed over; those of a point get ground around it.
        """
        bounds = usable_bounds(bounds_m)
        if bounds is None:
            return
        spare = max(0.0, SMALLEST_ZOOM_M - max(bounds[2] - bounds[0], bounds[3] - bounds[1])) / 2
        grown = (bounds[0] - spare, bounds[1] - spare, bounds[2] + spare, bounds[3] + spare)
        self.look(self.camera.fitted(grown, margin))

    def zoom_to_commune(self, code: str) -> None:
        """Show a commune and outline it as selected (no signal)."""
        place = self._content.place_of(code)
        if place is None or self._content.levels is None:
            return
        self.select_commune(code)
        levels = self._content.levels
        bounds = usable_bounds(levels.anchors.bounds[place])
        if bounds is None:
            return
        cards = self.overlays.boxes(self.overlays.corner)
        self.look(home_view(self.camera, bounds, levels.places_of(place), cards, COMMUNE_MARGIN).camera)

    def home(self) -> None:
        """Show the whole province, the legend where it hides least of it."""
        levels = self._content.levels
        places = levels.places if levels is not None else np.empty((0, 2))
        bounds, camera = self._home_bounds(), self.camera
        views = {
            corner: home_view(camera, bounds, places, self.overlays.boxes(corner))
            for corner in self.overlays.corners()
        }
        kept = self.overlays.corner
        best = min(views, key=lambda corner: views[corner].cost)
        if kept in views and views[kept].cost - views[best].cost < WORTH_MOVING:
            best = kept
        self.overlays.set_corner(best)
        self.surface.look(views[best].camera)
        self._is_home = True

    def zoom_in(self) -> None:
        """Come one step closer."""
        self.look(self.camera.zoomed(KEY_ZOOM))

    def zoom_out(self) -> None:
        """Go one step away."""
        self.look(self.camera.zoomed(1 / KEY_ZOOM))

    @property
    def scale_denominator(self) -> float:
        """Denominator of the scale at 96 dpi."""
        return self.camera.denominator

    @property
    def bounds_m(self) -> Bounds:
        """Bounds of the view in metres."""
        return self.camera.bounds

    def _home_bounds(self) -> Bounds:
        if self._content.levels is None:
            return PROVINCE_BOUNDS
        each = self._content.levels.anchors.bounds
        if np.isnan(each).all():
            return PROVINCE_BOUNDS
        low, high = np.nanmin(each[:, :2], axis=0), np.nanmax(each[:, 2:], axis=0)
        return usable_bounds((*low.tolist(), *high.tolist())) or PROVINCE_BOUNDS

    def _looked(self, camera: Camera) -> None:
        self.end_hover()
        self.overlays.scale.set_scale(camera.m_per_px)
        self.overlays.place()
        self.scale_changed.emit(camera.denominator)
        self.view_changed.emit(camera.bounds)

    # -- tools -----------------------------------------------------------------------------------

    def set_tool(self, name: str) -> None:
        """Use the tool "pan", "zoom_box" or "identify" (a KeyError for any other)."""
        kind = TOOLS[name]
        if self.surface.tool is not None:
            self.surface.tool.cancel()
        self.end_hover()
        self.surface.tool = kind(self)
        self.show_cursor(kind.cursor)
        self.tool_changed.emit(name)

    @property
    def tool_name(self) -> str:
        """Name of the tool in use."""
        return self.surface.tool.name if self.surface.tool is not None else ""

    def show_band(self, rect: QRectF | None) -> None:
        """Draw the rectangle that a tool pulls open."""
        self._band.set_rect(rect)

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Change the look of the pointer over the map."""
        self.surface.viewport().setCursor(shape)

    # -- pointing --------------------------------------------------------------------------------

    def hit_at(self, px: float, py: float) -> dict[str, Any] | None:
        """Return what is at logical pixels of the map: a point, a square of points, a commune or None."""
        return self.pointing.hit_at(px, py)

    def hover_at(self, px: float, py: float) -> None:
        """Tell and show what is under the pointer."""
        self.pointing.hover_at(px, py)

    def end_hover(self) -> None:
        """Forget what was under the pointer."""
        self.pointing.end_hover()

    def click_at(self, px: float, py: float) -> None:
        """Select the commune there and tell what was clicked."""
        self.pointing.click_at(px, py)

    def identify_at(self, px: float, py: float) -> None:
        """Show the card of what is there and keep it until something else is clicked."""
        self.pointing.identify_at(px, py)

    def select_commune(self, code: str | None) -> None:
        """Outline a commune as selected (no signal); None or an unknown code: none."""
        self.pointing.select(code)

    @property
    def selected_commune(self) -> str | None:
        """Code of the selected commune."""
        return self.pointing.selected

    def highlight_commune(self, code: str | None) -> None:
        """Outline a commune that is pointed at elsewhere, in a list say (no signal)."""
        self.highlight.set_hovered(self._content.place_of(code))

    def _pointed(self, px: float, py: float) -> None:
        self.pointer_moved.emit(*self.camera.to_map(px, py))

    def _left(self) -> None:
        self.end_hover()
        self.pointer_left.emit()

    # -- events ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan with arrows, zoom with + and −, Home for the whole province, Escape to give up."""
        camera = self.camera
        step_x, step_y = camera.width * KEY_PAN_SHARE, camera.height * KEY_PAN_SHARE
        pulls = {
            Qt.Key.Key_Left: (step_x, 0.0),
            Qt.Key.Key_Right: (-step_x, 0.0),
            Qt.Key.Key_Up: (0.0, step_y),
            Qt.Key.Key_Down: (0.0, -step_y),
        }
        key = event.key()
        if key in pulls:
            self.look(camera.panned(*pulls[Qt.Key(key)]))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_in()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_out()
        elif key == Qt.Key.Key_Home:
            self.home()
        elif key == Qt.Key.Key_Escape and self._escape():
            pass
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _escape(self) -> bool:
        if self.surface.tool is not None and self.surface.tool.cancel():
            return True
        return self.pointing.unpin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what lies over the map."""
        super().resizeEvent(event)
        self.overlays.resized()
        self._resized()

    def _resized(self) -> None:
        """Go on showing the whole province where it was shown."""
        if self._is_home:
            self.home()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(900, 640)
