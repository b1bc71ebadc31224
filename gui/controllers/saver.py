"""Saves a document in a job: the window stays usable, and what is edited meanwhile stays unsaved.

Knows the three steps of saving and who is told; never what to do before or after.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Signal

from gui.controllers.session import Session
from gui.jobs import Job
from layers.progress import Progress

if TYPE_CHECKING:
    from layers.io.workspace_writer import Saving
    from layers.workspace import Workspace

SAVING = "saving"  # the channel of the one save that may run


@dataclass(frozen=True, eq=False)
class Request:
    """What is to be saved where (None: its own file); `force` writes over a file that is not its own."""

    workspace: Workspace
    path: Path | None
    force: bool

    @property
    def target(self) -> Path:
        """The file to write."""
        path = self.path if self.path is not None else self.workspace.path
        assert path is not None
        return path


class Saver(QObject):
    """One save at a time; a second one waits for the first, and is left out where it would write the same.

    Signals
    -------
    saved(Path)
        The file is written and the document knows.
    ended()
        A save came to its end, whatever that was.
    """

    saved = Signal(object)
    ended = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._request: Request | None = None
        self._saving: Saving | None = None
        self._error: BaseException | None = None
        self._waiting: list[Request] = []
        session.jobs.ended.connect(self._on_ended)

    @property
    def is_running(self) -> bool:
        """Whether a save is under way."""
        return self._request is not None

    def save(self, workspace: Workspace, path: Path | None = None, *, force: bool = False) -> None:
        """Write the document as it is now, by default into its own file; after a save that still runs."""
        request = Request(workspace, path, force)
        if self._request is None:
            self._start(request)
        elif not self._is_being_written(request):
            self._waiting = [other for other in self._waiting if other.path != path] + [request]

    def wait(self) -> None:
        """Stay until nothing is being saved; the window is drawn, but takes no input."""
        if not self.is_running:
            return
        loop = QEventLoop()
        self.ended.connect(loop.quit)
        while self.is_running:
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.ended.disconnect(loop.quit)

    def _is_being_written(self, request: Request) -> bool:
        running, saving = self._request, self._saving
        return (
            running is not None
            and saving is not None
            and running.workspace is request.workspace
            and running.target == request.target
            and saving.place == request.workspace.place
        )

    def _start(self, request: Request) -> None:
        from layers.io.workspace_file import begin_save

        self._request, self._error = request, None
        saving = self._saving = begin_save(request.workspace)
        path = request.target

        def work(progress: Progress) -> None:
            saving.write(path, force=request.force, progress=progress)

        self._session.jobs.start(work, label_key="job.save", channel=SAVING, failed=self._on_failed)

    def _on_failed(self, error: BaseException) -> None:
        self._error = error

    def _on_ended(self, job: Job) -> None:
        """Finish: also a save that was cancelled after its file had been swapped in is one."""
        if job.channel != SAVING or self._request is None or self._saving is None:
            return
        from layers.io.workspace_file import finish_save

        request, saving = self._request, self._saving
        self._request = self._saving = None
        if saving.path is not None:
            finish_save(request.workspace, saving)
            self.saved.emit(saving.path)
        elif self._error is not None:
            self._session.notifier.error(self._error)
            # The same file would refuse again, and say so twice.
            self._waiting = [other for other in self._waiting if other.target != request.target]
        if self._waiting:
            self._start(self._waiting.pop(0))
        self.ended.emit()
