"""Work beside the window: a job runs off the main thread and tells its end on the main thread.

Knows nothing of what is computed; a job gets a `Progress` and plain values, never a widget or the workspace.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from layers.errors import Cancelled
from layers.progress import Progress

log = logging.getLogger(__name__)

Work = Callable[[Progress], Any]
REPORT_EVERY_S = 0.05


class Job(QObject):
    """One piece of work and how it ended.

    Signals, all on the main thread: any number of `progressed`; then exactly one of `succeeded`, `failed`
    and `cancelled`; then always `finished`.
    """

    progressed = Signal(float, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    _ended = Signal(object, object)  # result, error: crosses from the worker to the main thread

    def __init__(self, work: Work, label_key: str, channel: str = "") -> None:
        super().__init__()
        self.label_key = label_key
        self.channel = channel
        self._work = work
        self._stop = threading.Event()
        self._last_report = 0.0
        self._is_settled = False
        self._ended.connect(self._settle, Qt.ConnectionType.AutoConnection)

    @property
    def is_cancelled(self) -> bool:
        """Whether the analyst, a newer request or the closing window asked this job to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask the job to stop; its result, should there still be one, is dropped."""
        self._stop.set()

    def report(self, done: float, key: str = "") -> None:
        """Be the `Progress` of the work: runs in the worker thread."""
        if self._stop.is_set():
            raise Cancelled
        now = time.monotonic()
        if done >= 1 or now - self._last_report >= REPORT_EVERY_S:
            self._last_report = now
            self.progressed.emit(min(1.0, max(0.0, float(done))), key)

    def run(self) -> None:
        """Do the work in the calling thread and hand its end to the main thread."""
        result, error = None, None
        try:
            if self._stop.is_set():
                raise Cancelled
            result = self._work(self)
        except BaseException as caught:
            # Also SystemExit of a library: a worker must never end without telling.
            error = caught
        self._ended.emit(result, error)

    def _settle(self, result: Any, error: BaseException | None) -> None:
        if self._is_settled:
            return
        self._is_settled = True
        try:
            if self._stop.is_set() or isinstance(error, Cancelled):
                self.cancelled.emit()
            elif error is not None:
                log.info("job %s failed: %s", self.label_key, type(error).__name__)
                self.failed.emit(error)
            else:
                self.succeeded.emit(result)
        finally:
            self.finished.emit()


class JobRunner(QObject):
    """Starts jobs in a pool of threads and keeps them until they have finished.

    The threads are Python's own and live as long as the runner: pyproj keeps a context a thread, and a
    QThreadPool, which gives a thread a new Python state for every job, made it crash.

    Signals
    -------
    started(Job), ended(Job)
        For whoever shows what is running.
    """

    started = Signal(object)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: list[Job] = []
        self._pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="job")
        self._futures: set[Future[None]] = set()

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not finished, oldest first."""
        return tuple(self._running)

    def start(
        self,
        work: Work,
        *,
        label_key: str,
        channel: str = "",
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Start a job; within one (named) channel the newest request makes the older ones void.

        Parameters
        ----------
        work : callable
            Gets a `Progress`; runs in another thread; what it returns goes to `done`.
        label_key : str
            i18n key of what is being done, for the status bar.
        done, failed : callable, optional
            Called on the main thread; neither is called for a cancelled or outdated job.
        """
        if channel:
            self.cancel(channel)
        job = Job(work, label_key, channel)
        if done is not None:
            job.succeeded.connect(done)
        if failed is not None:
            job.failed.connect(failed)
        job.finished.connect(lambda: self._forget(job))
        self._running.append(job)
        self.started.emit(job)
        self._submit(job)
        return job

    def cancel(self, channel: str) -> None:
        """Cancel the running jobs of a channel."""
        for job in self._running:
            if job.channel == channel:
                job.cancel()

    def shut_down(self, wait_s: float = 5.0) -> bool:
        """Cancel everything and wait for the threads; say whether all of them came to an end."""
        for job in self._running:
            job.cancel()
        self._pool.shutdown(wait=False)
        return not wait(self._futures, timeout=wait_s).not_done

    def _submit(self, job: Job) -> None:
        self._futures = {future for future in self._futures if not future.done()}
        self._futures.add(self._pool.submit(job.run))

    def _forget(self, job: Job) -> None:
        self._running.remove(job)
        self.ended.emit(job)
        job.deleteLater()


class InstantRunner(JobRunner):
    """Runs every job at once in the calling thread: tests need no waiting."""

    def _submit(self, job: Job) -> None:
        job.run()
