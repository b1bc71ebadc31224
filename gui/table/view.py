"""The table of rows: selection of a hundred thousand rows kept in one array, keys, pointer and scrolling.

Knows the model; what is selected it asks for by a signal, and paints what it is then told.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gui.linked import Mode
from gui.table.cells import CellDelegate
from gui.table.frozen import FrozenColumn
from gui.table.header import RowHeader
from gui.table.model import RowModel
from gui.table.note import CellNote
from gui.table.values import IntArray
from layers.style import Theme

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_MOVES = frozenset(
    (
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_Home, Qt.Key.Key_End),
    )
)
SAMPLE_ROWS = 120  # looked at to find how wide a column is
FIRST_WIDTHS = (54, 230)


class RowView(QTableView):
    """A table of rows.

    Signals
    -------
    chosen(object, Mode)
        The analyst selects rows: their places.
    hovered(int)
        Place of the row under the pointer, −1 for none.
    jump_asked(object)
        Places of rows to show on the map.
    copy_asked()
    menu_asked(QPoint)
        Where a menu is to be opened, in global pixels.

    Attributes
    ----------
    frozen : FrozenColumn
        The first column, held at the left while one scrolls sideways.
    """

    chosen = Signal(object, object)
    hovered = Signal(int)
    jump_asked = Signal(object)
    copy_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: RowModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._first_column = 0
        self._anchor = -1  # place from which a range is stretched
        self._is_dragging = False
        self.setObjectName("rows")
        self.setModel(model)
        self.header = RowHeader(theme, self)
        self.setHorizontalHeader(self.header)
        self.note = CellNote(self.viewport())
        self.cells = CellDelegate(self, theme, model.words)
        self.setItemDelegate(self.cells)
        # Qt would keep a selection of ranges; ours is an array, and its own does nothing.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(12)
        self.verticalHeader().setDefaultSectionSize(max(26, self.fontMetrics().height() + 9))
        self.header.setFirstSectionMovable(False)  # what the rows are called stays where it is held
        self.frozen = FrozenColumn(self, theme)

    @property
    def first_column(self) -> int:
        """Number of the column that stands at the left of those shown."""
        return self._first_column

    @first_column.setter
    def first_column(self, number: int) -> None:
        self._first_column = number
        self.frozen.arrange()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.cells.theme = self.header.theme = theme
        self.frozen.set_theme(theme)
        self.viewport().update()
        self.header.viewport().update()

    def redraw(self) -> None:
        """Draw all rows that are seen again."""
        for view in (self, self.frozen):
            view.viewport().update()

    # -- places ---------------------------------------------------------------------------------------

    @property
    def current_place(self) -> int:
        """Place of the row with the current cell, −1 where there is none."""
        return self.rows.place(self.currentIndex().row())

    def put_current(self, place: int, column: int = -1) -> None:
        """Put the current cell on a row without selecting it and without scrolling."""
        row = self.rows.row_of(place)
        if row < 0:
            return
        column = column if column >= 0 else max(0, self.currentIndex().column())
        if self.isColumnHidden(column):
            column = self.header.logicalIndexAt(0)
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        before = [bar.value() for bar in bars]
        self.selectionModel().setCurrentIndex(self.rows.index(row, max(0, column)), flag)
        for bar, value in zip(bars, before, strict=True):
            bar.setValue(value)

    def show_row(self, place: int) -> None:
        """Scroll to a row unless it is seen, and make it the current one."""
        row = self.rows.row_of(place)
        if row < 0:
            return
        scroll = self.horizontalScrollBar().value()
        top, bottom = self.rows_seen()
        if not top <= row <= bottom:
            hint = QAbstractItemView.ScrollHint.PositionAtCenter
            self.scrollTo(self.rows.index(row, max(0, self.header.logicalIndexAt(0))), hint)
        self.put_current(place)
        self.horizontalScrollBar().setValue(scroll)

    def redraw_row(self, place: int) -> None:
        """Draw the row of a place again, where it is seen, and no other."""
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        last = bottom if bottom >= 0 else self.rows.rowCount() - 1
        if top < 0 or place < 0:
            return
        for row in (np.flatnonzero(self.rows.places[top : last + 1] == place) + top).tolist():
            y, height = self.rowViewportPosition(row), self.rowHeight(row)
            for view in (self, self.frozen):
                view.viewport().update(0, y, view.viewport().width(), height)

    def rows_seen(self) -> tuple[int, int]:
        """Return the first and the last row that are wholly seen; (0, −1) while there are none."""
        top, bottom = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if top < 0:
            return 0, -1
        if bottom < 0:
            return top, self.rows.rowCount() - 1
        if self.rowViewportPosition(top) < 0:
            top += 1
        end = self.rowViewportPosition(bottom) + self.rowHeight(bottom)
        return top, bottom if end <= self.viewport().height() else bottom - 1

    def fitting_width(self, column: int) -> int:
        """Return the width a column needs for its heading and the rows at its beginning and end."""
        metrics = self.header.fontMetrics()
        title = str(self.rows.headerData(column, Qt.Orientation.Horizontal))
        # Headings are drawn bold: a little wider than the metrics of the header say.
        width = int(metrics.horizontalAdvance(title) * 1.08) + 16
        count = len(self.rows.places)
        if count and self.rows.source is not None:
            sample = np.unique(np.linspace(0, count - 1, min(count, SAMPLE_ROWS)).astype(np.intp))
            texts = self.rows.source.reader(self.rows.columns[column]).texts(self.rows.places[sample])
            metrics = self.fontMetrics()
            width = max(width, *(metrics.horizontalAdvance(text) + 18 for text in texts))
        least, most = FIRST_WIDTHS
        return min(most, max(least, width))

    # -- selecting ------------------------------------------------------------------------------------

    def choose_all(self) -> None:
        """Select every row that is shown."""
        self.chosen.emit(self.rows.places, Mode.REPLACE)

    def _choose(self, place: int, modifiers: Qt.KeyboardModifier) -> None:
        if modifiers & _SHIFT and self.rows.row_of(self._anchor) >= 0:
            mode = Mode.ADD if modifiers & _CONTROL else Mode.REPLACE
            self.chosen.emit(self._range(self._anchor, place), mode)
            return
        self._anchor = place
        mode = Mode.TOGGLE if modifiers & _CONTROL else Mode.REPLACE
        self.chosen.emit(np.array([place]), mode)

    def _range(self, first: int, last: int) -> IntArray:
        low, high = sorted((self.rows.row_of(first), self.rows.row_of(last)))
        return self.rows.places[low : high + 1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select by a click: alone, with Shift a range, with Ctrl one more or less."""
        self.note.hide()
        super().mousePressEvent(event)
        self.press(event)

    def press(self, event: QMouseEvent, column: int = -1) -> None:
        """Select the row that is pressed on; with a column, put the current cell there without scrolling."""
        place = self._place_at(event)
        if column >= 0:
            self.note.hide()
            self.put_current(place, column)
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._is_dragging = True
            self._choose(place, event.modifiers())
        elif event.button() == Qt.MouseButton.RightButton and place >= 0 and not self.rows.chosen[place]:
            self._choose(place, Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer; with the button held, stretch the selection."""
        super().mouseMoveEvent(event)
        self.pull(event)

    def pull(self, event: QMouseEvent) -> None:
        """Point at the row under the pointer, or stretch the selection to it."""
        place = self._place_at(event)
        if self._is_dragging and event.buttons() & Qt.MouseButton.LeftButton:
            if place >= 0 and place != self._anchor and self.rows.row_of(self._anchor) >= 0:
                self.chosen.emit(self._range(self._anchor, place), Mode.REPLACE)
        elif place != self.rows.hovered:
            self.hovered.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End stretching."""
        self.release()
        super().mouseReleaseEvent(event)

    def release(self) -> None:
        """End stretching the selection."""
        self._is_dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the row on the map."""
        if not self.jump_to(event):
            super().mouseDoubleClickEvent(event)

    def jump_to(self, event: QMouseEvent) -> bool:
        """Ask that the row under the pointer be shown on the map; say whether there is one."""
        place = self._place_at(event)
        is_row = event.button() == Qt.MouseButton.LeftButton and place >= 0
        if is_row:
            self.jump_asked.emit(np.array([place]))
        return is_row

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is over no row."""
        super().leaveEvent(event)
        self.point_at_none()

    def point_at_none(self) -> None:
        """Tell that the pointer is over no row."""
        if self.rows.hovered >= 0:
            self.hovered.emit(-1)

    def take_focus(self) -> None:
        """Take the keyboard, as after a click."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _place_at(self, event: QMouseEvent) -> int:
        return self.rows.place(self.rowAt(round(event.position().y())))

    # -- keys -----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, select, copy and jump by keys; other keys are Qt's, which begin to edit."""
        self.note.hide()
        key, modifiers = event.key(), event.modifiers()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._jump()
        elif key == Qt.Key.Key_Escape:
            self.chosen.emit(np.zeros(0, np.intp), Mode.REPLACE)
        elif key == Qt.Key.Key_Space and modifiers & _CONTROL:
            if self.current_place >= 0:
                self._choose(self.current_place, _CONTROL)
        elif key in _MOVES:
            self._move(event)
        else:
            if self.frozen.isVisible() and self.currentIndex().column() == self.first_column:
                self.horizontalScrollBar().setValue(
                    0
                )  # what is typed into must not lie below the held column
            super().keyPressEvent(event)

    def _move(self, event: QKeyEvent) -> None:
        before = self.current_place
        if self._anchor < 0:
            self._anchor = before
        super().keyPressEvent(event)
        place, modifiers = self.current_place, event.modifiers()
        if place < 0 or place == before:
            return
        if modifiers & _SHIFT:
            self._choose(place, _SHIFT)
        elif not modifiers & _CONTROL or event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(place, Qt.KeyboardModifier.NoModifier)

    def _jump(self) -> None:
        places = self.rows.chosen_places
        if not len(places) and self.current_place >= 0:
            places = np.array([self.current_place])
        if len(places):
            self.jump_asked.emit(places)

    def keyboardSearch(self, search: str) -> None:
        """Search nothing by typing: over a hundred thousand rows it would take seconds."""

    def _on_menu(self, position: QPoint) -> None:
        self.menu_asked.emit(self.viewport().mapToGlobal(position))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let go of a note whose cell may have moved, and fit the column that is held."""
        super().resizeEvent(event)
        self.note.hide()
        self.frozen.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Let go of a note whose cell moves."""
        super().scrollContentsBy(dx, dy)
        if self.state() != QAbstractItemView.State.EditingState:
            self.note.hide()
