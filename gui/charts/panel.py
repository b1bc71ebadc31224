"""The tab of the charts: three panes beside each other, and the card that says the exact figures.

Shows series and passes on what is chosen; computes nothing and knows no document.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from analysis.series import NOWHERE
from gui.canvas.hover_card import HoverCard
from gui.charts.kinds import ChartKind
from gui.charts.pane import Pane
from gui.linked import Linked
from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    import pandas as pd

Positions = npt.NDArray[np.int64]


class ChartsPanel(QFrame):
    """The panel.

    Signals
    -------
    kind_chosen(int)
        Number of a pane that now has another chart.
    rows_chosen(str, object, object)
        Table, ids and `Mode`.
    row_pointed(str, str)
        Table and id of the row a bar stands for, or two empty texts.
    """

    kind_chosen = Signal(int)
    rows_chosen = Signal(str, object, object)
    row_pointed = Signal(str, str)

    def __init__(self, kinds: Sequence[ChartKind], words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAccessibleName(words("charts.tab"))
        self.panes = tuple(Pane(kind, words, self) for kind in kinds)
        self.card = HoverCard(self)
        self._rules: list[QFrame] = []
        self._selection: dict[str, pd.Index] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number, pane in enumerate(self.panes):
            if number:
                rule = QFrame(self)
                rule.setFixedWidth(1)
                self._rules.append(rule)
                row.addWidget(rule)
            row.addWidget(pane, 1)
            pane.kind_chosen.connect(self._on_kind)
            pane.rows_chosen.connect(self.rows_chosen)
            pane.row_pointed.connect(self.row_pointed)
            pane.slot_pointed.connect(self._on_slot)
            pane.level_changed.connect(self._show_chosen_again)

    @property
    def kinds(self) -> list[ChartKind]:
        """What the panes show, from left to right."""
        return [pane.kind for pane in self.panes]

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.card.set_theme(theme)
        for rule in self._rules:
            rule.setStyleSheet(f"background: {theme.line};")
        for pane in self.panes:
            pane.set_theme(theme)

    def show_selection(self, linked: Linked) -> None:
        """Show in every bar how much of it is selected: each table is looked up once."""
        self._selection = dict(linked.selection)
        self._show_chosen_again()

    def show_hovered(self, hovered: tuple[str, str] | None) -> None:
        """Outline the bar of a row that is pointed at elsewhere."""
        for pane in self.panes:
            chart = pane.chart
            if chart.series is not None:
                is_mine = hovered is not None and hovered[0] == chart.binned.table
                chart.point_at(chart.binned.slot_of(hovered[1]) if is_mine and hovered else NOWHERE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the card away with the panel."""
        super().hideEvent(event)
        self.card.hide()

    def _show_chosen_again(self) -> None:
        found: list[tuple[pd.Index, Positions]] = []
        for pane in self.panes:
            if pane.chart.series is None:
                continue
            binned = pane.chart.binned
            positions = next((p for rows, p in found if rows is binned.rows), None)
            if positions is None:
                positions = self._positions(binned.table, binned.rows)
                found.append((binned.rows, positions))
            pane.chart.show_chosen(positions)

    def _positions(self, table: str, rows: pd.Index) -> Positions:
        ids = self._selection.get(table)
        if ids is None:
            return np.empty(0, dtype=np.int64)
        positions = rows.get_indexer(ids)
        return np.asarray(positions[positions >= 0], dtype=np.int64)

    def _on_kind(self, _kind: ChartKind) -> None:
        sender = self.sender()
        self.kind_chosen.emit(next(n for n, pane in enumerate(self.panes) if pane is sender))

    def _on_slot(self, slot: int, place: QPoint) -> None:
        pane = self.sender()
        if slot < 0 or not isinstance(pane, Pane) or pane.chart.series is None:
            self.card.show_text(None, 0.0, 0.0)
            return
        window = self.window()
        if self.card.parentWidget() is not window:
            self.card.setParent(window)  # over the map there is room; the dock may float, too
        at = pane.mapTo(window, place)
        self.card.show_text(pane.chart.card(slot), at.x(), at.y())
        above = pane.chart.mapTo(window, QPoint(0, 0)).y() - self.card.height()
        if above > 0:
            self.card.move(self.card.x(), above)  # so that it hides no bar
