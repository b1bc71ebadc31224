"""The rows of a search as a list for views, and how one of them is painted.

Knows rows as they are handed over; nothing of what they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from exports.symbols import draw_symbol
from gui.icons import pixmap
from gui.searching.row import SearchRow, Spans
from layers.style import Theme

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
SIGN_PX, GAP_PX, SIDE_PX = 16, 10, 12
SYMBOL_UNIT = 1.9  # logical pixels a point: as large as the icons beside it
_Index = QModelIndex | QPersistentModelIndex


class SearchModel(QAbstractListModel):
    """The rows, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SearchRow, ...] = ()

    def show_rows(self, rows: Sequence[SearchRow]) -> None:
        """Take other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the texts of a row, or the row itself."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let a row be chosen while it is enabled."""
        row = self.rows[index.row()]
        is_on = row.is_enabled and not row.is_heading
        chosen = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return chosen | Qt.ItemFlag.ItemIsEnabled if is_on else chosen


class SearchDelegate(QStyledItemDelegate):
    """Paints sign, title, note and shortcut in one line; what matches is strong."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return a height in which no mark of a letter is cut."""
        return QSize(120, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one row."""
        row: SearchRow = index.data(ROW_ROLE)
        painter.save()
        painter.setClipRect(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(option.rect, QColor(self.theme.accent_soft))
            painter.fillRect(
                QRect(option.rect.topLeft(), QSize(3, option.rect.height())), QColor(self.theme.accent)
            )
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(self.theme.hover))
        room = option.rect.adjusted(SIDE_PX, 0, -SIDE_PX, 0)
        if not row.is_heading:
            self._paint_sign(painter, room, row)
            room.setLeft(room.left() + SIGN_PX + GAP_PX)
        muted = QColor(self.theme.text if is_chosen else self.theme.muted)
        painter.setPen(muted)
        if row.keys:
            painter.setFont(option.font)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.keys)
            room.setRight(room.right() - option.fontMetrics.horizontalAdvance(row.keys) - GAP_PX)
        title = QColor(self.theme.text if row.is_enabled else self.theme.muted)
        note_px = min(_width(row.note, row.note_spans, option.font), round(room.width() * 0.45))
        title_room = room.adjusted(0, 0, -(note_px + GAP_PX if row.note else 0), 0)
        spans: Spans = ((0, len(row.title)),) if row.is_heading else row.title_spans
        used = _write(painter, title_room, row.title, spans, option.font, title)
        _write(painter, room.adjusted(used + GAP_PX, 0, 0, 0), row.note, row.note_spans, option.font, muted)
        painter.restore()

    def _paint_sign(self, painter: QPainter, room: QRect, row: SearchRow) -> None:
        middle = room.center()
        if row.symbol is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_symbol(painter, row.symbol, room.left() + SIGN_PX / 2, middle.y() + 0.5, SYMBOL_UNIT)
            return
        ratio = painter.device().devicePixelRatio()
        sign = pixmap(row.icon, self.theme.muted, round(SIGN_PX * ratio))
        sign.setDevicePixelRatio(ratio)
        painter.drawPixmap(room.left(), middle.y() - SIGN_PX // 2 + 1, sign)


def _parts(text: str, spans: Spans) -> list[tuple[str, bool]]:
    """Return the pieces of a text with whether each is strong."""
    pieces, place = [], 0
    for start, length in spans:
        pieces += [(text[place:start], False), (text[start : start + length], True)]
        place = start + length
    return [piece for piece in (*pieces, (text[place:], False)) if piece[0]]


def _strong(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.Bold)
    return made


def _width(text: str, spans: Spans, font: QFont) -> int:
    plain, strong = QFontMetrics(font), QFontMetrics(_strong(font))
    pieces = _parts(text, spans)
    return sum((strong if is_strong else plain).horizontalAdvance(piece) for piece, is_strong in pieces)


def _write(painter: QPainter, room: QRect, text: str, spans: Spans, font: QFont, colour: QColor) -> int:
    """Write a text with its strong parts, elided where it is too long; return the width it took."""
    painter.setPen(colour)
    left = room.left()
    strong = _strong(font)
    for piece, is_strong in _parts(text, spans):
        painter.setFont(strong if is_strong else font)
        metrics = painter.fontMetrics()
        left_px = room.right() + 1 - left
        wide = metrics.horizontalAdvance(piece)
        shown = piece if wide <= left_px else metrics.elidedText(piece, Qt.TextElideMode.ElideRight, left_px)
        place = QRect(left, room.top(), max(0, left_px), room.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        left += min(wide, left_px)
        if shown != piece:
            break
    return left - room.left()
