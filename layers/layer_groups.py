"""The layer that holds other layers: it is shown, hidden and made transparent with all that lies in it.

Knows nothing of rows, for it has none.
"""

from __future__ import annotations

import pandas as pd

from layers.layer import Frames, Layer, layer_class
from layers.schema import LayerKind


@layer_class(LayerKind.GROUP)
class GroupLayer(Layer):
    """A group of layers."""

    def rows(self, source: Frames) -> pd.DataFrame:
        """Return no rows."""
        return pd.DataFrame(index=pd.Index([], dtype="str", name="id"))
