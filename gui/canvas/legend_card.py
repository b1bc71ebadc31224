"""The legend over the map, which can be folded; the same legend as on paper.

Knows a legend of exports; never what it counts.
"""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QToolButton, QWidget

from exports.legend import (
    PADDING_PT,
    Entry,
    Legend,
    NoteEntry,
    RampEntry,
    SymbolEntry,
    draw_legend,
    legend_size,
)
from gui.canvas.card import Card, button_style
from gui.canvas.items.base import UNIT_PT
from gui.icons import Icon, icon
from layers.style import Theme
from layers.words import Words

WIDTH_PT = 170.0
LARGE_SHARE = 0.13  # of the area of the map
MOST_HEIGHT, MOST_WIDTH = 0.62, 0.5
BUTTON_PX = 22


class LegendCard(Card):
    """A legend with a button that folds it.

    Signals
    -------
    resized()
        Its size is another: whoever places it should do so again.
    """

    resized = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._legend: Legend | None = None
        self._words = words
        self._shown: Legend | None = None
        self._is_folded = False
        self._is_chosen = False
        self.button = QToolButton(self)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setIconSize(QSize(14, 14))
        self.button.clicked.connect(self._toggle)
        self.hide()
        self.set_words(words)

    @property
    def legend(self) -> Legend | None:
        """The legend as it was handed over, however much of it has room here."""
        return self._legend

    @property
    def is_folded(self) -> bool:
        """Whether only the button is seen."""
        return self._is_folded

    def set_legend(self, legend: Legend | None) -> None:
        """Show a legend, or nothing."""
        self._legend = self._shown = legend if legend is not None and legend.entries else None
        self.setVisible(self._legend is not None)
        self._fit()

    def set_words(self, words: Words) -> None:
        """Take the texts of another language."""
        self._words = words
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        super().set_theme(theme)
        self.button.setStyleSheet(button_style(theme))
        self.button.setIcon(icon(Icon.CHEVRON, theme.muted, theme.muted))

    def fold(self, folded: bool) -> None:
        """Fold or unfold it, as the analyst wants."""
        self._is_chosen = True
        self._set_folded(folded)

    def suit(self, room: QSize) -> None:
        """Say less where the map is small, and fold it (unless the analyst has decided) where it is tiny.

        What is left out first are the symbols: the list of layers beside the map shows them too.
        """
        if self._legend is None:
            return
        # What the classes of a layer and hollow symbols mean is said nowhere else.
        classed = {entry.layer for entry in self._legend.entries if isinstance(entry, NoteEntry)} - {""}
        areas = tuple(
            entry
            for entry in self._legend.entries
            if not _is_of_symbols(entry)
            or getattr(entry, "layer", "") in classed
            or (isinstance(entry, SymbolEntry) and not entry.layer and entry.symbol.hollow)
            or (isinstance(entry, NoteEntry) and bool(classed))  # what the numbers of the headings are
        )
        full = _size(self._legend)
        is_large = full.width() * full.height() > room.width() * room.height() * LARGE_SHARE
        self._shown = replace(self._legend, entries=areas) if is_large and areas else self._legend
        size = _size(self._shown)
        if not self._is_chosen:
            self._set_folded(
                size.height() > room.height() * MOST_HEIGHT or size.width() > room.width() * MOST_WIDTH
            )
        self._fit()

    def _toggle(self) -> None:
        self.fold(not self._is_folded)

    def _set_folded(self, folded: bool) -> None:
        if folded != self._is_folded:
            self._is_folded = folded
            self._fit()

    def _tell(self) -> None:
        text = self._words("canvas.legend_show" if self._is_folded else "canvas.legend_hide")
        self.button.setAccessibleName(text)
        self.button.setToolTip(text)
        self.button.setText(self._words("legend.title") if self._is_folded else "")
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if self._is_folded
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        self.button.setToolButtonStyle(style)
        entries = self._legend.entries if self._legend is not None else ()
        lines = [entry.text for entry in entries if not isinstance(entry, RampEntry)]
        self.setAccessibleName(self._words("legend.title"))
        self.setAccessibleDescription("; ".join(lines))

    def _fit(self) -> None:
        if self._shown is None:
            return
        self._tell()
        if self._is_folded:
            size = self.button.sizeHint()
            self.setFixedSize(size.width() + 12, BUTTON_PX + 10)
            self.button.setGeometry(4, 4, size.width() + 4, BUTTON_PX + 2)
        else:
            size = _size(self._shown)
            self.setFixedSize(size)
            self.button.setGeometry(size.width() - BUTTON_PX - 5, 6, BUTTON_PX, BUTTON_PX)
        self.resized.emit()
        self.update()

    def paint_content(self, painter: QPainter) -> None:
        """Draw the legend of the papers."""
        if self._shown is None or self._is_folded:
            return
        inner = WIDTH_PT - 2 * PADDING_PT
        left, top = PADDING_PT * UNIT_PT, (PADDING_PT - 1.5) * UNIT_PT
        draw_legend(painter, self._shown, left, top, UNIT_PT, self.theme, width_pt=inner)


def _is_of_symbols(entry: Entry) -> bool:
    """Say whether an entry is a symbol, or the remark above the symbols."""
    return isinstance(entry, SymbolEntry) or (isinstance(entry, NoteEntry) and not entry.bold)


def _size(legend: Legend) -> QSize:
    width, height = legend_size(legend, WIDTH_PT, card=True)
    beside = BUTTON_PX - 4 if isinstance(legend.entries[0], NoteEntry) else 0
    return QSize(math.ceil(width * UNIT_PT) + beside, math.ceil(height * UNIT_PT))
