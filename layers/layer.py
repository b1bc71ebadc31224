"""A layer of the map: which rows it shows, how they look and who is told when either changes.

Knows nothing of Qt, of drawing or of how the document is changed; the workspace keeps layers in step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol, TypeVar

import pandas as pd
from psygnal import Signal

from layers import style as styles
from layers.schema import LayerKind
from layers.style import Style
from layers.words import Words


class Frames(Protocol):
    """Where a layer reads its rows: a workspace or a snapshot of one."""

    @property
    def meta(self) -> Mapping[str, str | None]:
        """Facts of the document: title, vintage, as_of …."""

    def frame(self, table: str) -> pd.DataFrame:
        """Return the rows of a table."""


DEFAULT_STYLES: Mapping[LayerKind, Style] = {
    LayerKind.BOUNDARIES: styles.BOUNDARIES,
    LayerKind.RASTER: Style(),
    LayerKind.SITES: styles.SITES,
    LayerKind.CLUSTERS: styles.CLUSTERS,
    LayerKind.INCIDENTS: styles.INCIDENTS,
    LayerKind.VILLAGES: styles.VILLAGES,
    LayerKind.CANDIDATES: styles.CANDIDATES,
    LayerKind.SCENARIO: styles.CANDIDATES,
}


class Layer:
    """One entry of the layer tree.

    Parameters
    ----------
    id : str
        Id of the row in the table `layers`.
    kind : LayerKind
    table : str
        Table whose rows are shown.
    name : str
        Name the analyst gave; '' for the kind's own name (`title`).
    style : Style or None
        None for the look of the kind.
    visible : bool
    opacity : float
        0 (not seen) to 1.
    source : Frames or None
        Where `counts` reads; set by the tree.

    Attributes
    ----------
    parent : Layer or None
        The group it lies in; set by the tree.

    Events (psygnal): `data_changed`, `style_changed` (style or opacity), `visible_changed`, `renamed`; the
    second and third also when a group around it was changed.
    """

    data_changed = Signal()
    style_changed = Signal()
    visible_changed = Signal()
    renamed = Signal()

    #: Tables whose rows decide what is shown, besides `table`.
    also_reads: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        id: str,
        kind: LayerKind,
        table: str,
        name: str = "",
        style: Style | None = None,
        visible: bool = True,
        opacity: float = 1.0,
        source: Frames | None = None,
    ) -> None:
        self.id = id
        self.kind = kind
        self.table = table
        self.name = name
        self.style = style or default_style(kind)
        self.visible = visible
        self.opacity = opacity
        self.source = source
        self.parent: Layer | None = None
        self._counts: tuple[int, int] | None = None
        self.data_changed.connect(self._forget_counts)

    def __repr__(self) -> str:
        return f"{type(self).__name__}(id={self.id!r}, table={self.table!r}, visible={self.visible})"

    @property
    def is_shown(self) -> bool:
        """Whether it is drawn: it and all groups around it are visible."""
        return self.visible and (self.parent is None or self.parent.is_shown)

    @property
    def shown_opacity(self) -> float:
        """Opacity it is drawn with: its own times that of the groups around it."""
        return self.opacity * (self.parent.shown_opacity if self.parent is not None else 1.0)

    @property
    def name_key(self) -> str:
        """Key of the kind's own name in the i18n files."""
        return f"layer.{self.kind.value}"

    def title(self, words: Words) -> str:
        """Return the name to show: the analyst's, else the kind's own."""
        return self.name or words(self.name_key)

    @property
    def reads(self) -> frozenset[str]:
        """Tables whose rows decide what is shown."""
        return self.also_reads | {self.table}

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return the rows of this layer in a workspace or snapshot."""
        return source.frame(self.table)

    @property
    def counts(self) -> tuple[int, int]:
        """Rows that have a place on the map, and all rows; (0, 0) while there is no source."""
        if self._counts is None:
            if self.source is None:
                return 0, 0
            rows = self.rows(self.source)
            self._counts = placed(rows), len(rows)
        return self._counts

    def _forget_counts(self) -> None:
        self._counts = None


def placed(rows: pd.DataFrame) -> int:
    """Return how many rows have a shape or coordinates."""
    for name in ("lon", "geom"):
        if name in rows.columns:
            return int(rows[name].notna().sum())
    return 0


def default_style(kind: LayerKind) -> Style:
    """Return the look of a kind of layer."""
    return DEFAULT_STYLES.get(kind, styles.CONTEXT)


_CLASSES: dict[LayerKind, type[Layer]] = {}
_Class = TypeVar("_Class", bound=type[Layer])


def layer_class(kind: LayerKind) -> Callable[[_Class], _Class]:
    """Register the decorated subclass for layers of `kind`."""

    def register(cls: _Class) -> _Class:
        _CLASSES[kind] = cls
        return cls

    return register


def class_of(kind: LayerKind) -> type[Layer]:
    """Return the class registered for `kind`, else `Layer` itself."""
    return _CLASSES.get(kind, Layer)
