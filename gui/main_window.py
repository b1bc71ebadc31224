"""The window: puts header, toolbar, panels, map and status bar in their places.

Assembles and computes nothing; what happens is in gui.controllers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from gui.actions.ids import ActionId
from gui.actions.registry import ActionRegistry
from gui.controllers.session import Session
from gui.panels.banner import Banner
from gui.panels.coverage_panel import CoveragePanel
from gui.panels.dock import Dock
from gui.panels.header import Header
from gui.panels.home_page import HomePage, dropped_file
from gui.panels.layer_panel import LayerPanel
from gui.panels.side_panel import SidePanel
from gui.panels.status_bar import StatusBar
from gui.panels.tabbed_dock import TabbedDock
from gui.settings import Key
from layers.style import Theme

if TYPE_CHECKING:
    from gui.canvas.map_view import MapView

LEAST = QSize(1024, 600)
FIRST = QSize(1440, 900)
LEFT_WIDTH, RIGHT_WIDTH, BOTTOM_HEIGHT = 278, 364, 208
ROOM_FOR_BOTTOM_PX = 860  # a window lower than this opens without the lower dock: the map needs the room

# The switches of the left, the right and the lower dock.
DOCK_ACTIONS = (ActionId.SHOW_LAYERS, ActionId.SHOW_COVERAGE, ActionId.SHOW_BOTTOM)

# Actions on the start page, with the key of their words.
TASKS: tuple[tuple[ActionId, str], ...] = (
    (ActionId.MAP, "map"),
    (ActionId.OPEN, "open"),
    (ActionId.NEW, "new"),
    (ActionId.LOAD_BOUNDARIES, "boundaries"),
    (ActionId.EXPORT_PDF, "export"),
    (ActionId.EXPORT_XLSX, "workbook"),
    (ActionId.OPEN_SAMPLE, "sample"),
)


class MainWindow(QMainWindow):
    """The window of the program.

    Signals
    -------
    file_dropped(Path)

    Attributes
    ----------
    may_close : callable
        Asked before the window closes; returns whether it may.
    """

    file_dropped = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words, theme = session.words, session.theme
        self.may_close: Callable[[], bool] = lambda: True
        self.map_view: MapView | None = None
        self.setWindowTitle(words("app.title"))
        self.setMinimumSize(LEAST)
        self.resize(FIRST)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        self.actions_of = ActionRegistry(words, self)
        self.actions_of.set_theme(theme)
        self.header = Header(words, self)
        self.actions_of.fill_menu_bar(self.header.menus)
        self.setMenuWidget(self.header)
        self.toolbar = self._toolbar()
        self.home = HomePage(words, [(self.actions_of[which], key) for which, key in TASKS], self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.home)
        self._map_place = QWidget(self)
        self._map_place.setObjectName("clear")
        QVBoxLayout(self._map_place).setContentsMargins(0, 0, 0, 0)
        self.pages.addWidget(self._map_place)
        self.setCentralWidget(self.pages)
        self.banner = Banner(words, theme, self.pages)
        self.pages.currentChanged.connect(lambda _page: self.banner.raise_())
        self.layers = LayerPanel(words, theme, self)
        self.coverage = CoveragePanel(words, theme, self)
        self.side = SidePanel(self)
        self.side.add("", self.layers)
        self.left, self.right, self.bottom = self._docks()
        self.status = StatusBar(words, session.jobs, self)
        self.setStatusBar(self.status)
        self.set_theme(theme)
        self._restore()

    # -- pages --------------------------------------------------------------------------------------

    def put_map(self, view: MapView) -> None:
        """Put the map into its place; it is made late because it loads much."""
        self.map_view = view
        layout = self._map_place.layout()
        assert layout is not None
        layout.addWidget(view)

    def show_home(self) -> None:
        """Show the start page; the panels beside the map have nothing to say there."""
        self.pages.setCurrentWidget(self.home)
        for dock in self.docks:
            dock.hide()

    def show_map(self) -> None:
        """Show the map and the panels that are switched on."""
        # Read both switches first: they follow the docks, also while these come and go here.
        is_shown = [self.actions_of[which].isChecked() for which in DOCK_ACTIONS]
        self.pages.setCurrentWidget(self._map_place)
        for dock, is_on in zip(self.docks, is_shown, strict=True):
            dock.setVisible(is_on)
        if self.map_view is not None:
            self.map_view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def docks(self) -> tuple[Dock, TabbedDock, TabbedDock]:
        """The docks at the left, at the right and below, in the order of `DOCK_ACTIONS`."""
        return self.left, self.right, self.bottom

    @property
    def is_on_map(self) -> bool:
        """Whether the map is shown."""
        return self.pages.currentWidget() is self._map_place

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.actions_of.set_theme(theme)
        for part in (self.banner, self.layers, self.coverage, *self.docks):
            part.set_theme(theme)
        if self.map_view is not None:
            self.map_view.set_theme(theme)

    # -- events -------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only where nothing is lost."""
        if not self.may_close():
            event.ignore()
            return
        self.keep_layout()
        event.accept()

    def keep_layout(self) -> None:
        """Remember size and place of the window."""
        settings = self._session.settings
        settings[Key.WINDOW_GEOMETRY] = bytes(self.saveGeometry().toBase64().data()).decode()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept one local file."""
        if dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        path: Path | None = dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)

    # -- assembling ---------------------------------------------------------------------------------

    def _toolbar(self) -> QToolBar:
        bar = QToolBar(self._session.words("toolbar.name"), self)
        bar.setObjectName("toolbar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setIconSize(QSize(17, 17))
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setEnabled(False)
        self.actions_of.fill_toolbar(bar)
        self.addToolBar(bar)
        return bar

    def _docks(self) -> tuple[Dock, TabbedDock, TabbedDock]:
        words = self._session.words
        left = Dock("layers", words("layers.heading"), self.side, words, self)
        right = TabbedDock("figures", words("dock.right"), words, self)
        right.add("coverage", words("coverage.tab"), lambda: self.coverage)
        right.show_panel("coverage")
        bottom = TabbedDock("rows", words("dock.bottom"), words, self)
        bottom.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea)
        self.layers.setMinimumWidth(220)
        self.coverage.setMinimumWidth(300)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, bottom)
        self.resizeDocks([left, right], [LEFT_WIDTH, RIGHT_WIDTH], Qt.Orientation.Horizontal)
        self.resizeDocks([bottom], [BOTTOM_HEIGHT], Qt.Orientation.Vertical)
        for which in DOCK_ACTIONS:
            self.actions_of.check(which)
        return left, right, bottom

    def _restore(self) -> None:
        kept = self._session.settings[Key.WINDOW_GEOMETRY]
        if kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode())):
            return
        room = self.screen().availableSize()
        self.actions_of.check(ActionId.SHOW_BOTTOM, room.height() >= ROOM_FOR_BOTTOM_PX)
        if room.width() <= FIRST.width() or room.height() <= FIRST.height():
            self.setWindowState(Qt.WindowState.WindowMaximized)
