"""The tab of the charts: hands results to the panes, and what is chosen in them to everything that is linked.

Works only while the tab is seen; loads the charts when it is seen first. Computes no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from gui.charts.kinds import chosen
from gui.controllers.parts import Parts, way_on
from gui.linked import Linked, Mode
from gui.settings import Key
from layers.style import Theme

if TYPE_CHECKING:
    import pandas as pd

    from gui.charts.panel import ChartsPanel
    from gui.charts.subject import Subject

TAB = "charts"
MANY_ROWS = 50_000  # more are sorted into bars beside the window


class ChartController(QObject):
    """Keeps three charts in step with the result, the selection and what is pointed at."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._panel: ChartsPanel | None = None
        self._subject: Subject | None = None
        self._is_outdated = True
        self._is_selection_outdated = True
        session, window = parts.session, parts.window
        window.bottom.add(TAB, session.words("charts.tab"), self._make)
        window.bottom.shown.connect(self._on_shown)
        window.coverage.communes.order_changed.connect(self._on_order)
        parts.coverage.answered.connect(self._on_answered)
        parts.linked.selection_changed.connect(self._on_selection)
        parts.linked.hover_changed.connect(self._on_hover)
        session.theme_changed.connect(self._on_theme)

    @property
    def panel(self) -> ChartsPanel | None:
        """The panel, None before it was seen."""
        return self._panel

    # -- what is followed ------------------------------------------------------------------------------

    def _on_shown(self, name: str) -> None:
        if name == TAB:
            self._refresh()

    def _on_answered(self, _bundle: object, _is_preliminary: bool) -> None:
        self._is_outdated = True
        self._refresh()

    def _on_order(self, _what: str) -> None:
        """Follow the list beside the map; while it is filled anew, a result is on its way here as well."""
        if self._subject is not None and self._subject.bundle is self._parts.coverage.bundle:
            self._is_outdated = True
            self._refresh()

    def _on_selection(self, _source: object) -> None:
        self._is_selection_outdated = True
        if self._is_seen:
            self._show_selection()

    def _on_hover(self, source: object) -> None:
        if self._is_seen and source is not self and self._panel is not None:
            self._panel.show_hovered(self._parts.linked.hovered)

    def _on_theme(self, theme: Theme) -> None:
        if self._panel is not None:
            self._panel.set_theme(theme)

    # -- showing ---------------------------------------------------------------------------------------

    @property
    def _is_seen(self) -> bool:
        return self._panel is not None and self._parts.window.bottom.is_seen(TAB)

    def _make(self) -> QWidget:
        from gui.charts.panel import ChartsPanel

        session = self._parts.session
        self._panel = ChartsPanel(chosen(session.settings[Key.CHARTS]), session.words, self._parts.window)
        self._panel.set_theme(session.theme)
        self._panel.kind_chosen.connect(self._on_kind)
        self._panel.rows_chosen.connect(self._select)
        self._panel.row_pointed.connect(self._point)
        return self._panel

    def _refresh(self) -> None:
        """Show what changed while nobody looked, or just now."""
        if not self._is_seen or self._panel is None:
            return
        if self._is_outdated:
            self._is_outdated = False
            self._subject = self._present_subject()
            for pane in self._panel.panes:
                pane.empty.show_way(way_on(self._parts))
            for number in range(len(self._panel.panes)):
                self._chart(number)
        if self._is_selection_outdated:
            self._show_selection()

    def _present_subject(self) -> Subject | None:
        bundle, workspace = self._parts.coverage.bundle, self._parts.document.workspace
        if bundle is None or workspace is None:
            return None
        from gui.charts.subject import Subject, categories_in_order
        from layers.filters import start_day_for

        words, communes = self._parts.session.words, self._parts.window.coverage.communes
        return Subject(
            bundle,
            incidents=workspace.frame("incidents"),
            categories=categories_in_order(workspace.frame("vocabulary"), words.language),
            start_day=start_day_for(bundle.filters, workspace.frame("period_kinds")),
            order=tuple(communes.codes()),
            ranked_by=communes.order_text(),
        )

    def _chart(self, number: int) -> None:
        """Compute the series of a pane and show it; many rows are looked at in a job."""
        panel, subject = self._panel, self._subject
        assert panel is not None
        jobs, channel = self._parts.session.jobs, f"charts{number}"
        jobs.cancel(channel)
        pane = panel.panes[number]
        if subject is None:
            pane.show_nothing(self._parts.session.words("charts.empty.document"))
            return
        series_of = type(pane.chart).series_of
        if subject.rows <= MANY_ROWS:
            self._show((number, pane.kind, subject, series_of(subject)))
            return
        kind = pane.kind

        def work(_progress: object) -> Any:
            series = series_of(subject)
            # The first look-up of ids takes long over many rows: better here than when a row is chosen.
            series.binned.rows.get_indexer(series.binned.rows[:1])
            return number, kind, subject, series

        jobs.start(
            work,
            label_key="job.charts",
            channel=channel,
            done=self._show,
            failed=self._parts.session.notifier.error,
        )

    def _show(self, made: tuple[int, Any, Subject, Any]) -> None:
        number, kind, subject, series = made
        if self._panel is None or subject is not self._subject or self._panel.panes[number].kind is not kind:
            return  # something else is asked by now
        self._panel.panes[number].show_series(subject, series)
        self._show_selection()

    def _show_selection(self) -> None:
        assert self._panel is not None
        self._is_selection_outdated = False
        self._panel.show_selection(self._parts.linked)

    # -- what is asked ---------------------------------------------------------------------------------

    def _on_kind(self, number: int) -> None:
        assert self._panel is not None
        self._parts.session.settings[Key.CHARTS] = [kind.value for kind in self._panel.kinds]
        self._chart(number)

    def _select(self, table: str, ids: pd.Index, mode: Mode) -> None:
        linked: Linked = self._parts.linked
        linked.select({table: ids}, mode=mode, source=self)

    def _point(self, table: str, identity: str) -> None:
        self._parts.linked.hover(table or None, identity, source=self)
