"""The question of coverage: what the analyst asks, the job that answers it, and who is told.

Knows the document and the analysis; no widget. Results of an outdated question are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.controllers.document_controller import DocumentController
from gui.controllers.session import Session
from gui.settings import Key
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


class CoverageController(QObject):
    """Keeps the question and its newest answer.

    Signals
    -------
    question_changed()
    choices_changed()
        Initiatives came, went or were renamed.
    answered(ResultBundle or None, bool)
        A result; the flag says that a slider is still moving and the figures are preliminary.
    """

    question_changed = Signal()
    choices_changed = Signal()
    answered = Signal(object, bool)

    def __init__(self, session: Session, document: DocumentController) -> None:
        super().__init__(session)
        self._session = session
        self._document = document
        self.question = Question(radius_m=float(session.settings[Key.RADIUS_M]))
        self.bundle: ResultBundle | None = None
        self._is_moving = False
        self._locators: dict[int, tuple[Boundaries, Locator]] = {}
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
        if not any(job.channel == CHANNEL for job in self._session.jobs.running):
            self.ask()

    def choose_radius(self, radius_m: float) -> None:
        """Take a radius for good, and remember it."""
        was_moving, self._is_moving = self._is_moving, False
        self._session.settings[Key.RADIUS_M] = radius_m
        self._set(replace(self.question, radius_m=float(radius_m)), is_forced=was_moving)

    def _set(self, question: Question, *, is_forced: bool = False) -> None:
        if question == self.question and not is_forced:
            return
        self.question = question
        self.question_changed.emit()
        self.ask()

    def choices(self) -> list[tuple[str, str]]:
        """Return what can be counted, as (key, text): all, the two kinds, then the initiatives by name."""
        from layers.words import collation_key

        words = self._session.words
        if self._document.workspace is None:
            return []
        initiatives = self._document.workspace.frame("initiatives")
        texts = [(ALL, words("coverage.all", n=words.number(len(initiatives))))]
        if (initiatives["layer"] == "cluster").any():
            texts += [(CLUSTERS, words("coverage.clusters")), (SITES, words("coverage.sites"))]
        names = [(str(key), str(name)) for key, name in initiatives["name"].items()]
        return texts + sorted(names, key=lambda pair: collation_key(pair[1]))

    # -- answering ----------------------------------------------------------------------------------

    def ask(self) -> None:
        """Start the job for the present question; one that still runs becomes void."""
        workspace, boundaries = self._document.workspace, self._document.boundaries
        if workspace is None or boundaries is None:
            self._session.jobs.cancel(CHANNEL)
            self._answer(None, False)
            return
        snapshot, question, is_moving = workspace.snapshot(), self.question, self._is_moving

        def work(progress: Progress) -> ResultBundle:
            from analysis.bundle import build

            return build(
                snapshot,
                boundaries,
                question.params(snapshot),
                locator=self._locator(boundaries),
                register=self._document.opening.register,
                progress=progress,
            )

        self._session.jobs.start(
            work,
            label_key="job.coverage",
            channel=CHANNEL,
            done=lambda bundle: self._answer(bundle, is_moving),
            failed=self._session.notifier.error,
        )

    def _answer(self, bundle: Any, is_moving: bool) -> None:
        self.bundle = bundle
        self.answered.emit(bundle, is_moving)
        is_behind = bundle is not None and bundle.params.radius_m != self.question.radius_m
        if is_moving and self._is_moving and is_behind:
            self.ask()  # the handle went on while this was computed

    def _locator(self, boundaries: Boundaries) -> Locator:
        """Return the locator of the boundaries, built once (in a job; two at once only build it twice)."""
        from analysis.locate import Locator

        kept = self._locators.get(id(boundaries))
        if kept is None:
            kept = (boundaries, Locator(boundaries.gdf))
            self._locators = {id(boundaries): kept}
        return kept[1]

    def _on_replaced(self) -> None:
        self._session.jobs.cancel(CHANNEL)
        self._is_moving = False
        known = {key for key, _ in self.choices()}
        if self.question.selection not in known:
            self.question = replace(self.question, selection=ALL)
        self.choices_changed.emit()
        self.question_changed.emit()

    def _on_tables(self, tables: frozenset[str]) -> None:
        if "initiatives" in tables:
            self.choices_changed.emit()
        if "communes" not in tables and tables - UNREAD:
            self.ask()
