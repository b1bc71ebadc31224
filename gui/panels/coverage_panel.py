"""The tab Coverage: what is asked at the top, the figures of the province below, then the communes.

Shows a question and its result; computes nothing and starts nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.panels.commune_list import CommuneList
from gui.panels.commune_model import rows_of
from gui.panels.initiative_box import InitiativeBox
from gui.panels.radius_control import RadiusControl
from gui.panels.segmented import Segmented
from gui.panels.tiles import Tiles
from layers.style import Theme
from layers.words import Words

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

BY: tuple[str, ...] = ("unit", "households", "radius")
HOW_FROM_HEIGHT = 740
REPORTED_FROM_HEIGHT = 440
SIDE_PX, GAP_PX = 14, 6


class CoveragePanel(QFrame):
    """The panel.

    Signals
    -------
    selection_chosen(str), by_chosen(str), radius_moving(int), radius_chosen(int), count_to_check_chosen(bool)
        The analyst asked something else.
    sample_asked()
        There is no site yet: the analyst wants to see the sample.
    """

    selection_chosen = Signal(str)
    by_chosen = Signal(str)
    radius_moving = Signal(int)
    radius_chosen = Signal(int)
    count_to_check_chosen = Signal(bool)
    sample_asked = Signal()

    def __init__(self, words: Words, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAccessibleName(words("coverage.tab"))
        self._words = words
        self._theme = theme
        self._bundle: ResultBundle | None = None
        self._is_preliminary = False
        self.initiative = InitiativeBox(words, self)
        label = QLabel(words("coverage.initiative"), self)
        label.setProperty("muted", True)
        label.setBuddy(self.initiative)
        self.by = Segmented([(key, words(f"action.by_{key}")) for key in BY], words("coverage.by"), self)
        self.radius = RadiusControl(words, self)
        self.count_to_check = QCheckBox(words("action.count_to_check").replace("&", ""), self)
        self.count_to_check.setToolTip(words("coverage.count_to_check.tip"))
        self.empty = QLabel(words("coverage.empty"), self)
        self.empty.setWordWrap(True)
        self.to_sample = QPushButton(words("action.open_sample").replace("&", ""), self)
        self.to_sample.setToolTip(words("action.open_sample.tip"))
        self.to_sample.clicked.connect(self.sample_asked)
        self.tiles = Tiles(self)
        self.filtered = self._note()
        self.filtered.setWordWrap(False)
        self.reported = self._note()
        self.how = self._note()
        self.heading = QLabel(self)
        self.heading.setObjectName("heading")
        self.heading.setWordWrap(True)
        self.communes = CommuneList(words, theme, self)
        self.communes.setMinimumHeight(122)
        self._lay_out(label)
        self.initiative.selection_chosen.connect(self.selection_chosen)
        self.by.chosen.connect(self.by_chosen)
        self.radius.moving.connect(self._on_moving)
        self.radius.chosen.connect(self.radius_chosen)
        self.count_to_check.clicked.connect(self.count_to_check_chosen)
        self.communes.order_changed.connect(self._show_order)
        self.by.choose("unit")
        for part in (self.radius, self.empty, self.to_sample):
            part.hide()
        self._show_order(self.communes.order_text())

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show what can be counted, as (key, text)."""
        self.initiative.show_choices(choices)

    def show_question(self, selection: str, by: str, radius_m: float, counts_to_check: bool) -> None:
        """Show what is asked, without telling anybody."""
        self.initiative.choose(selection)
        self.by.choose(by)
        self.radius.setVisible(by == "radius")
        if not self.radius.slider.isSliderDown():
            self.radius.show_radius(radius_m)
        self.count_to_check.setChecked(counts_to_check)

    def show_bundle(self, bundle: ResultBundle | None, *, is_preliminary: bool = False) -> None:
        """Show a result; while a slider moves its figures are marked ≈."""
        self._bundle, self._is_preliminary = bundle, is_preliminary
        for part in (self.tiles, self.heading, self.communes):
            part.setVisible(bundle is not None)
        self._show_notes()
        if bundle is None:
            return
        # The wording of figures loads pandas: a window without a result need not wait for it.
        from exports.figures import filters_text, whom
        from gui.panels.coverage_tiles import how_text, tile_texts

        words = self._words
        self.tiles.show_texts(tile_texts(bundle, words, is_preliminary=is_preliminary), self._theme.muted)
        self.filtered.setToolTip(filters_text(bundle, words, most=40))
        self.reported.setToolTip(words.listing(bundle.not_reported))
        self.how.setText(how_text(bundle, words))
        self.by.setToolTip(self.how.text())
        to_check = words.number(bundle.coverage.counted_to_check)
        self.count_to_check.setText(words("coverage.count_to_check", n=to_check))
        self.communes.show_rows(rows_of(bundle), str(bundle.coverage.covered_by), whom(bundle))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.communes.set_theme(theme)
        self.show_bundle(self._bundle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write out how is counted where there is room; else it is the tip of the choice."""
        super().resizeEvent(event)
        self._show_notes()

    def minimumSizeHint(self) -> QSize:
        """Ask for no room for who has reported: the header says it too, and the charts below need it."""
        size = super().minimumSizeHint()
        if self.reported.isVisibleTo(self):
            size.setHeight(size.height() - self.reported.minimumSizeHint().height() - GAP_PX)
        return size

    def _on_moving(self, radius_m: int) -> None:
        """Mark the figures at once: they are those of the radius before."""
        if self._bundle is not None and not self._is_preliminary:
            self.show_bundle(self._bundle, is_preliminary=True)
        self.radius_moving.emit(radius_m)

    def _show_notes(self) -> None:
        """Say by which filters, who has reported and, where there is room, how is counted."""
        has_room = self._bundle is not None and self.height() >= HOW_FROM_HEIGHT
        self.how.setVisible(has_room)
        self.reported.setVisible(self._bundle is not None and self.height() >= REPORTED_FROM_HEIGHT)
        self._show_filters()
        if self._bundle is not None:
            from gui.panels.coverage_tiles import reported_text

            self.reported.setText(reported_text(self._bundle, self._words, names_unknown=not has_room))

    def _show_filters(self) -> None:
        """Say in one line by which filters the figures are; what does not fit in is in the tip."""
        bundle, line = self._bundle, ""
        if bundle is not None:
            line = bundle.names.line(bundle.filters, self._words, most=3)
        self.filtered.setVisible(bool(line))
        has_none = bundle is not None and not len(bundle.sites) and not line
        self.empty.setVisible(has_none)
        self.to_sample.setVisible(has_none)
        text = self._words("coverage.filtered", filters=line)
        room = max(self.width() - 2 * SIDE_PX, 0)
        self.filtered.setText(self.filtered.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.filtered.setAccessibleName(text)

    def _show_order(self, what: str) -> None:
        self.heading.setText(self._words("communes.sorted_by", column=what))

    def _note(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("tileText")
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return label

    def _lay_out(self, label: QLabel) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 10, 0, 0)
        outer.setSpacing(3)
        column = QVBoxLayout()
        column.setContentsMargins(SIDE_PX, 0, SIDE_PX, 0)
        column.setSpacing(GAP_PX)
        outer.addLayout(column)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label)
        head.addWidget(self.initiative, 1)
        column.addLayout(head)
        for part in (self.by, self.radius, self.count_to_check, self.empty):
            column.addWidget(part)
        column.addWidget(self.to_sample, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.filtered, self.tiles, self.reported, self.how):
            column.addWidget(part)
        column.addWidget(self.heading)
        edge = QVBoxLayout()
        edge.setContentsMargins(9, 0, 0, 0)
        edge.addWidget(self.communes)
        outer.addLayout(edge, 1000)
        outer.addStretch(1)  # holds the question at the top while there is no list
