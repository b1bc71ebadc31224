"""The map without what it shows: camera, tools, pointing, selection and keys over an empty surface.

Knows the parts and how they are put together; no result, no file and no command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from exports.fonts import register_fonts
from gui.canvas.camera import PROVINCE_BOUNDS, Bounds, Camera, usable_bounds
from gui.canvas.content import MapContent
from gui.canvas.home import bounds_together, home_view
from gui.canvas.items.band import BandItem
from gui.canvas.items.boundaries import HighlightItem
from gui.canvas.items.labels import LabelsItem
from gui.canvas.items.marks import MarksItem
from gui.canvas.items.pointed import PointedItem
from gui.canvas.items.sketch import SketchItem
from gui.canvas.keys import answer
from gui.canvas.layer_stack import LayerStack
from gui.canvas.overlays import Overlays
from gui.canvas.picking import Picking
from gui.canvas.pointing import Pointing
from gui.canvas.sketch import Place, Sketch
from gui.canvas.surface import Surface
from gui.canvas.tools.pan import PanTool
from gui.canvas.tools.registry import TOOLS
from gui.canvas.view_trail import ViewTrail
from gui.linked import COMMUNES, Mode
from layers.words import Words

KEY_ZOOM = 1.5
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
    select_asked = Signal(object, object)
    identify_asked = Signal(object)
    trail_changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        register_fonts()
        self._is_home = True
        self._content = MapContent(words)
        self.surface = Surface(self)
        self.surface.tool = PanTool(self)
        self.stack = LayerStack(self.surface, self._content)
        self.outlines = HighlightItem(60.0)
        self.highlight = HighlightItem(74.0, is_live=True)
        self.labels = LabelsItem(lambda: self.stack.names_are_shown, 80.0)
        self.labels.follow(self.stack.named)
        self.marks = MarksItem(self.stack.points, lambda: self.words, 70.0)
        self.pointed = PointedItem(self.stack.points, self.stack.shapes, 75.0)
        self._sketch = SketchItem(95.0)
        self._band = BandItem(100.0)
        outlines = (self.outlines, self.highlight)
        for item in (*outlines, self.marks, self.pointed, self.labels, self._sketch, self._band):
            self.surface.add(item)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.surface)
        self.overlays = Overlays(words, self)
        self.pointing = Pointing(
            self.surface, self.stack, self._content, self.highlight, self.pointed, self.overlays.hover
        )
        self._picking = Picking(self.surface, self.stack, self._content)
        self._trail = ViewTrail(self)
        self._selected: Mapping[str, pd.Index] = {}
        self._hint = ""
        self._connect()
        self.setFocusProxy(self.surface)
        self.setMinimumSize(240, 180)
        self.show_cursor(self.surface.tool.cursor)

    def _connect(self) -> None:
        self.destroyed.connect(self.stack.cut)
        self.surface.looked.connect(self._looked)
        self.surface.resized.connect(self._resized)
        self.surface.moved_by_hand.connect(self._leave_home)
        self.surface.pointer_moved.connect(self._pointed)
        self.surface.pointer_left.connect(self._left)
        self.pointing.hovered.connect(self.hovered)
        self.pointing.commune_clicked.connect(self.commune_clicked)
        self.pointing.point_clicked.connect(self.point_clicked)
        self.pointing.ground_clicked.connect(self.ground_clicked)
        self.pointing.identify_asked.connect(self.identify_asked)
        self._trail.changed.connect(self.trail_changed)
        self.surface.back_asked.connect(self.previous_view)
        self.surface.forth_asked.connect(self.next_view)
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
        """Show a commune, and ask that it be selected."""
        place = self._content.place_of(code)
        if place is None or self._content.levels is None:
            return
        self.select_asked.emit({COMMUNES: pd.Index([code], dtype="str")}, Mode.REPLACE)
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
        self._is_home = True  # before it is told that the view is another
        self.surface.look(views[best].camera)

    def _leave_home(self) -> None:
        """Stay at the next view when the window changes its size."""
        self._is_home = False

    def show_rows(self, rows: Mapping[str, pd.Index]) -> bool:
        """Show rows of any tables (communes by code) close by; say whether any of them has a place."""
        bounds = self._picking.bounds_of(rows)
        if bounds is not None:
            self.zoom_to(bounds, margin=COMMUNE_MARGIN)
        return bounds is not None

    def previous_view(self) -> None:
        """Go back to the view before this one."""
        self._step(-1)

    def next_view(self) -> None:
        """Go forth again."""
        self._step(1)

    def can_step(self, by: int) -> bool:
        """Say whether there is a view before (−1) or after (1) this one."""
        return self._trail.can_step(by)

    def _step(self, by: int) -> None:
        camera = self._trail.step(by)
        if camera is not None:
            self.look(camera.resized(self.camera.width, self.camera.height))

    def zoom_in(self) -> None:
        """Come one step closer."""
        self.look(self.camera.zoomed(KEY_ZOOM))

    def zoom_out(self) -> None:
        """Go one step away."""
        self.look(self.camera.zoomed(1 / KEY_ZOOM))

    @property
    def is_home(self) -> bool:
        """Whether the whole province is shown, and goes on being shown at every size."""
        return self._is_home

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
        return bounds_together(self._content.levels.anchors.bounds) or PROVINCE_BOUNDS

    def _looked(self, camera: Camera) -> None:
        self.end_hover()
        self._trail.moved(camera)
        self.overlays.scale.set_scale(camera.m_per_px)
        self.overlays.place()
        self.scale_changed.emit(camera.denominator)
        self.view_changed.emit(camera.bounds)

    # -- tools -----------------------------------------------------------------------------------

    def set_tool(self, name: str) -> None:
        """Use a tool of `gui.canvas.tools.registry.TOOLS` (a KeyError for any other)."""
        kind = TOOLS[name]
        if self.surface.tool is not None:
            self.surface.tool.cancel()
        self.end_hover()
        self.surface.tool = kind(self)
        self.show_cursor(kind.cursor)
        self.show_hint(kind.hint)
        self.tool_changed.emit(name)

    @property
    def tool_name(self) -> str:
        """Name of the tool in use."""
        return self.surface.tool.name if self.surface.tool is not None else ""

    def show_band(self, rect: QRectF | None) -> None:
        """Draw the rectangle that a tool pulls open."""
        self._band.set_rect(rect)

    def show_sketch(self, sketch: Sketch | None) -> None:
        """Draw what a tool sketches."""
        self._sketch.set_sketch(sketch)

    def show_hint(self, key: str) -> None:
        """Say at the lower edge how the tool in use goes on."""
        self._hint = key
        self.overlays.show_hint(self.words(key) if key else "")

    @property
    def words(self) -> Words:
        """Texts of the language at hand."""
        return self._content.words

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

    def click_at(self, px: float, py: float, mode: Mode = Mode.REPLACE) -> None:
        """Tell what was clicked, and ask that it be selected."""
        rows = self._picking.of_hit(self.pointing.click_at(px, py))
        if rows or mode is Mode.REPLACE:
            self.select_asked.emit(rows, mode)

    def identify_at(self, px: float, py: float) -> None:
        """Show the card of what is there and keep it until something else is clicked."""
        self.pointing.identify_at(px, py)

    # -- selection -------------------------------------------------------------------------------

    def set_selected(self, rows: Mapping[str, pd.Index]) -> None:
        """Mark rows of any tables as selected (no signal): points are ringed, communes outlined."""
        self._selected = dict(rows)
        places = (self._content.place_of(str(code)) for code in rows.get(COMMUNES, ()))
        known = tuple(place for place in places if place is not None)
        for item in (self.outlines, self.highlight):
            item.set_selected(known)
        self.stack.mark_selected(self._selected)
        self.marks.set_selected(self._selected)

    @property
    def selected(self) -> Mapping[str, pd.Index]:
        """What is marked as selected: table → ids."""
        return self._selected

    def set_hovered(self, table: str | None, identity: str = "") -> None:
        """Mark a row that is pointed at in another view (no signal); None: none."""
        is_commune = table == COMMUNES
        self.highlight.set_hovered(self._content.place_of(identity) if is_commune else None)
        self.pointed.set_hovered(None if is_commune else table, identity)

    def commune_in_middle(self) -> int | None:
        """Return the row in the boundaries of the commune in the middle of the view."""
        hit = self.pointing.commune_at(self.camera.width / 2, self.camera.height / 2)
        return None if hit is None else int(hit["index"])

    def rows_in(self, ring: Sequence[Place]) -> dict[str, pd.Index]:
        """Return the points drawn now within a ring of metres; see `Picking.within`."""
        return self._picking.within(ring)

    def rows_in_box(self, bounds_m: Bounds) -> dict[str, pd.Index]:
        """Return the points drawn now within bounds."""
        west, south, east, north = bounds_m
        return self.rows_in([(west, south), (east, south), (east, north), (west, north)])

    def select_in(self, ring: Sequence[Place], mode: Mode = Mode.REPLACE) -> None:
        """Ask that the points within a ring be selected."""
        self.select_asked.emit(self.rows_in(ring), mode)

    def select_all_shown(self) -> None:
        """Ask that all points that are drawn be selected, in and out of view."""
        self.select_asked.emit(self._picking.all_shown(), Mode.REPLACE)

    def _ask_for_nothing(self) -> bool:
        """Ask that nothing be selected; say whether anything was."""
        had_any = bool(self._selected)
        if had_any:
            self.select_asked.emit({}, Mode.REPLACE)
        return had_any

    def _pointed(self, px: float, py: float) -> None:
        self.pointer_moved.emit(*self.camera.to_map(px, py))

    def _left(self) -> None:
        self.end_hover()
        self.pointer_left.emit()

    # -- events ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the map and of the tool in use; see `gui.canvas.keys`."""
        if answer(self, event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the map with the space bar."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.surface.grab_by_space(False)
            event.accept()
            return
        super().keyReleaseEvent(event)

    def give_up(self) -> bool:
        """Give up one thing: what the tool has begun, the card that is kept, what is selected."""
        if self.surface.tool is not None and self.surface.tool.cancel():
            return True
        return self.pointing.unpin() or self._ask_for_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit what lies over the map."""
        super().resizeEvent(event)
        self.overlays.resized()
        self._resized()

    def _resized(self) -> None:
        """Go on showing the whole province where it was shown; that is no view of its own."""
        self._trail.hold(True)
        if self._is_home:
            self.home()
        self._trail.hold(False)

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(900, 640)
