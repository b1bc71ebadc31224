"""The layers of the map in their order from bottom to top, kept in step with the table `layers`.

Knows nothing of Qt; it changes only through `sync`, which the workspace calls after a command.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd
from psygnal import Signal

from layers import boundaries, context, incidents, layer_groups, rasters, results, sites, villages
from layers.errors import BadParameter
from layers.layer import Frames, Layer, class_of, default_style
from layers.layer_groups import GroupLayer
from layers.schema import LayerKind, normalise
from layers.style import Style

_LOG = logging.getLogger(__name__)

# Importing a module of a kind registers its class.
KIND_MODULES = (boundaries, context, incidents, layer_groups, rasters, results, sites, villages)

_NAMESPACE = uuid.UUID("5b1b8a9e-52a1-5c0a-9f0e-6f6d1a4c75d3")

#: Default tree from bottom to top: kind, table, visible. Villages and incidents are too many for the whole
#: province: they are shown when they are asked for.
DEFAULT_LAYERS: tuple[tuple[LayerKind, str, bool], ...] = (
    (LayerKind.BOUNDARIES, "communes", True),
    (LayerKind.VILLAGES, "villages", False),
    (LayerKind.INCIDENTS, "incidents", False),
    (LayerKind.SITES, "sites", True),
    (LayerKind.CLUSTERS, "sites", True),
)


class LayerTree:
    """Layers and groups of layers in the order they are drawn, bottom first.

    Iterating and `len` give the layers that can be drawn; `entries` has the groups as well, each right
    above the last of what lies in it.

    Events (psygnal): `inserted(layer, index)`, `removed(layer)`, `moved()` when order or nesting changes.
    """

    inserted = Signal(Layer, int)
    removed = Signal(Layer)
    moved = Signal()

    def __init__(self) -> None:
        self._layers: list[Layer] = []  # with the groups, each after what lies in it

    def __iter__(self) -> Iterator[Layer]:
        return iter([layer for layer in self._layers if not isinstance(layer, GroupLayer)])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def entries(self) -> tuple[Layer, ...]:
        """All layers and groups, bottom first; a group comes right after (above) what lies in it."""
        return tuple(self._layers)

    def members(self, group: Layer | None) -> tuple[Layer, ...]:
        """Return what lies directly in a group, bottom first; None: what lies in no group."""
        return tuple(layer for layer in self._layers if layer.parent is group)

    def __contains__(self, identity: object) -> bool:
        return any(layer.id == identity for layer in self._layers)

    def __getitem__(self, identity: str) -> Layer:
        for layer in self._layers:
            if layer.id == identity:
                return layer
        raise KeyError(identity)

    def of_kind(self, kind: LayerKind) -> tuple[Layer, ...]:
        """Return the layers of a kind, bottom first."""
        return tuple(layer for layer in self._layers if layer.kind is kind)

    def index(self, layer: Layer) -> int:
        """Return the place of a layer or group among the entries, 0 at the bottom."""
        return self._layers.index(layer)

    def sync(self, frame: pd.DataFrame, source: Frames) -> None:
        """Take over the rows of the table `layers`: insert, remove, move, update, and tell of each."""
        rows = frame.sort_values("position", kind="stable")
        for layer in tuple(self._layers):
            if layer.id not in rows.index or layer.kind.value != rows.at[layer.id, "kind"]:
                self._layers.remove(layer)
                self.removed.emit(layer)
        before = [(layer.id, layer.parent and layer.parent.id) for layer in self._layers]
        looks = {layer.id: _look(layer) for layer in self._layers}
        known = {layer.id: layer for layer in self._layers}
        fresh = {
            str(identity): _layer_from(str(identity), row, source)
            for identity, row in rows.iterrows()
            if identity not in known
        }
        self._layers = _nested([(known | fresh)[str(identity)] for identity in rows.index], rows["parent_id"])
        for layer in tuple(self._layers):
            if layer.id in fresh:
                self.inserted.emit(layer, self._layers.index(layer))
        if [(one.id, one.parent and one.parent.id) for one in self._layers if one.id in known] != before:
            self.moved.emit()
        for identity, row in rows.iterrows():
            if identity in known:
                _update(known[str(identity)], row)
        # Only now: what a layer looks like may hang on the group it lies in.
        for layer in tuple(self._layers):
            if layer.id in looks:
                _tell(layer, looks[layer.id])

    def tell(self, tables: Iterable[str]) -> None:
        """Tell the layers that read any of `tables` that their rows changed."""
        touched = frozenset(tables)
        for layer in tuple(self._layers):
            if layer.reads & touched:
                layer.data_changed.emit()


def default_layers() -> pd.DataFrame:
    """Return the rows of the table `layers` of a new workspace; names are left to the language."""
    rows = [
        {"kind": kind.value, "table_name": table, "position": place, "visible": visible}
        for place, (kind, table, visible) in enumerate(DEFAULT_LAYERS)
    ]
    ids = [str(uuid.uuid5(_NAMESPACE, kind.value)) for kind, _, _ in DEFAULT_LAYERS]
    return normalise("layers", pd.DataFrame(rows, index=pd.Index(ids, dtype="str", name="id")))


def _style(kind: LayerKind, value: Any) -> Style:
    """Return the stored look, or that of the kind where another program spoilt it: the file still opens."""
    try:
        return Style.from_json(value) if isinstance(value, dict) else default_style(kind)
    except BadParameter:
        _LOG.warning("style of a layer not understood: %s", kind)
        return default_style(kind)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _layer_from(identity: str, row: pd.Series, source: Frames) -> Layer:
    kind = LayerKind(row["kind"])
    return class_of(kind)(
        identity,
        kind,
        _text(row["table_name"]),
        _text(row["name"]),
        _style(kind, row["style"]),
        bool(row["visible"]),
        float(row["opacity"]),
        source,
    )


_Look = tuple[Style, float, float, bool, bool]


def _look(layer: Layer) -> _Look:
    return layer.style, layer.opacity, layer.shown_opacity, layer.visible, layer.is_shown


def _tell(layer: Layer, before: _Look) -> None:
    """Tell of a look and of a visibility that are not what they were, also where a group is the reason."""
    now = _look(layer)
    if now[:3] != before[:3]:
        layer.style_changed.emit()
    if now[3:] != before[3:]:
        layer.visible_changed.emit()


def _update(layer: Layer, row: pd.Series) -> None:
    table, name = _text(row["table_name"]), _text(row["name"])
    style, opacity, visible = _style(layer.kind, row["style"]), float(row["opacity"]), bool(row["visible"])
    if table != layer.table:
        layer.table = table
        layer.data_changed.emit()
    if name != layer.name:
        layer.name = name
        layer.renamed.emit()
    layer.style, layer.opacity, layer.visible = style, opacity, visible


def _nested(ordered: list[Layer], parent_of: pd.Series) -> list[Layer]:
    """Set the group of each layer and return them depth first, a group after what lies in it.

    A parent that is missing or no group, or a group within itself, counts as none: a file that another
    program wrote still opens.
    """
    groups = {layer.id: layer for layer in ordered if isinstance(layer, GroupLayer)}
    for layer in ordered:
        layer.parent = groups.get(_text(parent_of.get(layer.id)))
    for layer in ordered:
        seen: set[str] = set()
        around = layer
        while around.parent is not None and around.id not in seen:
            seen.add(around.id)
            around = around.parent
        if around.id in seen:
            around.parent = None
    members: dict[str, list[Layer]] = {}
    for layer in ordered:
        members.setdefault(layer.parent.id if layer.parent is not None else "", []).append(layer)

    def flat(holder: str) -> Iterator[Layer]:
        for layer in members.get(holder, []):
            if isinstance(layer, GroupLayer):
                yield from flat(layer.id)
            yield layer

    return list(flat(""))
