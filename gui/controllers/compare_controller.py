"""Compares two periods of the present question: opens the page, asks twice, and follows what changes.

Knows the page, the coverage controller and the document; draws and counts nothing itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from gui.compare.page import ComparePage
    from layers.periods import PeriodChoice
    from layers.style import Theme


class CompareController(QObject):
    """The comparison in one window; there is a page only while two periods are compared."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._page: ComparePage | None = None
        self._periods: list[PeriodChoice] = []
        self._bundles: list[ResultBundle | None] = [None, None]
        self._asked = 0
        parts.window.actions_of.bind(ActionId.COMPARE, self.open)
        parts.window.pages.currentChanged.connect(self._on_page)
        parts.document.replaced.connect(self.close)
        parts.document.boundaries_changed.connect(self.close)
        parts.document.tables_changed.connect(self._on_tables)
        parts.coverage.question_changed.connect(self._ask)
        parts.coverage.filters_changed.connect(self._ask)
        parts.session.theme_changed.connect(self._on_theme)

    @property
    def page(self) -> ComparePage | None:
        """The page, while there is one."""
        return self._page

    def open(self) -> None:
        """Compare the period of the filter, else the latest of the year to date, with that a year before."""
        document, window = self._parts.document, self._parts.window
        if document.workspace is None or document.boundaries is None or self._page is not None:
            return
        from gui.compare.page import ComparePage

        later = self._first_period()
        self._periods = [self._year_before(later), later]
        page = ComparePage(self._parts.session.words, self._parts.session.theme, window.pages)
        page.period_asked.connect(self._choose_period)
        page.closed.connect(self.close)
        self._page = page
        window.pages.addWidget(page)
        window.pages.setCurrentWidget(page)
        page.show_map(document.boundaries, document.workspace.tree, document.workspace)
        page.pair.views[0].home()
        self._ask()

    def close(self) -> None:
        """Go back to the map."""
        if self._page is None:
            return
        is_in_front = self._parts.window.pages.currentWidget() is self._page
        self._forget()
        if is_in_front:
            self._parts.window.show_map()

    def _forget(self) -> None:
        page, self._page = self._page, None
        self._bundles = [None, None]
        self._asked += 1  # answers on their way are for nobody
        if page is not None:
            page.pair.let_go()
            self._parts.window.pages.removeWidget(page)
            page.deleteLater()

    def _on_page(self, _number: int) -> None:
        """Let go of the page once another one, the start page say, is in front."""
        if self._page is not None and self._parts.window.pages.currentWidget() is not self._page:
            self._forget()

    # -- which periods ------------------------------------------------------------------------------

    def _start_day(self) -> int:
        from layers.filters import start_day_for

        workspace = self._parts.document.workspace
        assert workspace is not None
        return start_day_for(self._parts.coverage.filters, workspace.frame("period_kinds"))

    def _first_period(self) -> PeriodChoice:
        from layers.periods import PeriodKind, latest

        chosen = self._parts.coverage.filters.period
        if chosen is not None and chosen.kind is not PeriodKind.LAST_12_MONTHS:
            return chosen
        workspace = self._parts.document.workspace
        assert workspace is not None
        return latest(PeriodKind.YEAR_TO_DATE, workspace.snapshot().as_of, self._start_day())

    def _year_before(self, choice: PeriodChoice) -> PeriodChoice:
        from layers.periods import PeriodChoice, PeriodKind, same_period_last_year

        if choice.kind is PeriodKind.FREE:
            assert self._parts.document.workspace is not None
            as_of = self._parts.document.workspace.snapshot().as_of
            days = same_period_last_year(choice.days(self._start_day(), as_of))
            return PeriodChoice(PeriodKind.FREE, first=days.first, last=days.last)
        return replace(choice, year=choice.year - 1)

    def _choose_period(self, number: int, button: QWidget) -> None:
        """Ask for another period below the button that names it."""
        from gui.filtering.period import PeriodPopup

        workspace, session = self._parts.document.workspace, self._parts.session
        if workspace is None or self._page is None:
            return
        popup = PeriodPopup(
            session.words(f"compare.period.{number}"),
            self._periods[number],
            workspace.snapshot().as_of,
            self._start_day(),
            session.words,
            session.theme,
            self._page,
        )
        popup.applied.connect(lambda choice: self.set_period(number, choice))
        popup.open_at(button)

    def set_period(self, number: int, choice: PeriodChoice) -> None:
        """Compare with another first (0) or second (1) period."""
        self._periods[number] = choice
        self._ask()

    # -- asking -------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask the present question about both periods; older answers are void."""
        page, workspace = self._page, self._parts.document.workspace
        if page is None or workspace is None:
            return
        self._asked += 1
        asked = self._asked
        as_of, start_day = workspace.snapshot().as_of, self._start_day()
        names = [
            choice.name_with_days(choice.days(start_day, as_of), self._parts.session.words)
            for choice in self._periods
        ]
        page.show_periods([choice.name(self._parts.session.words) for choice in self._periods], names)
        page.pair.set_captions(*names)
        for number, choice in enumerate(self._periods):
            filters = replace(self._parts.coverage.filters, period=choice)
            self._parts.coverage.answer_for(
                filters, lambda bundle, number=number: self._answer(asked, number, bundle)
            )

    def _answer(self, asked: int, number: int, bundle: ResultBundle) -> None:
        page = self._page
        if asked != self._asked or page is None:
            return
        self._bundles[number] = bundle
        page.show_bundle(number, bundle)
        before, after = self._bundles
        if before is None or after is None:
            return
        from analysis.comparison import changes

        page.show_changes(changes(before, after), self._not_reported(before, after))

    def _not_reported(self, before: ResultBundle, after: ResultBundle) -> str:
        """Say of how many communes the figures are, where not all have reported."""
        from analysis.comparison import missing_codes

        words = self._parts.session.words
        missing = missing_codes(before, after, "sites") | missing_codes(before, after, "incidents")
        if not missing:
            return ""
        total = len(after.coverage.communes)
        return words("compare.reported", n=words.number(total - len(missing)), total=words.number(total))

    def _on_tables(self, tables: frozenset[str]) -> None:
        if tables - {"layers", "history"}:
            self._ask()

    def _on_theme(self, theme: Theme) -> None:
        if self._page is not None:
            self._page.set_theme(theme)
