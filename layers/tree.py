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

from layers import boundaries, context, incidents, results, sites, villages
from layers.errors import BadParameter
from layers.layer import Frames, Layer, class_of, default_style
from layers.schema import LayerKind, normalise
from layers.style import Style

_LOG = logging.getLogger(__name__)

# Importing a module of a kind registers its class.
KIND_MODULES = (boundaries, context, incidents, results, sites, villages)

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
    """Ordered list of layers, bottom first.

    Events (psygnal): `inserted(layer, index)`, `removed(layer)`, `moved()` when the order changes.
    """

    inserted = Signal(Layer, int)
    removed = Signal(Layer)
    moved = Signal()

    def __init__(self) -> None:
        self._layers: list[Layer] = []

    def __iter__(self) -> Iterator[Layer]:
        return iter(tuple(self._layers))

    def __len__(self) -> int:
        return len(self._layers)

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
        """Return the place of a layer, 0 at the bottom."""
        return self._layers.index(layer)

    def sync(self, frame: pd.DataFrame, source: Frames) -> None:
        """Take over the rows of the table `layers`: insert, remove, move, update, and tell of each."""
        ordered = frame.sort_values("position", kind="stable")
        for layer in tuple(self._layers):
            if layer.id not in ordered.index or layer.kind.value != ordered.at[layer.id, "kind"]:
                self._layers.remove(layer)
                self.removed.emit(layer)
        before = [layer.id for layer in self._layers]
        known = {layer.id: layer for layer in self._layers}
        fresh: list[Layer] = []
        self._layers = []
        for identity, row in ordered.iterrows():
            if identity not in known:
                fresh.append(_layer_from(str(identity), row, source))
            self._layers.append(known[str(identity)] if identity in known else fresh[-1])
        for layer in fresh:
            self.inserted.emit(layer, self._layers.index(layer))
        if [layer.id for layer in self._layers if layer.id in known] != before:
            self.moved.emit()
        for identity, row in ordered.iterrows():
            if identity in known:
                _update(known[str(identity)], row)

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


def _update(layer: Layer, row: pd.Series) -> None:
    table, name = _text(row["table_name"]), _text(row["name"])
    style, opacity, visible = _style(layer.kind, row["style"]), float(row["opacity"]), bool(row["visible"])
    if table != layer.table:
        layer.table = table
        layer.data_changed.emit()
    if name != layer.name:
        layer.name = name
        layer.renamed.emit()
    if (style, opacity) != (layer.style, layer.opacity):
        layer.style, layer.opacity = style, opacity
        layer.style_changed.emit()
    if visible != layer.visible:
        layer.visible = visible
        layer.visible_changed.emit()
