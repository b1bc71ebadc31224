"""The list of communes beside the map: sorted by a shown column, one line each, a bar for the share.

Knows nothing of the map: it says which communes are chosen, and shows those chosen or pointed at elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from exports.symbols import draw_swatch
from gui.panels.commune_model import (
    COLUMNS,
    ROW_ROLE,
    SHARE_ROLE,
    Column,
    CommuneModel,
    CommuneOrder,
    CommuneRow,
)
from layers.style import NO_DATA, Theme
from layers.words import Words

ROW_HEIGHT = 30
BAR_WIDTH = 40
BAR_HEIGHT = 6
PADDING = 5
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
EDGE_PX = 3  # of the bar at the side of a chosen row


class ShareDelegate(QStyledItemDelegate):
    """Paints a row: the ground of the chosen one, the text, and a small bar in the column of the share."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.hovered = ""  # code of the commune that is pointed at, here or elsewhere

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        column = COLUMNS[index.column()]
        row: CommuneRow = index.data(ROW_ROLE)
        is_hovered = row.code == self.hovered
        if is_chosen or is_hovered:
            ground = self.theme.accent_soft if is_chosen else self.theme.hover
            painter.fillRect(option.rect, QColor(ground))
        if (is_chosen or is_hovered) and index.column() == 0:
            edge = QColor(self.theme.accent if is_chosen else self.theme.muted)
            painter.fillRect(QRect(option.rect.topLeft(), QSize(EDGE_PX, option.rect.height())), edge)
        rect = option.rect.adjusted(PADDING, 0, -PADDING, 0)
        painter.save()
        if column is Column.SHARE and row.is_reported and row.share is not None:
            self._paint_bar(painter, rect, index.data(SHARE_ROLE))
        if column is Column.SHARE and not row.is_reported:
            swatch = QRectF(rect.left(), rect.center().y() - 4, 14, 9)
            draw_swatch(painter, swatch, NO_DATA, 1.0)
            rect = rect.adjusted(18, 0, 0, 0)
        is_muted = not row.is_reported or column is Column.SITES
        painter.setPen(QColor(self.theme.muted if is_muted and not is_chosen else self.theme.text))
        text = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, max(0, rect.width())
        )
        painter.drawText(rect, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row and the width its text needs."""
        width = option.fontMetrics.horizontalAdvance(str(index.data())) + 2 * PADDING
        if COLUMNS[index.column()] is Column.SHARE:
            row: CommuneRow = index.data(ROW_ROLE)
            width += BAR_WIDTH + 6 if row.is_reported else 18
        return QSize(width, max(ROW_HEIGHT, option.fontMetrics.height() + 10))

    def _paint_bar(self, painter: QPainter, rect: QRectF, share: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(rect.left(), rect.center().y() - BAR_HEIGHT / 2 + 0.5, BAR_WIDTH, BAR_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.line))
        painter.drawRoundedRect(groove, 2, 2)
        if share > 0:
            groove.setWidth(max(2.0, BAR_WIDTH * min(1.0, share)))
            painter.setBrush(QColor(self.theme.accent))
            painter.drawRoundedRect(groove, 2, 2)


class CommuneList(QTableView):
    """The list of communes.

    Signals
    -------
    communes_chosen(object)
        Codes of the communes that the analyst has chosen: one, several with Ctrl or Shift, or none.
    commune_opened(str)
        A row alone was clicked or Enter was pressed: show it on the map.
    commune_hovered(str)
        Code under the pointer, or nothing.
    order_changed(str)
        What the list is sorted by, as it stands in a sentence.
    """

    communes_chosen = Signal(object)
    commune_opened = Signal(str)
    commune_hovered = Signal(str)
    order_changed = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(words("communes.name.list"))
        self._is_showing = False
        self._model = CommuneModel(words, self)
        self.order = CommuneOrder(self)
        self.order.setSourceModel(self._model)
        self.setModel(self.order)
        self._delegate = ShareDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setSortingEnabled(True)
        self.sortByColumn(COLUMNS.index(Column.LACKING), Qt.SortOrder.DescendingOrder)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        header.setSectionsMovable(False)
        header.sortIndicatorChanged.connect(lambda *_: self.order_changed.emit(self.order_text()))
        self.selectionModel().selectionChanged.connect(self._on_chosen)
        self.entered.connect(self._on_entered)

    def show_rows(self, rows: list[CommuneRow], by: str, who: str = "site") -> None:
        """Show the communes of a result; order and chosen commune stay."""
        chosen = self.chosen_codes()
        self._is_showing = True
        self._model.show_rows(rows, by, who)
        self.order.sort(self.order.sortColumn(), self.order.sortOrder())
        self._is_showing = False
        self._fit_columns()
        if chosen:
            self.select(chosen)
        self.order_changed.emit(self.order_text())

    def order_text(self) -> str:
        """Return what the list is sorted by."""
        return self._model.heading(COLUMNS[self.order.sortColumn()], is_long=True)

    @property
    def current_code(self) -> str:
        """Code of the commune with the keyboard's mark, or nothing."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.code if isinstance(row, CommuneRow) else ""

    def codes(self) -> list[str]:
        """Return the codes in the order shown."""
        return [self.order.index(row, 0).data(ROW_ROLE).code for row in range(self.order.rowCount())]

    def chosen_codes(self) -> list[str]:
        """Return the codes of the chosen communes in the order shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.order.index(row, 0).data(ROW_ROLE).code for row in rows]

    def select(self, codes: Iterable[str]) -> None:
        """Choose these communes and no others, without telling anybody; the first of them comes into view."""
        wanted = set(codes)
        rows = [row for row, code in enumerate(self.codes()) if code in wanted]
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.order.index(row, 0), self.order.index(row, len(COLUMNS) - 1))
        flags = QItemSelectionModel.SelectionFlag
        self._is_showing = True
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        if not rows:
            self.setCurrentIndex(QModelIndex())
        elif self.currentIndex().row() not in rows:
            first = self.order.index(rows[0], 0)
            self.selectionModel().setCurrentIndex(first, flags.NoUpdate)
            self.scrollTo(first, QAbstractItemView.ScrollHint.EnsureVisible)
        self._is_showing = False

    def show_hovered(self, code: str) -> None:
        """Mark the commune that is pointed at in another view, '' for none; only its row is drawn again."""
        before, self._delegate.hovered = self._delegate.hovered, code
        for one in {before, code} - {""}:
            row = self._model.row_of(one)
            if row >= 0:
                at = self.order.mapFromSource(self._model.index(row, 0)).row()
                top, height = self.rowViewportPosition(at), self.rowHeight(at)
                self.viewport().update(QRect(0, top, self.viewport().width(), height))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter show the commune on the map and Escape choose none; Qt moves and chooses by keys."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_code:
            self.commune_opened.emit(self.current_code)
            return
        if event.key() == Qt.Key.Key_Escape and self.chosen_codes():
            self.clearSelection()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show a commune that was clicked alone; with Ctrl or Shift one goes on choosing."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_plain = not event.modifiers() & (_SHIFT | _CONTROL)
        if event.button() == Qt.MouseButton.LeftButton and is_plain and index.isValid():
            code = index.data(ROW_ROLE).code
            if self.chosen_codes() == [code]:  # pulling over several rows chooses them, no more
                self.commune_opened.emit(code)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is over no commune."""
        super().leaveEvent(event)
        self.show_hovered("")
        self.commune_hovered.emit("")

    def _on_entered(self, index: QModelIndex) -> None:
        code = index.data(ROW_ROLE).code
        self.show_hovered(code)
        self.commune_hovered.emit(code)

    def _on_chosen(self, _now: QItemSelection, _before: QItemSelection) -> None:
        if not self._is_showing:
            self.communes_chosen.emit(self.chosen_codes())

    def _fit_columns(self) -> None:
        """Give each column of figures the room that its heading and its widest value need, no more."""
        header = self.horizontalHeader()
        option = QStyleOptionViewItem()
        option.fontMetrics = self.fontMetrics()
        bold = QFont(self.font())
        bold.setBold(True)
        heading_metrics = QFontMetrics(bold)
        for number, column in enumerate(COLUMNS):
            if column is Column.NAME:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
                continue
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Fixed)
            title = heading_metrics.horizontalAdvance(self._model.heading(column)) + 2 * PADDING
            rows = range(self._model.rowCount())
            widths = [self._delegate.sizeHint(option, self._model.index(r, number)).width() for r in rows]
            header.resizeSection(number, max([title, *widths]) + 2)
