"""The open document: new, open, save, boundaries, undo, and leaving it without losing anything.

Knows the workspace and who to ask; no widget. The only place where events of the workspace become Qt signals.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from gui.controllers.asker import Asker, Keep, NewWorkspace
from gui.controllers.opening import Opened, Opening, boundaries_command
from gui.controllers.saver import Saver
from gui.controllers.session import Session
from gui.settings import Key
from layers.errors import AppError
from layers.progress import Progress

if TYPE_CHECKING:
    from layers.boundaries import Boundaries
    from layers.deltas import Delta
    from layers.io.first_look import FirstLook
    from layers.workspace import Workspace

ENDING = ".gpkg"
OPENING = "opening"  # the channel of all jobs that replace the document
READ = ("communes", "sources", "meta")  # tables from which the command of new boundaries is made


class DocumentController(QObject):
    """The document of the window.

    Signals
    -------
    replaced()
        Another workspace is open.
    boundaries_changed()
    tables_changed(frozenset of str)
        Rows of these tables changed, by a command, undo or redo.
    history_changed()
        Undo, redo, the modified mark, the path or the title may be others now.
    file_offered(Path)
        A file that is no workspace was dropped over an open document: boundaries or a background.
    question_needed()
        The first start has no boundaries: ask for them.
    looked_ahead(FirstLook or None)
        Communes of the file that is being opened, to be shown until it is there; None: it will not be.
    """

    replaced = Signal()
    boundaries_changed = Signal()
    tables_changed = Signal(object)
    history_changed = Signal()
    question_needed = Signal()
    file_offered = Signal(object)
    looked_ahead = Signal(object)

    def __init__(self, session: Session, opening: Opening, asker: Asker | None = None) -> None:
        super().__init__(session)
        self._session = session
        self.opening = opening
        self.asker = asker
        self.workspace: Workspace | None = None
        self.boundaries: Boundaries | None = None
        self._is_loading = False  # boundaries just read need not be built again from their table
        self._given_up: int | None = None  # state of the document that the analyst agreed to lose
        self._saver = Saver(session)
        self._saver.saved.connect(self._on_saved)

    # -- what is open -------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file of the workspace, None where it has none yet."""
        return None if self.workspace is None else self.workspace.path

    @property
    def title(self) -> str:
        """The name of the document for the window: its file, else its title."""
        if self.path is not None:
            return self.path.name
        return self._session.words("document.untitled") if self.workspace is not None else ""

    @property
    def is_modified(self) -> bool:
        """Whether there are unsaved changes."""
        return self.workspace is not None and self.workspace.modified

    @property
    def is_sample(self) -> bool:
        """Whether the data are illustrative (MINH HỌA)."""
        return self.workspace is not None and self.workspace.meta.get("sample") == "1"

    # -- opening ------------------------------------------------------------------------------------

    def start(self, target: Path | None) -> None:
        """Open the file asked for, else an empty workspace in the boundaries at hand, else ask for them."""
        if target is not None:
            self.open(target)
            return
        remembered = self._session.settings[Key.BOUNDARY_FILE]

        def work(progress: Progress) -> Opened | None:
            path = self.opening.find_boundaries(remembered)
            if path is None:
                return None
            boundaries = self.opening.read_boundaries(path, progress)
            return self.opening.new(self._session.words("document.untitled"), boundaries, path, progress)

        def done(opened: Opened | None) -> None:
            if opened is None:
                self.question_needed.emit()
            else:
                self._replace(opened)

        def failed(error: BaseException) -> None:
            self._session.notifier.error(error)
            self.question_needed.emit()

        self._session.jobs.start(work, label_key="job.start", channel=OPENING, done=done, failed=failed)

    def open(self, path: Path | None = None) -> None:
        """Open a workspace file; asks for it when none is given."""
        if not self.may_leave():
            return
        path = path or self._ask(Asker.open_workspace)
        if path is None:
            return
        if self.workspace is None and self.opening.has_first_looks:
            self._look_ahead(path)
        else:
            self._open(path)

    def _look_ahead(self, path: Path) -> None:
        """Show the communes first where they are known: reading all of a file begins with loading pandas."""

        def done(look: FirstLook | None) -> None:
            if look is not None:
                self.looked_ahead.emit(look)
            self._open(path)

        self._session.jobs.start(
            lambda progress: self.opening.first_look(path),
            label_key="job.open",
            channel=OPENING,
            done=done,
            failed=self._session.notifier.error,
        )

    def _open(self, path: Path) -> None:
        def done(opened: Opened) -> None:
            if self._replace(opened):
                self._session.settings.add_recent(path)
                self.history_changed.emit()

        def failed(error: BaseException) -> None:
            if not path.exists():
                self._session.settings.forget_recent(path)
                self.history_changed.emit()
            self._session.notifier.error(error)
            if self.workspace is None:
                self.question_needed.emit()

        job = self._session.jobs.start(
            lambda progress: self.opening.from_file(path, progress),
            label_key="job.open",
            channel=OPENING,
            done=done,
            failed=failed,
        )
        job.cancelled.connect(self._on_given_up)

    def _on_given_up(self) -> None:
        if self.workspace is None:
            self.looked_ahead.emit(None)

    def new(self) -> None:
        """Ask what a new workspace is to be, and make it."""
        if not self.may_leave():
            return
        at_hand = self.opening.find_boundaries(self._session.settings[Key.BOUNDARY_FILE])
        wish = None if self.asker is None else self.asker.new_workspace(at_hand)
        if wish is not None:
            self.make(wish)

    def new_sample(self) -> None:
        """Make the sample workspace inside the boundaries at hand."""
        if self.may_leave():
            at_hand = self.opening.find_boundaries(self._session.settings[Key.BOUNDARY_FILE])
            self.make(NewWorkspace(self._session.words("sample.mark"), at_hand, is_sample=True))

    def make(self, wish: NewWorkspace) -> None:
        """Make a new workspace as wished and open it."""

        def work(progress: Progress) -> Opened:
            boundaries = self.opening.read_boundaries(wish.boundaries, progress)
            if wish.is_sample:
                return self.opening.sample(boundaries, wish.boundaries, progress)
            return self.opening.new(wish.title, boundaries, wish.boundaries, progress)

        def done(opened: Opened) -> None:
            if wish.boundaries is not None:
                self._session.settings[Key.BOUNDARY_FILE] = str(wish.boundaries)
            self._replace(opened)

        self._session.jobs.start(
            work, label_key="job.new", channel=OPENING, done=done, failed=self._session.notifier.error
        )

    def load_boundaries(self, path: Path | None = None) -> None:
        """Load boundaries from a file into the document; without a document, make one inside them."""
        path = path or self._ask(Asker.open_boundaries)
        if path is None:
            return
        if self.workspace is None:
            self.make(NewWorkspace(self._session.words("document.untitled"), path))
            return

        workspace = self.workspace
        snapshot = workspace.snapshot()

        def work(progress: Progress) -> tuple[Boundaries, Delta]:
            boundaries = self.opening.read_boundaries(path, progress)
            return boundaries, boundaries_command(snapshot, boundaries, path)

        def done(made: tuple[Boundaries, Delta]) -> None:
            if self.workspace is not workspace:
                return
            if any(workspace.revision(table) != snapshot.revisions.get(table, 0) for table in READ):
                self.load_boundaries(path)  # what the command was made from has changed meanwhile
                return
            boundaries, command = made
            self._is_loading = True
            try:
                self.execute(command)
            finally:
                self._is_loading = False
            self.boundaries = boundaries
            self._session.settings[Key.BOUNDARY_FILE] = str(path)
            self.boundaries_changed.emit()

        self._session.jobs.start(
            work,
            label_key="job.boundaries",
            channel=OPENING,
            done=done,
            failed=self._session.notifier.error,
        )

    def open_dropped(self, path: Path) -> None:
        """Open what was dropped on the window: a workspace, else the boundaries of a new one.

        Over an open document it may be a background as well: `file_offered` says so.
        """
        from layers.io.workspace_file import is_workspace

        if is_workspace(path):
            self.open(path)
        elif self.workspace is None:
            self.load_boundaries(path)
        else:
            self.file_offered.emit(path)

    # -- saving and leaving -------------------------------------------------------------------------

    def save(self) -> bool:
        """Save to the file of the document, asking for one the first time; say whether it was begun."""
        if self.workspace is None:
            return False
        if self.path is None:
            return self.save_as()
        self._saver.save(self.workspace)
        return True

    def save_as(self) -> bool:
        """Ask for a file and save to it; say whether it was begun."""
        if self.workspace is None or self.asker is None:
            return False
        name = self.path.stem if self.path is not None else self._session.words("document.file_name")
        path = self.asker.save_as(name, ENDING)
        if path is None:
            return False
        self._saver.save(self.workspace, path, force=True)
        return True

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saver.is_running

    def may_leave(self) -> bool:
        """Wait for a save under way, ask about unsaved changes; say whether the document may be left."""
        self._saver.wait()
        while self.workspace is not None and self.workspace.modified and self.asker is not None:
            answer = self.asker.keep_changes(self.title)
            if answer is not Keep.SAVE:
                if answer is Keep.DISCARD:
                    self._given_up = self.workspace.place
                return answer is Keep.DISCARD
            if not self.save():
                return False
            self._saver.wait()
            if self.workspace.modified:
                return False  # it failed, and that was told
        return True

    def _on_saved(self, path: Path) -> None:
        self._session.settings.add_recent(path)
        self._session.notifier.tell("document.saved", path=path, name=path.name)
        self.history_changed.emit()

    # -- changing -----------------------------------------------------------------------------------

    def execute(self, delta: Delta) -> None:
        """Carry out a command; one that does not fit is told and changes nothing."""
        if self.workspace is None:
            return
        try:
            self.workspace.execute(delta)
        except AppError as error:
            self._session.notifier.error(error)

    def undo(self) -> None:
        """Take the last command back."""
        if self.workspace is not None and self.workspace.can_undo:
            self.workspace.undo()

    def redo(self) -> None:
        """Carry out again what was taken back."""
        if self.workspace is not None and self.workspace.can_redo:
            self.workspace.redo()

    # -- events -------------------------------------------------------------------------------------

    def _replace(self, opened: Opened) -> bool:
        """Take a document opened beside this one, unless this one was changed meanwhile and is kept."""
        workspace = self.workspace
        is_new = workspace is not None and workspace.modified and workspace.place != self._given_up
        if (is_new or self.is_saving) and not self.may_leave():
            return False
        self.adopt(opened)
        return True

    def adopt(self, opened: Opened) -> None:
        """Take an opened document in place of the present one."""
        self.let_go()
        self._given_up = None
        self.workspace, self.boundaries = opened.workspace, opened.boundaries
        self.workspace.changed.connect(self._on_changed)
        self.workspace.history_changed.connect(self._on_history)
        self.replaced.emit()
        self.boundaries_changed.emit()
        self.history_changed.emit()

    def let_go(self) -> None:
        """Stop listening to the workspace: it is about to be replaced, or the window closed."""
        if self.workspace is not None:
            self.workspace.changed.disconnect(self._on_changed)
            self.workspace.history_changed.disconnect(self._on_history)
            self.workspace = None
            self.boundaries = None

    def _on_changed(self, change: Any) -> None:
        self.tables_changed.emit(change.tables)
        if "communes" in change.tables and self.workspace is not None and not self._is_loading:
            self._follow_boundaries(self.workspace)

    def _follow_boundaries(self, workspace: Workspace) -> None:
        """Build the boundaries again when undo or redo brought others back."""
        snapshot = workspace.snapshot()

        def work(progress: Progress) -> Boundaries | None:
            progress.report(0.1, "job.boundaries")
            return self.opening.cache.of_document(snapshot)

        def done(boundaries: Boundaries | None) -> None:
            self.boundaries = boundaries
            self.boundaries_changed.emit()

        self._session.jobs.start(
            work, label_key="job.boundaries", channel=OPENING, done=done, failed=self._session.notifier.error
        )

    def _on_history(self) -> None:
        self.history_changed.emit()

    def _ask(self, question: Callable[[Any], Path | None]) -> Path | None:
        return None if self.asker is None else getattr(self.asker, question.__name__)()
