"""A dock of several panels under tabs; a panel is made when its tab is first looked at.

Knows names and how to make what they stand for; nothing of what a panel shows.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from gui.panels.dock import Dock
from layers.words import Words

Make = Callable[[], QWidget]


class TabbedDock(Dock):
    """Panels under tabs.

    Signals
    -------
    shown(str)
        Name of the panel that is now in front; also when the dock itself is shown again.
    """

    shown = Signal(str)

    def __init__(self, name: str, title: str, words: Words, parent: QWidget) -> None:
        self.tabs = QTabBar(parent)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(title)
        self._stack = QStackedWidget(parent)
        self._names: list[str] = []
        self._makers: dict[str, Make] = {}
        self._made: dict[str, QWidget] = {}
        super().__init__(name, title, self._stack, words, parent, self.tabs)
        self.tabs.currentChanged.connect(self._on_current)
        self.visibilityChanged.connect(self._on_visible)

    def add(self, name: str, title: str, make: Make) -> None:
        """Add a tab at the end; `make` is called once, when its panel is first looked at or asked for."""
        place = QWidget(self._stack)
        place.setObjectName("panel")
        place.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
        self._makers[name] = make
        self._names.append(name)
        self._stack.addWidget(place)
        self.tabs.addTab(title)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the panels, from left to right."""
        return tuple(self._names)

    @property
    def current(self) -> str:
        """Name of the panel in front, '' while there is none."""
        place = self.tabs.currentIndex()
        return self._names[place] if 0 <= place < len(self._names) else ""

    def is_made(self, name: str) -> bool:
        """Say whether a panel was looked at before."""
        return name in self._made

    def panel(self, name: str) -> QWidget:
        """Return a panel, made now where it was not yet."""
        if name not in self._made:
            made = self._makers[name]()
            layout = self._stack.widget(self._names.index(name)).layout()
            assert layout is not None
            layout.addWidget(made)
            self._made[name] = made
        return self._made[name]

    def choose(self, name: str) -> None:
        """Bring a tab to the front; its panel is made when it is seen."""
        self.tabs.setCurrentIndex(self._names.index(name))

    def show_panel(self, name: str) -> QWidget:
        """Bring a panel to the front and return it; the dock itself is left as it is."""
        made = self.panel(name)
        self.tabs.setCurrentIndex(self._names.index(name))
        return made

    def is_seen(self, name: str) -> bool:
        """Say whether a panel is in front of a dock that is seen."""
        return self.current == name and self.isVisible()

    def _on_current(self, place: int) -> None:
        if not 0 <= place < len(self._names):
            return
        self._stack.setCurrentIndex(place)
        if self.isVisible():
            self._show_current()

    def _on_visible(self, is_visible: bool) -> None:
        if is_visible and self.current:
            self._show_current()

    def _show_current(self) -> None:
        self.panel(self.current)
        self.shown.emit(self.current)
