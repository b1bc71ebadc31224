"""Presentation: the map alone on the full screen, stepped through saved views, without details of incidents.

Knows the window and the map; changes nothing in the document, and gives everything back as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.actions.ids import ActionId
from gui.controllers.bookmark_controller import BookmarkController
from gui.controllers.parts import Parts
from gui.controllers.status_text import reported_text
from gui.panels.offer import Offer
from gui.panels.presentation import LEGEND_SHARE, DarkScreen, LargeLegend, PassingNote, TitleStrip
from gui.window_layout import VERSION
from layers.style import Theme

if TYPE_CHECKING:
    from gui.canvas.camera import Camera
    from gui.canvas.map_view import MapView

TYPE_SCALE = 1.45  # of names on the map
POINTER_HIDES_MS = 3000
CLICK_REACH_PX = 4.0
HINT_STAYS_MS = 5000

Key = Qt.Key
NEXT = frozenset({Key.Key_Right, Key.Key_PageDown, Key.Key_Space, Key.Key_N})
PREVIOUS = frozenset({Key.Key_Left, Key.Key_PageUp, Key.Key_Backspace, Key.Key_P})
DARKEN = frozenset({Key.Key_B, Key.Key_Period})
LEAVE = frozenset({Key.Key_Escape, Key.Key_F11, Key.Key_F5})
# What the map itself may answer meanwhile: closer, farther, up and down.
FOR_MAP = frozenset({Key.Key_Plus, Key.Key_Equal, Key.Key_Minus, Key.Key_Up, Key.Key_Down})


@dataclass(frozen=True)
class Before:
    """How the window was: all that leaving the presentation gives back."""

    window_state: Qt.WindowState
    arrangement: QByteArray
    shown: tuple[bool, ...]
    was_on_map: bool
    tool: str
    camera: Camera
    is_home: bool
    hover_text: Any
    over: tuple[QWidget, ...]  # notices that lay over the map


class PresentationController(QObject):
    """The presentation of one window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._window = parts.window
        self._before: Before | None = None
        self._bookmarks: BookmarkController | None = None
        self._views: tuple[str, ...] = ()
        self._place = -1  # of the view that is shown; -1 before the first
        self._pressed: QPointF | None = None
        self._strip: TitleStrip | None = None
        self._legend: LargeLegend | None = None
        self._note: PassingNote | None = None
        self._dark: DarkScreen | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(POINTER_HIDES_MS)
        self._still.timeout.connect(self._hide_pointer)
        parts.window.actions_of.bind(ActionId.PRESENT, self.toggle)
        parts.session.theme_changed.connect(self._on_theme)
        parts.coverage.answered.connect(self._on_answer)
        parts.document.tables_changed.connect(self._on_tables)
        parts.document.replaced.connect(self.leave)

    @property
    def is_presenting(self) -> bool:
        """Whether the presentation is on."""
        return self._before is not None

    @property
    def is_dark(self) -> bool:
        """Whether the screen is blanked."""
        return self._dark is not None and self._dark.isVisible()

    @property
    def place(self) -> int:
        """Number of the view that is shown, from 0 (the whole province); −1 before the first."""
        return self._place

    def toggle(self) -> None:
        """Begin or end."""
        if self.is_presenting:
            self.leave()
        else:
            self.enter()

    # -- beginning and ending -----------------------------------------------------------------------

    def enter(self) -> None:
        """Show the map alone on the screen the window is on."""
        window = self._window
        if self.is_presenting or self._parts.document.boundaries is None:
            return
        was_on_map = window.is_on_map
        window.keep_layout()
        if not was_on_map:
            window.actions_of[ActionId.MAP].trigger()
        view = window.map_view
        if view is None:
            return
        window.arrangement.is_held = True
        over = (window.banner, *window.pages.findChildren(Offer))
        self._before = Before(
            window.windowState(),
            window.saveState(VERSION),
            window.docks_are_on,
            was_on_map,
            view.tool_name,
            view.camera,
            view.is_home,
            view.pointing.text_of,
            tuple(part for part in over if not part.isHidden()),
        )
        self._bookmarks = window.findChild(BookmarkController)
        self._views = self._bookmarks.views() if self._bookmarks is not None else ()
        if self._bookmarks is not None:
            self._bookmarks.begin()
        self._place = 0 if view.is_home else -1
        for part in (window.header, window.toolbar, window.status, *over, *window.docks):
            part.hide()
        self._quieten(view)
        self._build(view)
        window.showFullScreen()
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_hint()
        self._still.start()

    def leave(self) -> None:
        """Give window, map and tool back as they were."""
        before, self._before = self._before, None
        window, view = self._window, self._window.map_view
        if before is None or view is None:
            return
        self._still.stop()
        self._show_pointer()
        self._watch(view, False)
        if self._bookmarks is not None:
            self._bookmarks.end()
        for part in (self._strip, self._legend, self._note, self._dark):
            if part is not None:
                part.hide()
                part.deleteLater()
        self._strip = self._legend = self._note = self._dark = None
        self._enliven(view, before)
        for part in (window.header, window.toolbar, window.status, *before.over):
            part.show()
        window.setWindowState(before.window_state)
        window.restoreState(before.arrangement, VERSION)
        window.switch_docks(before.shown)
        if not before.was_on_map:
            window.show_home()
        window.arrangement.is_held = False
        if before.is_home:
            view.home()
        else:
            view.look(before.camera.resized(view.camera.width, view.camera.height))

    def _quieten(self, view: MapView) -> None:
        """Let the map tell nothing of incidents, and let a click select nothing."""
        from gui.canvas.discreet import Discreet

        view.end_hover()
        view.set_tool("pan")
        view.set_hover_text(Discreet(view.pointing.own_text, self._parts.session.words("legend.incidents")))
        view.overlays.navigation.hide()
        view.overlays.legend.hide()
        view.overlays.tell_sample(False)  # the strip above the map says it
        view.labels.set_scale(TYPE_SCALE)
        self._watch(view, True)

    def _enliven(self, view: MapView, before: Before) -> None:
        view.end_hover()
        view.set_hover_text(before.hover_text)
        view.labels.set_scale(1.0)
        view.overlays.navigation.show()
        view.overlays.tell_sample(True)
        view.set_legend(view.overlays.legend.legend)
        view.set_tool(before.tool)

    def _build(self, view: MapView) -> None:
        window, theme = self._window, self._parts.session.theme
        place = window.map_place
        self._strip = TitleStrip(place)
        self._legend = LargeLegend(theme, place)
        screen = window.screen().size()
        self._legend.setFixedWidth(round(screen.width() * LEGEND_SHARE))
        window.frame_map(self._strip, self._legend)
        self._note = PassingNote(view)
        self._dark = DarkScreen(window)
        self._dark.hide()
        for part in (self._strip, self._legend, self._dark):
            part.setMouseTracking(True)
            part.installEventFilter(self)
        self._show_texts()

    def _watch(self, view: MapView, is_on: bool) -> None:
        for part in (self._window, view, view.surface, view.surface.viewport()):
            if is_on:
                part.installEventFilter(self)
            else:
                part.removeEventFilter(self)

    # -- what is shown ------------------------------------------------------------------------------

    def _show_texts(self) -> None:
        strip, legend, view = self._strip, self._legend, self._window.map_view
        if strip is None or legend is None or view is None:
            return
        words, bundle = self._parts.session.words, self._parts.coverage.bundle
        legend.show_legend(view.overlays.legend.legend)
        sample = words("sample.mark") if self._parts.document.is_sample else ""
        if bundle is None:
            strip.show_texts(words("app.title"), "", "", sample)
            return
        from exports.sheet import subtitle_of, title_of
        from exports.sheet_options import SheetOptions

        options = SheetOptions()
        strip.show_texts(
            title_of(bundle, options, words),
            subtitle_of(bundle, options, words),
            reported_text(bundle, words),
            sample,
        )

    def _on_answer(self, _bundle: object, _is_preliminary: bool) -> None:
        self._show_anew()

    def _on_tables(self, tables: frozenset[str]) -> None:
        if "layers" in tables:  # a saved view shows its own
            self._show_anew()

    def _show_anew(self) -> None:
        """Show legend and texts of what is seen now; the small legend stays away."""
        if self.is_presenting and self._window.map_view is not None:
            self._window.map_view.overlays.legend.hide()
            self._show_texts()

    def _on_theme(self, theme: Theme) -> None:
        if self._legend is not None:
            self._legend.set_theme(theme)

    def _say_hint(self) -> None:
        words = self._parts.session.words
        text = words("present.hint", keys="← →") if len(self._views) > 1 else words("present.hint.no_views")
        if self._note is not None:
            self._note.say(text, stays_ms=HINT_STAYS_MS)

    # -- keys and pointer ---------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take every key before shortcuts do, swallow clicks, and hide a pointer that is still."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()  # so that no shortcut of the window is triggered, and the key comes as a key
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        if kind in (QEvent.Type.ContextMenu, QEvent.Type.KeyRelease):
            return True
        if kind in (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self._show_pointer()
            self._still.start()
        if isinstance(event, QMouseEvent):
            return self._on_mouse(watched, event)
        if kind == QEvent.Type.Resize and self._dark is not None:
            self._dark.resize(self._window.size())
            if self._note is not None:
                self._note.place()
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self.is_dark:
            self._darken(False)
        elif key in LEAVE:
            self.leave()
        elif key in NEXT or key in PREVIOUS:
            self.step(1 if key in NEXT else -1)
        elif key in DARKEN:
            self._darken(True)
        elif key == Key.Key_Home:
            self._go(0)
        elif key in FOR_MAP:
            return False
        return True

    def _on_mouse(self, watched: QObject, event: QMouseEvent) -> bool:
        view = self._window.map_view
        if self.is_dark:
            if event.type() == QEvent.Type.MouseButtonPress:
                self._darken(False)
            return True
        if view is None or watched is not view.surface.viewport():
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = event.position()
        elif event.type() == QEvent.Type.MouseButtonRelease and self._pressed is not None:
            moved = event.position() - self._pressed
            self._pressed = None
            if moved.manhattanLength() <= 2 * CLICK_REACH_PX and view.surface.tool is not None:
                view.surface.tool.cancel()
                return True  # a click would select
        return False

    def step(self, by: int) -> None:
        """Go to the next or the previous view; it stays at the last and at the first."""
        self._go(min(max(self._place + by, 0), len(self._views) - 1))

    def _go(self, place: int) -> None:
        if self._bookmarks is None or self._note is None:
            return
        self._place = place
        self._bookmarks.go(place)
        words = self._parts.session.words
        number, total = words.number(place + 1), words.number(len(self._views))
        self._note.say(words("present.place", n=number, total=total, name=self._views[place]))

    def _darken(self, is_dark: bool) -> None:
        if self._dark is None:
            return
        self._dark.resize(self._window.size())
        self._dark.setVisible(is_dark)
        self._dark.raise_()

    def _hide_pointer(self) -> None:
        self._set_pointer(lambda part: part.setCursor(Qt.CursorShape.BlankCursor))

    def _show_pointer(self) -> None:
        view = self._window.map_view
        if view is None or view.surface.viewport().cursor().shape() != Qt.CursorShape.BlankCursor:
            return
        self._set_pointer(QWidget.unsetCursor)
        if view.surface.tool is not None:
            view.show_cursor(view.surface.tool.cursor)

    def _set_pointer(self, change: Callable[[QWidget], None]) -> None:
        view = self._window.map_view
        parts = (self._strip, self._legend, self._dark, view and view.surface.viewport())
        for part in parts:
            if part is not None:
                change(part)
