"""Plays the line of time: which day is looked at, one answer of the analysis a step.

Knows the panel, the coverage controller and the line of time; draws and counts nothing itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gui.actions.ids import ActionId
from gui.controllers.coverage_controller import Moment
from gui.controllers.parts import Parts, way_on

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from analysis.bundle import ResultBundle
    from analysis.timeline import Timeline
    from gui.panels.timeline_panel import TimelinePanel
    from layers.style import Theme

NAME = "time"
STEP_MS = 450


class TimelineController(QObject):
    """The time line of one window."""

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.window)
        self._parts = parts
        self._panel: TimelinePanel | None = None
        self._bundle: ResultBundle | None = None  # the answer about the day of the document
        self._line: Timeline | None = None
        self._unit = "month"
        self._place = 0
        self._window: int | None = None
        self._is_awaited = False
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._tick)
        words, actions = parts.session.words, parts.window.actions_of
        parts.window.bottom.add(NAME, words("time.tab"), self._make)
        parts.window.bottom.shown.connect(self._on_shown)
        parts.window.pages.currentChanged.connect(self._on_page)
        parts.document.replaced.connect(self._on_replaced)
        parts.coverage.answered.connect(self._on_answer)
        parts.session.theme_changed.connect(self._on_theme)
        actions.bind(ActionId.TIME_PLAY, self.toggle)
        actions.bind(ActionId.TIME_PRESENT, self.to_present)
        parts.coverage.look_at(None)  # a window that has just been made knows no line that led to another day
        self._on_answer(parts.coverage.bundle, False)

    # -- moving -------------------------------------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        """Whether the days go on by themselves."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play, or pause."""
        self.play(not self.is_playing)

    def play(self, is_wanted: bool) -> None:
        """Let the days go on by themselves, from the first one where the last was reached; or stop."""
        if is_wanted:
            self._open()
        line = self._line
        if not is_wanted or line is None or len(line.days) < 2:
            self._timer.stop()
        else:
            if self._place >= len(line.days) - 1 or self._parts.coverage.moment is None:
                self.go(0)
            self._timer.start()
        if self._panel is not None:
            self._panel.show_playing(self.is_playing)

    def step(self, by: int) -> None:
        """Go so many steps on (below 0: back), and stop playing."""
        self.play(False)
        self.go(self._place + by)

    def jump(self, place: int) -> None:
        """Go to a place on the line, and stop playing."""
        self.play(False)
        self.go(place)

    def go(self, place: int) -> None:
        """Look at the day of a place on the line."""
        if self._line is None:
            return
        self._place = min(len(self._line.days) - 1, max(0, place))
        moment = Moment(self._line.days[self._place], self._line.window_start(self._place, self._window))
        if moment != self._parts.coverage.moment:
            self._is_awaited = True
            self._parts.coverage.look_at(moment)
        self._show()

    def to_present(self) -> None:
        """Look at the day of the document again."""
        self.play(False)
        self._is_awaited = False
        self._place = len(self._line.days) - 1 if self._line is not None else 0
        self._parts.coverage.look_at(None)
        self._show()

    def choose_unit(self, unit: str) -> None:
        """Let a step be a month, a quarter or a year; the day looked at stays as near as it can."""
        day = self._line.days[self._place] if self._line is not None else None
        self._unit = unit
        self._read_line()
        if self._panel is not None:
            self._panel.show_windows(unit)
        if self._line is not None and day is not None and self._parts.coverage.moment is not None:
            self.go(self._line.place_of(day))
        else:
            self._show()

    def choose_window(self, steps: int | None) -> None:
        """Look at the incidents of so many steps; None: of all until the day."""
        self._window = steps
        if self._line is not None and (self._parts.coverage.moment is not None or steps is not None):
            self.go(self._place)
        self._show()

    def _tick(self) -> None:
        """Take the next step, once the one before is on the map."""
        if self._line is None or self._place >= len(self._line.days) - 1:
            self.play(False)
        elif not self._is_awaited:
            self.go(self._place + 1)

    # -- the answers --------------------------------------------------------------------------------

    def _on_answer(self, bundle: ResultBundle | None, _is_preliminary: bool) -> None:
        self._is_awaited = False
        if self._parts.coverage.moment is not None:
            self._show()
            return
        self._bundle = bundle
        self._line = None
        if self._parts.window.bottom.is_seen(NAME):
            self._read_line()
        self._show()

    def _on_page(self, _number: int) -> None:
        """Come back to the day of the figures where the map is left: a past day would mislead elsewhere."""
        if not self._parts.window.is_on_map and self._parts.coverage.moment is not None:
            self.to_present()

    def _on_replaced(self) -> None:
        """Stop with the document whose days were played."""
        self.play(False)

    def _read_line(self) -> None:
        """Make the line of time of the document's own answer; the day looked at is the last one."""
        from analysis.timeline import Step, timeline_of

        bundle, self._line = self._bundle, None
        if bundle is not None and len(bundle.sites) + len(bundle.incidents):
            self._line = timeline_of(
                bundle.sites,
                bundle.incidents,
                bundle.as_of,
                Step(self._unit),
                check_after_months=bundle.params.check_after_months,
                exclude_to_check=bundle.params.exclude_to_check,
            )
        moment = self._parts.coverage.moment
        if self._line is not None:
            last = len(self._line.days) - 1
            self._place = last if moment is None else self._line.place_of(moment.as_of)
        if self._panel is not None:
            is_filtered = not self._parts.coverage.filters.is_empty
            self._panel.way.show_way(way_on(self._parts))
            self._panel.show_line(self._line, is_clusters=self._only_clusters(), is_filtered=is_filtered)

    def _only_clusters(self) -> bool:
        sites = self._bundle.sites if self._bundle is not None else None
        return sites is not None and len(sites) > 0 and bool(sites["is_cluster"].all())

    # -- the panel ----------------------------------------------------------------------------------

    def _open(self) -> None:
        """Bring the tab to the front, with its dock."""
        window = self._parts.window
        window.actions_of.check(ActionId.SHOW_BOTTOM)
        window.bottom.show_panel(NAME)
        window.bottom.show()
        if self._line is None:
            self._read_line()

    def _make(self) -> QWidget:
        from gui.panels.timeline_panel import TimelinePanel

        panel = TimelinePanel(self._parts.session.words, self._parts.session.theme)
        panel.play_asked.connect(self.play)
        panel.step_asked.connect(self.step)
        panel.place_asked.connect(self.jump)
        panel.present_asked.connect(self.to_present)
        panel.unit_chosen.connect(self.choose_unit)
        panel.window_chosen.connect(self.choose_window)
        panel.show_playing(self.is_playing)
        self._panel = panel
        return panel

    def _on_shown(self, name: str) -> None:
        if name == NAME and self._line is None:
            self._read_line()
            self._show()

    def _on_theme(self, theme: Theme) -> None:
        if self._panel is not None:
            self._panel.set_theme(theme)

    def _show(self) -> None:
        if self._panel is None or self._line is None:
            return
        is_past = self._parts.coverage.moment is not None
        self._panel.show_place(self._place, self._window, is_past=is_past)
        self._panel.show_texts(*self._texts(self._line))

    def _texts(self, line: Timeline) -> tuple[str, str, str]:
        """Return the day, how many sites and incidents there are, and what has no day."""
        words = self._parts.session.words
        key = "time.counts.clusters" if self._only_clusters() else "time.counts.sites"
        sites = words(key, n=words.number(int(line.sites[self._place])))
        incidents = words(
            "time.counts.incidents", n=words.number(line.incidents_in(self._place, self._window))
        )
        notes = []
        if line.sites_undated:
            notes.append(words("time.undated.sites", n=words.number(line.sites_undated)))
        if line.incidents_undated:
            notes.append(words("time.undated.incidents", n=words.number(line.incidents_undated)))
        day = words("time.day", date=words.date(line.days[self._place]))
        return day, f"{sites} · {incidents}", " ".join(notes)
