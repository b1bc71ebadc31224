"""Symbols of points drawn once into a picture and then stamped by the thousand.

Knows how exports draws a symbol; nothing of layers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap
from shiboken6 import Shiboken

from exports import fonts
from exports.symbols import draw_symbol
from gui.canvas.items.base import UNIT_PT
from layers.style import Symbol

FloatArray = npt.NDArray[np.float64]

REACH = 0.55  # half the extent of the largest symbol of size 1, a star
RIM_PT = 0.8  # room for half the pen and the soft edge: every pixel of a stamp is paid for 20,000 times
BADGE_PT = 6.5
INK = "#1B2430"  # on light grounds in both themes, as the map is
_FIELDS = 10  # x, y, source left, top, width, height, scale x, y, rotation, opacity of a PixmapFragment


@dataclass(frozen=True)
class Stamp:
    """A filled and a hollow symbol side by side in one picture; each `side` device pixels wide (odd)."""

    pixmap: QPixmap
    side: int


@lru_cache(maxsize=64)
def stamp_of(symbol: Symbol, dpr: float) -> Stamp:
    """Draw a symbol, filled and hollow, for a device."""
    unit = UNIT_PT * dpr
    side = 2 * math.ceil((symbol.size_pt * REACH + RIM_PT) * unit) + 1
    pixmap = QPixmap(side * 2, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_symbol(painter, symbol, side / 2, side / 2, unit)
    draw_symbol(painter, replace(symbol, hollow=True), side * 1.5, side / 2, unit)
    painter.end()
    return Stamp(pixmap, side)


@dataclass(frozen=True)
class Atlas:
    """Several symbols in one picture, one below the other, each filled and hollow.

    Attributes
    ----------
    tops, sides : ndarray, shape (n,), device pixels
        Upper edge of each symbol, and its width and height (odd).
    """

    pixmap: QPixmap
    tops: FloatArray
    sides: FloatArray


@lru_cache(maxsize=64)
def atlas_of(symbols: tuple[Symbol, ...], dpr: float) -> Atlas:
    """Draw symbols for a device: one picture, so that Qt stamps all of them in one go."""
    stamps = [stamp_of(symbol, dpr) for symbol in symbols]
    sides = np.array([stamp.side for stamp in stamps], float)
    tops = np.concatenate([[0.0], np.cumsum(sides)[:-1]])
    pixmap = QPixmap(int(sides.max()) * 2, int(sides.sum()))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    for stamp, top in zip(stamps, tops.tolist(), strict=True):
        painter.drawPixmap(QPointF(0, top), stamp.pixmap)
    painter.end()
    return Atlas(pixmap, tops, sides)


class Fragments:
    """A growing block of memory that Qt reads as an array of pixmap fragments: no Python call a point."""

    def __init__(self) -> None:
        self._block = np.zeros((0, _FIELDS))

    def draw(
        self, painter: QPainter, stamp: Stamp, x: FloatArray, y: FloatArray, hollow: npt.NDArray[np.bool_]
    ) -> None:
        """Stamp symbols centred on whole device pixels; the painter is in device pixels."""
        block = self._placed(x, y)
        np.multiply(hollow, stamp.side, out=block[:, 2])
        block[:, 3] = 0.0
        block[:, 4:6] = stamp.side
        self._stamp(painter, len(block), stamp.pixmap)

    def draw_looks(
        self,
        painter: QPainter,
        atlas: Atlas,
        x: FloatArray,
        y: FloatArray,
        hollow: npt.NDArray[np.bool_],
        look: npt.NDArray[np.int16],
    ) -> None:
        """Stamp symbols of an atlas in the order given; `look` is the place of each in the atlas."""
        block = self._placed(x, y)
        side = atlas.sides[look]
        np.multiply(hollow, side, out=block[:, 2])
        block[:, 3] = atlas.tops[look]
        block[:, 4] = block[:, 5] = side
        self._stamp(painter, len(block), atlas.pixmap)

    def _placed(self, x: FloatArray, y: FloatArray) -> FloatArray:
        """Return the block for as many symbols, with their places."""
        count = len(x)
        if count > len(self._block):
            self._block = np.zeros((max(count, 1024), _FIELDS))
        block = self._block[:count]
        np.floor(x, out=block[:, 0])
        np.floor(y, out=block[:, 1])
        block[:, :2] += 0.5  # the side is odd: its middle lies on the middle of a pixel
        block[:, 6:8] = 1.0
        block[:, 9] = 1.0
        return block

    def _stamp(self, painter: QPainter, count: int, pixmap: QPixmap) -> None:
        if count == 0:
            return
        first = Shiboken.wrapInstance(self._block.ctypes.data, QPainter.PixmapFragment)
        painter.drawPixmapFragments(first, count, pixmap)


@lru_cache(maxsize=2048)
def badge(text: str, ground: str, rim: str, dpr: float) -> QPixmap:
    """Draw a number on a rounded ground, for counts on the map."""
    size_pt = BADGE_PT
    face = fonts.font(size_pt, bold=True, unit_pt=UNIT_PT * dpr)
    metrics = QFontMetricsF(face)
    high = math.ceil(size_pt * UNIT_PT * dpr * 1.45)
    wide = max(high, math.ceil(metrics.horizontalAdvance(text) + high * 0.6))
    pixmap = QPixmap(wide, high)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(rim), max(1.0, 0.75 * dpr)))
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(QRectF(0.5, 0.5, wide - 1, high - 1), high / 2 - 0.5, high / 2 - 0.5)
    painter.setFont(face)
    painter.setPen(QColor(INK))
    base = high / 2 + metrics.capHeight() / 2
    painter.drawText(QPointF((wide - metrics.horizontalAdvance(text)) / 2, base), text)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap.copy()  # a picture once painted on keeps 80 KB for the next painter; a copy does not


def draw_badges(
    painter: QPainter, pixmaps: Sequence[QPixmap], x: FloatArray, y: FloatArray, dpr: float
) -> None:
    """Draw badges centred at logical pixels, on whole device pixels."""
    for pixmap, px, py in zip(pixmaps, x.tolist(), y.tolist(), strict=True):
        left = round(px * dpr - pixmap.width() / 2) / dpr
        top = round(py * dpr - pixmap.height() / 2) / dpr
        painter.drawPixmap(QPointF(left, top), pixmap)
