"""The section Filters of the left side: a chip for each condition, ways to add one and to clear them all.

Shows what it is told and tells what is asked; knows no document.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from gui.filtering.chip import ChipText, FilterChip
from gui.filtering.flow import flowing
from layers.filters import FilterKind
from layers.style import Theme
from layers.words import Words

SIDE_PX = 14


class FilterPanel(QWidget):
    """The section.

    Signals
    -------
    removed(str, object)
        A `FilterKind`, and the one value to take away or None for the whole condition.
    asked(str)
        A `FilterKind` that is to be added or changed; `anchor` is where it was asked.
    cleared()
    """

    removed = Signal(str, object)
    asked = Signal(str)
    cleared = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAccessibleName(words("filters.heading"))
        self._words = words
        self._theme = theme
        self.chips: list[FilterChip] = []
        self._place = QWidget(self)
        self._flow = flowing(self._place)
        self.left_over = QLabel(self)
        self.left_over.setProperty("muted", True)
        self.left_over.setWordWrap(True)
        self.add = QPushButton(words("filters.add"), self)
        self.add.setObjectName("link")
        self.add.setToolTip(words("action.filter_add.tip"))
        self.clear = QPushButton(words("action.filter_clear").replace("&", ""), self)
        self.clear.setObjectName("link")
        self.clear.setToolTip(words("action.filter_clear.tip"))
        self.anchor: QWidget = self.add
        self.menu = self._menu()
        self._lay_out()
        self.add.clicked.connect(self.open_menu)
        self.clear.clicked.connect(self.cleared)
        self.show_chips(())
        self.show_left_over("")

    def show_chips(self, texts: Sequence[ChipText]) -> None:
        """Show a chip for each condition; the focus stays at the place of one that went."""
        focused = next((number for number, chip in enumerate(self.chips) if chip.hasFocus()), None)
        for chip in self.chips:
            chip.hide()
            self._flow.removeWidget(chip)
            chip.deleteLater()
        self.anchor = self.add
        self.chips = [self._chip(what) for what in texts]
        self._place.setVisible(bool(self.chips))
        self.clear.setVisible(bool(self.chips))
        if focused is not None:
            near: QWidget = self.chips[min(focused, len(self.chips) - 1)] if self.chips else self.add
            near.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.updateGeometry()

    def show_left_over(self, text: str, *, is_nothing: bool = False) -> None:
        """Say what is left of all rows; '' for no line."""
        self.left_over.setText(text)
        self.left_over.setVisible(bool(text))
        self.left_over.setProperty("tone", "warning" if is_nothing else "")
        self.left_over.style().polish(self.left_over)

    def open_menu(self) -> None:
        """Open the menu of the kinds of condition below its button."""
        self.anchor = self.add
        self.menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for chip in self.chips:
            chip.set_theme(theme)

    def _chip(self, what: ChipText) -> FilterChip:
        chip = FilterChip(what, self._words, self._theme, self._place)
        chip.removed.connect(self._on_removed)
        chip.edited.connect(self._on_edited)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _on_removed(self) -> None:
        chip = self.sender()
        if isinstance(chip, FilterChip):
            self.removed.emit(chip.what.kind, chip.what.value)

    def _on_edited(self) -> None:
        chip = self.sender()
        if isinstance(chip, FilterChip):
            self.anchor = chip
            self.asked.emit(chip.what.kind)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self._words("filters.add"))
        for kind in FilterKind:
            action = QAction(self._words(f"filters.kind.{kind.value}"), menu)
            action.setData(kind.value)
            menu.addAction(action)
        menu.triggered.connect(self._on_menu)
        return menu

    def _on_menu(self, action: QAction) -> None:
        self.asked.emit(str(action.data()))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE_PX, 4, SIDE_PX, 8)
        column.setSpacing(6)
        column.addWidget(self._place)
        column.addWidget(self.left_over)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        row.addWidget(self.clear)
        column.addLayout(row)
