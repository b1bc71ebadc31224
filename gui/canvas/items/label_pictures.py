"""Names drawn once into pictures that hold the halo, and then put on the map in every frame.

Knows how exports draws a label; nothing of what is named.
"""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from exports.labels import HALO_PT, block_size, draw_label
from gui.canvas.items.base import UNIT_PT

_INK = "#1B2430"


@lru_cache(maxsize=1024)
def label_picture(lines: tuple[str, ...], size_pt: float, halo: str, dpr: float) -> QPixmap:
    """Return a picture of lines of text with their halo, the text in its middle."""
    width, height = block_size(lines, size_pt)
    # Type has whole pixels: with this unit text and halo have the same size.
    unit = round(size_pt * UNIT_PT * dpr) / size_pt
    # Marks above capitals (Ặ) reach beyond the line: half a line of room above and below.
    wide = math.ceil((width + 2 * HALO_PT + 2) * unit)
    high = math.ceil((height + 2 * HALO_PT + size_pt) * unit)
    picture = QPixmap(wide, high)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_label(painter, lines, wide / 2, high / 2, unit, size_pt=size_pt, colour=_INK, halo=halo)
    painter.end()
    picture.setDevicePixelRatio(dpr)
    return picture.copy()  # a picture once painted on keeps 80 KB for the next painter; a copy does not
