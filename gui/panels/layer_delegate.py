"""Paints the rows of the layer tree: tick, swatch as the map draws it, name, count; a group has an arrow.

Knows a row of the model; nothing of what a change does.
"""

from __future__ import annotations

import weakref
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QLineF,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from exports.symbols import draw_swatch, draw_symbol
from gui.icons import Icon, icon
from gui.panels.layer_model import COUNT_ROLE, GROUP, LAYER_ROLE, RASTER
from layers.renderers import Single
from layers.style import RAMP, Fill, Symbol, Theme

if TYPE_CHECKING:
    import pandas as pd
    from PySide6.QtCore import QAbstractItemModel

    from layers.layer import Layer

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 31
BOX = 15
ARROW = 5
PT = 96 / 72  # logical pixels a point
MOST_SWATCHES = 3
SMALL_PT = 4.5  # three of them stand side by side in the room of one
LARGEST_PT = 11.0
CONTEXT = "context"  # a `LayerKind`
LINE, AREA = "line", "area"  # values of `exports.context.Form`, which is loaded with a document


class LayerDelegate(QStyledItemDelegate):
    """Paints a row: tick, swatch, name, count."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._forms: dict[str, tuple[weakref.ref[pd.DataFrame], str]] = {}

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
        if layer.kind == GROUP:
            self._paint_arrow(painter, self._arrow(option.rect), self._is_open(option, index))
        elif layer.kind == RASTER:
            which = Icon.IMAGE if layer.is_shown or not layer.visible else Icon.WARNING
            icon(which, self.theme.muted, self.theme.muted).paint(
                painter, self._box(option.rect).translated(22, 0)
            )
        else:
            self._paint_swatch(painter, QRectF(self._box(option.rect).translated(22, 0)), layer)
        count = str(index.data(COUNT_ROLE))
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() * 0.9)
        painter.setPen(QColor(self.theme.muted))
        name_font = painter.font()
        name_font.setBold(layer.kind == GROUP)
        painter.setFont(small)
        count_width = painter.fontMetrics().horizontalAdvance(count)
        rect = option.rect.adjusted(0, 0, -12, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(name_font)
        painter.setPen(QColor(self.theme.text if layer.is_shown else self.theme.muted))
        name_rect = self._name_rect(option.rect, layer).adjusted(0, 0, -count_width - 6, 0)
        name = painter.fontMetrics().elidedText(
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
        """Turn a layer on or off by a click on its tick or with the space bar; open a group by its arrow."""
        if self._is_click(event, self._arrow(option.rect)) and index.data(LAYER_ROLE).kind == GROUP:
            view = option.widget
            if isinstance(view, QTreeView):
                view.setExpanded(index, not view.isExpanded(index))
            return True
        is_click = self._is_click(event, self._box(option.rect))
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if not (is_click or is_key):
            return False
        is_on = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        state = Qt.CheckState.Unchecked if is_on else Qt.CheckState.Checked
        return model.setData(index, state, Qt.ItemDataRole.CheckStateRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Put the field for renaming where the name stands."""
        editor.setGeometry(self._name_rect(option.rect, index.data(LAYER_ROLE)).adjusted(-6, 1, 0, -1))
        if isinstance(editor, QLineEdit):
            editor.setStyleSheet("padding: 0 4px; min-height: 0;")

    def _box(self, rect: QRect) -> QRect:
        return QRect(rect.left() + 14, rect.center().y() - BOX // 2, BOX, BOX)

    def _arrow(self, rect: QRect) -> QRect:
        return QRect(rect.right() - 14 - BOX, rect.center().y() - BOX // 2, BOX, BOX)

    def _name_rect(self, rect: QRect, layer: Layer) -> QRect:
        return rect.adjusted(36, 0, -34, 0) if layer.kind == GROUP else rect.adjusted(56, 0, -12, 0)

    def _is_click(self, event: QEvent, target: QRect) -> bool:
        return (
            event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and event.button() == Qt.MouseButton.LeftButton
            and target.adjusted(-8, -6, 6, 6).contains(event.position().toPoint())
        )

    def _is_open(self, option: QStyleOptionViewItem, index: Index) -> bool:
        view = option.widget
        return not isinstance(view, QTreeView) or view.isExpanded(QModelIndex(index))

    def _paint_arrow(self, painter: QPainter, box: QRect, is_open: bool) -> None:
        painter.setPen(QPen(QColor(self.theme.muted), 1.6))
        x, y = box.center().x(), box.center().y()
        if is_open:
            points = [QPoint(x - ARROW, y - 2), QPoint(x, y + 3), QPoint(x + ARROW, y - 2)]
        else:
            points = [QPoint(x - 2, y - ARROW), QPoint(x + 3, y), QPoint(x - 2, y + ARROW)]
        painter.drawPolyline(points)

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

    def _paint_swatch(self, painter: QPainter, rect: QRectF, layer: Layer) -> None:
        """Paint the look of a layer in small: of classes, up to three of them side by side."""
        style, form = layer.style, self._form(layer)
        if style.renderer == Single():
            own = style.fill if form in (LINE, AREA) else style.symbol or _shade(style.fill)
            self._paint_look(painter, rect, own, form)
            return
        # Classes need rows and numbers: what is loaded with a document, not with the window.
        from exports.render import swatches

        areas = None if form is None else form is AREA
        looks = swatches(style, areas=areas, most=MOST_SWATCHES)
        wide = rect.width() / len(looks)
        for place, look in enumerate(looks):
            part = QRectF(rect.left() + place * wide, rect.top(), wide, rect.height())
            if isinstance(look, Symbol):
                look = replace(look, size_pt=min(look.size_pt, SMALL_PT))
                if form is LINE:
                    look = replace(style.fill or Fill(), stroke=look.colour)
            self._paint_look(painter, part, look, form)

    def _form(self, layer: Layer) -> str | None:
        """Return what the rows of a context layer are drawn as, None for any other layer."""
        if layer.kind != CONTEXT or layer.source is None:
            return None
        rows = layer.rows(layer.source)
        kept = self._forms.get(layer.id)
        if kept is None or kept[0]() is not rows:
            from exports.context import form_of

            kept = self._forms[layer.id] = weakref.ref(rows), form_of(rows).value
        return kept[1]

    def _paint_look(
        self, painter: QPainter, rect: QRectF, look: Symbol | Fill | None, form: str | None
    ) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if form is LINE and isinstance(look, Fill):
            painter.setPen(QPen(QColor(look.stroke), max(2.0, look.stroke_pt * PT)))
            painter.drawLine(QLineF(rect.left(), rect.center().y(), rect.right(), rect.center().y()))
            return
        if isinstance(look, Symbol):
            symbol = replace(look, size_pt=min(look.size_pt, LARGEST_PT))
            draw_symbol(painter, symbol, rect.center().x(), rect.center().y(), PT)
        elif look is not None:
            draw_swatch(painter, rect.adjusted(0, 3, 0, -3), look, PT)


def _shade(fill: Fill | None) -> Fill | None:
    """Return what stands for areas: for communes, which the result shades, a middle step of its ramp."""
    return Fill(colour=RAMP[2], stroke=fill.stroke) if fill == Fill() else fill
