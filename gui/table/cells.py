"""How a cell is painted and typed into: a muted dash for the unknown, a bar at the side of selected rows.

Knows the model and the words of a cell; a new value is handed to the table, which says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.panels.initiative_box import PLAIN_ROLE, ToneFreeCompleter
from gui.table.typed import Typed, cleared, typed
from layers.style import Theme
from layers.table_columns import TableColumn
from layers.words import Words, without_tones

if TYPE_CHECKING:
    from gui.table.view import RowView

Index = QModelIndex | QPersistentModelIndex
Change = Callable[[QModelIndex, Typed], str]

PADDING = 8
DASH = "–"
FEW = 12  # lists up to here are dropped down; longer ones are searched
_DONE, _FIRST = "isDone", "firstText"


class CellDelegate(QStyledItemDelegate):
    """Paints and edits the cells of a `RowView`.

    Attributes
    ----------
    change : callable
        Sets what was typed into a cell; returns '' or the sentence why it was not.

    Signals
    -------
    many_asked(QModelIndex, Typed)
        The value is meant for all selected rows (Ctrl+Enter).
    """

    many_asked = Signal(object, object)

    def __init__(self, view: RowView, theme: Theme, words: Words) -> None:
        super().__init__(view)
        self.theme = theme
        self.change: Change = _nobody
        self._view = view
        self._words = words

    # -- painting -------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        rows, theme, rect = self._view.rows, self.theme, option.rect
        place = rows.place(index.row())
        is_chosen = place >= 0 and bool(rows.chosen[place])
        painter.save()
        if is_chosen or place == rows.hovered:
            painter.fillRect(rect, QColor(theme.accent_soft if is_chosen else theme.hover))
        painter.setPen(QColor(theme.hover))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if is_chosen and index.column() == self._view.first_column:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(theme.accent))
        text = rows.text(index.row(), index.column())
        painter.setPen(QColor(theme.text if text else theme.muted))
        room = rect.adjusted(PADDING, 0, -PADDING, 0)
        shown = option.fontMetrics.elidedText(
            " ".join(text.split()) or DASH, Qt.TextElideMode.ElideRight, max(0, room.width())
        )
        alignment = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(room, alignment, shown)
        # Not as the option says: the column that is held has no focus of its own.
        if self._view.hasFocus() and self._view.currentIndex() == index:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room a text needs."""
        text = self._view.rows.text(index.row(), index.column())
        width = option.fontMetrics.horizontalAdvance(text) + 2 * PADDING
        return QSize(width, option.fontMetrics.height() + 9)

    # -- typing ---------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:
        """Return a field or a list for a cell; None, with the reason told, for a row that is locked."""
        rows = self._view.rows
        column, source = rows.columns[index.column()], rows.source
        if source is None:
            return None
        if column.name != "verified" and source.is_locked(rows.place(index.row())):
            self._view.note.tell(self._words("rows.locked"), option.rect)
            return None
        if column.form.is_list:
            editor: QWidget = self._list(parent, column)
        else:
            editor = QLineEdit(parent)
        editor.setObjectName("cellEditor")
        editor.setAccessibleName(column.title(self._words))
        return editor

    def _list(self, parent: QWidget, column: TableColumn) -> QComboBox:
        source = self._view.rows.source
        assert source is not None
        box = QComboBox(parent)
        offered = source.lists.offered(column)
        if not column.is_required:
            box.addItem(DASH, None)
        for value, text in offered:
            box.addItem(text, value)
            box.setItemData(box.count() - 1, without_tones(text), PLAIN_ROLE)
        box.setMaxVisibleItems(FEW)
        if len(offered) > FEW:
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            box.setCompleter(ToneFreeCompleter(box))
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the value of the cell in its field; what is typed is not lost to a later answer."""
        rows = self._view.rows
        if editor.property(_FIRST) is not None:
            return
        if isinstance(editor, QComboBox):
            source = rows.source
            assert source is not None
            value = source.reader(rows.columns[index.column()]).value(rows.place(index.row()))
            number = next((n for n in range(editor.count()) if editor.itemData(n) == value), -1)
            editor.setCurrentIndex(number)
            editor.setProperty(_FIRST, editor.currentText())
            if editor.isEditable():
                editor.lineEdit().selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(rows.text(index.row(), index.column()))
            editor.setProperty(_FIRST, editor.text())
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: Any, index: Index) -> None:
        """Set the value when the field is left; what is wrong is told, and the old value stays."""
        if editor.property(_DONE) or not self._is_changed(editor):
            return
        sentence = self._set(editor, index)
        if sentence:
            text = self._words("rows.kept", problem=sentence)
            self._view.note.tell(text, self._view.visualRect(QModelIndex(index)))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Give the field the room of its cell, and what its list needs."""
        rect = QRect(option.rect)
        least = 150 if isinstance(editor, QComboBox) else 70
        rect.setWidth(max(rect.width(), least))
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Enter and Tab: a wrong value keeps the field open, with its frame and the sentence."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(watched, (QLineEdit, QComboBox)):
            return super().eventFilter(watched, event)
        assert isinstance(event, QKeyEvent)
        keys = Qt.Key
        if event.key() not in (keys.Key_Return, keys.Key_Enter, keys.Key_Tab, keys.Key_Backtab):
            return super().eventFilter(watched, event)
        index = self._view.currentIndex()
        is_for_many = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_for_many:
            sentence = self._ask_for_many(watched, index)
        else:
            sentence = self._set(watched, index) if self._is_changed(watched) else ""
        self._mark(watched, sentence)
        if sentence:
            return True
        watched.setProperty(_DONE, True)
        self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
        return True

    # -- what was typed -------------------------------------------------------------------------------

    def _typed(self, editor: QWidget, index: Index) -> Typed:
        column = self._view.rows.columns[index.column()]
        if isinstance(editor, QLineEdit):
            return typed(column, editor.text(), self._words)
        assert isinstance(editor, QComboBox)
        number = _number_of(editor)
        if number < 0:
            nearest = self._words.listing([editor.itemText(n) for n in range(editor.count())], most=4)
            return Typed(
                problem=self._words(
                    "import.problem.not_in_list", value=editor.currentText(), candidates=nearest
                )
            )
        value = editor.itemData(number)
        return cleared(column, self._words) if value is None else Typed({column.name: value})

    def _is_changed(self, editor: QWidget) -> bool:
        shown = editor.currentText() if isinstance(editor, QComboBox) else editor.property("text")
        return bool(shown != editor.property(_FIRST))

    def _set(self, editor: QWidget, index: Index) -> str:
        given = self._typed(editor, index)
        return given.problem or self.change(QModelIndex(index), given)

    def _ask_for_many(self, editor: QWidget, index: Index) -> str:
        given = self._typed(editor, index)
        if not given.problem:
            editor.setProperty(_DONE, True)  # the question takes the focus: the cell alone is not set by that
            self.many_asked.emit(QModelIndex(index), given)
        return given.problem

    def _mark(self, editor: QWidget, sentence: str) -> None:
        editor.setProperty("invalid", bool(sentence))
        editor.style().unpolish(editor)
        editor.style().polish(editor)
        editor.setAccessibleDescription(sentence)
        if sentence:
            self._view.note.tell(sentence, editor.geometry())
        else:
            self._view.note.hide()


def _number_of(box: QComboBox) -> int:
    """Return the number of the member that is chosen or typed, with or without tones; −1 for none."""
    if not box.isEditable() or box.currentText() == box.itemText(box.currentIndex()):
        return box.currentIndex()
    wanted = without_tones(box.currentText())
    if not wanted:
        return box.findData(None)
    plain = [without_tones(box.itemText(number)) for number in range(box.count())]
    hits = [number for number, text in enumerate(plain) if text == wanted]
    hits = hits or [number for number, text in enumerate(plain) if wanted in text]
    return hits[0] if len(hits) == 1 else -1


def _nobody(_index: QModelIndex, _typed: Typed) -> str:
    return ""
