"""The list of layers at the left: seen or not, order, groups, name, opacity; swatches are what the map draws.

Asks for changes by signals; knows no command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QSlider,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gui.panels.layer_delegate import ROW_HEIGHT, LayerDelegate
from gui.panels.layer_model import GROUP, LayerModel
from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    from layers.layer import Layer
    from layers.tree import LayerTree

REMOVABLE = ("context", "raster", "result", "scenario", GROUP)
INDENT = 16


class LayerView(QTreeView):
    """A tree that is as high as its rows: what lies around it scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(INDENT)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setExpandsOnDoubleClick(False)
        self.expanded.connect(lambda _index: self.updateGeometry())
        self.collapsed.connect(lambda _index: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Return the height of all rows that can be seen."""
        return QSize(200, max(ROW_HEIGHT, self._height(QModelIndex())) + 2)

    def _height(self, parent: QModelIndex) -> int:
        model = self.model()
        height = 0
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            height += self.rowHeight(index)
            if self.isExpanded(index):
                height += self._height(index)
        return height


class LayerPanel(QFrame):
    """The panel.

    Signals
    -------
    visible_asked(str, bool), name_asked(str, str), zoom_asked(str), style_asked(str), remove_asked(str)
        What the analyst wants, by the id of the layer.
    opacity_moving(str, float), opacity_asked(str, float)
        While the handle is down, and when it is let go.
    order_asked(list, object), group_asked(list)
        See `LayerModel`; ids of the layers that go into a new group.
    """

    visible_asked = Signal(str, bool)
    name_asked = Signal(str, str)
    order_asked = Signal(list, object)
    group_asked = Signal(list)
    opacity_moving = Signal(str, float)
    opacity_asked = Signal(str, float)
    zoom_asked = Signal(str)
    style_asked = Signal(str)
    remove_asked = Signal(str)

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._words = words
        self._closed: set[str] = set()
        self._kept: str | None = None
        self.model = LayerModel(words, self)
        self.view = LayerView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(words("layers.heading"))
        self._delegate = LayerDelegate(theme, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view.setDropIndicatorShown(True)
        self.view.setMouseTracking(True)
        trigger = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(trigger.EditKeyPressed | trigger.DoubleClicked)
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
        self._connect()
        self._show_opacity()

    def _connect(self) -> None:
        self.model.visible_asked.connect(self.visible_asked)
        self.model.name_asked.connect(self.name_asked)
        self.model.order_asked.connect(self.order_asked)
        self.model.modelAboutToBeReset.connect(self._remember)
        self.model.modelReset.connect(self._restore)
        self.model.dataChanged.connect(self._show_opacity)
        self.view.selectionModel().currentChanged.connect(self._show_opacity)
        self.view.collapsed.connect(lambda index: self._note(index, is_closed=True))
        self.view.expanded.connect(lambda index: self._note(index, is_closed=False))
        self.opacity.valueChanged.connect(self._on_opacity)
        self.opacity.sliderReleased.connect(self._ask_opacity)

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
        """The chosen layer or group."""
        return self.model.layer(self.view.currentIndex())

    @property
    def chosen(self) -> list[Layer]:
        """All chosen layers and groups, from the top."""
        picked = {self.model.layer(index) for index in self.view.selectionModel().selectedIndexes()}
        return [layer for layer in self.model.layers() if layer in picked]

    # -- building -----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.opacity_label)
        row.addStretch(1)
        row.addWidget(self.opacity_value)
        foot = QVBoxLayout()
        foot.setContentsMargins(14, 6, 14, 6)
        foot.setSpacing(2)
        foot.addLayout(row)
        foot.addWidget(self.opacity)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        column.addLayout(foot)

    def _add_keys(self) -> None:
        up = self._action("layers.move_up", "Alt+Up", lambda: self._move(-1))
        down = self._action("layers.move_down", "Alt+Down", lambda: self._move(1))
        self._move_actions = (up, down)
        self.group_action = self._action("layers.group", "Ctrl+G", self._ask_group)
        self.ungroup_action = self._action("layers.ungroup", "Ctrl+Shift+G", self._ask_ungroup)
        self.remove_action = self._action("layers.remove", "Del", self._ask_remove)

    def _action(self, key: str, keys: str, callback: object) -> QAction:
        action = QAction(self._words(key), self.view)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(callback)
        self.view.addAction(action)
        return action

    # -- asking -------------------------------------------------------------------------------------

    def _move(self, step: int) -> None:
        """Move the chosen layer among its neighbours."""
        layer, index = self.current, self.view.currentIndex()
        target = index.row() + step
        if layer is None or not 0 <= target < self.model.rowCount(index.parent()):
            return
        self.model.ask_to_move([layer.id], layer.parent, target if step < 0 else target + 1)

    def _ask_group(self) -> None:
        ids = [layer.id for layer in self.chosen]
        if ids:
            self.group_asked.emit(ids)

    def _ask_ungroup(self) -> None:
        layer = self.current
        if layer is not None and layer.kind == GROUP:
            self.remove_asked.emit(layer.id)

    def _ask_remove(self) -> None:
        layer = self.current
        if layer is not None and layer.kind in REMOVABLE:
            self.remove_asked.emit(layer.id)

    def _show_menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        layer = self.model.layer(index)
        if layer is None:
            return
        menu = QMenu(self)
        if layer.kind != GROUP:
            menu.addAction(self._words("layers.zoom"), lambda: self.zoom_asked.emit(layer.id))
            menu.addAction(self._words("layers.style"), lambda: self.style_asked.emit(layer.id))
        menu.addAction(self._words("layers.rename"), lambda: self.view.edit(index))
        for action in self.view.actions():
            if action.property("kind") == layer.kind.value:  # of one kind of layer, added by its controller
                menu.addAction(action)
        menu.addSeparator()
        for action in self._move_actions:
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction(self.group_action)
        if layer.kind == GROUP:
            menu.addAction(self.ungroup_action)
        elif layer.kind in REMOVABLE:
            menu.addAction(self.remove_action)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(where))

    # -- what was open and chosen, across a new order ---------------------------------------------

    def _note(self, index: QModelIndex, *, is_closed: bool) -> None:
        layer = self.model.layer(index)
        if layer is not None:
            (self._closed.add if is_closed else self._closed.discard)(layer.id)

    def _remember(self) -> None:
        layer = self.current
        self._kept = layer.id if layer is not None else self._kept

    def _restore(self) -> None:
        closed = set(self._closed)
        for layer in self.model.layers():
            if layer.kind == GROUP:
                self.view.setExpanded(self.model.index_of(layer.id), layer.id not in closed)
        self._closed = closed
        if self._kept is not None:
            self.view.setCurrentIndex(self.model.index_of(self._kept))
        self.view.updateGeometry()
        self._show_opacity()

    # -- opacity ------------------------------------------------------------------------------------

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
        elif self.current is not None:
            self.opacity_moving.emit(self.current.id, value / 100)

    def _ask_opacity(self) -> None:
        layer = self.current
        if layer is not None and round(layer.opacity * 100) != self.opacity.value():
            self.opacity_asked.emit(layer.id, self.opacity.value() / 100)
