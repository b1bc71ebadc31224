"""Where the docks of the window stand, how large they are and which tabs are in front: kept, restored, reset.

Knows docks and switches by the window they belong to; nothing of what a panel shows.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QGuiApplication

from gui.settings import Key, Settings

if TYPE_CHECKING:
    from gui.main_window import MainWindow

log = logging.getLogger(__name__)

VERSION = 1  # of the arrangement; one of another version is not restored
FIRST = QSize(1440, 900)
LEFT_WIDTH, RIGHT_WIDTH, BOTTOM_HEIGHT = 300, 364, 232
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
        self._pending: tuple[int, ...] | None = None  # docks take their sizes when they are first seen

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
            self._switch_to_first()
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
        self._switch_to_first()
        self._take_sizes((LEFT_WIDTH, RIGHT_WIDTH, BOTTOM_HEIGHT))

    def _switch_to_first(self) -> None:
        window = self._window
        has_room = window.screen().availableSize().height() >= ROOM_FOR_BOTTOM_PX
        self._window.switch_docks((True, True, has_room))
        self._show_tabs(FIRST_TABS)

    def keep(self) -> None:
        """Remember size and place of the window, the docks and their tabs."""
        if self.is_held:
            return
        window, settings = self._window, self._settings
        settings[Key.WINDOW_GEOMETRY] = _text(window.saveGeometry())
        before = settings[Key.WINDOW_LAYOUT] or {"sizes": [LEFT_WIDTH, RIGHT_WIDTH, BOTTOM_HEIGHT]}
        left, right, bottom = window.docks
        now = (left.width(), right.width(), bottom.height())
        # A dock that is hidden has no size of its own: the one it had last time is kept.
        sizes = [
            size if dock.isVisible() and not dock.isFloating() else kept
            for dock, size, kept in zip(window.docks, now, before["sizes"], strict=True)
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
        left, right, bottom = self._window.docks
        if self._window.is_on_map:
            self._resize(left.width(), right.width(), bottom.height())

    def settle(self) -> None:
        """Give the docks the sizes they could not take while they or the window were not seen."""
        if self._pending is not None and self._window.isVisible() and self._window.is_on_map:
            layout = self._window.layout()
            assert layout is not None
            layout.activate()  # docks that were shown just now have no place in it before
            self._resize(*self._pending)
            self._pending = None

    def _take_sizes(self, sizes: Sequence[int]) -> None:
        self._pending = tuple(sizes)
        self.settle()

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
        bottom = max(80, min(bottom, window.height() - 170 - LEAST_MAP.height()))
        window.resizeDocks([window.left, window.right], [left, right], Qt.Orientation.Horizontal)
        window.resizeDocks([window.bottom], [bottom], Qt.Orientation.Vertical)


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()
