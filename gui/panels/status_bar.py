"""The status bar: where the pointer is, the scale, the boundaries, what runs and whether all is saved.

Computes nothing but the wording of what it is handed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar, QToolButton, QWidget

from gui.jobs import Job, JobRunner
from layers.words import Words


class StatusBar(QStatusBar):
    """The lowest row of the window."""

    def __init__(self, words: Words, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self.setSizeGripEnabled(False)
        self.setAccessibleName(words("status.name"))
        self.degrees = self._label("status.degrees.tip")
        self.metres = self._label("status.metres.tip")
        self.scale = self._label("status.scale.tip")
        self.boundaries = self._label("status.boundaries.tip")
        # The position comes last: while the pointer is elsewhere, no gap is left between the others.
        for label in (self.scale, self.boundaries, self.degrees, self.metres):
            self.addWidget(label)
        self._keep_room()
        self.job_label = QLabel(self)
        self.job_bar = QProgressBar(self)
        self.job_bar.setFixedWidth(120)
        self.job_bar.setTextVisible(False)
        self.job_cancel = QToolButton(self)
        self.job_cancel.setText(words("status.cancel"))
        self.job_cancel.setAccessibleName(words("status.cancel"))
        self.job_cancel.clicked.connect(self._cancel)
        self.saved = QLabel(self)
        self.saved.setObjectName("saved")
        for part in (self.job_label, self.job_bar, self.job_cancel, self.saved):
            self.addPermanentWidget(part)
        self._job: Job | None = None
        self._show_job()
        # Queued: the map starts jobs while it paints, and a bar that changed its layout then would make it
        # paint within its painting.
        jobs.started.connect(self._show_job, Qt.ConnectionType.QueuedConnection)
        jobs.ended.connect(self._show_job, Qt.ConnectionType.QueuedConnection)

    def show_pointer(self, lon: float, lat: float, x: float, y: float) -> None:
        """Show where the pointer is: degrees of WGS84, and metres of VN-2000 (X is the northing)."""
        words = self._words
        self.degrees.setText(
            words("status.degrees", lat=words.number(abs(lat), 4), lon=words.number(abs(lon), 4))
        )
        self.metres.setText(words("status.metres", north=_grouped(y), east=_grouped(x)))

    def _keep_room(self) -> None:
        """Give what follows the pointer the width of its widest text: nothing moves as it goes."""
        self.show_pointer(104.8888, 22.8888, 588_888.0, 2_388_888.0)
        self.scale.setText("1:" + self._words.number(8_888_888))
        for label in (self.degrees, self.metres, self.scale):
            label.ensurePolished()
            label.setMinimumWidth(label.sizeHint().width())
            label.clear()

    def clear_pointer(self) -> None:
        """Show no position: the pointer has left the map."""
        self.degrees.clear()
        self.metres.clear()

    def show_scale(self, denominator: float) -> None:
        """Show the scale, rounded to two significant figures: 1:750.000."""
        digits = max(0, len(str(int(denominator))) - 2)
        self.scale.setText("1:" + self._words.number(round(denominator, -digits)))

    def show_boundaries(self, text: str) -> None:
        """Show which boundaries are in use."""
        self.boundaries.setText(text)

    def show_saved(self, text: str, is_modified: bool) -> None:
        """Show whether there are unsaved changes."""
        self.saved.setText(f"●  {text}" if text else "")
        self.saved.setProperty("modified", is_modified)
        self.saved.style().unpolish(self.saved)
        self.saved.style().polish(self.saved)

    def _label(self, tip_key: str) -> QLabel:
        label = QLabel(self)
        label.setToolTip(self._words(tip_key))
        return label

    def _show_job(self, _job: Job | None = None) -> None:
        running = self._jobs.running
        self._job = running[-1] if running else None
        for part in (self.job_label, self.job_bar, self.job_cancel):
            part.setVisible(self._job is not None)
        if self._job is None:
            return
        self.job_label.setText(self._words(self._job.label_key))
        self.job_bar.setAccessibleName(self.job_label.text())
        self.job_bar.setRange(0, 0)
        self._job.progressed.connect(self._on_progress)

    def _on_progress(self, done: float, key: str) -> None:
        if self.sender() is not self._job:
            return
        self.job_bar.setRange(0, 100)
        self.job_bar.setValue(round(done * 100))
        if key and self._words.has(key):
            self.job_label.setText(self._words(key))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _grouped(metres: float) -> str:
    """Write metres of a grid with a thin space between thousands, as grids are written."""
    return f"{round(metres):,}".replace(",", "\u2009")
