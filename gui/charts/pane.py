"""One place for a chart: its heading with the choice, the chart itself, and the notes below it.

Says which rows were chosen or pointed at; selects nothing itself and knows no document.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from analysis.series import NOWHERE
from gui.charts.catalogue import CHARTS
from gui.charts.category_chart import CategoryChart
from gui.charts.chart import Chart
from gui.charts.heading import Heading
from gui.charts.kinds import ChartKind
from gui.charts.note import Note
from gui.charts.picture import SCALE, footer, picture
from gui.charts.subject import Subject
from gui.icons import Icon, icon
from gui.linked import Mode
from gui.panels.empty_note import EmptyNote
from layers.style import LIGHT, Theme
from layers.words import Words


class Pane(QFrame):
    """A chart with its heading.

    Signals
    -------
    kind_chosen(object)
        Another `ChartKind` was chosen; whoever computes shows its series.
    rows_chosen(str, object, object)
        Table, ids and `Mode`.
    row_pointed(str, str)
        Table and id of the one row a bar stands for; two empty texts: none.
    slot_pointed(int, QPoint)
        Slot that is pointed at, −1 none, and where, in pixels of this pane.
    level_changed()
        The chart shows other bars of the same rows: what is selected has to be shown again.
    """

    kind_chosen = Signal(object)
    rows_chosen = Signal(str, object, object)
    row_pointed = Signal(str, str)
    slot_pointed = Signal(int, QPoint)
    level_changed = Signal()

    def __init__(self, kind: ChartKind, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._theme = LIGHT
        self.kind = kind
        self.chart = self._made(kind)
        self.heading = Heading(self._choice(), self)
        self.back = QToolButton(self)
        self.back.setObjectName("bare")
        self.back.setToolTip(words("charts.back"))
        self.back.setAccessibleName(words("charts.back"))
        self.back.clicked.connect(self._go_back)
        self.back.hide()
        self.empty = EmptyNote(self)
        self.note = Note(self)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = QStackedWidget(self)
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self.empty)
        self._put(self.chart)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self)
        copy.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        copy.activated.connect(self.copy_figures)
        self._lay_out()
        self.show_nothing(words("charts.empty.document"))

    # -- showing ---------------------------------------------------------------------------------------

    def show_kind(self, kind: ChartKind) -> None:
        """Take another chart; it stays empty until its series is shown."""
        if kind == self.kind:
            return
        self.kind = kind
        old, self.chart = self.chart, self._made(kind)
        self.chart.set_theme(self._theme)
        self._scroll.takeWidget()
        old.close()
        old.deleteLater()
        self._put(self.chart)
        for action in self._kinds.actions():
            action.setChecked(action.data() == kind.value)

    def show_series(self, subject: Subject, series: Any) -> None:
        """Show a series of the present kind."""
        self.chart.show_series(subject, series)
        self.slot_pointed.emit(NOWHERE, QPoint())
        self._show_texts()

    def show_nothing(self, why: str) -> None:
        """Say why there is no chart and what to do."""
        self.chart.subject = self.chart.series = None
        self.heading.show_texts(self._words(f"charts.kind.{self.kind}"), "", self._words("charts.choose"))
        self.back.hide()
        self.note.show_notes([])
        self.empty.setText(why)
        self._pages.setCurrentWidget(self.empty)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.heading.set_theme(theme)
        self.back.setIcon(icon(Icon.UNDO, theme.muted, theme.line))
        self.chart.set_theme(theme)

    # -- copying ---------------------------------------------------------------------------------------

    def copy_figures(self) -> None:
        """Put the figures into the clipboard, as Excel takes them: cells parted by tabs."""
        if self.chart.series is not None:
            rows = ["\t".join(cell.replace("\t", " ") for cell in row) for row in self.chart.table()]
            QGuiApplication.clipboard().setText("\n".join(rows))

    def copy_picture(self) -> None:
        """Put the chart into the clipboard, with its heading, its notes and the day of the figures."""
        subject = self.chart.subject
        if subject is None:
            return
        self.chart.point_at(NOWHERE)
        heading = " · ".join(part for part in self.chart.heading() if part)
        notes = [*self.chart.notes(), footer(subject.bundle, self._words)]
        image = picture(self.chart.drawn(SCALE), heading, notes, self._theme, self.font())
        QGuiApplication.clipboard().setImage(image)

    def context_menu(self) -> QMenu:
        """Return the menu of the chart."""
        menu = QMenu(self)
        picture_action = menu.addAction(self._words("charts.copy_picture"), self.copy_picture)
        figures_action = menu.addAction(self._words("charts.copy_figures"), self.copy_figures)
        figures_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        for action in (picture_action, figures_action):
            action.setEnabled(self.chart.series is not None)
        return menu

    # -- inside ----------------------------------------------------------------------------------------

    def _made(self, kind: ChartKind) -> Chart:
        chart = CHARTS[kind](self._words, self)
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(self._show_menu)
        chart.chosen.connect(self._on_chosen)
        chart.opened.connect(self._on_opened)
        chart.pointed.connect(self._on_pointed)
        return chart

    def _put(self, chart: Chart) -> None:
        self._scroll.setWidget(chart)
        chart.setAutoFillBackground(False)  # the scroll area gives what it holds a ground of its own
        self.setTabOrder(self.heading, self.back)
        self.setTabOrder(self.back, chart)

    def _choice(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(self._words("charts.choose"))
        self._kinds = QActionGroup(self)
        for kind in ChartKind:
            action = menu.addAction(self._words(f"charts.kind.{kind}"))
            action.setCheckable(True)
            action.setChecked(kind == self.kind)
            action.setData(kind.value)
            self._kinds.addAction(action)
        self._kinds.triggered.connect(self._on_kind)
        return menu

    def _show_texts(self) -> None:
        why = self.chart.empty_text()
        title, rest = self.chart.heading()
        self.heading.show_texts(title, rest, self._words("charts.choose"))
        self.note.show_notes([] if why else self.chart.notes())
        subject = self.chart.subject
        if why and subject is not None and not subject.bundle.filters.is_empty:
            why = self._words("charts.empty.filtered")
        self.empty.setText(why)
        self._pages.setCurrentWidget(self.empty if why else self._scroll)
        self.back.setVisible(isinstance(self.chart, CategoryChart) and self.chart.can_go_back)

    def _on_kind(self, action: Any) -> None:
        kind = ChartKind(action.data())
        if kind != self.kind:
            self.show_kind(kind)
            self.kind_chosen.emit(kind)

    def _on_chosen(self, slots: list[int], mode: Mode) -> None:
        binned = self.chart.binned
        self.rows_chosen.emit(binned.table, binned.rows_in(slots), mode)

    def _on_opened(self, slot: int) -> None:
        if isinstance(self.chart, CategoryChart) and self.chart.can_open(slot):
            self.chart.open(slot)
            self._show_level()

    def _go_back(self) -> None:
        if isinstance(self.chart, CategoryChart):
            self.chart.go_back()
            self._show_level()
            self.chart.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_level(self) -> None:
        self._show_texts()
        self.slot_pointed.emit(NOWHERE, QPoint())
        self.level_changed.emit()

    def _on_pointed(self, slot: int, place: QPoint) -> None:
        self.slot_pointed.emit(slot, self.chart.mapTo(self, place) if slot >= 0 else QPoint())
        binned = self.chart.binned if self.chart.series is not None else None
        if binned is not None and binned.table == "communes":
            self.row_pointed.emit(*(("communes", str(binned.rows[slot])) if slot >= 0 else ("", "")))

    def _show_menu(self, place: QPoint) -> None:
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.chart.mapToGlobal(place))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.setSpacing(2)
        head.addWidget(self.back)
        head.addWidget(self.heading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        column.addWidget(self.note)
