"""A computed result shown as a layer: a kind key, the stamp of its inputs and a plain frame.

Knows nothing of how a result is computed; it only says whether the inputs moved on since.
"""

from __future__ import annotations

import pandas as pd

from layers.layer import Frames, Layer, layer_class
from layers.schema import LayerKind
from layers.style import Style


@layer_class(LayerKind.RESULT)
class ResultLayer(Layer):
    """A pinned result.

    Attributes
    ----------
    result_key : str
        Which analysis it is of, e.g. ``coverage``.
    stamp : str
        Stamp of the parameters and inputs it was computed from; '' before there is one.
    result : DataFrame
        Rows shown, indexed by commune code or id.
    """

    def __init__(
        self,
        id: str,
        kind: LayerKind = LayerKind.RESULT,
        table: str = "",
        name: str = "",
        style: Style | None = None,
        visible: bool = True,
        opacity: float = 1.0,
        source: Frames | None = None,
    ) -> None:
        super().__init__(id, kind, table, name, style, visible, opacity, source)
        self.result_key = table
        self.stamp = ""
        self.result = pd.DataFrame()

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return the rows of the result; they do not move with the document."""
        return self.result

    def show(self, stamp: str, result: pd.DataFrame) -> None:
        """Take a new result and tell who draws it."""
        self.stamp, self.result = stamp, result
        self.data_changed.emit()

    def is_outdated(self, stamp: str) -> bool:
        """Say whether the result was computed from other inputs than those of `stamp`."""
        return self.stamp != stamp
