"""A dock with a quiet heading in place of Qt's title bar. Knows only its content."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from gui.icons import Icon, pixmap
from layers.style import Theme
from layers.words import Words


class Dock(QDockWidget):
    """A panel at the side of the map; its heading is the handle to move it by.

    Parameters
    ----------
    name : str
        Object name, by which Qt remembers where it stands.
    title : str
    content : QWidget
    tabs : QTabBar, optional
        Stands in the heading in place of the title.
    """

    def __init__(
        self,
        name: str,
        title: str,
        content: QWidget,
        words: Words,
        parent: QWidget,
        tabs: QTabBar | None = None,
    ) -> None:
        super().__init__(title, parent)
        self.setObjectName(name)
        self.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | Qt.DockWidgetArea.RightDockWidgetArea)
        bar = QWidget(self)
        bar.setObjectName("dockTitle")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        heading: QWidget = tabs if tabs is not None else QLabel(title.upper(), bar)
        if tabs is None:
            heading.setObjectName("heading")
        self.close_button = QToolButton(bar)
        self.close_button.setObjectName("bare")
        self.close_button.setToolTip(words("dock.hide", name=title))
        self.close_button.setAccessibleName(words("dock.hide", name=title))
        self.close_button.clicked.connect(self.close)
        row = QHBoxLayout(bar)
        row.setContentsMargins(*((2, 0, 8, 0) if tabs is not None else (14, 10, 8, 6)))
        row.addWidget(heading, 1)  # tabs may use the whole row: the one in front is bold, and wider
        row.addWidget(self.close_button)
        self.setTitleBarWidget(bar)
        self.setWidget(content)

    def set_theme(self, theme: Theme) -> None:
        """Draw the sign in the colours of a theme."""
        self.close_button.setIcon(QIcon(pixmap(Icon.CLOSE, theme.muted, 14)))


def scrolled(content: QWidget) -> QScrollArea:
    """Return a place in which content is scrolled where it is too high: a dock below may take the height."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    bar_px = area.verticalScrollBar().sizeHint().width()  # the texts are whole beside the bar too
    area.setMinimumWidth(max(content.minimumWidth(), content.minimumSizeHint().width()) + bar_px)
    area.setWidget(content)
    return area
