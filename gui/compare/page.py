"""The page on which two periods are compared: which ones, what has changed, and the two maps.

Shows what it is told and asks by signals; knows no controller.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.compare.map_pair import Manner, MapPair
from gui.panels.segmented import Segmented
from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from analysis.comparison import Change
    from layers.boundaries import Boundaries
    from layers.layer import Frames
    from layers.tree import LayerTree


class ComparePage(QWidget):
    """The page.

    Signals
    -------
    period_asked(int, object)
        The analyst wants another first (0) or second (1) period; the button that was pressed.
    manner_chosen(str), closed()
    """

    period_asked = Signal(int, object)
    manner_chosen = Signal(str)
    closed = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparePage")
        self._words = words
        self.periods = (QPushButton(self), QPushButton(self))
        for number, button in enumerate(self.periods):
            button.clicked.connect(
                lambda _checked=False, number=number: self.period_asked.emit(number, self.periods[number])
            )
        manners = [(manner.value, words(f"compare.manner.{manner.value}")) for manner in Manner]
        self.manner = Segmented(manners, words("compare.manner"), self)
        self.manner.choose(Manner.BESIDE.value)
        self.manner.chosen.connect(self._on_manner)
        self.close_button = QPushButton(words("compare.close"), self)
        self.close_button.setToolTip(words("compare.close.tip"))
        self.close_button.clicked.connect(self.closed)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.closed)
        self.figures = QLabel(self)
        self.figures.setWordWrap(True)
        self.pair = MapPair(words, theme, self)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 0)
        self.setAccessibleName(self._words("compare.title"))
        row.addWidget(self.periods[0])
        row.addWidget(QLabel(self._words("compare.with"), self))
        row.addWidget(self.periods[1])
        row.addStretch(1)
        self.manner.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.manner)
        row.addWidget(self.close_button)
        self.figures.setContentsMargins(14, 0, 14, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.figures)
        column.addWidget(self.pair, 1)

    # -- shown --------------------------------------------------------------------------------------

    def show_periods(self, names: Sequence[str], names_with_days: Sequence[str]) -> None:
        """Name the two periods on their buttons; their days stand above the maps and in the tips."""
        tip = self._words("compare.period.tip")
        for button, name, days in zip(self.periods, names, names_with_days, strict=True):
            button.setText(name)
            button.setToolTip(f"{days}\n{tip}")

    def show_map(self, boundaries: Boundaries | None, tree: LayerTree | None, source: Frames | None) -> None:
        """Show the same communes and layers on both maps."""
        for view in self.pair.views:
            view.set_boundaries(boundaries)
            view.set_layers(tree, source)

    def show_bundle(self, number: int, bundle: ResultBundle) -> None:
        """Show the answer about the first (0) or second (1) period."""
        from exports.shading import shade

        view = self.pair.views[number]
        view.set_bundle(bundle)
        view.set_shading(shade(bundle))

    def show_changes(self, changes: Sequence[Change], not_reported: str) -> None:
        """Say what has changed; few counts in grey, without a percentage."""
        words = self._words
        parts = [_sentence(change, words) for change in changes]
        self.figures.setText("   ·   ".join([*parts, *([not_reported] if not_reported else [])]))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.pair.set_theme(theme)

    def _on_manner(self, name: str) -> None:
        self.pair.set_manner(Manner(name))
        self.manner_chosen.emit(name)


def _sentence(change: Change, words: Words) -> str:
    """Return "Vụ việc: 20 → 29, tăng 09 (45%)"."""
    name = words(f"compare.{change.key}")
    before, after = words.number(change.before), words.number(change.after)
    if change.difference is None:
        return words("compare.unknown", name=name, before=before, after=after)
    if change.difference == 0:
        return words("compare.same", name=name, n=after)
    key = "compare.up" if change.difference > 0 else "compare.down"
    number = words.count(abs(change.difference))
    share = f" ({words.percent(change.share)})" if change.share is not None else ""
    text = words(key, name=name, before=before, after=after, n=number, share=share)
    return words("compare.few", text=text) if change.is_few else text
