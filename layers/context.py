"""Layers the analyst brings along: any vector data with its own columns, in a table `context_<slug>`.

Knows nothing of files; the table's types are read off its frame.
"""

from __future__ import annotations

import re
from collections.abc import Container

from layers.layer import Layer, layer_class
from layers.schema import CONTEXT_PREFIX, LayerKind
from layers.words import without_tones


@layer_class(LayerKind.CONTEXT)
class ContextLayer(Layer):
    """Rows of one context table."""


def context_table(name: str, taken: Container[str] = ()) -> str:
    """Return a table name for a context layer called `name` that is not among `taken`.

    Examples
    --------
    >>> context_table("Đường tỉnh 2026"), context_table("Đường", {"context_duong"})
    ('context_duong_tinh_2026', 'context_duong_2')
    """
    slug = re.sub(r"[^a-z0-9]+", "_", without_tones(name)).strip("_")[:40] or "1"
    table, number = CONTEXT_PREFIX + slug, 1
    while table in taken:
        number += 1
        table = f"{CONTEXT_PREFIX}{slug}_{number}"
    return table
