"""The scale bar at the lower right of the map; knows metres a pixel only."""

from __future__ import annotations

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from exports.scale_bar import ScaleBar, draw_scale_bar
from gui.canvas.card import Card
from gui.canvas.items.base import UNIT_PT
from layers.words import Words

MOST_PX = 150.0
SIDE_PX = 27.0
WIDEST_PX = MOST_PX + 2 * SIDE_PX


class ScaleCard(Card):
    """A bar of round length."""

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = words
        self.bar = ScaleBar.fit(100.0, MOST_PX)
        self.set_scale(100.0)

    def set_words(self, words: Words) -> None:
        """Take the texts of another language."""
        self._words = words
        self._tell()

    def set_scale(self, m_per_px: float) -> None:
        """Choose the bar for a scale and fit the card to it."""
        self.bar = ScaleBar.fit(m_per_px, MOST_PX)
        self.setFixedSize(round(self.bar.length + 2 * SIDE_PX), 32)
        self._tell()

    def _tell(self) -> None:
        text = self._words("canvas.scale_bar", length=self.bar.text(self._words))
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def ground(self) -> tuple[str, str, int]:
        """Return a ground that lets the map through."""
        return self.theme.panel, self.theme.line, 225

    def paint_content(self, painter: QPainter) -> None:
        """Draw the bar of the papers."""
        draw_scale_bar(
            painter,
            self.bar,
            SIDE_PX,
            self.height() - 7.0,
            UNIT_PT,
            self._words,
            colour=self.theme.text,
            ground=self.theme.panel,
        )
