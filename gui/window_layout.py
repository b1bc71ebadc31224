"""Where the docks of the window stand, how large they are and which tabs are in front: kept, restored, reset.

Knows docks and switches by the window they belong to; nothing of what a panel shows.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from gui.settings import Key, Settings

if TYPE_CHECKING:
    from gui.main_window import MainWindow
    from gui.panels.dock import Dock

log = logging.getLogger(__name__)

VERSION = 1  # of the arrangement; one of another version is not restored
FIRST = QSize(1440, 900)
LEFT_WIDTH, RIGHT_WIDTH = 300, 364
BOTTOM_HEIGHT = 304  # six rows of the table; on a screen of 768 the map still has more than half
FRAME_PX = 170  # what menu, toolbar, status bar and the frame of the window take of its height
ROOM_FOR_BOTTOM_PX = 860  # a screen lower than this starts without the lower dock: the map needs the room
LEAST_MAP = QSize(420, 260)  # docks that leave the map less than this are made smaller
FIRST_TABS = {"figures": "coverage", "rows": "charts"}


class WindowLayout:
    """The arrangement of one window.

    Parameters
    ----------
    window : MainWindow
        With its docks in their places.
    settings : Settings
    """

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        self._window = window
        self._settings = settings
        self.is_held = False  # while the map is presented: what is seen then is not kept
        self._due: dict[Dock, int] = {}  # a dock takes its size only when it is seen
        for dock in window.docks:
            dock.visibilityChanged.connect(self._on_visible)

    # -- size and place of the window ---------------------------------------------------------------

    def place_window(self) -> None:
        """Put the window where it was; the first time, and where that place is gone, into full view."""
        window, kept = self._window, self._settings[Key.WINDOW_GEOMETRY]
        if kept and window.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            self._keep_on_screen()
            return
        if kept:
            self._settings.reject(Key.WINDOW_GEOMETRY)
        room = window.screen().availableSize()
        window.resize(FIRST)
        if room.width() <= FIRST.width() or room.height() <= FIRST.height():
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def _keep_on_screen(self) -> None:
        """Bring a window back that lay on a screen which is gone, or was larger than the one there is."""
        window = self._window
        place = window.frameGeometry()
        screen = QGuiApplication.screenAt(place.center()) or window.screen()
        room = screen.availableGeometry()
        window.resize(window.size().boundedTo(room.size()).expandedTo(window.minimumSize()))
        if not room.intersects(place) or not room.contains(place.center()):
            window.move(room.topLeft())

    # -- docks and tabs -----------------------------------------------------------------------------

    def restore(self) -> None:
        """Arrange the docks as they were, or by default; called once all tabs are there."""
        kept = self._settings[Key.WINDOW_LAYOUT]
        if not kept:
            self._arrange_first()
            return
        state = QByteArray.fromBase64(str(kept["state"]).encode())
        if kept["version"] != VERSION or not self._window.restoreState(state, VERSION):
            log.info("the arrangement of the window is of another version or broken; the default is used")
            self._settings.reject(Key.WINDOW_LAYOUT)
            self.reset()
            return
        self._window.switch_docks(tuple(kept["shown"]))
        self._show_tabs(kept["tabs"])
        self._take_sizes(kept["sizes"])

    def reset(self) -> None:
        """Arrange the docks as at first."""
        window = self._window
        areas = (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )
        for dock, area in zip(window.docks, areas, strict=True):
            dock.setFloating(False)
            window.addDockWidget(area, dock)
        self._arrange_first()

    def _arrange_first(self) -> None:
        window = self._window
        has_room = window.screen().availableSize().height() >= ROOM_FOR_BOTTOM_PX
        self._window.switch_docks((True, True, has_room))
        self._show_tabs(FIRST_TABS)
        self._take_sizes((LEFT_WIDTH, RIGHT_WIDTH, BOTTOM_HEIGHT))

    def keep(self) -> None:
        """Remember size and place of the window, the docks and their tabs."""
        if self.is_held:
            return
        window, settings = self._window, self._settings
        settings[Key.WINDOW_GEOMETRY] = _text(window.saveGeometry())
        before = settings[Key.WINDOW_LAYOUT] or {"sizes": [LEFT_WIDTH, RIGHT_WIDTH, BOTTOM_HEIGHT]}
        _left, right, bottom = window.docks
        # A dock that was not seen yet, or floats, has no size of its own: the one it had last time is kept.
        sizes = [
            self._due.get(dock, kept if dock.isFloating() else size)
            for dock, size, kept in zip(window.docks, self._sizes, before["sizes"], strict=True)
        ]
        settings[Key.WINDOW_LAYOUT] = {
            "version": VERSION,
            "state": _text(window.saveState(VERSION)),
            "shown": list(window.docks_are_on),
            "sizes": sizes,
            "tabs": {dock.objectName(): dock.current for dock in (right, bottom)},
        }

    def fit(self) -> None:
        """Make docks smaller that leave the map too little room, as after a move to a smaller screen."""
        if self._window.is_on_map:
            self._resize(*self._sizes)

    def settle(self) -> None:
        """Give the docks that are seen the sizes they could not take before."""
        window = self._window
        seen = [dock for dock in self._due if dock.isVisible() and not dock.isFloating()]
        if not seen or not window.isVisible() or not window.is_on_map:
            return
        layout = window.layout()
        assert layout is not None
        layout.activate()  # docks that were shown just now have no place in it before
        sizes = zip(window.docks, self._sizes, strict=True)
        self._resize(*(self._due.get(dock, size) for dock, size in sizes))
        for dock in seen:
            del self._due[dock]

    @property
    def _sizes(self) -> tuple[int, int, int]:
        left, right, bottom = self._window.docks
        return left.width(), right.width(), bottom.height()

    def _take_sizes(self, sizes: Sequence[int]) -> None:
        self._due = dict(zip(self._window.docks, sizes, strict=True))
        self.settle()

    def _on_visible(self, is_visible: bool) -> None:
        """Let a dock that is seen for the first time take its size: one that is hidden has none."""
        if is_visible and self._due:
            QTimer.singleShot(0, self._window, self.settle)

    def _show_tabs(self, tabs: Mapping[str, Any]) -> None:
        for dock in (self._window.right, self._window.bottom):
            name = tabs.get(dock.objectName())
            if name in dock.names:
                dock.choose(name)

    def _resize(self, left: int, right: int, bottom: int) -> None:
        """Give the docks their sizes, less where the map would have too little room."""
        window = self._window
        least_left, least_right = (dock.minimumSizeHint().width() for dock in (window.left, window.right))
        spare = window.width() - LEAST_MAP.width() - left - right
        if spare < 0:
            left = max(least_left, min(left, LEFT_WIDTH))
            right = max(least_right, window.width() - LEAST_MAP.width() - left)
        room = window.height() - FRAME_PX
        bottom = max(80, min(bottom, room - min(LEAST_MAP.height(), room // 2)))
        window.resizeDocks([window.left, window.right], [left, right], Qt.Orientation.Horizontal)
        window.resizeDocks([window.bottom], [bottom], Qt.Orientation.Vertical)


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()
