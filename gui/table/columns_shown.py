"""Puts a layout of columns on the view of rows, and notes what the analyst drags, hides and widens.

Knows the view and the layout; where it is kept is for whoever follows the signal.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gui.table.layout import RowLayout
from gui.table.view import RowView

SETTLED_MS = 400  # a drag of a border is one change, not one a pixel


class ColumnKeeper(QObject):
    """The layout of the table that is shown.

    Signals
    -------
    changed(str, RowLayout)
        The analyst changed that of this table, a moment ago.
    """

    changed = Signal(str, object)

    def __init__(self, view: RowView) -> None:
        super().__init__(view)
        self._view = view
        self.layout: RowLayout | None = None
        self._key = ""
        self._is_applying = False
        self._is_fitted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._tell)
        view.header.sectionMoved.connect(self._on_moved)
        view.header.sectionResized.connect(self._on_resized)

    def show(self, key: str, layout: RowLayout) -> None:
        """Arrange the columns of a table; those without a width are fitted to their content."""
        self._tell_now()
        self._key, self.layout, self._is_fitted = key, layout, False
        self._apply()

    def choose(self, layout: RowLayout) -> None:
        """Take a layout that the analyst chose."""
        self.layout = layout
        self._apply()
        self._timer.start()

    def hide(self, name: str) -> None:
        """Hide a column, unless it is the last one."""
        if self.layout is not None and len(self.layout.shown) > 1:
            self.choose(self.layout.with_shown(self.layout.shown - {name}))

    def fit(self) -> None:
        """Fit the widths once there are rows to fit them to."""
        if self.layout is not None and not self._is_fitted:
            self._apply()

    def shown(self) -> list[int]:
        """Return the numbers of the columns shown, from left to right."""
        header = self._view.header
        numbers = [header.logicalIndex(place) for place in range(header.count())]
        return [number for number in numbers if not header.isSectionHidden(number)]

    def _apply(self) -> None:
        view, header, layout = self._view, self._view.header, self.layout
        rows = view.rows
        if layout is None or header.count() != len(rows.columns):
            return
        self._is_applying = True
        for place, name in enumerate(layout.order):
            header.moveSection(header.visualIndex(rows.column_number(name)), place)
        for number, column in enumerate(rows.columns):
            is_shown = column.name in layout.shown
            if is_shown:
                width = layout.widths.get(column.name) or view.fitting_width(number)
                header.resizeSection(number, width)
            header.setSectionHidden(number, not is_shown)
        self._is_fitted = bool(len(rows.places))
        self._is_applying = False
        self._note_first()

    def _note_first(self) -> None:
        shown = self.shown()
        self._view.first_column = shown[0] if shown else 0

    def _on_moved(self) -> None:
        self._note_first()
        if self._is_applying or self.layout is None:
            return
        header, columns = self._view.header, self._view.rows.columns
        order = [columns[header.logicalIndex(place)].name for place in range(header.count())]
        self.layout = self.layout.with_order(order)
        self._timer.start()

    def _on_resized(self, number: int, _before: int, width: int) -> None:
        if self._is_applying or self.layout is None or width <= 0:
            return
        columns = self._view.rows.columns
        if number < len(columns) and not self._view.header.isSectionHidden(number):
            self.layout = self.layout.with_width(columns[number].name, width)
            self._timer.start()

    def _tell_now(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._tell()

    def _tell(self) -> None:
        if self.layout is not None:
            self.changed.emit(self._key, self.layout)
