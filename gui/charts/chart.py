"""What all charts have in common: pointing, choosing and dragging over bars, the keyboard, and their texts.

A chart shows a series and says which slots were chosen; it knows no document and selects nothing itself.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from analysis.series import FEW, NOWHERE, Binned
from gui.canvas.hover_text import HoverText
from gui.charts.drawing import FloatArray, Marks
from gui.charts.look import Look
from gui.charts.plot import Plot
from gui.charts.subject import Subject
from gui.linked import Mode
from layers.style import Theme
from layers.words import Words

TOP_ROOM = 1.1
MONTH_STRIDES = (1, 2, 3, 6, 12, 24, 36, 60, 120)
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}

Table = list[list[str]]


def mode_of(modifiers: Qt.KeyboardModifier) -> Mode:
    """Return what becomes of the selection: Ctrl adds or takes away, Shift adds, else it is replaced."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return Mode.TOGGLE
    return Mode.ADD if modifiers & Qt.KeyboardModifier.ShiftModifier else Mode.REPLACE


class Chart(Plot):
    """Base of the charts.

    Signals
    -------
    chosen(object, object)
        Slots (a list, empty where beside every bar was clicked) and the `Mode`.
    pointed(int, QPoint)
        Slot under the pointer or chosen with the arrow keys, −1 none; and a place in the chart.
    opened(int)
        A single bar was clicked, or Enter pressed on it, without adding to a selection.

    Attributes
    ----------
    series
        What is shown: a value of `analysis`.
    cursor : int
        Slot that is pointed at, −1 none.
    """

    chosen = Signal(object, object)
    pointed = Signal(int, QPoint)
    opened = Signal(int)

    is_about_incidents: ClassVar[bool] = False

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        self.series: Any = None
        super().__init__(parent)
        self.words = words
        self.subject: Subject | None = None
        self.cursor = NOWHERE
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self._chosen_sums: FloatArray = np.empty(0)
        self.make_drawings()
        self.marks = self.add_over(Marks(self.viewport().update))

    # -- what a chart says: written by each ------------------------------------------------------------

    @staticmethod
    @abstractmethod
    def series_of(subject: Subject) -> Any:
        """Compute what is shown; runs in a job where there are many rows."""

    @property
    @abstractmethod
    def binned(self) -> Binned:
        """Rows and slots of the series."""

    @abstractmethod
    def heading(self) -> tuple[str, str]:
        """Return what is counted, and the figures beside it."""

    @abstractmethod
    def notes(self) -> list[str]:
        """Return what the reader has to know beside the bars: what is counted apart, above all."""

    @abstractmethod
    def card(self, slot: int) -> HoverText:
        """Return the exact figures of a slot."""

    @abstractmethod
    def table(self) -> Table:
        """Return the figures as rows of cells, the heading first."""

    @abstractmethod
    def empty_text(self) -> str:
        """Return why there is nothing to draw and what to do, or nothing where there is something."""

    @abstractmethod
    def make_drawings(self) -> None:
        """Make what the series is drawn with; called once."""

    @abstractmethod
    def draw_series(self) -> None:
        """Draw the series: set `cells`, axes and drawings."""

    @abstractmethod
    def draw_chosen(self, sums: FloatArray) -> None:
        """Draw how much of each slot is selected, shape (slots,)."""

    def bandable(self) -> npt.NDArray[np.bool_]:
        """Say which slots a dragged range takes, shape (slots,): all, unless a chart says otherwise."""
        return np.ones(len(self.cells), dtype=bool)

    # -- showing ---------------------------------------------------------------------------------------

    def show_series(self, subject: Subject, series: Any) -> None:
        """Show another series; nothing is selected in it until `show_chosen`."""
        self.subject, self.series = subject, series
        self.cursor = NOWHERE
        self.marks.show_pointed(None, self.look.theme.accent)
        self.marks.show_band(None, self.look.theme.accent)
        self._chosen_sums = np.zeros(self.binned.slots)
        self._redraw()
        self.setAccessibleName(" ".join(part for part in self.heading() if part))
        self.setAccessibleDescription("")

    def show_chosen(self, positions: npt.NDArray[np.int64]) -> None:
        """Show how much of each bar is selected: positions of the selected rows in `binned.rows`."""
        if self.series is None:
            return
        self._chosen_sums = self.binned.sums(positions)
        if len(self.cells):
            self.draw_chosen(self._chosen_sums)
        self.forget()

    def chosen_of(self, slot: int) -> float:
        """Return what of a slot is selected."""
        return float(self._chosen_sums[slot])

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.look = Look.of(theme)
        self.setBackground(theme.panel)
        if self.series is not None:
            self._redraw()
        self.forget()

    def point_at(self, slot: int) -> None:
        """Outline a slot because its row is pointed at elsewhere; −1 none."""
        self.cursor = slot if 0 <= slot < len(self.cells) else NOWHERE
        self.marks.show_pointed(self._cell(self.cursor), self.look.theme.accent)

    # -- for the charts --------------------------------------------------------------------------------

    def few_note(self, total: float) -> list[str]:
        """Return the sentence that nothing is concluded from so few incidents, where they are few."""
        return [self.words("charts.few")] if 0 < total < FEW else []

    def reported_note(self) -> list[str]:
        """Return how many communes have sent their incidents, where some have not."""
        assert self.subject is not None
        coverage = self.subject.bundle.coverage
        missing = len(coverage.not_reported.get("incidents", ()))
        total = len(coverage.communes)
        if not missing:
            return []
        n = self.words.number(total - missing)
        return [self.words("coverage.reported", n=n, total=self.words.number(total)).rstrip(".")]

    def silent_note(self, is_counted: npt.NDArray[np.bool_]) -> list[str]:
        """Return how many of the rows counted lie in communes that lack a sheet: the tiles leave them out.

        `is_counted` says of each of `binned.rows` whether it is in the figures beside the heading.
        """
        assert self.subject is not None
        binned = self.binned
        at = binned.rows.get_indexer(self.subject.silent[binned.table])
        return self.counted(f"charts.with_silent.{binned.table}", float(is_counted[at[at >= 0]].sum()))

    def counted(self, key: str, number: float) -> list[str]:
        """Return a note about rows that are in no bar, where there are any."""
        return [self.words(key, n=self.words.count(number))] if number else []

    def chosen_row(self, slot: int, unit: str) -> list[tuple[str, str]]:
        """Return the line of a card about what is selected, where anything is."""
        chosen = self.chosen_of(slot)
        return [(self.words("charts.selected"), f"{self.words.count(chosen)} {unit}")] if chosen else []

    # -- pointer ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a range."""
        if event.button() is Qt.MouseButton.LeftButton and len(self.cells):
            self._pressed = event.position().toPoint()
            self._is_dragging = False
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a double click for nothing: the first has done it."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer, or draw the range."""
        place = event.position().toPoint()
        if self._pressed is None:
            self._point(self.slot_at(place), place)
            return
        if (place - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._is_dragging = True
        if self._is_dragging:
            self.marks.show_band(self.hull(self._dragged(place)), self.look.theme.accent)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the bar or the range."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        place, mode = event.position().toPoint(), mode_of(event.modifiers())
        if self._is_dragging:
            self._is_dragging = False
            slots = self._dragged(place, pressed)
            self.marks.show_band(None, self.look.theme.accent)
            if slots:
                self.chosen.emit(slots, mode)
            return
        slot = self.slot_at(place)
        self._choose(slot, mode)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self._point(NOWHERE, QPoint())

    # -- keyboard --------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the bars with the arrow keys and choose with Enter or the space bar."""
        key = Qt.Key(event.key())
        if key in _STEPS and len(self.cells):
            slot = self.neighbour(self.cursor, *_STEPS[key])
            self._point(slot, self.place_of(slot))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and len(self.cells):
            order = self.order()
            slot = int(order[0] if key == Qt.Key.Key_Home else order[-1])
            self._point(slot, self.place_of(slot))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.cursor >= 0:
            self._choose(self.cursor, mode_of(event.modifiers()))
        elif key == Qt.Key.Key_Escape and self.cursor >= 0:
            self._point(NOWHERE, QPoint())
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Leave releases to whoever is above."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is; a click shows it by what it does."""
        super().focusInEvent(event)
        is_by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
        self.marks.show_focus(not is_by_mouse, self.look.theme.accent)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.marks.show_focus(False, self.look.theme.accent)

    # -- inside ----------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the ticks that have room."""
        super().resizeEvent(event)
        if self.series is not None:
            self._redraw()

    def _redraw(self) -> None:
        self.dress_axes()
        if not self.empty_text():
            self.draw_series()
            self.draw_chosen(self._chosen_sums)
            self.fit_axes()
        else:
            self.cells = np.empty((0, 4))
        self.forget()

    def _choose(self, slot: int, mode: Mode) -> None:
        self.chosen.emit([slot] if slot >= 0 else [], mode)
        if slot >= 0 and mode is Mode.REPLACE:
            self.opened.emit(slot)

    def _point(self, slot: int, place: QPoint) -> None:
        self.point_at(slot)
        self.setAccessibleDescription(self._spoken(self.cursor))
        self.pointed.emit(self.cursor, place)

    def _spoken(self, slot: int) -> str:
        if slot < 0:
            return ""
        text = self.card(slot)
        rows = (f"{label}: {value}" if label else value for label, value in text.rows)
        return ". ".join([text.title, *rows])

    def _cell(self, slot: int) -> FloatArray | None:
        return self.cells[slot] if slot >= 0 else None

    def _dragged(self, place: QPoint, pressed: QPoint | None = None) -> list[int]:
        """Return the slots the range from where was pressed to here touches."""
        start = pressed if pressed is not None else self._pressed
        assert start is not None
        (x0, y0), (x1, y1) = self.in_axes(QPointF(start)), self.in_axes(QPointF(place))
        left, right, low, high = self.cells.T
        touched = (left < max(x0, x1)) & (right > min(x0, x1)) & (low < max(y0, y1)) & (high > min(y0, y1))
        return [int(slot) for slot in np.flatnonzero(touched & self.bandable())]
