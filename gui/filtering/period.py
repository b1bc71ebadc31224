"""The small window in which a reporting period is chosen: its kind, which one, or free days.

Knows periods and the day they start on; nothing of what is filtered by them.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QToolButton, QWidget

from gui.filtering.day import DayField
from gui.filtering.popup import FilterPopup
from gui.icons import Icon, icon
from layers.periods import PeriodChoice, PeriodKind, latest, same_period_last_year
from layers.style import Theme
from layers.words import Words

WIDTH_PX = 320


class PeriodPopup(FilterPopup):
    """The window; `answer` is a `PeriodChoice`.

    Parameters
    ----------
    choice : PeriodChoice or None
        What is chosen now; None opens with the latest month that has ended.
    as_of : datetime.date
        The day of the figures.
    start_day : int
        Day of the month on which periods start.
    """

    def __init__(
        self,
        title: str,
        choice: PeriodChoice | None,
        as_of: dt.date,
        start_day: int,
        words: Words,
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(title, words, parent)
        self._as_of, self._start_day = as_of, start_day
        self.choice = choice or latest(PeriodKind.MONTH, as_of, start_day)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName(words("filters.period.kind"))
        for kind in PeriodKind:
            self.kind.addItem(words(f"filters.period.kind.{kind.value}"), kind.value)
        self.kind.setMaxVisibleItems(len(PeriodKind))
        self.earlier = self._arrow(Icon.EARLIER, "filters.period.earlier", theme)
        self.later = self._arrow(Icon.LATER, "filters.period.later", theme)
        self.name = QLabel(self)
        self.name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name.setObjectName("periodName")
        self.first = DayField(words("filters.period.first"), words, theme, self)
        self.last = DayField(words("filters.period.last"), words, theme, self)
        self.days = QWidget(self)
        self.compared = QLabel(self)
        self.compared.setProperty("muted", True)
        self._lay_out()
        self._show()
        self.kind.activated.connect(self._on_kind)
        self.earlier.clicked.connect(self._on_earlier)
        self.later.clicked.connect(self._on_later)
        self.first.day_changed.connect(self._on_first)
        self.last.day_changed.connect(self._on_last)
        self.kind.setFocus(Qt.FocusReason.PopupFocusReason)

    def answer(self) -> PeriodChoice:
        """Return the period."""
        return self.choice

    def is_whole(self) -> bool:
        """Take days that were typed and not left yet; say where one is none."""
        fields = (self.first, self.last) if self.choice.kind is PeriodKind.FREE else ()
        wrong = [field for field in fields if not field.take()]
        self.note.setText(self._words("filters.period.no_day") if wrong else "")
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
            wrong[0].selectAll()
        return not wrong

    def _on_kind(self, _number: int) -> None:
        kind = PeriodKind(str(self.kind.currentData()))
        if kind is PeriodKind.FREE:
            days = self.choice.days(self._start_day, self._as_of)
            self._choose(PeriodChoice(kind, first=days.first, last=days.last))
        elif kind is not self.choice.kind:
            self._choose(latest(kind, self._as_of, self._start_day))

    def _on_earlier(self) -> None:
        self._choose(self.choice.step(-1))

    def _on_later(self) -> None:
        self._choose(self.choice.step(1))

    def _on_first(self, day: dt.date) -> None:
        """Take the first day; a last day before it goes along."""
        self._choose(PeriodChoice(PeriodKind.FREE, first=day, last=max(day, self.last.day)))

    def _on_last(self, day: dt.date) -> None:
        self._choose(PeriodChoice(PeriodKind.FREE, first=min(day, self.first.day), last=day))

    def _choose(self, choice: PeriodChoice) -> None:
        self.choice = choice
        self._show()

    def _show(self) -> None:
        words, choice = self._words, self.choice
        is_free = choice.kind is PeriodKind.FREE
        days = choice.days(self._start_day, self._as_of)
        self.kind.setCurrentIndex(self.kind.findData(choice.kind.value))
        self.name.setText(choice.name_with_days(days, words))
        for arrow in (self.earlier, self.later):
            arrow.setEnabled(choice.has_neighbours)
        self.days.setVisible(is_free)
        self.first.show_day(days.first)
        self.last.show_day(days.last)
        before = same_period_last_year(days)
        self.compared.setText(
            words("filters.period.compared", first=words.date(before.first), last=words.date(before.last))
        )
        self._fit()

    def _fit(self) -> None:
        """Be as wide as the name; never narrower again, so that the arrows stay under the pointer."""
        layout = self.layout()
        if layout is not None:
            layout.activate()  # a row in the column else keeps the width of the name before
        self.adjustSize()
        self.setMinimumWidth(self.width())
        self.keep_on_screen()

    def _arrow(self, which: Icon, key: str, theme: Theme) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("bare")
        button.setIcon(icon(which, theme.text, theme.line))
        button.setToolTip(self._words(key))
        button.setAccessibleName(self._words(key))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH_PX)
        self.body.addWidget(self.kind)
        row = QHBoxLayout()
        row.addWidget(self.earlier)
        row.addWidget(self.name, 1)
        row.addWidget(self.later)
        self.body.addLayout(row)
        grid = QGridLayout(self.days)
        grid.setContentsMargins(0, 0, 0, 0)
        for column, (key, field) in enumerate(
            (("filters.period.first", self.first), ("filters.period.last", self.last))
        ):
            label = QLabel(self._words(key), self.days)
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        self.body.addWidget(self.days)
        self.body.addWidget(self.compared)
