"""The window: puts header, toolbar, panels, map and status bar in their places.

Assembles and computes nothing; what happens is in gui.controllers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QWidget,
)

from gui.actions.ids import ActionId
from gui.actions.registry import ActionRegistry
from gui.controllers.session import Session
from gui.panels.banner import Banner
from gui.panels.coverage_panel import CoveragePanel
from gui.panels.dock import Dock, scrolled
from gui.panels.header import Header
from gui.panels.home_page import HomePage, dropped_file
from gui.panels.layer_panel import LayerPanel
from gui.panels.side_panel import SidePanel
from gui.panels.status_bar import StatusBar
from gui.panels.tabbed_dock import TabbedDock
from gui.window_layout import BOTTOM_HEIGHT, FIRST, LEFT_WIDTH, RIGHT_WIDTH, WindowLayout
from layers.style import Theme

if TYPE_CHECKING:
    from gui.canvas.first_map import FirstMap
    from gui.canvas.map_view import MapView

LEAST = QSize(1024, 600)
NARROWEST_MAP_PX = 300

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
    (ActionId.TOUR, "tour"),
)


class MainWindow(QMainWindow):
    """The window of the program.

    Signals
    -------
    file_dropped(Path)
    map_made()
        `map_view` is there from now on.

    Attributes
    ----------
    may_close : callable
        Asked before the window closes; returns whether it may.
    """

    file_dropped = Signal(object)
    map_made = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        words, theme = session.words, session.theme
        self.may_close: Callable[[], bool] = lambda: True
        self.map_view: MapView | None = None
        self.first_map: FirstMap | None = None
        self.setWindowTitle(words("app.title"))
        self.setMinimumSize(LEAST)
        self.resize(FIRST)
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(False)
        self.actions_of = ActionRegistry(words, self)
        self.header = Header(words, self)
        self.actions_of.fill_menu_bar(self.header.menus)
        self.setMenuWidget(self.header)
        self.toolbar = self._toolbar()
        self.home = HomePage(words, [(self.actions_of[which], key) for which, key in TASKS], self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.home)
        self.map_place = QWidget(self)
        self.map_place.setObjectName("clear")
        self._map_grid = QGridLayout(self.map_place)
        self._map_grid.setContentsMargins(0, 0, 0, 0)
        self._map_grid.setSpacing(0)
        self.pages.addWidget(self.map_place)
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
        self.arrangement = WindowLayout(self, session.settings)
        self.arrangement.place_window()

    # -- pages --------------------------------------------------------------------------------------

    def put_map(self, view: MapView) -> None:
        """Put the map into its place; it is made late because it loads much."""
        self.map_view = view
        self._map_grid.addWidget(view, 1, 0)
        self.map_made.emit()

    def put_first_map(self, first: FirstMap | None) -> None:
        """Put a first map where the map will be, or (None) take it away."""
        if self.first_map is not None:
            self._map_grid.removeWidget(self.first_map)
            self.first_map.hide()
            self.first_map.deleteLater()
        self.first_map = first
        if first is not None:
            self._map_grid.addWidget(first, 1, 0)

    def frame_map(self, above: QWidget, beside: QWidget) -> None:
        """Put something above the map and at its right, as long as these live."""
        self._map_grid.setRowStretch(1, 1)  # a high screen gives its height to the map, not to the row above
        self._map_grid.addWidget(above, 0, 0, 1, 2)
        self._map_grid.addWidget(beside, 1, 1)

    def put_search(self, field: QWidget) -> None:
        """Put the search field into its place on the toolbar, where it takes the width that is left."""
        place = self.toolbar.findChild(QWidget, "searchPlace")
        assert place is not None
        layout = place.layout()
        assert layout is not None
        layout.addWidget(field)

    def show_home(self) -> None:
        """Show the start page; the panels beside the map have nothing to say there."""
        self.pages.setCurrentWidget(self.home)
        for dock in self.docks:
            dock.hide()

    def show_map(self) -> None:
        """Show the map and the panels that are switched on."""
        # Read the switches first: they follow the docks, also while these come and go here.
        shown = self.docks_are_on
        self.pages.setCurrentWidget(self.map_place)
        self.switch_docks(shown)
        self.arrangement.settle()
        if self.map_view is not None:
            self.map_view.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def docks_are_on(self) -> tuple[bool, ...]:
        """Which of the docks are switched on; on the start page they are hidden all the same."""
        return tuple(self.actions_of[which].isChecked() for which in DOCK_ACTIONS)

    def switch_docks(self, shown: tuple[bool, ...]) -> None:
        """Switch docks on or off, and show or hide them where the map is shown."""
        for which, dock, is_on in zip(DOCK_ACTIONS, self.docks, shown, strict=True):
            if self.is_on_map:
                dock.setVisible(is_on)
            self.actions_of.check(which, is_on)

    @property
    def docks(self) -> tuple[Dock, TabbedDock, TabbedDock]:
        """The docks at the left, at the right and below, in the order of `DOCK_ACTIONS`."""
        return self.left, self.right, self.bottom

    @property
    def is_on_map(self) -> bool:
        """Whether the map is shown."""
        return self.pages.currentWidget() is self.map_place

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
        """Remember size, place and arrangement of the window."""
        self.arrangement.keep()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the docks take their sizes, which they have only in a window that is seen."""
        super().showEvent(event)
        # After this event: the docks have their sizes only once the window has.
        QTimer.singleShot(0, self, self.arrangement.settle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the map some room when the window gets smaller."""
        super().resizeEvent(event)
        if self.is_on_map and self.pages.width() < NARROWEST_MAP_PX:
            self.arrangement.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the keyboard by Enter too: outside of dialogs Qt knows Space alone."""
        focused = self.focusWidget()
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and isinstance(focused, (QPushButton, QToolButton)) and not event.isAutoRepeat():
            focused.click()
        else:
            super().keyPressEvent(event)

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
        right.add("coverage", words("coverage.tab"), lambda: scrolled(self.coverage))
        right.show_panel("coverage")
        bottom = TabbedDock("rows", words("dock.bottom"), words, self)
        bottom.setAllowedAreas(Qt.DockWidgetArea.BottomDockWidgetArea)
        self.layers.setMinimumWidth(220)
        self.coverage.setMinimumWidth(300)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, left)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, right)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, bottom)
        self.resizeDocks([left, right], [LEFT_WIDTH, RIGHT_WIDTH], Qt.Orientation.Horizontal)
        self.resizeDocks([bottom], [BOTTOM_HEIGHT], Qt.Orientation.Vertical)
        return left, right, bottom
