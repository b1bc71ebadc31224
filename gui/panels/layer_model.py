"""The layer tree as a Qt model, top layer first. Changes nothing: it asks for changes by signals.

Knows the tree and its events, no widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
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
MIME = "application/x-sonla-layer-rows"
GROUP = "group"
RASTER = "raster"
_ROOT = 0


@dataclass
class _Node:
    """One row: a layer or group, and where it stands."""

    layer: Layer | None
    parent: int
    row: int
    children: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Counts:
    """Rows of a layer: with a place to be drawn at, passing filter and question, and all there are."""

    shown: int
    filtered: int
    whole: int


class LayerModel(QAbstractItemModel):
    """One row a layer or group, those of a group under it.

    Signals
    -------
    visible_asked(str, bool), name_asked(str, str)
        The analyst wants a layer seen or not, or renamed.
    order_asked(list of str, dict of str to (str or None))
        All of them in this order (bottom first), and the groups of those that go into another.
    """

    visible_asked = Signal(str, bool)
    name_asked = Signal(str, str)
    order_asked = Signal(list, object)

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._tree: LayerTree | None = None
        self._nodes: list[_Node] = [_Node(None, _ROOT, 0)]
        self._drawn: Mapping[str, tuple[int, int]] = {}

    # -- what is shown ------------------------------------------------------------------------------

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

    def show_drawn(self, drawn: Mapping[str, tuple[int, int]]) -> None:
        """Take how many rows of each kind the map draws and the result speaks of.

        Kinds that are missing: those that have a place are drawn, and all pass.
        """
        self._drawn = drawn
        self._tell_changed()

    def _read_again(self) -> None:
        self.beginResetModel()
        for layer in self.layers():
            for event in _events(layer):
                event.disconnect(self._tell_changed)
        self._nodes = [_Node(None, _ROOT, 0)]
        if self._tree is not None:
            self._add_members(None, _ROOT)
        for layer in self.layers():
            for event in _events(layer):
                event.connect(self._tell_changed)
        self.endResetModel()

    def _add_members(self, group: Layer | None, parent: int) -> None:
        assert self._tree is not None
        for row, layer in enumerate(reversed(self._tree.members(group))):
            number = len(self._nodes)
            self._nodes.append(_Node(layer, parent, row))
            self._nodes[parent].children.append(number)
            if layer.kind == GROUP:
                self._add_members(layer, number)

    def _tell_changed(self) -> None:
        for number, node in enumerate(self._nodes):
            if node.children:
                parent = self._index_of(number)
                self.dataChanged.emit(self.index(0, 0, parent), self.index(len(node.children) - 1, 0, parent))

    # -- rows ---------------------------------------------------------------------------------------

    def layers(self) -> list[Layer]:
        """Return all layers and groups from the top, each group before what lies in it."""
        return [node.layer for node in self._nodes if node.layer is not None]

    def layer(self, index: Index) -> Layer | None:
        """Return the layer of a row."""
        return self._nodes[index.internalId()].layer if index.isValid() else None

    def index_of(self, identity: str) -> QModelIndex:
        """Return where a layer stands; an invalid index where there is none."""
        for number, node in enumerate(self._nodes):
            if node.layer is not None and node.layer.id == identity:
                return self._index_of(number)
        return QModelIndex()

    def _index_of(self, number: int) -> QModelIndex:
        return QModelIndex() if number == _ROOT else self.createIndex(self._nodes[number].row, 0, number)

    def _node(self, index: Index) -> _Node:
        return self._nodes[index.internalId() if index.isValid() else _ROOT]

    def index(self, row: int, column: int = 0, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Return the index of a row."""
        children = self._node(parent).children
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008 - Qt's own signature
        """Return the group a row lies in."""
        if not index.isValid():
            return QObject.parent(self)
        return self._index_of(self._nodes[index.internalId()].parent)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the number of rows in a group, or of those in none."""
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Return the one column there is."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return name, check state, layer or counts of a row."""
        layer = self.layer(index)
        if layer is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return layer.title(self._words)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if layer.visible else Qt.CheckState.Unchecked
        if role == LAYER_ROLE:
            return layer
        if role == COUNT_ROLE:
            return self._count_text(layer)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tip(layer)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for another name or visibility; the tree answers with an event."""
        layer = self.layer(index)
        if layer is None:
            return False
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
        """Say what can be done with a row; between rows, and on a group, layers can be dropped."""
        flag = Qt.ItemFlag
        layer = self.layer(index)
        if layer is None:
            return flag.ItemIsDropEnabled
        can = flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsEditable
        can |= flag.ItemIsUserCheckable | flag.ItemIsDragEnabled
        return can | flag.ItemIsDropEnabled if layer.kind == GROUP else can

    # -- order and groups ---------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        """Layers are moved, never copied."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return the type of what is dragged."""
        return [MIME]

    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:
        """Return the ids of the dragged layers, from the top."""
        layers = [self.layer(index) for index in sorted(indexes, key=lambda index: index.internalId())]
        data = QMimeData()
        data.setData(MIME, "\n".join(layer.id for layer in layers if layer is not None).encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the order after a drop. Returns False so that the view removes nothing itself."""
        ids = bytes(data.data(MIME).data()).decode().split("\n")
        group = self.layer(parent)
        if group is not None and group.kind != GROUP:  # on a layer: right above it
            row, parent = parent.row(), parent.parent()
            group = self.layer(parent)
        known = [identity for identity in ids if self.index_of(identity).isValid()]
        self.ask_to_move(known, group, row if row >= 0 else self.rowCount(parent))
        return False

    def ask_to_move(self, ids: list[str], group: Layer | None, row: int) -> None:
        """Ask that layers stand in a group (None: in none) before the one of row `row`, in their order."""
        moved = [layer for layer in self.layers() if layer.id in ids]
        if any(_is_within(group, layer) for layer in moved):
            return  # a group cannot lie in itself
        holder = group.id if group is not None else None
        place = self.index_of(holder).internalId() if holder is not None else _ROOT
        inside = [self._nodes[number].layer for number in self._nodes[place].children]
        before = [layer for layer in inside[:row] if layer not in moved]
        after = [layer for layer in inside[row:] if layer not in moved]
        members: dict[str | None, list[Any]] = {holder: [*before, *moved, *after]}
        order = list(reversed(self._flat(None, members, moved)))
        parents = {one.id: holder for one in moved if (one.parent and one.parent.id) != holder}
        if parents or order != [layer.id for layer in reversed(self.layers())]:
            self.order_asked.emit(order, parents)

    def _flat(
        self, group: Layer | None, members: Mapping[str | None, list[Any]], moved: list[Layer]
    ) -> list[str]:
        """Return the ids from the top, groups before what lies in them, with the members given of one."""
        key = group.id if group is not None else None
        held = members.get(key)
        if held is None:
            assert self._tree is not None
            held = [one for one in reversed(self._tree.members(group)) if one not in moved]
        found: list[str] = []
        for layer in held:
            found.append(layer.id)
            if layer.kind == GROUP:
                found += self._flat(layer, members, moved)
        return found

    # -- counts -------------------------------------------------------------------------------------

    def counts(self, layer: Layer) -> Counts:
        """Return how many rows of a layer can be drawn, pass, and are there."""
        placed, whole = layer.counts
        shown, filtered = self._drawn.get(layer.kind.value, (placed, whole))
        return Counts(min(shown, whole), min(filtered, whole), whole)

    def _count_text(self, layer: Layer) -> str:
        if layer.kind in (GROUP, RASTER):
            return ""
        counts = self.counts(layer)
        # Equal ones are said once: 24/26/1.204, 26/1.204, 148.
        numbers = dict.fromkeys((counts.shown, counts.filtered, counts.whole))
        return "/".join(self._words.number(one) for one in numbers)

    def _tip(self, layer: Layer) -> str:
        title = layer.title(self._words)
        if layer.kind == GROUP:
            return self._words("layer.group.tip", name=title)
        if layer.kind == RASTER:
            return self._words(f"raster.tip.{layer.fault or 'drawn'}", name=title)
        counts, number = self.counts(layer), self._words.number
        numbers = {"shown": counts.shown, "filtered": counts.filtered, "all": counts.whole}
        return self._words("layer.tip", name=title, **{key: number(n) for key, n in numbers.items()})


def _is_within(layer: Layer | None, group: Layer) -> bool:
    """Say whether a layer is a group or lies in it."""
    while layer is not None:
        if layer is group:
            return True
        layer = layer.parent
    return False


def _events(layer: Layer) -> tuple[Any, ...]:
    return (layer.data_changed, layer.style_changed, layer.visible_changed, layer.renamed)
