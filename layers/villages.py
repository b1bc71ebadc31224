"""The layer of villages and the names a village is known by.

Knows nothing of how a name in a sheet is matched; that is for the readers.
"""

from __future__ import annotations

import pandas as pd

from layers.layer import Layer, layer_class
from layers.schema import LayerKind


@layer_class(LayerKind.VILLAGES)
class VillagesLayer(Layer):
    """All villages of the document."""


def names_of(village: pd.Series) -> tuple[str, ...]:
    """Return every name of a village: its own, its other names and those it was merged from.

    Examples
    --------
    >>> names_of(pd.Series({"name": "Nà Mẫu", "aliases": ["b. Nà Mẫu"], "merged_from": None}))
    ('Nà Mẫu', 'b. Nà Mẫu')
    """
    others = [*(village["aliases"] or ()), *(village["merged_from"] or ())]
    return tuple(dict.fromkeys([str(village["name"]), *map(str, others)]))
