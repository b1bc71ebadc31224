"""The list of communes beside the map: sorted by a shown column, one line each, a bar for the share.

Knows nothing of the map: it says which commune was chosen.
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
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


class ShareDelegate(QStyledItemDelegate):
    """Paints a row: the ground of the chosen one, the text, and a small bar in the column of the share."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_hovered:
            ground = self.theme.accent_soft if is_chosen else self.theme.hover
            painter.fillRect(option.rect, QColor(ground))
        column = COLUMNS[index.column()]
        row: CommuneRow = index.data(ROW_ROLE)
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
    commune_chosen(str), commune_opened(str)
        The current row changed; a row was clicked or Enter was pressed: show it on the map.
    commune_hovered(str)
        Code under the pointer, or nothing.
    order_changed(str)
        What the list is sorted by, as it stands in a sentence.
    """

    commune_chosen = Signal(str)
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
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.entered.connect(lambda index: self.commune_hovered.emit(index.data(ROW_ROLE).code))
        self.clicked.connect(lambda index: self.commune_opened.emit(index.data(ROW_ROLE).code))

    def show_rows(self, rows: list[CommuneRow], by: str, who: str = "site") -> None:
        """Show the communes of a result; order and chosen commune stay."""
        code = self.current_code
        self._is_showing = True
        self._model.show_rows(rows, by, who)
        self.order.sort(self.order.sortColumn(), self.order.sortOrder())
        self._is_showing = False
        self._fit_columns()
        if code:
            self.select(code)
        self.order_changed.emit(self.order_text())

    def order_text(self) -> str:
        """Return what the list is sorted by."""
        return self._model.heading(COLUMNS[self.order.sortColumn()], is_long=True)

    @property
    def current_code(self) -> str:
        """Code of the chosen commune, or nothing."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.code if isinstance(row, CommuneRow) else ""

    def codes(self) -> list[str]:
        """Return the codes in the order shown."""
        return [self.order.index(row, 0).data(ROW_ROLE).code for row in range(self.order.rowCount())]

    def select(self, code: str | None) -> None:
        """Choose a commune without telling anybody; None chooses none."""
        self._is_showing = True
        row = self._model.row_of(code) if code else -1
        if row < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            index = self.order.mapFromSource(self._model.index(row, 0))
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._is_showing = False

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter show the chosen commune on the map."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_code:
            self.commune_opened.emit(self.current_code)
            return
        super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is over no commune."""
        super().leaveEvent(event)
        self.commune_hovered.emit("")

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        if isinstance(row, CommuneRow) and not self._is_showing:
            self.commune_chosen.emit(row.code)

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
