"""The first column of the table of rows once more, at its left edge: it stays while one scrolls sideways.

Knows the table beneath it, whose rows, selection and scrolling it shares; it has no focus and edits nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView

from gui.table.cells import CellDelegate
from gui.table.header import RowHeader
from layers.style import Theme

if TYPE_CHECKING:
    from gui.table.view import RowView

WIDEST_SHARE = 0.5  # of the room; a wider column would leave too little of the others, and is not held


class FrozenColumn(QTableView):
    """The column; seen only while the table is scrolled sideways, so that nothing stands there twice.

    Signals
    -------
    heading_menu_asked(int, QPoint)
        Number of the column, and where its menu is to be opened, in global pixels.
    """

    heading_menu_asked = Signal(int, QPoint)

    def __init__(self, table: RowView, theme: Theme) -> None:
        super().__init__(table)
        self._table = table
        self.setObjectName("frozen")
        self.setModel(table.rows)
        self.setSelectionModel(table.selectionModel())
        self.cells = CellDelegate(table, theme, table.rows.words)
        self.setItemDelegate(self.cells)
        self.header = RowHeader(theme, self)
        self.header.setSectionsMovable(False)
        self.setHorizontalHeader(self.header)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        # Without this a click on the heading would move the current cell there, and the table back to it.
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for set_policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            set_policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, theirs = self.verticalHeader(), table.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(theirs.minimumSectionSize())
        rows.setDefaultSectionSize(theirs.defaultSectionSize())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._connect()
        self.hide()

    def _connect(self) -> None:
        table = self._table
        self.customContextMenuRequested.connect(self._on_menu)
        self.header.customContextMenuRequested.connect(self._on_heading_menu)
        self.header.sort_asked.connect(table.header.sort_asked)
        self.header.sectionResized.connect(self._on_resized)
        table.header.sectionResized.connect(self.arrange)
        table.header.sectionMoved.connect(self.arrange)
        table.rows.modelReset.connect(self.arrange)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalScrollBar().valueChanged.connect(self.arrange)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.cells.theme = self.header.theme = theme
        self.viewport().update()
        self.header.viewport().update()

    # -- where it stands ------------------------------------------------------------------------------

    def arrange(self, *_: object) -> None:
        """Show the column that stands first in the table, over it, where there is need and room."""
        table = self._table
        column, room = table.first_column, table.viewport()
        is_held = (
            table.horizontalScrollBar().value() > 0
            and 0 <= column < self.header.count()
            and 0 < table.columnWidth(column) <= room.width() * WIDEST_SHARE
        )
        if not is_held:
            self.hide()
            return
        for number in range(self.header.count()):
            self.setColumnHidden(number, number != column)
        width, top = table.columnWidth(column), room.y() - table.header.height()
        self.header.setFixedHeight(table.header.height())
        self.setGeometry(room.x(), top, width, room.y() + room.height() - top)
        if self.columnWidth(column) != width:
            self.setColumnWidth(column, width)
        self.show()
        self.raise_()
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def _on_resized(self, number: int, _before: int, width: int) -> None:
        if self.isVisible() and number == self._table.first_column and width > 0:
            self._table.header.resizeSection(number, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, and at the right an edge: the other columns go on beneath it."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        painter.fillRect(room.right() - 1, 0, 2, room.height(), QColor(self.cells.theme.line))
        painter.end()

    # -- pointer: all is done by the table ------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row, and put the current cell into it."""
        self._table.take_focus()
        self._table.press(event, self._table.first_column)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at a row, or stretch the selection."""
        self._table.pull(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End stretching."""
        self._table.release()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the row on the map."""
        self._table.jump_to(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is over no row."""
        self._table.point_at_none()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the table."""
        self._table.wheelEvent(event)

    def _on_menu(self, position: QPoint) -> None:
        self._table.menu_asked.emit(self.viewport().mapToGlobal(position))

    def _on_heading_menu(self, position: QPoint) -> None:
        self.heading_menu_asked.emit(self._table.first_column, self.header.mapToGlobal(position))
