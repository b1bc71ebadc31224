"""The layer tree as rows of a list, top layer first. Changes nothing: it asks for changes by signals.

Knows the tree and its events, no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from layers.words import Words

if TYPE_CHECKING:
    from layers.layer import Layer
    from layers.tree import LayerTree

Index = QModelIndex | QPersistentModelIndex

LAYER_ROLE = Qt.ItemDataRole.UserRole
COUNT_ROLE = Qt.ItemDataRole.UserRole + 1
MIME = "application/x-sonla-layer-row"


class LayerModel(QAbstractListModel):
    """One row a layer.

    Signals
    -------
    visible_asked(str, bool), name_asked(str, str), order_asked(list of str)
        The analyst wants a layer seen or not, renamed, or all of them in this order (bottom first).
    """

    visible_asked = Signal(str, bool)
    name_asked = Signal(str, str)
    order_asked = Signal(list)

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._tree: LayerTree | None = None
        self._layers: list[Layer] = []
        self._drawn: Mapping[str, int] = {}

    def set_tree(self, tree: LayerTree | None) -> None:
        """Show the layers of a tree; None lets go of the one before."""
        if self._tree is not None:
            for event in (self._tree.inserted, self._tree.removed, self._tree.moved):
                event.disconnect(self._read_again)
        self._tree = tree
        if tree is not None:
            for event in (tree.inserted, tree.removed, tree.moved):
                event.connect(self._read_again)
        self._read_again()

    def show_drawn(self, drawn: Mapping[str, int]) -> None:
        """Take how many points of each kind the map draws; without, those that have a place are counted."""
        self._drawn = drawn
        self._tell_changed()

    def _read_again(self) -> None:
        self.beginResetModel()
        for layer in self._layers:
            for event in _events(layer):
                event.disconnect(self._tell_changed)
        self._layers = [] if self._tree is None else list(reversed(list(self._tree)))
        for layer in self._layers:
            for event in _events(layer):
                event.connect(self._tell_changed)
        self.endResetModel()

    def _tell_changed(self) -> None:
        if self._layers:
            self.dataChanged.emit(self.index(0), self.index(len(self._layers) - 1))

    def layer(self, row: int) -> Layer:
        """Return the layer of a row."""
        return self._layers[row]

    def row_of(self, identity: str) -> int:
        """Return the row of a layer, −1 where there is none."""
        return next((row for row, layer in enumerate(self._layers) if layer.id == identity), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of layers."""
        return 0 if parent.isValid() else len(self._layers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, check state, layer or counts of a row."""
        if not index.isValid():
            return None
        layer = self._layers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return layer.title(self._words)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if layer.visible else Qt.CheckState.Unchecked
        if role == LAYER_ROLE:
            return layer
        if role == COUNT_ROLE:
            return self._count_text(layer)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            shown, whole = self._counts(layer)
            numbers = {"shown": self._words.number(shown), "all": self._words.number(whole)}
            return self._words("layer.tip", name=layer.title(self._words), **numbers)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name or visibility; the tree answers with an event."""
        if not index.isValid():
            return False
        layer = self._layers[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.visible_asked.emit(layer.id, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole:
            name = str(value).strip()
            if name != layer.title(self._words):
                self.name_asked.emit(layer.id, name)
            return True
        return False

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say what can be done with a row; between rows a layer can be dropped."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        return (
            flag.ItemIsEnabled
            | flag.ItemIsSelectable
            | flag.ItemIsEditable
            | flag.ItemIsUserCheckable
            | flag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        """Layers are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the type of what is dragged."""
        return [MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        """Return the id of the dragged layer."""
        data = QMimeData()
        data.setData(MIME, self._layers[indexes[0].row()].id.encode() if indexes else b"")
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the order after a drop. Returns False so that the view removes nothing itself."""
        source = self.row_of(bytes(data.data(MIME).data()).decode())
        if source < 0:
            return False
        target = row if row >= 0 else parent.row() if parent.isValid() else len(self._layers)
        self.ask_to_move(source, target)
        return False

    def ask_to_move(self, source: int, target: int) -> None:
        """Ask that the layer of row `source` stands before the one of row `target`."""
        ids = [layer.id for layer in self._layers]
        moved = ids.pop(source)
        ids.insert(target - 1 if target > source else target, moved)
        if ids != [layer.id for layer in self._layers]:
            self.order_asked.emit(list(reversed(ids)))

    def _counts(self, layer: Layer) -> tuple[int, int]:
        placed, whole = layer.counts
        return min(self._drawn.get(layer.kind.value, placed), whole), whole

    def _count_text(self, layer: Layer) -> str:
        shown, whole = self._counts(layer)
        if shown == whole:
            return self._words.number(whole)
        return f"{self._words.number(shown)}/{self._words.number(whole)}"


def _events(layer: Layer) -> tuple[Any, ...]:
    return (layer.data_changed, layer.style_changed, layer.visible_changed, layer.renamed)
