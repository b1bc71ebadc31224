"""What all parts of the map share: outlines and fills of the communes, places for names, words, rows shown.

Knows values only; never a widget.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from gui.canvas.geometry_levels import GeometryLevels
from layers.progress import SILENT, Progress
from layers.style import Fill
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from layers.layer import Frames, Layer

Work = Callable[[Progress], object]
Start = Callable[[Work, Callable[[object], None], str], None]


def at_once(work: Work, done: Callable[[object], None], channel: str) -> None:
    """Do work here and now: the `MapContent.start` of a map without jobs."""
    done(work(SILENT))


@dataclass
class MapContent:
    """State of one map that its items read when they are told to.

    Attributes
    ----------
    levels : GeometryLevels or None
        Outlines; None while no boundaries are loaded.
    codes : tuple of str
        Code of each commune, in the order of the boundaries.
    anchors : mapping of str to (float, float)
        Commune code → where points known only by commune are drawn, metres.
    fills : mapping of str to Fill
        Code → shade; communes that are missing here get the plain fill.
    shown_rows : mapping of str to Index, optional
        Table → ids to show; tables that are missing here are shown whole.
    counted : mapping of str to Index
        Kind of layer → ids that the result at hand speaks of: map and legend show the same points.
    bundle : ResultBundle or None
        The result at hand: counts of communes are drawn as circles from it.
    source : Frames or None
        Where rows are read; None for the source of each layer itself.
    start : callable
        Does work beside the window and hands over its outcome on the main thread; of one channel only the
        newest counts.
    """

    words: Words
    levels: GeometryLevels | None = None
    codes: tuple[str, ...] = ()
    anchors: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    fills: Mapping[str, Fill] = field(default_factory=dict)
    shown_rows: Mapping[str, pd.Index] | None = None
    counted: Mapping[str, pd.Index] = field(default_factory=dict)
    bundle: ResultBundle | None = None
    source: Frames | None = None
    start: Start = at_once

    def rows_of(self, layer: Layer) -> pd.DataFrame | None:
        """Return the rows of a layer that are to be shown, or None where there is nothing to read from."""
        source = self.source or layer.source
        if source is None:
            return None
        rows = layer.rows(source)
        for ids in (self.counted.get(layer.kind.value), (self.shown_rows or {}).get(layer.table)):
            if ids is not None and not (len(ids) == len(rows) and ids.equals(rows.index)):
                rows = rows[rows.index.isin(ids)]
        return rows

    @property
    def is_sample(self) -> bool:
        """Whether the rows are illustrative (MINH HỌA)."""
        return self.source is not None and self.source.meta.get("sample") == "1"

    def place_of(self, code: str | None) -> int | None:
        """Return the place of a code in the order of the boundaries."""
        return self.codes.index(code) if code in self.codes else None
