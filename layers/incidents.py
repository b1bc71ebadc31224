"""The layer of incidents and the two levels of their categories.

Knows nothing of periods, communes or rates; a code is `top` or `top.detail`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from layers.layer import Layer, layer_class
from layers.schema import LayerKind

FIRE = "fire"
FOREST_FIRE = "fire.forest"
MINOR_FIRE = "minor_fire"
"""Short circuits, burning grass or rubbish: recorded, but no fires in the statistics."""


@layer_class(LayerKind.INCIDENTS)
class IncidentsLayer(Layer):
    """All incidents of the document."""


def top_level(codes: pd.Series) -> pd.Series:
    """Return the first level of each category code; missing stays missing.

    Examples
    --------
    >>> top_level(pd.Series(["fire.forest", "explosion"])).tolist()
    ['fire', 'explosion']
    """
    return codes.str.split(".", n=1).str[0]


def in_categories(codes: pd.Series, wanted: Iterable[str]) -> npt.NDArray[np.bool_]:
    """Say of each category code whether it is one of `wanted` or a detail of one.

    Parameters
    ----------
    codes : Series of str
    wanted : iterable of str
        Codes of either level. A missing code is in none.

    Returns
    -------
    ndarray of bool, shape (len(codes),)

    Examples
    --------
    >>> in_categories(pd.Series(["fire.forest", "fire", "fireworks"]), ["fire"]).tolist()
    [True, True, False]
    """
    names = list(wanted)
    hit = codes.isin(names) | top_level(codes).isin(names)
    return np.asarray(hit, dtype=bool)
