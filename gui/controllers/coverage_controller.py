"""The question of coverage: what is asked, by which filters and of which moment, and who is told the answer.

Knows the document and the analysis; no widget. Results of an outdated question are dropped.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gui.controllers.document_controller import DocumentController
from gui.controllers.session import Session
from gui.jobs import Job
from gui.settings import Key
from layers.filters import Filters
from layers.progress import Progress

if TYPE_CHECKING:
    from analysis.bundle import ResultBundle
    from analysis.locate import Locator
    from analysis.params import CoverageParams
    from layers.boundaries import Boundaries
    from layers.snapshot import Snapshot

CHANNEL = "coverage"
ALL, CLUSTERS, SITES = "", "layer:clusters", "layer:sites"

# Tables that no figure of coverage is read from: changing how a layer looks computes nothing.
UNREAD = frozenset({"layers", "layer_styles", "history", "documents", "exports", "attachments"})


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    selection : str
        "" for all, "layer:clusters", "layer:sites", or the id of an initiative.
    by : str
        "unit", "households" or "radius".
    radius_m : float
        Used with "radius" only.
    counts_to_check : bool
        Whether sites without recent activity count.
    """

    selection: str = ALL
    by: str = "unit"
    radius_m: float = 3000.0
    counts_to_check: bool = True

    def params(self, snapshot: Snapshot) -> CoverageParams:
        """Return the parameters of the analysis for a document."""
        from analysis.params import By, CoverageParams, SiteKind

        kind = {CLUSTERS: SiteKind.CLUSTERS, SITES: SiteKind.SITES}.get(self.selection, SiteKind.ALL)
        is_one = self.selection not in (ALL, CLUSTERS, SITES)
        return CoverageParams(
            as_of=snapshot.as_of,
            by=By(self.by),
            radius_m=float(self.radius_m) if self.by == "radius" else None,
            initiatives=(self.selection,) if is_one else (),
            layer=kind,
            exclude_to_check=not self.counts_to_check,
            check_after_months=snapshot.check_after_months,
        )


@dataclass(frozen=True)
class Moment:
    """A day to look at in place of the document's.

    Attributes
    ----------
    as_of : datetime.date
        Day of the figures, and the last day of the incidents.
    incidents_from : datetime.date or None
        First day of the incidents; None for all until then.
    """

    as_of: dt.date
    incidents_from: dt.date | None = None


@dataclass(frozen=True)
class _Asked:
    """All that an answer depends on besides the document."""

    question: Question
    filters: Filters
    moment: Moment | None
    is_moving: bool = False

    @property
    def is_preliminary(self) -> bool:
        """Whether something is still moved while this is answered."""
        return self.is_moving or self.moment is not None

    def params(self, snapshot: Snapshot) -> CoverageParams:
        """Return the parameters of the analysis for a document."""
        from analysis.selection import with_filters

        params = with_filters(self.question.params(snapshot), self.filters, snapshot)
        if self.moment is None:
            return params
        as_of, first = self.moment.as_of, self.moment.incidents_from
        return replace(params, as_of=as_of, period_from=first, period_to=as_of)


class CoverageController(QObject):
    """Keeps the question, the filters of the document and the newest answer.

    Signals
    -------
    question_changed()
    choices_changed()
        Initiatives came, went, were renamed or filtered.
    filters_changed()
        The filters of the document are others: set, undone, or another document.
    answered(ResultBundle or None, bool)
        A result; the flag says that a slider is still moving, or that another day than the document's is
        looked at: the figures are preliminary.

    Attributes
    ----------
    question : Question
    bundle : ResultBundle or None
        The newest answer.
    moment : Moment or None
        The day that is looked at in place of the document's.
    """

    question_changed = Signal()
    choices_changed = Signal()
    filters_changed = Signal()
    answered = Signal(object, bool)

    def __init__(self, session: Session, document: DocumentController) -> None:
        super().__init__(session)
        self._session = session
        self._document = document
        self.question = Question(radius_m=float(session.settings[Key.RADIUS_M]))
        self.bundle: ResultBundle | None = None
        self.moment: Moment | None = None
        self._filters = Filters()
        self._is_moving = False
        self._located: tuple[Boundaries, Locator] | None = None
        self._locating = threading.Lock()
        self._aside: list[Job] = []
        document.replaced.connect(self._on_replaced)
        document.boundaries_changed.connect(self.ask)
        document.tables_changed.connect(self._on_tables)

    # -- what is asked ------------------------------------------------------------------------------

    def choose_selection(self, selection: str) -> None:
        """Count all, the clusters, the other sites, or one initiative."""
        self._set(replace(self.question, selection=selection))

    def choose_by(self, by: str) -> None:
        """Count by unit, by household or by distance."""
        self._set(replace(self.question, by=by))

    def count_to_check(self, counts: bool) -> None:
        """Let sites without recent activity count, or not."""
        self._set(replace(self.question, counts_to_check=counts))

    def move_radius(self, radius_m: float) -> None:
        """Follow the handle of the slider: preliminary, one job at a time."""
        self._is_moving = True
        self.question = replace(self.question, radius_m=float(radius_m))
        self._ask_when_free()

    def choose_radius(self, radius_m: float) -> None:
        """Take a radius for good, and remember it."""
        was_moving, self._is_moving = self._is_moving, False
        self._session.settings[Key.RADIUS_M] = radius_m
        self._set(replace(self.question, radius_m=float(radius_m)), is_forced=was_moving)

    def look_at(self, moment: Moment | None) -> None:
        """Look at another day, preliminary and one job at a time; None goes back to that of the document."""
        if moment == self.moment:
            return
        self.moment = moment
        if moment is None:
            self.ask()
        else:
            self._ask_when_free()

    def _set(self, question: Question, *, is_forced: bool = False) -> None:
        if question == self.question and not is_forced:
            return
        self.question = question
        self.question_changed.emit()
        self.ask()

    def choices(self) -> list[tuple[str, str]]:
        """Return what can be counted, as (key, text): all, the two kinds, then the initiatives by name.

        Where initiatives are filtered, only those of the filter.
        """
        from layers.words import collation_key

        words = self._session.words
        if self._document.workspace is None:
            return []
        initiatives = self._document.workspace.frame("initiatives")
        if self._filters.initiatives:
            initiatives = initiatives[initiatives.index.isin(self._filters.initiatives)]
        texts = [(ALL, words("coverage.all", n=words.number(len(initiatives))))]
        is_cluster = initiatives["layer"] == "cluster"
        if is_cluster.any():
            texts.append((CLUSTERS, words("coverage.clusters")))
        if is_cluster.any() and not is_cluster.all():
            texts.append((SITES, words("coverage.sites")))
        names = [(str(key), str(name)) for key, name in initiatives["name"].items()]
        return texts + sorted(names, key=lambda pair: collation_key(pair[1]))

    # -- filters ------------------------------------------------------------------------------------

    @property
    def filters(self) -> Filters:
        """The filters of the document."""
        return self._filters

    def set_filters(self, filters: Filters) -> None:
        """Restrict everything, as one command that can be undone."""
        from layers.commands import set_filters

        if self._document.workspace is not None:
            self._document.execute(set_filters(self._document.workspace, filters))

    def _read_filters(self) -> bool:
        """Take the filters that the document has now; say whether they are others."""
        workspace = self._document.workspace
        filters = Filters.from_json(workspace.documents.get("filters") if workspace is not None else None)
        has_changed = filters != self._filters
        self._filters = filters
        return has_changed

    # -- answering ----------------------------------------------------------------------------------

    def ask(self) -> None:
        """Start the job for the present question; one that still runs becomes void."""
        asked = _Asked(self.question, self._filters, self.moment, self._is_moving)
        job = self._start(asked, CHANNEL, lambda bundle: self._answer(bundle, asked))
        if job is None:
            self._session.jobs.cancel(CHANNEL)
            self._answer(None, None)

    def answer_for(self, filters: Filters, done: Callable[[ResultBundle], None]) -> Job | None:
        """Answer the present question with other filters, beside the present answer and without touching it.

        Parameters
        ----------
        filters : Filters
            In place of the document's; the day is theirs too, not one that is looked at.
        done : callable
            Called with the bundle on the main thread, unless the document is left before.

        Returns
        -------
        Job or None
            None where no boundaries are open.
        """
        job = self._start(_Asked(self.question, filters, None), "", done)
        running = self._session.jobs.running
        self._aside = [one for one in (*self._aside, job) if one in running]
        return job

    def _start(self, asked: _Asked, channel: str, done: Callable[[ResultBundle], None]) -> Job | None:
        workspace, boundaries = self._document.workspace, self._document.boundaries
        if workspace is None or boundaries is None:
            return None
        snapshot = workspace.snapshot()
        shown = {layer.kind.value: layer.style for layer in workspace.tree if layer.is_shown}

        def work(progress: Progress) -> ResultBundle:
            from analysis.bundle import build
            from exports.point_looks import prepare

            bundle = build(
                snapshot,
                boundaries,
                asked.params(snapshot),
                locator=self.locator_of(boundaries),
                register=self._document.opening.register,
                filters=asked.filters,
                progress=progress,
            )
            # A million points take a third of a second to sort: legend and lists find it done.
            prepare(bundle, shown)
            return bundle

        return self._session.jobs.start(
            work,
            label_key="job.coverage",
            channel=channel,
            done=done,
            failed=self._session.notifier.error,
        )

    def _ask_when_free(self) -> None:
        """Ask unless something is being answered: what is moved meanwhile is asked when that is there."""
        if not any(job.channel == CHANNEL and not job.is_cancelled for job in self._session.jobs.running):
            self.ask()

    def _answer(self, bundle: ResultBundle | None, asked: _Asked | None) -> None:
        is_preliminary = asked is not None and asked.is_preliminary
        self.bundle = bundle
        self.answered.emit(bundle, is_preliminary)
        now = _Asked(self.question, self._filters, self.moment, self._is_moving)
        if is_preliminary and now.is_preliminary and asked != now:
            self.ask()  # the handle went on while this was computed

    def locator_of(self, boundaries: Boundaries) -> Locator:
        """Return the locator of the boundaries, built once, in the first job that needs it; others wait."""
        from analysis.locate import Locator

        with self._locating:
            if self._located is None or self._located[0] is not boundaries:
                self._located = (boundaries, Locator(boundaries.gdf))
            return self._located[1]

    # -- the document -------------------------------------------------------------------------------

    def _on_replaced(self) -> None:
        for job in self._aside:
            job.cancel()
        self._session.jobs.cancel(CHANNEL)
        self._is_moving, self.moment = False, None
        self._read_filters()
        self._fit_selection()
        self.choices_changed.emit()
        self.question_changed.emit()
        self.filters_changed.emit()

    def _fit_selection(self) -> bool:
        """Count all where what was counted is no longer there, or left out; say whether that was so."""
        is_there = self.question.selection in {key for key, _ in self.choices()}
        if not is_there:
            self.question = replace(self.question, selection=ALL)
        return not is_there

    def _on_tables(self, tables: frozenset[str]) -> None:
        is_filtered_anew = "documents" in tables and self._read_filters()
        if is_filtered_anew or "initiatives" in tables:
            is_other = self._fit_selection()
            self.choices_changed.emit()
            if is_other:
                self.question_changed.emit()
        if is_filtered_anew:
            self.filters_changed.emit()
        if "communes" not in tables and (is_filtered_anew or tables - UNREAD):
            self.ask()
