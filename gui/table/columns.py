"""The dialog in which the columns of a table are shown, hidden and put in order; searched without tones.

Knows titles and names of columns; hands back a layout.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.table.layout import RowLayout
from layers.table_columns import TableColumn
from layers.words import Words, without_tones

_NAME = Qt.ItemDataRole.UserRole
_PLAIN = Qt.ItemDataRole.UserRole + 1


class ColumnsDialog(QDialog):
    """A list of all columns with ticks.

    Signals
    -------
    layout_chosen(RowLayout)
        After each change: the table behind the dialog follows at once.
    """

    layout_chosen = Signal(object)

    def __init__(
        self, columns: Sequence[TableColumn], layout: RowLayout, words: Words, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = {column.name: column for column in columns}
        self._first = RowLayout.first(columns)
        self._layout = layout
        self._words = words
        self.setWindowTitle(words("rows.columns.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(words("rows.columns.search"))
        self.search.setAccessibleName(words("rows.columns.search"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(words("rows.columns.title"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setObjectName("columnList")
        self.up = self._button("rows.columns.up")
        self.down = self._button("rows.columns.down")
        self.reset = self._button("rows.columns.reset")
        self._arrange()
        self._fill()
        self.search.textChanged.connect(self._find)
        self.list.itemChanged.connect(self._on_ticked)
        self.list.model().rowsMoved.connect(self._on_moved)
        self.up.clicked.connect(self._move_up)
        self.down.clicked.connect(self._move_down)
        self.reset.clicked.connect(self._on_reset)
        self.resize(380, 460)

    def _button(self, key: str) -> QPushButton:
        button = QPushButton(self._words(key), self)
        button.setAutoDefault(False)
        return button

    def _arrange(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.accept)
        hint = QLabel(self._words("rows.columns.hint"), self)
        hint.setObjectName("muted")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        for button in (self.up, self.down, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(9)
        column.addWidget(hint)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(buttons)

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for name in self._layout.order:
            column = self._columns[name]
            title = column.title(self._words)
            if column.is_personal:
                title = self._words("rows.columns.personal", column=title)
            item = QListWidgetItem(title, self.list)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            state = Qt.CheckState.Checked if name in self._layout.shown else Qt.CheckState.Unchecked
            item.setCheckState(state)
            item.setData(_NAME, name)
            item.setData(_PLAIN, without_tones(title))
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._find(self.search.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter in the search tick nothing and close nothing."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _find(self, text: str) -> None:
        wanted = without_tones(text)
        first = None
        for number in range(self.list.count()):
            item = self.list.item(number)
            item.setHidden(wanted not in item.data(_PLAIN))
            if first is None and not item.isHidden():
                first = item
        if first is not None and (self.list.currentItem() is None or self.list.currentItem().isHidden()):
            self.list.setCurrentItem(first)

    def _names(self) -> list[str]:
        return [self.list.item(number).data(_NAME) for number in range(self.list.count())]

    def _on_ticked(self, item: QListWidgetItem) -> None:
        items = [self.list.item(number) for number in range(self.list.count())]
        shown = [entry.data(_NAME) for entry in items if entry.checkState() == Qt.CheckState.Checked]
        if not shown:  # a table without columns shows nothing to switch one on again
            item.setCheckState(Qt.CheckState.Checked)
            return
        self._take(self._layout.with_shown(shown))

    def _on_moved(self) -> None:
        self._take(self._layout.with_order(self._names()))

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        row = self.list.currentRow()
        target = row + step
        while 0 <= target < self.list.count() and self.list.item(target).isHidden():
            target += step
        if row < 0 or not 0 <= target < self.list.count():
            return
        self.list.blockSignals(True)
        item = self.list.takeItem(row)
        self.list.insertItem(target, item)
        self.list.setCurrentRow(target)
        self.list.blockSignals(False)
        self._on_moved()

    def _on_reset(self) -> None:
        self._take(self._first)
        self._fill()

    def _take(self, layout: RowLayout) -> None:
        self._layout = layout
        self.layout_chosen.emit(layout)
