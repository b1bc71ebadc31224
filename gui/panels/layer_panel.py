"""The list of layers at the left: seen or not, order, name, opacity; swatches are what the map draws.

Asks for changes by signals; knows no command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QSlider,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from exports.symbols import draw_swatch, draw_symbol
from gui.panels.layer_model import COUNT_ROLE, LAYER_ROLE, LayerModel
from layers.style import RAMP, Fill, Style, Theme
from layers.words import Words

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel

    from layers.layer import Layer
    from layers.tree import LayerTree

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 31
BOX = 15
PT = 96 / 72  # logical pixels a point


class LayerDelegate(QStyledItemDelegate):
    """Paints a row: tick, swatch, name, count."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_hovered:
            painter.fillRect(option.rect, QColor(self.theme.accent_soft if is_chosen else self.theme.hover))
        layer: Layer = index.data(LAYER_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter, self._box(option.rect), layer.visible)
        self._paint_swatch(painter, QRectF(self._box(option.rect).translated(22, 0)), layer.style)
        count = str(index.data(COUNT_ROLE))
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() * 0.9)
        painter.setPen(QColor(self.theme.muted))
        name_font = painter.font()
        painter.setFont(small)
        count_width = painter.fontMetrics().horizontalAdvance(count)
        rect = option.rect.adjusted(0, 0, -14, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(name_font)
        painter.setPen(QColor(self.theme.text if layer.visible else self.theme.muted))
        name_rect = self._name_rect(option.rect).adjusted(0, 0, -count_width - 6, 0)
        name = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, name_rect.width()
        )
        painter.drawText(name_rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(180, max(ROW_HEIGHT, option.fontMetrics.height() + 12))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Turn a layer on or off by a click on its tick, or with the space bar."""
        is_click = (
            event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and event.button() == Qt.MouseButton.LeftButton
            and self._box(option.rect).adjusted(-8, -6, 6, 6).contains(event.position().toPoint())
        )
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not (is_click or is_key):
            return False
        is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the field for renaming where the name stands."""
        editor.setGeometry(self._name_rect(option.rect).adjusted(-6, 1, 0, -1))
        if isinstance(editor, QLineEdit):
            editor.setStyleSheet("padding: 0 4px; min-height: 0;")

    def _box(self, rect: QRect) -> QRect:
        return QRect(rect.left() + 14, rect.center().y() - BOX // 2, BOX, BOX)

    def _name_rect(self, rect: QRect) -> QRect:
        return rect.adjusted(58, 0, -14, 0)

    def _paint_box(self, painter: QPainter, box: QRect, is_on: bool) -> None:
        painter.setPen(QPen(QColor(self.theme.accent if is_on else self.theme.muted), 1))
        painter.setBrush(QColor(self.theme.accent if is_on else self.theme.panel))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if is_on:
            painter.setPen(QPen(QColor(self.theme.on_accent), 2))
            left, top = box.left(), box.top()
            painter.drawPolyline(
                [QPoint(left + 4, top + 8), QPoint(left + 6, top + 10), QPoint(left + 11, top + 5)]
            )

    def _paint_swatch(self, painter: QPainter, rect: QRectF, style: Style) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if style.symbol is not None:
            draw_symbol(painter, style.symbol, rect.center().x(), rect.center().y(), PT)
        elif style.fill is not None:
            # The communes are shaded by the result: a middle step of its ramp stands for them.
            fill = Fill(colour=RAMP[2], stroke=style.fill.stroke) if style.fill == Fill() else style.fill
            draw_swatch(painter, rect.adjusted(0, 3, 0, -3), fill, PT)


class LayerPanel(QFrame):
    """The panel.

    Signals
    -------
    visible_asked(str, bool), name_asked(str, str), order_asked(list), opacity_asked(str, float),
    zoom_asked(str)
        What the analyst wants, by the id of the layer.
    """

    visible_asked = Signal(str, bool)
    name_asked = Signal(str, str)
    order_asked = Signal(list)
    opacity_asked = Signal(str, float)
    zoom_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._words = words
        self.model = LayerModel(words, self)
        self.view = QListView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(words("layers.heading"))
        self._delegate = LayerDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setDropIndicatorShown(True)
        self.view.setMouseTracking(True)
        self.view.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.opacity_label = QLabel(words("layers.opacity"), self)
        self.opacity_value = QLabel(self)
        self.opacity_value.setProperty("muted", True)
        self.opacity = QSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(10, 100)
        self.opacity.setPageStep(10)
        self.opacity.setAccessibleName(words("layers.opacity"))
        self.opacity_label.setBuddy(self.opacity)
        self._lay_out()
        self._add_keys()
        self.model.visible_asked.connect(self.visible_asked)
        self.model.name_asked.connect(self.name_asked)
        self.model.order_asked.connect(self.order_asked)
        self.model.modelReset.connect(self._show_opacity)
        self.model.dataChanged.connect(self._show_opacity)
        self.view.selectionModel().currentChanged.connect(self._show_opacity)
        self.opacity.valueChanged.connect(self._on_opacity)
        self.opacity.sliderReleased.connect(self._ask_opacity)
        self._show_opacity()

    def show_tree(self, tree: LayerTree | None) -> None:
        """Show the layers of a tree."""
        self.model.set_tree(tree)
        if tree is not None and self.model.rowCount():
            self.view.setCurrentIndex(self.model.index(0))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.theme = theme
        self.view.viewport().update()

    @property
    def current(self) -> Layer | None:
        """The chosen layer."""
        index = self.view.currentIndex()
        return self.model.layer(index.row()) if index.isValid() else None

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.opacity_label)
        row.addStretch(1)
        row.addWidget(self.opacity_value)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 8, 14, 12)
        foot.addLayout(row)
        foot.addWidget(self.opacity)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _add_keys(self) -> None:
        for step, keys, key in ((-1, "Alt+Up", "layers.move_up"), (1, "Alt+Down", "layers.move_down")):
            action = QAction(self._words(key), self.view)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, step=step: self._move(step))
            self.view.addAction(action)

    def _move(self, step: int) -> None:
        layer, row = self.current, self.view.currentIndex().row()
        target = row + step
        if layer is None or not 0 <= target < self.model.rowCount():
            return
        self.model.ask_to_move(row, target if step < 0 else target + 1)
        self.view.setCurrentIndex(self.model.index(self.model.row_of(layer.id)))

    def _show_menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        if not index.isValid():
            return
        menu = QMenu(self)
        layer = self.model.layer(index.row())
        menu.addAction(self._words("layers.zoom"), lambda: self.zoom_asked.emit(layer.id))
        menu.addAction(self._words("layers.rename"), lambda: self.view.edit(index))
        menu.addSeparator()
        for action in self.view.actions():
            menu.addAction(action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(where))

    def _show_opacity(self, *_what: object) -> None:
        layer = self.current
        for part in (self.opacity, self.opacity_label, self.opacity_value):
            part.setEnabled(layer is not None)
        if layer is None or self.opacity.isSliderDown():
            return
        self.opacity.blockSignals(True)
        self.opacity.setValue(round(layer.opacity * 100))
        self.opacity.blockSignals(False)
        self.opacity_value.setText(self._words.percent(layer.opacity))

    def _on_opacity(self, value: int) -> None:
        self.opacity_value.setText(self._words.percent(value / 100))
        if not self.opacity.isSliderDown():
            self._ask_opacity()

    def _ask_opacity(self) -> None:
        layer = self.current
        if layer is not None and round(layer.opacity * 100) != self.opacity.value():
            self.opacity_asked.emit(layer.id, self.opacity.value() / 100)
