"""Joins the section Filters to the document: chips show its filters, and each change is a command.

Knows the section, the small windows and the question of coverage; computes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from gui.actions.ids import ActionId
from gui.controllers.parts import Parts
from gui.filtering.chip import ChipText
from gui.filtering.panel import FilterPanel
from gui.filtering.period import PeriodPopup
from gui.filtering.popup import FilterPopup
from gui.filtering.text import TextPopup
from gui.filtering.ticks import TickPopup
from layers.filter_names import FilterNames
from layers.filters import Condition, FilterKind, Filters, start_day_for

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle

MOST_CHIPS = 3
"""Up to so many values of a condition have a chip each; more share one, which says how many they are."""

# Tables that names and numbers of the section come from, besides the filters themselves.
READ = frozenset({"initiatives", "vocabulary", "commune_groups", "commune_group_members", "period_kinds"})


class FilterController(QObject):
    """The filters of one window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._window, self._session = parts.window, parts.session
        self._document, self._coverage = parts.document, parts.coverage
        words = self._session.words
        self.panel = FilterPanel(words, self._session.theme)
        self.popup: FilterPopup | None = None
        self._kind = FilterKind.PERIOD  # of the small window that is open
        self._window.side.add(words("filters.heading"), self.panel)
        self.panel.removed.connect(self._remove)
        self.panel.asked.connect(self._open)
        self.panel.cleared.connect(self._clear)
        self._session.theme_changed.connect(self.panel.set_theme)
        self._document.replaced.connect(self._on_replaced)
        self._document.boundaries_changed.connect(self._show)
        self._document.tables_changed.connect(self._on_tables)
        self._coverage.filters_changed.connect(self._show)
        self._coverage.answered.connect(self._on_answer)
        self._window.actions_of.bind(ActionId.FILTER_ADD, self._add)
        self._window.actions_of.bind(ActionId.FILTER_CLEAR, self._clear)
        self._show()
        self._on_answer(self._coverage.bundle, False)

    # -- what is shown ------------------------------------------------------------------------------

    def _show(self) -> None:
        filters, names = self._coverage.filters, self._names()
        texts: list[ChipText] = []
        for condition in filters.conditions():
            texts += self._chips(condition, filters, names)
        self.panel.show_chips(texts)
        self.panel.add.setEnabled(self._document.workspace is not None)

    def _chips(self, condition: Condition, filters: Filters, names: FilterNames) -> list[ChipText]:
        """Return a chip for each value of a condition, one for all where they are many."""
        words, kind = self._session.words, condition.kind
        title = words(f"filters.kind.{kind.value}")

        def chip(value: str | None, text: str, whole: str) -> ChipText:
            return ChipText(kind.value, value, text, words("filters.condition", kind=title, value=whole))

        if kind is FilterKind.PERIOD:
            short = names.period(filters, words, with_days=False)
            return [chip(None, short, names.period(filters, words))]
        if len(condition.values) > MOST_CHIPS:
            number = words.number(len(condition.values))
            whole = names.condition(condition, filters, words, most=40)
            return [chip(None, words("filters.condition", kind=title, value=number), whole)]
        return [chip(value, text, text) for value, text in names.values(condition, words)]

    def _names(self) -> FilterNames:
        workspace, boundaries = self._document.workspace, self._document.boundaries
        if workspace is None:
            return FilterNames()
        from analysis.selection import period_of

        filters, days = self._coverage.filters, None
        if filters.period is not None:
            snapshot = workspace.snapshot()
            days = period_of(filters, snapshot, snapshot.as_of)
        return FilterNames.of(workspace, None if boundaries is None else boundaries.gdf, days)

    def _on_answer(self, bundle: ResultBundle | None, _is_preliminary: bool) -> None:
        workspace, words = self._document.workspace, self._session.words
        if bundle is None or workspace is None or self._coverage.filters.is_empty:
            self.panel.show_left_over("")
            return
        if not len(bundle.sites) and not len(bundle.incidents):
            self.panel.show_left_over(words("filters.nothing_left"), is_nothing=True)
            return
        numbers = {
            "sites": words.number(len(bundle.sites)),
            "all_sites": words.number(len(workspace.frame("sites"))),
            "incidents": words.number(len(bundle.incidents)),
            "all_incidents": words.number(len(workspace.frame("incidents"))),
        }
        self.panel.show_left_over(words("filters.left_over", **numbers))

    def _on_tables(self, tables: frozenset[str]) -> None:
        if tables & READ and not self._coverage.filters.is_empty:
            self._show()

    def _on_replaced(self) -> None:
        if self.popup is not None:
            self.popup.close()
        self._show()

    # -- what is asked ------------------------------------------------------------------------------

    def _remove(self, kind: str, value: str | None) -> None:
        self._coverage.set_filters(self._coverage.filters.without(FilterKind(kind), value))

    def _clear(self) -> None:
        self._coverage.set_filters(Filters())

    def _add(self) -> None:
        """Open the menu of conditions where it can be seen."""
        self._window.actions_of.check(ActionId.SHOW_LAYERS)
        self._window.show_map()
        self._window.side.ensureWidgetVisible(self.panel.add)
        self.panel.open_menu()

    def _open(self, kind: str) -> None:
        self._kind = FilterKind(kind)
        popup = self._make(self._kind)
        if popup is not None:
            self.popup = popup
            popup.applied.connect(self._apply)
            popup.destroyed.connect(self._forget_popup)
            popup.open_at(self.panel.anchor)

    def _make(self, kind: FilterKind) -> FilterPopup | None:
        workspace, words, filters = self._document.workspace, self._session.words, self._coverage.filters
        if workspace is None:
            return None
        title = words(f"filters.kind.{kind.value}")
        if kind is FilterKind.TEXT:
            return TextPopup(title, filters.text, words, self.panel)
        if kind is FilterKind.PERIOD:
            start_day = start_day_for(filters, workspace.frame("period_kinds"))
            as_of = workspace.snapshot().as_of
            theme = self._session.theme
            return PeriodPopup(title, filters.period, as_of, start_day, words, theme, self.panel)
        from gui.filtering.entries import entries

        lines = entries(kind, workspace, self._document.boundaries, words)
        nothing = words("filters.no_groups") if kind is FilterKind.GROUPS else ""
        return TickPopup(title, lines, filters.values(kind), words, self.panel, nothing=nothing)

    def _apply(self, answer: object) -> None:
        filters = self._coverage.filters
        if self._kind is FilterKind.PERIOD:
            filters = replace(filters, period=answer)
        elif self._kind is FilterKind.TEXT:
            filters = replace(filters, text=str(answer))
        elif isinstance(answer, tuple):
            filters = filters.with_values(self._kind, answer)
        self._coverage.set_filters(filters)

    def _forget_popup(self) -> None:
        self.popup = None
