"""Everything that lies over the map, and where each stands at every size of it.

Knows cards; nothing of layers or results.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtWidgets import QWidget

from gui.canvas.hover_card import HoverCard
from gui.canvas.legend_card import LegendCard
from gui.canvas.navigation import NavigationCard
from gui.canvas.note_card import NoteCard
from gui.canvas.scale_card import WIDEST_PX, ScaleCard
from layers.style import Theme
from layers.words import Words

MARGIN_PX = 14
HINT_PX = 260  # the least width that a hint can be read in


class Corner(StrEnum):
    """Where the legend may stand."""

    LOWER_LEFT = "lower_left"
    UPPER_RIGHT = "upper_right"


class Overlays(QObject):
    """The cards over a map."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._words = words
        self._is_schematic = False
        self._is_sample = False
        self._is_empty = True
        self._is_sample_told = True
        self._hint = ""
        self.corner = Corner.LOWER_LEFT
        self.navigation = NavigationCard(words, over)
        self.legend = LegendCard(words, over)
        self.scale = ScaleCard(words, over)
        self.schematic = NoteCard(over, warns=True)
        self.sample = NoteCard(over, warns=True)
        self.empty = NoteCard(over, warns=False)
        self.hint = NoteCard(over, warns=False)
        self.hover = HoverCard(over)
        self.legend.resized.connect(self.place)
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for card in self._cards:
            card.set_theme(theme)

    def set_words(self, words: Words) -> None:
        """Take the texts of another language."""
        self._words = words
        self.navigation.set_words(words)
        self.legend.set_words(words)
        self.scale.set_words(words)
        self._write()

    def set_state(self, *, schematic: bool, sample: bool, empty: bool) -> None:
        """Say which notes are due: schematic boundaries, sample data, no boundaries at all."""
        self._is_schematic, self._is_sample, self._is_empty = schematic, sample, empty
        self._write()

    def tell_sample(self, is_wanted: bool) -> None:
        """Say on the map that its data are a sample, or leave it to who says so beside the map."""
        self._is_sample_told = is_wanted
        self._write()

    @property
    def _cards(self) -> tuple[NavigationCard | LegendCard | ScaleCard | NoteCard | HoverCard, ...]:
        return (
            self.navigation,
            self.legend,
            self.scale,
            self.schematic,
            self.sample,
            self.empty,
            self.hint,
            self.hover,
        )

    def _write(self) -> None:
        room = self._over.width() - 2 * MARGIN_PX
        between = room - 2 * (self.navigation.width() + MARGIN_PX)
        words = self._words
        self.schematic.set_text(
            words("boundaries.schematic") if self._is_schematic else "", room_px=min(620.0, between)
        )
        sample = words("sample.mark") if self._is_sample and self._is_sample_told else ""
        self.sample.set_text(sample, room_px=min(260.0, room))
        self.empty.set_text(
            words("canvas.empty.text") if self._is_empty else "",
            words("canvas.empty.title") if self._is_empty else "",
            room_px=min(460.0, room),
        )
        self.scale.setVisible(not self._is_empty)
        self.place()

    def show_hint(self, text: str) -> None:
        """Say at the lower edge how the tool in use goes on; '' says nothing."""
        self._hint = text
        self.place()

    def resized(self) -> None:
        """Fit everything to another size of the map."""
        self.legend.suit(self._over.size())
        self._write()

    # -- where the legend stands -----------------------------------------------------------------

    def corners(self) -> tuple[Corner, ...]:
        """Return the corners that have room for the legend."""
        taken = self.navigation.width() + 3 * MARGIN_PX + self.legend.width()
        is_free = self.schematic.isHidden() and taken <= self._over.width()
        return (Corner.LOWER_LEFT, Corner.UPPER_RIGHT) if is_free else (Corner.LOWER_LEFT,)

    def set_corner(self, corner: Corner) -> None:
        """Let the legend stand in a corner, as long as there is room."""
        if corner is not self.corner:
            self.corner = corner
            self.place()

    def boxes(self, corner: Corner) -> list[QRectF]:
        """Return what hides the map, logical pixels, were the legend in that corner."""
        cards = (self.navigation, self.schematic)
        boxes = [QRectF(card.geometry()) for card in cards if not card.isHidden()]
        if not self.sample.isHidden():
            boxes.append(QRectF(QRect(self._sample_at(corner), self.sample.size())))
        if not self.scale.isHidden():
            # At its widest: the bar follows the scale, and the scale must not follow the bar.
            box = QRectF(self.scale.geometry())
            box.setLeft(box.right() - WIDEST_PX)
            boxes.append(box)
        if not self.legend.isHidden():
            boxes.append(QRectF(QRect(self._legend_at(corner), self.legend.size())))
        return boxes

    def _legend_at(self, corner: Corner) -> QPoint:
        if corner is Corner.UPPER_RIGHT:
            beside = self.navigation.width() + 2 * MARGIN_PX
            return QPoint(self._over.width() - beside - self.legend.width(), MARGIN_PX)
        return QPoint(MARGIN_PX, self._over.height() - self.legend.height() - MARGIN_PX)

    def _sample_at(self, corner: Corner) -> QPoint:
        """The mark keeps out of the legend's corner, and of the upper left, where the north of the map is."""
        if corner is Corner.UPPER_RIGHT:
            return QPoint(MARGIN_PX, self._over.height() - self.sample.height() - MARGIN_PX)
        return QPoint(MARGIN_PX, MARGIN_PX)

    def place(self) -> None:
        """Put every card into its corner."""
        width, height = self._over.width(), self._over.height()
        self.navigation.move(width - self.navigation.width() - MARGIN_PX, MARGIN_PX)
        corner = self.corner if self.corner in self.corners() else Corner.LOWER_LEFT
        self.legend.move(self._legend_at(corner))
        self.scale.move(width - self.scale.width() - MARGIN_PX, height - self.scale.height() - MARGIN_PX)
        self.sample.move(self._sample_at(corner))
        middle = (width - self.schematic.width()) // 2
        top = MARGIN_PX
        if (
            not self.sample.isHidden()
            and self.sample.y() <= top
            and middle < self.sample.geometry().right() + MARGIN_PX
        ):
            top += self.sample.height() + 6
        self.schematic.move(max(MARGIN_PX, middle), top)
        self.empty.move(QPoint((width - self.empty.width()) // 2, (height - self.empty.height()) // 2))
        self._place_hint(corner)

    def _place_hint(self, corner: Corner) -> None:
        """Put the hint between legend and scale bar, above both where there is too little room."""
        width, height = self._over.width(), self._over.height()
        legend_is_left = corner is Corner.LOWER_LEFT and not self.legend.isHidden()
        sample_is_below = corner is Corner.UPPER_RIGHT and not self.sample.isHidden()
        below = self.legend if legend_is_left else self.sample if sample_is_below else None
        left = below.geometry().right() + MARGIN_PX if below is not None else MARGIN_PX
        right = self.scale.x() - MARGIN_PX
        bottom = height - MARGIN_PX
        if right - left < HINT_PX:
            left, right, bottom = MARGIN_PX, width - MARGIN_PX, self.scale.y() - 6
            if legend_is_left and self.legend.geometry().right() > width - HINT_PX:
                bottom = self.legend.y() - 6
            if sample_is_below:
                bottom = min(bottom, self.sample.y() - 6)
        self.hint.set_text(self._hint, room_px=float(max(right - left, 120)))
        self.hint.move(left + max(0, (right - left - self.hint.width()) // 2), bottom - self.hint.height())
